"""The editing view while others are there: who writes has the field, and others may ask for it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from desk_axe import AXE
from desk_browser import Ime, chromium
from desk_in_browser import OpenPage, eventually, saved
from edit_desk import FIRST, SECOND, EditDesk, for_everyone, is_in, says
from running_desk import desk_workspace
from started_desk import desk_command, started_desk

pytestmark = [
    pytest.mark.tools,
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: npm ci in desk/"),
]


@dataclass
class Office:
    """A shared desk, and the tokens of two of its people."""

    desk: EditDesk
    sato: str
    suzuki: str


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    home = tmp_path_factory.mktemp("office")
    (home / "workspace").mkdir()
    root = desk_workspace(home / "workspace")
    tokens = []
    for name in ("佐藤", "鈴木"):
        added = desk_command(root, home, "--add-person", name, "--name", "127.0.0.1")
        tokens.append(added.out.split()[-1].rpartition("=")[2])
    with (
        started_desk(root, home, "--share", "--name", "127.0.0.1") as desk,
        chromium() as started,
    ):
        yield Office(EditDesk(root, desk, started), *tokens)


def is_read_only(opened: OpenPage, at: str) -> bool:
    """Whether a field takes no text."""
    return opened.text_field(at).get_attribute("aria-readonly") == "true"


def test_who_writes_has_the_field_until_they_give_it(office: Office) -> None:
    name = office.desk.partner()
    with (
        office.desk.opened(name, office.sato) as sato,
        office.desk.opened(name, office.suzuki) as suzuki,
    ):
        sato.type_at_end(FIRST, "佐藤の文。")
        note = suzuki.page.locator(f"[data-at='{FIRST}'] .peer-note")
        note.get_by_text("佐藤が書いています").wait_for()
        assert is_read_only(suzuki, FIRST)
        assert not is_read_only(suzuki, SECOND)
        assert not is_read_only(sato, FIRST)
        section = suzuki.page.locator("#outline a", has=suzuki.page.locator(".who"))
        assert section.first.locator(".who").get_attribute("title") == "佐藤が開いています"
        assert suzuki.page.locator("header .who").inner_text() == "佐"
        bar = suzuki.page.locator(".sheet .peer")
        assert bar.inner_text() == "佐藤"
        eventually(lambda: "佐藤の文。" in suzuki.text_field(FIRST).inner_text(), "their text is seen")
        for_everyone(suzuki.page)

        suzuki.type_at_end(FIRST, "だめ。")  # nothing is written into the field of somebody else
        note.get_by_role("button", name="書きかえを頼む").click()
        says(suzuki.page, "頼みました")
        asking = sato.page.locator(f"[data-at='{FIRST}'] .asking")
        asking.wait_for()
        assert "鈴木が、いま書いている欄を書きたいそうです" in asking.inner_text()
        assert not is_read_only(sato, FIRST)  # who is there, but does not write, takes nothing away
        for_everyone(sato.page)
        asking.get_by_role("button", name="ゆずる").click()
        says(suzuki.page, "この欄に書けるようになりました")
        assert not is_read_only(suzuki, FIRST)
        suzuki.type_at_end(FIRST, "鈴木の文。")
        eventually(
            saved(office.desk.file(name), "はじめの文です。佐藤の文。鈴木の文。\n"), "both have written"
        )
        eventually(lambda: is_read_only(sato, FIRST), "now the field is the other's")
        assert "だめ。" not in office.desk.text(name)


def test_a_field_is_free_after_half_a_minute_without_writing(office: Office) -> None:
    name = office.desk.partner()
    with (
        office.desk.opened(name, office.sato) as sato,
        office.desk.opened(name, office.suzuki, has_clock=True) as suzuki,
    ):
        sato.type_at_end(FIRST, "佐藤の文。")
        eventually(lambda: is_read_only(suzuki, FIRST), "the field is the other's")
        suzuki.page.clock.fast_forward(20_000)
        assert is_read_only(suzuki, FIRST)
        suzuki.page.clock.fast_forward(12_000)
        eventually(lambda: not is_read_only(suzuki, FIRST), "free")
        assert suzuki.page.locator(".peer-note, header .who, .sheet .peer").count() == 0


def test_a_field_that_is_left_is_free_at_once(office: Office) -> None:
    name = office.desk.partner()
    with (
        office.desk.opened(name, office.sato) as sato,
        office.desk.opened(name, office.suzuki) as suzuki,
    ):
        sato.type_at_end(FIRST, "佐藤の文。")
        eventually(lambda: is_read_only(suzuki, FIRST), "the field is the other's")
        sato.text_field(SECOND).click()
        eventually(lambda: not is_read_only(suzuki, FIRST), "free")
        here = suzuki.page.locator(f"[data-at='{SECOND}'] .peer-note")
        here.get_by_text("佐藤がこの欄を開いています").wait_for()
        assert not is_read_only(suzuki, SECOND)  # being there takes nothing away
        suzuki.page.evaluate(
            "now => { performance.now = () => now }", suzuki.page.evaluate("performance.now()")
        )
        sato.page.close()
        here.wait_for(state="detached")  # told, not found out after half a minute


def test_who_was_first_goes_on_when_both_write(office: Office) -> None:
    name = office.desk.partner()
    with office.desk.opened(name, office.sato) as sato:
        sato.type_at_end(FIRST, "わたしが先。")
        eventually(saved(office.desk.file(name), "わたしが先。"), "saved")
        told = {"doc": f"profiles/{name}", "at": FIRST, "client": "another", "writes": True}
        body = json.dumps(told).encode()
        assert office.desk.desk.ask("POST", "/api/presence", body, office.suzuki).status == 204
        sato.page.locator(f"[data-at='{FIRST}'] .peer-note").get_by_text(re.compile("鈴木")).wait_for()
        assert not is_read_only(sato, FIRST)


def test_composing_counts_as_writing_and_is_never_cut_off(office: Office) -> None:
    name = office.desk.partner()
    with (
        office.desk.opened(name, office.sato) as sato,
        office.desk.opened(name, office.suzuki) as suzuki,
    ):
        sato.text_field(FIRST).click()
        sato.page.keyboard.press("Control+End")
        ime = Ime(sato.page)
        ime.show("かく")
        eventually(lambda: is_read_only(suzuki, FIRST), "who composes, writes")
        assert "かく" not in office.desk.text(name)
        ime.choose("書く")
        eventually(saved(office.desk.file(name), "はじめの文です。書く\n"), "composed once")


def test_a_conflict_names_who_saved_the_other_text(office: Office) -> None:
    name = office.desk.partner()
    with office.desk.opened(name, office.suzuki) as suzuki:
        suzuki.page.context.set_offline(True)
        suzuki.type_at_end(FIRST, "鈴木の文。")
        office.desk.change(name, FIRST, "はじめの文です。佐藤の文。", office.sato)
        suzuki.page.context.set_offline(False)
        fork = suzuki.page.get_by_role("group", name="食い違い")
        fork.wait_for()
        assert re.search(r"佐藤が、この欄を \d+:\d\d に保存しました", fork.inner_text())
        fork.get_by_role("button", name="佐藤の文").click()
        fork.wait_for(state="detached")
        assert "鈴木の文。" not in office.desk.text(name)


def test_a_conflict_with_another_program_says_so(office: Office) -> None:
    name = office.desk.partner()
    path = office.desk.file(name)
    with office.desk.opened(name, office.suzuki) as suzuki:
        suzuki.page.context.set_offline(True)
        suzuki.type_at_end(FIRST, "鈴木の文。")
        path.write_text(path.read_text("utf-8").replace("はじめの文", "ほかの文"), "utf-8")
        suzuki.page.context.set_offline(False)
        fork = suzuki.page.get_by_role("group", name="食い違い")
        fork.get_by_text("ほかのソフトが、この欄を").wait_for()
        fork.get_by_role("button", name="わたしの文").click()
        eventually(saved(path, "はじめの文です。鈴木の文。"), "chosen")


def test_another_window_of_the_same_person_takes_nothing_away(edit_desk: EditDesk) -> None:
    name = edit_desk.partner()
    with edit_desk.opened(name) as one, edit_desk.opened(name) as other:
        one.type_at_end(FIRST, "ひとつめの窓。")
        other.page.locator(".peer-note", has_text="ほかの窓が").wait_for()
        assert not is_read_only(other, FIRST)
        eventually(lambda: "ひとつめの窓。" in other.text_field(FIRST).inner_text(), "seen")
        other.type_at_end(FIRST, "ふたつめの窓。")
        eventually(saved(edit_desk.file(name), "ひとつめの窓。ふたつめの窓。"), "both")
        eventually(is_in(other.page, FIRST), "the cursor stays")
