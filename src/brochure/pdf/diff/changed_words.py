"""Which words of two pages changed, and which only stand in another order or on another page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from brochure.document.diff import opcodes
from brochure.pdf.diff.model import ChangedPlace, PlaceKind, SeenBox
from brochure.pdf.diff.page_words import PageWord

_LEAST_MOVED = 8  # characters: a shorter piece that is gone here and new there may be chance
_LEAST_BROKEN = 3  # characters
_ROUNDS = 8  # of looking for moved pieces
_SHIFT = 0.5  # mm that a word may stand elsewhere without being shifted


@dataclass
class WordChange:
    """A word that is only in one of two pages; its kind becomes MOVED if it is found elsewhere."""

    word: PageWord
    run: int  # words with the same number stood one after the other
    kind: PlaceKind = PlaceKind.TEXT


@dataclass
class PageWords:
    """What a comparison of the words of two pages found.

    Attributes:
        gone, come: The words that are only before, and only after.
        kept: The words in both, as they stand before and after.
    """

    gone: list[WordChange] = field(default_factory=list)
    come: list[WordChange] = field(default_factory=list)
    kept: list[tuple[PageWord, PageWord]] = field(default_factory=list)


def compare_words(
    before: Sequence[PageWord], after: Sequence[PageWord], numbers: tuple[int, int] | None = None
) -> PageWords:
    """Compare the words of two pages.

    ``numbers`` are the indices of the pages; words that differ as these do, at the upper or lower end of a
    page, are their printed numbers.
    """
    found = PageWords()
    run = 0
    texts = [word.text for word in before], [word.text for word in after]
    for kind, i, until_i, j, until_j in opcodes(*texts):
        if kind == "equal":
            found.kept += zip(before[i:until_i], after[j:until_j], strict=True)
            continue
        run += 1
        gone = [WordChange(word, run) for word in before[i:until_i]]
        come = [WordChange(word, run) for word in after[j:until_j]]
        if numbers and len(gone) == len(come):
            _mark_folios(gone, come, numbers)
        found.gone += gone
        found.come += come
    return found


def mark_moved(pages: Iterable[PageWords]) -> None:
    """Find pieces that are gone at one place and new at another, also on another page; the longest first."""
    pages = list(pages)
    gone = [one for page in pages for one in page.gone if one.kind is PlaceKind.TEXT]
    come = [one for page in pages for one in page.come if one.kind is PlaceKind.TEXT]
    for _ in range(_ROUNDS):
        is_more = False
        texts = [one.word.text for one in gone], [one.word.text for one in come]
        for kind, i, until_i, j, until_j in opcodes(*texts):
            if kind != "equal" or sum(len(text) for text in texts[0][i:until_i]) < _LEAST_MOVED:
                continue
            is_more = True
            for one in (*gone[i:until_i], *come[j:until_j]):
                one.kind = PlaceKind.MOVED
        gone = [one for one in gone if one.kind is PlaceKind.TEXT]
        come = [one for one in come if one.kind is PlaceKind.TEXT]
        if not is_more:
            break
    _mark_broken(gone, come)


def _mark_broken(gone: Sequence[WordChange], come: Sequence[WordChange]) -> None:
    """Find words that are only broken at another character: the end of a page ends a word, too."""
    owners = [[one for one in side for _ in one.word.text] for side in (gone, come)]
    texts = ["".join(one.word.text for one in side) for side in (gone, come)]
    for kind, i, until_i, j, until_j in opcodes(*texts):
        if kind != "equal" or until_i - i < _LEAST_BROKEN or texts[0][i:until_i].isdigit():
            continue
        sides = [list({id(one): one for one in owners[0][i:until_i]}.values())]
        sides.append(list({id(one): one for one in owners[1][j:until_j]}.values()))
        lengths = [sum(len(one.word.text) for one in side) for side in sides]
        if len(sides[0]) != len(sides[1]) and lengths[0] == lengths[1] == until_i - i:
            for one in (*sides[0], *sides[1]):
                one.kind = PlaceKind.MOVED


def is_shifted(one: PageWord, other: PageWord, by: float = _SHIFT) -> bool:
    """Whether a word stands elsewhere than before, by more than some mm."""
    if not one.boxes or not other.boxes:
        return False
    here, there = one.boxes[0], other.boxes[0]
    return max(abs(there.left - here.left), abs(there.top - here.top)) > by


def changed_places(changes: Sequence[WordChange]) -> tuple[ChangedPlace, ...]:
    """The places of changed words: one for each line of each run of words."""
    return tuple(_places(changes))


def _places(changes: Sequence[WordChange]) -> Iterator[ChangedPlace]:
    text, box, last = "", None, None
    for one in changes:
        if last and (one.run, one.kind) != (last.run, last.kind):
            if box:
                yield ChangedPlace(last.kind, box, text, last.run)
            text, box = "", None
        for place in one.word.boxes:
            if box and not _is_beside(box, place):
                yield ChangedPlace(one.kind, box, text, one.run)
                text, box = "", None
            box = box.around(place) if box else place
        if one.word.boxes:
            text += f" {one.word.text}" if text and one.word.is_apart else one.word.text
        last = one
    if last and box:
        yield ChangedPlace(last.kind, box, text, last.run)


def _is_beside(line: SeenBox, place: SeenBox) -> bool:
    """Whether a character goes on in the line, or in the column of a vertical text."""
    size = max(place.bottom - place.top, place.right - place.left, 1.0)
    apart = max(place.left - line.right, line.left - place.right, 0.0)
    below = max(place.top - line.bottom, line.top - place.bottom, 0.0)
    is_line = line.top - size / 2 < (place.top + place.bottom) / 2 < line.bottom + size / 2
    is_column = line.left - size / 2 < (place.left + place.right) / 2 < line.right + size / 2
    is_upright = line.bottom - line.top > 1.5 * (line.right - line.left)
    return (is_line and apart < 2 * size) or (is_column and is_upright and below < 2 * size)


def _mark_folios(gone: Sequence[WordChange], come: Sequence[WordChange], numbers: tuple[int, int]) -> None:
    for one, other in zip(gone, come, strict=True):
        texts = one.word.text, other.word.text
        if all(text.isascii() and text.isdigit() and len(text) < 6 for text in texts) and (
            int(texts[1]) - int(texts[0]) == numbers[1] - numbers[0] != 0
        ):
            one.kind = other.kind = PlaceKind.FOLIO
