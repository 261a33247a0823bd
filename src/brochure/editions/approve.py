"""``brochure approve``: seal the pages of a partner or a booklet as someone approved them (校了)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from brochure import __version__
from brochure.diagnostics.problem import BrochureError, Location, Problem, problem
from brochure.editions.proof_pages import (
    EditionTarget,
    ProofInputs,
    page_digests,
    read_proof_inputs,
    render_proof,
)
from brochure.editions.sealed_files import RECORD, SealedFiles, files_to_write, read_sealed, sealed_folder
from brochure.schema.approval_file import Approval, Signature, approval_yaml
from brochure.storage.atomic import replace_files
from brochure.storage.cache import Cache, bytes_digest, program_digest
from brochure.storage.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Approved:
    """What was sealed: the approval, its record, and the warnings that the pages still have."""

    approval: Approval
    record: Path
    warnings: tuple[Problem, ...]


def approve_target(
    where: Workspace, target: EditionTarget, signature: Signature, *, layout: str, cache: Cache | None = None
) -> Approved:
    """Typeset the pages, and keep them with their inputs and with who approved them.

    A second person signs the same pages; pages that look otherwise, or other inputs, are a new approval, and
    the signatures of the old one go.

    Args:
        where: The workspace.
        target: The partner or the booklet.
        signature: Who approves it.
        layout: The layout of a partner; a booklet names its own.
        cache: The cache of pages.

    Raises:
        BrochureError: The input has mistakes; the pages have faults (A101 and the faults); a file was saved
            while the pages were made (A104); the same person has approved them (A103).
    """
    before = read_proof_inputs(where, target, layout, cache)
    made = render_proof(where, target, layout, cache)
    if made.faults:
        raise BrochureError([problem("A101", name=target.name), *made.faults], made.warnings)
    now = read_proof_inputs(where, target, layout, cache)
    both = {**before.files, **now.files}
    if changed := [file for file in both if before.files.get(file) != now.files.get(file)]:
        raise BrochureError([problem("A104", Location(file), name=target.name) for file in changed])
    old = read_sealed(where, target, now.edition.iso())
    approval = _approval(target, now, made.data, signature)
    folder = sealed_folder(where, target, now.edition.iso())
    record = folder / RECORD
    if old and _is_same(old.approval, approval):
        if any((one.by, one.role) == (signature.by, signature.role) for one in old.approval.signatures):
            details = {"name": target.name, "by": signature.by, "role": signature.role}
            raise BrochureError([problem("A103", Location(where.shown(record)), **details)])
        approval = replace(approval, signatures=(*old.approval.signatures, signature))
    files = files_to_write(folder, target.name, made.data, now.files)
    files[record] = approval_yaml(approval).encode()
    replace_files(files, {record: old.raw if old else None})
    _remove_others(old, set(files))
    return Approved(approval, record, made.warnings)


def _approval(target: EditionTarget, inputs: ProofInputs, data: bytes, signature: Signature) -> Approval:
    return Approval(
        target.name,
        target.kind,
        inputs.edition,
        inputs.layout,
        (signature,),
        __version__,
        program_digest(),
        inputs.fonts,
        bytes_digest(data),
        page_digests(data),
        inputs.digests,
    )


def _is_same(old: Approval, new: Approval) -> bool:
    """Whether another person may sign the same: the inputs, the pages and the layout are equal."""
    return (old.kind, old.layout, old.pages, old.inputs) == (new.kind, new.layout, new.pages, new.inputs)


def _remove_others(old: SealedFiles | None, written: set[Path]) -> None:
    """Remove the inputs of the approval before that are none of this one."""
    for _, path in old.inputs() if old else ():
        if path not in written:
            path.unlink(missing_ok=True)
