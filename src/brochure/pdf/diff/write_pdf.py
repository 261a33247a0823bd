"""The comparison as a PDF: one sheet with two pictures for each changed page."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

from brochure.pdf.diff.sheets import HEIGHT, WIDTH
from brochure.storage.own_files import PRODUCER

if TYPE_CHECKING:
    from PIL.Image import Image

_QUALITY = 88
_POINTS = 72 / 25.4


def write_sheets(sheets: Iterable[Image], title: str, lang: str) -> bytes:
    """Write sheets of A4, landscape; each is compressed before the next one is drawn."""
    import pikepdf

    file = pikepdf.new()
    width, height = WIDTH * _POINTS, HEIGHT * _POINTS
    for sheet in sheets:
        drawn = io.BytesIO()
        sheet.save(drawn, "JPEG", quality=_QUALITY)
        picture = pikepdf.Stream(
            file,
            drawn.getvalue(),
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=sheet.width,
            Height=sheet.height,
            ColorSpace=pikepdf.Name.DeviceRGB,
            BitsPerComponent=8,
            Filter=pikepdf.Name.DCTDecode,
        )
        page = file.add_blank_page(page_size=(width, height))
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=file.make_indirect(picture)))
        page.Contents = file.make_stream(f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /P Do Q".encode())
    file.docinfo["/Title"] = title
    file.docinfo["/Producer"] = PRODUCER
    file.Root.Lang = pikepdf.String(lang)
    written = io.BytesIO()
    file.save(written, deterministic_id=True)
    return written.getvalue()


def is_own_comparison(data: bytes) -> bool:
    """Whether a PDF was written by :func:`write_sheets`, or is another one of brochure."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as file:
            return str(file.docinfo.get("/Producer", "")) == PRODUCER
    except (pikepdf.PdfError, ValueError, TypeError):
        return False
