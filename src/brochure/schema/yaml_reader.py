"""YAML reader: texts, lists and mappings, each with its location in the file.

The reader uses parser events, not YAML's object model. So it refuses tags, anchors and aliases (and with
them object construction and alias bombs), it limits nesting, and every scalar stays the text that was typed.
If YAML 1.1 reads a plain scalar as another type (``no``, ``1:30``, ``2018-05``), the value is still the text,
but a warning is reported, because other tools read it differently.
"""

from __future__ import annotations

import codecs
import re
from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeAlias

import yaml

from brochure.diagnostics.fix import apply_fixes
from brochure.diagnostics.problem import BrochureError, Location, Problem, problem
from brochure.schema import typing_scanner
from brochure.schema.syntax_problem import syntax_problem
from brochure.schema.typing_mistakes import (
    TypingError,
    When,
    likeliest_fixes,
    line_before_fixes,
    needed_mistakes,
)
from brochure.storage import encoding
from brochure.storage.encoding import LINE_END, Lines

Data: TypeAlias = "str | list[Data] | dict[str, Data] | None"
YamlPath = tuple[str | int, ...]

MAX_BYTES = 1_000_000  # a profile has 10 kB; the limit refuses wrong files, not long ones
MAX_DEPTH = 20

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SURPRISES = {
    "tag:yaml.org,2002:bool": ("真偽値", "true or false"),
    "tag:yaml.org,2002:int": ("整数", "an integer"),
    "tag:yaml.org,2002:float": ("小数", "a decimal number"),
    "tag:yaml.org,2002:timestamp": ("日付", "a date"),
    "tag:yaml.org,2002:null": ("値なし", "no value"),
}
_MONTH = re.compile(r"\d{4}-\d{2}")  # not a type of YAML, but some tools and spreadsheets read a month
_JAPANESE = r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uff60]"
_FOLDED = f"{_JAPANESE} {_JAPANESE}"  # compiled when first used: it takes milliseconds
_BLANK = re.compile(r"\s*")
_CUT_OFF = re.compile(r"[ \t]+#[^\s#]")  # most comments have a blank after the #
_ESCAPE = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Span:
    """The extent of a value: offsets of characters in the file, and the style of the value."""

    start: int
    end: int
    style: str  # "", "'", '"', "|", ">" for scalars; "block" or "flow" for collections


@dataclass(frozen=True, slots=True)
class YamlWord:
    """A key or a text, with its path and its span."""

    path: YamlPath
    text: str
    span: Span


@dataclass(frozen=True)
class YamlText:
    """A parsed YAML file: its data, and the span of each value and key by path."""

    file: str
    text: str
    data: Data
    spans: dict[YamlPath, Span]
    keys: dict[YamlPath, Span]
    surprises: dict[YamlPath, tuple[str, str]] = field(default_factory=dict)  # the type in YAML 1.1: ja, en
    empty: tuple[YamlPath, ...] = ()  # values that are absent or null
    cut_off: tuple[YamlPath, ...] = ()  # texts before a comment that may belong to the text
    folds: tuple[YamlPath, ...] = ()  # values where a line end became a space between Japanese characters
    bom: bool = False  # whether the file begins with a byte order mark

    def locate(self, path: YamlPath, offset: int | None = None) -> Location:
        """Return the location of the value at ``path``, or of its character at ``offset``.

        If the path does not exist, the location is that of the nearest enclosing value.
        """
        while path not in self.spans and path:
            path = path[:-1]
        span = self.spans[path]
        if offset is None or isinstance(self.value(path), (list, dict)):
            return self._location(span.start)
        return self._location(self.source_offset(path, offset))

    def locate_key(self, path: YamlPath) -> Location:
        """Return the location of the key whose value is at ``path``."""
        span = self.keys.get(path)
        return self._location(span.start) if span else self.locate(path)

    def value(self, path: YamlPath) -> Data:
        """Return the value at ``path``.

        Raises:
            KeyError, IndexError, TypeError: The path does not exist.
        """
        data: Any = self.data
        for step in path:
            data = data[step]
        found: Data = data
        return found

    def scalars(self, path: YamlPath = ()) -> Iterator[tuple[YamlPath, str]]:
        """Yield every text below ``path`` with its path, in the order of the file."""
        stack: list[tuple[YamlPath, Data]] = [(path, self.value(path))]
        while stack:
            here, data = stack.pop()
            if isinstance(data, str):
                yield here, data
            elif isinstance(data, list):
                stack.extend(reversed([((*here, i), item) for i, item in enumerate(data)]))
            elif isinstance(data, dict):
                stack.extend(reversed([((*here, key), item) for key, item in data.items()]))

    def words(self) -> Iterator[YamlWord]:
        """Yield every key and every text, in the order of the file."""
        keys = [YamlWord(path, str(path[-1]), span) for path, span in self.keys.items()]
        # an included record may have values that are not in its file, such as an id that was made for it
        texts = [
            YamlWord(path, text, self.spans[path]) for path, text in self.scalars() if path in self.spans
        ]
        yield from sorted([*keys, *texts], key=lambda word: word.span.start)

    def locate_in(self, word: YamlWord, offset: int) -> Location:
        """Return the location of a character of a key or a text."""
        return self._location(self._offset_in(word.span, word.text, offset))

    @cached_property
    def lines(self) -> Lines:
        """The lines of the text."""
        return Lines(self.file, self.text)

    def _location(self, index: int) -> Location:
        return self.lines.at(index)

    def source_offset(self, path: YamlPath, offset: int) -> int:
        """Return the offset in the file of a character of the text at ``path``."""
        return self._offset_in(self.spans[path], str(self.value(path)), offset)

    def value_offset(self, path: YamlPath, place: int) -> int:
        """Return which character of the text at ``path`` stands at an offset in the file."""
        self.source_offset(path, 0)
        return max(0, bisect_left(self._offsets[self.spans[path].start], place, lo=1) - 1)

    def _offset_in(self, span: Span, value: str, offset: int) -> int:
        """Return the offset in the file of a character of the value.

        Indentation, line ends and escapes have other lengths in the file, so both are walked side by side;
        once for each value, because a long text may have a problem at every character.
        """
        if span.start not in self._offsets:
            self._offsets[span.start] = self._all_offsets(span, value)
        starts = self._offsets[span.start]
        return min(starts[max(0, min(offset + 1, len(starts) - 1))], span.end)

    @cached_property
    def _offsets(self) -> dict[int, array[int]]:
        """The offsets of the characters of a value, by the offset of the value."""
        return {}

    def _all_offsets(self, span: Span, value: str) -> array[int]:
        """The offset of the value, and then those of its characters."""
        index = span.start
        if span.style in ("|", ">"):
            header = LINE_END.search(self.text, index)
            index = header.end() if header else span.end
        elif span.style:
            index += 1
        starts = array("l", [index])
        for character in value:
            start, index = self._step(character, index, span)
            starts.append(start)
        return starts

    def _step(self, character: str, index: int, span: Span) -> tuple[int, int]:
        """Return the offset of ``character`` (at ``index`` or soon after), and where to look for the next."""
        source = self.text
        if span.style == '"' and source[index] == "\\":
            while (found := _ESCAPE.match(source, index)) and found[0][1] in "\r\n":
                index = _BLANK.match(source, found.end()).end()  # type: ignore[union-attr]  # matches ""
            if found := _ESCAPE.match(source, index):
                return index, found.end()
        if character.isspace():
            step = 1 if index < span.end and source[index].isspace() else 0
            return index, index + step
        while index < span.end and source[index].isspace():
            index += 1
        length = 2 if span.style == "'" and source.startswith("''", index) else 1
        return index, index + length


def decode_yaml(raw: bytes, file: str) -> str:
    """Decode a file's bytes as UTF-8.

    Raises:
        BrochureError: The file has another encoding, is too large, or contains control characters; located.
    """
    if len(raw) > MAX_BYTES and not encoding.binary_kind(raw):
        raise BrochureError([problem("Y107", Location(file), size=len(raw), limit=MAX_BYTES)])
    return encoding.decode_utf8(raw, file)


def parse_yaml(raw: bytes, file: str, words: Collection[str] = ()) -> YamlText:
    """Parse a file with one YAML document.

    Args:
        raw: The file's bytes, UTF-8.
        file: The name of the file in locations.
        words: The keys of the file's model; with them, typing mistakes at keys are recognised.

    Raises:
        BrochureError: Broken YAML, or YAML that is not allowed here; all problems of one pass.
        TypingError: Broken YAML, or misread YAML, because of typing mistakes.
    """
    text = decode_yaml(raw, file)
    builder = _Builder(file, text)
    if error := _feed(builder):
        _raise_typing_mistakes(builder, words)
        builder.problems.append(error)
    if builder.problems:
        raise BrochureError(builder.problems, encoding.line_end_warnings(builder.lines))
    if typing_scanner.may_have_mistakes(text):
        found = typing_scanner.find_mistakes(text, words)
        if found := [one for one in found if one.when is When.ALWAYS]:
            raise TypingError(found, builder.lines)
    if not builder.spans:
        raise BrochureError([problem("Y108", Location(file))])
    source = YamlText(
        file,
        text,
        builder.root,
        builder.spans,
        builder.keys,
        builder.surprises,
        tuple(builder.empty),
        tuple(builder.cut_off),
        tuple(builder.folds),
        raw.startswith(codecs.BOM_UTF8),
    )
    if lost := list(_lost_characters(source)):
        raise BrochureError(lost)
    return source


def _feed(builder: _Builder) -> Problem | None:
    """Feed the events of a text to its builder, and return the problem of broken YAML."""
    try:
        for event in yaml.parse(builder.text, Loader=_Loader):
            builder.feed(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = builder.lines.at(mark.index) if mark else Location(builder.file)
        return syntax_problem(builder.text, where, error.problem or error.context or "?")
    return None


def _raise_typing_mistakes(builder: _Builder, words: Collection[str]) -> None:
    """Raise the typing mistakes of broken YAML; if they are not all, also the problem that remains."""

    def is_broken(text: str) -> bool:
        try:
            return _feed(_Builder("", text)) is not None
        except BrochureError:
            return False

    if words and not typing_scanner.has_known_key(builder.text, words):
        return  # not a file of ours: the general message says it once
    candidates = typing_scanner.find_mistakes(builder.text, words)
    found = needed_mistakes(builder.text, candidates, is_broken)
    if not found:
        return
    fixes = likeliest_fixes(found)
    mended = _Builder(builder.file, apply_fixes(builder.text, fixes))
    try:
        rest = _feed(mended)
    except BrochureError:
        rest = None
    if rest and rest.location:
        line = line_before_fixes(builder.lines, fixes, rest.location.line)
        rest = replace(rest, location=replace(rest.location, line=line))
    # what remains may come from a mistake that is not certain
    lines = {builder.lines.at(one.offset).line for one in found}
    sure = all(len(one.options) == 1 for one in found)
    own = sure and rest and rest.location and rest.location.line not in lines
    more = [rest] if rest and own else []
    raise TypingError(found, builder.lines, more)


def _lost_characters(source: YamlText) -> Iterator[Problem]:
    """Yield a problem for each text with U+FFFD: the file was opened in a wrong encoding and saved."""
    if "\ufffd" in source.text:
        for word in source.words():
            if (offset := word.text.find("\ufffd")) >= 0:
                yield problem("Y118", source.locate_in(word, offset))


def _span(event: yaml.Event, style: str = "") -> Span:
    assert event.start_mark is not None
    assert event.end_mark is not None
    return Span(event.start_mark.index, event.end_mark.index, style)


@dataclass
class _OpenCollection:
    """A collection that is being parsed."""

    data: list[Data] | dict[str, Data]
    path: YamlPath
    key: str | None = None  # in a mapping, the key of the next value
    key_path: YamlPath | None = None


class _Builder:
    """Builds plain data from parser events, without recursion."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.root: Data = None
        self.spans: dict[YamlPath, Span] = {}
        self.keys: dict[YamlPath, Span] = {}
        self.surprises: dict[YamlPath, tuple[str, str]] = {}
        self.empty: list[YamlPath] = []
        self.cut_off: list[YamlPath] = []
        self.folds: list[YamlPath] = []
        self.problems: list[Problem] = []
        self.lines = Lines(file, text)
        self._stack: list[_OpenCollection] = []
        self._documents = 0
        self._resolver: Any = yaml.SafeLoader("")

    def feed(self, event: yaml.Event) -> None:
        """Process the parser's next event."""
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._refuse("Y109", event)
        if isinstance(event, yaml.AliasEvent):
            self._refuse("Y104", event, found=f"*{event.anchor}")
            self._scalar("", _span(event, ""))
        elif isinstance(event, yaml.ScalarEvent):
            self._check_node(event)
            span = _span(event, event.style or "")
            self._scalar(event.value, span, plain=event.implicit[0] and not event.style)
        elif isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            self._check_node(event)
            self._open(event)
        elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            closed = self._stack.pop()
            span = self.spans[closed.path]
            self.spans[closed.path] = Span(span.start, _span(event).end, span.style)

    def _refuse(self, code: str, event: yaml.Event, **details: object) -> None:
        self.problems.append(problem(code, self._where(event), **details))

    def _where(self, event: yaml.Event) -> Location:
        mark = event.start_mark
        assert mark is not None  # events of a parser always have marks
        return self.lines.at(mark.index)

    def _check_node(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor:
            self._refuse("Y104", event, found=f"&{event.anchor}")
        if event.tag and event.tag != "!":
            self._refuse("Y105", event, tag=event.tag)

    def _open(self, event: yaml.CollectionStartEvent) -> None:
        data: list[Data] | dict[str, Data] = [] if isinstance(event, yaml.SequenceStartEvent) else {}
        span = _span(event, "flow" if event.flow_style else "block")
        if len(self._stack) >= MAX_DEPTH:
            # the parser would report this again for each deeper level
            self._refuse("Y106", event)
            raise BrochureError(self.problems)
        if self._stack and isinstance(self._stack[-1].data, dict) and self._stack[-1].key is None:
            self._refuse("Y110", event)  # a list or mapping as a key
            self._stack[-1].key = ""
            self._stack.append(_OpenCollection(data, (*self._stack[-1].path, "\0key")))
            self.spans[self._stack[-1].path] = span
            return
        path = self._place(data, span)
        self._stack.append(_OpenCollection(data, path))

    def _scalar(self, value: str, span: Span, *, plain: bool = False) -> None:
        top = self._stack[-1] if self._stack else None
        if top is not None and isinstance(top.data, dict) and top.key is None:
            self._key(top, value, span)
            return
        if plain and value in ("", "~", "null", "Null", "NULL"):
            self.empty.append(self._place(None, span))
            return
        path = self._place(value, span)
        if plain:
            tag = self._resolver.resolve(yaml.ScalarNode, value, (True, False))
            if tag in _SURPRISES:
                self.surprises[path] = _SURPRISES[tag]
            elif _MONTH.fullmatch(value):
                self.surprises[path] = _SURPRISES["tag:yaml.org,2002:timestamp"]
        if plain and _CUT_OFF.match(self.text, span.end):
            self.cut_off.append(path)
        if (
            span.style != "|"
            and "\n" in self.text[span.start : span.end].strip()
            and re.search(_FOLDED, value)
        ):
            self.folds.append(path)

    def _key(self, top: _OpenCollection, value: str, span: Span) -> None:
        assert isinstance(top.data, dict)
        path = (*top.path, value)
        if value in top.data:
            line = self.lines.at(self.keys[path].start).line
            self.problems.append(problem("Y111", self.lines.at(span.start), key=value, line=line))
        else:
            self.keys[path] = span
        top.key = value

    def _place(self, value: Data, span: Span) -> YamlPath:
        if not self._stack:
            self.root = value
            path: YamlPath = ()
        else:
            top = self._stack[-1]
            if isinstance(top.data, list):
                path = (*top.path, len(top.data))
                top.data.append(value)
            else:
                assert top.key is not None
                path = (*top.path, top.key)
                top.data[top.key] = value
                top.key = None
        self.spans[path] = span
        return path
