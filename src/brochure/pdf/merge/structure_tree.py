"""Make the IDs of a part's structure elements unique in the book (ISO 32000-2, 14.7.2)."""

from __future__ import annotations

from typing import Any


def prefix_ids(item: Any, name: str) -> None:
    """Prefix the part's name to the ID of an element and to the IDs in its attributes.

    Args:
        item: A structure element, or a dictionary of attributes.
        name: The part's name.
    """
    import pikepdf

    if not isinstance(item, pikepdf.Dictionary):
        return
    if "/S" in item and "/ID" in item:
        item.ID = pikepdf.String(f"{name}-{item.ID}")
    attributes = item.get("/A")
    inner = list(attributes) if isinstance(attributes, pikepdf.Array) else [attributes]
    for entry in [item, *(kept for kept in inner if not getattr(kept, "is_indirect", False))]:
        if isinstance(entry, pikepdf.Dictionary) and "/Headers" in entry:
            entry.Headers = pikepdf.Array([pikepdf.String(f"{name}-{head}") for head in entry.Headers])
