"""The editing view of a started desk, with small partners that are made for one test each."""

from __future__ import annotations

import itertools
import json
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from desk_axe import AXE, violations
from desk_in_browser import OpenPage, open_page
from started_desk import StartedDesk

TEXT = """\
partner:
  name: {name}
  latin: Sample State
  country: 架空国
  region: asia
  kind: state
edition: 2026-11
as_of: 2019-11
survey: 2019-11
answers:
  about:
    - bullets:
        - はじめの文です。
        - つぎの文です。
  relation:
    - bullets:
        - 関係の文です。
  support:
    - marks: support
      none: rest
  collaboration: []
"""
FIRST = "answers.about.0.bullets.0"
SECOND = "answers.about.0.bullets.1"
RELATION = "answers.relation.0.bullets.0"

# the layouts of the view, and whether axe looks at them: of each, it sees one; 640 is 1280 px at 200 %
WIDTHS = (
    (1280, 800, True),
    (1024, 768, True),
    (1920, 1080, True),
    (2560, 1440, False),
    (640, 400, True),
    (780, 900, False),
    (400, 700, False),
)
_NUMBERS = itertools.count(1)


@dataclass
class EditDesk:
    """A desk that tests share; each test makes a partner of its own."""

    root: Path
    desk: StartedDesk
    browser: Browser

    def partner(self, text: str = TEXT) -> str:
        """Write a new partner, and return its id."""
        name = f"sample-{next(_NUMBERS)}"
        self.file(name).write_text(text.format(name=f"架空州{next(_NUMBERS)}"), "utf-8")
        return name

    def file(self, partner: str) -> Path:
        """The file of a partner."""
        return self.root / "profiles" / f"{partner}.yaml"

    def text(self, partner: str) -> str:
        """What its file holds."""
        return self.file(partner).read_text("utf-8")

    @contextmanager
    def opened(
        self, partner: str, token: str = "", *, has_clock: bool = False, **context: Any
    ) -> Iterator[OpenPage]:
        """A page of its own that shows a partner with its pages.

        ``token`` is that of a person of an office; with ``has_clock`` a test may let time pass in the page.
        """
        with open_page(self.browser, self.desk, ignore_https_errors=True, **context) as opened:
            opened.page.add_init_script(path=AXE)
            if has_clock:
                opened.page.clock.install()
            opened.page.goto(f"{self.desk.origin}/#t={token or self.desk.token}/p/{partner}")
            opened.page.wait_for_selector(".sheet img")
            yield opened

    @contextmanager
    def stopped(self, *, pages: bool = False) -> Iterator[None]:
        """The server stands still, or with ``pages`` the process that makes pages: what waits is seen."""
        process = self.desk.page_process() if pages else self.desk.process.pid
        assert process, "no process makes pages"
        os.kill(process, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(process, signal.SIGCONT)

    def change(self, partner: str, at: str, use: str, token: str = "") -> None:
        """Save a value as another page would."""
        doc = json.loads(self.desk.ask("GET", f"/api/profiles/{partner}", token=token or None).body)
        path: list[str | int] = [int(key) if key.isdigit() else key for key in at.split(".")]
        was: Any = doc["data"]
        for key in path:
            was = was[key]
        body = {"base": doc["rev"], "client": "other", "edits": [{"at": path, "was": was, "use": use}]}
        reply = self.desk.ask("PATCH", f"/api/profiles/{partner}", json.dumps(body).encode(), token or None)
        assert reply.status == 200, reply.body


def says(page: Page, words: str) -> None:
    """Wait until the one line of status says something."""
    page.locator("header [role=status]", has_text=words).wait_for()


def is_in(page: Page, at: str) -> Callable[[], bool]:
    """Whether the cursor is in the field of an address."""
    asked = "document.activeElement?.closest('#fields [data-at]')?.dataset.at"
    return lambda: bool(page.evaluate(asked) == at)


def for_everyone(page: Page) -> None:
    """Whatever the window and the colours: nothing is against WCAG, and nothing scrolls sideways.

    Colours do not depend on the width, and all else does not depend on the colours: each is tried once.
    """
    size = page.viewport_size
    for width, height, is_seen in WIDTHS:
        page.set_viewport_size({"width": width, "height": height})
        if is_seen:
            found = violations(page)
            assert not found, f"{width}: {found}"
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert over <= 0, f"{over} px too wide at {width}"
    page.set_viewport_size(size or {"width": 1280, "height": 800})
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found = violations(page, "color-contrast")
    assert not found, f"dark: {found}"
    moving = page.evaluate("document.getAnimations().filter(one => one.playState === 'running').length")
    assert moving == 0
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")
