"""The tags of a PDF as lines of text, with the text that each element holds, wherever its pages are."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf

from brochure.pdf.preflight.reader import read_page_contents
from brochure.pdf.preflight.structure_tree import ancestry


def tag_outline(data: bytes) -> list[str]:
    """Each element as a line, indented by depth: its tag and its own text."""
    finished = read_page_contents(data, render=False)
    texts: dict[int, str] = {}
    for sheet in finished.sheets:
        for char in sheet.chars:
            texts[char.style.element] = texts.get(char.style.element, "") + char.text
    depths = [len(list(ancestry(finished.elements, index))) - 1 for index in range(len(finished.elements))]
    lines = zip(depths, finished.elements, strict=True)
    return [f"{' ' * depth}{one.tag} {texts.get(i, '')}".rstrip() for i, (depth, one) in enumerate(lines)]


def tags_of(data: bytes) -> list[str]:
    """The tags alone, in reading order."""
    return [line.split()[0] for line in tag_outline(data)]


def spoken(data: bytes) -> list[str]:
    """What a screen reader speaks in place of the content of elements, in reading order."""
    with pikepdf.open(io.BytesIO(data)) as opened:
        return [str(one.Alt) for one in _elements(opened.Root.StructTreeRoot.K) if "/Alt" in one]


def bookmarks(data: bytes) -> list[str]:
    """The titles of the outline, in its order."""
    with pikepdf.open(io.BytesIO(data)) as opened, opened.open_outline() as outline:
        return list(_titles(outline.root))


def _titles(items: Any) -> Iterator[str]:
    for item in items:
        yield str(item.title)
        yield from _titles(item.children)


def _elements(kids: Any) -> Iterator[Any]:
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _elements(kid.get("/K", pikepdf.Array()))
