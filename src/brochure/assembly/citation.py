"""Word a citation in the form of a CSL style, with citeproc-py.

citeproc-py knows one language a style and no Japanese eras, so two things are done around it: names in
kanji or kana go in whole (山田太郎), so that the style's form for Western names leaves them alone; and
a date that a style writes as ``{和暦 2018-5-31}`` comes out as 平成30年5月31日.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from brochure.diagnostics.problem import Location, Problem, problem
from brochure.document.line_breaking import JAPANESE
from brochure.document.markup import linked
from brochure.document.partial_date import PartialDate
from brochure.document.tree import Inlines
from brochure.schema.csl_items import NAMES, Item
from brochure.schema.layout import Layout
from brochure.storage.cache import Cache, key_of, tool
from brochure.storage.fingerprint import content

_ERA = re.compile(r"\{和暦 (\d+(?:-\d+){0,2})-?\}?")  # a style may lack its end where the day is unknown
SOUND = "styles"  # the stage of the cache: styles in which no mistake was found
_LATER = ("part-title", "volume-title")  # fields of CSL 1.0.2 that citeproc-py 0.11 does not know


class StyleError(ValueError):
    """A ``.csl`` file is broken; ``line`` counts from 1, 0 if it is not known."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Citation:
    """One source as it is cited at one place."""

    item: Item
    locator: str = ""
    label: str = "page"
    prefix: str = ""
    suffix: str = ""


class CitationStyle(Protocol):
    """What words a citation: a :class:`CslStyle`, or what keeps the words that one gave."""

    def render(self, citation: Citation) -> Inlines:
        """The words of one citation."""
        ...


class CslStyle:
    """A citation style, read from the text of a ``.csl`` file.

    Raises:
        StyleError: The text is not a CSL style.
    """

    def __init__(self, text: bytes) -> None:
        from citeproc import SCHEMA_PATH, CitationStylesStyle
        from lxml import etree

        try:
            root = etree.fromstring(text, etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError as error:
            raise StyleError(str(error.msg), getattr(error, "lineno", None) or 0) from None
        if root.tag != "{http://purl.org/net/xbiblio/csl}style":
            raise StyleError(f"<{root.tag}> is not a CSL style", 1)
        schema = etree.RelaxNG(etree.parse(SCHEMA_PATH))
        if not schema.validate(root):
            fault = max(schema.error_log, key=lambda entry: entry.line)  # the innermost
            raise StyleError(fault.message, fault.line)
        macros = {macro.get("name") for macro in root.iter("{*}macro")}
        for element in root.iter("{*}text", "{*}key"):
            if element.get("macro") and element.get("macro") not in macros:
                message = f"there is no macro {element.get('macro')!r}"
                raise StyleError(message, getattr(element, "sourceline", None) or 0)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of fields that a valid style may have
            self._style = CitationStylesStyle(io.BytesIO(text), validate=False)

    def render(self, citation: Citation) -> Inlines:
        """Word a citation; web addresses in it are links."""
        from citeproc import Citation as Cluster
        from citeproc import CitationItem, CitationStylesBibliography, Locator, formatter
        from citeproc.source.json import CiteProcJSON

        options: dict[str, Any] = dict(_affixes(citation))
        if citation.locator:
            options["locator"] = Locator(citation.label, citation.locator)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            library = CiteProcJSON([_for_citeproc(citation.item)])
            bibliography = CitationStylesBibliography(self._style, library, formatter.plain)
            cluster = Cluster([CitationItem("it", **options)])
            bibliography.register(cluster)
            text = str(bibliography.cite(cluster, lambda _: None))
        text = _ERA.sub(lambda found: era(_partial(found[1])), text)
        return linked(text)


@lru_cache(maxsize=8)
def _style(text: bytes) -> CslStyle:
    """A citation style, read once, however many layouts use it."""
    return CslStyle(text)


def load_style(layout: Layout) -> CslStyle:
    """The citation style of a layout.

    Raises:
        StyleError: The ``.csl`` file is broken.
    """
    return _style((layout.folder / layout.data.notes.style).read_bytes())


def problems(layout: Layout, shown: str, cache: Cache | None) -> list[Problem]:
    """What is wrong with the citation style of a layout, if it is there (L105).

    Args:
        layout: The layout.
        shown: The name of its folder in locations.
        cache: Where it is kept which styles are sound, and need not be read to see it.
    """
    path, name = layout.citation_file, f"{shown}/{layout.data.notes.style}"
    if path is None:
        return []
    inputs = {"brochure": tool(), "style": content(path)} if cache else {}
    if cache and cache.get(SOUND, key_of(inputs)):
        return []
    try:
        load_style(layout)
    except StyleError as error:
        return [problem("L105", Location(name, error.line), detail=error)]
    if cache:
        cache.put(SOUND, key_of(inputs), {"what": f"{name} is sound", "inputs": inputs}, {})
    return []


def _affixes(citation: Citation) -> dict[str, str]:
    """Free words around a citation, with a blank only where Latin letters would touch it.

    They stand inside what a style puts around all citations, as CSL has it.
    """
    front, behind = citation.prefix, citation.suffix
    affixes = {"prefix": f"{front} " if front and front[-1].isascii() else front}
    affixes["suffix"] = f" {behind}" if behind and behind[0].isascii() and behind[0].isalnum() else behind
    return {key: value for key, value in affixes.items() if value}


def _for_citeproc(item: Item) -> dict[str, Any]:
    """The item under a plain key, Japanese names whole, without what citeproc-py does not know."""
    made = {key: value for key, value in item.items() if key not in ("custom", "categories", *_LATER)}
    for key in NAMES:
        if key in made:
            made[key] = [_whole(name) for name in made[key]]
    custom = item.get("custom")
    if isinstance(custom, Mapping) and str(custom.get("adapted", "")).lower() in ("true", "yes", "1"):
        made["status"] = "adapted"  # styles ask <if variable="status">; CSL has no field for it
    return {**made, "id": "it"}


def _whole(name: Mapping[str, str]) -> Mapping[str, str]:
    parts = [name.get("family", ""), name.get("given", "")]
    if "literal" not in name and any(JAPANESE.match(part[:1]) for part in parts):
        return {"literal": "".join(parts)}
    known = ("literal",) if "literal" in name else (
        "family", "given", "dropping-particle", "non-dropping-particle", "suffix"
    )  # fmt: skip
    return {key: name[key] for key in known if key in name}


# First days of the eras (元号法 and the cabinet orders on it; Meiji counts by the new calendar from 1873).
_ERAS = [
    (PartialDate(2019, 5, 1), "令和", 2018),
    (PartialDate(1989, 1, 8), "平成", 1988),
    (PartialDate(1926, 12, 25), "昭和", 1925),
    (PartialDate(1912, 7, 30), "大正", 1911),
    (PartialDate(1873, 1, 1), "明治", 1867),
]


def era(date: PartialDate) -> str:
    """A date in the Japanese calendar, as exactly as it is known.

    A year or month in which the era changed is given the era of its end.

    >>> era(PartialDate(2018, 5, 31)), era(PartialDate(2019, 4)), era(PartialDate(2019))
    ('平成30年5月31日', '平成31年4月', '令和元年')
    """
    last = PartialDate(date.year, date.month or 12, date.day or 31)
    for first, name, offset in _ERAS:
        if last >= first:
            year = date.year - offset
            rest = PartialDate(date.year, date.month, date.day).japanese().removeprefix(f"{date.year}年")
            return f"{name}{'元' if year == 1 else year}年{rest}"
    return date.japanese()


def _partial(text: str) -> PartialDate:
    return PartialDate(*(int(part) for part in text.split("-")))
