"""Tracked changes: who inserted, deleted or moved what, and which of it a view hides.

Source: ECMA-376-1:2016, 17.13.5 (revisions).
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from brochure.word.ooxml import W
from brochure.word.reader.elements import local
from brochure.word.reader.fixups_libreoffice import known_date
from brochure.word.reader.model import Revision, RevisionView

HIDDEN = {RevisionView.ACCEPT: {"del", "moveFrom"}, RevisionView.REJECT: {"ins", "moveTo"}}
REVISIONS = {"ins": "ins", "del": "del", "moveFrom": "move", "moveTo": "move"}
_CELL_GONE = {RevisionView.ACCEPT: "cellDel", RevisionView.REJECT: "cellIns"}


def revision(element: etree._Element) -> Revision:
    """The change that an element stands for; every other than those of text is one of format."""
    kind = REVISIONS.get(local(element), "format")
    return Revision(kind, element.get(f"{{{W}}}author", ""), known_date(element))


def row_change(row: etree._Element) -> etree._Element | None:
    """The tracked change by which a row of a table came or went."""
    return next((c for c in row.iterfind(f"{{{W}}}trPr/*") if local(c) in ("ins", "del")), None)


def is_cell_gone(cell: etree._Element, view: RevisionView) -> bool:
    """Whether a cell was deleted, or was not there before."""
    return any(local(change) == _CELL_GONE[view] for change in cell.iterfind(f"{{{W}}}tcPr/*"))


def bookmark_names(element: etree._Element) -> Iterator[str]:
    """The names of the bookmarks that begin in what was deleted."""
    for start in element.iter(f"{{{W}}}bookmarkStart"):
        yield start.get(f"{{{W}}}name", "")
