"""Headings that are parted from their text, in files without tags."""

from __future__ import annotations

import pytest

from drawn_pages import TEXT, draw, lines, picture, words
from preflight_pages import LINES, changed, codes, make


def parted(*pages: str) -> bool:
    """Whether a heading is found at the end of a page of a file from another program."""
    return "Q301" in codes(draw(*pages))


@pytest.mark.parametrize(("size", "font"), [(14, "F1"), (10, "F2")])
def test_a_heading_at_the_foot_of_a_page(size: int, font: str) -> None:
    below, above = (words("How to reach us", 40, y, size=size, font=font) for y in (120, 205))
    assert parted(lines(TEXT) + below, lines(TEXT))
    assert not parted(lines(TEXT), above + lines(TEXT))
    assert not parted(lines(TEXT) + below + lines(TEXT[:2], y=100), lines(TEXT))
    assert not parted(lines(TEXT) + below)  # nothing follows


def test_running_heads_folios_and_notes_are_not_its_text() -> None:
    heading = words("How to reach us", 40, 120, size=14)

    def page(number: int, last: str) -> str:
        furniture = words(f"Guide {number}", 40, 12, size=7) + words("A series of guides", 40, 215, size=7)
        return lines(TEXT) + last + furniture + words("* a note on the text", 40, 40, size=7)

    assert parted(page(1, heading), page(2, ""))
    assert not parted(page(1, ""), page(2, ""))


def test_what_looks_alike_is_no_heading() -> None:
    for last in (
        words("It ends with a bold sentence.", 40, 120, font="F2"),
        words("info@example.org", 40, 120, font="F2"),
        words("12", 40, 120, font="F2"),
        words("Index", 40, 120, font="F2") + words("15", 240, 120, font="F2"),
        words("The map", 40, 120, size=14) + picture(40, 40, 90, 60),
    ):
        assert not parted(lines(TEXT) + last, lines(TEXT))


def test_a_title_page_has_no_parted_heading() -> None:
    assert not parted(words("A guide", 40, 160, size=24) + words("Autumn", 40, 60, size=14), lines(TEXT))


def test_a_heading_at_the_foot_of_a_column_with_text_beside_it() -> None:
    column = lines([line[:14] for line in TEXT])
    beside = lines([line[:14] for line in TEXT], x=160)
    heading = words("How to go on", 40, 120, size=14)
    assert not parted(column + heading + beside, lines(TEXT))
    assert parted(column + beside + words("How to go on", 160, 120, size=14), lines(TEXT))


def test_our_own_pages_without_their_tags() -> None:
    text = "<p>本文の文字が両端までつづく行です。</p>" * 3

    def untagged(body: str) -> set[str]:
        return codes(changed(make(body), lambda pdf: pdf.Root.__delitem__("/StructTreeRoot")))

    def heading(where: str) -> str:
        return f'<h2 style="font-size: 14pt; {where}">見出しの文</h2>'

    behind = f'<div style="break-before: page">{LINES}{text}</div>'
    assert "Q301" in untagged(LINES + text + heading("") + behind)
    assert "Q301" not in untagged(LINES + text + heading("break-before: page") + LINES + text)


def test_a_tagged_file_is_judged_by_its_tags() -> None:
    large = '<p style="font-size: 14pt">大きな文</p>'
    behind = f'<div style="break-before: page"><h2>見出し</h2>{LINES}</div>'
    data = make(f"<h1>題</h1>{LINES}{large}{behind}")
    assert "Q301" not in codes(data)
    bare = changed(data, lambda pdf: pdf.Root.__delitem__("/StructTreeRoot"))
    assert "Q301" in codes(bare)
