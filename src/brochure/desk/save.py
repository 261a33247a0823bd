"""Save edits of a browser: only the spans of changed values change, and nothing of others is overwritten.

An edit names the revision it was made on. If the file is another one by now, the edit is made on the value as
it is now; a value that somebody else changed is a conflict, and nothing is written.
"""

from __future__ import annotations

import contextlib
import datetime
import errno
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from brochure.desk.documents import DeskDocument, revision_of
from brochure.desk.edits import DeskConflict, SentEdit, merge_edits
from brochure.desk.former import FormerTexts, text_of
from brochure.diagnostics.problem import BrochureError, Problem, problem
from brochure.revision.merge3 import same_data
from brochure.schema.yaml_reader import Data, YamlPath, YamlText, parse_yaml
from brochure.storage.atomic import replace_files
from brochure.storage.workspace import Workspace

TRIES = 5  # when other programs save at the same time
KEPT = 60  # texts that browsers have and no file ever had

Faults = Callable[[YamlText], Sequence[Problem]]
"""Returns the problems of values that do not fit the schema."""


@dataclass(frozen=True, slots=True)
class SaveResult:
    """The result of a save.

    Attributes:
        before: The file's text before.
        found: The revision of that text.
        source: The file's text now.
        revision: Its revision.
        mine: The revision of the text that the browser has: the one it edited, with its edits.
        merged: The paths of values that others changed since the browser's revision.
        conflicts: Values that others changed differently; nothing was written then.
        refused: Problems of values that do not fit; nothing was written then.
    """

    before: YamlText
    found: str
    source: YamlText
    revision: str
    mine: str
    merged: tuple[YamlPath, ...] = ()
    conflicts: tuple[DeskConflict, ...] = ()
    refused: tuple[Problem, ...] = ()

    @property
    def is_saved(self) -> bool:
        """Whether the file has the edits now."""
        return not self.conflicts and not self.refused


class Saver:
    """Saves the documents of a workspace, one save after the other."""

    def __init__(self, where: Workspace) -> None:
        self.where = where
        self.texts = FormerTexts(where.root)
        self._known: dict[tuple[str, str], bytes] = {}  # texts by document and revision, the oldest first
        self._current: dict[str, str] = {}  # revisions on disk, as far as the desk has seen
        self._readable: dict[str, str] = {}  # of those, the last that could be read as YAML

    def read(self, document: DeskDocument) -> tuple[bytes, YamlText]:
        """Read a document as it is on disk; its text is known as a base of edits from now on.

        Raises:
            BrochureError: It cannot be read.
        """
        shown = self.where.shown(document.path)
        if document.key == "sources" and not document.path.exists():
            data = b"[]\n"  # they are begun with the first source
        else:
            data = self.where.read(document.path)
        revision = self._current[document.key] = self._remember(document, data)
        source = parse_yaml(data, shown)
        self._readable[document.key] = revision
        return data, source

    def last_readable(self, document: DeskDocument) -> tuple[str, YamlText] | None:
        """The revision and the text that a document had while it could be read; None if nobody kept it."""
        seen = self._known.get((document.key, self._readable.get(document.key, "")))
        kept = (text_of(self.texts, document, one.revision) for one in self.texts.list(document))
        for data in (seen, *kept):
            if data is None:
                continue
            with contextlib.suppress(BrochureError):
                return revision_of(data), parse_yaml(data, self.where.shown(document.path))
        return None

    def mend_line(self, document: DeskDocument, line: int, was: str, use: str, person: str) -> bool:
        """Change one line of a file that cannot be read; its line end and all else stay.

        Returns:
            False if the file has no such line, or another text in it by now; nothing was written then.

        Raises:
            BrochureError: The file cannot be read as text, or not be written.
        """
        data = self.where.read(document.path)
        lines = data.splitlines(keepends=True)
        if not 0 < line <= len(lines):
            return False
        text = lines[line - 1].rstrip(b"\r\n")
        if text != was.encode("utf-8"):
            return False
        lines[line - 1] = use.encode("utf-8") + lines[line - 1][len(text) :]
        self.put_back(document, b"".join(lines), person)
        return True

    def put_back(self, document: DeskDocument, data: bytes, person: str) -> None:
        """Replace a file that cannot be read by another text; what it had is kept as a former text.

        Raises:
            BrochureError: The file cannot be written.
        """
        broken = self.where.read(document.path)
        time = datetime.datetime.now(datetime.UTC)
        self.texts.keep(document, broken, "", time - datetime.timedelta(microseconds=1))
        self.texts.keep(document, data, person, time)
        target = Path(os.path.realpath(document.path))  # a link stays a link
        replace_files({target: data}, {target: broken}, durable=True)

    def save(
        self,
        document: DeskDocument,
        base: str,
        edits: Sequence[SentEdit],
        *,
        faults: Faults,
        person: str = "",
    ) -> SaveResult:
        """Save edits.

        Args:
            document: The document.
            base: The revision on which the edits were made.
            edits: The edits, each on the result of those before it.
            faults: Returns the problems of values that do not fit; those that the file had before count not.
            person: Who made them.

        Raises:
            BrochureError: The file cannot be read or written; it is as it was.
            ValueError: An edit names no value.
        """
        for left in range(TRIES, 0, -1):
            try:
                return self._try(document, base, edits, faults, person)
            except BrochureError as error:
                if left == 1 or all(found.code not in ("F121", "F107") for found in error.problems):
                    raise
        raise AssertionError("the last try returns or raises")

    def _try(
        self, document: DeskDocument, base: str, edits: Sequence[SentEdit], faults: Faults, person: str
    ) -> SaveResult:
        data, now = self.read(document)
        before = self._base(document, base, now)
        made = merge_edits(before, now, edits)
        mine = self._remember(document, made.mine.encode())
        shown = self.where.shown(document.path)
        wanted, found = made.now.encode(), revision_of(data)
        source = parse_yaml(wanted, shown)
        merged = tuple(changed_paths(before.data, now.data)) if before else ()
        result = SaveResult(now, found, source, revision_of(wanted), mine, merged, made.conflicts)
        if not made.conflicts:
            refused = tuple(_new_problems(faults(source), faults(now)))
            result = replace(result, refused=refused)
        if result.is_saved and wanted != data:
            time = datetime.datetime.now(datetime.UTC)
            self.texts.keep(document, data, "", time - datetime.timedelta(microseconds=1))
            self.texts.keep(document, wanted, person, time)
            if not is_writable(document.path):  # a new file could take its place all the same
                reason = os.strerror(errno.EACCES)
                raise BrochureError([problem("F106", path=shown, reason=reason)])
            known = data if document.path.exists() else None
            target = Path(os.path.realpath(document.path))  # a link stays a link
            replace_files({target: wanted}, {target: known}, durable=True)
            self._current[document.key] = self._remember(document, wanted)
            self._readable[document.key] = result.revision
        return result

    def is_current(self, document: DeskDocument, revision: str) -> bool:
        """Whether the desk has read or written this text last, so that browsers know of it."""
        return self._current.get(document.key) == revision

    def _base(self, document: DeskDocument, revision: str, now: YamlText) -> YamlText | None:
        """The text with a revision; None if nobody kept it."""
        known = self._known.get((document.key, revision)) or text_of(self.texts, document, revision)
        return None if known is None else parse_yaml(known, now.file)

    def _remember(self, document: DeskDocument, data: bytes) -> str:
        revision = revision_of(data)
        self._known.pop((document.key, revision), None)
        self._known[document.key, revision] = data
        while len(self._known) > KEPT:
            del self._known[next(iter(self._known))]
        return revision


def changed_paths(one: Data, other: Data, path: YamlPath = ()) -> Iterator[YamlPath]:
    """Yield the paths of values that differ; a list whose items were added or removed differs as a whole."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in dict.fromkeys([*one, *other]):
            yield from changed_paths(one.get(key), other.get(key), (*path, key))
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, (before, after) in enumerate(zip(one, other, strict=True)):
            yield from changed_paths(before, after, (*path, index))
    elif not same_data(one, other):
        yield path


def _new_problems(found: Sequence[Problem], before: Sequence[Problem]) -> list[Problem]:
    """The problems that a file did not have before; places do not count, as lines move."""
    left = Counter((one.code, one.details) for one in before)
    new = []
    for one in found:
        key = (one.code, one.details)
        if left[key]:
            left[key] -= 1
        else:
            new.append(one)
    return new


def is_writable(path: Path) -> bool:
    """Whether a file, and another file beside it, can be written."""
    real = Path(os.path.realpath(path))
    return os.access(real.parent, os.W_OK) and (not real.exists() or os.access(real, os.W_OK))
