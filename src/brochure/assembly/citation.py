"""Format citations with a CSL style and citeproc-py.

citeproc-py supports one language per style and no Japanese eras. So this module joins names in kanji or kana
(山田太郎) before citeproc-py formats them, so that the rules for Western names do not apply; and it replaces
a date that a style writes as ``{和暦 2018-5-31}`` by 平成30年5月31日.
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
from brochure.document.markup import link_addresses
from brochure.document.partial_date import PartialDate
from brochure.document.tree import Inlines
from brochure.schema.csl_items import NAMES, Item
from brochure.schema.layout import Layout
from brochure.storage.cache import Cache, cache_key, program_digest
from brochure.storage.fingerprint import content_digest

_ERA = re.compile(r"\{和暦 (\d+(?:-\d+){0,2})-?\}?")  # without a day, some styles omit the closing brace
VALID_STYLES = "styles"  # the cache stage of styles without mistakes
_UNSUPPORTED_FIELDS = (
    "part-title",
    "volume-title",
)  # fields of CSL 1.0.2 that citeproc-py 0.11 does not know


class StyleError(ValueError):
    """A ``.csl`` file is broken; ``line`` counts from 1 and is 0 if the line is not known."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Citation:
    """A source with locator, label, prefix and suffix, as cited at one place."""

    item: Item
    locator: str = ""
    label: str = "page"
    prefix: str = ""
    suffix: str = ""


class CitationStyle(Protocol):
    """A formatter of citations: a :class:`CslStyle`, or a cache around one."""

    def render(self, citation: Citation) -> Inlines:
        """Return the text of one citation."""
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
            fault = max(schema.error_log, key=lambda entry: entry.line)  # the innermost error
            raise StyleError(fault.message, fault.line)
        macros = {macro.get("name") for macro in root.iter("{*}macro")}
        for element in root.iter("{*}text", "{*}key"):
            if element.get("macro") and element.get("macro") not in macros:
                message = f"there is no macro {element.get('macro')!r}"
                raise StyleError(message, getattr(element, "sourceline", None) or 0)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # citeproc-py warns of fields that are valid in CSL
            self._style = CitationStylesStyle(io.BytesIO(text), validate=False)

    def render(self, citation: Citation) -> Inlines:
        """Return the text of a citation; web addresses in it are links."""
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
        text = _ERA.sub(lambda found: japanese_era_date(_parse_partial_date(found[1])), text)
        return link_addresses(text)


@lru_cache(maxsize=8)
def _style(text: bytes) -> CslStyle:
    """Parse a citation style, once for all layouts that use it."""
    return CslStyle(text)


def load_citation_style(layout: Layout) -> CslStyle:
    """Load the citation style of a layout.

    Raises:
        StyleError: The ``.csl`` file is broken.
    """
    return _style((layout.folder / layout.data.notes.style).read_bytes())


def citation_style_problems(layout: Layout, shown: str, cache: Cache | None) -> list[Problem]:
    """Return the problem of a layout's citation style (L105); none if the file is missing or valid.

    Args:
        layout: The layout.
        shown: The name of the layout's folder in locations.
        cache: The cache, which stores the digests of valid styles, so that they are not parsed again.
    """
    path, name = layout.citation_file, f"{shown}/{layout.data.notes.style}"
    if path is None:
        return []
    inputs = {"brochure": program_digest(), "style": content_digest(path)} if cache else {}
    if cache and cache.get(VALID_STYLES, cache_key(inputs)):
        return []
    try:
        load_citation_style(layout)
    except StyleError as error:
        return [problem("L105", Location(name, error.line), detail=error)]
    if cache:
        cache.put(VALID_STYLES, cache_key(inputs), {"what": f"{name} is sound", "inputs": inputs}, {})
    return []


def _affixes(citation: Citation) -> dict[str, str]:
    """Return prefix and suffix of a citation, with a blank only beside Latin letters.

    As CSL defines it, the affixes are inside the text that the style puts around all citations.
    """
    before, after = citation.prefix, citation.suffix
    affixes = {"prefix": f"{before} " if before and before[-1].isascii() else before}
    affixes["suffix"] = f" {after}" if after and after[0].isascii() and after[0].isalnum() else after
    return {key: value for key, value in affixes.items() if value}


def _for_citeproc(item: Item) -> dict[str, Any]:
    """Return the item with a fixed id, Japanese names joined, and without fields unknown to citeproc-py."""
    made = {
        key: value for key, value in item.items() if key not in ("custom", "categories", *_UNSUPPORTED_FIELDS)
    }
    for key in NAMES:
        if key in made:
            made[key] = [_join_japanese_name(name) for name in made[key]]
    custom = item.get("custom")
    if isinstance(custom, Mapping) and str(custom.get("adapted", "")).lower() in ("true", "yes", "1"):
        made["status"] = "adapted"  # for <if variable="status"> in styles; CSL has no field for it
    return {**made, "id": "it"}


def _join_japanese_name(name: Mapping[str, str]) -> Mapping[str, str]:
    parts = [name.get("family", ""), name.get("given", "")]
    if "literal" not in name and any(JAPANESE.match(part[:1]) for part in parts):
        return {"literal": "".join(parts)}
    known = ("literal",) if "literal" in name else (
        "family", "given", "dropping-particle", "non-dropping-particle", "suffix"
    )  # fmt: skip
    return {key: name[key] for key in known if key in name}


# First days of the eras (元号法 and its cabinet orders; Meiji from 1873, when the new calendar begins).
_ERAS = [
    (PartialDate(2019, 5, 1), "令和", 2018),
    (PartialDate(1989, 1, 8), "平成", 1988),
    (PartialDate(1926, 12, 25), "昭和", 1925),
    (PartialDate(1912, 7, 30), "大正", 1911),
    (PartialDate(1873, 1, 1), "明治", 1867),
]


def japanese_era_date(date: PartialDate) -> str:
    """Return a date in the Japanese calendar, without the parts that are unknown.

    A year or month in which the era changed gets the era of its end.

    >>> dates = PartialDate(2018, 5, 31), PartialDate(2019, 4), PartialDate(2019)
    >>> [japanese_era_date(date) for date in dates]
    ['平成30年5月31日', '平成31年4月', '令和元年']
    """
    last = PartialDate(date.year, date.month or 12, date.day or 31)
    for first, name, offset in _ERAS:
        if last >= first:
            year = date.year - offset
            rest = PartialDate(date.year, date.month, date.day).japanese().removeprefix(f"{date.year}年")
            return f"{name}{'元' if year == 1 else year}年{rest}"
    return date.japanese()


def _parse_partial_date(text: str) -> PartialDate:
    return PartialDate(*(int(part) for part in text.split("-")))
