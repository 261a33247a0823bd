"""A citation export that is pasted in the form becomes sources; a text that is none says what to paste."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Locator

from desk_in_browser import OpenPage, eventually, open_page, saved
from shared_desk import SharedDesk, shared_desk
from started_desk import StartedDesk

BIBTEX = """@article{kaku2024, title={県の{RNA}研究}, author={架空, 太郎 and Kakū, Jirō}, journal={架空雑誌},
  year=2024, month=apr, pages={1--9}}
@book{jetro-seminar, title={名前が同じ本}, author={別, 人}, publisher={架空社}, year=1999}
"""
RIS = "TY  - JOUR\nTI  - 架空の論文\nAU  - 架空, 花子\nPY  - 2020/04\nJO  - 架空雑誌\nER  - \n"
CSL = '[{"id": "頁", "type": "webpage", "title": "架空の頁", "issued": {"date-parts": [[2021, 3, 9]]}}]'


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SharedDesk]:
    with shared_desk(tmp_path_factory.mktemp("desk"), "liaoning", shows_pages=False) as started:
        yield started


def sources(shared_root: Path) -> dict[str, Any]:
    data = yaml.safe_load((shared_root / "profiles" / "liaoning.yaml").read_text("utf-8"))
    return {one["id"]: one for one in data["sources"]}


def paste(opened: OpenPage, text: str) -> Locator:
    """Open the dialog, paste a text and have it read."""
    opened.page.get_by_role("button", name="書き出した出典を貼る").click()
    dialog = opened.page.get_by_role("dialog")
    dialog.get_by_label("BibTeX、RIS、CSL JSON を貼り付けます").fill(text)
    dialog.get_by_role("button", name="読み取る").click()
    return dialog


def test_what_is_pasted_becomes_sources_with_names_of_their_own(
    browser: Browser, desk: StartedDesk, shared_root: Path
) -> None:
    before = sources(shared_root)
    profile = shared_root / "profiles" / "liaoning.yaml"
    with open_page(browser, desk) as opened:
        opened.go("#/p/liaoning")
        opened.text_field("answers.about.0.bullets.0").wait_for()
        for text, found in (
            (BIBTEX, ["kaku2024 県のRNA研究", "jetro-seminar-2 名前が同じ本"]),
            (RIS, ["article-journal-2020 架空の論文"]),
            (CSL, ["webpage-2021 架空の頁"]),
        ):
            dialog = paste(opened, text)
            take = dialog.get_by_role("button", name=f"{len(found)}件を入れる")
            take.wait_for()
            shown = dialog.locator(".found li").all_inner_texts()
            assert [" ".join(one.split()[:2]) for one in shown] == found
            take.click()
            dialog.wait_for(state="detached")
            eventually(saved(profile, found[-1].split()[1]), "saved")
        assert opened.page.locator(".sources .issue.err").count() == 0
        opened.page.keyboard.press("Control+z")
        eventually(lambda: "架空の頁" not in profile.read_text("utf-8"), "taken back")
    after = sources(shared_root)
    assert {name: after[name] for name in before} == before
    made = {name: one.get("issued") for name, one in after.items() if name not in before}
    assert {name: str(date) for name, date in made.items()} == {
        "kaku2024": "2024-04",
        "jetro-seminar-2": "1999",
        "article-journal-2020": "2020-04",
    }


def test_a_text_that_is_no_export_is_told_with_what_to_paste(
    browser: Browser, desk: StartedDesk, shared_root: Path
) -> None:
    before = (shared_root / "profiles" / "liaoning.yaml").read_bytes()
    with open_page(browser, desk) as opened:
        opened.go("#/p/liaoning")
        opened.text_field("answers.about.0.bullets.0").wait_for()
        dialog = paste(opened, "ふつうの文です。\n二行め。")
        issue = dialog.locator(".issue.err")
        box = dialog.get_by_label("BibTeX、RIS、CSL JSON を貼り付けます")
        for text, words in (
            ("ふつうの文です。\n二行め。", "BibTeX、RIS、CSL JSON のどれか"),
            ('{"a": 1}', "BibTeX、RIS、CSL JSON のどれか"),
            ("<p>架空</p>", "BibTeX、RIS、CSL JSON のどれか"),
            ("<script>alert(1)</script>", "読み取れません"),
            ("@article{kaku2024, title={切れた", "括弧、引用符"),
        ):
            box.fill(text)
            dialog.get_by_role("button", name="読み取る").click()
            issue.first.wait_for()
            assert words in " ".join(dialog.locator(".issue").all_inner_texts())
            assert dialog.locator("footer [role=status]").inner_text() == "読み取れたものはありません"
            assert dialog.get_by_role("button", name="件を入れる").count() == 0
            assert box.input_value() == text  # nothing that was pasted is lost
        opened.page.keyboard.press("Escape")
        dialog.wait_for(state="detached")
    assert (shared_root / "profiles" / "liaoning.yaml").read_bytes() == before
