"""Problems are counted in a thread, told as events, and again after each save."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from brochure.desk.desk import Desk
from brochure.desk.endpoint import DeskRequest
from brochure.desk.partner_checks import PartnerChecks
from brochure.desk.partner_list import list_partners
from brochure.storage.workspace import Workspace

NAMES = ("liaoning", "oulu", "who-wpro")


@pytest.fixture
def desk(shelf: Path) -> Iterator[Desk]:
    """A desk on three profiles, which counts problems at once."""
    for path in (shelf / "profiles").glob("[a-z]*.yaml"):
        if path.stem not in NAMES:
            path.unlink()
    desk = Desk(Workspace(shelf), checks=PartnerChecks(delay=0.0))
    yield desk
    desk.events.tell("stopping")


def counts(desk: Desk) -> dict[str, tuple[int | None, int | None]]:
    """Errors and warnings of each partner."""
    rows = list_partners(desk, DeskRequest()).data["partners"]
    return {row["id"]: (row["errors"], row["warnings"]) for row in rows}


def checked(desk: Desk, since: int, wanted: int) -> dict[str, tuple[int, int]]:
    """The events ``checked`` after a number, as soon as there are as many as wanted."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        told = [event for _, event in desk.events.since(since) if event["kind"] == "checked"]
        if len(told) >= wanted:
            return {event["doc"]: (event["errors"], event["warnings"]) for event in told}
        time.sleep(0.02)
    raise AssertionError(desk.events.since(since))


def test_the_list_answers_first_and_the_counts_follow(desk: Desk) -> None:
    path = desk.where.profiles / "oulu.yaml"
    path.write_text(path.read_text("utf-8").replace("kind: city", "kind: village"), "utf-8")
    assert set(counts(desk).values()) == {(None, None)}
    told = checked(desk, 0, 3)
    assert set(told) == {f"profiles/{name}" for name in NAMES}
    assert told["profiles/liaoning"] == (0, 0)
    assert told["profiles/oulu"][0] == 1
    assert counts(desk) == {name: told[f"profiles/{name}"] for name in NAMES}


def test_after_a_save_the_saved_partner_is_checked_and_no_other(desk: Desk) -> None:
    counts(desk)
    checked(desk, 0, 3)
    last = desk.events.last
    path = desk.where.profiles / "liaoning.yaml"
    path.write_text(path.read_text("utf-8").replace("    reason: 原稿に閲覧日がない\n", ""), "utf-8")
    assert counts(desk)["liaoning"] == (None, None)  # what was counted is no longer so
    desk.events.tell("saved", doc="profiles/liaoning")
    assert checked(desk, last, 1) == {"profiles/liaoning": (1, 0)}


def test_a_changed_series_has_all_partners_checked_again(desk: Desk) -> None:
    counts(desk)
    checked(desk, 0, 3)
    last = desk.events.last
    path = desk.where.profiles / "_series.yaml"
    path.write_text(path.read_text("utf-8").replace("  city: 都市\n", ""), "utf-8")
    desk.events.tell("changed", doc="series")
    told = checked(desk, last, 3)
    assert {name: errors for name, (errors, _) in told.items()} == {
        "profiles/liaoning": 0,
        "profiles/oulu": 1,
        "profiles/who-wpro": 0,
    }


def test_problems_of_shared_files_are_told_once_beside_the_list(desk: Desk) -> None:
    sheet = desk.where.root / "layouts" / "standard" / "layout.yaml"
    good = sheet.read_text("utf-8")
    sheet.write_text(good + "\nnonsense: 1\n", "utf-8")
    counts(desk)
    end = time.monotonic() + 60
    while not desk.checks.problems and time.monotonic() < end:
        time.sleep(0.02)
    answer = list_partners(desk, DeskRequest()).data
    assert [(one["file"], one["code"]) for one in answer["problems"]] == [
        ("layouts/standard/layout.yaml", "P101")
    ]
    assert set(counts(desk).values()) == {(None, None)}
    last = desk.events.last
    sheet.write_text(good, "utf-8")
    desk.events.tell("changed", doc="layout")
    checked(desk, last, 3)
    assert list_partners(desk, DeskRequest()).data["problems"] == []


def test_a_mistake_of_ours_in_one_partner_leaves_the_others_checked(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from brochure.build import check

    real = check.check_partner

    def fail(where: Workspace, name: str, *more: object) -> object:
        if name == "oulu":
            raise RuntimeError("kaputt")
        return real(where, name, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(check, "check_partner", fail)
    counts(desk)
    told = checked(desk, 0, 3)
    assert told["profiles/who-wpro"] == (0, 0)
    assert told["profiles/oulu"] == (1, 0)
    assert "kaputt" in capsys.readouterr().err
