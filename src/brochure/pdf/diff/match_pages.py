"""Which page of one file is which page of the other: pages may be added, removed and changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from brochure.document.alignment import Pair, align_by_key, align_by_score
from brochure.pdf.diff.read import ComparedFile

LEAST = 0.15  # likeness of two pages of which one became the other
_MOST_SCORES = 250_000  # longer stretches without an equal page are paired in their order
_PIECE = 4  # words
_KEPT = 200  # pieces of a page that are compared: those with the least hashes, which are a fair sample
_ICON = 16  # pixels in each direction
_ICON_DPI = 12


@dataclass(frozen=True, slots=True)
class PageSketch:
    """What is kept of a page to find it in the other file.

    Attributes:
        index: The index of the page.
        text: All its words but numbers, as a number that is the same for the same words.
        pieces: Numbers of a sample of its runs of words.
        icon: A very small picture in grey.
    """

    index: int
    text: int
    pieces: frozenset[int]
    icon: bytes


def sketch_page(file: ComparedFile, index: int) -> PageSketch:
    """Sketch a page."""
    words = [word.text for word in file.words(index) if not word.text.isdigit()]
    icon = file.draw(index, _ICON_DPI).convert("L").resize((_ICON, _ICON)).tobytes()
    return PageSketch(index, _number(words), _pieces(words), icon)


def match_pages(before: ComparedFile, after: ComparedFile) -> list[tuple[int | None, int | None]]:
    """Pair the pages; None stands where the other file has no such page."""
    old = [sketch_page(before, index) for index in range(len(before))]
    new = [sketch_page(after, index) for index in range(len(after))]
    return [
        (one.index if one else None, other.index if other else None) for one, other in pair_sketches(old, new)
    ]


def pair_sketches(old: Sequence[PageSketch], new: Sequence[PageSketch]) -> list[Pair[PageSketch]]:
    """Pair sketches: first the same pages, then between them those that are most alike."""
    found: list[Pair[PageSketch]] = []
    for one, other in _stretches(old, new):
        if len(one) * len(other) <= _MOST_SCORES:
            pairs: list[Pair[PageSketch]] = align_by_score(one, other, _score, _is_same)
            found += _in_order(pairs)
        else:
            found += _in_order([*((page, None) for page in one), *((None, page) for page in other)])
    return found


def likeness_of_pages(one: PageSketch, other: PageSketch) -> float:
    """How much two pages are alike, from 0 to 1: by words, or by looks where there are none."""
    looks = 1 - sum(abs(a - b) for a, b in zip(one.icon, other.icon, strict=True)) / (255 * len(one.icon))
    if not one.pieces and not other.pieces:
        return looks if looks > 0.9 else 0.0  # paper is mostly white
    shared = len(one.pieces & other.pieces) / max(1, min(len(one.pieces), len(other.pieces)))
    return 0.95 * shared + 0.05 * looks


def _pieces(words: Sequence[str]) -> frozenset[int]:
    runs = (_number(words[start : start + _PIECE]) for start in range(max(1, len(words) - _PIECE + 1)))
    return frozenset(sorted(set(runs))[:_KEPT]) if words else frozenset()


def _number(words: Sequence[str]) -> int:
    """A number that is the same in each run of the program."""
    return int.from_bytes(blake2b("\0".join(words).encode("utf-8", "replace"), digest_size=8).digest())


def _key(page: PageSketch) -> tuple[int, bytes]:
    return page.text, b"" if page.pieces else page.icon


def _is_same(one: PageSketch, other: PageSketch) -> bool:
    return _key(one) == _key(other)


def _score(one: PageSketch, other: PageSketch) -> float | None:
    alike = likeness_of_pages(one, other)
    return alike if alike >= LEAST else None


def _stretches(
    old: Sequence[PageSketch], new: Sequence[PageSketch]
) -> Iterator[tuple[list[PageSketch], list[PageSketch]]]:
    """The pages between pages that are the same in both files; each of those is a stretch of its own."""
    one: list[PageSketch] = []
    other: list[PageSketch] = []
    for before, after in align_by_key(old, new, _key):
        if before and after:
            if one or other:
                yield one, other
            yield [before], [after]
            one, other = [], []
        else:
            one += [before] if before else []
            other += [after] if after else []
    if one or other:
        yield one, other


def _in_order(pairs: Sequence[Pair[PageSketch]]) -> list[Pair[PageSketch]]:
    """Pair also pages that are not alike, where as many were removed as were added between two pairs."""
    found: list[Pair[PageSketch]] = []
    gone: list[PageSketch] = []
    come: list[PageSketch] = []

    def close() -> None:
        if len(gone) == len(come):
            found.extend(zip(gone, come, strict=True))
        else:
            found.extend([*((page, None) for page in gone), *((None, page) for page in come)])
        gone.clear()
        come.clear()

    for before, after in pairs:
        if before and after:
            close()
            found.append((before, after))
        else:
            gone.extend([before] if before else [])
            come.extend([after] if after else [])
    close()
    return found
