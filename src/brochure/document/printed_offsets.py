"""From the characters that a value prints to the characters of the value as it is typed.

A value prints without its markup, sometimes with words around it: ``{瀋陽|しんよう}市`` prints 瀋陽,
しんよう and 市; a telephone number prints behind ``TEL：``. :func:`source_offsets` says for each printed
character which character of the value it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from brochure.document.markup import markup_pieces
from brochure.document.markup_model import MarkupPiece, Sign
from brochure.document.tree import Foreign, Inline, Link, NoteCall, Ruby, Strong, SuperSub, Text

_NEAR = 3  # blanks of the value that may be missing in print at one place


def source_offsets(printed: str, value: str) -> tuple[int | None, ...]:
    """Return for each printed character its offset in the value; None for a character of other origin.

    Args:
        printed: What the value prints in reading order: a ruby's reading stands behind its base; the marks of
            calls are left out.
        value: The value as it is typed, with markup.

    >>> source_offsets("瀋陽しんよう市", "{瀋陽|しんよう}市")
    (1, 2, 4, 5, 6, 7, 9)
    >>> source_offsets("TEL：045", "045")
    (None, None, None, None, 0, 1, 2)
    """
    said = list(_said_characters(value))
    found, behind = _walk(printed, said)
    if behind < len(said):  # words stand around the value: the longest common parts count
        found = [None] * len(printed)
        matcher = SequenceMatcher(None, printed, "".join(character for character, _ in said), autojunk=False)
        for block in matcher.get_matching_blocks():
            for index in range(block.size):
                found[block.a + index] = said[block.b + index][1]
    return tuple(found)


def _walk(printed: str, said: list[tuple[str, int]]) -> tuple[list[int | None], int]:
    """The offsets of printed characters, walked side by side with the value's; and how many were met."""
    found: list[int | None] = []
    behind = 0
    for character in printed:
        index = behind
        while index < len(said) and said[index][0] != character and said[index][0].isspace():
            index += 1
        if index < len(said) and said[index][0] == character and index - behind <= _NEAR:
            found.append(said[index][1])
            behind = index + 1
        else:
            found.append(None)
    return found, behind


def _said_characters(value: str) -> Iterator[tuple[str, int]]:
    """The characters that a value prints, each with its offset in the value."""
    for piece in markup_pieces(value):
        for part in piece.said:
            if not isinstance(part, Sign):
                yield from _of_part(part, piece, value)


def _of_part(part: Inline, piece: MarkupPiece, value: str) -> Iterator[tuple[str, int]]:
    match part:
        case Text(text):
            source = value[piece.start : piece.end]
            first = piece.start if len(source) == len(text) else piece.end - len(text)  # behind a backslash
            yield from _spread(text, first, piece.end)
        case Ruby(base, reading):
            bar = value.index("|", piece.start)
            yield from _spread(base, piece.start + 1, bar)
            yield from _spread(reading, bar + 1, piece.end - 1)
        case Link(text=text) | Foreign(text=text):
            typed = value.find(text, piece.start, piece.end)
            yield from _spread(text, piece.start + 1 if typed < 0 else typed, piece.end)
        case SuperSub(text):
            brace = value.find("{", piece.start, piece.end)
            yield from _spread(text, piece.start if brace < 0 else brace + 1, piece.end)
        case Strong() | NoteCall():  # its parts are pieces; a call has a mark only
            return


def _spread(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    """Characters from ``start`` on, none at or behind ``end``."""
    for index, character in enumerate(text):
        yield character, min(start + index, end - 1)
