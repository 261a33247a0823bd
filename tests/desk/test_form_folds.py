"""Long texts and blocks fold: nothing moves under the mouse, and every way to a field opens it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from desk_in_browser import OpenPage, eventually, open_page, saved
from running_desk import desk_workspace
from started_desk import StartedDesk, started_desk

LONG = "answers.about.0.bullets.2"
SHORT = "answers.about.0.bullets.0"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "workspace").mkdir()
    root = desk_workspace(tmp_path / "workspace", "liaoning")
    path = root / "profiles" / "liaoning.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("- さらに、2018年には、", f"- さらに、{'長い文になります。' * 50}"), "utf-8")
    return root


@pytest.fixture
def desk(root: Path, tmp_path: Path) -> Iterator[StartedDesk]:
    with started_desk(root, tmp_path) as started:
        yield started


def is_folded(opened: OpenPage, at: str) -> bool:
    return bool(opened.page.locator(f'#fields [data-at="{at}"] > .main.fold').count())


def has_cursor(opened: OpenPage, at: str) -> bool:
    return bool(
        opened.page.evaluate("at => document.activeElement.closest('[data-at]')?.dataset.at === at", at)
    )


def test_a_long_text_is_folded_until_somebody_writes_in_it(
    browser: Browser, desk: StartedDesk, root: Path
) -> None:
    with open_page(browser, desk) as opened:
        page = opened.page
        opened.go("#/p/liaoning")
        opened.text_field(SHORT).click()
        eventually(lambda: is_folded(opened, LONG), "folded")
        assert not is_folded(opened, SHORT)
        field = opened.text_field(LONG)
        box = field.bounding_box()
        assert box
        page.mouse.click(box["x"] + 12, box["y"] + 14)  # before the first character
        eventually(lambda: has_cursor(opened, LONG) and not is_folded(opened, LONG), "open")
        page.keyboard.type("先頭")
        eventually(saved(root / "profiles" / "liaoning.yaml", "- 先頭さらに"), "typed where it was clicked")
        other = opened.text_field(SHORT).bounding_box()
        assert other
        page.mouse.move(other["x"] + 30, other["y"] + 14)
        page.mouse.down()
        page.wait_for_timeout(150)
        assert not is_folded(opened, LONG)  # nothing moves while the mouse is pressed
        page.mouse.up()
        eventually(lambda: is_folded(opened, LONG), "folded again")
        page.get_by_role("button", name="行を見せる").first.click()
        eventually(lambda: not is_folded(opened, LONG), "opened for good")
        page.keyboard.press("Escape")
        opened.text_field("answers.relation.0.bullets.0").click()
        assert not is_folded(opened, LONG)


def test_a_text_with_a_problem_is_not_folded(browser: Browser, root: Path, tmp_path: Path) -> None:
    path = root / "profiles" / "liaoning.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("多くの内容で、日本", "77市の内容で、日本"), "utf-8")
    with started_desk(root, tmp_path) as desk, open_page(browser, desk) as opened:
        opened.go("#/p/liaoning")
        opened.text_field(SHORT).click()
        field = opened.page.locator(f'#fields [data-at="{LONG}"]')
        field.locator(".issue").wait_for()
        eventually(lambda: not is_folded(opened, LONG), "whole")
        assert field.locator("mark").inner_text().startswith("77")
        tools = opened.page.locator(".t-with-tools .tools")
        count, menu = tools.locator(".len"), opened.page.locator(f'[data-at="{SHORT}"] .quiet').first
        eventually(lambda: "字" in count.inner_text(), "counted")
        at, beside = count.bounding_box(), menu.bounding_box()
        assert at
        assert beside
        assert at["x"] + at["width"] <= beside["x"]  # the menu does not cover the count


def test_a_folded_block_opens_for_the_outline_the_page_and_its_problems(
    browser: Browser, desk: StartedDesk
) -> None:
    with open_page(browser, desk) as opened:
        page = opened.page
        opened.edit("liaoning")
        head = page.get_by_role("button", name="箇条書き 3", exact=True)
        head.focus()
        page.keyboard.press("Enter")
        field = opened.text_field(SHORT)
        eventually(lambda: not field.is_visible(), "folded")
        assert head.get_attribute("aria-expanded") == "false"
        page.locator("#outline").get_by_role("link", name="箇条書き").first.click()
        eventually(lambda: field.is_visible() and has_cursor(opened, SHORT), "opened by the outline")
        assert head.get_attribute("aria-expanded") == "true"
        head.click()
        eventually(lambda: not field.is_visible(), "folded again")
        told = json.loads(desk.ask("GET", "/api/profiles/liaoning/pages").body)
        box = next(one for one in told["boxes"] if one[0] == SHORT)
        sheet = page.locator(".sheet img").first.bounding_box()
        assert sheet
        scale = sheet["width"] / told["pages"][0]["width"]
        page.mouse.click(sheet["x"] + (box[3] + 4) * scale, sheet["y"] + (box[4] + box[6] / 2) * scale)
        eventually(lambda: field.is_visible() and has_cursor(opened, SHORT), "opened by the page")
