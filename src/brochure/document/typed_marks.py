"""Find the marks that somebody typed in a text that takes no markup."""

from __future__ import annotations

from collections.abc import Iterator

from brochure.document.markup import markup_pieces
from brochure.document.markup_model import Sign
from brochure.document.tree import Foreign, Link, NoteCall, Ruby, SuperSub, Text


def typed_marks(text: str) -> Iterator[tuple[int, str]]:
    """Yield the offset and the spelling of each mark in a text; a bare address is no mark.

    >>> list(typed_marks("研究**開発**"))
    [(2, '**開発**')]
    """
    strong = -1
    for piece in markup_pieces(text):
        typed = text[piece.start : piece.end]
        match piece.said:
            case _ if piece.broken:
                continue
            case (Sign.OPEN,):
                strong = piece.start
            case (Sign.CLOSE,):
                yield strong, text[strong : piece.end]
            case (Link(),) if typed[0] not in "[<":
                continue
            case (Text(said),) if said != typed and typed[:1] == "\\" and said in "*{[<^@\\":
                yield piece.start, typed
            case (SuperSub(),) if typed[0] not in "^_":
                continue  # a character of Unicode, printed as typed
            case (Link() | Ruby() | Foreign() | SuperSub() | NoteCall(), *_):
                yield piece.start, typed
