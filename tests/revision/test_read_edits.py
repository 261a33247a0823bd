"""What an edited file is compared with: its own original, the kept one, or the profile as it is now."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from cli_result import Run
from edited_word import typed
from stripped_files import read_parts, strip_word, write_parts
from workspaces import Edit

OLD, NEW = "など14市から", "など15市から"
ALL_LOST = ["original", "properties", "bookmarks", "styles", "settings"]


def stripped(sent: Path, target: Path, losses: Sequence[str], words: dict[str, str] | None = None) -> str:
    """The sent file with an edit, after a program has dropped things."""
    edited = typed(sent, target, {"14市から": "15市から"} if words is None else words)
    target.write_bytes(strip_word(edited.read_bytes(), losses))
    return str(target)


@pytest.mark.parametrize(
    "losses",
    [["original"], ["original", "properties"], ["original", "styles", "settings"], ["original", "names"]],
    ids="-".join,
)
def test_a_file_that_names_its_original_is_taken_like_any_other(
    losses: list[str], run: Run, sent: Path, profile: Path, tmp_path: Path
) -> None:
    before = profile.read_text("utf-8")
    ran = run("revise", stripped(sent, tmp_path / "back.docx", losses), "--write")
    assert ran.code == 0, ran.out + ran.err
    assert "D237" in ran.err
    assert "history/liaoning." in ran.err
    assert profile.read_text("utf-8") == before.replace(OLD, NEW)


@pytest.mark.parametrize("more", [[], ["notes"], ["starred"]], ids=["kept", "notes", "starred"])
def test_a_file_without_anything_of_brochure_is_compared_with_the_original_most_like_it(
    more: list[str], run: Run, sent: Path, profile: Path, tmp_path: Path
) -> None:
    before = profile.read_text("utf-8")
    back = stripped(sent, tmp_path / "back.docx", [*more, *ALL_LOST])
    assert "D108" in run("revise", back).err
    ran = run("revise", back, "--profile", "liaoning", "--format", "json")
    assert "D238" in ran.err
    (change,) = json.loads(ran.out)[0]["changes"]
    assert change["address"] == "answers.about.0.bullets.0"
    assert 0.9 <= change["sure"] < 1
    assert run("revise", back, "--profile", "liaoning", "--write").code == 1  # it must be confirmed
    assert run("revise", back, "--profile", "liaoning", "--write", "--confirm").code == 0
    assert profile.read_text("utf-8") == before.replace(OLD, NEW)


@pytest.mark.parametrize("losses", [["original"], ["original", "bookmarks"], ALL_LOST], ids="-".join)
def test_a_later_change_of_the_profile_is_no_edit_of_the_file(
    losses: list[str], run: Run, sent: Path, profile: Path, edit: Edit, tmp_path: Path
) -> None:
    back = stripped(sent, tmp_path / "back.docx", losses)
    edit("中国語のみ", "中国語と日本語")
    assert run("build", "liaoning", "--format", "docx", "--no-cache").code == 0
    ran = run("revise", back, "--profile", "liaoning", "--write", "--confirm")
    assert ran.code == 0, ran.out + ran.err
    assert "中国語と日本語" in profile.read_text("utf-8")
    assert NEW in profile.read_text("utf-8")


def test_a_file_that_is_safe_to_share_finds_its_original(
    run: Run, sent: Path, profile: Path, edit: Edit, tmp_path: Path
) -> None:
    edit("partner:", "# 内部のメモ\npartner:")
    assert run("build", "liaoning", "--format", "docx", "--share-safe").code == 0
    before = profile.read_text("utf-8")
    ran = run("revise", stripped(sent, tmp_path / "back.docx", ["original"]), "--write")
    assert (ran.code, "D237" in ran.err) == (0, True)
    assert profile.read_text("utf-8") == before.replace(OLD, NEW)


def test_without_a_history_the_profile_is_the_base_and_no_edit_is_sure(
    run: Run, sent: Path, tmp_path: Path
) -> None:
    shutil.rmtree(sent.parents[1] / "history")
    back = stripped(sent, tmp_path / "back.docx", ["original"])
    ran = run("revise", back, "--format", "json")
    assert (ran.code, "D217" in ran.err) == (1, True)
    (change,) = json.loads(ran.out)[0]["changes"]
    assert 0.5 <= change["sure"] < 0.9


def test_a_damaged_original_is_told_and_the_profile_is_the_base(run: Run, sent: Path, tmp_path: Path) -> None:
    (kept,) = (sent.parents[1] / "history").iterdir()
    kept.write_bytes(kept.read_bytes()[:1000])
    ran = run("revise", stripped(sent, tmp_path / "back.docx", ["original"]))
    assert ("D240" in ran.err, "D217" in ran.err) == (True, True)


def test_a_kept_original_can_be_named(run: Run, sent: Path, profile: Path, tmp_path: Path) -> None:
    (kept,) = (sent.parents[1] / "history").iterdir()
    before = profile.read_text("utf-8")
    elsewhere = shutil.move(kept, tmp_path / "original.zip")
    back = stripped(sent, tmp_path / "back.docx", ["original"])
    assert run("revise", back, "--baseline", str(elsewhere), "--write").code == 0
    assert profile.read_text("utf-8") == before.replace(OLD, NEW)


def test_another_document_is_refused_in_spite_of_the_history(run: Run, sent: Path, tmp_path: Path) -> None:
    parts = read_parts(strip_word(sent.read_bytes(), ALL_LOST))
    parts["word/document.xml"] = re.sub("[ぁ-龠]", "別", parts["word/document.xml"].decode()).encode()
    (tmp_path / "other.docx").write_bytes(write_parts(parts))
    ran = run("revise", str(tmp_path / "other.docx"), "--profile", "liaoning")
    assert (ran.code, "D222" in ran.err) == (1, True)


def test_exchanged_names_of_bookmarks_in_a_row_are_no_edit(
    run: Run, sent: Path, profile: Path, tmp_path: Path
) -> None:
    """LibreOffice exchanges them when it reads RTF; the words tell which text is which."""
    xml = read_parts(sent.read_bytes())["word/document.xml"].decode()
    row = xml[: xml.index("中国語のみ")]
    first, second = re.findall(r'w:name="(_bc_\w+)"', row)[-2:]
    swapped = {first: "_x_", second: first, "_x_": second, "中国語のみ": "中国語のみ"}
    edited = typed(sent, tmp_path / "rtf.docx", {"14市から": "15市から", **swapped})
    before = profile.read_text("utf-8")
    ran = run("revise", str(edited), "--write")
    assert ran.code == 0, ran.out + ran.err
    assert profile.read_text("utf-8") == before.replace(OLD, NEW)


def test_what_the_program_dropped_is_told(run: Run, sent: Path, tmp_path: Path) -> None:
    ran = run("revise", stripped(sent, tmp_path / "back.docx", ["original", "styles"]))
    assert ran.err.count("D239") == 2
    assert ("bold" in ran.err, "styles of paragraphs" in ran.err) == (True, True)


@pytest.mark.parametrize("typed_in", ["\t", "&#x85;", "&#x9;&#x7f;"])
@pytest.mark.parametrize("losses", [[], ["original", "bookmarks", "styles"]], ids=["whole", "stripped"])
def test_no_value_gets_a_tab_or_a_control_character(
    typed_in: str, losses: list[str], run: Run, sent: Path, profile: Path, tmp_path: Path
) -> None:
    parts = read_parts(sent.read_bytes())
    for name, word in (("document", "14市から"), ("footnotes", "日本貿易振興機構大連")):
        path = f"word/{name}.xml"
        text = parts[path].decode()
        assert word in text
        parts[path] = text.replace(word, word[:2] + typed_in + "新" + word[2:], 1).encode()
    back = tmp_path / "back.docx"
    back.write_bytes(strip_word(write_parts(parts), losses))
    before = profile.read_text("utf-8")
    run("revise", str(back), "--write", "--confirm")
    after = profile.read_text("utf-8")
    assert after != before
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", after)
