"""RIS files in the shape of J-STAGE, CiNii, Zotero, EndNote and hands."""

from __future__ import annotations

from typing import Any

import pytest

from brochure.schema.character_warnings import character_warnings
from brochure.schema.exports.read import read_export
from exports import doubts, read_items


def record(*lines: str) -> str:
    """A record of these lines with its end."""
    return "\n".join((*lines, "ER  - ", ""))


def only(*lines: str) -> Any:
    """The one item of a record."""
    (item,) = read_items(record(*lines), "a.ris")
    return item


def test_an_article_keeps_all_its_fields() -> None:
    item = only(
        *("TY  - JOUR", "TI  - 例示県の港湾", "AU  - 例示, 一郎", "AU  - 例示, 花子", "T2  - 例示論集"),
        *("VL  - 7",),
        *("IS  - 2", "SP  - 31", "EP  - 44", "PY  - 2019", "DA  - 2019/11/30", "DO  - 10.9999/rei.7"),
        *("SN  - 1111-2222",),
        *("UR  - https://example.jp/a_b?x=1&y=2", "Y2  - 2026/09/01/", "LA  - ja", "AB  - 抄録"),
        *("KW  - 港湾",),
        *("ID  - rei7",),
    )  # fmt: skip
    assert item == {
        "id": "rei7",
        "type": "article-journal",
        "author": [{"family": "例示", "given": "一郎"}, {"family": "例示", "given": "花子"}],
        "title": "例示県の港湾",
        "container-title": "例示論集",
        "volume": "7",
        "issue": "2",
        "ISSN": "1111-2222",
        "page": "31-44",
        "issued": {"date-parts": [["2019", "11", "30"]]},
        "accessed": {"date-parts": [["2026", "9", "1"]]},
        "DOI": "10.9999/rei.7",
        "language": "ja",
        "URL": "https://example.jp/a_b?x=1&y=2",
    }


def test_a_chapter_has_its_book_editor_translator_and_series() -> None:
    item = only(
        *(
            "TY  - CHAP",
            "TI  - 行政",
            "A1  - 例示, 一郎",
            "A2  - 例示, 花子",
            "A4  - 例題, 三郎",
            "T2  - 各地の行政",
        ),
        *(
            "T3  - 例示叢書",
            "CY  - 大阪",
            "ET  - 第2版",
            "SP  - 88",
            "EP  - 110",
            "PB  - 例示書房",
            "PY  - 2019",
        ),
    )
    assert item["editor"] == [{"family": "例示", "given": "花子"}]
    assert item["translator"] == [{"family": "例題", "given": "三郎"}]
    wanted = {"container-title": "各地の行政", "collection-title": "例示叢書", "publisher-place": "大阪",
              "edition": "第2版", "page": "88-110", "publisher": "例示書房"}  # fmt: skip
    assert {key: item[key] for key in wanted} == wanted


@pytest.mark.parametrize(
    ("lines", "field", "value"),
    [
        (["TY  - STAT", "M1  - 令和5年法律第999号"], "number", "令和5年法律第999号"),
        (["TY  - RPRT", "M1  - KS-1"], "number", "KS-1"),
        (["TY  - PAT", "IS  - 特開2019-999"], "number", "特開2019-999"),
        (["TY  - STAND", "M1  - JIS Z 99999:2022"], "number", "JIS Z 99999:2022"),
        (["TY  - JOUR", "M1  - 4"], "issue", "4"),
        (["TY  - BOOK", "SP  - 320"], "number-of-pages", "320"),
        (["TY  - BOOK", "T2  - 例示叢書 ; 5"], "collection-number", "5"),
        (["TY  - THES", "M3  - 博士論文"], "genre", "博士論文"),
        (["TY  - MPCT", "A1  - 監督, 一郎"], "director", [{"family": "監督", "given": "一郎"}]),
        (["TY  - NEWS", "ET  - 朝刊", "SE  - 経済"], "section", "経済"),
        (["TY  - CONF", "CY  - 横浜"], "event-place", "横浜"),
        (["TY  - SLIDE", "T2  - 例示セミナー"], "event-title", "例示セミナー"),
        (["TY  - MAP", "C1  - 1:25,000"], "scale", "1:25,000"),
        (["TY  - JOUR", "JF  - 例示論集"], "container-title", "例示論集"),
        (["TY  - BOOK", "BT  - 例示史"], "title", "例示史"),
        (["TY  - ELEC", "N1  - original-date: 1935"], "original-date", {"date-parts": [["1935"]]}),
    ],
)
def test_a_tag_means_what_the_type_makes_it(lines: list[str], field: str, value: object) -> None:
    assert only(*lines)[field] == value


def test_records_without_an_end_lose_nothing_and_are_reported() -> None:
    text = "TY  - BOOK\r\nTI  - 一\r\nTY  - BOOK\r\nTI  - 二\r\nER  -\r\nTY  - BOOK\r\nTI  - 三\r\n"
    assert [item["title"] for item in read_items(text, "a.ris")] == ["一", "二", "三"]
    assert doubts(text, "a.ris") == ["C203 1:1", "C211 1:1", "C203 6:1"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16", "euc_jp"])
def test_the_first_record_is_read_in_every_encoding(encoding: str) -> None:
    raw = record("TY  - BOOK", "ID  - a", "TI  - 例示県の表計算ソフト", "PB  - 例示書房").encode(encoding)
    (item,) = read_items(raw, "a.ris")
    assert (item["title"], item["publisher"]) == ("例示県の表計算ソフト", "例示書房")
    assert doubts(raw, "a.ris") == ([] if encoding.startswith("utf-8") else ["C201 1:1"])


def test_a_continued_line_belongs_to_its_field() -> None:
    item = only("TY  - BOOK", "TI  - 長い", "題名", "AU  - 例示, 一郎", "N1  - 一行目", "二行目")
    assert (item["title"], item["note"]) == ("長い 題名", "一行目 二行目")
    assert item["author"] == [{"family": "例示", "given": "一郎"}]


def test_ids_of_records_without_one_are_author_and_year() -> None:
    books = [record("TY  - BOOK", f"TI  - {title}", "AU  - 例示, 一郎", "PY  - 2019") for title in "一二"]
    law = record("TY  - STAT", "TI  - 例示法", "PY  - 2014")
    text = "".join((*books, law))
    assert [item["id"] for item in read_items(text, "a.ris")] == ["例示2019", "例示2019b", "例示法2014"]
    assert doubts(text, "a.ris") == ["C211 1:1"]


def test_what_is_not_read_is_reported_with_its_place() -> None:
    text = "stray line\n" + record(
        "TY  - CUBE", "ID  - a", "TI  - 題", "XX  - 何か", "PY  - 近刊", "UR  - https://a.example.jp/",
        "UR  - https://b.example.jp/"
    )  # fmt: skip
    assert doubts(text, "a.ris") == ["C213 1:1", "C207 2:1", "C208 5:7", "C209 6:7", "C216 8:7"]


def test_a_decomposed_character_is_told_in_a_record_whose_id_was_made() -> None:
    read = read_export("TY  - BOOK\nAU  - 架空\nTI  - か\u3099\nPY  - 2019\nER  - \n".encode(), "a.ris")
    (found,) = character_warnings(read)
    assert (found.code, str(found.location)) == ("Y207", "a.ris:3:7")
