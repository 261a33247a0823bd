"""``brochure diff``: two PDFs compared, as PDF and as HTML."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

from cli_result import Run
from drawn_pages import draw, words


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Two editions: a word of the second page changed, a third page was added."""
    first, second = words("The first page", 20, 180), words("It has 14 hospitals", 20, 180)
    (tmp_path / "old.pdf").write_bytes(draw(first, second))
    third = words("An address <b>of & for</b> readers", 20, 180)
    (tmp_path / "new.pdf").write_bytes(draw(first, second.replace("14", "15"), third))
    return tmp_path


def test_the_comparison_is_written_as_pdf_and_html_and_told_in_short(run: Run, files: Path) -> None:
    ran = run("diff", "old.pdf", "new.pdf", where=files)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "old-new-diff.pdf",
        "old-new-diff.html",
        "2 pages before, 3 after: 1 changed, 1 added, 0 removed.",
        "page 2",
        "  − 14",
        "  + 15",
        "page 3 (added)",
    ]
    with pikepdf.open(files / "old-new-diff.pdf") as file:
        assert [tuple(round(float(one)) for one in page.mediabox) for page in file.pages] == [
            (0, 0, 842, 595)
        ] * 2
    shown = (files / "old-new-diff.html").read_text("utf-8")
    assert shown.count("<img ") == 3
    assert shown.count('class="place text"') == 2
    assert "<del>14</del>" in shown
    assert "http" not in shown.replace("http-equiv", "")
    assert "<script" not in shown


def test_the_same_files_give_the_same_bytes_and_own_files_are_written_again(run: Run, files: Path) -> None:
    run("diff", "old.pdf", "new.pdf", where=files)
    names = ("old-new-diff.pdf", "old-new-diff.html")
    first = [(files / name).read_bytes() for name in names]
    assert run("diff", "old.pdf", "new.pdf", where=files).code == 0
    assert [(files / name).read_bytes() for name in names] == first


def test_files_in_which_nothing_changed_are_told(run: Run, files: Path) -> None:
    ran = run(
        "diff", "old.pdf", "old.pdf", "--format", "html", "-o", "same.html", where=files, lang="ja_JP.UTF-8"
    )
    assert ran.code == 0
    assert ran.out.splitlines() == ["same.html", "前2頁、後2頁：変わったところはありません。"]
    assert "<img" not in (files / "same.html").read_text("utf-8")


def test_the_target_says_the_format_or_the_folder(run: Run, files: Path) -> None:
    assert (
        run("diff", "old.pdf", "new.pdf", "-o", "changes.pdf", where=files).out.splitlines()[0]
        == "changes.pdf"
    )
    assert not (files / "changes.html").exists()
    both = run(
        "diff", "old.pdf", "new.pdf", "-o", "a.html", "--format", "pdf", "--format", "html", where=files
    )
    assert both.out.splitlines()[:2] == ["a.pdf", "a.html"]
    (files / "folder").mkdir()
    run("diff", "old.pdf", "new.pdf", "-o", "folder", "--format", "html", where=files)
    assert [path.name for path in (files / "folder").iterdir()] == ["old-new-diff.html"]


def test_no_file_of_others_and_neither_source_is_overwritten(run: Run, files: Path) -> None:
    (files / "mine.html").write_text("<p>mine", "utf-8")
    kept = {path.name: path.read_bytes() for path in files.iterdir() if path.is_file()}
    refused = run("diff", "old.pdf", "new.pdf", "-o", "mine.html", where=files)
    assert (refused.code, "F112" in refused.err) == (3, True)
    source = run("diff", "old.pdf", "new.pdf", "-o", "new.pdf", where=files)
    assert (source.code, "F107" in source.err) == (3, True)
    assert {path.name: path.read_bytes() for path in files.iterdir() if path.is_file()} == kept


def test_a_file_with_a_password_and_one_that_is_no_pdf_are_told_together(run: Run, files: Path) -> None:
    locked = io.BytesIO()
    with pikepdf.open(files / "old.pdf") as file:
        file.save(locked, encryption=pikepdf.Encryption(owner="o", user="u"))
    (files / "locked.pdf").write_bytes(locked.getvalue())
    (files / "text.pdf").write_text("hello", "utf-8")
    ran = run("diff", "locked.pdf", "text.pdf", where=files)
    assert ran.code == 3
    assert [line for line in ran.err.splitlines() if "error" in line] == [
        "locked.pdf: error T101: a PDF with a password cannot be compared",
        "text.pdf: error T102: the file cannot be read as a PDF",
    ]
    assert [path.name for path in files.glob("*-diff.*")] == []
