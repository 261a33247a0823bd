"""Notes, bold words, links and ruby in texts that are stored as plain text: taken out and reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from brochure.diagnostics.problem import problem
from brochure.document.tree import Inlines, Link, NoteCall, Ruby, Strong, SuperSub, Text, plain_text
from brochure.document.web_address import shows_address
from brochure.revision import derived_texts
from brochure.revision.address import TextAddress
from brochure.revision.change import UnresolvedEdit
from brochure.revision.characters import Atom, from_atoms, report_text, to_atoms
from brochure.revision.detect.alignment import Alignment, CompareInput
from brochure.revision.note_calls import PartnerNotes, note_text
from brochure.revision.text_units import TextUnit
from brochure.word.reader.pieces import called_notes

_Form = tuple[str, str]  # the kind of a form, and its words; for a note the key of its call


def takes_markup(place: TextAddress) -> bool:
    """Whether a text is stored with markup; plain texts, dates, marks and shared texts are not."""
    is_derived = derived_texts.value_mapper_of(place.address) is not None
    return not (place.is_plain or place.is_fixed or place.topic or is_derived)


def split_forms(
    inputs: CompareInput, unit: TextUnit, place: TextAddress, content: Inlines
) -> tuple[Inlines, list[UnresolvedEdit]]:
    """Return the content without the forms that its text cannot have, and an edit for each of these forms.

    The forms that the text was sent with stay. In marks and shared texts only notes are looked for: other
    forms of a shared text are an edit of that text.
    """
    assert unit.sent is not None
    added = Counter(_forms(content)) - Counter(_forms(unit.sent.content))
    if place.topic or place.is_fixed:
        added = Counter({form: count for form, count in added.items() if form[0] == "note"})
    if not added:
        return content, []
    bare = from_atoms(_without(added, content))
    old, new = report_text(unit.sent.content), report_text(content)
    found = []
    for kind, words in added:
        shown = _note_words(inputs, words) if kind == "note" else words
        reason = problem("D245", kind=kind, words=shown[:40])
        found.append(inputs.unresolved_edit(place.address, old, f"{new}\n{shown}", reason, unit))
    return bare, found


def _forms(content: Inlines) -> Iterator[_Form]:
    for part in content:
        match part:
            case NoteCall():
                yield "note", part.note_id
            case Strong():
                yield "bold", plain_text(part.children, calls=False)
                yield from _forms(part.children)
            case SuperSub():
                yield ("superscript" if part.is_super else "subscript"), part.text
            case Ruby():
                yield "ruby", plain_text((part,))
            case Link() if not shows_address(part.text, part.url):
                yield "link", part.text


def _without(added: Counter[_Form], content: Inlines) -> Iterator[Atom]:
    """The atoms of content without the added notes, and as plain text if other forms were added."""
    notes = {words for kind, words in added if kind == "note"}
    is_formatted = any(kind != "note" for kind, _ in added)
    for atom in to_atoms(content):
        if isinstance(atom.inline, NoteCall):
            if atom.inline.note_id not in notes:
                yield atom
        elif is_formatted:
            # the plain text of a superscript may have other characters
            words = atom.inline.text if isinstance(atom.inline, SuperSub) else atom.text
            yield from to_atoms((Text(words),))
        else:
            yield atom


def _note_words(inputs: CompareInput, key: str) -> str:
    return report_text(note_text(inputs.new.notes.get(key, ())))


def unplaced_notes(alignment: Alignment, calls: PartnerNotes) -> Iterator[UnresolvedEdit]:
    """Yield the added notes whose call is in a text that becomes no change; must run after all texts."""
    inputs = alignment.inputs
    for unit in inputs.units:
        place = inputs.address_of(unit.sent)
        if place is not None and not takes_markup(place):
            continue  # reported with the text
        for key in dict.fromkeys(called_notes(unit.content)):
            if not calls.is_known(key) and key not in calls.new and key in inputs.new.notes:
                words = _note_words(inputs, key)
                reason = problem("D245", kind="note", words=words[:40])
                yield inputs.unresolved_edit(place.address if place else "", "", words, reason, unit)
