"""Web addresses as people paste them, and the URIs that they mean."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

import pytest

from brochure.document.linked_text import link_addresses
from brochure.document.markup import parse_markup
from brochure.document.markup_writer import write_markup
from brochure.document.tree import Link
from brochure.document.web_address import AddressError, address_target, readable_address, shows_address

URI = re.compile(
    r"https?://[a-z0-9.-]+(?::\d+)?(?:[A-Za-z0-9._~:/?#@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*"
)  # RFC 3986

TARGETS = [
    ("https://rei.example.jp/道/案内", "https://rei.example.jp/%E9%81%93/%E6%A1%88%E5%86%85"),
    ("https://rei.example.jp/?q=港&r=1", "https://rei.example.jp/?q=%E6%B8%AF&r=1"),
    ("https://日本語.example.jp/", "https://xn--wgv71a119e.example.jp/"),
    ("HTTP://WWW.Rei.Example.JP/Path?Q=A", "http://www.rei.example.jp/Path?Q=A"),
    ("www.rei.example.jp/a", "http://www.rei.example.jp/a"),
    ("rei.example.jp", "http://rei.example.jp"),
    ("rei.example.jp:8080/a", "http://rei.example.jp:8080/a"),
    ("ｈｔｔｐｓ：／／ｒｅｉ．ｅｘａｍｐｌｅ．ｊｐ／ａ？ｂ＝１", "https://rei.example.jp/a?b=1"),
    ("https：／／rei.example.jp／～taro／", "https://rei.example.jp/~taro/"),
    ("https://rei.example.jp/Annual Report (2026).pdf", "https://rei.example.jp/Annual%20Report%20(2026).pdf"),
    ("https://rei.example.jp/a[1]={b}|c", "https://rei.example.jp/a%5B1%5D=%7Bb%7D%7Cc"),
    ("https://rei.example.jp/%E9%81%93?x=5%", "https://rei.example.jp/%E9%81%93?x=5%25"),
    ("https://rei.example.jp/a#b#c", "https://rei.example.jp/a#b%23c"),
    ("https://rei.example.jp/𠮷\\x", "https://rei.example.jp/%F0%A0%AE%B7%5Cx"),
    ("https://rei.example.jp/港（東）", "https://rei.example.jp/%E6%B8%AF(%E6%9D%B1)"),
    ("  https://rei.example.jp/ ", "https://rei.example.jp/"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "target"), TARGETS)
def test_a_typed_address_becomes_a_valid_uri(typed: str, target: str) -> None:
    assert address_target(typed) == target
    assert URI.fullmatch(target)
    assert address_target(target) == target
    assert shows_address(typed, target)


@pytest.mark.parametrize("typed", ["mailto:a@example.jp", "tel:+81-3-1234-5678", "TEL:03-1234-5678"])
def test_mail_and_telephone_addresses_stay(typed: str) -> None:
    assert address_target(typed).partition(":")[2] == typed.partition(":")[2]


@pytest.mark.parametrize(
    ("typed", "offset", "what"),
    [
        ("", 0, "empty"), ("javascript:alert(1)", 0, "scheme"), ("ftp://example.jp/", 0, "scheme"),
        ("http:/example.jp", 0, "scheme"), ("http//example.jp", 0, "scheme"), ("file:///etc", 0, "scheme"),
        ("https://rei example.jp/", 11, "blank"), ("https://rei.example.jp/ （英語）", 23, "blank"),
        ("https://rei.example.jp/　英語", 23, "blank"), ("https://rei.example.jp/a https://b.jp/", 24,
        "blank"),
        ("https://me@example.jp/", 10, "user"), ("https://rei_!.jp/", 12, "host"),
        ("https://localhost/", 8, "host"),
        ("https://a..jp/", 8, "host"), ("https://a.jp:x/", 12, "port"), ("例示県の頁", 0, "host"),
        ("https://", 8, "host"), ("https://rei.example.jp/。", 23, "stop"),
        ("https://rei.example.jp/a）", 24, "stop"),
        ("https://rei.example.jp、", 22, "stop"), ("https://rei.example.jp/a」", 24, "stop"),
        ("https://rei、example.jp/", 11, "host"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(typed: str, offset: int, what: str) -> None:
    with pytest.raises(AddressError) as raised:
        address_target(typed)
    assert (raised.value.offset, raised.value.what) == (offset, f"address {what}")


def links(text: str) -> list[str]:
    """The texts of the links of a text."""
    parsed = parse_markup(text)
    return [one.text for content in parsed.paragraphs for one in content if isinstance(one, Link)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://rei.example.jp/a。次", ["https://rei.example.jp/a"]),
        ("（https://rei.example.jp/a_(b)）、", ["https://rei.example.jp/a_(b)"]),
        ("(see https://rei.example.jp/a).", ["https://rei.example.jp/a"]),
        ("https://rei.example.jpを見て", ["https://rei.example.jp"]),
        ("https://rei.example.jp/から", ["https://rei.example.jp/"]),
        ("https://rei.example.jp/参照", ["https://rei.example.jp/"]),
        ("https://a.example.jp、https://b.example.jp,https://c.example.jp",
         ["https://a.example.jp", "https://b.example.jp", "https://c.example.jp"]),
        ("www.rei.example.jpへ", ["www.rei.example.jp"]),
        ("詳しくはwww.rei.example.jp。", ["www.rei.example.jp"]),
        ("a@www.example.jp xwww.example.jp", []),
        ("Http://rei.example.jp/A", ["Http://rei.example.jp/A"]),
        ("ｈｔｔｐ：／／ｒｅｉ．ｅｘａｍｐｌｅ．ｊｐ／、", ["ｈｔｔｐ：／／ｒｅｉ．ｅｘａｍｐｌｅ．ｊｐ／"]),
        ("https://港.example.jp/を", ["https://港.example.jp/"]),
        ("<https://rei.example.jp/年報 2026.pdf>", ["https://rei.example.jp/年報 2026.pdf"]),
        ("<www.rei.example.jp>", ["www.rei.example.jp"]),
        ("[県](www.rei.example.jp/道)", ["県"]),
        ("[県](https://rei.example.jp/a b(c).pdf)", ["県"]),
        ("**https://rei.example.jp/**", []),
        ("http:// と https:// で始まる", []),
        ("https://rei.example.jp/?a[0]=1", ["https://rei.example.jp/?a[0]=1"]),
    ],
)  # fmt: skip
def test_links_of_a_text_end_where_the_address_ends(text: str, found: list[str]) -> None:
    assert links(text) == found
    parsed = parse_markup(text)
    assert (parsed.faults, parsed.doubts) == ((), ())
    for content in parsed.paragraphs:
        assert parse_markup(write_markup(content)).paragraphs == (content,)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://rei.example.jp/港", "https://rei.example.jp/港"),
        ("https://rei.example.jp/港を見る", "https://rei.example.jp/港"),
        ("https://rei.example.jp/港の歴史/一覧", "https://rei.example.jp/港の歴史/一覧"),
        ("https://rei.example.jp/?q=港&r=海。", "https://rei.example.jp/?q=港&r=海"),
        ("https://rei.example.jp/ひらがな/", "https://rei.example.jp/ひらがな/"),
    ],
)
def test_japanese_letters_of_a_path_belong_to_the_address_and_are_told(text: str, found: str) -> None:
    assert links(text) == [found]
    assert [(doubt.code, doubt.offset) for doubt in parse_markup(text).doubts] == [("P231", 0)]
    assert parse_markup(f"<{found}>").doubts == ()


@pytest.mark.parametrize(
    ("text", "code", "offset"),
    [
        ("次のhttps://rei/を", "P232", 10),
        ("https://me@example.jp/", "P232", 10),
        ("https://rei.example.jp/a b.pdf", "P233", 24),
        ("https://rei.example.jp/～taro/", "P233", 23),
        ("https://rei.example.jp／news", "P233", 22),
    ],
)
def test_what_is_no_part_of_a_link_is_told(text: str, code: str, offset: int) -> None:
    assert [(doubt.code, doubt.offset) for doubt in parse_markup(text).doubts] == [(code, offset)]


@pytest.mark.parametrize(
    "cited", ["[@x]", "[@x, p. 3]", "[cf. @x]", "[-@x; @y]", "[@例示2020]", "[@{x y}]", "[^n]"]
)
@pytest.mark.parametrize(
    "address", ["http://www.rei.example.jp/", "https://rei.example.jp/a[1]", "www.rei.example.jp"]
)
def test_a_citation_follows_an_address(address: str, cited: str) -> None:
    parsed = parse_markup(f"{address}{cited}。")
    assert links(f"{address}{cited}。") == [address]
    assert len(parsed.cites) + len(parsed.calls) == (2 if ";" in cited else 1)
    assert parsed.faults == ()


def test_known_addresses_are_links_whatever_follows() -> None:
    typed = "https://rei.example.jp/港の道"
    for text in (f"（{typed}）（2026年）", f"{typed}. 次", f"{typed}を"):
        found = [one for one in link_addresses(text, [typed]) if isinstance(one, Link)]
        assert [(one.text, one.url) for one in found] == [(typed, address_target(typed))]


def test_a_uri_is_readable_and_the_same_address() -> None:
    for typed, target in TARGETS:
        shown = readable_address(target)
        assert address_target(shown) == target
        assert urlsplit(unquote(shown)).path == urlsplit(unquote(target)).path, typed
