"""Typing in a real browser: nothing is lost, no key waits for the layout, and only what changed is loaded."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from desk_browser import chromium
from desk_in_browser import OpenPage, eventually, open_page, saved
from shared_desk import SharedDesk, shared_desk
from started_desk import StartedDesk
from steady_typing import WATCH, make_large, type_steadily

pytestmark = pytest.mark.tools

LARGE = 200_000  # bytes: twenty times an ordinary profile
AT = "answers.relation.0.bullets.1"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SharedDesk]:
    with shared_desk(tmp_path_factory.mktemp("desk"), "liaoning") as started:
        yield started


@pytest.fixture
def path(shared_root: Path) -> Path:
    return shared_root / "profiles" / "liaoning.yaml"


def begin(opened: OpenPage, at: str) -> None:
    """Open the partner, and put the cursor at the end of a text."""
    opened.page.add_init_script(WATCH)
    opened.go("#/p/liaoning")
    opened.text_field(at).click()
    opened.page.keyboard.press("Control+End")


@pytest.mark.parametrize("size", [0, LARGE], ids=["ordinary", "large"])
def test_fast_typing_loses_nothing_and_waits_for_no_layout(
    browser: Browser, desk: StartedDesk, path: Path, size: int
) -> None:
    if size:
        make_large(path, size)
    with open_page(browser, desk) as opened:
        begin(opened, AT)
        typed = type_steadily(opened.page, 5)
        assert typed.reads == ()
        assert opened.text_field(AT).inner_text().endswith(typed.text)
        eventually(saved(path, typed.text), "all that was typed is saved")


def test_a_plain_text_waits_for_no_layout_either(browser: Browser, desk: StartedDesk, path: Path) -> None:
    with open_page(browser, desk) as opened:
        opened.page.add_init_script(WATCH)
        opened.go("#/p/liaoning")
        opened.page.locator('#fields [data-at="partner.latin"] textarea').click()
        opened.page.keyboard.press("End")
        typed = type_steadily(opened.page, 2)
        assert typed.reads == ()
        eventually(saved(path, typed.text), "all that was typed is saved")


def test_a_read_of_the_layout_in_the_handler_of_a_key_is_seen(
    browser: Browser, desk: StartedDesk, path: Path
) -> None:
    with open_page(browser, desk) as opened:
        begin(opened, AT)
        opened.page.evaluate(
            "() => document.addEventListener('input', event => event.target.getBoundingClientRect())"
        )
        assert any("getBoundingClientRect" in read for read in type_steadily(opened.page, 0.5).reads)


def test_a_page_that_did_not_change_is_not_loaded_again(
    browser: Browser, desk: StartedDesk, path: Path
) -> None:
    with open_page(browser, desk) as opened:
        asked: list[str] = []
        opened.page.on("request", lambda request: asked.append(request.url))
        opened.edit("liaoning")
        eventually(partial(has_asked, opened, asked, 2), "two pages")
        first = pictures(asked)
        for round_, words in enumerate(("一", "二"), start=3):
            opened.type_at_end("answers.about.0.bullets.0", words)
            eventually(partial(has_asked, opened, asked, round_), "the changed page")
        opened.page.wait_for_timeout(2000)
        assert len(pictures(asked)) == 4, "only the first page was loaded again, once for each edit"
        assert all("/0@" in one for one in pictures(asked)[2:])
        assert len(set(pictures(asked))) == 4
        assert {one.rpartition("/")[2][0] for one in first} == {"0", "1"}


def has_asked(opened: OpenPage, asked: list[str], count: int) -> bool:
    """Whether pictures were asked for; requests are told only while the page is waited for."""
    opened.page.wait_for_timeout(50)
    return len(pictures(asked)) >= count


def pictures(asked: list[str]) -> list[str]:
    return [one for one in asked if "/api/pictures/" in one]


def test_typing_on_ends_the_builds_of_older_texts(browser: Browser, desk: StartedDesk, path: Path) -> None:
    with open_page(browser, desk) as opened:
        asked: list[str] = []
        sent: list[str] = []
        opened.page.on(
            "request", lambda request: (sent if request.method == "PATCH" else asked).append(request.url)
        )
        opened.edit("liaoning")
        eventually(partial(has_asked, opened, asked, 2), "two pages")
        opened.text_field(AT).click()
        opened.page.keyboard.press("Control+End")
        for character in "古い版は作りかけで終わります":
            opened.page.keyboard.type(character)
            opened.page.wait_for_timeout(160)  # longer than the pause after which it is saved
        eventually(lambda: opened.page.locator(".sheet.building").count() == 0, "the last build has ended")
        eventually(partial(has_asked, opened, asked, 3), "its page is loaded")
        assert len(sent) > 3
        assert len(pictures(asked)) - 2 < len(sent), "each saved text was built to its end"
