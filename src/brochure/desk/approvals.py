"""Whether partners are approved (校了), told from digests of files alone: nothing is typeset for a list."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from brochure.desk.documents import told_problems
from brochure.diagnostics.problem import BrochureError, Problem
from brochure.storage.fingerprint import content_digest
from brochure.storage.workspace import Workspace

if TYPE_CHECKING:
    from brochure.diagnostics.text_files import Lang
    from brochure.editions.sealed_files import SealedFiles
    from brochure.schema.approval_file import Signature

_MOST = 1000  # places of a file that are counted
_SHOWN = 5  # places that are told


@dataclass(frozen=True, slots=True)
class PartnerApproval:
    """The approval of a partner's edition.

    Attributes:
        state: ``approved`` if all files that were approved have the same content, else ``changed``;
            ``unreadable`` if the record has mistakes. Whether changed files change the pages is told by
            ``brochure status``, which makes them.
        signatures: Who approved it, and when.
        places: What changed since: files with lines (``profiles/liaoning.yaml:12``).
        problem: Why the record cannot be read.
    """

    state: Literal["approved", "changed", "unreadable"]
    signatures: tuple[Signature, ...] = ()
    places: tuple[str, ...] = ()
    problem: Problem | None = None


@dataclass(slots=True)
class PartnerApprovals:
    """The approvals of all partners; each is worked out again only when one of its files changed."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _records: dict[Path, tuple[str, SealedFiles | PartnerApproval | None]] = field(default_factory=dict)
    _found: dict[str, tuple[tuple[object, ...], PartnerApproval]] = field(default_factory=dict)
    compared: int = 0  # how many approvals were compared with their files, for tests

    def read(self, where: Workspace, editions: dict[str, str]) -> dict[str, PartnerApproval]:
        """Return the approvals of partners, by id; who is not in it is not approved.

        Args:
            where: The workspace.
            editions: The edition of each partner, as ``2026-11``.
        """
        with self._lock:
            digests: dict[str, str] = {}  # of this reading: many partners share files
            found = {
                name: approval
                for name, edition in editions.items()
                if (approval := self._approval(where, name, edition, digests))
            }
            self._found = {name: one for name, one in self._found.items() if name in found}
            return found

    def _approval(
        self, where: Workspace, name: str, edition: str, digests: dict[str, str]
    ) -> PartnerApproval | None:
        record = _record_path(where, name, edition)
        try:
            digest = content_digest(record) if record else ""
        except OSError:
            digest = ""
        if record is None or not digest:
            return None
        if record not in self._records or self._records[record][0] != digest:
            self._records[record] = digest, _read_record(where, name, edition)
        sealed = self._records[record][1]
        if sealed is None or isinstance(sealed, PartnerApproval):
            return sealed
        now = {file: _digest(where, file, digests) for file in sealed.approval.inputs}
        key = (digest, tuple(now.values()))
        former = self._found.get(name)
        if former is None or former[0] != key:
            self.compared += 1
            self._found[name] = key, _compare(where, sealed, now)
        return self._found[name][1]


def has_approvals(where: Workspace, names: Iterable[str]) -> bool:
    """Whether one of these partners was approved in any edition."""
    from brochure.editions.sealed_files import RECORD, kept_editions
    from brochure.storage.kept_editions import editions_folder

    folders = [editions_folder(where) / edition for edition in kept_editions(where)]
    return any((folder / name / RECORD).exists() for name in names for folder in folders)


def told_approval(approval: PartnerApproval | None, lang: Lang) -> dict[str, Any] | None:
    """Return an approval as JSON; None for a draft."""
    if approval is None:
        return None
    return {
        "state": approval.state,
        "signed": [{"by": one.by, "role": one.role, "date": one.date.iso()} for one in approval.signatures],
        "count": len(approval.places),
        "places": approval.places[:_SHOWN],
        "problem": told_problems([approval.problem], lang)[0] if approval.problem else None,
    }


def _record_path(where: Workspace, name: str, edition: str) -> Path | None:
    """Where the record of an approval is; None if a profile has something else than a date as its edition."""
    from brochure.editions.proof_pages import EditionTarget
    from brochure.editions.sealed_files import RECORD, is_edition, sealed_folder

    if not is_edition(edition):
        return None
    return sealed_folder(where, EditionTarget(name), edition) / RECORD


def _read_record(where: Workspace, name: str, edition: str) -> SealedFiles | PartnerApproval | None:
    from brochure.editions.proof_pages import EditionTarget
    from brochure.editions.sealed_files import read_sealed

    try:
        return read_sealed(where, EditionTarget(name), edition)
    except BrochureError as error:
        return PartnerApproval("unreadable", problem=error.problems[0])


def _compare(where: Workspace, sealed: SealedFiles, now: dict[str, str]) -> PartnerApproval:
    from brochure.editions.approval_state import changed_places

    there = {file: digest for file, digest in now.items() if digest}
    places = tuple(changed_places(sealed, there, partial(_content, where), _MOST))
    return PartnerApproval("changed" if places else "approved", sealed.approval.signatures, places)


def _digest(where: Workspace, file: str, digests: dict[str, str]) -> str:
    """The digest of a file of the workspace; empty if it is gone."""
    if file not in digests:
        path = _path(where, file)
        try:
            digests[file] = content_digest(path) if path else ""
        except OSError:
            digests[file] = ""
    return digests[file]


def _content(where: Workspace, file: str) -> bytes:
    from brochure.editions.sealed_files import kept_text

    path = _path(where, file)
    return kept_text(path) if path else b""


def _path(where: Workspace, file: str) -> Path | None:
    """The path of a file that a record names; None if it is none of the workspace."""
    path = where.root / file
    return path if path.is_relative_to(where.root) and ".." not in Path(file).parts else None
