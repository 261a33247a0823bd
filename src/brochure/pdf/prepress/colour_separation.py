"""Colours of the screen as ink: RGB to CMYK with the shop's ICC profile, black apart.

Method. Relative colorimetric with black point compensation, from sRGB. Three things a profile would get
wrong for type are decided here:

- white is no ink;
- text and lines in black or grey are printed on the K plate alone, as light as they were; four plates
  never meet exactly, and small letters would show coloured edges;
- no colour is above the limit of total ink: C, M and Y are reduced together, K stays (under colour removal).

Pictures go through a table of 33 × 33 × 33 colours, each under the limit. What lies between is a mean of
such colours, so it is under the limit too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

Rgb = tuple[float, float, float]  # 0 to 1
Cmyk = tuple[float, float, float, float]  # 0 to 1

NEUTRAL = 24  # of 255: what channels of a grey may differ by; the slate greys of our layouts do by 20
EXACT = 2  # … where a pale tint must keep its hue
PALE = 230  # of 255: lighter text and lines are tints
DARK = 96  # of 255: only darker areas are greys as text is; white letters may stand on them
SOLID = 0.85  # K from which text is printed solid: a screen would only fray its edges
_STEPS = 33
_ROUNDING = 0.02  # four plates, each rounded to 1/255


class ProfileError(Exception):
    """The ICC profile cannot be used."""


@dataclass
class Separation:
    """The way from sRGB to the inks of one shop.

    Args:
        profile: An ICC profile of class output for CMYK.
        total_ink: The limit, 4 being solid on all plates.

    Raises:
        ProfileError: It is no such profile.
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
        if not _grey(rgb, PALE):
            return self.area(rgb)
        black = self._black(rgb)
        return (0, 0, 0, 1.0 if black >= SOLID else black)

    def line(self, rgb: Rgb) -> Cmyk:
        """The ink of lines."""
        return (0, 0, 0, self._black(rgb)) if _grey(rgb, PALE) else self.area(rgb)

    def area(self, rgb: Rgb) -> Cmyk:
        """The ink of areas, in whole per cent."""
        if _grey(rgb, DARK):
            return (0, 0, 0, self._black(rgb))
        if rgb not in self._known:
            c, m, y, k = (round(value / 255, 2) for value in self._convert([rgb])[0])
            self._known[rgb] = self._limited((c, m, y, k))
        return self._known[rgb]

    def picture(self, image: Any) -> Any:
        """A picture (RGB) as CMYK."""
        from PIL import ImageFilter

        if self._table is None:
            steps = [index / (_STEPS - 1) for index in range(_STEPS)]
            # the table's first axis, red, runs fastest
            nodes = [(red, green, blue) for blue, green, red in product(steps, steps, steps)]
            inks = [
                self._limited((c / 255, m / 255, y / 255, k / 255)) for c, m, y, k in self._convert(nodes)
            ]
            inks[-1] = (0, 0, 0, 0)
            flat = [value for ink in inks for value in ink]
            self._table = ImageFilter.Color3DLUT(_STEPS, flat, channels=4, target_mode="CMYK")
        return image.convert("RGB").filter(self._table)

    def lightness(self, ink: Cmyk) -> float:
        """How light an ink is printed, L* from 0 to 100."""
        return self._lab(ink)[0]

    def grey(self, ink: Cmyk) -> bool:
        """Whether an ink looks black or grey: dark, and of little chroma."""
        light, a, b = self._lab(ink)
        return light < 60 and (a * a + b * b) ** 0.5 < 12

    def _lab(self, ink: Cmyk) -> tuple[float, float, float]:
        from PIL import Image

        dot = Image.new("CMYK", (1, 1), tuple(round(255 * value) for value in ink))
        light, a, b = _through(dot, self._seen)
        return light / 2.55, (a ^ 128) - 128, (b ^ 128) - 128  # a and b are signed bytes

    def _black(self, rgb: Rgb) -> float:
        """The screen of K that is as light as a grey."""
        from PIL import Image

        if min(rgb) >= 1:
            return 0
        dot = Image.new("RGB", (1, 1), tuple(round(255 * value) for value in rgb))
        light = _through(dot, self._screen)[0] / 2.55
        return min(range(101), key=lambda step: abs(self._ramp[step] - light)) / 100

    def _convert(self, colours: list[Rgb]) -> list[tuple[int, int, int, int]]:
        from PIL import Image

        dots = Image.frombytes(
            "RGB", (len(colours), 1), bytes(round(255 * value) for rgb in colours for value in rgb)
        )
        inks = _through(dots, self._inks)
        return [(inks[i], inks[i + 1], inks[i + 2], inks[i + 3]) for i in range(0, len(inks), 4)]

    def _limited(self, ink: Cmyk) -> Cmyk:
        c, m, y, k = ink
        room = self.total_ink - _ROUNDING - k
        if (colour := c + m + y) <= room:
            return ink
        share = max(room, 0) / colour
        return (c * share, m * share, y * share, k)


def _through(dots: Any, transform: Any) -> bytes:
    """The bytes of a picture after a transformation of its colours."""
    from PIL import ImageCms

    moved: Any = ImageCms.applyTransform(dots, transform)
    data: bytes = moved.tobytes()
    return data


def _grey(rgb: Rgb, below: float) -> bool:
    """Whether a colour is a grey; where it is lighter than ``below``, only if its channels are alike."""
    within = NEUTRAL if max(rgb) * 255 < below else EXACT
    return (max(rgb) - min(rgb)) * 255 <= within


def total(image: Any) -> float:
    """The most ink on one pixel of a CMYK picture, 4 being solid on all plates."""
    from PIL import ImageMath

    plates = dict(zip("cmyk", image.split(), strict=True))
    ink = ImageMath.lambda_eval(lambda p: p["c"] + p["m"] + p["y"] + p["k"], **plates)
    return float(ink.getextrema()[1]) / 255
