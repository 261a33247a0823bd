"""A CSL style made ready for citeproc-py, in one of its languages.

citeproc-py 0.11 has no names beyond the eleven of CSL 1.0, no ranges, one language a style, and no variables
of our own. What it lacks is added here, before it sees the style: nothing inside citeproc-py is changed.

- Every ``<date>`` becomes a ``<text>`` with a variable of its own (``date-1``), worded by ``citation_dates``.
- ``is-numeric`` and ``is-uncertain-date`` become conditions on variables (``edition-numeric``,
  ``issued-circa``).
- A macro ``NAME:en`` replaces the macro ``NAME`` for items in English; a ``<locale xml:lang="en">`` or such a
  macro makes a style bilingual.
- A delimiter of names that is part of a name would not tell the names apart: then ; stands for the comma,
  and 、 for ・.
- No blank stands before a Japanese et-al.
"""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from brochure.assembly.citation_dates import DateForm, DatePart, Terms, is_era_prefix
from brochure.assembly.citation_item import is_cjk
from brochure.document.rich_text import NO_BLANK
from brochure.schema.csl_items import DATES, NAMES, STRINGS

CSL = "http://purl.org/net/xbiblio/csl"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
OWN_VARIABLES = (
    "custom.adapted",
    "custom.licence",
    "custom.licence-url",
    "derived.publisher",
    "derived.event",
    "derived.body",
    "derived.site",
    "derived.archive",
)
_ON_TEXT = (
    *("prefix", "suffix", "display"),
    *("font-style", "font-variant", "font-weight", "text-decoration", "vertical-align"),
)
# Variables that stand for the known ones while the schema of citeproc-py is asked, by the element.
_STAND_INS = {"text": "note", "if": "note", "else-if": "note", "names": "author", "date": "issued",
              "number": "volume"}  # fmt: skip
_VARIABLES = frozenset((*OWN_VARIABLES, *STRINGS, *NAMES, *DATES))
_UNAMBIGUOUS = {", ": ("comma", "; "), "・": ("dot", "、")}
# How Japanese and other languages say it: where the word for BC stands, and what is around a circa date.
_PLACES = {"position": ("before", "after"), "around": ("{date}頃", "ca. {date}")}
_LOCALES = {"ja": "ja-JP", "en": "en-US"}
# The Japanese locale of citeproc-py has bc and ad the wrong way round.
_CORRECTED = {"ja": {"bc": "紀元前", "ad": "紀元", "season-01": "春", "season-02": "夏", "season-03": "秋",
                     "season-04": "冬"}}  # fmt: skip


class StyleError(ValueError):
    """A ``.csl`` file is broken; ``line`` counts from 1 and is 0 if the line is not known."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class ReadyStyle:
    """A style in one language: its XML for citeproc-py, its locale, its dates by variable, its terms.

    ``affixes`` stand around each citation, even if the style prints nothing of the item.
    """

    xml: bytes
    locale: str
    dates: dict[str, DateForm]
    terms: Terms
    affixes: tuple[str, str]


def parse_style(text: bytes) -> Any:
    """Return the root element of a style.

    Raises:
        StyleError: The text is not a CSL style.
    """
    from citeproc import SCHEMA_PATH
    from lxml import etree

    try:
        root = etree.fromstring(text, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise StyleError(str(error.msg), getattr(error, "lineno", None) or 0) from None
    if root.tag != f"{{{CSL}}}style":
        raise StyleError(f"<{root.tag}> is not a CSL style", 1)
    schema = etree.RelaxNG(etree.parse(SCHEMA_PATH))
    if not schema.validate(_in_known_words(root)):
        for element in root.iter("{*}text", "{*}if", "{*}else-if", "{*}names", "{*}date", "{*}number"):
            for word in (element.get("variable") or "").split():
                if word not in _VARIABLES:
                    line = getattr(element, "sourceline", None) or 0
                    raise StyleError(f"there is no variable {word!r}", line)
        fault = max(schema.error_log, key=lambda entry: entry.line)  # the innermost error
        raise StyleError(fault.message, fault.line)
    macros = {macro.get("name") for macro in root.iter("{*}macro")}
    for element in root.iter("{*}text", "{*}key"):
        if element.get("macro") and element.get("macro") not in macros:
            message = f"there is no macro {element.get('macro')!r}"
            raise StyleError(message, getattr(element, "sourceline", None) or 0)
    return root


def _in_known_words(root: Any) -> Any:
    """Return a copy for the schema of citeproc-py, which does not know all variables of CSL 1.0.2."""
    from lxml import etree

    made = etree.fromstring(etree.tostring(root))
    for copied, element in zip(made.iter(), root.iter(), strict=True):
        copied.sourceline = element.sourceline
        kind = etree.QName(copied).localname if isinstance(copied.tag, str) else ""
        if kind in _STAND_INS and (named := copied.get("variable")):
            words = [_STAND_INS[kind] if word in _VARIABLES else word for word in named.split()]
            copied.set("variable", " ".join(dict.fromkeys(words)))
    return made


def style_languages(root: Any) -> tuple[str, ...]:
    """Return the languages of a style; that of its default locale is the first."""
    default = (root.get("default-locale") or "en-US")[:2]
    found = [locale.get(_LANG, "")[:2] for locale in root.findall(f"{{{CSL}}}locale")]
    found += [
        (macro.get("name") or "").rpartition(":")[2] for macro in _macros(root) if ":" in macro.get("name")
    ]
    return tuple(dict.fromkeys([default, *(language for language in found if language in _LOCALES)]))


def ready_style(root: Any, language: str) -> ReadyStyle:
    """Return a style in one of its languages."""
    from lxml import etree

    root = copy.deepcopy(root)
    default = root.get("default-locale") or "en-US"
    locale = default if default[:2] == language else _LOCALES[language]
    _choose_macros(root, language)
    dates = _take_dates(root, locale)
    for element in root.iter(f"{{{CSL}}}if", f"{{{CSL}}}else-if"):
        _state_conditions(element)
    for element in list(root.iter(f"{{{CSL}}}names")):
        _part_names(root, element)
    if locale[:2] == "ja":
        _take_blank_from_et_al(root)
    layout = root.find(f"{{{CSL}}}citation/{{{CSL}}}layout")
    affixes = (layout.get("prefix", ""), layout.get("suffix", ""))
    return ReadyStyle(etree.tostring(root, encoding="utf-8"), locale, dates, _terms(root, locale), affixes)


def _macros(root: Any) -> list[Any]:
    return list(root.findall(f"{{{CSL}}}macro"))


def _choose_macros(root: Any, language: str) -> None:
    """Put the macros of a language in the place of those that they are named after."""
    named = {macro.get("name"): macro for macro in _macros(root)}
    for name, macro in named.items():
        base, colon, other = name.rpartition(":")
        if not colon or other not in _LOCALES:
            continue
        if other == language:
            if base in named:
                root.remove(named[base])
            macro.set("name", base)
        else:
            root.remove(macro)


# --- dates ------------------------------------------------------------------------------------------


def _take_dates(root: Any, locale: str) -> dict[str, DateForm]:
    """Replace each date of a style by a text; return the dates by the variable of the text."""
    from lxml import etree

    found: dict[str, DateForm] = {}
    circa = not any(element.get("is-uncertain-date") for element in root.iter())
    for element in list(root.iter(f"{{{CSL}}}date")):
        if element.getparent().tag == f"{{{CSL}}}locale":
            continue
        variable = f"date-{len(found) + 1}"
        found[variable] = _date_form(root, element, locale, circa=circa)
        text = etree.Element(f"{{{CSL}}}text", variable=variable)
        for key in _ON_TEXT:
            if element.get(key):
                text.set(key, element.get(key))
        text.tail = element.tail
        element.getparent().replace(element, text)
    return found


def _date_form(root: Any, element: Any, locale: str, *, circa: bool) -> DateForm:
    parts = [_date_part(part.attrib) for part in element.findall(f"{{{CSL}}}date-part")]
    delimiter = element.get("delimiter", "")
    if form := element.get("form"):
        base = _localised_date(root, locale, form)
        own = {part.get("name"): dict(part.attrib) for part in element.findall(f"{{{CSL}}}date-part")}
        wanted = element.get("date-parts", "year-month-day").split("-")
        parts = [
            _date_part({**dict(part.attrib), **own.get(part.get("name"), {})})
            for part in base.findall(f"{{{CSL}}}date-part")
            if part.get("name") in wanted
        ]
        delimiter = base.get("delimiter", "")
    whole = is_era_prefix(element.get("prefix", ""))
    return DateForm(element.get("variable"), tuple(parts), delimiter, whole, circa)


def _date_part(attributes: Any) -> DatePart:
    return DatePart(
        attributes["name"],
        attributes.get("form", ""),
        attributes.get("prefix", ""),
        attributes.get("suffix", ""),
        attributes.get("range-delimiter", "–"),
        attributes.get("text-case", ""),
        attributes.get("strip-periods") == "true",
    )


def _localised_date(root: Any, locale: str, form: str) -> Any:
    for place in _locales(root, locale):
        for date in place.findall(f"{{{CSL}}}date"):
            if date.get("form") == form:
                return date
    raise StyleError(f"no locale has a date in the form {form!r}")


# --- locales ----------------------------------------------------------------------------------------


def _locales(root: Any, locale: str) -> list[Any]:
    """Return the locales of a style in the order of CSL: its own, then those of citeproc-py."""
    own = root.findall(f"{{{CSL}}}locale")
    chosen = [place for wanted in (locale, locale[:2], None) for place in own if place.get(_LANG) == wanted]
    return [*chosen, *(_locale_file(name) for name in dict.fromkeys([locale, "en-US"]))]


@lru_cache(maxsize=8)
def _locale_file(locale: str) -> Any:
    from citeproc import LOCALES_PATH
    from lxml import etree

    path = Path(LOCALES_PATH) / f"locales-{locale}.xml"
    if not path.is_file():
        path = Path(LOCALES_PATH) / "locales-en-US.xml"
    return etree.parse(str(path)).getroot()


def _terms(root: Any, locale: str) -> Terms:
    """Return the words of a style by name and form."""
    places = _locales(root, locale)
    own = len([place for place in places if place.getroottree().getroot() is root])

    def term(name: str, form: str) -> str:
        if form in _PLACES:
            return _PLACES[form][locale[:2] != "ja"]
        for index, place in enumerate(places):
            if index == own and name in _CORRECTED.get(locale[:2], {}):
                return _CORRECTED[locale[:2]][name]
            for found in place.iterfind(f"{{{CSL}}}terms/{{{CSL}}}term"):
                if found.get("name") == name and found.get("form", "long") == form:
                    single = found.find(f"{{{CSL}}}single")
                    return str((found if single is None else single).text or "")
        return term(name, "long") if form != "long" else ""

    return term


# --- conditions and names ---------------------------------------------------------------------------


def _state_conditions(element: Any) -> None:
    """Turn conditions that citeproc-py tests wrongly into conditions on variables."""
    variables = (element.get("variable") or "").split()
    for key, ending in (("is-numeric", "numeric"), ("is-uncertain-date", "circa")):
        variables += [f"{word}-{ending}" for word in (element.attrib.pop(key, None) or "").split()]
    if variables:
        element.set("variable", " ".join(variables))


def _part_names(root: Any, element: Any) -> None:
    """Let names use another delimiter if one of them has the usual one in it."""
    from lxml import etree

    name = element.find(f"{{{CSL}}}name")
    places = [root.find(f"{{{CSL}}}citation"), root]
    delimiter = _inherited(name, places, "delimiter", "name-delimiter") or ", "
    if delimiter not in _UNAMBIGUOUS or re.search(f"{{{CSL}}}substitute$", str(element.getparent().tag)):
        return
    sign, other = _UNAMBIGUOUS[delimiter]
    if sign == "comma" and _inherited(name, places, "name-as-sort-order", "name-as-sort-order"):
        sign = "comma-inverted"
    choose = etree.Element(f"{{{CSL}}}choose")
    choose.tail, element.tail = element.tail, None
    element.getparent().replace(element, choose)
    condition = etree.SubElement(choose, f"{{{CSL}}}if", match="any")
    condition.set("variable", " ".join(f"{role}-{sign}" for role in element.get("variable").split()))
    parted = copy.deepcopy(element)
    changed = parted.find(f"{{{CSL}}}name")
    if changed is None:
        changed = etree.Element(f"{{{CSL}}}name")
        parted.insert(0, changed)
    changed.set("delimiter", other)
    condition.append(parted)
    etree.SubElement(choose, f"{{{CSL}}}else").append(element)


def _take_blank_from_et_al(root: Any) -> None:
    """Mark the Japanese word for et-al, so that no blank stands before it."""
    from lxml import etree

    places = root.findall(f"{{{CSL}}}locale")
    known = [term for place in places for term in place.iter(f"{{{CSL}}}term") if term.get("name") == "et-al"]
    own = next((place for place in places if (place.get(_LANG) or "ja")[:2] == "ja"), None)
    if not any(is_cjk(term.text or "") for term in known):
        if own is None:
            own = etree.Element(f"{{{CSL}}}locale")
            own.set(_LANG, "ja")
            root.insert(1, own)
        terms = own.find(f"{{{CSL}}}terms")
        terms = etree.SubElement(own, f"{{{CSL}}}terms") if terms is None else terms
        known.append(etree.SubElement(terms, f"{{{CSL}}}term", name="et-al"))
        known[-1].text = "ほか"
    for term in known:
        if is_cjk(term.text or ""):
            term.text = NO_BLANK + (term.text or "")


def _inherited(name: Any, places: list[Any], own: str, inherited: str) -> str:
    """Return an option of names: of the name itself, else of the citation or the style."""
    if name is not None and name.get(own):
        return str(name.get(own))
    return next(
        (str(place.get(inherited)) for place in places if place is not None and place.get(inherited)), ""
    )
