"""Values of the comparison: its input, and the alignment of both Word files with the YAML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from brochure.diagnostics.problem import Problem
from brochure.document.printed_words import PrintedWords
from brochure.document.tree import Inlines, Link, Strong
from brochure.document.web_address import shows_address
from brochure.revision.address import TextAddress
from brochure.revision.change import CERTAIN, Change, EditorComment, Evidence, UnresolvedEdit
from brochure.revision.characters import (
    link_web_addresses,
    normalise_whitespace,
    report_text,
    straighten_quotes,
    unlink_edited_addresses,
)
from brochure.revision.match_lines import MatchMethod
from brochure.revision.text_units import SentText, TextUnit
from brochure.schema.words_file import words_of_series
from brochure.schema.yaml_reader import Data, YamlPath, YamlText
from brochure.word.baseline import AnchoredParagraph
from brochure.word.reader.model import Revision, WordReading

_DEEPEST = 8  # longest path of an item: answers, about, 0, rows, 0, items, 0
_FEW_LINES = 5  # in a shorter file, a few restyled lines are no sign that all styles are lost
GUESSED = 0.5  # confidence of a new line whose style is not one of the layout's
FOLIOS = re.compile(r"\t[\d、ivxlc ]*$")  # LibreOffice turns folio fields into text

Finding = Change | UnresolvedEdit | EditorComment
"""One result of the comparison."""


@dataclass
class InsertedBlock:
    """An item or a block that an editor added; it is filled line by line.

    Attributes:
        into: Path of the list that the item is added to.
        kind: The form of the item.
        units: The text units that it is made from.
        parts: Paragraphs by the key of the item, such as ``title``.
        items: The items of a new list, each with its paragraphs.
        guessed: Whether its kind was guessed, because its style is not one of the layout's.
    """

    into: YamlPath
    kind: str  # text, titled, row, paragraph, remark, bullets
    units: list[TextUnit] = field(default_factory=list)
    parts: dict[str, list[Inlines]] = field(default_factory=dict)
    items: list[list[Inlines]] = field(default_factory=list)
    guessed: bool = False

    def add(self, leaf: str, content: Inlines, unit: TextUnit) -> None:
        """Add a paragraph to the part ``leaf``."""
        self.parts.setdefault(leaf, []).append(content)
        self.units.append(unit)

    def add_item(self, content: Inlines, unit: TextUnit) -> None:
        """Add an item to the new list."""
        self.items.append([content])
        self.units.append(unit)


@dataclass(frozen=True)
class CompareInput:
    """The input of the comparison for one partner, or for a booklet's file.

    Attributes:
        profile: The partner's id, or ``""`` for a booklet's file.
        base: The YAML that was sent.
        series: The series file that was sent.
        units: The text units of the edited file, in its order.
        gone: The sent texts that the edited file lacks.
        blocks: Blocks by bookmark.
        roles: Roles of styles by style name, casefolded.
        old, new: Readings of the sent and of the edited file.
        quotes: Whether straight and typographic quotes are different.
        others: Notes that were added to the profile after the file was sent, by id.
        elsewhere: Values that the booklet overrides, by address.
        booklet: The path of the booklet's file.
    """

    profile: str
    base: YamlText
    series: YamlText
    units: Sequence[TextUnit]
    gone: Sequence[SentText]
    blocks: Mapping[str, AnchoredParagraph]
    roles: Mapping[str, str]
    old: WordReading
    new: WordReading
    quotes: bool = True
    others: Mapping[str, str] = field(default_factory=dict)
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    booklet: str = ""

    @property
    def scope(self) -> str:
        """The prefix of bookmark names in a booklet; ``""`` outside booklets."""
        return self.profile if any(block.scope for block in self.blocks.values()) else ""

    @cached_property
    def words(self) -> PrintedWords:
        """The words that the series printed."""
        return words_of_series(self.series)

    @cached_property
    def has_pages(self) -> bool:
        """Whether the file has pages of the partner, not only its rows in the tables of a booklet."""
        places = (TextAddress.parse(block.address) for block in self.blocks.values())
        return not self.profile or any(place.cell_of is None for place in places)

    @cached_property
    def has_lost_styles(self) -> bool:
        """Whether most lines have lost their style, as files of some programs have."""
        matched = [unit for unit in self.units if unit.sent is not None and unit.content]
        lost = [unit for unit in matched if unit.sent is not None and unit.sent.style != unit.line.style]
        return len(lost) > _FEW_LINES and 2 * len(lost) > len(matched)

    @cached_property
    def has_lost_bookmarks(self) -> bool:
        """Whether most texts have lost their bookmark."""
        own = set(self.blocks)
        return 2 * len(own & self.new.bookmarks) < len(own)

    def all_sent(self) -> list[SentText]:
        """All sent texts: those in the edited file, then those it lacks."""
        return [*(unit.sent for unit in self.units if unit.sent), *self.gone]

    def address_of(self, sent: SentText | None) -> TextAddress | None:
        """The address of a sent text; None if it has none."""
        block = self.blocks.get(sent.mark) if sent and sent.mark else None
        return TextAddress.parse(block.address) if block else None

    def role_of(self, unit: TextUnit) -> str:
        """The role of the line's style; ``""`` for a style that is not one of the layout's."""
        return self.roles.get(unit.line.style, "")

    def value_at(self, path: YamlPath) -> Data:
        """The value at a path of the sent YAML, or None."""
        try:
            return self.base.value(path)
        except (KeyError, IndexError, TypeError):
            return None

    def clean_content(self, content: Inlines) -> Inlines:
        """Return content with edited web addresses as links."""
        changed = [link for link in _links(content) if self._has_new_target(link)]
        return link_web_addresses(unlink_edited_addresses(content, changed))

    def _has_new_target(self, link: Link) -> bool:
        """Whether a link has the words of a sent link, but an address that none of these has."""
        sent = self._sent_targets.get(link.text, set())
        same = {url.rstrip("/") for url in sent}  # a word processor adds or drops the slash at the end
        return bool(sent) and link.url.rstrip("/") not in same and not shows_address(link.text, link.url)

    @cached_property
    def _sent_targets(self) -> Mapping[str, set[str]]:
        """The addresses of the sent links, by their words."""
        found: dict[str, set[str]] = {}
        for lines in (self.old.lines, *self.old.notes.values()):
            for line in lines:
                for link in _links(line.content):
                    found.setdefault(link.text, set()).add(link.url)
        return found

    def same_text(self, one: Inlines, other: Inlines) -> bool:
        """Whether two texts are equal apart from whitespace (and quotes, if those do not count)."""
        if not self.quotes:
            one, other = straighten_quotes(one), straighten_quotes(other)
        return normalise_whitespace(one) == normalise_whitespace(other)

    def unresolved_edit(
        self, address: str, old: str, new: str, reason: Problem, unit: TextUnit | None = None
    ) -> UnresolvedEdit:
        """Return an edit that becomes no change, with its reason."""
        return UnresolvedEdit(self.profile, address, old, new, reason, unit.line.revisions if unit else ())

    def new_comments(self, keys: Iterable[str], address: str) -> list[EditorComment]:
        """Return the comments that editors added, attached to a text at ``address``."""
        added = [key for key in keys if key in self.new.comments and key not in self.old.comments]
        return [EditorComment(self.profile, address, self.new.comments[key], key) for key in added]


def _links(content: Inlines) -> Iterator[Link]:
    for part in content:
        if isinstance(part, Link):
            yield part
        elif isinstance(part, Strong):
            yield from _links(part.children)


@dataclass(frozen=True, slots=True)
class NoteText:
    """A note or citation of the edited file: its address, its text before and after, its tracked changes."""

    place: TextAddress
    before: Inlines
    after: Inlines
    revisions: tuple[Revision, ...]


@dataclass(frozen=True)
class Alignment:
    """The edited file, sorted by the values of the YAML.

    Attributes:
        inputs: The input of the comparison.
        sent_texts: The sent texts of each value, by its path.
        addresses: The parsed address of each value, by its path.
        texts: The text units of each value in the edited file, with their cleaned content.
        order: The items of each list in the edited file: the index of a sent item, or a new item.
        topics: The text units of marks, by block and topic.
        notes: Notes of the edited file that are lines of a list of notes, by bookmark.
        rows: The row of a fact table in the YAML, by table and row of the sent file.
        end: The address of the last text.
        found: Results that need no further comparison: comments, edits that have no place in the YAML.
        cells: The edited text units of marks in the comparison tables of a booklet, by block and topic.
    """

    inputs: CompareInput
    sent_texts: Mapping[YamlPath, Sequence[SentText]]
    addresses: Mapping[YamlPath, TextAddress]
    texts: Mapping[YamlPath, Sequence[tuple[TextUnit, Inlines]]]
    order: Mapping[YamlPath, Sequence[int | InsertedBlock]]
    topics: Mapping[tuple[str, str], TextUnit] = field(default_factory=dict)
    notes: Mapping[str, NoteText] = field(default_factory=dict)
    rows: Mapping[tuple[int, int], tuple[YamlPath, int]] = field(default_factory=dict)
    end: str = ""
    found: tuple[Finding, ...] = ()
    cells: Mapping[tuple[str, str], TextUnit] = field(default_factory=dict)

    def has_item(self, path: YamlPath, index: int) -> bool:
        """Whether the edited file still has an item of a list."""
        return index in self._kept.get(path, ())

    @cached_property
    def _kept(self) -> Mapping[YamlPath, frozenset[int]]:
        return {path: kept_items(entries) for path, entries in self.order.items()}

    def has_block(self, block: tuple[str, int]) -> bool:
        """Whether the edited file still has a block."""
        return self.has_item(("answers", block[0]), block[1])

    def units_of(self, path: YamlPath) -> list[TextUnit]:
        """The text units of an item in the edited file."""
        return [unit for value in self._paths_of_texts.get(path, ()) for unit, _ in self.texts[value]]

    def sent_of(self, path: YamlPath) -> list[SentText]:
        """The sent texts of an item."""
        return [text for value in self._paths_of_sent_texts.get(path, ()) for text in self.sent_texts[value]]

    @cached_property
    def _paths_of_texts(self) -> Mapping[YamlPath, Sequence[YamlPath]]:
        return _by_item(self.texts)

    @cached_property
    def _paths_of_sent_texts(self) -> Mapping[YamlPath, Sequence[YamlPath]]:
        return _by_item(self.sent_texts)

    def summary(self, path: YamlPath) -> str:
        """The words of an item in the sent file, one line per text."""
        texts = sorted(self.sent_of(path), key=lambda text: text.line)
        return "\n".join(report_text(text.content) for text in texts)


def kept_items(entries: Iterable[int | InsertedBlock]) -> frozenset[int]:
    """Return the indices of the sent items among the entries of a list."""
    return frozenset(entry for entry in entries if isinstance(entry, int))


def _by_item(values: Iterable[YamlPath]) -> Mapping[YamlPath, Sequence[YamlPath]]:
    """The paths of values, by the path of each item, list or answer that they are in, and by their own."""
    found: dict[YamlPath, list[YamlPath]] = {}
    for path in values:
        for length in range(min(len(path), _DEEPEST) + 1):
            found.setdefault(path[:length], []).append(path)
    return found


def combined_evidence(units: Sequence[TextUnit], *, guessed: bool = False) -> Evidence:
    """Return the evidence of several text units: that of the least certain one, with all tracked changes."""
    revisions = tuple(sorted({revision for unit in units for revision in unit.line.revisions}))
    weakest = min(units, key=lambda unit: unit.sure, default=None)
    how, sure = (weakest.how, weakest.sure) if weakest else (CERTAIN.how, CERTAIN.sure)
    if guessed:
        how, sure = MatchMethod.LIKENESS, min(sure, GUESSED)
    return Evidence(how, sure, revisions)


def inserted_text(news: Iterable[InsertedBlock]) -> str:
    """Return the words of added items for reports, one line per text."""
    return "\n".join(report_text(unit.content) for new in news for unit in new.units)


def paragraphs_text(paragraphs: Iterable[Inlines]) -> str:
    """Return the text of paragraphs for reports, one line each."""
    return "\n".join(report_text(words) for words in paragraphs)
