"""What is printed of a text, character by character, and the quotations in it."""

from __future__ import annotations

from brochure.document.house_text import CITATION, OTHER, Quotation, house_text, plain_house_text


def test_every_printed_character_has_its_place() -> None:
    text = "お**問\n合**せ{瀋陽|しんよう}は[表示](https://example.jp/)、\\*\\[a\\]"
    shown = house_text(text)
    assert shown.printed == "お問合せ瀋陽は表示、*[a]"
    assert [text[at] for at in shown.offsets[:9]] == list("お問合せ瀋陽は表示")
    assert len(shown.printed) == len(shown.offsets)


def test_what_is_not_in_the_words_of_the_house_is_one_sign() -> None:
    shown = house_text("[辽宁]{lang=zh}は https://example.jp/サーバ を[^note]見た[@a; @b, p. 3]。")
    assert shown.printed == f"{OTHER}は {OTHER} を{OTHER}見た{CITATION}。"


def test_a_quotation_knows_the_citation_of_its_sentence() -> None:
    text = "「外の「中」も」と述べた[@a]。「次」は、出典がない。「前」「後」[@b]"
    shown = house_text(text)
    assert [(shown.printed[one.start : one.end], one.cited) for one in shown.quotations()] == [
        ("「外の「中」も」", text.index("[@a]")),
        ("「次」", -1),
        ("「前」", text.index("[@b]")),
        ("「後」", text.index("[@b]")),
    ]


def test_brackets_without_partners_are_no_quotation() -> None:
    assert list(house_text("」「開いたまま[@a]").quotations()) == []
    assert list(plain_house_text("「題」").quotations()) == [Quotation(0, 3, -1)]


def test_titles_of_works_are_words_of_others() -> None:
    assert plain_house_text("『サーバ入門』を読む").foreign_ranges() == [(0, 7)]
