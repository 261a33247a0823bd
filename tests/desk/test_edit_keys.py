"""The keyboard alone does everything in the desk: a brochure from nothing to its PDF, then each key."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Page

from desk_axe import AXE
from desk_browser import Ime
from desk_in_browser import eventually, open_page, saved
from edit_desk import FIRST, SECOND, TEXT, EditDesk, is_in
from keys_only import Keyboard
from pdf_validator import failures

NO_AXE = pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: npm ci in desk/")
pytestmark = [pytest.mark.tools, NO_AXE]

NEW, BELOW = "answers.about.1.bullets.0", "answers.about.1.bullets.1"  # in a new partner
NO_MOUSE = """
for (const kind of ["mousedown", "pointerdown", "wheel"])
    addEventListener(kind, () => { throw new Error("the mouse was used") }, true)
"""


def test_keys_alone_make_a_brochure_from_nothing_to_its_pdf(edit_desk: EditDesk, tmp_path: Path) -> None:
    with open_page(edit_desk.browser, edit_desk.desk) as opened:
        page, keys = opened.page, Keyboard(opened.page)
        page.add_init_script(NO_MOUSE)
        page.goto(f"{edit_desk.desk.origin}/#t={edit_desk.desk.token}")
        page.wait_for_selector("table")

        new_partner(page, keys)
        page.wait_for_url("**/#/p/keyboard-state")
        page.wait_for_selector("#fields .field")
        path = edit_desk.file("keyboard-state")

        write_text_and_milestone(keys, path)
        write_tables(keys, path)
        write_note_and_source(page, keys, path)
        see_the_page(page, keys)
        mend_a_problem(page, keys, path)
        with page.expect_download() as waiting:
            keys.press("Control+Alt+p")
        waiting.value.save_as(tmp_path / "got.pdf")
    assert (tmp_path / "got.pdf").read_bytes() == (edit_desk.root / "output/keyboard-state.pdf").read_bytes()
    assert failures(tmp_path / "got.pdf", "ua1") == []


def new_partner(page: Page, keys: Keyboard) -> None:
    """Make a partner in the list."""
    keys.press("Alt+n")
    page.get_by_role("dialog").wait_for()
    for words in ("鍵盤州", "けんばんしゅう", "Keyboard State"):
        keys.type(words)
        keys.press("Tab")
    keys.press("Space")  # the first of the regions
    keys.press("ArrowRight", "Tab")
    keys.type("架空国")
    keys.press("Control+Enter")


def write_text_and_milestone(keys: Keyboard, path: Path) -> None:
    """From the outline to the first text and to a new milestone."""
    eventually(
        lambda: bool(keys.page.evaluate("!!document.activeElement.closest('#fields')")), "in the fields"
    )
    keys.to("「どのような機関ですか？」にまとまりを足す")
    keys.press("Enter")
    keys.page.get_by_role("menu").wait_for()
    keys.to("箇条書き", "ArrowDown")
    keys.press("Enter")
    keys.wait(NEW)
    keys.type("鍵盤だけで書いた文です。")
    keys.press("Enter")
    keys.wait(BELOW)
    keys.type("下に足した項目です。")
    eventually(saved(path, "- 鍵盤だけで書いた文です。\n        - 下に足した項目です。\n"), "two items")
    keys.press("F6", "F6", "F6")  # the pages, the outline, the field where one was
    keys.wait(BELOW)
    keys.press("Shift+F6")
    keys.to("年譜", "ArrowUp")
    keys.press("Enter")
    eventually(lambda: keys.name == "年譜を書く", "the button that writes it")
    keys.press("Enter")
    eventually(lambda: keys.place.startswith("milestones.0"), "the new milestone")
    keys.to_field("milestones.0.label")
    keys.type("MOU")
    keys.to_field("milestones.0.date")
    keys.type("2018-05-08")
    keys.go("Shift+Tab", lambda: keys.place == "survey", "the round of the survey")
    keys.type("2019-11")  # chosen by its name; what is marked below belongs to it
    eventually(lambda: all(saved(path, words)() for words in ("2018-05-08", "2019-11")), "date and round")


def write_tables(keys: Keyboard, path: Path) -> None:
    """A fact table and a mark table."""
    keys.to_field("answers.about.0.rows.0.text")
    keys.press("Control+a")
    keys.type("鍵盤州政府")
    eventually(saved(path, "text: 鍵盤州政府"), "a fact")
    keys.go("Tab", lambda: keys.place == "answers.support.0.topics.one_stop", "a topic")
    keys.press("o")
    eventually(lambda: marks(path, 0)["marked"] == ["one_stop"], "marked")
    keys.press("Tab", "-")
    eventually(lambda: marks(path, 0)["none"] == ["regulation"], "none")
    keys.press("Space")
    eventually(lambda: not marks(path, 0).get("none"), "no answer")


def marks(path: Path, block: int) -> dict[str, Any]:
    """The mark table of a partner, as its file has it."""
    found: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))["answers"]["support"][block]
    return found


def write_note_and_source(page: Page, keys: Keyboard, path: Path) -> None:
    """A note in a text; a new source, which another text cites."""
    keys.to_field(NEW, "Shift+Tab")
    keys.press("Control+End", "Control+Alt+f")
    page.get_by_role("dialog").wait_for()
    keys.go("Tab", lambda: bool(page.evaluate("document.activeElement.id === 'note-text'")), "the text")
    keys.type("注も鍵盤で書きます。")
    keys.press("Control+Enter")
    eventually(saved(path, "鍵盤だけで書いた文です。[^note-1]"), "a note is called")
    assert "note-1: 注も鍵盤で書きます。" in path.read_text("utf-8")

    keys.to("出典を足す")
    keys.press("Enter")
    page.get_by_role("menu").wait_for()
    keys.press("ArrowDown", "Enter")  # report
    keys.wait("sources.0.id")
    keys.type("survey")
    keys.to_field("sources.0.title")
    keys.type("人口の調査")
    eventually(saved(path, "id: survey"), "a source")
    keys.to_field(BELOW, "Shift+Tab")
    keys.press("Control+End", "Control+Alt+s")
    page.get_by_role("dialog").wait_for()
    keys.to("survey")
    keys.press("Enter")
    eventually(saved(path, "下に足した項目です。[@survey]"), "a source is cited")


def see_the_page(page: Page, keys: Keyboard) -> None:
    """From the frames on the page, walked by Tab, into a field."""
    page.wait_for_selector(".sheet .hs")
    keys.go("F6", lambda: bool(page.evaluate("document.activeElement.matches('.pages')")), "the pages")
    keys.to("1 箇条書き 2の欄へ")
    keys.press("Enter")
    keys.wait(BELOW)


def mend_a_problem(page: Page, keys: Keyboard, path: Path) -> None:
    """A number gets its source."""
    keys.press("Control+End", "Enter")
    keys.wait("answers.about.1.bullets.2")
    keys.type("人口は1,234万人です。")
    page.locator(".issue", has_text="1,234万人").wait_for()
    keys.press("F6")
    keys.go("F8", lambda: "1,234万人" in page.evaluate("document.activeElement.innerText"), "the number")
    keys.to("出典を付ける")
    keys.press("Enter")
    page.get_by_role("dialog").wait_for()
    keys.to("survey")
    keys.press("Enter")
    eventually(saved(path, "人口は1,234万人です[@survey]。"), "mended")
    page.locator(".issue", has_text="1,234万人").wait_for(state="detached")


def test_ctrl_k_chooses_a_partner(edit_desk: EditDesk) -> None:
    with edit_desk.opened(edit_desk.partner()) as opened:
        keys = Keyboard(opened.page)
        opened.text_field(SECOND).focus()
        keys.press("Control+k", "Escape")
        keys.wait(SECOND)  # the cursor is where it was
        keys.press("Control+k")
        opened.page.get_by_role("dialog", name="機関を選ぶ").wait_for()
        keys.type("りょうねい")
        keys.press("ArrowDown")
        assert keys.name.startswith("遼寧省")
        keys.press("Enter")
        opened.page.wait_for_url("**/#/p/liaoning")


def test_f6_goes_round_outline_fields_pages_and_list(edit_desk: EditDesk) -> None:
    with edit_desk.opened(edit_desk.partner()) as opened:
        page, keys = opened.page, Keyboard(opened.page)
        page.set_viewport_size({"width": 1920, "height": 1000})
        regions = "['#outline', '#fields', '.pages', '#problems']"
        asked = f"{regions}.findIndex(one => document.activeElement.closest(one))"
        page.evaluate("document.getElementById('outline').focus()")
        for back, key in ((False, "F6"), (True, "Shift+F6")):
            for step in range(1, 5):
                keys.press(key)
                assert page.evaluate(asked) == (-step if back else step) % 4


def test_items_and_blocks_are_made_moved_and_taken_out_by_keys(edit_desk: EditDesk) -> None:
    name = edit_desk.partner()
    path = edit_desk.file(name)
    with edit_desk.opened(name) as opened:
        page, keys = opened.page, Keyboard(opened.page)
        opened.text_field(FIRST).focus()
        keys.press("Alt+ArrowDown")
        eventually(saved(path, "- つぎの文です。\n        - はじめの文です。\n"), "moved down")
        keys.wait(SECOND)  # the cursor goes with it
        keys.press("Alt+ArrowUp")
        eventually(saved(path, "- はじめの文です。\n        - つぎの文です。\n"), "moved up")
        keys.wait(FIRST)
        keys.press("Enter")
        keys.wait(SECOND)
        keys.type("あいだ。")
        eventually(
            saved(path, "- はじめの文です。\n        - あいだ。\n        - つぎの文です。"), "an item below"
        )
        for _ in "あいだ。":
            keys.press("Backspace")
        keys.press("Backspace")
        keys.wait(FIRST)
        eventually(lambda: "あいだ。" not in path.read_text("utf-8"), "an empty item goes")
        keys.press("End", "Shift+Enter")
        keys.type("ふたつめの段落。")
        eventually(lambda: "ふたつめの段落。" in path.read_text("utf-8"), "a paragraph")
        assert page.locator(f"[data-at='{FIRST}'] [role=textbox] p").count() == 2

        page.get_by_role("button", name="まとまりを足す").nth(1).focus()
        keys.press("Enter")
        page.get_by_role("menu").wait_for()
        keys.press("Enter")  # the first kind of block
        eventually(lambda: keys.place.startswith("answers.relation.1"), "a new block")
        keys.type("新しいまとまり。")
        eventually(saved(path, "新しいまとまり。"), "written")
        grip = page.locator("[data-at='answers.relation.1'] .grip")
        grip.focus()
        keys.press("Alt+ArrowUp")
        eventually(
            lambda: (
                path.read_text("utf-8").index("新しいまとまり。") < path.read_text("utf-8").index("関係の文")
            ),
            "the block is moved",
        )


def test_signs_of_a_text_and_undo_by_keys(edit_desk: EditDesk) -> None:
    name = edit_desk.partner()
    path = edit_desk.file(name)
    with edit_desk.opened(name) as opened:
        page, keys = opened.page, Keyboard(opened.page)
        opened.text_field(FIRST).focus()
        keys.press("Control+a", "Control+b")
        eventually(saved(path, "**はじめの文です。**"), "Ctrl+B")
        keys.press("Control+z")
        eventually(lambda: "**" not in path.read_text("utf-8"), "Ctrl+Z")
        keys.press("Control+y")
        eventually(saved(path, "**はじめの文です。**"), "Ctrl+Y")
        keys.press("Control+/")
        eventually(lambda: "**" in opened.text_field(FIRST).inner_text(), "Ctrl+/ shows the signs")
        keys.press("Control+/")
        eventually(lambda: "**" not in opened.text_field(FIRST).inner_text(), "and hides them")
        opened.text_field(SECOND).focus()
        keys.press("Home", "Control+Alt+r")
        page.get_by_role("dialog", name="ルビ").wait_for()
        keys.type("漢字")
        keys.press("Tab")
        keys.type("かんじ")
        keys.press("Enter")
        eventually(saved(path, "{漢字|かんじ}つぎの文です。"), "Ctrl+Alt+R")
        eventually(is_in(page, SECOND), "the cursor is in the text again")
        keys.press("Alt+F10")
        assert keys.name == "強調"  # the buttons above the text
        keys.press("ArrowRight", "Escape")
        eventually(is_in(page, SECOND), "back in the text")


def test_ctrl_s_saves_at_once(edit_desk: EditDesk) -> None:
    name = edit_desk.partner()
    with edit_desk.opened(name, has_clock=True) as opened:
        page, keys = opened.page, Keyboard(opened.page)
        opened.text_field(FIRST).focus()
        page.clock.pause_at(page.evaluate("Date.now() + 1000"))  # from now on no pause is long enough
        keys.press("Control+End")
        keys.type("すぐに。")
        assert "すぐに。" not in edit_desk.text(name)
        keys.press("Control+s")
        eventually(saved(edit_desk.file(name), "すぐに。"), "saved")


def test_pages_are_turned_by_keys(edit_desk: EditDesk) -> None:
    with edit_desk.opened("liaoning") as opened:
        page, keys = opened.page, Keyboard(opened.page)
        number = page.locator(".ptools .num")
        assert number.inner_text() == "1 / 2"
        page.evaluate("document.querySelector('.pages').focus()")
        keys.press("PageDown")
        assert number.inner_text() == "2 / 2"
        keys.press("PageDown")
        assert number.inner_text() == "2 / 2"
        keys.press("PageUp")
        assert number.inner_text() == "1 / 2"


def test_keys_of_a_mark_table(edit_desk: EditDesk) -> None:
    name = edit_desk.partner(TEXT.replace("      none: rest\n", ""))
    path = edit_desk.file(name)
    with edit_desk.opened(name) as opened:
        page, keys = opened.page, Keyboard(opened.page)
        page.locator("[data-at='answers.support.0.topics.one_stop'] input:checked").focus()

        def answers() -> tuple[Any, Any]:
            return marks(path, 0).get("marked"), marks(path, 0).get("none")

        keys.press("o")
        eventually(lambda: answers() == (["one_stop"], None), "O")
        keys.press("Tab", "-")
        eventually(lambda: answers() == (["one_stop"], ["regulation"]), "-")
        keys.press("ArrowLeft")  # the answer before: arrows choose, as in all radio buttons
        eventually(lambda: answers() == (["one_stop", "regulation"], None), "an arrow")
        keys.press("Space")
        eventually(lambda: answers() == (["one_stop"], None), "the space bar")


def test_the_question_mark_lists_all_keys(edit_desk: EditDesk) -> None:
    with edit_desk.opened(edit_desk.partner()) as opened:
        page, keys = opened.page, Keyboard(opened.page)
        page.evaluate("document.getElementById('outline').focus()")
        keys.press("?")
        dialog = page.get_by_role("dialog", name="キーの一覧")
        dialog.wait_for()
        named = set(dialog.locator("dt").all_inner_texts())
        for key in (
            "F6",
            "F8",
            "CtrlK",
            "CtrlAltR",
            "CtrlAltS",
            "CtrlAltF",
            "Ctrl/",
            "CtrlAltP",
            "PgDn",
            "O",
        ):
            assert key in {re.sub(r"\s", "", one) for one in named}
        keys.press("Escape")
        dialog.wait_for(state="detached")


def test_keys_of_one_sign_are_typed_in_texts_and_can_be_switched_off(edit_desk: EditDesk) -> None:
    name = edit_desk.partner(TEXT.replace("      none: rest\n", ""))
    path = edit_desk.file(name)
    with edit_desk.opened(name) as opened:
        page, keys = opened.page, Keyboard(opened.page)
        opened.text_field(FIRST).focus()
        keys.press("Control+End")
        keys.type("o-?/")
        eventually(saved(path, "はじめの文です。o-?/"), "they are typed")
        assert page.get_by_role("dialog").count() == 0

        page.evaluate("document.getElementById('outline').focus()")
        keys.press("?")
        keys.to("1文字のキー（?、/、O、-）を使う")
        keys.press("Space", "Escape")
        page.reload()  # it is kept
        page.wait_for_selector("#fields .field")
        page.evaluate("document.getElementById('outline').focus()")
        keys.press("?")
        assert page.get_by_role("dialog").count() == 0
        assert page.locator(".foot kbd", has_text="?").count() == 0
        page.locator("[data-at='answers.support.0.topics.one_stop'] input:checked").focus()
        keys.press("o", "-")
        page.goto(f"{edit_desk.desk.origin}/#/")
        page.locator("tbody a").first.focus()
        keys.press("/")
        assert page.evaluate("document.activeElement.type") != "search"
        assert "marked" not in edit_desk.text(name)

        keys.go("Tab", lambda: keys.name == "画面の設定", "the settings")
        keys.press("Enter")
        page.get_by_role("menu").wait_for()
        switch = page.get_by_role("menuitemcheckbox")
        assert switch.get_attribute("aria-checked") == "false"
        keys.go("ArrowDown", lambda: keys.name.startswith("1文字のキー"), "the switch")
        keys.press("Enter")
        page.locator("tbody a").first.focus()
        keys.press("/")
        assert page.evaluate("document.activeElement.type") == "search"


COMMANDS: list[dict[str, Any]] = [
    {"key": "F8"},
    {"key": "F6"},
    {"key": "Enter"},
    {"key": "?"},
    {"key": "ArrowDown", "altKey": True},
    *({"key": key, "ctrlKey": True} for key in "ksbzy/"),
    *({"key": key, "ctrlKey": True, "altKey": True} for key in "rsfp"),
]


def test_while_composing_no_key_is_a_command(edit_desk: EditDesk) -> None:
    name = edit_desk.partner()
    path = edit_desk.file(name)
    with edit_desk.opened(name) as opened:
        page = opened.page
        opened.type_at_end(FIRST, "元の。")
        eventually(saved(path, "元の。"), "saved")
        ime = Ime(page)
        ime.show("へんかん")
        before = path.read_bytes()
        for command in COMMANDS:
            flags = [command.get(name) for name in ("altKey", "ctrlKey")]
            modifiers = sum(bit for bit, is_down in zip((1, 2), flags, strict=True) if is_down)
            ime.session.send(
                "Input.dispatchKeyEvent",
                {
                    "type": "rawKeyDown",
                    "key": command["key"],
                    "windowsVirtualKeyCode": 229,
                    "modifiers": modifiers,
                },
            )
        assert page.get_by_role("dialog").count() == 0
        assert is_in(page, FIRST)()
        assert path.read_bytes() == before  # nothing is sent
        ime.choose("変換")
        eventually(saved(path, "はじめの文です。元の。変換\n"), "once, at its end")
        assert page.locator(f"[data-at='{SECOND}'] [role=textbox]").inner_text() == "つぎの文です。"


def test_keys_of_the_browser_are_left_alone(edit_desk: EditDesk) -> None:
    with edit_desk.opened(edit_desk.partner()) as opened:
        taken = opened.page.evaluate(
            """() => {
                const own = [["r", 1], ["f", 1], ["p", 1], ["t", 1], ["w", 1], ["n", 1], ["l", 1], ["d", 1],
                    ["+", 1], ["-", 1], ["0", 1], ["Tab", 1], ["F5", 0], ["F3", 0], ["F11", 0], ["F12", 0],
                    ["F1", 0], ["ArrowLeft", 2], ["ArrowRight", 2], ["Home", 2], ["d", 2]]
                const fields = [document.body, document.querySelector("#fields [role=textbox]")]
                return fields.flatMap((field) => own.filter(([key, held]) => {
                    const event = new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true,
                        ctrlKey: held === 1, altKey: held === 2})
                    return !field.dispatchEvent(event)
                }).map(([key]) => key))
            }"""
        )
        assert taken == []
