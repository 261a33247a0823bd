"""Find notes and citations that were edited, removed or added."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from brochure.diagnostics.problem import problem
from brochure.document import markup, markup_writer
from brochure.document.tree import plain_text
from brochure.revision.address import TextAddress
from brochure.revision.change import Change, Evidence, remove_value, set_value
from brochure.revision.characters import (
    from_atoms,
    normalise_whitespace,
    report_text,
    to_atoms,
    undo_printing,
    without_tabs,
)
from brochure.revision.citation_fields import (
    CitationWords,
    EditedCitation,
    edited_citation,
    edited_citation_fields,
)
from brochure.revision.date_edits import (
    NewDate,
    OtherForm,
    date_field,
    date_remark,
    edited_date,
    nothing_changes,
)
from brochure.revision.detect.alignment import GUESSED, Alignment, CompareInput, Finding, NoteText
from brochure.revision.detect.line_forms import blank_edits
from brochure.revision.detect.oddities import oddity_reason
from brochure.revision.note_calls import PartnerNotes, note_text
from brochure.schema.yaml_reader import Data
from brochure.word.reader.model import Revision, WordLine
from brochure.word.reader.pieces import called_notes


def note_markup(inputs: CompareInput, key: str) -> str:
    """Return the text of a note of the edited file, as YAML markup.

    Raises:
        ValueError: No markup says it, such as a link that is not a web address.
    """
    content = normalise_whitespace(inputs.clean_content(note_text(inputs.new.notes.get(key, ()))))
    return markup_writer.write_markup(content) if content else ""


def note_words(inputs: CompareInput, key: str) -> str:
    """Return the text of a note of the edited file, as YAML markup; empty if no markup says it."""
    try:
        return note_markup(inputs, key)
    except ValueError:
        return ""


def edited_notes(alignment: Alignment, calls: PartnerNotes) -> list[Finding]:
    """Return the changes of edited and removed notes; must run before the texts are compared.

    An edited citation may become a note, and then its calls in the texts change.
    """
    inputs = alignment.inputs
    addresses = {
        block.mark: TextAddress.parse(block.address) for block in inputs.blocks.values() if block.mark
    }
    called = {key for unit in inputs.units for key in called_notes(unit.content)}
    known = [mark for mark in inputs.old.notes if mark in addresses and calls.is_known(mark)]
    notes = dict(alignment.notes)
    found: list[Finding] = []
    for mark in known:
        lines, place = inputs.old.notes[mark], addresses[mark]
        came = inputs.new.notes.get(mark) if mark in called else None
        if came is not None:
            after = without_tabs(inputs.clean_content(note_text(came)))
            notes[mark] = NoteText(place, note_text(lines), after, _revisions(came))
        elif place.address.startswith("notes."):
            before = inputs.value_at(place.path)
            found.append(
                remove_value(
                    inputs.profile,
                    place.path,
                    before,
                    old=report_text(note_text(lines)),
                    address=place.address,
                )
            )
    for mark, note in notes.items():
        if not inputs.same_text(note.before, note.after):
            try:
                found += list(_changes_of_note(inputs, calls, mark, note))
            except ValueError:
                address, reason = note.place.address, problem("D208", detail=note.place.address)
                old, new = report_text(note.before), report_text(note.after)
                found.append(inputs.unresolved_edit(address, old, new, reason))
    for note in notes.values():
        found += blank_edits(inputs, note)
    for mark, lines in inputs.new.notes.items():
        if mark in addresses and calls.is_known(mark):
            found += _comments_and_formatting(inputs, lines, addresses[mark].address)
    return found


def new_notes(alignment: Alignment, calls: PartnerNotes) -> list[Finding]:
    """Return the changes that add notes; must run last, because the first call of a note gives it its id."""
    inputs = alignment.inputs
    found: list[Finding] = []
    for key, name in calls.new.items():
        added = inputs.new.notes.get(key)
        if added is not None:
            found += _comments_and_formatting(inputs, added, f"notes.{name}")
            found.append(_new_note(inputs, key, name, added))
    return found


def _new_note(inputs: CompareInput, key: str, name: str, lines: Sequence[WordLine]) -> Finding:
    address, words = f"notes.{name}", report_text(inputs.clean_content(note_text(tuple(lines))))
    try:
        text = note_markup(inputs, key)
    except ValueError:
        return inputs.unresolved_edit(address, "", words, problem("D208", detail=address))
    return set_value(
        inputs.profile,
        ("notes", name),
        text,
        new=words,
        evidence=Evidence(revisions=_revisions(lines)),
    )


def _revisions(lines: Sequence[WordLine]) -> tuple[Revision, ...]:
    return tuple(sorted({revision for line in lines for revision in line.revisions}))


def _comments_and_formatting(
    inputs: CompareInput, lines: Sequence[WordLine], address: str
) -> Iterator[Finding]:
    """Comments attached to a note, and formatting that no profile can store."""
    for line in lines:
        yield from inputs.new_comments(line.comments, address)
        for odd in line.odd:
            yield inputs.unresolved_edit(address, "", odd.words, oddity_reason(odd))


def _changes_of_note(
    inputs: CompareInput, calls: PartnerNotes, mark: str, note: NoteText
) -> Iterator[Finding]:
    """A note or a citation whose text changed."""
    if note.place.address.startswith("notes."):
        yield _change_of_profile_note(inputs, calls, note)
        return
    edited = _edited_citation(inputs, calls, mark, note)
    if edited is None:
        yield _note_from_citation(inputs, calls, mark, note)
        return
    if calls.is_known(mark) and edited.words.key != calls.raw[mark]:
        calls.cite_differently(mark, edited.words.key)
    for key, value in edited.fields.items():
        yield _changed_field(inputs, note, key, value)
    for form in edited.forms:
        yield _other_form_of_date(inputs, note, form)


def _changed_field(
    inputs: CompareInput, note: NoteText, key: str, value: str | None, new: NewDate | None = None
) -> Change:
    """The change of a field of a source; ``new`` if it is a date in another form."""
    place = note.place
    path, address = (*place.path, key), f"{place.address}.{key}"
    old, words, before = report_text(note.before), report_text(note.after), inputs.value_at(path)
    evidence = Evidence(revisions=note.revisions)
    if value is None:
        return remove_value(
            inputs.profile,
            path,
            before,
            old=old,
            new=words,
            address=address,
            evidence=evidence,
            group=place.address,
        )
    return set_value(
        inputs.profile,
        path,
        value,
        before=before,
        old=old,
        new=words,
        address=address,
        evidence=replace(evidence, sure=new.sure) if new else evidence,
        remark=new.remark if new else date_remark(key, value, words),
        group=place.address,
    )


def _other_form_of_date(inputs: CompareInput, note: NoteText, form: OtherForm) -> Finding:
    """A date of a citation that only has another form: its source may keep it, the page does not show it."""
    item = _own_item(inputs, note)
    key = date_field(item, form.date) if item else None
    if item and key and isinstance(new := edited_date(item[key], form.printed, form.typed), NewDate):
        return _changed_field(inputs, note, key, new.value, new)
    address, old, new_words = note.place.address, report_text(note.before), report_text(note.after)
    return inputs.unresolved_edit(address, old, new_words, nothing_changes(form.printed, form.typed))


def _own_item(inputs: CompareInput, note: NoteText) -> Mapping[str, Data] | None:
    """The source of a citation, if it is in the profile."""
    item = inputs.value_at(note.place.path) if note.place.address.startswith("sources.") else None
    return item if isinstance(item, dict) else None


def _edited_citation(
    inputs: CompareInput, calls: PartnerNotes, mark: str, note: NoteText
) -> EditedCitation | None:
    """What the edit of a citation changes; None if that is not clear."""
    own = _own_item(inputs, note)
    before, after = plain_text(note.before), plain_text(note.after)
    raw = calls.raw.get(mark, "")
    if raw.startswith("@"):
        return edited_citation(own, CitationWords.of_key(raw), before, after)
    fields = edited_citation_fields(own, before, after) if own else None
    return EditedCitation(CitationWords("", "", "", "", ""), fields) if fields else None


def _change_of_profile_note(inputs: CompareInput, calls: PartnerNotes, note: NoteText) -> Finding:
    """An edited note of the profile."""
    place, raw = note.place, inputs.value_at(note.place.path)
    old = raw if isinstance(raw, str) else ""
    whole = tuple(part for paragraph in markup.parse_markup(old).paragraphs for part in paragraph)
    printed, came = to_atoms(calls.as_sent(note.before)), to_atoms(calls.as_typed(note.after))
    words = normalise_whitespace(from_atoms(undo_printing(to_atoms(whole), printed, came)))
    if not words:
        return inputs.unresolved_edit(place.address, report_text(note.before), "", problem("D207"))
    return set_value(
        inputs.profile,
        place.path,
        markup_writer.revise_markup(old, [words]),
        before=raw,
        old=report_text(note.before),
        new=report_text(note.after),
        address=place.address,
        evidence=Evidence(revisions=note.revisions),
    )


def _note_from_citation(inputs: CompareInput, calls: PartnerNotes, mark: str, note: NoteText) -> Finding:
    """A rewritten citation becomes a note of the profile (D211); its source stays in the YAML."""
    address = note.place.address
    if not note.after or not calls.is_known(mark) or mark not in inputs.new.notes:
        return inputs.unresolved_edit(
            address, report_text(note.before), report_text(note.after), problem("D209", at=address)
        )
    source = calls.raw[mark].split("\0")[0].lstrip("@").lower()
    name = calls.replace_citation(mark, re.sub(r"[^a-z0-9_-]", "-", source).strip("-_") or "note")
    return set_value(
        inputs.profile,
        ("notes", name),
        note_markup(inputs, mark),
        old=report_text(note.before),
        new=report_text(note.after),
        evidence=Evidence(sure=GUESSED, revisions=note.revisions),
        remark=problem("D211", name=name, at=address),
    )
