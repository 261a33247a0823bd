"""Neighbours of half a page share a page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from brochure.assembly.booklet_halves import pair_halves
from brochure.document.book import Chapter, Depth
from brochure.document.printed_words import words_of
from brochure.document.tree import Document


def chapters(document: Document, depths: str) -> list[Chapter]:
    """Partners a, b, c, … with the depths that the letters say: f full, p page, h half."""
    known = {depth.value[0]: depth for depth in (Depth.FULL, Depth.PAGE, Depth.HALF)}
    named = [replace(document, id=chr(97 + n), title=chr(65 + n)) for n in range(len(depths))]
    return [Chapter(one, known[letter], one.title, "", "") for one, letter in zip(named, depths, strict=True)]


@pytest.mark.parametrize(
    ("depths", "halves"),
    [
        ("hh", "ul"),
        ("h", "u"),
        ("hhh", "ulu"),
        ("hhhh", "ulul"),
        ("hfh", "u.u"),
        ("fhphhf", ".u.ul."),
        ("ffp", "..."),
        ("", ""),
    ],
)
def test_two_neighbours_share_a_page_and_a_single_one_stands_above(
    document: Document, depths: str, halves: str
) -> None:
    paired = pair_halves(chapters(document, depths), words_of("ja"))
    assert "".join(one.half.value[0] if one.half else "." for one in paired) == halves
    assert [one.name for one in paired] == [one.name for one in chapters(document, depths)]


@pytest.mark.parametrize(("lang", "head"), [("ja", "A・B"), ("en", "A · B")])
def test_the_running_head_of_a_shared_page_names_both(document: Document, lang: str, head: str) -> None:
    paired = pair_halves(chapters(document, "hhh"), words_of(lang))
    assert [one.shared_head for one in paired] == [head, "", ""]


def test_a_region_that_opens_begins_a_page(document: Document) -> None:
    paired = pair_halves(chapters(document, "hhh"), words_of("ja"), apart={"b"})
    assert [one.half.value for one in paired if one.half] == ["upper", "upper", "lower"]
