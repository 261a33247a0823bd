"""Read a finished file once: characters with their places, tags, pictures, fonts, links, boxes.

Text and pictures come from PDFium, the rest from pikepdf; neither knows how the file was made. All
lengths are points in the page's own coordinates, from the lower left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from brochure.pdf.preflight.characters import page_chars
from brochure.pdf.preflight.fonts import distinct_fonts, page_fonts, undefined_glyphs
from brochure.pdf.preflight.images import drawn_codes, page_images
from brochure.pdf.preflight.links import box_of, named_places, page_links
from brochure.pdf.preflight.metadata import file_metadata
from brochure.pdf.preflight.model import Finished, LockedError, PageContents, UnreadableError
from brochure.pdf.preflight.render import NO_PICTURE, hidden_items, hidden_text, rendered_page, spare_images
from brochure.pdf.preflight.structure_tree import Structure, read_structure
from brochure.pdf.reader import OpenedPdf, opened, text_of

_DEPTH = 15  # of forms in forms
# How a damaged file shows itself: a number where a dictionary should be, an operator without operands, …
_DAMAGE = (ValueError, TypeError, LookupError, AttributeError, RuntimeError, ArithmeticError)


def read_page_contents(
    source: bytes | OpenedPdf,
    *,
    dpi: float = 100,
    drawn: bool = True,
    pictured: bool = True,
    spared: bool = False,
) -> Finished:
    """Read a PDF.

    Args:
        source: The file, or the file as others read it too.
        dpi: The resolution of the pages' pictures.
        drawn: Whether text and pictures of the pages are read, or only boxes, links and fonts.
        pictured: Whether the pages are also drawn, so that colours can be judged.
        spared: Whether images on which nothing stands are left out where pages are drawn: to decode and
            scale them takes longer than all else on a page.

    Raises:
        LockedError: It asks for a password.
        UnreadableError: It is not a PDF, or is broken.
    """
    with told():
        if isinstance(source, bytes):
            with opened(source) as file:
                return _read(file, dpi if pictured else 0, drawn=drawn, spared=spared)
        return _read(source, dpi if pictured else 0, drawn=drawn, spared=spared)


@contextmanager
def told() -> Iterator[None]:
    """What the libraries say of a file that they cannot read, as our errors.

    Raises:
        LockedError: It asks for a password.
        UnreadableError: It is not a PDF, or is broken.
    """
    import pikepdf

    try:
        yield
    except UnreadableError:
        raise
    except pikepdf.PasswordError as error:
        raise LockedError(str(error)) from error
    except pikepdf.PdfError as error:
        raise UnreadableError(_first(error)) from error
    except _DAMAGE as error:
        raise UnreadableError(_first(error)) from error


def _read(file: OpenedPdf, dpi: float, *, drawn: bool, spared: bool) -> Finished:
    pdf = file.objects
    if len(file.drawn) == 0 or len(file.drawn) != len(pdf.pages):
        raise UnreadableError("no pages")
    structure = read_structure(pdf) if drawn else Structure()
    adrift = tuple(structure.pages_adrift(pdf))
    named = named_places(pdf)
    pages = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
    sheets = tuple(
        _sheet(file, index, structure.marked, named, pages, dpi, spared=spared)
        if drawn
        else _bare_sheet(pdf, index, named, pages)
        for index in range(len(pdf.pages))
    )
    fonts = distinct_fonts(pdf.objects if drawn else page_fonts(pdf))
    return Finished(sheets, tuple(structure.elements), adrift, tuple(fonts), file_metadata(pdf))


def _first(error: Exception) -> str:
    """What an error says, without the name of the stream in memory."""
    return re.sub(r"^.*?stream <[^>]*>: ", "", str(error)) or type(error).__name__


def _sheet(
    file: OpenedPdf,
    index: int,
    places: dict[tuple[int, int], int],
    named: dict[str, tuple[int, float]],
    pages: dict[tuple[int, int], int],
    dpi: float,
    *,
    spared: bool,
) -> PageContents:
    source = file.objects.pages[index]
    text = file.text(index)
    if text.page.get_rotation():
        page = file.drawn[index]
        page.set_rotation(0)  # places are measured, and the page is drawn, as it is before /Rotate
        text = text_of(page)
    page = text.page
    media, crop = box_of(source.mediabox), box_of(source.cropbox)
    chars = page_chars(text, index, places)
    items = list(page.get_objects(max_depth=_DEPTH))
    images = tuple(page_images(page, items))
    codes = tuple(drawn_codes(items))
    shown = ground = NO_PICTURE
    if dpi:
        spare = list(spare_images(page, items, chars, codes)) if spared else []
        with hidden_items(spare):
            shown = rendered_page(page, dpi)
            with hidden_text(items):
                ground = rendered_page(page, dpi)
    return PageContents(
        index,
        media,
        crop,
        box_of(source.trimbox),
        box_of(source.bleedbox),
        chars,
        images,
        codes,
        tuple(page_links(source, named, pages)),
        undefined_glyphs(source),
        shown,
        ground,
    )


def _bare_sheet(
    pdf: Any, index: int, named: dict[str, tuple[int, float]], pages: dict[tuple[int, int], int]
) -> PageContents:
    source = pdf.pages[index]
    media, crop = box_of(source.mediabox), box_of(source.cropbox)
    trim, bleed = box_of(source.trimbox), box_of(source.bleedbox)
    links = tuple(page_links(source, named, pages))
    return PageContents(index, media, crop, trim, bleed, (), (), (), links, 0, NO_PICTURE, NO_PICTURE)
