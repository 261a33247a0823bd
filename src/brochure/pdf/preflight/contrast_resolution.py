"""What can be seen: pictures sharp enough, text dark enough on its ground, for colour-blind readers too.

Method: PDFium draws each page twice at 100 dpi, once without text. The colour of a character is its fill
colour; its ground is the pixel of the textless picture under the middle of its ink. Limits: outlines,
patterns as fill, and soft shadows are not judged; on a photograph one pixel stands for each character. A
character whose surroundings are the same in both pictures is covered by something painted over it. Images
on which nothing stands are left out of both, as nobody asks for their colours.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from brochure.document.palette import AA, Rgb, contrast_ratio, format_colour, mix_colours
from brochure.pdf.geometry import around
from brochure.pdf.preflight.context import PreflightContext
from brochure.pdf.preflight.images import QUIET
from brochure.pdf.preflight.lines import TypesetParagraph
from brochure.pdf.preflight.model import Char, DrawnCode, PageContents
from brochure.pdf.preflight.report import MM, Finding

CELL = 0.4  # mm; what phones read from print without fail
WHITE = (255, 255, 255)
FAINT = 60  # of 255: paper need not be pure white
LARGE = 3.0  # WCAG 2.2, 1.4.3: enough for text of 18 pt, or 14 pt bold

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


def resolution(view: PreflightContext) -> Iterator[Finding]:
    """Q601 a picture that is printed too coarsely."""
    for sheet in view.finished.sheets:
        for image in sheet.images:
            if image.dpi < view.wanted.dpi - 0.5:
                yield view.found(
                    "Q601", sheet.index, image.box, dpi=f"{image.dpi:.0f}", least=f"{view.wanted.dpi:.0f}"
                )


def code_sizes(view: PreflightContext) -> Iterator[Finding]:
    """Q605 a code whose cells are too small, Q606 one without its quiet zone (ISO/IEC 18004:2015, 6.3.8)."""
    for sheet in view.finished.sheets:
        for code in sheet.codes:
            cell = code.cell / MM
            if cell < CELL - 0.005:
                yield view.found("Q605", sheet.index, code.box, cell=f"{cell:.2f}", least=f"{CELL:g}")
            if any(max(WHITE) - min(colour) > FAINT for colour in _around(sheet, code)):
                yield view.found("Q606", sheet.index, code.box, quiet=f"{QUIET * cell:.1f}")


def _around(sheet: PageContents, code: DrawnCode) -> Iterator[Rgb]:
    """The colours of the page along lines through the quiet zone, half a cell apart."""
    for cells in (half / 2 for half in range(2, 2 * QUIET)):
        away = cells * code.cell
        left, right = code.box.left - away, code.box.right + away
        bottom, top = code.box.bottom - away, code.box.top + away
        steps = round((right - left) * sheet.shown.scale)
        for step in range(steps + 1):
            x, y = left + (right - left) * step / steps, bottom + (top - bottom) * step / steps
            for place in ((x, bottom), (x, top), (left, y), (right, y)):
                yield sheet.shown.at(*place)


def contrasts(view: PreflightContext) -> Iterator[Finding]:
    """Q602 text too faint on its ground, Q603 too faint for colour-blind readers.

    One finding for a colour of a page, at the first paragraph in which it is too faint.
    """
    measured: dict[tuple[Rgb, Rgb, bool], tuple[str, float]] = {}
    met: dict[tuple[int, Rgb], tuple[Rgb, str, float]] = {}  # by style and ground, as neighbours share both
    faint: dict[tuple[int, Rgb, str], dict[int, list[_Faint]]] = {}
    for number, paragraph in enumerate(view.paragraphs):
        sheet = view.finished.sheets[paragraph.page]
        for char in _inked(paragraph):
            style = char.style
            if style.colour is None:
                continue
            ground = _ground(sheet, char)
            asked = (id(style), ground)
            if asked not in met:
                colour = mix_colours(ground, style.colour, style.alpha)
                key = (colour, ground, _large(char))
                if key not in measured:
                    measured[key] = _measure(*key)
                met[asked] = (colour, *measured[key])
            colour, code, ratio = met[asked]
            if code:
                places = faint.setdefault((paragraph.page, colour, code), {})
                places.setdefault(number, []).append(_Faint(ratio, ground, char))
    for (page, colour, code), places in faint.items():
        worst = min((found for place in places.values() for found in place), key=lambda found: found.ratio)
        yield view.found(
            code,
            page,
            around([found.char.cell for found in next(iter(places.values()))]),
            ratio=f"{worst.ratio:.1f}",
            least=f"{_least(_large(worst.char)):g}",
            colour=format_colour(colour),
            ground=format_colour(worst.ground),
            count=len(places),
        )


class _Faint(NamedTuple):
    """A character that is hard to read, and the colour it stands on."""

    ratio: float
    ground: Rgb
    char: Char


def covered(view: PreflightContext) -> Iterator[Finding]:
    """Q604 text that lies under something; once a paragraph."""
    for paragraph in view.paragraphs:
        sheet = view.finished.sheets[paragraph.page]
        hidden = [
            char
            for char in _inked(paragraph)
            if char.style.colour is not None
            and _same(sheet, char)  # hardly ever, so it is asked first
            and sheet.crop.holds(char.ink)
            and min(char.ink.width, char.ink.height) > 1.5
            and _stands_out(char.style.colour, char.style.alpha, _ground(sheet, char))
        ]
        if len(hidden) > 1 or (hidden and len(list(_inked(paragraph))) == 1):
            words = "".join(char.text for char in hidden[:12])
            yield view.found("Q604", paragraph.page, around([c.cell for c in hidden]), words=words)


def _stands_out(colour: Rgb, alpha: float, ground: Rgb) -> bool:
    """Whether text of a colour could be seen on a ground at all."""
    return contrast_ratio(mix_colours(ground, colour, alpha), ground) > 1.5


def simulate(colour: Rgb, matrix: Matrix) -> Rgb:
    """A colour as a colour-blind reader sees it.

    >>> simulate((255, 255, 255), BLINDNESS["protanopia"])
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


def _measure(colour: Rgb, ground: Rgb, large: bool) -> tuple[str, float]:
    """The code of what is wrong with the contrast, or nothing, and how high it is."""
    least = _least(large)
    if (ratio := contrast_ratio(colour, ground)) < least:
        return "Q602", ratio
    for matrix in BLINDNESS.values():
        if (ratio := contrast_ratio(simulate(colour, matrix), simulate(ground, matrix))) < least:
            return "Q603", ratio
    return "", ratio


def _least(large: bool) -> float:
    return LARGE if large else AA


def _large(char: Char) -> bool:
    return char.style.size >= (14 if "bold" in char.style.font.lower() else 18)


def _inked(paragraph: TypesetParagraph) -> Iterator[Char]:
    for line in paragraph.lines:
        yield from line.ink
    yield from (char for char in paragraph.ruby if not char.text.isspace())


_PLACES = (0.2, 0.35, 0.5, 0.65, 0.8)  # of the width and the height of ink


def _ground(sheet: PageContents, char: Char) -> Rgb:
    left, bottom, right, top = char.ink
    return sheet.ground.at((left + right) / 2, (bottom + top) / 2)


def _same(sheet: PageContents, char: Char) -> bool:
    """Whether a character leaves no trace: places all over its ink look the same without text."""
    left, bottom, right, top = char.ink
    place, shown, ground = sheet.shown.place, sheet.shown.pixels, sheet.ground.pixels
    for across in _PLACES:
        x = left + across * (right - left)
        for up in _PLACES:
            start = place(x, bottom + up * (top - bottom))
            if shown[start : start + 3] != ground[start : start + 3]:
                return False
    return True
