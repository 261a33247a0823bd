"""Merge the structure trees of parts (ISO 32000-2, 14.7): one Document, one parent tree, unique IDs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def prepare(file: Any, name: str) -> None:
    """Make the IDs of a part's elements unique in the book, and the references to them."""
    import pikepdf

    for element in _elements(file.Root.StructTreeRoot.get("/K", pikepdf.Array())):
        if "/ID" in element:
            element.ID = pikepdf.String(f"{name}-{element.ID}")
        attributes = element.get("/A")
        for entry in attributes if isinstance(attributes, pikepdf.Array) else [attributes]:
            if isinstance(entry, pikepdf.Dictionary) and "/Headers" in entry:
                entry.Headers = pikepdf.Array([pikepdf.String(f"{name}-{head}") for head in entry.Headers])


def _elements(kids: Any) -> Iterator[Any]:
    import pikepdf

    stack = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    while stack:
        element = stack.pop()
        if isinstance(element, pikepdf.Dictionary) and "/S" in element:
            yield element
            below = element.get("/K")
            if isinstance(below, pikepdf.Array):
                stack += list(below)
            elif below is not None:
                stack.append(below)


class Merged:
    """The structure of the book while it grows."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.root = book.Root.StructTreeRoot
        self.document = self.root.K[0]
        self.numbers = list(self.root.ParentTree.Nums)
        self.kids = list(self.document.K)
        self.next = self._highest(self.numbers) + 1

    @staticmethod
    def _highest(numbers: list[Any]) -> int:
        return max((int(number) for number in numbers[::2]), default=-1)

    def add(self, file: Any, begin: int) -> None:
        """Take over the structure of a part whose pages are in the book from index ``begin`` on."""
        root = self.book.copy_foreign(file.Root.StructTreeRoot)
        for element in root.K[0].K:
            element.P = self.document
            self.kids.append(element)
        numbers = list(root.ParentTree.Nums)
        for position in range(0, len(numbers), 2):
            self.numbers += [int(numbers[position]) + self.next, numbers[position + 1]]
        for page in list(self.book.pages)[begin:]:
            if "/StructParents" in page.obj:
                page.obj.StructParents = int(page.obj.StructParents) + self.next
            for link in page.obj.get("/Annots", []):
                if "/StructParent" in link:
                    link.StructParent = int(link.StructParent) + self.next
        self.next += self._highest(numbers) + 1

    def write(self) -> None:
        """Put what was gathered into the book."""
        import pikepdf

        self.document.K = pikepdf.Array(self.kids)
        self.root.ParentTree = self.book.make_indirect(pikepdf.Dictionary(Nums=pikepdf.Array(self.numbers)))
