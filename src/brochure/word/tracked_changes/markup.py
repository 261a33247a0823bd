"""Tracked changes as WordprocessingML: what was put in, taken out, or set otherwise, by whom and when.

Source: ECMA-376-1:2016, 17.13.5 (revisions).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Literal

from lxml import etree

from brochure.word.ooxml import NAMESPACES, W

Kind = Literal["ins", "del"]

# A deleted run says its text in elements of their own (17.3.3.7, 17.16.13).
_DELETED = {f"{{{W}}}t": f"{{{W}}}delText", f"{{{W}}}instrText": f"{{{W}}}delInstrText"}
_NOT_IN_A_CHANGE = {f"{{{W}}}bookmarkStart", f"{{{W}}}bookmarkEnd"}


@dataclass
class Tracker:
    """Marks changes with an author and a date; ``numbers`` are ids that nothing else of the file has."""

    author: str
    date: datetime.date
    numbers: Iterator[int]
    count: int = 0

    def change(self, tag: str) -> etree._Element:
        """An empty element of a change."""
        made = element(tag)
        made.set(f"{{{W}}}id", str(next(self.numbers)))
        made.set(f"{{{W}}}author", self.author)
        made.set(f"{{{W}}}date", f"{self.date.isoformat()}T00:00:00Z")
        self.count += 1
        return made

    def content(self, kind: Kind, parts: Iterable[etree._Element]) -> list[etree._Element]:
        """Content of a paragraph as put in or taken out.

        Bookmarks stay outside of changes, so that no program drops them with one; links cannot stand in one,
        so the change stands inside of them.
        """
        made: list[etree._Element] = []
        open_change: etree._Element | None = None
        for part in parts:
            if part.tag in _NOT_IN_A_CHANGE:
                made.append(part)
                open_change = None
            elif part.tag == f"{{{W}}}hyperlink":
                link = emptied(part)
                link.extend(self.content(kind, list(part)))
                made.append(link)
                open_change = None
            else:
                if open_change is None:
                    open_change = self.change(kind)
                    made.append(open_change)
                open_change.append(deleted(part) if kind == "del" else part)
        return made

    def mark(self, properties: etree._Element, *kinds: Kind) -> None:
        """Let the end of a paragraph (its ``w:pPr``) be put in, taken out, or both."""
        found = element("rPr")
        found.extend([self.change(kind) for kind in kinds])
        later = properties.find("w:sectPr", NAMESPACES)
        place = len(properties) if later is None else properties.index(later)
        properties.insert(place, found)

    def row(self, kind: Kind, row: etree._Element) -> None:
        """Let a row of a table be put in or taken out."""
        properties = row.find("w:trPr", NAMESPACES)
        if properties is None:
            properties = element("trPr")
            row.insert(0, properties)
        properties.append(self.change(kind))

    def was(self, properties: etree._Element, before: etree._Element) -> None:
        """Tell what properties (``w:pPr``, ``w:tcPr``) were before."""
        change = self.change(f"{etree.QName(properties).localname}Change")
        change.append(before)
        properties.append(change)


def deleted(run: etree._Element) -> etree._Element:
    """A run as the content of a deletion."""
    made = deepcopy(run)
    for text in made.iter(*_DELETED):
        text.tag = _DELETED[str(text.tag)]
    return made


def element(name: str) -> etree._Element:
    """A new element of WordprocessingML."""
    return etree.Element(f"{{{W}}}{name}", nsmap=NAMESPACES)


def emptied(found: etree._Element) -> etree._Element:
    """An element of the same name and attributes."""
    attributes = {str(name): str(value) for name, value in found.attrib.items()}
    return etree.Element(found.tag, attributes, nsmap=NAMESPACES)
