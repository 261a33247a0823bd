"""The fields of sources as parts of the notes that cite them, so that a click on a note finds the field."""

from __future__ import annotations

from dataclasses import replace

from brochure.assembly.citation import Citation, CslStyle
from brochure.assembly.citation_fields import AFFIX, FieldPath
from brochure.assembly.numbering import note_id
from brochure.document import markup
from brochure.document.markup_model import Cite
from brochure.document.tree import Document, Note, Part, printed_text
from brochure.schema.csl_items import Source, with_archive
from brochure.schema.profile import Profile

AFFIXES = "affix "
"""Before the id of a note, in place of an address: words of a citation that were typed with its call."""


def citation_of(cite: Cite, profile: Profile) -> Citation:
    """Return what is cited at a place of a text."""
    item = with_archive(profile.sources[cite.source_id], profile.ledger)
    if cite.without_author:
        item = {name: value for name, value in item.items() if name != "author"}
    return Citation(item, cite.locator, cite.label, cite.prefix, cite.suffix)


def with_cited_fields(document: Document, profile: Profile, style: CslStyle) -> Document:
    """Return a document whose notes have the fields of their sources as parts."""
    cites: dict[str, Cite] = {}
    for _, text in profile.source.scalars():
        if "[" in text and "@" in text:
            cites |= {note_id(cite): cite for cite in markup.parse_markup(text).cites}
    notes = (
        replace(note, parts=_parts(note, cites[note.id], profile, style)) if note.id in cites else note
        for note in document.notes
    )
    return replace(document, notes=tuple(notes))


def _parts(note: Note, cite: Cite, profile: Profile, style: CslStyle) -> tuple[Part, ...]:
    source = profile.sources[cite.source_id]
    spans = style.fields(citation_of(cite, profile), printed_text(note.body))
    return tuple(
        Part(
            f"{AFFIXES}{note.id}" if span.field == AFFIX else _address(source, span.field),
            span.start,
            span.end,
        )
        for span in spans
    )


def _address(source: Source, field: FieldPath) -> str:
    """The address of a field, as far as the source has been typed with it: names may be a single text."""
    value = source.file.value(source.path)
    at = source.at
    for step in field:
        known = isinstance(value, dict) and step in value
        if not known and not (isinstance(value, list) and isinstance(step, int) and step < len(value)):
            break
        value = value[step]  # type: ignore[index]  # a step that it has
        at = f"{at}.{step}"
    return at
