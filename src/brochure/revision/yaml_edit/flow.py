"""Write values between brackets, on one line: flow lists and flow mappings."""

from __future__ import annotations

from brochure.revision.yaml_edit.layout import Place
from brochure.revision.yaml_edit.style import Style
from brochure.schema.yaml_reader import Data, Path


def flow_text(style: Style, value: Data, path: Path, key: str | None = None) -> str:
    """A value between brackets, on one line; with ``key``, an entry of a flow mapping."""
    if key is not None:
        return f"{style.key(key, style.layout.nodes[path[:-1]])}: {flow_text(style, value, path)}"
    if value is None:
        return "null"
    if isinstance(value, str):
        within = "mapping" if path and isinstance(path[-1], str) else "list"
        return style.scalar(value, Place(path, 0, within, in_flow=True))
    if isinstance(value, list):
        return "[" + ", ".join(flow_text(style, item, (*path, 0)) for item in value) + "]"
    pairs = (f"{style.key(name)}: {flow_text(style, item, (*path, name))}" for name, item in value.items())
    return "{" + ", ".join(pairs) + "}"
