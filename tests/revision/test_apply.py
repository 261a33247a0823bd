"""Edits made in Word come back: three ways, several files, comments, the page, the command line."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import docx
import pytest

from cli_result import Run
from workspaces import REPO

Change = Callable[[str], str]
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


def changed(source: Path, target: Path, **parts: Change) -> Path:
    """A Word file with parts changed as an editor's program would."""
    with zipfile.ZipFile(source) as archive:
        data = {name: archive.read(name) for name in archive.namelist()}
    for name, change in parts.items():
        path = f"word/{name}.xml"
        data[path] = change(data[path].decode()).encode()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in data.items():
            archive.writestr(name, content)
    return target


def typed(source: Path, target: Path, words: Mapping[str, str]) -> Path:
    """A Word file in which words were typed over, without tracking."""

    def change(xml: str) -> str:
        for old, new in words.items():
            assert old in xml, old
            xml = xml.replace(old, new)
        return xml

    return changed(source, target, document=change)


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


def test_two_editors_of_one_profile(run: Run, sent: Path, profile: Path, tmp_path: Path) -> None:
    one = typed(sent, tmp_path / "one.docx", {"14市から": "15市から", FIELD: "英語あり"})
    two = typed(sent, tmp_path / "two.docx", {"27大学": "28大学", FIELD: "日本語あり"})
    before = profile.read_text("utf-8")
    stopped = run("revise", str(one), str(two), "--write")
    assert stopped.code == 1
    assert stopped.out.count("[conflict]") == 2
    assert run("revise", str(one), str(two), "--write", "--theirs").code == 0
    both = before.replace("など14市から", "など15市から").replace("27大学", "28大学")
    assert profile.read_text("utf-8") == both.replace(FIELD, "日本語あり")


def saved_by(source: Path, who: str) -> Path:
    """The Word file with the name of who saved it last."""
    with zipfile.ZipFile(source) as archive:
        data = {name: archive.read(name) for name in archive.namelist()}
    core = data["docProps/core.xml"].decode()
    core = re.sub(r"<cp:lastModifiedBy>.*?</cp:lastModifiedBy>", "", core)
    core = core.replace("</cp:core", f"<cp:lastModifiedBy>{who}</cp:lastModifiedBy></cp:core")
    data["docProps/core.xml"] = core.encode()
    with zipfile.ZipFile(source, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in data.items():
            archive.writestr(name, content)
    return source


@pytest.fixture
def three(sent: Path, tmp_path: Path) -> list[str]:
    """Word files of three people: all change the same two values."""
    made = []
    for name, number, words in (
        ("hana", "15", "英語あり"),
        ("taro", "16", "日本語あり"),
        ("jiro", "17", FIELD),
    ):
        edited = typed(sent, tmp_path / f"{name}.docx", {"14市から": f"{number}市から", FIELD: words})
        made.append(str(saved_by(edited, f"編集 {name}")))
    return made


def test_each_side_is_named_by_file_and_person_in_every_form(
    run: Run, profile: Path, three: list[str], tmp_path: Path
) -> None:
    page = tmp_path / "review.html"
    ran = run("revise", *three, "--html", str(page))
    assert ran.code == 1
    for text in (ran.out, page.read_text("utf-8")):
        for name, number in (("hana", "15"), ("taro", "16"), ("jiro", "17")):
            assert text.count(f"{name}.docx (編集 {name}): 中国の") == 2  # beside each of the two others
            assert re.search(rf"{name}\.docx \(編集 {name}\): 中国の.*など{number}市から", text)
    assert "2 edits need a decision" in ran.err
    rows = json.loads(run("revise", *three, "--format", "json").out)[0]["changes"]
    (row,) = (row for row in rows if row["new"] == "日本語あり")
    assert [(Path(side["source"]).name, side["author"], side["text"]) for side in row["sides"]] == [
        ("hana.docx", "編集 hana", "英語あり")
    ]
    assert row["ours"] == FIELD


def test_the_side_of_one_file_is_taken_and_the_rest_is_still_asked(
    run: Run, profile: Path, three: list[str]
) -> None:
    hana, taro, jiro = three
    before = profile.read_text("utf-8")
    stopped = run("revise", *three, "--write", "--take-from", jiro)
    assert stopped.code == 1
    assert "D112" in stopped.err
    assert profile.read_text("utf-8") == before
    ran = run("revise", *three, "--write", "--take-from", jiro, "--take-from", hana)
    assert ran.code == 0, ran.err
    after = before.replace("など14市から", "など17市から").replace(FIELD, "英語あり")
    assert profile.read_text("utf-8") == after
    assert "D224" in run("revise", hana, "--write", "--take-from", taro).err


def test_a_side_is_chosen_for_each_value(run: Run, profile: Path, three: list[str]) -> None:
    before = profile.read_text("utf-8")
    ran = run("revise", *three, "--interactive", typed="2\n0\n")
    assert ran.code == 0, ran.err
    assert re.search(r"2: \S*taro\.docx \(編集 taro\):\n.*16", ran.out)
    assert profile.read_text("utf-8") == before.replace("など14市から", "など16市から")


def test_a_file_given_twice_is_one_side(run: Run, sent: Path, profile: Path, tmp_path: Path) -> None:
    edited = str(typed(sent, tmp_path / "edited.docx", {"14市から": "15市から"}))
    before = profile.read_text("utf-8")
    assert run("revise", edited, edited, "--write").code == 0
    assert profile.read_text("utf-8") == before.replace("など14市から", "など15市から")


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


def test_a_decision_for_the_profile_is_no_failure(
    run: Run, sent: Path, profile: Path, tmp_path: Path
) -> None:
    edited = typed(sent, tmp_path / "edited.docx", {FIELD: "中国語と英語"})
    profile.write_text(profile.read_text("utf-8").replace(FIELD, "中国語だけ"), "utf-8")
    for option in (("--write", "--ours"), ("--interactive",)):
        ran = run("revise", str(edited), *option, typed="n\n")
        assert ran.code == 0
        assert "The profile was kept; nothing was written." in ran.err


def test_a_moved_item_says_from_where_to_where(run: Run, sent: Path, tmp_path: Path) -> None:
    def second_first(xml: str) -> str:
        lines = [
            p for p in re.findall(r"<w:p>.*?</w:p>", xml) if "市など14市から" in p or "ハイレベル産業" in p
        ]
        one, other = lines
        return xml.replace(one, "\0").replace(other, one).replace("\0", other)

    edited = changed(sent, tmp_path / "edited.docx", document=second_first)
    page = tmp_path / "page.html"
    ran = run("revise", str(edited), "--html", str(page))
    assert ran.code == 0, ran.err
    moved = re.search(r"from place (\d) to place (\d) \((?:after “.+”|the first)\)", ran.out)
    assert moved
    assert moved[1] != moved[2]
    assert moved[0] in page.read_text("utf-8").replace("&quot;", '"')
    (row,) = json.loads(run("revise", str(edited), "--format", "json").out)[0]["changes"]
    assert (row["kind"], row["from"], row["to"]) == ("move", int(moved[1]), int(moved[2]))


def test_a_question_that_was_moved_is_one_line_with_the_reason(run: Run, sent: Path, tmp_path: Path) -> None:
    def reordered(xml: str) -> str:
        lines = re.findall(r"<w:p>.*?</w:p>|<w:p [^>]*>.*?</w:p>|<w:tbl>.*?</w:tbl>", xml, re.DOTALL)
        titles = [i for i, p in enumerate(lines) if "どのような機関ですか" in p or "神奈川県との関係は" in p]
        start, middle = titles[-2:]
        end = next(i for i, p in enumerate(lines) if i > middle and "？" in p and "bcid_" not in p)
        first, second = "".join(lines[start:middle]), "".join(lines[middle:end])
        assert first + second in xml
        return xml.replace(first + second, second + first)

    edited = changed(sent, tmp_path / "edited.docx", document=reordered)
    ran = run("revise", str(edited))
    assert ran.code == 1
    assert ran.out.count("D223") == 1
    assert "D219" not in ran.out
    assert "D220" not in ran.out


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
    assert ran.code == 3, ran.err
    assert "profiles/liaoning.yaml: error D221: " in ran.err
    assert profile.read_text("utf-8") == f"{before}# typed meanwhile\n"
    assert run("revise", str(edited), "--write").code == 0
    now = profile.read_text("utf-8")
    assert now == before.replace("など14市から", "など15市から") + "# typed meanwhile\n"


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


def commented(source: Path, target: Path) -> Path:
    """The file with a comment of Word's at the first bullet."""
    with zipfile.ZipFile(source) as archive:
        data = {name: archive.read(name) for name in archive.namelist()}
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    data["word/comments.xml"] = (
        f'<w:comments {w}><w:comment w:id="0" w:author="確認 太郎" w:date="2026-11-20T09:00:00Z">'
        "<w:p><w:r><w:t>数を確かめてください</w:t></w:r></w:p></w:comment></w:comments>"
    ).encode()
    xml = data["word/document.xml"].decode()
    mark = "市など14市から"
    place = xml.index(mark) + len(mark)
    place = xml.index("</w:r>", place) + len("</w:r>")
    xml = xml[:place] + '<w:r><w:commentReference w:id="0"/></w:r>' + xml[place:]
    data["word/document.xml"] = xml.encode()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in data.items():
            archive.writestr(name, content)
    return target


def test_comments_are_listed_and_kept_on_request(run: Run, sent: Path, profile: Path, tmp_path: Path) -> None:
    edited = commented(sent, tmp_path / "edited.docx")
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


def test_the_page_stands_alone_and_says_what_changed(run: Run, sent: Path, tmp_path: Path) -> None:
    edited = typed(
        sent,
        tmp_path / "edited.docx",
        {"14市から": "<b>15市から".replace("<b>", ""), "ここがすごい！": "すごい！"},
    )
    page = tmp_path / "review.html"
    assert run("--lang", "ja", "revise", str(edited), "--html", str(page)).code == 1
    html = page.read_text("utf-8")
    assert "<del>14</del><ins>15</ins>市から" in html
    assert "D201" in html
    assert "profiles/_series.yaml" in html
    assert not re.search(r"(?:src|href)=|@import|url\(", html)


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


@pytest.mark.parametrize(("lang", "kind"), [("en", "underline"), ("ja", "下線")])
def test_what_an_editor_did_to_looks_is_told_in_the_language_asked_for(
    run: Run, sent: Path, tmp_path: Path, lang: str, kind: str
) -> None:
    def underlined(xml: str) -> str:
        found = re.search(r'<w:r><w:t xml:space="preserve">市など14市から', xml)
        assert found
        return xml.replace(found[0], found[0].replace("<w:r>", '<w:r><w:rPr><w:u w:val="single"/></w:rPr>'))

    edited = changed(sent, tmp_path / "edited.docx", document=underlined)
    ran = run("--lang", lang, "revise", str(edited))
    assert re.search(rf"D205: .*[（(]{kind}[：:] ?市など14市", ran.out)


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


def test_without_its_copy_a_file_is_compared_with_the_profile_and_must_be_confirmed(
    run: Run, sent: Path, profile: Path, tmp_path: Path
) -> None:
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
