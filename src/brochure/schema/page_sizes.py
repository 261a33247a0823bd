"""Page sizes by name, as people ask for them: ``B5``, ``A4-landscape``, ``slim``, ``100x210``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

# Width and height in portrait, in mm: ISO 216 for A, JIS P 0138 for B, ANSI/ASME Y14.1 for Letter. Slim fits
# a DL envelope (ISO 269: 110 × 220 mm), 10 mm less each way.
SIZES: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "A3": (297.0, 420.0),
        "A4": (210.0, 297.0),
        "A5": (148.0, 210.0),
        "A6": (105.0, 148.0),
        "B4": (257.0, 364.0),
        "B5": (182.0, 257.0),
        "B6": (128.0, 182.0),
        "Letter": (215.9, 279.4),
        "slim": (100.0, 210.0),
    }
)
LANDSCAPE = "-landscape"
SMALLEST, LARGEST = 80.0, 600.0  # mm; below it no line of 15 characters remains beside the margins

_MEASURES = re.compile(r"(\d+(?:\.\d+)?)\s*[x×*]\s*(\d+(?:\.\d+)?)(?:\s*mm)?", re.IGNORECASE)


def parse_size(text: str) -> tuple[float, float] | None:
    """Width and height in mm of a name or of two measures; ``None`` if it is neither.

    >>> parse_size("b5"), parse_size("A4-landscape"), parse_size("100x210"), parse_size("B7")
    ((182.0, 257.0), (297.0, 210.0), (100.0, 210.0), None)
    """
    if found := _MEASURES.fullmatch(text.strip()):
        return float(found[1]), float(found[2])
    name = text.strip().casefold()
    turned = name.endswith(LANDSCAPE)
    known = {key.casefold(): size for key, size in SIZES.items()}
    size = known.get(name.removesuffix(LANDSCAPE))
    return (size[1], size[0]) if size and turned else size


def size_names() -> tuple[str, ...]:
    """The names that :func:`parse_size` knows, without those in landscape."""
    return tuple(SIZES)
