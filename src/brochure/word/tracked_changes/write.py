"""Write an edition as a Word file with the changes since an earlier edition as tracked changes (見え消し).

Both editions are composed for one file by the common Word writer, and then merged. Accepting all changes
gives the new edition; rejecting all changes gives the old edition.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree

from brochure.document.comparison import note_keys
from brochure.document.tree import Document
from brochure.schema.layout import Layout
from brochure.word import ooxml
from brochure.word.baseline import Anchors, Baseline, file_bookmark, note_bookmark
from brochure.word.body import compose_body
from brochure.word.composition import Composition
from brochure.word.ooxml import NAMESPACES, W
from brochure.word.styles import StyleIds
from brochure.word.tracked_changes.markup import Tracker
from brochure.word.tracked_changes.merge import BodyMerge, BodyPart
from brochure.word.tracked_changes.pairing import Pairing
from brochure.word.tracked_changes.tokens import TokenRules
from brochure.word.write import finish_package, open_reference, prepare_composition

_OLD = "was"  # the scope of the earlier edition's bookmarks, so that names differ from the new edition's


@dataclass(frozen=True, slots=True)
class Redline:
    """A Word file with tracked changes, and the number of changes."""

    data: bytes
    changes: int


@dataclass(frozen=True)
class _Edition:
    """A composed edition: its paragraphs and tables, its notes by their ids in the file, its anchors."""

    parts: list[BodyPart]
    notes: dict[str, etree._Element]
    anchors: Anchors


def write_redline(
    old: Document,
    new: Document,
    layout: Layout,
    *,
    baseline: Baseline,
    roots: tuple[Path, Path],
    author: str,
    date: datetime.date,
) -> Redline:
    """Write the new edition with the changes since the old edition as tracked changes.

    Colours, running heads and widths of tables cannot be tracked; they are those of the new edition. Anchors
    and baseline are also those of the new edition, so that an edited file can be revised like others.

    Args:
        old, new: The editions, assembled for this layout.
        layout: The layout with ``reference.docx``.
        baseline: The files that the new edition was made from.
        roots: The folders with the pictures of the old and of the new edition.
        author, date: The author and the date of the changes.

    Raises:
        BrochureError: A picture cannot be read (F104).
    """
    package, ids = open_reference(new, layout)
    anchors = Anchors()
    own = prepare_composition(package, ids, layout, new, anchors, root=roots[1])
    earlier = replace(
        own,
        anchors=Anchors(scope=_OLD, numbers=anchors.numbers),
        first_note=own.first_note + max([0, *(note.number for note in new.notes)]),
        root=roots[0],
    )
    after = _compose_edition(own, new, ids, file_bookmark(baseline))
    before = _compose_edition(earlier, old, ids, file_bookmark(replace(baseline, profile=_OLD)))
    rules = _token_rules(old, new, own, ids)
    merge, body = _merge(before, after, rules, own, ids, Tracker(author, date, anchors.numbers))
    package.fill_body(body, {own.kind: merge.merge_notes(before.notes, after.notes)})
    return Redline(finish_package(package, new, ids, baseline, anchors), merge.tracker.count)


def _token_rules(
    old: Document, new: Document, own: Composition, ids: StyleIds
) -> tuple[TokenRules, TokenRules]:
    """The rules to read paragraphs of the old and of the new edition; no note is torn yet."""
    keys = note_keys(old.notes, new.notes)
    marks = {note.id: note_bookmark(note.id) for note in new.notes}
    common = TokenRules({}, (own.around.before, own.around.after), ids[own.kind.call])
    old_rules = replace(
        common,
        notes={note_bookmark(note, _OLD): key for note, key in keys.items()},
        side="old",
        merged={key: marks[key] for key in keys.values() if key in marks},
    )
    return old_rules, replace(common, notes={mark: key for key, mark in marks.items()}, side="new")


def _merge(
    before: _Edition,
    after: _Edition,
    rules: tuple[TokenRules, TokenRules],
    own: Composition,
    ids: StyleIds,
    tracker: Tracker,
) -> tuple[BodyMerge, str]:
    """Merge the bodies of two editions, until no more notes are torn.

    Returns:
        The finished merge, and the merged body as XML.
    """
    addresses = {block.bookmark: block.address for one in (before, after) for block in one.anchors.blocks}
    torn: set[str] = set()
    while True:  # torn notes change the keys of later calls, and so the pairing, which may tear more notes
        readings = (replace(rules[0], torn=torn), replace(rules[1], torn=torn))
        merge = BodyMerge(
            Pairing(readings, addresses),
            replace(tracker),
            own.first_note,
            ids["gap"],
        )
        body = merge.merge_bodies(before.parts, after.parts)
        if merge.calls.torn() <= torn:
            return merge, body
        torn |= merge.calls.torn()


def _compose_edition(composition: Composition, document: Document, ids: StyleIds, mark: str) -> _Edition:
    text = ooxml.with_namespaces("w:body", "".join(compose_body(composition, document, mark=mark)))
    parts = list(_split_parts(list(etree.fromstring(text)), ids, composition.anchors))
    found = etree.fromstring(ooxml.with_namespaces("w:notes", composition.notes(document)))
    return _Edition(parts, {note.get(f"{{{W}}}id", ""): note for note in found}, composition.anchors)


def _split_parts(body: Sequence[etree._Element], ids: StyleIds, anchors: Anchors) -> Iterator[BodyPart]:
    """Split a body into the parts title, questions and contact."""
    addresses = {block.bookmark: block.address for block in anchors.blocks}
    key = "title"
    elements: list[etree._Element] = []
    for element in body:
        paragraph = element if element.tag == f"{{{W}}}p" else element.find(".//w:p", NAMESPACES)
        style = None if paragraph is None else paragraph.find("w:pPr/w:pStyle", NAMESPACES)
        name = "" if style is None else style.get(f"{{{W}}}val", "")
        if name in (ids["question"], ids["contact_heading"]):
            yield BodyPart(key, elements)
            marks = (mark.get(f"{{{W}}}name", "") for mark in element.iter(f"{{{W}}}bookmarkStart"))
            key = next(addresses[mark] for mark in marks if mark in addresses)
            key, elements = (key if name == ids["question"] else "contact"), []
        elements.append(element)
    yield BodyPart(key, elements)
