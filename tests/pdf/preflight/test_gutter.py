"""Text and pictures in the gutter of a bound booklet."""

from __future__ import annotations

from typing import Any

import pikepdf

from drawn_pages import MM, TEXT, draw, lines, picture
from preflight_pages import changed, codes, make

GUTTER = {"Q209", "Q211"}
PAGE = lines(TEXT)


def found(*pages: str, **asked: Any) -> set[str]:
    """The codes of what stands in the gutter."""
    return codes(draw(*pages), **asked) & GUTTER


def test_text_in_the_gutter_of_a_bound_file() -> None:
    near = lines(TEXT, x=4 * MM)
    assert found(PAGE, PAGE, near, PAGE, multiple=4) == {"Q209"}  # the third page is bound at its left
    assert found(PAGE, near, PAGE, PAGE, multiple=4) == set()  # the second page ends there
    assert found(PAGE, PAGE, near, PAGE) == set()  # nobody says that it is bound
    assert found(PAGE, PAGE, lines(TEXT, x=7 * MM), PAGE, multiple=4) == set()


def test_a_booklet_that_is_bound_at_the_right() -> None:
    near = lines(TEXT, x=4 * MM)
    assert found(PAGE, near, PAGE, PAGE, multiple=4, binding="right") == {"Q209"}
    assert found(PAGE, PAGE, near, PAGE, multiple=4, binding="right") == set()


def test_the_width_of_the_gutter_can_be_asked_for() -> None:
    page = lines(TEXT, x=9 * MM)
    assert found(page, PAGE, gutter=10) == {"Q209"}
    assert found(page, PAGE, gutter=8) == set()
    assert found(lines(TEXT, x=4 * MM), PAGE, gutter=0, multiple=4) == set()


def test_a_file_may_say_that_it_has_facing_pages() -> None:
    def facing(pdf: pikepdf.Pdf) -> None:
        pdf.Root.PageLayout = pikepdf.Name.TwoPageRight

    def from_right(pdf: pikepdf.Pdf) -> None:
        facing(pdf)
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(Direction=pikepdf.Name.R2L)

    data = draw(PAGE, PAGE, lines(TEXT, x=4 * MM), PAGE)
    assert codes(changed(data, facing)) & GUTTER == {"Q209"}
    assert codes(changed(data, from_right)) & GUTTER == set()


def test_a_picture_ends_in_the_gutter() -> None:
    assert found(PAGE, PAGE, PAGE + picture(2 * MM, 40, 90, 60), PAGE, multiple=4) == {"Q211"}
    assert found(PAGE, PAGE, PAGE + picture(6 * MM, 40, 90, 60), PAGE, multiple=4) == set()
    assert found(PAGE, PAGE, PAGE + picture(190, 40, 90, 60), PAGE, multiple=4) == set()


def test_a_picture_goes_on_across_the_binding() -> None:
    left, right = picture(200, 40, 86, 60), picture(-3, 40, 90, 60)
    assert found(PAGE, PAGE + left, PAGE + right, PAGE, multiple=4) == set()
    assert found(PAGE, PAGE, PAGE + right, PAGE, multiple=4) == {"Q211"}
    corner = picture(-3, 180, 90, 60)  # it also runs off the page at the head
    assert found(PAGE, PAGE, PAGE + corner, PAGE, multiple=4) == set()


def test_pages_of_our_own_renderer() -> None:
    page = '<p style="margin-left: {}">本文</p><p>本文の二行め</p><p>本文の三行め</p><p>本文の四行め</p>'
    two = '{}<div style="break-before: page">{}</div>'
    wrong = make(two.format(page.format("-6.5mm"), page.format(0)))
    right = make(two.format(page.format(0), page.format("-6.5mm")))
    assert codes(wrong, multiple=2, gutter=5) & GUTTER == {"Q209"}
    assert codes(right, multiple=2, gutter=5) & GUTTER == set()
