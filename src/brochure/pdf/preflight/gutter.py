"""Rules for text and pictures in the gutter (のど): the strip beside the binding, which the fold hides.

A file is bound if ``--gutter`` says so, if its viewer is to show it as facing pages with the first page alone
(/PageLayout, ISO 32000-2, table 29), or if its number of pages must be a multiple of four (saddle stitching).
"""

from __future__ import annotations

from collections.abc import Iterator

from brochure.pdf.geometry import Box, edge_gaps, enclosing_box
from brochure.pdf.preflight.clipping import TOUCH
from brochure.pdf.preflight.context import PreflightContext
from brochure.pdf.preflight.model import PageContents
from brochure.pdf.preflight.picture_placement import FLUSH, page_pictures
from brochure.pdf.preflight.report import MM, Finding, first_words

GUTTER = (
    5.0  # mm: hidden by the fold of a saddle-stitched booklet of some 40 pages; glued books need 10 to 15
)


def check_gutter(view: PreflightContext) -> Iterator[Finding]:
    """Q209: text stands in the gutter; Q211: a picture ends there."""
    depth, right_bound = _binding(view)
    sheets = view.finished.sheets
    if not depth or len(sheets) < 2:
        return
    for sheet in sheets:
        if sheet.trim.width > 1.5 * sheets[0].trim.width:
            continue  # a fold-out, or a cover with its spine
        at_left = (sheet.index % 2 == 0) is not right_bound
        strip = sheet.trim._replace(left=sheet.trim.right - depth * MM + TOUCH)
        if at_left:
            strip = sheet.trim._replace(right=sheet.trim.left + depth * MM - TOUCH)
        for box, words in _texts_in(view, sheet, strip):
            yield view.finding("Q209", sheet.index, box, words=words, gutter=f"{depth:g}")
        for box in _pictures_ending_in(view, sheet, strip, at_left=at_left):
            yield view.finding("Q211", sheet.index, box, gutter=f"{depth:g}")


def _binding(view: PreflightContext) -> tuple[float, bool]:
    """The width of the gutter in mm, 0 if the file is not bound; and whether it is bound at the right."""
    requirements, facing = view.requirements, view.finished.metadata.facing
    depth = requirements.gutter
    if depth is None:
        depth = GUTTER if facing or requirements.multiple >= 4 else 0
    return depth, (requirements.binding or facing) == "right"


def _texts_in(view: PreflightContext, sheet: PageContents, strip: Box) -> Iterator[tuple[Box, str]]:
    """The first line of each paragraph that reaches into the gutter; text outside the page is left out."""
    for paragraph in view.paragraphs:
        if paragraph.page != sheet.index:
            continue
        for line in paragraph.lines:
            if any(end.ink.overlaps(strip) for end in (line.ink[0], line.ink[-1])):
                inside = [char for char in line.ink if char.ink.overlaps(strip)]
                yield enclosing_box([char.ink for char in inside]), first_words(line.ink, inside[0])
                break


def _pictures_ending_in(
    view: PreflightContext, sheet: PageContents, strip: Box, *, at_left: bool
) -> Iterator[Box]:
    """Pictures that end inside the gutter, or are cut off by the binding and do not go on across it.

    A picture that also runs off the page at another edge was placed at the binding on purpose.
    """
    for box in page_pictures(sheet):
        left, bottom, right, top = edge_gaps(box, sheet.trim)
        inner, outer = (left, right) if at_left else (right, left)
        ends = inner > FLUSH * MM
        cut = not ends and min(outer, bottom, top) > FLUSH * MM and not _goes_on(view, sheet, box, at_left)
        if box.overlaps(strip) and (ends or cut):
            yield box


def _goes_on(view: PreflightContext, sheet: PageContents, box: Box, at_left: bool) -> bool:
    """Whether a picture that ends at the binding goes on across it, on the facing page."""
    facing = sheet.index - 1 if sheet.index % 2 == 0 else sheet.index + 1
    if not 0 <= facing < len(view.finished.sheets):
        return False
    other = view.finished.sheets[facing]
    for beside in page_pictures(other):
        left, _, right, _ = edge_gaps(beside, other.trim)
        if (right if at_left else left) <= FLUSH * MM and min(box.top, beside.top) > max(
            box.bottom, beside.bottom
        ):
            return True
    return False
