"""A source made ready for a style: language, names, numbers, fields of our own."""

from __future__ import annotations

from typing import Any

import pytest

from brochure.assembly.citation_item import source_language, style_values
from brochure.document.rich_text import KATAKANA_DOT


def values(language: str = "ja", **fields: Any) -> dict[str, Any]:
    """The values of a report with some fields."""
    item = {"id": "a", "type": "report", **{key.replace("_", "-"): value for key, value in fields.items()}}
    return style_values(item, language)


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({"title": "架空の歴史"}, "ja"),
        ({"title": "Kakuの歴史"}, "ja"),
        ({"title": "見本"}, "ja"),
        ({"title": "カクー"}, "ja"),
        ({"title": "견본"}, "ja"),
        ({"title": "History of Kaku"}, "en"),
        ({"title": "Trade — a “history” … (①, ×, 1：2)"}, "en"),
        ({"title": "ﾃﾞｰﾀ"}, "ja"),
        ({"title": "𠮷野"}, "ja"),
        ({"title": "История"}, "en"),
        ({"title": "تاريخ"}, "en"),
        ({"title": "ประวัติ"}, "en"),
        ({"container-title": "Kaku Portal"}, "en"),
        ({"author": [{"literal": "Kaku Office"}]}, "en"),
        ({"author": [{"literal": "架空局"}]}, "ja"),
        ({"title": "History of Kaku", "language": "ja-JP"}, "ja"),
        ({"title": "架空の歴史", "language": "eng"}, "en"),
        ({"title": "Histoire de Kaku", "language": "fr"}, "en"),
        ({"title": "架空史", "language": "zh"}, "ja"),
        ({}, "ja"),
    ],
)
def test_language_or_else_script_decides(item: dict[str, Any], expected: str) -> None:
    assert source_language(item, ("ja", "en")) == expected


def test_a_style_with_one_language_words_everything_in_it() -> None:
    assert source_language({"title": "History"}, ("ja",)) == "ja"
    assert source_language({"title": "歴史", "language": "ja"}, ("de", "en")) == "de"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ({"family": "見本", "given": "花子"}, {"literal": "見本花子"}),
        ({"family": "見本", "given": "マリ"}, {"literal": "見本マリ"}),
        ({"family": "김", "given": "견본"}, {"literal": "김견본"}),
        ({"family": "李", "given": "T."}, {"literal": "李T."}),
        ({"family": "スミス", "given": "ジョン"}, {"family": "スミス", "given": f"ジョン{KATAKANA_DOT}"}),
        (
            {"family": "ケネディ", "given": "ジョン F."},
            {"family": "ケネディ", "given": "ジョン F." + KATAKANA_DOT},
        ),
        ({"family": "Smith", "given": "John"}, {"family": "Smith", "given": "John"}),
        ({"family": "Suharto"}, {"literal": "Suharto"}),
        ({"family": "Gogh", "non-dropping-particle": "van"}, {"literal": "van Gogh"}),
        ({"family": "Kaku", "given": "Ann", "static-ordering": "true"}, {"literal": "Kaku Ann"}),
        (
            {"family": "King", "given": "Al", "suffix": ", Jr.", "comma-suffix": "true"},
            {"family": "King", "given": "Al", "suffix": "Jr."},
        ),
        ({"literal": "A&amp;B研究所"}, {"literal": "A&B研究所"}),
    ],
)
def test_a_name_has_the_order_of_its_script(name: dict[str, str], expected: dict[str, str]) -> None:
    assert values(author=[name])["author"] == [expected]


@pytest.mark.parametrize(
    ("key", "typed", "language", "expected"),
    [
        ("edition", "3", "ja", "3"),
        ("edition", "３", "ja", "3"),
        ("edition", "3rd", "en", "3"),
        ("edition", "第3版", "ja", "第3版"),
        ("edition", "2019", "ja", "2019年版"),
        ("edition", "2019", "en", "2019 ed."),
        ("edition", "平成30年版", "ja", "平成30年版"),
        ("volume", "第３巻", "ja", "3"),
        ("volume", "Vol. 3", "en", "3"),
        ("volume", "上", "ja", "上"),
        ("issue", "No.4", "ja", "4"),
        ("issue", "春号", "ja", "春号"),
        ("page", "pp. 10-12", "en", "10-12"),
        ("page", "45頁", "ja", "45"),
        ("page", "B2", "en", "B2"),
        ("page", "7面", "ja", "7"),
        ("page", "巻頭", "ja", "巻頭"),
        ("number-of-pages", "320p", "ja", "320"),
        ("number-of-pages", "xii, 320", "en", "xii, 320"),
        ("version", "v2.1.0", "en", "2.1.0"),
        ("version", "第2版", "ja", "第2版"),
        ("DOI", "https://doi.org/10.9999/x", "ja", "10.9999/x"),
        ("DOI", "doi: 10.9999/x", "ja", "10.9999/x"),
    ],
)
def test_a_number_is_without_the_word_that_styles_add(
    key: str, typed: str, language: str, expected: str
) -> None:
    assert style_values({"id": "a", "type": "book", key: typed}, language)[key] == expected


@pytest.mark.parametrize(
    ("key", "text", "numeric"),
    [
        ("edition", "2", True),
        ("edition", "第2版", False),
        ("volume", "D2", True),
        ("volume", "2b", True),
        ("page", "45-58", True),
        ("page", "45–58, 60 & 62", True),
        ("page", "B2", True),
        ("page", "付録", False),
        ("volume", "1.2", False),
        ("version", "1.2", True),
    ],
)
def test_numeric_is_what_csl_calls_so(key: str, text: str, numeric: bool) -> None:
    assert (f"{key}-numeric" in style_values({"id": "a", "type": "book", key: text}, "ja")) == numeric


def test_a_standard_has_its_year() -> None:
    item = {"id": "a", "type": "standard", "issued": {"date-parts": [[2019]]}}
    assert style_values({**item, "number": "JIS X 9999"}, "ja")["number"] == "JIS X 9999:2019"
    assert style_values({**item, "number": "JIS X 9999:2019"}, "ja")["number"] == "JIS X 9999:2019"
    assert style_values({**item, "number": "JIS X 9999", "issued": {"literal": "n.d."}}, "ja")["number"] == (
        "JIS X 9999"
    )


def test_fields_of_our_own_come_from_custom_and_from_nothing_else() -> None:
    assert "custom.adapted" not in values(status="in press", note="adapted: true")
    assert "custom.adapted" not in values(custom={"adapted": "false"})
    assert values(custom={"adapted": "true"})["custom.adapted"] == "true"
    known = values(custom={"licence": "PDL1.0"})
    assert known["custom.licence"] == "PDL1.0"
    assert known["custom.licence-url"].startswith("https://www.digital.go.jp/")
    assert "custom.licence" not in values(custom={"licence": "政府標準利用規約2.0"})


def test_what_follows_from_other_fields() -> None:
    office = [{"literal": "架空局"}]
    assert "derived.publisher" not in values(author=office, publisher="架空局")
    assert values(author=office, publisher="架空出版")["derived.publisher"] == "架空出版"
    assert "derived.event" not in values(container_title="第3回架空大会論文集", event_title="第3回架空大会")
    assert values(container_title="論文集", event="第3回架空大会")["derived.event"] == "第3回架空大会"
    assert "derived.body" not in values(author=office, title="架空局設置条例")
    assert values(author=office, title="設置条例")["derived.body"] == "架空局"
    assert values(author=office, container_title="架空局サイト")["derived.site"] == "架空局サイト"
    assert "derived.site" not in values(author=office, container_title="短信")


def test_the_place_of_a_publisher_is_no_place_of_an_event() -> None:
    tokyo = {"event_place": "東京", "publisher_place": "東京"}
    assert "event-place" not in values(**tokyo)
    assert values(**tokyo, event_title="架空大会")["event-place"] == "東京"
    assert values(event_place="東京")["event-place"] == "東京"


@pytest.mark.parametrize(
    ("place", "archive", "expected"),
    [
        ("https://warp.ndl.go.jp/x", "", "WARP"),
        ("https://web.archive.org/x", "", "Internet Archive"),
        ("https://example.jp/copy", "", "保存先"),
        ("箱3", "架空文書館", "架空文書館"),
    ],
)
def test_an_archive_is_named_by_its_address(place: str, archive: str, expected: str) -> None:
    assert values(archive_location=place, archive=archive)  # both fields may stand together
    item = {"id": "a", "type": "report", "archive_location": place, "archive": archive}
    assert style_values(item, "ja")["derived.archive"] == expected
