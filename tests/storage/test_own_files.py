"""No command overwrites a file that brochure has not made, whatever name it is given."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.build.brochure import write_word_file
from brochure.build.load import load_common, load_partner
from brochure.diagnostics.problem import BrochureError
from brochure.storage.own_files import GENERATOR, checked_target, is_own_report
from brochure.storage.workspace import Workspace
from cli_result import Run


def test_a_report_may_replace_a_report_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    assert checked_target(path, is_own_report, ".html") == path
    for data, code in (
        (f"<!doctype html><html>{GENERATOR}".encode(), ""),
        (b"", ""),
        (b"<!doctype html><html>", "F112"),
        (b"partner: {}", "F112"),
    ):
        path.write_bytes(data)
        if code:
            with pytest.raises(BrochureError) as raised:
                checked_target(path, is_own_report, ".html")
            assert [found.code for found in raised.value.problems] == [code]
        else:
            checked_target(path, is_own_report, ".html")
    with pytest.raises(BrochureError) as raised:
        checked_target(tmp_path / "a.yaml", is_own_report, ".html", ".htm")
    assert [found.code for found in raised.value.problems] == ["F113"]


@pytest.fixture
def files(fresh: Path) -> dict[str, Path]:
    """A Word file and a PDF of the sample partner, and files that are not brochure's."""
    where = Workspace(fresh)
    loaded = load_partner(where, "liaoning", load_common(where, "standard"))
    found = {name: fresh / name for name in ("back.docx", "page.html", "own.pdf", "a.json")}
    found["back.docx"].write_bytes(write_word_file(where, loaded))
    found["page.html"].write_text("<!doctype html><p>mine", "utf-8")
    found["own.pdf"].write_bytes(b"%PDF-1.4\nmine")
    found["a.json"].write_text('{"mine": 1}', "utf-8")
    return found


@pytest.mark.parametrize(
    ("command", "target", "code"),
    [
        (("revise", "back.docx", "--html"), "profiles/liaoning.yaml", "F113"),
        (("revise", "back.docx", "--html"), "page.html", "F112"),
        (("preflight", "output/liaoning.pdf", "--html"), "profiles/liaoning.yaml", "F113"),
        (("preflight", "output/liaoning.pdf", "--html"), "page.html", "F112"),
        (("impose", "output/liaoning.pdf", "--output"), "profiles/liaoning.yaml", "F113"),
        (("impose", "output/liaoning.pdf", "--output"), "own.pdf", "F112"),
        (("impose", "output/liaoning.pdf", "--output"), "layouts/standard/layout.yaml", "F113"),
        (("schema", "--output"), "profiles/liaoning.yaml", "F113"),
        (("schema", "--output"), "a.json", "F112"),
    ],
)
def test_a_command_refuses_a_name_that_is_somebody_else_s(
    run: Run, fresh: Path, files: dict[str, Path], command: tuple[str, ...], target: str, code: str
) -> None:
    run("build", "liaoning", "--format", "pdf")
    before = (fresh / target).read_bytes()
    done = run(*command, target)
    assert done.code != 0
    assert f" {code}: " in done.err
    assert (fresh / target).read_bytes() == before


def test_what_a_command_made_it_may_make_again(run: Run, files: dict[str, Path]) -> None:
    run("build", "liaoning", "--format", "pdf")
    for command in (
        ("revise", "back.docx", "--html", "a.html"),
        ("preflight", "output/liaoning.pdf", "--html", "b.html"),
        ("impose", "output/liaoning.pdf", "--output", "c.pdf"),
        ("schema", "--output", "d.json"),
    ):
        assert [run(*command).code for _ in range(2)] == [0, 0], command
