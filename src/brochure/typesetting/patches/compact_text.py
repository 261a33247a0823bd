"""Text of a page in as few words as show the same (ISO 32000-1, 9.3, 9.4).

WeasyPrint places each piece of a line anew, and shifts each glyph of a justified line by itself. Here a
piece that begins where the one before it ends goes on, a line is placed from the one above it, and the
shift that most glyphs of a piece have is the spacing of its characters. Glyphs move by less than two
thousandths of an em.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

UPRIGHT = b"1 0 0 -1 "  # the matrix of text, as pages are drawn from the top; behind it is the place
GOES_ON = 60  # thousandths of an em: a piece that begins so near to the end of another continues it
ALIKE = 1.5  # thousandths of an em: WeasyPrint's shifts are whole ones, so that equal ones differ by 1
MOST = 2.0  # thousandths of an em that a glyph may stand elsewhere
_PART = re.compile(rb"<([0-9a-f]*)>|(-?[\d.]+(?:e-?\d+)?)")

Widths = Mapping[
    bytes, Mapping[int, float]
]  # of glyphs in thousandths of an em, by the font's name in the file


@dataclass(slots=True)
class _Piece:
    """Glyphs of one size, and the shift behind each in thousandths of an em, to the left."""

    size: float
    glyphs: list[int] = field(default_factory=list)
    shifts: list[float] = field(default_factory=list)
    before: float = 0.0
    ends: bool = False  # whether what comes next has a place of its own

    def add(self, shown: bytes) -> None:
        """Add what a TJ shows."""
        for glyphs, number in _PART.findall(shown):
            if number:
                self.shift(float(number))
            for start in range(0, len(glyphs), 4):
                self.glyphs.append(int(glyphs[start : start + 4], 16))
                self.shifts.append(0.0)

    def shift(self, by: float) -> None:
        """Shift what comes next."""
        if self.shifts:
            self.shifts[-1] += by
        else:
            self.before += by

    def width(self, widths: Mapping[int, float]) -> float:
        """How far it reaches, in the page's units."""
        glyphs = sum(widths[glyph] for glyph in self.glyphs)
        return (glyphs - sum(self.shifts) - self.before) * self.size / 1000

    def spacing(self) -> float:
        """The shift that most glyphs have, or 0."""
        some = [shift for shift in self.shifts if shift]
        if len(some) > 3:
            middle = median(some)
            alike = [shift for shift in some if abs(shift - middle) <= ALIKE]
            if 2 * len(alike) > len(self.shifts):
                return sum(alike) / len(alike)
        return 0.0

    def written(self, spacing: float) -> bytes:
        """The TJ, where each glyph has this shift already."""
        words = [b"%.10g" % round(self.before, 2)] if round(self.before, 2) else []
        glyphs, left = b"", 0.0
        for count, (glyph, shift) in enumerate(zip(self.glyphs, self.shifts, strict=True), 1):
            glyphs += b"%04x" % glyph
            left += shift - spacing
            if self.ends and count == len(self.glyphs):
                break
            if spacing and abs(left) < MOST and abs(shift - spacing) <= ALIKE:
                continue  # what is left over goes to the next glyph that is shifted anyway
            if number := round(left, 0 if spacing else 2):
                words.append(b"<%b>%.10g" % (glyphs, number))
                glyphs, left = b"", left - number
        return b"[%b%b] TJ" % (b"".join(words), b"<%b>" % glyphs if glyphs else b"")


def lean(tokens: Iterable[Any], widths: Widths) -> list[Any]:
    """The content of a page with its text in as few words as show the same.

    Args:
        tokens: Operators with what they work on, as bytes; tag and properties of a mark are other things.
        widths: Of the glyphs of its fonts.
    """
    return _written(_pieces(_joined(tokens), widths))


def _joined(tokens: Iterable[Any]) -> list[Any]:
    """Text objects that follow each other, with colours at most between them, as one; none that is empty."""
    found: list[Any] = []
    ended = -1  # where a text ended, if only colours followed
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


def _pieces(tokens: Sequence[Any], widths: Widths) -> Iterator[Any]:
    """Pieces instead of each TJ, as few as may be; places in relation to those before."""
    font: tuple[bytes, float] = (b"", 1.0)
    fonts: list[tuple[bytes, float]] = []  # those before each state that is open
    line: tuple[float, float] | None = None  # where the line begins
    end = 0.0
    piece: _Piece | None = None  # the last thing that was seen
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
            if piece and line and line[1] == y and abs(shift) <= GOES_ON and _operator(following) == b"TJ":
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


def _written(tokens: Iterable[Any]) -> list[Any]:
    """Pieces as TJ, with the spacing of characters set where it changes."""
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
        if operator == b"Do" and now != b"0":  # what is drawn there begins with the spacing of here
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
