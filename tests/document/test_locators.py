"""Locators: every spelling of one place has one form, and what is no locator stays words."""

from __future__ import annotations

import pytest

from brochure.document.locators import split_locator
from brochure.document.markup import parse_markup
from brochure.document.markup_writer import write_markup

SAME = {
    ("24", "page"): (
        "24頁|24P|24p|24p.|２４頁|p. 24|p.24|P.24|Ｐ．２４|p24|頁24|ページ24|24ページ|第24頁|page 24|24 頁"
    ),
    ("24-31", "page"): (
        "pp. 24-31|p. 24–31|24〜31頁|24～31頁|２４－３１頁|24頁〜31頁|24頁から31頁"
        "|pp.24--31|p. 24 - p. 31|24—31ページ"
    ),
    ("24, 31", "page"): "pp. 24, 31|24、31頁|24・31頁|pp. 24 and 31|24頁、31頁|24及び31頁",
    ("iv-ix", "page"): "pp. iv-ix|p. iv–ix|p.iv〜ix",
    ("B2", "page"): "p. B2|p.B2|頁B2",
    ("第3章", "section"): "第3章|3章|第三章|第３章|3 章",
    (
        "第12条第2項第1号",
        "section",
    ): "第12条第2項第1号|12条2項1号|第十二条第二項第一号|第１２条 第２項 第１号",
    ("第12条の2", "section"): "第12条の2|12条の2|第十二条の二",
    ("第3–5章", "section"): "第3〜5章|3-5章|第3章〜第5章|第三章～第五章",
    ("図2", "section"): "図2|図 2|図２|図二",
    ("図2・図3", "section"): "図2・図3|図2、3|図2, 図3|図２・３",
    ("表3-2", "section"): "表3-2|表３－２",
    ("注5", "section"): "注5|注 5|注５",
    ("第2巻12–15頁", "section"): "第2巻12〜15頁|2巻 pp. 12-15|第2巻、12-15頁|第二巻12頁〜15頁",
    ("図3a", "section"): "図3a|図 3a",
    ("付録A", "section"): "付録A|付録 A|付録Ａ",
    ("3面", "section"): "3面|３面",
    ("25", "page"): "二十五頁|25頁",
    ("app. A", "section"): "app. A|Appendix A|appendix A",
    ("art. 5(2)", "section"): "art. 5(2)|Article 5(2)|ａｒｔ．５（２）",
    ("s. 3", "section"): "s. 3|s.3|S. 3|s 3|ｓ．３",
    ("§ 3", "section"): "§ 3|§3",
    ("art. 5", "section"): "art. 5|Art. 5|art.5|article 5|Article 5",
    ("chap. 3", "chapter"): "chap. 3|ch. 3|chapter 3|Chap.3",
}


@pytest.mark.parametrize(
    ("typed", "place"), [(typed, place) for place, all_ in SAME.items() for typed in all_.split("|")]
)
def test_all_spellings_of_a_place_are_one_locator(typed: str, place: tuple[str, str]) -> None:
    for comma in (", ", "、", "，", ","):
        assert split_locator(f"{comma}{typed}") == (*place, "")
        assert split_locator(f"{comma}{typed} より作成") == (*place, "より作成")
    assert split_locator(f" {typed}") == (*place, "")
    assert split_locator(f"　{typed}") == (*place, "")


@pytest.mark.parametrize("number", ["24", "24-31", "24〜31"])
def test_a_number_alone_is_a_page(number: str) -> None:
    assert split_locator(f", {number}")[1:] == ("page", "")
    assert split_locator(f", {number} より")[2] == "より"


@pytest.mark.parametrize(
    "words",
    ["24人", "24か所", "2024年", "第2版", "注意", "表紙 より", "図書館 より", "section より", "note", "p",
     "より", "条文 参照", "s A", "no A", "l a", "章", "no one", "l", "3人と5章"],
)  # fmt: skip
def test_other_words_stay_words(words: str) -> None:
    assert split_locator(f", {words}") == ("", "page", words)
    assert split_locator(f" {words}") == ("", "page", words)


def test_words_after_a_japanese_comma_keep_it() -> None:
    assert split_locator("、表紙") == ("", "page", "、表紙")


@pytest.mark.parametrize("place", SAME)
def test_a_place_is_written_as_it_is_read(place: tuple[str, str]) -> None:
    for sign, source in (("", "a"), ("-", "a"), ("", "架空2024"), ("", "{架空 太郎}")):
        (content,) = parse_markup(f"文[{sign}@{source}, {SAME[place].split('|')[-1]} より]。").paragraphs
        written = write_markup(content)
        assert parse_markup(written).paragraphs == (content,)
        assert parse_markup(written).cites[0].locator == place[0]
        assert parse_markup(written).cites[0].without_author == (sign == "-")
