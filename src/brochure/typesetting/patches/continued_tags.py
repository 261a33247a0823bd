"""Make one element of what runs over several pages, columns or lines (ISO 32000-1, 14.7.4 and 14.8.2.2.2).

WeasyPrint makes the elements of each page anew: a list over two pages is two lists (Kozea/WeasyPrint#2903).
Here

- pieces of one HTML element are one structure element, whose content may be on several pages;
- the heads of a table that are printed again on its next pages are artifacts;
- the notes at the foot of a page stand behind the last block that begins on it, not between the pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from brochure.typesetting.patches.element_tags import is_anonymous
from brochure.typesetting.patches.tag_objects import TagObjects

_GROUPS = frozenset(["/Document", "/Part", "/Art", "/Sect", "/Div"])
_AGAIN = frozenset(["/THead", "/TFoot"])  # printed again on each page of a table
_NOTHING = b"null"  # in the parent tree
_NEVER = frozenset(["/Link", "/Reference", "/Figure", "/Form", "/Ruby", "/RB", "/RT"])


def apply() -> None:
    """Wrap ``pdf.add_tags``, after :mod:`.compact_tags`, and ``pdf.tags._build_box_tree``.

    Raises:
        RuntimeError: They are not where they are expected.
    """
    import weasyprint.pdf
    from weasyprint.pdf import tags

    add, build = getattr(weasyprint.pdf, "add_tags", None), tags._build_box_tree
    if add is None:
        raise RuntimeError("continued_tags: weasyprint.pdf no longer uses add_tags")
    around: list[Any] = []

    def build_box_tree(box: Any, *arguments: Any) -> Iterator[Any]:
        layout_only = bool(around) and is_anonymous(box, around[-1])
        around.append(box)
        try:
            for element in build(box, *arguments):
                if not hasattr(element, "source"):  # else it comes from a box inside, through <body>
                    element.source = (getattr(box, "element", None), box.element_tag, layout_only)
                yield element
        finally:
            around.pop()

    def add_tags(pdf: Any, document: Any, version: Any, page_streams: Sequence[Any]) -> None:
        first = len(pdf.objects)
        add(pdf, document, version, page_streams)
        join_pieces(pdf, first, page_streams)

    tags._build_box_tree = build_box_tree
    weasyprint.pdf.add_tags = add_tags


def join_pieces(pdf: Any, first: int, page_streams: Sequence[Any]) -> None:
    """Join the pieces among the elements that begin at index ``first`` of a file's objects."""
    _Pieces(pdf, first, page_streams).join()


class _Pieces(TagObjects):
    """The elements of a file, of which some are pieces of one."""

    def __init__(self, pdf: Any, first: int, page_streams: Sequence[Any]) -> None:
        super().__init__(pdf, first)
        self.streams = dict(zip(pdf.page_references, page_streams, strict=True))
        self.owners: dict[bytes, bytes] = {}  # of content whose element was joined or dropped
        self.heads: dict[str, Any] = {}  # by the ID of a head that is printed again, the ID of the first one
        self.artifacts: dict[bytes, set[int]] = {}  # sequences by page

    def join(self) -> None:
        """Join pieces, make artifacts of repeated heads, and renumber the objects."""
        self._join_kids(self.document)
        entries = self.numbers["Nums"]
        pages = len(self.streams)
        for held in entries[1 : 2 * pages : 2]:
            held[:] = [self._owner(reference) for reference in held]
        for page, sequences in self.artifacts.items():
            _make_artifacts(self.streams[page].stream, sequences)
        if self.heads:
            self._rename_heads()
        self.renumber()

    def _owner(self, reference: bytes) -> bytes:
        while reference in self.owners:
            reference = self.owners[reference]
        return reference

    def _join_kids(self, element: Any) -> None:
        """Join those kids of an element that are pieces of one, then the kids of each."""
        kept: list[Any] = []
        found: dict[tuple[int, str, str], Any] = {}
        last = None
        for kid in element["K"]:
            piece = self.element(kid)
            key, layout_only = _source(piece)
            earlier = found.get(key) if key else None
            if earlier is not None and layout_only and earlier is not last:
                earlier = None
            if earlier is None or not self._may_join(earlier, piece):
                kept.append(kid)
                found |= {key: piece} if key else {}
            elif piece["S"] in _AGAIN:
                self._drop_again(earlier, piece)
                continue
            else:
                if earlier["S"] in _GROUPS:
                    self._take_notes(earlier, kept)
                self._take_over(earlier, piece)
                piece = earlier
            last = last if _is_note(piece) else piece
        element["K"][:] = kept
        for kid in kept:
            if (child := self.element(kid)) is not None:
                self._join_kids(child)

    def _may_join(self, earlier: Any, piece: Any) -> bool:
        if piece["S"] in _NEVER or not {"Alt", "ActualText"}.isdisjoint({*earlier, *piece}):
            return False
        if piece["S"] == "/Table":
            heads = [part for kid in piece["K"] if (part := self.element(kid)) is not None]
            return all(self._may_drop(head) for head in heads if head["S"] in _AGAIN)
        return piece["S"] not in _AGAIN or self._may_drop(piece)

    def _take_notes(self, element: Any, kept: list[Any]) -> None:
        """Move the notes behind an element to its end: they stand at the foot of its piece's page."""
        place = kept.index(element.reference) + 1
        notes = [kid for kid in kept[place:] if _is_note(self.element(kid))]
        for kid in notes:
            self.by_reference[kid]["P"] = element.reference
            kept.remove(kid)
        element["K"] += notes

    def _take_over(self, earlier: Any, piece: Any) -> None:
        """Give the content of a piece to the first piece."""
        import pydyf

        page = piece["Pg"]
        for kid in piece["K"]:
            held = kid
            if isinstance(kid, int) and page != earlier["Pg"]:
                held = pydyf.Dictionary({"Type": "/MCR", "Pg": page, "MCID": kid})
            elif isinstance(kid, dict):
                kid.setdefault("Pg", page)
            elif (child := self.element(kid)) is not None:
                child["P"] = earlier.reference
            earlier["K"].append(held)
        if "ID" in piece:
            self.heads[piece["ID"].string] = earlier.setdefault("ID", piece["ID"])
        self.owners[piece.reference] = earlier.reference
        self.dropped.add(piece.number)

    def _may_drop(self, head: Any) -> bool:
        """Whether a head contains only text of its page: no links, nothing in a form."""
        inside = list(self._within(head))
        kids = [kid for part in inside for kid in part["K"]]
        sequences = {kid for kid in kids if isinstance(kid, int)}
        stream = self.streams[head["Pg"]].stream
        drawn = {token["MCID"] for token in stream if isinstance(token, dict) and "MCID" in token}
        return not any(isinstance(kid, dict) for kid in kids) and sequences <= drawn

    def _within(self, element: Any) -> Iterator[Any]:
        yield element
        for kid in element["K"]:
            if (child := self.element(kid)) is not None:
                yield from self._within(child)

    def _drop_again(self, first: Any, again: Any) -> None:
        """Drop heads that are printed again."""
        for one, other in zip(self._within(first), self._within(again), strict=False):
            if "ID" in one and "ID" in other:
                self.heads[other["ID"].string] = one["ID"]
        for part in self._within(again):
            sequences = [kid for kid in part["K"] if isinstance(kid, int)]
            self.artifacts.setdefault(again["Pg"], set()).update(sequences)
            self.owners[part.reference] = _NOTHING
            self.dropped.add(part.number)

    def _rename_heads(self) -> None:
        """Let cells name the heads that are left."""
        for item in self.made:
            headers = item.get("A", {}).get("Headers") if item.number not in self.dropped else None
            if headers:
                named = [self._head(head) for head in headers]
                headers[:] = list({head.string: head for head in named}.values())

    def _head(self, head: Any) -> Any:
        while (first := self.heads.get(head.string)) is not None and first is not head:
            head = first
        return head


def _source(piece: Any) -> tuple[tuple[int, str, str] | None, bool]:
    """The HTML element and the tag of a piece, and whether only the layout made its box."""
    source, tag, layout_only = getattr(piece, "source", (None, "", False))
    return (None, False) if source is None else ((id(source), tag or "", piece["S"]), layout_only)


def _is_note(element: Any) -> bool:
    return element is not None and element["S"] == "/Note"


def _make_artifacts(stream: list[Any], sequences: set[int]) -> None:
    """Make artifacts of marked sequences of a page."""
    made: list[Any] = []
    for token in stream:
        if token == b"BDC" and made[-1]["MCID"] in sequences:
            made[-2:] = ["/Artifact", b"BMC"]
        else:
            made.append(token)
    stream[:] = made
