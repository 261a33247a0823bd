"""Replace parts of a YAML file's text, and cut edited parts to insert them elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from brochure.revision.yaml_edit.edit import EditError, EditPlan, Move
from brochure.revision.yaml_edit.layout import Node
from brochure.revision.yaml_edit.style import YamlStyle
from brochure.schema.yaml_reader import Data, YamlPath, YamlText

IN_PLACE, COMMENT, ENTRY = range(3)


@dataclass(frozen=True, slots=True)
class Splice:
    """Replace the text from ``start`` to ``end`` by ``text``."""

    start: int
    end: int
    text: str
    depth: int = 0
    kind: int = IN_PLACE

    def order(self) -> tuple[int, bool, int, int]:
        """Sort key: at the same start, insertions before replacements, and the innermost first."""
        return self.start, self.end > self.start, -self.depth, self.kind


NewEntry: TypeAlias = "tuple[Data, YamlPath, str | None]"  # an added entry: its value, path and key


class Splicer:
    """Collects the splices of a file's text, with the plan of edits; inner values are spliced first."""

    def __init__(self, source: YamlText, plan: EditPlan) -> None:
        self.style = YamlStyle(source)
        self.layout = self.style.layout
        self.text = self.layout.text
        self.plan = plan
        self.splices: list[Splice] = []

    def rendered(self, start: int, end: int, splices: list[Splice]) -> str:
        """Return the text from ``start`` to ``end`` after these splices."""
        parts: list[str] = []
        for splice in sorted(splices, key=Splice.order):
            if splice.start < start:
                raise EditError(f"{self.layout.file}: two edits of one place")
            parts += [self.text[start : splice.start], splice.text]
            start = splice.end
        return "".join([*parts, self.text[start:end]])

    def cut(self, start: int, end: int) -> str:
        """Return the edited text from ``start`` to ``end``, and remove its splices from the list."""
        inside = [one for one in self.splices if start < one.start and one.end <= end]
        inside += [one for one in self.splices if start == one.start < one.end <= end]
        self.splices = [one for one in self.splices if one not in inside]
        return self.rendered(start, end, inside)

    def splice(self, start: int, end: int, text: str, node: Node, kind: int = IN_PLACE) -> None:
        """Record that ``text`` replaces the text from ``start`` to ``end``."""
        self.splices.append(Splice(start, end, text, len(node.path), kind))

    def keep_comments(self, comments: list[str], node: Node) -> None:
        """Write the comments of removed text on their own lines, below the entry that contained it."""
        if comments:
            entry = self.layout.block_entry(node)
            end = self.layout.line_end(entry.end)
            self.splice(end, end, self.layout.lines(comments, entry.column), node, COMMENT)

    def in_place(self, start: int, end: int) -> list[Splice]:
        """Return the splices inside the text from ``start`` to ``end``, without comments added below it."""
        return [one for one in self.splices if start <= one.start <= one.end <= end and one.kind == IN_PLACE]

    def added(self, node: Node) -> list[tuple[int, NewEntry | Move]]:
        """Return what is added to a collection: the index of the next entry, and the new entry or move."""
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
    """The rank of a new key among the keys that are added together."""
    key = None if isinstance(added, Move) else added[2]
    return order.index(key) if key in order else len(order)


def _place_of(key: str, keys: Sequence[str], order: Sequence[str]) -> int:
    """The index in ``keys`` that a new key is inserted at."""
    if key not in order:
        return len(keys)
    before = set(order[: order.index(key)])
    return max((index + 1 for index, other in enumerate(keys) if other in before), default=0)
