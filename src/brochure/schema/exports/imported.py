"""An included file of sources as data with places, like a YAML file, and the builder that makes one."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from brochure.diagnostics.problem import Location, Problem, problem
from brochure.schema.yaml_reader import Data, Span, YamlPath, YamlText
from brochure.storage.encoding import Lines

MOST_SHOWN = 10  # warnings of one code about one file; the rest is counted


@dataclass(frozen=True)
class ImportedText(YamlText):
    """An included file: CSL items with the places of their fields in the file.

    ``warnings`` are the doubts of the reader. ``aliases`` are other names of items: name to id. The values
    may be spelled otherwise in the file (LaTeX, escapes), so places inside a value are approximate.
    """

    warnings: tuple[Problem, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)

    def _all_offsets(self, span: Span, value: str) -> array[int]:
        """The offset of the value, and then those of its characters, which are found one after another."""
        start = index = span.start
        offsets = array("q", [start])
        for character in value:
            found = self.text.find(character, index, span.end)
            if found >= 0:
                start, index = found, found + 1
            offsets.append(start)
        return offsets


@dataclass(frozen=True, slots=True)
class ExportField:
    """A field of a record as the file has it: name, value, and the extent of the value in the file."""

    name: str
    value: str
    start: int
    end: int


class ItemDraft:
    """A CSL item that is being made from a record; the first value of a field stays."""

    def __init__(self, key: str, kind: str, start: int, end: int) -> None:
        self.start, self.end = start, end
        self.key = key
        self.data: dict[str, Data] = {"id": key, "type": kind}
        self.spans: dict[YamlPath, Span] = {}

    @property
    def kind(self) -> str:
        """The CSL type."""
        return str(self.data["type"])

    def __contains__(self, name: str) -> bool:
        """Whether the item has this field."""
        return name in self.data

    def put(self, name: str, value: Data, source: ExportField) -> bool:
        """Set a field that is not set yet; return whether the item has the value now."""
        if value in ("", [], {}, None):
            return True
        if name in self.data:
            return self.data[name] == value
        self.data[name] = value
        self.spans[(name,)] = Span(source.start, source.end, "")
        return True

    def add_names(self, role: str, names: list[dict[str, str]], source: ExportField) -> None:
        """Add names to a role."""
        if not names:
            return
        there = self.data.setdefault(role, [])
        assert isinstance(there, list)
        there.extend(dict(name) for name in names)
        self.spans.setdefault((role,), Span(source.start, source.end, ""))

    def move(self, name: str, to: str) -> None:
        """Rename a field."""
        self.data[to] = self.data.pop(name)
        self.spans[(to,)] = self.spans.pop((name,))

    def split_series(self) -> None:
        """Part the title of a series from its number, which NDL writes as one: 見本新書 ; 21."""
        series = str(self.data.get("collection-title", ""))
        if found := re.fullmatch(r"(.+?)\s*;\s*(第?[\w.-]+?[巻号集]?)", series):
            self.data["collection-title"] = found[1]
            self.data.setdefault("collection-number", found[2])


class Doubts:
    """The warnings of one file, in the order of their places; many of one code are counted."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._found: list[tuple[int, str, dict[str, object]]] = []

    def add(self, code: str, offset: int, /, **details: object) -> None:
        """Add a warning about the place ``offset``."""
        self._found.append((offset, code, details))

    def location(self, offset: int) -> Location:
        """The location of a character."""
        return self._lines.at(offset)

    def problems(self) -> tuple[Problem, ...]:
        """Return the warnings; after the first ten of a code, one that counts the rest."""
        made: list[Problem] = []
        counts: Counter[str] = Counter()
        rest: dict[str, int] = {}
        for offset, code, details in sorted(self._found, key=lambda one: one[:2]):
            counts[code] += 1
            if counts[code] <= MOST_SHOWN:
                made.append(problem(code, self._lines.at(offset), **details))
            else:
                rest.setdefault(code, offset)
        for code, offset in rest.items():
            more = counts[code] - MOST_SHOWN
            made.append(problem("C219", self._lines.at(offset), warned=code, count=more))
        return tuple(made)


def imported_text(
    lines: Lines,
    drafts: Iterable[ItemDraft],
    warnings: tuple[Problem, ...],
    aliases: Mapping[str, str] | None = None,
) -> ImportedText:
    """Return the items as a text with places."""
    data: list[Data] = []
    spans: dict[YamlPath, Span] = {(): Span(0, len(lines.text), "block")}
    for index, draft in enumerate(drafts):
        data.append(draft.data)
        spans[(index,)] = Span(draft.start, draft.end, "block")
        for path, span in draft.spans.items():
            spans[(index, *path)] = span
    return ImportedText(lines.file, lines.text, data, spans, {}, warnings=warnings, aliases=aliases or {})
