"""The numbers of a callout come back from Word: edited, taken out, and what has no place is told."""

from __future__ import annotations

from pathlib import Path

from cli_result import Run
from drawn_pictures import pictured_workspace
from word_parts import edited_file, replaced

VALUE = '<w:t xml:space="preserve">{}</w:t>'


def cell_around(xml: str, words: str) -> tuple[int, int]:
    at = xml.index(words)
    return xml.rindex("<w:tc>", 0, at), xml.index("</w:tc>", at) + len("</w:tc>")


def without_cell(xml: str) -> str:
    begin, end = cell_around(xml, "人近く")
    return xml[:begin] + xml[end:]


def without_table(xml: str) -> str:
    at = xml.index("人近く")
    end = xml.index("</w:tbl>", at) + len("</w:tbl>")
    return xml[: xml.rindex("<w:tbl>", 0, at)] + xml[end:]


def with_column(xml: str) -> str:
    _, end = cell_around(xml, "人近く")
    return f"{xml[:end]}<w:tc><w:tcPr/><w:p><w:r><w:t>99校を新設</w:t></w:r></w:p></w:tc>{xml[end:]}"


def test_edits_of_value_unit_and_label_are_changes_of_the_number(run: Run, sent: Path, profile: Path) -> None:
    edits = replaced(
        (VALUE.format("27"), VALUE.format("28")), ("人近く", "人以上"), ("その卒業生（毎年）", "卒業生")
    )
    before = profile.read_text("utf-8")
    ran = run("revise", str(edited_file(sent, {"document": edits})), "--write")
    assert (ran.code, "3 changes, 0 not applied" in ran.out) == (0, True)
    wanted = before.replace("value: 27\n", "value: 28\n").replace("unit: 人近く ", "unit: 人以上 ")
    wanted = wanted.replace("label: その卒業生（毎年）[@jetro-report]", "label: 卒業生[@jetro-report]")
    assert profile.read_text("utf-8").replace('"28"', "28") == wanted


def test_a_number_that_is_taken_out_goes_and_nothing_else(run: Run, sent: Path, profile: Path) -> None:
    before = profile.read_text("utf-8")
    assert run("revise", str(edited_file(sent, {"document": without_cell})), "--write").code == 0
    begin = before.index("            - value: 3,000")
    end = before.index("          text: 同省の")
    after = profile.read_text("utf-8")  # the comment of the editor stays
    assert after.replace("            # 本文は「3,000人近い」\n", "") == before[:begin] + before[end:]


def test_all_numbers_that_are_taken_out_take_their_key_along(run: Run, sent: Path, profile: Path) -> None:
    ran = run("revise", str(edited_file(sent, {"document": without_table})), "--write")
    assert (ran.code, "1 changes, 0 not applied" in ran.out) == (0, True)
    text = profile.read_text("utf-8")
    assert "\n          numbers:" not in text
    assert "text: 同省の貿易額" in text
    assert run("check", "liaoning").code == 0


def test_an_emptied_unit_goes_and_an_emptied_value_is_told(run: Run, sent: Path, profile: Path) -> None:
    no_unit = edited_file(sent, {"document": replaced((VALUE.format("人近く"), ""))})
    assert run("revise", str(no_unit), "--write").code == 0
    assert "人近く" not in profile.read_text("utf-8").split("text: 同省の")[0].split("value: 3,000")[1]
    told = run("revise", str(edited_file(sent, {"document": replaced((VALUE.format("27"), ""))})))
    assert "D207" in told.out


def test_a_column_that_was_added_is_told(run: Run, sent: Path, profile: Path) -> None:
    before = profile.read_bytes()
    ran = run("revise", str(edited_file(sent, {"document": with_column})), "--write")
    assert "D204" in ran.out
    assert "99校を新設" in ran.out
    assert profile.read_bytes() == before


def test_a_paragraph_below_the_numbers_belongs_to_the_text(run: Run, sent: Path, profile: Path) -> None:
    def add(xml: str) -> str:
        at = xml.index("</w:tbl>", xml.index("人近く")) + len("</w:tbl>")
        style = xml.rindex('<w:pStyle w:val="CalloutText"/>')
        assert style
        new = '<w:p><w:pPr><w:pStyle w:val="CalloutText"/></w:pPr><w:r><w:t>新しい段落。</w:t></w:r></w:p>'
        return xml[:at] + new + xml[at:]

    ran = run("revise", str(edited_file(sent, {"document": add})), "--write")
    assert ran.code == 0
    assert "新しい段落。\n" in profile.read_text("utf-8")
    assert "同省の貿易額" in profile.read_text("utf-8")


def test_texts_of_a_strip_come_back_and_a_picture_that_is_gone_is_told(run: Run, tmp_path: Path) -> None:
    root = pictured_workspace(tmp_path / "pictured")
    assert run("build", "kaku", "--format", "docx", where=root).code == 0
    sent, profile = root / "output" / "kaku.docx", root / "profiles" / "kaku.yaml"
    before = profile.read_text("utf-8")
    edits = replaced(
        (">港の朝", ">港の夕べ"), ('descr="塔"', 'descr="高い塔"'), ("架空市（架空）", "塔の会（架空）")
    )
    ran = run("revise", str(edited_file(sent, {"document": edits})), "--write", where=root)
    assert (ran.code, "3 changes, 0 not applied" in ran.out) == (0, True), ran.out
    wanted = before.replace("caption: 港の朝", "caption: 港の夕べ").replace("alt: 塔\n", "alt: 高い塔\n")
    assert profile.read_text("utf-8") == wanted.replace("画像：架空市（架空）", "画像：塔の会（架空）")

    def without_tower(xml: str) -> str:
        at = xml.index('descr="塔"')
        begin, end = xml.rindex("<w:drawing>", 0, at), xml.index("</w:drawing>", at)
        return xml[:begin] + xml[end + len("</w:drawing>") :]

    told = run("revise", str(edited_file(sent, {"document": without_tower})), where=root)
    assert "D216" in told.out or "removed" in told.out
