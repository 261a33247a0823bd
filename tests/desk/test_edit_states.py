"""Every state of the editing view, reached in the real desk: what a person sees then, and can do."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator

from desk_axe import AXE
from desk_in_browser import eventually, saved, status
from edit_desk import FIRST, RELATION, TEXT, EditDesk, for_everyone, is_in, says

pytestmark = [
    pytest.mark.tools,
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: npm ci in desk/"),
]
SOURCE = """\
sources:
  - id: survey
    type: report
    author: 架空統計局
    title: 人口の調査
    issued: 2019-05
"""
CLOCK = r"\d{1,2}:\d\d"
HAS_NO_SOURCE = "人口は1,234万人です。"


def test_saving_and_saved_with_its_time(edit_desk: EditDesk) -> None:
    name = edit_desk.partner()
    with edit_desk.opened(name) as opened:
        assert status(opened.page) == "すべて保存してあります"
        with edit_desk.stopped():
            opened.type_at_end(FIRST, "書いています。")
            says(opened.page, "保存しています…")
            for_everyone(opened.page)
            assert "書いています。" not in edit_desk.text(name)
        says(opened.page, "保存しました")
        assert re.fullmatch(f"保存しました {CLOCK}", status(opened.page))
        assert "はじめの文です。書いています。" in edit_desk.text(name)


def test_while_pages_are_made_the_old_page_stays(edit_desk: EditDesk) -> None:
    name = edit_desk.partner()
    with edit_desk.opened(name) as opened:
        page = opened.page
        before = page.locator(".sheet img").get_attribute("src")
        with edit_desk.stopped(pages=True):
            opened.type_at_end(FIRST, "組み直します。")
            page.locator(".ptools", has_text="組んでいます").wait_for()
            page.locator(".sheet.building img").wait_for()
            assert page.locator(".sheet img").get_attribute("src") == before
            assert page.evaluate("document.querySelector('.sheet img').naturalWidth") > 0
            says(page, "保存しました")  # the text waits for no page
            opened.type_at_end(FIRST, "書きつづけます。")
            for_everyone(page)
        page.locator(".ptools", has_text="組んでいます").wait_for(state="detached")
        eventually(lambda: page.locator(".sheet img").get_attribute("src") != before, "the new page is there")


def width(found: Locator) -> float:
    """The width of an element on the screen."""
    box = found.bounding_box()
    assert box
    return box["width"]


def test_a_warning_stands_in_the_field_on_the_page_and_in_the_lists(edit_desk: EditDesk) -> None:
    name = edit_desk.partner()
    with edit_desk.opened(name) as opened:
        page = opened.page
        opened.type_at_end(FIRST, HAS_NO_SOURCE)
        issue = page.locator(f"[data-at='{FIRST}'] .issue")
        issue.wait_for()
        assert issue.locator("code").inner_text() == "注意 S201"
        assert "1,234万人" in issue.inner_text()
        described = opened.text_field(FIRST).get_attribute("aria-describedby") or ""
        assert issue.get_attribute("id") in described.split()
        pin = page.locator(".pin.warning", has=page.locator("b"))
        assert pin.inner_text() == "1"
        eventually(
            lambda: width(pin) < width(page.locator(".sheet").first) / 3, "the pin is around the words"
        )
        assert page.locator("#outline a", has_text="箇条書き").first.locator(".count").inner_text() == "1"
        assert "注意 1" in page.locator(".foot").inner_text()
        for_everyone(page)
        page.get_by_role("button", name="エラー 0 注意 1").click()
        line = page.get_by_role("dialog").locator(".line.warning")
        assert "1 箇条書き 1" in line.inner_text()
        line.click()
        eventually(is_in(page, FIRST), "the line leads to the field")


def test_a_warning_is_accepted_with_a_reason(edit_desk: EditDesk) -> None:
    name = edit_desk.partner()
    with edit_desk.opened(name) as opened:
        page = opened.page
        opened.type_at_end(FIRST, HAS_NO_SOURCE)
        page.get_by_role("button", name="理由を書いて認める").click()
        eventually(is_in(page, "accepted.0.reason"), "the reason is asked for")
        page.locator(".draft", has_text="書くと保存します").wait_for()
        assert "accepted" not in edit_desk.text(name)
        for_everyone(page)
        page.keyboard.type("原稿に出典がない")
        eventually(saved(edit_desk.file(name), "原稿に出典がない"), "the reason is saved")
        page.locator(f"[data-at='{FIRST}'] .issue").wait_for(state="detached")
        page.set_viewport_size({"width": 1920, "height": 1000})
        accepted = page.locator("#problems .accepted")
        assert "認めた：原稿に出典がない" in accepted.inner_text()


def test_a_source_is_put_to_the_sentence_of_a_warning(edit_desk: EditDesk) -> None:
    name = edit_desk.partner(TEXT + SOURCE)
    with edit_desk.opened(name) as opened:
        page = opened.page
        opened.type_at_end(FIRST, HAS_NO_SOURCE)
        page.get_by_role("button", name="出典を付ける").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("button", name=re.compile("survey")).wait_for()
        for_everyone(page)
        dialog.get_by_role("button", name=re.compile("survey")).click()
        eventually(saved(edit_desk.file(name), "人口は1,234万人です[@survey]。"), "cited")
        page.locator(f"[data-at='{FIRST}'] .issue").wait_for(state="detached")
        assert "出典" in opened.text_field(FIRST).locator(".cite").inner_text()


def test_f8_walks_the_problems_round_and_back(edit_desk: EditDesk) -> None:
    text = TEXT.replace("はじめの文です。", HAS_NO_SOURCE).replace(
        "関係の文です。", "面積は5,678平方kmです。"
    )
    name = edit_desk.partner(text)
    with edit_desk.opened(name) as opened:
        page = opened.page
        page.locator(".issue").nth(1).wait_for()
        for keys, at in (("F8", FIRST), ("F8", RELATION), ("F8", FIRST), ("Shift+F8", RELATION)):
            page.keyboard.press(keys)
            eventually(is_in(page, at), keys)


def test_an_error_keeps_the_last_pages_with_their_time(edit_desk: EditDesk) -> None:
    text = TEXT.replace("つぎの文です。", "つぎの文です。[^seminar]")
    name = edit_desk.partner(text + "notes:\n  seminar: 説明です。\n")
    with edit_desk.opened(name) as opened:
        page = opened.page
        opened.text_field(FIRST).click()
        page.keyboard.press("Control+End")
        page.keyboard.press("Control+/")
        page.keyboard.type("[^seminer]")
        bar = page.locator(".note-bar.e", has_text="P201：")
        bar.wait_for()
        assert re.search(f"エラーがあるので、頁は {CLOCK} のものです。", bar.inner_text())
        assert "文は保存してあります" in bar.inner_text()
        assert "[^seminer]" in edit_desk.text(name)
        assert page.locator(".sheet.old img").is_visible()
        assert re.fullmatch(f"{CLOCK} の頁", page.locator(".ptools .old").inner_text().strip())
        assert page.locator(f"[data-at='{FIRST}'] .issue.err code").inner_text() == "エラー P201"
        assert opened.text_field(FIRST).get_attribute("aria-invalid") == "true"
        for_everyone(page)
        opened.text_field(RELATION).click()
        bar.get_by_role("button", name="その欄へ").click()
        eventually(is_in(page, FIRST), "the bar leads to the field")
        page.get_by_role("button", name="「seminar」に直す").click()
        bar.wait_for(state="detached")
        page.locator(".sheet:not(.old) img").wait_for()
        assert "はじめの文です。[^seminar]" in edit_desk.text(name)


CHOICES = {
    "合わせて直す": "はじめの文です。佐藤の文。鈴木の文。",
    "ほかの人の文": "はじめの文です。佐藤の文。",
    "わたしの文": "はじめの文です。鈴木の文。",
}


@pytest.mark.parametrize("choice", CHOICES)
def test_a_conflict_shows_both_texts_and_three_choices(edit_desk: EditDesk, choice: str) -> None:
    name = edit_desk.partner()
    with edit_desk.opened(name) as opened:
        page = opened.page
        page.context.set_offline(True)
        opened.type_at_end(FIRST, "鈴木の文。")
        edit_desk.change(name, FIRST, "はじめの文です。佐藤の文。")
        page.context.set_offline(False)
        fork = page.get_by_role("group", name="食い違い")
        fork.wait_for()
        assert re.search(f"ほかの人が、この欄を {CLOCK} に保存しました", fork.inner_text())
        assert fork.locator("ins").all_inner_texts() == ["佐藤の文。", "鈴木の文。"]
        assert fork.locator("button").all_inner_texts() == [*CHOICES]
        says(page, "1か所が未決です")
        assert "鈴木の文。" in opened.text_field(FIRST).inner_text()  # what was typed stays in sight
        assert "鈴木の文。" not in edit_desk.text(name)  # and nothing was overwritten
        if choice == "わたしの文":
            for_everyone(page)
        fork.get_by_role("button", name=choice).click()
        eventually(saved(edit_desk.file(name), f"- {CHOICES[choice]}\n"), choice)
        fork.wait_for(state="detached")


def test_other_values_are_merged_the_outline_blinks_and_undo_takes_back_ones_own(
    edit_desk: EditDesk,
) -> None:
    name = edit_desk.partner()
    with edit_desk.opened(name) as opened:
        page = opened.page
        page.evaluate(
            """() => {
                window.blinked = []
                new MutationObserver(() => {
                    for (const one of document.querySelectorAll("#outline .blink"))
                        window.blinked.push(one.innerText)
                }).observe(document.getElementById("outline"),
                    {attributes: true, childList: true, subtree: true, attributeFilter: ["class"]})
            }"""
        )
        page.context.set_offline(True)
        opened.type_at_end(FIRST, "わたしの直し。")
        edit_desk.change(name, RELATION, "関係の文です。ほかの人の直し。")
        page.context.set_offline(False)
        eventually(saved(edit_desk.file(name), "わたしの直し。"), "merged")
        eventually(lambda: "ほかの人の直し。" in opened.text_field(RELATION).inner_text(), "shown")
        eventually(lambda: page.evaluate("window.blinked.length") > 0, "the outline blinks")
        assert any("神奈川県との関係" in one or "箇条書き" in one for one in page.evaluate("window.blinked"))
        assert page.locator(".fork").count() == 0
        opened.text_field(FIRST).click()
        page.keyboard.press("Control+z")
        eventually(lambda: "わたしの直し。" not in edit_desk.text(name), "taken back")
        assert "ほかの人の直し。" in edit_desk.text(name)


def test_a_value_that_does_not_fit_is_a_draft_until_it_does(edit_desk: EditDesk) -> None:
    name = edit_desk.partner()
    path = edit_desk.file(name)
    with edit_desk.opened(name) as opened:
        page = opened.page
        date = page.locator("#fields [data-at='edition'] textarea")
        date.click()
        page.keyboard.press("Control+a")
        page.keyboard.type("2026-13")
        draft = page.locator("[data-at='edition'] .draft")
        draft.wait_for()
        assert "この値はまだファイルに書けません。直すと保存します。" in draft.inner_text()
        assert page.locator("[data-at='edition'] .issue.err").is_visible()
        assert date.get_attribute("aria-invalid") == "true"
        says(page, "1か所が書きかけです")
        opened.type_at_end(FIRST, "ほかの欄は保存します。")
        eventually(saved(path, "ほかの欄は保存します。"), "other values are saved")
        assert "edition: 2026-11\n" in path.read_text("utf-8")
        for_everyone(page)
        page.reload()
        page.locator("[data-at='edition'] .draft").wait_for()  # it is kept
        assert date.input_value() == "2026-13"
        date.click()
        page.keyboard.press("End")
        page.keyboard.press("Backspace")
        page.keyboard.type("2")
        eventually(saved(path, "edition: 2026-12\n"), "it fits")
        draft.wait_for(state="detached")


def test_a_draft_is_dropped_for_what_the_file_has(edit_desk: EditDesk) -> None:
    name = edit_desk.partner()
    with edit_desk.opened(name) as opened:
        date = opened.page.locator("#fields [data-at='as_of'] textarea")
        date.fill("いつか")
        opened.page.get_by_role("button", name="取りやめる").click()
        opened.page.locator(".draft").wait_for(state="detached")
        assert date.input_value() == "2019-11"
        assert "as_of: 2019-11\n" in edit_desk.text(name)


def test_what_opens_over_the_view_is_for_everyone(edit_desk: EditDesk) -> None:
    name = edit_desk.partner(TEXT + SOURCE)
    with edit_desk.opened(name) as opened:
        page = opened.page
        page.keyboard.press("Control+k")
        page.get_by_role("dialog", name="機関を選ぶ").wait_for()
        for_everyone(page)
        page.keyboard.press("Escape")
        for button in ("書き出す", "画面の設定"):
            page.get_by_role("button", name=button).click()
            page.get_by_role("menu").wait_for()
            for_everyone(page)
            page.keyboard.press("Escape")
        page.get_by_role("button", name="前の保存").click()
        page.get_by_role("dialog", name="前の保存").wait_for()
        for_everyone(page)
        page.keyboard.press("Escape")
        page.locator(".foot").get_by_role("button", name="キー").click()
        page.get_by_role("dialog", name="キーの一覧").wait_for()
        for_everyone(page)
        page.keyboard.press("Escape")
        page.get_by_role("button", name="まとまりを足す").first.click()
        page.get_by_role("menu").wait_for()
        for_everyone(page)
        page.keyboard.press("Escape")
        page.get_by_role("button", name="書き出した出典を貼る").click()
        page.get_by_role("dialog").wait_for()
        for_everyone(page)


def test_the_dialog_of_a_sign_is_for_everyone(edit_desk: EditDesk) -> None:
    with edit_desk.opened(edit_desk.partner()) as opened:
        opened.page.locator(f"[data-at='{RELATION}'] [role=textbox]").focus()
        opened.page.keyboard.press("Control+Alt+r")
        opened.page.get_by_role("dialog", name="ルビ").wait_for()
        for_everyone(opened.page)
