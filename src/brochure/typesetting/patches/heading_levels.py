"""Headings of the tags begin with H1 and skip no level (ISO 14289-1, 7.4.2).

A layout chooses its headings for their look, and a block may lack the heading above it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_LEVELS = {f"/H{level}": level for level in range(1, 7)}


def finish_headings(_document: Any, pdf: Any) -> None:
    """Close the gaps between the levels of a PDF before it is written; a finisher for ``write_pdf``."""
    import pydyf

    by_reference = {item.reference: item for item in pdf.objects if isinstance(item, pydyf.Dictionary)}
    headings = list(_headings(by_reference[pdf.catalog["StructTreeRoot"]], by_reference))
    for heading, level in zip(headings, closed_levels([_LEVELS[one["S"]] for one in headings]), strict=True):
        heading["S"] = f"/H{level}"


def _headings(element: Any, by_reference: dict[Any, Any]) -> Iterator[Any]:
    """The headings in an element, in reading order."""
    for kid in element.get("K", ()):
        child = by_reference.get(kid) if isinstance(kid, bytes) else None
        if child is None or "S" not in child:
            continue
        if child["S"] in _LEVELS:
            yield child
        yield from _headings(child, by_reference)


def closed_levels(levels: list[int]) -> list[int]:
    """Levels without gaps; headings of one level under the same heading stay alike.

    >>> closed_levels([1, 2, 4, 4, 3, 2, 5, 1]), closed_levels([2, 3, 2, 1])
    ([1, 2, 3, 3, 3, 2, 3, 1], [1, 2, 1, 1])
    """
    found: list[int] = []
    above: list[int] = []  # the given levels of the headings that contain the next one
    for level in levels:
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        found.append(len(above))
    return found
