"""What the editing view says and keeps when its file, its disk or its desk fails it, in the real desk."""

from __future__ import annotations

import json
import re
import resource
from pathlib import Path

import pytest

from desk_axe import AXE
from desk_in_browser import OpenPage, eventually, saved
from edit_desk import FIRST, SECOND, EditDesk, for_everyone, is_in, says

pytestmark = [
    pytest.mark.tools,
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: npm ci in desk/"),
]
CLOCK = r"\d{1,2}:\d\d"


def test_a_file_changed_on_disk_is_told_with_what_changed(edit_desk: EditDesk) -> None:
    name = edit_desk.partner()
    path = edit_desk.file(name)
    with edit_desk.opened(name) as opened:
        page = opened.page
        path.write_text(path.read_text("utf-8").replace("つぎの文です。", "つぎの新しい文です。"), "utf-8")
        bar = page.locator(".note-bar.w")
        bar.wait_for()
        assert re.search(f"ファイルがほかのソフトで変わりました\n?（{CLOCK}）", bar.inner_text())
        assert "「1 箇条書き 2」など 1か所を読み直しました" in bar.inner_text()
        assert "つぎの新しい文です。" in opened.text_field(SECOND).inner_text()
        for_everyone(page)
        bar.get_by_role("button", name="違いを見る").click()
        dialog = page.get_by_role("dialog")
        assert dialog.locator("ins").inner_text() == "新しい"
        for_everyone(page)
        dialog.get_by_role("button", name="1 箇条書き 2").click()
        eventually(is_in(page, SECOND), "the difference leads to the field")
        bar.get_by_role("button", name="閉じる").click()
        bar.wait_for(state="detached")


def test_what_is_typed_stays_when_the_file_changes_beneath_it(edit_desk: EditDesk) -> None:
    name = edit_desk.partner()
    path = edit_desk.file(name)
    with edit_desk.opened(name) as opened:
        with edit_desk.stopped():
            opened.type_at_end(FIRST, "打っている文。")
            path.write_text(path.read_text("utf-8").replace("つぎの文", "別の文"), "utf-8")
        eventually(saved(path, "打っている文。"), "saved")
        assert "別の文です。" in path.read_text("utf-8")
        eventually(lambda: "別の文です。" in opened.text_field(SECOND).inner_text(), "read again")


def test_an_unreadable_file_shows_its_line_and_gets_the_last_good_text_back(edit_desk: EditDesk) -> None:
    name = edit_desk.partner()
    path = edit_desk.file(name)
    with edit_desk.opened(name) as opened:
        page = opened.page
        opened.type_at_end(FIRST, "よい文。")
        eventually(saved(path, "よい文。"), "saved")
        says(page, "保存しました")
        good = path.read_text("utf-8")
        broken = good.replace("  support:\n", "  support: [\n")
        path.write_text(broken, "utf-8")
        bar = page.locator(".note-bar.e")
        bar.wait_for()
        assert "機関ファイルを読めません。" in bar.inner_text()
        place = re.search(rf"profiles/{name}\.yaml:(\d+):\d+", bar.inner_text())
        assert place
        wrong = page.get_by_role("textbox", name=f"{place[1]}行目（読めません）")
        assert wrong.input_value() == broken.splitlines()[int(place[1]) - 1]
        assert opened.text_field(FIRST).get_attribute("aria-readonly") == "true"
        assert "よい文。" in opened.text_field(FIRST).inner_text()  # the last that could be read
        page.get_by_role("button", name="書き出す").click()
        assert page.get_by_role("menuitem", name=re.compile("PDF（")).is_disabled()
        page.keyboard.press("Escape")
        for_everyone(page)
        bar.get_by_role("button", name="前の保存を開く").click()
        dialog = page.get_by_role("dialog")
        dialog.locator("ol button").first.click()
        for_everyone(page)
        dialog.get_by_role("button", name="この内容に戻す").click()
        bar.wait_for(state="detached")
        assert path.read_text("utf-8") == good
        kept = edit_desk.root / "history" / "texts" / f"profiles.{name}"
        assert broken in [one.read_text("utf-8") for one in kept.iterdir()]  # nothing is lost
        opened.type_at_end(FIRST, "また書ける。")
        eventually(saved(path, "また書ける。"), "written again")


def test_the_line_that_cannot_be_read_is_mended_here(edit_desk: EditDesk) -> None:
    name = edit_desk.partner()
    path = edit_desk.file(name)
    with edit_desk.opened(name) as opened:
        page = opened.page
        good = path.read_text("utf-8")
        path.write_text(good.replace("kind: state\n", "kind: [state\n"), "utf-8")
        bar = page.locator(".note-bar.e")
        bar.wait_for()
        number = good.splitlines().index("  kind: state") + 1
        line = page.get_by_role("textbox", name=re.compile(f"^{number}行目"))
        assert line.input_value() == "  kind: [state"
        line.fill("  kind: (state")
        page.keyboard.press("Escape")  # as it was
        assert line.input_value() == "  kind: [state"
        line.fill("  kind: state")
        for_everyone(page)
        page.get_by_role("button", name="この行を書き込む").click()
        bar.wait_for(state="detached")
        assert path.read_text("utf-8") == good
        opened.type_at_end(FIRST, "また書ける。")
        eventually(saved(path, "また書ける。"), "written again")


def test_a_conflict_waits_while_the_file_cannot_be_read(edit_desk: EditDesk) -> None:
    name = edit_desk.partner()
    path = edit_desk.file(name)
    with edit_desk.opened(name) as opened:
        page = opened.page
        page.context.set_offline(True)
        opened.type_at_end(FIRST, "わたしの。")
        edit_desk.change(name, FIRST, "はじめの文です。ほかの人の。")
        page.context.set_offline(False)
        fork = page.get_by_role("group", name="食い違い")
        fork.wait_for()
        text = path.read_text("utf-8")
        path.write_text(text + "\n- ]", "utf-8")
        page.locator(".note-bar.e").wait_for()
        assert all(one.is_disabled() for one in fork.get_by_role("button").all())
        path.write_text(text, "utf-8")
        page.locator(".note-bar.e").wait_for(state="detached")
        fork.get_by_role("button", name="わたしの文").click()
        eventually(saved(path, "はじめの文です。わたしの。"), "nothing was lost")


def test_a_file_broken_before_its_first_save_stays_in_sight(edit_desk: EditDesk) -> None:
    name = edit_desk.partner()
    path = edit_desk.file(name)
    with edit_desk.opened(name) as opened:
        text = path.read_text("utf-8")
        path.write_text(text + "\n- ]", "utf-8")
        opened.page.locator(".note-bar.e").wait_for()
        assert "はじめの文です。" in opened.text_field(FIRST).inner_text()
        path.write_text(text.replace("はじめの", "直した"), "utf-8")
        opened.page.locator(".note-bar.e").wait_for(state="detached")
        eventually(lambda: "直した文です。" in opened.text_field(FIRST).inner_text(), "read again")


def test_without_the_desk_all_is_kept_here_and_sent_in_order(edit_desk: EditDesk) -> None:
    name = edit_desk.partner()
    with edit_desk.opened(name) as opened:
        page = opened.page
        page.context.set_offline(True)
        opened.type_at_end(FIRST, "ひとつめ。")
        opened.type_at_end(SECOND, "ふたつめ。")
        says(page, "この画面に控えています（2か所）")
        bar = page.locator(".note-bar.n")
        assert "机につながりません。" in bar.inner_text()
        assert "閉じても消えません" in bar.inner_text()
        for_everyone(page)
        page.context.set_offline(False)
        if bar.is_visible():
            bar.get_by_role("button", name="もう一度つなぐ").dispatch_event("click")
        eventually(saved(edit_desk.file(name), "ふたつめ。"), "sent")
        assert "ひとつめ。" in edit_desk.text(name)
        bar.wait_for(state="detached")
        says(page, "保存しました")


def downloaded(opened: OpenPage) -> str:
    """The text of 控えをダウンロード."""
    with opened.page.expect_download() as waiting:
        opened.page.locator(".note-bar").get_by_role("button", name="控えをダウンロード").click()
    return Path(waiting.value.path()).read_text("utf-8")


def test_a_full_disk_is_told_and_what_was_typed_can_be_downloaded(edit_desk: EditDesk) -> None:
    name = edit_desk.partner()
    server = edit_desk.desk.process.pid
    with edit_desk.opened(name) as opened:
        page = opened.page
        before = edit_desk.text(name)
        resource.prlimit(server, resource.RLIMIT_FSIZE, (100, resource.RLIM_INFINITY))  # writing ends there
        try:
            opened.type_at_end(FIRST, "書けない文。")
            bar = page.locator(".note-bar.e")
            bar.wait_for()
            assert "保存できません。" in bar.inner_text()
            assert "File too large" in bar.inner_text()
            assert f"history/texts/profiles.{name}/" in bar.inner_text()  # where, as in the workspace
            assert str(edit_desk.root) not in bar.inner_text()
            says(page, "保存できません（1か所を控えています）")
            assert edit_desk.text(name) == before  # no half file
            assert "書けない文。" in downloaded(opened)
            for_everyone(page)
        finally:
            resource.prlimit(server, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        bar.get_by_role("button", name="もう一度").click()
        eventually(saved(edit_desk.file(name), "書けない文。"), "saved when there is room")
        bar.wait_for(state="detached")


def test_a_folder_without_permission_is_told(edit_desk: EditDesk) -> None:
    name = edit_desk.partner()
    path = edit_desk.file(name)
    with edit_desk.opened(name) as opened:
        path.parent.chmod(0o555)
        try:
            opened.type_at_end(FIRST, "許しがない。")
            bar = opened.page.locator(".note-bar.e")
            bar.wait_for()
            assert f"profiles/{name}.yaml" in bar.inner_text()
            assert "Permission denied" in bar.inner_text()
            kept = json.loads(downloaded(opened))
            assert kept["doc"] == f"profiles/{name}"
            assert "許しがない。" in json.dumps(kept["kept"], ensure_ascii=False)
            for_everyone(opened.page)
        finally:
            path.parent.chmod(0o755)
        eventually(saved(path, "許しがない。"), "it tries again by itself")


def test_a_file_that_cannot_be_written_is_read_only_from_the_start(edit_desk: EditDesk) -> None:
    name = edit_desk.partner()
    edit_desk.file(name).chmod(0o444)
    with edit_desk.opened(name) as opened:
        page = opened.page
        bar = page.locator(".note-bar.w")
        bar.wait_for()
        assert "読むだけです。" in bar.inner_text()
        assert f"profiles/{name}.yaml" in bar.inner_text()
        assert opened.text_field(FIRST).get_attribute("aria-readonly") == "true"
        assert page.get_by_role("button", name=re.compile("を足す")).count() == 0
        opened.type_at_end(FIRST, "書けない。")
        assert "書けない。" not in opened.text_field(FIRST).inner_text()
        for_everyone(page)


def test_a_file_that_is_gone_is_told_and_taken_up_when_it_is_back(edit_desk: EditDesk) -> None:
    name = edit_desk.partner()
    path = edit_desk.file(name)
    with edit_desk.opened(name) as opened:
        text = path.read_bytes()
        path.unlink()
        bar = opened.page.locator(".note-bar.e")
        bar.wait_for()
        assert "ファイルがなくなりました。" in bar.inner_text()
        for_everyone(opened.page)
        path.write_bytes(text)
        bar.wait_for(state="detached")
        opened.type_at_end(FIRST, "戻りました。")
        eventually(saved(path, "戻りました。"), "saved")


def test_the_common_text_is_saved_only_after_it_was_told_who_changes(edit_desk: EditDesk) -> None:
    path = edit_desk.root / "profiles" / "_series.yaml"
    before = path.read_bytes()
    with edit_desk.opened(edit_desk.partner()) as opened:
        page = opened.page
        page.get_by_role("link", name="共通の文", exact=True).click()
        title = page.locator("#fields [data-at='title'] textarea")
        title.click()
        page.keyboard.press("End")
        page.keyboard.type("（改）")
        bar = page.locator(".note-bar.w")
        bar.wait_for()
        assert re.search(r"保存すると \d+ 機関すべての頁が変わります。", bar.inner_text())
        assert path.read_bytes() == before
        for_everyone(page)
        bar.get_by_role("button", name="やめる").click()
        bar.wait_for(state="detached")
        assert path.read_bytes() == before
        title.click()
        page.keyboard.press("End")
        page.keyboard.type("（新）")
        bar.get_by_role("button", name=re.compile("機関の文を保存する")).click()
        eventually(saved(path, "（新）"), "saved")
        bar.wait_for(state="detached")
    path.write_bytes(before)
