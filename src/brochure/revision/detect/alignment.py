"""The two files side by side, as values: what is compared, and which text of one is which of the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from brochure.diagnostics.problem import Problem, problem
from brochure.document.tree import Inlines
from brochure.revision.address import Spot
from brochure.revision.change import CERTAIN, Change, EditorComment, Evidence, UnresolvedEdit
from brochure.revision.characters import linked, normalise_whitespace, retyped, said, straight
from brochure.revision.match_lines import How
from brochure.revision.note_calls import renamed
from brochure.revision.text_units import SentText, TextUnit
from brochure.schema.profile import path_of
from brochure.schema.yaml_reader import Data, Path, YamlText
from brochure.word.baseline import Block
from brochure.word.reader.model import Revision, WordReading

GUESSED = 0.5  # how sure a new line is whose style is none of the layout's
FOLIOS = re.compile(r"\t[\d、ivxlc ]*$")  # LibreOffice makes text of page numbers that were fields

Finding = Change | UnresolvedEdit | EditorComment
"""What is found: a change of the YAML, an edit that makes none and why, or a comment."""


@dataclass
class InsertedBlock:
    """Something that an editor put in: an item of a list, or a block. It is filled line by line."""

    into: Path
    kind: str  # text, titled, row, paragraph, remark, bullets
    slots: list[TextUnit] = field(default_factory=list)
    parts: dict[str, list[Inlines]] = field(default_factory=dict)
    items: list[list[Inlines]] = field(default_factory=list)
    guessed: bool = False

    def add(self, leaf: str, content: Inlines, slot: TextUnit) -> None:
        """Put a paragraph in."""
        self.parts.setdefault(leaf, []).append(content)
        self.slots.append(slot)

    def add_item(self, content: Inlines, slot: TextUnit) -> None:
        """Put an item of a list in."""
        self.items.append([content])
        self.slots.append(slot)


@dataclass(frozen=True)
class CompareInput:
    """What there is to compare, of one partner or of a booklet's own file.

    Attributes:
        profile: The partner's id, or ``""``.
        base: The YAML that was sent.
        series: The series file that was sent.
        slots, gone: What came back and what did not.
        blocks: What bookmarks stand for.
        roles: Roles of styles by their name, casefolded.
        old, new: Both files.
        names: Notes that lost their bookmark (:func:`brochure.revision.note_calls.aliases`).
        quotes: Whether the shape of quotes counts.
        others: Notes that the profile has got since, by id.
        elsewhere: Values that a booklet has otherwise, by address.
        booklet: The booklet's file.
    """

    profile: str
    base: YamlText
    series: YamlText
    slots: Sequence[TextUnit]
    gone: Sequence[SentText]
    blocks: Mapping[str, Block]
    roles: Mapping[str, str]
    old: WordReading
    new: WordReading
    names: Mapping[str, str]
    quotes: bool = True
    others: Mapping[str, str] = field(default_factory=dict)
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    booklet: str = ""

    @property
    def scope(self) -> str:
        """What names of bookmarks begin with, in a booklet."""
        return self.profile if any(block.scope for block in self.blocks.values()) else ""

    def every_sent(self) -> list[SentText]:
        """All texts that were sent, whether they came back or not."""
        return [*(slot.sent for slot in self.slots if slot.sent), *self.gone]

    def spot(self, sent: SentText | None) -> Spot | None:
        """The address of a text that was sent, if it has one."""
        block = self.blocks.get(sent.mark) if sent and sent.mark else None
        return Spot.of(block.address) if block else None

    def role(self, slot: TextUnit) -> str:
        """What the style of a line stands for."""
        return self.roles.get(slot.line.style, "")

    def value(self, path: Path) -> Data:
        """What the YAML has at a path, or None."""
        try:
            return self.base.value(path)
        except (KeyError, IndexError, TypeError):
            return None

    def clean(self, content: Inlines) -> Inlines:
        """Content with known notes named again, and addresses that were typed over made whole."""
        return linked(retyped(renamed(content, self.names)))

    def same(self, one: Inlines, other: Inlines) -> bool:
        """Whether two texts say the same."""
        if not self.quotes:
            one, other = straight(one), straight(other)
        return normalise_whitespace(one) == normalise_whitespace(other)

    def not_ours(self, spot: Spot) -> Problem:
        """Reason for an edit of shared or generated text; names the file to edit instead."""
        if not spot.address.startswith("_series:"):
            return problem("D202")
        return problem("D201", where=self.series.locate(path_of(spot.address.removeprefix("_series:"))))

    def left(
        self, address: str, old: str, new: str, reason: Problem, slot: TextUnit | None = None
    ) -> UnresolvedEdit:
        """An edit that makes no change, and why."""
        return UnresolvedEdit(self.profile, address, old, new, reason, slot.line.revisions if slot else ())

    def comments(self, keys: Iterable[str], address: str) -> list[EditorComment]:
        """The comments that an editor made at a text."""
        added = [key for key in keys if key in self.new.comments and key not in self.old.comments]
        return [EditorComment(self.profile, address, self.new.comments[key]) for key in added]


@dataclass(frozen=True, slots=True)
class NoteText:
    """A note that came back: whose words it is, as they were and are, and who changed them."""

    spot: Spot
    before: Inlines
    after: Inlines
    revisions: tuple[Revision, ...]


@dataclass(frozen=True)
class Alignment:
    """Which text of the file that came back is which value of the YAML.

    Attributes:
        inputs: What is compared.
        sent_texts: The texts of each value, as they were sent.
        spots: The address of each value.
        texts: The texts of each value, as they came back.
        order: What each list has now: the index of an item that was sent, or one that is new.
        topics: The marks of tables, by block and topic.
        notes: Notes that came back as lines of the list of notes, by bookmark.
        rows: The row of a fact table that a row of the file that was sent is.
        end: The address where the file ends.
        found: What the lines themselves told: comments, edits that have no place in the YAML.
    """

    inputs: CompareInput
    sent_texts: Mapping[Path, Sequence[SentText]]
    spots: Mapping[Path, Spot]
    texts: Mapping[Path, Sequence[tuple[TextUnit, Inlines]]]
    order: Mapping[Path, Sequence[int | InsertedBlock]]
    topics: Mapping[tuple[str, str], TextUnit] = field(default_factory=dict)
    notes: Mapping[str, NoteText] = field(default_factory=dict)
    rows: Mapping[tuple[int, int], tuple[Path, int]] = field(default_factory=dict)
    end: str = ""
    found: tuple[Finding, ...] = ()

    def has_item(self, path: Path, index: int) -> bool:
        """Whether an item of a list came back."""
        return index in self.order.get(path, ())

    def has_block(self, block: tuple[str, int]) -> bool:
        """Whether a block came back."""
        return self.has_item(("answers", block[0]), block[1])

    def slots_of(self, path: Path) -> list[TextUnit]:
        """What came back of an item."""
        return [slot for value, came in self.texts.items() if value[: len(path)] == path for slot, _ in came]

    def sent_of(self, path: Path) -> list[SentText]:
        """What was sent of an item."""
        return [text for value, own in self.sent_texts.items() if value[: len(path)] == path for text in own]

    def summary(self, path: Path) -> str:
        """The words of an item, as they were sent."""
        texts = sorted(self.sent_of(path), key=lambda text: text.line)
        return "\n".join(said(text.content) for text in texts)


def evidence(slots: Sequence[TextUnit], *, guessed: bool = False) -> Evidence:
    """How sure we are of what slots say, and who changed them."""
    revisions = tuple(sorted({revision for slot in slots for revision in slot.line.revisions}))
    weakest = min(slots, key=lambda slot: slot.sure, default=None)
    how, sure = (weakest.how, weakest.sure) if weakest else (CERTAIN.how, CERTAIN.sure)
    if guessed:
        how, sure = How.LIKENESS, min(sure, GUESSED)
    return Evidence(how, sure, revisions)


def words_of_new(news: Iterable[InsertedBlock]) -> str:
    """The words of what is new, for people."""
    return "\n".join(said(slot.content) for new in news for slot in new.slots)


def shown(paragraphs: Iterable[Inlines]) -> str:
    """Paragraphs for people."""
    return "\n".join(said(words) for words in paragraphs)
