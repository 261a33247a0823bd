"""Citations in the form of a CSL style, against forms written out by hand."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import pytest

from brochure.assembly.citation import Citation, CslStyle
from brochure.assembly.citation_style import StyleError
from brochure.document.tree import Link, plain_text
from brochure.schema.csl_dates import csl_date
from brochure.schema.csl_items import DATES, NAMES, PRINTED, STRINGS, TYPES
from brochure.schema.source_fields import LICENCES
from workspaces import REPO

FOLDER = REPO / "layouts" / "standard" / "citation"

SEMINAR: dict[str, Any] = {
    "id": "seminar",
    "type": "webpage",
    "author": [{"literal": "日本貿易振興機構"}],
    "title": "地域・分析レポート（中国）遼寧省の最新ビジネス情報セミナーを開催（1）",
    "issued": {"date-parts": [[2018, 5, 31]]},
}
MOFA: dict[str, Any] = {
    "id": "mofa",
    "type": "report",
    "author": [{"literal": "外務省"}],
    "title": "海外在留邦人数調査統計",
    "edition": "平成30年版",
    "URL": "https://www.mofa.go.jp/x.html",
    "accessed": {"date-parts": [[2026, 11, 22]]},
}
NEWS: dict[str, Any] = {
    "id": "news",
    "type": "webpage",
    "author": [{"literal": "日本貿易振興機構（ジェトロ）"}],
    "container-title": "ビジネス短信",
    "URL": "https://www.jetro.go.jp/biznews/2018/06/83d2a9940bd32d98.html",
}
# 架空の論文と本：和名と欧名が並ぶもの
PAPER: dict[str, Any] = {
    "id": "paper",
    "type": "article-journal",
    "author": [{"family": "架空", "given": "太郎"}, {"family": "Smith", "given": "John"}],
    "title": "架空の論文",
    "container-title": "架空学会誌",
    "volume": "3",
    "issue": "2",
    "page": "10-20",
    "issued": {"date-parts": [[2018]]},
}
BOOK: dict[str, Any] = {
    "id": "book",
    "type": "book",
    "author": [{"family": "架空", "given": "花子"}],
    "title": "架空の本",
    "edition": "第2版",
    "publisher": "架空出版",
    "number-of-pages": "200",
    "issued": {"date-parts": [[2018, 7]]},
}


WAREKI = """<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0">
<info><title>t</title><id>t</id><updated>2026-11-22T00:00:00+00:00</updated></info>
<citation><layout><date variable="issued" prefix="{和暦 " suffix="}"><date-part name="year"/>
<date-part name="month" form="numeric" prefix="-"/><date-part name="day" form="numeric" prefix="-"/></date>
</layout></citation></style>"""


def style(name: str) -> CslStyle:
    """A style that the standard layout ships."""
    return CslStyle((FOLDER / f"{name}.csl").read_bytes())


def words(name: str, citation: Citation) -> str:
    """A citation in a style, as text."""
    return plain_text(style(name).render(citation))


@pytest.mark.parametrize(
    ("citation", "expected"),
    [
        (
            Citation(SEMINAR),
            "日本貿易振興機構「地域・分析レポート（中国）遼寧省の最新ビジネス情報セミナーを開催（1）」（2018年5月31日）",
        ),
        (
            Citation(
                {
                    **SEMINAR,
                    "author": [{"literal": "日本貿易振興機構大連事務所"}],
                    "title": "遼寧省概況",
                    "issued": {"date-parts": [[2018, 7]]},
                },
                suffix="より",
            ),
            "日本貿易振興機構大連事務所「遼寧省概況」（2018年7月）より",
        ),
        (
            Citation({k: v for k, v in MOFA.items() if k not in ("URL", "accessed")}, suffix="より"),
            "外務省「海外在留邦人数調査統計（平成30年版）」より",
        ),
        (
            Citation(
                {**SEMINAR, "title": "地域・分析レポート（中国）", "issued": {"date-parts": [[2019, 2, 26]]}},
                suffix="より",
            ),
            "日本貿易振興機構「地域・分析レポート（中国）」（2019年2月26日）より",
        ),
        (
            Citation(NEWS),
            "日本貿易振興機構（ジェトロ）ビジネス短信（https://www.jetro.go.jp/biznews/2018/06/83d2a9940bd32d98.html）",
        ),
        (  # nothing but its address tells it from another page of the site
            Citation(
                {
                    "type": "webpage",
                    "publisher": "架空国政府",
                    "container-title": "架空国政府Webサイト",
                    "issued": {"date-parts": [[2019, 11, 14]]},
                    "URL": "https://example.jp/a.html",
                }
            ),
            "架空国政府Webサイト（2019年11月14日）（https://example.jp/a.html）",
        ),
        (Citation(PAPER), "架空太郎・John Smith「架空の論文」『架空学会誌』3巻2号10–20頁（2018年）"),
        (
            Citation(BOOK, locator="12-15", prefix="cf.", suffix="参照"),
            "cf. 架空花子「架空の本（第2版）」（架空出版、2018年7月）p. 12–15参照",
        ),
        (
            Citation(BOOK, locator="第3章", label="section"),
            "架空花子「架空の本（第2版）」（架空出版、2018年7月）第3章",
        ),
    ],
)
def test_the_house_form_is_that_of_the_source_page(citation: Citation, expected: str) -> None:
    assert words("house", citation) == expected


@pytest.mark.parametrize(
    ("citation", "expected"),
    [
        (Citation(PAPER), "架空太郎; Smith, John. 架空の論文. 架空学会誌. 2018, vol. 3, no. 2, p. 10–20."),
        (
            Citation(PAPER, locator="12"),
            "架空太郎; Smith, John. 架空の論文. 架空学会誌. 2018, vol. 3, no. 2, p. 12.",
        ),
        (Citation(BOOK), "架空花子. 架空の本. 第2版, 架空出版, 2018, 200p."),
        (
            Citation(
                {
                    **NEWS,
                    "title": "架空の題",
                    "issued": {"date-parts": [[2018, 6, 1]]},
                    "accessed": {"date-parts": [[2026, 11, 22]]},
                }
            ),
            "日本貿易振興機構（ジェトロ）. “架空の題”. ビジネス短信. 2018-06-01. "
            "https://www.jetro.go.jp/biznews/2018/06/83d2a9940bd32d98.html, (参照 2026-11-22).",
        ),
        (
            Citation({**NEWS, "title": "架空の題", "archive_location": "https://warp.ndl.go.jp/x"}),
            "日本貿易振興機構（ジェトロ）. “架空の題”. ビジネス短信. "
            "https://www.jetro.go.jp/biznews/2018/06/83d2a9940bd32d98.html, WARP: https://warp.ndl.go.jp/x.",
        ),
    ],
)
def test_the_form_of_sist_02(citation: Citation, expected: str) -> None:
    assert words("sist02", citation) == expected


@pytest.mark.parametrize(
    ("citation", "expected"),
    [
        (
            Citation(MOFA),
            "出典：「海外在留邦人数調査統計（平成30年版）」（外務省）（https://www.mofa.go.jp/x.html）（2026年11月22日に利用）",
        ),
        (
            Citation({**MOFA, "custom": {"adapted": "true"}}),
            "出典：「海外在留邦人数調査統計（平成30年版）」（外務省）（https://www.mofa.go.jp/x.html）（2026年11月22日に利用）。"
            "「海外在留邦人数調査統計（平成30年版）」（外務省）（https://www.mofa.go.jp/x.html）を加工して作成",
        ),
        (
            Citation({**MOFA, "archive_location": "https://warp.ndl.go.jp/x"}, locator="12"),
            "出典：「海外在留邦人数調査統計（平成30年版）」（外務省）12頁（https://www.mofa.go.jp/x.html）"
            "（WARP：https://warp.ndl.go.jp/x）（2026年11月22日に利用）",
        ),
    ],
)
def test_the_form_of_public_data(citation: Citation, expected: str) -> None:
    assert words("public-data", citation) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"custom": {"licence": "PDL1.0"}},
            "出典：「架空統計」（架空省）（https://example.jp/d）、PDL1.0"
            "（https://www.digital.go.jp/resources/open_data/public_data_license_v1.0）（2026年11月22日に利用）",
        ),
        (
            {"custom": {"licence": "政府標準利用規約2.0", "adapted": "true"}},
            "出典：「架空統計」（架空省）（https://example.jp/d）（2026年11月22日に利用）。"
            "「架空統計」（架空省）（https://example.jp/d）を加工して作成",
        ),
        (
            {"custom": {"licence": {"name": "架空規約", "URL": "https://example.jp/t"}}},
            "出典：「架空統計」（架空省）（https://example.jp/d）、架空規約（https://example.jp/t）"
            "（2026年11月22日に利用）",
        ),
        (  # no field of CSL says that data were adapted
            {"status": "in press"},
            "出典：「架空統計」（架空省）（https://example.jp/d）（2026年11月22日に利用）",
        ),
        (
            {"type": "book", "publisher": "架空出版"},
            "出典：架空省「架空統計」（架空出版）（https://example.jp/d）（2026年11月22日閲覧）",
        ),
        (
            {"type": "book", "custom": {"licence": "CC0 1.0"}},
            "出典：「架空統計」（架空省）（https://example.jp/d）、CC0 1.0"
            "（https://creativecommons.org/publicdomain/zero/1.0/deed.ja）（2026年11月22日に利用）",
        ),
        (
            {"title": None, "container-title": "架空省サイト"},
            "出典：架空省サイト（https://example.jp/d）（2026年11月22日に利用）",
        ),
        (
            {"title": None, "container-title": "短信", "issued": {"date-parts": [[2026]]}},
            "出典：短信（架空省、2026年）（https://example.jp/d）（2026年11月22日に利用）",
        ),
        ({"title": None}, "出典：架空省（https://example.jp/d）（2026年11月22日に利用）"),
    ],
)
def test_public_data_print_what_their_terms_ask(fields: dict[str, Any], expected: str) -> None:
    item = {
        "id": "d",
        "type": "dataset",
        "author": [{"literal": "架空省"}],
        "title": "架空統計",
        "URL": "https://example.jp/d",
        "accessed": {"date-parts": [[2026, 11, 22]]},
    }
    made = {key: value for key, value in {**item, **fields}.items() if value is not None}
    assert words("public-data", Citation(made)) == expected


@pytest.mark.parametrize("name", ["house", "sist02", "public-data"])
def test_each_style_says_that_data_were_adapted_and_where_a_copy_is(name: str) -> None:
    item = {**MOFA, "archive_location": "https://warp.ndl.go.jp/x"}
    plain = words(name, Citation(item))
    adapted = words(name, Citation({**item, "custom": {"adapted": "true"}}))
    assert "WARP" in plain
    assert "2026" in plain
    assert "加工" not in plain
    assert "加工して作成" in adapted


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"author": "見本県", "container-title": "見本県Webサイト"},
            "見本県Webサイト（https://example.jp/）",
        ),
        ({"author": "見本県", "container-title": "短信"}, "見本県短信（https://example.jp/）"),
        ({"author": "見本県"}, "見本県（https://example.jp/）"),
        ({"publisher": "見本県"}, "見本県（https://example.jp/）"),
        ({}, "（https://example.jp/）"),
    ],
)
def test_a_page_without_a_title_is_named_by_its_site(fields: dict[str, str], expected: str) -> None:
    item: dict[str, Any] = {"id": "a", "type": "webpage", "URL": "https://example.jp/", **fields}
    if "author" in item:
        item["author"] = [{"literal": item["author"]}]
    assert words("house", Citation(item)) == expected


WORDS = [
    "架空",
    "Kaku",
    "第3回",
    "12",
    "上",
    "2.1",
    "<i>in situ</i>",
    "A &amp; B",
    "見本・例",
    "平成30年",
    "x, y",
]
DATES_WRITTEN = [
    "2019",
    "2019-04",
    "2019-04-20/22",
    "2019/2021",
    "2019-04/..",
    "1935~",
    "2019-22",
    "n.d.",
    "-0044",
]


def random_item(chance: random.Random) -> dict[str, Any]:
    """A source with any fields of CSL, as an editor or a program may write them."""
    item: dict[str, Any] = {"id": "a", "type": chance.choice(TYPES)}
    for key in chance.sample(STRINGS, chance.randint(0, 14)):
        item[key] = chance.choice(WORDS)
    for key in chance.sample(DATES, chance.randint(0, 3)):
        item[key] = csl_date(chance.choice(DATES_WRITTEN))
    people = [
        {"literal": "架空研究所"},
        {"family": "見本", "given": "花子"},
        {"family": "スミス", "given": "ジョン"},
        {"family": "Doe", "given": "Jo", "suffix": "Jr.", "non-dropping-particle": "van"},
    ]
    for key in chance.sample(NAMES, chance.randint(0, 4)):
        item[key] = chance.choices(people, k=chance.randint(1, 5))
    if chance.random() < 0.8:
        item["title"] = chance.choice(["架空の題", "Imaginary title"])
    if chance.random() < 0.3:
        item["custom"] = {
            "adapted": chance.choice(["true", "false"]),
            "licence": chance.choice(list(LICENCES)),
        }
    return item


def test_no_source_fails_and_none_prints_empty_brackets() -> None:
    chance = random.Random(1129)
    styles = [style(name) for name in ("house", "sist02", "public-data")]
    wrong = re.compile(
        r"「」|『』|（）|\(\)|、、|（、|、）|, ,|\.\.|^[.,、]|\{|出典：$|  |None|[\ufdd0-\ufdef]"
    )
    for _ in range(150):
        item = random_item(chance)
        if not any(item.get(key) for key in PRINTED):
            item["number"] = "7"  # or check refuses it (P169)
        for used in styles:
            text = plain_text(used.render(Citation(item, chance.choice(["", "12"]))))
            assert not wrong.search(text), (text, item)
            assert text, item


def test_free_words_stand_inside_what_a_style_puts_around_citations() -> None:
    said = words("sist02", Citation(PAPER, locator="12", suffix="より"))
    assert said.endswith("vol. 3, no. 2, p. 12より.")
    assert (
        words("public-data", Citation(BOOK, prefix="詳しくは"))
        == "出典：詳しくは架空花子「架空の本（第2版）」（架空出版、2018年7月）"
    )


def test_web_addresses_in_a_citation_are_links() -> None:
    links = [part for part in style("house").render(Citation(NEWS)) if isinstance(part, Link)]
    assert links == [Link(NEWS["URL"], NEWS["URL"])]


def test_a_citation_may_be_rendered_again_and_again() -> None:
    house = style("house")
    assert {plain_text(house.render(Citation(BOOK))) for _ in range(3)} == {
        "架空花子「架空の本（第2版）」（架空出版、2018年7月）"
    }


def test_a_style_may_ask_for_the_japanese_calendar() -> None:
    wareki = CslStyle(WAREKI.encode())
    assert plain_text(wareki.render(Citation(SEMINAR))) == "平成30年5月31日"
    assert plain_text(wareki.render(Citation(BOOK))) == "平成30年7月"


def test_a_style_that_citeproc_py_cannot_use_is_told() -> None:
    twice = '<locale xml:lang="en"><terms><term name="and">&amp;</term></terms></locale>' * 2
    text = WAREKI.replace("<citation>", f"{twice}<citation>").replace(
        'version="1.0"', 'version="1.0" default-locale="en-US"'
    )
    with pytest.raises(StyleError, match="cannot use"):
        CslStyle(text.encode())


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (b"<style>\n<oops></style>", 2),
        (b"<html/>", 1),
        (
            WAREKI.replace("</layout>", '\n<text macro="x"/></layout>').encode(),
            6,
        ),
    ],
)
def test_a_broken_style_is_told_with_its_line(text: bytes, line: int) -> None:
    with pytest.raises(StyleError) as raised:
        CslStyle(text)
    assert raised.value.line == line


def test_a_misspelt_variable_is_told_and_does_not_drop_words_silently() -> None:
    text = (FOLDER / "house.csl").read_bytes().replace(b'variable="title"', b'variable="titel"')
    with pytest.raises(StyleError, match="no variable 'titel'") as raised:
        CslStyle(text)
    assert raised.value.line == text[: text.index(b'"titel"')].count(b"\n") + 1


def test_a_style_cannot_read_other_files(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("秘密", "utf-8")
    text = f'<!DOCTYPE s [<!ENTITY x SYSTEM "{secret.as_uri()}">]>' + WAREKI.replace(
        'prefix="{和暦 "', 'prefix="&x;"', 1
    )
    try:
        said = plain_text(CslStyle(text.encode()).render(Citation(SEMINAR)))
    except StyleError:
        return
    assert "秘密" not in said
