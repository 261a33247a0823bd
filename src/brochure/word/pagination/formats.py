"""What the styles say about lines and pages: sizes, spaces, indents, and what is kept together.

All lengths are in twips. Only styles are read, because brochure writes no direct formatting.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from brochure.word.ooxml import NAMESPACES, W
from brochure.word.styles import StyleSheet

_EIGHTHS = 20 / 8  # a border's width is in eighths of a point
_DEFAULT_LINE = 240


@dataclass(frozen=True, slots=True)
class ParagraphFormat:
    """The format of a paragraph.

    Attributes:
        before, after: The spaces above and below.
        line: The pitch of its lines; the least one unless ``exact``.
        multiple: The pitch is at least this multiple of the height of the letters.
        left, right, first: The indents; ``first`` is that of the first line relative to the others.
        size: The size of the text.
        spaced: The extra space after each character.
        top, bottom: The height of a border and the space between it and the text.
        box: What the borders look like; neighbours with equal borders share one box.
        contextual: There is no space between paragraphs of the same style.
    """

    style: str
    before: int
    after: int
    line: int
    exact: bool
    multiple: float
    left: int
    right: int
    first: int
    size: int
    bold: bool
    spaced: int
    top: float
    bottom: float
    box: str
    keep_next: bool
    keep_lines: bool
    breaks_before: bool
    contextual: bool


@dataclass(frozen=True, slots=True)
class RunMetrics:
    """What a character style changes: the size (0: nothing), bold, and whether text is raised or lowered."""

    size: int = 0
    bold: bool = False
    shifted: bool = False


@dataclass(frozen=True, slots=True)
class TableFormat:
    """The margins of a table's cells, and the width of the lines between rows and around the table."""

    left: int
    right: int
    top: int
    bottom: int
    outer: float
    inner: float


class StyleFormats:
    """Reads formats from the styles of a file; each style is read once.

    Args:
        styles: The root of the styles, and ``sheet``, which finds them.
        percent: The pitch of lines and the spaces between paragraphs, as in :func:`squeezed_spacing`.
    """

    def __init__(self, styles: etree._Element, sheet: StyleSheet, percent: int = 100) -> None:
        self._sheet = sheet
        self._percent = percent
        defaults = styles.find("w:docDefaults/w:pPrDefault", NAMESPACES)
        self._defaults = [] if defaults is None else [defaults]
        self._paragraphs: dict[str, ParagraphFormat] = {}
        self._runs: dict[str, RunMetrics] = {}
        self._tables: dict[str, TableFormat] = {}

    def paragraph(self, style: str) -> ParagraphFormat:
        """The format of a paragraph style."""
        if style not in self._paragraphs:
            self._paragraphs[style] = self._read_paragraph(style)
        return self._paragraphs[style]

    def run(self, style: str) -> RunMetrics:
        """The format of a character style."""
        if style not in self._runs:
            chain = list(self._sheet.inheritance(style))
            size = _first_number(chain, "w:rPr/w:sz", "val", 0)
            shifted = any(e.find("w:rPr/w:vertAlign", NAMESPACES) is not None for e in chain)
            self._runs[style] = RunMetrics(size * 10, _is_on(chain, "w:rPr/w:b"), shifted)
        return self._runs[style]

    def table(self, style: str) -> TableFormat:
        """The format of a table style."""
        if style not in self._tables:
            chain = list(self._sheet.inheritance(style))

            def margin(side: str) -> int:
                return _first_number(chain, f"w:tblPr/w:tblCellMar/w:{side}", "w", 0)

            def line(side: str) -> float:
                return _first_number(chain, f"w:tblPr/w:tblBorders/w:{side}", "sz", 0) * _EIGHTHS

            self._tables[style] = TableFormat(
                left=margin("left"),
                right=margin("right"),
                top=margin("top"),
                bottom=margin("bottom"),
                outer=line("bottom"),
                inner=line("insideH"),
            )
        return self._tables[style]

    def _read_paragraph(self, style: str) -> ParagraphFormat:
        chain = [*self._sheet.inheritance(style), *self._defaults]

        def number(name: str, attribute: str, otherwise: int = 0) -> int:
            return _first_number(chain, f"w:pPr/w:{name}", attribute, otherwise)

        rule = next(
            (v for e in chain if (v := _attribute(e.find("w:pPr/w:spacing", NAMESPACES), "lineRule"))), ""
        )
        exact = rule == "exact"
        spaces = {name: number("spacing", name) for name in ("before", "after")}
        spaces["line"] = number("spacing", "line", _DEFAULT_LINE)
        multiple = 1.0 if rule in ("exact", "atLeast") else spaces["line"] / _DEFAULT_LINE
        spaces["line"] = spaces["line"] if rule in ("exact", "atLeast") else 0
        spaces |= squeezed_spacing(spaces, self._percent, exact=exact)
        hanging = number("ind", "hanging")
        borders = next((b for e in chain if (b := e.find("w:pPr/w:pBdr", NAMESPACES)) is not None), None)
        return ParagraphFormat(
            style=style,
            before=spaces["before"],
            after=spaces["after"],
            line=spaces["line"],
            exact=exact,
            multiple=multiple,
            left=number("ind", "left"),
            right=number("ind", "right"),
            first=-hanging if hanging else number("ind", "firstLine"),
            size=self._sheet.half_points(style) * 10,
            bold=_is_on(chain, "w:rPr/w:b"),
            spaced=_first_number(chain, "w:rPr/w:spacing", "val", 0),
            top=_border(borders, "top"),
            bottom=_border(borders, "bottom"),
            box="" if borders is None else etree.tostring(borders).decode(),
            keep_next=_is_on(chain, "w:pPr/w:keepNext"),
            keep_lines=_is_on(chain, "w:pPr/w:keepLines"),
            breaks_before=_is_on(chain, "w:pPr/w:pageBreakBefore"),
            contextual=_is_on(chain, "w:pPr/w:contextualSpacing"),
        )


def squeezed_spacing(spaces: Mapping[str, int], percent: int, *, exact: bool) -> dict[str, int]:
    """The spacing of a paragraph (before, after, line), squeezed; an exact pitch of lines stays.

    >>> squeezed_spacing({"before": 100, "after": 0, "line": 288}, 95, exact=False)
    {'before': 95, 'after': 0, 'line': 274}
    """
    return {
        name: space if exact and name == "line" else round(space * percent / 100)
        for name, space in spaces.items()
    }


def _attribute(element: etree._Element | None, name: str) -> str:
    return "" if element is None else str(element.get(f"{{{W}}}{name}", ""))


def _first_number(chain: list[etree._Element], path: str, attribute: str, otherwise: int) -> int:
    """The first number that a style or one that it is based on has."""
    found = (_attribute(element.find(path, NAMESPACES), attribute) for element in chain)
    return next((round(float(value)) for value in found if value), otherwise)


def _is_on(chain: list[etree._Element], path: str) -> bool:
    """Whether a switch is on in the first style that has it."""
    found = (element.find(path, NAMESPACES) for element in chain)
    first = next((switch for switch in found if switch is not None), None)
    return first is not None and _attribute(first, "val") not in ("0", "false", "off")


def _border(borders: etree._Element | None, side: str) -> float:
    """The height of a border and its space to the text."""
    edge = None if borders is None else borders.find(f"w:{side}", NAMESPACES)
    if edge is None or _attribute(edge, "val") in ("none", "nil"):
        return 0
    return int(_attribute(edge, "sz") or 0) * _EIGHTHS + int(_attribute(edge, "space") or 0) * 20
