"""The YAML files that the desk shows and changes: profiles, the series, the shared sources.

Their names in addresses are ``profiles/liaoning``, ``series`` and ``sources``. The revision of a file is the
SHA-256 of its bytes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brochure.diagnostics.problem import BrochureError, Location, Problem
from brochure.revision.change import dotted_path
from brochure.schema.csl_items import SOURCES_FILE
from brochure.schema.yaml_reader import YamlPath, YamlText, parse_yaml
from brochure.storage.encoding import Lines
from brochure.storage.workspace import SERIES, Workspace

if TYPE_CHECKING:
    from brochure.diagnostics.text_files import Lang

MOST_PROBLEMS = 1000  # that are told; the others come when these are mended

_QUOTED = re.compile(r"[「『“‘(（]([^「」『』“”‘’()（）]+)[」』”’)）]")
_CALL = re.compile(r"\[[@^][^\]\n]{0,500}\]")
_LONGEST_CALL = 500  # characters; many brackets that are not closed would each be read to the end of the text
_WORD = re.compile(
    r"[0-9０-９.,，．]+|[A-Za-zＡ-Ｚａ-ｚÀ-ɏ]+|[\u3400-\u9fff\U00020000-\U0003ffff々〆]+|[ぁ-ゖ]+|[ァ-ヺー]+|\S"
)


@dataclass(frozen=True, slots=True)
class DeskDocument:
    """A file that the desk shows: its name in addresses, and its path."""

    key: str
    path: Path

    @property
    def partner(self) -> str:
        """The id of the partner; empty for the series and the shared sources."""
        return self.key.partition("/")[2]


def find_document(where: Workspace, kind: str, name: str = "") -> DeskDocument:
    """Return a document; a name is looked up in the workspace.

    Raises:
        BrochureError: There is no such profile.
    """
    if kind == "series":
        return DeskDocument(kind, where.profiles / SERIES)
    if kind == "sources":
        return DeskDocument(kind, where.profiles / SOURCES_FILE)
    return DeskDocument(f"profiles/{name}", where.profile(name))


def revision_of(data: bytes) -> str:
    """The revision of a file with this content."""
    return hashlib.sha256(data).hexdigest()


def readable_text(where: Workspace, document: DeskDocument) -> YamlText | None:
    """Return the text of a document; None if it cannot be read now."""
    try:
        return parse_yaml(where.read(document.path), where.shown(document.path))
    except BrochureError:
        return None


def told_problems(
    problems: Iterable[Problem], lang: Lang, source: YamlText | None = None
) -> list[dict[str, Any]]:
    """Return problems as JSON, with the paths of their values in a file, in the language of the request."""
    from brochure.diagnostics.catalogue import format_problem

    made = []
    extents = list(_extents(source)) if source else []
    for one in islice(dict.fromkeys(problems), MOST_PROBLEMS):
        words = format_problem(one, lang)
        path = _smallest(extents, source, one.location) if source and one.location else None
        marked = marked_words(source, path, one.location, words.message) if source and path else None
        made.append(
            {
                "code": one.code,
                "severity": "warning" if words.warning else "error",
                "path": None if path is None else [*path],
                "at": None if path is None else dotted_path(path),
                "mark": marked and {"start": marked[0], "text": marked[1]},
                "message": words.message,
                "hint": words.hint,
                "file": one.location.file if one.location else None,
                "line": one.location.line if one.location else None,
                "column": one.location.column if one.location else None,
            }
        )
    return made


def marked_words(
    source: YamlText, path: YamlPath, place: Location | None, message: str
) -> tuple[int, str] | None:
    """Return the words of a text that a problem is about, and where they begin in UTF-16 units.

    They are words that the message quotes, or the word at the problem's place. None if the problem is about
    the whole text, or the value is no text.
    """
    value = source.value(path)
    if not isinstance(value, str) or not value or place is None:
        return None
    offset = source.value_offset(path, _offset(source.lines, place))
    quoted = [one for one in _QUOTED.findall(message) if one in value]
    found = [(abs(at - offset), -len(one), at, one) for one in quoted for at in _nearest(value, one, offset)]
    if found:
        _, _, start, text = min(found)
    elif 0 < offset < len(value) and (word := _WORD.match(value, offset)):
        start, text = offset, word[0]
    else:
        return None
    opened = value.rfind("[", max(0, start - _LONGEST_CALL), start + 1)
    if opened >= 0 and (call := _CALL.match(value, opened)) and start < call.end():
        start, text = call.start(), call[0]  # a note or a source is marked with its brackets
    return len(value[:start].encode("utf-16-le")) // 2, text


def _nearest(value: str, words: str, offset: int) -> Iterator[int]:
    """The last place of words before an offset, and the first one from there on."""
    yield from (
        at for at in (value.rfind(words, 0, offset + len(words) - 1), value.find(words, offset)) if at >= 0
    )


def path_at(source: YamlText, place: Location) -> YamlPath | None:
    """Return the path of the smallest value at a place in a file, or of the value of the key there.

    None if the place is in another file, or stands in no value.
    """
    return _smallest(_extents(source), source, place)


def _smallest(
    extents: Iterable[tuple[YamlPath, range]], source: YamlText, place: Location
) -> YamlPath | None:
    if place.file != source.file or place.line is None:
        return None
    offset = _offset(source.lines, place)
    around = [(len(span), -len(path), path) for path, span in extents if offset in span]
    return min(around, key=lambda one: one[:2])[2] if around else None


def _extents(source: YamlText) -> Iterator[tuple[YamlPath, range]]:
    """Each value with its extent, from its key to behind its last character."""
    for path, span in source.spans.items():
        if path:
            key = source.keys.get(path)
            yield path, range(key.start if key else span.start, span.end + 1)


def _offset(lines: Lines, place: Location) -> int:
    line = min(place.line or 1, len(lines.starts))
    return lines.starts[line - 1] + max(0, (place.column or 1) - 1)
