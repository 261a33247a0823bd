"""The structure elements of one file, while the patches change them (ISO 32000-1, 14.7)."""

from __future__ import annotations

from typing import Any


class TagObjects:
    """The objects that WeasyPrint makes for the tags: all objects of a file from index ``first``.

    Attributes:
        numbers: The parent tree.
        root: The root of the structure tree.
        document: The element around all others.
        by_reference: Each object by its reference.
        dropped: Object numbers of the elements that :meth:`renumber` leaves out.
    """

    def __init__(self, pdf: Any, first: int) -> None:
        self.pdf = pdf
        self.first = first
        self.made = pdf.objects[first:]
        self.by_reference = {item.reference: item for item in self.made}
        self.numbers, self.root, self.document = self.made[:3]
        self.dropped: set[int] = set()

    def element(self, kid: Any) -> Any:
        """The structure element that an entry of ``/K`` refers to, or None."""
        child = self.by_reference.get(kid) if isinstance(kid, bytes) else None
        return child if child is not None and "S" in child else None

    def renumber(self) -> None:
        """Renumber the objects without the dropped elements."""
        kept = [item for item in self.made if item.number not in self.dropped]
        old = [item.reference for item in kept]
        del self.pdf.objects[self.first :]
        for item in kept:
            self.pdf.add_object(item)
        new = {reference: item.reference for reference, item in zip(old, kept, strict=True)}
        for item in kept:
            for key in ("P", "K", "ParentTree"):
                if key in item:
                    item[key] = _renamed(item[key], new)
        self.numbers["Nums"] = _renamed(self.numbers["Nums"], new)
        self.pdf.catalog["StructTreeRoot"] = new[self.pdf.catalog["StructTreeRoot"]]


def _renamed(value: Any, new: dict[bytes, bytes]) -> Any:
    if isinstance(value, list):
        value[:] = [_renamed(one, new) for one in value]
        return value
    return new.get(value, value) if isinstance(value, bytes) else value
