"""Whose change of a value is made: options, questions, several Word files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cli_result import Run
from edited_word import Change, changed, typed

FIELD = "中国語のみ"


def test_two_editors_of_one_profile(run: Run, sent: Path, profile: Path, tmp_path: Path) -> None:
    one = typed(sent, tmp_path / "one.docx", {"14市から": "15市から", FIELD: "英語あり"})
    two = typed(sent, tmp_path / "two.docx", {"27大学": "28大学", FIELD: "日本語あり"})
    before = profile.read_text("utf-8")
    stopped = run("revise", str(one), str(two), "--write")
    assert stopped.code == 1
    assert stopped.out.count("[conflict]") == 2
    assert run("revise", str(one), str(two), "--write", "--theirs").code == 0
    both = before.replace("など14市から", "など15市から").replace("27大学", "28大学")
    assert profile.read_text("utf-8") == both.replace(FIELD, "日本語あり")


def test_the_side_of_one_file_is_taken_and_the_rest_is_still_asked(
    run: Run, profile: Path, three: list[str]
) -> None:
    hana, taro, jiro = three
    before = profile.read_text("utf-8")
    stopped = run("revise", *three, "--write", "--take-from", jiro)
    assert stopped.code == 1
    assert "D112" in stopped.err
    assert profile.read_text("utf-8") == before
    ran = run("revise", *three, "--write", "--take-from", jiro, "--take-from", hana)
    assert ran.code == 0, ran.err
    after = before.replace("など14市から", "など17市から").replace(FIELD, "英語あり")
    assert profile.read_text("utf-8") == after
    assert "D224" in run("revise", hana, "--write", "--take-from", taro).err


def test_a_side_is_chosen_for_each_value(run: Run, profile: Path, three: list[str]) -> None:
    before = profile.read_text("utf-8")
    ran = run("revise", *three, "--interactive", typed="2\n0\n")
    assert ran.code == 0, ran.err
    assert re.search(r"2: \S*taro\.docx \(編集 taro\):\n.*16", ran.out)
    assert profile.read_text("utf-8") == before.replace("など14市から", "など16市から")


def test_a_file_given_twice_is_one_side(run: Run, sent: Path, profile: Path, tmp_path: Path) -> None:
    edited = str(typed(sent, tmp_path / "edited.docx", {"14市から": "15市から"}))
    before = profile.read_text("utf-8")
    assert run("revise", edited, edited, "--write").code == 0
    assert profile.read_text("utf-8") == before.replace("など14市から", "など15市から")


def test_a_decision_for_the_profile_is_no_failure(
    run: Run, sent: Path, profile: Path, tmp_path: Path
) -> None:
    edited = typed(sent, tmp_path / "edited.docx", {FIELD: "中国語と英語"})
    profile.write_text(profile.read_text("utf-8").replace(FIELD, "中国語だけ"), "utf-8")
    for option in (("--write", "--ours"), ("--interactive",)):
        ran = run("revise", str(edited), *option, typed="n\n")
        assert ran.code == 0
        assert "The profile was kept; nothing was written." in ran.err


def without(words: tuple[str, ...]) -> Change:
    """An edit that deletes the paragraphs with these words."""

    def change(xml: str) -> str:
        for paragraph in re.findall(r"<w:p>.*?</w:p>", xml):
            if any(text in re.sub("<[^>]+>", "", paragraph) for text in words):
                xml = xml.replace(paragraph, "")
        return xml

    return change


@pytest.mark.parametrize("whose", ["gone", "kept"])
def test_a_block_that_one_removes_and_another_corrects_is_one_decision(
    run: Run, sent: Path, profile: Path, tmp_path: Path, whose: str
) -> None:
    numbers = ("27大学", "日本語専攻のある大学", "3,000人近く", "その卒業生")
    block = ("日系企業の進出数と日本語人材の豊富さ", *numbers, "同省の貿易額", "ここがすごい")
    gone = changed(sent, tmp_path / "gone.docx", document=without(block))
    kept = typed(sent, tmp_path / "kept.docx", {"同省の貿易額": "当省の貿易額", "豊富さ<": "豊かさ<"})
    before = profile.read_text("utf-8")
    both = (str(gone), str(kept))
    preview = run("revise", *both)
    assert "1 edits need a decision" in preview.err
    assert "gone.docx: (nothing)" in preview.out
    assert '{"callout"' not in preview.out
    assert run("revise", *both, "--write").code == 1
    assert profile.read_text("utf-8") == before
    assert run("revise", *both, "--write", "--take-from", str(tmp_path / f"{whose}.docx")).code == 0
    after = profile.read_text("utf-8")
    assert ("callout: strength" in after) == (whose == "kept")
    assert ("当省の貿易額" in after) == (whose == "kept")
    assert run("check", "liaoning").code == 0
