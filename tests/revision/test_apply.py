"""Edits made in Word come back: three ways, several files, comments, the page, the command line."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest

from brochure.revision import apply
from cli_result import Run
from edited_word import changed, typed
from word_comments import Said, commented
from workspaces import REPO

FIELD = "中国語のみ"
BOOK = """title: 架空の冊子
edition: 2026-11
partners:
  - id: liaoning
  - id: oulu
    overrides:
      - at: answers.about.1.items.0.text
        was: "大学（1958年設立）と、二つのサイエンスパークがあります[@oulu-mou]。"
        use: 人口は3です。
foreword:
  title: はじめに
  text: これは架空の冊子です。
colophon:
  publisher: 架空の発行者
"""


def test_a_file_that_nobody_edited_changes_nothing(run: Run, sent: Path, profile: Path) -> None:
    before = profile.read_bytes()
    ran = run("revise", str(sent), "--write")
    assert ran.code == 0
    assert "0 changes, 0 not applied, 0 comments" in ran.out
    assert profile.read_bytes() == before
    assert not profile.with_suffix(".yaml.bak").exists()


def test_an_edit_is_shown_then_written_and_the_second_time_there_is_nothing_to_do(
    run: Run, sent: Path, profile: Path, tmp_path: Path
) -> None:
    edited = typed(sent, tmp_path / "edited.docx", {"14市から": "15市から"})
    before = profile.read_text("utf-8")
    shown = run("revise", str(edited))
    assert "[-14-]{+15+}市から" in shown.out
    assert profile.read_text("utf-8") == before
    written = run("revise", str(edited), "--write")
    assert written.code == 0, written.err
    assert "wrote profiles/liaoning.yaml (backup of the old file: profiles/liaoning.yaml.bak)" in written.err
    assert profile.read_text("utf-8") == before.replace("など14市から", "など15市から")
    assert profile.with_suffix(".yaml.bak").read_text("utf-8") == before
    again = run("revise", str(edited), "--write")
    assert again.code == 0
    assert "[done]" in again.out
    assert again.err == "All edits are in the profile already.\n"
    assert run("check", "liaoning").code == 0


def test_what_others_changed_meanwhile_stays(run: Run, sent: Path, profile: Path, tmp_path: Path) -> None:
    edited = typed(sent, tmp_path / "edited.docx", {"14市から": "15市から"})
    inserted = profile.read_text("utf-8").replace(
        "    - bullets:\n", "    - bullets:\n        - あとから加えた項目です。\n", 1
    )
    profile.write_text(inserted.replace("27大学", "29大学"), "utf-8")
    assert run("revise", str(edited), "--write").code == 0
    now = profile.read_text("utf-8")
    assert now == inserted.replace("27大学", "29大学").replace("など14市から", "など15市から")


def test_a_conflict_stops_until_it_is_decided(run: Run, sent: Path, profile: Path, tmp_path: Path) -> None:
    edited = typed(sent, tmp_path / "edited.docx", {FIELD: "中国語と英語", "27大学": "28大学"})
    ours = profile.read_text("utf-8").replace(FIELD, "中国語だけ")
    profile.write_text(ours, "utf-8")
    stopped = run("revise", str(edited), "--write")
    assert stopped.code == 1
    assert "D112" in stopped.err
    assert "[conflict]" in stopped.out
    assert "the profile now: 中国語だけ" in stopped.out
    assert profile.read_text("utf-8") == ours
    kept = run("revise", str(edited), "--write", "--ours")
    assert kept.code == 0
    assert profile.read_text("utf-8") == ours.replace("27大学", "28大学")
    assert run("revise", str(edited), "--write", "--theirs").code == 0
    assert profile.read_text("utf-8") == ours.replace("27大学", "28大学").replace(
        "中国語だけ", "中国語と英語"
    )


def test_the_exit_code_says_whether_all_was_taken_with_and_without_writing(
    run: Run, sent: Path, profile: Path, tmp_path: Path
) -> None:
    partly = typed(sent, tmp_path / "edited.docx", {"14市から": "15市から", "ここがすごい！": "すごい！"})
    before = profile.read_text("utf-8")
    for option in ((), ("--diff",), ("--format", "json"), ("--write",)):
        ran = run("revise", str(partly), *option)
        assert ran.code == 1
        assert "1 edits are not applied" in ran.err
    assert "D201" in run("revise", str(partly), "--diff").err
    assert profile.read_text("utf-8") == before.replace("など14市から", "など15市から")
    only = typed(sent, tmp_path / "only.docx", {"ここがすごい！": "すごい！"})
    ran = run("revise", str(only), "--write")
    assert (ran.code, "No changes to write" in ran.err) == (1, False)
    assert "Nothing was written." in ran.err


def test_interactive_asks_for_each_change(run: Run, sent: Path, profile: Path, tmp_path: Path) -> None:
    edited = typed(sent, tmp_path / "edited.docx", {"14市から": "15市から", "27大学": "28大学"})
    before = profile.read_text("utf-8")
    ran = run("revise", str(edited), "--interactive", typed="n\ny\n")
    assert ran.code == 0, ran.err
    assert profile.read_text("utf-8") == before.replace("27大学", "28大学")


def test_what_another_program_saves_between_question_and_answer_is_not_lost(
    run: Run, sent: Path, profile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited = typed(sent, tmp_path / "edited.docx", {"14市から": "15市から"})
    before = profile.read_text("utf-8")

    def saved_meanwhile(*_: object, **__: object) -> bool:
        profile.write_text(f"{before}# typed meanwhile\n", "utf-8")
        return True

    with monkeypatch.context() as patch:
        patch.setattr("click.confirm", saved_meanwhile)
        ran = run("revise", str(edited), "--interactive")
    assert ran.code == 0, ran.err
    assert "Another program saved the profile" in ran.err
    now = profile.read_text("utf-8")
    assert now == before.replace("など14市から", "など15市から") + "# typed meanwhile\n"
    assert (profile.parent / "liaoning.yaml.bak").read_text("utf-8") == f"{before}# typed meanwhile\n"


def test_a_value_that_is_saved_between_question_and_answer_is_asked_again(
    run: Run, sent: Path, profile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited = typed(sent, tmp_path / "edited.docx", {"14市から": "15市から", FIELD: "中国語と英語"})
    before = profile.read_text("utf-8")
    asked: list[str] = []

    def saved_meanwhile(text: str, **_: object) -> bool:
        asked.append(text)
        if len(asked) == 2:
            profile.write_text(before.replace("など14市から", "など13市から"), "utf-8")
        return len(asked) < 3

    with monkeypatch.context() as patch:
        patch.setattr("click.confirm", saved_meanwhile)
        assert run("revise", str(edited), "--interactive").code == 0
    assert len(asked) == 3  # the conflict is new; the other answer is remembered
    assert "keeps the profile" in asked[2]
    now = profile.read_text("utf-8")
    assert now == before.replace("など14市から", "など13市から").replace(FIELD, "中国語と英語")


def test_a_profile_that_is_saved_again_and_again_is_refused_and_stays(
    run: Run, sent: Path, profile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited = typed(sent, tmp_path / "edited.docx", {"14市から": "15市から"})
    make = apply.revise_profiles

    def saved_after(*arguments: Any) -> apply.RevisionOutcome:
        made = make(*arguments)
        with profile.open("a", encoding="utf-8") as file:
            file.write("# typed meanwhile\n")
        return made

    monkeypatch.setattr(apply, "revise_profiles", saved_after)
    before = profile.read_text("utf-8")
    ran = run("revise", str(edited), "--write")
    assert ran.code == 3, ran.err
    assert "profiles/liaoning.yaml: error D221: " in ran.err
    assert profile.read_text("utf-8") == before + 3 * "# typed meanwhile\n"


def test_byte_order_marks_and_line_ends_of_windows_stay(
    run: Run, sent: Path, profile: Path, tmp_path: Path
) -> None:
    before = b"\xef\xbb\xbf" + profile.read_bytes().replace(b"\n", b"\r\n")
    profile.write_bytes(before)
    assert "No changes to write." in run("revise", str(sent), "--write").err
    assert profile.read_bytes() == before
    edited = typed(sent, tmp_path / "edited.docx", {"14市から": "15市から"})
    assert run("revise", str(edited), "--write").code == 0
    assert profile.read_bytes() == before.replace("など14市から".encode(), "など15市から".encode())


def test_a_backup_never_overwrites_an_older_one(run: Run, sent: Path, profile: Path, tmp_path: Path) -> None:
    texts = [profile.read_bytes()]
    for number in ("15", "16", "17"):
        edited = typed(sent, tmp_path / f"{number}.docx", {"14市から": f"{number}市から"})
        assert run("revise", str(edited), "--write", "--theirs").code == 0
        texts.append(profile.read_bytes())
    assert len(set(texts)) == 4
    names = ("liaoning.yaml.bak", "liaoning.yaml.bak2", "liaoning.yaml.bak3")
    assert [(profile.parent / name).read_bytes() for name in names] == texts[:3]


def test_comments_are_listed_and_kept_on_request(run: Run, sent: Path, profile: Path) -> None:
    said = Said("中国の東北地方南部", "確認 太郎", "数を確かめてください", date="2026-11-20T09:00:00Z")
    edited = commented(sent, [said])
    shown = run("revise", str(edited))
    assert "0 changes, 0 not applied, 1 comments" in shown.out
    assert "answers.about.0.bullets.0  (確認 太郎, 2026-11-20)" in shown.out
    assert "数を確かめてください" in shown.out
    before = profile.read_text("utf-8")
    assert run("revise", str(edited), "--write", "--keep-comments").code == 0
    lines = profile.read_text("utf-8").splitlines()
    (place,) = [index for index, line in enumerate(lines) if "数を確かめてください" in line]
    assert lines[place].strip() == "# TODO（確認 太郎、2026-11-20）：数を確かめてください"
    assert "14市から" in lines[place - 1]
    assert [line for index, line in enumerate(lines) if index != place] == before.splitlines()
    again = run("revise", str(edited), "--write", "--keep-comments")
    assert "No changes to write." in again.err


def test_tracked_changes_tell_who_and_can_be_rejected(
    run: Run, sent: Path, profile: Path, tmp_path: Path
) -> None:
    who = 'w:author="編集 花子" w:date="2026-11-20T10:00:00Z"'

    def track(xml: str) -> str:
        run_of = re.search(r'<w:r><w:t xml:space="preserve">市など14市から.*?</w:r>', xml)
        assert run_of
        words = re.sub("<[^>]+>", "", run_of[0])
        old, new = words, words.replace("14", "15")
        t = '<w:t xml:space="preserve">'
        return xml.replace(
            run_of[0],
            f'<w:del w:id="901" {who}><w:r><w:delText xml:space="preserve">{old}</w:delText></w:r></w:del>'
            f'<w:ins w:id="902" {who}><w:r>{t}{new}</w:t></w:r></w:ins>',
        )

    edited = changed(sent, tmp_path / "edited.docx", document=track)
    ran = run("revise", str(edited), "--format", "json")
    (found,) = json.loads(ran.out)[0]["changes"]
    assert (found["author"], found["date"], found["tracked"]) == ("編集 花子", "2026-11-20T10:00:00Z", True)
    assert "0 changes" in run("revise", str(edited), "--reject").out


@pytest.mark.parametrize(
    ("lang", "outer", "cause"),
    [
        (
            "en",
            "this change would make the profile invalid (",
            "“answers.about.1.items.0.text” is empty",
        ),
        (
            "ja",
            "この直しを取り込むと、機関ファイルに誤りができます（",
            "「answers.about.1.items.0.text」が空です",
        ),
    ],
)
def test_why_a_change_is_refused_is_told_in_the_language_asked_for(
    run: Run, sent: Path, tmp_path: Path, lang: str, outer: str, cause: str
) -> None:
    def titled(xml: str) -> str:
        """Another title stands above the one of a box, with no text under it."""
        words = "日系企業の進出数と日本語人材の豊富さ"
        (found,) = (p for p in re.findall(r"<w:p>.*?</w:p>", xml) if words in p)
        made = re.sub(r"<w:bookmark[^>]*/>", "", found).replace(words, "題だけ")
        return xml.replace(found, made + found)

    edited = changed(sent, tmp_path / "edited.docx", document=titled)
    assert f"D208: {outer}P105 {cause}" in run("--lang", lang, "revise", str(edited), "--write").out


def test_a_patch_is_one_that_git_applies(run: Run, sent: Path, profile: Path, tmp_path: Path) -> None:
    edited = typed(sent, tmp_path / "edited.docx", {"14市から": "15市から"})
    patch = run("revise", str(edited), "--diff")
    assert patch.code == 0
    assert patch.out.startswith("--- a/profiles/liaoning.yaml\n+++ b/profiles/liaoning.yaml\n@@ ")
    assert patch.out.count("\n-") == patch.out.count("\n+") - 1 == 1


def test_the_booklet_goes_back_to_its_profiles(run: Run, fresh: Path, tmp_path: Path) -> None:
    shutil.copy(REPO / "profiles" / "oulu.yaml", fresh / "profiles" / "oulu.yaml")
    (fresh / "booklets").mkdir()
    book = fresh / "booklets" / "book.yaml"
    book.write_text(BOOK, "utf-8")
    assert run("booklet", "book", "--format", "docx").code == 0
    sent = fresh / "output" / "book.docx"
    words = {
        "14市から": "15市から",
        "約25万人": "約26万人",
        "架空の冊子です": "架空の小冊子です",
        "人口は3です": "人口は4です",
    }
    edited = typed(sent, tmp_path / "edited.docx", words)
    before = {name: (fresh / "profiles" / f"{name}.yaml").read_text("utf-8") for name in ("liaoning", "oulu")}
    ran = run("revise", str(edited), "--write")
    assert ran.code == 1, ran.err
    assert "D215" in ran.out
    assert book.read_text("utf-8") == BOOK.replace("架空の冊子です", "架空の小冊子です")
    after = {name: (fresh / "profiles" / f"{name}.yaml").read_text("utf-8") for name in before}
    assert after["liaoning"] == before["liaoning"].replace("など14市から", "など15市から")
    assert after["oulu"] == before["oulu"].replace("約25万人", "約26万人")


def test_without_any_original_a_file_is_compared_with_the_profile_and_must_be_confirmed(
    run: Run, sent: Path, profile: Path, tmp_path: Path
) -> None:
    shutil.rmtree(sent.parents[1] / "history")
    bare = tmp_path / "bare.docx"
    with zipfile.ZipFile(sent) as archive, zipfile.ZipFile(bare, "w") as target:
        for name in archive.namelist():
            if not name.startswith("customXml/"):
                data = archive.read(name)
                if name == "word/document.xml":
                    data = data.replace("14市から".encode(), "15市から".encode())
                target.writestr(name, data)
    stopped = run("revise", str(bare), "--write")
    assert stopped.code == 1
    assert "D217" in stopped.err
    assert "D113" in stopped.err
    before = profile.read_text("utf-8")
    assert run("revise", str(bare), "--write", "--confirm").code == 0
    assert profile.read_text("utf-8") == before.replace("など14市から", "など15市から")
    profile.write_text(before, "utf-8")
    told = run("revise", str(bare), "--baseline", str(sent), "--write")
    assert told.code == 0, told.err
    assert profile.read_text("utf-8") == before.replace("など14市から", "など15市から")


def _document(*texts: str) -> bytes:
    """A Word file of another program with these paragraphs."""
    made = docx.Document()
    for text in texts:
        made.add_paragraph(text)
    data = BytesIO()
    made.save(data)
    return data.getvalue()


@pytest.mark.parametrize("texts", [(), ("議事録", "次回は三月に開きます。"), ("別の文書です。",) * 40])
@pytest.mark.parametrize("how", ["profile", "baseline"])
def test_an_unrelated_document_is_refused_in_words_and_nothing_is_written(
    run: Run, sent: Path, profile: Path, tmp_path: Path, how: str, texts: tuple[str, ...]
) -> None:
    before = profile.read_bytes()
    other = tmp_path / "other.docx"
    other.write_bytes(_document(*texts))
    whose = ["--profile", "liaoning"] if how == "profile" else ["--baseline", str(sent)]
    ran = run("revise", str(other), *whose, "--write", "--confirm")
    assert ran.code == 1
    assert re.search(r"D222: .* “liaoning”: it has \d of the \d\d texts", ran.err)
    assert profile.read_bytes() == before


def test_the_file_of_another_partner_without_its_original_is_refused(
    run: Run, sent: Path, fresh: Path
) -> None:
    shutil.copy(REPO / "profiles" / "oulu.yaml", fresh / "profiles")
    assert run("build", "oulu", "--format", "docx").code == 0
    ran = run(
        *("revise", str(fresh / "output/oulu.docx"), "--baseline", str(sent)),
        "--write",
        "--confirm",
        "--theirs",
    )
    assert "D222" in ran.err


def test_the_file_of_another_profile_is_refused(run: Run, sent: Path, fresh: Path) -> None:
    shutil.copy(fresh / "profiles" / "liaoning.yaml", fresh / "profiles" / "other.yaml")
    ran = run("revise", str(sent), "--profile", "other")
    assert ran.code == 1
    assert "D109" in ran.err
    (fresh / "profiles" / "liaoning.yaml").unlink()
    assert "D115" in run("revise", str(sent)).err
    assert run("revise", str(sent), "--profile", "other").code == 0


def test_word_check_tells_what_survived(run: Run, sent: Path, tmp_path: Path) -> None:
    ran = run("word-check", str(sent))
    assert ran.code == 0
    assert "embedded original: present" in ran.out
    counts = re.search(r"bookmarks of texts: (\d+) of (\d+)", ran.out)
    assert counts
    assert counts[1] == counts[2] != "0"
    lost = changed(
        sent,
        tmp_path / "lost.docx",
        document=lambda xml: re.sub(r'<w:bookmarkStart [^>]*"_bc_1e2e[^>]*/>', "", xml),
    )
    assert "lost: partner.country" in run("word-check", str(lost)).out


def test_nothing_is_read_that_is_no_word_file(run: Run, fresh: Path, tmp_path: Path) -> None:
    for data, code in (
        (b"", "D101"),
        (b"text", "D101"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "D102"),
    ):
        path = tmp_path / "odd.docx"
        path.write_bytes(data)
        ran = run("revise", str(path))
        assert ran.code == 1
        assert code in ran.err
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("hello.txt", "hello")
    path.write_bytes(made.getvalue())
    assert "D101" in run("revise", str(path)).err
    assert run("revise", str(tmp_path / "missing.docx")).code == 3
