"""YAML as our editors may write it: text, lists and mappings, each with its place in the file.

The reader works on parser events, not on YAML's object model, so tags, anchors and aliases (and with
them object construction and alias bombs) do not exist here, nesting is bounded, and every scalar
stays the text that was typed. Where YAML 1.1 would read a plain scalar as something else (``no``,
``1:30``, ``2018-05``), the value keeps its text and a warning says so, because other tools differ.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

import yaml

from brochure.diagnostics.problem import BrochureError, Location, Problem, problem
from brochure.storage import encoding, nfc
from brochure.storage.encoding import LINE_END, Lines

Data: TypeAlias = "str | list[Data] | dict[str, Data] | None"
Path = tuple[str | int, ...]

MAX_BYTES = 1_000_000  # a profile has 10 kB; this stops the wrong file, not a long one
MAX_DEPTH = 20
MANY = 10  # texts with characters in pieces: a file with more was converted as a whole

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SURPRISES = {
    "tag:yaml.org,2002:bool": ("真偽値", "true or false"),
    "tag:yaml.org,2002:int": ("整数", "an integer"),
    "tag:yaml.org,2002:float": ("小数", "a decimal number"),
    "tag:yaml.org,2002:timestamp": ("日付", "a date"),
    "tag:yaml.org,2002:null": ("値なし", "no value"),
}
_MONTH = re.compile(r"\d{4}-\d{2}")  # no YAML type, yet YAML tools and spreadsheets read a month
_JAPANESE = r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uff60]"
_FOLDED = f"{_JAPANESE} {_JAPANESE}"  # compiled when it is used: such wide classes take milliseconds
_BLANK = re.compile(r"\s*")
_CUT_OFF = re.compile(r"[ \t]+#[^\s#]")  # people put a blank behind the # of a comment
_ESCAPE = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Span:
    """Where a value stands: character offsets into the file and the scalar's quoting style."""

    start: int
    end: int
    style: str  # "", "'", '"', "|", ">" for scalars; "block" or "flow" for collections


@dataclass(frozen=True, slots=True)
class YamlWord:
    """A key or a text as it was read, and where it stands."""

    path: Path
    text: str
    span: Span


@dataclass(frozen=True)
class YamlText:
    """A YAML file that was read: its data, and where each value and key stands."""

    file: str
    text: str
    data: Data
    spans: dict[Path, Span]
    keys: dict[Path, Span]
    surprises: dict[Path, tuple[str, str]] = field(default_factory=dict)  # how YAML 1.1 reads it: ja, en
    empty: tuple[Path, ...] = ()  # keys without a value
    cut_off: tuple[Path, ...] = ()  # texts behind which # follows so closely that it may belong to them
    folds: tuple[Path, ...] = ()  # values where a line end became a space between Japanese characters
    bom: bool = False  # whether a byte order mark stood before the text

    def locate(self, path: Path, offset: int | None = None) -> Location:
        """The place of the value at ``path``, or of its ``offset``-th character.

        For a path that does not exist the nearest enclosing value is meant.
        """
        while path not in self.spans and path:
            path = path[:-1]
        span = self.spans[path]
        if offset is None or isinstance(self.value(path), (list, dict)):
            return self._location(span.start)
        return self._location(self._source_offset(span, str(self.value(path)), offset))

    def locate_key(self, path: Path) -> Location:
        """The place of the key whose value is at ``path``."""
        span = self.keys.get(path)
        return self._location(span.start) if span else self.locate(path)

    def value(self, path: Path) -> Data:
        """The value at ``path``.

        Raises:
            KeyError, IndexError, TypeError: There is none.
        """
        data: Any = self.data
        for step in path:
            data = data[step]
        found: Data = data
        return found

    def scalars(self, path: Path = ()) -> Iterator[tuple[Path, str]]:
        """Every text below ``path`` with its path, in the order of the file."""
        stack: list[tuple[Path, Data]] = [(path, self.value(path))]
        while stack:
            here, data = stack.pop()
            if isinstance(data, str):
                yield here, data
            elif isinstance(data, list):
                stack.extend(reversed([((*here, i), item) for i, item in enumerate(data)]))
            elif isinstance(data, dict):
                stack.extend(reversed([((*here, key), item) for key, item in data.items()]))

    def words(self) -> Iterator[YamlWord]:
        """Every key and every text, in the order of the file."""
        keys = [YamlWord(path, str(path[-1]), span) for path, span in self.keys.items()]
        texts = [YamlWord(path, text, self.spans[path]) for path, text in self.scalars()]
        yield from sorted([*keys, *texts], key=lambda word: word.span.start)

    def locate_in(self, word: YamlWord, offset: int) -> Location:
        """The place of a character of a key or a text."""
        return self._location(self._source_offset(word.span, word.text, offset))

    @cached_property
    def lines(self) -> Lines:
        """The lines of the text."""
        return Lines(self.file, self.text)

    def _location(self, index: int) -> Location:
        return self.lines.at(index)

    def _source_offset(self, span: Span, value: str, offset: int) -> int:
        """Walk value and source side by side: indentation, line ends and escapes differ in length."""
        index = span.start
        if span.style in ("|", ">"):
            header = LINE_END.search(self.text, index)
            index = header.end() if header else span.end
        elif span.style:
            index += 1
        start = index
        for character in value[: offset + 1]:
            start, index = self._step(character, index, span)
        return min(start, span.end)

    def _step(self, character: str, index: int, span: Span) -> tuple[int, int]:
        """Where ``character`` of the value stands, at ``index`` or soon after, and where the next may."""
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


def decode(raw: bytes, file: str) -> str:
    """Decode a file's bytes as UTF-8.

    Raises:
        BrochureError: The bytes are another encoding, too many, or hold control characters; located.
    """
    if len(raw) > MAX_BYTES and not encoding.kind_of(raw):
        raise BrochureError([problem("Y107", Location(file), size=len(raw), limit=MAX_BYTES)])
    return encoding.decode(raw, file)


def parse_yaml(raw: bytes, file: str) -> YamlText:
    """Read one YAML document.

    Args:
        raw: The file's bytes, UTF-8.
        file: The name to show in locations.

    Raises:
        BrochureError: Broken YAML, or YAML that a profile may not use; every finding of one pass.
    """
    text = decode(raw, file)
    builder = _Builder(file, text)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            builder.feed(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = builder.lines.at(mark.index) if mark else Location(file)
        detail = error.problem or error.context or "?"
        builder.problems.append(_likely(text, where, detail))
    if builder.problems:
        raise BrochureError(builder.problems, encoding.line_doubts(builder.lines))
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
    if lost := list(_lost(source)):
        raise BrochureError(lost)
    return source


def _lost(source: YamlText) -> Iterator[Problem]:
    """Where a character was lost because a file was opened in the wrong encoding and saved again."""
    if "\ufffd" in source.text:
        for word in source.words():
            if (offset := word.text.find("\ufffd")) >= 0:
                yield problem("Y118", source.locate_in(word, offset))


def doubts(source: YamlText) -> Iterator[Problem]:
    """What reading bears with, but other programs and searching do not: line ends, characters in pieces."""
    yield from encoding.line_doubts(source.lines)
    if not nfc.is_apart(source.text):
        return
    found = [(word, pieces) for word in source.words() if (pieces := list(nfc.apart(word.text)))]
    if len(found) > MANY:
        word, pieces = found[0]
        count = sum(len(pieces) for _, pieces in found)
        yield problem("Y208", source.locate_in(word, pieces[0].offset), count=count, **_pieces(pieces[:1]))
        return
    for word, pieces in found:
        yield problem("Y207", source.locate_in(word, pieces[0].offset), **_pieces(pieces))


def _pieces(found: list[nfc.Apart]) -> dict[str, str]:
    """The characters as they should be typed, each once, and how the first is typed."""
    return {
        "composed": "".join(dict.fromkeys(one.composed for one in found)),
        "pieces": found[0].shown,
    }


def _span(event: yaml.Event, style: str = "") -> Span:
    assert event.start_mark is not None
    assert event.end_mark is not None
    return Span(event.start_mark.index, event.end_mark.index, style)


_UNQUOTED = re.compile(r"\s*(?:- +)*(?:[\w.-]+: +)?([{\[*&!%@`])(?=[^\"'\s\[{]).*[^\x00-\x7f]")


def _likely(text: str, where: Location, detail: str) -> Problem:
    """The likeliest cause of broken YAML in a profile."""
    if "escape" in detail or "hexdecimal" in detail:  # so libyaml spells it
        return problem("Y120", where)
    return _unquoted(text, where) or problem("Y101", where, detail=detail)


def _unquoted(text: str, where: Location) -> Problem | None:
    """A text that begins with a sign of YAML's own, if that is the cause."""
    lines = LINE_END.split(text)
    for number in (where.line, where.line - 1):
        if 0 < number <= len(lines) and (found := _UNQUOTED.match(lines[number - 1])):
            return problem("Y112", Location(where.file, number, found.start(1) + 1), sign=found[1])
    return None


@dataclass
class _Open:
    """A collection that is being read."""

    data: list[Data] | dict[str, Data]
    path: Path
    key: str | None = None  # of the value that comes next, in a mapping
    key_path: Path | None = None


class _Builder:
    """Builds plain data from parser events, without recursion."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.root: Data = None
        self.spans: dict[Path, Span] = {}
        self.keys: dict[Path, Span] = {}
        self.surprises: dict[Path, tuple[str, str]] = {}
        self.empty: list[Path] = []
        self.cut_off: list[Path] = []
        self.folds: list[Path] = []
        self.problems: list[Problem] = []
        self.lines = Lines(file, text)
        self._stack: list[_Open] = []
        self._documents = 0
        self._resolver: Any = yaml.SafeLoader("")

    def feed(self, event: yaml.Event) -> None:
        """Take the parser's next event."""
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
        assert mark is not None  # events of a parser, unlike made ones, have marks
        return self.lines.at(mark.index)

    def _check_node(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor:
            self._refuse("Y104", event, found=f"&{event.anchor}")
        if event.tag and event.tag != "!":
            self._refuse("Y105", event, tag=event.tag)

    def _open(self, event: yaml.CollectionStartEvent) -> None:
        data: list[Data] | dict[str, Data] = [] if isinstance(event, yaml.SequenceStartEvent) else {}
        span = _span(event, "flow" if event.flow_style else "block")
        if self._stack and isinstance(self._stack[-1].data, dict) and self._stack[-1].key is None:
            self._refuse("Y110", event)  # a list or mapping as a key
            self._stack[-1].key = ""
            self._stack.append(_Open(data, (*self._stack[-1].path, "\0key")))
            self.spans[self._stack[-1].path] = span
            return
        if len(self._stack) >= MAX_DEPTH:
            # going on would only repeat this for each deeper level
            self._refuse("Y106", event)
            raise BrochureError(self.problems)
        path = self._place(data, span)
        self._stack.append(_Open(data, path))

    def _scalar(self, value: str, span: Span, *, plain: bool = False) -> None:
        top = self._stack[-1] if self._stack else None
        if top is not None and isinstance(top.data, dict) and top.key is None:
            self._key(top, value, span)
            return
        if plain and value in ("", "~", "null", "Null", "NULL"):
            path = self._place(None, span)
            if not value:
                self.empty.append(path)
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

    def _key(self, top: _Open, value: str, span: Span) -> None:
        assert isinstance(top.data, dict)
        path = (*top.path, value)
        if value in top.data:
            line = self.lines.at(self.keys[path].start).line
            self.problems.append(problem("Y111", self.lines.at(span.start), key=value, line=line))
        else:
            self.keys[path] = span
        top.key = value

    def _place(self, value: Data, span: Span) -> Path:
        if not self._stack:
            self.root = value
            path: Path = ()
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
