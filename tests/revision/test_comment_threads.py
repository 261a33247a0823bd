"""Comments and replies come as threads, are answered, and the answer is a reply in the next Word file."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from brochure.schema.yaml_reader import parse_yaml
from cli_result import Run
from word_comments import Said, commented
from word_parts import packed_parts, word_parts

FIRST = "中国の東北地方南部"
OTHER = "神奈川県と遼寧省は"
THREAD = (
    Said(FIRST, "確認 太郎", "出典は？"),
    Said(OTHER, "編集 花子", "年は正しいですか"),
    Said(FIRST, "編集 花子", "私も知りたいです", 0),
    Said(FIRST, "確認 太郎", "急ぎません", 0),
)


@pytest.fixture
def store(fresh: Path) -> Path:
    """The file of the comments on the partner's texts."""
    return fresh / "comments" / "liaoning.yaml"


def stored(path: Path) -> Any:
    data = parse_yaml(path.read_bytes(), path.name).data
    assert isinstance(data, dict)
    return data["threads"]


def threads_of(run: Run, file: Path, *more: str) -> list[list[str]]:
    """The texts of each thread as JSON has them."""
    ran = run("revise", str(file), "--format", "json", *more)
    (found,) = json.loads(ran.out)
    assert [one["number"] for one in found["comments"]] == [*range(1, len(found["comments"]) + 1)]
    return [[one["text"], *(reply["text"] for reply in one["replies"])] for one in found["comments"]]


def rebuilt(run: Run, fresh: Path, *more: str) -> Path:
    assert run("build", "liaoning", "--format", "docx", *more).code == 0
    return fresh / "output" / "liaoning.docx"


@pytest.mark.parametrize("shape", ["word", "attribute", "none"])
def test_replies_come_in_order_below_their_comment(shape: str, run: Run, sent: Path) -> None:
    back = commented(sent, THREAD, shape=shape)
    assert threads_of(run, back) == [["出典は？", "私も知りたいです", "急ぎません"], ["年は正しいですか"]]
    shown = run("revise", str(back)).out
    assert "0 changes, 0 not applied, 2 comments" in shown
    assert re.search(r"\[comment 1\] output/back\.docx.*answers\.about\.0\.bullets\.0.*確認 太郎", shown)
    assert "      reply (編集 花子, 2026-11-22): 私も知りたいです\n" in shown
    assert shown.index("急ぎません") < shown.index("[comment 2]")


def test_a_reply_to_a_reply_belongs_to_the_thread(run: Run, sent: Path) -> None:
    back = commented(sent, (*THREAD[:3], Said(FIRST, "確認 太郎", "つぎの返信", 2)))
    assert threads_of(run, back)[0] == ["出典は？", "私も知りたいです", "つぎの返信"]


def test_two_comments_of_word_at_one_text_are_two_threads(run: Run, sent: Path) -> None:
    back = commented(sent, (Said(FIRST, "甲", "一つ目"), Said(FIRST, "乙", "二つ目")))
    assert threads_of(run, back) == [["一つ目"], ["二つ目"]]


def test_an_answer_is_stored_and_is_a_reply_in_the_next_word_file(
    run: Run, sent: Path, profile: Path, store: Path, fresh: Path
) -> None:
    before = profile.read_bytes()
    back = commented(sent, THREAD)
    ran = run("revise", str(back), "--answer", "1", "統計局の資料です", "--author", "県 次郎")
    assert (ran.code, profile.read_bytes()) == (0, before)
    assert "wrote comments/liaoning.yaml" in ran.err
    (thread,) = stored(store)
    assert thread["at"] == "answers.about.0.bullets.0"
    assert [(one["author"], one["text"]) for one in thread["comments"]] == [
        ("確認 太郎", "出典は？"),
        ("編集 花子", "私も知りたいです"),
        ("確認 太郎", "急ぎません"),
        ("県 次郎", "統計局の資料です"),
    ]
    made = rebuilt(run, fresh)
    assert threads_of(run, made) == [["出典は？", "私も知りたいです", "急ぎません", "統計局の資料です"]]
    parts = {name: data.decode() for name, data in word_parts(made.read_bytes()).items() if "omment" in name}
    ids = re.findall(r'w14:paraId="(\w+)"', parts["word/comments.xml"])
    parents = re.findall(
        r'w15:paraId="(\w+)"(?: w15:paraIdParent="(\w+)")?', parts["word/commentsExtended.xml"]
    )
    assert parents == [(ids[0], ""), *((one, ids[0]) for one in ids[1:])]
    assert run("check", "liaoning").code == 0


def test_several_answers_are_given_at_once_in_any_words(run: Run, sent: Path, store: Path) -> None:
    back = commented(sent, THREAD)
    words = ["「はい」です。\n二行目: # も", "'*' & <b>"]
    assert run("revise", str(back), "--answer", "2", words[0], "--answer", "1", words[1]).code == 0
    assert [one["comments"][-1]["text"].rstrip("\n") for one in stored(store)] == [words[1], words[0]]
    assert run("check", "liaoning").code == 0


def test_an_answer_that_was_given_is_not_given_again(run: Run, sent: Path, store: Path) -> None:
    back = commented(sent, THREAD)
    assert run("revise", str(back), "--answer", "1", "はい").code == 0
    before = store.read_bytes()
    again = run("revise", str(back), "--answer", "1", "はい")
    assert (again.code, store.read_bytes()) == (0, before)
    assert "The answers are all there already." in again.err
    assert run("revise", str(back), "--answer", "1", "まちがえました").code == 0
    assert [one["text"] for one in stored(store)[0]["comments"]][-2:] == ["はい", "まちがえました"]


@pytest.mark.parametrize(
    ("number", "words", "code"), [("3", "はい", "D225"), ("0", "はい", "D225"), ("1", " ", "D226")]
)
def test_a_wrong_answer_writes_nothing(
    number: str, words: str, code: str, run: Run, sent: Path, profile: Path, store: Path
) -> None:
    before = profile.read_bytes()
    ran = run("revise", str(commented(sent, THREAD)), "--answer", number, words, "--write")
    assert (ran.code, code in ran.err) == (2, True)
    assert (profile.read_bytes(), store.exists()) == (before, False)


def test_a_reply_to_an_answer_joins_the_stored_thread(run: Run, sent: Path, store: Path, fresh: Path) -> None:
    assert run("revise", str(commented(sent, THREAD[:1])), "--answer", "1", "統計局です").code == 0
    text = store.read_text("utf-8").replace("threads:", "# 内部のメモ\nthreads:")
    store.write_text(text, "utf-8")
    said = (
        Said(FIRST, "確認 太郎", "出典は？", date="2026-11-20T09:00:00Z"),
        Said(FIRST, "作成者", "統計局です", 0, date="2027-01-01T09:00:00Z"),
        Said(FIRST, "確認 太郎", "ありがとう", 0, date="2027-01-02T09:00:00Z"),
    )
    rebuilt(run, fresh)
    back = commented(sent, said)
    assert threads_of(run, back) == [["出典は？", "統計局です", "ありがとう"]]
    assert "ありがとう" not in store.read_text("utf-8")
    assert run("revise", str(back), "--write").code == 0
    assert [one["text"] for one in stored(store)[0]["comments"]] == ["出典は？", "統計局です", "ありがとう"]
    assert "# 内部のメモ" in store.read_text("utf-8")


def test_a_resolved_thread_is_told_and_dropped_on_request(
    run: Run, sent: Path, store: Path, fresh: Path
) -> None:
    assert (
        run("revise", str(commented(sent, THREAD)), "--answer", "1", "はい", "--answer", "2", "はい").code
        == 0
    )
    done = Said(FIRST, "確認 太郎", "出典は？", done=True, date="2026-11-20T09:00:00Z")
    back = commented(sent, (done,))
    assert "[resolved comment 1]" in run("revise", str(back)).out
    assert run("revise", str(back), "--write").code == 0
    assert [one.get("resolved") for one in stored(store)] == ["true", None]
    assert b'w15:done="1"' in word_parts(rebuilt(run, fresh).read_bytes())["word/commentsExtended.xml"]
    assert run("revise", str(back), "--drop-resolved").code == 0
    assert [one["at"] for one in stored(store)] == ["answers.relation.0.bullets.0"]
    assert [texts[0] for texts in threads_of(run, rebuilt(run, fresh))] == ["年は正しいですか"]


def test_an_answer_opens_a_resolved_thread_again(run: Run, sent: Path, store: Path) -> None:
    back = commented(sent, (Said(FIRST, "確認 太郎", "出典は？", done=True),))
    assert run("revise", str(back), "--answer", "1", "まだです").code == 0
    assert "resolved" not in stored(store)[0]


@pytest.mark.parametrize("text", ["# メモ\nthreads: []\n", "# メモ\nthreads:\n"])
def test_words_in_a_file_without_threads_stay(text: str, run: Run, sent: Path, store: Path) -> None:
    store.parent.mkdir()
    store.write_text(text, "utf-8")
    assert run("revise", str(commented(sent, THREAD)), "--answer", "1", "はい").code == 0
    assert len(stored(store)) == 1
    assert "# メモ" in store.read_text("utf-8")


def test_one_thread_in_two_word_files_is_one(run: Run, sent: Path, store: Path) -> None:
    asked = Said(FIRST, "確認 太郎", "出典は？")
    first = commented(sent, (asked, Said(FIRST, "甲", "賛成", 0)), "one.docx")
    second = commented(sent, (asked, Said(FIRST, "乙", "反対", 0)), "two.docx")
    assert threads_of(run, first, str(second)) == [["出典は？", "賛成", "反対"]]
    assert run("revise", str(first), str(second), "--answer", "1", "はい").code == 0
    assert len(stored(store)) == 1


def test_share_safe_files_and_pdfs_have_no_comments(run: Run, sent: Path, fresh: Path) -> None:
    assert run("revise", str(commented(sent, THREAD)), "--answer", "1", "内部の答え").code == 0
    assert "word/comments.xml" in word_parts(rebuilt(run, fresh).read_bytes())
    made = word_parts(rebuilt(run, fresh, "--share-safe").read_bytes())
    assert not [name for name, data in made.items() if "omment" in name or "内部の答え".encode() in data]
    assert run("build", "liaoning", "--format", "pdf").code == 0
    with pikepdf.open(fresh / "output" / "liaoning.pdf") as pdf:
        held = {name: one.get_file().read_bytes() for name, one in pdf.attachments.items()}
    assert held
    assert not [name for name, data in held.items() if "内部の答え".encode() in data]


def test_an_unanswered_thread_is_not_stored(run: Run, sent: Path, store: Path) -> None:
    assert run("revise", str(commented(sent, THREAD)), "--write").code == 0
    assert not store.exists()


def test_replies_are_kept_as_notes_of_the_profile_too(run: Run, sent: Path, profile: Path) -> None:
    assert run("revise", str(commented(sent, THREAD)), "--write", "--keep-comments").code == 0
    text = profile.read_text("utf-8")
    assert text.index("# TODO（確認 太郎、2026-11-20）：出典は？") < text.index(
        "返信（編集 花子、2026-11-22）"
    )
    assert text.index("返信（編集 花子、2026-11-22）") < text.index("返信（確認 太郎、2026-11-23）")
    assert run("revise", str(commented(sent, THREAD)), "--write", "--keep-comments").code == 0
    assert profile.read_text("utf-8") == text


def test_the_page_shows_threads(run: Run, sent: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert run("revise", str(commented(sent, THREAD)), "--html", str(page)).code == 0
    html = page.read_text("utf-8")
    assert (
        html.index("出典は？")
        < html.index("<li>")
        < html.index("私も知りたいです")
        < html.index("急ぎません")
    )


@pytest.mark.parametrize("day", ["2026-11-20T09:00:00Z", "2026-11-20"])
def test_the_same_question_at_two_texts_is_two_threads(
    day: str, run: Run, sent: Path, store: Path, fresh: Path
) -> None:
    asked = [Said(at, "確認 太郎", "出典は？", date=day) for at in (FIRST, OTHER)]
    back = commented(sent, asked)
    assert run("revise", str(back), "--answer", "2", "協定書").code == 0
    assert run("revise", str(back), "--answer", "1", "統計局").code == 0
    assert {one["at"]: one["comments"][-1]["text"] for one in stored(store)} == {
        "answers.about.0.bullets.0": "統計局",
        "answers.relation.0.bullets.0": "協定書",
    }
    assert threads_of(run, rebuilt(run, fresh)) == [["出典は？", "協定書"], ["出典は？", "統計局"]][::-1]


ODD_WORDS = (
    *("a\u0085b\u2028c", "\ufeffx", "- x: #y", "|\n  >", "\u202eabc", "\ue000", "𠮷野家", "'", '"'),
    *("null", "12", "\\\\", "a\n\nb", " x", "\u3000", "<&>"),
)


def test_any_words_can_be_said_and_answered(run: Run, sent: Path, store: Path, fresh: Path) -> None:
    said = [Said(FIRST, f"人 {number}", f"問い{number} {words}") for number, words in enumerate(ODD_WORDS)]
    back = commented(sent, said)
    answers = [
        part
        for number, words in enumerate(ODD_WORDS, 1)
        for part in ("--answer", str(number), f"答え {words}")
    ]
    for _ in range(2):
        ran = run("revise", str(back), *answers, "--author", "県 'x': #1\n二")
        assert ran.code == 0, ran.err
    assert "The answers are all there already." in ran.err
    assert run("check", "liaoning").code == 0
    found = threads_of(run, rebuilt(run, fresh))
    assert [[text.split()[0] for text in texts] for texts in found] == [
        [f"問い{number}", "答え"] for number in range(len(ODD_WORDS))
    ]


def test_a_comment_whose_text_was_deleted_is_not_lost(run: Run, sent: Path, store: Path, fresh: Path) -> None:
    back = commented(sent, THREAD[:1])
    parts = word_parts(back.read_bytes())
    xml = parts["word/document.xml"].decode()
    parts["word/document.xml"] = re.sub(r"<w:commentReference[^>]*/>", "", xml).encode()
    back.write_bytes(packed_parts(parts))
    assert threads_of(run, back) == [["出典は？"]]
    assert run("revise", str(back), "--answer", "1", "はい").code == 0
    assert stored(store)[0]["at"] == "partner.name"
    assert threads_of(run, rebuilt(run, fresh)) == [["出典は？", "はい"]]


BOOK = """title: 架空の冊子
edition: 2026-11
partners:
  - id: liaoning
foreword:
  title: はじめに
  text: これは架空の冊子です。
colophon:
  publisher: 架空の発行者
"""


def test_comments_in_a_booklet_are_stored_where_their_text_is(run: Run, fresh: Path, store: Path) -> None:
    (fresh / "booklets").mkdir()
    (fresh / "booklets" / "book.yaml").write_text(BOOK, "utf-8")
    assert run("booklet", "book", "--format", "docx").code == 0
    made = fresh / "output" / "book.docx"
    back = commented(
        made, (Said(FIRST, "甲", "機関の問い"), Said("これは架空の冊子です。", "乙", "冊子の問い"))
    )
    listed = json.loads(run("revise", str(back), "--format", "json").out)
    numbers = {one["text"]: str(one["number"]) for review in listed for one in review["comments"]}
    assert {*numbers} == {"機関の問い", "冊子の問い"}
    answers = [part for text, number in numbers.items() for part in ("--answer", number, f"{text}への答え")]
    assert run("revise", str(back), *answers).code == 0
    own = fresh / "comments" / "booklets" / "book.yaml"
    for path, at, text in (
        (store, "answers.about.0.bullets.0", "機関の問い"),
        (own, "foreword.text", "冊子の問い"),
    ):
        (thread,) = stored(path)
        assert (thread["at"], [one["text"] for one in thread["comments"]]) == (at, [text, f"{text}への答え"])
    assert run("booklet", "book", "--format", "docx").code == 0
    parts = word_parts(made.read_bytes())
    assert parts["word/comments.xml"].decode().count("への答え") == 2
    assert run("booklet", "book", "--format", "docx", "--share-safe").code == 0
    assert "word/comments.xml" not in word_parts(made.read_bytes())
    assert threads_of(run, rebuilt(run, fresh)) == [["機関の問い", "機関の問いへの答え"]]
    assert run("check").code == 0
