"""From the two files side by side to changes of one profile.

Every slot is accounted for: it is as it was, or it makes a change, or it is left with a reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from brochure.diagnostics.problem import Problem, problem
from brochure.document import markup as inline
from brochure.document import markup_writer as markup
from brochure.document.tree import Inlines, Text, plain
from brochure.revision import derived_texts as derived
from brochure.revision import mark_tables as marks
from brochure.revision.address import Spot
from brochure.revision.change import Change, Kind, Left, Revised, Said
from brochure.revision.characters import (
    Atom,
    atoms,
    in_a_row,
    joined,
    linked,
    paragraphs,
    retyped,
    said,
    straight,
    unprinted,
)
from brochure.revision.citation_fields import fields_of
from brochure.revision.match_lines import How, increasing
from brochure.revision.note_calls import Calls, renamed, text_of
from brochure.revision.text_units import Sent, Slot
from brochure.schema.profile import path_of
from brochure.schema.yaml_reader import Data, Path, YamlText
from brochure.word.baseline import Block
from brochure.word.read import Reading, Revision

_GUESSED = 0.5  # how sure a new line is whose style is none of the layout's
_FOLIOS = re.compile(r"\t[\d、ivxlc ]*$")  # LibreOffice makes text of page numbers that were fields
_SIGNED = ("fact_item", "remark")
_NEXT = ("callout_heading", "caption", "case_heading", "topic_code", "topic")  # stand above their block
_TEXT_OF = {  # what a new line is where its style is none of ours, by what it stands behind
    "bullets": "bullet",
    "items": "callout_text",
    "cases": "case_text",
    "rows": "fact_text",
    "paragraph": "text",
    "remark": "remark_next",
}


@dataclass
class New:
    """Something that an editor put in: an item of a list, or a block."""

    into: Path
    kind: str  # text, titled, row, paragraph, remark, bullets
    slots: list[Slot] = field(default_factory=list)
    parts: dict[str, list[Inlines]] = field(default_factory=dict)
    items: list[list[Inlines]] = field(default_factory=list)
    field_name: str = ""
    guessed: bool = False

    def add(self, leaf: str, content: Inlines, slot: Slot) -> None:
        """Put a paragraph in."""
        self.parts.setdefault(leaf, []).append(content)
        self.slots.append(slot)


@dataclass(frozen=True)
class Material:
    """What there is to compare, of one partner or of a booklet's own file.

    Attributes:
        profile: The partner's id, or ``""``.
        base: The YAML that was sent.
        series: The series file that was sent.
        slots, gone: What came back and what did not.
        blocks: What bookmarks stand for.
        roles: Roles of styles by their name, casefolded.
        old, new: Both files.
        names: Notes that lost their bookmark (:func:`.calls.aliases`).
        quotes: Whether the shape of quotes counts.
        others: Notes that the profile has got since, by id.
        elsewhere: Values that a booklet has otherwise, by address.
        booklet: The booklet's file.
    """

    profile: str
    base: YamlText
    series: YamlText
    slots: Sequence[Slot]
    gone: Sequence[Sent]
    blocks: Mapping[str, Block]
    roles: Mapping[str, str]
    old: Reading
    new: Reading
    names: Mapping[str, str]
    quotes: bool = True
    others: Mapping[str, str] = field(default_factory=dict)
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    booklet: str = ""


def gather(material: Material) -> Revised:
    """Find the changes."""
    return _Gather(material).run()


class _Gather:
    def __init__(self, material: Material) -> None:
        self.m = material
        self.scope = material.profile if any(b.scope for b in material.blocks.values()) else ""
        self.calls = Calls.of(material.base, self.scope, material.others)
        self.calls.words = self.note_words
        self.changes: list[Change] = []
        self.left: list[Left] = []
        self.comments: list[Said] = []
        self.sent_texts: dict[Path, list[Sent]] = {}  # by value, as printed
        self.spots: dict[Path, Spot] = {}
        self.texts: dict[Path, list[tuple[Slot, Inlines]]] = {}  # by value, as it came back
        self.order: dict[Path, list[int | New]] = {}  # what lists have now
        self.news: list[New] = []
        self.topics: dict[tuple[str, str], Slot] = {}
        self.question = ""
        self.block = -1
        self.last: Path | New | None = None
        self.last_leaf = ""
        self.rows_of_old: dict[tuple[int, int], tuple[Path, int]] = {}
        self.rows_of_new: dict[tuple[int, int], tuple[Path, int] | New] = {}
        self.lists_of_tables: dict[int, Path] = {}
        self.signs: set[str] = set()
        self.mark_cells: set[tuple[int, int, int] | None] = set()
        self.note_texts: dict[str, tuple[Spot, Inlines, Inlines, tuple[Revision, ...]]] = {}

    # --- helpers ----------------------------------------------------------------------------

    def spot(self, sent: Sent | None) -> Spot | None:
        block = self.m.blocks.get(sent.mark) if sent and sent.mark else None
        return Spot.of(block.address) if block else None

    def role(self, slot: Slot) -> str:
        return self.m.roles.get(slot.line.style, "")

    def value(self, path: Path) -> Data:
        """What the YAML has at a path, or None."""
        try:
            return self.m.base.value(path)
        except (KeyError, IndexError, TypeError):
            return None

    def clean(self, content: Inlines) -> Inlines:
        """Content with known notes named again, and addresses that were typed over made whole."""
        return linked(retyped(renamed(content, self.m.names)))

    def same(self, one: Inlines, other: Inlines) -> bool:
        """Whether two texts say the same."""
        if not self.m.quotes:
            one, other = straight(one), straight(other)
        return _calm(one) == _calm(other)

    def not_ours(self, spot: Spot) -> Problem:
        """Why an edit of a text that no profile has is left: where it belongs."""
        if not spot.address.startswith("_series:"):
            return problem("D202")
        return problem("D201", where=self.m.series.locate(path_of(spot.address.removeprefix("_series:"))))

    def leave(self, address: str, old: str, new: str, reason: Problem, slot: Slot | None = None) -> None:
        revisions = slot.line.revisions if slot else ()
        self.left.append(Left(self.m.profile, address, old, new, reason, revisions))

    # --- the way through --------------------------------------------------------------------

    def run(self) -> Revised:
        self.learn()
        for index, slot in enumerate(self.m.slots):
            self.slot(slot, index)
        self.missing()
        self.known_notes()
        self.values()
        self.lists()
        self.marked()
        self.new_notes()
        return Revised(self.m.profile, tuple(self.changes), tuple(self.left), tuple(self.comments))

    def learn(self) -> None:
        """Which texts there were, and which rows of tables are which."""
        every = [*(slot.sent for slot in self.m.slots if slot.sent), *self.m.gone]
        for sent in sorted(every, key=lambda text: (text.line, text.mark)):
            spot = self.spot(sent)
            if sent.sign:
                self.signs.add(sent.sign)
            if spot is None:
                continue
            if sent.cell and (item := _row_of(spot)):
                self.rows_of_old[sent.cell[:2]] = item
        for sent in sorted(every, key=lambda text: text.line):
            spot = self.spot(sent)
            if spot and (spot.open or self.is_derived(spot) or self.is_own(spot)):
                self.sent_texts.setdefault(spot.path, []).append(sent)
                self.spots[spot.path] = spot
        for path, texts in self.sent_texts.items():
            texts.sort(key=lambda text: (Spot.of(self.m.blocks[text.mark].address).number, text.line))
            self.sent_texts[path] = texts
        for slot in self.m.slots:
            if slot.line.cell and (spot := self.spot(slot.sent)) and spot.topic:
                self.mark_cells.add(slot.line.cell)
            if slot.sent and slot.sent.cell and slot.line.cell:
                item = self.rows_of_old.get(slot.sent.cell[:2])
                if item:
                    self.rows_of_new[slot.line.cell[:2]] = item
                    self.lists_of_tables[slot.line.cell[0]] = item[0]

    def is_derived(self, spot: Spot) -> bool:
        return derived.of(spot.address) is not None

    def is_own(self, spot: Spot) -> bool:
        return not self.m.profile and spot.booklet

    def slot(self, slot: Slot, index: int) -> None:
        spot = self.spot(slot.sent)
        address = spot.address if spot else self.near()
        for key in slot.line.comments if (slot.sent is None or not self._second(index)) else ():
            if key in self.m.new.comments and key not in self.m.old.comments:
                self.comments.append(Said(self.m.profile, address, self.m.new.comments[key]))
        self.oddities(slot, address)
        if slot.joins and slot.content and self.joined_to(slot, spot) is None:
            self.leave(address, said(slot.content), said(slot.line.content), problem("D214"), slot)
        if slot.sent is None:
            self.new(slot, index)
        elif spot is None:
            self.made(slot)
        else:
            self.known(slot, spot, index)

    def _second(self, index: int) -> bool:
        """Whether the slot before is of the same line: a comment is told once."""
        return index > 0 and self.m.slots[index - 1].number == self.m.slots[index].number

    def near(self) -> str:
        """Where we are, for texts that have no address."""
        if isinstance(self.last, tuple):
            return ".".join(map(str, self.last))
        return f"answers.{self.question}" if self.question else ""

    def oddities(self, slot: Slot, address: str) -> None:
        table = slot.line.cell is not None
        for odd in slot.odd:
            if odd.kind == "bold" and (table or (slot.sent is not None and self.bold(slot))):
                continue  # a table's own bold, which LibreOffice writes into the runs
            code = "D204" if odd.kind in ("textbox", "object", "equation") else "D205"
            reason = problem(code, kind=odd.kind, words=odd.words)
            self.leave(address, "", odd.words, reason, slot)
        if "\n" in plain(slot.content).strip("\n") and not (slot.sent and "\n" in plain(slot.sent.content)):
            words = plain(slot.content).split("\n")[1][:20]
            self.leave(address, "", words, problem("D213", words=words), slot)
        before = slot.sent.drawings if slot.sent else ()
        for drawing in slot.drawings[len(before) :]:
            if drawing.picture or slot.sent is None:
                reason = problem(
                    "D204", kind="picture" if drawing.picture else "shape", words=drawing.alt or "—"
                )
                self.leave(address, "", drawing.alt, reason, slot)
        if len(slot.drawings) < len(before):
            reason = problem("D216", words=before[-1].alt)
            self.leave(address, before[-1].alt, "", reason, slot)

    def bold(self, slot: Slot) -> bool:
        return self.role(slot) not in (
            "text",
            "bullet",
            "callout_text",
            "case_text",
            "fact_text",
            "fact_item",
        )

    # --- known texts ------------------------------------------------------------------------

    def known(self, slot: Slot, spot: Spot, index: int) -> None:
        assert slot.sent is not None
        content = self.clean(slot.content)
        if spot.address.startswith(("notes.", "sources.", "_sources")):
            self.note_texts[slot.sent.mark] = (spot, slot.sent.content, content, slot.line.revisions)
            return
        if spot.address.startswith("_series:questions."):
            self.question, self.block, self.last = spot.address.rpartition(".")[2], -1, None
        if spot.fixed:
            self.fixed(slot, spot, content)
            return
        if found := spot.topic:
            self.topics.setdefault(found, slot)
            self.here(spot)
            return
        if spot.address.endswith(".qr") or not (spot.open or self.is_derived(spot) or self.is_own(spot)):
            if not self.same(slot.sent.content, content):
                self.leave(spot.address, said(slot.sent.content), said(content), problem("D202"), slot)
            return
        if self.strayed(slot, spot, index):
            self.new(slot, index)
            return
        if slot.joins and content and (path := self.joined_to(slot, spot)) is not None:
            before, words = self.texts[path][-1]
            self.texts[path][-1] = (before, inline.merge([*words, *content]))
            return
        self.here(spot)
        if content or spot.picture:
            self.register(spot)
        self.texts.setdefault(spot.path, []).append((slot, content))
        self.last, self.last_leaf = spot.path, str(spot.path[-1])

    def joined_to(self, slot: Slot, spot: Spot | None) -> Path | None:
        """The value that a text was joined to; None if what stands before it in the line is no such value."""
        if spot is None or spot.fixed or spot.topic or not isinstance(self.last, tuple):
            return None
        came = self.texts.get(self.last)
        return self.last if came and came[-1][0].number == slot.number else None

    def here(self, spot: Spot) -> None:
        if spot.block:
            self.question, self.block = spot.block
            order = self.order.setdefault(("answers", self.question), [])
            if self.block not in order:
                order.append(self.block)

    def register(self, spot: Spot) -> None:
        item = spot.item
        if item is None:
            return
        path, index, _ = item
        if index not in (order := self.order.setdefault(path, [])):
            order.append(index)
        if path[-1] == "items" and path[-3:-2] == ("rows",):
            rows, row = path[:-2], path[-2]
            if isinstance(row, int) and row not in (above := self.order.setdefault(rows, [])):
                above.append(row)

    def strayed(self, slot: Slot, spot: Spot, index: int) -> bool:
        """Whether a text stands among texts of other blocks than its own: it was moved there."""
        if slot.kept_order or spot.item is None or not spot.block:
            return False
        near = {
            other.block
            for step in (-1, 1)
            if (other := self.neighbour(index, step)) is not None and other.block is not None
        }
        return bool(near) and spot.block not in near

    def neighbour(self, index: int, step: int) -> Spot | None:
        """The nearest text of a block in a direction that kept its order."""
        slots = self.m.slots
        index += step
        while 0 <= index < len(slots):
            spot = self.spot(slots[index].sent)
            if spot and spot.block and slots[index].kept_order:
                return spot
            if spot and spot.address.startswith("_series:questions."):
                return Spot(f"answers.{spot.address.rpartition('.')[2]}.-1", 1) if step > 0 else None
            index += step
        return None

    def fixed(self, slot: Slot, spot: Spot, content: Inlines) -> None:
        assert slot.sent is not None
        if (
            slot.line.cell
            and (item := self.rows_of_new.get(slot.line.cell[:2]))
            and not isinstance(item, New)
        ):
            order = self.order.setdefault(item[0], [])
            if item[1] not in order:
                order.append(item[1])
        if self.same(slot.sent.content, content):
            return
        if spot.address == "_series:no_answer" and content:
            self.insert(New(("answers", self.question), "paragraph"), "paragraph", content, slot)
            return
        self.leave(spot.address, said(slot.sent.content), said(content), self.not_ours(spot), slot)

    def made(self, slot: Slot) -> None:
        """A text that the layout makes: contents, index, comparison tables."""
        assert slot.sent is not None
        before, after = said(slot.sent.content), said(self.clean(slot.content))
        if _FOLIOS.sub("", before) != _FOLIOS.sub("", after):
            self.leave("", before, after, problem("D202"), slot)

    # --- new texts --------------------------------------------------------------------------

    def new(self, slot: Slot, index: int) -> None:
        content = self.clean(slot.content)
        if not content or slot.line.cell in self.mark_cells:
            return
        role, guessed = self.role(slot), False
        if not role or role in ("gap",):
            role, guessed = self.guess(), True
        sign = next((s for s in self.signs if plain(content).startswith(s)), "")
        if sign and role in _SIGNED:
            content = joined(atoms(content)[len(sign) :])
            content = joined(_stripped(atoms(content)))
        if slot.line.cell is not None:
            done = self.new_in_table(slot, role, content, guessed=guessed)
        else:
            done = self.new_line(slot, role, content, index, guessed=guessed)
        if not done:
            words = said(content)
            kind = "table" if slot.line.cell is not None else "paragraph"
            self.leave(self.near(), "", words, problem("D204", kind=kind, words=words[:40]), slot)

    def guess(self) -> str:
        if isinstance(self.last, New):
            return {
                "titled": "callout_text",
                "text": "bullet",
                "paragraph": "text",
                "remark": "remark_next",
                "row": "fact_text",
                "bullets": "bullet",
            }[self.last.kind]
        for step in reversed(self.last or ()):
            if step in _TEXT_OF:
                return _TEXT_OF[str(step)]
        return "text"

    def new_line(self, slot: Slot, role: str, content: Inlines, index: int, *, guessed: bool) -> bool:
        last = self.last
        if role in ("bullet_next", "callout_text", "case_text", "remark_next", "text") and self.append(
            role, content, slot
        ):
            return True
        if role in ("callout_title", "case_title"):
            kind = "items" if role == "callout_title" else "cases"
            path = last.into if isinstance(last, New) else self.list_here(kind, index)
            if path is None or path[-1] != kind:
                return False
            return self.insert(New(path, "titled", guessed=guessed), "title", content, slot)
        if role == "bullet":
            path = self.list_here("bullets", index)
            if isinstance(last, New) and last.kind == "bullets":
                last.items.append([content])
                last.slots.append(slot)
                return True
            if path is not None:
                return self.insert(New(path, "text", guessed=guessed), "text", content, slot)
            made = New(("answers", self.question), "bullets", guessed=guessed)
            if not self.question or self.inside(index):
                return False
            made.items.append([content])
            made.slots.append(slot)
            return self.put(made)
        if role in ("text", "remark") and self.question and not self.inside(index):
            kind = "paragraph" if role == "text" else "remark"
            return self.insert(New(("answers", self.question), kind, guessed=guessed), kind, content, slot)
        return False

    def append(self, role: str, content: Inlines, slot: Slot) -> bool:
        """Put a paragraph behind the one before it, if that is of the same text."""
        last = self.last
        if isinstance(last, New):
            if last.kind == "titled" and role in ("callout_text", "case_text"):
                last.add("text", content, slot)
                return True
            if last.kind == "text" and role == "bullet_next":
                last.add("text", content, slot)
                return True
            if last.kind == "remark" and role == "remark_next":
                last.add("remark", content, slot)
                return True
            return False
        if last is None:
            return False
        fits = {
            "bullet_next": last[-2:-1] == ("bullets",),
            "callout_text": last[-3:-2] == ("items",) and "rows" not in last,
            "case_text": last[-3:-2] == ("cases",),
            "remark_next": last[-1] == "remark" and "rows" not in last,
        }
        if not fits.get(role):
            return False
        target = (*last[:-1], "text") if last[-1] == "title" else last
        self.texts.setdefault(target, []).append((slot, content))
        return True

    def list_here(self, kind: str, index: int) -> Path | None:
        """The list of the block we are in, or of the one that begins here."""
        for near in (self.last if isinstance(self.last, tuple) else None, self.following(index)):
            if near is not None and kind in near:
                return near[: near.index(kind) + 1]
        if isinstance(self.last, New) and self.last.into[-1] == kind:
            return self.last.into
        return None

    def following(self, index: int) -> Path | None:
        """The value of the next known text, if it is of the question we are in."""
        for slot in self.m.slots[index + 1 :]:
            spot = self.spot(slot.sent)
            if spot and spot.address.startswith("_series:questions."):
                return None
            if spot and spot.block:
                return spot.path if spot.block[0] == self.question and slot.kept_order else None
        return None

    def inside(self, index: int) -> bool:
        """Whether the block we are in goes on behind here: no block can be put into it."""
        path = self.following(index)
        return path is not None and path[2:3] == (self.block,)

    def new_in_table(self, slot: Slot, role: str, content: Inlines, *, guessed: bool) -> bool:
        assert slot.line.cell is not None
        table, row, column = slot.line.cell
        known = self.rows_of_new.get((table, row))
        if isinstance(known, tuple):
            rows, number = known
            if role == "fact_item":
                path = (*rows, number, "items")
                return self.insert(New(path, "text", guessed=guessed), "text", content, slot)
            if column == 0:
                return False
            target = (*rows, number, "text")
            self.texts.setdefault(target, []).append((slot, content))
            self.last = target
            return True
        rows_path = self.lists_of_tables.get(table)
        if rows_path is None:
            return False
        if known is None:
            known = New(rows_path, "row", guessed=guessed)
            self.rows_of_new[table, row] = known
            self.put(known)
        if column == 0:
            known.add("label", content, slot)
        elif role == "fact_item":
            known.items.append([content])
            known.slots.append(slot)
        else:
            known.add("text", content, slot)
        self.last = known
        return True

    def insert(self, made: New, leaf: str, content: Inlines, slot: Slot) -> bool:
        made.add(leaf, content, slot)
        return self.put(made)

    def put(self, made: New) -> bool:
        order = self.order.setdefault(made.into, [])
        # Behind what we have seen of the list: items come in their order.
        order.append(made)
        self.news.append(made)
        self.last = made
        return True

    # --- what came of it --------------------------------------------------------------------

    def missing(self) -> None:
        """Texts that did not come back and are not values of the profile."""
        every = sorted(
            [*(slot.sent for slot in self.m.slots if slot.sent), *self.m.gone], key=lambda text: text.line
        )
        lost: dict[str, list[str]] = {}  # marks whose cells are gone, by block
        for sent in self.m.gone:
            spot = self.spot(sent)
            if spot and spot.topic:
                lost.setdefault(spot.topic[0], []).append(plain(sent.content))
            if spot is None:
                if sent.content:
                    self.leave(self.near(), said(sent.content), "", problem("D202"))
            elif spot.fixed and sent.content and not self.went_along(sent, every):
                self.leave(spot.address, said(sent.content), "", self.not_ours(spot))

        for block, found in lost.items():
            path = Spot.of(f"{block}.marks").path[:-1]
            if path[-1] in self.order.get(path[:-1], []):
                self.leave(block, " ".join(found), "", problem("D206"))

    def went_along(self, sent: Sent, every: Sequence[Sent]) -> bool:
        """Whether a fixed text is gone because the row or the block it belongs to is gone."""
        if sent.cell and (item := self.rows_of_old.get(sent.cell[:2])):
            return item[1] not in self.order.get(item[0], [])
        role = self.m.roles.get(sent.style, "")
        around = every if role in _NEXT else [*reversed(every)]
        place = around.index(sent)
        for other in around[place + 1 :]:
            spot = self.spot(other)
            if spot and spot.block:
                return spot.block[1] not in self.order.get(("answers", spot.block[0]), [])
        return False

    def values(self) -> None:
        paths = list(dict.fromkeys([*self.sent_texts, *self.texts]))
        for path in paths:
            came = [(slot, words) for slot, words in self.texts.get(path, []) if words]
            spot = self.spots.get(path) or Spot(".".join(map(str, path)), 1)
            sent = self.sent_texts.get(path, [])
            if spot.picture:
                self.picture(spot, path)
            elif not came:
                self.emptied(spot, path, sent)
            elif maker := derived.of(spot.address):
                self.compute(maker, spot, sent, came)
            else:
                self.text(spot, path, sent, came)

    def text(
        self, spot: Spot, path: Path, sent: Sequence[Sent], came: Sequence[tuple[Slot, Inlines]]
    ) -> None:
        before = [self.calls.as_sent(text.content) for text in sent]
        after = [self.calls.as_typed(words) for _, words in came]
        if len(before) == len(after) and all(map(self.same, before, after)):
            return
        if spot.address in self.m.elsewhere:
            reason = problem("D215", file=self.m.booklet)
            self.leave(spot.address, _shown(before), _shown(after), reason, came[0][0])
            return
        raw = self.value(path)
        old = raw if isinstance(raw, str) else ""
        typed = ((Text(old),),) if spot.plain and old else inline.parse(old).paragraphs
        after = list(map(_calm, paragraphs(unprinted(in_a_row(typed), in_a_row(before), in_a_row(after)))))
        after = [words for words in after if words]
        if not after:
            self.emptied(spot, path, sent)
            return
        try:
            new = plain(after[0], calls=False) if spot.plain else markup.revised(old, after)
        except ValueError:
            self.leave(
                spot.address, _shown(before), _shown(after), problem("D208", detail=spot.address), came[0][0]
            )
            return
        if new == old:
            return
        self.set(spot, path, raw, new, typed, after, [slot for slot, _ in came])

    def set(
        self,
        spot: Spot,
        path: Path,
        raw: Data,
        new: Data,
        before: Sequence[Inlines],
        after: Sequence[Inlines],
        slots: Sequence[Slot],
    ) -> None:
        self.changes.append(
            Change(
                Kind.SET,
                self.m.profile,
                path,
                spot.address,
                before=raw,
                after=new,
                old=_shown(before),
                new=_shown(after),
                **_evidence(slots),
            )
        )

    def picture(self, spot: Spot, path: Path) -> None:
        came = self.texts.get(path, [])
        for slot, _ in came[:1]:
            old = self.value(path)
            alt = slot.drawings[0].alt if slot.drawings else ""
            if alt and slot.sent and slot.sent.drawings and alt != slot.sent.drawings[0].alt:
                self.set(spot, path, old, alt, [(Text(str(old)),)], [(Text(alt),)], [slot])

    def compute(
        self, maker: derived.Maker, spot: Spot, sent: Sequence[Sent], came: Sequence[tuple[Slot, Inlines]]
    ) -> None:
        """A text that was made from several values, or from a date."""
        before = plain(tuple(p for text in sent for p in text.content), calls=False)
        after = plain(tuple(p for _, words in came for p in words), calls=False)
        if before == after:
            return
        slots = [slot for slot, _ in came]
        found = maker(spot.path, before, after, self.m.base)
        if isinstance(found, Problem):
            self.leave(spot.address, before, after, found, slots[0])
            return
        for path, value in found:
            address = ".".join(map(str, path))
            self.changes.append(
                Change(
                    Kind.SET if value is not None else Kind.REMOVE,
                    self.m.profile,
                    path,
                    address,
                    before=self.value(path),
                    after=value,
                    old=before,
                    new=after,
                    group=spot.address,
                    **_evidence(slots),
                )
            )

    def emptied(self, spot: Spot, path: Path, sent: Sequence[Sent]) -> None:
        """A value of which nothing came back; an item or block that is gone as a whole is a list's matter."""
        item = spot.item
        slots = [slot for slot, _ in self.texts.get(path, [])]
        if item is not None:
            if not item[2] or item[1] not in self.order.get(item[0], []):
                return
        elif spot.block and path[-1] in ("paragraph", "remark") and len(path) == 4:
            blocks = self.order.get(("answers", spot.block[0]), [])
            if spot.block[1] in blocks:
                blocks.remove(spot.block[1])
            return
        elif spot.block and spot.block[1] not in self.order.get(("answers", spot.block[0]), []):
            return
        old = _shown([text.content for text in sent])
        if self.value(path) is None:
            return
        optional = path[-1] in (
            "remark",
            "caption",
            "credit",
            "other",
            "reading",
            "latin",
            "native",
            "tel",
            "email",
            "website",
        )
        if optional and path[-1] != "credit":
            self.changes.append(
                Change(
                    Kind.REMOVE,
                    self.m.profile,
                    path,
                    spot.address,
                    before=self.value(path),
                    old=old,
                    **_evidence(slots),
                )
            )
        else:
            self.leave(spot.address, old, "", problem("D207"), slots[0] if slots else None)

    # --- lists ------------------------------------------------------------------------------

    def lists(self) -> None:
        """Items and blocks that were added, removed or moved; an empty list takes its block along."""
        known = {spot.item[0] for spot in self.spots.values() if spot.item}
        every = sorted({*known, *self.order}, key=lambda path: -len(path))
        dropped: set[Path] = set()
        for path in every:
            if len(path) == 2:
                continue
            owner, row = path[1:3], None
            if path[-1] == "items" and "rows" in path:
                row = path[:-1]
            if not self.order.get(path) and isinstance(self.value(path), list):
                if row is not None:
                    self.empty_items(path, row)
                else:
                    blocks = self.order.setdefault(("answers", str(owner[0])), [])
                    if owner[1] in blocks:
                        blocks.remove(owner[1])
                dropped.add(path)
                continue
            if row is not None and row[-1] not in self.order.get(row[:-1], []):
                continue
            if (
                len(owner) == 2
                and owner[1] not in self.order.get(("answers", str(owner[0])), [])
                and path[0] == "answers"
            ):
                continue
            self.one_list(path)
        answers = self.value(("answers",))
        for question in answers if isinstance(answers, dict) else {}:
            path = ("answers", question)
            if self.value(path) and not self.order.get(path):
                old = self.summary(path)
                self.changes.append(
                    Change(
                        Kind.REMOVE,
                        self.m.profile,
                        path,
                        f"answers.{question}",
                        before=self.value(path),
                        old=old,
                    )
                )
            else:
                self.one_list(path)
        for path in self.order:
            if len(path) == 2 and not (isinstance(answers, dict) and path[1] in answers):
                made = [self.built(entry) for entry in self.order[path] if isinstance(entry, New)]
                if made:
                    news = [entry for entry in self.order[path] if isinstance(entry, New)]
                    self.changes.append(
                        Change(
                            Kind.SET,
                            self.m.profile,
                            path,
                            f"answers.{path[1]}",
                            after=made,
                            new=_joined_news(news),
                            **_evidence([s for n in news for s in n.slots]),
                        )
                    )

    def empty_items(self, path: Path, row: Path) -> None:
        """The items of a row that stays: the row keeps its text, or was emptied."""
        if row[-1] in self.order.get(row[:-1], []):
            value = self.value(row)
            if isinstance(value, dict) and ("text" in value or "date" in value):
                self.changes.append(
                    Change(
                        Kind.REMOVE,
                        self.m.profile,
                        path,
                        ".".join(map(str, path)),
                        before=self.value(path),
                        old=self.summary(path),
                    )
                )
            else:
                self.leave(".".join(map(str, path)), self.summary(path), "", problem("D207"))

    def one_list(self, path: Path) -> None:
        value = self.value(path)
        entries = self.order.get(path, [])
        count = len(value) if isinstance(value, list) else 0
        if not isinstance(value, list):
            news = [entry for entry in entries if isinstance(entry, New)]
            if news:
                made = [self.built(entry) for entry in news]
                self.changes.append(
                    Change(
                        Kind.SET,
                        self.m.profile,
                        path,
                        ".".join(map(str, path)),
                        after=made,
                        new=_joined_news(news),
                        **_evidence([s for n in news for s in n.slots]),
                    )
                )
            return
        address = ".".join(map(str, path))
        numbers = [entry for entry in entries if isinstance(entry, int)]
        stays = {numbers[i] for i in increasing(numbers)}
        for index in range(count):
            if index not in numbers:
                self.changes.append(
                    Change(
                        Kind.REMOVE,
                        self.m.profile,
                        (*path, index),
                        f"{address}.{index}",
                        before=value[index],
                        old=self.summary((*path, index)),
                        revisions=self.removed_by((*path, index)),
                    )
                )
        for place, entry in enumerate(entries):
            after = next((e for e in entries[place + 1 :] if isinstance(e, int) and e in stays), count)
            if isinstance(entry, New):
                self.changes.append(
                    Change(
                        Kind.INSERT,
                        self.m.profile,
                        path,
                        f"{address}.{after}",
                        index=after,
                        after=self.built(entry),
                        new=_joined_news([entry]),
                        **_evidence(entry.slots, guessed=entry.guessed),
                    )
                )
            elif entry not in stays:
                shown = self.summary((*path, entry))
                self.changes.append(
                    Change(
                        Kind.MOVE,
                        self.m.profile,
                        path,
                        f"{address}.{entry}",
                        index=entry,
                        to=after,
                        before=value[entry],
                        old=shown,
                        new=shown,
                        **_evidence(self.slots_of((*path, entry))),
                    )
                )

    def removed_by(self, path: Path) -> tuple[Revision, ...]:
        """Who deleted an item: its lines are gone as a whole, or were emptied."""
        marks = [
            text.mark
            for value, texts in self.sent_texts.items()
            if value[: len(path)] == path
            for text in texts
        ]
        gone = {revision for mark in marks for revision in self.m.new.deleted.get(mark, ())}
        return tuple(sorted({*gone, *(r for slot in self.slots_of(path) for r in slot.line.revisions)}))

    def slots_of(self, path: Path) -> list[Slot]:
        """What came back of an item."""
        return [slot for value, came in self.texts.items() if value[: len(path)] == path for slot, _ in came]

    def built(self, new: New) -> Data:
        """The YAML of something new."""
        parts = {leaf: self.typed(paragraphs) for leaf, paragraphs in new.parts.items()}
        if new.kind == "text":
            return parts["text"]
        if new.kind == "titled":
            return {"title": parts.get("title", ""), "text": parts.get("text", "")}
        if new.kind in ("paragraph", "remark"):
            return {new.kind: parts[new.kind]}
        items: list[Data] = [self.typed(item) for item in new.items]
        if new.kind == "bullets":
            return {"bullets": items}
        made: dict[str, Data] = {}
        label = plain(tuple(p for words in new.parts.get("label", []) for p in words), calls=False)
        if name := self.row_field(new.into, label):
            made["field"] = name
        else:
            made["label"] = parts.get("label", "")
        if "text" in parts:
            made["text"] = parts["text"]
        if items:
            made["items"] = items
        return made

    def typed(self, paragraphs: Iterable[Inlines]) -> str:
        return "\n\n".join(markup.written(_calm(self.calls.as_typed(words))) for words in paragraphs)

    def row_field(self, rows: Path, label: str) -> str:
        """The row of the series' table that a label is the words of."""
        block = self.value(rows[:-1])
        kind = block.get("facts") if isinstance(block, dict) else None
        try:
            labels: Any = self.m.series.value(("facts", str(kind), "rows"))
        except (KeyError, TypeError):
            return ""
        return next((name for name, words in labels.items() if str(words).strip() == label.strip()), "")

    def summary(self, path: Path) -> str:
        """The words of an item, as they were sent."""
        texts = [t for value, own in self.sent_texts.items() if value[: len(path)] == path for t in own]
        return "\n".join(said(text.content) for text in sorted(texts, key=lambda text: text.line))

    # --- marks and notes --------------------------------------------------------------------

    def mark(self, slot: Slot) -> str:
        """What stands in the cell of a mark, on however many lines."""
        cell = slot.line.cell
        lines = [other for other in self.m.slots if other.line.cell == cell] if cell else [slot]
        return "".join(plain(other.content) for other in lines).strip()

    def marked(self) -> None:
        for (block, topic), slot in self.topics.items():
            assert slot.sent is not None
            before, after = plain(slot.sent.content).strip(), self.mark(slot)
            if before == after:
                continue
            answer = marks.answer(after)
            address = f"{block}.topics.{topic}"
            if answer is None:
                self.leave(address, before, after, problem("D210", found=after), slot)
                continue
            was = marks.current(self.value(Spot.of(f"{block}.marks").path[:-1]), topic)
            if was != answer:
                path = Spot.of(f"{block}.marks").path[:-1]
                self.changes.append(
                    Change(
                        Kind.MARK,
                        self.m.profile,
                        path,
                        address,
                        topic=topic,
                        before=was.value,
                        after=answer.value,
                        old=before,
                        new=after,
                        **_evidence([slot]),
                    )
                )
        for sent in self.m.gone:
            spot = self.spot(sent)
            if (
                spot
                and spot.topic
                and spot.block
                and spot.block[1] in self.order.get(("answers", spot.block[0]), [])
            ):
                self.leave(spot.address, said(sent.content), "", problem("D206"))

    def note_words(self, key: str) -> str:
        """What a note says, as the YAML would have it."""
        lines = self.m.new.notes.get(key) or next(
            (self.m.new.notes[other] for other, name in self.m.names.items() if name == key), ()
        )
        content = _calm(self.clean(text_of(tuple(lines))))
        return markup.written(content) if content else ""

    def known_notes(self) -> None:
        """Notes that were edited or removed; before texts, for a citation may become a note."""
        notes = {block.mark: Spot.of(block.address) for block in self.m.blocks.values() if block.mark}
        for mark, lines in self.m.old.notes.items():
            if mark in notes and self.calls.known(mark):
                came = self.m.new.notes.get(mark) or next(
                    (self.m.new.notes[key] for key, name in self.m.names.items() if name == mark), None
                )
                revisions = tuple(sorted({r for line in came or () for r in line.revisions}))
                if came is not None:
                    self.note_texts[mark] = (
                        notes[mark],
                        text_of(lines),
                        self.clean(text_of(came)),
                        revisions,
                    )
                elif notes[mark].address.startswith("notes."):
                    path = notes[mark].path
                    self.changes.append(
                        Change(
                            Kind.REMOVE,
                            self.m.profile,
                            path,
                            notes[mark].address,
                            before=self.value(path),
                            old=said(text_of(lines)),
                        )
                    )
        for mark, (spot, before, after, revisions) in self.note_texts.items():
            if not self.same(before, after):
                self.note(mark, spot, before, after, revisions)
        for mark, lines in self.m.new.notes.items():
            if mark in notes and self.calls.known(mark):
                self.note_comments(lines, notes[mark].address)

    def new_notes(self) -> None:
        """Notes that an editor added, and citations that became notes."""
        for key, name in self.calls.new.items():
            added = self.m.new.notes.get(key)
            if added is not None:
                self.note_comments(added, f"notes.{name}")
                content = self.clean(text_of(added))
                revisions = tuple(sorted({r for line in added for r in line.revisions}))
                self.changes.append(
                    Change(
                        Kind.SET,
                        self.m.profile,
                        ("notes", name),
                        f"notes.{name}",
                        after=self.note_words(key),
                        new=said(content),
                        revisions=revisions,
                    )
                )

    def note_comments(self, lines: Sequence[Any], address: str) -> None:
        for line in lines:
            for key in line.comments:
                if key in self.m.new.comments and key not in self.m.old.comments:
                    self.comments.append(Said(self.m.profile, address, self.m.new.comments[key]))
            for odd in line.odd:
                self.leave(address, "", odd.words, problem("D205", kind=odd.kind, words=odd.words))

    def note(
        self, mark: str, spot: Spot, before: Inlines, after: Inlines, revisions: tuple[Revision, ...]
    ) -> None:
        if spot.address.startswith("notes."):
            raw = self.value(spot.path)
            old = raw if isinstance(raw, str) else ""
            whole = tuple(part for paragraph in inline.parse(old).paragraphs for part in paragraph)
            printed, came = atoms(self.calls.as_sent(before)), atoms(self.calls.as_typed(after))
            words = _calm(joined(unprinted(atoms(whole), printed, came)))
            if not words:
                self.leave(spot.address, said(before), "", problem("D207"))
                return
            self.changes.append(
                Change(
                    Kind.SET,
                    self.m.profile,
                    spot.path,
                    spot.address,
                    before=raw,
                    after=markup.revised(old, [words]),
                    old=said(before),
                    new=said(after),
                    revisions=revisions,
                )
            )
            return
        item = self.value(spot.path) if spot.address.startswith("sources.") else None
        found = fields_of(item, plain(before), plain(after)) if isinstance(item, dict) else None
        if found is None:
            self.freed(mark, spot, before, after, revisions)
            return
        for key, value in found.items():
            path = (*spot.path, key)
            self.changes.append(
                Change(
                    Kind.SET,
                    self.m.profile,
                    path,
                    f"{spot.address}.{key}",
                    before=self.value(path),
                    after=value,
                    old=said(before),
                    new=said(after),
                    revisions=revisions,
                    group=spot.address,
                )
            )

    def freed(
        self, mark: str, spot: Spot, before: Inlines, after: Inlines, revisions: tuple[Revision, ...]
    ) -> None:
        """A citation that was rewritten becomes a note of the profile; its source stays."""
        if not after or not self.calls.known(mark) or mark not in self.m.new.notes:
            self.leave(spot.address, said(before), said(after), problem("D209", at=spot.address))
            return
        source = self.calls.raw[mark].split("\0")[0].lstrip("@").lower()
        name = self.calls.free(mark, re.sub(r"[^a-z0-9_-]", "-", source).strip("-_") or "note")
        remark = problem("D211", name=name, at=spot.address)
        self.changes.append(
            Change(
                Kind.SET,
                self.m.profile,
                ("notes", name),
                f"notes.{name}",
                after=self.note_words(mark),
                old=said(before),
                new=said(after),
                revisions=revisions,
                remark=remark,
            )
        )


def _row_of(spot: Spot) -> tuple[Path, int] | None:
    """The row of a fact table that a text is in."""
    item = spot.item
    if item is None or "rows" not in item[0]:
        return None
    path, index, _ = item
    if path[-1] == "items":
        number = path[-2]
        return (path[:-2], number) if isinstance(number, int) else None
    return path, index


def _evidence(slots: Sequence[Slot], *, guessed: bool = False) -> dict[str, Any]:
    """How sure we are of what slots say, and who changed them."""
    revisions = tuple(sorted({revision for slot in slots for revision in slot.line.revisions}))
    weakest = min(slots, key=lambda slot: slot.sure, default=None)
    how, sure = (weakest.how, weakest.sure) if weakest else (How.BOOKMARK, 1.0)
    if guessed:
        how, sure = How.LIKENESS, min(sure, _GUESSED)
    return {"how": how, "sure": sure, "revisions": revisions}


def _joined_news(news: Sequence[New]) -> str:
    return "\n".join(said(slot.content) for new in news for slot in new.slots)


def _shown(paragraphs: Sequence[Inlines]) -> str:
    return "\n".join(said(words) for words in paragraphs)


def _calm(content: Inlines) -> Inlines:
    """Content without what word processors put in: line ends within a line, tabs, blanks at its ends."""
    return joined(_stripped(atoms(content)))


def _unbroken(atoms_of: Sequence[Atom]) -> list[Atom]:
    """Atoms without line ends: between Latin words they are blanks, between Japanese ones nothing."""
    made: list[Atom] = []
    for index, atom in enumerate(atoms_of):
        if atom.inline != Text("\n"):
            made.append(atom)
            continue
        sides = [*atoms_of[max(0, index - 1) : index], *atoms_of[index + 1 : index + 2]]
        if len(sides) == 2 and all(side.text[:1].isascii() and side.text.strip() for side in sides):
            made.append(Atom(Text(" "), atom.strong))
    return made


def _stripped(atoms_of: Sequence[Atom]) -> list[Atom]:
    blank = {Text(c) for c in " \t\n\u3000"}
    listed = [Atom(Text(" "), a.strong) if a.inline == Text("\t") else a for a in _unbroken(atoms_of)]
    while listed and listed[0].inline in blank:
        listed.pop(0)
    while listed and listed[-1].inline in blank:
        listed.pop()
    return listed
