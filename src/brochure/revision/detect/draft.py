"""The unfinished alignment: the current position in the edited file, and all texts found before it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from brochure.diagnostics.problem import Problem
from brochure.document.tree import Inlines
from brochure.revision.address import TextAddress
from brochure.revision.detect.alignment import Alignment, CompareInput, Finding, InsertedBlock, NoteText
from brochure.revision.text_units import SentText, TextUnit
from brochure.schema.yaml_reader import YamlPath


@dataclass
class AlignmentDraft:
    """The unfinished alignment. Fields that :class:`Alignment` has too are explained there.

    Attributes:
        signs: Signs that are printed before the text of a line (◆).
        mark_cells: Table cells that hold marks.
        rows: Rows of fact tables in the YAML, by table and row of the sent file.
        new_rows: Rows of fact tables, by table and row of the edited file; added rows too.
        tables: The path of the list of rows, by table of the edited file.
        question, block: The current question, and the index of the current block (-1 before the first).
        last: The path of the last value, or the item that was added last.
    """

    inputs: CompareInput
    sent_texts: dict[YamlPath, list[SentText]] = field(default_factory=dict)
    addresses: dict[YamlPath, TextAddress] = field(default_factory=dict)
    signs: list[str] = field(default_factory=list)
    mark_cells: set[tuple[int, int, int]] = field(default_factory=set)
    rows: dict[tuple[int, int], tuple[YamlPath, int]] = field(default_factory=dict)
    new_rows: dict[tuple[int, int], tuple[YamlPath, int] | InsertedBlock] = field(default_factory=dict)
    tables: dict[int, YamlPath] = field(default_factory=dict)
    question: str = ""
    block: int = -1
    last: YamlPath | InsertedBlock | None = None
    texts: dict[YamlPath, list[tuple[TextUnit, Inlines]]] = field(default_factory=dict)
    order: dict[YamlPath, list[int | InsertedBlock]] = field(default_factory=dict)
    topics: dict[tuple[str, str], TextUnit] = field(default_factory=dict)
    cells: dict[tuple[str, str], TextUnit] = field(default_factory=dict)
    notes: dict[str, NoteText] = field(default_factory=dict)
    found: list[Finding] = field(default_factory=list)
    _recorded: set[tuple[YamlPath, int]] = field(default_factory=set)

    def finished(self) -> Alignment:
        """Return the finished alignment."""
        return Alignment(
            self.inputs,
            self.sent_texts,
            self.addresses,
            self.texts,
            self.order,
            self.topics,
            self.notes,
            self.rows,
            self.nearest_address(),
            tuple(self.found),
            self.cells,
        )

    def nearest_address(self) -> str:
        """The address of the last value or of the question, for texts that have no address."""
        if isinstance(self.last, tuple):
            return ".".join(map(str, self.last))
        return f"answers.{self.question}" if self.question else ""

    def record_unresolved(self, address: str, old: str, new: str, reason: Problem, unit: TextUnit) -> None:
        """Record an edit that makes no change."""
        self.found.append(self.inputs.unresolved_edit(address, old, new, reason, unit))

    def go_to_question(self, place: TextAddress) -> None:
        """Set the position to the heading of a question."""
        self.question, self.block, self.last = place.address.rpartition(".")[2], -1, None

    def go_to_block(self, place: TextAddress) -> None:
        """Set the position to the block of a text."""
        if place.block:
            self.question, self.block = place.block
            self.record_item(("answers", self.question), self.block)

    def record_item(self, path: YamlPath, index: int) -> None:
        """Record that the edited file still has an item of a list."""
        order = self.order.setdefault(path, [])
        if (path, index) not in self._recorded:
            self._recorded.add((path, index))
            order.append(index)

    def record_item_of(self, place: TextAddress) -> None:
        """Record that the edited file still has the item of a text, and the row or item that contains it."""
        if place.item is None:
            return
        path, index, _ = place.item
        self.record_item(path, index)
        if path[-1] == "numbers" or (path[-1] == "items" and path[-3:-2] == ("rows",)):
            rows, row = path[:-2], path[-2]
            if isinstance(row, int):
                self.record_item(rows, row)

    def keep_in_place(self, place: TextAddress, content: Inlines, unit: TextUnit) -> None:
        """Keep a moved text where it was sent, because its new place has none for it."""
        self.add_text(place.path, content, unit)
        kept: list[tuple[YamlPath, int]] = []
        if place.block:
            kept.append((("answers", place.block[0]), place.block[1]))
        if place.item:
            kept.append(place.item[:2])
        for path, index in kept:
            if (path, index) not in self._recorded:
                self._recorded.add((path, index))
                order = self.order.setdefault(path, [])
                later = (i for i, entry in enumerate(order) if isinstance(entry, int) and entry > index)
                order.insert(next(later, len(order)), index)

    def add_text(self, path: YamlPath, content: Inlines, unit: TextUnit) -> None:
        """Add a paragraph to a value."""
        self.texts.setdefault(path, []).append((unit, content))

    def insert_block(self, made: InsertedBlock) -> None:
        """Add a new item to its list, after the items found so far."""
        self.order.setdefault(made.into, []).append(made)
        self.last = made

    def insert_block_with_text(
        self, made: InsertedBlock, leaf: str, content: Inlines, unit: TextUnit
    ) -> None:
        """Add a new item to its list that begins with a paragraph."""
        made.add(leaf, content, unit)
        self.insert_block(made)

    def following_path(self, index: int) -> YamlPath | None:
        """The path of the next text that was sent, if it belongs to the current question."""
        following = self._following[index]
        if following is None or not following.block or following.block[0] != self.question:
            return None
        return following.path

    @cached_property
    def _following(self) -> list[TextAddress | None]:
        """By text unit, the address of the next one in a block; None if a question begins before it."""
        made: list[TextAddress | None] = []
        next_place: TextAddress | None = None
        for unit in reversed(self.inputs.units):
            made.append(next_place)
            place = self.inputs.address_of(unit.sent)
            if place and place.address.startswith("_series:questions."):
                next_place = None
            elif place and place.block:
                next_place = place if unit.kept_order else None
        return made[::-1]

    def is_within_block(self, index: int) -> bool:
        """Whether the current block continues after this text unit, so that no new block can begin here."""
        path = self.following_path(index)
        return path is not None and path[2:3] == (self.block,)
