"""Sequence alignment: pair the parts of two sequences so that the sum of the scores is greatest.

The comparison of editions pairs paragraphs, rows and notes with it, then compares their words.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

from brochure.document.diff import opcodes

T = TypeVar("T")
Pair = tuple[T | None, T | None]
Score = Callable[[T, T], float | None]
"""The score of a pair, above 0; None if the two parts cannot be a pair."""


def align_by_score(
    old: Sequence[T], new: Sequence[T], score: Score[T], same: Callable[[T, T], bool]
) -> list[Pair[T]]:
    """Pair the parts of two sequences with the greatest sum of scores; the order of both is kept.

    Args:
        old, new: The two sequences.
        score: The score of a pair.
        same: Whether two parts are the same; same parts at both beginnings and ends are paired directly.

    Returns:
        Every part once: in a pair, or with None if it has no partner. Between two pairs, old parts without a
        partner come before new ones.

    >>> align_by_score("abd", "bcd", lambda one, other: 1.0 if one == other else None, str.__eq__)
    [('a', None), ('b', 'b'), (None, 'c'), ('d', 'd')]
    """
    start = _common_start(old, new, same)
    end = _common_start(old[start:][::-1], new[start:][::-1], same)
    until_old, until_new = len(old) - end, len(new) - end
    return [
        *zip(old[:start], new[:start], strict=True),
        *_best_pairing(old[start:until_old], new[start:until_new], score),
        *zip(old[until_old:], new[until_new:], strict=True),
    ]


def align_by_key(old: Sequence[T], new: Sequence[T], key: Callable[[T], Hashable]) -> list[Pair[T]]:
    """Pair the parts with equal keys; the order of both sequences is kept."""
    found: list[Pair[T]] = []
    for kind, i, until_i, j, until_j in opcodes([key(one) for one in old], [key(one) for one in new]):
        if kind == "equal":
            found += zip(old[i:until_i], new[j:until_j], strict=True)
        else:
            found += [(one, None) for one in old[i:until_i]]
            found += [(None, one) for one in new[j:until_j]]
    return found


def _common_start(old: Sequence[T], new: Sequence[T], same: Callable[[T, T], bool]) -> int:
    """Return the number of parts at the beginning that are the same."""
    differ = (index for index, (one, other) in enumerate(zip(old, new, strict=False)) if not same(one, other))
    return next(differ, min(len(old), len(new)))


def _best_pairing(old: Sequence[T], new: Sequence[T], score: Score[T]) -> list[Pair[T]]:
    """Return the pairing with the greatest sum, by dynamic programming from the end."""
    scores = [[score(one, other) for other in new] for one in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            together = scores[i][j]
            alone = max(best[i + 1][j], best[i][j + 1])
            best[i][j] = alone if together is None else max(alone, together + best[i + 1][j + 1])
    found: list[Pair[T]] = []
    i = j = 0
    while i < len(old) and j < len(new):
        together = scores[i][j]
        if together is not None and best[i][j] == together + best[i + 1][j + 1]:
            found.append((old[i], new[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            found.append((old[i], None))
            i += 1
        else:
            found.append((None, new[j]))
            j += 1
    rest: list[Pair[T]] = [(one, None) for one in old[i:]]
    rest += [(None, other) for other in new[j:]]
    return _old_first(found + rest)


def _old_first(found: list[Pair[T]]) -> list[Pair[T]]:
    """Between two pairs, put the old parts before the new ones."""
    ordered: list[Pair[T]] = []
    added: list[Pair[T]] = []
    for pair in found:
        if pair[0] is None:
            added.append(pair)
        elif pair[1] is None:
            ordered.append(pair)
        else:
            ordered += [*added, pair]
            added = []
    return ordered + added
