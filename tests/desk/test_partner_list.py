"""The list of partners: what it shows, what it reads again, and what it says of broken files."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

import pytest

from brochure.desk.desk import Desk
from brochure.desk.endpoint import DeskRequest
from brochure.desk.partner_checks import PartnerChecks
from brochure.desk.partner_list import list_partners
from brochure.desk.partner_rows import count_unanswered
from brochure.schema.series import SeriesData, validate_series
from brochure.schema.yaml_reader import parse_yaml
from brochure.storage.workspace import Workspace
from workspaces import REPO

PROFILE = """partner: {{name: {name}, reading: {reading}, country: 架空国, region: {region}, kind: city}}
edition: 2026-11
as_of: {as_of}
answers: {{}}
"""


class NoChecks(PartnerChecks):
    """A list without the thread that counts problems."""

    def begin(self, *_: object) -> None:
        """Check nothing."""


@pytest.fixture
def desk(shelf: Path) -> Desk:
    """A desk on all profiles, which counts no problems."""
    return Desk(Workspace(shelf), checks=NoChecks())


def listed(desk: Desk) -> dict[str, Any]:
    """The rows by id, in the order of the list."""
    return {row["id"]: row for row in list_partners(desk, DeskRequest()).data["partners"]}


def save(path: Path, text: str, age: float = 100.0) -> None:
    """Write a file, and set its time so long ago that the list may trust it."""
    path.write_text(text, "utf-8")
    then = time.time() - age
    os.utime(path, (then, then))


def series() -> SeriesData:
    """The series of the repository."""
    return validate_series((REPO / "profiles" / "_series.yaml").read_bytes(), "_series.yaml").data


def test_partners_stand_by_region_and_then_by_reading(desk: Desk) -> None:
    rows = listed(desk)
    regions = [row["region"] for row in rows.values()]
    assert list(dict.fromkeys(regions)) == list(series().regions)
    europe = [row["reading"][0] for row in rows.values() if row["region"] == "europe"]
    assert europe == sorted(europe)
    assert sorted(rows) == desk.where.names()


def test_a_row_has_what_the_profile_says_and_empty_texts_for_what_it_lacks(desk: Desk) -> None:
    row = listed(desk)["liaoning"]
    assert {key: row[key] for key in ("name", "latin", "region", "as_of", "edition", "accent")} == {
        "name": "遼寧省",
        "latin": "Liaoning Province",
        "region": "asia",
        "as_of": "2019-11",
        "edition": "2026-11",
        "accent": "#2151a1",
    }
    assert listed(desk)["who-wpro"]["country"] == ""
    assert (row["errors"], row["warnings"], row["broken"], row["word"]) == (None, None, None, {"made": None})


def test_a_date_is_listed_in_one_form_however_it_was_typed(desk: Desk) -> None:
    profiles = desk.where.profiles
    for name, typed in (("one", "令和元年11月"), ("two", "2019/11"), ("three", "そのうち")):
        save(profiles / f"{name}.yaml", PROFILE.format(name=name, reading="あ", region="asia", as_of=typed))
    rows = listed(desk)
    assert [rows[name]["as_of"] for name in ("one", "two", "three")] == ["2019-11", "2019-11", "そのうち"]


def test_only_a_changed_file_is_read_again(desk: Desk) -> None:
    for path in desk.where.profiles.glob("*.yaml"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    count = len(listed(desk))
    first = desk.partners.reads
    assert first == count + 1  # and the series
    listed(desk)
    assert desk.partners.reads == first
    path = desk.where.profiles / "oulu.yaml"
    save(path, path.read_text("utf-8").replace("オウル市", "オウル市役所"))
    assert listed(desk)["oulu"]["name"] == "オウル市役所"
    assert desk.partners.reads == first + 1


def test_two_saves_within_one_tick_of_the_clock_are_both_seen(desk: Desk) -> None:
    path = desk.where.profiles / "oulu.yaml"
    text, now = path.read_text("utf-8"), time.time()
    for name in ("オウル村", "オウル町"):  # the same size, time and file
        path.write_text(text.replace("オウル市", name), "utf-8")
        os.utime(path, (now, now))
        assert listed(desk)["oulu"]["name"] == name


def test_a_file_that_comes_or_goes_is_listed_or_not(desk: Desk) -> None:
    listed(desk)
    (desk.where.profiles / "oulu.yaml").unlink()
    new = PROFILE.format(name="新しい機関", reading="あ", region="asia", as_of="2026")
    save(desk.where.profiles / "new.yaml", new)
    rows = listed(desk)
    assert "oulu" not in rows
    assert rows["new"]["name"] == "新しい機関"


@pytest.mark.parametrize(
    ("damage", "code", "line"),
    [
        ("partner:\n  name: [遼寧省\nedition: 2026\n", "Y112", 2),
        ("", "Y108", None),
        ("partner: &a {}\n", "Y104", 1),
    ],
)
def test_a_broken_file_is_listed_with_its_place_and_the_others_stay(
    desk: Desk, damage: str, code: str, line: int | None
) -> None:
    former = listed(desk)
    save(desk.where.profiles / "liaoning.yaml", damage)
    rows = listed(desk)
    row = rows["liaoning"]
    assert (row["broken"]["code"], row["broken"]["file"]) == (code, "profiles/liaoning.yaml")
    assert line is None or row["broken"]["line"] == line
    assert row["broken"]["message"]
    assert (row["name"], row["region"], row["errors"]) == ("遼寧省", "asia", None)  # as it was read last
    assert {k: v for k, v in rows.items() if k != "liaoning"} == {
        k: v for k, v in former.items() if k != "liaoning"
    }


def test_a_file_that_was_never_good_is_listed_by_its_id(desk: Desk) -> None:
    save(desk.where.profiles / "liaoning.yaml", "a: [")
    row = listed(desk)["liaoning"]
    assert (row["id"], row["name"], row["broken"]["severity"]) == ("liaoning", "", "error")


@pytest.mark.parametrize(
    "data", ["[1, 2]", "partner: text", "partner: {name: [1]}\nanswers: 3", "accent: red"]
)
def test_a_profile_of_a_wrong_shape_is_listed(desk: Desk, data: str) -> None:
    save(desk.where.profiles / "odd.yaml", data)
    row = listed(desk)["odd"]
    assert (row["name"], row["broken"], row["unanswered"]) == ("", None, 4)
    assert row["accent"] == "#0b4f8a"


def test_without_a_series_and_with_a_broken_one_the_partners_are_listed(desk: Desk) -> None:
    path = desk.where.profiles / "_series.yaml"
    good, names = path.read_text("utf-8"), set(listed(desk))
    for text, code in ((None, "F104"), ("title: [", "Y101"), ("title: x\n", "P102")):
        path.unlink(missing_ok=True)
        if text is not None:
            save(path, text)
        answer = list_partners(desk, DeskRequest()).data
        assert {row["id"] for row in answer["partners"]} == names
        assert code in {one["code"] for one in answer["problems"]}
        assert {row["unanswered"] for row in answer["partners"]} == {None}
    save(path, good)
    assert listed(desk)["liaoning"]["unanswered"] == 0


def test_an_empty_workspace_has_an_empty_list(tmp_path: Path) -> None:
    desk = Desk(Workspace(tmp_path), checks=NoChecks())
    assert list_partners(desk, DeskRequest()).data["partners"] == []


def test_messages_are_in_the_language_of_the_request(desk: Desk) -> None:
    save(desk.where.profiles / "liaoning.yaml", "")
    rows = [list_partners(desk, DeskRequest(lang=lang)).data["partners"] for lang in ("ja", "en")]
    said = [next(row for row in found if row["id"] == "liaoning")["broken"]["message"] for found in rows]
    assert said[0] != said[1]
    assert said[1].isascii()


def test_the_time_of_the_word_file_is_told(desk: Desk) -> None:
    desk.where.output.mkdir()
    made = desk.where.output / "oulu.docx"
    made.write_bytes(b"")
    os.utime(made, (1_700_000_000, 1_700_000_000))
    assert listed(desk)["oulu"]["word"] == {"made": "2023-11-14T22:13:20+00:00"}


BLOCKS = {
    "one bullet": ("    - bullets: [あ]\n", 0),
    "no block": ("", 1),
    "signs for all topics": ("    - marks: support\n      marked: [matching]\n      none: rest\n", 0),
    "three of ten topics": (
        "    - marks: support\n      marked: [matching]\n      none: [grants, other]\n",
        7,
    ),
    "an empty table": ("    - marks: support\n", 10),
    "a table without a sign for none": ("    - marks: focus\n      marked: [cancer]\n", 0),
    "such a table without a mark": ("    - marks: focus\n      marked: []\n", 1),
    "a row that says so": ("    - facts: mou\n      rows:\n        - {field: url, text: 回答なし}\n", 1),
    "a row with content": ("    - facts: mou\n      rows:\n        - {field: date, date: 2018-05}\n", 0),
    "a row without content": ("    - facts: mou\n      rows:\n        - {field: purpose}\n", 1),
    "a table that is unknown": ("    - marks: nowhere\n", 0),
}


@pytest.mark.parametrize("case", BLOCKS)
def test_what_has_no_answer_is_counted(case: str) -> None:
    blocks, expected = BLOCKS[case]
    others = "".join(f"  {key}: [{{paragraph: あ}}]\n" for key in list(series().questions)[1:])
    first = next(iter(series().questions))
    data = parse_yaml(f"answers:\n  {first}:\n{blocks}{others}".encode(), "p.yaml").data
    assert count_unanswered(data, series()) == expected


def test_silent_questions_are_told_by_their_numbers(desk: Desk) -> None:
    text = (desk.where.profiles / "liaoning.yaml").read_text("utf-8")
    save(desk.where.profiles / "liaoning.yaml", text.replace("\n  relation:\n", "\n  relation: []\n  old:\n"))
    assert listed(desk)["liaoning"]["unanswered_questions"] == (2,)


def test_a_file_whose_name_is_not_utf_8_is_told_and_the_others_are_listed(desk: Desk) -> None:
    from brochure.desk.refusals import json_bytes

    (desk.where.profiles / os.fsdecode(b"\x97\xc9\x94J.yaml")).write_text("partner: {name: x}\n", "utf-8")
    told = json.loads(json_bytes(list_partners(desk, DeskRequest()).data))
    broken = [one for one in told["partners"] if one["broken"]]
    assert [one["broken"]["code"] for one in broken] == ["N105"]
    assert len(told["partners"]) > 1
