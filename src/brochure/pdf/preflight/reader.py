"""Read a finished file once: characters with positions, tags, images, fonts, links, boxes.

Text and images are read with PDFium, the rest with pikepdf; both work for files from any program. All
lengths are points in the page's own coordinates, from the lower left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from brochure.pdf.preflight.areas import PageGeometry, page_areas, page_drawings
from brochure.pdf.preflight.characters import page_chars
from brochure.pdf.preflight.fonts import distinct_fonts, page_fonts, undefined_glyphs
from brochure.pdf.preflight.images import drawn_codes, page_images
from brochure.pdf.preflight.links import box_from_numbers, named_places, page_links
from brochure.pdf.preflight.metadata import file_metadata
from brochure.pdf.preflight.model import FinishedFile, LockedError, PageContents, UnreadableError
from brochure.pdf.preflight.render import NO_PICTURE, hidden_items, hidden_text, render_page, unneeded_images
from brochure.pdf.preflight.structure_tree import Structure, read_structure
from brochure.pdf.reader import OpenedPdf, open_pdf, read_page_text

_DEPTH = 15  # levels of nested forms
# Errors that damaged files cause: a number in place of a dictionary, an operator without operands, …
_DAMAGE = (ValueError, TypeError, LookupError, AttributeError, RuntimeError, ArithmeticError)


def read_page_contents(
    source: bytes | OpenedPdf,
    *,
    dpi: float = 100,
    with_contents: bool = True,
    render: bool = True,
    skip_unneeded_images: bool = False,
) -> FinishedFile:
    """Read a PDF.

    Args:
        source: The bytes of the file, or an open file shared with other readers.
        dpi: The resolution of the rendered pages.
        with_contents: Read text and images of the pages; if false, only boxes, links and fonts.
        render: Render the pages, so that colours can be checked.
        skip_unneeded_images: Leave images without text on them out of the rendering: decoding and scaling
            them takes longer than everything else on a page.

    Raises:
        LockedError: The file needs a password.
        UnreadableError: The file is not a PDF, or is broken.
    """
    with converted_errors():
        if isinstance(source, bytes):
            with open_pdf(source) as file:
                return _read(
                    file,
                    dpi if render else 0,
                    with_contents=with_contents,
                    skip_unneeded_images=skip_unneeded_images,
                )
        return _read(
            source,
            dpi if render else 0,
            with_contents=with_contents,
            skip_unneeded_images=skip_unneeded_images,
        )


@contextmanager
def converted_errors() -> Iterator[None]:
    """Turn the libraries' errors about unreadable files into brochure's.

    Raises:
        LockedError: The file needs a password.
        UnreadableError: The file is not a PDF, or is broken.
    """
    import pikepdf

    try:
        yield
    except UnreadableError:
        raise
    except pikepdf.PasswordError as error:
        raise LockedError(str(error)) from error
    except pikepdf.PdfError as error:
        raise UnreadableError(_error_text(error)) from error
    except _DAMAGE as error:
        raise UnreadableError(_error_text(error)) from error


def _read(file: OpenedPdf, dpi: float, *, with_contents: bool, skip_unneeded_images: bool) -> FinishedFile:
    pdf = file.objects
    if len(file.pdfium_document) == 0 or len(file.pdfium_document) != len(pdf.pages):
        raise UnreadableError("no pages")
    structure = read_structure(pdf) if with_contents else Structure()
    disconnected_pages = tuple(structure.disconnected_pages(pdf))
    named = named_places(pdf)
    pages = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
    figures = structure.figures()
    sheets = tuple(
        _sheet(
            file,
            index,
            structure.marked,
            figures.get(index, {}),
            named,
            pages,
            dpi,
            skip_unneeded_images=skip_unneeded_images,
        )
        if with_contents
        else _bare_sheet(pdf, index, named, pages)
        for index in range(len(pdf.pages))
    )
    fonts = distinct_fonts(pdf.objects if with_contents else page_fonts(pdf))
    return FinishedFile(
        sheets, tuple(structure.elements), disconnected_pages, tuple(fonts), file_metadata(pdf)
    )


def _error_text(error: Exception) -> str:
    """The message of an error, without the name of the stream in memory."""
    return re.sub(r"^.*?stream <[^>]*>: ", "", str(error)) or type(error).__name__


def _sheet(
    file: OpenedPdf,
    index: int,
    places: dict[tuple[int, int], int],
    figures: dict[int, int],
    named: dict[str, tuple[int, float]],
    pages: dict[tuple[int, int], int],
    dpi: float,
    *,
    skip_unneeded_images: bool,
) -> PageContents:
    source = file.objects.pages[index]
    text = file.text(index)
    if text.page.get_rotation():
        page = file.pdfium_document[index]
        page.set_rotation(0)  # positions and rendering are those before /Rotate
        text = read_page_text(page)
    page = text.page
    media, crop = box_from_numbers(source.mediabox), box_from_numbers(source.cropbox)
    items = list(page.get_objects(max_depth=_DEPTH))
    geometry = PageGeometry(items)
    chars = page_chars(text, index, places, geometry)
    images = tuple(page_images(page, items, geometry))
    codes = tuple(drawn_codes(items))
    shown = ground = NO_PICTURE
    if dpi:
        spare = list(unneeded_images(page, items, chars, codes)) if skip_unneeded_images else []
        with hidden_items(spare):
            shown = render_page(page, dpi)
            with hidden_text(items):
                ground = render_page(page, dpi)
    return PageContents(
        index,
        media,
        crop,
        box_from_numbers(source.trimbox),
        box_from_numbers(source.bleedbox),
        chars,
        images,
        codes,
        page_areas(items, geometry),
        page_drawings(items, geometry, figures),
        tuple(page_links(source, named, pages)),
        undefined_glyphs(source),
        shown,
        ground,
    )


def _bare_sheet(
    pdf: Any, index: int, named: dict[str, tuple[int, float]], pages: dict[tuple[int, int], int]
) -> PageContents:
    source = pdf.pages[index]
    media, crop = box_from_numbers(source.mediabox), box_from_numbers(source.cropbox)
    trim, bleed = box_from_numbers(source.trimbox), box_from_numbers(source.bleedbox)
    links = tuple(page_links(source, named, pages))
    return PageContents(index, media, crop, trim, bleed, (), (), (), (), (), links, 0, NO_PICTURE, NO_PICTURE)
