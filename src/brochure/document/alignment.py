"""Which part of one sequence became which of another: the pairing that reads best.

Paragraphs, rows and notes of two editions are paired by it before their words are compared.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

from brochure.document.diff import opcodes

T = TypeVar("T")
Pair = tuple[T | None, T | None]
Score = Callable[[T, T], float | None]
"""How well two parts go together, above 0; None where they cannot be the same part."""


def pairs(old: Sequence[T], new: Sequence[T], score: Score[T], same: Callable[[T, T], bool]) -> list[Pair[T]]:
    """Pair parts so that their scores add up to the most; their orders are kept.

    Args:
        old, new: The parts of both sequences.
        score: How well two of them go together.
        same: Whether two are the same; what is at both beginnings and at both ends is paired without ado.

    Returns:
        Every part once: with its pair, or alone where there is none. Where parts of both stand between two
        pairs, the old ones come first.

    >>> pairs("abd", "bcd", lambda one, other: 1.0 if one == other else None, str.__eq__)
    [('a', None), ('b', 'b'), (None, 'c'), ('d', 'd')]
    """
    start = _common(old, new, same)
    end = _common(old[start:][::-1], new[start:][::-1], same)
    until_old, until_new = len(old) - end, len(new) - end
    return [
        *zip(old[:start], new[:start], strict=True),
        *_best(old[start:until_old], new[start:until_new], score),
        *zip(old[until_old:], new[until_new:], strict=True),
    ]


def by_key(old: Sequence[T], new: Sequence[T], key: Callable[[T], Hashable]) -> list[Pair[T]]:
    """Pair parts of the same key; their orders are kept."""
    found: list[Pair[T]] = []
    for kind, i, until_i, j, until_j in opcodes([key(one) for one in old], [key(one) for one in new]):
        if kind == "equal":
            found += zip(old[i:until_i], new[j:until_j], strict=True)
        else:
            found += [(one, None) for one in old[i:until_i]]
            found += [(None, one) for one in new[j:until_j]]
    return found


def _common(old: Sequence[T], new: Sequence[T], same: Callable[[T, T], bool]) -> int:
    """How many parts at the beginning are the same."""
    differ = (index for index, (one, other) in enumerate(zip(old, new, strict=False)) if not same(one, other))
    return next(differ, min(len(old), len(new)))


def _best(old: Sequence[T], new: Sequence[T], score: Score[T]) -> list[Pair[T]]:
    """The pairing of the highest sum, by dynamic programming from the end."""
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
    """Between two pairs, the old parts before the new ones."""
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
