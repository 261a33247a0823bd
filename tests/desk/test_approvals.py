"""Approvals in the list: told from digests, worked out again only after a change, and hidden until used."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from brochure.desk.approvals import PartnerApprovals
from brochure.desk.desk import Desk
from brochure.desk.endpoint import DeskRequest
from brochure.desk.partner_checks import PartnerChecks
from brochure.desk.partner_list import list_partners
from brochure.document.partial_date import PartialDate
from brochure.editions.approval_state import ApprovalStatus, approval_state
from brochure.editions.approve import approve_target
from brochure.editions.proof_pages import EditionTarget
from brochure.schema.approval_file import Signature
from brochure.storage.workspace import Workspace
from sealed_partners import HEAD, change, seal

OULU = "profiles/oulu.yaml"


class NoChecks(PartnerChecks):
    """A list without the thread that counts problems."""

    def begin(self, *_: object) -> None:
        """Check nothing."""


@pytest.fixture
def desk(shelf: Path) -> Desk:
    """A desk on all profiles, which counts no problems."""
    return Desk(Workspace(shelf), checks=NoChecks())


def answer(desk: Desk, lang: Any = "ja") -> dict[str, Any]:
    """What the list is told."""
    told: dict[str, Any] = list_partners(desk, DeskRequest(lang=lang)).data
    return told


def approvals(desk: Desk) -> dict[str, Any]:
    """The approvals of the partners that have one."""
    return {row["id"]: row["approval"] for row in answer(desk)["partners"] if row["approval"]}


def test_where_nobody_approved_anything_approvals_are_not_shown(desk: Desk) -> None:
    assert (answer(desk)["approvals"], approvals(desk)) == (False, {})
    change(desk.where, "profiles/_series.yaml", "\nsurveys: ", "\napproval: required\nsurveys: ")
    assert (answer(desk)["approvals"], approvals(desk)) == (True, {})


def test_an_approval_is_told_with_who_and_when_until_an_input_changes(desk: Desk) -> None:
    seal(desk.where, "oulu", HEAD, Signature("架空次郎", "部長", PartialDate(2026, 11, 20)))
    told = approvals(desk)["oulu"]
    assert told["signed"] == [
        {"by": "架空花子", "role": "課長", "date": "2026-11-18"},
        {"by": "架空次郎", "role": "部長", "date": "2026-11-20"},
    ]
    assert (told["state"], told["count"], told["places"]) == ("approved", 0, ())
    change(desk.where, OULU, "オウル市", "オウル新市")
    told = approvals(desk)["oulu"]
    lines = (desk.where.root / OULU).read_text("utf-8").splitlines()
    found = [number for number, line in enumerate(lines, start=1) if "オウル新市" in line]
    starts = [number for number in found if number - 1 not in found]
    assert (told["state"], told["count"]) == ("changed", len(starts))
    assert told["places"] == tuple(f"{OULU}:{line}" for line in starts[:5])  # the first are named
    assert told["signed"][0]["by"] == "架空花子"
    change(desk.where, OULU, "オウル新市", "オウル市")
    assert approvals(desk)["oulu"]["state"] == "approved"


def test_the_list_agrees_with_brochure_status(desk: Desk) -> None:
    target = EditionTarget("who-wpro")
    approve_target(desk.where, target, HEAD, layout="standard")
    assert approval_state(desk.where, target, layout="standard").status is ApprovalStatus.APPROVED
    assert approvals(desk)["who-wpro"]["state"] == "approved"
    change(desk.where, "profiles/_series.yaml", "no_answer: ", "no_answer: まだの")
    found = approval_state(desk.where, target, layout="standard")
    told = approvals(desk)["who-wpro"]
    assert (told["state"], tuple(told["places"])) == ("changed", found.places)


def test_a_change_of_a_shared_file_counts_for_every_partner(desk: Desk) -> None:
    for name in ("oulu", "who-wpro"):
        seal(desk.where, name)
    sheet = desk.where.root / "layouts" / "standard" / "layout.yaml"
    sheet.write_text(sheet.read_text("utf-8") + "# one\n", "utf-8")
    assert {one["state"] for one in approvals(desk).values()} == {"changed"}
    assert {place.split(":")[0] for one in approvals(desk).values() for place in one["places"]} == {
        "layouts/standard/layout.yaml"
    }


def test_a_file_that_is_gone_is_a_change(desk: Desk) -> None:
    seal(desk.where, "oulu")
    (desk.where.profiles / "_sources.yaml").unlink()
    told = approvals(desk)["oulu"]
    assert (told["state"], [one.split(":")[0] for one in told["places"]]) == (
        "changed",
        ["profiles/_sources.yaml"],
    )


def test_another_edition_is_a_draft_and_approvals_stay_shown(desk: Desk) -> None:
    seal(desk.where, "oulu")
    path = desk.where.root / OULU
    text = path.read_text("utf-8")
    path.write_text(text.replace("edition: 2026-11", "edition: 2027-11"), "utf-8")
    assert text != path.read_text("utf-8")
    assert (answer(desk)["approvals"], approvals(desk)) == (True, {})


def test_only_what_changed_is_compared_again(desk: Desk) -> None:
    for name in ("oulu", "who-wpro"):
        seal(desk.where, name)
    approvals(desk)
    approvals(desk)
    assert desk.approvals.compared == 2
    change(desk.where, OULU, "オウル市", "オウル新市")
    approvals(desk)
    approvals(desk)
    assert desk.approvals.compared == 3


def test_a_record_with_mistakes_is_told_and_the_others_stay(desk: Desk) -> None:
    for name in ("oulu", "who-wpro"):
        seal(desk.where, name)
    record = desk.where.root / "editions" / "2026-11" / "oulu" / "approval.yaml"
    record.write_text("target: [", "utf-8")
    told = approvals(desk)
    assert (told["oulu"]["state"], told["who-wpro"]["state"]) == ("unreadable", "approved")
    assert told["oulu"]["problem"]["file"] == "editions/2026-11/oulu/approval.yaml"
    english = next(row for row in answer(desk, "en")["partners"] if row["id"] == "oulu")
    assert english["approval"]["problem"]["message"] != told["oulu"]["problem"]["message"]
    shutil.rmtree(record.parent)
    assert set(approvals(desk)) == {"who-wpro"}


@pytest.mark.parametrize("edition", ["", "../2026-11", "soon", "2026-11/../2026-11"])
def test_an_edition_that_is_no_date_has_no_approval(desk: Desk, edition: str) -> None:
    seal(desk.where, "oulu")
    assert PartnerApprovals().read(desk.where, {"oulu": edition}) == {}


def test_a_record_cannot_have_files_outside_of_the_workspace_read(desk: Desk) -> None:
    seal(desk.where, "oulu")
    outside = desk.where.root.parent / "secret.yaml"
    outside.write_text("a: 1\n", "utf-8")
    record = desk.where.root / "editions" / "2026-11" / "oulu" / "approval.yaml"
    change(desk.where, record.relative_to(desk.where.root).as_posix(), OULU, f"../{outside.name}")
    told = approvals(desk)["oulu"]
    assert (told["state"], told["places"]) == ("changed", (f"../{outside.name}",))


def test_many_partners_are_listed_without_any_file_being_read_again(desk: Desk) -> None:
    text = (desk.where.root / OULU).read_text("utf-8")
    for index in range(40):
        (desk.where.profiles / f"city-{index}.yaml").write_text(text, "utf-8")
        seal(desk.where, f"city-{index}")
    for path in desk.where.root.rglob("*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    assert len(approvals(desk)) == 40
    compared = desk.approvals.compared
    assert {one["state"] for one in approvals(desk).values()} == {"approved"}
    assert desk.approvals.compared == compared == 40
