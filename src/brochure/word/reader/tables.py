"""The rows of a table and the cells of a row, also inside content controls."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from brochure.word.ooxml import W
from brochure.word.reader.elements import is_on, local_name


def table_rows(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table, without the rows of nested tables."""
    for child in table:
        if isinstance(child.tag, str):
            if local_name(child) == "tr":
                yield child
            elif local_name(child) in ("sdt", "sdtContent", "ins", "customXml"):
                yield from table_rows(child)


def row_cells(row: etree._Element) -> Iterator[etree._Element]:
    """The cells of a row."""
    for child in row:
        if isinstance(child.tag, str):
            if local_name(child) == "tc":
                yield child
            elif local_name(child) in ("sdt", "sdtContent", "customXml"):
                yield from row_cells(child)


def odd_kinds(table: etree._Element, row: etree._Element, cell: etree._Element) -> Iterator[str]:
    """Yield what an editor did to a cell: merged with a neighbour, in a hidden row, from right to left."""
    if _is_merged(cell):
        yield "merged cells"
    if is_on(row.find(f"{{{W}}}trPr"), "hidden"):
        yield "hidden"
    if is_on(table.find(f"{{{W}}}tblPr"), "bidiVisual"):
        yield "direction"
    direction = cell.find(f"{{{W}}}tcPr/{{{W}}}textDirection")
    if direction is not None and direction.get(f"{{{W}}}val", "lrTb") not in ("lrTb", "lr"):
        yield "direction"


def _is_merged(cell: etree._Element) -> bool:
    """Whether a cell is merged with a neighbour: over several columns, or over several rows."""
    properties = cell.find(f"{{{W}}}tcPr")
    if properties is None:
        return False
    span = properties.find(f"{{{W}}}gridSpan")
    return (span is not None and span.get(f"{{{W}}}val", "1") not in ("0", "1")) or any(
        properties.find(f"{{{W}}}{name}") is not None for name in ("vMerge", "hMerge")
    )
