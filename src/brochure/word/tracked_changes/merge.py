"""Two bodies in one: what both have, and as tracked changes what only one of them has.

The end of a paragraph is a character of its own in Word (its mark, with the paragraph's style), which is
put in or taken out like others: without it the paragraph joins the next one. So a paragraph that comes or
goes whole takes its mark along. Where the last mark must stay, at the end of a cell or of a section, it is
the mark before the change that comes or goes, and the last one tells what style it had.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from brochure.document import alignment
from brochure.document import diff as textdiff
from brochure.document.alignment import Pair
from brochure.word.ooxml import NAMESPACES, W
from brochure.word.tracked_changes.markup import Kind, Tracker, element, emptied
from brochure.word.tracked_changes.pairing import ALIKE, Pairing
from brochure.word.tracked_changes.properties import TBL, TC, TR, P, ends_section, ground, inner, properties
from brochure.word.tracked_changes.properties import style as style_of
from brochure.word.tracked_changes.tokens import REFERENCES, Content, Token, elements

_BOOKMARK = f"{{{W}}}bookmarkStart"


@dataclass(frozen=True)
class BodyPart:
    """Paragraphs and tables of a body that belong together; ``key`` is the same in both editions."""

    key: str
    elements: list[etree._Element]


@dataclass(frozen=True)
class NoteReference:
    """A first call of a note: the note's key, and its ids in the file, of each edition that calls it here."""

    key: str
    old: str = ""
    new: str = ""


@dataclass
class NoteReferences:
    """The first calls of notes in the order of the merged body.

    The notes are written and numbered in this order: LibreOffice gives them to their calls by it.
    """

    found: list[NoteReference] = field(default_factory=list)

    def torn(self) -> set[str]:
        """Notes that both editions have, called first in different places."""
        alone = [call for call in self.found if not (call.old and call.new)]
        return {call.key for call in alone if call.old} & {call.key for call in alone if call.new}


@dataclass
class BodyMerge:
    """Merges bodies and notes.

    Args (fields):
        pairing: Reads the paragraphs of both editions, and finds those that belong together.
        tracker: Marks what changed.
        first_note: The id of the first note in the file.
        gap: The style of an empty paragraph, which may stand between two tables.
    """

    pairing: Pairing
    tracker: Tracker
    first_note: int
    gap: str
    calls: NoteReferences = field(default_factory=NoteReferences)

    def body(self, old: Sequence[BodyPart], new: Sequence[BodyPart]) -> str:
        """Merge two bodies, cut into the title, the questions and the end, as XML."""
        made: list[etree._Element] = []
        for before, after in alignment.align_by_key(old, new, lambda part: part.key):
            made += self.flow(before.elements if before else (), after.elements if after else ())
        self._renumber(made)
        return inner(list(self._parted(made)))

    def _renumber(self, body: Sequence[etree._Element]) -> None:
        """Give notes their ids in the file in the order of their calls (see :class:`NoteReferences`)."""
        found = (reference for part in body for reference in part.iter(*REFERENCES))
        for number, reference in enumerate(found, start=self.first_note):
            reference.set(f"{{{W}}}id", str(number))

    def notes(self, old: Mapping[str, etree._Element], new: Mapping[str, etree._Element]) -> str:
        """The notes of both editions by their ids, as XML; the body must have been merged before."""
        made = []
        for number, call in enumerate(self.calls.found, start=self.first_note):
            made.append(self._note(old.get(call.old), new.get(call.new)))
            made[-1].set(f"{{{W}}}id", str(number))
        return inner(made)

    def _note(self, old: etree._Element | None, new: etree._Element | None) -> etree._Element:
        """A note that both editions have, or that came or went with its call."""
        match old, new:
            case etree._Element(), etree._Element():
                made = emptied(new)
                made.extend(self._closed(old, new))
            case None, etree._Element():
                made = emptied(new)
                made.extend([self._whole(paragraph, "ins", mark=False) for paragraph in new])
            case etree._Element(), None:
                made = emptied(old)
                made.extend([self._whole(paragraph, "del", mark=False) for paragraph in old])
            case _:
                raise ValueError("a note of neither edition")
        return made

    # --- parts in a row ---------------------------------------------------------------------

    def flow(self, old: Sequence[etree._Element], new: Sequence[etree._Element]) -> list[etree._Element]:
        """Merge paragraphs and tables of a body; a section's end stays with its last paragraph."""
        if old and new and ends_section(old[-1]) and ends_section(new[-1]):
            return self._ending(self.pairing.pairs(old, new))
        return [self._merged(*pair) for pair in self.pairing.pairs(old, new)]

    def _closed(self, old: etree._Element, new: etree._Element) -> list[etree._Element]:
        """Merge the paragraphs of a cell or a note, of which the last mark cannot come or go."""
        return self._ending(
            self.pairing.pairs(old.findall("w:p", NAMESPACES), new.findall("w:p", NAMESPACES))
        )

    def _merged(self, old: etree._Element | None, new: etree._Element | None) -> etree._Element:
        match old, new:
            case None, etree._Element():
                return self._whole(new, "ins")
            case etree._Element(), None:
                return self._whole(old, "del")
            case etree._Element(), etree._Element() if new.tag == TBL:
                return self._table(old, new)
            case etree._Element(), etree._Element():
                return self._paragraph(old, new)
        raise ValueError("a pair of nothing")

    def _ending(self, found: list[Pair[etree._Element]]) -> list[etree._Element]:
        """Merge parts of which the last mark stays (see above)."""
        found = _with_last_paired(found)
        last = max(index for index, pair in enumerate(found) if None not in pair)
        tail = found[last:]
        made = [self._merged(*pair) for pair in found[:last]]
        old, new = tail[0]
        if old is None or new is None or len(tail) == 1:
            return [*made, self._merged(old, new)]
        kind: Kind = "ins" if tail[1][0] is None else "del"
        ends = [part for pair in tail[1:] for part in pair if part is not None]
        if any(part.tag != P for part in ends):
            # a table came or went behind the last paragraph: that one goes and comes again
            come = [self._whole(part, kind) for part in ends]
            both = [self._whole(old, "del"), self._whole(new, "ins")]
            return [*made, *both, *come] if kind == "ins" else [*made, both[0], *come, both[1]]
        made.append(self._paragraph(old, new, marked=kind))
        made += [self._whole(part, kind) for part in ends[:-1]]
        closing = self._whole(ends[-1], kind, mark=False)
        last_old, last_new = (old, ends[-1]) if kind == "ins" else (ends[-1], new)
        self._restyle(closing, properties(last_old), properties(last_new))
        return [*made, closing]

    def _parted(self, found: Sequence[etree._Element]) -> Iterator[etree._Element]:
        """Put a paragraph that neither edition has between tables that would become one in Word."""
        before = None
        for part in found:
            if part.tag == TBL and before == TBL:
                gap = element("p")
                gap.append(properties := element("pPr"))
                properties.append(style := element("pStyle"))
                style.set(f"{{{W}}}val", self.gap)
                self.tracker.mark(properties, "ins", "del")
                yield gap
            yield part
            before = part.tag

    # --- paragraphs -------------------------------------------------------------------------

    def _paragraph(
        self, old: etree._Element, new: etree._Element, *, marked: Kind | None = None
    ) -> etree._Element:
        """A paragraph of both editions; its mark may come or go all the same (see above)."""
        made = element("p")
        before, after = properties(old), properties(new)
        if marked == "del":
            made.append(before)
            self.tracker.mark(before, "del")
        else:
            made.append(after)
            if marked:
                self.tracker.mark(after, marked)
            else:
                self._restyle(made, before, after)
        made.extend(self._content(self.pairing.old(old), self.pairing.new(new)))
        return made

    def _restyle(self, made: etree._Element, before: etree._Element, after: etree._Element) -> None:
        """Give a paragraph its new properties, and tell what style it had."""
        present = made.find("w:pPr", NAMESPACES)
        if present is not None and present is not after:
            made.replace(present, after)
        if style_of(before) != style_of(after):
            for section in before.findall("w:sectPr", NAMESPACES):
                before.remove(section)
            self.tracker.was(after, before)

    def _whole(self, part: etree._Element, kind: Kind, *, mark: bool = True) -> etree._Element:
        """A paragraph or a table that only one edition has."""
        if part.tag == TBL:
            return self._rows(part, kind)
        made = element("p")
        made.append(properties(part))
        if mark:
            self.tracker.mark(made[0], kind)
        nothing = Content((), ())
        content = (self.pairing.new if kind == "ins" else self.pairing.old)(part)
        made.extend(self._content(nothing, content) if kind == "ins" else self._content(content, nothing))
        return made

    def _content(self, old: Content, new: Content) -> list[etree._Element]:
        """The words of both editions; bookmarks are the new one's and stand round its words."""
        made: list[etree._Element] = []
        marks = list(new.bookmarks)

        def bookmarks(place: int, *, ends: bool = True) -> None:
            """Put in what stands before the new token of a place; or all up to the end of a bookmark."""
            while marks and marks[0][0] <= place and (ends or marks[0][1].tag == _BOOKMARK):
                made.append(deepcopy(marks.pop(0)[1]))

        for kind, i, until_i, j, until_j in _changes(old, new):
            before, after = old.tokens[i:until_i], new.tokens[j:until_j]
            self._count(kind, before, after)
            if kind != "equal" and before:
                bookmarks(j, ends=j < len(new.tokens))
                made += self.tracker.content("del", elements(before))
            start = j
            while start < until_j:
                bookmarks(start)
                end = min(min((place for place, _ in marks), default=until_j), until_j)
                between = elements(new.tokens[start:end])
                made += between if kind == "equal" else self.tracker.content("ins", between)
                start = end
        bookmarks(len(new.tokens))
        return made

    def _count(self, kind: str, old: Sequence[Token], new: Sequence[Token]) -> None:
        """Remember what became of first calls."""
        if kind == "equal":
            pairs = zip(old, new, strict=True)
            self.calls.found += [
                NoteReference(one.note, one.number, other.number) for one, other in pairs if one.note
            ]
            return
        self.calls.found += [NoteReference(token.note, old=token.number) for token in old if token.note]
        self.calls.found += [NoteReference(token.note, new=token.number) for token in new if token.note]

    # --- tables -----------------------------------------------------------------------------

    def _table(self, old: etree._Element, new: etree._Element) -> etree._Element:
        """A table of both editions: rows, cells and their paragraphs are compared."""
        made = element("tbl")
        made.extend([deepcopy(child) for child in new if child.tag != TR])
        for before, after in self.pairing.pairs(
            old.findall("w:tr", NAMESPACES), new.findall("w:tr", NAMESPACES)
        ):
            match before, after:
                case etree._Element(), etree._Element():
                    made.append(self._row(before, after))
                case None, etree._Element():
                    made.append(self._whole_row(after, "ins"))
                case etree._Element(), None:
                    made.append(self._whole_row(before, "del"))
        return made

    def _row(self, old: etree._Element, new: etree._Element) -> etree._Element:
        made = element("tr")
        made.extend([deepcopy(child) for child in new if child.tag != TC])
        for before, after in zip(
            old.iterfind("w:tc", NAMESPACES), new.iterfind("w:tc", NAMESPACES), strict=True
        ):
            made.append(cell := element("tc"))
            was, now = (deepcopy(one.find("w:tcPr", NAMESPACES)) for one in (before, after))
            if was is None or now is None:
                raise ValueError("a cell without properties")
            cell.append(now)
            if ground(was) != ground(now):
                self.tracker.was(now, was)
            cell.extend(self._closed(before, after))
        return made

    def _rows(self, table: etree._Element, kind: Kind) -> etree._Element:
        """A table of one edition: each of its rows comes or goes."""
        made = element("tbl")
        for child in table:
            made.append(self._whole_row(child, kind) if child.tag == TR else deepcopy(child))
        return made

    def _whole_row(self, row: etree._Element, kind: Kind) -> etree._Element:
        made = element("tr")
        made.extend([deepcopy(child) for child in row if child.tag != TC])
        self.tracker.row(kind, made)
        for before in row.iterfind("w:tc", NAMESPACES):
            made.append(cell := element("tc"))
            for child in before:
                cell.append(self._whole(child, kind) if child.tag == P else deepcopy(child))
        return made


def _changes(old: Content, new: Content) -> Iterator[tuple[str, int, int, int, int]]:
    """How words become others; where hardly any stay, all are replaced: pieces would be unreadable."""
    if old.text and new.text and textdiff.likeness(old.text, new.text) < ALIKE:
        yield "replace", 0, len(old.tokens), 0, len(new.tokens)
        return
    yield from textdiff.opcodes([token.key for token in old.tokens], [token.key for token in new.tokens])


def _with_last_paired(found: list[Pair[etree._Element]]) -> list[Pair[etree._Element]]:
    """Pair the last part of each edition if both are alone: their end is the same."""
    old = max(index for index, pair in enumerate(found) if pair[0] is not None)
    new = max(index for index, pair in enumerate(found) if pair[1] is not None)
    if old == new or found[old][1] is not None or found[new][0] is not None:
        return found
    rest = [pair for index, pair in enumerate(found) if index not in (old, new)]
    return [*rest, (found[old][0], found[new][1])]
