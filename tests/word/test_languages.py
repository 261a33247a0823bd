"""The language of a run is in the attribute for its characters, and is found there again."""

from __future__ import annotations

import re

import pytest

from brochure.document.scripts import SCRIPTS
from brochure.word.languages import language_of_run, language_property, word_tag

# Tag, text, attribute.
SLOTS = [
    ("th", "ประเทศ", "bidi"),
    ("hi", "भारत", "bidi"),
    ("my", "ရန်ကုန်", "bidi"),
    ("ar-EG", "مصر 2026", "bidi"),
    ("yi", "ייִדיש", "bidi"),
    ("ko", "부산", "eastAsia"),
    ("zh-TW", "高雄", "eastAsia"),
    ("ja", "ひらがな", "eastAsia"),
    ("zh-CN", "Dalian", "val"),
    ("ko", "Busan (부산)", "eastAsia"),
    ("ka", "თბილისი", "val"),
    ("vi", "Huế", "val"),
    ("ru", "Пермь", "val"),
    ("ko", "(2026)", "eastAsia"),
    ("ur", "(2026)", "bidi"),
    ("km", "2026", "bidi"),
    ("de", "2026", "val"),
]


@pytest.mark.parametrize(("tag", "text", "slot"), SLOTS)
def test_a_language_is_in_the_attribute_for_its_characters(tag: str, text: str, slot: str) -> None:
    assert language_property(tag, text) == f'<w:lang w:{slot}="{tag}"/>'


@pytest.mark.parametrize(("tag", "text", "slot"), SLOTS)
def test_a_language_is_found_among_those_that_programs_add(tag: str, text: str, slot: str) -> None:
    others = {"eastAsia": "ja-JP", "bidi": "ar-SA", "val": "en-US"}
    if any(map(str.isalpha, text)):
        assert language_of_run({**others, slot: tag}, text) == tag
    assert language_of_run({slot: tag}, text) == tag
    assert language_of_run({"val": tag}, text) == tag  # files of earlier versions
    assert language_of_run({}, text) == "und"


@pytest.mark.parametrize("tag", ["", "und", "und-Arab"])
def test_an_unknown_language_is_left_out(tag: str) -> None:
    assert language_property(tag, "مصر") == ""


def test_every_script_has_a_language_with_its_country_or_none() -> None:
    for script in SCRIPTS:
        if script.lang.startswith("und"):
            assert word_tag(script) == "und"
        else:
            assert re.fullmatch(rf"{script.lang}-(?:[A-Z][a-z]{{3}}-)?[A-Z]{{2}}", word_tag(script))
