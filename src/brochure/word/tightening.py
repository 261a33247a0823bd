"""Tighten a Word file that is too long, with the steps of the layout's page budget.

A step changes tokens of the layout (``leading: 11.6pt``). In a Word file, lengths of styles that equal a
token change with it: pitches of lines, room before and after paragraphs, the size of the body. So the same
steps save space on both pages, and a designer of reference.docx needs nothing but the values of layout.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from brochure.schema.layout import LayoutData
from brochure.word.ooxml import NAMESPACES, W

LEADING, SIZE = "leading", "size"
_SHARES = (0.25, 0.5, 0.75)  # of the leading: the rooms around paragraphs
_POINTS = {"pt": 1.0, "mm": 72 / 25.4, "cm": 720 / 25.4, "in": 72.0, "px": 0.75}
_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)(pt|mm|cm|in|px)\s*")


def tightening_steps(data: LayoutData) -> Iterator[dict[str, str]]:
    """The changed tokens of each step; a step includes the changes of the steps before it."""
    tokens: dict[str, str] = {}
    for step in data.budget.tighten if data.budget else ():
        tokens |= step.tokens
        yield dict(tokens)


def apply_tokens(
    styles: etree._Element,
    sections: Iterable[etree._Element],
    tokens: Mapping[str, str],
    changed: Mapping[str, str],
) -> None:
    """Change the lengths that equal tokens of the layout.

    Args:
        styles: The root of the styles.
        sections: The page set-ups: upper margins, and the room between columns.
        tokens: The tokens of the layout.
        changed: The new values of some of them.
    """
    lengths = _changed_lengths(tokens, changed)
    for spacing in styles.iterfind(".//w:pPr/w:spacing", NAMESPACES):
        _replace(spacing, ("line", "before", "after"), lengths)
    for section in sections:
        for margins in section.iterfind("w:pgMar", NAMESPACES):
            _replace(margins, ("top",), lengths)
        for columns in section.iterfind("w:cols", NAMESPACES):
            _replace(columns, ("space",), lengths)
    before, after = (_points(values.get(SIZE)) for values in (tokens, changed))
    if before and after:
        for name in ("sz", "szCs"):
            for size in styles.iterfind(f".//w:rPr/w:{name}", NAMESPACES):
                _replace(size, ("val",), {int(before * 2): int(after * 2)})  # Word knows half points only


def _changed_lengths(tokens: Mapping[str, str], changed: Mapping[str, str]) -> dict[int, int]:
    """The new lengths by the old ones, in twips; a share of the leading gives way to another token."""
    pairs = {
        name: (old, new)
        for name in changed
        if name != SIZE and (old := _points(tokens.get(name))) and (new := _points(changed[name]))
    }
    made: dict[int, int] = {}
    if LEADING in pairs:
        old, new = pairs[LEADING]
        made = {round(old * share * 20): round(new * share * 20) for share in _SHARES}
    return made | {round(old * 20): round(new * 20) for old, new in pairs.values()}


def _points(length: str | None) -> float:
    """A CSS length in points; 0 if it is none."""
    found = _LENGTH.fullmatch(length or "")
    return float(found[1]) * _POINTS[found[2]] if found else 0


def _replace(element: etree._Element, names: Iterable[str], lengths: Mapping[int, int]) -> None:
    for name in names:
        value = element.get(f"{{{W}}}{name}", "")
        if value.isdecimal() and (changed := lengths.get(int(value))) is not None:
            element.set(f"{{{W}}}{name}", str(changed))
