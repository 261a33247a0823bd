"""The pieces of a line as a row of single characters and whole pieces, which can be searched and changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from brochure.document.tree import Inline, NoteCall, Strong, SuperSub, Text, plain_text
from brochure.word.reader.model import BookmarkStart, LinePiece, WordLine, WordPicture
from brochure.word.reader.pieces import merge_pieces

CALL = "\ufffc"
"""The character that stands for a call in the text of a row."""
RAISED = "".join(chr(0xE000 + digit) for digit in range(10))
"""Characters of private use that stand for raised digits in the text of a row."""
_DIGITS = f"[0-9０-９{RAISED}]{{1,3}}"
SHAPES = (
    re.compile(rf"[*＊※†]\s?({_DIGITS})"),
    re.compile(rf"[\[［(（〔【][注※*＊^#]?\s?({_DIGITS})[\]］)）〕】]"),
    re.compile(rf"注釈?({_DIGITS})[)）]?"),
    re.compile(rf"([{RAISED}]{{1,3}})"),
)
"""The shapes of calls that are text, each with its number: ``*1``, ``[1]``, ``注1``, a raised ``1``."""
_PLAIN = str.maketrans("０１２３４５６７８９" + RAISED, "0123456789" * 2)
_RAISE = str.maketrans("0123456789", RAISED)


def number_in(found: re.Match[str]) -> int:
    """The number in a text of one of the shapes."""
    return int(found[1].translate(_PLAIN))


@dataclass(frozen=True, slots=True)
class RowItem:
    """A character, or a piece that is not cut (a call, a link, a bookmark), strong or not."""

    piece: LinePiece
    strong: bool = False

    @property
    def text(self) -> str:
        """What stands for the item in a text that is searched; bookmarks and pictures are empty."""
        if isinstance(self.piece, NoteCall):
            return CALL
        if isinstance(self.piece, SuperSub) and self.piece.is_super:
            return self.piece.text.translate(_RAISE)
        return "" if isinstance(self.piece, BookmarkStart | WordPicture) else visible(self.piece)


def visible(piece: Inline) -> str:
    """The visible text of a piece, without readings and calls."""
    return plain_text((piece,), readings=False, calls=False)


def to_row(pieces: Iterable[LinePiece], *, strong: bool = False) -> list[RowItem]:
    """Split pieces into items; the inverse of :func:`from_row`."""
    row: list[RowItem] = []
    for piece in pieces:
        if isinstance(piece, Text):
            row += [RowItem(Text(character), strong) for character in piece.text]
        elif isinstance(piece, Strong):
            row += to_row(piece.children, strong=True)
        else:
            row.append(RowItem(piece, strong))
    return row


def from_row(row: Iterable[RowItem]) -> tuple[LinePiece, ...]:
    """Join items to pieces."""
    made: list[LinePiece] = []
    words: list[Inline] = []
    for item in row:
        if item.strong and not isinstance(item.piece, BookmarkStart | WordPicture):
            words.append(item.piece)
            continue
        if words:
            made.append(_strong(words))
            words = []
        made.append(item.piece)
    if words:
        made.append(_strong(words))
    return merge_pieces(made)


def _strong(words: list[Inline]) -> Strong:
    joined = merge_pieces([*words])
    return Strong(tuple(piece for piece in joined if not isinstance(piece, BookmarkStart | WordPicture)))


def row_text(row: Sequence[RowItem]) -> tuple[str, list[int]]:
    """The text of a row, and for each of its characters the index of its item."""
    text: list[str] = []
    places: list[int] = []
    for index, item in enumerate(row):
        words = item.text
        text.append(words)
        places += [index] * len(words)
    return "".join(text), places


def with_row(line: WordLine, row: Iterable[RowItem]) -> WordLine:
    """A line with the pieces of a row."""
    return replace(line, pieces=from_row(row))


def called_keys(lines: Iterable[WordLine]) -> Iterator[str]:
    """Yield the keys of the notes that lines call, in order."""
    for line in lines:
        for item in to_row(line.pieces):
            if isinstance(item.piece, NoteCall):
                yield item.piece.note_id
