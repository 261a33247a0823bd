"""The house style: a layout's formats of numbers, letters and marks, as a value."""

from __future__ import annotations

from dataclasses import dataclass, field

from brochure.document.printed_words import PrintedWords, words_of
from brochure.document.tree import Placement


@dataclass(frozen=True, slots=True)
class DrawingRoom:
    """The room of maps and years in a layout, in mm.

    ``right`` is the margin of the page. ``band`` is the height of a title band with a map, and ``middle`` the
    place of the middle of its map, if the layout gives one. ``axis`` is the length of the axis of years, 0
    for none.
    """

    page_width: float
    page_height: float
    right: float
    band: float
    axis: float
    middle: float | None = None


@dataclass(frozen=True, slots=True)
class HouseStyle:
    """Label formats of a layout and words of a series; ``assemble_document`` fills in the ``{…}``.

    A layout without ``room`` prints no maps, and milestones above the name.
    """

    question: str = "{number}"
    topic: str = "{letter}"
    note: str = "*{number}"
    marked: str = "○"
    none: str = "–"
    unanswered: str = ""
    not_asked: str = "／"
    legend: str = "{mark} {meaning}"
    remark: str = "※"
    item: str = "◆"
    topics_per_band: int = 8
    mark_stale: bool = False  # whether what is old gets a remark with its date
    placement: Placement = Placement.PAGE
    ruby: str = "above"  # or "parentheses": 瀋陽（しんよう）
    words: PrintedWords = field(default_factory=lambda: words_of("ja"))
    questions: int | None = None  # how many are printed, from the first; None for all
    room: DrawingRoom | None = None
