"""Comparisons of two editions of liaoning."""

from __future__ import annotations

from collections.abc import Callable

from brochure.build.load import SharedInput
from brochure.document.comparison import Cell, Comparison, compare_editions
from brochure.document.printed_words import words_of
from brochure.document.tree import Document
from editions import LIAONING, document, edited


def table(old: Document, new: Document) -> Comparison:
    return compare_editions(old, new, editions=("前", "後"), words=words_of("ja"))


def marked(cell: Cell) -> str:
    """A cell as text, with what is underlined in brackets."""
    return " / ".join("".join(f"[{one.text}]" if one.changed else one.text for one in line) for line in cell)


def new_liaoning(common: SharedInput) -> Document:
    """The partner of the repository."""
    return document(LIAONING, common)


def new_rows(liaoning: Document, common: SharedInput) -> Callable[..., list[tuple[str, str, str]]]:
    """The rows of an edit: place, old, new."""

    def found(*names: str) -> list[tuple[str, str, str]]:
        changes = table(liaoning, document(edited(*names), common)).changes
        return [
            (" ".join(part for part in (one.part, one.place) if part), marked(one.old), marked(one.new))
            for one in changes
        ]

    return found
