"""Write and edit block lists and block mappings: collections with each entry on its own line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from brochure.revision.yaml_edit.edit import EditError, Move, expected_value, path_in_messages
from brochure.revision.yaml_edit.flow import flow_text
from brochure.revision.yaml_edit.layout import EntryPlace, Node
from brochure.revision.yaml_edit.splice import ENTRY, NewEntry, Splice, Splicer
from brochure.revision.yaml_edit.style import YamlStyle, similar_paths
from brochure.schema.yaml_reader import Data, YamlPath


def entry_text(
    style: YamlStyle, value: Data, path: YamlPath, key: str | None, *, column: int, like: Node
) -> str:
    """Return an entry of a block collection; its first line has no indentation, the other lines have."""
    if key is not None:
        return f"{style.key(key, like)}:" + value_text(style, value, EntryPlace(path, column, "mapping"))
    gap = style.layout.gap_of(like) or style.dash_gap
    return "-" + value_text(style, value, EntryPlace(path, column, "list"), gap=gap)


def value_text(style: YamlStyle, value: Data, place: EntryPlace, *, gap: str = " ") -> str:
    """Return the text after a colon or dash: a blank and a value, or lines below it."""
    if isinstance(value, str):
        return gap + style.scalar(value, place)
    if not value or (style.liked(place.path)[:1] == ["flow"] and _fits_line(value)):
        return gap + flow_text(style, value, place.path)
    like = next(
        (node for node in _similar_collections(style, place.path) if type(node.data) is type(value)), None
    )
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
            below = EntryPlace((*place.path, 0), column, "list")
            entries.append("-" + value_text(style, item, below, gap=dash))
    else:
        for key, item in value.items():
            below = EntryPlace((*place.path, key), column, "mapping")
            entries.append(f"{style.key(key, like)}:" + value_text(style, item, below))
    text = "".join(pad + entry for entry in entries)
    if same_line:
        return gap + text[len(pad) :]
    return text[len(pad) :] if place.within == "" else text


def _fits_line(value: Data) -> bool:
    """Whether every text of a value has one line only."""
    if isinstance(value, (list, dict)):
        return all(map(_fits_line, value.values() if isinstance(value, dict) else value))
    return value is None or "\n" not in value


def _similar_collections(style: YamlStyle, path: YamlPath) -> Iterator[Node]:
    """Yield non-empty block collections with similar paths, the most similar first."""
    for wanted in similar_paths(path):
        for node in style.layout.nodes.values():
            if node.is_block_collection and node.children and wanted in similar_paths(node.path):
                yield node


def change_block(splicer: Splicer, node: Node) -> None:
    """Splice the lines of entries that are added, removed or moved; other entries are not touched."""
    layout, children = splicer.layout, node.children
    gone = {child.path for child in children if child.path in splicer.plan.removes}
    lead = 0  # number of first entries that are removed or moved, if the first follows a dash on its line
    inline = not layout.own_line(children[0])
    if inline:
        going = gone | splicer.plan.moved
        lead = next((index for index, child in enumerate(children) if child.path not in going), -1)
        if lead < 0:
            raise EditError(f"{layout.file}: the items of {path_in_messages(node.path)} cannot be moved so")
        gone |= {child.path for child in children[:lead]}
    moved = [child for child in children if child.path in splicer.plan.moved - gone]
    chunks = {child.path: _cut_item(splicer, child) for child in moved}
    if inline:
        _change_first_entries(splicer, node, lead, chunks)
    for child in children[lead:]:
        if child.path in gone:
            start, end = layout.previous_line_end(child.entry), layout.line_end(child.end)
            splicer.splice(start, end, layout.lines(layout.comments(child.entry, end), child.column), node)
    for place, value in splicer.added(node):
        if not inline or place > lead:
            at, spaced = _place_of_entry(splicer, node, place)
            blank = layout.newline * (spaced and not isinstance(value, Move))
            text = blank + _entry_lines(splicer, node, value, chunks)
            splicer.splices.append(Splice(at, at, text, len(node.path) + 1, ENTRY))


def _place_of_entry(splicer: Splicer, node: Node, place: int) -> tuple[int, bool]:
    """The offset for a new entry before entry ``place``, and whether a blank line comes before it."""
    layout, children = splicer.layout, node.children
    if not place:
        return layout.previous_line_end(layout.with_comments(children[0])), False
    at = layout.line_end(children[place - 1].end)
    if place < len(children):
        return at, layout.blank_between(children[place - 1], children[place])
    return at, place > 1 and layout.blank_between(children[place - 2], children[place - 1])


def _cut_item(splicer: Splicer, child: Node) -> str:
    """Cut the lines of an item and the comments directly above, and return them with the line end before."""
    start = splicer.layout.previous_line_end(splicer.layout.with_comments(child))
    end = splicer.layout.line_end(child.end)
    text = splicer.cut(start, end)
    splicer.splice(start, end, "", child)
    return re.sub(r"\A\r?\n", lambda _: splicer.layout.newline, text)


def _entry_lines(splicer: Splicer, node: Node, value: NewEntry | Move, chunks: dict[YamlPath, str]) -> str:
    """The lines of an entry, each with the line end before it."""
    layout, column = splicer.layout, node.children[0].column
    if isinstance(value, Move):
        child = node.children[value.source]
        if child.path in chunks:
            return chunks[child.path]
        data = expected_value(child.data, splicer.plan, child.path)
        value = (data, child.path, None)
    return layout.newline + " " * column + entry_text(splicer.style, *value, column=column, like=node)


def _change_first_entries(splicer: Splicer, node: Node, lead: int, chunks: dict[YamlPath, str]) -> None:
    """Splice the first entries of a collection that begins after a dash on the same line."""
    layout, first, heir = splicer.layout, node.children[0], node.children[lead]
    pad = layout.newline + " " * first.column
    added = [value for place, value in splicer.added(node) if place <= lead]
    texts = "".join(_entry_lines(splicer, node, value, chunks).lstrip("\r\n ") + pad for value in added)
    if lead:
        last = node.children[lead - 1]
        comments = layout.comments(first.entry, last.end)
        splicer.cut(first.entry - 1, heir.entry)
        if comments or "#" in splicer.text[last.end : heir.entry]:
            # the dash stays alone on its line, so that the comments keep their own lines
            start = len(splicer.text[: first.entry].rstrip(" "))
            splicer.splice(start, last.end, layout.lines(comments, first.column), node)
        else:
            splicer.splice(first.entry, heir.entry, "", node)
    splicer.splice(heir.entry, heir.entry, texts, node)
