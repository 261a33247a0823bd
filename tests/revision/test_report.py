"""The list of edits: text, JSON and an HTML page say what is changed, by whom, and why something is not."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from cli_result import Run
from edited_word import changed, typed

FIELD = "中国語のみ"


def test_each_side_is_named_by_file_and_person_in_every_form(
    run: Run, profile: Path, three: list[str], tmp_path: Path
) -> None:
    page = tmp_path / "review.html"
    ran = run("revise", *three, "--html", str(page))
    assert ran.code == 1
    for text in (ran.out, page.read_text("utf-8")):
        for name, number in (("hana", "15"), ("taro", "16"), ("jiro", "17")):
            assert text.count(f"{name}.docx (編集 {name}): 中国の") == 2  # beside each of the two others
            assert re.search(rf"{name}\.docx \(編集 {name}\): 中国の.*など{number}市から", text)
    assert "2 edits need a decision" in ran.err
    rows = json.loads(run("revise", *three, "--format", "json").out)[0]["changes"]
    (row,) = (row for row in rows if row["new"] == "日本語あり")
    assert [(Path(side["source"]).name, side["author"], side["text"]) for side in row["sides"]] == [
        ("hana.docx", "編集 hana", "英語あり")
    ]
    assert row["ours"] == FIELD


def test_a_moved_item_says_from_where_to_where(run: Run, sent: Path, tmp_path: Path) -> None:
    def second_first(xml: str) -> str:
        lines = [
            p for p in re.findall(r"<w:p>.*?</w:p>", xml) if "市など14市から" in p or "ハイレベル産業" in p
        ]
        one, other = lines
        return xml.replace(one, "\0").replace(other, one).replace("\0", other)

    edited = changed(sent, tmp_path / "edited.docx", document=second_first)
    page = tmp_path / "page.html"
    ran = run("revise", str(edited), "--html", str(page))
    assert ran.code == 0, ran.err
    moved = re.search(r"from place (\d) to place (\d) \((?:after “.+”|the first)\)", ran.out)
    assert moved
    assert moved[1] != moved[2]
    assert moved[0] in page.read_text("utf-8").replace("&quot;", '"')
    (row,) = json.loads(run("revise", str(edited), "--format", "json").out)[0]["changes"]
    assert (row["kind"], row["from"], row["to"]) == ("move", int(moved[1]), int(moved[2]))


def test_a_question_that_was_moved_is_one_line_with_the_reason(run: Run, sent: Path, tmp_path: Path) -> None:
    def reordered(xml: str) -> str:
        lines = re.findall(r"<w:p>.*?</w:p>|<w:p [^>]*>.*?</w:p>|<w:tbl>.*?</w:tbl>", xml, re.DOTALL)
        titles = [i for i, p in enumerate(lines) if "どのような機関ですか" in p or "神奈川県との関係は" in p]
        start, middle = titles[-2:]
        end = next(i for i, p in enumerate(lines) if i > middle and "？" in p and "bcid_" not in p)
        first, second = "".join(lines[start:middle]), "".join(lines[middle:end])
        assert first + second in xml
        return xml.replace(first + second, second + first)

    edited = changed(sent, tmp_path / "edited.docx", document=reordered)
    ran = run("revise", str(edited))
    assert ran.code == 1
    assert ran.out.count("D223") == 1
    assert "D219" not in ran.out
    assert "D220" not in ran.out


def test_the_page_stands_alone_and_says_what_changed(run: Run, sent: Path, tmp_path: Path) -> None:
    edited = typed(
        sent,
        tmp_path / "edited.docx",
        {"14市から": "<b>15市から".replace("<b>", ""), "ここがすごい！": "すごい！"},
    )
    page = tmp_path / "review.html"
    assert run("--lang", "ja", "revise", str(edited), "--html", str(page)).code == 1
    html = page.read_text("utf-8")
    assert "<del>14</del><ins>15</ins>市から" in html
    assert "D201" in html
    assert "profiles/_series.yaml" in html
    assert not re.search(r"(?:src|href)=|@import|url\(", html)


@pytest.mark.parametrize(("lang", "kind"), [("en", "underline"), ("ja", "下線")])
def test_what_an_editor_did_to_looks_is_told_in_the_language_asked_for(
    run: Run, sent: Path, tmp_path: Path, lang: str, kind: str
) -> None:
    def underlined(xml: str) -> str:
        found = re.search(r'<w:r><w:t xml:space="preserve">市など14市から', xml)
        assert found
        return xml.replace(found[0], found[0].replace("<w:r>", '<w:r><w:rPr><w:u w:val="single"/></w:rPr>'))

    edited = changed(sent, tmp_path / "edited.docx", document=underlined)
    ran = run("--lang", lang, "revise", str(edited))
    assert re.search(rf"D205: .*[（(]{kind}[：:] ?市など14市", ran.out)
