"""Change values in a YAML file, and nothing else.

Every byte outside the values that are changed stays as it was: comments, order, quoting, blank lines,
indentation, line ends. New values are written as their neighbours are. The result is read again and
compared with the data it should have; it is never returned when they differ.

All paths and indices are those of the file before any edit. Texts are the same when they differ only in
one line end at their end, which is there or not as block scalars (``|``, ``|-``) have it.

Source: YAML 1.2.2, chapters 6 to 8 (comments, flow and block styles), as read by ``yaml_reader``, whose
parser follows YAML 1.1.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeAlias

from brochure.diagnostics.problem import BrochureError
from brochure.document.diff import opcodes
from brochure.revision.yaml_edit.block import entry_text, value_text
from brochure.revision.yaml_edit.flow import flow_text
from brochure.revision.yaml_edit.layout import Node
from brochure.revision.yaml_edit.rewrite import rewritten
from brochure.revision.yaml_edit.style import Style
from brochure.schema.yaml_reader import Data, Path, YamlText, read


class EditError(ValueError):
    """The file cannot be changed like this; the message names the path."""


@dataclass(frozen=True, slots=True)
class Put:
    """The value at ``path`` becomes ``value``.

    A key that is not there is added, with the mappings above it that are not there. ``order`` is of the keys
    of the lowest mapping that is there; a key that it does not name comes last. A list or mapping that
    stays one is changed where it differs.
    """

    path: Path
    value: Data
    order: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Insert:
    """``value`` comes before the item ``index`` of the list at ``path``, or last at its length.

    Several before one item come in the order given, and so do items that are moved there.
    """

    path: Path
    index: int
    value: Data


@dataclass(frozen=True, slots=True)
class Remove:
    """The list item or mapping key at ``path`` goes; its comments stay.

    A list or mapping that loses all stays, empty.
    """

    path: Path


@dataclass(frozen=True, slots=True)
class Move:
    """Item ``source`` of the list at ``path`` comes before what was item ``target``, or last at the length.

    The comments directly above it go with it.
    """

    path: Path
    source: int
    target: int


@dataclass(frozen=True, slots=True)
class Comment:
    """Lines of comment directly under the value at ``path``, without their ``#``."""

    path: Path
    lines: Sequence[str]


Edit: TypeAlias = Put | Insert | Remove | Move | Comment


def apply_edits(source: YamlText, edits: Sequence[Edit]) -> str:
    """The file's text after the edits, with its byte order mark if it had one.

    Raises:
        ValueError: Edits contradict each other, such as a put in an item that is removed, or name a
            place that is not there.
        EditError: The file is written in a way that cannot be changed so: with keys behind ``? ``, or where
            blank lines around an edit are part of a text (``|+``).
    """
    plan = planned(source.data, edits)
    expected = expected_data(source.data, plan)
    text = source.text
    if plan.any():
        text = Splicer(source, plan).run()
        try:
            found = read(text.encode(), source.file).data
        except (BrochureError, UnicodeError) as error:
            raise EditError(f"{source.file}: cannot be changed so: {error}") from error
        if (path := difference(found, expected)) is not None:
            raise EditError(f"{source.file}: {dotted(path)} cannot be changed so")
    return "\ufeff" * source.bom + text


def difference(one: Data, other: Data, path: Path = ()) -> Path | None:
    """The path of the first value that differs; nothing where the data are the same."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in [*one, *(key for key in other if key not in one)]:
            if key not in one or key not in other:
                return (*path, key)
            if (found := difference(one[key], other[key], (*path, key))) is not None:
                return found
        return None
    if isinstance(one, list) and isinstance(other, list):
        for index in range(max(len(one), len(other))):
            if index >= min(len(one), len(other)):
                return (*path, index)
            if (found := difference(one[index], other[index], (*path, index))) is not None:
                return found
        return None
    if isinstance(one, str) and isinstance(other, str):
        return None if one.removesuffix("\n") == other.removesuffix("\n") else path
    return None if type(one) is type(other) and one == other else path


def dotted(path: Path) -> str:
    """A path as words: ``answers.about.0``."""
    return ".".join(map(str, path)) or "the file"


# --- the plan: what happens where, on plain data ------------------------------------------------


@dataclass
class Plan:
    """Edits by place: each is of one value, and none contradicts another."""

    puts: dict[Path, Data] = field(default_factory=dict)  # values that are written anew
    removes: set[Path] = field(default_factory=set)
    adds: dict[Path, list[tuple[str, Data, Sequence[str]]]] = field(default_factory=dict)  # keys of a mapping
    inserts: dict[Path, list[tuple[int, Data | Move]]] = field(default_factory=dict)  # items of a list
    moved: set[Path] = field(default_factory=set)
    comments: list[Comment] = field(default_factory=list)

    def any(self) -> bool:
        return bool(self.puts or self.removes or self.adds or self.inserts or self.comments)

    def touches(self, path: Path) -> bool:
        """Whether entries come into or go out of the list or mapping at ``path``."""
        return path in self.adds or path in self.inserts or any(gone[:-1] == path for gone in self.removes)


def planned(data: Data, edits: Sequence[Edit]) -> Plan:
    _check(data, edits)
    plan = Plan()
    for edit in edits:
        match edit:
            case Put(path, value, order):
                _plan_put(plan, data, path, value, order)
            case Insert(path, index, value):
                plan.inserts.setdefault(path, []).append((index, value))
            case Remove(path):
                plan.removes.add(path)
            case Move(path, item, target):
                if target not in (item, item + 1):
                    plan.inserts.setdefault(path, []).append((target, edit))
                    plan.moved.add((*path, item))
            case Comment():
                plan.comments.append(edit)
    _rewrite_emptied(plan, data)
    return plan


def _check(data: Data, edits: Sequence[Edit]) -> None:
    """Each edit has a place, and no edit is inside what another replaces or removes."""
    whole: dict[Path, Edit] = {}
    for edit in edits:
        found, exists = _lookup(data, edit.path)
        match edit:
            case Put(path):
                if not exists and (not path or not isinstance(path[-1], str)):
                    raise ValueError(f"nothing is at {dotted(path)}")
            case Remove(path):
                if not exists or not path:
                    raise ValueError(f"nothing to remove is at {dotted(path)}")
            case Comment(path):
                if not exists:
                    raise ValueError(f"nothing to comment on is at {dotted(path)}")
            case Insert(path, index):
                if not isinstance(found, list) or not 0 <= index <= len(found):
                    raise ValueError(f"no item can stand at {dotted((*path, index))}")
            case Move(path, item, target):
                if not isinstance(found, list) or not (0 <= item < len(found) and 0 <= target <= len(found)):
                    raise ValueError(f"no item can go from {dotted((*path, item))} to {target}")
        if isinstance(edit, (Put, Remove)):
            if edit.path in whole:
                raise ValueError(f"two edits of {dotted(edit.path)}")
            whole[edit.path] = edit
    moved: set[Path] = set()
    for edit in edits:
        if isinstance(edit, Move):
            place: Path = (*edit.path, edit.source)
            if place in moved or isinstance(whole.get(place), Remove):
                raise ValueError(f"two edits of {dotted(place)}")
            moved.add(place)
        above = [edit.path[:length] for length in range(len(edit.path))]
        if isinstance(edit, (Insert, Move)) or (
            isinstance(edit, Comment) and isinstance(whole.get(edit.path), Remove)
        ):
            above.append(edit.path)
        for path in above:
            if path in whole:
                raise ValueError(f"{dotted(edit.path)} is inside {dotted(path)}, which another edit changes")


def _lookup(data: Data, path: Path) -> tuple[Data, bool]:
    """The value at ``path``, and whether there is one."""
    for step in path:
        match data:
            case dict() if isinstance(step, str) and step in data:
                data = data[step]
            case list() if isinstance(step, int) and 0 <= step < len(data):
                data = data[step]
            case _:
                return None, False
    return data, True


def _plan_put(plan: Plan, data: Data, path: Path, value: Data, order: Sequence[str]) -> None:
    """A put as smaller ones, of what differs; one below a mapping that is not there brings it along."""
    old, exists = _lookup(data, path)
    if exists:
        _plan_change(plan, path, old, value)
        return
    length = max(n for n in range(len(path)) if _lookup(data, path[:n])[1])
    parent, _ = _lookup(data, path[:length])
    if parent is None:
        value = _merged(plan.puts.get(path[:length]), path[length:], value)
        plan.puts[path[:length]] = value
        return
    if not isinstance(parent, dict) or not all(isinstance(step, str) for step in path[length:]):
        raise ValueError(f"nothing is at {dotted(path)}")
    added = plan.adds.setdefault(path[:length], [])
    for index, (key, made, keys) in enumerate(added):
        if key == path[length]:
            added[index] = (key, _merged(made, path[length + 1 :], value), keys)
            return
    added.append((str(path[length]), _merged(None, path[length + 1 :], value), order))


def _merged(made: Data, path: Path, value: Data) -> Data:
    """``made`` with ``value`` at ``path``, and mappings between."""
    if not path:
        return value
    below = dict(made) if isinstance(made, dict) else {}
    key = str(path[0])
    below[key] = _merged(below.get(key), path[1:], value)
    return below


def _plan_change(plan: Plan, path: Path, old: Data, new: Data) -> None:
    if difference(old, new) is None:
        return
    if isinstance(old, dict) and isinstance(new, dict) and old and new:
        for key in old:
            if key in new:
                _plan_change(plan, (*path, key), old[key], new[key])
            else:
                plan.removes.add((*path, key))
        if added := [key for key in new if key not in old]:
            plan.adds[path] = [(key, new[key], tuple(new)) for key in added]
    elif isinstance(old, list) and isinstance(new, list) and old and new:
        names = [[repr(item) for item in items] for items in (old, new)]
        for _, start, end, from_, to in (found for found in opcodes(*names) if found[0] != "equal"):
            pairs = min(end - start, to - from_)
            for offset in range(pairs):
                _plan_change(plan, (*path, start + offset), old[start + offset], new[from_ + offset])
            plan.removes |= {(*path, index) for index in range(start + pairs, end)}
            for item in new[from_ + pairs : to]:
                plan.inserts.setdefault(path, []).append((end, item))
    else:
        plan.puts[path] = new


def _rewrite_emptied(plan: Plan, data: Data) -> None:
    """What loses all it had, or had nothing, is written anew: a block collection cannot be empty."""
    paths = {*plan.adds, *plan.inserts, *(path[:-1] for path in plan.removes)}
    for path in sorted(paths, key=len, reverse=True):
        old, _ = _lookup(data, path)
        assert isinstance(old, (list, dict))
        steps = range(len(old)) if isinstance(old, list) else old
        if all((*path, step) in plan.removes for step in steps):
            plan.puts[path] = expected_at(old, plan, path)
            plan.removes -= {(*path, step) for step in steps}
            plan.adds.pop(path, None)
            plan.inserts.pop(path, None)


def expected_data(data: Data, plan: Plan) -> Data:
    return expected_at(data, plan, ())


def expected_at(data: Data, plan: Plan, path: Path) -> Data:
    """The value that should be at ``path``."""
    if path in plan.puts:
        return plan.puts[path]
    if isinstance(data, dict):
        kept = {
            key: expected_at(value, plan, (*path, key))
            for key, value in data.items()
            if (*path, key) not in plan.removes
        }
        return kept | {key: value for key, value, _ in plan.adds.get(path, [])}
    if isinstance(data, list):
        items: list[Data] = []
        for index in range(len(data) + 1):
            for place, value in plan.inserts.get(path, []):
                if place == index and isinstance(value, Move):
                    items.append(expected_at(data[value.source], plan, (*path, value.source)))
                elif place == index:
                    items.append(value)  # type: ignore[arg-type]  # Data, as it is no Move
            here = (*path, index)
            if index < len(data) and here not in plan.removes and here not in plan.moved:
                items.append(expected_at(data[index], plan, here))
        return items
    return data


# --- the text -----------------------------------------------------------------------------------

IN_PLACE, COMMENT, ENTRY = range(3)


@dataclass(frozen=True, slots=True)
class Splice:
    """``text`` instead of what stands from ``start`` to ``end``."""

    start: int
    end: int
    text: str
    depth: int = 0
    kind: int = IN_PLACE

    def order(self) -> tuple[int, bool, int, int]:
        """What is added at one place: the innermost first, and before what is replaced from there on."""
        return self.start, self.end > self.start, -self.depth, self.kind


NewEntry: TypeAlias = "tuple[Data, Path, str | None]"  # an entry that comes in: its value, path and key


class Splicer:
    """Turns a plan into splices of the text, from the innermost value outwards."""

    def __init__(self, source: YamlText, plan: Plan) -> None:
        self.style = Style(source)
        self.layout = self.style.layout
        self.text = self.layout.text
        self.plan = plan
        self.splices: list[Splice] = []

    def run(self) -> str:
        """The changed text."""
        for comment in self.plan.comments:
            self._comment(comment)
        self._node(self.layout.root)
        text = self.rendered(0, len(self.text), self.splices)
        return re.sub(r"\A\r?\n", "", text)  # the line end that the layout put before the first line

    def rendered(self, start: int, end: int, splices: list[Splice]) -> str:
        parts: list[str] = []
        for splice in sorted(splices, key=Splice.order):
            if splice.start < start:
                raise EditError(f"{self.layout.file}: two edits of one place")
            parts += [self.text[start : splice.start], splice.text]
            start = splice.end
        return "".join([*parts, self.text[start:end]])

    def cut(self, start: int, end: int) -> str:
        """The text from ``start`` to ``end`` as edited; its edits leave the list."""
        inside = [one for one in self.splices if start < one.start and one.end <= end]
        inside += [one for one in self.splices if start == one.start < one.end <= end]
        self.splices = [one for one in self.splices if one not in inside]
        return self.rendered(start, end, inside)

    def splice(self, start: int, end: int, text: str, node: Node, kind: int = IN_PLACE) -> None:
        self.splices.append(Splice(start, end, text, len(node.path), kind))

    def _node(self, node: Node) -> None:
        if node.path in self.plan.puts:
            self._put(node, self.plan.puts[node.path])
            return
        for child in node.children:
            if child.path not in self.plan.removes:
                self._node(child)
        if self.plan.touches(node.path):
            if node.style == "flow":
                self.change_flow(node)
            else:
                self.change_block(node)

    def _comment(self, comment: Comment) -> None:
        node = self.layout.block_entry(self.layout.nodes[comment.path])
        lines = [f"# {line}".rstrip() for text in comment.lines for line in text.splitlines() or [""]]
        end = self.layout.line_end(node.end)
        self.splice(end, end, self.layout.lines(lines, node.column), self.layout.nodes[comment.path], COMMENT)

    # --- one value ---

    def _put(self, node: Node, value: Data) -> None:
        layout = self.layout
        if node.in_flow or (isinstance(value, str) and not node.is_block_collection):
            if isinstance(value, str) and isinstance(node.data, str):
                start, end, text = rewritten(self.style, node, value)
            else:
                start, end, text = node.start, node.end, flow_text(self.style, value, node.path)
                if not node.in_flow:
                    text = value_text(self.style, value, layout.place(node)).lstrip(" ")
                    if "\n" in text:
                        end, text = layout.with_trail(node.end, text)
            if node.start == node.end and self.text[start - 1] in ":-,":
                text = " " + text
            lost = [one for one in layout.comments(node.start, node.end) if node.children]
            self.splice(start, end, text, node)
        else:
            text = value_text(self.style, value, layout.place(node))
            end = node.end
            lost = layout.comments(node.after, node.end)
            if "\n" in text:
                end, text = layout.with_trail(node.end, text)
            self.splice(node.after, end, text, node)
        self.keep_comments(lost, node)

    def keep_comments(self, comments: list[str], node: Node) -> None:
        """Comments of what is gone, on lines of their own below the entry that it was in."""
        if comments:
            entry = self.layout.block_entry(node)
            end = self.layout.line_end(entry.end)
            self.splice(end, end, self.layout.lines(comments, entry.column), node, COMMENT)

    # --- entries of a flow collection ---

    def change_flow(self, node: Node) -> None:
        """Put the collection together again from its entries, each with the separator it had before it."""
        layout, children = self.layout, node.children
        pairs = [(child, self.text[one.end : child.entry]) for one, child in pairwise(children)]
        between = {child.path: found for child, found in pairs}
        usual = next((found for found in between.values() if "#" not in found), ", ")
        parts: list[str] = []
        for text, child in self._entries(node):
            if parts:
                parts.append(between.pop(child.path, usual) if child else usual)
            parts.append(text)
        lost: list[str] = []
        for one, child in pairwise(children):
            lost += layout.comments(one.end, child.entry) if child.path in between else []
        for child in children:
            lost += layout.comments(child.entry, child.end) if child.path in self.plan.removes else []
        head, tail = self.text[node.start : children[0].entry], self.text[children[-1].end : node.end]
        inside = self.in_place(node.start, node.end)
        self.splices = [one for one in self.splices if one not in inside]
        self.splice(node.start, node.end, head + "".join(parts) + tail, node)
        self.keep_comments(lost, node)

    def _entries(self, node: Node) -> list[tuple[str, Node | None]]:
        """The entries that a flow collection shall have, as text, with the one that it was."""
        found: list[tuple[str, Node | None]] = []
        for index in range(len(node.children) + 1):
            for place, value in self.added(node):
                if place != index:
                    continue
                if isinstance(value, Move):
                    child = node.children[value.source]
                    found.append((self._inside(child), child))
                else:
                    found.append((flow_text(self.style, *value), None))
            if index < len(node.children):
                child = node.children[index]
                if child.path not in self.plan.removes | self.plan.moved:
                    found.append((self._inside(child), child))
        return found

    def _inside(self, child: Node) -> str:
        return self.rendered(child.entry, child.end, self.in_place(child.entry, child.end))

    def in_place(self, start: int, end: int) -> list[Splice]:
        return [one for one in self.splices if start <= one.start <= one.end <= end and one.kind == IN_PLACE]

    def added(self, node: Node) -> list[tuple[int, NewEntry | Move]]:
        """What comes into a collection: before which entry, the value, its path and key."""
        found: list[tuple[int, NewEntry | Move]] = []
        for place, value in self.plan.inserts.get(node.path, []):
            if isinstance(value, Move):
                found.append((place, value))
            else:
                found.append((place, (value, (*node.path, 0), None)))
        for key, value, order in self.plan.adds.get(node.path, []):
            index = _place_of(key, [str(child.path[-1]) for child in node.children], order)
            found.append((index, (value, (*node.path, key), key)))
        if node.path in self.plan.adds:
            order = list(self.plan.adds[node.path][0][2])
            found.sort(key=lambda one: (one[0], _rank(one[1], order)))
        return found

    # --- entries of a block collection ---

    def change_block(self, node: Node) -> None:
        layout, children = self.layout, node.children
        gone = {child.path for child in children if child.path in self.plan.removes}
        lead = 0  # entries that go, of which the first begins on the line of the dash above it
        inline = not layout.own_line(children[0])
        if inline:
            going = gone | self.plan.moved
            lead = next((index for index, child in enumerate(children) if child.path not in going), -1)
            if lead < 0:
                raise EditError(f"{layout.file}: the items of {dotted(node.path)} cannot be moved so")
            gone |= {child.path for child in children[:lead]}
        moved = [child for child in children if child.path in self.plan.moved - gone]
        chunks = {child.path: self._taken(child) for child in moved}
        if inline:
            self._lead(node, lead, chunks)
        for child in children[lead:]:
            if child.path in gone:
                start, end = layout.previous_line_end(child.entry), layout.line_end(child.end)
                self.splice(start, end, layout.lines(layout.comments(child.entry, end), child.column), node)
        for place, value in self.added(node):
            if not inline or place > lead:
                at, spaced = self._after(node, place)
                blank = layout.newline * (spaced and not isinstance(value, Move))
                text = blank + self._entry_text(node, value, chunks)
                self.splices.append(Splice(at, at, text, len(node.path) + 1, ENTRY))

    def _after(self, node: Node, place: int) -> tuple[int, bool]:
        """Where a line may come in before an entry, and whether a blank line parts it from the one before."""
        layout, children = self.layout, node.children
        if not place:
            return layout.previous_line_end(layout.with_comments(children[0])), False
        at = layout.line_end(children[place - 1].end)
        if place < len(children):
            return at, layout.blank_between(children[place - 1], children[place])
        return at, place > 1 and layout.blank_between(children[place - 2], children[place - 1])

    def _taken(self, child: Node) -> str:
        """Take an item's lines out, with the comments directly above: from the line end before them."""
        start = self.layout.previous_line_end(self.layout.with_comments(child))
        end = self.layout.line_end(child.end)
        text = self.cut(start, end)
        self.splice(start, end, "", child)
        return re.sub(r"\A\r?\n", lambda _: self.layout.newline, text)

    def _entry_text(self, node: Node, value: NewEntry | Move, chunks: dict[Path, str]) -> str:
        """An entry's lines, each with the line end before it."""
        layout, column = self.layout, node.children[0].column
        if isinstance(value, Move):
            child = node.children[value.source]
            if child.path in chunks:
                return chunks[child.path]
            data = expected_at(child.data, self.plan, child.path)
            value = (data, child.path, None)
        return layout.newline + " " * column + entry_text(self.style, *value, column=column, like=node)

    def _lead(self, node: Node, lead: int, chunks: dict[Path, str]) -> None:
        """Change the first entries, where they begin on the line of the dash above them."""
        layout, first, heir = self.layout, node.children[0], node.children[lead]
        pad = layout.newline + " " * first.column
        added = [value for place, value in self.added(node) if place <= lead]
        texts = "".join(self._entry_text(node, value, chunks).lstrip("\r\n ") + pad for value in added)
        if lead:
            last = node.children[lead - 1]
            comments = layout.comments(first.entry, last.end)
            self.cut(first.entry - 1, heir.entry)
            if comments or "#" in self.text[last.end : heir.entry]:
                # the dash stands alone, so that the comments keep their lines
                start = len(self.text[: first.entry].rstrip(" "))
                self.splice(start, last.end, layout.lines(comments, first.column), node)
            else:
                self.splice(first.entry, heir.entry, "", node)
        self.splice(heir.entry, heir.entry, texts, node)


def _rank(added: NewEntry | Move, order: Sequence[str]) -> int:
    """Where a new key stands among those that come in together."""
    key = None if isinstance(added, Move) else added[2]
    return order.index(key) if key in order else len(order)


def _place_of(key: str, keys: Sequence[str], order: Sequence[str]) -> int:
    """Before which of ``keys`` a new one comes."""
    if key not in order:
        return len(keys)
    before = set(order[: order.index(key)])
    return max((index + 1 for index, other in enumerate(keys) if other in before), default=0)
