"""Positions in a YAML file: the lines, the comments and the whitespace of each entry.

The parser's end mark of a list or mapping is after the comments that follow; the nodes here end at their last
character.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from brochure.schema.yaml_reader import Data, YamlPath, YamlText

_COMMENT = re.compile(r"(?<!\S)#[^\r\n]*")
_BETWEEN_ENTRIES = re.compile(r"(?:\s|#[^\r\n]*)*")  # whitespace and comments between two entries
_COLON = re.compile(r"(?:\s|#[^\r\n]*)*:")
_HEADER = re.compile(r"[|>][^\r\n]*")


@dataclass(slots=True)
class Node:
    """A value in the file, with character offsets.

    ``entry`` is the start of its dash or key, ``after`` the end of its dash or colon, ``column`` the column
    of the entry, from 0. ``end`` is the offset after its last character, before comments and the line end.
    """

    path: YamlPath
    data: Data
    style: str  # as in yaml_reader.Span
    start: int
    end: int
    entry: int
    after: int
    column: int
    parent: Node | None
    children: list[Node] = field(default_factory=list)

    @property
    def in_flow(self) -> bool:
        """Whether the value is inside brackets."""
        return self.parent is not None and (self.parent.style == "flow" or self.parent.in_flow)

    @property
    def is_block_collection(self) -> bool:
        """Whether the value is a block list or a block mapping."""
        return self.style == "block"


@dataclass(frozen=True, slots=True)
class EntryPlace:
    """The place of a new value: its path, the kind of its collection, and the column of its entry."""

    path: YamlPath
    column: int
    within: str  # "list", "mapping", or "" for the whole file
    in_flow: bool = False


class YamlLayout:
    """The text of a file with its nodes; a line end is added at the start, so that one precedes each line."""

    def __init__(self, source: YamlText) -> None:
        self.file = source.file
        self.source = source
        found = re.search(r"\r?\n", source.text)
        self.newline = found[0] if found else "\n"
        self.text = self.newline + source.text
        self._shift = len(self.newline)
        self.nodes: dict[YamlPath, Node] = {}
        self.root = self._node((), None, 0, 0)

    # --- nodes ---

    def _node(self, path: YamlPath, parent: Node | None, entry: int, after: int) -> Node:
        data = self.source.value(path)
        span = self.source.spans[path]
        start, end = span.start + self._shift, span.end + self._shift
        if parent is None:
            entry = after = start
        if start == end:
            start = end = after
        column = entry - self.text.rfind("\n", 0, entry) - 1
        node = Node(path, data, span.style, start, end, entry, after, column, parent)
        self.nodes[path] = node
        if isinstance(data, list):
            self._items(node, len(data))
        elif isinstance(data, dict):
            self._pairs(node, data)
        if span.style == "block" and node.children:
            node.end = node.children[-1].end
        elif span.style in ("|", ">") and isinstance(data, str):
            node.end = self._block_end(node)
        return node

    def _items(self, node: Node, count: int) -> None:
        end = node.start
        for index in range(count):
            path = (*node.path, index)
            entry = after = self.source.spans[path].start + self._shift
            if node.style == "block":
                found = _BETWEEN_ENTRIES.match(self.text, end)
                assert found
                entry, after = found.end(), found.end() + 1
            child = self._node(path, node, entry, after)
            node.children.append(child)
            end = child.end

    def _pairs(self, node: Node, keys: dict[str, Data]) -> None:
        for key in keys:
            span = self.source.keys[(*node.path, key)]
            found = _COLON.match(self.text, span.end + self._shift)
            after = found.end() if found else span.end + self._shift
            node.children.append(self._node((*node.path, key), node, span.start + self._shift, after))

    def _block_end(self, node: Node) -> int:
        """The end of a block scalar's last line; with ``+`` in the header, with blank lines (8.1.1.2)."""
        found = _HEADER.match(self.text, node.start)
        assert found
        header = re.split(r"\s#", found[0])[0].rstrip()
        content = self.text[found.end() : node.end]
        if "+" in header:
            return found.end() + len(re.sub(r"\r?\n[ ]*\Z", "", content))
        kept = content.rstrip()
        return found.end() + len(kept) if kept else node.start + len(header)

    def place(self, node: Node) -> EntryPlace:
        """Return the place of an existing value."""
        within = "" if node.parent is None else "list" if isinstance(node.parent.data, list) else "mapping"
        return EntryPlace(node.path, node.column, within, node.in_flow)

    def block_entry(self, node: Node) -> Node:
        """Return the innermost entry of a block collection that contains the value."""
        while node.in_flow and node.parent:
            node = node.parent
        return node

    # --- lines ---

    def line_end(self, offset: int) -> int:
        """Return the end of the line that contains ``offset``, before its line end."""
        end = self.text.find("\n", offset)
        end = len(self.text) if end < 0 else end
        return end - 1 if end > offset and self.text[end - 1] == "\r" else end

    def previous_line_end(self, offset: int) -> int:
        """Return the end of the line before the one that contains ``offset``, before its line end."""
        end = self.text.rindex("\n", 0, offset)
        return end - 1 if self.text[end - 1 : end] == "\r" else end

    def own_line(self, node: Node) -> bool:
        """Whether the entry is the first on its line."""
        return not self.text[self.text.rindex("\n", 0, node.entry) : node.entry].strip()

    def with_comments(self, node: Node) -> int:
        """Return the start of the comments directly above an entry, in its column; else that of the entry.

        Comments at the head of the file belong to the file, not to the entry.
        """
        top = node.entry
        while True:
            start = self.text.rfind("\n", 0, top) + 1
            before = self.text.rfind("\n", 0, max(start - 1, 0)) + 1
            line = self.text[before : max(start - 1, before)]
            if not re.match(rf" {{{node.column}}}#", line) or self._in_scalar(before + node.column):
                return top if self.text[:top].strip() else node.entry
            top = before + node.column

    def _in_scalar(self, offset: int) -> bool:
        return any(node.start <= offset < node.end for node in self.nodes.values() if not node.children)

    def blank_between(self, one: Node, other: Node) -> bool:
        """Whether a blank line is between two entries."""
        return bool(re.search(r"\n[ \t]*\r?\n", self.text[one.end : other.entry]))

    def comments(self, start: int, end: int) -> list[str]:
        """Return the comments between two offsets."""
        texts = [node for node in self.nodes.values() if isinstance(node.data, str) and node.end > start]
        scalars = [(node.start, node.end) for node in texts]
        keys = [(span.start + self._shift, span.end + self._shift) for span in self.source.keys.values()]
        found: list[str] = []
        for comment in _COMMENT.finditer(self.text, start, end):
            at = comment.start()
            inside = any(one <= at < other for one, other in scalars if not self._is_header(one, at))
            if not inside and not any(one <= at < other for one, other in keys):
                found.append(comment[0].rstrip())
        return found

    def _is_header(self, scalar: int, offset: int) -> bool:
        return self.text[scalar] in "|>" and offset <= self.line_end(scalar)

    def lines(self, lines: Sequence[str], column: int) -> str:
        """Return lines indented to a column, each with the line end before it."""
        return "".join((self.newline + " " * column + line).rstrip(" ") for line in lines)

    def with_trail(self, end: int, text: str) -> tuple[int, str]:
        """Replace a value that ends at ``end`` by one of several lines; a comment goes to its first line.

        Returns the end of the replaced text, and the new text.
        """
        last = self.line_end(end)
        return last, with_line_comment(text, self.text[end:last])

    def gap_of(self, node: Node) -> str:
        """Return the blanks after the dashes of a list; ``""`` if its items begin on the next line."""
        for child in node.children:
            gap = self.text[child.after : child.start]
            if gap and not gap.strip(" "):
                return gap
        return ""


def with_line_comment(text: str, comment: str) -> str:
    """Return a value with a comment at the end of its first line."""
    first = re.match(r"[^\r\n]*", text)
    assert first
    return first[0] + comment.rstrip() + text[first.end() :]
