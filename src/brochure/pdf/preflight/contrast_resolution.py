"""Rules for visibility: image resolution, code size, contrast of text (also for colour-blind readers).

Method: PDFium draws each page twice at 100 dpi, once without text. The colour of a character is its fill
colour; its background is the pixel of the textless picture under the centre of its ink. Limits: outlines,
pattern fills and soft shadows are not checked; on a photograph one pixel stands for each character. A
character is covered if its surroundings are the same in both pictures: something is painted over it. Images
without text on them are left out of both pictures, as no rule needs their colours.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from brochure.document.palette import AA, Rgb, contrast_ratio, format_colour, mix_colours
from brochure.pdf.geometry import enclosing_box
from brochure.pdf.preflight.clipping import cut_characters
from brochure.pdf.preflight.context import PreflightContext
from brochure.pdf.preflight.images import QUIET_CELLS
from brochure.pdf.preflight.lines import TypesetParagraph
from brochure.pdf.preflight.model import Char, DrawnCode, PageContents
from brochure.pdf.preflight.report import MM, Finding

MIN_CELL = 0.4  # mm: phones read cells of this size from print reliably
WHITE = (255, 255, 255)
QUIET_TOLERANCE = 60  # of 255: how far a colour may be from white; paper is not pure white
MIN_CONTRAST_LARGE = 3.0  # WCAG 2.2, 1.4.3: minimum contrast for text of 18 pt, or 14 pt bold

# Machado, Oliveira, Fernandes, “A Physiologically-based Model for Simulation of Color Vision Deficiency”,
# IEEE TVCG 15(6), 2009, severity 1.0; applied to linear RGB.
Matrix = tuple[tuple[float, float, float], tuple[float, float, float], tuple[float, float, float]]
BLINDNESS: dict[str, Matrix] = {
    "protanopia": (  # 1型
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (  # 2型
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}


def check_resolution(view: PreflightContext) -> Iterator[Finding]:
    """Q601: the resolution of an image is too low."""
    for sheet in view.finished.sheets:
        for image in sheet.images:
            if image.dpi < view.requirements.dpi - 0.5:
                yield view.finding(
                    "Q601",
                    sheet.index,
                    image.box,
                    dpi=f"{image.dpi:.0f}",
                    least=f"{view.requirements.dpi:.0f}",
                )


def check_codes(view: PreflightContext) -> Iterator[Finding]:
    """Q605: the cells of a code are too small; Q606: its quiet zone is not empty (ISO/IEC 18004, 6.3.8)."""
    for sheet in view.finished.sheets:
        for code in sheet.codes:
            cell = code.cell / MM
            if cell < MIN_CELL - 0.005:
                yield view.finding("Q605", sheet.index, code.box, cell=f"{cell:.2f}", least=f"{MIN_CELL:g}")
            if any(max(WHITE) - min(colour) > QUIET_TOLERANCE for colour in _quiet_zone_colours(sheet, code)):
                yield view.finding("Q606", sheet.index, code.box, quiet=f"{QUIET_CELLS * cell:.1f}")


def _quiet_zone_colours(sheet: PageContents, code: DrawnCode) -> Iterator[Rgb]:
    """The colours of the page along lines through the quiet zone, half a cell apart."""
    for cells in (half / 2 for half in range(2, 2 * QUIET_CELLS)):
        away = cells * code.cell
        left, right = code.box.left - away, code.box.right + away
        bottom, top = code.box.bottom - away, code.box.top + away
        steps = round((right - left) * sheet.shown.scale)
        for step in range(steps + 1):
            x, y = left + (right - left) * step / steps, bottom + (top - bottom) * step / steps
            for place in ((x, bottom), (x, top), (left, y), (right, y)):
                yield sheet.shown.colour_at(*place)


def check_contrast(view: PreflightContext) -> Iterator[Finding]:
    """Q602: the contrast of text is too low; Q603: too low for colour-blind readers.

    One finding for each colour of a page, at the first paragraph in which the contrast is too low.
    """
    measured: dict[tuple[Rgb, Rgb, bool], tuple[str, float]] = {}
    results: dict[
        tuple[int, Rgb], tuple[Rgb, str, float]
    ] = {}  # by style and background, which neighbours share
    faint: dict[tuple[int, Rgb, str], dict[int, list[_FaintCharacter]]] = {}
    for number, paragraph in enumerate(view.paragraphs):
        sheet = view.finished.sheets[paragraph.page]
        for char in _visible_characters(paragraph):
            style = char.style
            if style.colour is None:
                continue
            ground = _background(sheet, char)
            style_key = (id(style), ground)
            if style_key not in results:
                colour = mix_colours(ground, style.colour, style.alpha)
                key = (colour, ground, _is_large(char))
                if key not in measured:
                    measured[key] = _contrast_problem(*key)
                results[style_key] = (colour, *measured[key])
            colour, code, ratio = results[style_key]
            if code:
                places = faint.setdefault((paragraph.page, colour, code), {})
                places.setdefault(number, []).append(_FaintCharacter(ratio, ground, char))
    for (page, colour, code), places in faint.items():
        worst = min((found for place in places.values() for found in place), key=lambda found: found.ratio)
        yield view.finding(
            code,
            page,
            enclosing_box([found.char.cell for found in next(iter(places.values()))]),
            ratio=f"{worst.ratio:.1f}",
            least=f"{_minimum_contrast(_is_large(worst.char)):g}",
            colour=format_colour(colour),
            ground=format_colour(worst.ground),
            count=len(places),
        )


class _FaintCharacter(NamedTuple):
    """A character with too little contrast, and the colour of its background."""

    ratio: float
    ground: Rgb
    char: Char


THIN = frozenset("-‐‑‒–—―−⁻₋_‾~～〜")
"""Lines whose ink may be thinner than a pixel of the picture when they are raised."""


def check_covered_text(view: PreflightContext) -> Iterator[Finding]:
    """Q604: text lies under something else; one finding for a paragraph.

    Text that is cut off by a box has the finding Q210.
    """
    cut = {id(char) for _, chars in cut_characters(view) for char in chars}
    for paragraph in view.paragraphs:
        sheet = view.finished.sheets[paragraph.page]
        hidden = [
            char
            for char in _visible_characters(paragraph)
            if char.style.colour is not None
            and _leaves_no_trace(sheet, char)  # rarely true, so it is tested first
            and sheet.crop.contains(char.ink)
            and min(char.ink.width, char.ink.height) > 1.5
            and char.text not in THIN
            and id(char) not in cut
            and _stands_out(char.style.colour, char.style.alpha, _background(sheet, char))
        ]
        if len(hidden) > 1 or (hidden and len(list(_visible_characters(paragraph))) == 1):
            words = "".join(char.text for char in hidden[:12])
            yield view.finding("Q604", paragraph.page, enclosing_box([c.cell for c in hidden]), words=words)


def _stands_out(colour: Rgb, alpha: float, ground: Rgb) -> bool:
    """Whether text of this colour would be visible on its background."""
    return contrast_ratio(mix_colours(ground, colour, alpha), ground) > 1.5


def simulate_colour_blindness(colour: Rgb, matrix: Matrix) -> Rgb:
    """A colour as a colour-blind reader sees it.

    >>> simulate_colour_blindness((255, 255, 255), BLINDNESS["protanopia"])
    (255, 255, 255)
    """
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in colour)
    ]
    red, green, blue = (
        min(max(sum(weight * value for weight, value in zip(row, linear, strict=True)), 0.0), 1.0)
        for row in matrix
    )
    return _encode(red), _encode(green), _encode(blue)


def _encode(value: float) -> int:
    """A linear value as a byte of sRGB (IEC 61966-2-1)."""
    return round(255 * (12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055))


def _contrast_problem(colour: Rgb, ground: Rgb, large: bool) -> tuple[str, float]:
    """The code of the contrast problem (empty if there is none), and the contrast ratio."""
    least = _minimum_contrast(large)
    if (ratio := contrast_ratio(colour, ground)) < least:
        return "Q602", ratio
    for matrix in BLINDNESS.values():
        if (
            ratio := contrast_ratio(
                simulate_colour_blindness(colour, matrix), simulate_colour_blindness(ground, matrix)
            )
        ) < least:
            return "Q603", ratio
    return "", ratio


def _minimum_contrast(large: bool) -> float:
    return MIN_CONTRAST_LARGE if large else AA


def _is_large(char: Char) -> bool:
    return char.style.size >= (14 if "bold" in char.style.font.lower() else 18)


def _visible_characters(paragraph: TypesetParagraph) -> Iterator[Char]:
    for line in paragraph.lines:
        yield from line.ink
    yield from (char for char in paragraph.ruby if not char.text.isspace())


_PLACES = (0.2, 0.35, 0.5, 0.65, 0.8)  # shares of the width and the height of the ink
_EDGES = (0.02, *_PLACES, 0.98)  # ⎿ and ⏌ are thin lines at two edges


def _background(sheet: PageContents, char: Char) -> Rgb:
    left, bottom, right, top = char.ink
    return sheet.ground.colour_at((left + right) / 2, (bottom + top) / 2)


def _leaves_no_trace(sheet: PageContents, char: Char) -> bool:
    """Whether a character is invisible: points all over its ink look the same without the text."""
    return _looks_the_same(sheet, char, _PLACES) and _looks_the_same(sheet, char, _EDGES)


def _looks_the_same(sheet: PageContents, char: Char, places: tuple[float, ...]) -> bool:
    left, bottom, right, top = char.ink
    place, shown, ground = sheet.shown.offset_at, sheet.shown.pixels, sheet.ground.pixels
    for across in places:
        x = left + across * (right - left)
        for up in places:
            start = place(x, bottom + up * (top - bottom))
            if shown[start : start + 3] != ground[start : start + 3]:
                return False
    return True
