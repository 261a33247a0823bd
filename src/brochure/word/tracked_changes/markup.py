"""Tracked changes as WordprocessingML: insertions, deletions and changed properties, with author and date.

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

# A deleted run has other elements for its text (17.3.3.7, 17.16.13).
_DELETED = {f"{{{W}}}t": f"{{{W}}}delText", f"{{{W}}}instrText": f"{{{W}}}delInstrText"}
_NOT_IN_A_CHANGE = {f"{{{W}}}bookmarkStart", f"{{{W}}}bookmarkEnd"}


@dataclass
class Tracker:
    """Writes tracked changes with an author and a date.

    Attributes:
        author, date: The author and the date of all changes.
        numbers: Ids that are unique in the file.
        count: The number of changes so far.
    """

    author: str
    date: datetime.date
    numbers: Iterator[int]
    count: int = 0

    def change(self, tag: str) -> etree._Element:
        """A new, empty element of a tracked change."""
        made = new_element(tag)
        made.set(f"{{{W}}}id", str(next(self.numbers)))
        made.set(f"{{{W}}}author", self.author)
        made.set(f"{{{W}}}date", f"{self.date.isoformat()}T00:00:00Z")
        self.count += 1
        return made

    def track_content(self, kind: Kind, parts: Iterable[etree._Element]) -> list[etree._Element]:
        """Content of a paragraph as inserted or deleted.

        Bookmarks are outside of the changes, so that no program removes them together with a change. A change
        cannot contain a link, so the link contains the change.
        """
        made: list[etree._Element] = []
        open_change: etree._Element | None = None
        for part in parts:
            if part.tag in _NOT_IN_A_CHANGE:
                made.append(part)
                open_change = None
            elif part.tag == f"{{{W}}}hyperlink":
                link = copy_without_children(part)
                link.extend(self.track_content(kind, list(part)))
                made.append(link)
                open_change = None
            else:
                if open_change is None:
                    open_change = self.change(kind)
                    made.append(open_change)
                open_change.append(as_deleted(part) if kind == "del" else part)
        return made

    def track_paragraph_mark(self, properties: etree._Element, *kinds: Kind) -> None:
        """Mark the end of a paragraph, by its ``w:pPr``, as inserted, deleted, or both."""
        found = new_element("rPr")
        found.extend([self.change(kind) for kind in kinds])
        later = properties.find("w:sectPr", NAMESPACES)
        place = len(properties) if later is None else properties.index(later)
        properties.insert(place, found)

    def track_row(self, kind: Kind, row: etree._Element) -> None:
        """Mark a row of a table as inserted or deleted."""
        properties = row.find("w:trPr", NAMESPACES)
        if properties is None:
            properties = new_element("trPr")
            row.insert(0, properties)
        properties.append(self.change(kind))

    def track_previous(self, properties: etree._Element, before: etree._Element) -> None:
        """Record the earlier state of properties (``w:pPr``, ``w:tcPr``) as a tracked change."""
        change = self.change(f"{etree.QName(properties).localname}Change")
        change.append(before)
        properties.append(change)


def as_deleted(run: etree._Element) -> etree._Element:
    """A copy of a run as the content of a deletion."""
    made = deepcopy(run)
    for text in made.iter(*_DELETED):
        text.tag = _DELETED[str(text.tag)]
    return made


def new_element(name: str) -> etree._Element:
    """A new element of WordprocessingML."""
    return etree.Element(f"{{{W}}}{name}", nsmap=NAMESPACES)


def copy_without_children(found: etree._Element) -> etree._Element:
    """A new element with the same name and attributes, without children."""
    attributes = {str(name): str(value) for name, value in found.attrib.items()}
    return etree.Element(found.tag, attributes, nsmap=NAMESPACES)
