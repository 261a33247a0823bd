"""Rule for text that a box cuts off: the box hides what sticks out of it (a clipping path)."""

from __future__ import annotations

from collections.abc import Iterator

from brochure.pdf.geometry import Box, enclosing_box
from brochure.pdf.preflight.context import PreflightContext
from brochure.pdf.preflight.lines import TypesetParagraph
from brochure.pdf.preflight.model import Char, PageContents
from brochure.pdf.preflight.report import Finding, first_words

TOUCH = 0.5  # pt: what is cut off by less is not seen


def check_cut_text(view: PreflightContext) -> Iterator[Finding]:
    """Q210: a box cuts its text; one finding for a paragraph."""
    for paragraph, chars in cut_characters(view):
        yield view.finding(
            "Q210",
            paragraph.page,
            enclosing_box([char.ink for char in chars]),
            words=first_words(chars, chars[0]),
        )


def cut_characters(view: PreflightContext) -> Iterator[tuple[TypesetParagraph, list[Char]]]:
    """The characters of each paragraph that a box cuts off, in part or as a whole.

    Text of which nothing is seen in its box is left out: a picture of a page may be cropped to a part of it,
    and text for screen readers is hidden on purpose. The edge of the page is no such box.
    """
    found: list[tuple[TypesetParagraph, list[Char]]] = []
    for paragraph in view.paragraphs:
        sheet = view.finished.sheets[paragraph.page]
        if cut := [c for line in paragraph.lines for c in line.ink if c.style.clip and _is_cut(sheet, c)]:
            found.append((paragraph, cut))
    boxes = {(paragraph.page, char.style.clip) for paragraph, cut in found for char in cut}
    shown = {(page, box) for page, box in boxes if box and _shows_text(view, page, box)}
    for paragraph, cut in found:
        if seen := [char for char in cut if (paragraph.page, char.style.clip) in shown]:
            yield paragraph, seen


def is_seen(char: Char) -> bool:
    """Whether no box cuts off a part of a character."""
    return char.style.clip is None or char.style.clip.contains(char.ink, TOUCH)


def _shows_text(view: PreflightContext, page: int, box: Box) -> bool:
    """Whether text is seen in a box that cuts text; PDFium forgets the box of text that is wholly inside."""
    return any(
        char.ink.overlaps(box.inset(TOUCH))
        for paragraph in view.paragraphs
        if paragraph.page == page
        for line in paragraph.lines
        if line.box.overlaps(box)
        for char in line.ink
    )


def _is_cut(sheet: PageContents, char: Char) -> bool:
    clip = char.style.clip
    return (
        clip is not None
        and not clip.contains(char.ink, TOUCH)
        and not clip.contains(sheet.trim, TOUCH)
        and sheet.trim.contains(char.ink)  # text outside the trim has the finding Q201
        and min(char.ink.width, char.ink.height) > 0
    )
