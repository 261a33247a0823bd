"""The kept originals of Word files: each is kept once, few are removed, and that is told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from brochure.diagnostics.problem import Problem
from brochure.storage import history
from brochure.storage.history import History, KeptFile, removable

MINUTE = 60 * 10**9


def codes(found: list[Problem]) -> list[str]:
    return [one.code for one in found]


def keep(kept: History, document: str, number: int) -> list[Problem]:
    """Keep an original that was made at this minute."""
    told = kept.keep(document, f"{number:032x}", f"original {number}".encode())
    path = kept.folder / f"{document}.{number:032x}.zip"
    if path.exists():
        os.utime(path, ns=(number * MINUTE, number * MINUTE))
    return told


def test_an_original_is_kept_once_and_found_by_its_digest(tmp_path: Path) -> None:
    kept = History(tmp_path)
    for number in (1, 2, 1):
        assert keep(kept, "oulu", number) == []
    assert [one.digest for one in kept.files()] == [f"{2:032x}", f"{1:032x}"]
    (found,) = kept.with_digest(f"{2:032x}")
    assert (found.document, kept.read(found)) == ("oulu", b"original 2")
    assert kept.with_digest("f" * 32) == []


def test_an_original_that_is_made_again_is_the_newest(tmp_path: Path) -> None:
    kept = History(tmp_path)
    keep(kept, "oulu", 1)
    keep(kept, "oulu", 2)
    assert kept.keep("oulu", f"{1:032x}", b"original 1") == []
    assert kept.files()[0].digest == f"{1:032x}"


def test_a_booklet_and_a_partner_of_one_name_are_two_documents(tmp_path: Path) -> None:
    kept = History(tmp_path)
    keep(kept, "guide", 1)
    keep(kept, "booklet.guide", 2)
    assert {one.document for one in kept.files()} == {"guide", "booklet.guide"}


def test_other_files_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    kept = History(tmp_path)
    keep(kept, "oulu", 1)
    for name in ("note.txt", "oulu.zip", ".DS_Store"):
        (kept.folder / name).write_text("mine")
    assert len(kept.files()) == 1
    for number in range(2, history.MOST + 2):
        keep(kept, "oulu", number)
    assert {path.name for path in kept.folder.iterdir()} >= {"note.txt", "oulu.zip", ".DS_Store"}


def test_a_folder_that_cannot_be_written_to_is_told_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "history").write_text("a file in its place")
    (told,) = History(tmp_path).keep("oulu", "0" * 32, b"original")
    assert told.code == "F202"


def test_too_many_originals_are_thinned_out_and_that_is_told(tmp_path: Path) -> None:
    kept = History(tmp_path)
    keep(kept, "ayush", 1)
    told = [problem for number in range(1, history.MOST + 2) for problem in keep(kept, "oulu", number)]
    assert codes(told) == ["F203"]
    assert dict(told[0].details)["count"] == str(history.MOST + 1 - history.KEPT)
    files = kept.files()
    assert len([one for one in files if one.document == "oulu"]) == history.KEPT
    assert len([one for one in files if one.document == "ayush"]) == 1


def test_what_was_replaced_soonest_goes_first_and_the_newest_stays() -> None:
    times = [0, 100, 101, 102, 500, 501]  # 101 and 102 came a minute after another one
    files = [KeptFile(Path(str(time)), "oulu", f"{time:032x}", time * MINUTE) for time in times]
    gone = {one.time // MINUTE for one in removable(files, 3)}
    assert gone == {100, 101, 500}
    assert len(removable(files, 99)) == len(files) - 1


@pytest.mark.skipif(os.name != "posix", reason="links need a right of their own on Windows")
def test_a_link_out_of_the_workspace_is_not_read(tmp_path: Path) -> None:
    root, secret = tmp_path / "workspace", tmp_path / "secret"
    secret.write_text("secret")
    (root / "history").mkdir(parents=True)
    (root / "history" / f"oulu.{0:032x}.zip").symlink_to(secret)
    (found,) = History(root).files()
    with pytest.raises(Exception, match="F119"):
        History(root).read(found)
