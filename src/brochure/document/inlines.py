"""Inline content of paragraphs as immutable values: words, ruby, links, calls; and their plain text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from brochure.document.superscripts import unicode_form


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text of one line; never empty."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Emphasised words (強調)."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Ruby:
    """A base with its reading (親文字とルビ文字)."""

    base: str
    reading: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link with plain text: PDF/UA allows no elements inside it."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Foreign:
    """Words in another language, which get its font and are read aloud in it."""

    text: str
    lang: str  # BCP 47


@dataclass(frozen=True, slots=True)
class SuperSub:
    """Superscript or subscript (上付き、下付き), as in m² and CO₂; the text has no superscript characters."""

    text: str
    is_super: bool


@dataclass(frozen=True, slots=True)
class NoteCall:
    """The call of a note (合印); ``first`` is true for the first call of the note."""

    note_id: str
    number: int
    marker: str
    first: bool


Inline = Text | Strong | Ruby | Link | Foreign | SuperSub | NoteCall
Inlines = tuple[Inline, ...]


def printed_text(content: Inlines) -> str:
    """Return the characters that inline content prints in their order, without those of calls.

    Ruby readings follow their base, and superscripts are plain characters.
    """
    parts: list[str] = []
    for inline in content:
        match inline:
            case Text(text) | Link(text=text) | Foreign(text=text) | SuperSub(text):
                parts.append(text)
            case Strong(children):
                parts.append(printed_text(children))
            case Ruby(base, reading):
                parts.append(base + reading)
            case NoteCall():
                continue
            case _:
                assert_never(inline)
    return "".join(parts)


def with_reading(base: str, reading: str) -> str:
    """Return a base with its reading in parentheses, which are those of its script.

    >>> with_reading("瀋陽", "しんよう"), with_reading("Oulu", "OH-loo")
    ('瀋陽（しんよう）', 'Oulu (OH-loo)')
    """
    is_latin = all(character < "\u2e80" for character in base + reading)
    return f"{base} ({reading})" if is_latin else f"{base}（{reading}）"


def plain_text(content: Inlines, *, readings: bool = True, calls: bool = True) -> str:
    """Return the text of inline content; ruby readings follow their base in parentheses.

    Superscripts and subscripts are in the characters of Unicode if there are such characters.
    """
    parts: list[str] = []
    for inline in content:
        match inline:
            case Text(text) | Link(text=text) | Foreign(text=text):
                parts.append(text)
            case Strong(children):
                parts.append(plain_text(children, readings=readings, calls=calls))
            case Ruby(base, reading):
                parts.append(with_reading(base, reading) if readings else base)
            case SuperSub(text, is_super):
                parts.append(unicode_form(text, is_super=is_super) or text)
            case NoteCall(marker=marker):
                parts.append(marker if calls else "")
            case _:
                assert_never(inline)
    return "".join(parts)
