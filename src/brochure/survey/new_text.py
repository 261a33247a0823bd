"""Put a partner's plain text in the place of a text with markup: what stays keeps its markup.

Calls of notes, readings, links and bold words stay where the words around them stay. A call whose words were
changed is dropped, because its source was for the old words; it is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from brochure.document.diff import DiffKind, diff_words
from brochure.document.markup import parse_markup
from brochure.document.markup_writer import revise_markup, tidy_paragraph
from brochure.document.tree import Inline, Inlines, Link, NoteCall, Strong, Text, plain_text


@dataclass(frozen=True, slots=True)
class _Unit:
    """A character, or an inline as a whole, with the text that people see; a call has none."""

    seen: str
    inline: Inline
    strong: bool


def markup_with_text(old: str, new: str) -> tuple[str, tuple[str, ...]]:
    """Return the markup ``old`` with the words ``new``, and the calls that are dropped.

    Each line of ``new`` is a paragraph.

    >>> markup_with_text("14市があり[@a]、{瀋陽|しんよう}が省都。", "15市があり、瀋陽（しんよう）が省都。")
    ('15市があり[@a]、{瀋陽|しんよう}が省都。', ())
    >>> markup_with_text("14市です[@a]。", "多くの町があります。")
    ('多くの町があります。', ('[@a]',))
    """
    units: list[_Unit] = []
    for number, content in enumerate(parse_markup(old).paragraphs):
        if number:
            units.append(_Unit("\n", Text("\n"), False))
        units += _units(content, strong=False)
    lines = "\n".join(line.strip() for line in new.splitlines() if line.strip())
    made = list(_revised(units, lines))
    kept = {id(unit.inline) for unit in made if isinstance(unit.inline, NoteCall)}
    dropped = tuple(
        dict.fromkeys(
            _call_text(unit.inline.note_id)
            for unit in units
            if isinstance(unit.inline, NoteCall) and id(unit.inline) not in kept
        )
    )
    return revise_markup(old, [*_paragraphs(made)]), dropped


def _call_text(note_id: str) -> str:
    """A call as it is typed; the parser names a citation with an @ and its place after a zero byte."""
    name = note_id.partition("\0")[0]
    return f"[{name}]" if name.startswith("@") else f"[^{name}]"


def _units(content: Inlines, *, strong: bool) -> Iterator[_Unit]:
    for inline in content:
        match inline:
            case Text(text):
                yield from (_Unit(letter, Text(letter), strong) for letter in text)
            case Strong(children):
                yield from _units(children, strong=True)
            case NoteCall():
                yield _Unit("", inline, strong)
            case _:
                yield _Unit(plain_text((inline,)), inline, strong)


def _revised(units: Sequence[_Unit], new: str) -> Iterator[_Unit]:
    """Yield the units of the new text: old ones where the words are the same."""
    rest = list(units)
    clause: list[bool] = []  # of the words since the last call or sentence: whether they stay
    waiting: list[_Unit] = []  # calls behind words that are replaced; they follow the new words
    for piece in diff_words("".join(unit.seen for unit in units), new):
        if piece.kind is DiffKind.NEW:
            yield from (_Unit(letter, Text(letter), False) for letter in piece.text)
        if piece.kind is not DiffKind.OLD:
            yield from waiting
            waiting = []
        if piece.kind is DiffKind.NEW:
            continue
        left = len(piece.text)
        while rest and (left or not rest[0].seen):
            unit = rest.pop(0)
            if not unit.seen:
                if 2 * sum(clause) >= len(clause):
                    waiting.append(unit)
                if not clause or clause[-1]:
                    yield from waiting
                    waiting = []
                clause = []
                continue
            part, over = unit.seen[:left], unit.seen[left:]
            left -= len(part)
            if over:  # an inline that is changed in part becomes plain text
                rest.insert(0, _Unit(over, Text(over), unit.strong))
                unit = _Unit(part, Text(part), unit.strong)
            clause = [] if part in _ENDS else [*clause, piece.kind is DiffKind.SAME]
            if piece.kind is DiffKind.SAME:
                yield unit
    yield from waiting


_ENDS = ("。", "\n", ".")
_ADDRESS = re.compile(r"https?://[!-~]+")


def _paragraphs(units: Sequence[_Unit]) -> Iterator[Inlines]:
    content: list[Inline] = []
    for unit in (*units, _Unit("\n", Text("\n"), False)):
        if unit.seen == "\n":
            if tidied := tidy_paragraph(tuple(content)):
                yield tuple(_with_links(tidied))
            content = []
        else:
            content.append(Strong((unit.inline,)) if unit.strong else unit.inline)


def _with_links(content: Inlines) -> Iterator[Inline]:
    """Yield inlines in which addresses are links, as markup reads them."""
    for inline in content:
        if not isinstance(inline, Text):
            yield inline
            continue
        end = 0
        for found in _ADDRESS.finditer(inline.text):
            link = parse_markup(found[0]).paragraphs
            if link and isinstance(link[0][0], Link):
                shown = link[0][0].text
                yield from (Text(part) for part in (inline.text[end : found.start()],) if part)
                yield link[0][0]
                end = found.start() + len(shown)
        yield from (Text(part) for part in (inline.text[end:],) if part)
