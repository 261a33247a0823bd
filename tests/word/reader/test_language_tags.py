"""Tags of foreign words are as they were sent, whatever a program makes of them; a real change is kept."""

from __future__ import annotations

import pytest

from brochure.document.tree import Foreign, Inline, Strong, Text
from brochure.word.reader.language_tags import restore_tags
from brochure.word.reader.model import WordLine, WordReading


def reading(*content: Inline, note: tuple[Inline, ...] = ()) -> WordReading:
    """A file of one line and one note."""
    line, noted = WordLine("body", None, "text", content), WordLine("note", None, "text", note)
    return WordReading((line,), {"_note_n": (noted,)}, (), {}, ())


@pytest.mark.parametrize(
    ("sent", "came", "restored"),
    [
        ("ko", "ko-KR", "ko"),
        ("zh", "zh-CN", "zh"),
        ("zh-Hant", "zh-TW", "zh-Hant"),
        ("iw", "he-IL", "iw"),
        ("en-US", "und", "en-US"),  # the usual language of the file is left out
        ("und", "en-US", "und"),
        ("pt-BR", "pt-BR", "pt-BR"),
        ("zh-CN", "zh-TW", "zh-TW"),
        ("ko", "ja-JP", "ja-JP"),
        ("fa", "fan", "fan"),
    ],
)
def test_only_what_a_program_adds_is_undone(sent: str, came: str, restored: str) -> None:
    for wrap in (lambda inline: inline, lambda inline: Strong((inline,))):
        words = wrap(Foreign("外の語", sent))
        found = restore_tags(
            reading(Text("前"), wrap(Foreign("外の語", came)), note=(wrap(Foreign("外の語", came)),)),
            reading(words, note=(words,)),
        )
        wanted = wrap(Foreign("外の語", restored))
        assert found == reading(Text("前"), wanted, note=(wanted,))


def test_the_parts_of_a_word_are_one_word_again() -> None:
    sent = reading(Foreign("서울 특별시", "ko"))
    came = reading(Foreign("서울", "ko"), Foreign(" 특별시", "ko-KR"))
    assert restore_tags(came, sent) == sent


def test_an_edited_word_has_the_tag_of_its_language() -> None:
    sent = reading(Foreign("서울", "ko"), Text("、"), Foreign("ไทย", "th-TH"))
    came = reading(Foreign("부산", "ko-KR"), Text("、"), Foreign("ลาว", "th-TH"))
    assert restore_tags(came, sent) == reading(Foreign("부산", "ko"), Text("、"), Foreign("ลาว", "th-TH"))


def test_a_file_without_foreign_words_stays_as_it_is() -> None:
    came = reading(Foreign("서울", "ko-KR"))
    assert restore_tags(came, reading(Text("文"))) is came
