"""Tables: their rows, and the cells of a row, also within content controls."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from brochure.word.reader.elements import local


def rows(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table, those of tables within it not among them."""
    for child in table:
        if isinstance(child.tag, str):
            if local(child) == "tr":
                yield child
            elif local(child) in ("sdt", "sdtContent", "ins", "customXml"):
                yield from rows(child)


def cells(row: etree._Element) -> Iterator[etree._Element]:
    """The cells of a row."""
    for child in row:
        if isinstance(child.tag, str):
            if local(child) == "tc":
                yield child
            elif local(child) in ("sdt", "sdtContent", "customXml"):
                yield from cells(child)
