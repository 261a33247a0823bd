"""The list view in Chromium, on the desk's own answers: every state, by keys alone, for everyone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from brochure.desk.endpoint import DeskAnswer
from desk_axe import AXE, violations
from desk_browser import Ime
from desk_list import PAGES, break_file, browser, count, focused, names, server, show
from desk_plain_server import STATIC, PlainServer, fake

pytestmark = [
    pytest.mark.tools,
    pytest.mark.skipif(
        not (STATIC / "desk.js").exists(), reason="the page is not built: npm run build in desk/"
    ),
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: npm ci in desk/"),
]
__all__ = ["browser", "server", "show"]  # fixtures


def test_partners_stand_by_region_with_age_problems_and_what_is_unanswered(show: Any) -> None:
    page = show()
    assert page.locator("tr.g").all_inner_texts() == [
        "アジア3機関",
        "欧州3機関",
        "北米3機関",
        "国際機関1機関",
    ]
    assert names(page)[:3] == ["アユシュ省", "A*STAR・NUS・NUHS", "遼寧省"]
    row = page.locator("tr", has_text="メリーランド州")
    assert "2019年7月" in row.locator(".as").inner_text()
    assert re.search(r"\d+年前", row.locator(".as").inner_text())
    assert row.locator(".pr").inner_text().split() == ["エラー", "2", "注意", "1"]
    assert "質問 3、4" in row.locator(".na").inner_text()
    assert page.locator(".bar [role=status]").inner_text().startswith("10機関を点検しました")


def test_the_view_fills_the_window_as_designed(show: Any) -> None:
    page = show()
    bar, foot = page.locator("header.bar").bounding_box(), page.locator("footer.foot").bounding_box()
    assert (bar["x"], bar["y"], bar["height"]) == (0, 0, 48)  # nothing of another view gives it an edge
    assert (foot["height"], foot["y"] + foot["height"]) == (28, page.viewport_size["height"])
    assert page.evaluate("getComputedStyle(document.querySelector('.app')).fontSize") == "13px"


def test_what_comes_with_part_two_is_not_shown(show: Any) -> None:
    text = show().locator("body").inner_text()
    for hidden in ("校了", "確認中", "戻った", "冊子に", "前の版", "取り込む"):
        assert hidden not in text


def test_keys_alone_find_walk_choose_and_open(show: Any) -> None:
    page = show()
    page.keyboard.press("/")
    page.keyboard.type("州")
    assert count(page) == "3機関"
    page.keyboard.press("ArrowDown")
    assert focused(page) == names(page)[0]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    assert page.locator(".bulk").is_visible()
    assert "1機関を選びました" in page.locator(".bulk").inner_text()
    page.keyboard.press("End")
    assert focused(page) == names(page)[-1]
    page.keyboard.press("Home")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.type") == "search"
    page.keyboard.press("Escape")  # empties the search
    assert count(page) == "10機関"
    page.keyboard.press("Escape")  # ends the choice
    assert not page.locator(".bulk").is_visible()
    page.keyboard.type("stan")
    page.keyboard.press("Enter")
    page.wait_for_url("**/#/p/stanford")


def test_one_row_is_in_the_tab_order(show: Any) -> None:
    page = show()
    page.locator("tbody a").nth(4).focus()
    stops = page.locator("tbody :is(a,input)[tabindex='0']")
    assert stops.count() == 2
    assert page.locator("tr.on a").inner_text() == names(page)[4]
    page.keyboard.press("Tab")
    assert not page.evaluate("!!document.activeElement.closest('tbody')")
    page.keyboard.press("Shift+Tab")
    assert focused(page) == names(page)[4]


def test_a_sign_is_typed_and_no_command_where_text_is_written(show: Any) -> None:
    page = show()
    page.keyboard.press("/")
    page.keyboard.type("a/b")
    assert page.locator("input[type=search]").input_value() == "a/b"


def test_composing_commands_nothing_and_finds_the_kana_as_it_is_typed(show: Any) -> None:
    page = show()
    page.locator("input[type=search]").focus()
    ime = Ime(page)
    for text in ("ｍ", "め", "めr", "めり"):
        ime.show(text)
    page.locator(".file [role=status]", has_text="1機関").wait_for()
    assert names(page) == ["メリーランド州"]
    ime.choose("メリー")
    assert names(page) == ["メリーランド州"]
    assert page.url.endswith("/")  # the Enter that ends a conversion opens nothing


def test_filters_hold_together_and_say_their_counts(show: Any) -> None:
    page = show()
    side = page.locator("nav.side")
    side.get_by_role("button", name="北米 3", exact=True).click()
    assert (count(page), len(names(page))) == ("3機関", 3)
    side.get_by_role("button", name="州・省 2", exact=True).click()
    assert names(page) == ["マサチューセッツ州", "メリーランド州"]
    assert side.get_by_role("button", name="アジア 1", exact=True).is_visible()  # what it would show
    side.get_by_role("button", name="直すところがある 1", exact=True).click()
    assert names(page) == ["メリーランド州"]
    assert side.locator("[aria-pressed=true]").count() == 3
    side.get_by_role("button", name=re.compile("^すべて")).click()
    assert count(page) == "10機関"


def test_another_order_has_one_group_and_is_told(show: Any) -> None:
    page = show()
    head = page.get_by_role("button", name="内容の時点")
    head.click()
    assert page.locator("tr.g").count() == 0
    assert page.locator("th.as").first.get_attribute("aria-sort") == "ascending"
    assert names(page)[0] in ("マサチューセッツ州", "メリーランド州")
    head.click()
    assert page.locator("th.as").first.get_attribute("aria-sort") == "descending"
    assert names(page)[-1] in ("マサチューセッツ州", "メリーランド州")


def test_the_panel_shows_the_first_page_and_the_facts_of_the_row(show: Any, server: PlainServer) -> None:
    page = show()
    page.get_by_role("link", name="オウル市").focus()
    page.get_by_alt_text("オウル市の1頁目").wait_for()
    panel = page.locator(".panel")
    assert panel.locator("h2").inner_text() == "オウル市"
    facts = dict(
        zip(panel.locator("dt").all_inner_texts(), panel.locator("dd").all_inner_texts(), strict=True)
    )
    assert (facts["地域"], facts["種類"], facts["頁"]) == ("フィンランド　欧州", "都市", "2頁")
    asked = [path for _, path in server.asked if path.endswith("/pages")]
    assert asked[-1] == "/api/profiles/oulu/pages"


def test_walking_over_rows_asks_for_no_page_of_those_that_are_passed(show: Any, server: PlainServer) -> None:
    page = show()
    page.get_by_alt_text(re.compile("アユシュ省")).wait_for()
    # all keys at once, so that a slow machine does not make pauses between them
    page.evaluate(
        """() => {
            document.querySelector("tbody a").focus()
            for (let index = 0; index < 8; index += 1)
                document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
                    {key: "ArrowDown", bubbles: true, cancelable: true}))
        }"""
    )
    last = names(page)[8]
    page.get_by_alt_text(f"{last}の1頁目").wait_for()
    asked = [path for _, path in server.asked if path.endswith("/pages")]
    assert len(asked) == 2
    assert asked[0] == "/api/profiles/ayush/pages"


def test_a_page_that_cannot_be_made_says_why_and_keeps_the_last_one(show: Any, server: PlainServer) -> None:
    problem = {"code": "P201", "severity": "error", "message": "注がありません", "hint": "足してください"}
    failed = PAGES | {"failed": True, "problems": [problem | dict.fromkeys(("at", "path", "file"))]}
    server.instead["GET", "/api/profiles/{id}/pages"] = fake(**failed)
    page = show()
    page.locator(".panel .sheet.old img").wait_for()
    assert "注がありません" in page.locator(".panel .issue").inner_text()
    assert "の頁です" in page.locator(".panel .since").inner_text()


def test_a_page_that_takes_long_comes_when_it_is_made(show: Any, server: PlainServer) -> None:
    answers = [PAGES | {"pages": [], "current": False}]
    server.instead["GET", "/api/profiles/{id}/pages"] = lambda *_: DeskAnswer(answers[-1])
    page = show()
    page.locator(".panel .building", has_text="組んでいます").wait_for()
    answers.append(PAGES)
    page.get_by_alt_text(re.compile("1頁目")).wait_for()  # asked for again
    answers.append(PAGES | {"pages": PAGES["pages"][:1]})
    server.desk.events.tell("built", doc="profiles/ayush", layout="standard")
    page.locator(".panel dd", has_text="1頁").wait_for()


def test_a_broken_file_is_told_with_its_place_and_the_others_stay(show: Any, server: PlainServer) -> None:
    page = show()
    break_file(server, "oulu")
    page.locator(".note-bar.e").wait_for()
    said = page.locator(".note-bar.e").inner_text()
    assert "oulu.yaml を読めません" in said
    assert re.search(r"profiles/oulu\.yaml:\d+", said)
    assert "ほかの9機関" in said
    row = page.locator("tr", has_text="オウル市")  # the name that was read last
    assert "読めません" in row.inner_text()
    assert row.locator("input").is_disabled()
    row.locator("a").focus()
    assert re.search(r"oulu\.yaml:\d+:\d+", page.locator(".panel").inner_text())
    assert violations(page) == []
    path = server.desk.where.profiles / "oulu.yaml"
    path.write_text(path.read_text("utf-8").replace("  name: [", "  name: ", 1), "utf-8")
    server.desk.events.tell("changed", doc="profiles/oulu")
    page.locator(".note-bar.e").wait_for(state="detached")


def test_a_broken_series_is_told_and_the_partners_are_listed(show: Any, server: PlainServer) -> None:
    (server.desk.where.profiles / "_series.yaml").write_text("title: [", "utf-8")
    page = show()
    assert len(names(page)) == 10
    assert "_series.yaml" in page.locator(".note-bar.e").inner_text()
    assert violations(page) == []


def test_400_partners_are_filtered_at_once(show: Any, server: PlainServer) -> None:
    profiles = server.desk.where.profiles
    for index in range(390):
        text = (profiles / "oulu.yaml").read_text("utf-8")
        text = text.replace("オウル市", f"架空市{index}").replace("おうるし", "かくうし")
        (profiles / f"city-{index}.yaml").write_text(text, "utf-8")
    page = show()
    assert count(page) == "400機関"
    # the rows are right as soon as the event is over: nothing waits for a timer
    shown = page.evaluate(
        """async () => {
            const find = document.querySelector("input[type=search]")
            const counts = []
            for (const text of ["か", "架空市38", "架空市389", ""]) {
                find.value = text
                find.dispatchEvent(new Event("input", {bubbles: true}))
                await new Promise(requestAnimationFrame)
                counts.push(document.querySelectorAll("tbody th.nm").length)
            }
            return counts
        }"""
    )
    assert shown[1:] == [11, 1, 400]
    assert [path for _, path in server.asked].count(
        "/api/partners"
    ) == 1  # filtering asks the desk for nothing
    assert violations(page) == []


def test_what_others_save_is_shown(show: Any, server: PlainServer) -> None:
    page = show()
    path = server.desk.where.profiles / "oulu.yaml"
    path.write_text(path.read_text("utf-8").replace("オウル市", "オウル新市"), "utf-8")
    server.desk.events.tell("saved", doc="profiles/oulu", client="another")
    page.get_by_role("link", name="オウル新市").wait_for()
    server.desk.events.tell("checked", doc="profiles/oulu", errors=3, warnings=0)
    page.locator("tr", has_text="オウル新市").locator(".tag.err", has_text="エラー 3").wait_for()


def test_text_of_a_profile_is_never_markup(show: Any, server: PlainServer) -> None:
    path = server.desk.where.profiles / "oulu.yaml"
    name = "<img src=x onerror=alert(1)><b>市</b>"
    path.write_text(path.read_text("utf-8").replace("name: オウル市", f"name: '{name}'"), "utf-8")
    page = show()
    page.get_by_role("link", name=name).focus()
    assert page.locator(".panel h2").inner_text() == name
    assert page.locator(".list img[src=x]").count() == 0


def test_in_english_no_word_is_japanese_but_names(show: Any, server: PlainServer) -> None:
    page = show()
    page.evaluate("localStorage.setItem('desk-lang', 'en')")
    page.reload()
    page.get_by_role("button", name="New partner").wait_for()
    page.locator(".file [role=status]", has_text="10 partners").wait_for()
    heads = page.locator("thead, .side h2, .foot, .tabs, .panel dt").all_inner_texts()
    assert not re.search("[\u3040-\u30ff\u4e00-\u9fff]", " ".join(heads))
    assert violations(page) == []


def in_each_state(page: Any, server: PlainServer) -> Iterator[str]:
    """Bring the list into each of its states, one after the other."""
    yield "plain"
    for index in (1, 3, 8):
        page.locator("tbody input").nth(index).check()
    yield "several chosen"
    page.keyboard.press("Escape")
    page.locator("input[type=search]").fill("ベトナム")
    page.locator(".none").wait_for()
    yield "nothing found"
    page.locator("input[type=search]").fill("")
    page.keyboard.press("Control+k")
    page.locator(".choose li").first.wait_for()
    yield "choosing"
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+n")
    page.locator("#new-name").wait_for()
    yield "a new partner"
    page.keyboard.press("Escape")
    break_file(server, "oulu")
    page.locator(".note-bar.e").wait_for()
    yield "a broken file"


LOOKS = [
    (1280, 1, "light"),
    (1280, 1, "dark"),
    (1920, 1, "light"),
    (1920, 1, "dark"),
    (1024, 1, "light"),
    (2560, 1, "dark"),
    (1280, 2, "light"),
    (1280, 2, "dark"),
]


@pytest.mark.parametrize(("width", "zoom", "look"), LOOKS)
def test_every_state_is_for_everyone(
    show: Any, server: PlainServer, width: int, zoom: float, look: str
) -> None:
    page = show(width, dark=look == "dark", zoom=zoom)
    for state in in_each_state(page, server):
        assert violations(page) == [], state
        # nothing needs to be scrolled sideways
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), state


def test_without_motion_nothing_moves(browser: Any, server: PlainServer) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(server.address)
    page.locator("table").wait_for()
    assert page.evaluate("document.getAnimations().length") == 0
    context.close()


def test_without_the_desk_the_list_says_so_and_comes_back(show: Any, server: PlainServer) -> None:
    page = show()
    page.context.set_offline(True)
    server.is_closing.set()  # ends the stream of events
    page.locator(".bar [role=status]", has_text="つながりません").wait_for()
    server.is_closing.clear()
    page.context.set_offline(False)
    page.locator(".bar [role=status]", has_text="点検しました").wait_for()
