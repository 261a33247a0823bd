"""A heading beside the text that follows it has the room that it needs, whatever its length and its width."""

from __future__ import annotations

from typing import Any

import pytest

from brochure.typesetting.patches.apply import apply_all

PAGE = "@page { size: 400px 300px; margin: 10px } body, h2, p, section { margin: 0 } "
TYPE = "p, h2 { font: 12px/18px BIZ UDPGothic } "
BESIDE = "section { padding: 4px 0 0 {side} } h2 { --next-block: beside; width: {side}; "
BESIDE += "margin-left: -{side}; break-inside: avoid; break-after: avoid }"
LENGTHS = (1, 7, 22, 3, 26)  # characters of the headings


def pages(html: str, side: int) -> list[list[tuple[str, float, float, float]]]:
    """The blocks h2, p and footer of each page: name, left, top and bottom in CSS pixels."""
    apply_all()
    from weasyprint import CSS, HTML
    from weasyprint.formatting_structure import boxes

    style = PAGE + TYPE + BESIDE.replace("{side}", f"{side}px")
    made = HTML(string=f'<html lang="ja"><body>{html}').render(stylesheets=[CSS(string=style)])

    def place(box: Any) -> tuple[str, float, float, float]:
        top = box.border_box_y()
        return box.element_tag, box.position_x, top, top + box.border_height()

    return [
        [
            place(box)
            for box in page._page_box.descendants()
            if isinstance(box, boxes.BlockBox)
            and box.element_tag in ("h2", "p", "footer")
            and hasattr(box.style, "cascaded")  # no anonymous box
        ]
        for page in made.pages
    ]


def section(heading: int, text: int = 4) -> str:
    return f"<section><h2>{'問' * heading}</h2><div><p>{'答' * text}</p></div></section>"


@pytest.mark.parametrize("side", [30, 61, 120])
def test_nothing_touches_a_heading_in_the_side_column(side: int) -> None:
    html = "".join(section(length) for length in LENGTHS) + "<footer>連絡先</footer>"
    found = [(number, *one) for number, page in enumerate(pages(html, side)) for one in page]
    heads = [one for one in found if one[1] == "h2"]
    answers = [one for one in found if one[1] == "p"]
    assert len(heads) == len(answers) == len(LENGTHS)
    assert [answer[3] for answer in answers] == [head[3] for head in heads]  # side by side
    after = [*heads[1:], next(one for one in found if one[1] == "footer")]
    for head, following in zip(heads, after, strict=True):
        assert (following[0], following[3]) >= (head[0], head[4]), (head, following)


def test_a_long_answer_ends_its_section_and_adds_nothing() -> None:
    [page] = pages(section(3, 300) + section(1), 60)
    _, answer, second, _ = page
    assert second[2] == pytest.approx(answer[3] + 4)  # the padding of the section


def test_a_heading_without_room_begins_the_next_page_with_its_answer() -> None:
    first, second = pages('<div style="height: 240px"></div>' + section(20), 60)
    assert first == []
    assert [name for name, *_ in second] == ["h2", "p"]


def test_an_answer_over_two_pages_leaves_no_room_on_the_second() -> None:
    html = '<div style="height: 200px"></div>' + section(8, 400) + section(1)
    first, second = pages(html, 60)
    assert [name for name, *_ in first] == ["h2", "p"]
    rest, following = second[0], second[1]
    assert (rest[0], following[0]) == ("p", "h2")
    assert following[2] == pytest.approx(rest[3] + 4)


def test_a_rule_can_take_it_back_and_children_do_not_inherit_it() -> None:
    below = '<section><h2 style="--next-block: below">問<p>副題</p></h2><p>答</p></section>'
    [page] = pages(below, 60)
    tops = [top for _, _, top, _ in page]
    assert tops == sorted(set(tops))
    inside = "<section><h2>問<p>副題</p></h2><p>答</p></section>"
    [page] = pages(inside, 60)
    (_, _, head, _), (_, _, inner, _), (_, _, answer, _) = page
    assert head == answer < inner


def test_a_value_may_come_from_another_property() -> None:
    html = '<section style="--here: beside"><h2 style="--next-block: var(--here)">問</h2><p>答</p></section>'
    [page] = pages(html, 60)
    assert page[0][2] == page[1][2]


CAPTION = ".cap { --next-block: beside; --below-beside: yes; width: 60px; margin-left: -60px } "
CAPTION += "footer { font: 12px/18px BIZ UDPGothic } .fig { display: flow-root } "
CAPTION += ".shot { --next-block: beside; height: 90px } "
CAPTION += ".wide { --below-beside: yes; margin-left: -60px; height: 20px }"


def figure_page(before: str, heading: int) -> list[tuple[str, float, float, float]]:
    html = (
        f"<style>{CAPTION}</style><section><h2>{'問' * heading}</h2><div>{before}"
        "<div class=fig><div class=shot></div><footer class=cap>説明</footer></div><p>後</p></div></section>"
    )
    (page,) = pages(html, 60)
    return page


@pytest.mark.parametrize("heading", [1, 12, 20, 26])
@pytest.mark.parametrize("before", ["", "<p>答</p>", "<p>答</p><p>答</p><p>答</p><p>答</p><p>答</p>"])
def test_a_caption_in_the_side_column_begins_below_the_heading(before: str, heading: int) -> None:
    found = figure_page(before, heading)
    head = next(one for one in found if one[0] == "h2")
    caption = next(one for one in found if one[0] == "footer")
    after = found[-1]
    picture = head[2] + before.count("<p>") * 18  # its upper edge
    assert caption[2] == pytest.approx(picture if picture >= head[3] else head[3] + 5, abs=1)
    assert after[2] >= max(caption[3], picture + 90) - 0.01  # what follows stands below both


@pytest.mark.parametrize("heading", [1, 12, 26])
def test_a_block_over_both_columns_begins_below_the_heading(heading: int) -> None:
    html = f"<style>{CAPTION}</style><section><h2>{'問' * heading}</h2>"
    html += "<div><p>答</p><p class=wide>図</p></div></section>"
    (page,) = pages(html, 60)
    head, answer, wide = page
    assert wide[2] >= max(head[3], answer[3]) - 0.01
