"""Render pages as pixels with PDFium, with or without their text."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from brochure.pdf.geometry import Box
from brochure.pdf.preflight.images import QUIET_CELLS
from brochure.pdf.preflight.model import Char, DrawnCode, PagePixels, UnreadableError

MOST_PIXELS = 4000  # along the longer side of a page; a poster is rendered at a lower resolution
_EDGE = 2.0  # pt: pixels this near to an image may show part of it (a pixel is 0.72 pt wide at 100 dpi)
NO_PICTURE = PagePixels(1, 1, 1, Box(0, 0, 1, 1), memoryview(bytes(3)), 3)


def render_pages(data: bytes, *, dpi: float) -> tuple[PagePixels, ...]:
    """The pixels of each page, for a report."""
    with _open_with_pdfium(data) as drawn:
        pages = [drawn[index] for index in range(len(drawn))]
        for page in pages:
            page.set_rotation(0)
        return tuple(render_page(page, dpi) for page in pages)


@contextmanager
def _open_with_pdfium(data: bytes) -> Iterator[Any]:
    import pypdfium2

    try:
        drawn = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(str(error)) from error
    try:
        yield drawn
    finally:
        drawn.close()


def render_page(page: Any, dpi: float) -> PagePixels:
    area = Box(*page.get_cropbox())
    scale = min(dpi / 72, MOST_PIXELS / max(area.width, area.height, 1))
    bitmap = page.render(scale=scale, rev_byteorder=True, draw_annots=False)
    pixels = memoryview(bitmap.buffer).cast("B")  # memory of Python, which outlives the bitmap
    picture = PagePixels(bitmap.width, bitmap.height, scale, area, pixels, bitmap.stride)
    bitmap.close()
    return picture


@contextmanager
def hidden_text(items: list[Any]) -> Iterator[None]:
    """Make the text of an open page invisible inside the with block; the file is not changed."""
    from pypdfium2 import raw

    texts = [item.raw for item in items if item.type == raw.FPDF_PAGEOBJ_TEXT]
    modes = [raw.FPDFTextObj_GetTextRenderMode(text) for text in texts]
    for text in texts:
        raw.FPDFTextObj_SetTextRenderMode(text, raw.FPDF_TEXTRENDERMODE_INVISIBLE)
    try:
        yield
    finally:
        for text, mode in zip(texts, modes, strict=True):
            raw.FPDFTextObj_SetTextRenderMode(text, mode)


@contextmanager
def hidden_items(items: list[Any]) -> Iterator[None]:
    """Leave objects out of the rendering of an open page inside the with block."""
    from pypdfium2 import raw

    for item in items:
        raw.FPDFPageObj_SetIsActive(item.raw, False)
    try:
        yield
    finally:
        for item in items:
            raw.FPDFPageObj_SetIsActive(item.raw, True)


def unneeded_images(
    page: Any, items: list[Any], chars: tuple[Char, ...], codes: tuple[DrawnCode, ...]
) -> Iterator[Any]:
    """Images of the page itself without characters on them and without a code near them."""
    from pypdfium2 import raw

    found = [item for item in items if item.type == raw.FPDF_PAGEOBJ_IMAGE and item.level == 0]
    if not found:
        return
    area = Box(*page.get_cropbox())
    near = [char.ink if area.contains(char.ink) else _moved_to_page(char.ink, area) for char in chars]
    near += [_moved_to_page(code.box.inset(-QUIET_CELLS * code.cell), area) for code in codes]
    for item in found:
        left, bottom, right, top = Box(*item.get_bounds()).inset(-_EDGE)
        if not any(b.left < right and left < b.right and b.bottom < top and bottom < b.top for b in near):
            yield item


def _moved_to_page(box: Box, area: Box) -> Box:
    """A box moved to the page: points off the page go to its edge, as in :meth:`PagePixels.offset_at`."""
    left, right = (min(max(x, area.left), area.right) for x in (box.left, box.right))
    bottom, top = (min(max(y, area.bottom), area.top) for y in (box.bottom, box.top))
    return Box(left, bottom, right, top)
