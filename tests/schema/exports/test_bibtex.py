"""BibTeX and BibLaTeX files in the shape of services, reference managers and hands."""

from __future__ import annotations

import random
import re

from brochure.schema.csl_items import FIELDS
from brochure.schema.exports.bibtex import read_bibtex
from brochure.storage.encoding import Lines
from exports import doubts, read_items
from law import law

SERVICE = """
@article{1490000000000000007,
author="例示, 一郎 and DOE, Jane",
title="例示県の港湾 : 新しい航路",
journal="例示論集",
ISSN="11112222",
publisher="例示学会",
year="2019",
month="nov",
volume="7",
number="2",
pages="31-44",
DOI="10.9999/rei.7.31",
URL="https://cir.example.jp/crid/7"
}
"""
MANAGER = """\ufeff
@incollection{rei_chapter_2019,
	address = {大阪},
	edition = {第2版},
	series = {例示叢書},
	number = {9},
	title = {例示県の{行政}},
	isbn = {978-4-00-111111-1},
	url = {https://example.jp/a_b?x=1&y=2},
	urldate = {2026-09-01},
	language = {ja},
	booktitle = {各地の行政},
	publisher = {例示書房},
	author = {例示, 一郎 and {例示県国際課} and {\\"{O}}zer, {\\c C}a{\\u g}lar},
	editor = {例示, 花子},
	translator = {Doe, Jane},
	month = apr,
	year = {2019},
	pages = {88--110},
}
"""


def test_an_article_of_a_service_keeps_all_its_fields() -> None:
    assert read_items(SERVICE, "a.bib") == [
        {
            "id": "1490000000000000007",
            "type": "article-journal",
            "title": "例示県の港湾 : 新しい航路",
            "author": [{"family": "例示", "given": "一郎"}, {"family": "DOE", "given": "Jane"}],
            "container-title": "例示論集",
            "publisher": "例示学会",
            "DOI": "10.9999/rei.7.31",
            "URL": "https://cir.example.jp/crid/7",
            "ISSN": "11112222",
            "volume": "7",
            "issue": "2",
            "page": "31-44",
            "issued": {"date-parts": [["2019", "11"]]},
        }
    ]
    assert doubts(SERVICE, "a.bib") == []


def test_a_chapter_of_a_manager_with_a_byte_order_mark_keeps_all_its_fields() -> None:
    (item,) = read_items(MANAGER, "a.bib")
    assert item == {
        "id": "rei_chapter_2019",
        "type": "chapter",
        "title": "例示県の行政",
        "container-title": "各地の行政",
        "author": [
            {"family": "例示", "given": "一郎"},
            {"literal": "例示県国際課"},
            {"family": "Özer", "given": "Çağlar"},
        ],
        "editor": [{"family": "例示", "given": "花子"}],
        "translator": [{"family": "Doe", "given": "Jane"}],
        "publisher": "例示書房",
        "publisher-place": "大阪",
        "edition": "第2版",
        "collection-title": "例示叢書",
        "collection-number": "9",
        "URL": "https://example.jp/a_b?x=1&y=2",
        "ISBN": "978-4-00-111111-1",
        "page": "88-110",
        "issued": {"date-parts": [["2019", "4"]]},
        "accessed": {"date-parts": [["2026", "9", "1"]]},
        "language": "ja",
    }
    assert doubts(MANAGER, "a.bib") == []


def test_the_key_of_j_stage_shows_that_given_names_are_first() -> None:
    text = "@article{例示 一郎2019,\n title={題},\n author={一郎 例示 and 花子 例題},\n year={2019}\n}\n"
    (item,) = read_items(text, "a.bib")
    assert item["id"] == "例示 一郎2019"
    assert item["author"] == [{"family": "例示", "given": "一郎"}, {"family": "例題", "given": "花子"}]
    assert doubts(text, "a.bib") == []
    assert doubts(text.replace("{例示 一郎2019", "{x1"), "a.bib") == ["C204 3:10", "C204 3:20"]


def test_a_book_of_the_library_has_roles_in_its_names() -> None:
    (item,) = read_items(
        "@book{0001, title={例示史}, author={ジェーン・ドウ 著 and 例示花子 訳}, year={2021.4}, "
        "series={例示新書 ; 21}, yomi={レイジシ}, note={文献あり}}",
        "a.bib",
    )
    assert item["author"] == [{"literal": "ジェーン・ドウ"}]
    assert item["translator"] == [{"literal": "例示花子"}]
    assert (item["collection-title"], item["collection-number"]) == ("例示新書", "21")
    assert item["issued"] == {"date-parts": [["2021", "4"]]}


def test_types_and_genres() -> None:
    kinds = {
        "@phdthesis{a, title={港}, school={例示大学}}": ("thesis", "博士論文"),
        "@mastersthesis{a, title={Ports}, school={U}}": ("thesis", "Master's thesis"),
        "@thesis{a, type={phdthesis}, title={Ports}}": ("thesis", "Ph.D. thesis"),
        "@online{a, title={x}}": ("webpage", None),
        "@misc{a, title={x}, howpublished={\\url{https://example.jp/}}}": ("webpage", None),
        "@article{a, title={x}, entrysubtype={newspaper}}": ("article-newspaper", None),
        "@inreference{a, title={x}}": ("entry-encyclopedia", None),
        "@DataSet{a, title={x}}": ("dataset", None),
    }
    read = {text: read_items(text, "a.bib")[0] for text in kinds}
    assert {text: (item["type"], item.get("genre")) for text, item in read.items()} == kinds


def test_an_address_in_howpublished_is_read_with_its_date() -> None:
    (item,) = read_items(
        "@misc{a, title={x}, howpublished={\\url{https://example.jp/a\\_b} (参照 2026-10-01)}}", "a.bib"
    )
    assert item["URL"] == "https://example.jp/a_b"
    assert item["accessed"] == {"date-parts": [["2026", "10", "1"]]}


def test_strings_are_joined_and_months_of_bibtex_known() -> None:
    text = (
        '@string{rr = "例示"}\n@article{a, title={x}, journal = rr # "論集" # { 新編}, year=2019, '
        'month=jul # "/" # aug}\n'
    )
    (item,) = read_items(text, "a.bib")
    assert item["container-title"] == "例示論集 新編"
    assert item["issued"] == {"date-parts": [["2019", "7"], ["2019", "8"]]}
    assert doubts("@book{a, title={x}, publisher = nobody}", "a.bib") == ["C214 1:33"]


def test_an_entry_inherits_from_the_one_it_names() -> None:
    text = (
        "@inproceedings{a, title={題}, crossref={p}}\n"
        "@proceedings{p, title={例示大会論文集}, year={2018}, editor={例示, 花子}}\n"
    )
    item = read_items(text, "a.bib")[0]
    assert (item["title"], item["container-title"]) == ("題", "例示大会論文集")
    assert item["issued"] == {"date-parts": [["2018"]]}
    assert doubts("@book{a, title={x}, crossref={nobody}}", "a.bib") == ["C214 1:31"]


def test_every_start_is_read_or_reported() -> None:
    text = (
        "@comment{groups: @book{not this one}}\n"
        "@book{one, title={一}, year={2019}}\n"
        "@book{two, title={二, year={2019}\n"
        "@book(three, title = {三})\n"
        "@book{four title={四}}\n"
        "  @book{five,title={五}}\n"
    )
    assert [item["title"] for item in read_items(text, "a.bib")] == ["一", "三", "五"]
    assert doubts(text, "a.bib") == ["C202 3:1", "C202 5:1"]


def test_two_entries_of_one_key_are_both_read() -> None:
    text = "@misc{a, title={一}}\n@misc{a, title={二}}\n"
    assert [item["title"] for item in read_items(text, "a.bib")] == ["一", "二"]


def test_places_of_doubts_are_those_of_the_file() -> None:
    text = (
        "@article{a,\r\n  title = {x \\nosuch y},\r\n  author = {例示一郎, 例示花子 and others},\r\n"
        "  year = {刊行年不明},\r\n  colour = {red},\r\n  size = {8}\r\n}\r\n@recipe{b, title={x}}\r\n"
    )
    assert doubts(text, "a.bib") == [
        "C210 2:14",
        "C205 3:13",
        "C206 3:28",
        "C209 4:11",
        "C208 5:13",
        "C207 8:1",
    ]


def test_items_have_no_field_that_csl_does_not_know() -> None:
    for text in (SERVICE, MANAGER):
        assert all(set(item) <= set(FIELDS) for item in read_items(text, "a.bib"))


def test_a_full_width_blank_parts_family_and_given_name() -> None:
    text = "@book{a, title={x}, author={例示　一郎 and 例題　花子}}"
    assert read_items(text, "a.bib")[0]["author"] == [
        {"family": "例示", "given": "一郎"},
        {"family": "例題", "given": "花子"},
    ]
    assert doubts(text, "a.bib") == []


def test_a_field_after_a_missing_comma_is_read_and_told() -> None:
    text = '@book{a, title={題} year=2019, publisher="社" edition = {2}\n series={s}}'
    assert read_items(text, "a.bib")[0] == {
        "id": "a",
        "type": "book",
        "title": "題",
        "publisher": "社",
        "edition": "2",
        "collection-title": "s",
        "issued": {"date-parts": [["2019"]]},
    }
    gaps = [text.index(words) + 1 for words in (" year", " edition", "\n series")]
    assert doubts(text, "a.bib") == [f"C221 1:{gap}" for gap in gaps]


def test_an_entry_without_a_key_gets_one() -> None:
    text = "@book{, title={題}, author={例示, 一郎}, year={2019}}"
    assert read_items(text, "a.bib")[0]["id"] == "例示2019"
    assert doubts(text, "a.bib") == ["C211 1:1"]


@law(sample=60, full=5000)
def test_every_start_of_a_damaged_file_is_read_or_reported(seed: int) -> None:
    random_ = random.Random(seed)
    text = SERVICE + MANAGER.lstrip("\ufeff") + SERVICE.replace("1490000000000000007", "b7")
    for _ in range(random_.randrange(1, 5)):
        at = random_.randrange(len(text))
        text = text[:at] + random_.choice(["", *'{}",=#\n@(\\']) + text[at + random_.randrange(3) :]
    drafts, found = read_bibtex(Lines("a.bib", text))
    places = {(one.location.line, one.location.column) for one in found.problems() if one.location}
    lines = Lines("a.bib", text)
    read = {(lines.at(draft.start).line, lines.at(draft.start).column) for draft in drafts}
    for start in re.finditer(r"^[ \t]*(@[A-Za-z]+[ \t]*[{(])", text, re.MULTILINE):
        place = lines.at(start.start(1))
        assert (place.line, place.column) in places | read, text[start.start() : start.start() + 60]
