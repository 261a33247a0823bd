"""A preview draws what an edit changes, also if the printed words stay the same."""

from __future__ import annotations

import pytest

from brochure.revision.change import insert_item, set_value
from brochure.revision.draw import drawn_texts

PATH = ("answers", "about", 0, "bullets", 0)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("港がある", "**港**がある"),
        ("**港**がある", "港が**ある**"),
        ("[港](https://a.example/)", "[港](https://b.example/)"),
        ("港がある", "[港](https://a.example/)がある"),
        ("港[@harbour]", "港[^note-1]"),
        ("港[@harbour]", "港[@harbour, p. 3]"),
        ("CO2", "CO_{2}"),
        ("[항구]{lang=ko}", "항구"),
    ],
)
def test_what_is_not_in_the_words_is_drawn_with_its_marks(before: str, after: str) -> None:
    same = set_value("p", PATH, after, before=before, old="港がある", new="港がある")
    assert drawn_texts(same) == (before, after)
    with_words = set_value("p", PATH, f"{after}。", before=before, old="港がある", new="港がある。")
    assert drawn_texts(with_words) == (before, f"{after}。")


def test_words_alone_are_drawn_as_they_are_printed() -> None:
    change = set_value(
        "p",
        PATH,
        "{港|みなと}が二つある[@a]",
        before="{港|みなと}がある[@a]",
        old="港（みなと）がある",
        new="港（みなと）が二つある",
    )
    assert drawn_texts(change) == ("港（みなと）がある", "港（みなと）が二つある")


def test_a_value_that_is_no_text_is_drawn_too() -> None:
    change = set_value("p", PATH, {"date": "2018-05"}, before={"text": "a"}, old="2018年", new="2018年")
    assert drawn_texts(change) == ('{"text": "a"}', '{"date": "2018-05"}')


def test_an_added_item_is_drawn_with_its_marks() -> None:
    bold = insert_item("p", PATH[:-1], 0, {"title": "港", "text": "**大きな**港"}, new="港\n大きな港")
    assert drawn_texts(bold) == ("", "港\n**大きな**港")
    plain = insert_item("p", PATH[:-1], 0, "港", new="港")
    assert drawn_texts(plain) == ("", "港")
