"""The printed characters of a text with markup, each with its place, and the quotations in it.

House words are looked up in these characters: a word may go on over a line end of the file or a ``**``, and
addresses, foreign words and readings are no words of the house.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from brochure.document.markup import markup_pieces
from brochure.document.markup_model import MarkupPiece, Sign
from brochure.document.tree import Foreign, Inline, Link, NoteCall, Ruby, SuperSub, Text

OTHER = "\ufffc"
"""Stands for what is not written in the words of the house: an address, foreign words, a call."""

CITATION = "\ufff9"
"""Stands for citations in a pair of brackets."""

_BRACKET = re.compile("[「」]")
_TITLE = re.compile(r"『[^『』]*』")  # a work of somebody else
_STOP = re.compile(rf"。(?!{CITATION})|[\n{CITATION}]")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation「…」in the printed characters: ``start`` and ``end`` are those of the brackets.

    ``cited`` is the offset into the text of the citation that follows in the same sentence; -1 without one.
    """

    start: int
    end: int
    cited: int


@dataclass(frozen=True, slots=True)
class HouseText:
    """What is printed of a text: ``printed[i]`` stands at ``offsets[i]`` of the text."""

    printed: str
    offsets: tuple[int, ...]

    def quotations(self) -> Iterator[Quotation]:
        """Yield the quotations, without those inside others, in their order."""
        depth = start = 0
        for sign in _BRACKET.finditer(self.printed):
            if sign[0] == "「":
                start = start if depth else sign.start()
                depth += 1
            elif depth:
                depth -= 1
                if not depth:
                    yield Quotation(start, sign.end(), self._cited_after(sign.end()))

    def foreign_ranges(self) -> list[tuple[int, int]]:
        """The ranges of words of others: quotations with a citation, and titles of works 『…』."""
        quoted = [(one.start, one.end) for one in self.quotations() if one.cited >= 0]
        return quoted + [one.span() for one in _TITLE.finditer(self.printed)]

    def _cited_after(self, end: int) -> int:
        """The offset of the citation that follows a quotation, before the sentence ends."""
        found = _STOP.search(self.printed, end)
        return self.offsets[found.start()] if found and found[0] == CITATION else -1


def plain_house_text(text: str) -> HouseText:
    """The characters of a text without markup."""
    return HouseText(text, tuple(range(len(text))))


def house_text(text: str, *, others: bool = False) -> HouseText:
    r"""The printed characters of a text with markup; with ``others`` also addresses and foreign words.

    >>> house_text("**お問合**せ {瀋陽|しんよう} [@a]").printed == f"お問合せ 瀋陽 {CITATION}"
    True
    """
    letters: list[str] = []
    offsets: list[int] = []
    for piece in markup_pieces(text):
        words, start = _words_of(piece, text)
        if others and len(piece.said) == 1:
            words = _other_words(piece.said[0]) or words
        letters += words
        last = max(piece.end - 1, start)
        offsets += [min(start + at, last) for at in range(len(words))]
    return HouseText("".join(letters), tuple(offsets))


def _other_words(said: Inline | Sign) -> str:
    """What is printed of an address, of foreign words, or of a raised number."""
    match said:
        case Link(label, _) | Foreign(label, _) | SuperSub(label):
            return label
    return ""


def _words_of(piece: MarkupPiece, text: str) -> tuple[str, int]:
    """The printed characters of a piece, and the offset of the first of them."""
    match piece.said:
        case (Text(words), *_):
            return words, piece.start
        case (Ruby(base, _),):
            return base, piece.start + 1
        case (Link(label, _),) if text[piece.start] == "[":
            return label, piece.start + 1
        case (NoteCall(), *_):
            return (CITATION if "@" in text[piece.start : piece.end] else OTHER), piece.start
        case (Sign.BREAK,):
            return "\n", piece.start
        case (Sign(),) | ():
            return "", piece.start
    return OTHER, piece.start
