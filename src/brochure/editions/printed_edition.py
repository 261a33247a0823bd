"""A printed edition as it is kept in ``editions/<edition>/printed/``: inputs, PDF, Word and digests."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from brochure import __version__
from brochure.build.booklet import build_booklet, compile_booklet
from brochure.build.brochure import build_brochure
from brochure.build.load import load_common
from brochure.build.processes import available_cores
from brochure.diagnostics.problem import BrochureError, Problem, problem
from brochure.document.partial_date import PartialDate
from brochure.editions.proof_pages import EditionTarget, read_proof_inputs
from brochure.editions.sealed_files import kept_editions
from brochure.storage.cache import Cache, bytes_digest
from brochure.storage.kept_editions import printed_folder
from brochure.storage.workspace import Workspace

INPUTS, FILES, DIGESTS = "inputs", "files", "SHA256SUMS"
_TEMPORARY = ".brochure-edition-"


@dataclass(frozen=True, slots=True)
class KeptEdition:
    """An edition that was kept: its folder, its targets, and what the checks of its pages found."""

    folder: Path
    targets: tuple[EditionTarget, ...]
    warnings: tuple[Problem, ...]


def last_printed(where: Workspace, before: str = "") -> str:
    """The last edition that is kept, or the last before an edition; empty if there is none."""
    found = [one for one in kept_editions(where) if printed_folder(where, one).is_dir()]
    return max((one for one in found if not before or one < before), default="")


def kept_workspace(where: Workspace, edition: str) -> Workspace:
    """The inputs of a kept edition as a workspace."""
    return Workspace(printed_folder(where, edition) / INPUTS)


def keep_edition(
    where: Workspace, edition: PartialDate, *, layout: str, cache: Cache | None = None
) -> KeptEdition:
    """Build all partners and booklets, and keep the files with all that they are made from.

    The folder gets its name when everything is in it.

    Raises:
        BrochureError: Mistakes of any file, all of them; the edition is kept already (A120).
    """
    folder = printed_folder(where, edition.iso())
    if folder.exists():
        raise BrochureError([problem("A120", edition=edition.iso(), folder=where.shown(folder))])
    targets = (
        *(EditionTarget(name) for name in where.names()),
        *(EditionTarget(name, "booklet") for name in where.booklet_names()),
    )
    with _new_folder(where, folder) as made:
        problems: list[Problem] = []
        warnings: list[Problem] = []
        for target in targets:
            try:
                warnings += _keep_target(where, target, layout, made, cache)
            except BrochureError as error:
                problems += error.problems
        if problems:
            raise BrochureError(list(dict.fromkeys(problems)))
        _write_digests(made)
    return KeptEdition(folder, targets, tuple(dict.fromkeys(warnings)))


@contextmanager
def _new_folder(where: Workspace, folder: Path) -> Iterator[Path]:
    """A folder that gets its name at the end, and is gone if something fails.

    Raises:
        BrochureError: It cannot be written (F106).
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=_TEMPORARY, dir=folder.parent))
    except OSError as error:
        shown = where.shown(folder)
        raise BrochureError([problem("F106", path=shown, reason=error.strerror or error)]) from None
    try:
        yield made
        made.chmod(0o755)
        made.rename(folder)
    except OSError as error:
        shown = where.shown(folder)
        raise BrochureError([problem("F106", path=shown, reason=error.strerror or error)]) from None
    finally:
        if made.exists():
            shutil.rmtree(made, ignore_errors=True)


def _keep_target(
    where: Workspace, target: EditionTarget, layout: str, folder: Path, cache: Cache | None
) -> tuple[Problem, ...]:
    """Keep the inputs and the files of a partner or booklet; returns the doubts and faults of its pages."""
    for file, data in read_proof_inputs(where, target, layout, cache).files.items():
        path = folder / INPUTS / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    output = folder / FILES
    if target.kind == "partner":
        common = load_common(where, layout, cache=cache)
        built = build_brochure(where, target.name, common, output=output, cache=cache, keeps=False)
    else:
        compiled = compile_booklet(where, target.name, cache=cache)
        built = build_booklet(where, compiled, output=output, jobs=available_cores(), cache=cache)
    return (*built.warnings, *built.faults)


def _write_digests(folder: Path) -> None:
    """Write the digest of every file, as ``sha256sum -c`` reads them."""
    lines = [f"# brochure {__version__}"]
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            lines.append(f"{bytes_digest(path.read_bytes())}  {path.relative_to(folder).as_posix()}")
    (folder / DIGESTS).write_text("\n".join(lines) + "\n", "utf-8")


def changed_kept_files(folder: Path) -> list[str]:
    """The files of a kept edition that are gone or are no longer as they were."""
    found = []
    for line in (folder / DIGESTS).read_text("utf-8").splitlines():
        if match := re.fullmatch(r"([0-9a-f]{64})  (.+)", line):
            path = folder / match[2]
            if not path.is_file() or bytes_digest(path.read_bytes()) != match[1]:
                found.append(match[2])
    return found


def remove_printed(folder: Path) -> None:
    """Remove an edition that was kept a moment ago, because what follows has failed."""
    shutil.rmtree(folder, ignore_errors=True)
    if folder.parent.is_dir() and not os.listdir(folder.parent):  # noqa: PTH208  # names only
        folder.parent.rmdir()
