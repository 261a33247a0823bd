"""The print shops and booklets of a workspace, as people choose them: by their titles."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from brochure.diagnostics.problem import BrochureError
from brochure.schema.yaml_reader import parse_yaml
from brochure.storage.workspace import Workspace


def told_shops(where: Workspace) -> list[dict[str, Any]]:
    """All print shops, each with its title; one whose file cannot be read has its name for a title."""
    return [
        {"id": name, "title": _text(data.get("title")) or name}
        for name, data in _read(where, where.shops(), where.shop)
    ]


def told_booklets(where: Workspace) -> list[dict[str, Any]]:
    """All booklets, each with its title and the partners that it lists; null if it chooses them by rules."""
    return [
        {"id": name, "title": _text(data.get("title")) or name, "partners": _partners(data.get("partners"))}
        for name, data in _read(where, where.booklet_names(), where.booklet)
    ]


def _read(
    where: Workspace, names: Iterable[str], find: Callable[[str], Path]
) -> Iterable[tuple[str, dict[str, Any]]]:
    for name in names:
        try:
            path = find(name)
            data = parse_yaml(where.read(path), where.shown(path)).data
        except BrochureError:  # told when it is chosen
            data = None
        yield name, data if isinstance(data, dict) else {}


def _partners(found: object) -> list[str] | None:
    if not isinstance(found, list):
        return None
    return [_text(one.get("id")) for one in found if isinstance(one, dict)]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
