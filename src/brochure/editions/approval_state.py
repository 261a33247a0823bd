"""Is what was approved still what would be printed: the state of a partner or a booklet (校了の状態)."""

from __future__ import annotations

import difflib
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from pathlib import Path

from brochure.diagnostics.problem import BrochureError, Problem
from brochure.editions.proof_pages import (
    EditionTarget,
    page_digests,
    read_proof_inputs,
    render_proof,
)
from brochure.editions.sealed_files import SealedFiles, kept_editions, kept_text, read_sealed
from brochure.schema.approval_file import Signature
from brochure.storage.cache import Cache, bytes_digest, program_digest
from brochure.storage.workspace import Workspace

_TEXTS = (".yaml", ".yml", ".css", ".html", ".j2", ".csl", ".json", ".bib", ".ris")
_SHOWN = 5  # places of a file that are named


class ApprovalStatus(Enum):
    """Whether something is approved."""

    DRAFT = "draft"  # nobody has approved this edition
    APPROVED = "approved"
    SAME_PAGES = "same pages"  # files have changed since, and every page looks as it was approved
    NEWER_PROGRAM = "newer program"  # pages look otherwise only because the program or a font is another one
    CHANGED = "changed"
    BROKEN = "broken"  # the pages cannot be made now


GOOD = frozenset({ApprovalStatus.APPROVED, ApprovalStatus.SAME_PAGES, ApprovalStatus.NEWER_PROGRAM})
"""With these the pages may be printed."""


@dataclass(frozen=True, slots=True)
class ApprovalState:
    """The state of a partner or a booklet.

    Attributes:
        target: What it is about.
        status: Whether it is approved.
        edition: The edition that it has now; empty if the files cannot be read.
        signatures: Who approved this edition.
        places: What changed since: files with the lines of the changes (``profiles/liaoning.yaml:12``).
        pages: The pages that look otherwise, from 1.
        former: The last edition that was approved, if this one is not.
        problems: Why the pages cannot be made now.
    """

    target: EditionTarget
    status: ApprovalStatus
    edition: str = ""
    signatures: tuple[Signature, ...] = ()
    places: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    former: str = ""
    problems: tuple[Problem, ...] = ()


def approval_state(
    where: Workspace, target: EditionTarget, *, layout: str, cache: Cache | None = None
) -> ApprovalState:
    """Compare what was approved with what would be printed now.

    If no input and neither program nor fonts have changed, nothing is typeset. Otherwise the pages are made
    and compared with the approved ones; with another program or font also those of the approved inputs, so
    that a difference that has only this cause is told as such.

    Args:
        where: The workspace.
        target: The partner or the booklet.
        layout: The layout of a partner.
        cache: The cache of pages.

    Raises:
        BrochureError: The record of the approval has mistakes.
    """
    try:
        now = read_proof_inputs(where, target, layout, cache)
    except BrochureError as error:
        return _broken(where, target, error)
    found = ApprovalState(target, ApprovalStatus.DRAFT, now.edition.iso())
    sealed = read_sealed(where, target, now.edition.iso())
    if sealed is None:
        return replace(found, former=_former(where, target))
    approval = sealed.approval
    places = changed_places(sealed, now.digests, lambda file: now.files.get(file, b""))
    found = replace(found, signatures=approval.signatures, places=tuple(places))
    is_same_program = approval.program == program_digest() and approval.fonts == now.fonts
    if not found.places and is_same_program and approval.layout == now.layout:
        return replace(found, status=ApprovalStatus.APPROVED)
    try:
        pages = page_digests(render_proof(where, target, layout, cache).data)
    except BrochureError as error:
        return replace(found, status=ApprovalStatus.BROKEN, problems=tuple(error.problems))
    differing = _differing(_approved_pages(sealed), pages)
    if not differing:
        status = ApprovalStatus.SAME_PAGES if found.places else ApprovalStatus.APPROVED
        return replace(found, status=status)
    if not is_same_program:
        today = _approved_inputs_today(where, sealed, target)
        if today is not None and not (own := _differing(today, pages)):
            return replace(found, status=ApprovalStatus.NEWER_PROGRAM, pages=differing)
        differing = own if today is not None else differing
    return replace(found, status=ApprovalStatus.CHANGED, pages=differing)


def _broken(where: Workspace, target: EditionTarget, error: BrochureError) -> ApprovalState:
    former = _former(where, target)
    return ApprovalState(target, ApprovalStatus.BROKEN, former=former, problems=tuple(error.problems))


def _former(where: Workspace, target: EditionTarget) -> str:
    """The last edition of which the target was approved."""
    found = [one for one in kept_editions(where) if read_sealed(where, target, one)]
    return found[-1] if found else ""


def _approved_pages(sealed: SealedFiles) -> tuple[str, ...]:
    """The digests of the approved pages, drawn today from the kept PDF; those of the record if it is lost."""
    data = kept_text(sealed.pdf)
    return page_digests(data) if bytes_digest(data) == sealed.approval.pdf else sealed.approval.pages


def _differing(old: Sequence[str], new: Sequence[str]) -> tuple[int, ...]:
    """The pages that differ, from 1; also those that only one of both has."""
    most = max(len(old), len(new))
    return tuple(page + 1 for page in range(most) if old[page : page + 1] != new[page : page + 1])


def changed_places(
    sealed: SealedFiles, digests: Mapping[str, str], read: Callable[[str], bytes], most: int = _SHOWN
) -> Iterator[str]:
    """The files that are not as they were approved, with the lines of the changes in texts.

    Args:
        sealed: What was approved.
        digests: The digest of each file that the pages are made from now, by its path in the workspace.
        read: Gives the content that one of these files has now.
        most: How many places of a file are named.
    """
    kept = dict(sealed.inputs())
    for file in sorted({*sealed.approval.inputs, *digests}):
        if sealed.approval.inputs.get(file) == digests.get(file):
            continue
        old = kept_text(kept[file]) if file in kept else b""
        lines = _changed_lines(old, read(file)) if Path(file).suffix in _TEXTS else []
        yield from (f"{file}:{line}" for line in lines[:most]) if lines and old else [file]


@lru_cache(maxsize=256)  # many partners share a layout and a series
def _changed_lines(old: bytes, new: bytes) -> list[int]:
    """The first line of each place that differs, as a number in the new text."""
    before, after = (text.decode("utf-8", "replace").splitlines() for text in (old, new))
    found = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [min(start + 1, max(len(after), 1)) for kind, _, _, start, _ in found if kind != "equal"]


def _approved_inputs_today(
    where: Workspace, sealed: SealedFiles, target: EditionTarget
) -> tuple[str, ...] | None:
    """The pages that today's program and fonts make of the approved inputs; None if they cannot be made."""
    with tempfile.TemporaryDirectory(prefix="brochure-") as folder:
        place = Workspace(Path(folder))
        kept: Mapping[str, Path] = dict(sealed.inputs())
        for file, path in kept.items():
            (place.root / file).parent.mkdir(parents=True, exist_ok=True)
            (place.root / file).write_bytes(kept_text(path))
        if (where.root / "fonts").is_dir():
            (place.root / "fonts").symlink_to(where.root / "fonts")
        try:
            return page_digests(render_proof(place, target, sealed.approval.layout).data)
        except BrochureError:
            return None
