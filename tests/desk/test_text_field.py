"""The text field of the desk in a real browser: typing, input methods, edits from elsewhere, keys, chips."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from desk_browser import Ime, chromium, served
from desk_front_end import SOURCES, bundle
from workspaces import REPO

pytestmark = pytest.mark.tools

PAGE = """<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>欄</title>
<link rel="icon" href="/icon.svg"><link rel="stylesheet" href="/text.css">
<script type="module" src="/field_page.js"></script></head><body></body></html>"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("page")
    bundle("test/field_page.ts", folder, for_node=False)
    (folder / "index.html").write_text(PAGE, "utf-8")
    (folder / "text.css").write_bytes((SOURCES / "css/text.css").read_bytes())
    (folder / "icon.svg").write_bytes((SOURCES / "icon.svg").read_bytes())
    (folder / "words.json").write_bytes((REPO / "src/brochure/desk/words.ja.json").read_bytes())
    with served(folder) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


class Field:
    """A text field on a page of its own."""

    def __init__(self, page: Page, **wished: Any) -> None:
        self.page = page
        self.index = page.evaluate("wished => desk.make(wished)", wished)
        self.box = page.get_by_role("textbox").nth(self.index)
        self.ime = Ime(page)

    def call(self, name: str, *arguments: Any) -> Any:
        return self.page.evaluate(
            "([index, name, given]) => desk.fields[index][name](...given)",
            [self.index, name, list(arguments)],
        )

    @property
    def value(self) -> str:
        return str(self.page.evaluate("index => desk.fields[index].value", self.index))

    def told(self, name: str) -> list[Any]:
        """What the field told under a name."""
        return [one[1:] for one in self.page.evaluate("desk.told") if one[0] == name]

    @property
    def changes(self) -> list[str]:
        return [one[0] for one in self.told("change")]

    def focus(self, offset: int | None = None) -> None:
        self.call("focusAt", *([] if offset is None else [offset]))

    def settle(self) -> None:
        """Wait until the editor has tidied up after a composition."""
        deadline = time.monotonic() + 5
        while self.page.evaluate("index => desk.fields[index].isComposing", self.index):
            assert time.monotonic() < deadline, "the composition does not end"
            time.sleep(0.02)
        time.sleep(0.12)

    def keys(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)


@pytest.fixture(scope="module")
def tab(browser: Browser, address: str) -> Iterator[tuple[Page, list[str]]]:
    """The page of all tests, and its faults."""
    page = browser.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.goto(address)
    expect(page.locator("body[data-ready=yes]")).to_have_count(1)
    yield page, faults
    page.close()


@pytest.fixture
def page(tab: tuple[Page, list[str]]) -> Iterator[Page]:
    """The page without fields; afterwards it has told no fault."""
    page, faults = tab
    page.evaluate("desk.reset()")
    yield page
    assert page.evaluate("desk.violations") == []
    assert faults == []


TEXT = "一文{瀋陽|しんよう}市など14市[^a]。\n"


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


# --- the cursor and the page ---


def test_the_cursor_goes_to_a_printed_character_and_tells_where_it_is(page: Page) -> None:
    field = Field(page, value=TEXT)
    printed = "一文瀋陽しんよう市など14市。"
    for index, character in enumerate(printed):
        field.call("focusAtPrinted", printed, index)
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
        "上付き・下付き",
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
