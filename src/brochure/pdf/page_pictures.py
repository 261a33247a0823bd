"""Pictures of the pages of a PDF, drawn by PDFium as screens show them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from brochure.pdf.preflight.report import MM
from brochure.storage.own_files import PRODUCER

_GAP = 12  # pixels between pages
_GROUND = "#d9dde1"


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A picture of a page; ``image`` is Pillow's."""

    image: Any

    @property
    def digest(self) -> str:
        """The digest of its pixels: pages that look the same have the same."""
        return sha256(f"{self.image.size}".encode() + self.image.tobytes()).hexdigest()

    def png(self) -> bytes:
        """Return it as PNG; a higher level of compression takes longer and gives larger files for text."""
        written = io.BytesIO()
        self.image.save(written, "PNG", compress_level=1)
        return written.getvalue()


class PagePictures:
    """Draws the pages of one PDF."""

    def __init__(self, data: bytes) -> None:
        import pypdfium2

        self._document = pypdfium2.PdfDocument(data)

    def __len__(self) -> int:
        """The number of pages."""
        return len(self._document)

    def size(self, index: int) -> tuple[float, float]:
        """Width and height of a page in mm."""
        width, height = self._document[index].get_size()
        return round(width / MM, 3), round(height / MM, 3)

    def draw(self, index: int, dpi: float) -> PagePicture:
        """Draw a page."""
        return PagePicture(self._document[index].render(scale=dpi / 72, rev_byteorder=True).to_pil())

    def close(self) -> None:
        """Close the file."""
        self._document.close()


def pages_side_by_side(data: bytes, dpi: float) -> bytes:
    """All pages of a PDF side by side, as PNG."""
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    drawn = PagePictures(data)
    pages = [drawn.draw(index, dpi).image.convert("RGB") for index in range(len(drawn))]
    drawn.close()
    width = sum(page.width for page in pages) + _GAP * (len(pages) + 1)
    sheet = Image.new("RGB", (width, max(page.height for page in pages) + 2 * _GAP), _GROUND)
    left = _GAP
    for page in pages:
        sheet.paste(page, (left, _GAP))
        left += page.width + _GAP
    target, marked = io.BytesIO(), PngInfo()
    marked.add_text("Software", PRODUCER)
    sheet.save(target, "PNG", optimize=True, pnginfo=marked)
    return target.getvalue()
