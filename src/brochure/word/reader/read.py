"""Read a Word file as lines of text: what an editor sees, with changes accepted or rejected.

Source: ECMA-376-1:2016, 17.3 (paragraphs and runs), 17.11 (notes), 17.13 (comments, revisions, bookmarks),
17.16 (fields).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from brochure.word.notes import KINDS
from brochure.word.ooxml import W
from brochure.word.reader.comments import comments
from brochure.word.reader.fixups_libreoffice import put_back, without_copies
from brochure.word.reader.looks import FileStyles
from brochure.word.reader.model import RevisionView, WordLine, WordReading
from brochure.word.reader.pieces import called, without_marker
from brochure.word.reader.story import Story
from brochure.word.untrusted import OpenedWord


def read_word_lines(
    file: OpenedWord, roles: Mapping[str, str], view: RevisionView = RevisionView.ACCEPT
) -> WordReading:
    """Read a file.

    Args:
        file: The file.
        roles: Names of styles by their role.
        view: Tracked changes accepted or rejected.
    """
    styles = FileStyles.of(file, roles)
    folder = file.main.rpartition("/")[0]
    body = Story(file, file.main, "body", styles, view)
    root = file.xml(file.main)
    assert root is not None  # open_word looked
    found = root.find(f"{{{W}}}body")
    assert found is not None
    put_back(found)
    body.walk(found, None)
    notes = dict(_notes(file, folder, styles, view, body.called))
    running = tuple(_running(file, folder, styles, view))
    calls = {key for line in body.lines for key in called(line.pieces)}
    return WordReading(
        tuple(without_copies(body.lines)),
        {key: lines for key, lines in notes.items() if key in calls},
        running,
        comments(file, folder),
        tuple(body.tables),
        {mark: tuple(sorted(revisions)) for mark, revisions in body.deleted.items()},
    )


def _notes(
    file: OpenedWord, folder: str, styles: FileStyles, view: RevisionView, calls: Mapping[str, str]
) -> Iterator[tuple[str, tuple[WordLine, ...]]]:
    """The lines of each note; ``calls`` are the bookmarks round calls by kind and number of the note."""
    for kind in KINDS:
        name = f"{folder}/{kind.tag}s.xml"
        part = file.xml(name)
        for note in part if part is not None else ():
            if etree.QName(note).localname != kind.tag or note.get(f"{{{W}}}type", "normal") != "normal":
                continue
            key = f"{kind.tag}:{note.get(f'{{{W}}}id')}"
            story = Story(file, name, "note", styles, view)
            story.walk(note, None)
            yield calls.get(key, key), tuple(map(without_marker, story.lines))


def _running(file: OpenedWord, folder: str, styles: FileStyles, view: RevisionView) -> Iterator[WordLine]:
    """The lines of heads and feet that have text."""
    for name in sorted(file.parts):
        if re.fullmatch(rf"{re.escape(folder)}/(?:header|footer)\d*\.xml", name):
            part = file.xml(name)
            if part is not None:
                story = Story(file, name, "running", styles, view)
                story.walk(part, None)
                yield from (line for line in story.lines if line.content)
