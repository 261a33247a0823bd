"""Comments in the HTML that say which value prints what, and their removal before layout.

The filters of the templates put what a value prints between two comments: ``<!--[address-->…<!--]-->``. After
parsing, :func:`take_out_marks` removes the comments and says which characters of each element belong to which
address. The tree is then the same as without comments, and so is the PDF. An element may also name the
address of all that is in it with the attribute ``data-at``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from brochure.document.tree import Part

PartsByAddress = Mapping[str, Sequence[Part]]
"""The parts of paragraphs that several values make, by the address of the paragraph."""

CALL = "call "
"""Before the id of a note, in place of an address: the mark of a call in the text."""

_OPEN, _CLOSE = "[", "]"


@dataclass(frozen=True, slots=True)
class PrintedCharacter:
    """A character of an element's own text: its address, and its number among all that the address prints.

    ``at`` is empty for text that belongs to no value.
    """

    character: str
    at: str
    index: int


@dataclass(frozen=True, slots=True)
class PrintedValues:
    """What the values of a page print.

    Attributes:
        characters: The characters of each element's own text, without those of its children.
        texts: All that an address prints, in reading order.
        pictures: The address of each picture.
    """

    characters: Mapping[Any, tuple[PrintedCharacter, ...]]
    texts: Mapping[str, str]
    pictures: Mapping[Any, str]


def marked(at: str, html: Markup) -> Markup:
    """HTML between the comments of an address; without an address, the HTML as it is."""
    return Markup("<!--{}{}-->{}<!--{}-->").format(_OPEN, at, html, _CLOSE) if at else html


def take_out_marks(root: Any, parts: PartsByAddress) -> PrintedValues:
    """Remove the comments of :func:`marked` from a tree of elements, and say what the values print.

    Args:
        root: The root element, of ``xml.etree``.
        parts: The parts of paragraphs that several values make.
    """
    return _Walk(parts).whole(root)


class _Walk:
    """One walk over a tree in reading order."""

    def __init__(self, parts: PartsByAddress) -> None:
        self.parts = parts
        self.characters: dict[Any, list[PrintedCharacter]] = {}
        self.texts: dict[str, list[str]] = {}
        self.pictures: dict[Any, str] = {}
        self.counts: Counter[str] = Counter()
        self.inside = [""]  # addresses, the innermost last

    def whole(self, root: Any) -> PrintedValues:
        self._element(root)
        return PrintedValues(
            {element: tuple(found) for element, found in self.characters.items()},
            {at: "".join(parts) for at, parts in self.texts.items()},
            self.pictures,
        )

    def _text(self, element: Any, text: str | None) -> None:
        if not text:
            return
        whole, found = self.inside[-1], self.characters.setdefault(element, [])
        for character in text:
            at, index = self._owner(whole, self.counts[whole])
            self.counts[whole] += 1
            self.texts.setdefault(at, []).append(character)
            found.append(PrintedCharacter(character, at, index))

    def _owner(self, at: str, index: int) -> tuple[str, int]:
        """The address of a character or of the part it belongs to, and its number in what that prints."""
        for part in self.parts.get(at, ()):
            if part.start <= index < part.end:
                return part.at, index - part.start
        return ("", index) if at in self.parts else (at, index)

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
            self.inside.append(own)
        if child.tag == "img" or child.tag.endswith("svg"):
            self.pictures[child] = self.inside[-1]
        if child.tag.rpartition("}")[2] != "title":  # of the file or of a drawing: never printed
            self._element(child)
        if own:
            self.inside.pop()

    def _comment(self, text: str) -> None:
        if text.startswith(_OPEN):
            self.inside.append(text[len(_OPEN) :])
        elif text == _CLOSE and len(self.inside) > 1:
            self.inside.pop()
