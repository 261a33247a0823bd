"""JSON with places: every value and key has its span, every fault its line and column.

Scalars are texts, as in our YAML: ``3`` and ``true`` stay as they are typed. Escapes of characters outside
the BMP (two escapes, a surrogate pair) are one character.
"""

from __future__ import annotations

import re

from brochure.diagnostics.problem import BrochureError, Problem, problem
from brochure.schema.exports.imported import ImportedText
from brochure.schema.yaml_reader import MAX_DEPTH, Data, Span, YamlPath
from brochure.storage.encoding import Lines

_BLANK = re.compile(r"[ \t\r\n]*")
_PLAIN = re.compile(r'[^"\\\x00-\x1f]*')
_LITERAL = re.compile(r"(true|false|null)\b|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_HEX = re.compile(r"[0-9A-Fa-f]{4}")


def parse_json(lines: Lines) -> ImportedText:
    """Parse a JSON text.

    Raises:
        BrochureError: The text is not JSON (C102), has a key twice (Y111) or is nested too deep (Y106).
    """
    scanner = _Scanner(lines)
    data = scanner.document()
    if scanner.problems:
        raise BrochureError(scanner.problems)
    return ImportedText(lines.file, lines.text, data, scanner.spans, scanner.keys)


class _Scanner:
    def __init__(self, lines: Lines) -> None:
        self.lines, self.text = lines, lines.text
        self.spans: dict[YamlPath, Span] = {}
        self.keys: dict[YamlPath, Span] = {}
        self.problems: list[Problem] = []

    def document(self) -> Data:
        """Return the value of the whole text."""
        data, index = self._value(self._skip(0), ())
        if (index := self._skip(index)) < len(self.text):
            raise self._fault(index, "end")
        return data

    def _skip(self, index: int) -> int:
        found = _BLANK.match(self.text, index)
        assert found
        return found.end()

    def _fault(self, index: int, expected: str) -> BrochureError:
        found = self.text[index : index + 1]
        shown = found if found.isprintable() and found else f"U+{ord(found):04X}" if found else ""
        return BrochureError(
            [
                *self.problems,
                problem("C102", self.lines.at(index), expected=f"json {expected}", sign=shown or "EOF"),
            ]
        )

    def _value(self, index: int, path: YamlPath) -> tuple[Data, int]:
        if len(path) > MAX_DEPTH:
            raise BrochureError([*self.problems, problem("Y106", self.lines.at(index))])
        start, character = index, self.text[index : index + 1]
        data: Data
        style = ""
        if character == "[":
            data, index = self._list(index + 1, path)
        elif character == "{":
            data, index = self._object(index + 1, path)
        elif character == '"':
            (data, index), style = self._string(index), '"'
        elif found := _LITERAL.match(self.text, index):
            data, index = (None if found[0] == "null" else found[0]), found.end()
        else:
            raise self._fault(index, "value")
        self.spans[path] = Span(start, index, style if style else "flow" if character in "[{" else "")
        return data, index

    def _list(self, index: int, path: YamlPath) -> tuple[Data, int]:
        data: list[Data] = []
        index = self._skip(index)
        if self.text[index : index + 1] == "]":
            return data, index + 1
        while True:
            value, index = self._value(self._skip(index), (*path, len(data)))
            data.append(value)
            index = self._skip(index)
            if self.text[index : index + 1] == "]":
                return data, index + 1
            index = self._comma(index, "comma or bracket", "]")

    def _object(self, index: int, path: YamlPath) -> tuple[Data, int]:
        data: dict[str, Data] = {}
        index = self._skip(index)
        if self.text[index : index + 1] == "}":
            return data, index + 1
        while True:
            index = start = self._skip(index)
            if self.text[index : index + 1] != '"':
                raise self._fault(index, "key")
            key, index = self._string(index)
            colon = self._skip(index)
            if self.text[colon : colon + 1] != ":":
                raise self._fault(colon, "colon")
            here = (*path, key)
            if key in data:
                line = self.lines.at(self.keys[here].start).line
                self.problems.append(problem("Y111", self.lines.at(start), key=key, line=line))
            self.keys[here] = Span(start, index, '"')
            data[key], index = self._value(self._skip(colon + 1), here)
            index = self._skip(index)
            if self.text[index : index + 1] == "}":
                return data, index + 1
            index = self._comma(index, "comma or brace", "}")

    def _comma(self, index: int, expected: str, closing: str) -> int:
        if self.text[index : index + 1] != ",":
            raise self._fault(index, expected)
        after = self._skip(index + 1)
        if self.text[after : after + 1] == closing:
            raise self._fault(index, "no comma")
        return index + 1

    def _string(self, index: int) -> tuple[str, int]:
        """Return the text of the string at ``index``, and the index after it."""
        parts: list[str] = []
        index += 1
        while True:
            found = _PLAIN.match(self.text, index)
            assert found
            parts.append(found[0])
            index = found.end()
            character = self.text[index : index + 1]
            if character == '"':
                return "".join(parts), index + 1
            if character != "\\":
                raise self._fault(index, "quote")
            said, index = self._escape(index)
            parts.append(said)

    def _escape(self, index: int) -> tuple[str, int]:
        letter = self.text[index + 1 : index + 2]
        if letter in _ESCAPES and letter:
            return _ESCAPES[letter], index + 2
        first = self._unit(index)
        if 0xD800 <= first < 0xDC00 and self.text.startswith("\\u", index + 6):
            second = self._unit(index + 6)
            if 0xDC00 <= second < 0xE000:
                return chr(0x10000 + (first - 0xD800) * 0x400 + second - 0xDC00), index + 12
        if 0xD800 <= first < 0xE000:
            raise self._fault(index, "surrogate pair")
        return chr(first), index + 6

    def _unit(self, index: int) -> int:
        found = _HEX.match(self.text, index + 2) if self.text.startswith("\\u", index) else None
        if not found:
            raise self._fault(index, "escape")
        return int(found[0], 16)
