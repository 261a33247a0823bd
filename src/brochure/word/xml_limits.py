"""Count what the XML parts of a Word file contain, before trees are built of them.

A small file may contain millions of elements, because they compress well. expat reads a part without building
a tree, so the memory is bounded whatever the part contains.

Measured: a booklet of fifty partners, each as long as ``profiles/liaoning.yaml`` (120 pages), has 184 parts,
104,000 elements, 88,000 attributes and 4.0 million characters, at most 14 levels deep; its largest part has
2.6 MB. Word and LibreOffice write up to twice as many elements and three times as many attributes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from xml.parsers import expat

MAX_PART = 24_000_000  # bytes of an XML part, unpacked
MAX_ELEMENTS = 500_000  # in all parts that are read
MAX_ATTRIBUTES = 1_000_000
MAX_CHARACTERS = 24_000_000  # of texts and of the values of attributes
MAX_DEPTH = 200  # nested elements; Word's own limit for nested tables is far lower
MAX_ELEMENT_ATTRIBUTES = 200  # of one element; the root of a part that Word writes has 40
MAX_NAMESPACES = 200  # declared by an element and those around it: libxml2 searches them one by one
MAX_NAMESPACE_NAME = 1_000  # characters: each element of the tree repeats the name of its namespace


class XmlLimitError(Exception):
    """A part has too much: of ``what``, how much was ``counted`` until then, and the limit."""

    def __init__(self, what: str, counted: int, limit: int) -> None:
        super().__init__(what, counted, limit)
        self.what, self.counted, self.limit = what, counted, limit


class XmlSyntaxError(ValueError):
    """A part is not well-formed, or declares a document type."""


@dataclass(slots=True)
class XmlCounter:
    """Counts all parts of one file that are read; ``depth`` is that of the deepest element."""

    elements: int = 0
    attributes: int = 0
    characters: int = 0
    depth: int = 0
    _open: list[int] = field(default_factory=list)  # namespaces that are declared, by open element

    def count_part(self, data: bytes) -> None:
        """Count the content of a part.

        Raises:
            XmlLimitError: The file has too much of something.
            XmlSyntaxError: The part is not well-formed, or declares a document type.
        """
        self._open = [0]
        parser = expat.ParserCreate()
        parser.ordered_attributes = True
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._add_text
        parser.CommentHandler = self._add_other
        parser.ProcessingInstructionHandler = self._add_other
        parser.StartDoctypeDeclHandler = _refuse_doctype
        try:
            parser.Parse(data, True)
        except expat.ExpatError as error:
            raise XmlSyntaxError(str(error)) from None
        except (LookupError, UnicodeError) as error:  # a declared encoding that nobody knows
            raise XmlSyntaxError(type(error).__name__) from None

    def _start(self, _name: str, attributes: list[str]) -> None:
        self.elements += 1
        _check("elements", self.elements, MAX_ELEMENTS)
        spaces = self._open[-1]
        if attributes:
            own = len(attributes) // 2
            self.attributes += own
            _check("attributes", self.attributes, MAX_ATTRIBUTES)
            _check("attributes of one element", own, MAX_ELEMENT_ATTRIBUTES)
            self.characters += sum(map(len, islice(attributes, 1, None, 2)))
            _check("characters", self.characters, MAX_CHARACTERS)
            spaces += _count_namespaces(attributes)
            _check("namespaces", spaces, MAX_NAMESPACES)
        self._open.append(spaces)
        if len(self._open) - 1 > self.depth:
            self.depth = len(self._open) - 1
            _check("nested elements", self.depth, MAX_DEPTH)

    def _end(self, _name: str) -> None:
        self._open.pop()

    def _add_text(self, text: str) -> None:
        self.characters += len(text)
        _check("characters", self.characters, MAX_CHARACTERS)

    def _add_other(self, *_: str) -> None:
        """Count a comment or a processing instruction like an element."""
        self.elements += 1
        _check("elements", self.elements, MAX_ELEMENTS)


def _count_namespaces(attributes: Iterable[str]) -> int:
    """The namespaces that an element declares; ``attributes`` are names and values in turn."""
    found = 0
    listed = iter(attributes)
    for name, value in zip(listed, listed, strict=True):
        if name.startswith("xmlns"):
            found += 1
            _check("characters in the name of a namespace", len(value), MAX_NAMESPACE_NAME)
    return found


def _check(what: str, counted: int, limit: int) -> None:
    if counted > limit:
        raise XmlLimitError(what, counted, limit)


def _refuse_doctype(*_: object) -> None:
    raise XmlSyntaxError("DOCTYPE")
