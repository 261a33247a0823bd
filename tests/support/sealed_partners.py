"""Partners that are approved without their pages being made: what the desk and its list look at."""

from __future__ import annotations

from brochure.document.partial_date import PartialDate
from brochure.editions.proof_pages import EditionTarget, read_proof_inputs
from brochure.editions.sealed_files import RECORD, files_to_write, sealed_folder
from brochure.schema.approval_file import Approval, Signature, approval_yaml
from brochure.storage.atomic import replace_files
from brochure.storage.workspace import Workspace

HEAD = Signature("架空花子", "課長", PartialDate(2026, 11, 18))


def seal(where: Workspace, name: str, *signatures: Signature) -> None:
    """Write the approval of a partner, with its inputs as they are now."""
    target = EditionTarget(name)
    now = read_proof_inputs(where, target, "standard")
    approval = Approval(
        name,
        "partner",
        now.edition,
        now.layout,
        signatures or (HEAD,),
        "0",
        "0",
        now.fonts,
        "0",
        ("0",),
        now.digests,
    )
    folder = sealed_folder(where, target, now.edition.iso())
    files = files_to_write(folder, name, b"%PDF", now.files)
    files[folder / RECORD] = approval_yaml(approval).encode()
    replace_files(files)


def change(where: Workspace, file: str, old: str, new: str) -> None:
    """Replace words of a file of the workspace."""
    path = where.root / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
