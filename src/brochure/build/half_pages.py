"""Partners of half a page: each must fit, and one that is left alone is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from brochure.diagnostics.problem import Location, Problem, problem
from brochure.document.book import Book, Chapter, Depth, Half
from brochure.schema.booklet import Booklet, Choice

_REFUSED = "Q806"  # by a layout that allows no more pages


def has_half_pages(found: Booklet) -> bool:
    """Whether a booklet has partners of half a page."""
    chosen = found.data.partners
    depths = [chosen.depth] if isinstance(chosen, Choice) else [entry.depth for entry in chosen]
    return Depth.HALF.value in depths


def single_halves(found: Booklet, book: Book) -> Iterator[Problem]:
    """Yield a warning for each partner that has no other below it (K204)."""
    for chapter, following in zip_longest(book.chapters, book.chapters[1:]):
        if chapter.half is Half.UPPER and (following is None or following.half is not Half.LOWER):
            yield problem("K204", _depth_place(found, chapter), name=chapter.name)


def too_long_half(
    found: Booklet, chapter: Chapter, pages: int, problems: Sequence[Problem] = ()
) -> Problem | None:
    """The error that a partner does not fit on its half page, also when tightened (K114).

    Args:
        found: The booklet.
        chapter: The partner.
        pages: The number of its pages; 0 if it could not be typeset.
        problems: Why it could not be typeset.
    """
    if chapter.half is None or (pages <= 1 and all(one.code != _REFUSED for one in problems)):
        return None
    return problem("K114", _depth_place(found, chapter), name=chapter.name, layout=found.data.half_layout)


def _depth_place(found: Booklet, chapter: Chapter) -> Location:
    """The place in the booklet's file that gives a partner its depth."""
    chosen = found.data.partners
    if isinstance(chosen, Choice):
        return found.source.locate(("partners", "depth"))
    index = next(at for at, entry in enumerate(chosen) if entry.id == chapter.document.id)
    return found.source.locate(("partners", index, "depth"))
