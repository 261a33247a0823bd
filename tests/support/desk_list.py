"""The list view in Chromium: its server and its fixtures, for the tests of the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from brochure.assembly.stale_values import StaleValue
from brochure.desk.desk import Desk
from brochure.desk.endpoint import DeskAnswer
from brochure.desk.partner_checks import CheckedPartner, PartnerChecks
from brochure.storage.workspace import Workspace
from desk_axe import AXE, faults
from desk_browser import chromium
from desk_plain_server import PlainServer, fake, serving
from workspaces import REPO

PAGES: dict[str, Any] = {
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
    stale: dict[str, tuple[StaleValue, ...]] = {}  # noqa: RUF012

    def begin(self, *_: object) -> None:
        """Nothing is left to do."""

    def count(self, _: Workspace, name: str) -> CheckedPartner | None:
        """The result."""
        return CheckedPartner((), *self.known.get(name, (0, 0)), self.stale.get(name, ()))


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
