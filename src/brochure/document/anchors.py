"""Names of anchors for calls and notes in HTML and PDF."""

from __future__ import annotations

TO_NOTE, TO_CALL = "note-", "call-"  # prefixes of the anchors of notes and of their first calls


def note_anchor(note_id: str) -> str:
    """Return a note's id as a part of an anchor; other characters are replaced by their code points.

    >>> note_anchor("cite.jetro-2018"), note_anchor("a/b")
    ('cite.jetro-2018', 'a~2f~b')
    """
    return "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else f"~{ord(c):x}~" for c in note_id)
