"""Edits of the form of a line that no profile can store: its style, blanks at its edges, its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from brochure.diagnostics.problem import problem
from brochure.document.tree import Inlines, plain_text
from brochure.revision.address import TextAddress
from brochure.revision.change import Change, ChangeKind, UnresolvedEdit
from brochure.revision.characters import report_text
from brochure.revision.derived_texts import part_event
from brochure.revision.detect.alignment import Alignment, CompareInput, Finding, NoteText
from brochure.revision.detect.tables import fact_row_of
from brochure.revision.text_units import SentText, TextUnit
from brochure.schema.yaml_reader import YamlPath

FORMS_OF_ANSWERS = {"bullet": "bullets", "remark": "remark"}  # kinds of blocks by role; else a paragraph
_BLANKS = " \t\u3000"
_NEAR = 2  # lines between a line and the deleted one beside it; a gap may be between them
_SHOWN = 40  # characters of a text in a message
_CODES_OF_FORM = ("D205", "D233", "D234")  # edits of the form of a line say nothing of its place


def form_edits(inputs: CompareInput, unit: TextUnit, address: str) -> Iterator[UnresolvedEdit]:
    """Yield the edits of the style of a line, and of the blanks at its edges."""
    words = report_text(unit.content) or next((one.alt for one in unit.drawings if one.alt), "")
    if unit.sent is None or not words:
        return  # drawings without alternative text are decoration
    place = inputs.address_of(unit.sent)
    is_told = not inputs.has_lost_styles and not _took_style(inputs, unit) and not _gives_form(inputs, unit)
    if not unit.joins and _is_restyled(unit) and is_told:
        old, new = unit.sent.style, unit.line.style
        reason = problem("D234", words=words[:_SHOWN], before=old or "—", after=new or "—")
        yield inputs.unresolved_edit(address, words, words, reason, unit)
    if place is None or place.topic or unit.joins:
        return  # blanks beside a mark are not seen
    if place.is_on_axis and part_event(plain_text(unit.content)):
        return  # a whole event was typed, with the blank before its date
    if where := _changed_blanks(unit.sent.content, unit.content):
        reason = problem("D233", words=words.strip(_BLANKS)[:_SHOWN], place=where)
        yield inputs.unresolved_edit(
            address, _shown_blanks(unit.sent.content), _shown_blanks(unit.content), reason, unit
        )


def _gives_form(inputs: CompareInput, unit: TextUnit) -> bool:
    """Whether the style of a line gives the form of an answer that was typed over “no answer”."""
    place = inputs.address_of(unit.sent)
    return (
        place is not None
        and unit.sent is not None
        and place.is_no_answer
        and inputs.role_of(unit) in FORMS_OF_ANSWERS
        and not inputs.same_text(unit.sent.content, unit.content)
    )


def _is_restyled(unit: TextUnit) -> bool:
    return unit.sent is not None and unit.sent.style != unit.line.style


def _took_style(inputs: CompareInput, unit: TextUnit) -> bool:
    """Whether a line has the style of a deleted or moved line beside it, which word processors give it.

    If the line itself was moved over others, one of these may be the line that an editor moved.
    """
    assert unit.sent is not None
    moved = (
        one.sent
        for one in inputs.units
        if one.sent is not None and not (one.kept_order and unit.kept_order) and one.sent != unit.sent
    )
    return any(
        sent.style == unit.line.style and abs(sent.line - unit.sent.line) <= _NEAR
        for sent in (*inputs.gone, *moved)
    )


def lost_styles(inputs: CompareInput) -> Iterator[UnresolvedEdit]:
    """Yield one edit if the program that saved the file dropped the styles of most lines."""
    if inputs.has_lost_styles:
        yield inputs.unresolved_edit("", "", "", problem("D236"))


def blank_edits(inputs: CompareInput, note: NoteText) -> Iterator[UnresolvedEdit]:
    """Yield the edit of blanks at the end of a note; those at its start belong to its number."""
    if note.after and _changed_blanks(note.before, note.after) == "end":
        words = report_text(note.after).strip(_BLANKS)
        reason = problem("D233", words=words[:_SHOWN], place="end")
        old, new = _shown_blanks(note.before), _shown_blanks(note.after)
        yield inputs.unresolved_edit(note.place.address, old, new, reason)


def _changed_blanks(before: Inlines, after: Inlines) -> str:
    """Where blanks were added or removed: ``start``, ``end``, or an empty string."""
    old, new = plain_text(before, calls=False), plain_text(after, calls=False)
    if not old.strip(_BLANKS) or "\n" in old or "\n" in new:
        return ""
    if _leading(old) != _leading(new):
        return "start"
    return "end" if _leading(old[::-1]) != _leading(new[::-1]) else ""


def _leading(text: str) -> str:
    return text[: len(text) - len(text.lstrip(_BLANKS))]


def _shown_blanks(content: Inlines) -> str:
    """A text with a sign for each blank at its edges, which would not be seen in a report."""
    text = report_text(content)
    start, end = _leading(text), _leading(text[::-1])
    return f"{'␣' * len(start)}{text.strip(_BLANKS)}{'␣' * len(end)}"


def moved_lines(alignment: Alignment, found: Sequence[Finding]) -> Iterator[UnresolvedEdit]:
    """Yield the lines that stand at another place, if no change and no other finding is about them.

    Lines that moved together, such as a heading with its answer, are one edit.
    """
    inputs = alignment.inputs
    known = [one for one in found if isinstance(one, Change | UnresolvedEdit)]
    lists = {one.path for one in known if isinstance(one, Change) and one.kind is ChangeKind.MOVE}
    addresses = {
        one.address for one in known if isinstance(one, Change) or one.reason.code not in _CODES_OF_FORM
    }
    for moved, group in groupby(inputs.units, lambda unit: unit.sent is not None and not unit.kept_order):
        units = [unit for unit in group if unit.sent is not None]
        if not moved or not any(unit.content for unit in units):
            continue
        if any(_is_explained(alignment, unit.sent, lists, addresses) for unit in units if unit.sent):
            continue
        first = next(unit for unit in units if unit.content)
        place = inputs.address_of(first.sent)
        words = report_text(first.content)
        reason = problem("D235", words=words[:_SHOWN], count=len({unit.number for unit in units}))
        yield inputs.unresolved_edit(place.address if place else "", words, words, reason, first)


def _is_explained(alignment: Alignment, sent: SentText, lists: set[YamlPath], addresses: set[str]) -> bool:
    place = alignment.inputs.address_of(sent)
    if place is None:
        return False
    if place.address in addresses:
        return True
    return any(path in lists for path in _lists_of(alignment, sent, place))


def _lists_of(alignment: Alignment, sent: SentText, place: TextAddress) -> Iterator[YamlPath]:
    """The paths of the lists that a text is in."""
    if place.item:
        yield place.item[0]
    if row := fact_row_of(place) or (alignment.rows.get(sent.cell[:2]) if sent.cell else None):
        yield row[0]
    if place.block:
        yield ("answers", place.block[0])
