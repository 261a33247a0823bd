"""Names of the places that calls and notes have in HTML and PDF."""

from __future__ import annotations

TO_NOTE, TO_CALL = "note-", "call-"  # what the names of notes and of first calls begin with


def note_anchor(note_id: str) -> str:
    """A note's id as part of a name: what may trouble HTML there becomes its code.

    >>> note_anchor("cite.jetro-2018"), note_anchor("a/b")
    ('cite.jetro-2018', 'a~2f~b')
    """
    return "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else f"~{ord(c):x}~" for c in note_id)
