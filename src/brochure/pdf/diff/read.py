"""Read a PDF page by page for a comparison: words and pictures of each page as it is seen."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from brochure.diagnostics.problem import BrochureError, Location, problem
from brochure.pdf.diff.model import SeenBox
from brochure.pdf.diff.page_words import PageWord, page_words
from brochure.pdf.geometry import Box
from brochure.pdf.reader import read_page_text

if TYPE_CHECKING:
    from PIL.Image import Image

MM = 72 / 25.4  # points
_PASSWORD, _SECURITY = 4, 5  # of PDFium's codes


@dataclass(frozen=True, slots=True)
class ComparedFile:
    """An open PDF (PDFium), and its name in messages. A page is read when it is asked for, and not kept."""

    document: Any
    name: str

    def __len__(self) -> int:
        """The number of pages."""
        return len(self.document)

    def size(self, index: int) -> tuple[float, float]:
        """Width and height of a page in mm, as it is seen."""
        with self._page(index) as page:
            width, height = page.get_size()
            return width / MM, height / MM

    def words(self, index: int) -> tuple[PageWord, ...]:
        """The words of a page."""
        with self._page(index) as page:
            text = read_page_text(page)
            try:
                place = _seen(page)
                return page_words(text.characters, [place(box) for box in text.boxes])
            finally:
                text.handle.close()

    def draw(self, index: int, dpi: float) -> Image:
        """Draw a page in colours."""
        with self._page(index) as page:
            picture: Image = page.render(scale=dpi / 72, rev_byteorder=True).to_pil().convert("RGB")
            return picture

    def pictures(self, index: int) -> tuple[SeenBox, ...]:
        """The places of the pictures of a page, without those that are parts of a drawing."""
        from pypdfium2 import raw

        with self._page(index) as page:
            place = _seen(page)
            found = page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=1)
            return tuple(place(Box(*one.get_bounds())) for one in found)

    @contextmanager
    def _page(self, index: int) -> Iterator[Any]:
        """A page that is closed afterwards.

        Raises:
            BrochureError: The page is damaged (T104).
        """
        import pypdfium2

        try:
            page = self.document[index]
        except pypdfium2.PdfiumError:
            raise BrochureError([problem("T104", Location(self.name), page=index + 1)]) from None
        try:
            yield page
        except (pypdfium2.PdfiumError, ValueError, MemoryError):
            raise BrochureError([problem("T104", Location(self.name), page=index + 1)]) from None
        finally:
            page.close()


@contextmanager
def open_compared(data: bytes, name: str) -> Iterator[ComparedFile]:
    """Open a PDF.

    Raises:
        BrochureError: It needs a password (T101), is no PDF or is damaged (T102), or has no page (T103).
    """
    import pypdfium2

    where = Location(name)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        is_locked = getattr(error, "err_code", None) in (_PASSWORD, _SECURITY)
        code = "T101" if is_locked else "T103" if _is_empty(data) else "T102"
        raise BrochureError([problem(code, where)]) from None
    try:
        yield ComparedFile(document, name)
    finally:
        document.close()


def _is_empty(data: bytes) -> bool:
    """Whether a file is a PDF without a page, which PDFium does not open and gives no reason for."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as file:
            return len(file.pages) == 0
    except (pikepdf.PdfError, ValueError, TypeError, LookupError, AttributeError, RuntimeError):
        return False


def _seen(page: Any) -> Callable[[Box], SeenBox]:
    """The function that turns a box in points of the page into one of the page as it is seen."""
    left, bottom, right, top = page.get_bbox()
    turn = page.get_rotation() % 360

    def place(box: Box) -> SeenBox:
        # the distances from each side of the page, which become those from the sides after the turn
        sides = (box.left - left, top - box.top, right - box.right, box.bottom - bottom)
        x, y, until_x, until_y = (sides[(index - turn // 90) % 4] for index in range(4))
        width, height = (top - bottom, right - left) if turn % 180 else (right - left, top - bottom)
        return SeenBox(x / MM, y / MM, (width - until_x) / MM, (height - until_y) / MM)

    return place
