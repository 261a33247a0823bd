"""The notes of a Word file as pandoc reads them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def pandoc_notes(node: Any) -> Iterator[str]:
    """The texts of the notes in a pandoc document, in reading order."""
    if isinstance(node, dict) and node.get("t") == "Note":
        yield pandoc_text(node["c"])
    elif isinstance(node, dict | list):
        for child in node.values() if isinstance(node, dict) else node:
            yield from pandoc_notes(child)


def pandoc_text(node: Any) -> str:
    """The words of a part of a pandoc document; a link's address is none."""
    if isinstance(node, list):
        return "".join(map(pandoc_text, node))
    if not isinstance(node, dict):
        return ""
    found = node.get("c", "")
    return {"Str": found, "Space": " ", "SoftBreak": " "}.get(node["t"]) or pandoc_text(found)
