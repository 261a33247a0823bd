"""The styles of a reference.docx: find them by name, and check that all styles of a layout exist."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile

from lxml import etree

from brochure.schema.word_styles import WordStyles
from brochure.word.notes import KINDS
from brochure.word.ooxml import NAMESPACES, W

TABLES = ("title_table", "fact_table", "mark_table", "compare_table")
CHARACTERS = ("callout_unit", "strong", "link", "foreign", "ruby", "call", "endnote_call", "note_marker")
BAR = "｜"  # between the name of a style and that of a variant
STANDS_IN = {"series": "kicker", "unanswered_heading": "text", "unanswered": "text"}  # for a role left out
NUMBERED = ("question", "bullet")  # styles with numbering or a sign
_HALF_POINTS = 20  # Word's default text size (ECMA-376-1, 17.3.2.38)

# The elements after w:rPr in a style, after the spacing of a paragraph, and after properties of a run
# (ECMA-376-1:2016, 17.7.4.17, 17.3.1.26 and 17.3.2.28).
_AFTER_TEXT = {"tblPr", "trPr", "tcPr", "tblStylePr"}
_AFTER_SPACING = {
    *("ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection"),
    *("textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange"),
}
_AFTER_SIZE = {
    *("highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang"),
    *("eastAsianLayout", "specVanish", "oMath"),
}
_AFTER_VALUE = {
    "spacing": {"w", "kern", "position", "sz", "szCs", *_AFTER_SIZE},
    "sz": {"szCs", *_AFTER_SIZE},
    "szCs": _AFTER_SIZE,
}

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
class MissingItem:
    """Something that is missing in a reference.docx: its name, and its type in Japanese and English."""

    name: str
    type: str


def style_type(role: str) -> str:
    """The type of the style of a role: ``paragraph``, ``character`` or ``table``."""
    return "table" if role in TABLES else "character" if role in CHARACTERS else "paragraph"


class Padding(NamedTuple):
    """The left and right cell margins of a table, in twips."""

    left: int
    right: int


class StyleSheet:
    """The styles of a file, by name; names are compared without regard to case, as Word does."""

    def __init__(self, styles: etree._Element, numbering: etree._Element) -> None:
        self.numbering = numbering
        self._defaults = styles.find("w:docDefaults/w:rPrDefault/w:rPr", NAMESPACES)
        found = list(styles.iterfind("w:style", NAMESPACES))
        self._by_id = {_attribute(style, "styleId"): style for style in found}
        self._ids = {
            (_attribute(style, "type"), _value(style, "w:name").casefold()): _attribute(style, "styleId")
            for style in found
        }

    def add(self, style: etree._Element) -> None:
        """Register a style that was added to the file."""
        identity = _attribute(style, "styleId")
        self._by_id[identity] = style
        self._ids[(_attribute(style, "type"), _value(style, "w:name").casefold())] = identity

    def elements(self) -> Iterator[etree._Element]:
        """All styles."""
        return iter(self._by_id.values())

    def element(self, style: str) -> etree._Element:
        """A style by its id."""
        return self._by_id[style]

    def find(self, name: str, kind: str) -> str | None:
        """The id of a style with this name and type, or ``None``."""
        return self._ids.get((kind, name.casefold()))

    def half_points(self, style: str) -> int:
        """The size of a style's text in half-points; it may be inherited."""
        sizes = (_value(element, "w:rPr/w:sz") for element in self.inheritance(style))
        own = next((size for size in sizes if size), "")
        if not own and self._defaults is not None:
            own = _value(self._defaults, "w:sz")
        return int(own) if own else _HALF_POINTS

    def shading(self, style: str, where: str = "w:pPr") -> dict[str, str]:
        """The attributes of a style's shading (``w:shd``), without prefixes; empty if it has none."""
        for element in self.inheritance(style):
            ground = element.find(f"{where}/w:shd", NAMESPACES)
            if ground is not None:
                return {str(name).split("}")[1]: str(value) for name, value in ground.items()}
        return {}

    def shrink(self, style: str, share: float) -> None:
        """Make the text of a style smaller in this file: its size, its letter spacing and its lines."""
        sizes = {"sz": self.half_points(style), "szCs": self.half_points(style)}
        spacing, line = self.letter_spacing(style), int(self.spacing(style).get("line", "240"))
        values = {name: round(value * share) for name, value in {"spacing": spacing, **sizes}.items()}
        _set_values(_child(self._by_id[style], "rPr", _AFTER_TEXT), values)
        paragraph = _child(self._by_id[style], "pPr", {"rPr", *_AFTER_TEXT})
        place = _child(paragraph, "spacing", _AFTER_SPACING)
        place.set(f"{{{W}}}line", str(round(line * share)))

    def borders(self, style: str) -> etree._Element | None:
        """The borders of a paragraph style (``w:pBdr``)."""
        found = (element.find("w:pPr/w:pBdr", NAMESPACES) for element in self.inheritance(style))
        return next((borders for borders in found if borders is not None), None)

    def spacing(self, style: str) -> dict[str, str]:
        """The attributes of a style's ``w:spacing``, each from the nearest style that has it."""
        made: dict[str, str] = {}
        for element in self.inheritance(style):
            for spacing in element.iterfind("w:pPr/w:spacing", NAMESPACES):
                for name, value in spacing.items():
                    made.setdefault(str(etree.QName(name).localname), str(value))
        return made

    def letter_spacing(self, style: str) -> int:
        """The space that a style adds after each letter, in twips."""
        found = (_value(element, "w:rPr/w:spacing") for element in self.inheritance(style))
        return int(next((value for value in found if value), "0"))

    def indents(self, style: str) -> tuple[int, int]:
        """The indents of a paragraph style from the left and from the right, in twips."""
        left = right = None
        for element in self.inheritance(style):
            indent = element.find("w:pPr/w:ind", NAMESPACES)
            if indent is not None:
                left = left if left is not None else indent.get(f"{{{W}}}left", indent.get(f"{{{W}}}start"))
                right = right if right is not None else indent.get(f"{{{W}}}right", indent.get(f"{{{W}}}end"))
        return int(left or 0), int(right or 0)

    def indent(self, style: str) -> int:
        """The indent of a table style from the left edge of the type area, in twips."""
        for element in self.inheritance(style):
            indent = element.find("w:tblPr/w:tblInd", NAMESPACES)
            if indent is not None:
                return int(_attribute(indent, "w"))
        return 0

    def padding(self, style: str) -> Padding:
        """The cell margins of a table style."""
        return Padding(self.margin(style, "left"), self.margin(style, "right"))

    def tab_stops(self, style: str) -> list[int]:
        """The positions of a paragraph style's tab stops, in twips."""
        found = (element.find("w:pPr/w:tabs", NAMESPACES) for element in self.inheritance(style))
        tabs = next((tabs for tabs in found if tabs is not None), ())
        return [int(_attribute(tab, "pos")) for tab in tabs]

    def level(self, style: str) -> etree._Element | None:
        """The numbering level that a paragraph style is linked to, or None."""
        for element in self.inheritance(style):
            linked = element.find("w:pPr/w:numPr", NAMESPACES)
            if linked is not None:
                return self._level(_value(linked, "w:numId"), _value(linked, "w:ilvl") or "0")
        return None

    def _level(self, number: str, level: str) -> etree._Element | None:
        for instance in self.numbering.iterfind("w:num", NAMESPACES):
            if _attribute(instance, "numId") == number:
                abstract = _value(instance, "w:abstractNumId")
                break
        else:
            return None
        for definition in self.numbering.iterfind("w:abstractNum", NAMESPACES):
            if _attribute(definition, "abstractNumId") == abstract:
                for candidate in definition.iterfind("w:lvl", NAMESPACES):
                    if _attribute(candidate, "ilvl") == level:
                        return candidate
        return None

    def margin(self, style: str, side: str, own: etree._Element | None = None) -> int:
        """The margin of the cells of a table at a side: its own (``w:tblCellMar``), or that of its style."""
        styles = self.inheritance(style)
        found = (element.find("w:tblPr/w:tblCellMar", NAMESPACES) for element in styles)
        for margins in (own, *found):
            margin = None if margins is None else margins.find(f"w:{side}", NAMESPACES)
            if margin is not None:
                return int(_attribute(margin, "w"))
        return 0

    def inheritance(self, style: str) -> Iterator[etree._Element]:
        """A style and the styles that it is based on, nearest first."""
        met = set()
        while style in self._by_id and style not in met:
            met.add(style)
            yield self._by_id[style]
            style = _value(self._by_id[style], "w:basedOn")


StyleVariant = Callable[[str], str]
"""From the id of a style to the id of its variant."""


def style_names(styles: WordStyles) -> dict[str, str]:
    """The names of a layout's styles by role, without the roles that it leaves out (:data:`STANDS_IN`)."""
    named: dict[str, str] = styles.model_dump()
    return {role: name for role, name in named.items() if name}


class StyleIds:
    """The style ids of a file by role, and their names.

    In a booklet ``variant`` maps styles to variants in a partner's colours; ``names`` are always those of the
    layout.
    """

    def __init__(
        self, sheet: StyleSheet, styles: WordStyles, variant: StyleVariant = lambda style: style
    ) -> None:
        self.sheet = sheet
        self.names: dict[str, str] = style_names(styles)
        self._variant = variant

    def __getitem__(self, role: str) -> str:
        """The id of the style of a role.

        Raises:
            ValueError: The file lacks it.
        """
        found = self.sheet.find(self.names[role], style_type(role))
        if found is None:
            raise ValueError(f"no {style_type(role)} style {self.names[role]!r}: call check_reference first")
        return self._variant(found)

    def role(self, name: str) -> str:
        """A role that the layout has a style for: this one, or the one that stands in for it."""
        return name if name in self.names else STANDS_IN[name]

    def base_size(self, role: str) -> int:
        """The size of a role's text in the layout's style, in half-points; not in a variant of it."""
        found = self.sheet.find(self.names[role], style_type(role))
        return self.sheet.half_points(found or self[role])

    def foreign(self, lang: str) -> str:
        """The style for words of a language: the one for the language (冊子 外国語 zh), or the common one."""
        family = self.sheet.find(f"{self.names['foreign']} {lang.split('-', maxsplit=1)[0]}", "character")
        return self._variant(family) if family else self["foreign"]


def check_reference(path: Path, styles: WordStyles) -> list[MissingItem]:
    """The parts and styles that are missing in a designer's reference.docx, in the order of the roles.

    Both kinds of notes are required, also if the layout uses only one. So the placement of notes can be
    changed in layout.yaml, without Word.

    Args:
        path: The file; it must exist.
        styles: The names of styles in the layout.

    Raises:
        ValueError: The file has no page set-up.
    """
    try:
        with ZipFile(BytesIO(path.read_bytes())) as file:
            parts = {name: file.read(name) for name in file.namelist()}
        for name, data in parts.items():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(data)
        return list(_missing_items(parts, styles))
    except (BadZipFile, etree.XMLSyntaxError):
        return [MissingItem("word/document.xml", _KINDS["part"])]


def _missing_items(parts: dict[str, bytes], styles: WordStyles) -> Iterator[MissingItem]:
    wanted = ("document", "styles", "numbering", "settings", "footnotes", "endnotes", "theme/theme1")
    missing = [f"word/{name}.xml" for name in wanted if f"word/{name}.xml" not in parts]
    yield from (MissingItem(name, _KINDS["part"]) for name in missing)
    if missing:
        return
    yield from _missing_targets(parts)
    sheet = StyleSheet(
        etree.fromstring(parts["word/styles.xml"]), etree.fromstring(parts["word/numbering.xml"])
    )
    for role, name in style_names(styles).items():
        kind = style_type(role)
        found = sheet.find(name, kind)
        if found is None:
            yield MissingItem(name, _KINDS[kind])
        elif role in NUMBERED and sheet.level(found) is None:
            yield MissingItem(name, _KINDS["numbering"])
    for notes in KINDS:
        root = etree.fromstring(parts[f"word/{notes.tag}s.xml"])
        types = {_attribute(note, "type") for note in root.iterfind(f"w:{notes.tag}", NAMESPACES)}
        for separator in ("separator", "continuationSeparator"):
            if separator not in types:
                yield MissingItem(separator, _KINDS[notes.tag])


def _missing_targets(parts: dict[str, bytes]) -> Iterator[MissingItem]:
    """Targets of relationships that are missing.

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
                yield MissingItem(target, _KINDS["part"])


def _child(parent: etree._Element, name: str, after: Collection[str]) -> etree._Element:
    """The child with a name; added before those that come after it in the schema."""
    found = parent.find(f"w:{name}", NAMESPACES)
    if found is None:
        found = etree.Element(f"{{{W}}}{name}")
        later = (index for index, child in enumerate(parent) if etree.QName(child).localname in after)
        parent.insert(min(later, default=len(parent)), found)
    return found


def _set_values(properties: etree._Element, values: dict[str, int]) -> None:
    for name, value in values.items():
        _child(properties, name, _AFTER_VALUE[name]).set(f"{{{W}}}val", str(value))


def _attribute(element: etree._Element, name: str) -> str:
    return str(element.get(f"{{{W}}}{name}", ""))


def _value(element: etree._Element, path: str) -> str:
    """The ``w:val`` of the descendant at ``path``, or an empty string."""
    found = element.find(path, NAMESPACES)
    return "" if found is None else _attribute(found, "val")
