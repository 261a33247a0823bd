"""A value that a page prints twice, such as the name of a partner below its map, is one value."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli_result import Run
from word_parts import PartChange, edited_file, replaced, replaced_behind

NAME, NOW, OTHER = ">遼寧省<", ">遼東省<", ">遼西省<"
KEY = "● "  # before the name below the map


@pytest.fixture
def twice(run: Run, fresh: Path, profile: Path) -> Path:
    """A Word file of a partner whose name stands above its readings and below its map."""
    text = profile.read_text("utf-8")
    assert text.count("  label: 中国\n") == 1
    profile.write_text(text.replace("  label: 中国\n", ""), "utf-8")
    assert run("build", "liaoning", "--format", "docx").code == 0
    return fresh / "output" / "liaoning.docx"


@pytest.mark.parametrize("change", [replaced((NAME, NOW)), replaced((NAME, NOW), (NAME, NOW))])
def test_the_name_above_is_the_value_and_may_be_typed_below_too(
    change: PartChange, run: Run, twice: Path, profile: Path
) -> None:
    before = profile.read_text("utf-8")
    ran = run("revise", str(edited_file(twice, {"document": change})), "--write")
    assert (ran.code, "1 changes, 0 not applied" in ran.out) == (0, True), ran.out
    assert profile.read_text("utf-8") == before.replace("  name: 遼寧省\n", "  name: 遼東省\n")


@pytest.mark.parametrize(
    ("change", "count", "name"),
    [
        (replaced_behind(KEY, (NAME, NOW)), "0 changes, 1 not applied", "遼寧省"),
        (replaced((NAME, NOW), (NAME, OTHER)), "1 changes, 1 not applied", "遼東省"),
        (replaced_behind(KEY, (NAME, "><")), "0 changes, 1 not applied", "遼寧省"),
    ],
)
def test_another_name_below_alone_is_told(
    change: PartChange, count: str, name: str, run: Run, twice: Path, profile: Path
) -> None:
    ran = run("revise", str(edited_file(twice, {"document": change})), "--write")
    assert (ran.code, count in ran.out) == (1, True), ran.out
    assert "D202" in ran.out
    assert f"  name: {name}\n" in profile.read_text("utf-8")


def test_the_label_of_a_place_is_a_value_of_its_own(run: Run, sent: Path, profile: Path) -> None:
    before = profile.read_text("utf-8")
    edited = edited_file(sent, {"document": replaced((">中国<", ">東北地方<"))})
    ran = run("revise", str(edited), "--write")
    assert (ran.code, "1 changes, 0 not applied" in ran.out) == (0, True), ran.out
    assert profile.read_text("utf-8") == before.replace("  label: 中国\n", "  label: 東北地方\n")


@pytest.mark.parametrize(
    ("old", "new", "code", "address"),
    [
        ("□ 神奈川", "□ 横浜", "D201", "_series:home.name"),
        (">年譜<", ">あゆみ<", "D202", "_words:drawing.years"),
        (">1990<", ">1995<", "D202", "_words:drawing.years"),
        (">1990<", "><", "D202", "_words:drawing.years"),
    ],
)
def test_fixed_words_of_the_map_and_the_axis_are_told_with_their_place(
    old: str, new: str, code: str, address: str, run: Run, sent: Path, profile: Path
) -> None:
    before = profile.read_bytes()
    edited = edited_file(sent, {"document": replaced((old, new))})
    for lang in ("en_GB.UTF-8", "ja_JP.UTF-8"):
        ran = run("revise", str(edited), "--write", lang=lang)
        assert (ran.code, ran.out.count(code)) == (1, 1), ran.out
        assert address in ran.out
    assert profile.read_bytes() == before


@pytest.mark.parametrize("now", ["姉妹提携 1984年", "姉妹提携1984年", "姉妹提携　昭和59年"])
@pytest.mark.parametrize("field", [0, 2])
def test_an_event_that_was_typed_over_as_a_whole_is_parted(
    now: str, field: int, run: Run, sent: Path, profile: Path
) -> None:
    """A program puts the words into one of the fields, and empties the other."""
    fields = [(">友好提携<", "><"), ("> <", "><"), (">1983年<", "><")]
    fields[field] = (fields[field][0], f">{now}<")
    change = replaced_behind(">年譜<", *fields)
    ran = run("revise", str(edited_file(sent, {"document": change})), "--write")
    assert (ran.code, "2 changes, 0 not applied" in ran.out) == (0, True), ran.out
    assert "- label: 姉妹提携\n    date: " in profile.read_text("utf-8")


@pytest.mark.parametrize(("gone", "address"), [(">友好提携<", "label"), (">1983年<", "date")])
def test_an_event_without_its_name_or_date_is_told(
    gone: str, address: str, run: Run, sent: Path, profile: Path
) -> None:
    before = profile.read_bytes()
    ran = run("revise", str(edited_file(sent, {"document": replaced((gone, "><"))})), "--write")
    assert ran.code == 1
    assert f"milestones.0.{address}" in ran.out
    assert "D207" in ran.out
    assert profile.read_bytes() == before
