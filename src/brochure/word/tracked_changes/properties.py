"""The properties of paragraphs, rows and tables of a Word file: style, ground, number of columns."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy

from lxml import etree

from brochure.word.ooxml import NAMESPACES, W
from brochure.word.tracked_changes.tokens import canonical_xml

P, TBL, TR, TC = (f"{{{W}}}{name}" for name in ("p", "tbl", "tr", "tc"))


def part_kind(part: etree._Element) -> tuple[str, ...]:
    """The kind of a part; only parts of the same kind are compared: tag, style, number of columns."""
    if part.tag == P:
        return (P, paragraph_style(paragraph_properties(part)))
    if part.tag == TR:
        return (TR, str(len(part.findall("w:tc", NAMESPACES))), *_head(part))
    columns = len(part.findall("w:tblGrid/w:gridCol", NAMESPACES))
    return (TBL, value_at(part, "w:tblPr/w:tblStyle"), str(columns))


def _head(row: etree._Element) -> list[str]:
    return [] if row.find("w:trPr/w:tblHeader", NAMESPACES) is None else ["head"]


def inner_styles(part: etree._Element) -> list[tuple[str, str]]:
    """The styles of a part's paragraphs and the grounds of its cells, as (tag, style or ground)."""
    return [
        (str(one.tag), paragraph_style(paragraph_properties(one)) if one.tag == P else cell_ground(one))
        for one in part.iter(P, TC)
    ]


def part_text(part: etree._Element) -> str:
    """The text of a paragraph, row or table."""
    return "".join(text.text or "" for text in part.iter(f"{{{W}}}t"))


def cell_ground(properties: etree._Element) -> str:
    found = next(properties.iter(f"{{{W}}}shd"), None)
    return "" if found is None else canonical_xml(found)


def paragraph_style(properties: etree._Element) -> str:
    return value_at(properties, "w:pStyle")


def value_at(part: etree._Element, path: str) -> str:
    found = part.find(path, NAMESPACES)
    return "" if found is None else found.get(f"{{{W}}}val", "")


def paragraph_properties(paragraph: etree._Element) -> etree._Element:
    """A copy of a paragraph's properties.

    Raises:
        ValueError: It has none.
    """
    found = paragraph.find("w:pPr", NAMESPACES)
    if found is None:
        raise ValueError("brochure writes no paragraph without a style")
    return deepcopy(found)


def ends_section(part: etree._Element) -> bool:
    return part.find("w:pPr/w:sectPr", NAMESPACES) is not None


def inner_xml(children: Sequence[etree._Element]) -> str:
    """Elements as XML text without namespace declarations."""
    root = etree.Element("root", nsmap=NAMESPACES)
    root.extend(children)
    etree.cleanup_namespaces(root, keep_ns_prefixes=list(NAMESPACES))
    text = etree.tostring(root, encoding="unicode")
    return text[text.index(">") + 1 : text.rindex("</root>")] if len(root) else ""
