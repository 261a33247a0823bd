"""Texts and pictures that an editor moved to where no profile can put them: other cells, other places.

The layout decides in which cell of a table a text stands, and the profile where a picture stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from brochure.diagnostics.problem import problem
from brochure.document.tree import plain_text
from brochure.revision.change import UnresolvedEdit
from brochure.revision.detect.alignment import Alignment, CompareInput
from brochure.revision.match_lines import MatchMethod
from brochure.revision.text_units import TextUnit
from brochure.word.reader.model import WordLine, WordPicture, WordReading

Cell = tuple[int, int, int] | None
_WORDS = 20


def moved_to_cell(inputs: CompareInput, unit: TextUnit, address: str) -> Iterator[UnresolvedEdit]:
    """Yield the move of a text to another column of a table, into a table or out of it.

    Texts of the series that stand in no table are the questions; their moves are told as D235.
    """
    if unit.sent is None or unit.how is not MatchMethod.BOOKMARK:
        return
    if unit.sent.cell is None and address.startswith("_series:"):
        return
    if _column(unit.sent.cell) != _column(unit.line.cell):
        words = plain_text(unit.content)[:_WORDS]
        if words.strip():
            yield inputs.unresolved_edit(address, "", words, problem("D247", words=words), unit)


def moved_mark_rows(alignment: Alignment) -> Iterator[UnresolvedEdit]:
    """Yield the rows of marks that were moved past other rows of their table, so under other topics."""
    inputs = alignment.inputs
    rows: dict[tuple[str, int], list[TextUnit]] = {}
    for (block, _), unit in alignment.topics.items():
        if unit.line.cell and unit.sent and unit.sent.cell:
            rows.setdefault((block, unit.line.cell[1]), []).append(unit)
    known = [
        (unit.sent.cell, unit.line.cell)
        for unit in inputs.units
        if unit.sent and unit.sent.cell and unit.line.cell
    ]
    for (block, _), units in rows.items():
        cells = [
            (unit.sent.cell, unit.line.cell)
            for unit in units
            if unit.sent and unit.sent.cell and unit.line.cell
        ]
        if any(_is_parted(*cells[0], *other) for other in known):
            words = " ".join(plain_text(one.content).strip() for one in units)
            yield inputs.unresolved_edit(block, "", words, problem("D247", words=words), units[0])


def _is_parted(
    was: tuple[int, int, int],
    now: tuple[int, int, int],
    other_was: tuple[int, int, int],
    other_now: tuple[int, int, int],
) -> bool:
    """Whether a row of a table left the side of another: it is in another table, or on the other side."""
    if was[0] != other_was[0] or was[1] == other_was[1]:
        return False
    return (
        now[0] != other_now[0] or now[1] == other_now[1] or (was[1] < other_was[1]) != (now[1] < other_now[1])
    )


def moved_pictures(
    old: WordReading, new: WordReading, told: Iterable[UnresolvedEdit]
) -> Iterator[UnresolvedEdit]:
    """Yield the pictures that were removed or moved; ``told`` are the edits that are told already.

    A picture stays if the text before or behind it is the same; texts that only one file has do not count.
    One with another alternative text, or with none, is the same picture if it stands between the same texts:
    LibreOffice drops the text of drawings that stand in a line.
    """
    known = {one.reason.code + one.old for one in told}
    shared = _shared(old.lines, new.lines)
    before = [*_landmarks(old.lines, shared)]
    after = [*_landmarks(new.lines, shared, with_nameless=True)]
    left = _with_neighbours(after)
    names = {picture.alt for picture in _with_neighbours(before)}
    for picture in _with_neighbours(before):
        stayed = next((one for one in left if one.stays(picture)), None)
        stayed = stayed or next((one for one in left if one.is_renamed(picture, names)), None)
        alike = stayed or next((one for one in left if one.alt == picture.alt), None)
        if alike:
            left.remove(alike)
        code = "D248" if alike else "D216"
        if stayed is None and code + picture.alt not in known:
            now = picture.alt if alike else ""
            yield UnresolvedEdit("", "", picture.alt, now, problem(code, words=picture.alt))


@dataclass(frozen=True, slots=True)
class _PlacedPicture:
    """A picture with the bookmarks before and behind it, and its column in a table."""

    alt: str
    column: int
    before: str
    behind: str

    def stays(self, other: _PlacedPicture) -> bool:
        """Whether it is the other one, in its place; a text beside it may have been moved."""
        beside = self.before == other.before or self.behind == other.behind
        return (self.alt, self.column) == (other.alt, other.column) and beside

    def is_renamed(self, other: _PlacedPicture, names: set[str]) -> bool:
        """Whether it is the other one with a new alternative text; ``names`` are those of the sent file."""
        places = ((one.column, one.before, one.behind) for one in (self, other))
        return self.alt not in names and next(places) == next(places)


def _with_neighbours(row: Sequence[str | tuple[str, int]]) -> list[_PlacedPicture]:
    """The pictures of a row of bookmarks and pictures."""
    marks = [(index, one) for index, one in enumerate(row) if isinstance(one, str)]
    made = []
    for index, one in enumerate(row):
        if not isinstance(one, str):
            before = next((mark for at, mark in reversed(marks) if at < index), "")
            behind = next((mark for at, mark in marks if at > index), "")
            made.append(_PlacedPicture(*one, before, behind))
    return made


def _landmarks(
    lines: Sequence[WordLine], shared: set[str], *, with_nameless: bool = False
) -> Iterator[str | tuple[str, int]]:
    """The shared texts, and the pictures with alternative texts and the columns they stand in.

    ``with_nameless`` says whether drawings without an alternative text are among them.
    """
    for line in lines:
        drawn = [piece for piece in line.pieces if isinstance(piece, WordPicture)]
        pictures = [piece for piece in drawn if piece.alt or (with_nameless and not piece.picture)]
        yield from ((picture.alt, _column(line.cell)) for picture in pictures)
        if not any(picture.alt for picture in pictures):  # the bookmark of a picture goes with it
            yield from (name for name in _names(line) if name in shared)


def _names(line: WordLine) -> tuple[str, ...]:
    """The bookmarks of a line; the words of a line without any, such as a question."""
    return line.marks or tuple(filter(None, [plain_text(line.content).strip()]))


def _shared(old: Sequence[WordLine], new: Sequence[WordLine]) -> set[str]:
    one, other = ({name for line in lines for name in _names(line)} for lines in (old, new))
    return one & other


def _column(cell: Cell) -> int:
    """The column of a cell; -1 outside tables."""
    return -1 if cell is None else cell[2]
