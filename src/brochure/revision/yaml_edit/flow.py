"""Write and edit flow lists and flow mappings: collections between brackets."""

from __future__ import annotations

from itertools import pairwise

from brochure.revision.yaml_edit.edit import Move
from brochure.revision.yaml_edit.layout import EntryPlace, Node
from brochure.revision.yaml_edit.splice import Splicer
from brochure.revision.yaml_edit.style import YamlStyle
from brochure.schema.yaml_reader import Data, YamlPath


def flow_text(style: YamlStyle, value: Data, path: YamlPath, key: str | None = None) -> str:
    """Return a value in flow style, on one line; with ``key``, an entry of a flow mapping."""
    if key is not None:
        return f"{style.key(key, style.layout.nodes[path[:-1]])}: {flow_text(style, value, path)}"
    if value is None:
        return "null"
    if isinstance(value, str):
        within = "mapping" if path and isinstance(path[-1], str) else "list"
        return style.scalar(value, EntryPlace(path, 0, within, in_flow=True))
    if isinstance(value, list):
        return "[" + ", ".join(flow_text(style, item, (*path, 0)) for item in value) + "]"
    pairs = (f"{style.key(name)}: {flow_text(style, item, (*path, name))}" for name, item in value.items())
    return "{" + ", ".join(pairs) + "}"


def change_flow(splicer: Splicer, node: Node) -> None:
    """Splice a flow collection: join its entries again, each with the separator that was before it."""
    layout, children = splicer.layout, node.children
    pairs = [(child, splicer.text[one.end : child.entry]) for one, child in pairwise(children)]
    between = {child.path: found for child, found in pairs}
    usual = next((found for found in between.values() if "#" not in found), ", ")
    parts: list[str] = []
    for text, child in _entries(splicer, node):
        if parts:
            parts.append(between.pop(child.path, usual) if child else usual)
        parts.append(text)
    lost: list[str] = []
    for one, child in pairwise(children):
        lost += layout.comments(one.end, child.entry) if child.path in between else []
    for child in children:
        lost += layout.comments(child.entry, child.end) if child.path in splicer.plan.removes else []
    head, tail = splicer.text[node.start : children[0].entry], splicer.text[children[-1].end : node.end]
    inside = splicer.in_place(node.start, node.end)
    splicer.splices = [one for one in splicer.splices if one not in inside]
    splicer.splice(node.start, node.end, head + "".join(parts) + tail, node)
    splicer.keep_comments(lost, node)


def _entries(splicer: Splicer, node: Node) -> list[tuple[str, Node | None]]:
    """The texts of a flow collection's entries after the edits, each with its old node (None if new)."""
    found: list[tuple[str, Node | None]] = []
    for index in range(len(node.children) + 1):
        for place, value in splicer.added(node):
            if place != index:
                continue
            if isinstance(value, Move):
                child = node.children[value.source]
                found.append((_inside(splicer, child), child))
            else:
                found.append((flow_text(splicer.style, *value), None))
        if index < len(node.children):
            child = node.children[index]
            if child.path not in splicer.plan.removes | splicer.plan.moved:
                found.append((_inside(splicer, child), child))
    return found


def _inside(splicer: Splicer, child: Node) -> str:
    return splicer.rendered(child.entry, child.end, splicer.in_place(child.entry, child.end))
