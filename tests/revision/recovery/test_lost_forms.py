"""Forms of words that a whole file has lost are those of the sent file, where the words are unchanged."""

from __future__ import annotations

import pytest

from brochure.document.tree import Foreign, Inline, Link, NoteCall, Ruby, Strong, SuperSub, Text
from brochure.revision.recovery.lost_forms import restore_forms
from brochure.word.reader.model import WordLine, WordReading

BEFORE, AFTER = "これは十分に長い文の初めであり、", "の支援を毎年のように行っています。"
CALL = NoteCall("_note_a", 0, "", first=False)


def reading(*lines: tuple[Inline, ...]) -> WordReading:
    notes = {"_note_a": (WordLine("note", None, "", (Text("注"),)),)}
    return WordReading(tuple(WordLine("body", None, "", one) for one in lines), notes, (), {}, ())


FORMS: dict[str, tuple[Inline, str]] = {
    "bold": (Strong((Text("太い語"),)), "太い語"),
    "ruby": (Ruby("撫順", "ぶじゅん"), "撫順"),
    "links": (Link("案内の頁", "https://example.jp/a"), "案内の頁"),
    "raised": (SuperSub("23", True), "23"),
    "foreign": (Foreign("서울", "ko"), "서울"),
}


@pytest.mark.parametrize("kind", FORMS)
def test_a_form_that_the_file_lost_is_restored(kind: str) -> None:
    form, words = FORMS[kind]
    sent = reading((Text(BEFORE), form, Text(AFTER)))
    new = reading((Text(f"{BEFORE}{words}{AFTER}".replace("毎年", "隔年")),))
    found, lost = restore_forms(new, sent)
    assert lost == (kind,)
    assert found.lines[0].content == (Text(BEFORE), form, Text(AFTER.replace("毎年", "隔年")))


@pytest.mark.parametrize("kind", FORMS)
def test_a_form_that_the_file_still_has_is_left_to_its_editor(kind: str) -> None:
    form, words = FORMS[kind]
    sent = reading((Text(BEFORE), form, Text(AFTER)), (Text(AFTER), form, Text(BEFORE)))
    new = reading((Text(f"{BEFORE}{words}{AFTER}"),), (Text(AFTER), form, Text(BEFORE)))
    found, lost = restore_forms(new, sent)
    assert lost == ()
    assert found == new


@pytest.mark.parametrize("kind", [kind for kind in FORMS if kind != "bold"])
def test_changed_words_do_not_get_the_form(kind: str) -> None:
    form, _ = FORMS[kind]
    sent = reading((Text(BEFORE), form, Text(AFTER)))
    found, _ = restore_forms(reading((Text(f"{BEFORE}別のもの{AFTER}"),)), sent)
    assert found.lines[0].content == (Text(f"{BEFORE}別のもの{AFTER}"),)


@pytest.mark.parametrize("brackets", ["（{}）", "({})"])
def test_a_reading_in_brackets_is_the_reading(brackets: str) -> None:
    sent = reading((Text(BEFORE), FORMS["ruby"][0], Text(AFTER)))
    new = reading((Text(f"{BEFORE}撫順{brackets.format('ぶじゅん')}{AFTER}"),))
    assert restore_forms(new, sent)[0].lines == sent.lines


def test_words_typed_into_bold_words_are_bold() -> None:
    sent = reading((Text(BEFORE), Strong((Text("必ず可能"),)), Text(AFTER)))
    new = reading((Text(f"{BEFORE}必ず不可能{AFTER}"),))
    assert restore_forms(new, sent)[0].lines[0].content[1] == Strong((Text("必ず不可能"),))


def test_calls_that_all_are_gone_stand_where_they_stood() -> None:
    sent = reading((Text(BEFORE), CALL, Text(AFTER)), (Text(AFTER), CALL))
    new = reading((Text(BEFORE + AFTER.replace("毎年", "隔年")),), (Text(AFTER),))
    found, lost = restore_forms(new, sent)
    assert lost == ("calls",)
    assert found.lines[0].content == (Text(BEFORE), CALL, Text(AFTER.replace("毎年", "隔年")))
    assert found.lines[1].content == (Text(AFTER), CALL)
    assert found.notes == sent.notes
