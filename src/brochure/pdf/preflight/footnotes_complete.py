"""Check that no note of the document is lost on the finished pages.

Every call must be printed, in the order of the document, and show its marker. Every note must be printed
once, complete, inside its page, in the order of the numbers; and on the page of its first call if the layout
places notes at the foot (CSS GCPM 3, 2.8; JLREQ 4.2.2). The check does not depend on how the pages were made:
it reads characters and links from the file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from brochure.diagnostics.problem import Location, Problem, problem
from brochure.document.anchors import TO_CALL, TO_NOTE, note_anchor
from brochure.document.tree import (
    Document,
    Inlines,
    Note,
    NoteCall,
    Paragraph,
    Placement,
    Ruby,
    Strong,
    plain_text,
)
from brochure.document.walk import answer_paragraphs, note_calls
from brochure.pdf.preflight.visible_text import (
    is_read_in_other_order,
    letters_and_digits,
    visible_text,
    without_marks,
)
from brochure.pdf.reader import FinishedPage, Glyph, PageLink

BAND = 12.0  # pt: height of the bands used to find a link's characters
INDENT = 72  # pt: notes of one column begin at most this far apart
Locate = Callable[[str], Location | None]


class _Bands:
    """A page with its characters indexed by height, to find the characters in a link's rectangle."""

    def __init__(self, page: FinishedPage) -> None:
        self.page = page
        self._bands: dict[int, list[int]] = {}
        for place, glyph in enumerate(page.glyphs):
            self._bands.setdefault(_band((glyph.bottom + glyph.top) / 2), []).append(place)

    def under(self, link: PageLink) -> list[int]:
        """Indices of the characters inside a link, in the order of the file."""
        bands = range(_band(link.bottom), _band(link.top) + 1)
        glyphs = self.page.glyphs
        near = (place for band in bands for place in self._bands.get(band, ()))
        return sorted(place for place in near if link.contains(glyphs[place]))


def _band(height: float) -> int:
    return int(height // BAND)


@dataclass(frozen=True, slots=True)
class _Printed:
    """A call or the marker of a note on the pages."""

    bands: _Bands
    link: PageLink

    @property
    def page(self) -> FinishedPage:
        return self.bands.page

    @property
    def words(self) -> str:
        """The characters from left to right; PDFium changes their order beside right-to-left words."""
        glyphs = sorted((self.page.glyphs[place] for place in self.bands.under(self.link)), key=_left_edge)
        return "".join(glyph.text for glyph in glyphs if not glyph.text.isspace())


def _left_edge(glyph: Glyph) -> float:
    return glyph.left


def check_footnotes(document: Document, pages: tuple[FinishedPage, ...], locate: Locate) -> list[Problem]:
    """Compare the notes of a document with its pages.

    Args:
        document: The document that should be printed.
        pages: The printed pages.
        locate: Returns the place of an address in the profile.

    Returns:
        The problems found, with the place in the profile and the page; empty if there are none.
    """
    return list(_check(document, pages, locate))


def _check(document: Document, pages: tuple[FinishedPage, ...], locate: Locate) -> Iterator[Problem]:
    banded = [_Bands(page) for page in pages]
    printed_calls = _links(banded, TO_NOTE)
    printed_notes = _links(banded, TO_CALL)
    yield from _check_calls(document, printed_calls, locate)
    first_call: dict[str, int] = {}
    for name, found in printed_calls:
        first_call.setdefault(name, found.page.index)
    order: list[int] = []
    for note in document.notes:
        name = note_anchor(note.id)
        bodies = [found for other, found in printed_notes if other == name]
        details = {"id": _name(note.id), "marker": note.marker}
        where = locate(note.at)
        if not bodies:
            yield problem("R302", where, **details)
            continue
        if len(bodies) > 1:
            yield problem("R303", where, **details, count=len(bodies))
        page = bodies[0].page
        order.append(page.index)
        if document.placement is Placement.PAGE and first_call.get(name, page.index) != page.index:
            call_page = first_call[name] + 1
            yield problem("R304", where, **details, page=page.index + 1, call_page=call_page)
        at_foot = document.placement is Placement.PAGE
        yield from _check_body(note, bodies[0], where, () if at_foot else pages[page.index + 1 :])
    if order != sorted(order) or _misordered(document, printed_notes):
        yield problem("R306", None)


def _name(note_id: str) -> str:
    """A note's name as its author writes it: id of [^id], or @ and the id of a source."""
    if not note_id.startswith("cite."):
        return note_id
    return "@" + re.sub(r"\.[0-9a-f]{8}$", "", note_id.removeprefix("cite."))


def _links(pages: list[_Bands], kind: str) -> list[tuple[str, _Printed]]:
    return [
        (link.target.removeprefix(kind), _Printed(bands, link))
        for bands in pages
        for link in bands.page.links
        if link.target.startswith(kind)
    ]


def _document_calls(document: Document) -> Iterator[tuple[NoteCall, Paragraph]]:
    """Every call with its paragraph, in reading order."""
    for paragraph in answer_paragraphs(document):
        yield from ((call, paragraph) for call in note_calls(paragraph.content))


def _check_calls(
    document: Document, printed: list[tuple[str, _Printed]], locate: Locate
) -> Iterator[Problem]:
    """Each call of the document must be printed in its order, and show its marker."""
    position = 0
    for call, paragraph in _document_calls(document):
        name = note_anchor(call.note_id)
        details = {"id": _name(call.note_id), "marker": call.marker}
        where = locate(paragraph.at)
        found = next((i for i in range(position, len(printed)) if printed[i][0] == name), None)
        if found is None:
            yield problem("R301", where, **details)
            continue
        if found > position:
            yield problem("R305", where, **details, page=printed[found][1].page.index + 1)
        position = found + 1
        if (words := printed[found][1].words) != call.marker:
            page = printed[found][1].page.index + 1
            yield problem("R307", where, **details, words=words or "—", page=page)


def _check_body(
    note: Note, printed: _Printed, where: Location | None, next_pages: tuple[FinishedPage, ...]
) -> Iterator[Problem]:
    """The note must be printed to its last character, inside the page.

    ``next_pages`` are the pages on which it may continue; empty for a note at the foot of a page.
    """
    details = {"id": _name(note.id), "marker": note.marker, "page": printed.page.index + 1}
    words = visible_text(note.marker + _drawn_text(note.body))
    pages = (printed.page, *next_pages)
    in_order = not is_read_in_other_order(words)
    wanted = without_marks(words) if in_order else ""
    counted = Counter(words if in_order else letters_and_digits(words)) - Counter(
        wanted
    )  # what is read in another order than it is written
    if counted - Counter(visible_text("".join(map(_inside_text, pages)))):
        yield problem("R308", where, **details)
        return
    start = next(iter(printed.bands.under(printed.link)), 0)
    read = 0
    for page in pages:
        for glyph in page.glyphs[start:]:
            shown = _visible_character(glyph.text)
            if not wanted.startswith(shown, read) or read == len(wanted):
                break  # running heads, folios, or other text
            if shown and not _inside(glyph, page):
                yield problem("R309", where, **details)
                return
            read += len(shown)
        start = 0
    if read < len(wanted):
        yield problem("R308", where, **details)


def _drawn_text(content: Inlines) -> str:
    """The text of a note in the order in which it is drawn: a reading follows its base."""
    parts = []
    for part in content:
        match part:
            case Strong(children):
                parts.append(_drawn_text(children))
            case Ruby(base, reading):
                parts.append(base + reading)
            case _:
                parts.append(plain_text((part,)))
    return "".join(parts)


@lru_cache(4096)
def _visible_character(text: str) -> str:
    return without_marks(visible_text(text))


def _inside(glyph: Glyph, page: FinishedPage) -> bool:
    return glyph.left >= 0 and glyph.right <= page.width and glyph.bottom >= 0 and glyph.top <= page.height


def _inside_text(page: FinishedPage) -> str:
    return "".join(glyph.text for glyph in page.glyphs if _inside(glyph, page))


def _misordered(document: Document, printed: list[tuple[str, _Printed]]) -> bool:
    """Whether the notes stand in another order than their numbers."""
    names = [note_anchor(note.id) for note in document.notes]
    starts = _columns([found.link.left for _, found in printed])
    places = [
        (found.page.index, sum(found.link.left >= start for start in starts), -found.link.top)
        for name in names
        for other, found in printed
        if other == name
    ]
    return places != sorted(places)


def _columns(lefts: list[float]) -> list[float]:
    """The left edges of the columns after the first, in points, found from the left edges of the notes."""
    ordered = sorted(set(lefts))
    return [other for one, other in pairwise(ordered) if other - one > INDENT]
