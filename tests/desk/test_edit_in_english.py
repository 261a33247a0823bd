"""The newcomer's way in the English interface: no word of the desk itself is Japanese."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Page

from desk_axe import AXE, violations
from desk_in_browser import eventually, open_page, saved
from edit_desk import EditDesk, says

pytestmark = [
    pytest.mark.tools,
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: npm ci in desk/"),
]

FIRST = "answers.about.1.bullets.0"  # the first text that is written in a new partner
JAPANESE = re.compile("[\u3005\u3040-\u30ff\u4e00-\u9fff\uff01-\uff60]+")
SAID = """() => {
    const said = new Set([document.title])
    for (const one of document.querySelectorAll("body *")) {
        // what the page has, what was written, and former texts
        if (one.matches(".printed, [role=textbox], [role=textbox] *, .changes p *")) continue
        for (const name of ["aria-label", "title", "placeholder", "alt", "aria-description"])
            if (one.getAttribute(name)) said.add(one.getAttribute(name))
        for (const node of one.childNodes)
            if (node.nodeType === Node.TEXT_NODE && node.data.trim()) said.add(node.data.trim())
    }
    return [...said]
}"""
NAMES = {"日本語"}  # a language is named in itself


def texts_of(data: Any) -> set[str]:
    """All texts in YAML data, and their lines."""
    if isinstance(data, dict):
        return {text for pair in data.items() for one in pair for text in texts_of(one)}
    if isinstance(data, list):
        return {text for one in data for text in texts_of(one)}
    return {data, *data.splitlines()} if isinstance(data, str) else set()


def own_japanese(page: Page, root: Path) -> list[str]:
    """What the page says in Japanese that stands in no file of the workspace."""
    known = set(NAMES)
    for path in (root / "profiles").glob("*.yaml"):
        text = path.read_text("utf-8")
        known |= texts_of(yaml.safe_load(text))
        known |= {line.partition("#")[2].strip() for line in text.splitlines() if "#" in line}
    # names of places on the pages have the beginning of a text
    known |= {f"{text[:end]}…" for text in known for end in range(2, min(len(text), 30))}
    data = sorted(filter(JAPANESE.search, known), key=len, reverse=True)
    found = []
    for text in page.evaluate(SAID):
        rest = text
        for one in data:
            rest = rest.replace(one, " ")
        if JAPANESE.search(rest):
            found.append(f"{text!r}: {JAPANESE.findall(rest)}")
    return found


def test_a_newcomer_reads_english_only(edit_desk: EditDesk, tmp_path: Path) -> None:
    with open_page(edit_desk.browser, edit_desk.desk) as opened:
        page = opened.page
        page.add_init_script(path=AXE)

        def is_english(where: str) -> None:
            assert own_japanese(page, edit_desk.root) == [], where

        page.goto(f"{edit_desk.desk.origin}/#t={edit_desk.desk.token}")
        page.wait_for_selector("table")
        page.get_by_role("button", name="画面の設定").click()
        page.get_by_role("menuitemradio", name="English").click()
        page.get_by_role("button", name="New partner").wait_for()
        assert page.evaluate("document.documentElement.lang") == "en"
        is_english("the list")

        page.keyboard.press("Alt+n")
        dialog = page.get_by_role("dialog")
        page.keyboard.press("Control+Enter")
        dialog.locator(".hint.e").first.wait_for()
        is_english("a new partner without a name")
        for words in ("Newcomer", "", "Newcomer State"):
            page.keyboard.type(words)
            page.keyboard.press("Tab")
        dialog.locator(".radios label").first.click()
        is_english("a new partner")
        page.keyboard.press("Control+Enter")
        page.wait_for_url("**/#/p/newcomer-state")
        page.wait_for_selector(".sheet img")
        is_english("the editing view")
        assert violations(page) == []

        write_and_mend(opened, edit_desk, is_english)
        look_around(page, is_english)

        page.get_by_role("button", name="Export", exact=True).click()
        is_english("what can be exported")
        with page.expect_download() as waiting:
            page.get_by_text("PDF (").first.click()
        assert waiting.value.suggested_filename == "newcomer-state.pdf"
        is_english("exported")


def write_and_mend(opened: Any, edit_desk: EditDesk, is_english: Any) -> None:
    """Write, save, meet a warning, an error and a draft."""
    page, path = opened.page, edit_desk.file("newcomer-state")
    page.get_by_role("button", name=re.compile("^Add a block to")).first.click()
    is_english("blocks")
    page.get_by_role("menuitem").filter(has_text="Bullets").first.click()
    opened.text_field(FIRST).wait_for()
    opened.type_at_end(FIRST, "There are 1,234 people.")
    eventually(saved(path, "1,234 people."), "saved")
    says(page, "Saved")
    is_english("saved")
    date = page.locator("#fields [data-at='edition'] textarea")
    date.fill("2026-13")
    page.locator(".draft").first.wait_for()
    is_english("a draft")
    date.fill("2026-12")
    opened.text_field(FIRST).click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Control+/")
    page.keyboard.type("[^nothing]")
    page.locator(".note-bar.e").wait_for()
    is_english("an error")
    for _ in "[^nothing]":
        page.keyboard.press("Backspace")
    page.locator(".note-bar.e").wait_for(state="detached")
    page.context.set_offline(True)
    page.keyboard.type("x")
    page.locator(".note-bar.n").wait_for()
    is_english("offline")
    page.context.set_offline(False)
    page.locator(".note-bar.n").wait_for(state="detached")
    eventually(saved(path, "people.x"), "what was kept is saved")
    says(page, "Saved")
    path.write_text(path.read_text("utf-8").replace("回答なし", "Ministry", 1), "utf-8")
    page.locator(".note-bar.w").wait_for()
    is_english("changed on disk")


def look_around(page: Page, is_english: Any) -> None:
    """Open what opens, and go to what all share."""
    for keys in ("Control+k", "Control+Alt+f", "Control+Alt+s"):
        page.locator(f"[data-at='{FIRST}'] [role=textbox]").click()
        page.keyboard.press(keys)
        page.get_by_role("dialog").wait_for()
        is_english(keys)
        page.keyboard.press("Escape")
        page.get_by_role("dialog").wait_for(state="detached")
    page.locator("#outline").focus()
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()
    is_english("the keys")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Former saves").click()
    page.get_by_role("dialog").locator("ol button").first.click()
    is_english("former saves")
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 1920, "height": 1000})
    is_english("a wide window")
    page.set_viewport_size({"width": 1280, "height": 800})
    links = page.get_by_role("navigation", name="Views").get_by_role("link")
    for index in (1, 2, 0):
        links.nth(index).click()
        page.wait_for_selector("#fields .sec")
        is_english(f"view {index}")
