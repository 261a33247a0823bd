"""The alignment while it is made: where the walk through the lines stands, and what it met so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from brochure.diagnostics.problem import Problem
from brochure.document.tree import Inlines
from brochure.revision.address import Spot
from brochure.revision.detect.alignment import Alignment, CompareInput, Finding, InsertedBlock, NoteText
from brochure.revision.text_units import SentText, TextUnit
from brochure.schema.yaml_reader import Path


@dataclass
class Draft:
    """The alignment so far; see :class:`Alignment`.

    Attributes:
        signs: What lines begin with that is no text of theirs (◆).
        mark_cells: Cells of marks.
        rows: Rows of fact tables, by table and row of the file that was sent.
        new_rows: The same of the file that came back; rows that are new too.
        tables: The list of rows that a table of the file that came back is.
        question, block: Where the walk stands.
        last: The value, or what is new, that was met last.
    """

    inputs: CompareInput
    sent_texts: dict[Path, list[SentText]] = field(default_factory=dict)
    spots: dict[Path, Spot] = field(default_factory=dict)
    signs: list[str] = field(default_factory=list)
    mark_cells: set[tuple[int, int, int]] = field(default_factory=set)
    rows: dict[tuple[int, int], tuple[Path, int]] = field(default_factory=dict)
    new_rows: dict[tuple[int, int], tuple[Path, int] | InsertedBlock] = field(default_factory=dict)
    tables: dict[int, Path] = field(default_factory=dict)
    question: str = ""
    block: int = -1
    last: Path | InsertedBlock | None = None
    texts: dict[Path, list[tuple[TextUnit, Inlines]]] = field(default_factory=dict)
    order: dict[Path, list[int | InsertedBlock]] = field(default_factory=dict)
    topics: dict[tuple[str, str], TextUnit] = field(default_factory=dict)
    notes: dict[str, NoteText] = field(default_factory=dict)
    found: list[Finding] = field(default_factory=list)

    def done(self) -> Alignment:
        """The alignment."""
        return Alignment(
            self.inputs,
            self.sent_texts,
            self.spots,
            self.texts,
            self.order,
            self.topics,
            self.notes,
            self.rows,
            self.near(),
            tuple(self.found),
        )

    def near(self) -> str:
        """Where we are, for texts that have no address."""
        if isinstance(self.last, tuple):
            return ".".join(map(str, self.last))
        return f"answers.{self.question}" if self.question else ""

    def leave(self, address: str, old: str, new: str, reason: Problem, slot: TextUnit) -> None:
        """Note an edit that makes no change."""
        self.found.append(self.inputs.left(address, old, new, reason, slot))

    def at_question(self, spot: Spot) -> None:
        """Go to the heading of a question."""
        self.question, self.block, self.last = spot.address.rpartition(".")[2], -1, None

    def at_block(self, spot: Spot) -> None:
        """Go to the block of a text."""
        if spot.block:
            self.question, self.block = spot.block
            self.keep(("answers", self.question), self.block)

    def keep(self, path: Path, index: int) -> None:
        """Note that an item of a list came back."""
        order = self.order.setdefault(path, [])
        if index not in order:
            order.append(index)

    def keep_item(self, spot: Spot) -> None:
        """Note that the item came back that a text is of, and the row of a table round it."""
        if spot.item is None:
            return
        path, index, _ = spot.item
        self.keep(path, index)
        if path[-1] == "items" and path[-3:-2] == ("rows",):
            rows, row = path[:-2], path[-2]
            if isinstance(row, int):
                self.keep(rows, row)

    def add_text(self, path: Path, content: Inlines, slot: TextUnit) -> None:
        """Put a paragraph to a value."""
        self.texts.setdefault(path, []).append((slot, content))

    def insert(self, made: InsertedBlock) -> None:
        """Put something new behind what we have seen of its list: items come in their order."""
        self.order.setdefault(made.into, []).append(made)
        self.last = made

    def insert_text(self, made: InsertedBlock, leaf: str, content: Inlines, slot: TextUnit) -> None:
        """Put something new in that begins with a paragraph."""
        made.add(leaf, content, slot)
        self.insert(made)

    def following(self, index: int) -> Path | None:
        """The value of the next known text, if it is of the question we are in."""
        for slot in self.inputs.slots[index + 1 :]:
            spot = self.inputs.spot(slot.sent)
            if spot and spot.address.startswith("_series:questions."):
                return None
            if spot and spot.block:
                return spot.path if spot.block[0] == self.question and slot.kept_order else None
        return None

    def within_block(self, index: int) -> bool:
        """Whether the block we are in goes on behind here: no block can be put into it."""
        path = self.following(index)
        return path is not None and path[2:3] == (self.block,)
