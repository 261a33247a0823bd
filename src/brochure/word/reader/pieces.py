"""Make inline content from runs: join equal neighbours, group strong words, join two lines."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from brochure.document.address_breaks import BREAK, without_breaks
from brochure.document.tree import Foreign, Inline, Link, NoteCall, Strong, SuperSub, Text
from brochure.word.languages import UNKNOWN
from brochure.word.reader.model import BookmarkStart, LinePiece, WordLine, WordPicture


@dataclass(slots=True)
class FormattedPiece:
    """A piece of a paragraph with its format, before it becomes inline content."""

    piece: LinePiece
    strong: bool = False
    direct: bool = False  # bold by the run's own properties, not by a style
    hidden: bool = False  # a bookmark in deleted text


def inline_pieces(runs: list[FormattedPiece], *, bold: bool) -> tuple[LinePiece, ...]:
    """The inline content of runs.

    If the style of the line is bold and all its words are directly bold, nobody emphasised them.
    """
    said = [run for run in runs if isinstance(run.piece, Text) and run.piece.text.strip()]
    if bold and all(run.direct for run in said):
        for run in runs:
            run.strong = False
    made: list[LinePiece] = []
    words: list[Inline] = []
    for run in runs:
        piece = run.piece
        if run.strong and not isinstance(piece, BookmarkStart | WordPicture):
            words.append(piece)
            continue
        if words:
            made.append(Strong(_inlines_only(words)))
            words = []
        made.append(piece)
    if words:
        made.append(Strong(_inlines_only(words)))
    return merge_pieces(made)


def _inlines_only(words: list[Inline]) -> tuple[Inline, ...]:
    return tuple(
        piece for piece in merge_pieces([*words]) if not isinstance(piece, BookmarkStart | WordPicture)
    )


def merge_pieces(pieces: list[LinePiece]) -> tuple[LinePiece, ...]:
    """Join equal neighbours, because word processors split runs where the script changes."""
    groups: list[list[LinePiece]] = []
    for piece in _with_known_languages(pieces):
        if groups and _are_joined(groups[-1][0], piece):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return tuple(_without_breaks(group[0] if len(group) == 1 else _joined_piece(group)) for group in groups)


def _without_breaks(piece: LinePiece) -> LinePiece:
    """A piece without the marks for breaks in addresses, which an editor may have left without the link."""
    if isinstance(piece, Text | Link) and BREAK in piece.text:
        return replace(piece, text=without_breaks(piece.text, piece.url if isinstance(piece, Link) else ""))
    return piece


def _with_known_languages(pieces: Sequence[LinePiece]) -> list[LinePiece]:
    """The pieces; parts of a foreign word that lost their language have that of their neighbours."""
    made = list(pieces)
    for order in (range(1, len(made)), range(len(made) - 2, -1, -1)):
        for index in order:
            piece, neighbour = made[index], made[index - order.step]
            if isinstance(piece, Foreign) and piece.lang == UNKNOWN and isinstance(neighbour, Foreign):
                made[index] = Foreign(piece.text, neighbour.lang)
    return made


def _are_joined(before: LinePiece, piece: LinePiece) -> bool:
    match before, piece:
        case (Text(), Text()) | (Strong(), Strong()):
            return True
        case (Link(_, one), Link(_, two)) | (Foreign(_, one), Foreign(_, two)):
            return one == two
        case SuperSub(_, one), SuperSub(_, two):
            return one == two
        case (NoteCall(one), NoteCall(two)) | (BookmarkStart(one), BookmarkStart(two)):
            return one == two
    return False


def _joined_piece(group: list[LinePiece]) -> LinePiece:
    """One piece of neighbours; all their texts are joined at once, which takes linear time."""
    first = group[0]
    words = "".join(piece.text for piece in group if isinstance(piece, Text | Link | Foreign | SuperSub))
    words = unicodedata.normalize("NFC", words)  # a run may end between a letter and its marks
    match first:
        case Text():
            return Text(words)
        case Link(_, url):
            return Link(words, url)
        case Foreign(_, lang):
            return Foreign(words, lang)
        case SuperSub(_, is_super):
            return SuperSub(words, is_super)
        case Strong():
            children = [child for piece in group if isinstance(piece, Strong) for child in piece.children]
            return Strong(_inlines_only(children))
    return first


def join_lines(lines: Sequence[WordLine]) -> WordLine:
    """Join lines after the paragraph marks of all but the last were deleted.

    The result has the style of the first line with content, or of the last.
    """
    return replace(
        next((line for line in lines if line.content), lines[-1]),
        cell=lines[-1].cell,
        pieces=merge_pieces([piece for line in lines for piece in line.pieces]),
        revisions=tuple(sorted({revision for line in lines for revision in line.revisions})),
        comments=tuple(comment for line in lines for comment in line.comments),
        odd=tuple(sorted({odd for line in lines for odd in line.odd})),
    )


def called_notes(pieces: tuple[LinePiece, ...] | tuple[Inline, ...]) -> Iterator[str]:
    for piece in pieces:
        if isinstance(piece, NoteCall):
            yield piece.note_id
        elif isinstance(piece, Strong):
            yield from called_notes(piece.children)


def without_marker(line: WordLine) -> WordLine:
    """The line of a note without the blanks after its number, which was not read as text."""
    pieces = list(line.pieces)
    while pieces and isinstance(pieces[0], Text) and not pieces[0].text.strip(" \t\u3000"):
        pieces.pop(0)
    if pieces and isinstance(pieces[0], Text):
        pieces[0] = Text(pieces[0].text.lstrip(" \t\u3000"))
    return replace(line, pieces=tuple(pieces))
