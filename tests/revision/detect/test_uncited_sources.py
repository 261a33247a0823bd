"""A source whose last call was deleted is offered for removal, and never removed unasked."""

from __future__ import annotations

import re
from pathlib import Path

from brochure.revision.detect.uncited_sources import all_texts, cited_sources
from cli_result import Run
from word_parts import PartChange, edited_file, paragraph_of


def without_call(number: int) -> PartChange:
    def change(xml: str) -> str:
        made, count = re.subn(rf'<w:r>(?:(?!</w:r>).)*footnoteReference w:id="{number}"/></w:r>', "", xml)
        assert count == 1
        return made

    return change


def test_a_deleted_call_is_taken_and_its_source_stays_until_a_person_says_so(
    run: Run, sent: Path, profile: Path
) -> None:
    edited = edited_file(sent, {"document": without_call(1)})
    before = profile.read_text("utf-8")
    ran = run("revise", str(edited), "--write")
    assert ran.code == 0, ran.err
    assert "D232: after these edits nothing cites the source “jetro-seminar”" in ran.out
    assert profile.read_text("utf-8") == before.replace("[@jetro-seminar]", "")
    profile.write_text(before, "utf-8")
    assert run("revise", str(edited), "--write", "--confirm").code == 0
    now = profile.read_text("utf-8")
    assert "jetro-seminar" not in now
    assert "  - id: jetro-dalian\n" in now


def test_a_line_that_was_deleted_with_its_call_is_told_too(run: Run, sent: Path) -> None:
    def change(xml: str) -> str:
        return xml.replace(paragraph_of(xml, "知財保護などの領域で改革を行い"), "")

    ran = run("revise", str(edited_file(sent, {"document": change})))
    assert "D232: after these edits nothing cites the source “jetro-seminar”" in ran.out


def test_a_source_that_is_cited_elsewhere_is_not_offered(run: Run, sent: Path, profile: Path) -> None:
    text = profile.read_text("utf-8")
    profile.write_text(
        text.replace("中心地域となっています。", "中心地域となっています[@jetro-seminar 参照]。"), "utf-8"
    )
    assert run("build", "liaoning", "--format", "docx").code == 0
    ran = run("revise", str(edited_file(sent, {"document": without_call(2)})))
    assert "1 changes" in ran.out
    assert "D232" not in ran.out


def test_a_source_that_was_cited_again_meanwhile_stays(run: Run, sent: Path, profile: Path) -> None:
    edited = edited_file(sent, {"document": without_call(1)})
    text = profile.read_text("utf-8")
    profile.write_text(
        text.replace("中心地域となっています。", "中心地域となっています[@jetro-seminar]。"), "utf-8"
    )
    assert run("revise", str(edited), "--write", "--confirm").code == 0
    now = profile.read_text("utf-8")
    assert "中心地域となっています[@jetro-seminar]。" in now
    assert "  - id: jetro-seminar\n" in now


def test_sources_are_found_in_all_forms_of_citations() -> None:
    assert cited_sources(["一[@a, p. 3; 参照 @b より]", "二[-@c]", "mail@d.example"]) == {"a", "b", "c"}
    assert [*all_texts({"a": ["一", {"b": "二"}], "c": None})] == ["一", "二"]
