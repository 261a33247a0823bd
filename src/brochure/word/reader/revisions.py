"""Tracked changes: their kind, author and date, and which of them a view hides.

Source: ECMA-376-1:2016, 17.13.5 (revisions).
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from brochure.word.ooxml import W
from brochure.word.reader.elements import local_name
from brochure.word.reader.fixups_libreoffice import known_date
from brochure.word.reader.model import Revision, RevisionView

HIDDEN = {RevisionView.ACCEPT: {"del", "moveFrom"}, RevisionView.REJECT: {"ins", "moveTo"}}
REVISIONS = {"ins": "ins", "del": "del", "moveFrom": "move", "moveTo": "move"}
_CELL_GONE = {RevisionView.ACCEPT: "cellDel", RevisionView.REJECT: "cellIns"}


def read_revision(element: etree._Element) -> Revision:
    """The tracked change of an element; all changes except insertions, deletions and moves are ``format``."""
    kind = REVISIONS.get(local_name(element), "format")
    return Revision(kind, element.get(f"{{{W}}}author", ""), known_date(element))


def row_change(row: etree._Element) -> etree._Element | None:
    """The element of the tracked change that inserted or deleted a row, or ``None``."""
    return next((c for c in row.iterfind(f"{{{W}}}trPr/*") if local_name(c) in ("ins", "del")), None)


def is_cell_gone(cell: etree._Element, view: RevisionView) -> bool:
    """Whether a cell is hidden in a view: deleted if changes are accepted, inserted if they are rejected."""
    return any(local_name(change) == _CELL_GONE[view] for change in cell.iterfind(f"{{{W}}}tcPr/*"))


def bookmark_names(element: etree._Element) -> Iterator[str]:
    """The names of the bookmarks that begin in an element."""
    for start in element.iter(f"{{{W}}}bookmarkStart"):
        yield start.get(f"{{{W}}}name", "")
