"""The edited file as a list of text units: the sent texts and the new ones, in order.

A line in Word may contain several texts of a profile (a fact and its remark); each begins at its bookmark.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from brochure.document import markup
from brochure.document.diff import likeness, longest_increasing
from brochure.document.tree import Inlines, Text, plain_text
from brochure.revision.characters import from_atoms, moved_cuts, to_atoms
from brochure.revision.match_lines import (
    LineMatch,
    MatchMethod,
    has_lost_bookmarks,
    is_empty_line,
    match_lines,
)
from brochure.word.reader.model import BookmarkStart, LinePiece, Oddity, WordLine, WordPicture

NEW_LINE = 0.45  # certainty of a new line in a file without bookmarks, as measured: its place is a guess


@dataclass(frozen=True, slots=True)
class SentText:
    """A text of the sent file.

    ``mark`` is the name of its bookmark, or empty; ``line`` is the index of its line; ``sign`` is the text
    before the first bookmark of the line (◆).
    """

    mark: str
    content: Inlines
    line: int
    sign: str
    drawings: tuple[WordPicture, ...]
    cell: tuple[int, int, int] | None
    style: str


@dataclass(frozen=True, slots=True)
class TextUnit:
    """A text of the edited file: its sent text (None if it is new), its content, and its confidence."""

    sent: SentText | None
    content: Inlines
    line: WordLine
    number: int  # index of the line
    how: MatchMethod = MatchMethod.BOOKMARK
    sure: float = 1.0
    joins: bool = False  # an editor joined its line with the line before
    kept_order: bool = True
    drawings: tuple[WordPicture, ...] = ()
    odd: tuple[Oddity, ...] = ()


def sent_texts(lines: Sequence[WordLine]) -> list[SentText]:
    """Return the texts of the lines of the sent file."""
    return [
        text
        for index, line in enumerate(lines)
        if not _is_unmarked_empty(line)
        for text in _sent_texts_of_line(line, index)
    ]


def _is_unmarked_empty(line: WordLine) -> bool:
    return is_empty_line(line) and not line.marks


def _sent_texts_of_line(line: WordLine, index: int) -> list[SentText]:
    """The texts of one line; a line without bookmarks is one text."""
    sign, parts = _split_at_bookmarks(line.pieces)
    if not parts:
        return [SentText("", _content(line.pieces), index, "", _drawings(line.pieces), line.cell, line.style)]
    shown = plain_text(_content(sign))
    return [
        SentText(
            mark,
            _content(pieces),
            index,
            shown if not number else "",
            _drawings(pieces),
            line.cell,
            line.style,
        )
        for number, (mark, pieces) in enumerate(parts)
    ]


def _split_at_bookmarks(
    pieces: Sequence[LinePiece],
) -> tuple[list[LinePiece], list[tuple[str, list[LinePiece]]]]:
    """The pieces before the first bookmark, and the pieces after each bookmark."""
    sign: list[LinePiece] = []
    parts: list[tuple[str, list[LinePiece]]] = []
    for piece in pieces:
        if isinstance(piece, BookmarkStart):
            parts.append((piece.name, []))
        elif parts:
            parts[-1][1].append(piece)
        else:
            sign.append(piece)
    return sign, parts


def _content(pieces: Iterable[LinePiece]) -> Inlines:
    return from_atoms(
        to_atoms(markup.join_texts([p for p in pieces if not isinstance(p, BookmarkStart | WordPicture)]))
    )


def _drawings(pieces: Iterable[LinePiece]) -> tuple[WordPicture, ...]:
    return tuple(piece for piece in pieces if isinstance(piece, WordPicture))


@dataclass(frozen=True, slots=True)
class LineComparison:
    """The result of the comparison: the text units of the edited file, and the sent texts that it lacks."""

    units: tuple[TextUnit, ...]
    gone: tuple[SentText, ...]


def compare_lines(old: Sequence[WordLine], new: Sequence[WordLine]) -> LineComparison:
    """Compare the lines of the sent file (``old``) with those of the edited file (``new``)."""
    found = match_lines(old, new)
    how, sure = (
        (MatchMethod.LIKENESS, NEW_LINE) if has_lost_bookmarks(old, new) else (MatchMethod.BOOKMARK, 1.0)
    )
    by_line: dict[int, list[SentText]] = {}
    for text in sent_texts(old):
        by_line.setdefault(text.line, []).append(text)
    order = sorted(found)
    spine = {order[i] for i in longest_increasing([found[index].olds[0] for index in order])}
    units: list[TextUnit] = []
    for index, line in enumerate(new):
        if index in found:
            texts = [text for number in found[index].olds for text in by_line.get(number, [])]
            units += _units_of_line(line, index, texts, found[index], index in spine)
        elif not is_empty_line(line) or line.odd or line.comments:
            sign, parts = _split_at_bookmarks(line.pieces)
            pieces = [*sign, *(piece for _, own in parts for piece in own)]
            units.append(
                TextUnit(
                    None, _content(pieces), line, index, how, sure, drawings=_drawings(pieces), odd=line.odd
                )
            )
    met = {unit.sent for unit in units if unit.sent}
    every = [text for texts in by_line.values() for text in texts]
    return LineComparison(tuple(units), tuple(text for text in every if text not in met))


def _units_of_line(
    line: WordLine, index: int, texts: list[SentText], one: LineMatch, kept: bool
) -> Iterator[TextUnit]:
    """The text units of a matched line; in joined lines, a text that is empty now counts as gone."""
    contents = _split_line(line, texts)
    several = len({text.line for text in texts}) > 1
    first = True
    before: SentText | None = None
    for text, pieces in zip(texts, contents, strict=True):
        content = _content(pieces)
        if several and not content and text.content:
            continue
        joins = before is not None and before.line != text.line
        yield TextUnit(
            text,
            content,
            line,
            index,
            one.how,
            one.sure,
            joins,
            kept,
            _drawings(pieces),
            line.odd if first else (),
        )
        first = False
        before = text


def _split_line(line: WordLine, texts: list[SentText]) -> list[list[LinePiece]]:
    """Split a line into its texts: at their bookmarks, or else where the cuts of the sent text are now."""
    sign, parts = _split_at_bookmarks(line.pieces)
    own = dict(reversed(parts))
    if all(text.mark in own for text in texts) and texts:
        wanted = {text.mark for text in texts}
        made: dict[str, list[LinePiece]] = {}
        here = texts[0].mark
        order = [mark for mark, _ in parts if mark in wanted]
        if order:
            here = order[0]
        made[here] = _without_sign(sign, next(text.sign for text in texts if text.mark == here))
        for mark, pieces in parts:
            here = mark if mark in wanted else here
            made.setdefault(here, []).extend(pieces)
        if list(made) != [text.mark for text in texts] and _are_swapped(texts, made):
            return list(made.values())
        return [made.get(text.mark, []) for text in texts]
    whole = _without_sign(
        [piece for piece in line.pieces if not isinstance(piece, BookmarkStart)],
        texts[0].sign if texts else "",
    )
    if len(texts) == 1:
        return [whole]
    row = to_atoms(_content(whole))
    before = [to_atoms(text.content) for text in texts]
    joined_before = tuple(atom for part in before for atom in part)
    places = [0]
    for part in before[:-1]:
        places.append(places[-1] + len(part))
    cuts = [0, *accumulate([*moved_cuts(places[1:], joined_before, row), len(row)], max)]
    return [list(from_atoms(row[start:end])) for start, end in pairwise(cuts)]


def _are_swapped(texts: list[SentText], found: dict[str, list[LinePiece]]) -> bool:
    """Whether a program exchanged the names of bookmarks in a line, so that the texts are in their order.

    LibreOffice does so when it reads RTF, if one bookmark begins where another ends.
    """
    if len(found) != len(texts):
        return False

    def alike(contents: Iterable[list[LinePiece]]) -> float:
        pairs = zip(texts, contents, strict=True)
        return sum(likeness(plain_text(text.content), plain_text(_content(own))) for text, own in pairs)

    return alike(found.values()) > alike(found[text.mark] for text in texts)


def _without_sign(pieces: list[LinePiece], sign: str) -> list[LinePiece]:
    """Remove the sign at the beginning of a line; printing adds it again."""
    if sign and pieces and isinstance(pieces[0], Text) and pieces[0].text.startswith(sign):
        rest = pieces[0].text[len(sign) :]
        return [*([Text(rest)] if rest else []), *pieces[1:]]
    return list(pieces)
