"""The real desk in a real browser: a started command, a page that is in, and its errors."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Browser, Locator, Page

from started_desk import StartedDesk

PATIENCE = 120.0  # seconds; decides nothing, a busy machine only takes longer


@dataclass
class OpenPage:
    """A page of the desk in a browser; ``faults`` are its errors and what its policy forbids."""

    page: Page
    desk: StartedDesk
    faults: list[str] = field(default_factory=list)

    def go(self, route: str) -> None:
        """Come in by the address with the token, then go to a view."""
        self.page.goto("about:blank")  # an address that differs in its fragment only loads nothing
        self.page.goto(f"{self.desk.origin}/#t={self.desk.token}")
        self.page.wait_for_selector("table")
        self.page.goto(f"{self.desk.origin}/{route}")

    def edit(self, partner: str) -> None:
        """Open a partner, with its pages."""
        self.go(f"#/p/{partner}")
        self.page.wait_for_selector(".sheet img", timeout=PATIENCE * 1000)

    def text_field(self, at: str) -> Locator:
        """The text field of an address."""
        return self.page.locator(f'#fields [data-at="{at}"] [role=textbox]').first

    def type_at_end(self, at: str, words: str) -> None:
        """Type behind the text of a field."""
        self.text_field(at).click()
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(words)


@contextmanager
def open_page(browser: Browser, desk: StartedDesk, width: int = 1280, **more: Any) -> Iterator[OpenPage]:
    """A page of its own, as of another person; it must end without faults. ``more`` says how it is seen."""
    context = browser.new_context(
        viewport={"width": width, "height": 800}, locale="ja-JP", accept_downloads=True, **more
    )
    context.set_default_timeout(PATIENCE * 1000)
    opened = OpenPage(context.new_page(), desk)
    opened.page.on("pageerror", lambda error: opened.faults.append(str(error)))
    opened.page.on(
        "console",
        lambda said: opened.faults.append(said.text) if "Content Security Policy" in said.text else None,
    )
    try:
        yield opened
        assert opened.faults == []
    finally:
        context.close()


def eventually(holds: Callable[[], bool], what: str) -> None:
    """Wait until something holds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def saved(path: Path, words: str) -> Callable[[], bool]:
    """Whether a file on disk has words; it is always a whole file."""

    def holds() -> bool:
        text = path.read_text("utf-8")
        assert yaml.safe_load(text), "half a file"
        return words in text

    return holds


def status(page: Page) -> str:
    """The words of the one line of status."""
    return re.sub(r"\s+", " ", page.locator("header [role=status]").first.inner_text())
