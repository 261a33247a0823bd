"""「書き出す」 in the real desk: the command's bytes, or a refusal with its reason, place and remedy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator

from cli_result import run_brochure as command
from desk_in_browser import OpenPage, eventually, open_page, saved
from git_trials import committed
from running_desk import desk_workspace
from shared_desk import SharedDesk, shared_desk
from started_desk import StartedDesk, started_desk

FIRST = "answers.relation.0.bullets.0"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SharedDesk]:
    with shared_desk(tmp_path_factory.mktemp("desk"), "liaoning") as started:
        yield started


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "workspace").mkdir()
    return desk_workspace(tmp_path / "workspace", "liaoning")


def choose(opened: OpenPage, item: str) -> Locator:
    """Choose from 「書き出す」; gives the dialog that opens."""
    opened.page.get_by_role("button", name="書き出す").click()
    opened.page.get_by_role("menuitem").filter(has_text=item).click()
    dialog = opened.page.get_by_role("dialog")
    dialog.wait_for()
    return dialog


def received(opened: OpenPage, button: Locator) -> tuple[str, bytes]:
    """Press a button that downloads a file: its name and its bytes."""
    with opened.page.expect_download() as waiting:
        button.click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def main_button(dialog: Locator) -> Locator:
    return dialog.locator("footer .btn.main")


def test_the_print_shop_s_file_comes_with_the_bytes_of_the_command(
    browser: Browser, desk: StartedDesk, shared_root: Path, tmp_path: Path
) -> None:
    with open_page(browser, desk) as opened:
        opened.edit("liaoning")
        dialog = choose(opened, "印刷所へ渡すPDF")
        assert dialog.get_by_role("radio").count() == len([*(shared_root / "shops").glob("[a-z]*.yaml")])
        dialog.get_by_role("radio", name="リーフレット").check()
        name, data = received(opened, main_button(dialog))
        assert "output/ にもあります" in dialog.locator("footer [role=status]").inner_text()
    told = command(
        shared_root,
        *("build", "liaoning", "--for", "print", "--shop", "leaflet"),
        *("--no-cache", "--output", str(tmp_path / "command")),
    )
    assert told.code == 0, told.err
    assert name == "liaoning-print-leaflet.pdf"
    assert data == (tmp_path / "command" / name).read_bytes()


def test_a_shop_that_refuses_gives_no_file_but_reason_place_and_remedy(
    browser: Browser, root: Path, tmp_path: Path
) -> None:
    shops = root / "shops"
    shipped = shops.resolve()
    shops.unlink()
    shops.mkdir()
    text = (shipped / "leaflet.yaml").read_text("utf-8")
    (shops / "strict.yaml").write_text(text.replace("multiple: 1", "multiple: 16"), "utf-8")
    with started_desk(root, tmp_path) as desk, open_page(browser, desk) as opened:
        opened.edit("liaoning")
        dialog = choose(opened, "印刷所へ渡すPDF")
        dialog.locator("label.choice").filter(has_text="strict").click()
        main_button(dialog).click()
        issue = dialog.locator(".issue.err")
        issue.wait_for()
        assert "16" in issue.locator("span").first.inner_text()
        assert issue.locator("small").inner_text().strip()
        assert issue.locator(".place").inner_text().startswith("shops/strict.yaml:")
        assert dialog.locator("footer [role=status]").inner_text() == "書き出せませんでした"
    assert [*(root / "output").glob("*-print-*")] == []


def test_a_profile_with_a_mistake_is_refused_with_the_way_to_its_field(
    browser: Browser, root: Path, tmp_path: Path
) -> None:
    path = root / "profiles" / "liaoning.yaml"
    path.write_text(path.read_text("utf-8").replace("[@jetro-seminar]", "[@nowhere]"), "utf-8")
    with started_desk(root, tmp_path) as desk, open_page(browser, desk) as opened:
        opened.go("#/p/liaoning")
        opened.text_field(FIRST).wait_for()
        opened.page.keyboard.press("Control+Alt+p")
        dialog = opened.page.get_by_role("dialog")
        issue = dialog.locator(".issue.err").filter(has_text="nowhere")
        issue.wait_for()
        assert issue.locator("small").inner_text().strip()
        assert issue.locator(".place").inner_text() == "1 箇条書き 2"
        issue.get_by_role("button", name="その欄へ").click()
        dialog.wait_for(state="detached")
        eventually(
            lambda: bool(
                opened.page.evaluate(
                    "document.activeElement.closest('[data-at]')?.dataset.at === 'answers.about.0.bullets.1'"
                )
            ),
            "the cursor is in the field of the mistake",
        )
    assert [*(root / "output").iterdir()] == []


def test_a_booklet_for_the_office_printer_comes_with_the_bytes_and_words_of_the_command(
    browser: Browser, desk: StartedDesk, shared_root: Path, tmp_path: Path
) -> None:
    with open_page(browser, desk) as opened:
        opened.edit("liaoning")
        dialog = choose(opened, "面付けしたPDF")
        name, data = received(opened, main_button(dialog))
        lines = dialog.locator(".lines li").all_inner_texts()
        assert dialog.locator(".issue").filter(has_text="I201").count() == 1
        dialog.get_by_role("radio", name="配布資料（1面に4頁）").check()
        assert dialog.get_by_label("紙の種類").count() == 0  # a handout has no creep
        dialog.get_by_label("両面印刷のとじ方").select_option(label="手で裏返す（表と裏の2ファイル）")
        main_button(dialog).click()
        takes = dialog.locator(".files button")
        takes.first.wait_for()
        both = dict(received(opened, takes.first) for _ in range(takes.count()))  # a taken one has no button
        assert dialog.locator(".files .tag.ok").count() == 2
    source = tmp_path / "command" / "liaoning.pdf"
    source.parent.mkdir()
    source.write_bytes((shared_root / "output" / "liaoning.pdf").read_bytes())
    told = command(shared_root, "impose", str(source))
    assert lines
    assert all(line in told.out for line in lines)
    assert name == "liaoning-saddle-a3.pdf"
    assert data == (source.parent / name).read_bytes()
    command(shared_root, "impose", str(source), "--scheme", "4up", "--duplex", "manual")
    assert sorted(both) == ["liaoning-4up-a4-1-front.pdf", "liaoning-4up-a4-2-back.pdf"]
    assert both == {one: (source.parent / one).read_bytes() for one in both}


def test_the_changes_since_a_save_and_since_a_tag_come_with_the_bytes_of_the_command(
    browser: Browser, root: Path, tmp_path: Path
) -> None:
    committed(root, "はじめの版", tag="v1")
    with started_desk(root, tmp_path) as desk, open_page(browser, desk) as opened:
        opened.edit("liaoning")
        for words in ("一つめ。", "二つめ。"):
            opened.type_at_end(FIRST, words)
            eventually(saved(root / "profiles" / "liaoning.yaml", words), "saved")
        dialog = choose(opened, "前の版との違い")
        groups = dialog.locator("fieldset legend")
        groups.first.wait_for()
        assert groups.all_inner_texts() == ["gitの版（タグ）", "机での保存", "gitの記録"]
        dialog.get_by_role("radio", name="v1").check()
        dialog.get_by_label("直した人の名前").fill("鈴木")
        main_button(dialog).click()
        takes = dialog.locator(".files button")
        takes.first.wait_for()
        since_tag = dict(received(opened, takes.first) for _ in range(takes.count()))
        fieldset = dialog.locator("fieldset").filter(has_text="机での保存")
        fieldset.get_by_role("radio").last.check()
        key = fieldset.get_by_role("radio").last.get_attribute("value") or ""
        assert takes.count() == 0  # the files of another wish are gone
        main_button(dialog).click()
        takes.first.wait_for()
        since_save = dict(received(opened, takes.first) for _ in range(takes.count()))
    (text,) = (root / "history" / "texts" / "profiles.liaoning").glob(f"*{key.removeprefix('saved-')}*")
    for found, since in ((since_tag, "v1"), (since_save, str(text))):
        folder = tmp_path / "command" / Path(since).name
        told = command(
            *(root, "redline", "liaoning", "--since", since, "--author", "鈴木", "--output", str(folder))
        )
        assert told.code == 0, told.err
        assert sorted(found) == sorted(path.name for path in folder.iterdir())
        assert found == {name: (folder / name).read_bytes() for name in found}
    assert since_tag != since_save


def test_nothing_changed_makes_no_file_and_says_so(browser: Browser, root: Path, tmp_path: Path) -> None:
    committed(root, "はじめの版", tag="v1")
    with started_desk(root, tmp_path) as desk, open_page(browser, desk) as opened:
        opened.edit("liaoning")
        dialog = choose(opened, "前の版との違い")
        dialog.get_by_role("radio", name="v1").check()
        main_button(dialog).click()
        status = dialog.locator("footer [role=status]")
        eventually(lambda: "ファイルは作りませんでした" in status.inner_text(), "told")
        assert dialog.locator(".files").count() == 0


def test_the_whole_menu_is_reached_and_left_by_keys(browser: Browser, desk: StartedDesk) -> None:
    with open_page(browser, desk) as opened:
        page = opened.page
        opened.edit("liaoning")
        page.get_by_role("button", name="書き出す").focus()
        page.keyboard.press("ArrowDown")
        items = page.get_by_role("menuitem")
        items.first.wait_for()
        for _ in range(5):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog", name="面付けしたPDF")
        dialog.wait_for()
        page.keyboard.press("Escape")
        dialog.wait_for(state="detached")
        assert page.evaluate("document.activeElement.textContent") == "書き出す"
