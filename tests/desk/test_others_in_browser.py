"""Others at work: two pages, an editor and git at once. No text is lost, none is overwritten silently."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page

from desk_browser import Ime, chromium
from desk_in_browser import OpenPage, eventually, open_page, saved, status
from programs import program
from running_desk import desk_workspace
from shared_desk import SharedDesk, shared_desk
from started_desk import StartedDesk, started_desk

RELATION = "answers.relation.0.bullets"
FIRST, SECOND = f"{RELATION}.0", f"{RELATION}.1"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "workspace").mkdir()
    return desk_workspace(tmp_path / "workspace", "liaoning", "oulu")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SharedDesk]:
    with shared_desk(tmp_path_factory.mktemp("desk"), "liaoning", "oulu", shows_pages=False) as started:
        yield started


def profile(root: Path, name: str = "liaoning") -> Path:
    return root / "profiles" / f"{name}.yaml"


def data(root: Path, name: str = "liaoning") -> Any:
    return yaml.safe_load(profile(root, name).read_text("utf-8"))


def bullets(root: Path) -> list[str]:
    found: list[str] = data(root)["answers"]["relation"][0]["bullets"]
    return found


def shown(page: OpenPage, at: str) -> str:
    return page.text_field(at).inner_text()


def shows(page: OpenPage, at: str, text: str) -> bool:
    return shown(page, at) == text


def has_nothing_left(page: Page) -> bool:
    return "控え" not in status(page)


def read(text: str) -> str:
    """A text as its field shows it."""
    return text.replace("**", "")


def edit_form(page: OpenPage, partner: str = "liaoning") -> None:
    """Open a partner without waiting for its pages."""
    page.go(f"#/p/{partner}")
    page.page.wait_for_selector(f'#fields [data-at="{FIRST}"] [role=textbox]')


def test_a_block_that_is_deleted_while_somebody_types_in_it_can_be_put_back(
    browser: Browser, desk: StartedDesk, shared_root: Path
) -> None:
    with open_page(browser, desk) as other:
        edit_form(other)
        other.page.context.set_offline(True)
        other.type_at_end(FIRST, "消された所の文。")
        text = profile(shared_root).read_text("utf-8")
        before = data(shared_root)["answers"]["relation"]
        assert len(before) > 1  # the next block must not get the text
        lines = text.split("\n")
        start = lines.index("  relation:") + 1
        end = next(number for number in range(start + 1, len(lines)) if lines[number].startswith("    - "))
        profile(shared_root).write_text("\n".join(lines[:start] + lines[end:]), "utf-8")
        other.page.context.set_offline(False)
        other.page.get_by_role("button", name="入れ直す").wait_for()
        assert data(shared_root)["answers"]["relation"] == before[1:]
        assert "消された所の文。" in other.page.locator(".notes").inner_text()
        other.page.get_by_role("button", name="入れ直す").click()
        eventually(saved(profile(shared_root), "消された所の文。"), "put back")
    after = data(shared_root)["answers"]["relation"]
    assert after[1:] == before[1:]
    assert after[0]["bullets"][0] == before[0]["bullets"][0] + "消された所の文。"


def test_an_item_that_is_inserted_above_does_not_move_what_is_typed(
    browser: Browser, desk: StartedDesk, shared_root: Path
) -> None:
    with (
        open_page(browser, desk) as one,
        open_page(browser, desk) as other,
    ):
        edit_form(one)
        edit_form(other)
        before = bullets(shared_root)
        other.type_at_end(SECOND, "前半、")
        one.text_field(FIRST).click()
        one.page.keyboard.press("Control+Home")
        one.page.keyboard.press("Control+End")
        one.page.keyboard.press("Enter")
        one.page.keyboard.type("あいだの文。")
        for sign in "後半も同じ所へ。":
            other.page.keyboard.type(sign)
            time.sleep(0.05)
        eventually(saved(profile(shared_root), "前半、後半も同じ所へ。"), "typed in one place")
        eventually(saved(profile(shared_root), "あいだの文。"), "the other's item")
        eventually(lambda: shown(other, f"{RELATION}.1") == "あいだの文。", "seen by the other")
    typed = before[1] + "前半、後半も同じ所へ。"
    assert bullets(shared_root) == [before[0], "あいだの文。", typed, *before[2:]]


def test_an_item_that_is_moved_while_it_is_edited_keeps_both(
    browser: Browser, desk: StartedDesk, shared_root: Path
) -> None:
    with (
        open_page(browser, desk) as one,
        open_page(browser, desk) as other,
    ):
        edit_form(one)
        edit_form(other)
        before = bullets(shared_root)
        other.page.context.set_offline(True)
        other.type_at_end(SECOND, "動かされた文。")
        one.text_field(SECOND).click()
        one.page.keyboard.press("Alt+ArrowUp")
        eventually(lambda: bullets(shared_root)[0] == before[1], "moved")
        other.page.context.set_offline(False)
        eventually(saved(profile(shared_root), "動かされた文。"), "saved")
    assert bullets(shared_root) == [before[1] + "動かされた文。", before[0], *before[2:]]


def test_what_is_typed_while_the_file_is_broken_is_saved_when_it_is_mended(
    browser: Browser, desk: StartedDesk, shared_root: Path
) -> None:
    with open_page(browser, desk) as opened:
        edit_form(opened)
        before, good = bullets(shared_root), profile(shared_root).read_text("utf-8")
        ime = Ime(opened.page)
        opened.text_field(FIRST).click()
        opened.page.keyboard.press("Control+End")
        ime.show("へんかん")
        broken = good.replace("partner:", "partner: [", 1)
        profile(shared_root).write_text(broken, "utf-8")
        time.sleep(1)  # the desk has told it; the field must stay while a text is composed
        ime.choose("変換中の文。")
        opened.page.locator(".raw .wrong").wait_for()
        assert profile(shared_root).read_text("utf-8") == broken
        assert read(before[1]) == shown(opened, SECOND)  # the last good text stays in view
        profile(shared_root).write_text(good.replace("2019-11", "2020-03", 1), "utf-8")
        eventually(saved(profile(shared_root), "変換中の文。"), "saved when it is mended")
        opened.page.locator(f'#fields [data-at="{SECOND}"] [contenteditable=true]').wait_for()
        opened.type_at_end(SECOND, "直ったあとの文。")
        eventually(saved(profile(shared_root), "直ったあとの文。"), "goes on")
    assert bullets(shared_root)[:2] == [before[0] + "変換中の文。", before[1] + "直ったあとの文。"]
    assert data(shared_root)["as_of"] == "2020-03"


@pytest.mark.parametrize("renamed", [False, True])
def test_what_was_typed_into_a_file_that_is_gone_is_kept_until_it_is_back(
    browser: Browser, desk: StartedDesk, shared_root: Path, renamed: bool
) -> None:
    with open_page(browser, desk) as opened:
        edit_form(opened)
        good = profile(shared_root).read_text("utf-8")
        opened.page.context.set_offline(True)
        opened.type_at_end(FIRST, "なくなる前の文。")
        if renamed:
            profile(shared_root).rename(profile(shared_root, "moved"))
        else:
            profile(shared_root).unlink()
        opened.page.context.set_offline(False)
        opened.page.get_by_text("ファイルがなくなりました").wait_for()
        assert not profile(shared_root).exists()
        assert "なくなる前の文。" in shown(opened, FIRST)
        opened.go("#/")
        opened.page.goto(f"{desk.origin}/#/p/liaoning")  # also after the page was loaded again
        opened.page.get_by_text("ファイルがなくなりました").wait_for()
        profile(shared_root).write_text(good, "utf-8")
        eventually(saved(profile(shared_root), "なくなる前の文。"), "it is back, and so is the text")
    if renamed:
        assert profile(shared_root, "moved").read_text("utf-8") == good


def git(root: Path, *arguments: str) -> None:
    subprocess.run(
        [program("git"), "-c", "user.name=a", "-c", "user.email=a@example.jp", *arguments],
        cwd=root,
        check=True,
        capture_output=True,
    )


def test_a_checkout_of_another_branch_is_merged_with_what_is_typed(
    browser: Browser, root: Path, tmp_path: Path
) -> None:
    series = root / "profiles" / "_series.yaml"
    git(root, "init", "-q", "-b", "main")
    (root / ".gitignore").write_text("*\n!profiles\n!profiles/**\n", "utf-8")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "one")
    git(root, "checkout", "-qb", "other")
    text = profile(root).read_text("utf-8")
    profile(root).write_text(text.replace("as_of: 2019-11", "as_of: 2021-05"), "utf-8")
    profile(root, "zweite").write_text(text, "utf-8")
    old = yaml.safe_load(series.read_text("utf-8"))["regions"]["asia"]
    series.write_text(series.read_text("utf-8").replace(f"asia: {old}", "asia: 東方"), "utf-8")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "two")
    git(root, "checkout", "-q", "main")
    with started_desk(root, tmp_path) as desk, open_page(browser, desk) as opened:
        edit_form(opened)
        opened.page.context.set_offline(True)
        opened.type_at_end(FIRST, "枝をまたぐ文。")
        git(root, "checkout", "-q", "other")
        opened.page.context.set_offline(False)
        eventually(saved(profile(root), "枝をまたぐ文。"), "saved on the other branch")
        assert data(root)["as_of"] == "2021-05"
        opened.go("#/")
        opened.page.get_by_text("東方").first.wait_for()
        eventually(lambda: "zweite" in opened.page.content(), "the new partner is listed")
    git(root, "diff", "--quiet", "HEAD", "--", "profiles/_series.yaml", "profiles/zweite.yaml")


def test_a_burst_of_two_pages_into_a_killed_desk_is_there_once(
    browser: Browser, root: Path, tmp_path: Path
) -> None:
    with (
        started_desk(root, tmp_path) as first,
        open_page(browser, first) as one,
        open_page(browser, first) as other,
    ):
        edit_form(one)
        edit_form(other)
        before = bullets(root)
        one.text_field(FIRST).click()
        one.page.keyboard.press("Control+End")
        other.text_field(SECOND).click()
        other.page.keyboard.press("Control+End")
        for number in range(30):
            one.page.keyboard.type(f"{number:02}、")
            other.page.keyboard.type(f"{number:02}／")
            if number == 12:
                first.process.send_signal(signal.SIGKILL)
                first.process.wait()
        whole = ["".join(f"{number:02}{sign}" for number in range(30)) for sign in "、／"]
        with started_desk(root, tmp_path, "--port", str(first.port)) as second:
            for page in (one, other):
                page.desk = second
                edit_form(page)
            eventually(lambda: bullets(root)[0] == before[0] + whole[0], "all of the one")
            eventually(lambda: bullets(root)[1] == before[1] + whole[1], "all of the other")
            for page in (one, other):
                eventually(partial(shows, page, SECOND, read(before[1]) + whole[1]), "both see both")


def test_a_desk_that_sleeps_loses_nothing_and_goes_on(browser: Browser, root: Path, tmp_path: Path) -> None:
    with started_desk(root, tmp_path) as desk, open_page(browser, desk) as opened:
        edit_form(opened)
        before = bullets(root)
        opened.page.clock.install()
        desk.process.send_signal(signal.SIGSTOP)
        try:
            opened.type_at_end(FIRST, "眠る前の文。")
            opened.page.clock.run_for(2000)
            opened.page.clock.fast_forward("01:00:00")
            opened.type_at_end(SECOND, "起きた後の文。")
            opened.page.clock.run_for(2000)
        finally:
            desk.process.send_signal(signal.SIGCONT)
        for _ in range(60):
            if bullets(root)[:2] == [before[0] + "眠る前の文。", before[1] + "起きた後の文。"]:
                break
            opened.page.clock.run_for(1000)
            time.sleep(0.3)
        assert bullets(root)[:2] == [before[0] + "眠る前の文。", before[1] + "起きた後の文。"]


def test_a_page_that_was_frozen_hears_what_happened_meanwhile(
    browser: Browser, desk: StartedDesk, shared_root: Path
) -> None:
    with open_page(browser, desk) as opened:
        edit_form(opened)
        session = opened.page.context.new_cdp_session(opened.page)
        session.send("Page.setWebLifecycleState", {"state": "frozen"})
        text = profile(shared_root).read_text("utf-8")
        profile(shared_root).write_text(text.replace("相互に友好交流職員も", "互いに友好交流職員も"), "utf-8")
        time.sleep(1)
        session.send("Page.setWebLifecycleState", {"state": "active"})
        eventually(lambda: "互いに友好交流職員も" in shown(opened, SECOND), "read again")
        opened.type_at_end(FIRST, "解けた文。")
        eventually(saved(profile(shared_root), "解けた文。"), "saved")
        assert "互いに友好交流職員も" in profile(shared_root).read_text("utf-8")


@pytest.mark.parametrize("hours", [-26, 26 * 40])
def test_a_clock_that_is_set_changes_nothing(
    browser: Browser, desk: StartedDesk, shared_root: Path, hours: int
) -> None:
    with open_page(browser, desk) as opened:
        edit_form(opened)
        opened.type_at_end(FIRST, "時計の前。")
        eventually(saved(profile(shared_root), "時計の前。"), "before")
        time.sleep(1.2)  # what is typed within a second is taken back together
        opened.page.clock.set_system_time(time.time() + hours * 3600)
        opened.type_at_end(FIRST, "時計の後。")
        eventually(saved(profile(shared_root), "時計の前。時計の後。"), "after")
        opened.page.keyboard.press("Control+z")
        eventually(lambda: "時計の後。" not in profile(shared_root).read_text("utf-8"), "taken back")
        assert "時計の前。" in profile(shared_root).read_text("utf-8")


def test_a_tab_that_was_closed_offline_is_sent_by_the_next_one_and_two_tabs_do_not_mix(
    browser: Browser, desk: StartedDesk, shared_root: Path
) -> None:
    with open_page(browser, desk) as opened:
        edit_form(opened)
        before = bullets(shared_root)
        context = opened.page.context
        second = OpenPage(context.new_page(), desk)  # another tab of the same browser
        edit_form(second)
        context.set_offline(True)
        opened.type_at_end(FIRST, "一枚目の文。")
        second.type_at_end(SECOND, "二枚目の文。")
        eventually(lambda: "控え" in status(second.page), "kept in the browser")
        assert bullets(shared_root) == before
        second.page.close()
        opened.page.close()
        context.set_offline(False)  # a tab that is still closing may send its text itself
        tabs = [OpenPage(context.new_page(), desk) for _ in range(2)]  # both want to take over
        for tab in tabs:
            tab.page.goto(f"{desk.origin}/#t={desk.token}")
        for tab in tabs:
            tab.page.wait_for_selector("table")
            tab.page.evaluate("location.hash = '#/p/liaoning'")
        eventually(lambda: bullets(shared_root)[0] == before[0] + "一枚目の文。", "the first")
        eventually(lambda: bullets(shared_root)[1] == before[1] + "二枚目の文。", "the second")
        for tab in tabs:
            eventually(partial(has_nothing_left, tab.page), "nothing is left")
    assert bullets(shared_root) == [before[0] + "一枚目の文。", before[1] + "二枚目の文。", *before[2:]]


def test_a_full_disk_is_told_and_the_text_is_saved_when_there_is_room(
    browser: Browser, root: Path, tmp_path: Path
) -> None:
    with started_desk(root, tmp_path) as desk, open_page(browser, desk) as opened:
        edit_form(opened)
        before, good = bullets(root), profile(root).read_bytes()
        resource.prlimit(desk.process.pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
        opened.type_at_end(FIRST, "入らない文。")
        opened.page.get_by_text("保存できません").first.wait_for()
        assert profile(root).read_bytes() == good
        assert sorted(path.name for path in (root / "profiles").iterdir() if path.name.startswith(".")) == []
        edit_form(opened)  # loaded again with the text
        eventually(partial(shows, opened, FIRST, read(before[0]) + "入らない文。"), "kept in the browser")
        with opened.page.expect_download() as waiting:
            opened.page.get_by_role("button", name="控えをダウンロード").click()
        waiting.value.save_as(tmp_path / "kept.json")
        assert "入らない文。" in (tmp_path / "kept.json").read_text("utf-8")
        unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        resource.prlimit(desk.process.pid, resource.RLIMIT_FSIZE, unlimited)
        eventually(saved(profile(root), "入らない文。"), "there is room again")
    assert bullets(root)[0] == before[0] + "入らない文。"


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that all users of the machine may enter."""
    with tempfile.TemporaryDirectory(prefix="desk-", ignore_cleanup_errors=True) as made:
        Path(made).chmod(0o777)
        yield Path(made)


@pytest.mark.skipif(os.geteuid() != 0, reason="only the superuser may start the desk as another user")
@pytest.mark.parametrize("kind", ["folder", "owner"])
def test_a_file_that_this_user_may_not_write_is_shown_and_stays(
    browser: Browser, open_folder: Path, kind: str
) -> None:
    nobody = 65534
    (open_folder / "workspace").mkdir()
    root = desk_workspace(open_folder / "workspace", "liaoning", "oulu")
    (open_folder / "state").mkdir()
    for path in (open_folder / "state", root, *root.iterdir(), *(root / "profiles").iterdir()):
        if not path.is_symlink():
            os.chown(path, nobody, nobody)
    taken = root / "profiles" if kind == "folder" else profile(root)
    os.chown(taken, 0, 0)
    taken.chmod(0o555 if kind == "folder" else 0o444)
    before = profile(root).read_bytes()
    with started_desk(root, open_folder, user=nobody) as desk, open_page(browser, desk) as opened:
        edit_form(opened)
        opened.page.locator(".notes").get_by_text("profiles/liaoning.yaml").wait_for()
        assert opened.text_field(FIRST).get_attribute("contenteditable") == "false"
        sent = {"base": "0" * 64, "edits": [{"at": ["as_of"], "was": "2019-11", "use": "2020-01"}]}
        refused = desk.ask("PATCH", "/api/profiles/liaoning", json.dumps(sent).encode())
        assert refused.status == 423
        assert "profiles/liaoning.yaml" in refused.body.decode()
        assert profile(root).read_bytes() == before
        assert desk.end().err == ""
