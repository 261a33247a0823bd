"""The former texts of a document, in ``history/texts/`` of the workspace: who wrote them, and when.

Each save writes the new text here before it replaces the file. The newest texts stay, of older ones one a
minute, of those older than a day one an hour; after 30 days they are removed, but for the last ones. The
folder is no cache.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from brochure.desk.documents import DeskDocument, revision_of
from brochure.diagnostics.problem import BrochureError
from brochure.storage.atomic import replace_files
from brochure.storage.workspace import read_file

DAYS = 30
LEAST = 20  # texts that stay whatever their age: the clock may have been set forward by mistake
NEWEST = 300  # texts that stay whatever their age within the 30 days
MOST_NAME = 100  # bytes of a person's name in the name of a file
_NAME = re.compile(r"(?P<time>\d{8}T\d{12}Z)-(?P<rev>[0-9a-f]{64})(?:-(?P<person>[^/]*))?\.yaml")
_FORM = "%Y%m%dT%H%M%S%fZ"


@dataclass(frozen=True, slots=True)
class FormerText:
    """A text that was saved: its revision, its time in UTC, the person, and the file that keeps it."""

    revision: str
    time: datetime.datetime
    person: str
    path: Path

    def read(self) -> bytes:
        """Return its bytes.

        Raises:
            BrochureError: It cannot be read.
        """
        return read_file(self.path, self.path.name)


@dataclass(frozen=True, slots=True)
class FormerTexts:
    """The former texts of a workspace, whose root is ``root``."""

    root: Path

    def folder(self, document: DeskDocument) -> Path:
        """The folder of a document's texts."""
        return self.root / "history" / "texts" / document.key.replace("/", ".")

    def list(self, document: DeskDocument) -> list[FormerText]:
        """Return the former texts of a document, the newest first."""
        return sorted(self._texts(document), key=lambda one: (one.time, one.revision), reverse=True)

    def find(self, document: DeskDocument, revision: str) -> FormerText | None:
        """Return the text with a revision."""
        return next((one for one in self.list(document) if one.revision == revision), None)

    def keep(self, document: DeskDocument, data: bytes, person: str, now: datetime.datetime) -> None:
        """Keep a text; the newest text is not kept twice.

        Raises:
            BrochureError: It cannot be written.
        """
        before = self.list(document)
        revision = revision_of(data)
        if before and before[0].revision == revision:
            return
        who = re.sub(r"[^\w .@-]", "_", person)[:40]
        while len(who.encode()) > MOST_NAME:
            who = who[:-1]
        name = f"{now.astimezone(datetime.UTC).strftime(_FORM)}-{revision}{f'-{who}' if who else ''}.yaml"
        replace_files({self.folder(document) / name: data}, durable=True)
        for old in _thinned(before, now):
            old.path.unlink(missing_ok=True)

    def _texts(self, document: DeskDocument) -> Iterator[FormerText]:
        folder = self.folder(document)
        try:
            names = [path.name for path in folder.iterdir()]
        except OSError:
            return
        for name in names:
            if found := _NAME.fullmatch(name):
                time = datetime.datetime.strptime(found["time"], _FORM).replace(tzinfo=datetime.UTC)
                yield FormerText(found["rev"], time, found["person"] or "", folder / name)


def _thinned(texts: list[FormerText], now: datetime.datetime) -> Iterator[FormerText]:
    """The texts to remove, of texts in their order, the newest first.

    The clock may be wrong: texts of the future stay.
    """
    kept: set[tuple[str, str]] = set()
    for number, one in enumerate(texts):
        age = now - one.time
        if number < LEAST:
            continue
        if age > datetime.timedelta(days=DAYS):
            yield one
        elif number >= NEWEST:
            old = age > datetime.timedelta(days=1)
            slot = ("hour", f"{one.time:%Y%m%d%H}") if old else ("minute", f"{one.time:%Y%m%d%H%M}")
            if slot in kept:
                yield one
            kept.add(slot)


def text_of(texts: FormerTexts, document: DeskDocument, revision: str) -> bytes | None:
    """Return the bytes of a former text; None if it is not kept or cannot be read."""
    found = texts.find(document, revision)
    try:
        return found.read() if found else None
    except BrochureError:
        return None
