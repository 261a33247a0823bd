"""Texts with words of other scripts: a file that was only saved is no edit, and edits keep their marks."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli_result import Run
from law import law
from script_files import (
    booklet_of_scripts,
    put_sample,
    saved_by_an_office,
    typed_over,
    word_file_of_scripts,
    workspace_of_scripts,
)

NOTHING = "0 changes, 0 not applied, 0 comments"

# What is typed over in a run of the Word file, and what becomes of the profile.
EDITS = {
    "words of an unmarked script": (("특별시", "광역시"), ("서울 특별시", "서울 광역시")),
    "Japanese words beside it": (("、バングラデシュの", "、隣国の"), ("、バングラデシュの", "、隣国の")),
    "digits in Arabic words": (("عليكم (2026)", "عليكم (2027)"), ("عليكم (2026)", "عليكم (2027)")),
    "a marked word": (("मराठी", "मराठा"), ("[मराठी]{lang=mr}", "[मराठा]{lang=mr}")),
    "a marked word from right to left": (("اردو", "پښتو"), ("[اردو]{lang=ur}", "[پښتو]{lang=ur}")),
    "the Latin part of a marked word": (
        ("Seoul", "Busan"),
        ("[서울 Seoul]{lang=ko}", "[서울 Busan]{lang=ko}"),
    ),
    "words beside a marked word": (("ペルシア語の", "ペルシアの"), ("ペルシア語の[", "ペルシアの[")),
    "strong words": (("強調の", "強調した"), ("**強調の경기도", "**強調した경기도")),
    "a script in strong words": (("السلامة", "الثقافة"), ("とالسلامةと[", "とالثقافةと[")),
    "a letter outside the BMP": (("、𩸽、", "、𩺊、"), ("、𩸽、", "、𩺊、")),
    "words of a link": (("の頁", "のページ"), ("[경기도の頁]", "[경기도のページ]")),
    "a title": (("강점", "장점"), ("title: 강점とقوة", "title: 장점とقوة")),
    "a fact": (("آسيا (2026)", "آسيا 2027"), ("آسيا (2026)", "آسيا 2027")),
    "an item of a fact": (("목록", "목차"), ("- 목록の", "- 목차の")),
    "a label": (("독자", "고유"), ("label: 독자の", "label: 고유の")),
    "a remark": (("الملاحظة", "حاشية ثانية"), ("remark: الملاحظة", "remark: حاشية ثانية")),
    "a case": (("ตัวอย่าง", "แบบอย่าง"), ("사례のตัวอย่าง", "사례のแบบอย่าง")),
    "a note": (("문화", "문학"), ("の문화、", "の문학、")),
    "a marked word of a note": (
        ("הממשלה (2026)", "הכנסת (2026)"),
        ("[הממשלה (2026)]{lang=he}", "[הכנסת (2026)]{lang=he}"),
    ),
    "a title of a source": (("、臺北市", "、高雄市"), ("、臺北市\n", "、高雄市\n")),
    "the native name": (("وزارة الصحة (2026)", "وزارة الثقافة"), ("وزارة الصحة (2026)", "وزارة الثقافة")),
    "the name": (("文字見本州", "文字見本県"), ("name: 文字見本州𠮷野", "name: 文字見本県𠮷野")),
}


@pytest.fixture
def profile(fresh: Path) -> Path:
    """The profile with all scripts."""
    return put_sample(fresh)


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Its Word file."""
    return word_file_of_scripts(workspace_of_scripts(tmp_path_factory.mktemp("sent")))


@law(sample=6, full=200)
def test_a_file_that_a_program_has_only_saved_is_no_edit(
    seed: int, run: Run, sent: bytes, profile: Path, tmp_path: Path
) -> None:
    assert profile.exists()
    (tmp_path / "saved.docx").write_bytes(saved_by_an_office(sent, seed))
    ran = run("revise", str(tmp_path / "saved.docx"))
    assert NOTHING in ran.out, ran.out


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_changes_its_words_and_no_mark(
    edit: str, run: Run, sent: bytes, profile: Path, tmp_path: Path
) -> None:
    (old, new), (was, becomes) = EDITS[edit]
    (tmp_path / "edited.docx").write_bytes(typed_over(sent, old, new))
    before = profile.read_text("utf-8")
    assert before.count(was) == 1
    ran = run("revise", str(tmp_path / "edited.docx"), "--write")
    assert profile.read_text("utf-8") == before.replace(was, becomes), ran.out + ran.err
    assert ran.code == 0


@law(sample=3, full=100)
def test_tracked_edits_come_back_from_a_file_that_a_program_saved(
    seed: int, run: Run, sent: bytes, profile: Path, tmp_path: Path
) -> None:
    wanted = profile.read_text("utf-8")
    for (old, new), (was, becomes) in EDITS.values():
        sent = typed_over(sent, old, new, tracked=True)
        wanted = wanted.replace(was, becomes)
    (tmp_path / "edited.docx").write_bytes(saved_by_an_office(sent, seed))
    assert NOTHING in run("revise", str(tmp_path / "edited.docx"), "--reject").out
    ran = run("revise", str(tmp_path / "edited.docx"), "--write")
    assert profile.read_text("utf-8") == wanted, ran.out + ran.err


def test_a_booklet_goes_back_to_its_profiles(run: Run, tmp_path_factory: pytest.TempPathFactory) -> None:
    where = workspace_of_scripts(tmp_path_factory.mktemp("booklet"))
    (where.root / "output").mkdir()
    sent = booklet_of_scripts(where)
    edited = where.root / "edited.docx"
    for seed in range(3):
        edited.write_bytes(saved_by_an_office(sent, seed))
        ran = run("revise", str(edited), where=where.root)
        assert ran.out.startswith("no edits: booklets/all.yaml"), ran.out
    (old, new), (was, becomes) = EDITS["the Latin part of a marked word"]
    edited.write_bytes(saved_by_an_office(typed_over(sent, old, new), 7))
    wanted = where.profile("scripts").read_text("utf-8").replace(was, becomes)
    ran = run("revise", str(edited), "--write", where=where.root)
    assert where.profile("scripts").read_text("utf-8") == wanted, ran.out
