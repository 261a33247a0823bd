"""Write values on lines of their own, indented like their neighbours: block lists and block mappings."""

from __future__ import annotations

from collections.abc import Iterator

from brochure.revision.yaml_edit.flow import flow_text
from brochure.revision.yaml_edit.layout import Node, Place
from brochure.revision.yaml_edit.style import Style, patterns
from brochure.schema.yaml_reader import Data, Path


def entry_text(style: Style, value: Data, path: Path, key: str | None, *, column: int, like: Node) -> str:
    """An entry of a block collection, without the blanks before it; later lines have theirs."""
    if key is not None:
        return f"{style.key(key, like)}:" + value_text(style, value, Place(path, column, "mapping"))
    gap = style.layout.gap_of(like) or style.dash_gap
    return "-" + value_text(style, value, Place(path, column, "list"), gap=gap)


def value_text(style: Style, value: Data, place: Place, *, gap: str = " ") -> str:
    """What stands behind a colon or dash: a blank and a value, or lines."""
    if isinstance(value, str):
        return gap + style.scalar(value, place)
    if not value or (style.liked(place.path)[:1] == ["flow"] and _fits_line(value)):
        return gap + flow_text(style, value, place.path)
    like = next((node for node in _alike(style, place.path) if type(node.data) is type(value)), None)
    same_line = place.within == "list" and not (like and style.layout.own_line(like.children[0]))
    if same_line:
        column = place.column + 1 + len(gap)
    elif place.within == "":
        column = 0
    elif like and like.children[0].column > 0:
        column = place.column + like.children[0].column - like.column
    else:
        column = place.column + (style.offset if isinstance(value, list) else style.step)
    pad = style.layout.newline + " " * column
    entries: list[str] = []
    if isinstance(value, list):
        dash = (style.layout.gap_of(like) if like else "") or style.dash_gap
        for item in value:
            below = Place((*place.path, 0), column, "list")
            entries.append("-" + value_text(style, item, below, gap=dash))
    else:
        for key, item in value.items():
            below = Place((*place.path, key), column, "mapping")
            entries.append(f"{style.key(key, like)}:" + value_text(style, item, below))
    text = "".join(pad + entry for entry in entries)
    if same_line:
        return gap + text[len(pad) :]
    return text[len(pad) :] if place.within == "" else text


def _fits_line(value: Data) -> bool:
    """Whether no text of a value has several lines."""
    if isinstance(value, (list, dict)):
        return all(map(_fits_line, value.values() if isinstance(value, dict) else value))
    return value is None or "\n" not in value


def _alike(style: Style, path: Path) -> Iterator[Node]:
    """Block collections in like places that are not empty, the closest first."""
    for wanted in patterns(path):
        for node in style.layout.nodes.values():
            if node.is_block_collection and node.children and wanted in patterns(node.path):
                yield node
