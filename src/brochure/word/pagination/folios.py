"""Count the folios of a booklet, section by section, and remember those of the bookmarks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from brochure.word.pagination.fit import SectionFitter


@dataclass(frozen=True, slots=True)
class PlacedSection:
    """A section at its place in the book.

    Attributes:
        elements: Its paragraphs and tables as they fit.
        first_folio: The folio that it must begin with; ``None`` if its folios continue.
    """

    elements: list[str]
    first_folio: int | None


@dataclass
class FolioCounter:
    """Counts the folios of sections with arabic numbers; each begins a page.

    If the number of pages of a section is not certain, the next section sets its first folio, to the one that
    it has if the section before is as long as it can be. So its folio is right in every program.

    Attributes:
        following: The folio of the next section.
        filled: How much of the last page is filled at most, in twips; infinite if that is not certain.
    """

    fitter: SectionFitter
    following: int = 1
    filled: float = math.inf
    _known: dict[str, int] = field(default_factory=dict)
    _continues: bool = False

    def place(
        self,
        elements: Sequence[str],
        headings: frozenset[str],
        *,
        notes: str = "",
        most: int | None = None,
        landscape: bool = False,
        side: int | None = None,
        columns: int = 1,
    ) -> PlacedSection:
        """Place the next section; the arguments are those of :meth:`.SectionFitter.fit`.

        Args:
            side: It begins on a page with an odd folio (1) or an even one (0); ``None`` for the next page.
        """
        made, found = self.fitter.fit(
            elements, headings, notes=notes, most=most, landscape=landscape, columns=columns
        )
        first = self.following + (side is not None and self.following % 2 != side)
        self._known |= {mark: first + page for mark, page in found.marks.items() if page is not None}
        placed = PlacedSection(made, None if self._continues else first)
        self.following, self._continues = first + found.count, found.certain
        self.filled = found.filled if found.certain else math.inf
        return placed

    def place_below(self, heading: str, elements: Sequence[str], columns: int) -> None:
        """Place a heading and columns on the page on which the section before ends."""
        found = self.fitter.estimator.estimate([heading, *elements], columns=columns, used=self.filled)
        self._known |= dict.fromkeys(found.marks, self.following - 1)
        self.following, self._continues = self.following - 1 + found.count, found.certain

    def of(self, bookmark: str) -> int | None:
        """The folio of the page on which a bookmark begins; ``None`` if it is not certain."""
        return self._known.get(bookmark)
