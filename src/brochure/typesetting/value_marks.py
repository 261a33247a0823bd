"""Comments in the HTML that say which value prints what, and their removal before layout.

The filters of the templates put what a value prints between two comments: ``<!--[…-->…<!--]-->``, the first
with the address as JSON. After parsing, :func:`take_out_marks` removes the comments and says which characters
of each element belong to which address. The tree is then the same as without comments, and so is the PDF. An
element may also name the address of the sign that is in it with the attribute ``data-at``.

A value that is printed at several places, such as a remark of the series, has a *turn* for each of them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from brochure.document.tree import Part

CALL = "call "
"""Before the id of a note, in place of an address: the mark of a call in the text."""

_OPEN, _CLOSE = "[", "]"
_JOINER = "\u2060"  # typesetting adds it where no line may break
_WORD = 2  # letters; one alone may be the sign of a topic


@dataclass(frozen=True, slots=True)
class PrintedCharacter:
    """A character of an element's own text, and the value that prints it.

    Attributes:
        character: The character.
        at: The address of the value; empty for text that belongs to no value.
        index: Its number among all that the address prints in this turn.
        turn: The number of the place, from 0, if the value is printed at several.
    """

    character: str
    at: str
    index: int
    turn: int = 0


@dataclass(frozen=True, slots=True)
class PrintedValues:
    """What the values of a page print.

    Attributes:
        characters: The characters of each element's own text, without those of its children.
        texts: All that an address prints, in reading order.
        first_texts: What it prints at the first of its places.
        pictures: The address of each picture.
    """

    characters: Mapping[Any, tuple[PrintedCharacter, ...]]
    texts: Mapping[str, str]
    first_texts: Mapping[str, str]
    pictures: Mapping[Any, str]


def marked(at: str, html: Markup, parts: Sequence[Part] = (), *, continues: bool = False) -> Markup:
    """HTML between the comments of an address; without an address, the HTML as it is.

    Args:
        at: The address of the value.
        html: What it prints.
        parts: The parts of it that other values print.
        continues: Whether the value began before, as in a text of several paragraphs.
    """
    if not at:
        return html
    told = json.dumps([at, continues, [[part.at, part.start, part.end] for part in parts]])
    for sign in "<>&-":  # would end the comment, or be read as something else in it
        told = told.replace(sign, f"\\u{ord(sign):04x}")
    return Markup("<!--{}{}-->{}<!--{}-->").format(_OPEN, Markup(told), html, _CLOSE)


def take_out_marks(root: Any) -> PrintedValues:
    """Remove the comments of :func:`marked` from a tree of elements, and say what the values print.

    Args:
        root: The root element, of ``xml.etree``.
    """
    return _Walk().whole(root)


@dataclass(slots=True)
class _Open:
    """A value that is being printed: its turn, the turns of its parts, and how much of it was met."""

    at: str = ""
    turn: int = 0
    parts: Sequence[tuple[Part, int]] = ()
    met: int = 0
    letters: int = 0

    def owner(self) -> tuple[str, int]:
        """Address and turn of the next character."""
        for part, turn in self.parts:
            if part.start <= self.met < part.end:
                return part.at, turn
        return self.at, self.turn


@dataclass(slots=True)
class _Walk:
    """One walk over a tree in reading order."""

    characters: dict[Any, list[PrintedCharacter]] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)
    pictures: dict[Any, str] = field(default_factory=dict)
    counts: Counter[tuple[str, int]] = field(default_factory=Counter)  # of characters, by address and turn
    turns: Counter[str] = field(default_factory=Counter)
    begun: set[str] = field(default_factory=set)  # addresses whose turn has printed more than a sign
    inside: list[_Open] = field(default_factory=lambda: [_Open()])  # the innermost last

    def whole(self, root: Any) -> PrintedValues:
        self._element(root)
        return PrintedValues(
            {element: tuple(found) for element, found in self.characters.items()},
            {at: "".join(parts) for at, parts in self.texts.items()},
            {at: "".join(parts[: self.counts[at, 0]]) for at, parts in self.texts.items()},
            self.pictures,
        )

    def _text(self, element: Any, text: str | None) -> None:
        if not text:
            return
        value, found = self.inside[-1], self.characters.setdefault(element, [])
        for character in text:
            owner = value.owner()
            found.append(PrintedCharacter(character, owner[0], self.counts[owner], owner[1]))
            self.counts[owner] += 1
            self.texts.setdefault(owner[0], []).append(character)
            value.met += character != _JOINER
            value.letters += character.isalpha()

    def _turn(self, at: str) -> int:
        """The turn of a value that is printed now: the next one, unless only signs were printed before it."""
        if at in self.begun:
            self.turns[at] += 1
        return self.turns[at]

    def _element(self, element: Any) -> None:
        self._text(element, element.text)
        before: Any = None
        for child in list(element):
            if isinstance(child.tag, str):
                before = child
                self._child(child)
                self._text(element, child.tail)
                continue
            self._comment(child.text or "")
            self._text(element, child.tail)
            if before is not None:
                before.tail = (before.tail or "") + (child.tail or "") or None
            else:
                element.text = (element.text or "") + (child.tail or "") or None
            element.remove(child)

    def _child(self, child: Any) -> None:
        own = child.get("data-at")
        if own:
            self.inside.append(_Open(own, self._turn(own)))
            self.begun.discard(own)
        if child.tag == "img" or child.tag.endswith("svg"):
            self.pictures[child] = self.inside[-1].at
        if child.tag.rpartition("}")[2] != "title":  # of the file or of a drawing: never printed
            self._element(child)
        if own and self.inside.pop().letters >= _WORD:
            self.begun.add(own)

    def _comment(self, text: str) -> None:
        if text.startswith(_OPEN):
            at, continues, parts = json.loads(text[len(_OPEN) :])
            turn = self.turns[at] if continues else self._turn(at)
            self.begun.add(at)
            self.inside.append(
                _Open(at, turn, [(Part(*part), self._turn_of_part(part[0], at, turn)) for part in parts])
            )
        elif text == _CLOSE and len(self.inside) > 1:
            self.inside.pop()

    def _turn_of_part(self, at: str, whole: str, turn: int) -> int:
        """The turn of a part of a paragraph that has an address itself."""
        if at == whole:
            return turn
        own = self._turn(at)
        self.begun.add(at)
        return own
