"""Is what was approved still what would be printed: files, pages, program and edition."""

from __future__ import annotations

import dataclasses

import pytest

from brochure.diagnostics.problem import BrochureError
from brochure.document.partial_date import PartialDate
from brochure.editions import approval_state as states
from brochure.editions.approval_state import ApprovalState, ApprovalStatus, approval_state
from brochure.editions.approve import approve_target
from brochure.editions.proof_pages import EditionTarget
from brochure.editions.sealed_files import read_sealed
from brochure.schema.approval_file import Signature, approval_yaml
from brochure.storage.workspace import Workspace

HANA = Signature("架空花子", "課長", PartialDate(2026, 11, 30))
COOKING, COURSES = EditionTarget("cooking"), EditionTarget("courses", "booklet")


def state(where: Workspace, target: EditionTarget = COOKING) -> ApprovalState:
    return approval_state(where, target, layout="standard")


def change(where: Workspace, file: str, old: str, new: str) -> None:
    path = where.root / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def approved(small: Workspace) -> Workspace:
    """The workspace with the partner and the booklet approved."""
    assert state(small).status is ApprovalStatus.DRAFT
    for target in (COOKING, COURSES):
        approve_target(small, target, HANA, layout="standard")
        assert state(small, target).status is ApprovalStatus.APPROVED
    return small


def test_another_word_on_a_page_is_a_change_with_its_line_and_its_page(approved: Workspace) -> None:
    change(approved, "profiles/cooking.yaml", "毎週", "隔週で")
    for target in (COOKING, COURSES):
        found = state(approved, target)
        assert found.status is ApprovalStatus.CHANGED
        assert found.places == ("profiles/cooking.yaml:6",)
        assert found.signatures == (HANA,)
    assert state(approved).pages == (1,)
    change(approved, "profiles/cooking.yaml", "隔週で", "毎週")
    assert state(approved).status is ApprovalStatus.APPROVED


def test_a_remark_in_a_file_changes_no_page(approved: Workspace) -> None:
    change(approved, "profiles/cooking.yaml", "answers:", "# 覚え書き\nanswers:")
    found = state(approved)
    assert (found.status, found.places, found.pages) == (
        ApprovalStatus.SAME_PAGES,
        ("profiles/cooking.yaml:2",),
        (),
    )


def test_a_style_sheet_of_the_layout_is_an_input(approved: Workspace) -> None:
    path = approved.root / "layouts" / "standard" / "style.css"
    if not path.exists():  # the workspace of a test uses the layout of the package
        pytest.fail("the test needs a layout in the workspace")
    path.write_text(path.read_text("utf-8") + "\nbody { letter-spacing: 0.1em }\n", "utf-8")
    found = state(approved)
    assert found.status is ApprovalStatus.CHANGED
    assert found.places[0].startswith("layouts/standard/style.css:")


def test_a_newer_program_is_no_change_of_ours(approved: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(states, "program_digest", lambda: "another program")
    assert state(approved).status is ApprovalStatus.APPROVED  # it makes the same pages
    # Pages that an older program made: the approved inputs give other pages today.
    kept = read_sealed(approved, COOKING, "2026-11")
    assert kept
    old = dataclasses.replace(kept.approval, pages=("0" * 64,), pdf="lost")
    (kept.folder / "approval.yaml").write_text(approval_yaml(old), "utf-8")
    found = state(approved)
    assert (found.status, found.pages) == (ApprovalStatus.NEWER_PROGRAM, (1,))
    change(approved, "profiles/cooking.yaml", "毎週", "隔週で")
    assert state(approved).status is ApprovalStatus.CHANGED


def test_another_edition_is_a_draft_that_names_the_former(approved: Workspace) -> None:
    change(approved, "profiles/_series.yaml", "2026-11", "2027-02")
    found = state(approved)
    assert (found.status, found.edition, found.former) == (ApprovalStatus.DRAFT, "2027-02", "2026-11")


def test_a_broken_file_is_told_as_broken_with_its_problem(approved: Workspace) -> None:
    change(approved, "profiles/cooking.yaml", "what:", "waht:")
    found = state(approved)
    assert found.status is ApprovalStatus.BROKEN
    assert str(found.problems[0].location).startswith("profiles/cooking.yaml:3")


def test_a_record_that_is_no_record_is_told(approved: Workspace) -> None:
    change(approved, "editions/2026-11/cooking/approval.yaml", "layout:", "layuot:")
    with pytest.raises(BrochureError) as raised:
        state(approved)
    assert {one.code for one in raised.value.problems} == {"P101", "P102"}
