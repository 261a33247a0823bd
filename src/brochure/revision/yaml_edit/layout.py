"""Where each entry of a YAML file stands: its lines, its comments, the blanks around it.

The parser's marks of a list or mapping end behind the comments that follow; the nodes here end with their
last character.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from brochure.schema.yaml_reader import Data, Path, YamlText

_COMMENT = re.compile(r"(?<!\S)#[^\r\n]*")
_NOTHING = re.compile(r"(?:\s|#[^\r\n]*)*")  # what may stand between two entries
_COLON = re.compile(r"(?:\s|#[^\r\n]*)*:")
_HEADER = re.compile(r"[|>][^\r\n]*")


@dataclass(slots=True)
class Node:
    """A value in the file, by character offsets.

    ``entry`` is where its dash or key begins, ``after`` where its dash or colon ends, ``column`` the entry's
    column from 0. ``end`` is behind its last character: no comment and no line end belongs to it.
    """

    path: Path
    data: Data
    style: str  # as of a yaml_reader.Span
    start: int
    end: int
    entry: int
    after: int
    column: int
    parent: Node | None
    children: list[Node] = field(default_factory=list)

    @property
    def in_flow(self) -> bool:
        """Whether it stands between brackets."""
        return self.parent is not None and (self.parent.style == "flow" or self.parent.in_flow)

    @property
    def is_block_collection(self) -> bool:
        """Whether it is a list or mapping on lines of its own."""
        return self.style == "block"


@dataclass(frozen=True, slots=True)
class EntryPlace:
    """Where a new value goes: in what kind of collection, and at which column its entry begins."""

    path: Path
    column: int
    within: str  # "list", "mapping", or "" for the whole file
    in_flow: bool = False


class YamlLayout:
    """A file's text with its nodes. A line end is put before the text: each line follows one."""

    def __init__(self, source: YamlText) -> None:
        self.file = source.file
        self.source = source
        found = re.search(r"\r?\n", source.text)
        self.newline = found[0] if found else "\n"
        self.text = self.newline + source.text
        self._shift = len(self.newline)
        self.nodes: dict[Path, Node] = {}
        self.root = self._node((), None, 0, 0)

    # --- nodes ---

    def _node(self, path: Path, parent: Node | None, entry: int, after: int) -> Node:
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
                found = _NOTHING.match(self.text, end)
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
        """The end of a block scalar's last line; blank lines are of it where the header says so (8.1.1.2)."""
        found = _HEADER.match(self.text, node.start)
        assert found
        header = re.split(r"\s#", found[0])[0].rstrip()
        content = self.text[found.end() : node.end]
        if "+" in header:
            return found.end() + len(re.sub(r"\r?\n[ ]*\Z", "", content))
        kept = content.rstrip()
        return found.end() + len(kept) if kept else node.start + len(header)

    def place(self, node: Node) -> EntryPlace:
        """Where a value stands that is there."""
        within = "" if node.parent is None else "list" if isinstance(node.parent.data, list) else "mapping"
        return EntryPlace(node.path, node.column, within, node.in_flow)

    def block_entry(self, node: Node) -> Node:
        """The entry on lines of its own that a value is in."""
        while node.in_flow and node.parent:
            node = node.parent
        return node

    # --- lines ---

    def line_end(self, offset: int) -> int:
        """The end of the line that ``offset`` is on, before its line end."""
        end = self.text.find("\n", offset)
        end = len(self.text) if end < 0 else end
        return end - 1 if end > offset and self.text[end - 1] == "\r" else end

    def previous_line_end(self, offset: int) -> int:
        """The end of the line before, before its line end."""
        end = self.text.rindex("\n", 0, offset)
        return end - 1 if self.text[end - 1 : end] == "\r" else end

    def own_line(self, node: Node) -> bool:
        """Whether nothing stands before the entry on its line."""
        return not self.text[self.text.rindex("\n", 0, node.entry) : node.entry].strip()

    def with_comments(self, node: Node) -> int:
        """Where the comments directly above an entry begin, in its column; else the entry.

        Comments at the head of the file are the file's.
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
        """Whether a blank line parts two entries."""
        return bool(re.search(r"\n[ \t]*\r?\n", self.text[one.end : other.entry]))

    def comments(self, start: int, end: int) -> list[str]:
        """The comments between two offsets."""
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
        """Lines at a column, each with the line end before it."""
        return "".join((self.newline + " " * column + line).rstrip(" ") for line in lines)

    def with_trail(self, end: int, text: str) -> tuple[int, str]:
        """A value of several lines in place of one that ends at ``end``, before a comment perhaps.

        The comment goes on the first line. Returns where the replaced text ends, and what replaces it.
        """
        last = self.line_end(end)
        return last, trailed(text, self.text[end:last])

    def gap_of(self, node: Node) -> str:
        """The blanks behind the dashes of a list; nothing where its items begin on the next line."""
        for child in node.children:
            gap = self.text[child.after : child.start]
            if gap and not gap.strip(" "):
                return gap
        return ""


def trailed(text: str, comment: str) -> str:
    """A value with a comment on its first line."""
    first = re.match(r"[^\r\n]*", text)
    assert first
    return first[0] + comment.rstrip() + text[first.end() :]
