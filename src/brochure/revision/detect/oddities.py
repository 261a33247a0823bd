"""Edits that no profile can store: formatting, pictures, text boxes, line breaks within a line."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from brochure.diagnostics.problem import Problem, problem
from brochure.document.tree import plain_text
from brochure.revision.change import UnresolvedEdit
from brochure.revision.detect.alignment import CompareInput
from brochure.revision.text_units import TextUnit
from brochure.word.reader.model import Oddity

_KINDS_OF_LINES = ("list sign",)  # of a whole line: the words of it are only there to find it by
_OBJECT_KINDS = ("textbox", "object", "equation", "field")


def unsupported_edits(inputs: CompareInput, unit: TextUnit, address: str) -> Iterator[UnresolvedEdit]:
    """Yield the edits of a line that no profile can store."""
    yield from _formatting(inputs, unit, address)
    yield from _line_breaks(inputs, unit, address)
    yield from _drawings(inputs, unit, address)


def oddity_reason(odd: Oddity, code: str = "D205") -> Problem:
    """Return the reason why an oddity is ignored; for a break, ``odd.words`` is its kind (page, column)."""
    if odd.kind == "break":
        return problem(code, kind=f"{odd.words} break", words="—")
    return problem(code, kind=odd.kind, words=odd.words)


def _formatting(inputs: CompareInput, unit: TextUnit, address: str) -> Iterator[UnresolvedEdit]:
    sent = _sent_oddities(inputs, unit)
    of_line = {odd.kind for odd in sent if odd.kind in _KINDS_OF_LINES}
    for odd in unit.odd:
        if odd in sent or odd.kind in of_line:
            continue  # the file was sent with it
        code = "D204" if odd.kind in _OBJECT_KINDS else "D205"
        yield inputs.unresolved_edit(address, "", odd.words, oddity_reason(odd, code), unit)


def _sent_oddities(inputs: CompareInput, unit: TextUnit) -> Collection[Oddity]:
    """The oddities of the line as it was sent, such as the page numbers of a table of contents.

    A new line has the list of the line it was typed behind: programs copy it.
    """
    sent = unit.sent
    if sent is None:
        before = [one for one in inputs.units if one.sent and one.number < unit.number]
        sent = max(before, key=lambda one: one.number).sent if before else None
    if sent is None or sent.line >= len(inputs.old.lines):
        return ()
    odd = inputs.old.lines[sent.line].odd
    return odd if unit.sent else [one for one in odd if one.kind in _KINDS_OF_LINES]


def _line_breaks(inputs: CompareInput, unit: TextUnit, address: str) -> Iterator[UnresolvedEdit]:
    """A line break within a line."""
    if "\n" in plain_text(unit.content) and not (unit.sent and "\n" in plain_text(unit.sent.content)):
        before, _, after = plain_text(unit.content).partition("\n")
        words = (after.split("\n")[0] or before)[:20]
        yield inputs.unresolved_edit(address, "", words, problem("D213", words=words), unit)


def _drawings(inputs: CompareInput, unit: TextUnit, address: str) -> Iterator[UnresolvedEdit]:
    """Pictures and shapes that were added or removed."""
    before = unit.sent.drawings if unit.sent else ()
    for drawing in unit.drawings[len(before) :]:
        if drawing.picture or unit.sent is None or unit.sent.mark:
            kind = "picture" if drawing.picture else "shape"
            reason = problem("D204", kind=kind, words=drawing.alt or "—")
            yield inputs.unresolved_edit(address, "", drawing.alt, reason, unit)
    if len(unit.drawings) < len(before):
        yield inputs.unresolved_edit(address, before[-1].alt, "", problem("D216", words=before[-1].alt), unit)
