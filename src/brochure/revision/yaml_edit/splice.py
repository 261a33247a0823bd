"""Replace parts of a YAML file's text, and take edited parts out of it to put them elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from brochure.revision.yaml_edit.edit import EditError, EditPlan, Move
from brochure.revision.yaml_edit.layout import Node
from brochure.revision.yaml_edit.style import YamlStyle
from brochure.schema.yaml_reader import Data, Path, YamlText

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
    """The splices of a file's text, with the plan that they come from; what is innermost is spliced first."""

    def __init__(self, source: YamlText, plan: EditPlan) -> None:
        self.style = YamlStyle(source)
        self.layout = self.style.layout
        self.text = self.layout.text
        self.plan = plan
        self.splices: list[Splice] = []

    def rendered(self, start: int, end: int, splices: list[Splice]) -> str:
        """The text from ``start`` to ``end`` with these splices made."""
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
        """Note that ``text`` replaces what stands from ``start`` to ``end``."""
        self.splices.append(Splice(start, end, text, len(node.path), kind))

    def keep_comments(self, comments: list[str], node: Node) -> None:
        """Comments of what is gone, on lines of their own below the entry that it was in."""
        if comments:
            entry = self.layout.block_entry(node)
            end = self.layout.line_end(entry.end)
            self.splice(end, end, self.layout.lines(comments, entry.column), node, COMMENT)

    def in_place(self, start: int, end: int) -> list[Splice]:
        """The splices inside the text from ``start`` to ``end``; comments below it are not of them."""
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
