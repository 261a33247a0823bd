"""The list view: a new partner, choosing one from anywhere, and what is done with several."""

from __future__ import annotations

from typing import Any

import pytest

from brochure.desk.desk import Desk
from brochure.desk.endpoint import DeskAnswer, DeskRequest
from desk_axe import AXE, violations
from desk_browser import Ime
from desk_list import browser, count, server, show
from desk_plain_server import STATIC, PlainServer

pytestmark = [
    pytest.mark.tools,
    pytest.mark.skipif(
        not (STATIC / "desk.js").exists(), reason="the page is not built: npm run build in desk/"
    ),
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: npm ci in desk/"),
]
__all__ = ["browser", "server", "show"]  # fixtures


def test_an_empty_workspace_offers_a_new_partner(show: Any, server: PlainServer) -> None:
    for path in server.desk.where.profiles.glob("[a-z]*.yaml"):
        path.unlink()
    page = show(wait=".none b")
    assert "まだ機関がありません" in page.locator(".none").inner_text()
    assert violations(page) == []
    page.keyboard.press("Alt+n")
    page.get_by_role("dialog").wait_for()


def test_nothing_found_offers_to_begin_it(show: Any) -> None:
    page = show()
    page.keyboard.press("/")
    page.keyboard.type("ベトナム")
    assert "「ベトナム」の機関はありません" in page.locator(".none").inner_text()
    assert count(page) == "0機関"
    assert violations(page) == []
    page.get_by_role("button", name="新しい機関として書き始める").click()
    assert page.locator("#new-name").input_value() == "ベトナム"


def test_several_partners_are_exported_and_refusals_are_named(show: Any, server: PlainServer) -> None:
    problem = dict.fromkeys(("at", "path", "file", "line", "column"))
    made: list[str] = []

    def export(_: Desk, asked: DeskRequest) -> DeskAnswer:
        made.append(f"{asked.data['doc']} {asked.data['kind']}")
        if asked.data["doc"].endswith("oulu"):
            refused = problem | {"code": "P201", "severity": "error", "message": "だめ", "hint": ""}
            return DeskAnswer({"problems": [refused]}, 422)
        files = [{"url": "/icon.svg", "name": "x.pdf"}]
        return DeskAnswer({"files": files, "lines": [], "problems": []})

    server.instead["POST", "/api/exports"] = export
    page = show()
    for name in ("オウル市", "遼寧省"):
        page.get_by_role("checkbox", name=f"{name}を選ぶ").check()
    with page.expect_download() as download:
        page.locator(".bulk").get_by_role("button", name="PDFを書き出す").click()
    assert download.value.suggested_filename == "x.pdf"
    page.locator(".bulk .tag.err").wait_for()
    assert "オウル市" in page.locator(".bulk .tag.err").inner_text()
    assert "1件を書き出しました" in page.locator(".bulk").inner_text()
    assert made == ["profiles/liaoning pdf", "profiles/oulu pdf"]
    assert violations(page) == []


def test_choosing_all_takes_what_is_shown(show: Any) -> None:
    page = show()
    america = page.locator("nav.side").get_by_role("button", name="北米 3", exact=True)
    america.click()
    page.get_by_role("checkbox", name="見えている機関をすべて選ぶ").check()
    america.click()
    assert "3機関を選びました" in page.locator(".bulk").inner_text()
    assert page.locator("thead input").evaluate("input => input.indeterminate")


def test_a_new_partner_is_made_by_keys_alone(show: Any, server: PlainServer) -> None:
    page = show()
    page.locator("input[type=search]").fill("オウル")
    page.keyboard.press("Alt+n")
    page.locator("#new-name:focus").wait_for()
    page.keyboard.type("リンデン州（架空）")
    for text in ("りんでんしゅう", "Land Linden"):
        page.keyboard.press("Tab")
        page.keyboard.type(text)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # the first region
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.type("架空国")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/#/p/land-linden")
    text = (server.desk.where.profiles / "land-linden.yaml").read_text("utf-8")
    for line in ("name: リンデン州（架空）", "reading: りんでんしゅう", "country: 架空国", "region: europe"):
        assert line in text
    page.evaluate("location.hash = '#/'")
    page.get_by_role("link", name="リンデン州（架空）").wait_for()  # also if other partners were looked for
    assert page.locator("tr.on a").inner_text() == "リンデン州（架空）"


def test_what_does_not_fit_is_told_in_its_field_and_nothing_typed_is_lost(
    show: Any, server: PlainServer
) -> None:
    page = show()
    page.keyboard.press("Alt+n")
    page.locator("#new-latin").fill("Land Linden")
    page.locator("#new-id").fill("oulu")
    page.keyboard.press("Control+Enter")
    page.locator("#new-name[aria-invalid=true]:focus").wait_for()
    assert page.locator("#new-name-told").inner_text() == "名前を入れてください"
    assert violations(page) == []
    page.keyboard.type("リンデン州")
    page.locator("#new-country").fill("架空国")
    page.keyboard.press("Control+Enter")
    page.locator("#new-id[aria-invalid=true]").wait_for()
    assert "もうあります" in page.locator("#new-id-told").inner_text()
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")
    page.reload()
    page.locator("table").wait_for()
    page.keyboard.press("Alt+n")
    assert page.locator("#new-name").input_value() == "リンデン州"
    assert "land-linden" not in server.desk.where.names()


def test_the_reading_comes_from_the_conversion_until_it_is_written_by_hand(show: Any) -> None:
    page = show()
    page.keyboard.press("Alt+n")
    page.locator("#new-name:focus").wait_for()
    ime = Ime(page)
    ime.type("ｋ", "かくう", "架空")
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
