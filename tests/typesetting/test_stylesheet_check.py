"""Style sheets name families of the layout, and files of its folder; all else is told at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.build.load import load_layout
from brochure.diagnostics.problem import BrochureError, Problem
from brochure.storage.workspace import Workspace
from brochure.typesetting.stylesheet_check import stylesheet_problems
from cli_result import Run
from workspaces import REPO


def told(fresh: Path, **files: str) -> list[tuple[str, str, str]]:
    """Place, code and word of each problem of a layout with these files (``__`` is a dot)."""
    folder = fresh / "layouts" / "onepage"
    for name, text in files.items():
        path = folder / name.replace("__", ".")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    try:
        load_layout(Workspace(fresh), "onepage")
    except BrochureError as error:
        return [_short(found) for found in error.problems]
    return []


def _short(found: Problem) -> tuple[str, str, str]:
    details = dict(found.details)
    place = str(found.location).removeprefix("layouts/onepage/")
    return place, found.code, details.get("name") or details.get("what") or details.get("kind", "")


@pytest.mark.parametrize("name", ["standard", "onepage"])
def test_the_shipped_layouts_name_their_own_families_only(name: str) -> None:
    layout, shown = load_layout(Workspace(REPO), name)
    assert stylesheet_problems(layout, shown) == []


@pytest.mark.parametrize(
    ("css", "column", "name"),
    [
        ("p { font-family: Foo }", 18, "Foo"),
        ("p { FONT-FAMILY: 'biz udpgothic', Foo  Bar }", 35, "Foo Bar"),
        ("p { font: bold 9pt/1.2 Foo, serif !important }", 24, "Foo"),
        ("p { font: 700 var(--size)/var(--leading) 'Foo' }", 42, "Foo"),
        ("p { font: small Foo }", 17, "Foo"),
        ("p { font-family: serif }", 18, "serif"),
        ("p { font-family: sans-serif, 'BIZ UDPGothic' }", 18, "sans-serif"),
        ("@page { @top-left { font: 8pt Foo } }", 31, "Foo"),
        ("@media print { @supports (a: b) { p { color: red; font-family: Foo } } }", 64, "Foo"),
        ("p { color: red; & q { font-family: Foo } }", 36, "Foo"),
        ("p { --x: Foo; font-family: var(--x) }", 10, "Foo"),
        ("p { --y: Foo } q { --x: var(--y); font: 9pt var(--x) }", 10, "Foo"),
        ("p { font-family: var(--font, Foo) }", 30, "Foo"),
        ("@font-face { font-family: Foo; src: local(x) }", 27, "Foo"),
        ("p { font-family: 'inherit' }", 18, "inherit"),
        ("p { font-family: Fo\\6f }", 18, "Foo"),
    ],
)
def test_a_family_that_the_layout_lacks_is_told_at_its_place(
    fresh: Path, css: str, column: int, name: str
) -> None:
    assert told(fresh, more__css=f"\n{css}\n") == [(f"more.css:2:{column}", "L112", name)]


@pytest.mark.parametrize(
    "css",
    [
        "p { font-family: 'biz udpgothic', sans-serif }",
        "p { font: 9pt var(--font) }",
        "p { font: inherit; font-family: unset } q { font: caption }",
        "p { --x: Foo } q { color: var(--x) }",
        "font:hover { color: red } a { color: red }",
        "p { font-variant: small-caps; font-feature-settings: 'palt' }",
        "/* font-family: Foo */ p::after { content: 'font-family: Foo' }",
        "p { font-family: var(--unknown) }",
    ],
)
def test_other_words_are_no_families(fresh: Path, css: str) -> None:
    assert told(fresh, more__css=css) == []


def test_the_styles_of_a_template_are_looked_at(fresh: Path) -> None:
    text = (
        '{# font-family: No #}<p style="color: {{ x }}; font-family: &quot;Foo&quot;, {{ y }}">'
        "font-family: No</p>\n"
        "<style>\n  p { font: {{ a }}/{{ b }}mm Bar }\n</style><p style='font: 9pt Baz'>"
    )
    assert told(
        fresh, extra__html__jinja=text, part__css__jinja="p { font: bold {{ s }}/{{ h }}mm Qux }"
    ) == [
        ("extra.html.jinja:1:61", "L112", "Foo"),
        ("extra.html.jinja:3:31", "L112", "Bar"),
        ("extra.html.jinja:4:29", "L112", "Baz"),
        ("part.css.jinja:1:34", "L112", "Qux"),
    ]


def test_a_family_in_a_token_is_told_in_the_manifest(fresh: Path) -> None:
    path = fresh / "layouts" / "onepage" / "layout.yaml"
    path.write_text(
        path.read_text("utf-8").replace("tokens:\n", "tokens:\n  heading-font: Foo, serif\n", 1), "utf-8"
    )
    ((place, code, name),) = told(fresh, more__css="h1 { font-family: var(--heading-font) }")
    assert (place.split(":")[0], code, name) == ("layout.yaml", "L112", "Foo")


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("gone.css", "css missing"),
        ("../standard/style.css", "css outside"),
        ("/etc/passwd", "css outside"),
        ("file:///etc/passwd", "css outside"),
        ("https://example.com/a.css", "css network"),
        ("//example.com/a.css", "css network"),
        ("x" * 5000, "css missing"),
        ("blocks", "folder"),
        ("more.css", "css loop"),
        ("http://[", "css missing"),
    ],
)
def test_an_import_that_cannot_be_read_is_told_at_its_place(fresh: Path, name: str, what: str) -> None:
    (fresh / "layouts" / "onepage" / "blocks").mkdir(exist_ok=True)
    css = f'@charset "utf-8";\n  @import "{name}" print;'
    assert told(fresh, more__css=css) == [("more.css:2:3", "L111", what)]


def test_a_circle_of_imports_is_told_in_each_of_its_files(fresh: Path) -> None:
    found = told(fresh, a__css='@import "b.css";', b__css='@import "c.css";', c__css='@import "a.css";')
    assert found == [(f"{name}.css:1:1", "L111", "css loop") for name in "abc"]


def test_a_picture_that_a_sheet_names_must_be_in_the_folder(fresh: Path) -> None:
    css = (
        "p { background: url(no.png), url('../x.png') }\n"
        "q { background: image-set(url(http://a.jp/a.png) 1x) }\n"
        "r { background: url(data:image/png;base64,AA), url(#x) } @namespace url(http://www.w3.org/1999/xhtml);\n"
    )
    assert told(fresh, more__css=css) == [
        ("more.css:1:17", "L111", "css missing"),
        ("more.css:1:30", "L111", "css outside"),
        ("more.css:2:27", "L111", "css network"),
    ]


def test_check_and_build_tell_it_in_both_languages(run: Run, fresh: Path) -> None:
    path = fresh / "layouts" / "standard" / "style.css"
    path.write_text('@import "no.css";\np { font-family: "BIZ UDGothic" }', "utf-8")
    for command in (["check"], ["build", "liaoning", "--format", "pdf"]):
        ran = run(*command)
        assert ran.code == 1
        assert "style.css:1:1: error L111: “no.css” cannot be read (there is no such file)" in ran.err
        assert "style.css:2:18: error L112: the font family “BIZ UDGothic” is not under fonts" in ran.err
        assert "did you mean “BIZ UDPGothic”?" in ran.err
    said = run("check", lang="ja_JP.UTF-8").err
    assert "「no.css」を読めません。そのファイルがありません" in said
    assert "「BIZ UDPGothic」ではありませんか。" in said
