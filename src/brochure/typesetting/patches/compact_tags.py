"""Leave out redundant tags (ISO 32000-1, 14.7.2): two thirds of all, and much of a booklet's size.

WeasyPrint makes an element for every box and every piece of a line. A Span or NonStruct without attributes
has no meaning, so its content is given to its parent; pieces of one element that follow each other on the
page become one marked sequence. Grouping elements (14.8.4.2) must not have text of their own, so in them such
a Span stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from brochure.typesetting.patches.tag_objects import TagObjects

EMPTY_TAGS = ("/Span", "/NonStruct")
PLAIN_KEYS = frozenset(["Type", "S", "K", "Pg", "P"])
TEXT_TAGS = frozenset(
    ["/P", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/Lbl", "/LBody", "/TD", "/TH", "/Note", "/Reference"]
) | {"/Link", "/Span", "/RB", "/RT"}


def apply() -> None:
    """Wrap ``pdf.add_tags``.

    Raises:
        RuntimeError: It is not where it is expected.
    """
    import weasyprint.pdf
    from weasyprint.pdf import tags

    if weasyprint.pdf.add_tags is not tags.add_tags:
        raise RuntimeError("compact_tags: weasyprint.pdf no longer uses tags.add_tags")
    add = tags.add_tags

    def add_tags(pdf: Any, document: Any, version: Any, page_streams: Sequence[Any]) -> None:
        first = len(pdf.objects)
        add(pdf, document, version, page_streams)
        _Tree(pdf, first).compact(page_streams)

    weasyprint.pdf.add_tags = add_tags


class _Tree(TagObjects):
    """The elements of a file; ``owners`` says which element took over an element's content."""

    def __init__(self, pdf: Any, first: int) -> None:
        super().__init__(pdf, first)
        self.owners: dict[bytes, bytes] = {}

    def compact(self, page_streams: Sequence[Any]) -> None:
        """Remove redundant elements, join marked sequences, renumber the objects."""
        self._fold(self.document)
        entries = self.numbers["Nums"]
        pages = len(page_streams)
        for page, stream in enumerate(page_streams):
            held = entries[2 * page + 1]
            held[:] = [self._owner(reference) for reference in held]
            held[:] = self._join(stream, held, self.pdf.page_references[page])
        for place in range(2 * pages + 1, len(entries), 2):
            entries[place] = self._owner(entries[place])
        self.renumber()

    def _owner(self, reference: bytes) -> bytes:
        while reference in self.owners:
            reference = self.owners[reference]
        return reference

    def _fold(self, element: Any) -> None:
        """Give an element the content of redundant elements below it."""
        for kid in element["K"]:
            child = self.by_reference.get(kid) if isinstance(kid, bytes) else None
            if child is not None and "S" in child:
                self._fold(child)
        element["K"][:] = [held for kid in element["K"] for held in self._kids_instead_of(kid, element)]

    def _kids_instead_of(self, kid: Any, element: Any) -> list[Any]:
        """The kids that replace one kid of an element."""
        child = self.by_reference.get(kid) if isinstance(kid, bytes) else None
        if child is None:
            return [kid]
        if child.get("Type") == "/OBJR":
            self.dropped.add(child.number)
            del child["Pg"]  # same as the element's own
            return [child]  # stored inside the element, not as an object
        child["P"] = element.reference
        if not self._is_redundant(child, element):
            return [kid]
        self.owners[child.reference] = element.reference
        self.dropped.add(child.number)
        return [held for inner in child["K"] for held in self._kids_instead_of(inner, element)]

    def _is_redundant(self, child: Any, parent: Any) -> bool:
        texts = any(not isinstance(kid, bytes) for kid in child["K"])
        return (
            child["S"] in EMPTY_TAGS
            and set(child) <= PLAIN_KEYS
            and (not texts or (parent["S"] in TEXT_TAGS and child["Pg"] == parent.get("Pg")))
        )

    def _join(self, stream: Any, held: list[bytes], page: bytes) -> list[bytes]:
        """Join sequences that are adjacent on the page and in their element; returns the remaining owners."""
        tokens: list[Any] = []
        left: list[bytes] = []
        now: dict[int, int] = {}
        after = self._after(held, page)
        open_ = closed = -1  # the sequence that is open, and the one that ended last
        for token in stream.stream:
            if token == b"BDC":
                old = tokens[-1]["MCID"]
                if tokens[-3:-2] == [b"EMC"] and after.get(closed) == old:
                    del tokens[-3:]
                else:
                    left.append(held[old])
                    tokens[-1:] = [_property_list(len(left) - 1), token]
                now[old] = len(left) - 1
                open_ = old
                continue
            if token == b"BMC":
                open_ = -1
            elif token == b"EMC":
                open_, closed = -1, open_
            tokens.append(token)
        if len(now) != len(held):
            return held  # some are in forms, which share the page's numbering
        stream.stream[:] = tokens
        for reference in dict.fromkeys(held):
            element = self.by_reference[reference]
            kids = [now[kid] if isinstance(kid, int) else kid for kid in element["K"]]
            element["K"][:] = [kid for index, kid in enumerate(kids) if not index or kid != kids[index - 1]]
        return left

    def _after(self, held: Sequence[bytes], page: bytes) -> dict[int, int]:
        """The sequence that follows each sequence in their element."""
        elements = [self.by_reference[reference] for reference in dict.fromkeys(held)]
        if any(element["Pg"] != page for element in elements):
            raise RuntimeError("compact_tags: an element contains content of another page")
        pairs = [pair for element in elements for pair in pairwise(element["K"])]
        return {one: other for one, other in pairs if isinstance(one, int) and isinstance(other, int)}


def _property_list(mcid: int) -> Any:
    import pydyf

    return pydyf.Dictionary({"MCID": mcid})
