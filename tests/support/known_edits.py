"""Edits of Word files whose right result is known, and the same files after a program has dropped things.

What is right is what the whole file gives: it has its original and all bookmarks. The stripped file must give
the same changes.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from brochure.revision.change import Change
from brochure.revision.open_file import BaseKind, find_file_edits
from brochure.word.origin import read_origin
from brochure.word.untrusted import open_word
from docx_reader import W
from stripped_files import strip_word
from word_edits import Hands

WAYS: Sequence[Sequence[str]] = (
    ("original", "bookmarks"),
    ("original", "bookmarks", "names"),
    ("original", "bookmarks", "styles"),
    ("original", "properties", "bookmarks", "styles", "settings"),
    ("original", "bookmarks", "notes"),
    ("starred", "original", "properties", "bookmarks", "styles", "settings"),
    ("notes", "original", "properties", "bookmarks", "styles", "settings"),
)


class Editor(Hands):
    """Edits a file as editors of brochures do: most edits are small."""

    def work(self, count: int) -> None:
        """Do some edits."""
        kinds = [
            *[self.character] * 6, *[self.figure] * 4, self.type, self.type_in_a_note, self.rewrite,
            self.delete, self.add, self.remove, self.move, self.remove_row, self.flip, self.remove_call,
        ]  # fmt: skip
        tries = 0
        while count and tries < 200:
            tries += 1
            if (told := self.random.choice(kinds)()) is not None:
                self.done.append(told)
                count -= 1

    def character(self) -> str | None:
        """Add, remove or change one character of a line or a note."""
        stories = [self.body, self.body, self.body, self.notes]
        paragraphs = [p for p in self.random.choice(stories).iter(f"{W}p") if self.texts(p)]
        if not paragraphs:
            return None
        text = self.random.choice(self.texts(self.random.choice(paragraphs)))
        if text.getparent().getparent().tag == f"{W}ins" or not text.text.strip():
            return None
        at = self.random.randrange(len(text.text))
        new = self.random.choice(["", "新", "大", "2", "の", text.text[at] + "も"])
        old, text.text = text.text, text.text[:at] + new + text.text[at + 1 :]
        return None if old == text.text else f"character {old[at]} to {new} in {old[:20]}"

    def figure(self) -> str | None:
        """Change a figure."""
        texts = [
            t for p in self.body.iter(f"{W}p") for t in self.texts(p) if any(c.isdigit() for c in t.text)
        ]
        if not texts:
            return None
        text = self.random.choice(texts)
        if text.getparent().getparent().tag == f"{W}ins":
            return None
        at = self.random.choice([i for i, c in enumerate(text.text) if c.isdigit()])
        new = self.random.choice([d for d in "0123456789" if d != text.text[at]])
        text.text = text.text[:at] + new + text.text[at + 1 :]
        return f"figure to {new} in {text.text[:20]}"

    def rewrite(self) -> str | None:
        """Write the second half of a line anew."""
        text = self.random.choice(self.texts(self.paragraph()))
        if text.getparent().getparent().tag == f"{W}ins" or len(text.text) < 8:
            return None
        text.text = text.text[: len(text.text) // 2] + self.word() + "とし、毎年見直す。"
        return f"rewrite {text.text[:20]}"


@dataclass(frozen=True, slots=True)
class ShownEdit:
    """A change that is shown for a stripped file: its certainty, and whether it is right."""

    change: Change
    right: bool


def edited_file(sent: bytes, seed: int, most: int = 3) -> tuple[bytes, list[str]]:
    """A file after some edits, and their descriptions."""
    editor = Editor(sent, seed)
    editor.work(random.Random(seed).randint(1, most))
    return editor.saved(), editor.done


def shown_edits(sent: bytes, edited: bytes, losses: Iterable[str]) -> list[ShownEdit]:
    """The changes of a file that a program stripped, each right or wrong."""
    origin = read_origin(open_word(sent, "sent.docx"))
    assert origin is not None
    whole = find_file_edits(open_word(edited, "whole.docx"), origin)
    stripped = open_word(strip_word(edited, list(losses)), "stripped.docx")
    found = find_file_edits(stripped, origin, base=BaseKind.KEPT)
    right = {effect(change) for one in whole.revised for change in one.changes}
    return [ShownEdit(change, effect(change) in right) for one in found.revised for change in one.changes]


def effect(change: Change) -> tuple[str, ...]:
    """What a change does to the YAML."""
    facts = (change.kind, change.path, change.index, change.to, change.topic, change.after)
    return tuple(map(repr, facts))
