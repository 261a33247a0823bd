"""The text field of the desk in a real browser: typing, keys, the cursor, chips and dialogs."""

from __future__ import annotations

import statistics

import pytest
from playwright.sync_api import Page, expect

from desk_front_end import SOURCES
from desk_text_field import TEXT, Field
from workspaces import REPO

pytestmark = pytest.mark.tools


# --- typing ---


def test_a_field_shows_the_text_as_it_reads_and_changes_nothing_by_itself(page: Page) -> None:
    value = "**強い**{瀋陽|しんよう}、10^{9}、[県](https://a.jp)[@x, p. 2][^a]\n二行目\n\n次の段落\n"
    field = Field(page, value=value)
    assert field.value == value
    assert field.box.locator("ruby").inner_text() == "瀋陽しんよう"
    assert field.box.locator("strong").inner_text() == "強い"
    assert field.box.locator("sup").inner_text() == "9"
    assert field.box.locator(".t-source").inner_text() == "出典 源x p. 2"
    assert field.box.locator(".t-note").inner_text() == "注 注a"
    assert field.box.locator("p").count() == 2
    field.focus(3)
    field.keys("ArrowRight", "End", "Home")
    assert field.changes == []


@pytest.mark.parametrize(
    "typed", ["**強調**", "{瀋陽|しんよう}", "[^a]", "[@x]", "2**10", "a\\*b", "[県](https://a.jp)"]
)
def test_typed_signs_are_characters(page: Page, typed: str) -> None:
    field = Field(page, value="前後")
    field.focus(1)
    page.keyboard.type(typed)
    assert field.box.inner_text().strip() == f"前{typed}後"
    assert field.value != f"前{typed}後"
    assert field.value.replace("\\", "") == f"前{typed}後".replace("\\", "")
    assert Field(page, value=field.value).box.inner_text().strip() == f"前{typed}後"


def test_what_is_typed_comes_back_by_undo_but_not_what_others_wrote(page: Page) -> None:
    field = Field(page, value="はじめ")
    field.focus(3)
    page.keyboard.type("abc")
    field.call("setOutside", "★はじめabc")
    field.keys("Control+z")
    assert field.value == "★はじめ"
    field.keys("Control+y")
    assert field.value == "★はじめabc"


def test_strong_is_switched_on_and_off(page: Page) -> None:
    field = Field(page, value="前後")
    field.focus(1)
    field.keys("Control+b")
    page.keyboard.type("強")
    field.keys("Control+b")
    page.keyboard.type("弱")
    assert field.value == "前**強**弱後"


def test_pasted_text_is_plain(page: Page) -> None:
    field = Field(page, value="前後")
    field.focus(1)
    paste(field, "**a**\r\n二\r\n\r\n三", "<b>太い</b><script>1</script>")
    assert field.value == "前\\**a\\**二\n\n三後"
    assert field.box.locator("strong").count() == 0


def paste(field: Field, plain: str, html: str = "") -> None:
    """Paste as another program's clipboard does."""
    field.box.evaluate(
        """(box, [plain, html]) => {
            const clipboardData = new DataTransfer()
            clipboardData.setData("text/plain", plain)
            if (html) clipboardData.setData("text/html", html)
            box.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}))
        }""",
        [plain, html],
    )


def test_ruby_and_notes_are_copied_within_the_desk(page: Page) -> None:
    field = Field(page, value=TEXT)
    field.focus()
    field.keys("Control+a", "Control+c", "End", "Control+End", "Control+v")
    assert field.value == TEXT.strip() * 2 + "\n"


# --- items ---


def test_keys_of_an_item(page: Page) -> None:
    field = Field(page, value="一つめ", withItems=True, multiline=False)
    field.focus(3)
    field.keys("Enter", "Alt+ArrowUp", "Alt+ArrowDown")
    assert (field.told("enter"), field.told("move")) == ([[]], [[-1], [1]])
    assert field.changes == []
    field.keys("Shift+Enter")
    page.keyboard.type("次")
    assert field.value == "一つめ\n\n次"
    field.keys(*["Backspace"] * 5)
    assert (field.value, field.told("erase")) == ("", [])
    field.keys("Backspace")
    assert field.told("erase") == [[]]


def test_a_plain_text_of_one_line_stays_one(page: Page) -> None:
    field = Field(page, value="遼寧省", kind="plain", multiline=False)
    field.focus(3)
    field.keys("Enter", "Shift+Enter")
    page.keyboard.type("{a|b}")
    paste(field, "x\ny")
    assert field.value == "遼寧省{a|b}x y"
    assert field.box.get_attribute("aria-multiline") == "false"
    assert page.get_by_role("toolbar").count() == 0


# --- the cursor and the page ---


def test_the_cursor_goes_to_a_printed_character_and_tells_where_it_is(page: Page) -> None:
    field = Field(page, value=TEXT)
    printed = "一文瀋陽しんよう市など14市。"
    for index, character in enumerate(printed):
        field.focus(page.evaluate("given => desk.valueOffset(...given)", [printed, TEXT, index]))
        (offset,) = field.told("cursor")[-1]
        assert TEXT[offset] == character, (index, offset)
        assert field.box.locator("ruby.t-at").count() == (2 <= index < 8)


def test_typing_at_a_printed_character_within_ruby_leaves_the_ruby(page: Page) -> None:
    field = Field(page, value=TEXT)
    field.focus(4)
    page.keyboard.type("x")
    assert field.value == TEXT.replace("{", "x{")


def test_the_part_that_a_problem_is_about_is_marked(page: Page) -> None:
    start = TEXT.index("14市")
    field = Field(page, value=TEXT, marked=[{"from": start, "to": start + 3}])
    assert field.box.locator("mark").inner_text() == "14市"
    assert field.value == TEXT


# --- things, chips, syntax ---


def test_ruby_is_made_and_changed_by_keys(page: Page) -> None:
    field = Field(page, value="大連市")
    field.focus(0)
    field.keys("Shift+ArrowRight", "Shift+ArrowRight", "Control+Alt+r")
    dialog = page.get_by_role("dialog", name="ルビ")
    assert dialog.get_by_label("漢字").input_value() == "大連"
    page.keyboard.type("だい|れん")
    field.keys("Enter")
    assert field.value == "{大連|だい\\|れん}市"
    expect(field.box).to_be_focused()
    field.keys("Control+Alt+r")
    dialog.get_by_label("よみ").fill("だいれん")
    field.keys("Enter")
    assert field.value == "{大連|だいれん}市"
    field.keys("Control+Alt+r")
    dialog.get_by_label("よみ").fill("")
    field.keys("Enter")
    assert "よみ" in dialog.get_by_role("alert").inner_text()
    field.keys("Escape")
    expect(field.box).to_be_focused()
    assert field.value == "{大連|だいれん}市"


def test_links_need_an_address(page: Page) -> None:
    field = Field(page, value="県の頁")
    field.focus(1)
    field.keys("Alt+F10", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "Enter")
    dialog = page.get_by_role("dialog", name="リンク")
    dialog.get_by_label("表示する文字").fill("庁")
    dialog.get_by_label("行き先").fill("javascript:alert(1)")
    field.keys("Enter")
    assert dialog.get_by_role("alert").inner_text() != ""
    dialog.get_by_label("行き先").fill("https://a.jp/x")
    field.keys("Enter")
    assert field.value == "県[庁](https://a.jp/x)の頁"


def test_notes_and_sources_are_chosen_and_opened(page: Page) -> None:
    field = Field(page, value="文。")
    field.focus(1)
    field.keys("Control+Alt+f")
    assert field.value == "文[^n1]。"
    field.keys("Control+Alt+f")
    assert field.told("note") == [["n1", "注 注n1"]]
    field.keys("End", "Control+Alt+s")
    assert field.value == "文[^n1]。[@{架空 2024}, p. 2]"
    field.box.locator(".t-source").click()
    assert field.told("source")[0][0] == ["架空 2024"]


def test_a_missing_source_is_told_by_its_look(page: Page) -> None:
    field = Field(page, value="文[@none]。")
    assert field.box.locator(".t-missing").count() == 1


def test_calls_are_for_texts_that_take_them(page: Page) -> None:
    field = Field(page, value="文。", kind="without_calls", multiline=False)
    field.focus(1)
    field.keys("Control+Alt+f", "Control+Alt+s", "Control+b")
    assert field.value == "文。"
    assert page.get_by_role("toolbar").get_by_role("button").all_inner_texts() == [
        "強調",
        "ルビ",
        "リンク",
        "他言語",
        "添え字",
        "記号で書く",
    ]


def test_the_signs_are_shown_and_hidden_again(page: Page) -> None:
    field = Field(page, value=TEXT)
    field.focus(2)
    field.keys("Control+/")
    assert field.box.inner_text().strip() == TEXT.strip()
    page.keyboard.type("**強**")
    assert field.value == "一文**強**{瀋陽|しんよう}市など14市[^a]。\n"
    field.keys("Control+/")
    assert field.box.locator("strong").inner_text() == "強"
    assert field.value == "一文**強**{瀋陽|しんよう}市など14市[^a]。\n"
    field.keys(*["Control+z"] * 3)
    assert field.value == TEXT
    assert field.box.locator("ruby").count() == 1


def test_broken_markup_is_marked_and_reads_right_when_it_is_mended(page: Page) -> None:
    field = Field(page, value="前{瀋陽|しんよう市")
    assert field.box.locator(".t-broken").inner_text() == "{"
    field.focus(8)
    page.keyboard.type("}")
    page.evaluate("document.activeElement.blur()")
    assert field.value == "前{瀋陽|しんよ}う市"
    assert field.box.locator("ruby").count() == 1


def test_a_field_has_a_role_a_name_and_states(page: Page) -> None:
    field = Field(
        page, value="文", label="1 箇条書き 1", describedBy="i-1", invalid=True, required=True, readOnly=True
    )
    names = (
        "role",
        "aria-multiline",
        "aria-label",
        "aria-describedby",
        "aria-invalid",
        "aria-required",
        "aria-readonly",
    )
    assert [field.box.get_attribute(name) for name in names] == [
        "textbox",
        "true",
        "1 箇条書き 1",
        "i-1",
        "true",
        "true",
        "true",
    ]
    field.focus(0)
    page.keyboard.type("x")
    assert field.value == "文"


def test_no_accessibility_violation(page: Page) -> None:
    Field(page, value="**強**{瀋陽|しんよう}[県](https://a.jp)[@x][^a][@none]10^{9}{broken").focus(0)
    Field(page, value="文", kind="plain", label="二つめ")
    page.evaluate((SOURCES / "node_modules/axe-core/axe.min.js").read_text("utf-8") + "; 0")
    found = page.evaluate("axe.run('.t-field')")
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]] == []


def test_typing_is_quick_and_loses_nothing(page: Page) -> None:
    """30 characters a second would leave 33 ms for each; the field may take a small part of that."""
    field = Field(page, value=(REPO / "profiles/liaoning.yaml").read_text("utf-8")[:3000])
    field.focus(0)
    spent = page.evaluate(
        """index => {
            const {view} = desk.fields[index]
            return Array.from("あ".repeat(300), character => {
                const start = performance.now()
                view.dispatch(view.state.tr.insertText(character))
                return performance.now() - start
            })
        }""",
        field.index,
    )
    assert field.value.startswith("あ" * 300)
    assert len(field.changes) == 300
    assert statistics.median(spent) < 33, "ms for a character"
