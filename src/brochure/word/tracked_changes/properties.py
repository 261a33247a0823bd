"""What paragraphs, rows and tables of a Word file are, whatever they say."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy

from lxml import etree

from brochure.word.ooxml import NAMESPACES, W
from brochure.word.tracked_changes.tokens import canonical

P, TBL, TR, TC = (f"{{{W}}}{name}" for name in ("p", "tbl", "tr", "tc"))


def form(part: etree._Element) -> tuple[str, ...]:
    """What two parts must have in common to be compared: kind and style, or the columns of a table."""
    if part.tag == P:
        return (P, style(properties(part)))
    if part.tag == TR:
        return (TR, str(len(part.findall("w:tc", NAMESPACES))), *_head(part))
    columns = len(part.findall("w:tblGrid/w:gridCol", NAMESPACES))
    return (TBL, value(part, "w:tblPr/w:tblStyle"), str(columns))


def _head(row: etree._Element) -> list[str]:
    return [] if row.find("w:trPr/w:tblHeader", NAMESPACES) is None else ["head"]


def styles(part: etree._Element) -> list[tuple[str, str]]:
    """The paragraphs of a table, by style, and the grounds of their cells."""
    return [
        (str(one.tag), style(properties(one)) if one.tag == P else ground(one)) for one in part.iter(P, TC)
    ]


def words(part: etree._Element) -> str:
    """The words of a paragraph, row or table."""
    return "".join(text.text or "" for text in part.iter(f"{{{W}}}t"))


def ground(properties: etree._Element) -> str:
    found = next(properties.iter(f"{{{W}}}shd"), None)
    return "" if found is None else canonical(found)


def style(properties: etree._Element) -> str:
    return value(properties, "w:pStyle")


def value(part: etree._Element, path: str) -> str:
    found = part.find(path, NAMESPACES)
    return "" if found is None else found.get(f"{{{W}}}val", "")


def properties(paragraph: etree._Element) -> etree._Element:
    """A copy of a paragraph's properties."""
    found = paragraph.find("w:pPr", NAMESPACES)
    if found is None:
        raise ValueError("brochure writes no paragraph without a style")
    return deepcopy(found)


def ends_section(part: etree._Element) -> bool:
    return part.find("w:pPr/w:sectPr", NAMESPACES) is not None


def inner(children: Sequence[etree._Element]) -> str:
    """Elements as XML without declarations of prefixes."""
    root = etree.Element("root", nsmap=NAMESPACES)
    root.extend(children)
    etree.cleanup_namespaces(root, keep_ns_prefixes=list(NAMESPACES))
    text = etree.tostring(root, encoding="unicode")
    return text[text.index(">") + 1 : text.rindex("</root>")] if len(root) else ""
