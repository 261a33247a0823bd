"""The page budget of a partner: how many pages a layout allows, and the excess in lines and fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from brochure.document.tree import Document, Paragraph, plain_text
from brochure.document.walk import answer_paragraphs
from brochure.pdf.preflight.context import PreflightContext
from brochure.pdf.preflight.report import MM
from brochure.schema.layout import Layout

MIN_USED_SHARE = 1 / 3  # of the type area: a last page with less text looks like a mistake


@dataclass(frozen=True, slots=True)
class Excess:
    """The text after the last page that is allowed.

    ``fields`` are addresses of the profile with their numbers of characters, in the order of the document. A
    field that begins on an allowed page counts only the characters after it. If only fixed text stands there,
    such as the contact, ``fields`` has the contact's address.
    """

    lines: int
    characters: int
    fields: tuple[tuple[str, int], ...]


def measure_excess(view: PreflightContext, document: Document, most: int) -> Excess:
    """The text on the pages after the first ``most``."""
    characters, fields = count_characters_from(view, document, most)
    return Excess(count_lines_from(view, most), characters, fields)


def count_lines_from(view: PreflightContext, page: int) -> int:
    """Number of text lines from a page on (index from 0), without notes; lines side by side count once."""
    return len(
        {
            (paragraph.page, round(line.chars[0].baseline))
            for paragraph in view.body
            if paragraph.page >= page and not paragraph.note
            for line in paragraph.lines
        }
    )


def count_characters_from(
    view: PreflightContext, document: Document, page: int
) -> tuple[int, tuple[tuple[str, int], ...]]:
    """Number of characters, and fields, from a page on, as in :class:`Excess`."""
    if fields := _fields_from(view, document, page):
        return sum(count for _, count in fields), fields
    fixed = sum(len(_without_blanks(p.text)) for p in view.body if p.page >= page)
    return fixed, ((document.contact.at, fixed),)


def used_share(view: PreflightContext, layout: Layout) -> float:
    """The used share of the type area of the last page, from 0 to 1."""
    sheet, margins = view.finished.sheets[-1], layout.data.page.margins
    top = sheet.trim.top - margins.top * MM
    height = top - sheet.trim.bottom - margins.bottom * MM
    on_page = [paragraph for paragraph in view.body if paragraph.page == sheet.index]
    text = [paragraph.box.bottom for paragraph in on_page if not paragraph.note]
    notes = [paragraph.box for paragraph in on_page if paragraph.note]
    images = [image.box.bottom for image in sheet.images]
    lowest = min([*text, *images], default=top)
    foot = max(box.top for box in notes) - min(box.bottom for box in notes) if notes else 0
    return (top - lowest + foot) / height


def _fields_from(view: PreflightContext, document: Document, page: int) -> tuple[tuple[str, int], ...]:
    pieces = [_without_blanks(p.text) for p in view.body if p.page >= page and not p.note]
    together = "".join(pieces)
    found: list[tuple[str, int]] = []
    for paragraph in reversed(list(_fields(document))):
        text = _without_blanks(plain_text(paragraph.content, readings=False))
        count = len(text)
        if text not in together:  # begins on a page before, or is there as a whole
            count = max(
                (len(piece) for piece in pieces if len(piece) > 1 and text.endswith(piece)), default=0
            )
        if count:
            found.append((paragraph.at, count))
        if count < len(text):
            break
    return tuple(reversed(found))


def _fields(document: Document) -> Iterator[Paragraph]:
    """The paragraphs of the answers with text from the profile, in the order of the pages."""
    for paragraph in answer_paragraphs(document):
        if paragraph.content and not paragraph.at.startswith("_"):
            yield paragraph


def _without_blanks(text: str) -> str:
    return "".join(text.split())
