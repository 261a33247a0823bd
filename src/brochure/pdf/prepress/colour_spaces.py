"""Families of PDF colour spaces (ISO 32000-1, 8.6)."""

from __future__ import annotations

from typing import Any

Colour = tuple[float, ...]

RGB = frozenset(["DeviceRGB", "CalRGB", "ICCBased RGB"])
_ICC = {1: "ICCBased Gray", 3: "ICCBased RGB", 4: "ICCBased CMYK"}


def colour_family(space: Any, resources: Any) -> str:
    """The family of a colour space: ``DeviceRGB``, ``ICCBased RGB``, ``Separation``, …

    ``Indexed`` and ``Pattern`` spaces return the family of their base space if they have one. ``All`` is the
    registration colour, a Separation that marks every plate (8.6.6.4).
    """
    import pikepdf

    if isinstance(space, pikepdf.Name):
        named = resources.get("/ColorSpace", {}).get(str(space)) if resources is not None else None
        return colour_family(named, resources) if named is not None else _LONG.get(str(space), str(space)[1:])
    name = str(space[0])[1:]
    if name == "ICCBased":
        return _ICC.get(int(space[1].get("/N", 0)), "ICCBased")
    if name in ("Indexed", "Pattern", "I") and len(space) > 1:
        return colour_family(space[1], resources)
    if name == "Separation" and str(space[1]) == "/All":
        return "All"
    return _LONG.get(f"/{name}", name)


# The short names are used in inline images (8.9.7).
_LONG = {"/RGB": "DeviceRGB", "/G": "DeviceGray", "/CMYK": "DeviceCMYK", "/I": "Indexed"}

# Operators that set a colour in a device space, in lower case (8.6.8).
DEVICE = {"g": "DeviceGray", "rg": "DeviceRGB", "k": "DeviceCMYK"}


def remove_keys(thing: Any, *keys: str) -> None:
    """Remove keys from a dictionary or stream if they exist."""
    for key in keys:
        if key in thing:
            del thing[key]
