"""Read the tables and lines of a Word file that came back; see :mod:`.filled`.

What was deleted with tracked changes is not there, what was inserted is. Comments, headers, footers, notes
and text boxes are lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from brochure.document.inlines import with_reading
from brochure.survey.filled import FilledCell, FilledFile, FilledRow
from brochure.word.ooxml import W
from brochure.word.untrusted import OpenedWord

_W = f"{{{W}}}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_GONE = {f"{_W}del", f"{_W}moveFrom", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_TICKED, _OPEN = "☑☒✅", "☐"
_WITNESSES = (f"{_W}bookmarkStart", f"{_W}tag", f"{_W14}checked")
_DRAWINGS = (f"{_W}drawing", f"{_W}pict", f"{_W}object")
_LOOKS = (f"{_W}strike", f"{_W}dstrike", f"{_W}highlight", f"{_W}bdr")
_ON = ("1", "true", "on")
_OFF = ("0", "false", "off", "none", "nil")
_OTHER_PARTS = ("header", "footer", "footnotes", "endnotes", "comments.xml")


def read_word_form(opened: OpenedWord) -> FilledFile:
    """Return what a Word file holds.

    Raises:
        BrochureError: A part is not well-formed, or has more than it may have (D106, D107).
    """
    root = opened.xml(opened.main)
    body = root.find(f"{_W}body") if root is not None else None
    rows: list[FilledRow] = []
    lines: list[str] = []
    tables, drawn = 0, False
    for part in _blocks(body) if body is not None else ():
        if part.tag == f"{_W}tbl":
            tables += 1
            rows += _rows(part, str(tables))
        else:
            lines += _lines(_text(part))
            drawn = drawn or next(part.iter(*_DRAWINGS), None) is not None
    folder = opened.main.rpartition("/")[0]
    for name in sorted(opened.parts):
        if name.startswith(f"{folder}/") and name[len(folder) + 1 :].startswith(_OTHER_PARTS):
            other = opened.xml(name)
            for paragraph in other.iter(f"{_W}p") if other is not None else ():
                lines += _lines(_text(paragraph))
    return FilledFile(opened.shown, "E", tuple(rows), tuple(lines), _identifier(opened), drawn)


def _identifier(opened: OpenedWord) -> str:
    root = opened.xml("docProps/core.xml")
    found = (child.text or "" for child in (root if root is not None else ()) if _is_identifier(child))
    return next(found, "")


def _is_identifier(element: Any) -> bool:
    return isinstance(element.tag, str) and element.tag.endswith("}identifier")


def _lines(text: str) -> list[str]:
    return [line for line in (one.strip() for one in text.split("\n")) if line]


def _blocks(parent: Any) -> Iterator[Any]:
    """Yield the tables and paragraphs of the body, also those in content controls and sections of others."""
    for child in parent:
        if child.tag in _GONE:
            continue
        if child.tag in (f"{_W}tbl", f"{_W}p"):
            yield child
        elif isinstance(child.tag, str):
            yield from _blocks(child)


def _rows(table: Any, name: str) -> Iterator[FilledRow]:
    for number, row in enumerate(_children(table, f"{_W}tr"), 1):
        if row.find(f"{_W}trPr/{_W}del") is None:
            yield FilledRow(name, number, tuple(_cell(cell) for cell in _children(row, f"{_W}tc")))


def _children(parent: Any, tag: str) -> Iterator[Any]:
    """Yield the rows or cells of a table, also those in content controls."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml", f"{_W}smartTag"):
            yield from _children(child, tag)


def _cell(cell: Any) -> FilledCell:
    paragraphs = [_text(part) for part in _blocks(cell) if part.tag == f"{_W}p"]
    nested = [part for part in _blocks(cell) if part.tag == f"{_W}tbl"]
    for table in nested:
        paragraphs += [_text(part) for part in table.iter(f"{_W}p")]
    own = [one for one in cell.iter(*_WITNESSES) if next(one.iterancestors(f"{_W}tc")) is cell]
    names = [one.get(f"{_W}name", "") for one in own if one.tag == f"{_W}bookmarkStart"]
    names += [one.get(f"{_W}val", "") for one in own if one.tag == f"{_W}tag"]
    boxes = [one.get(f"{_W14}val") in _ON for one in own if one.tag == f"{_W14}checked"]
    text, unclear = _with_box("\n".join(paragraphs).strip(), boxes)
    span = cell.find(f"{_W}tcPr/{_W}gridSpan")
    down = cell.find(f"{_W}tcPr/{_W}vMerge")
    many = int(span.get(f"{_W}val", "1")) if span is not None and span.get(f"{_W}val", "").isdigit() else 1
    return FilledCell(
        text,
        tuple(names),
        min(many, 63),
        many > 1 or down is not None,
        bool(nested),
        "",
        unclear,
        next(cell.iter(*_DRAWINGS), None) is not None,
        any(one.get(f"{_W}val", "1") not in _OFF for one in cell.iter(*_LOOKS)),
    )


def _with_box(text: str, boxes: list[bool]) -> tuple[str, bool]:
    """The text of a cell with its box as one sign, and whether box and sign disagree."""
    ticked = any(sign in text for sign in _TICKED)
    rest = "".join(letter for letter in text if letter not in _TICKED + _OPEN).strip()
    unclear = any(boxes) and not ticked and _OPEN in text
    if ticked or any(boxes):
        return "☑" + rest, unclear
    if not rest and (boxes or _OPEN in text):
        return _OPEN, False
    return rest, False


def _text(element: Any) -> str:
    """The text of a paragraph as it is seen: without what was deleted, and without hidden text."""
    parts: list[str] = []
    _add_text(element, parts)
    return "".join(parts)


def _add_text(element: Any, parts: list[str]) -> None:
    for child in element:
        tag = child.tag
        if tag in _GONE:
            continue
        if tag == f"{_W}r":
            if child.find(f"{_W}rPr/{_W}vanish") is None:
                _add_text(child, parts)
        elif tag == f"{_W}t":
            parts.append(child.text or "")
        elif tag in (f"{_W}br", f"{_W}cr"):
            parts.append("\n")
        elif tag == f"{_W}tab":
            parts.append(" ")
        elif tag == f"{_W}sym":
            parts.append("�")  # a sign of a symbol font: what it shows is not known
        elif tag == f"{_W}ruby":
            base, reading = (child.find(f"{_W}{name}") for name in ("rubyBase", "rt"))
            texts = ["" if one is None else _text(one) for one in (base, reading)]
            parts.append(with_reading(*texts) if texts[1] else texts[0])
        elif tag == f"{_W}noBreakHyphen":
            parts.append("-")
        elif tag == f"{_W}p":
            parts.append("\n")
            _add_text(child, parts)
        elif isinstance(tag, str) and not tag.endswith("Pr"):
            _add_text(child, parts)
