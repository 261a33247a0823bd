"""Edits that no profile can store: formatting, pictures, text boxes, line breaks within a line."""

from __future__ import annotations

from collections.abc import Iterator

from brochure.diagnostics.problem import Problem, problem
from brochure.document.tree import plain
from brochure.revision.change import UnresolvedEdit
from brochure.revision.detect.alignment import CompareInput
from brochure.revision.text_units import TextUnit
from brochure.word.reader.model import Odd

_TEXT_ROLES = (
    "text",
    "bullet",
    "callout_text",
    "case_text",
    "fact_text",
    "fact_item",
)  # their style is not bold
_OBJECT_KINDS = ("textbox", "object", "equation")


def unsupported_edits(inputs: CompareInput, slot: TextUnit, address: str) -> Iterator[UnresolvedEdit]:
    """Yield the edits of a line that no profile can store."""
    yield from _formatting(inputs, slot, address)
    yield from _line_breaks(inputs, slot, address)
    yield from _drawings(inputs, slot, address)


def oddity_reason(odd: Odd, code: str = "D205") -> Problem:
    """Return the reason why an oddity is ignored; for a break, ``odd.words`` is its kind (page, column)."""
    if odd.kind == "break":
        return problem(code, kind=f"{odd.words} break", words="—")
    return problem(code, kind=odd.kind, words=odd.words)


def _formatting(inputs: CompareInput, slot: TextUnit, address: str) -> Iterator[UnresolvedEdit]:
    table = slot.line.cell is not None
    for odd in slot.odd:
        if odd.kind == "bold" and (table or (slot.sent is not None and inputs.role(slot) not in _TEXT_ROLES)):
            continue  # bold of the table style, which LibreOffice copies into the runs
        code = "D204" if odd.kind in _OBJECT_KINDS else "D205"
        yield inputs.left(address, "", odd.words, oddity_reason(odd, code), slot)


def _line_breaks(inputs: CompareInput, slot: TextUnit, address: str) -> Iterator[UnresolvedEdit]:
    """A line break within a line."""
    if "\n" in plain(slot.content).strip("\n") and not (slot.sent and "\n" in plain(slot.sent.content)):
        words = plain(slot.content).split("\n")[1][:20]
        yield inputs.left(address, "", words, problem("D213", words=words), slot)


def _drawings(inputs: CompareInput, slot: TextUnit, address: str) -> Iterator[UnresolvedEdit]:
    """Pictures and shapes that were added or removed."""
    before = slot.sent.drawings if slot.sent else ()
    for drawing in slot.drawings[len(before) :]:
        if drawing.picture or slot.sent is None:
            kind = "picture" if drawing.picture else "shape"
            reason = problem("D204", kind=kind, words=drawing.alt or "—")
            yield inputs.left(address, "", drawing.alt, reason, slot)
    if len(slot.drawings) < len(before):
        yield inputs.left(address, before[-1].alt, "", problem("D216", words=before[-1].alt), slot)
