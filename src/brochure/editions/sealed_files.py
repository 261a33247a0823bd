"""Where approved pages are kept: ``editions/<edition>/<name>/`` with the record, the PDF and the inputs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from brochure.editions.proof_pages import EditionTarget
from brochure.schema.approval_file import Approval, validate_approval
from brochure.storage.input_file import read_ordinary
from brochure.storage.kept_editions import editions_folder
from brochure.storage.workspace import Workspace, listed_names

RECORD = "approval.yaml"
INPUTS = "inputs"
_EDITION = re.compile(r"\d{4}(-\d\d){0,2}")


@dataclass(frozen=True, slots=True)
class SealedFiles:
    """An approval, and where its files are."""

    approval: Approval
    folder: Path
    raw: bytes  # of the record, as it was read

    @property
    def pdf(self) -> Path:
        """The approved PDF."""
        return self.folder / f"{self.approval.target}.pdf"

    def inputs(self) -> Iterator[tuple[str, Path]]:
        """The kept inputs: their paths in the workspace, and where they are kept."""
        for file in self.approval.inputs:
            path = self.folder / INPUTS / file
            if path.is_relative_to(self.folder) and ".." not in Path(file).parts:
                yield file, path


def sealed_folder(where: Workspace, target: EditionTarget, edition: str) -> Path:
    """The folder of the approved files of a target."""
    return editions_folder(where) / edition / target.name


def read_sealed(where: Workspace, target: EditionTarget, edition: str) -> SealedFiles | None:
    """Read the approval of an edition; None if there is none.

    Raises:
        BrochureError: The record has mistakes, or cannot be read.
    """
    folder = sealed_folder(where, target, edition)
    path = folder / RECORD
    if not path.exists():
        return None
    raw = where.read(path)
    return SealedFiles(validate_approval(raw, where.shown(path)), folder, raw)


def is_edition(text: str) -> bool:
    """Whether a text is the date of an edition, and so the name of a folder.

    >>> is_edition("2026-11"), is_edition("../2026")
    (True, False)
    """
    return _EDITION.fullmatch(text) is not None


def kept_editions(where: Workspace) -> list[str]:
    """The editions that have a folder, the oldest first."""
    return sorted(name for name in listed_names(editions_folder(where)) if is_edition(name))


def kept_text(path: Path) -> bytes:
    """The content of a kept file; empty if it was removed."""
    try:
        return read_ordinary(path) or b""
    except OSError:
        return b""


def files_to_write(folder: Path, target: str, pdf: bytes, inputs: Mapping[str, bytes]) -> dict[Path, bytes]:
    """The kept files of an approval without its record, by path."""
    files = {folder / INPUTS / file: data for file, data in inputs.items()}
    return {**files, folder / f"{target}.pdf": pdf}
