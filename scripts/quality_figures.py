"""Measure a finished PDF for ``make quality``: lines, edges, notes, text, pages. Nothing here makes a PDF.

The same functions measure every way of typesetting, so what they cannot measure is missing for all of them.
They need Poppler's ``pdftotext`` for the text, and raise an error if it is missing.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from brochure.document.line_breaking import stretch_points
from brochure.document.tree import Document, NoteCall, plain_text
from brochure.document.walk import block_paragraphs
from brochure.pdf import reader as pages
from brochure.pdf.preflight import footnotes_complete as notecheck
from brochure.pdf.preflight import preflight
from brochure.pdf.preflight.justification import (
    TOLERANCE,
    Advances,
    first_piece_width,
    hole,
    natural_advances,
    torn_gap,
)
from brochure.pdf.preflight.kinsoku_rule import at_address
from brochure.pdf.preflight.lines import TypesetParagraph
from brochure.pdf.preflight.report import Report
from brochure.storage.system_requirements import find_program

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "support"))
sys.path.insert(0, str(Path(__file__).resolve().parent))
import quality_bands

import expected_words

CONTEXT = 8  # characters in front of a call that tell it from others
_NOTE = re.compile(r"\*\d+\s")  # how a note begins in both layouts
# text over text, over the edge of a box, box over box, text cut off by a box, text under something
OVERLAPS = frozenset(["Q204", "Q205", "Q206", "Q210", "Q604"])
TORN = frozenset(["Q106"])
JAPANESE = ("CJK", "HIRAGANA", "KATAKANA", "FULLWIDTH", "IDEOGRAPHIC")


@dataclass(frozen=True, slots=True)
class Row:
    """A full line: not the last of its paragraph, and with a place where it can be widened.

    ``left`` is the start of its paragraph, ``right`` the end of the line, ``piece`` the width of the first
    piece of the next line; ``address`` is true if the line breaks inside a web or mail address or just before
    one. ``torn`` is its gap in em if preflight allows none as wide, else 0. Lengths are in points.
    """

    page: int
    left: float
    size: float
    right: float
    piece: float
    address: bool
    torn: float
    text: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A finding of a rule, and its place."""

    code: str
    page: int
    words: str


@dataclass(frozen=True, slots=True)
class Figures:
    """The measurements of one file; ``bare`` is the largest bare band of each page (:mod:`quality_bands`)."""

    pages: int
    bare: tuple[float, ...]
    lines: int
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]
    notes: int
    lost: tuple[str, ...]
    late: tuple[str, ...]
    doubled: tuple[str, ...]
    notecheck: tuple[str, ...]
    characters: int
    differing: str
    blanks: tuple[str, ...]

    @property
    def torn(self) -> tuple[int, ...]:
        """How many lines are torn apart on each page."""
        on = Counter(row.page for row in holed(self.rows))
        return tuple(on[page] for page in range(self.pages))

    @property
    def overlaps(self) -> tuple[int, ...]:
        """How many things lie over others, or are cut off, on each page."""
        return count_by_page(self.faults, OVERLAPS, self.pages)

    def count(self, *codes: str) -> int:
        """Return how often rules were broken."""
        return sum(fault.code in codes for fault in self.faults)


def measure(data: bytes, document: Document, margins: quality_bands.Margins, *, linked: bool) -> Figures:
    """Measure a file.

    Args:
        data: The PDF.
        document: The document that it should print.
        margins: The margins of its layout.
        linked: Whether calls and notes are links, so that ``notecheck`` can read them.
    """
    view = preflight.read_for_preflight(data)
    report, advances = preflight.apply_rules(view), natural_advances(view)
    finished = pages.read_pages(data)
    lost, late, doubled = notes(document, finished)
    told = (
        tuple(p.code for p in notecheck.check_footnotes(document, finished, lambda _: None)) if linked else ()
    )
    characters, differing, blanks = text(data, document, len(finished))
    return Figures(
        pages=len(finished),
        bare=tuple(quality_bands.largest_bare_band(data, index, margins) for index in range(len(finished))),
        lines=sum(len(paragraph.lines) for paragraph in view.body),
        rows=tuple(row for paragraph in view.body for row in _rows(paragraph, advances)),
        faults=faults_of(report),
        notes=len(document.notes),
        lost=lost,
        late=late,
        doubled=doubled,
        notecheck=told,
        characters=characters,
        differing=differing,
        blanks=blanks,
    )


def faults_of(report: Report) -> tuple[Fault, ...]:
    """Return the findings of preflight."""
    return tuple(
        Fault(found.code, found.page, " ".join(value for _, value in found.details))
        for found in report.findings
    )


def count_by_page(faults: Iterable[Fault], codes: Container[str], count: int) -> tuple[int, ...]:
    """Return how often rules were broken on each page."""
    on = Counter(fault.page for fault in faults if fault.code in codes)
    return tuple(on[page] for page in range(count))


# --- edges -----------------------------------------------------------------------------------------------


def _rows(paragraph: TypesetParagraph, advances: Advances) -> Iterator[Row]:
    if paragraph.heading or "TH" in paragraph.tags or len(paragraph.lines) < 2:
        return
    left = min(line.box.left for line in paragraph.lines)
    for line, following in pairwise(paragraph.lines):
        # a file without tags for notes has them all in one paragraph: a new note is no next line
        if stretch_points(line.text) and not _NOTE.match(following.text):
            yield Row(
                paragraph.page,
                left,
                paragraph.size,
                line.box.right,
                max(first_piece_width(following), 2 * paragraph.size),
                at_address(paragraph, line),
                max(hole(paragraph, line, advances), torn_gap(paragraph, line, advances)),
                line.text,
            )


def deviations(rows: Iterable[Row]) -> list[tuple[float, Row]]:
    """Return the distance of each line's end from its measure, in points.

    The measure is the furthest right end of all lines with the same start and size. A line that could have
    held the next piece was ended on purpose, and is left out, as in preflight.
    """
    groups: dict[tuple[int, int], list[Row]] = {}
    for row in rows:
        groups.setdefault((round(row.left), round(row.size * 4)), []).append(row)
    found = []
    for group in groups.values():
        measure = max(row.right for row in group)
        found += [(measure - row.right, row) for row in group if measure - row.right <= row.piece]
    return found


def ragged(found: Iterable[tuple[float, Row]]) -> list[Row]:
    """Return the lines whose deviation is greater than preflight allows."""
    return [row for off, row in found if off > TOLERANCE]


def holed(rows: Iterable[Row]) -> list[Row]:
    """Return the lines with a gap that is wider than preflight allows."""
    return [row for row in rows if row.torn]


def share(values: list[float], part: float) -> float:
    """Return a percentile of values (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * int(part * 100) // 100) - 1)] if ordered else 0.0


# --- notes -----------------------------------------------------------------------------------------------


def notes(
    document: Document, finished: tuple[pages.FinishedPage, ...]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the notes that are incomplete, not on the page of their first call, or printed more than once.

    Only the text is used, so that files without links can be measured: a note is its number and all its
    words; a call is its number after the words before it. Only notes at the foot of the page can be late.
    """
    texts = [squeeze(page.text) for page in finished]
    whole = "".join(texts)
    at_foot = document.placement.value == "page"
    lost, late, doubled = [], [], []
    for note in document.notes:
        body = squeeze(note.marker + plain_text(note.body, readings=False))
        found = [index for index, page in enumerate(texts) for _ in range(page.count(body))]
        if not found and (at_foot or not whole.count(body)):
            lost.append(note.marker)
        elif len(found) > 1 and body_is_unique(document, body):
            doubled.append(note.marker)
        elif at_foot and (page := _page_of_call(document, note.id, texts)) is not None and page not in found:
            late.append(note.marker)
    return tuple(lost), tuple(late), tuple(doubled)


def body_is_unique(document: Document, body: str) -> bool:
    """Whether no other note begins with the words of this one (*1 架空 and *1 架空の省)."""
    bodies = [squeeze(note.marker + plain_text(note.body, readings=False)) for note in document.notes]
    return sum(other.count(body) for other in bodies) == 1


def _page_of_call(document: Document, note_id: str, texts: list[str]) -> int | None:
    """The only page with the words before a note's first call and its number; None if there are several."""
    for question in document.questions:
        for block in question.blocks:
            for paragraph in block_paragraphs(block):
                before = ""
                for part in paragraph.content:
                    if isinstance(part, NoteCall) and part.note_id == note_id:
                        wanted = squeeze(before)[-CONTEXT:] + part.marker
                        where = [index for index, page in enumerate(texts) if wanted in page]
                        return where[0] if len(where) == 1 else None
                    before += expected_words.inline_words((part,))
    return None


def squeeze(words: str) -> str:
    """Return the visible characters of words: no blanks, ligatures as their letters (Unicode NFKC)."""
    shown = unicodedata.normalize("NFKC", words)
    return "".join(c for c in shown if not c.isspace() and unicodedata.category(c) != "Cf")


# --- text ------------------------------------------------------------------------------------------------


def text(data: bytes, document: Document, count: int) -> tuple[int, str, tuple[str, ...]]:
    """Compare the text extracted from a file with the document; its order is not compared.

    Returns:
        The number of characters of the document, without blanks; the number of missing and of additional
        characters (running heads and folios are allowed); and the places with a blank beside a Japanese
        character that the document does not have.
    """
    pdftotext = find_program("pdftotext")
    if pdftotext is None:
        return 0, "", ()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.pdf"
        path.write_bytes(data)
        done = subprocess.run([pdftotext, "-enc", "UTF-8", path, "-"], capture_output=True, check=True)
    read = unicodedata.normalize("NFKC", done.stdout.decode())
    lines = [unicodedata.normalize("NFKC", line) for line in expected_words.words(document)]
    wanted, found = _counted(lines), _counted([read])
    furniture = [document.series, *(f"{document.title}{document.series}{page + 1}" for page in range(count))]
    allowed = wanted + _counted([unicodedata.normalize("NFKC", line) for line in furniture])
    differing = "".join(((wanted - found) + (found - allowed)).elements())
    return wanted.total(), differing, tuple(_stray(read, lines, document))


def _counted(lines: Iterable[str]) -> Counter[str]:
    return Counter(c for line in lines for c in line if not c.isspace() and unicodedata.category(c) != "Cf")


def _stray(read: str, lines: list[str], document: Document) -> Iterator[str]:
    """Find blanks beside a Japanese character inside words that the document writes without one.

    Words are identified by two characters on either side, or one at the edge of a line. The blank after the
    number of a note or a question and the blanks of the document are allowed.
    """
    apart = {note.marker[-2:] + squeeze(plain_text(note.body, readings=False))[:2] for note in document.notes}
    apart |= {q.label[-2:] + squeeze(plain_text(q.title.content))[:2] for q in document.questions}
    known = {
        piece[start : start + size]
        for line in lines
        for piece in line.split()
        for size in (2, 3, 4)
        for start in range(len(piece) - size + 1)
    }
    for line in read.split("\n"):
        squeezed, cuts = "", []
        for part in line.split():
            cuts.append(len(squeezed))
            squeezed += part
        for cut in cuts[1:]:
            around = squeezed[max(cut - 2, 0) : cut + 2]
            near_japanese = _japanese(squeezed[cut - 1]) or _japanese(squeezed[cut])
            if near_japanese and around in known and around not in apart:
                yield f"{squeezed[max(cut - 2, 0) : cut]} {squeezed[cut : cut + 2]}"


def _japanese(character: str) -> bool:
    return unicodedata.name(character, "").startswith(JAPANESE)


__all__ = ["Figures", "Row", "deviations", "holed", "measure", "ragged", "share"]
