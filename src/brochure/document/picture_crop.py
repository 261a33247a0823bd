"""The part of a picture that is printed: a crop to a ratio around a focus, which no crop cuts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

CENTRE = (0.5, 0.5)
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*[%％][\s,、]*(\d{1,3}(?:\.\d+)?)\s*[%％]")
_ROWS = {"top": 0.0, "center": 0.5, "bottom": 1.0}
_COLUMNS = {"left": 0.0, "center": 0.5, "right": 1.0}
WORDS: dict[str, tuple[float, float]] = {
    "center": CENTRE,
    **{word: (0.5, _ROWS[word]) for word in ("top", "bottom")},
    **{word: (_COLUMNS[word], 0.5) for word in ("left", "right")},
    **{f"{row}-{column}": (_COLUMNS[column], _ROWS[row])
       for row in ("top", "bottom") for column in ("left", "right")},
}  # fmt: skip
JAPANESE: dict[str, str] = {
    **{"中央": "center", "上": "top", "下": "bottom", "左": "left", "右": "right"},
    **{"左上": "top-left", "右上": "top-right", "左下": "bottom-left", "右下": "bottom-right"},
}
WIDEST, TALLEST = 2.0, 2 / 3  # ratios of pictures in a strip; others are cropped to them


def focus_point(text: str) -> tuple[float, float]:
    """Return the point that a focus names, as shares of the width and the height from the upper left.

    >>> focus_point("30% 60%"), focus_point("top-left"), focus_point("右下")
    ((0.3, 0.6), (0.0, 0.0), (1.0, 1.0))

    Raises:
        ValueError: It is none of the nine words, and no two percentages from 0 to 100.
    """
    word = text.strip().casefold()
    word = JAPANESE.get(word, word)
    if word in WORDS:
        return WORDS[word]
    found = _PERCENT.fullmatch(word)
    if not found or max(float(found[1]), float(found[2])) > 100:
        raise ValueError(f"no focus: {text}")
    return float(found[1]) / 100, float(found[2]) / 100


@dataclass(frozen=True, slots=True)
class Crop:
    """What is cut off at each side, as shares of the width or the height."""

    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0

    @property
    def position(self) -> tuple[float, float]:
        """Where the rest lies, as CSS counts it (``object-position``): shares of what is cut off."""
        across, down = self.left + self.right, self.top + self.bottom
        return (self.left / across if across else 0.5, self.top / down if down else 0.5)


def crop_to_ratio(seen: tuple[int, int], ratio: float, focus: tuple[float, float] = CENTRE) -> Crop:
    """Crop a picture to a ratio of width to height; the focus is as near to the middle as the edges allow.

    Args:
        seen: Width and height in pixels, upright.
        ratio: The wanted ratio.
        focus: See :func:`focus_point`.

    >>> crop_to_ratio((300, 100), 1.5, (0.0, 0.5))
    Crop(left=0.0, top=0.0, right=0.5, bottom=0.0)
    """
    width, height = seen
    if width > height * ratio:
        left, right = _cut(height * ratio / width, focus[0])
        return Crop(left=left, right=right)
    top, bottom = _cut(width / ratio / height, focus[1])
    return Crop(top=top, bottom=bottom)


def _cut(kept: float, focus: float) -> tuple[float, float]:
    """What is cut off before and after a part around the focus."""
    before = min(max(focus - kept / 2, 0.0), 1 - kept)
    return before, max(0.0, 1 - kept - before)


def strip_sizes(
    seen: Sequence[tuple[int, int]], width: float, height: float, gap: float
) -> list[tuple[float, float]]:
    """Return width and height of pictures side by side, all equally high, as wide together as ``width``.

    They are not higher than ``height``. A picture that is very wide or very tall is cropped.

    >>> strip_sizes([(300, 200), (300, 200)], 64, 50, 4)
    [(30.0, 20.0), (30.0, 20.0)]
    """
    ratios = [min(WIDEST, max(TALLEST, one / other)) for one, other in seen]
    tall = min(height, (width - gap * (len(seen) - 1)) / sum(ratios))
    return [(ratio * tall, tall) for ratio in ratios]
