"""The house style: a layout's formats of numbers, letters and marks, as a value."""

from __future__ import annotations

from dataclasses import dataclass

from brochure.document.tree import Placement


@dataclass(frozen=True, slots=True)
class HouseStyle:
    """Label formats of a layout; ``assemble_document`` fills in the ``{…}``."""

    question: str = "{number}"
    topic: str = "{letter}"
    note: str = "*{number}"
    marked: str = "○"
    none: str = "–"
    unanswered: str = ""
    blank: str = "空欄"  # the legend's word for an unanswered topic if it has no sign
    legend: str = "{mark} {meaning}"
    remark: str = "※"
    item: str = "◆"
    topics_per_band: int = 8
    placement: Placement = Placement.PAGE
    ruby: str = "above"  # or "parentheses": 瀋陽（しんよう）
