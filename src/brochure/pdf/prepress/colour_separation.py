"""Colour separation: RGB to CMYK with the shop's ICC profile, with special rules for black.

Method. Relative colorimetric with black point compensation, from sRGB. Three things a profile would get
wrong for type are decided here:

- white is no ink;
- black and grey text and lines are printed on the K plate alone, with the same lightness; four plates
  never register exactly, and small letters would show coloured edges;
- no colour is above the limit of total ink: C, M and Y are reduced together, K stays (under colour removal).

Pictures are converted through a table of 33 × 33 × 33 colours, each under the limit. Colours between them are
interpolated, so they are under the limit too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

Rgb = tuple[float, float, float]  # 0 to 1
Cmyk = tuple[float, float, float, float]  # 0 to 1

# Of 255: a colour is grey if its channels differ by no more than NEUTRAL; a light one, by no more than EXACT.
NEUTRAL = 24  # the slate greys of the layouts have 20
EXACT = 2  # a pale tint must keep its hue
PALE = 230  # text and lines are light from here on
DARK = 96  # areas are light from here on; white letters may stand on darker ones
SOLID = 0.85  # K from which text is printed solid: a halftone screen would make its edges rough
_STEPS = 33
_ROUNDING = 0.02  # four plates, each rounded to 1/255


class ProfileError(Exception):
    """The ICC profile cannot be used."""


@dataclass
class Separation:
    """Converts sRGB colours to the inks of one shop.

    Args:
        profile: An ICC profile of class output for CMYK.
        total_ink: The limit of total ink; 4 is solid on all plates.

    Raises:
        ProfileError: The file is not such a profile.
    """

    profile: Path
    total_ink: float
    _known: dict[Rgb, Cmyk] = field(default_factory=dict)

    def __post_init__(self) -> None:
        from PIL import ImageCms

        try:
            ink = ImageCms.getOpenProfile(str(self.profile))
            space = ink.profile.xcolor_space.strip()
            if space != "CMYK" or ink.profile.device_class.strip() != "prtr":
                raise ProfileError(f"{space} {ink.profile.device_class.strip()}")
            screen, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
            intent, black = ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.Flags.BLACKPOINTCOMPENSATION
            self._inks = ImageCms.buildTransform(screen, ink, "RGB", "CMYK", intent, flags=black)
            self._screen = ImageCms.buildTransform(screen, lab, "RGB", "LAB", intent)
            self._seen = ImageCms.buildTransform(ink, lab, "CMYK", "LAB", intent)
        except (OSError, ImageCms.PyCMSError) as error:
            raise ProfileError(str(error)) from error
        self._ramp = [self.lightness((0, 0, 0, step / 100)) for step in range(101)]
        self._table: Any = None

    def text(self, rgb: Rgb) -> Cmyk:
        """The ink of letters."""
        if not _is_grey(rgb, PALE):
            return self.area(rgb)
        black = self._black(rgb)
        return (0, 0, 0, 1.0 if black >= SOLID else black)

    def line(self, rgb: Rgb) -> Cmyk:
        """The ink of lines."""
        return (0, 0, 0, self._black(rgb)) if _is_grey(rgb, PALE) else self.area(rgb)

    def area(self, rgb: Rgb) -> Cmyk:
        """The ink of areas, in whole per cent."""
        if _is_grey(rgb, DARK):
            return (0, 0, 0, self._black(rgb))
        if rgb not in self._known:
            c, m, y, k = (round(value / 255, 2) for value in self._convert([rgb])[0])
            self._known[rgb] = self._limited((c, m, y, k))
        return self._known[rgb]

    def picture(self, image: Any) -> Any:
        """An RGB picture converted to CMYK."""
        from PIL import ImageFilter

        if self._table is None:
            steps = [index / (_STEPS - 1) for index in range(_STEPS)]
            # red, the table's first axis, changes fastest
            nodes = [(red, green, blue) for blue, green, red in product(steps, steps, steps)]
            inks = [
                self._limited((c / 255, m / 255, y / 255, k / 255)) for c, m, y, k in self._convert(nodes)
            ]
            inks[-1] = (0, 0, 0, 0)
            flat = [value for ink in inks for value in ink]
            self._table = ImageFilter.Color3DLUT(_STEPS, flat, channels=4, target_mode="CMYK")
        return image.convert("RGB").filter(self._table)

    def lightness(self, ink: Cmyk) -> float:
        """The lightness of a printed ink, L* from 0 to 100."""
        return self._lab(ink)[0]

    def grey(self, ink: Cmyk) -> bool:
        """Whether an ink looks black or grey: dark, with little chroma."""
        light, a, b = self._lab(ink)
        return light < 60 and (a * a + b * b) ** 0.5 < 12

    def _lab(self, ink: Cmyk) -> tuple[float, float, float]:
        from PIL import Image

        dot = Image.new("CMYK", (1, 1), tuple(round(255 * value) for value in ink))
        light, a, b = _transformed_bytes(dot, self._seen)
        return light / 2.55, (a ^ 128) - 128, (b ^ 128) - 128  # a and b are signed bytes

    def _black(self, rgb: Rgb) -> float:
        """The K value with the lightness of a grey."""
        from PIL import Image

        if min(rgb) >= 1:
            return 0
        dot = Image.new("RGB", (1, 1), tuple(round(255 * value) for value in rgb))
        light = _transformed_bytes(dot, self._screen)[0] / 2.55
        return min(range(101), key=lambda step: abs(self._ramp[step] - light)) / 100

    def _convert(self, colours: list[Rgb]) -> list[tuple[int, int, int, int]]:
        from PIL import Image

        dots = Image.frombytes(
            "RGB", (len(colours), 1), bytes(round(255 * value) for rgb in colours for value in rgb)
        )
        inks = _transformed_bytes(dots, self._inks)
        return [(inks[i], inks[i + 1], inks[i + 2], inks[i + 3]) for i in range(0, len(inks), 4)]

    def _limited(self, ink: Cmyk) -> Cmyk:
        c, m, y, k = ink
        room = self.total_ink - _ROUNDING - k
        if (colour := c + m + y) <= room:
            return ink
        share = max(room, 0) / colour
        return (c * share, m * share, y * share, k)


def _transformed_bytes(dots: Any, transform: Any) -> bytes:
    """The bytes of a picture after a colour transform."""
    from PIL import ImageCms

    moved: Any = ImageCms.applyTransform(dots, transform)
    data: bytes = moved.tobytes()
    return data


def _is_grey(rgb: Rgb, below: float) -> bool:
    """Whether a colour is grey; colours of ``below`` (of 255) or lighter must have nearly equal channels."""
    within = NEUTRAL if max(rgb) * 255 < below else EXACT
    return (max(rgb) - min(rgb)) * 255 <= within


def max_total_ink(image: Any) -> float:
    """The largest total ink of a pixel of a CMYK picture; 4 is solid on all plates."""
    from PIL import ImageMath

    plates = dict(zip("cmyk", image.split(), strict=True))
    ink = ImageMath.lambda_eval(lambda p: p["c"] + p["m"] + p["y"] + p["k"], **plates)
    return float(ink.getextrema()[1]) / 255
