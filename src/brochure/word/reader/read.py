"""Read a Word file as lines of text, with tracked changes accepted or rejected.

Source: ECMA-376-1:2016, 17.3 (paragraphs and runs), 17.11 (notes), 17.13 (comments, revisions, bookmarks),
17.16 (fields).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from brochure.diagnostics.problem import BrochureError, Location, problem
from brochure.word.notes import KINDS
from brochure.word.ooxml import W
from brochure.word.reader.comments import read_comments
from brochure.word.reader.fixups_libreoffice import move_ruby_changes, restore_bookmark_names
from brochure.word.reader.looks import FileStyles
from brochure.word.reader.model import RevisionView, WordLine, WordReading
from brochure.word.reader.pieces import called_notes, without_marker
from brochure.word.reader.running_heads import read_running_heads
from brochure.word.reader.set_up import read_set_up
from brochure.word.reader.story import Story
from brochure.word.untrusted import OpenedWord


def read_word_lines(
    file: OpenedWord,
    roles: Mapping[str, str],
    view: RevisionView = RevisionView.ACCEPT,
    *,
    numbers: bool = False,
) -> WordReading:
    """Read the body, notes, headers, footers and comments of a Word file.

    Args:
        file: The file.
        roles: Names of styles by role.
        view: Whether tracked changes are accepted or rejected.
        numbers: Whether text in a style of note numbers is read: a program that drops fields writes later
            calls of a note so.
    """
    styles = FileStyles.of(file, roles)
    folder = file.main.rpartition("/")[0]
    body = Story(file, file.main, "body", styles, view, numbers=numbers)
    root = file.xml(file.main)
    assert root is not None  # open_word has checked it
    found = root.find(f"{{{W}}}body")
    assert found is not None
    move_ruby_changes(found)
    body.read_blocks(found, None)
    notes = dict(_read_notes(file, folder, styles, view, body.called))
    running = dict(read_running_heads(file, folder, styles, view))
    calls = {key for line in body.lines for key in called_notes(line.pieces)}
    return WordReading(
        tuple(restore_bookmark_names(body.lines)),
        {key: lines for key, lines in notes.items() if key in calls},
        tuple(running.values()),
        read_comments(file, folder),
        tuple(body.tables),
        {mark: tuple(sorted(revisions)) for mark, revisions in body.deleted.items()},
        body.markers,
        read_set_up(file, folder, running),
        body.empty_items,
    )


def _read_notes(
    file: OpenedWord, folder: str, styles: FileStyles, view: RevisionView, calls: Mapping[str, str]
) -> Iterator[tuple[str, tuple[WordLine, ...]]]:
    """The lines of each note; ``calls`` are the bookmarks around calls by kind and number of the note.

    Raises:
        BrochureError: A number stands twice (D107): nobody can tell which note is called.
    """
    known: set[str] = set()
    for kind in KINDS:
        name = f"{folder}/{kind.tag}s.xml"
        part = file.xml(name)
        for note in part if part is not None else ():
            if etree.QName(note).localname != kind.tag or note.get(f"{{{W}}}type", "normal") != "normal":
                continue
            key = f"{kind.tag}:{note.get(f'{{{W}}}id')}"
            if key in known:
                detail = f"<w:{kind.tag} w:id={note.get(f'{{{W}}}id')!r}> × 2"
                raise BrochureError([problem("D107", Location(file.shown), part=name, detail=detail)])
            known.add(key)
            story = Story(file, name, "note", styles, view)
            story.read_blocks(note, None)
            yield calls.get(key, key), tuple(map(without_marker, story.lines))
