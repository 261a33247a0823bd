"""Imported style sheets: in their order, with addresses relative to their own file, and in the cache."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from brochure.build.load import load_layout
from brochure.diagnostics.problem import BrochureError
from brochure.schema.layout import Layout
from brochure.storage.workspace import Workspace
from brochure.typesetting.html import HtmlPage
from brochure.typesetting.stylesheets import layout_stylesheets
from brochure.typesetting.weasyprint import render_pdf
from cli_result import Run
from workspaces import REPO, SAMPLES

PAGE = '<!doctype html><html lang="ja"><head><title>x</title></head><body><p>あ</p></body></html>'
SHEETS = {
    "style.css": """/* a */ @charset "utf-8";
@import "sub/a.css"; @import url( b.css ) screen; p { color: red }
""",
    "sub/a.css": """@import url("../b.css") print, screen;\n@\\69mport "deep/c.css";
body { background: url(../img/a.png) }""",
    "sub/deep/c.css": "p { font-size: 9pt; widht: 1 }\nh1 { background: url('../../img/b%20c.png') }",
    "b.css": "h2 { margin: 0 }",
}


def put(fresh: Path, sheets: dict[str, str]) -> Layout:
    """A layout with these sheets and two pictures."""
    folder = fresh / "layouts" / "onepage"
    for name, text in sheets.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    (folder / "img").mkdir(exist_ok=True)
    for name in ("a.png", "b c.png"):
        shutil.copy(SAMPLES / "pictures" / "map.png", folder / "img" / name)
    return load_layout(Workspace(fresh), "onepage")[0]


def test_imported_sheets_come_first_each_with_its_own_folder(fresh: Path) -> None:
    layout = put(fresh, SHEETS)
    found = layout_stylesheets(layout, "style.css", "L")
    assert [(sheet.file, sheet.base) for sheet in found] == [
        ("L/b.css", ""),
        ("L/sub/deep/c.css", "sub/deep/"),
        ("L/sub/a.css", "sub/"),
        ("L/style.css", ""),
    ]
    assert all("mport" not in sheet.text for sheet in found)
    assert found[-1].text.index("p {") == SHEETS["style.css"].index("p {")  # places stay


def test_the_pictures_of_an_imported_sheet_are_drawn_and_its_mistakes_named(fresh: Path) -> None:
    layout = put(fresh, SHEETS)
    made = render_pdf(HtmlPage(PAGE, layout_stylesheets(layout, "style.css", "L"), fresh), layout.font_paths)
    assert b"/Subtype /Image" in made.data or b"/Image" in made.data
    told = [(str(found.location), found.code) for found in made.warnings]
    assert ("L/sub/deep/c.css:1:21", "L202") in told


def test_an_import_with_a_layer_is_left_to_the_renderer(fresh: Path) -> None:
    sheets = {**SHEETS, "style.css": '@import "sub/a.css" layer(base);\np { color: red }'}
    layout = put(fresh, sheets)
    found = layout_stylesheets(layout, "style.css", "L")
    assert [sheet.file for sheet in found] == ["L/style.css"]
    made = render_pdf(HtmlPage(PAGE, found, fresh), layout.font_paths)
    assert b"/Image" in made.data  # sub/a.css names ../img/a.png, relative to itself


@pytest.mark.parametrize("changed", ["sub/deep/c.css", "img/a.png", "b.css"])
def test_a_change_of_an_imported_file_is_noticed(run: Run, fresh: Path, changed: str) -> None:
    put(fresh, {**SHEETS, "style.css": (REPO / "layouts/onepage/style.css").read_text("utf-8")})
    folder = fresh / "layouts" / "onepage"
    own = (folder / "style.css").read_text("utf-8")
    sheet = (folder / "sub/a.css").read_text("utf-8").replace("body {", ".kicker {")
    (folder / "sub/a.css").write_text(sheet, "utf-8")
    (folder / "sub/deep/c.css").write_text(".kicker { color: #222 }", "utf-8")
    (folder / "style.css").write_text('@import "sub/a.css";\n' + own, "utf-8")
    build = ("build", "liaoning", "--layout", "onepage", "--format", "pdf")
    run(*build)
    before = (fresh / "output" / "liaoning.pdf").read_bytes()
    digest = load_layout(Workspace(fresh), "onepage")[0].digest
    if changed.endswith(".png"):
        shutil.copy(SAMPLES / "pictures" / "flag.png", folder / changed)
    else:
        (folder / changed).write_text(".kicker, h2 { color: #444; letter-spacing: 1pt }", "utf-8")
    assert load_layout(Workspace(fresh), "onepage")[0].digest != digest
    run(*build)
    after = (fresh / "output" / "liaoning.pdf").read_bytes()
    assert after != before
    run(*build, "--no-cache")
    assert (fresh / "output" / "liaoning.pdf").read_bytes() == after


def test_sheets_that_import_without_end_are_told(fresh: Path) -> None:
    doubling = {f"n{i}.css": f'@import "n{i + 1}.css"; @import "n{i + 1}.css";' for i in range(30)}
    layout = put(fresh, {**doubling, "n30.css": ""})
    with pytest.raises(BrochureError) as told:
        layout_stylesheets(layout, "n0.css", "L")
    assert dict(told.value.problems[0].details)["what"] == "css many"
