"""The calls of the sent file: the words around them, and the signs that are printed beside them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from brochure.document.likeness import LikenessSearch
from brochure.document.tree import NoteCall, plain_text
from brochure.revision.recovery.row import CALL, SHAPES, RowItem, row_text, to_row, with_row
from brochure.word.reader.model import WordLine, WordReading

_SIGNS = ("*", "＊", "※", "†")
_CLOSING = tuple("）)]］〕】")
_NEAR = ((14, 6), (5, 3))  # characters before and after a call that tell where it stands, the surest first
_BEFORE = 5  # characters before a sign that say whether the sent text has it too
_LIKE_CALLS = "|".join(shape.pattern for shape in SHAPES)
_CALL = re.compile(f"{CALL}|{_LIKE_CALLS}")
_LAST_CALL = re.compile(f"(?:{_CALL.pattern})$")

_LEAST_LIKENESS = 0.7  # of an edited line and the sent line that its calls may be those of

_Around = tuple[str, str, int]


@dataclass(frozen=True)
class SentCalls:
    """The calls of the sent file.

    Attributes:
        sent: The reading of the sent file.
        around: The key of each call by the words before and after it, and its number among calls there;
            empty if calls of several notes stand between such words.
        lines: The lines that have calls, without them: the text, and place and key of each call.
        text: The lines without calls, each after a line end.
        typed: Calls with a sign beside them that is part of the text.
        signs: The signs, the longest first.
        count: How many calls there are.
    """

    sent: WordReading
    around: Mapping[_Around, str]
    lines: Sequence[tuple[str, Sequence[tuple[int, str]]]]
    text: str
    typed: frozenset[tuple[str, str]]
    signs: Sequence[str]
    count: int
    search: LikenessSearch = field(default_factory=LikenessSearch)

    @classmethod
    def of(cls, sent: WordReading) -> SentCalls:
        """Collect the calls of a reading."""
        own = {re.sub(r"[\d\s]", "", text) for text in sent.markers} - {""}
        signs = sorted({*_SIGNS, *own}, key=len, reverse=True)
        around: dict[_Around, str] = {}
        typed: set[tuple[str, str]] = set()
        texts = [""]
        lines: list[tuple[str, list[tuple[int, str]]]] = []
        count = 0
        for line in sent.lines:
            row = to_row(line.pieces)
            text, places = row_text(row)
            texts.append(text.replace(CALL, ""))
            if CALL in text:
                lines.append((_CALL.sub("", text), []))
            for at in (found.start() for found in re.finditer(CALL, text)):
                call = row[places[at]].piece
                assert isinstance(call, NoteCall)
                count += 1
                lines[-1][1].append((len(_CALL.sub("", text[:at])), call.note_id))
                for place in _places(text[:at], text[at + 1 :]):
                    same = around.get(place, call.note_id) == call.note_id
                    around[place] = call.note_id if same else ""
                typed |= {(call.note_id, sign) for sign in signs if text[:at].endswith(sign)}
        return cls(sent, around, lines, "\n".join(texts), frozenset(typed), signs, count)

    def key_between(self, before: str, after: str) -> str:
        """The key of the sent call between such words, or else in such a line; or an empty string."""
        found = (self.around.get(place, "") for place in _places(before, after))
        return next((key for key in found if key), "") or self._key_in_line(before, after)

    def _key_in_line(self, before: str, after: str) -> str:
        """The key of the call at about this place in the sent line that is most alike; or an empty string."""
        start, end = len(_CALL.sub("", before)), len(_CALL.sub("", after))
        whole = _CALL.sub("", before + after)
        most, key = _LEAST_LIKENESS, ""
        for text, calls in self.lines:
            alike = self.search.likeness(text, whole, most)
            if alike > most:
                most = alike
                key = min(calls, key=lambda one: min(abs(one[0] - start), abs(len(text) - one[0] - end)))[1]
        return key

    def has_call_between(self, before: str, after: str) -> bool:
        """Whether the sent file has a call between such words."""
        return any(place in self.around for place in _places(before, after))

    def is_text(self, before: str, words: str) -> bool:
        """Whether the sent text has these words, after the words before them; so they are no call."""
        return ("\n" + before.replace(CALL, ""))[-_BEFORE:] + words in self.text

    def without_signs(self, new: WordReading) -> WordReading:
        """Return a reading without the signs beside calls, and before the text of notes."""
        lines = tuple(with_row(line, self._clean_row(to_row(line.pieces))) for line in new.lines)
        notes = {}
        for key, written in new.notes.items():
            before = self.sent.notes.get(key, ())
            had = plain_text(before[0].content) if before else ""
            cleaned = [with_row(line, self._clean_start(to_row(line.pieces), had)) for line in written[:1]]
            notes[key] = (*cleaned, *written[1:])
        return replace(new, lines=lines, notes=notes)

    def _clean_row(self, row: list[RowItem]) -> list[RowItem]:
        """The row without the signs directly before and after its calls."""
        closing = [sign for sign in self.signs if sign.startswith(_CLOSING)]
        gone: set[int] = set()
        text, places = row_text(row)
        for found in re.finditer(CALL, text):
            call = row[places[found.start()]].piece
            assert isinstance(call, NoteCall)
            before, after = text[: found.start()], text[found.end() :]
            sign = next((one for one in self.signs if before.endswith(one)), "")
            if sign and (call.note_id, sign) not in self.typed:
                gone |= set(places[found.start() - len(sign) : found.start()])
                end = next((one for one in closing if after.startswith(one)), "")
                gone |= set(places[found.end() : found.end() + len(end)])
        return [item for index, item in enumerate(row) if index not in gone]

    def _clean_start(self, row: list[RowItem], had: str) -> list[RowItem]:
        """The row of a note without the sign and the blanks at its beginning."""
        text, places = row_text(row)
        found = re.match(rf"\s*(?:{'|'.join(map(re.escape, self.signs))})?\s*", text)
        length = found.end() if found else 0
        if not length or had.startswith(text[:length]):
            return row
        gone = set(places[:length])
        return [item for index, item in enumerate(row) if index not in gone]

    def without_orphans(self, new: WordReading) -> WordReading:
        """Return a reading without the signs that stand alone where the sent file had a call.

        The editor deleted the call; its sign, which is formatted differently, stays.
        """
        return replace(new, lines=tuple(map(self._without_orphans, new.lines)))

    def _without_orphans(self, line: WordLine) -> WordLine:
        row = to_row(line.pieces)
        text, places = row_text(row)
        gone: set[int] = set()
        for found in re.finditer("|".join(map(re.escape, self.signs)), text):
            before, after = text[: found.start()], text[found.end() :]
            if self.has_call_between(before, after) and not self.is_text(before, found[0]):
                gone |= set(places[found.start() : found.end()])
        return with_row(line, [item for index, item in enumerate(row) if index not in gone]) if gone else line


def _places(before: str, after: str) -> list[_Around]:
    """The words on both sides of a call, and how many calls stand directly before it.

    Texts that look like calls count as calls, in the sent file as well as in the edited one.
    """
    count = 0
    while found := _LAST_CALL.search(before):
        before = before[: found.start()]
        count += 1
    before, after = _CALL.sub("", before), _CALL.sub("", after)
    return [(before[-left:], after[:right], count) for left, right in _NEAR]
