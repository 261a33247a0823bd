"""Each printed character knows the character of the value that it comes from."""

from __future__ import annotations

import pytest

from brochure.document.printed_offsets import source_offsets


@pytest.mark.parametrize(
    ("value", "printed", "typed"),
    [
        ("14市からなる", "14市からなる", "14市からなる"),
        ("**大きな**港[^a]がある", "大きな港がある", "大きな港がある"),
        ("{瀋陽|しんよう}市", "瀋陽しんよう市", "瀋陽しんよう市"),
        ("[県](https://a.jp/)の頁", "県の頁", "県の頁"),
        ("[辽宁]{lang=zh-CN}省", "辽宁省", "辽宁省"),
        ("CO_{2}とm²", "CO2とm2", "CO2とm²"),
        (r"2\*\*10", "2**10", "2**10"),
        ("一行目\n二行目", "一行目二行目", "一行目二行目"),
        ("first line\nsecond", "first line second", "first line\nsecond"),
    ],
)
def test_printed_characters_are_found_in_the_value(value: str, printed: str, typed: str) -> None:
    offsets = source_offsets(printed, value)
    assert "".join(value[offset] for offset in offsets if offset is not None) == typed
    assert None not in offsets


def test_words_around_a_value_have_no_place_in_it() -> None:
    offsets = source_offsets("TEL：(045) 210-2725（直通）", "(045) 210-2725")
    assert offsets[:4] == (None,) * 4
    assert offsets[4:18] == tuple(range(14))
    assert offsets[18:] == (None,) * 4


def test_what_is_printed_in_another_form_has_no_place() -> None:
    assert source_offsets("2018年5月", "平成") == (None,) * 7
