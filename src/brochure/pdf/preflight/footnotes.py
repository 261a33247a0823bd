"""Rules for notes, from the file alone: every call has its note, complete and on the same page.

``footnotes_complete`` compares the notes with the document; this module tells calls from notes only by the
names of links (``anchors``). Footnotes must stand on the page of their first call (CSS GCPM 3, 2.8; JLREQ
4.2.2). The notes of a file count as footnotes if most stand on the page of their call and no text stands
below them; if not, they are notes at the end of a section or endnotes. A list of such notes may go on at the
top of the next page.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from brochure.document.anchors import TO_CALL, TO_NOTE
from brochure.pdf.geometry import Box
from brochure.pdf.preflight.context import PreflightContext
from brochure.pdf.preflight.model import Char, LinkArea, PageContents
from brochure.pdf.preflight.report import Finding


def check_notes(view: PreflightContext) -> Iterator[Finding]:
    """Q401: a call without its note; Q402: a note on another page; Q403: a note without text."""
    calls: dict[str, tuple[PageContents, LinkArea]] = {}
    bodies: dict[str, tuple[PageContents, LinkArea]] = {}
    for sheet in view.finished.sheets:
        for link in sheet.links:
            if link.inside and link.target.startswith(TO_NOTE):
                calls.setdefault(link.target.removeprefix(TO_NOTE), (sheet, link))
            elif link.inside and link.target.startswith(TO_CALL):
                bodies.setdefault(link.target.removeprefix(TO_CALL), (sheet, link))
    complete = [name for name in calls if name in bodies]
    same_page = [name for name in complete if calls[name][0].index == bodies[name][0].index]
    elsewhere = [bodies[name] for name in complete if name not in same_page]
    at_foot = 2 * len(same_page) > len(complete) and not (
        any(_text_below(view, *body) for body in bodies.values())
        or any(_goes_on(view, *body) for body in elsewhere)
    )
    for name, (sheet, link) in calls.items():
        if name not in bodies or not link.resolves:
            yield view.finding("Q401", sheet.index, link.box, words=_words(sheet, link.box))
        elif at_foot and name not in same_page:
            other = bodies[name][0].index + 1
            yield view.finding("Q402", sheet.index, link.box, words=_words(sheet, link.box), other=other)
    sheets = {sheet.index: sheet for sheet, _ in bodies.values()}
    seen = {index: _visible_characters(sheet) for index, sheet in sheets.items()}
    for sheet, link in bodies.values():
        if not _has_text(sheet, link, seen[sheet.index]):
            yield view.finding("Q403", sheet.index, link.box, words=_words(sheet, link.box))


def _text_below(view: PreflightContext, sheet: PageContents, marker: LinkArea) -> bool:
    """Whether text that is neither a note nor a folio stands below a note."""
    markers = [link.box for link in sheet.links if link.inside and link.target.startswith(TO_CALL)]
    return any(
        paragraph.page == sheet.index
        and not paragraph.note
        and paragraph.box.top < marker.box.bottom
        and not any(paragraph.box.intersection(box).height > 0 for box in markers)
        for paragraph in view.body
    )


def _goes_on(view: PreflightContext, sheet: PageContents, marker: LinkArea) -> bool:
    """Whether a note stands at the top of its page, without text above it."""
    middle = (sheet.trim.top + sheet.trim.bottom) / 2
    return marker.box.bottom > middle and not any(
        paragraph.page == sheet.index and not paragraph.note and paragraph.box.bottom > marker.box.top
        for paragraph in view.body
    )


def _words(sheet: PageContents, box: Box) -> str:
    return "".join(c.text for c in sheet.chars if _middle_in(c.ink, box) and not c.text.isspace()) or "—"


def _middle_in(ink: Box, box: Box) -> bool:
    x, y = (ink.left + ink.right) / 2, (ink.bottom + ink.top) / 2
    return box.left <= x <= box.right and box.bottom <= y <= box.top


def _visible_characters(sheet: PageContents) -> list[Char]:
    """The visible characters of a page, the lowest first."""
    seen = [char for char in sheet.chars if char.style.painted and not char.text.isspace()]
    return sorted(seen, key=_baseline)


def _baseline(char: Char) -> float:
    return char.baseline


def _has_text(sheet: PageContents, link: LinkArea, seen: list[Char]) -> bool:
    """Whether a visible character follows a note's marker on its line, inside the trim."""
    first = bisect_left(seen, link.box.bottom - 2, key=_baseline)
    last = bisect_right(seen, link.box.top, key=_baseline)
    return any(
        char.cell.left >= link.box.right - 0.5 and sheet.trim.contains(char.ink) for char in seen[first:last]
    )
