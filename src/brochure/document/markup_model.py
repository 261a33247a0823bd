"""What the parser of inline markup returns: paragraphs, calls, citations, faults, and pieces."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from brochure.document.tree import Inline, Inlines


@dataclass(frozen=True, slots=True)
class MarkupFault:
    """Broken markup: the problem's code, the offset into the text, and the details of the message."""

    code: str
    offset: int
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """A note call and its offset into the text."""

    note_id: str
    offset: int


@dataclass(frozen=True, slots=True)
class Cite:
    """A citation of a source as typed: locator, CSL's name of it (``label``), words before and after.

    ``key`` is the note id of the citation's call until notes are numbered. Equal citations have equal keys
    and share one note.
    """

    source_id: str
    offset: int
    locator: str = ""
    label: str = "page"
    prefix: str = ""
    suffix: str = ""
    without_author: bool = False  # [-@id]

    @property
    def key(self) -> str:
        """A string of all that distinguishes the citation's note from others."""
        parts = ("@" + self.source_id, self.locator, self.label, self.prefix, self.suffix)
        return "\0".join((*parts, "-") if self.without_author else parts)


@dataclass(frozen=True, slots=True)
class ParsedMarkup:
    """A parsed text: its paragraphs, with calls that are not numbered yet, and the faults of its markup.

    ``doubts`` are markup that is probably meant as plain text, such as ``2**10``.
    """

    paragraphs: tuple[Inlines, ...]
    calls: tuple[Call, ...]
    cites: tuple[Cite, ...]
    faults: tuple[MarkupFault, ...]
    doubts: tuple[MarkupFault, ...] = ()


class Sign(Enum):
    """Boundaries in a flat sequence of inlines."""

    OPEN = "**"  # strong begins
    CLOSE = "**/"
    BREAK = "¶"  # a paragraph ends, and another begins


@dataclass(frozen=True, slots=True)
class MarkupPiece:
    """A piece of source, ``text[start:end]``, and the inlines or signs that it stands for (``said``).

    Each character of plain text is a piece. A line end is a piece that stands for a space or nothing.
    Citations in one pair of brackets are one piece. For ``broken`` markup, ``said`` is the text printed
    instead.
    """

    start: int
    end: int
    said: tuple[Inline | Sign, ...]
    broken: bool = False
