"""Format citations with a CSL style and citeproc-py.

``citation_item`` makes a source ready (names, numbers, fields of our own), ``citation_style`` a style, and
``citation_dates`` words the dates. citeproc-py puts them together; ``document/rich_text`` makes inlines.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from brochure.assembly.citation_dates import date_text, with_eras
from brochure.assembly.citation_fields import AFFIX, FieldMarks, FieldSpan
from brochure.assembly.citation_item import source_language, style_values
from brochure.assembly.citation_style import (
    ReadyStyle,
    StyleError,
    parse_style,
    ready_style,
    style_languages,
)
from brochure.diagnostics.problem import Location, Problem, problem
from brochure.document.rich_text import (
    BOLD,
    CLOSE,
    ITALIC,
    KATAKANA_DOT,
    LOWERED,
    NO_BLANK,
    NO_CASE,
    RAISED,
    SMALL_CAPS,
    marked_inlines,
)
from brochure.document.tree import Inlines
from brochure.schema.csl_items import DATES, PRINTED, Item
from brochure.schema.layout import Layout
from brochure.storage.cache import Cache, cache_key, program_digest
from brochure.storage.fingerprint import content_digest
from brochure.storage.input_file import is_within

VALID_STYLES = "styles"  # the cache stage of styles without mistakes
MOST_FIELDS = 2000  # citations whose fields are remembered


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
        self._root = parse_style(text)
        self._languages = style_languages(self._root)
        self._engines: dict[str, _Engine] = {}
        self._fields: dict[str, tuple[FieldSpan, ...]] = {}
        self._engine(self._languages[0])  # a style that cannot be used is told when it is read

    def render(self, citation: Citation) -> Inlines:
        """Return the text of a citation; web addresses in it are links."""
        language = source_language(citation.item, self._languages)
        return self._engine(language).render(citation)

    def fields(self, citation: Citation, printed: str) -> tuple[FieldSpan, ...]:
        """Return which field of its source prints what of a citation, whose text is ``printed``."""
        key = f"{citation!r} {printed}"
        if key not in self._fields:
            language = source_language(citation.item, self._languages)
            if len(self._fields) >= MOST_FIELDS:
                self._fields.clear()
            self._fields[key] = self._engine(language).fields(citation, printed)
        return self._fields[key]

    def _engine(self, language: str) -> _Engine:
        if language not in self._engines:
            self._engines[language] = _Engine(ready_style(self._root, language), language)
        return self._engines[language]


class _Engine:
    """citeproc-py with a style in one language."""

    def __init__(self, ready: ReadyStyle, language: str) -> None:
        from citeproc import CitationStylesStyle

        self._ready, self._language = ready, language
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # citeproc-py warns of fields that are valid in CSL
            try:
                self._style = CitationStylesStyle(io.BytesIO(ready.xml), locale=ready.locale, validate=False)
            except Exception as error:  # citeproc-py has no errors of its own
                raise StyleError(f"citeproc-py cannot use it: {error}") from error

    def render(self, citation: Citation) -> Inlines:
        """Return the text of a citation."""
        text = self._cited(citation, self._values(citation.item), _affixes(citation))
        addresses = (str(citation.item.get(name, "")) for name in ("URL", "archive_location"))
        return marked_inlines(text, addresses)

    def fields(self, citation: Citation, printed: str) -> tuple[FieldSpan, ...]:
        """Return which field prints what of a citation."""
        marks = FieldMarks(citation.item)
        dates = {variable: form.variable for variable, form in self._ready.dates.items()}
        values = marks.values(self._values(citation.item), dates)
        affixes = {key: marks.mark(AFFIX, text) for key, text in _affixes(citation).items()}
        return marks.spans(self._cited(citation, values, affixes), printed)

    def _cited(self, citation: Citation, values: Mapping[str, Any], affixes: Mapping[str, str]) -> str:
        """The text of a citation with markers."""
        from citeproc import Citation as Cluster
        from citeproc import CitationItem, CitationStylesBibliography, Locator

        options: dict[str, Any] = dict(affixes)
        if citation.locator:
            options["locator"] = Locator(citation.label, citation.locator)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            library = _library(citation.item, values)
            bibliography = CitationStylesBibliography(self._style, library, _Formatter)
            cluster = Cluster([CitationItem("it", **options)])
            bibliography.register(cluster)
            text = str(bibliography.cite(cluster, lambda _: None))
        text = text.replace(f"{KATAKANA_DOT} ", "・").replace(KATAKANA_DOT, "")
        text = text.replace(f" {NO_BLANK}", "").replace(NO_BLANK, "")
        before, after = self._ready.affixes
        if text in ("", before + after):  # the style prints nothing of this item
            text = f"{before}{self._rest(citation.item)}{after}"
        return with_eras(text)

    def _rest(self, item: Item) -> str:
        """Return what an item has, for a style that prints nothing of it (a standard with only an author)."""
        values = style_values(item, self._language)
        words = [
            "".join(" ".join(name.values()) for name in value) if isinstance(value, list) else str(value)
            for value in (values.get(key) for key in PRINTED)
            if value
        ]
        return " ".join(words).replace(KATAKANA_DOT, "")

    def _values(self, item: Item) -> dict[str, Any]:
        """Return the variables of an item, with the dates as this style words them."""
        values = style_values(item, self._language)
        for key in DATES:
            if item.get(key):
                values[key] = key  # for <if variable="issued">; the words are in date-1, date-2 …
                if item[key].get("circa"):
                    values[f"{key}-circa"] = key
        for variable, form in self._ready.dates.items():
            if (date := item.get(form.variable)) and (words := date_text(form, date, self._ready.terms)):
                values[variable] = words
        return values


# Words between markers that keep their case; other markers may be inside.
_NO_CASE = re.compile(
    f"({NO_CASE}(?:[^{BOLD}-{CLOSE}]|[{BOLD}-{SMALL_CAPS}][^{BOLD}-{CLOSE}]*{CLOSE})*{CLOSE})"
)


class _Formatter:
    """What citeproc-py does with formatting of a style: markers, which become inlines in the end."""

    preformat = staticmethod(str)
    Light = Underline = staticmethod(str)
    Italic = Oblique = staticmethod(lambda text: f"{ITALIC}{text}{CLOSE}")
    Bold = staticmethod(lambda text: f"{BOLD}{text}{CLOSE}")
    Superscript = staticmethod(lambda text: f"{RAISED}{text}{CLOSE}")
    Subscript = staticmethod(lambda text: f"{LOWERED}{text}{CLOSE}")
    SmallCaps = staticmethod(lambda text: f"{SMALL_CAPS}{text}{CLOSE}")


def _library(item: Item, values: Mapping[str, Any]) -> Any:
    """Return the item as citeproc-py reads it.

    citeproc-py looks for a variable with a hyphen in two ways, depending on the element, so both are given.
    """
    from citeproc.source import BibliographySource, Name, Reference
    from citeproc.string import MixedString, NoCase, String

    def text(value: str) -> Any:
        made = MixedString()
        for piece in _NO_CASE.split(value):
            if piece:
                made += NoCase(piece[1:-1]) if piece[0] == NO_CASE else String(piece)
        return made

    known: dict[str, Any] = {}
    for key, value in values.items():
        ready = [Name(**name) for name in value] if isinstance(value, list) else text(value)
        known[key] = known[key.replace("-", "_")] = ready
    if item.get("language"):
        known["language"] = str(item["language"])
    library = BibliographySource()
    library.add(Reference("it", str(item.get("type") or "document"), **known))
    return library


@lru_cache(maxsize=8)
def _style(text: bytes) -> CslStyle:
    """Parse a citation style, once for all layouts that use it."""
    return CslStyle(text)


def load_citation_style(layout: Layout) -> CslStyle:
    """Load the citation style of a layout.

    Raises:
        StyleError: The ``.csl`` file is broken.
    """
    path = layout.citation_file
    return _style((path or layout.folder / layout.data.notes.style).read_bytes())


def citation_style_problems(layout: Layout, shown: str, cache: Cache | None) -> list[Problem]:
    """Return the problem of a layout's citation style (L105); none if the file is missing or valid.

    Args:
        layout: The layout.
        shown: The name of the layout's folder in locations.
        cache: The cache, which stores the digests of valid styles, so that they are not parsed again.
    """
    path = layout.citation_file
    if path is None:
        return []
    own = is_within(path, layout.folder)
    name = f"{shown}/{path.relative_to(layout.folder).as_posix()}" if own else path.name
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
