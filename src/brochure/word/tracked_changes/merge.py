"""Merge two bodies into one; parts that only one of them has become tracked changes.

In Word the end of a paragraph is a character (the paragraph mark, which carries the style). It can be
inserted or deleted like other characters; without it the paragraph joins the next one. So the mark of a whole
new or deleted paragraph is tracked too. But the last mark of a cell or section cannot be inserted or deleted.
There the mark before the change is tracked instead, and the last mark records its earlier style.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from brochure.document import alignment, diff
from brochure.document.alignment import Pair
from brochure.word.ooxml import NAMESPACES, W
from brochure.word.tracked_changes.markup import Kind, Tracker, copy_without_children, new_element
from brochure.word.tracked_changes.pairing import ALIKE, Pairing
from brochure.word.tracked_changes.properties import (
    TBL,
    TC,
    TR,
    P,
    cell_ground,
    ends_section,
    inner_xml,
    paragraph_properties,
)
from brochure.word.tracked_changes.properties import paragraph_style as style_of
from brochure.word.tracked_changes.tokens import REFERENCES, Token, TokenisedParagraph, token_elements

_BOOKMARK = f"{{{W}}}bookmarkStart"


@dataclass(frozen=True)
class BodyPart:
    """A part of a body: its paragraphs and tables; ``key`` is the same in both editions."""

    key: str
    elements: list[etree._Element]


@dataclass(frozen=True)
class NoteReference:
    """A first call of a note: the note's key, and its id in the old and in the new edition.

    An id is empty if that edition does not call the note here.
    """

    key: str
    old: str = ""
    new: str = ""


@dataclass
class NoteReferences:
    """The first calls of notes, in the order of the merged body after :meth:`sort`.

    The notes are written and numbered in this order, because LibreOffice assigns notes to calls by order.
    """

    found: list[NoteReference] = field(default_factory=list)

    def sort(self, ids: Iterable[str]) -> None:
        """Sort the calls in the order of ``ids``, the ids of the note references in the merged body.

        Calls are recorded when their paragraphs are merged, and that is not always the order of the body. A
        call of both editions has the id of the new edition in the body. The editions have no id in common.
        """
        by_id = {call.new or call.old: call for call in self.found}
        self.found = [by_id[note_id] for note_id in ids]

    def torn(self) -> set[str]:
        """The keys of notes that both editions have, but whose first calls are in different places."""
        alone = [call for call in self.found if not (call.old and call.new)]
        return {call.key for call in alone if call.old} & {call.key for call in alone if call.new}


@dataclass
class BodyMerge:
    """Merges bodies and notes.

    Args (fields):
        pairing: Reads the paragraphs of both editions and pairs them.
        tracker: Writes the tracked changes.
        first_note: The id of the first note in the file.
        gap: The style of an empty paragraph between two tables.
    """

    pairing: Pairing
    tracker: Tracker
    first_note: int
    gap: str
    calls: NoteReferences = field(default_factory=NoteReferences)

    def merge_bodies(self, old: Sequence[BodyPart], new: Sequence[BodyPart]) -> str:
        """Merge two bodies, given as parts (title, questions, contact), into XML."""
        made: list[etree._Element] = []
        for before, after in alignment.align_by_key(old, new, lambda part: part.key):
            made += self.merge_flow(before.elements if before else (), after.elements if after else ())
        self._renumber_notes(made)
        return inner_xml(list(self._separate_tables(made)))

    def _renumber_notes(self, body: Sequence[etree._Element]) -> None:
        """Set the ids of notes in the order of their calls (see :class:`NoteReferences`)."""
        found = [reference for part in body for reference in part.iter(*REFERENCES)]
        self.calls.sort(reference.get(f"{{{W}}}id", "") for reference in found)
        for number, reference in enumerate(found, start=self.first_note):
            reference.set(f"{{{W}}}id", str(number))

    def merge_notes(self, old: Mapping[str, etree._Element], new: Mapping[str, etree._Element]) -> str:
        """Merge the notes of both editions, given by id, into XML; call :meth:`merge_bodies` before."""
        made = []
        for number, call in enumerate(self.calls.found, start=self.first_note):
            made.append(self._merge_note(old.get(call.old), new.get(call.new)))
            made[-1].set(f"{{{W}}}id", str(number))
        return inner_xml(made)

    def _merge_note(self, old: etree._Element | None, new: etree._Element | None) -> etree._Element:
        """Merge a note of both editions, or write a new or deleted note."""
        match old, new:
            case etree._Element(), etree._Element():
                made = copy_without_children(new)
                made.extend(self._merge_closed(old, new))
            case None, etree._Element():
                made = copy_without_children(new)
                made.extend([self._tracked_part(paragraph, "ins", mark=False) for paragraph in new])
            case etree._Element(), None:
                made = copy_without_children(old)
                made.extend([self._tracked_part(paragraph, "del", mark=False) for paragraph in old])
            case _:
                raise ValueError("a note of neither edition")
        return made

    # --- sequences --------------------------------------------------------------------------

    def merge_flow(
        self, old: Sequence[etree._Element], new: Sequence[etree._Element]
    ) -> list[etree._Element]:
        """Merge paragraphs and tables of a body; if both end a section, the last paragraph mark is kept."""
        if old and new and ends_section(old[-1]) and ends_section(new[-1]):
            return self._merge_with_last_mark(self.pairing.pair_parts(old, new))
        return [self._merge_pair(*pair) for pair in self.pairing.pair_parts(old, new)]

    def _merge_closed(self, old: etree._Element, new: etree._Element) -> list[etree._Element]:
        """Merge the paragraphs of a cell or a note, whose last mark cannot be inserted or deleted."""
        return self._merge_with_last_mark(
            self.pairing.pair_parts(old.findall("w:p", NAMESPACES), new.findall("w:p", NAMESPACES))
        )

    def _merge_pair(self, old: etree._Element | None, new: etree._Element | None) -> etree._Element:
        match old, new:
            case None, etree._Element():
                return self._tracked_part(new, "ins")
            case etree._Element(), None:
                return self._tracked_part(old, "del")
            case etree._Element(), etree._Element() if new.tag == TBL:
                return self._merge_table(old, new)
            case etree._Element(), etree._Element():
                return self._merge_paragraph(old, new)
        raise ValueError("a pair of nothing")

    def _merge_with_last_mark(self, found: list[Pair[etree._Element]]) -> list[etree._Element]:
        """Merge parts whose last paragraph mark must be kept (see the top of this file)."""
        found = _pair_last_parts(found)
        last = max(index for index, pair in enumerate(found) if None not in pair)
        tail = found[last:]
        made = [self._merge_pair(*pair) for pair in found[:last]]
        old, new = tail[0]
        if old is None or new is None or len(tail) == 1:
            return [*made, self._merge_pair(old, new)]
        kind: Kind = "ins" if tail[1][0] is None else "del"
        ends = [part for pair in tail[1:] for part in pair if part is not None]
        if any(part.tag != P for part in ends):
            # a table was added or deleted after the last paragraph: this one is deleted and inserted again
            come = [self._tracked_part(part, kind) for part in ends]
            both = [self._tracked_part(old, "del"), self._tracked_part(new, "ins")]
            return [*made, *both, *come] if kind == "ins" else [*made, both[0], *come, both[1]]
        made.append(self._merge_paragraph(old, new, marked=kind))
        made += [self._tracked_part(part, kind) for part in ends[:-1]]
        closing = self._tracked_part(ends[-1], kind, mark=False)
        last_old, last_new = (old, ends[-1]) if kind == "ins" else (ends[-1], new)
        self._set_properties(closing, paragraph_properties(last_old), paragraph_properties(last_new))
        return [*made, closing]

    def _separate_tables(self, found: Sequence[etree._Element]) -> Iterator[etree._Element]:
        """Add a paragraph, inserted and deleted, between neighbouring tables, which Word would join."""
        before = None
        for part in found:
            if part.tag == TBL and before == TBL:
                gap = new_element("p")
                gap.append(properties := new_element("pPr"))
                properties.append(style := new_element("pStyle"))
                style.set(f"{{{W}}}val", self.gap)
                self.tracker.track_paragraph_mark(properties, "ins", "del")
                yield gap
            yield part
            before = part.tag

    # --- paragraphs -------------------------------------------------------------------------

    def _merge_paragraph(
        self, old: etree._Element, new: etree._Element, *, marked: Kind | None = None
    ) -> etree._Element:
        """Merge a paragraph of both editions; ``marked`` inserts or deletes its mark nevertheless."""
        made = new_element("p")
        before, after = paragraph_properties(old), paragraph_properties(new)
        if marked == "del":
            made.append(before)
            self.tracker.track_paragraph_mark(before, "del")
        else:
            made.append(after)
            if marked:
                self.tracker.track_paragraph_mark(after, marked)
            else:
                self._set_properties(made, before, after)
        made.extend(self._merge_content(self.pairing.read_old(old), self.pairing.read_new(new)))
        return made

    def _set_properties(self, made: etree._Element, before: etree._Element, after: etree._Element) -> None:
        """Set the new properties of a paragraph; a changed style is recorded as a tracked change."""
        present = made.find("w:pPr", NAMESPACES)
        if present is not None and present is not after:
            made.replace(present, after)
        if style_of(before) != style_of(after):
            for section in before.findall("w:sectPr", NAMESPACES):
                before.remove(section)
            self.tracker.track_previous(after, before)

    def _tracked_part(self, part: etree._Element, kind: Kind, *, mark: bool = True) -> etree._Element:
        """A paragraph or table of only one edition, as inserted or deleted."""
        if part.tag == TBL:
            return self._tracked_table(part, kind)
        made = new_element("p")
        made.append(paragraph_properties(part))
        if mark:
            self.tracker.track_paragraph_mark(made[0], kind)
        nothing = TokenisedParagraph((), ())
        content = (self.pairing.read_new if kind == "ins" else self.pairing.read_old)(part)
        made.extend(
            self._merge_content(nothing, content) if kind == "ins" else self._merge_content(content, nothing)
        )
        return made

    def _merge_content(self, old: TokenisedParagraph, new: TokenisedParagraph) -> list[etree._Element]:
        """Merge the words of both editions; bookmarks are those of the new edition, around its words."""
        made: list[etree._Element] = []
        marks = list(new.bookmarks)

        def bookmarks(place: int, *, ends: bool = True) -> None:
            """Add the bookmark marks before the new token at ``place``; without ``ends``, stop at an end."""
            while marks and marks[0][0] <= place and (ends or marks[0][1].tag == _BOOKMARK):
                made.append(deepcopy(marks.pop(0)[1]))

        for kind, i, until_i, j, until_j in _opcodes(old, new):
            before, after = old.tokens[i:until_i], new.tokens[j:until_j]
            self._record_first_calls(kind, before, after)
            if kind != "equal" and before:
                bookmarks(j, ends=j < len(new.tokens))
                made += self.tracker.track_content("del", token_elements(before))
            start = j
            while start < until_j:
                bookmarks(start)
                end = min(min((place for place, _ in marks), default=until_j), until_j)
                between = token_elements(new.tokens[start:end])
                made += between if kind == "equal" else self.tracker.track_content("ins", between)
                start = end
        bookmarks(len(new.tokens))
        return made

    def _record_first_calls(self, kind: str, old: Sequence[Token], new: Sequence[Token]) -> None:
        """Record the first calls of notes among the tokens."""
        if kind == "equal":
            pairs = zip(old, new, strict=True)
            self.calls.found += [
                NoteReference(one.note, one.number, other.number) for one, other in pairs if one.note
            ]
            return
        self.calls.found += [NoteReference(token.note, old=token.number) for token in old if token.note]
        self.calls.found += [NoteReference(token.note, new=token.number) for token in new if token.note]

    # --- tables -----------------------------------------------------------------------------

    def _merge_table(self, old: etree._Element, new: etree._Element) -> etree._Element:
        """Merge a table of both editions by rows, cells and paragraphs."""
        made = new_element("tbl")
        made.extend([deepcopy(child) for child in new if child.tag != TR])
        for before, after in self.pairing.pair_parts(
            old.findall("w:tr", NAMESPACES), new.findall("w:tr", NAMESPACES)
        ):
            match before, after:
                case etree._Element(), etree._Element():
                    made.append(self._merge_row(before, after))
                case None, etree._Element():
                    made.append(self._tracked_row(after, "ins"))
                case etree._Element(), None:
                    made.append(self._tracked_row(before, "del"))
        return made

    def _merge_row(self, old: etree._Element, new: etree._Element) -> etree._Element:
        made = new_element("tr")
        made.extend([deepcopy(child) for child in new if child.tag != TC])
        for before, after in zip(
            old.iterfind("w:tc", NAMESPACES), new.iterfind("w:tc", NAMESPACES), strict=True
        ):
            made.append(cell := new_element("tc"))
            was, now = (deepcopy(one.find("w:tcPr", NAMESPACES)) for one in (before, after))
            if was is None or now is None:
                raise ValueError("a cell without properties")
            cell.append(now)
            if cell_ground(was) != cell_ground(now):
                self.tracker.track_previous(now, was)
            cell.extend(self._merge_closed(before, after))
        return made

    def _tracked_table(self, table: etree._Element, kind: Kind) -> etree._Element:
        """A table of only one edition, with all rows inserted or deleted."""
        made = new_element("tbl")
        for child in table:
            made.append(self._tracked_row(child, kind) if child.tag == TR else deepcopy(child))
        return made

    def _tracked_row(self, row: etree._Element, kind: Kind) -> etree._Element:
        made = new_element("tr")
        made.extend([deepcopy(child) for child in row if child.tag != TC])
        self.tracker.track_row(kind, made)
        for before in row.iterfind("w:tc", NAMESPACES):
            made.append(cell := new_element("tc"))
            for child in before:
                cell.append(self._tracked_part(child, kind) if child.tag == P else deepcopy(child))
        return made


def _opcodes(old: TokenisedParagraph, new: TokenisedParagraph) -> Iterator[tuple[str, int, int, int, int]]:
    """The differences of two contents as opcodes; if they have little in common, everything is replaced.

    Small unchanged pieces between many changes would be unreadable.
    """
    if old.text and new.text and diff.likeness(old.text, new.text) < ALIKE:
        yield "replace", 0, len(old.tokens), 0, len(new.tokens)
        return
    yield from diff.opcodes([token.key for token in old.tokens], [token.key for token in new.tokens])


def _pair_last_parts(found: list[Pair[etree._Element]]) -> list[Pair[etree._Element]]:
    """Pair the last parts of both editions if neither has a partner, because their end is the same."""
    old = max(index for index, pair in enumerate(found) if pair[0] is not None)
    new = max(index for index, pair in enumerate(found) if pair[1] is not None)
    if old == new or found[old][1] is not None or found[new][0] is not None:
        return found
    rest = [pair for index, pair in enumerate(found) if index not in (old, new)]
    return [*rest, (found[old][0], found[new][1])]
