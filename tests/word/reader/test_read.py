"""Files as other programs save them: what they add is no edit, and an edit is found all the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cli_result import Run
from editor_traces import TRACES, saved_with, typed_over
from word_parts import edited_file, replaced


@pytest.fixture
def sent(run: Run, fresh: Path) -> Path:
    """The Word file as it was sent."""
    assert run("build", "liaoning", "--format", "docx").code == 0
    return fresh / "output" / "liaoning.docx"


@pytest.mark.parametrize("program", TRACES)
def test_what_a_program_adds_is_no_edit(program: str, run: Run, sent: Path) -> None:
    edited = edited_file(sent, {"document": lambda xml: saved_with(TRACES[program], xml)})
    assert "0 changes, 0 not applied" in run("revise", str(edited)).out


@pytest.mark.parametrize("program", TRACES)
def test_an_edit_between_what_a_program_adds_is_taken(
    program: str, run: Run, sent: Path, fresh: Path
) -> None:
    profile = fresh / "profiles" / "liaoning.yaml"
    before = profile.read_text("utf-8")

    def change(xml: str) -> str:
        return typed_over(saved_with(TRACES[program], xml), "自由貿易試験区", "自由貿易区域")

    ran = run("revise", str(edited_file(sent, {"document": change})), "--write")
    assert "1 changes, 0 not applied" in ran.out
    assert profile.read_text("utf-8") == before.replace("自由貿易試験区", "自由貿易区域")


BOX = (
    '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent><w:p><w:r>'
    "<w:t>枠の文</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)
EQUATION = (
    '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>x=1</m:t></m:r>'
    "</m:oMath>"
)


@pytest.mark.parametrize(
    ("added", "code"),
    [
        (BOX, "D204: an addition has no place in the profile (text box: 枠の文)"),
        (EQUATION, "D204: an addition has no place in the profile (equation: x=1)"),
        ("<w:r><w:br/></w:r>", "D213"),
        ("<w:r><w:t>🫠</w:t></w:r>", "D208"),
    ],
)
@pytest.mark.parametrize("words", ["相互に友好交流職員も", "日系企業の進出数と日本語人材の豊富さ"])
def test_what_a_profile_cannot_hold_is_told_with_its_place(
    words: str, added: str, code: str, run: Run, sent: Path, fresh: Path
) -> None:
    profile = fresh / "profiles" / "liaoning.yaml"
    before = profile.read_bytes()
    new = f"{words}</w:t></w:r>{added}<w:r><w:t>"
    ran = run("revise", str(edited_file(sent, {"document": replaced((words, new))})), "--write")
    assert ran.code == 1
    assert code in ran.out
    assert "profiles/liaoning.yaml:" in ran.out.split("[not applied]")[1]
    assert "→" in ran.out
    assert profile.read_bytes() == before


def test_a_file_with_two_notes_of_one_number_is_refused(run: Run, sent: Path) -> None:
    def change(xml: str) -> str:
        first, second = [*re.finditer(r"<w:footnote (?!w:type).*?</w:footnote>", xml, re.DOTALL)][:2]
        number = re.search(r'w:id="\d+"', first[0])
        assert number
        return xml.replace(second[0], second[0] + re.sub(r'w:id="\d+"', number[0], second[0], count=1))

    ran = run("revise", str(edited_file(sent, {"footnotes": change})))
    assert ran.code == 1
    assert "D107: the part word/footnotes.xml of the file cannot be read (<w:footnote w:id=" in ran.err
