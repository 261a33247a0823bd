"""Compare pictures of pages as a reader does: small shifts of edges do not count, moved or lost things do."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageFilter

_EDGE = 70  # levels of grey: another version of the font renderer changes edges by less, after the blur
_BLUR = 1.2  # pixels


@dataclass(frozen=True, slots=True)
class Difference:
    """How much of a picture differs, from 0 to 1, and both pictures over each other as PNG.

    In the picture, red is only in the expected one, blue only in the new one.
    """

    share: float
    picture: bytes


def picture_difference(expected: bytes, made: bytes) -> Difference:
    """Compare two PNGs; pictures of different sizes differ where only one of them is."""
    before, after = (Image.open(io.BytesIO(data)).convert("L") for data in (expected, made))
    size = max(before.width, after.width), max(before.height, after.height)
    whole = [Image.new("L", size, 128) for _ in range(2)]
    for canvas, picture in zip(whole, (before, after), strict=True):
        canvas.paste(picture, (0, 0))
    blurred = [canvas.filter(ImageFilter.GaussianBlur(_BLUR)) for canvas in whole]
    changed = ImageChops.difference(*blurred).point(lambda level: 255 if level > _EDGE else 0)
    share = changed.histogram()[255] / (size[0] * size[1])
    over = Image.merge("RGB", (whole[1], ImageChops.darker(*whole), whole[0]))
    target = io.BytesIO()
    over.save(target, "PNG")
    return Difference(share, target.getvalue())
