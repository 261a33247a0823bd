"""What lies in a workspace's folders: names that other systems cannot have, and files that nobody reads.

Only names are looked at, so that it takes milliseconds; a file is opened only where its name says that it may
be a profile that was saved under another one. What systems and editors hide is left alone: names that begin
with a dot (``.DS_Store``, ``._name.yaml``), ``Thumbs.db``, ``desktop.ini``, Word's ``~$name.docx``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from brochure.diagnostics.problem import Location, Problem, problem
from brochure.schema.layout import FILE
from brochure.storage import file_names as filenames
from brochure.storage import spelling
from brochure.storage.workspace import Workspace, name_problem

FOLDERS = ("profiles", "booklets", "shops", "layouts", "pictures", "fonts")
_HIDDEN = re.compile(r"(?:\.|~\$).*|thumbs\.db|desktop\.ini|__pycache__", re.IGNORECASE)
_LEFT = r"#(?P<autosaved>.+)#|(?P<kept>.+?)(?:~|\.orig|\.rej|\.tmp)"
_BEGINS = {  # a line that every file of a folder has
    "profiles": rb"(?m)^(?:partner|answers)\s*:",
    "booklets": rb"(?m)^(?:partners|foreword|colophon)\s*:",
    "shops": rb"(?m)^output_intent\s*:",
}
_PLAIN = ("", ".txt", ".text")  # endings of files that people write texts in
_ENOUGH = 20_000  # bytes to find such a line in


@dataclass(frozen=True, slots=True)
class Found:
    """What :func:`look` found: what cannot be elsewhere, and what is ignored or at risk."""

    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder and the names in it that count."""

    path: Path
    shown: str  # from the workspace on, with "/"
    names: tuple[str, ...]

    def at(self, name: str) -> Location:
        """A file of the folder as a place."""
        return Location(f"{self.shown}/{name}")


def look(where: Workspace) -> Found:
    """Look through the folders of a workspace."""
    problems: list[Problem] = []
    warnings: list[Problem] = []
    for name in FOLDERS:
        for folder in _below(where.root / name, name):
            problems += _impossible(folder)
            warnings += _at_risk(folder)
            if folder.shown in _BEGINS:
                problems += _misnamed(folder)
                warnings += _ignored(folder)
            elif folder.shown == "layouts":
                problems += _misnamed_layouts(folder)
            elif folder.path.parent == where.root / "layouts":
                warnings += _without_manifest(folder)
    return Found(tuple(dict.fromkeys(problems)), tuple(warnings))


def _below(path: Path, shown: str) -> Iterator[_Folder]:
    """A folder and those below it; one that is a link is looked at, links in it are not followed."""
    try:
        entries = sorted(os.scandir(path), key=lambda entry: entry.name)
    except OSError:
        return
    entries = [entry for entry in entries if not _HIDDEN.fullmatch(entry.name)]
    yield _Folder(path, shown, tuple(entry.name for entry in entries))
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _below(path / entry.name, f"{shown}/{entry.name}")


def _impossible(folder: _Folder) -> Iterator[Problem]:
    for name in folder.names:
        if fault := filenames.name_fault(name):
            shown = name.removesuffix(".yaml") if folder.shown in _BEGINS else name
            yield problem(fault.code, folder.at(name), name=shown, detail=fault.detail)
    for name, other in filenames.colliding_names(folder.names):
        yield problem("N109", folder.at(name), name=name, other=other)


def _at_risk(folder: _Folder) -> Iterator[Problem]:
    for name in folder.names:
        doubt = filenames.name_warning(name)
        if doubt and (spelling.FORMS_ARE_KEPT or doubt.code != "N202"):
            yield problem(doubt.code, folder.at(name), name=name, detail=doubt.detail)
        if (length := filenames.utf16_length(f"{folder.shown}/{name}")) > filenames.LONGEST_PATH:
            yield problem("N203", folder.at(name), length=length, most=filenames.LONGEST_PATH)


def _misnamed(folder: _Folder) -> Iterator[Problem]:
    """YAML files that have a name which no command takes."""
    for name in folder.names:
        stem = name.removesuffix(".yaml")
        if stem == name and name.lower().endswith(".yaml"):  # Windows reads it, others do not
            better = filenames.intended_file_name(name)
            yield problem("N110", folder.at(name), name=name, folder=folder.shown, nearest=better)
        if stem != name and not stem.startswith("_") and not filenames.is_id(stem):
            yield name_problem(folder.shown, stem, folder.at(name))


def _misnamed_layouts(folder: _Folder) -> Iterator[Problem]:
    for name in folder.names:
        if (folder.path / name / FILE).is_file() and not filenames.is_id(name):
            yield name_problem(folder.shown, name, folder.at(name))


def _without_manifest(folder: _Folder) -> Iterator[Problem]:
    """A layout's folder whose manifest has another name, so that it is no layout."""
    if FILE not in folder.names:
        for name in folder.names:
            if filenames.intended_file_name(name) == FILE:
                yield problem("N204", folder.at(name), meant=FILE)


def _ignored(folder: _Folder) -> Iterator[Problem]:
    """Files that look as if they were to be read, but have a name that is not."""
    included: bytes | None = None
    for name in folder.names:
        if name.lower().endswith(".yaml") and not name.startswith("_"):  # one that has a place already
            continue
        code, meant = _unread(folder, name)
        if not code:
            continue
        if included is None:
            included = b"\n".join(_texts(folder))
        if name.encode(errors="replace") not in included:  # it is none that a profile includes
            yield problem(code, folder.at(name), meant=meant)


def _unread(folder: _Folder, name: str) -> tuple[str, str]:
    """The code of why a file is not read, and the name that it would be read under; or nothing."""
    if meant := filenames.intended_file_name(name):
        return ("N204", meant) if meant != name else ("", "")
    if found := re.fullmatch(_LEFT, name):
        kept = found["autosaved"] or found["kept"]
        return ("N205", kept) if filenames.intended_file_name(kept) == kept else ("", "")
    if Path(name).suffix.lower() in _PLAIN and _is_one(folder, name):
        return "N204", filenames.intended_file_name(f"{Path(name).stem}.yaml") or "….yaml"
    return "", ""


def _is_one(folder: _Folder, name: str) -> bool:
    """Whether a file's text is one of the folder's kind; that of UTF-16 has zeros between its letters."""
    try:
        with (folder.path / name).open("rb") as file:
            text = file.read(_ENOUGH).replace(b"\0", b"").replace(b"\r", b"\n")
    except OSError:
        return False
    return bool(re.search(_BEGINS[folder.shown], text))


def _texts(folder: _Folder) -> Iterable[bytes]:
    """The YAML files of a folder, as they are."""
    for name in folder.names:
        if name.endswith(".yaml"):
            try:
                yield (folder.path / name).read_bytes()
            except OSError:  # told when it is read
                continue
