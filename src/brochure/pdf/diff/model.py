"""The values of a comparison of two PDFs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple


class SeenBox(NamedTuple):
    """A rectangle on a page as it is seen, in mm from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def around(self, other: SeenBox) -> SeenBox:
        """The smallest rectangle around both."""
        return SeenBox(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


class PlaceKind(Enum):
    """What is different at a place."""

    TEXT = "text"  # words that are only here
    MOVED = "moved"  # the same words stand in another order, or on another page
    FOLIO = "folio"  # only the number of the page, because pages before it were added or removed
    PICTURE = "picture"  # what is drawn: a picture, a colour, a rule, or the look of the same words


@dataclass(frozen=True, slots=True)
class ChangedPlace:
    """A place on a page that changed.

    Attributes:
        kind: What is different.
        box: Where it is.
        text: Its words; empty where no words changed.
        change: The lines of one change have the same number.
    """

    kind: PlaceKind
    box: SeenBox
    text: str = ""
    change: int = 0


@dataclass(frozen=True, slots=True)
class ComparedPage:
    """One page of one of the files: its index from 0, its size in mm, and what is different on it."""

    index: int
    width: float
    height: float
    places: tuple[ChangedPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class PagePair:
    """A page in both files, or a page that only one of them has.

    Attributes:
        before, after: The page in each file; None where it has none.
        is_shifted: Whether the words are the same, in their order, but some stand elsewhere on the page.
    """

    before: ComparedPage | None
    after: ComparedPage | None
    is_shifted: bool = False

    @property
    def places(self) -> tuple[ChangedPlace, ...]:
        """The changed places of both pages."""
        return (*(self.before.places if self.before else ()), *(self.after.places if self.after else ()))

    @property
    def same(self) -> bool:
        """Whether nothing was changed: no page is missing, and there is no place with a change.

        Words that only stand elsewhere, and numbers of pages that follow from other pages, are no change.
        """
        has_both = self.before is not None and self.after is not None
        return has_both and all(place.kind is PlaceKind.FOLIO for place in self.places)


@dataclass(frozen=True, slots=True)
class PdfComparison:
    """The pairs of pages of two files, in the order of both."""

    pairs: tuple[PagePair, ...]

    @property
    def changed(self) -> tuple[PagePair, ...]:
        """The pairs that are not the same."""
        return tuple(pair for pair in self.pairs if not pair.same)
