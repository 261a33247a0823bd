"""Edits of values, as the page of the desk sends them."""

from __future__ import annotations

from typing import Any

RELATION = ["answers", "relation", 0, "bullets"]


def at(data: Any, path: list[Any]) -> Any:
    """The value at a path."""
    for step in path:
        data = data[step]
    return data


def put(data: Any, path: list[Any], use: Any) -> dict[str, Any]:
    """An edit of an existing value."""
    return {"at": path, "was": at(data, path), "use": use}
