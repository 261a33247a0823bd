"""The Word file of an edition with what changed since an earlier one as tracked changes (見え消し).

Both editions are composed into one file by the writer of all Word files, then merged: accepting all changes
gives the new edition, rejecting all the old one.
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
from brochure.word import notes, ooxml
from brochure.word.baseline import Anchors, Baseline, file_bookmark, note_bookmark
from brochure.word.body import compose_body
from brochure.word.composition import Composition
from brochure.word.ooxml import NAMESPACES, W
from brochure.word.styles import Ids
from brochure.word.tracked_changes.markup import Tracker
from brochure.word.tracked_changes.merge import BodyMerge, BodyPart
from brochure.word.tracked_changes.pairing import Pairing
from brochure.word.tracked_changes.tokens import TokenRules
from brochure.word.write import closed, composed, opened

_OLD = "was"  # the scope of the earlier edition's bookmarks, which must not have the names of the new one's


@dataclass(frozen=True, slots=True)
class Redline:
    """A Word file with tracked changes, and how many there are."""

    data: bytes
    changes: int


@dataclass(frozen=True)
class _Edition:
    """An edition in the file: its paragraphs and tables, and its notes by their ids in the file."""

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
    """Write the new edition with what changed since the old one as tracked changes.

    The file is the new edition's in all that cannot be tracked: its colours, its running heads, the widths of
    its tables. It keeps the new edition's anchors and baseline, so that a file that comes back is
    revised like others.

    Args:
        old, new: The editions, assembled for this layout.
        layout: Whose ``reference.docx`` to use.
        baseline: What the new edition was made from.
        roots: Where the pictures of each edition are.
        author, date: Who changed it, and when.

    Raises:
        BrochureError: A picture cannot be read (F104).
    """
    package, ids = opened(new, layout)
    anchors = Anchors()
    own = composed(package, ids, layout, new, anchors, root=roots[1])
    earlier = replace(
        own,
        anchors=Anchors(scope=_OLD, numbers=anchors.numbers),
        first_note=own.first_note + max([0, *(note.number for note in new.notes)]),
        root=roots[0],
    )
    after = _edition(own, new, ids, file_bookmark(baseline))
    before = _edition(earlier, old, ids, file_bookmark(replace(baseline, profile=_OLD)))
    keys = note_keys(old.notes, new.notes)
    around = (own.around.before, own.around.after)
    reading = TokenRules({}, around, ids[own.kind.call])
    marks = {note.id: note_bookmark(note.id) for note in new.notes}
    new_reading = replace(reading, notes={mark: key for key, mark in marks.items()}, side="new")
    old_reading = replace(
        reading,
        notes={note_bookmark(note, _OLD): key for note, key in keys.items()},
        side="old",
        merged={key: marks[key] for key in keys.values() if key in marks},
    )

    torn: set[str] = set()
    while True:  # a note that is torn may tear apart the later calls of it, in paragraphs and so again
        addresses = {block.bookmark: block.address for one in (before, after) for block in one.anchors.blocks}
        readings = (replace(old_reading, torn=torn), replace(new_reading, torn=torn))
        merge = BodyMerge(
            Pairing(readings, addresses),
            Tracker(author, date, anchors.numbers),
            own.first_note,
            ids["gap"],
        )
        body = merge.body(before.parts, after.parts)
        if merge.calls.torn() <= torn:
            break
        torn |= merge.calls.torn()
    kind = notes.kind_of(new.placement)
    package.fill(body, {kind: merge.notes(before.notes, after.notes)})
    return Redline(closed(package, new, ids, baseline, anchors), merge.tracker.count)


def _edition(composition: Composition, document: Document, ids: Ids, mark: str) -> _Edition:
    text = ooxml.rooted("w:body", "".join(compose_body(composition, document, mark=mark)))
    parts = list(_parts(list(etree.fromstring(text)), ids, composition.anchors))
    found = etree.fromstring(ooxml.rooted("w:notes", composition.notes(document)))
    return _Edition(parts, {note.get(f"{{{W}}}id", ""): note for note in found}, composition.anchors)


def _parts(body: Sequence[etree._Element], ids: Ids, anchors: Anchors) -> Iterator[BodyPart]:
    """Cut a body into its title, its questions and its end."""
    addresses = {block.bookmark: block.address for block in anchors.blocks}
    key = "title"
    elements: list[etree._Element] = []
    for element in body:
        style = element.find("w:pPr/w:pStyle", NAMESPACES)
        name = "" if style is None else style.get(f"{{{W}}}val", "")
        if name in (ids["question"], ids["contact_heading"]):
            yield BodyPart(key, elements)
            marks = (mark.get(f"{{{W}}}name", "") for mark in element.iter(f"{{{W}}}bookmarkStart"))
            key = next(addresses[mark] for mark in marks if mark in addresses)
            key, elements = (key if name == ids["question"] else "contact"), []
        elements.append(element)
    yield BodyPart(key, elements)
