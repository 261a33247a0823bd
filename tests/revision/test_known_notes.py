"""Later calls of a note stay that note, whatever becomes of the first call, which holds its text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from brochure.document.tree import NoteCall, Strong, Text, plain_text
from brochure.revision.known_notes import with_known_notes
from brochure.word.reader.model import WordLine, WordReading
from brochure.word.reader.pieces import called_notes
from cli_result import Run
from word_parts import edited_file, paragraph_of

PROFILE = """\
partner: {name: 架空市, country: 架空国}
edition: 2026-11
answers:
  about:
    - bullets:
        - 一つめの文です[@stat]。
        - 二つめの文です[^free]。
        - 三つめの文です[@stat]。
    - paragraph: 段落の文です[@stat]、[^free]。
  relation:
    - facts: mou
      rows:
        - label: 署名者
          text: 架空の署名者[@stat]
sources:
  - {id: stat, type: report, author: 架空省, title: 架空の統計, issued: 2020}
notes:
  free: 二度引く注（架空）。
"""
CALL = re.compile(
    r'<w:r><w:rPr><w:rStyle w:val="\w*Call"/></w:rPr><w:t xml:space="preserve">\*</w:t></w:r>'
    r"<w:bookmarkStart [^>]*/><w:r>(?:(?!</w:r>).)*<w:(?:foot|end)noteReference [^>]*/></w:r>"
    r"<w:bookmarkEnd [^>]*/>"
)


@pytest.fixture
def made(run: Run, fresh: Path) -> Path:
    """The Word file of a partner that calls each of its notes more than once."""
    (fresh / "profiles" / "made.yaml").write_text(PROFILE, "utf-8")
    assert run("build", "made", "--format", "docx").code == 0
    return fresh / "output" / "made.docx"


def without_call(xml: str, words: str) -> str:
    """The body without the call in a line; its note has no call with text then."""
    line = paragraph_of(xml, words)
    assert CALL.search(line)
    return xml.replace(line, CALL.sub("", line, count=1))


@pytest.mark.parametrize(
    ("words", "old", "new"),
    [
        ("一つめの文です", "一つめの文です[@stat]。", "一つめの文です。"),
        ("二つめの文です", "二つめの文です[^free]。", "二つめの文です。"),
    ],
)
def test_the_first_call_of_a_note_that_is_called_again_can_be_deleted(
    words: str, old: str, new: str, run: Run, fresh: Path, made: Path
) -> None:
    edited = edited_file(made, {"document": lambda xml: without_call(xml, words)})
    ran = run("revise", str(edited), "--write", "--confirm")
    assert (ran.code, "1 changes, 0 not applied" in ran.out) == (0, True)
    assert (fresh / "profiles" / "made.yaml").read_text("utf-8") == PROFILE.replace(old, new)
    assert "[done]" in run("revise", str(edited)).out


def test_the_line_with_the_first_calls_can_be_deleted(run: Run, fresh: Path, made: Path) -> None:
    def change(xml: str) -> str:
        for words in ("一つめの文です", "二つめの文です"):
            xml = xml.replace(paragraph_of(xml, words), "")
        return xml

    edited = edited_file(made, {"document": change})
    ran = run("revise", str(edited), "--write", "--confirm")
    assert "2 changes, 0 not applied" in ran.out
    lines = [line for line in PROFILE.splitlines() if "一つめ" not in line and "二つめの文" not in line]
    assert (fresh / "profiles" / "made.yaml").read_text("utf-8").splitlines() == lines


def test_a_note_whose_last_call_is_deleted_goes(run: Run, fresh: Path, made: Path) -> None:
    def change(xml: str) -> str:
        xml = without_call(xml, "二つめの文です")
        line = paragraph_of(xml, "段落の文です")
        fields = [
            m.span()
            for m in re.finditer(r"<w:r>(?:(?!</w:r>).)*fldCharType=\"(?:begin|end)\".*?</w:r>", line)
        ]
        return xml.replace(line, line[: fields[2][0]] + line[fields[3][1] :])

    run("revise", str(edited_file(made, {"document": change})), "--write", "--confirm")
    text = (fresh / "profiles" / "made.yaml").read_text("utf-8")
    assert "free" not in text
    assert text.count("[@stat]") == 4


def body(*calls: str) -> tuple[WordLine, ...]:
    return tuple(WordLine("body", None, "", (Text("文"), NoteCall(key, 0, "", first=False))) for key in calls)


def note(words: str) -> tuple[WordLine, ...]:
    return (WordLine("note", None, "", (Text(words),)),)


def reading(lines: tuple[WordLine, ...], **notes: str) -> WordReading:
    return WordReading(lines, {key: note(words) for key, words in notes.items()}, (), {}, ())


SENT = reading(body("_note_a", "_note_b", "_note_a"), _note_a="長い題名の資料の甲", _note_b="乙の注")


def keys_and_words(new: WordReading) -> tuple[list[str], dict[str, str]]:
    known = with_known_notes(new, SENT)
    keys = [key for line in known.lines for key in called_notes(line.pieces)]
    return keys, {
        key: "".join(plain_text(line.content) for line in lines) for key, lines in known.notes.items()
    }


def test_a_call_without_its_note_means_the_note_that_was_sent() -> None:
    assert keys_and_words(reading(body("_note_b", "_note_a"), _note_b="乙の注")) == (
        ["_note_b", "_note_a"],
        {"_note_a": "長い題名の資料の甲", "_note_b": "乙の注"},
    )


def test_a_note_that_nothing_calls_stays_gone() -> None:
    assert keys_and_words(reading(body("_note_b"), _note_b="乙の注"))[1] == {"_note_b": "乙の注"}


@pytest.mark.parametrize("key", ["footnote:7", "_note_a_Copy_1"])
def test_a_pasted_first_call_is_the_note_again(key: str) -> None:
    notes = {key: "長い題名の資料の甲", "_note_b": "乙の注"}
    keys, words = keys_and_words(reading(body("_note_b", key, "_note_a"), **notes))
    assert keys == ["_note_b", "_note_a", "_note_a"]
    assert words == {"_note_a": "長い題名の資料の甲", "_note_b": "乙の注"}


def test_a_new_note_of_similar_words_is_not_the_deleted_one_while_that_is_called() -> None:
    new = reading(body("footnote:7", "_note_a"), **{"footnote:7": "長い題名の資料の丙"})
    assert keys_and_words(new) == (
        ["footnote:7", "_note_a"],
        {"footnote:7": "長い題名の資料の丙", "_note_a": "長い題名の資料の甲"},
    )


def test_a_pasted_call_whose_note_was_edited_keeps_its_edit() -> None:
    new = reading(body("_note_a_Copy_2", "_note_a"), _note_a_Copy_2="長い題名の資料の丁")
    assert keys_and_words(new) == (["_note_a", "_note_a"], {"_note_a": "長い題名の資料の丁"})


def test_calls_in_strong_words_are_renamed() -> None:
    call = NoteCall("footnote:7", 0, "", first=False)
    line = WordLine("body", None, "", (Strong((Text("太"), call)),))
    known = with_known_notes(reading((line,), **{"footnote:7": "乙の注"}), SENT)
    assert [*called_notes(known.lines[0].pieces)] == ["_note_b"]
