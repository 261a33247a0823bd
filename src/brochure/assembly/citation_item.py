"""A source made ready for a citation style: its language, names, numbers, and fields of our own.

A style can also print these variables, which CSL does not have:

=========================  =====================================================================
``custom.adapted``         ``true`` if the data of the source were adapted (加工)
``custom.licence``         the name of its licence, if the licence asks for it
``custom.licence-url``     the address of the licence, likewise
``derived.publisher``      the publisher, if it is not also the author
``derived.event``          the event, if the title of the proceedings does not name it
``derived.body``           the author, if the title (of a law) does not name it
``derived.site``           the title of a site that names the author
``derived.archive``        the name of the archive at ``archive_location``
=========================  =====================================================================

Values are text with markers (``document/rich_text``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from brochure.document.rich_text import KATAKANA_DOT, marked
from brochure.schema.csl_items import DATES, NAMES, Item
from brochure.schema.source_fields import licence_of

Names = list[dict[str, str]]
_ALIASES = {
    "event": "event-title",
    "journalAbbreviation": "container-title-short",
    "shortTitle": "title-short",
}
_NOT_TEXT = ("id", "type", "categories", "custom", "language")
_NAME_PARTS = ("family", "given", "dropping-particle", "non-dropping-particle", "suffix")
_CJK = re.compile(  # letters only: a title in English may have a dash or a full-width sign
    r"[\u2e80-\u2fdf\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc-\u30ff\u3105-\u318f\u31a0-\u31ff"
    r"\u3400-\u9fff\u1100-\u11ff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)
_KATAKANA = re.compile(r"[ァ-ヺーｦ-ﾟ・＝=\s]+")
_KATAKANA_GIVEN = re.compile(r"[ァ-ヺーｦ-ﾟ・＝=\sA-Z.Ａ-Ｚ．]+")
_NUMERIC = re.compile(r"[A-Za-z]*\d+[A-Za-z]*(?:\s*[,&–-]\s*[A-Za-z]*\d+[A-Za-z]*)*")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)?", re.IGNORECASE)
_ARCHIVES = {
    "warp.ndl.go.jp": ("WARP", "WARP"),
    "warp.da.ndl.go.jp": ("WARP", "WARP"),
    "web.archive.org": ("Internet Archive", "Internet Archive"),
}
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)


def source_language(item: Item, languages: Sequence[str]) -> str:
    """Return the language in which a style words a source: one of its languages, the first by default.

    The item's ``language`` decides; if the style does not have it, or the item says nothing, the script of
    the title does: a title with kana, kanji or hangul is worded as Japanese, any other as English.
    """
    said = str(item.get("language") or "").lower()
    known = {"jpn": "ja", "japanese": "ja", "eng": "en", "english": "en"}.get(said, said[:2])
    if known in languages:
        return known
    title = str(item.get("title") or item.get("container-title") or _first_name(item))
    guess = "ja" if not title or is_cjk(title) else "en"
    return guess if guess in languages else languages[0]


def is_cjk(text: str) -> bool:
    """Whether a text has kana, kanji or hangul."""
    return bool(_CJK.search(text))


def style_values(item: Item, language: str) -> dict[str, Any]:
    """Return the values of an item by the name of the variable: text, or a list of names.

    Dates are not in it. ``X-numeric`` is there if variable X is a number as CSL means it; ``X-comma``,
    ``X-comma-inverted`` and ``X-dot`` are there if one of several names X has that sign in it, so that a
    delimiter with the same sign would not tell the names apart.
    """
    texts = {
        _ALIASES.get(key, key): marked(str(value))
        for key, value in item.items()
        if key not in (*_NOT_TEXT, *NAMES, *DATES) and str(value).strip()
    }
    if "event-title" not in texts and texts.get("event-place") == texts.get("publisher-place"):
        texts.pop("event-place", None)  # Zotero writes the place of a publisher in both fields
    _tidy_numbers(texts, str(item.get("type", "")), item, language)
    names = {key: [_name(name) for name in item[key]] for key in NAMES if item.get(key)}
    values: dict[str, Any] = {**texts, **names, **_own_fields(item)}
    values |= _derived(texts, names, language)
    for key, text in texts.items():
        if _is_numeric(key, text):
            values[f"{key}-numeric"] = text
    for key, found in names.items():
        values |= {f"{key}-{sign}": key for sign in _signs_in(found)}
    return values


def _first_name(item: Item) -> str:
    """Return the name of the first author, by which an item without any title is told apart."""
    return "".join(str(part) for name in item.get("author", [])[:1] for part in name.values())


# --- names ------------------------------------------------------------------------------------------


def _name(name: Mapping[str, str]) -> dict[str, str]:
    """Return a name; one whose order does not depend on the style is one literal.

    Japanese, Chinese and Korean names are joined (山田太郎). A name in katakana is that of a foreigner,
    and gets 「・」 where the given name stands first. ``static-ordering`` keeps the family name first.
    """
    if name.get("literal"):
        return {"literal": marked(str(name["literal"]))}
    parts = {key: marked(str(name[key])) for key in _NAME_PARTS if name.get(key)}
    family, given = parts.get("family", ""), parts.get("given", "")
    if not family or not given:
        order = ("dropping-particle", "non-dropping-particle", "family", "given", "suffix")
        return {"literal": " ".join(parts[key] for key in order if key in parts)}
    if _KATAKANA.fullmatch(family) and _KATAKANA_GIVEN.fullmatch(given):
        return {**parts, "given": given + KATAKANA_DOT}
    if is_cjk(family) or is_cjk(given):
        return {"literal": family + given}
    if str(name.get("static-ordering", "")).lower() in ("true", "1", "yes"):
        return {"literal": f"{family} {given}"}
    if str(name.get("comma-suffix", "")).lower() in ("true", "1", "yes") and "suffix" in parts:
        parts["suffix"] = parts["suffix"].lstrip(", ")
    return parts


def _signs_in(names: Names) -> list[str]:
    """Return the delimiters that would not tell several names apart."""
    if len(names) < 2:
        return []
    literals = [name["literal"] for name in names if "literal" in name]
    signs = []
    if any("," in text for text in literals):
        signs += ["comma", "comma-inverted"]
    elif any("given" in name and "family" in name for name in names):
        signs.append("comma-inverted")
    if any("・" in text for text in literals) or any(
        KATAKANA_DOT in name.get("given", "") or "・" in "".join(name.values()) for name in names
    ):
        signs.append("dot")
    return signs


# --- numbers ----------------------------------------------------------------------------------------


def _is_numeric(key: str, text: str) -> bool:
    """Whether a value is numeric as CSL defines it; versions such as 2.1.0 are numbers too."""
    if key == "version" and re.fullmatch(r"\d+(?:\.\d+)*[A-Za-z]?", text):
        return True
    return bool(_NUMERIC.fullmatch(text))


def _tidy_numbers(texts: dict[str, str], kind: str, item: Item, language: str) -> None:
    """Take words that a style adds itself out of numbers, and give years and editions their words."""
    for key in ("edition", "volume", "issue", "version", "number-of-pages", "page"):
        if key in texts:
            plain = unicodedata.normalize("NFKC", texts[key]).strip()
            texts[key] = plain if _is_numeric(key, _bare(key, plain)) else texts[key]
            if _bare(key, plain) != plain:
                texts[key] = _bare(key, plain)
    edition = texts.get("edition", "")
    if found := _ORDINAL.fullmatch(edition):
        texts["edition"] = found[1]
        if len(found[1]) == 4:  # a year
            texts["edition"] = f"{edition}年版" if language == "ja" else f"{edition} ed."
    if "DOI" in texts:
        texts["DOI"] = _DOI.sub("", texts["DOI"], count=1).strip()
    if kind == "standard" and "number" in texts:
        parts = (item.get("issued") or {}).get("date-parts") or [[]]
        if parts[0] and str(parts[0][0]) not in texts["number"]:
            texts["number"] += f":{parts[0][0]}"


_WORDS = {
    "page": re.compile(r"(?:pp?\.?\s*)?(\w*\d[\w\s,&–-]*?)\s*(?:頁|ページ|面|p)?", re.IGNORECASE),
    "number-of-pages": re.compile(r"(\d+)\s*(?:頁|ページ|pp?\.?)", re.IGNORECASE),
    "volume": re.compile(r"(?:vol\.?\s*|第?)(\d+)巻?", re.IGNORECASE),
    "issue": re.compile(r"(?:no\.?\s*|第?)(\d+)号?", re.IGNORECASE),
    "version": re.compile(r"(?:v|ver\.?|version)\s*(\d[\w.]*)", re.IGNORECASE),
}


def _bare(key: str, text: str) -> str:
    """Return a number without the word that every style adds to it: 「第3巻」 is 3."""
    found = _WORDS[key].fullmatch(text) if key in _WORDS else None
    return found[1].strip() if found else text


# --- fields of our own ------------------------------------------------------------------------------


def _own_fields(item: Item) -> dict[str, str]:
    """Return the variables of our own that the item itself holds."""
    custom = item.get("custom")
    if not isinstance(custom, Mapping):
        return {}
    made = {}
    if str(custom.get("adapted", "")).lower() in ("true", "yes", "1"):
        made["custom.adapted"] = "true"
    if (licence := licence_of(custom.get("licence"))) and licence.named:
        made["custom.licence"] = licence.name
        made |= {"custom.licence-url": licence.url} if licence.url else {}
    return made


def _derived(texts: Mapping[str, str], names: Mapping[str, Names], language: str) -> dict[str, str]:
    """Return the variables that follow from others."""
    made = {}
    authors = ["".join(name.values()).replace(KATAKANA_DOT, "") for name in names.get("author", [])]
    publisher, site = texts.get("publisher", ""), texts.get("container-title", "")
    if publisher and [publisher] != authors:
        made["derived.publisher"] = publisher
    event = texts.get("event-title", "")
    if event and event not in site + texts.get("title", ""):
        made["derived.event"] = event
    title = texts.get("title", "")
    if authors and not any(author in title for author in authors):
        made["derived.body"] = ("、" if language == "ja" else ", ").join(authors)
    if site and authors and any(author in site for author in authors):
        made["derived.site"] = site
    if "archive_location" in texts:
        host = urlsplit(texts["archive_location"]).hostname or ""
        japanese, other = _ARCHIVES.get(host, ("保存先", "archived"))
        made["derived.archive"] = texts.get("archive") or (japanese if language == "ja" else other)
    return made
