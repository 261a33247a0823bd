"""The page budget of a partner: how many pages a layout allows, and what is too much, in lines and fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from brochure.document.tree import Document, Paragraph, plain_text
from brochure.document.walk import answer_paragraphs
from brochure.pdf.preflight.context import PreflightContext
from brochure.pdf.preflight.report import MM
from brochure.schema.layout import Layout

THIRD = 1 / 3  # of the type area: a last page with less looks like a mistake


@dataclass(frozen=True, slots=True)
class Excess:
    """What stands behind the last page that is allowed.

    ``fields`` are addresses of the profile with the number of characters that stand there, in the order
    of the document; a field that begins on an allowed page counts with what runs over. Where nothing but
    fixed text stands there, such as the contact, it is named by its address alone.
    """

    lines: int
    characters: int
    fields: tuple[tuple[str, int], ...]


def excess(view: PreflightContext, document: Document, most: int) -> Excess:
    """What stands on the pages behind the first ``most``."""
    characters, fields = written_from(view, document, most)
    return Excess(lines_from(view, most), characters, fields)


def lines_from(view: PreflightContext, page: int) -> int:
    """Lines of text from a page on, counted from 0; notes and what stands side by side count once."""
    return len(
        {
            (paragraph.page, round(line.chars[0].baseline))
            for paragraph in view.body
            if paragraph.page >= page and not paragraph.note
            for line in paragraph.lines
        }
    )


def written_from(
    view: PreflightContext, document: Document, page: int
) -> tuple[int, tuple[tuple[str, int], ...]]:
    """Characters and fields from a page on, like those of :class:`Excess`."""
    if fields := _fields_from(view, document, page):
        return sum(count for _, count in fields), fields
    fixed = sum(len(_bare(p.text)) for p in view.body if p.page >= page)
    return fixed, ((document.contact.at, fixed),)


def filled(view: PreflightContext, layout: Layout) -> float:
    """How much of the type area of the last page is used, from 0 to 1."""
    sheet, margins = view.finished.sheets[-1], layout.data.page.margins
    top = sheet.trim.top - margins.top * MM
    height = top - sheet.trim.bottom - margins.bottom * MM
    here = [paragraph for paragraph in view.body if paragraph.page == sheet.index]
    text = [paragraph.box.bottom for paragraph in here if not paragraph.note]
    notes = [paragraph.box for paragraph in here if paragraph.note]
    images = [image.box.bottom for image in sheet.images]
    lowest = min([*text, *images], default=top)
    foot = max(box.top for box in notes) - min(box.bottom for box in notes) if notes else 0
    return (top - lowest + foot) / height


def _fields_from(view: PreflightContext, document: Document, page: int) -> tuple[tuple[str, int], ...]:
    pieces = [_bare(p.text) for p in view.body if p.page >= page and not p.note]
    together = "".join(pieces)
    found: list[tuple[str, int]] = []
    for paragraph in reversed(list(_fields(document))):
        text = _bare(plain_text(paragraph.content, readings=False))
        count = len(text)
        if text not in together:  # begun on a page before, or wholly there
            count = max(
                (len(piece) for piece in pieces if len(piece) > 1 and text.endswith(piece)), default=0
            )
        if count:
            found.append((paragraph.at, count))
        if count < len(text):
            break
    return tuple(reversed(found))


def _fields(document: Document) -> Iterator[Paragraph]:
    """The paragraphs of the questions that a profile has the words of, in the order of the pages."""
    for paragraph in answer_paragraphs(document):
        if paragraph.content and not paragraph.at.startswith("_"):
            yield paragraph


def _bare(text: str) -> str:
    return "".join(text.split())
