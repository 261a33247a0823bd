"""Bad input in a real browser: the view says what is wrong and where, and the rest works."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from desk_browser import chromium
from desk_in_browser import eventually, open_page, saved
from running_desk import desk_workspace
from started_desk import started_desk
from workspaces import REPO

FIRST = "answers.about.0.bullets.0"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def own_layouts(root: Path) -> Path:
    """The layouts of a workspace as files of its own."""
    (root / "layouts").unlink()
    shutil.copytree(REPO / "layouts", root / "layouts")
    return root / "layouts" / "standard"


def without_series(root: Path) -> None:
    (root / "profiles" / "_series.yaml").unlink()


def with_a_broken_series(root: Path) -> None:
    (root / "profiles" / "_series.yaml").write_text("title: 冊子\nregions: [\n", "utf-8")


def with_broken_sources(root: Path) -> None:
    (root / "profiles" / "_sources.yaml").write_text("- id: a\n  type: [\n", "utf-8")


def with_a_template_that_fails(root: Path) -> None:
    (own_layouts(root) / "page.html.jinja").write_text("{% if %}", "utf-8")


def without_a_style_sheet(root: Path) -> None:
    (own_layouts(root) / "style.css").unlink()


def without_fonts(root: Path) -> None:
    (root / "fonts").unlink()
    (root / "fonts").mkdir()


def with_a_profile_of_five_megabytes(root: Path) -> None:
    path = root / "profiles" / "liaoning.yaml"
    path.write_text(path.read_text("utf-8") + "# 長い行\n" * 400_000, "utf-8")


def with_a_profile_in_shift_jis(root: Path) -> None:
    path = root / "profiles" / "liaoning.yaml"
    path.write_bytes(path.read_text("utf-8").encode("cp932", "replace"))


def with_names_of_all_kinds(root: Path) -> None:
    for name in ("遼 寧", "a b", "UPPER", "e\u0301x", "<b>x<", "con"):
        (root / "profiles" / f"{name}.yaml").write_text("partner: {name: 名前}\n", "utf-8")


LIST, VIEW = "#/", "#/p/oulu"
BAD: list[tuple[Callable[[Path], None], str, str]] = [
    (without_series, "_series.yaml", LIST),
    (with_a_broken_series, "profiles/_series.yaml:3", LIST),
    (with_broken_sources, "profiles/_sources.yaml:3", LIST),
    (with_a_template_that_fails, "layouts/standard/page.html.jinja:1", VIEW),
    (without_a_style_sheet, "layouts/standard/layout.yaml", LIST),
    (without_fonts, "layouts/standard/layout.yaml", LIST),
    (with_a_profile_of_five_megabytes, "profiles/liaoning.yaml", LIST),
    (with_a_profile_in_shift_jis, "profiles/liaoning.yaml:3", LIST),
    (with_names_of_all_kinds, "a b", LIST),
]


@pytest.mark.parametrize(("spoil", "where", "route"), BAD, ids=[one.__name__ for one, *_ in BAD])
def test_the_view_says_what_is_wrong_and_where_and_the_rest_works(
    browser: Browser, tmp_path: Path, spoil: Callable[[Path], None], where: str, route: str
) -> None:
    (tmp_path / "workspace").mkdir()
    root = desk_workspace(tmp_path / "workspace", "liaoning", "oulu")
    spoil(root)
    path = root / "profiles" / "oulu.yaml"
    with started_desk(root, tmp_path) as desk, open_page(browser, desk) as opened:
        opened.go("#/")
        opened.page.get_by_text("オウル市").first.wait_for()
        opened.page.goto(f"{desk.origin}/{VIEW}")
        opened.text_field(FIRST).wait_for()
        opened.type_at_end(FIRST, "残りは動きます。")
        eventually(saved(path, "残りは動きます。"), "the other partner is edited")
        opened.page.goto(f"{desk.origin}/{route}")

        def is_told() -> bool:
            return where in opened.page.locator("body").inner_text()

        eventually(is_told, f"{where} is told")
        assert desk.end().err == ""


def test_a_key_typed_in_the_list_of_400_partners_is_answered_at_once(
    browser: Browser, tmp_path: Path
) -> None:
    """The running desk checks them in the background meanwhile."""
    (tmp_path / "workspace").mkdir()
    root = desk_workspace(tmp_path / "workspace", "oulu")
    text = (root / "profiles" / "oulu.yaml").read_text("utf-8")
    for number in range(400):
        made = text.replace("name: オウル市", f"name: 架空市{number:03}", 1)
        (root / "profiles" / f"p{number:03}.yaml").write_text(made, "utf-8")
    with started_desk(root, tmp_path) as desk, open_page(browser, desk) as opened:
        opened.go("#/")
        page = opened.page
        page.get_by_text("架空市399").first.wait_for()
        page.keyboard.press("/")
        page.evaluate(
            """() => {
                window.slowest = 0
                addEventListener('keydown', () => {
                    const begun = performance.now()
                    requestAnimationFrame(() => setTimeout(() => {
                        window.slowest = Math.max(window.slowest, performance.now() - begun)
                    }))
                }, true)
            }"""
        )
        page.keyboard.type("架空市39", delay=60)
        eventually(lambda: page.locator("tbody tr:visible").count() <= 14, "filtered")
        assert page.get_by_text("架空市395").first.is_visible()
        assert page.evaluate("window.slowest") < 1000  # 30 to 60 ms where nothing else runs
        assert desk.end().err == ""
