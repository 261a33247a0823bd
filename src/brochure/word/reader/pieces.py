"""Inline content from runs: neighbours of one kind joined, strong words put together, two lines made one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from brochure.document.tree import Foreign, Inline, Link, NoteCall, Strong, Text
from brochure.word.reader.model import Mark, Odd, Piece, WordLine, WordPicture


@dataclass(slots=True)
class Run:
    """What is said of a stretch of text before it becomes inline content."""

    piece: Piece
    strong: bool = False
    direct: bool = False  # bold by the run's own properties, not by a style
    hidden: bool = False  # a bookmark among words that were deleted


def pieces(runs: list[Run], odd: set[Odd]) -> tuple[Piece, ...]:
    """Runs as inline content; a line that is bold as a whole is so by its table or by hand, not by words."""
    said = [run for run in runs if isinstance(run.piece, Text) and run.piece.text.strip()]
    if said and all(run.direct for run in said):
        odd.add(Odd("bold", said[0].piece.text[:20] if isinstance(said[0].piece, Text) else ""))
        for run in runs:
            run.strong = False
    made: list[Piece] = []
    words: list[Inline] = []
    for run in runs:
        piece = run.piece
        if run.strong and not isinstance(piece, Mark | WordPicture):
            words.append(piece)
            continue
        if words:
            made.append(Strong(_linked(words)))
            words = []
        made.append(piece)
    if words:
        made.append(Strong(_linked(words)))
    return merged(made)


def _linked(words: list[Inline]) -> tuple[Inline, ...]:
    return tuple(piece for piece in merged([*words]) if not isinstance(piece, Mark | WordPicture))


def merged(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Join neighbours of one kind: word processors split runs where scripts change."""
    made: list[Piece] = []
    for piece in pieces:
        before = made[-1] if made else None
        match before, piece:
            case Text(one), Text(two):
                made[-1] = Text(one + two)
            case Link(one, url), Link(two, other) if url == other:
                made[-1] = Link(one + two, url)
            case Foreign(one, lang), Foreign(two, other) if lang == other:
                made[-1] = Foreign(one + two, lang)
            case Strong(one), Strong(two):
                made[-1] = Strong(_linked([*one, *two]))
            case (NoteCall(one), NoteCall(two)) | (Mark(one), Mark(two)) if one == two:
                pass
            case _:
                made.append(piece)
    return tuple(made)


def joined(first: WordLine, second: WordLine) -> WordLine:
    """Two lines of which the first lost its end; an empty first leaves its bookmarks."""
    return replace(
        second if not first.content else first,
        cell=second.cell,
        pieces=merged([*first.pieces, *second.pieces]),
        revisions=tuple(sorted({*first.revisions, *second.revisions})),
        comments=(*first.comments, *second.comments),
        odd=tuple(sorted({*first.odd, *second.odd})),
    )


def called(pieces: tuple[Piece, ...] | tuple[Inline, ...]) -> Iterator[str]:
    for piece in pieces:
        if isinstance(piece, NoteCall):
            yield piece.note_id
        elif isinstance(piece, Strong):
            yield from called(piece.children)


def without_marker(line: WordLine) -> WordLine:
    """A line of a note without its number, and without the blank behind it."""
    pieces = list(line.pieces)
    while pieces and isinstance(pieces[0], Text) and not pieces[0].text.strip(" \t\u3000"):
        pieces.pop(0)
    if pieces and isinstance(pieces[0], Text):
        pieces[0] = Text(pieces[0].text.lstrip(" \t\u3000"))
    return replace(line, pieces=tuple(pieces))
