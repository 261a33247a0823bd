"""The words that brochure prints: both languages have all of them, and the code uses each one."""

from __future__ import annotations

import re

import pytest

from brochure.document.partial_date import PartialDate
from brochure.document.printed_words import LANGUAGES, is_house_date, placeholders, words_of
from workspaces import REPO

CJK = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
SOURCES = [*(REPO / "src" / "brochure").rglob("*.py")]


def test_every_language_has_the_same_words() -> None:
    first, *others = (words_of(language) for language in LANGUAGES)
    for other in others:
        assert list(other.texts) == list(first.texts)


@pytest.mark.parametrize("key", list(words_of("ja").texts))
def test_a_word_has_the_same_placeholders_in_every_language(key: str) -> None:
    found = {
        frozenset(name.removesuffix("_name") for name in placeholders(words_of(language)[key]))
        for language in LANGUAGES
    }
    assert len(found) == 1


def test_english_words_have_no_japanese_character() -> None:
    assert {key: text for key, text in words_of("en").texts.items() if CJK.search(text)} == {}


def test_every_word_is_used_and_every_used_word_exists() -> None:
    code = "\n".join(path.read_text("utf-8") for path in SOURCES)
    for key in words_of("ja").texts:
        group, _, name = key.partition(".")
        whole = f'"{key}"' in code or f"'{key}'" in code
        typed = f'"{name}"' in code or f"'{name}'" in code
        parts = typed and (f'f"{group}.{{' in code or f"f'{group}.{{" in code)
        assert whole or parts, key
    used = re.findall(r"words(?:\.fill\(|\.parts\(|\[)[\"']([a-z_]+\.[a-z_]+)[\"']", code)
    assert used
    assert [key for key in used if key not in words_of("ja").texts] == []


@pytest.mark.parametrize("month", range(1, 13))
def test_a_month_of_each_language_has_its_name(month: int) -> None:
    date = PartialDate(2024, month, 9)
    assert words_of("ja").date(date) == f"2024年{month}月9日" == date.japanese()
    assert words_of("en").date(date) == f"9 {date.first_day():%B} 2024"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("date", [PartialDate(1983), PartialDate(2018, 7), PartialDate(2026, 11, 30)])
def test_a_date_of_the_house_is_known_again(language: str, date: PartialDate) -> None:
    words = words_of("en" if language == "en" else "ja")
    assert is_house_date(words.date(date), date)
    assert not is_house_date(f"{words.date(date)}.", date)


def test_replaced_words_leave_the_others() -> None:
    words = words_of("en").replaced({"book.partner": "Company"})
    assert (words["book.partner"], words["book.index"]) == ("Company", "Index")
    assert words_of("en")["book.partner"] == "Partner"
