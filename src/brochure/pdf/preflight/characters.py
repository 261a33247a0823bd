"""Read the characters of a page with PDFium: positions, fonts, sizes and colours."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache
from typing import Any

from brochure.pdf.geometry import Box
from brochure.pdf.preflight.areas import FURTHEST, PageGeometry
from brochure.pdf.preflight.model import Char, TextStyle
from brochure.pdf.reader import PageText

_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")  # they only control line breaks
_GUESSED = frozenset(" \r\n")  # PDFium adds these at gaps and line ends
_LINE_END_HYPHENS = frozenset("\ufffe\x02")  # PDFium's codes for a hyphen at the end of a line


def page_chars(
    text: PageText, index: int, places: dict[tuple[int, int], int], geometry: PageGeometry
) -> tuple[Char, ...]:
    """Every drawn character of a page, in the order of the file."""
    from pypdfium2 import raw

    handle, object_at = text.handle.raw, _object_at()
    page = ctypes.cast(handle, ctypes.c_void_p).value
    x, y, cell = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    cell_of, origin_of = raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetCharOrigin
    read_style = _styles(handle, index, places, geometry)
    styles: dict[int | None, TextStyle] = {}
    chars = []
    for position, (character, ink) in enumerate(zip(text.characters, text.boxes, strict=True)):
        if not character or character in _INVISIBLE:
            continue
        if character in _GUESSED and raw.FPDFText_IsGenerated(handle, position):
            continue
        drawn = object_at(page, position)
        if drawn not in styles:
            styles[drawn] = read_style(position)
        cell_of(handle, position, cell)
        origin_of(handle, position, x, y)
        place = Box(cell.left, cell.bottom, cell.right, cell.top)
        if not (place.is_within(FURTHEST) and ink.is_within(FURTHEST) and styles[drawn].size > 0):
            continue  # nothing is drawn, or on no page
        chars.append(
            Char(
                "-" if character in _LINE_END_HYPHENS else character,
                place,
                ink,
                y.value,
                styles[drawn],
            )
        )
    return tuple(chars)


@cache
def _object_at() -> Callable[[int | None, int], int | None]:
    """FPDFText_GetTextObject with addresses as integers; making a pointer for each character is slower."""
    from pypdfium2 import raw

    prototype = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
    function: Callable[[int | None, int], int | None] = prototype(
        ctypes.cast(raw.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
    )
    return function


def _styles(
    handle: Any, index: int, places: dict[tuple[int, int], int], geometry: PageGeometry
) -> Callable[[int], TextStyle]:
    """A function that returns the style of the character at a position of the page."""
    from pypdfium2 import raw

    matrix, name = raw.FS_MATRIX(), ctypes.create_string_buffer(256)
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    unpainted = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)

    def read_style(position: int) -> TextStyle:
        drawn = raw.FPDFText_GetTextObject(handle, position)
        raw.FPDFText_GetMatrix(handle, position, matrix)
        raw.FPDFFont_GetBaseFontName(raw.FPDFTextObj_GetFont(drawn), name, 256)
        has_colour = raw.FPDFText_GetFillColor(handle, position, red, green, blue, alpha)
        size = raw.FPDFText_GetFontSize(handle, position) * (matrix.c**2 + matrix.d**2) ** 0.5
        mode = raw.FPDFTextObj_GetTextRenderMode(drawn)
        return TextStyle(
            font=name.value.decode("utf-8", "replace"),
            size=size,
            colour=(red.value, green.value, blue.value) if has_colour else None,
            alpha=alpha.value / 255,
            element=places.get((index, raw.FPDFPageObj_GetMarkedContentID(drawn)), -1),
            upright=abs(matrix.b) < 1e-3 and matrix.a > 0,
            painted=mode not in unpainted and alpha.value > 0,
            clip=geometry.clip(drawn),
            turned=_is_turned(matrix),
        )

    return read_style


def _is_turned(matrix: Any) -> bool:
    """Whether text is turned by 90, 180 or 270 degrees."""
    along, across = max(abs(matrix.a), abs(matrix.d)), max(abs(matrix.b), abs(matrix.c))
    return bool(along < 1e-3 < across or (across < 1e-3 and matrix.a < 0))
