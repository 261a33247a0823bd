"""Text fields of the desk while words are composed, and edits from elsewhere: nothing is lost or doubled."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from desk_browser import Ime
from desk_text_field import Field

pytestmark = pytest.mark.tools


# --- input methods ---


def composed(page: Page, value: str, offset: int, *steps: str, **wished: Any) -> Field:
    """A field in which a word was composed."""
    field = Field(page, value=value, **wished)
    field.focus(offset)
    for step in steps[:-1]:
        field.ime.show(step)
        assert field.changes == [], "nothing is told while composing"
    field.ime.choose(steps[-1])
    field.settle()
    return field


@pytest.mark.parametrize(
    ("value", "offset", "wanted"),
    [
        ("文。", 2, "文。遼寧"),
        ("文。", 1, "文遼寧。"),
        ("", 0, "遼寧"),
        ("{瀋陽|しんよう}市", 0, "遼寧{瀋陽|しんよう}市"),
        ("{瀋陽|しんよう}市", 9, "{瀋陽|しんよう}遼寧市"),
        ("前{瀋陽|しんよう}", 11, "前{瀋陽|しんよう}遼寧"),
        ("前[^a]", 5, "前[^a]遼寧"),
        ("**強**", 3, "**強遼寧**"),
        ("𠮷野", 2, "𠮷遼寧野"),
    ],
)
def test_a_composed_word_is_there_once(page: Page, value: str, offset: int, wanted: str) -> None:
    field = composed(page, value, offset, "り", "りょう", "りょうねい", "遼寧")
    assert field.value == wanted
    assert field.changes == [wanted]


def test_two_words_in_a_row(page: Page) -> None:
    field = composed(page, "前後", 1, "りょ", "遼寧")
    field.ime.type("しょ", "しょう", "省")
    field.settle()
    assert field.value == "前遼寧省後"
    assert field.changes == ["前遼寧後", "前遼寧省後"]


def test_a_cancelled_word_leaves_nothing(page: Page) -> None:
    field = Field(page, value="前後")
    field.focus(1)
    field.ime.show("りょう")
    field.ime.cancel()
    field.settle()
    assert (field.value, field.changes) == ("前後", [])
    page.keyboard.type("x")
    assert field.value == "前x後"


def test_a_character_of_two_units(page: Page) -> None:
    assert composed(page, "前後", 1, "よし", "𠮷").value == "前𠮷後"


def test_a_word_in_a_strong_that_was_just_switched_on(page: Page) -> None:
    field = Field(page, value="前後")
    field.focus(1)
    field.keys("Control+b")
    field.ime.type("つよ", "強")
    field.settle()
    assert field.value == "前**強**後"


def test_a_word_over_a_selection_takes_its_place(page: Page) -> None:
    field = Field(page, value="前古い後")
    field.focus(1)
    field.keys("Shift+ArrowRight", "Shift+ArrowRight")
    field.ime.type("あた", "新しい")
    field.settle()
    assert field.value == "前新しい後"


def test_the_enter_that_ends_a_conversion_makes_no_item_and_no_key_is_a_command(page: Page) -> None:
    field = Field(page, value="前", withItems=True)
    field.focus(1)
    field.ime.show("りょう")
    for key, code in (("Enter", 13), ("Process", 229), ("b", 66), ("ArrowUp", 38)):
        field.box.evaluate(
            """(box, [key, keyCode]) => box.dispatchEvent(new KeyboardEvent("keydown", {
                key, keyCode, isComposing: true, bubbles: true,
                ctrlKey: key === "b", altKey: key === "ArrowUp"
            }))""",
            [key, code],
        )
    field.ime.choose("遼")
    field.settle()
    assert (field.told("enter"), field.told("move"), field.value) == ([], [], "前遼")
    field.keys("Enter")
    assert field.told("enter") == [[]]
    assert field.told("compose") == [[True], [False]]


@pytest.mark.parametrize(
    ("outside", "wanted"),
    [
        ("★前中後", "★前遠く中後"),
        ("前中後★", "前遠く中後★"),
        ("前★中後", ("前★遠く中後", "前遠く★中後")),
        ("前後", "前遠く後"),
    ],
)
def test_an_edit_from_elsewhere_waits_for_the_end_of_a_word(
    page: Page, outside: str, wanted: str | tuple[str, ...]
) -> None:
    field = Field(page, value="前中後")
    field.focus(1)
    field.ime.show("と")
    field.call("setOutside", outside)
    field.ime.show("とおく")
    assert "とおく" in field.box.inner_text()
    assert "★" not in field.box.inner_text()
    assert field.changes == []
    field.ime.choose("遠く")
    field.settle()
    assert field.value in wanted if isinstance(wanted, tuple) else field.value == wanted
    assert field.changes[-1] == field.value, "the form does not know the two together"
    field.keys("Control+z")
    assert field.value == outside


# --- edits from elsewhere ---


@pytest.mark.parametrize(
    ("outside", "cursor"),
    [
        ("★一二三四五", 4),
        ("一二三四五★", 3),
        ("★一二三四★五★", 4),
        ("一{二|に}三四五", 7),
        ("一二三\n\n四五", 5),
        ("一二三四", 3),
    ],
)
def test_the_cursor_stays_where_it_was(page: Page, outside: str, cursor: int) -> None:
    field = Field(page, value="一二三四五")
    field.focus(3)
    field.call("setOutside", outside)
    assert field.value == outside
    assert field.changes == []
    page.keyboard.type("x")
    assert field.value == outside[:cursor] + "x" + outside[cursor:]


def test_own_characters_that_the_form_does_not_know_stay(page: Page) -> None:
    field = Field(page, value="前後")
    field.focus(1)
    page.keyboard.type("自分")
    field.call("setOutside", "前後★", "前後")  # made on what the form knew before
    assert field.value == "前自分後★"
    assert field.changes[-1] == "前自分後★"


def test_a_form_that_gives_back_what_it_was_told_changes_nothing(page: Page) -> None:
    page.evaluate("desk.mount('前後')")
    expect(page.locator(".field[data-ready=yes]")).to_have_count(1)
    box = page.get_by_role("textbox")
    page.evaluate("handle.focusAt(1)")
    page.keyboard.type("あいう")
    assert page.evaluate("desk.kept.value") == "前あいう後"
    page.evaluate("desk.kept.value = '★前あいう後'")
    expect(box).to_have_text("★前あいう後")
    page.keyboard.type("え")
    page.evaluate("handle.insert('[^a]')")
    page.keyboard.type("お")
    assert page.evaluate("desk.kept.value") == "★前あいうえ[^a]お後"
    ime = Ime(page)
    ime.show("と")
    page.evaluate("desk.kept.value = '★★前あいうえ[^a]お後'")
    ime.choose("遠")
    expect(box).to_contain_text("★★前")
    assert page.evaluate("desk.kept.value") == "★★前あいうえ[^a]お遠後"
