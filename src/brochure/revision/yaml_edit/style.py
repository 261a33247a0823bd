"""How a YAML file is laid out, and how new values are written so that they look like it.

A ``Layout`` knows where each entry of a list or mapping begins and ends (the parser's marks end behind the
comments that follow), and the file's habits: indentation, quotes, block scalars, flow collections. What it
writes it reads first, in a file of that one value, so that a text never becomes a date, a comment or a key.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from brochure.diagnostics.problem import BrochureError
from brochure.document.diff import opcodes
from brochure.schema.yaml_reader import Data, Path, YamlText, read

_COMMENT = re.compile(r"(?<!\S)#[^\r\n]*")
_NOTHING = re.compile(r"(?:\s|#[^\r\n]*)*")  # what may stand between two entries
_COLON = re.compile(r"(?:\s|#[^\r\n]*)*:")
_NOT_PLAIN = re.compile(r"[%@`]|.*[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]", re.DOTALL)
_HEADER = re.compile(r"[|>][^\r\n]*")
_ESCAPE = re.compile(
    r"\\(?:\r?\n[ \t]*|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)"  # 5.7, escaped characters
)
ESCAPES = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r",
    "e": "\x1b", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip
_FOLD = re.compile(r"[ \t]*(?:\r?\n[ \t]*)+")
_MUST_ESCAPE = re.compile(r"[\"\\\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff\ud800-\udfff]")


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
class Place:
    """Where a new value goes: in what kind of collection, and at which column its entry begins."""

    path: Path
    column: int
    within: str  # "list", "mapping", or "" for the whole file
    in_flow: bool = False


class Layout:
    """A file's text with its nodes and habits. A line end is put before the text: each line follows one."""

    def __init__(self, source: YamlText) -> None:
        self.file = source.file
        self.source = source
        found = re.search(r"\r?\n", source.text)
        self.newline = found[0] if found else "\n"
        self.text = self.newline + source.text
        self._shift = len(self.newline)
        self.nodes: dict[Path, Node] = {}
        self.root = self._node((), None, 0, 0)
        self._learn()

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

    def place(self, node: Node) -> Place:
        """Where a value stands that is there."""
        within = "" if node.parent is None else "list" if isinstance(node.parent.data, list) else "mapping"
        return Place(node.path, node.column, within, node.in_flow)

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

    # --- habits ---

    def _learn(self) -> None:
        self._styles: dict[tuple[object, ...], Counter[str]] = defaultdict(Counter)
        self._surprises: dict[tuple[object, ...], set[str]] = defaultdict(set)
        quotes: Counter[str] = Counter()
        headers: Counter[str] = Counter()
        steps: Counter[int] = Counter()
        offsets: Counter[int] = Counter()
        gaps: Counter[str] = Counter()
        for path, node in self.nodes.items():
            style = node.style
            if not node.data and not isinstance(node.data, str):
                continue  # an empty value has no style
            for pattern in patterns(path):
                self._styles[pattern][style] += 1
                if path in self.source.surprises:
                    self._surprises[pattern].add(self.source.surprises[path][1])
            quotes[style] += style in ("'", '"')
            if style in ("", "'", '"'):
                self._styles[("any",)][style] += 1
            if style == "|":
                headers[re.split(r"\s", self.text[node.start : self.line_end(node.start)])[0]] += 1
            if node.is_block_collection and node.parent and isinstance(node.parent.data, dict):
                habit = steps if isinstance(node.data, dict) else offsets
                habit[node.children[0].column - node.column] += 1
            if node.is_block_collection and isinstance(node.data, list):
                gaps[self.gap_of(node) or " "] += 1
        self.quote = '"' if quotes['"'] > quotes["'"] else "'"
        headers = Counter({header: count for header, count in headers.items() if header in ("|", "|-")})
        self.literal = headers.most_common(1)[0][0] if headers else "|"
        self.step = steps.most_common(1)[0][0] if steps else 2
        self.offset = offsets.most_common(1)[0][0] if offsets else min(self.step, 2)
        self.dash_gap = gaps.most_common(1)[0][0] if gaps else " "
        key_styles = Counter(span.style for span in self.source.keys.values())
        self.key_style = key_styles.most_common(1)[0][0] if key_styles else ""

    def gap_of(self, node: Node) -> str:
        """The blanks behind the dashes of a list; nothing where its items begin on the next line."""
        for child in node.children:
            gap = self.text[child.after : child.start]
            if gap and not gap.strip(" "):
                return gap
        return ""

    def liked(self, path: Path) -> list[str]:
        """The styles of values in like places, the most frequent first."""
        for pattern in [*patterns(path), ("any",)]:
            if found := self._styles.get(pattern):
                return [style for style, _ in found.most_common()]
        return []

    def allowed(self, path: Path) -> set[str]:
        """What values in like places may be taken for: a field of plain dates stays one."""
        for pattern in patterns(path):
            if pattern in self._styles:
                return self._surprises.get(pattern, set())
        return set()

    # --- writing ---

    def entry_text(self, value: Data, path: Path, key: str | None, *, column: int, like: Node) -> str:
        """An entry of a block collection, without the blanks before it; later lines have theirs."""
        if key is not None:
            return f"{self.key(key, like)}:" + value_text(self, value, Place(path, column, "mapping"))
        gap = self.gap_of(like) or self.dash_gap
        return "-" + value_text(self, value, Place(path, column, "list"), gap=gap)

    def key(self, key: str, like: Node | None = None) -> str:
        """A key, quoted as those beside it."""
        beside = like.children if like else []
        styles = [self.source.keys[child.path].style for child in beside if child.path in self.source.keys]
        styles = styles or [self.key_style]
        for style in [Counter(styles).most_common(1)[0][0], "", self.quote, '"']:
            text = self._styled(key, style, Place((), 0, ""))
            if text is None:
                continue
            try:
                data = read(f"{text}: x".encode(), "")
            except (BrochureError, UnicodeEncodeError):
                continue
            if data.data == {key: "x"}:
                return text
        raise ValueError(f"no key can be {key!r}")

    def scalar(self, value: str, place: Place, styles: Sequence[str] = ()) -> str:
        """A text in the first of ``styles``, then of those in like places, then of all, that can say it."""
        liked = [style for style in [*styles, *self.liked(place.path)] if style not in ("block", "flow")]
        if "\n" in value.removesuffix("\n"):
            liked = [style for style in liked if style in ("|", ">")] + ["|", '"']
        else:
            liked = [*liked[:1], "", self.quote, "'", '"']
        for style in liked:
            text = self._styled(value, style, place)
            if text is not None and self.says(text, value, place):
                return text
        raise ValueError(f"{'.'.join(map(str, place.path))}: no YAML says {value!r}")

    def says(self, text: str, value: str, place: Place, *, may_fold: bool = False) -> bool:
        """Whether a spelling is read as ``value`` at its place, without a warning."""
        pad = " " * place.column
        match place:
            case Place(in_flow=True, within="mapping"):
                document = f"{{k: {text}}}"
            case Place(in_flow=True):
                document = f"[{text}]"
            case Place(within="mapping"):
                document = f"{pad}k: {text}\n"
            case Place(within="list"):
                document = f"{pad}- {text}\n"
            case _:
                document = text
        try:
            found = read(document.encode(), "")
        except (BrochureError, UnicodeEncodeError):
            return False
        data = found.data
        if place.within == "mapping" and isinstance(data, dict):
            data = data.get("k") if len(data) == 1 else None
        elif place.within == "list" and isinstance(data, list):
            data = data[0] if len(data) == 1 else None
        warned = {english for _, english in found.surprises.values()} - self.allowed(place.path)
        if warned or found.cut_off or (found.folds and not may_fold) or not isinstance(data, str):
            return False
        return data.removesuffix("\n") == value.removesuffix("\n")

    def _styled(self, value: str, style: str, place: Place) -> str | None:
        """A text in one style; nothing where that style cannot have it."""
        bare = value.removesuffix("\n")
        match style:
            case "":
                return None if "\n" in bare or _NOT_PLAIN.match(bare) else bare
            case "'":
                return None if "\n" in bare else "'" + bare.replace("'", "''") + "'"
            case '"':
                return '"' + escaped(value if "\n" in bare else bare) + '"'
        if place.in_flow or not bare:
            return None
        pad = self.newline + " " * (place.column + self._hanging(place))
        if style == "|":
            return self.literal + "".join(pad + line if line else self.newline for line in bare.split("\n"))
        folded = re.sub(r"\n+", lambda found: self.newline * len(found[0]) + pad, bare)
        return ">" + self.literal[1:] + pad + folded

    def _hanging(self, place: Place) -> int:
        """How far the lines of a block scalar stand right of their entry."""
        return 1 + len(self.dash_gap) if place.within == "list" else self.step

    # --- rewriting ---

    def rewritten(self, node: Node, value: str) -> tuple[int, int, str]:
        """A text in place of another, in its style, with its line ends and escapes where it stays the same.

        Returns where the replaced text starts and ends, and what replaces it.
        """
        place = self.place(node)
        tried = self._relined(node, value) if node.style == "|" else self._aligned(node, value)
        if tried is not None and self.says(tried, value, place, may_fold=True):
            return node.start, node.end, tried
        text = self.scalar(value, place, [node.style])
        if node.style in ("|", ">"):
            trail = re.search(r"[ \t]+#.*", self.text[node.start : self.line_end(node.start)])
            return node.start, node.end, trailed(text, trail[0] if trail else "")
        if "\n" in text and not node.in_flow:
            end, text = self.with_trail(node.end, text)
            return node.start, end, text
        return node.start, node.end, text

    def _relined(self, node: Node, value: str) -> str | None:
        """A literal block scalar of which some lines change."""
        header = self.line_end(node.start)
        lines = re.split(r"\r?\n", self.text[header : node.end])[1:]
        first = next((line for line in lines if line.strip()), None)
        if first is None:
            return None
        indent = len(first) - len(first.lstrip(" "))
        old, new = [line[indent:] for line in lines], value.removesuffix("\n").split("\n")
        made: list[str] = []
        for kind, start, end, from_, to in opcodes(old, new):
            made += lines[start:end] if kind == "equal" else []
            made += [" " * indent + line if line else "" for line in new[from_:to] if kind != "equal"]
        return self.text[node.start : header] + "".join(self.newline + line for line in made)

    def _aligned(self, node: Node, value: str) -> str | None:
        """A flow or folded scalar of which some characters change."""
        source = self.text[node.start : node.end]
        head = 1 if node.style in ("'", '"') else 0
        if node.style == ">":
            found = re.match(r"[^\r\n]*\r?\n[ ]*", source)
            if not found:
                return None
            head = found.end()
        tail = len(source) - (1 if node.style in ("'", '"') else 0)
        folded = "\n" in source[head:tail]
        bare = value if node.style == '"' else value.removesuffix("\n")
        if "\n" in bare and not folded and node.style != '"':
            return None
        old = list(_tokens(source[head:tail], node.style))
        new = re.findall(r"\n+|.", bare, re.DOTALL)
        pad = (_FOLD.findall(source[head:tail]) or [""])[-1].rpartition("\n")[2]
        made: list[str] = []
        for kind, start, end, from_, to in opcodes([said for said, _ in old], new):
            if kind == "equal":
                made += [spelt for _, spelt in old[start:end]]
            elif kind == "delete" and made and start and old[start - 1][0] == old[end - 1][0]:
                made[-1] = old[end - 1][1]  # of two blanks, the one where the line ends
            else:
                made += [self._token(said, node.style, pad) for said in new[from_:to]]
        return source[:head] + "".join(made) + source[tail:]

    def _token(self, said: str, style: str, pad: str) -> str:
        if style == '"':
            return escaped(said)
        if said.startswith("\n"):
            return self.newline * (len(said) + 1) + pad
        return said.replace("'", "''") if style == "'" else said


def value_text(layout: Layout, value: Data, place: Place, *, gap: str = " ") -> str:
    """What stands behind a colon or dash: a blank and a value, or lines."""
    if isinstance(value, str):
        return gap + layout.scalar(value, place)
    if not value or (layout.liked(place.path)[:1] == ["flow"] and _fits_line(value)):
        return gap + flow_text(layout, value, place.path)
    like = next((node for node in _alike(layout, place.path) if type(node.data) is type(value)), None)
    same_line = place.within == "list" and not (like and layout.own_line(like.children[0]))
    if same_line:
        column = place.column + 1 + len(gap)
    elif place.within == "":
        column = 0
    elif like and like.children[0].column > 0:
        column = place.column + like.children[0].column - like.column
    else:
        column = place.column + (layout.offset if isinstance(value, list) else layout.step)
    pad = layout.newline + " " * column
    entries: list[str] = []
    if isinstance(value, list):
        dash = (layout.gap_of(like) if like else "") or layout.dash_gap
        for item in value:
            below = Place((*place.path, 0), column, "list")
            entries.append("-" + value_text(layout, item, below, gap=dash))
    else:
        for key, item in value.items():
            below = Place((*place.path, key), column, "mapping")
            entries.append(f"{layout.key(key, like)}:" + value_text(layout, item, below))
    text = "".join(pad + entry for entry in entries)
    if same_line:
        return gap + text[len(pad) :]
    return text[len(pad) :] if place.within == "" else text


def flow_text(layout: Layout, value: Data, path: Path, key: str | None = None) -> str:
    """A value between brackets, on one line; with ``key``, an entry of a flow mapping."""
    if key is not None:
        return f"{layout.key(key, layout.nodes[path[:-1]])}: {flow_text(layout, value, path)}"
    if value is None:
        return "null"
    if isinstance(value, str):
        within = "mapping" if path and isinstance(path[-1], str) else "list"
        return layout.scalar(value, Place(path, 0, within, in_flow=True))
    if isinstance(value, list):
        return "[" + ", ".join(flow_text(layout, item, (*path, 0)) for item in value) + "]"
    pairs = (f"{layout.key(name)}: {flow_text(layout, item, (*path, name))}" for name, item in value.items())
    return "{" + ", ".join(pairs) + "}"


def _fits_line(value: Data) -> bool:
    """Whether no text of a value has several lines."""
    if isinstance(value, (list, dict)):
        return all(map(_fits_line, value.values() if isinstance(value, dict) else value))
    return value is None or "\n" not in value


def patterns(path: Path) -> list[tuple[object, ...]]:
    """What values in like places share, the closest first: all keys, the last two steps, the last key."""
    pattern = tuple("*" if isinstance(step, int) else ("key", step) for step in path)
    found: list[tuple[object, ...]] = [("path", *pattern), ("end", *pattern[-2:])]
    return [*found, ("key", *pattern[-1:])] if path and isinstance(path[-1], str) else found


def _alike(layout: Layout, path: Path) -> Iterator[Node]:
    """Block collections in like places that are not empty, the closest first."""
    for wanted in patterns(path):
        for node in layout.nodes.values():
            if node.is_block_collection and node.children and wanted in patterns(node.path):
                yield node


def trailed(text: str, comment: str) -> str:
    """A value with a comment on its first line."""
    first = re.match(r"[^\r\n]*", text)
    assert first
    return first[0] + comment.rstrip() + text[first.end() :]


def escaped(text: str) -> str:
    """A text for double quotes (5.7)."""
    return _MUST_ESCAPE.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    if character in '"\\':
        return "\\" + character
    short = {said: letter for letter, said in ESCAPES.items() if letter in "tnr"}
    if character in short:
        return "\\" + short[character]
    return f"\\x{ord(character):02x}" if ord(character) < 256 else f"\\u{ord(character):04x}"


def _tokens(source: str, style: str) -> Iterator[tuple[str, str]]:
    """A scalar's inside in tokens: what each says and how it is spelt."""
    index = 0
    waiting = ""  # what says nothing
    while index < len(source):
        said, end = _token_at(source, index, style)
        if said:
            yield said, waiting + source[index:end]
            waiting = ""
        else:
            waiting += source[index:end]
        index = end
    if waiting:
        yield "", waiting


def _token_at(source: str, index: int, style: str) -> tuple[str, int]:
    if style == '"' and (found := _ESCAPE.match(source, index)):
        letter = found[0][1:]
        if letter[0] in "\r\n":
            return "", found.end()
        return chr(int(letter[1:], 16)) if letter[1:] else ESCAPES.get(letter, letter), found.end()
    if style == "'" and source.startswith("''", index):
        return "'", index + 2
    if found := _FOLD.match(source, index):
        lines = found[0].count("\n")
        return (" " if lines == 1 else "\n" * (lines - 1)), found.end()
    return source[index], index + 1
