"""Recover the reading of a file whose program dropped styles, notes or forms of words."""

from __future__ import annotations

from dataclasses import replace

from brochure.revision.match_lines import match_lines
from brochure.revision.recovery.flat_notes import restore_notes
from brochure.revision.recovery.lost_forms import restore_forms
from brochure.word.reader.model import BookmarkStart, WordReading


def recover_reading(
    new: WordReading, sent: WordReading, *, stripped: bool
) -> tuple[WordReading, tuple[str, ...]]:
    """Return the reading of an edited file as if its program had kept all, and the kinds of what it dropped.

    Args:
        new: The reading of the edited file.
        sent: The reading of the sent file.
        stripped: Whether the file has lost its embedded original.
    """
    if not stripped and not has_lost_styles(new, sent):
        return new, ()
    whole, lost = restore_forms(restore_notes(new, sent), sent)
    if stripped and has_lost_line_styles(new, sent):
        return restore_styles(whole, sent), (*lost, "styles")
    return whole, lost


def has_lost_styles(new: WordReading, sent: WordReading) -> bool:
    """Whether a file has none of the styles of notes, or of most lines, that the sent file has."""
    return (bool(sent.markers) and not new.markers) or has_lost_line_styles(new, sent)


def has_lost_line_styles(new: WordReading, sent: WordReading) -> bool:
    """Whether most lines of a file have a style that the sent file does not use."""
    own = {line.style for line in sent.lines}
    known = sum(line.style in own for line in new.lines)
    return 2 * known < len(new.lines)


def restore_styles(new: WordReading, sent: WordReading) -> WordReading:
    """Return the reading in which lines of the sent file have their styles, as far as they have lost them."""
    own = {line.style for line in sent.lines}
    lines = list(new.lines)
    for index, match in match_lines(sent.lines, new.lines).items():
        if lines[index].style not in own:
            lines[index] = replace(lines[index], style=sent.lines[match.olds[0]].style)
    return replace(new, lines=tuple(lines))


def restore_bookmarks(new: WordReading, sent: WordReading) -> WordReading:
    """Return the reading in which lines of the sent file have all their bookmarks, at their beginning.

    It is for the proof, which asks what a line is; where one text ends and the next begins is lost.
    """
    met = {mark for line in new.lines for mark in line.marks}
    lines = list(new.lines)
    for index, match in match_lines(sent.lines, new.lines).items():
        marks = [mark for number in match.olds for mark in sent.lines[number].marks if mark not in met]
        if marks and not lines[index].marks:
            met |= set(marks)
            lines[index] = replace(lines[index], pieces=(*map(BookmarkStart, marks), *lines[index].pieces))
    return replace(new, lines=tuple(lines))
