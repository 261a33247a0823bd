"""Pages for the screen, a print shop and inside a booklet are the command's, and clicks reach the fields."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from brochure.pdf.page_pictures import PagePictures
from cli_result import run_brochure as command
from desk_in_browser import PATIENCE, OpenPage, eventually, open_page, saved
from running_desk import desk_workspace
from started_desk import StartedDesk, started_desk

FIRST = "answers.relation.0.bullets.0"
SECOND = "answers.relation.0.bullets.1"
WORDS = "友好交流職員"
BOOKLET = "title: {title}\nedition: 2026-11\npartners:\n  - id: oulu\n{more}"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "workspace").mkdir()
    root = desk_workspace(tmp_path / "workspace", "liaoning", "oulu")
    (root / "booklets").mkdir()
    for name, title, more in (
        ("first", "一つめの冊子", "  - id: liaoning\n"),
        ("second", "二つめの冊子", "  - id: liaoning\n"),
        ("other", "ほかの冊子", ""),
    ):
        (root / "booklets" / f"{name}.yaml").write_text(BOOKLET.format(title=title, more=more), "utf-8")
    return root


@pytest.fixture
def desk(root: Path, tmp_path: Path) -> Iterator[StartedDesk]:
    with started_desk(root, tmp_path) as started:
        yield started


def told(desk: StartedDesk, query: str = "") -> Any:
    """The pages of a form, as soon as they are there."""
    found: Any = {}

    def there() -> bool:
        nonlocal found
        found = json.loads(desk.ask("GET", f"/api/profiles/liaoning/pages?{query}").body)
        return bool(found["current"] or found["failed"])

    eventually(there, f"pages {query}")
    assert not found["failed"], found["problems"]
    return found


def is_shown(opened: OpenPage, pages: Any) -> None:
    """Wait until the page shows these pages, in their proportions."""
    page = pages["pages"][0]
    wanted = page["height"] / page["width"]
    eventually(
        lambda: bool(
            opened.page.evaluate(
                """([count, wanted]) => {
                    const all = [...document.querySelectorAll(".sheet img")]
                    const at = all[0]?.getBoundingClientRect()
                    return all.length === count && Math.abs(at.height / at.width - wanted) < 0.004
                }""",
                [len(pages["pages"]), wanted],
            )
        ),
        "shown",
    )


def click(opened: OpenPage, pages: Any) -> None:
    """Click on the words of the second bullet, before their first character."""
    box = next(one for one in pages["boxes"] if one[0] == SECOND and WORDS in one[8])
    sheet = opened.page.locator(".sheet img").nth(box[2])
    sheet.scroll_into_view_if_needed()
    at = sheet.bounding_box()
    assert at
    scale = at["width"] / pages["pages"][box[2]]["width"]
    index = box[8].index(WORDS)
    middle = (box[7][index] + box[7][index + 1]) / 2
    opened.page.mouse.click(at["x"] + (middle - 0.3) * scale, at["y"] + (box[4] + box[6] / 2) * scale)
    eventually(
        lambda: bool(
            opened.page.evaluate(
                "at => document.activeElement.closest('[data-at]')?.dataset.at === at", SECOND
            )
        ),
        "the field has the cursor",
    )


def test_a_click_reaches_the_character_in_every_form(
    browser: Browser, desk: StartedDesk, root: Path, tmp_path: Path
) -> None:
    with open_page(browser, desk) as opened:
        opened.edit("liaoning")
        seg = opened.page.get_by_role("group", name="見せ方")
        forms = [("", None), ("shop=leaflet", "リーフレット"), ("as_in=second", "二つめの冊子")]
        digests = []
        for number, (query, name) in enumerate(forms):
            if name:
                seg.get_by_role("button", name="印刷所" if "shop" in query else "冊子").click()
                opened.page.get_by_role("menuitemradio").filter(has_text=name).click()
            pages = told(desk, query)
            digests.append([one["digest"] for one in pages["pages"]])
            is_shown(opened, pages)
            check_pages(query, pages, root, tmp_path)
            click(opened, pages)
            frame = opened.page.locator(".hs.on")
            frame.first.wait_for(timeout=PATIENCE * 1000)
            typed = f"試し{number}"
            opened.page.keyboard.type(typed)
            before = "".join(f"試し{earlier}" for earlier in range(number))
            eventually(
                saved(root / "profiles" / "liaoning.yaml", f"{before}{typed}{WORDS}"),
                "typed at the character",
            )
        assert len({str(one) for one in digests}) == len(forms)


def check_pages(query: str, pages: Any, root: Path, tmp_path: Path) -> None:
    """The pages are those of the file that the command makes."""
    options = {
        "": (),
        "shop=leaflet": ("--for", "print", "--shop", "leaflet"),
        "as_in=second": ("--as-in", "second"),
    }
    folder = tmp_path / f"command-{query or 'screen'}"
    ran = command(root, "build", "liaoning", *options[query], "--output", str(folder))
    assert ran.code == 0, ran.err
    (file,) = folder.glob("*.pdf")
    drawn = PagePictures(file.read_bytes())
    assert [drawn.draw(index, 110).digest for index in range(len(drawn))] == [
        one["digest"] for one in pages["pages"]
    ]
    drawn.close()


def test_only_booklets_with_the_partner_are_offered_and_a_refusal_of_a_shop_is_told(
    browser: Browser, root: Path, tmp_path: Path
) -> None:
    shops = root / "shops"
    text = (shops / "leaflet.yaml").read_text("utf-8")
    shops.unlink()
    shops.mkdir()
    (shops / "strict.yaml").write_text(
        text.replace("multiple: 1", "multiple: 16").replace("title: リーフレット", "title: 厳しい"), "utf-8"
    )
    with started_desk(root, tmp_path) as desk, open_page(browser, desk) as opened:
        opened.edit("liaoning")
        page = opened.page
        page.get_by_role("button", name="冊子を選ぶ").click()
        assert page.get_by_role("menuitemradio").all_inner_texts() == [
            "一つめの冊子\nfirst",
            "二つめの冊子\nsecond",
        ]
        page.keyboard.press("Escape")
        page.get_by_role("button", name="印刷所を選ぶ").click()
        page.get_by_role("menuitemradio").filter(has_text="厳しい").click()
        refused = page.locator(".refused")
        refused.wait_for()
        assert "このままでは渡せません" in refused.inner_text()
        assert "shops/strict.yaml:" in refused.inner_text()
        is_shown(opened, told(desk, "shop=strict"))
        page.get_by_role("button", name="画面", exact=True).click()
        refused.wait_for(state="detached")
