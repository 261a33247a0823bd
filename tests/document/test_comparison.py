"""The table of what changed since an earlier edition: one row for each change, old beside new."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from brochure.build.load import SharedInput
from brochure.document.comparison import compare_editions
from brochure.document.printed_words import words_of
from brochure.document.tree import Document
from comparisons import new_liaoning, new_rows, table
from editions import EDITS, document, edited, random_editions
from law import law


@pytest.fixture(scope="module")
def liaoning(common: SharedInput) -> Document:
    """The partner of the repository."""
    return new_liaoning(common)


@pytest.fixture
def rows(liaoning: Document, common: SharedInput) -> Callable[..., list[tuple[str, str, str]]]:
    """The rows of an edit: place, old, new."""
    return new_rows(liaoning, common)


Rows = Callable[..., list[tuple[str, str, str]]]


def test_a_row_says_where_the_text_stands_and_underlines_words(rows: Rows) -> None:
    assert rows("words")[0] == (
        "1 どのような機関ですか？ 箇条書き 1",
        "（略）市、撫順（ぶじゅん）市など[14市]から構成され、中国東北部における経済の中心地域となっています。",
        "（略）市、撫順（ぶじゅん）市など[15市]から構成され、中国東北部における経済の中心地域となっています。",
    )


def test_what_is_new_and_what_is_gone_is_said(rows: Rows) -> None:
    assert rows("bullet added") == [
        ("2 神奈川県との関係は？ 箇条書き 1", "（新設）", "[2026年に新しい交流が始まりました。]")
    ]
    ((_, old, new),) = rows("row removed")
    assert (old, new) == ("[組織名] / [中華人民共和国 遼寧省]", "（削除）")


def test_a_mark_is_said_in_words(rows: Rows) -> None:
    first, second = rows("mark flipped")
    assert first[0].endswith("星取表「国外企業（日本企業）への支援」 c")
    assert first[1:] == (
        "市場情報提供/市場調査支援　[○（提供あり）]",
        "市場情報提供/市場調査支援　[–（提供なし）]",
    )
    assert second[0].endswith(" e")


def test_a_table_that_goes_is_one_row(rows: Rows) -> None:
    found = rows("question loses its answer")
    (row,) = [one for one in found if "星取表" in one[0]]
    assert row[0].endswith("星取表「国外企業（日本企業）への支援」")
    assert row[1].count("（提供なし）") == 9


def test_a_note_is_known_whatever_its_number(rows: Rows, liaoning: Document, common: SharedInput) -> None:
    assert rows("note edited") == [
        ("注 *2", "日本貿易振興機構大連事務所「[遼寧省概況]」（2018年7月）より",
         "日本貿易振興機構大連事務所「[遼寧省の概況と展望]」（2018年7月）より")
    ]  # fmt: skip
    added = table(liaoning, document(edited("note added"), common))
    assert len(added.changes) == 2
    assert added.renumbered
    assert "注の番号" in added.legend


def test_both_sides_of_a_row_are_shortened_alike(rows: Rows) -> None:
    ((_, old, new), _) = rows("note added")
    assert old.startswith("（略）友好提携35周年となる")
    assert new.replace("[*5]", "") == old


def test_emphasis_alone_is_a_change(rows: Rows) -> None:
    ((_, old, new),) = rows("strong")
    assert old == new
    assert "[神奈川県からも、]" in new


@pytest.mark.parametrize("name", EDITS)
def test_every_edit_is_listed(name: str, rows: Rows) -> None:
    assert rows(name)


@law(sample=8, full=800)
def test_the_table_is_empty_exactly_where_word_has_nothing_to_track(seed: int, common: SharedInput) -> None:
    from editions import redlined

    old, new = random_editions(seed, seed % 4, common)  # none, one or a few changes
    assert bool(table(old, new).changes) == bool(redlined(old, new, common).changes)


def test_a_picture_changed_under_its_name_is_listed(liaoning: Document, common: SharedInput) -> None:
    new = document(edited("photo"), common)
    file = "tests/samples/photos/mountains.png"
    found = compare_editions(
        new, new, editions=("前", "後"), words=words_of("ja"), pictures=({file: "1"}, {file: "2"})
    )
    assert [one.place for one in found.changes] == ["写真"]
