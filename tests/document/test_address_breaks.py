"""Where web addresses break, and how these places are marked."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.document.address_breaks import (
    BREAK,
    JOINER,
    NO_BREAK,
    SHORT_END,
    break_cost,
    break_places,
    find_addresses,
    mark_addresses,
    mark_breaks,
    starts_with_address,
    width_in_em,
    without_breaks,
)
from law import law

SIGNS = ".?&=#_-%"
ADDRESSES = st.builds(
    "{}{}/{}".format,
    st.sampled_from(["https://", "http://", "www."]),
    st.sampled_from(["example.jp", "a-b.example.com"]),
    st.text(alphabet="abc019/.?&=#_%~-:;+,!|遼寧省の", max_size=60),
)


def without_marks(text: str) -> str:
    return text.replace(BREAK, "").replace(JOINER, "")


@law(sample=200, full=20000)
@given(ADDRESSES, st.booleans())
def test_marks_stand_after_slashes_and_before_signs_only(address: str, whole_end: bool) -> None:
    marked = mark_breaks(address, whole_end=whole_end)
    assert without_marks(marked) == address
    pieces = marked.replace(JOINER, "").split(BREAK)
    assert all(pieces)
    for one, other in pairwise(pieces):
        assert (one[-1] == "/" and other[0] != "/") or (other[0] in SIGNS and one[-1] not in SIGNS), pieces


@law(sample=200, full=20000)
@given(ADDRESSES)
def test_each_place_has_a_cost_and_no_other_has_one(address: str) -> None:
    places = set(break_places(address))
    for index in range(len(address) + 1):
        assert (break_cost(address, index) < NO_BREAK) == (index in places)


def test_a_slash_is_a_better_place_than_a_sign_and_a_sign_than_the_host() -> None:
    address = "https://www.example.jp/a_b/c.html?d=1"
    costs = {sign: break_cost(address, address.index(sign)) for sign in ("c.html", "_b", "?d", ".example")}
    assert costs["c.html"] < costs["?d"] < costs["_b"] < costs[".example"] < NO_BREAK


@pytest.mark.parametrize(
    ("address", "last"),
    [
        ("https://example.jp/docs/r9334737.html", "r9334737.html"),
        ("https://example.jp/2024/0718_2.html", "0718_2.html"),
        ("https://example.jp/news/asean/27664", "asean/27664"),
        ("https://example.jp/search?q=1", "search?q=1"),
        ("https://example.jp/a-long-name-of-a-report", "-of-a-report"),
        (f"https://example.jp/{'0123456789' * 4}.pdf", ".pdf"),
    ],
)
def test_a_short_end_has_no_break_where_programs_fill_lines(address: str, last: str) -> None:
    assert without_marks(mark_breaks(address, whole_end=True).split(BREAK)[-1]) == last


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("（https://example.jp/a）を", ["https://example.jp/a"]),
        ("HTTPS://EXAMPLE.JP/A と www.example.jp/b。", ["HTTPS://EXAMPLE.JP/A", "www.example.jp/b"]),
        ("https://example.jp/wiki/遼寧省を参照", ["https://example.jp/wiki/遼寧省"]),
        ("info@www.example.jp", []),
        ("県の3.5倍、A/B、1-2頁", []),
        ("https://", ["https://"]),
    ],
)
def test_addresses_are_found_in_a_text(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in find_addresses(text)] == found
    assert without_marks(mark_addresses(text)) == text


def test_the_text_of_a_link_is_an_address_with_all_its_letters() -> None:
    url = "https://example.jp/doc/知事の訪問（結果概要）"
    assert find_addresses(url, url) == [(0, len(url))]
    assert find_addresses("example.jp/報告（案）", "https://example.jp/報告（案）") == [(0, 16)]
    assert find_addresses("結果 https://example.jp/a", "https://example.jp/b") == [(3, 23)]
    assert find_addresses("a.b@example.jp", "mailto:a.b@example.jp") == []
    assert mark_addresses("県のWebサイト", url) == "県のWebサイト"


def test_an_address_may_begin_behind_brackets() -> None:
    assert starts_with_address("「（http://example.jp）") and starts_with_address("info@example.jp")
    assert not starts_with_address("を参照（https://example.jp）")


def test_a_japanese_letter_is_an_em_wide() -> None:
    assert width_in_em("県") == 1 and width_in_em(".html）") < SHORT_END < width_in_em("0718_2.html")


@pytest.mark.parametrize(
    "text", ["県\u200b市", "\u200bどのような", "提供/\u200b調査", "Liaoning\u200bProvince", "กรุง\u200bเทพ"]
)
def test_a_break_that_somebody_typed_outside_addresses_stays(text: str) -> None:
    assert without_breaks(text) == text
    assert without_breaks(f"{text}（{mark_breaks('https://example.jp/a/b.html').replace(JOINER, '')}）") == (
        f"{text}（https://example.jp/a/b.html）"
    )


@pytest.mark.parametrize(
    "part", ["/docs/\u200bcnt/\u200bp1", "\u200b.kanagawa\u200b.jp/\u200b", "a\u200b?b\u200b=c"]
)
def test_marks_of_a_part_of_an_address_are_left_out(part: str) -> None:
    """As an editor leaves it who typed over the rest."""
    assert without_breaks(part) == part.replace(BREAK, "")
