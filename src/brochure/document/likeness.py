"""Likeness of many pairs of texts with bounded work."""

from __future__ import annotations

from collections import Counter

from brochure.document.diff import likeness, most_steps

_STEPS = 50_000_000  # for all pairs of a search: some seconds at most
_LOOK = 100  # steps to compare how often characters occur
_COMPARISON = (
    500  # least steps to compare two texts; difflib takes about three for each pair of equal characters
)


class LikenessSearch:
    """Computes the likeness of many pairs of texts until its steps are spent.

    A search of a few hundred lines of a brochure needs a tenth of the steps. When they are spent, all further
    pairs count as unlike: their lines are reported as removed and added, not as edited.
    """

    def __init__(self, steps: int = _STEPS) -> None:
        self._left = steps
        self._counts: dict[str, Counter[str]] = {}

    def likeness(self, one: str, other: str, least: float) -> float:
        """Return the likeness of two texts, or 0 if it is certainly less than ``least``."""
        self._left -= _LOOK
        if self._left < 0:
            return 0.0
        few, many = sorted((self._counted(one), self._counted(other)), key=len)
        common = [(count, many[character]) for character, count in few.items() if character in many]
        length = len(one) + len(other)
        if length and 2 * sum(min(pair) for pair in common) < least * length:
            return 0.0
        equal_pairs = sum(count * counted for count, counted in common)
        self._left -= _COMPARISON + min(3 * equal_pairs, most_steps(length))
        return likeness(one, other) if self._left >= 0 else 0.0

    def _counted(self, text: str) -> Counter[str]:
        if text not in self._counts:
            self._counts[text] = Counter(text)
        return self._counts[text]
