"""Notes and formatted words in texts that are stored as plain text are told, with their place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cli_result import Run
from word_parts import PartChange, edited_file, paragraph_of

NOTE = (
    '<w:footnote w:id="77"><w:p><w:r><w:footnoteRef/></w:r><w:r>'
    '<w:t xml:space="preserve"> 置けない注。</w:t></w:r></w:p></w:footnote></w:footnotes>'
)
CALL = '<w:r><w:footnoteReference w:id="77"/></w:r>'


def in_line(words: str, added: str) -> PartChange:
    """Something at the end of a line."""

    def change(xml: str) -> str:
        line = paragraph_of(xml, words)
        return xml.replace(line, line.replace("</w:p>", f"{added}</w:p>"), 1)

    return change


def with_note(sent: Path, change: PartChange) -> Path:
    return edited_file(
        sent, {"document": change, "footnotes": lambda xml: xml.replace("</w:footnotes>", NOTE)}
    )


@pytest.mark.parametrize(
    ("words", "address"),
    [
        (">遼寧省<", "partner.name"),
        ("Liaoning Province", "partner.latin"),
        (">2018年5月8日<", "milestones.1.date"),
        (">友好提携<", "milestones.0.date"),
        (">1990<", "_words:drawing.years"),
        ("どのような機関ですか", "_series:questions.about"),
        ("MOU締結時期", "_series:facts.mou.rows.date"),
        ("中国 ／ 州・省", "partner.country"),
        ("□ 神奈川", "_series:home.name"),
        (">○<", "answers.support.1.topics.market_research"),
    ],
)
def test_a_note_where_none_can_be_is_told(
    words: str, address: str, run: Run, sent: Path, profile: Path
) -> None:
    before = profile.read_bytes()
    edited = with_note(sent, in_line(words, CALL))
    ran = run("revise", str(edited), "--write", "--confirm")
    assert ran.code == 1
    assert "0 changes, 1 not applied" in ran.out
    assert address in ran.out
    assert "D245: this text cannot have a note (置けない注。)" in ran.out
    assert profile.read_bytes() == before


def test_a_note_in_the_row_of_a_date_is_told(run: Run, sent: Path, profile: Path) -> None:
    """The date of the milestone, which stands above on the axis of years, is another value."""
    before = profile.read_bytes()

    def change(xml: str) -> str:
        at = xml.index("MOU締結時期")
        return xml[:at] + in_line("2018年5月8日", CALL)(xml[at:])

    ran = run("revise", str(with_note(sent, change)), "--write", "--confirm")
    assert (ran.code, "0 changes, 1 not applied" in ran.out) == (1, True)
    assert "answers.relation.1.rows.0.date" in ran.out
    assert "D245: this text cannot have a note (置けない注。)" in ran.out
    assert profile.read_bytes() == before


def test_a_note_in_a_line_that_has_no_place_is_told(run: Run, sent: Path) -> None:
    """A paragraph in a table of marks has no place, so its note has none."""

    def change(xml: str) -> str:
        at = xml.index("<w:tc>", xml.index("ワンストップ"))
        at = xml.index("<w:p>", at)
        return f"{xml[:at]}<w:p><w:r><w:t>表の中の段落の文です</w:t></w:r>{CALL}</w:p>{xml[at:]}"

    ran = run("revise", str(with_note(sent, change)))
    assert ran.code == 1
    assert "置けない注。" in ran.out


def test_a_note_of_an_edit_that_is_refused_is_not_left_alone(run: Run, sent: Path, profile: Path) -> None:
    """The line cannot be taken (an emoji has no font): its note is not taken either, and both are told."""
    before = profile.read_bytes()
    line = in_line("相互に友好交流職員も", f"<w:r><w:t>🫠</w:t></w:r>{CALL}")
    ran = run("revise", str(with_note(sent, line)), "--write", "--confirm")
    assert "0 changes, 2 not applied" in ran.out
    assert "notes.note-1" in ran.out
    assert profile.read_bytes() == before


@pytest.mark.parametrize(
    ("properties", "kind"),
    [
        ('<w:vertAlign w:val="superscript"/>', "superscript"),
        ('<w:vertAlign w:val="subscript"/>', "subscript"),
        ("<w:b/>", "bold"),
    ],
)
def test_formatted_words_of_a_plain_text_are_told(
    properties: str, kind: str, run: Run, sent: Path, profile: Path
) -> None:
    def change(xml: str) -> str:
        line = paragraph_of(xml, "Liaoning Province")
        run_ = re.search(r"<w:r>(?:(?!</w:r>).)*Liaoning Province</w:t></w:r>", line)
        assert run_
        new = run_[0].replace("Liaoning Province", "Liaoning ")
        new += f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">Province</w:t></w:r>'
        return xml.replace(line, line.replace(run_[0], new))

    before = profile.read_bytes()
    ran = run("revise", str(edited_file(sent, {"document": change})), "--write")
    assert f"D245: this text cannot have a {kind} (Province)" in ran.out
    assert (ran.code, profile.read_bytes()) == (1, before)


def test_other_edits_of_a_plain_text_are_taken(run: Run, sent: Path, profile: Path) -> None:
    def change(xml: str) -> str:
        return in_line("Liaoning Province", CALL)(xml).replace("Liaoning Province", "Province of Liaoning")

    ran = run("revise", str(with_note(sent, change)), "--write")
    assert "1 changes, 1 not applied" in ran.out
    assert "latin: Province of Liaoning\n" in profile.read_text("utf-8")
