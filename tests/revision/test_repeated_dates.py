"""A date that an editor changes in one of its places only is told: the page would contradict itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli_result import Run
from word_parts import PartChange, edited_file, replaced, replaced_behind

SIGNED = "2018年5月8日"
ON_AXIS, IN_TABLE = (
    replaced((SIGNED, "2019年6月1日")),
    replaced_behind("MOU締結時期", (SIGNED, "2019年6月1日")),
)


@pytest.mark.parametrize("change", [ON_AXIS, IN_TABLE])
def test_a_date_that_stays_in_another_place_is_told(
    change: PartChange, run: Run, sent: Path, profile: Path
) -> None:
    lines = [
        number
        for number, line in enumerate(profile.read_text("utf-8").splitlines(), 1)
        if "date: 2018-05-08" in line
    ]
    assert len(lines) == 2
    edited = edited_file(sent, {"document": change})
    ran = run("revise", str(edited), "--write")
    assert (ran.code, "1 changes, 0 not applied" in ran.out) == (0, True)
    here, there = lines if change is ON_AXIS else reversed(lines)
    assert f"profiles/liaoning.yaml:{here}:" in ran.err.split("D253")[0]
    assert f"stays as it is at profiles/liaoning.yaml:{there}:" in ran.err
    assert "D253" not in run("revise", str(edited), "--write").err  # it is in the profile already


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: IN_TABLE(ON_AXIS(xml)),  # in both places
        replaced((SIGNED, "平成30年5月8日")),  # the same date
        replaced((">1983年<", ">1984年<")),  # no other place has it
    ],
)
def test_other_edits_of_dates_are_no_doubt(change: PartChange, run: Run, sent: Path) -> None:
    ran = run("revise", str(edited_file(sent, {"document": change})), "--write", "--confirm")
    assert (ran.code, "D253" in ran.err) == (0, False)
