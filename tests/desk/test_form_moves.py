"""Blocks and items are dragged by their grips: a mark shows the place, Esc cancels, undo takes it back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Locator

from desk_in_browser import OpenPage, eventually, open_page
from shared_desk import SharedDesk, shared_desk
from started_desk import StartedDesk

BULLETS = "answers.about.0.bullets"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SharedDesk]:
    with shared_desk(tmp_path_factory.mktemp("desk"), "liaoning", shows_pages=False) as started:
        yield started


def opened_form(opened: OpenPage) -> None:
    opened.go("#/p/liaoning")
    opened.text_field(f"{BULLETS}.0").wait_for()


def answers(shared_root: Path) -> Any:
    return yaml.safe_load((shared_root / "profiles" / "liaoning.yaml").read_text("utf-8"))["answers"]["about"]


def mover(opened: OpenPage, path: str, index: int) -> Locator:
    """An item of a list, with its grip."""
    return opened.page.locator(f'#fields [data-move="{path}"]').nth(index)


def press_grip(opened: OpenPage, path: str, index: int) -> None:
    item = mover(opened, path, index)
    item.hover()
    box = item.locator(".grip").first.bounding_box()
    assert box
    opened.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    opened.page.mouse.down()


def move_over(opened: OpenPage, path: str, index: int, *, below: bool = False) -> None:
    """Move the pressed pointer to the upper or lower end of an item, by way of somewhere else."""
    box = mover(opened, path, index).bounding_box()
    assert box
    y = box["y"] + (box["height"] - 3 if below else 3)
    opened.page.mouse.move(box["x"] + 30, y - 40)
    opened.page.mouse.move(box["x"] + 30, y, steps=3)


def test_an_item_is_dragged_and_taken_back(browser: Browser, desk: StartedDesk, shared_root: Path) -> None:
    profile = shared_root / "profiles" / "liaoning.yaml"
    text = profile.read_bytes()
    before = answers(shared_root)[0]["bullets"]
    with open_page(browser, desk) as opened:
        opened_form(opened)
        press_grip(opened, BULLETS, 2)
        move_over(opened, BULLETS, 0)
        mark = opened.page.locator(".drop-mark")
        at, first = mark.bounding_box(), mover(opened, BULLETS, 0).bounding_box()
        assert at
        assert first
        assert abs(at["y"] + at["height"] / 2 - first["y"]) < 8
        opened.page.mouse.up()
        moved = [before[2], before[0], before[1]]
        eventually(lambda: answers(shared_root)[0]["bullets"] == moved, "dragged up")
        assert mark.count() == 0
        assert "動かしました" in opened.page.locator("header [role=status]").first.inner_text()

        def is_aimed() -> bool:
            # the form may still be settling after the first move: a person looks where the line is
            if not mark.count():
                opened.page.mouse.up()
                press_grip(opened, BULLETS, 0)
            move_over(opened, BULLETS, 1, below=True)
            if not mark.count() or not mark.is_visible():
                return False
            line, item = mark.bounding_box(), mover(opened, BULLETS, 1).bounding_box()
            return bool(line and item and abs(line["y"] - item["y"] - item["height"]) < 8)

        eventually(is_aimed, "the line is below the second item")
        opened.page.mouse.up()
        moved = [before[0], before[2], before[1]]
        eventually(lambda: answers(shared_root)[0]["bullets"] == moved, "dragged down by one")
        opened.text_field(f"{BULLETS}.0").click()
        for _ in range(2):
            opened.page.keyboard.press("Control+z")
        eventually(lambda: profile.read_bytes() == text, "taken back, every byte")


def test_esc_and_a_place_beside_itself_change_nothing(
    browser: Browser, desk: StartedDesk, shared_root: Path
) -> None:
    profile = shared_root / "profiles" / "liaoning.yaml"
    text = profile.read_bytes()
    with open_page(browser, desk) as opened:
        opened_form(opened)
        page = opened.page
        press_grip(opened, BULLETS, 2)
        move_over(opened, BULLETS, 0)
        assert page.locator(".dragged").count() == 1
        page.keyboard.press("Escape")
        assert (page.locator(".dragged").count(), page.locator(".drop-mark").count()) == (0, 0)
        page.mouse.up()
        press_grip(opened, BULLETS, 1)
        move_over(opened, BULLETS, 1, below=True)
        assert not page.locator(".drop-mark").is_visible()  # it would stay where it is
        page.mouse.up()
        press_grip(opened, BULLETS, 1)
        page.mouse.up()  # a click is no drag
        opened.type_at_end("answers.relation.0.bullets.0", "あとの文。")
        eventually(lambda: "あとの文。" in profile.read_text("utf-8"), "a later edit is saved")
    assert profile.read_text("utf-8").replace("あとの文。", "") == text.decode()


def test_a_block_is_dragged_as_the_keys_move_it(
    browser: Browser, desk: StartedDesk, shared_root: Path
) -> None:
    before = answers(shared_root)
    kinds = [next(iter(one)) for one in before]
    with open_page(browser, desk) as opened:
        opened_form(opened)
        for index in (0, 1):  # folded blocks are short, and so are their ways
            mover(opened, "answers.about", index).locator("h3 .kind").click()
        press_grip(opened, "answers.about", 0)
        move_over(opened, "answers.about", 1, below=True)
        opened.page.mouse.up()
        eventually(lambda: answers(shared_root) == [before[1], before[0], *before[2:]], "dragged")
        grip = mover(opened, "answers.about", 1).locator("h3 .grip")
        grip.focus()
        opened.page.keyboard.press("Alt+ArrowUp")
        eventually(lambda: answers(shared_root) == before, "moved back by keys")
        assert len(kinds) == mover(opened, "answers.about", 0).locator("xpath=..").locator("> .block").count()


def test_the_form_scrolls_under_a_drag_at_its_end(
    browser: Browser, desk: StartedDesk, shared_root: Path
) -> None:
    profile = shared_root / "profiles" / "liaoning.yaml"
    more = "".join(f"        - 文{n}。\n" for n in range(30))
    text = profile.read_text("utf-8").replace("        - 2017年には、", f"{more}        - 2017年には、")
    assert profile.write_text(text, "utf-8")
    count = len(answers(shared_root)[0]["bullets"])
    last = answers(shared_root)[0]["bullets"][-1]
    first = answers(shared_root)[0]["bullets"][0]
    with open_page(browser, desk) as opened:
        opened_form(opened)
        press_grip(opened, BULLETS, 0)
        form = opened.page.locator("#fields").bounding_box()
        assert form
        opened.page.mouse.move(form["x"] + 60, form["y"] + form["height"] - 60)
        opened.page.mouse.move(form["x"] + 60, form["y"] + form["height"] - 8)
        end = mover(opened, BULLETS, count - 1)
        eventually(
            lambda: (end.bounding_box() or {"y": 9e9})["y"] < form["y"] + form["height"] - 100, "scrolled"
        )
        move_over(opened, BULLETS, count - 1, below=True)
        opened.page.mouse.up()
        eventually(lambda: answers(shared_root)[0]["bullets"][-2:] == [last, first], "dragged to the end")
