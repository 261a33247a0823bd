"""Compare two PDFs: :func:`compare_pdfs`. One page of each file is in memory at a time."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from brochure.diagnostics.problem import BrochureError, Problem
from brochure.pdf.diff.changed_pixels import DPI, DrawnPage, changed_areas
from brochure.pdf.diff.changed_words import (
    PageWords,
    changed_places,
    compare_words,
    is_shifted,
    mark_moved,
)
from brochure.pdf.diff.match_pages import match_pages
from brochure.pdf.diff.model import (
    ChangedPlace,
    ComparedPage,
    PagePair,
    PdfComparison,
    PlaceKind,
    SeenBox,
)
from brochure.pdf.diff.page_words import PageWord
from brochure.pdf.diff.read import ComparedFile, open_compared
from brochure.storage.workspace import read_file

_LITTLE = 0.15  # mm
_SIZE = 0.5  # mm: pages that differ by more have another size, which is a change of the whole page


def compare_pdfs(before: Path, after: Path) -> PdfComparison:
    """Compare two files: which pages changed, and where.

    Raises:
        BrochureError: A file cannot be read (F104, F115, F119), needs a password (T101), is no PDF (T102),
            has no page (T103), or a page of it is damaged (T104). What is wrong with both is told at once.
    """
    return compare_pdf_data(*read_both(before, after), (str(before), str(after)))


def read_both(before: Path, after: Path) -> tuple[bytes, bytes]:
    """Read two files.

    Raises:
        BrochureError: One of them, or both, cannot be read or compared (as :func:`compare_pdfs`).
    """
    read: list[bytes] = []
    problems: list[Problem] = []
    for path in (before, after):
        try:
            data = read_file(path, str(path))
            with open_compared(data, str(path)):
                read.append(data)
        except BrochureError as error:
            problems += error.problems
    if problems:
        raise BrochureError(problems)
    return read[0], read[1]


def compare_pdf_data(before: bytes, after: bytes, names: tuple[str, str]) -> PdfComparison:
    """Compare the bytes of two files; the names stand in messages.

    Raises:
        BrochureError: As :func:`compare_pdfs`, but for reading.
    """
    with open_compared(before, names[0]) as one, open_compared(after, names[1]) as other:
        drafts = [_compare_pages(one, other, *pair) for pair in match_pages(one, other)]
    mark_moved(draft.words for draft in drafts)
    return PdfComparison(tuple(map(_finished, drafts)))


@dataclass(frozen=True, slots=True)
class _Draft:
    """A pair of pages before moved words are known: what changed in words, and elsewhere."""

    before: ComparedPage | None
    after: ComparedPage | None
    words: PageWords
    pictures: tuple[tuple[SeenBox, ...], tuple[SeenBox, ...]] = ((), ())
    is_shifted: bool = False


def _compare_pages(one: ComparedFile, other: ComparedFile, index: int | None, to: int | None) -> _Draft:
    before = ComparedPage(index, *one.size(index)) if index is not None else None
    after = ComparedPage(to, *other.size(to)) if to is not None else None
    old = one.words(index) if index is not None else ()
    new = other.words(to) if to is not None else ()
    words = compare_words(old, new, (index, to) if index is not None and to is not None else None)
    if index is None or to is None:
        return _Draft(before, after, _without_kept(words))
    assert before and after
    if abs(before.width - after.width) > _SIZE or abs(before.height - after.height) > _SIZE:
        sheets = tuple((SeenBox(0, 0, page.width, page.height),) for page in (before, after))
        return _Draft(before, after, _without_kept(words), (sheets[0], sheets[1]))
    moved = [pair for pair in words.kept if is_shifted(*pair)]
    masks = [box for one_word, two in moved for word in (one_word, two) for box in word.boxes]
    masks += [box for change in (*words.gone, *words.come) for box in change.word.boxes]
    here = DrawnPage(one.draw(index, DPI), one.pictures(index))
    there = DrawnPage(other.draw(to, DPI), other.pictures(to))
    pictures = changed_areas(here, there, masks, _end_of_unmoved(words.kept))
    return _Draft(before, after, _without_kept(words), pictures, bool(moved))


def _without_kept(words: PageWords) -> PageWords:
    """What has to be remembered of a page until all pages are read."""
    return PageWords(words.gone, words.come)


def _end_of_unmoved(kept: list[tuple[PageWord, PageWord]]) -> float | None:
    """Where the words end above the first one that stands elsewhere, also by little; None if none does."""
    moved = [pair for pair in kept if is_shifted(*pair, by=_LITTLE)]
    if not moved:
        return None
    first = min(box.top for pair in moved for word in pair for box in word.boxes)
    above = [box.bottom for one, _ in kept for box in one.boxes if box.bottom <= first]
    return max(above, default=0.0)


def _finished(draft: _Draft) -> PagePair:
    words, (old, new) = draft.words, draft.pictures
    before, after = draft.before, draft.after
    if before and after:
        before = _with_places(before, changed_places(words.gone), old)
        after = _with_places(after, changed_places(words.come), new)
    return PagePair(before, after, draft.is_shifted)


def _with_places(
    page: ComparedPage, words: tuple[ChangedPlace, ...], pictures: tuple[SeenBox, ...]
) -> ComparedPage:
    found = (*words, *(ChangedPlace(PlaceKind.PICTURE, box) for box in pictures))
    return ComparedPage(page.index, page.width, page.height, found)
