"""The originals of Word files that were made, in ``history/`` of the workspace; not a cache.

Programs that convert a Word file drop what brochure embeds in it. The original is then found here, by the
digest that the file names, or by its text. An original is one small file named after its document and its
digest; the same original is kept once. No command but this one removes any, and it tells how many.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from brochure.diagnostics.problem import BrochureError, Location, Problem, problem
from brochure.storage.atomic import replace_files
from brochure.storage.input_file import MAX_TEXT, path_fault, read_input

FOLDER = "history"
MOST = 120  # originals of one document; more are thinned out
KEPT = 100  # originals that are left then
_NAME = re.compile(r"(?P<document>.+)\.(?P<digest>[0-9a-f]{32})\.zip")


@dataclass(frozen=True, slots=True)
class KeptFile:
    """The file of an original: its path, the name of its document, its digest, and when it was written."""

    path: Path
    document: str
    digest: str
    time: int  # nanoseconds


@dataclass(frozen=True, slots=True)
class History:
    """The kept originals of a workspace, whose root is ``root``."""

    root: Path

    @property
    def folder(self) -> Path:
        """The folder of the originals."""
        return self.root / FOLDER

    def keep(self, document: str, digest: str, data: bytes) -> list[Problem]:
        """Keep an original.

        Args:
            document: The name of the document: of a profile, or of a booklet with ``booklet.`` before it.
            digest: Its digest, 32 hexadecimal digits.
            data: Its content.

        Returns:
            Warnings: that it cannot be written (F202), or that older ones were removed (F203).
        """
        target = self.folder / f"{document}.{digest}.zip"
        try:
            if target.exists():
                os.utime(target)  # made again: the last one that was sent
                return []
            replace_files({target: data})
        except BrochureError as error:
            reason = dict(error.problems[0].details).get("reason", "")
            return [problem("F202", None, path=f"{FOLDER}/{target.name}", reason=reason)]
        except OSError as error:
            reason = error.strerror or type(error).__name__
            return [problem("F202", None, path=f"{FOLDER}/{target.name}", reason=reason)]
        return self._thin_out(document)

    def files(self) -> list[KeptFile]:
        """The files of all originals, the newest first; other files in the folder are left out."""
        try:
            with os.scandir(self.folder) as entries:
                listed = [(entry.name, entry.stat().st_mtime_ns) for entry in entries]
        except OSError:
            return []
        named = ((_NAME.fullmatch(name), name, time) for name, time in listed)
        made = [
            KeptFile(self.folder / name, found["document"], found["digest"], time)
            for found, name, time in named
            if found
        ]
        return sorted(made, key=lambda one: (-one.time, one.path.name))

    def with_digest(self, digest: str) -> list[KeptFile]:
        """The files with a digest; there are several if the document was renamed."""
        return [one for one in self.files() if one.digest == digest]

    def read(self, one: KeptFile) -> bytes:
        """Read an original.

        Raises:
            BrochureError: It cannot be read (F104), is no ordinary file (F119), or is too large (F115).
        """
        return read_input(one.path, self.shown(one), self.folder, self.root, most=MAX_TEXT)

    def shown(self, one: KeptFile) -> str:
        """The path of a file in messages."""
        return f"{FOLDER}/{one.path.name}"

    def _thin_out(self, document: str) -> list[Problem]:
        """Remove originals of a document that has too many.

        First those that were replaced soonest: a file that was made again after a minute was hardly sent.
        """
        found = [one for one in self.files() if one.document == document and not path_fault(one.path)]
        if len(found) <= MOST:
            return []
        gone = removable(found, len(found) - KEPT)
        removed = 0
        for one in gone:
            try:
                one.path.unlink()
                removed += 1
            except OSError:  # it is read-only, or another run has removed it: it may stay
                continue
        where = Location(f"{FOLDER}/{document}")
        return [problem("F203", where, count=removed, name=document, most=MOST, kept=KEPT)] if removed else []


def removable(files: Iterable[KeptFile], count: int) -> list[KeptFile]:
    """Return the originals of a document that were replaced soonest by the next one; never the newest."""
    row = sorted(files, key=lambda one: one.time)
    lived = [(after.time - one.time, index) for index, (one, after) in enumerate(pairwise(row))]
    return [row[index] for _, index in sorted(lived)[:count]]
