"""The list view in Chromium, on the desk's own answers: every state, by keys alone, for everyone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from brochure.desk.desk import Desk
from brochure.desk.endpoint import DeskAnswer, DeskRequest
from brochure.desk.partner_checks import CheckedPartner, PartnerChecks
from brochure.storage.workspace import Workspace
from desk_axe import AXE, faults, violations
from desk_browser import Ime, chromium
from desk_plain_server import STATIC, PlainServer, fake, serving
from workspaces import REPO

pytestmark = [
    pytest.mark.tools,
    pytest.mark.skipif(
        not (STATIC / "desk.js").exists(), reason="the page is not built: npm run build in desk/"
    ),
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: npm ci in desk/"),
]
PAGES = {
    "rev": "",
    "current": True,
    "layout": "standard",
    "time": "2026-11-30T00:00:00+00:00",
    "boxes": [],
    "problems": [],
    "failed": False,
    "pages": [{"width": 210, "height": 297, "digest": "d", "url": "/api/pictures/d/0@110.png"}] * 2,
}


class KnownChecks(PartnerChecks):
    """Checks that have their result at once."""

    known = {"maryland": (2, 1), "liaoning": (0, 1)}  # noqa: RUF012

    def begin(self, *_: object) -> None:
        """Nothing is left to do."""

    def count(self, _: Workspace, name: str) -> CheckedPartner | None:
        """The result."""
        return CheckedPartner((), *self.known.get(name, (0, 0)))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One browser for all tests."""
    with chromium() as started:
        yield started


@pytest.fixture
def server(shelf: Path) -> Iterator[PlainServer]:
    """A desk on the profiles of the repository, with pictures of pages that nobody has to make."""
    desk = Desk(Workspace(shelf), checks=KnownChecks())
    with serving(desk) as started:
        picture = (REPO / "docs" / "images" / "onepage.png").read_bytes()
        started.instead["GET", "/api/profiles/{id}/pages"] = fake(**PAGES)
        started.instead["GET", "/api/pictures/{digest}/{page}@{dpi}.png"] = lambda *_: DeskAnswer(
            content=picture, media="image/png"
        )
        yield started


@pytest.fixture
def show(browser: Any, server: PlainServer) -> Iterator[Any]:
    """Open the list: ``show(width=1280, dark=False, zoom=1)``. At the end, no script may have failed."""
    contexts, told = [], []

    def open_list(width: int = 1280, *, dark: bool = False, zoom: float = 1, wait: str = "table") -> Any:
        context = browser.new_context(
            viewport={"width": round(width / zoom), "height": round(width * 0.6 / zoom)},
            device_scale_factor=zoom,
            color_scheme="dark" if dark else "light",
            locale="ja-JP",
            accept_downloads=True,
        )
        contexts.append(context)
        page = context.new_page()
        told.append(faults(page))
        page.add_init_script(path=AXE)
        page.goto(server.address)
        page.locator(wait).first.wait_for()
        return page

    yield open_list
    for context in contexts:
        context.close()
    assert [one for each in told for one in each] == []


def names(page: Any) -> list[str]:
    """The names of the partners that are shown, in their order."""
    found: list[str] = page.locator("tbody th.nm a").all_inner_texts()
    return found


def count(page: Any) -> str:
    """What the status beside the search says."""
    found: str = page.locator(".file [role=status]").inner_text()
    return found


def focused(page: Any) -> str:
    """The text of the element with the focus."""
    found: str = page.evaluate("document.activeElement.innerText || document.activeElement.id")
    return found


def break_file(server: PlainServer, name: str) -> None:
    """Damage a profile on disk."""
    path = server.desk.where.profiles / f"{name}.yaml"
    path.write_text(path.read_text("utf-8").replace("  name: ", "  name: [", 1), "utf-8")
    server.desk.events.tell("changed", doc=f"profiles/{name}")


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
    ime.type("かくう", "架空")
    ime.type("しょう", "省")
    assert page.locator("#new-name").input_value() == "架空省"
    assert page.locator("#new-reading").input_value() == "かくうしょう"
    page.locator("#new-reading").fill("かくうせい")
    page.locator("#new-name").focus()
    ime.type("ちょう", "庁")
    assert page.locator("#new-reading").input_value() == "かくうせい"


def test_ctrl_k_chooses_a_partner_with_the_same_search(show: Any) -> None:
    page = show()
    page.keyboard.press("Control+k")
    page.get_by_role("dialog", name="機関を選ぶ").wait_for()
    page.keyboard.type("merii")
    assert page.locator(".choose li").count() == 1
    assert violations(page) == []
    page.keyboard.press("Escape")  # empties the search
    assert page.locator(".choose li").count() == 10
    page.keyboard.press("Escape")
    assert page.locator(".choose").count() == 0
    page.keyboard.press("Control+k")
    page.keyboard.type("merii")
    page.keyboard.press("Enter")
    page.wait_for_url("**/#/p/maryland")


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
    assert page.locator(".file [role=status]").inner_text() == "10 partners"
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
