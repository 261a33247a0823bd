"""Files of comments: mistakes and lost texts are told by check, a change builds the Word file again."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.build.brochure import write_word_file
from brochure.build.comments import lost_threads
from brochure.build.load import LoadedPartner
from brochure.schema.comment_file import validate_comments
from brochure.storage.workspace import Workspace
from brochure.word.origin import read_origin
from brochure.word.untrusted import open_word
from cli_result import Run
from word_parts import word_parts

THREAD = """threads:
  - at: {at}
    words: {words}
    comments:
      - {{author: 甲, text: ここは？}}
"""


def store(fresh: Path, at: str, words: str = "", name: str = "liaoning.yaml") -> Path:
    path = fresh / "comments" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(THREAD.format(at=at, words=words), "utf-8")
    return path


@pytest.mark.parametrize(
    ("at", "words", "told"),
    [
        ("answers.about.0.bullets.0", "", False),
        ("answers.support.1.topics.grants", "", False),
        ("partner.name", "", False),
        ("answers.about.9.bullets.0", "", True),
        ("answers.about.9.bullets.0", "省都の瀋陽市", False),
        ("answers.about.9.bullets.0", "どこにもない語", True),
        ("nothing", "", True),
    ],
)
def test_a_thread_whose_text_is_gone_is_told(at: str, words: str, told: bool, run: Run, fresh: Path) -> None:
    store(fresh, at, words)
    ran = run("check", "liaoning")
    assert ran.code == 0
    assert (
        f"comments/liaoning.yaml:2:9: warning D302: the text of this comment is gone ({at})" in ran.err
    ) == told


@pytest.mark.parametrize("command", [("check",), ("build", "--format", "docx")])
def test_a_mistake_in_the_file_is_told_with_its_place(
    command: tuple[str, ...], run: Run, fresh: Path
) -> None:
    path = store(fresh, "partner.name")
    path.write_text(path.read_text("utf-8").replace("author", "autor"), "utf-8")
    ran = run(command[0], "liaoning", *command[1:])
    assert ran.code == 1
    assert "comments/liaoning.yaml:5:10: error P101" in ran.err


def test_a_file_of_nobody_is_told(run: Run, fresh: Path) -> None:
    store(fresh, "partner.name", name="liaonig.yaml")
    store(fresh, "title", name="booklets/seminar.yaml")
    ran = run("check")
    assert "comments/liaonig.yaml: warning N206: this file of comments is not read" in ran.err
    assert "comments/booklets/seminar.yaml: warning N206" in ran.err
    assert "there is no booklets/seminar.yaml" in ran.err


def test_a_changed_file_builds_the_word_file_again(run: Run, fresh: Path) -> None:
    made = fresh / "output" / "liaoning.docx"
    for count in range(2):
        assert run("build", "liaoning", "--format", "docx").code == 0
        assert ("word/comments.xml" in word_parts(made.read_bytes())) == bool(count)
        path = store(fresh, "partner.name")
    path.unlink()
    assert run("build", "liaoning", "--format", "docx").code == 0
    assert "word/comments.xml" not in word_parts(made.read_bytes())


def test_the_pages_are_the_same_with_comments_and_without(run: Run, fresh: Path) -> None:
    assert run("build", "liaoning", "--format", "pdf", "--no-cache").code == 0
    before = (fresh / "output" / "liaoning.pdf").read_bytes()
    store(fresh, "partner.name")
    assert run("build", "liaoning", "--format", "pdf", "--no-cache").code == 0
    assert (fresh / "output" / "liaoning.pdf").read_bytes() == before


def test_no_text_of_a_word_file_counts_as_gone(loaded: LoadedPartner, root: Path) -> None:
    origin = read_origin(open_word(write_word_file(Workspace(root), loaded), "x.docx"))
    assert origin is not None
    places = dict.fromkeys(block.address.partition("#")[0] for block in origin.blocks)
    listed = "".join(f"  - {{at: '{at}', comments: [{{text: x}}]}}\n" for at in places)
    found = validate_comments(f"threads:\n{listed}".encode(), "comments/x.yaml")
    assert len(found.threads) == len(places)
    assert [one.details for one in lost_threads(found, loaded.document)] == []
