"""Builds keep the originals of their Word files, and no command for the cache removes them."""

from __future__ import annotations

from pathlib import Path

from brochure.storage.history import History
from cli_result import Run
from workspaces import Edit


def digests(root: Path) -> set[str]:
    return {one.digest for one in History(root).files()}


def test_a_build_keeps_the_original_once(run: Run, fresh: Path, edit: Edit) -> None:
    assert run("build", "liaoning", "--format", "docx").code == 0
    (first,) = digests(fresh)
    assert run("build", "liaoning", "--format", "docx", "--no-cache").code == 0
    assert digests(fresh) == {first}
    edit("など14市から", "など15市から")
    assert run("build", "liaoning", "--format", "docx").code == 0
    assert len(digests(fresh)) == 2


def test_a_file_that_is_safe_to_share_has_an_original_without_comments(
    run: Run, fresh: Path, edit: Edit
) -> None:
    edit("partner:", "# 内部のメモ\npartner:")
    assert run("build", "liaoning", "--format", "docx").code == 0
    whole = digests(fresh)
    assert run("build", "liaoning", "--format", "docx", "--share-safe").code == 0
    (safe,) = digests(fresh) - whole
    (kept,) = History(fresh).with_digest(safe)
    assert len(History(fresh).read(kept)) < 100_000


def test_a_build_of_a_pdf_keeps_nothing(run: Run, fresh: Path) -> None:
    assert run("build", "liaoning", "--format", "pdf").code == 0
    assert not (fresh / "history").exists()


def test_the_cache_is_cleared_and_the_history_stays(run: Run, fresh: Path) -> None:
    assert run("build", "liaoning", "--format", "docx").code == 0
    kept = digests(fresh)
    assert run("cache", "--clear").code == 0
    assert digests(fresh) == kept


def test_check_has_nothing_to_say_about_the_history(run: Run, fresh: Path) -> None:
    before = run("check")
    assert run("build", "liaoning", "--format", "docx").code == 0
    after = run("check")
    assert (after.code, after.out, after.err) == (before.code, before.out, before.err)


def test_a_history_that_cannot_be_written_is_a_warning(run: Run, fresh: Path) -> None:
    (fresh / "history").write_text("a file in its place")
    ran = run("build", "liaoning", "--format", "docx")
    assert (ran.code, "F202" in ran.err) == (0, True)
    assert (fresh / "output" / "liaoning.docx").exists()
