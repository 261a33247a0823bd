"""What is approved is kept with its inputs; another person signs the same, other pages are signed anew."""

from __future__ import annotations

import pytest

from brochure.diagnostics.problem import BrochureError
from brochure.document.partial_date import PartialDate
from brochure.editions import approve as approving
from brochure.editions.approve import approve_target
from brochure.editions.proof_pages import EditionTarget, ProofInputs, read_proof_inputs
from brochure.editions.sealed_files import read_sealed
from brochure.schema.approval_file import Signature
from brochure.storage.workspace import Workspace

HANA = Signature("架空花子", "課長", PartialDate(2026, 11, 30))
TARO = Signature("架空太郎", "部長", PartialDate(2026, 12, 1))
COOKING = EditionTarget("cooking")


def test_the_inputs_and_the_pdf_are_kept(small: Workspace) -> None:
    made = approve_target(small, COOKING, HANA, layout="standard")
    folder = made.record.parent
    assert folder == small.root / "editions" / "2026-11" / "cooking"
    assert (folder / "cooking.pdf").read_bytes().startswith(b"%PDF")
    for file in ("profiles/cooking.yaml", "profiles/_series.yaml"):
        assert (folder / "inputs" / file).read_bytes() == (small.root / file).read_bytes()
        assert file in made.approval.inputs
    assert len(made.approval.pages) == 1


def test_a_second_person_signs_the_same_and_nobody_twice(small: Workspace) -> None:
    approve_target(small, COOKING, HANA, layout="standard")
    assert approve_target(small, COOKING, TARO, layout="standard").approval.signatures == (HANA, TARO)
    with pytest.raises(BrochureError) as raised:
        approve_target(small, COOKING, HANA, layout="standard")
    assert [one.code for one in raised.value.problems] == ["A103"]
    kept = read_sealed(small, COOKING, "2026-11")
    assert kept
    assert kept.approval.signatures == (HANA, TARO)


def test_other_pages_are_a_new_approval_without_the_old_signatures(small: Workspace) -> None:
    approve_target(small, COOKING, HANA, layout="standard")
    path = small.root / "profiles" / "cooking.yaml"
    path.write_text(path.read_text("utf-8").replace("毎週", "隔週で"), "utf-8")
    made = approve_target(small, COOKING, TARO, layout="standard")
    assert made.approval.signatures == (TARO,)
    kept = made.record.parent / "inputs" / "profiles" / "cooking.yaml"
    assert kept.read_bytes() == path.read_bytes()


def test_a_file_that_was_saved_meanwhile_is_not_approved(
    small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = small.root / "profiles" / "cooking.yaml"
    reads: list[ProofInputs] = []

    def read_and_save(where: Workspace, *arguments: object) -> ProofInputs:
        reads.append(read_proof_inputs(where, *arguments))  # type: ignore[arg-type]
        path.write_text(path.read_text("utf-8") + "# 別の人\n", "utf-8")
        return reads[-1]

    monkeypatch.setattr(approving, "read_proof_inputs", read_and_save)
    with pytest.raises(BrochureError) as raised:
        approve_target(small, COOKING, HANA, layout="standard")
    assert [(one.code, str(one.location)) for one in raised.value.problems] == [
        ("A104", "profiles/cooking.yaml")
    ]
    assert not (small.root / "editions").exists()


def test_pages_with_faults_are_not_approved(small: Workspace) -> None:
    path = small.root / "profiles" / "cooking.yaml"
    path.write_text(path.read_text("utf-8").replace("毎週", "\U0001f9d1" + "W" * 400), "utf-8")
    with pytest.raises(BrochureError):
        approve_target(small, COOKING, HANA, layout="standard")
    assert not (small.root / "editions").exists()
