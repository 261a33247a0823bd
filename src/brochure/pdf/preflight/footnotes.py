"""Notes of a file alone: every call leads to a note that is there, whole, and on its page.

``notecheck`` compares with the document; here only the names of links tell calls from notes (``anchors``).
Footnotes must stand on the page of their first call (CSS GCPM 3, 2.8; JLREQ 4.2.2). Notes are taken for
footnotes where most do so and no text stands below them; else they are those of a section, or endnotes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from brochure.document.anchors import TO_CALL, TO_NOTE
from brochure.pdf.geometry import Box
from brochure.pdf.preflight.context import PreflightContext
from brochure.pdf.preflight.model import Char, LinkArea, PageContents
from brochure.pdf.preflight.report import Finding


def notes(view: PreflightContext) -> Iterator[Finding]:
    """Q401 a call without its note, Q402 a note on another page, Q403 a note without text."""
    calls: dict[str, tuple[PageContents, LinkArea]] = {}
    bodies: dict[str, tuple[PageContents, LinkArea]] = {}
    for sheet in view.finished.sheets:
        for link in sheet.links:
            if link.inside and link.target.startswith(TO_NOTE):
                calls.setdefault(link.target.removeprefix(TO_NOTE), (sheet, link))
            elif link.inside and link.target.startswith(TO_CALL):
                bodies.setdefault(link.target.removeprefix(TO_CALL), (sheet, link))
    met = [name for name in calls if name in bodies]
    here = [name for name in met if calls[name][0].index == bodies[name][0].index]
    at_foot = 2 * len(here) > len(met) and not any(_text_below(view, *body) for body in bodies.values())
    for name, (sheet, link) in calls.items():
        if name not in bodies or not link.resolves:
            yield view.found("Q401", sheet.index, link.box, words=_words(sheet, link.box))
        elif at_foot and name not in here:
            other = bodies[name][0].index + 1
            yield view.found("Q402", sheet.index, link.box, words=_words(sheet, link.box), other=other)
    sheets = {sheet.index: sheet for sheet, _ in bodies.values()}
    seen = {index: _upwards(sheet) for index, sheet in sheets.items()}
    for sheet, link in bodies.values():
        if not _has_text(sheet, link, seen[sheet.index]):
            yield view.found("Q403", sheet.index, link.box, words=_words(sheet, link.box))


def _text_below(view: PreflightContext, sheet: PageContents, marker: LinkArea) -> bool:
    """Whether text that is neither a note nor a folio stands below a note."""
    markers = [link.box for link in sheet.links if link.inside and link.target.startswith(TO_CALL)]
    return any(
        paragraph.page == sheet.index
        and not paragraph.note
        and paragraph.box.top < marker.box.bottom
        and not any(paragraph.box.shared(box).height > 0 for box in markers)
        for paragraph in view.body
    )


def _words(sheet: PageContents, box: Box) -> str:
    return "".join(c.text for c in sheet.chars if _middle_in(c.ink, box) and not c.text.isspace()) or "—"


def _middle_in(ink: Box, box: Box) -> bool:
    x, y = (ink.left + ink.right) / 2, (ink.bottom + ink.top) / 2
    return box.left <= x <= box.right and box.bottom <= y <= box.top


def _upwards(sheet: PageContents) -> list[Char]:
    """The characters of a page that can be seen, the lowest first."""
    seen = [char for char in sheet.chars if char.style.painted and not char.text.isspace()]
    return sorted(seen, key=_baseline)


def _baseline(char: Char) -> float:
    return char.baseline


def _has_text(sheet: PageContents, link: LinkArea, seen: list[Char]) -> bool:
    """Whether one of the characters that can be seen stands behind a note's marker, inside the trim."""
    first = bisect_left(seen, link.box.bottom - 2, key=_baseline)
    last = bisect_right(seen, link.box.top, key=_baseline)
    return any(
        char.cell.left >= link.box.right - 0.5 and sheet.trim.holds(char.ink) for char in seen[first:last]
    )
