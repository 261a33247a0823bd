"""Make inline content from runs: join equal neighbours, group strong words, join two lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from brochure.document.tree import Foreign, Inline, Link, NoteCall, Strong, SuperSub, Text
from brochure.word.reader.model import BookmarkStart, LinePiece, Oddity, WordLine, WordPicture


@dataclass(slots=True)
class FormattedPiece:
    """A piece of a paragraph with its format, before it becomes inline content."""

    piece: LinePiece
    strong: bool = False
    direct: bool = False  # bold by the run's own properties, not by a style
    hidden: bool = False  # a bookmark in deleted text


def inline_pieces(runs: list[FormattedPiece], odd: set[Oddity]) -> tuple[LinePiece, ...]:
    """The inline content of runs.

    If all words of a line are directly bold, the line is not strong text: the bold is reported as an oddity.
    """
    said = [run for run in runs if isinstance(run.piece, Text) and run.piece.text.strip()]
    if said and all(run.direct for run in said):
        odd.add(Oddity("bold", said[0].piece.text[:20] if isinstance(said[0].piece, Text) else ""))
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
    made: list[LinePiece] = []
    for piece in pieces:
        before = made[-1] if made else None
        match before, piece:
            case Text(one), Text(two):
                made[-1] = Text(one + two)
            case Link(one, url), Link(two, other) if url == other:
                made[-1] = Link(one + two, url)
            case Foreign(one, lang), Foreign(two, other) if lang == other:
                made[-1] = Foreign(one + two, lang)
            case SuperSub(one, is_super), SuperSub(two, other) if is_super == other:
                made[-1] = SuperSub(one + two, is_super)
            case Strong(one), Strong(two):
                made[-1] = Strong(_inlines_only([*one, *two]))
            case (NoteCall(one), NoteCall(two)) | (BookmarkStart(one), BookmarkStart(two)) if one == two:
                pass
            case _:
                made.append(piece)
    return tuple(made)


def join_lines(first: WordLine, second: WordLine) -> WordLine:
    """Join two lines after the paragraph mark of the first was deleted.

    The result has the style of the first line, or of the second if the first is empty.
    """
    return replace(
        second if not first.content else first,
        cell=second.cell,
        pieces=merge_pieces([*first.pieces, *second.pieces]),
        revisions=tuple(sorted({*first.revisions, *second.revisions})),
        comments=(*first.comments, *second.comments),
        odd=tuple(sorted({*first.odd, *second.odd})),
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
