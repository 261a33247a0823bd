"""Values that several kinds of export have: pages, numbers, languages, notes, and lists of unread fields."""

from __future__ import annotations

import re
import unicodedata

from brochure.schema.csl_items import DATES, NAMES, STRINGS, TYPES
from brochure.schema.exports.dates import export_date
from brochure.schema.exports.imported import Doubts, ExportField, ItemDraft
from brochure.schema.exports.names import CJK, NameReader

_LANGUAGES = {
    "japanese": "ja", "jpn": "ja", "日本語": "ja", "jp": "ja", "english": "en", "eng": "en", "英語": "en",
    "american": "en-US", "british": "en-GB", "usenglish": "en-US", "ukenglish": "en-GB", "german": "de",
    "ngerman": "de", "ger": "de", "deu": "de", "french": "fr", "fre": "fr", "fra": "fr", "spanish": "es",
    "spa": "es", "italian": "it", "ita": "it", "portuguese": "pt", "por": "pt", "russian": "ru", "rus": "ru",
    "chinese": "zh", "chi": "zh", "zho": "zh", "中国語": "zh", "korean": "ko", "kor": "ko", "韓国語": "ko",
    "vietnamese": "vi", "vie": "vi", "thai": "th", "tha": "th", "dutch": "nl", "polish": "pl",
    "turkish": "tr",
}  # fmt: skip
_PAGES = re.compile(r"\s*(?:-{1,3}|[\u2010-\u2015〜～~\u2212])\s*")


def pages(text: str) -> str:
    """Return pages without their word, ranges with a hyphen.

    >>> pages("４５－５８頁"), pages("pp. 12--15"), pages("12頁〜15頁"), pages("384-387+")
    ('45-58', '12-15', '12-15', '384-387')
    """
    plain = unicodedata.normalize("NFKC", text.replace("〜", "~")).strip()
    plain = re.sub(
        r"^(?:pp?\.?(?=[\s\d])|頁|ページ)\s*|\s*(?:頁|ページ|(?<=\d)pp?\.?|\+)$",
        "",
        plain,
        flags=re.IGNORECASE,
    )
    return _PAGES.sub("-", re.sub(r"(?<=\d)\s*(?:頁|ページ)", "", plain))


def page_count(text: str) -> str:
    """Return the number of pages of a whole book, ``320p`` or ``1-320``; empty for other pages.

    >>> page_count("320"), page_count("vi, 320"), page_count("12-15")
    ('320', '', '')
    """
    found = re.fullmatch(r"(?:1-)?(\d+)", text)
    return found[1] if found else ""


def bare_number(text: str, counter: str) -> str:
    """Return a volume or issue without its word: 第１２巻, Vol. 12, 12.

    >>> bare_number("第１２巻", "巻"), bare_number("no. 3", "号"), bare_number("冬号", "号")
    ('12', '3', '冬号')
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    found = re.fullmatch(
        rf"(?:第|vol\.?|no\.?|№)?\s*([\dA-Za-z.()/・,-]+?)\s*{counter}?", plain, re.IGNORECASE
    )
    return found[1] if found else plain


def number_field(kind: str) -> str:
    """Return the CSL field of a record's number: an issue, a number in a series, or a number of its own."""
    if kind.startswith("article") or kind in ("periodical", "review"):
        return "issue"
    return (
        "collection-number"
        if kind in ("book", "chapter", "paper-conference", "entry-encyclopedia")
        else "number"
    )


def doi(text: str) -> str:
    """Return a DOI without its resolver: https://doi.org/10.9999/x is 10.9999/x."""
    return re.sub(
        r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*|info:doi/)", "", text.strip(), flags=re.IGNORECASE
    )


def language(text: str) -> str:
    """Return the code of a language, which exports name in several ways."""
    return _LANGUAGES.get(text.strip().lower(), text.strip())


def without_bilingual(title: str) -> str:
    """Return a title without its Latin translation after ``=``, and without a mark of the journal before it.

    >>> without_bilingual("架空州の港湾=Ports of Kaku")
    '架空州の港湾'
    """
    before, mark, after = title.partition("=")
    if mark and CJK.search(before) and re.match(r"\s*[A-Z]", after) and not CJK.search(after):
        return before.strip()
    return title


_NOTE_LINE = re.compile(r"\s*(?:\{:)?([A-Za-z][A-Za-z -]*?)\s*:\s*(\S.*?)\}?\s*")


def read_note(draft: ItemDraft, note: str, field: ExportField) -> None:
    """Take CSL fields out of a note, as Zotero keeps them there (``original-date: 1935``); keep the rest."""
    names = {name.lower(): name for name in (*STRINGS, *DATES, *NAMES)}
    kept = []
    for line in re.split(r"[\r\n]+", note):
        found = _NOTE_LINE.fullmatch(line)
        name = names.get(found[1].lower().replace(" ", "-"), "") if found else ""
        if re.match(r"\s*tex\.[\w*]+\s*[:=]", line):  # fields for BibTeX, of Better BibTeX
            continue
        if found and found[1].lower() == "type" and found[2] in TYPES:
            draft.data["type"] = found[2]
        elif not found or not name or name in ("note", "annote", "abstract", "keyword", "source"):
            kept.append(line)
        elif name in NAMES:
            family, _, given = found[2].partition("||")
            parts = {"family": family.strip(), "given": given.strip()}
            draft.add_names(name, [parts if given else {"literal": found[2].strip()}], field)
        elif name in DATES:
            draft.put(name, export_date(found[2])[0], field)
        else:
            draft.put(name, found[2], field)
    draft.put("note", " ".join(" ".join(kept).split()), field)


class UnreadFields:
    """Fields of a file that are not read, each with its first place and how often it occurs."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        self._counts: dict[str, int] = {}

    def add(self, name: str, offset: int) -> None:
        """Note a field that is not read."""
        self._places.setdefault(name, offset)
        self._counts[name] = self._counts.get(name, 0) + 1

    def report(self, doubts: Doubts) -> None:
        """Add one warning (C208) that lists all fields."""
        if self._places:
            listed = ", ".join(f"{name} ({count})" for name, count in self._counts.items())
            doubts.add("C208", min(self._places.values()), fields=listed)


def put_names(draft: ItemDraft, role: str, values: list[ExportField], doubts: Doubts) -> None:
    """Add the names of fields that hold one name each."""
    for value in values:

        def doubt(code: str, _at: int = value.start, **details: object) -> None:
            doubts.add(code, _at, **details)

        for made_role, name in NameReader(doubt).read(value.value, role):
            draft.add_names(made_role, [name], value)


def put_date(draft: ItemDraft, name: str, value: ExportField, doubts: Doubts) -> None:
    """Set a date; one that is not understood is printed as it is written, and reported."""
    made, understood = export_date(value.value)
    if not understood:
        doubts.add("C209", value.start, value=value.value)
    draft.put(name, made, value)


def make_keys(drafts: list[ItemDraft], keyless: list[ItemDraft], doubts: Doubts) -> None:
    """Give ids to the records that have none, and report them (C211) so that people can cite them."""
    taken = {draft.key for draft in drafts if draft.key}
    numbers: dict[str, int] = {}
    for draft in keyless:
        draft.key = made_key(draft, taken, numbers)
        draft.data["id"] = draft.key
    if keyless:
        listed = ", ".join(f"[@{draft.key}]" for draft in keyless[:5])
        doubts.add("C211", keyless[0].start, count=len(keyless), listed=listed + ("…" if keyless[5:] else ""))


def made_key(draft: ItemDraft, taken: set[str], numbers: dict[str, int]) -> str:
    """Return an id for a record without one: family name of the first author and year, 架空2024.

    A second one is 架空2024b. ``numbers`` has the next number of each name.
    """
    words = ""
    for role in ("author", "editor", "director", "translator"):
        names = draft.data.get(role)
        if isinstance(names, list) and names and isinstance(names[0], dict):
            words = str(names[0].get("family") or names[0].get("literal") or "")
            break
    words = words or str(
        draft.data.get("publisher")
        or draft.data.get("title")
        or draft.data.get("container-title")
        or "source"
    )
    issued = draft.data.get("issued")
    parts = issued.get("date-parts") if isinstance(issued, dict) else None
    first = parts[0] if isinstance(parts, list) and parts else None
    year = str(first[0]) if isinstance(first, list) and first else ""
    base = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", words))[:20] + year
    number = numbers.get(base, 0)
    while (
        key := base + (chr(ord("a") + number) if 0 < number < 26 else str(number) if number else "")
    ) in taken:
        number += 1
    numbers[base] = number + 1
    taken.add(key)
    return key
