"""The page budget: what is too much, in lines and fields, and what a layout does to make room."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from brochure.build.brochure import BuildResult, build_brochure
from brochure.build.load import load_common
from brochure.diagnostics.problem import BrochureError, Problem
from workspaces import Edit

LONG = "頁数の検査のために加えた文で、内容に意味はありません（架空）。" * 6


def codes(problems: tuple[Problem, ...]) -> list[str]:
    """Those of the budget."""
    return [problem.code for problem in problems if problem.code.startswith("Q8")]


def built(where: Path, tmp_path: Path, layout: str = "standard") -> BuildResult:
    """The brochure of 遼寧省 in a workspace."""
    from brochure.storage.workspace import Workspace

    space = Workspace(where)
    return build_brochure(
        space, "liaoning", load_common(space, layout), formats=["pdf"], output=tmp_path / "out"
    )


def manifest(where: Path, old: str, new: str) -> None:
    """Replace words in the manifest of the standard layout."""
    path = where / "layouts" / "standard" / "layout.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def with_bullets(edit: Edit, count: int) -> None:
    """Add long bullets to the answer of question 3."""
    more = "".join(f"        - {number}番目。{LONG}\n" for number in range(count))
    edit("    - bullets:\n        - また、", f"    - bullets:\n{more}        - また、")


def test_a_partner_that_fits_is_set_as_it_is(fresh: Path, edit: Edit, tmp_path: Path) -> None:
    text = (fresh / "profiles" / "liaoning.yaml").read_text("utf-8")
    for line in text.splitlines(keepends=True):
        if line.startswith(("        - 2017年には", "        - さらに、2018年には")):
            edit(line, "")
    assert codes(built(fresh, tmp_path).warnings) == []


def test_a_little_too_much_is_tightened_and_told(fresh: Path, edit: Edit, tmp_path: Path) -> None:
    where = fresh
    with_bullets(edit, 1)
    found = built(where, tmp_path)
    assert codes(found.warnings) == ["Q803"]
    (said,) = [p for p in found.warnings if p.code == "Q803"]
    assert "表と囲みを小さくする" in dict(said.details)["names"]


def test_too_much_is_told_in_lines_and_fields_of_the_profile(fresh: Path, edit: Edit, tmp_path: Path) -> None:
    where = fresh
    with_bullets(edit, 12)
    found = built(where, tmp_path)
    (said,) = [p for p in found.warnings if p.code == "Q802"]
    details = dict(said.details)
    assert int(details["lines"]) > 10
    fields = [tuple(item.split(" ")) for item in details["fields"].split(", ")]
    assert ("answers.collaboration.2.cases.0.title", str(len("介護分野での人材交流"))) in fields
    assert sum(int(count) for _, count in fields) == int(details["characters"])
    text = (where / "profiles" / "liaoning.yaml").read_text("utf-8").splitlines()
    assert said.location
    assert any(
        word in text[said.location.line - 1] for word in (LONG[:10], "bullets", "title", "text", "また")
    )


def test_a_layout_without_a_budget_says_nothing_of_pages(fresh: Path, edit: Edit, tmp_path: Path) -> None:
    where = fresh
    path = where / "layouts" / "standard" / "layout.yaml"
    text = path.read_text("utf-8")
    start, end = text.index("budget:"), text.index("topics_per_band:")
    path.write_text(text[:start] + text[end:], "utf-8")
    with_bullets(edit, 12)
    assert set(codes(built(where, tmp_path).warnings)) <= {"Q804"}


def test_a_last_page_of_a_few_lines_is_avoided(fresh: Path, tmp_path: Path) -> None:
    manifest(fresh, "  most: 2 ", "  most: 3 ")
    found = built(fresh, tmp_path)
    assert codes(found.warnings) == ["Q803"]
    assert dict(found.warnings[0].details)["most"] == "2"


def test_a_last_page_of_a_few_lines_is_told(fresh: Path, tmp_path: Path) -> None:
    path = fresh / "layouts" / "standard" / "layout.yaml"
    steps = re.compile(r"  tighten:.*\n(?:    .*\n)*")
    text, count = steps.subn("", path.read_text("utf-8").replace("  most: 2 ", "  most: 3 "))
    assert count == 1
    path.write_text(text, "utf-8")
    (said,) = [p for p in built(fresh, tmp_path).warnings if p.code == "Q804"]
    assert dict(said.details)["page"] == "3"
    assert 0 < int(dict(said.details)["percent"]) < 34


def test_a_tightening_of_an_unknown_token_is_told_with_its_line(fresh: Path, tmp_path: Path) -> None:
    from brochure.diagnostics.problem import BrochureError

    where = fresh
    manifest(where, "tokens: {leading: 13.8pt}", "tokens: {leeding: 13.8pt}")
    with pytest.raises(BrochureError) as raised:
        built(where, tmp_path)
    (problem,) = raised.value.problems
    assert problem.code == "L110"
    assert problem.location and problem.location.line > 10


def test_a_leaflet_that_is_too_long_is_refused_with_the_count_that_fits(
    fresh: Path, edit: Edit, tmp_path: Path
) -> None:
    with_bullets(edit, 14)
    with pytest.raises(BrochureError) as refused:
        built(fresh, tmp_path, "leaflet")
    (told,) = refused.value.problems
    details = {key: str(value) for key, value in told.details}
    assert told.code == "Q806"
    assert str(told.location).startswith("profiles/liaoning.yaml:")
    fitting, whole, over = (int(details[key]) for key in ("fitting", "whole", "characters"))
    assert fitting + over == whole
    assert 1800 < fitting < 4400, "four panels of 41 lines, 27 characters each"
    assert not (tmp_path / "out" / "liaoning.pdf").exists()


def test_the_text_that_a_leaflet_refused_fits_with_fewer_questions(
    fresh: Path, edit: Edit, tmp_path: Path
) -> None:
    with_bullets(edit, 14)
    path = fresh / "layouts" / "leaflet" / "layout.yaml"
    path.write_text(path.read_text("utf-8").replace("# questions: 2 ", "questions: 2 "), "utf-8")
    assert codes(built(fresh, tmp_path, "leaflet").warnings) == []


def test_a_long_first_question_flows_from_the_flap_to_the_inside(
    fresh: Path, edit: Edit, tmp_path: Path
) -> None:
    edit("  about:\n    - bullets:\n", f"  about:\n    - bullets:\n        - {LONG}\n        - {LONG}\n")
    found = built(fresh, tmp_path, "leaflet")
    assert found.faults == ()
    assert "Q802" not in codes(found.warnings)
