"""A page with text fields of the desk in a real browser, and a hand that works on one of them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from desk_browser import Ime, chromium, served
from desk_front_end import SOURCES, bundle
from workspaces import REPO

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

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
    from playwright.sync_api import expect

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
