"""Answers typed into a Word file by its paragraphs, as an editor's program would write them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from docx_reader import NAMES, W
from word_parts import packed_parts, word_parts

BodyChange = Callable[[Any], None]


def edited_body(sent: Path, change: BodyChange, name: str = "edited.docx") -> Path:
    """A copy of a Word file, beside it, with its body changed."""
    parts = word_parts(sent.read_bytes())
    root = etree.fromstring(parts["word/document.xml"])
    change(root)
    parts["word/document.xml"] = etree.tostring(root)
    target = sent.with_name(name)
    target.write_bytes(packed_parts(parts))
    return target


def words_of(element: Any) -> str:
    """The text of a paragraph or cell."""
    return "".join(element.itertext(f"{W}t"))


def paragraphs_with(root: Any, words: str) -> list[Any]:
    """The paragraphs of the body with these words and no others."""
    return [one for one in root.iter(f"{W}p") if words_of(one) == words]


def type_over(paragraph: Any, words: str) -> Any:
    """Type over all words of a paragraph; returns the paragraph."""
    first, *others = paragraph.iter(f"{W}t")
    first.text = words
    for text in others:
        text.text = ""
    return paragraph


def add_line(paragraph: Any, words: str, style: str | None = None) -> Any:
    """Press Enter at the end of a paragraph, and type; the new line has its style if none is named."""
    made = etree.Element(f"{W}p")
    properties = etree.SubElement(made, f"{W}pPr")
    before = paragraph.find("w:pPr/w:pStyle", NAMES)
    name = etree.SubElement(properties, f"{W}pStyle")
    name.set(f"{W}val", style or before.get(f"{W}val"))
    run = etree.SubElement(made, f"{W}r")
    etree.SubElement(run, f"{W}t").text = words
    paragraph.addnext(made)
    return made


def set_style(paragraph: Any, style: str) -> Any:
    """Give a paragraph another style; returns the paragraph."""
    paragraph.find("w:pPr/w:pStyle", NAMES).set(f"{W}val", style)
    return paragraph


def mark_cells(root: Any, style: str) -> Iterator[tuple[str, Any]]:
    """Yield the words of each topic with the cell of its mark, of tables with this style."""
    for table in root.iter(f"{W}tbl"):
        if table.find("w:tblPr/w:tblStyle", NAMES).get(f"{W}val") == style:
            heads, marks = table.findall("w:tr", NAMES)
            for head, cell in zip(heads.findall("w:tc", NAMES), marks.findall("w:tc", NAMES), strict=True):
                yield words_of(head), cell


def type_into(cell: Any, words: str) -> None:
    """Type into an empty cell, within its bookmark."""
    run = etree.Element(f"{W}r")
    etree.SubElement(run, f"{W}t").text = words
    cell.find("w:p/w:bookmarkStart", NAMES).addnext(run)
