"""Write the text of a page with fewer operators (ISO 32000-1, 9.3, 9.4).

WeasyPrint positions each piece of a line anew, and shifts each glyph of a justified line by itself. Here a
piece that begins at the end of the piece before continues it, a line is positioned relative to the line
above, and the shift that most glyphs of a piece share becomes the character spacing. Glyphs move by less
than two thousandths of an em.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

UPRIGHT = b"1 0 0 -1 "  # text matrix of pages drawn from the top; the position follows
CONTINUES_WITHIN = 60  # thousandths of an em: a piece this near to the end of another continues it
EQUAL_WITHIN = (
    1.5  # thousandths of an em: WeasyPrint rounds shifts to whole numbers, so equal ones may differ by 1
)
MAX_SHIFT = 2.0  # thousandths of an em by which a glyph may move
_PART = re.compile(rb"<([0-9a-f]*)>|(-?[\d.]+(?:e-?\d+)?)")

Widths = Mapping[
    bytes, Mapping[int, float]
]  # glyph widths in thousandths of an em, by the font's name in the file


@dataclass(slots=True)
class _Piece:
    """Glyphs of one size, and the shift after each to the left, in thousandths of an em."""

    size: float
    glyphs: list[int] = field(default_factory=list)
    shifts: list[float] = field(default_factory=list)
    before: float = 0.0
    ends: bool = False  # whether the next piece has a position of its own

    def add(self, shown: bytes) -> None:
        """Add the glyphs and shifts of a TJ operator."""
        for glyphs, number in _PART.findall(shown):
            if number:
                self.shift(float(number))
            for start in range(0, len(glyphs), 4):
                self.glyphs.append(int(glyphs[start : start + 4], 16))
                self.shifts.append(0.0)

    def shift(self, by: float) -> None:
        """Shift what follows."""
        if self.shifts:
            self.shifts[-1] += by
        else:
            self.before += by

    def width(self, widths: Mapping[int, float]) -> float:
        """Width in the page's units."""
        glyphs = sum(widths[glyph] for glyph in self.glyphs)
        return (glyphs - sum(self.shifts) - self.before) * self.size / 1000

    def spacing(self) -> float:
        """The shift that most glyphs have, or 0."""
        some = [shift for shift in self.shifts if shift]
        if len(some) > 3:
            middle = median(some)
            alike = [shift for shift in some if abs(shift - middle) <= EQUAL_WITHIN]
            if 2 * len(alike) > len(self.shifts):
                return sum(alike) / len(alike)
        return 0.0

    def written(self, spacing: float) -> bytes:
        """The TJ operator, if ``spacing`` is set as character spacing."""
        words = [b"%.10g" % round(self.before, 2)] if round(self.before, 2) else []
        glyphs, left = b"", 0.0
        for count, (glyph, shift) in enumerate(zip(self.glyphs, self.shifts, strict=True), 1):
            glyphs += b"%04x" % glyph
            left += shift - spacing
            if self.ends and count == len(self.glyphs):
                break
            if spacing and abs(left) < MAX_SHIFT and abs(shift - spacing) <= EQUAL_WITHIN:
                continue  # the remainder is added to the next glyph with a shift
            if number := round(left, 0 if spacing else 2):
                words.append(b"<%b>%.10g" % (glyphs, number))
                glyphs, left = b"", left - number
        return b"[%b%b] TJ" % (b"".join(words), b"<%b>" % glyphs if glyphs else b"")


def compact_page_text(tokens: Iterable[Any], widths: Widths) -> list[Any]:
    """The content of a page with compact text.

    Args:
        tokens: Operators with their operands, as bytes; tags and property lists of marked content as they
        are.
        widths: Glyph widths of its fonts.
    """
    return _write_pieces(_make_pieces(_join_text_objects(tokens), widths))


def _join_text_objects(tokens: Iterable[Any]) -> list[Any]:
    """Join text objects with nothing but colours between them, and remove empty ones."""
    found: list[Any] = []
    ended = -1  # index of the last ET, if only colours followed
    for token in tokens:
        if token == b"ET" and found[-1] == b"BT":
            found.pop()
            continue
        if token == b"BT" and ended >= 0:
            del found[ended]
            ended = -1
            continue
        if token == b"ET":
            ended = len(found)
        elif not (isinstance(token, bytes) and token.endswith(b" rg")):
            ended = -1
        found.append(token)
    return found


def _make_pieces(tokens: Sequence[Any], widths: Widths) -> Iterator[Any]:
    """Replace TJ operators by pieces, as few as possible; positions become relative."""
    font: tuple[bytes, float] = (b"", 1.0)
    fonts: list[tuple[bytes, float]] = []  # the font before each open q
    line: tuple[float, float] | None = None  # where the line begins
    end = 0.0
    piece: _Piece | None = None  # the piece that is still open
    for token, following in zip(tokens, [*tokens[1:], b""], strict=True):
        operator = _operator(token)
        if operator == b"TJ" and font[0] in widths:
            more = _Piece(font[1])
            more.add(token)
            end += more.width(widths[font[0]])
            if piece is None:
                piece = more
            else:
                piece.add(token)
            continue
        if operator == b"Tm" and token.startswith(UPRIGHT):
            x, y = (float(number) for number in token.split()[4:6])
            shift = round((end - x) * 1000 / font[1])
            if (
                piece
                and line
                and line[1] == y
                and abs(shift) <= CONTINUES_WITHIN
                and _operator(following) == b"TJ"
            ):
                piece.shift(shift)
                end -= shift * font[1] / 1000
                continue
            if piece:
                piece.ends = True
                yield piece
                piece = None
            yield b"%.10g %.10g Td" % (round(x - line[0], 3), round(line[1] - y, 3)) if line else token
            line, end = (x, y), x
            continue
        if piece:
            piece.ends = operator == b"ET"
            yield piece
            piece = None
        if operator in (b"BT", b"Tm"):
            line = None
        elif operator == b"Tf":
            name, size = token.split()[:2]
            font = (name[1:], float(size))
        elif operator == b"q":
            fonts.append(font)
        elif operator == b"Q":
            font = fonts.pop()
        yield token


def _write_pieces(tokens: Iterable[Any]) -> list[Any]:
    """Write pieces as TJ operators, and set the character spacing where it changes."""
    found: list[Any] = []
    now, before = b"0", []
    for token in tokens:
        operator = b"TJ" if isinstance(token, _Piece) else _operator(token)
        if operator == b"TJ":
            spacing = token.spacing() if isinstance(token, _Piece) else 0.0
            size = token.size if isinstance(token, _Piece) else 1.0
            wanted = b"%.10g" % (round(-spacing * size / 1000, 4) + 0.0)
            if wanted != now:
                found.append(wanted + b" Tc")
                now = wanted
            found.append(token.written(spacing) if isinstance(token, _Piece) else token)
            continue
        if operator == b"Do" and now != b"0":  # the drawn form would start with this character spacing
            found.append(b"0 Tc")
            now = b"0"
        if operator == b"q":
            before.append(now)
        elif operator == b"Q":
            now = before.pop()
        found.append(token)
    return found


def _operator(token: Any) -> bytes:
    return token[token.rfind(b" ") + 1 :] if isinstance(token, bytes) else b""
