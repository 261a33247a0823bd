"""A booklet binds pages of one size."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.build.booklet import compile_booklet
from brochure.diagnostics.problem import BrochureError
from brochure.storage.workspace import Workspace


@pytest.mark.parametrize("partners", ["[{id: liaoning}, {id: oulu, depth: half}]", "{depth: half}"])
@pytest.mark.parametrize("size", ["width: 182\n  height: 128.5", "width: 210\n  height: 148", "width: 105"])
def test_half_a_page_is_as_wide_as_a_page_and_half_as_high(shelf: Path, partners: str, size: str) -> None:
    manifest = shelf / "layouts" / "half" / "layout.yaml"
    text = manifest.read_text("utf-8")
    old = "width: 210\n  height: 148.5" if "\n" in size else "width: 210"
    manifest.write_text(text.replace(old, size, 1), "utf-8")
    assert manifest.read_text("utf-8") != text
    line = f"partners: {partners}\n"
    (shelf / "booklets" / "x.yaml").write_text(f"title: 架空の冊子\nedition: 2026-11\n{line}", "utf-8")
    with pytest.raises(BrochureError) as raised:
        compile_booklet(Workspace(shelf), "x")
    (told,) = raised.value.problems
    assert (told.code, str(told.location)) == ("K113", f"booklets/x.yaml:3:{line.index('half') + 1}")
    assert {"210 × 297 mm", "210 × 148.5 mm"} <= {str(value) for _, value in told.details}


def test_the_layout_of_half_pages_is_read_only_where_it_is_used(shelf: Path) -> None:
    (shelf / "layouts" / "half" / "layout.yaml").write_text("title: 1\n", "utf-8")
    head = "title: 架空の冊子\nedition: 2026-11\n"
    (shelf / "booklets" / "x.yaml").write_text(f"{head}partners: [{{id: oulu}}]\n", "utf-8")
    assert compile_booklet(Workspace(shelf), "x").book.chapters


@pytest.mark.parametrize(
    "partners",
    [
        "[{id: oulu}, {id: liaoning, depth: page}]",
        "{region: [asia], depth: page}",
        "[{id: oulu}, {id: liaoning, depth: row}]",
    ],
)
def test_pages_of_another_size_are_refused(shelf: Path, partners: str) -> None:
    manifest = shelf / "layouts" / "onepage" / "layout.yaml"
    text = manifest.read_text("utf-8")
    manifest.write_text(text.replace("width: 210\n  height: 297", "width: 182\n  height: 257", 1), "utf-8")
    assert manifest.read_text("utf-8") != text
    line = f"partners: {partners}\n"
    (shelf / "booklets" / "x.yaml").write_text(f"title: 架空の冊子\nedition: 2026-11\n{line}", "utf-8")
    if "page" not in partners:
        assert compile_booklet(Workspace(shelf), "x").book.chapters
        return
    with pytest.raises(BrochureError) as raised:
        compile_booklet(Workspace(shelf), "x")
    (told,) = raised.value.problems
    assert (told.code, str(told.location)) == ("K111", f"booklets/x.yaml:3:{line.index('page') + 1}")
    assert {"210 × 297 mm", "182 × 257 mm"} <= {str(value) for _, value in told.details}
