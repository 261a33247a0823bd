"""The editing view says who approved a partner and what changed since, and offers rounds of the survey."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from brochure.storage.workspace import Workspace
from desk_axe import AXE
from desk_in_browser import eventually
from edit_desk import FIRST, EditDesk, for_everyone, says
from sealed_partners import seal

pytestmark = [
    pytest.mark.tools,
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: npm ci in desk/"),
]


@pytest.fixture(autouse=True)
def only_here(edit_desk: EditDesk) -> Iterator[None]:
    """The desk is that of other tests too: afterwards nobody has approved anything."""
    yield
    shutil.rmtree(edit_desk.root / "editions", ignore_errors=True)


def approval(page: Page) -> str:
    """What the bar says of the approval."""
    return page.locator("header .approval").inner_text()


def test_the_bar_says_approved_until_something_is_written(edit_desk: EditDesk) -> None:
    name = edit_desk.partner()
    seal(Workspace(edit_desk.root), name)
    with edit_desk.opened(name, width=1400) as opened:
        page = opened.page
        assert "校了" in approval(page)
        assert "11月18日" in approval(page)
        outline = page.locator("#outline .approved")
        assert "2026年11月18日　課長　架空花子" in outline.inner_text()
        for_everyone(page)
        opened.type_at_end(FIRST, "書きたしました。")
        says(page, "保存しました")
        eventually(lambda: "校了後に 1か所" in approval(page), "the bar says that it changed")
        assert f"profiles/{name}.yaml:" in outline.inner_text()
        for_everyone(page)


def test_a_draft_says_so_once_approvals_are_used(edit_desk: EditDesk) -> None:
    other = edit_desk.partner()
    seal(Workspace(edit_desk.root), other)
    with edit_desk.opened(edit_desk.partner(), width=1400) as opened:
        assert approval(opened.page) == "下書き"
        assert opened.page.locator("#outline .approved").count() == 0


def test_the_round_of_the_answers_is_chosen(edit_desk: EditDesk) -> None:
    name = edit_desk.partner()
    with edit_desk.opened(name) as opened:
        page = opened.page
        field = page.locator("#fields [data-at='survey'] select")
        assert field.input_value() == "2019-11"
        assert field.locator("option", has_text="2019-11").count() == 1
        field.select_option(value="")
        eventually(lambda: "survey:" not in edit_desk.text(name), "no round is in the file")
        field.select_option(label="2019-11")
        written = re.compile("survey: [\"']?2019-11")
        eventually(lambda: written.search(edit_desk.text(name)) is not None, "the round is in the file")
        for_everyone(page)
