"""The styles of a reference.docx: found by name, and checked against what a layout asks for."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile

from lxml import etree

from brochure.schema.layout import WordStyles
from brochure.word.notes import KINDS
from brochure.word.ooxml import NAMESPACES, W

TABLES = ("title_table", "fact_table", "mark_table", "compare_table")
CHARACTERS = ("strong", "link", "foreign", "ruby", "call", "endnote_call", "note_marker")
NUMBERED = ("question", "bullet")  # styles that Word counts or puts a sign before
_HALF_POINTS = 20  # Word's own size where nobody gives one (ECMA-376-1, 17.3.2.38)

_KINDS = {
    "paragraph": "段落スタイル（paragraph style）",
    "character": "文字スタイル（character style）",
    "table": "表のスタイル（table style）",
    "numbering": "番号・行頭記号の付くスタイル（style with numbering）",
    "part": "部分（part）",
    "footnote": "脚注の区切り（footnote separator）",
    "endnote": "文末脚注の区切り（endnote separator）",
}


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that a reference.docx should have: its name, and what it is in both languages."""

    name: str
    type: str


def kind_of(role: str) -> str:
    """The type of the style of a role, as WordprocessingML has it."""
    return "table" if role in TABLES else "character" if role in CHARACTERS else "paragraph"


class Padding(NamedTuple):
    """Room at the left and right of a table's cells, in twips."""

    left: int
    right: int


class StyleSheet:
    """The styles of a file, by name; Word's own names are compared without regard to case."""

    def __init__(self, styles: etree._Element, numbering: etree._Element) -> None:
        self._numbering = numbering
        self._defaults = styles.find("w:docDefaults/w:rPrDefault/w:rPr", NAMESPACES)
        found = list(styles.iterfind("w:style", NAMESPACES))
        self._by_id = {_attribute(style, "styleId"): style for style in found}
        self._ids = {
            (_attribute(style, "type"), _value(style, "w:name").casefold()): _attribute(style, "styleId")
            for style in found
        }

    def add(self, style: etree._Element) -> None:
        """Learn a style that was made since."""
        identity = _attribute(style, "styleId")
        self._by_id[identity] = style
        self._ids[(_attribute(style, "type"), _value(style, "w:name").casefold())] = identity

    def element(self, style: str) -> etree._Element:
        """A style by its id."""
        return self._by_id[style]

    def find(self, name: str, kind: str) -> str | None:
        """The id of a style, or None."""
        return self._ids.get((kind, name.casefold()))

    def half_points(self, style: str) -> int:
        """The size of a style's text in half-points, inherited if need be."""
        sizes = (_value(element, "w:rPr/w:sz") for element in self.line(style))
        own = next((size for size in sizes if size), "")
        if not own and self._defaults is not None:
            own = _value(self._defaults, "w:sz")
        return int(own) if own else _HALF_POINTS

    def shading(self, style: str, where: str = "w:pPr") -> dict[str, str]:
        """The attributes of a style's ground, without prefixes; empty if it has none."""
        for element in self.line(style):
            ground = element.find(f"{where}/w:shd", NAMESPACES)
            if ground is not None:
                return {str(name).split("}")[1]: str(value) for name, value in ground.items()}
        return {}

    def indent(self, style: str) -> int:
        """How far a table style stands from the left edge of the type area, in twips."""
        for element in self.line(style):
            indent = element.find("w:tblPr/w:tblInd", NAMESPACES)
            if indent is not None:
                return int(_attribute(indent, "w"))
        return 0

    def padding(self, style: str) -> Padding:
        """The cell margins of a table style."""
        return Padding(self._margin(style, "left"), self._margin(style, "right"))

    def level(self, style: str) -> etree._Element | None:
        """The numbering level that a paragraph style is linked to, or None."""
        for element in self.line(style):
            linked = element.find("w:pPr/w:numPr", NAMESPACES)
            if linked is not None:
                return self._level(_value(linked, "w:numId"), _value(linked, "w:ilvl") or "0")
        return None

    def _level(self, number: str, level: str) -> etree._Element | None:
        for instance in self._numbering.iterfind("w:num", NAMESPACES):
            if _attribute(instance, "numId") == number:
                abstract = _value(instance, "w:abstractNumId")
                break
        else:
            return None
        for definition in self._numbering.iterfind("w:abstractNum", NAMESPACES):
            if _attribute(definition, "abstractNumId") == abstract:
                for candidate in definition.iterfind("w:lvl", NAMESPACES):
                    if _attribute(candidate, "ilvl") == level:
                        return candidate
        return None

    def _margin(self, style: str, side: str) -> int:
        for element in self.line(style):
            margin = element.find(f"w:tblPr/w:tblCellMar/w:{side}", NAMESPACES)
            if margin is not None:
                return int(_attribute(margin, "w"))
        return 0

    def line(self, style: str) -> Iterator[etree._Element]:
        """A style and those that it is based on, nearest first."""
        met = set()
        while style in self._by_id and style not in met:
            met.add(style)
            yield self._by_id[style]
            style = _value(self._by_id[style], "w:basedOn")


Variant = Callable[[str], str]
"""From the id of a style to the id of the one that is used for it."""


class Ids:
    """The style ids of a file by role, and their names.

    In a booklet ``variant`` gives each partner styles in its own colours; names stay those of the
    layout.
    """

    def __init__(self, sheet: StyleSheet, styles: WordStyles, variant: Variant = lambda style: style) -> None:
        self.sheet = sheet
        self.names: dict[str, str] = styles.model_dump()
        self._variant = variant

    def __getitem__(self, role: str) -> str:
        found = self.sheet.find(self.names[role], kind_of(role))
        if found is None:
            raise ValueError(f"no {kind_of(role)} style {self.names[role]!r}: call check_reference first")
        return self._variant(found)

    def foreign(self, lang: str) -> str:
        """The style for words of a language: that of its family (冊子 外国語 zh), or the common one."""
        family = self.sheet.find(f"{self.names['foreign']} {lang.split('-', maxsplit=1)[0]}", "character")
        return self._variant(family) if family else self["foreign"]


def check_reference(path: Path, styles: WordStyles) -> list[Lack]:
    """What a designer's reference.docx lacks of what the writer relies on, in the order of the roles.

    Both kinds of notes are asked for, wherever the layout puts notes now: then the place is a word in
    layout.yaml, and changing it needs no Word.

    Args:
        path: The file; it exists.
        styles: The names that the layout gives to its styles.

    Raises:
        ValueError: It has no page set-up.
    """
    try:
        with ZipFile(BytesIO(path.read_bytes())) as file:
            parts = {name: file.read(name) for name in file.namelist()}
        for name, data in parts.items():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(data)
        return list(_lacks(parts, styles))
    except (BadZipFile, etree.XMLSyntaxError):
        return [Lack("word/document.xml", _KINDS["part"])]


def _lacks(parts: dict[str, bytes], styles: WordStyles) -> Iterator[Lack]:
    wanted = ("document", "styles", "numbering", "settings", "footnotes", "endnotes", "theme/theme1")
    missing = [f"word/{name}.xml" for name in wanted if f"word/{name}.xml" not in parts]
    yield from (Lack(name, _KINDS["part"]) for name in missing)
    if missing:
        return
    yield from _unset(parts)
    sheet = StyleSheet(
        etree.fromstring(parts["word/styles.xml"]), etree.fromstring(parts["word/numbering.xml"])
    )
    for role, name in styles.model_dump().items():
        kind = kind_of(role)
        found = sheet.find(name, kind)
        if found is None:
            yield Lack(name, _KINDS[kind])
        elif role in NUMBERED and sheet.level(found) is None:
            yield Lack(name, _KINDS["numbering"])
    for notes in KINDS:
        root = etree.fromstring(parts[f"word/{notes.tag}s.xml"])
        types = {_attribute(note, "type") for note in root.iterfind(f"w:{notes.tag}", NAMESPACES)}
        for separator in ("separator", "continuationSeparator"):
            if separator not in types:
                yield Lack(separator, _KINDS[notes.tag])


def _unset(parts: dict[str, bytes]) -> Iterator[Lack]:
    """Targets of relationships that are not there.

    Raises:
        ValueError: There is no page set-up.
    """
    section = etree.fromstring(parts["word/document.xml"]).find("w:body/w:sectPr", NAMESPACES)
    if section is None or any(section.find(f"w:{name}", NAMESPACES) is None for name in ("pgSz", "pgMar")):
        raise ValueError("reference.docx has no page size or margins")
    for relation in etree.fromstring(parts.get("word/_rels/document.xml.rels", b"<none/>")):
        if relation.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/word", relation.get("Target", ""))).lstrip("/")
            if target not in parts:
                yield Lack(target, _KINDS["part"])


def _attribute(element: etree._Element, name: str) -> str:
    return str(element.get(f"{{{W}}}{name}", ""))


def _value(element: etree._Element, path: str) -> str:
    """The ``w:val`` of a descendant, or an empty string."""
    found = element.find(path, NAMESPACES)
    return "" if found is None else _attribute(found, "val")
