"""Pictures of the pages of a PDF, drawn by PDFium as screens show them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from brochure.pdf.preflight.report import MM


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
