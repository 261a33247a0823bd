"""Lines with web addresses: where they break, and that no line before one is torn apart."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

import pytest

from brochure.document.address_breaks import NO_BREAK, SHORT_END, break_cost, width_in_em
from brochure.typesetting.patches.apply import apply_all
from workspaces import REPO

SIZE = 10  # CSS pixels
STYLE = f"""
@page {{ size: 1000px 2000px; margin: 0 }} body {{ margin: 0; overflow-wrap: anywhere }}
@font-face {{ font-family: own; src: url({(REPO / "fonts" / "BIZUDPGothic-Regular.ttf").as_uri()}) }}
p {{ font: {SIZE}px/18px own; margin: 0; text-align: justify }}
"""
MARKS = re.compile("[\u200b\u2060\u2005]")


def lines(html: str, width: int, css: str = "") -> list[tuple[str, float, float]]:
    """The lines of a paragraph: text, end, and the width of its words if it is not spread."""
    apply_all()
    from weasyprint import CSS, HTML
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout.inline import split_text_box
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    sheet = CSS(string=f"{STYLE} p {{ width: {width}px }} {css}", font_config=fonts)
    document = HTML(string=f'<html lang="ja"><p>{html}</p>').render(stylesheets=[sheet], font_config=fonts)
    (page,) = document.pages

    def texts(box: Any) -> Iterator[Any]:
        return (one for one in box.descendants() if isinstance(one, boxes.TextBox) and one.text)

    found = []
    for line in (one for one in page._page_box.descendants() if isinstance(one, boxes.LineBox)):
        inside = list(texts(line))
        text = MARKS.sub("", "".join(one.text for one in inside))
        natural = sum(split_text_box(None, one.copy_with_text(one.text), None, 0)[0].width for one in inside)
        found.append((text, inside[-1].position_x + inside[-1].width, natural))
    return found


def link(url: str) -> str:
    return f'<a href="{url}">{url}</a>'.replace("&", "&amp;")


NOTES = [
    ("神奈川県Webサイト（", "http://www.example.jp/docs/pw3/cnt/f532218/usa201908report3.html", "）"),
    ("県「訪問の結果（概要）」（写し）（保存先：", "https://example.com/doc/951199/知事の訪問（結果）", "）"),
    ("統計（2020年12月8日）（", "https://example.jp/search?query=kanagawa&lang=ja_JP#top", "）"),
    ("", "https://www.example.jp/chiji/photolog/2024/0718_2.html", ""),
    ("資料を次のところで見ることができる：", "http://example.jp/" + "a1" * 40, "。"),
]


@pytest.mark.parametrize("note", NOTES)
@pytest.mark.parametrize("width", range(90, 420, 30))
def test_an_address_breaks_at_its_places_only_and_no_line_is_spread(
    note: tuple[str, str, str], width: int
) -> None:
    before, url, after = note
    text, start = before + url + after, len(before)
    found = lines(before + link(url) + after, width)
    assert "".join(line for line, _, _ in found) == text
    place = 0
    for index, (line, end, natural) in enumerate(found):
        assert end <= width + 0.1, line
        begin, place = place, place + len(line)
        if start < place < start + len(url):
            cost = break_cost(url, place - start)
            if cost == NO_BREAK:  # the piece is longer than a line, and fills the line from its start
                assert begin >= start and not any(
                    break_cost(url, other - start) < NO_BREAK
                    for other in range(max(begin, start + 1) + 1, place)
                ), found
            assert end == pytest.approx(natural, abs=0.6), f"spread: {line}"
        elif index + 1 < len(found) and text[place:].lstrip("（「").startswith(url[:8]):
            assert end == pytest.approx(natural, abs=0.6), f"spread: {line}"


@pytest.mark.parametrize("width", range(150, 420, 7))
def test_a_short_end_is_not_alone_if_there_is_a_slash_before_it(width: int) -> None:
    url = "http://www.example.jp/docs/mv4/cnt/f5313/p11.html"
    found = lines(f"神奈川県のWebサイト（{link(url)}）", width)
    assert len(found) == 1 or width_in_em(found[-1][0]) >= SHORT_END, found


def test_a_line_before_a_mail_address_or_a_host_is_not_spread() -> None:
    for name in ("kokusaisenryaku.group@example.jp", "internationalstrategy.example.com"):
        (first, end, natural), *_ = lines(f"問い合わせは{name}へ", 205)
        assert first == "問い合わせは" and end == pytest.approx(natural, abs=0.1)


def test_the_other_lines_of_a_paragraph_with_an_address_stay_justified() -> None:
    words = "この県の資料は次のところにあり、だれでもいつでも読むことができる。" * 2
    found = lines(f"{words}（{link('https://www.example.jp/docs/2024/report-of-the-year.html')}）", 203)
    spread = [end for _, end, natural in found if end > natural + 1]
    assert len(spread) >= 2 and all(end == pytest.approx(203, abs=0.6) for end in spread)


def test_text_without_an_address_is_broken_and_spread_as_before() -> None:
    words = "この県の資料は次のところにあり、だれでもいつでも読むことができる。" * 3
    *found, _ = lines(words, 203)
    assert len(found) >= 4 and all(end == pytest.approx(203, abs=0.6) for _, end, _ in found)


def test_a_call_behind_an_address_keeps_its_note() -> None:
    note = '<span style="float: footnote">注の文</span>'
    url = "http://www.example.jp/docs/mv4/cnt/f5313/p11.html"
    for width in range(100, 300, 17):
        found = lines(f"次を参照：{link(url)}{note}のとおり", width)
        assert sum("注の文" in text for text, _, _ in found) == 1


def test_pieces_of_random_addresses_stay_whole() -> None:
    chance = random.Random(7)
    for _ in range(60):
        path = "".join(chance.choice("abc12/.?&=#_%-遼寧") for _ in range(chance.randint(5, 40)))
        url = f"https://example.jp/{path}z"
        found = lines(f"県の資料（{link(url)}）", chance.randint(260, 400))
        place = 0
        for line, _, _ in found[:-1]:
            place += len(line)
            if 5 < place < 5 + len(url):
                assert break_cost(url, place - 5) < NO_BREAK, (url, found)
