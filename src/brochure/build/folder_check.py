"""Check the names of files in a workspace: names that other systems do not allow, files that are not read.

Only names are checked, which takes milliseconds. A file is opened only if its name suggests a profile that
was saved under a wrong name. Hidden files are skipped: names that begin with a dot (``.DS_Store``,
``._name.yaml``), ``Thumbs.db``, ``desktop.ini``, Word's ``~$name.docx``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from brochure.build import comments
from brochure.diagnostics.problem import Location, Problem, problem
from brochure.schema.layout import FILE
from brochure.storage import file_names, spelling
from brochure.storage.input_file import MAX_TEXT, path_fault, read_ordinary, unusual_file
from brochure.storage.workspace import Workspace, name_problem

FOLDERS = ("profiles", "booklets", comments.FOLDER, "shops", "layouts", "pictures", "fonts")
_COMMENTS = {comments.FOLDER: "profiles", comments.BOOKLETS: "booklets"}  # and the folder of the same names
_HIDDEN = re.compile(r"(?:\.|~\$).*|thumbs\.db|desktop\.ini|__pycache__", re.IGNORECASE)
_BACKUP_NAME = r"#(?P<autosaved>.+)#|(?P<kept>.+?)(?:~|\.orig|\.rej|\.tmp)"
_TYPICAL_LINES = {  # a line that every file of this folder contains
    "profiles": rb"(?m)^(?:partner|answers)\s*:",
    "booklets": rb"(?m)^(?:partners|foreword|colophon)\s*:",
    "shops": rb"(?m)^output_intent\s*:",
}
_TEXT_SUFFIXES = ("", ".txt", ".text")  # suffixes of plain text files
_SEARCHED_BYTES = 20_000  # bytes to search for such a line


@dataclass(frozen=True, slots=True)
class FolderFindings:
    """The result of :func:`check_folders`.

    Attributes:
        problems: Names that other systems do not allow, and misnamed files.
        warnings: Files that are not read, and names that may cause trouble.
    """

    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder and the names in it, without hidden ones."""

    path: Path
    shown: str  # the path from the workspace, with "/"
    names: tuple[str, ...]
    faults: tuple[Problem, ...] = ()  # why the folder could not be read

    def at(self, name: str) -> Location:
        """The location of a file in the folder."""
        return Location(f"{self.shown}/{name}")


def check_folders(where: Workspace) -> FolderFindings:
    """Check the names of all files in the folders of a workspace."""
    problems: list[Problem] = []
    warnings: list[Problem] = []
    for name in FOLDERS:
        for folder in _walk_folders(where.root / name, name):
            problems += folder.faults
            problems += _forbidden_names(folder)
            problems += _unusual_files(folder)
            warnings += _risky_names(folder)
            if folder.shown in _TYPICAL_LINES:
                problems += _misnamed_files(folder)
                warnings += _ignored_files(folder)
            elif folder.shown in _COMMENTS:
                warnings += _comments_of_nobody(where, folder)
            elif folder.shown == "layouts":
                problems += _misnamed_layouts(folder)
            elif folder.path.parent == where.root / "layouts":
                warnings += _without_manifest(folder)
    return FolderFindings(tuple(dict.fromkeys(problems)), tuple(warnings))


def _walk_folders(path: Path, shown: str) -> Iterator[_Folder]:
    """A folder and all folders below it. The folder itself may be a link; links in it are not followed."""
    try:
        entries = sorted(os.scandir(path), key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        fault = problem("F104", path=shown, reason=error.strerror or error)
        yield _Folder(path, shown, (), (fault,))
        return
    entries = [entry for entry in entries if not _HIDDEN.fullmatch(entry.name)]
    yield _Folder(path, shown, tuple(entry.name for entry in entries))
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _walk_folders(path / entry.name, f"{shown}/{entry.name}")


def _unusual_files(folder: _Folder) -> Iterator[Problem]:
    """Folders, pipes and broken links where a file is expected: YAML files and layouts."""
    for name in folder.names:
        path = folder.path / name
        if folder.shown in _TYPICAL_LINES and name.endswith(".yaml"):
            found = unusual_file(path, name, folder.at(name), folder.path.parent, folder.path)
        elif folder.shown == "layouts" and path.is_symlink() and path_fault(path) != "folder":
            found = unusual_file(path, name, folder.at(name))
        elif folder.shown.startswith("layouts/") and name == FILE:
            found = unusual_file(path, name, folder.at(name), folder.path, folder.path.parent)
        else:
            continue
        if found:
            yield found


def _forbidden_names(folder: _Folder) -> Iterator[Problem]:
    for name in folder.names:
        if fault := file_names.name_fault(name):
            shown = name.removesuffix(".yaml") if folder.shown in _TYPICAL_LINES else name
            yield problem(fault.code, folder.at(name), name=shown, detail=fault.detail)
    for name, other in file_names.colliding_names(folder.names):
        yield problem("N109", folder.at(name), name=name, other=other)


def _risky_names(folder: _Folder) -> Iterator[Problem]:
    for name in folder.names:
        doubt = file_names.name_warning(name)
        if doubt and (spelling.FORMS_ARE_KEPT or doubt.code != "N202"):
            yield problem(doubt.code, folder.at(name), name=name, detail=doubt.detail)
        if (length := file_names.utf16_length(f"{folder.shown}/{name}")) > file_names.LONGEST_PATH:
            yield problem("N203", folder.at(name), length=length, most=file_names.LONGEST_PATH)


def _misnamed_files(folder: _Folder) -> Iterator[Problem]:
    """YAML files with a name that no command accepts."""
    for name in folder.names:
        stem = name.removesuffix(".yaml")
        if stem == name and name.lower().endswith(".yaml"):  # ".YAML" is read on Windows only
            better = file_names.intended_file_name(name)
            yield problem("N110", folder.at(name), name=name, folder=folder.shown, nearest=better)
        if stem != name and not stem.startswith("_") and not file_names.is_id(stem):
            yield name_problem(folder.shown, stem, folder.at(name))


def _misnamed_layouts(folder: _Folder) -> Iterator[Problem]:
    for name in folder.names:
        if (folder.path / name / FILE).is_file() and not file_names.is_id(name):
            yield name_problem(folder.shown, name, folder.at(name))


def _comments_of_nobody(where: Workspace, folder: _Folder) -> Iterator[Problem]:
    """Files of comments whose profile or booklet does not exist."""
    kind = _COMMENTS[folder.shown]
    for name in folder.names:
        stem = Path(name).stem
        if (folder.path / name).is_file() and not os.path.lexists(where.root / kind / f"{stem}.yaml"):
            yield problem("N206", folder.at(name), what=f"{kind}/{stem}.yaml")


def _without_manifest(folder: _Folder) -> Iterator[Problem]:
    """A folder in layouts/ whose manifest has a wrong name, so it is not a layout."""
    if FILE not in folder.names:
        for name in folder.names:
            if file_names.intended_file_name(name) == FILE:
                yield problem("N204", folder.at(name), meant=FILE)


def _ignored_files(folder: _Folder) -> Iterator[Problem]:
    """Files that are probably meant to be read but have a wrong name."""
    included: bytes | None = None
    for name in folder.names:
        if name.lower().endswith(".yaml") and not name.startswith("_"):  # read, or reported elsewhere
            continue
        code, meant = _unread_file(folder, name)
        if not code:
            continue
        if included is None:
            included = b"\n".join(_yaml_files(folder))
        if name.encode(errors="replace") not in included:  # no profile includes it
            yield problem(code, folder.at(name), meant=meant)


def _unread_file(folder: _Folder, name: str) -> tuple[str, str]:
    """The code of the warning that a file is not read, and the name it should have; ("", "") if none."""
    if meant := file_names.intended_file_name(name):
        return ("N204", meant) if meant != name else ("", "")
    if found := re.fullmatch(_BACKUP_NAME, name):
        kept = found["autosaved"] or found["kept"]
        return ("N205", kept) if file_names.intended_file_name(kept) == kept else ("", "")
    if Path(name).suffix.lower() in _TEXT_SUFFIXES and _is_of_kind(folder, name):
        return "N204", file_names.intended_file_name(f"{Path(name).stem}.yaml") or "….yaml"
    return "", ""


def _is_of_kind(folder: _Folder, name: str) -> bool:
    """Whether the text of a file is of the folder's kind; zero bytes are removed for UTF-16."""
    try:
        text = read_ordinary(folder.path / name, MAX_TEXT) or b""
    except OSError:  # a pipe, a link to nothing, …
        return False
    text = text[:_SEARCHED_BYTES].replace(b"\0", b"").replace(b"\r", b"\n")
    return bool(re.search(_TYPICAL_LINES[folder.shown], text))


def _yaml_files(folder: _Folder) -> Iterable[bytes]:
    """The bytes of the YAML files of a folder."""
    for name in folder.names:
        if name.endswith(".yaml"):
            try:
                yield read_ordinary(folder.path / name, MAX_TEXT) or b""
            except OSError:  # reported when the file is read
                continue
