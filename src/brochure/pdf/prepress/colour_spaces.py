"""Colour spaces of a PDF by family, and the colours of a page as they are asked for (ISO 32000-1, 8.6)."""

from __future__ import annotations

from typing import Any

Colour = tuple[float, ...]

RGB = frozenset(["DeviceRGB", "CalRGB", "ICCBased RGB"])
_ICC = {1: "ICCBased Gray", 3: "ICCBased RGB", 4: "ICCBased CMYK"}


def family(space: Any, resources: Any) -> str:
    """The family of a colour space: ``DeviceRGB``, ``ICCBased RGB``, ``Separation``, …

    ``Indexed`` and ``Pattern`` spaces are told by the space below them where there is one. ``All`` is the
    registration colour, a Separation that marks every plate (8.6.6.4).
    """
    import pikepdf

    if isinstance(space, pikepdf.Name):
        named = resources.get("/ColorSpace", {}).get(str(space)) if resources is not None else None
        return family(named, resources) if named is not None else _LONG.get(str(space), str(space)[1:])
    name = str(space[0])[1:]
    if name == "ICCBased":
        return _ICC.get(int(space[1].get("/N", 0)), "ICCBased")
    if name in ("Indexed", "Pattern", "I") and len(space) > 1:
        return family(space[1], resources)
    if name == "Separation" and str(space[1]) == "/All":
        return "All"
    return _LONG.get(f"/{name}", name)


# The short names are those of inline images (8.9.7).
_LONG = {"/RGB": "DeviceRGB", "/G": "DeviceGray", "/CMYK": "DeviceCMYK", "/I": "Indexed"}

# The operators that set a colour in a space of a device, in lower case (8.6.8).
DEVICE = {"g": "DeviceGray", "rg": "DeviceRGB", "k": "DeviceCMYK"}


def drop(thing: Any, *keys: str) -> None:
    """Take keys away from a dictionary or stream, where they are."""
    for key in keys:
        if key in thing:
            del thing[key]
