"""``brochure check --fix``: the safe fixes of the files that ``check`` reads, as a diff, and written."""

from __future__ import annotations

import contextlib
import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from brochure.build.house_check import load_house_words
from brochure.diagnostics.problem import BrochureError, Location, Problem, problem
from brochure.diagnostics.visible import show_invisible
from brochure.schema import csl_items, mending
from brochure.schema.house_words import WORDS_FILE, HouseWords
from brochure.schema.layout import FILE
from brochure.schema.mending import Grammar
from brochure.schema.yaml_reader import MAX_BYTES, parse_yaml
from brochure.storage import atomic, encoding
from brochure.storage.encoding import LINE_END
from brochure.storage.file_names import is_absolute
from brochure.storage.workspace import SERIES, Workspace, read_file

_MARKS = re.compile(rb"(?:\xef\xbb\xbf)*")


@dataclass(frozen=True, slots=True)
class MendedFile:
    """A file with safe fixes.

    Attributes:
        path: The file.
        shown: Its name in messages.
        before: Its content.
        after: Its content with the fixes.
        encoding: Its encoding if it is not UTF-8, or empty.
    """

    path: Path
    shown: str
    before: bytes
    after: bytes
    encoding: str

    def diff_lines(self) -> Iterator[str]:
        """The lines of a unified diff; characters that cannot be seen are written as code points.

        The old lines of a file in another encoding are what a program shows that takes it for UTF-8.
        """
        old = self.before.decode("utf-8", "replace")
        names = (self.shown, self.shown)
        if self.encoding:
            names = (f"{self.shown} ({self.encoding})", f"{self.shown} (UTF-8)")
            if b"\0" in self.before or b"\x1b" in self.before:
                old = ""
        for line in difflib.unified_diff(_lines(old), _lines(self.after.decode()), *names, lineterm=""):
            yield show_invisible(line.rstrip("\r\n"))


@dataclass(frozen=True, slots=True)
class FoundFixes:
    """The files with safe fixes, and a warning for each file that needs its author first (Y210)."""

    files: tuple[MendedFile, ...]
    warnings: tuple[Problem, ...]


def find_fixes(where: Workspace, names: Sequence[str], layout: str) -> FoundFixes:
    """Find the safe fixes of profiles and of the files they share; nothing is written.

    Without names, these are all profiles, and also the booklets and print shops of the workspace. Files that
    cannot be read are left to the check that follows.
    """
    files: list[MendedFile] = []
    warnings: list[Problem] = []
    pending = list(_files_to_check(where, names, layout).items())
    seen = {path for path, _ in pending}
    while pending:
        path, grammar = pending.pop(0)
        shown = where.shown(path)
        try:
            before = read_file(path, shown)
        except BrochureError:
            continue
        text, mended = _mend_file(path, shown, before, grammar)
        if mended is not None and text:
            files.append(mended)
        elif mended is not None:
            warnings.append(problem("Y210", Location(shown)))
        for other in _included_files(where, text, grammar):
            if other not in seen:
                seen.add(other)
                pending.append((other, mending.sources_grammar()))
    return FoundFixes(tuple(files), tuple(warnings))


def _files_to_check(where: Workspace, names: Sequence[str], layout: str) -> Mapping[Path, Grammar]:
    house: HouseWords | None = None
    with contextlib.suppress(BrochureError):  # the check reports its mistakes
        house = load_house_words(where)
    files = {
        where.root / WORDS_FILE: mending.words_grammar(),
        where.profiles / SERIES: replace(mending.series_grammar(), house=house),
        where.profiles / csl_items.SOURCES_FILE: mending.sources_grammar(),
        where.profiles / csl_items.LEDGER_FILE: mending.ledger_grammar(),
    }
    try:
        folder = where.layout(layout)
        if folder.is_relative_to(where.root):  # not a layout that comes with brochure
            files[folder / FILE] = mending.layout_grammar()
    except BrochureError:
        pass  # the check reports that there is no such layout
    if not names:
        booklet = replace(mending.booklet_grammar(), house=house)
        files |= {where.booklets / f"{name}.yaml": booklet for name in where.booklet_names()}
        files |= {path: mending.shop_grammar() for path in sorted((where.root / "shops").glob("*.yaml"))}
    for name in names or where.names():
        try:
            files[where.profile(name)] = replace(mending.profile_grammar(), house=house)
        except BrochureError:
            continue  # the check reports it
    return files


def _mend_file(path: Path, shown: str, before: bytes, grammar: Grammar) -> tuple[str, MendedFile | None]:
    """Return the text of a file with its fixes, and the file if there are any.

    The text is empty if it is not YAML even with the fixes.
    """
    if len(before) > MAX_BYTES:
        return "", None
    marks = _MARKS.match(before)[0]  # type: ignore[index]  # matches ""
    converted = encoding.convert_to_text(before)
    if converted:
        text, marks = converted.text, b""
    else:
        try:
            text = encoding.decode_utf8(before, shown)
        except BrochureError:
            return "", None
    mended = mending.mend_text(text, grammar)
    after = marks + mended.text.encode()
    if after == before:
        return mended.text if mended.readable else "", None
    found = MendedFile(path, shown, before, after, converted.encoding if converted else "")
    return mended.text if mended.readable else "", found


def _included_files(where: Workspace, text: str, grammar: Grammar) -> Iterator[Path]:
    """The files of sources that a profile includes."""
    if not text or grammar.items != ("sources",):
        return
    try:
        source = parse_yaml(text.encode(), "")
    except BrochureError:
        return
    for _, name in csl_items.included_files(source):
        path = where.profiles / name
        if not is_absolute(name) and path.is_file() and path.resolve().is_relative_to(where.root.resolve()):
            yield path


def write_fixes(files: Sequence[MendedFile]) -> dict[Path, Path]:
    """Write the fixed files, all or none; the old content of each is saved beside it as ``.bak``.

    Returns:
        The backup of each file.

    Raises:
        BrochureError: Another program saved a file after it was read (F121), or a file cannot be written
            (F106).
    """
    saved = [one for one in files if read_file(one.path, one.shown) != one.before]
    if saved:
        raise BrochureError([problem("F121", Location(one.shown)) for one in saved])
    return atomic.replace_with_backups({one.path: (one.before, one.after) for one in files})


def _lines(text: str) -> list[str]:
    """The lines of a text as editors count them, with their ends."""
    starts = [0, *(found.end() for found in LINE_END.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise(starts) if end > start]
