"""Accepting all changes of a redline gives the new Word file, rejecting all the old one."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

import libreoffice_editor
from brochure.build.load import SharedInput
from brochure.document.markup import parse_markup, sole_address
from brochure.document.tree import Document
from brochure.word import baseline as baselines
from docx_reader import NAMES, W, WordFile
from docx_validator import findings
from editions import (
    DATE,
    EDITS,
    LIAONING,
    behind_questions,
    document,
    edited,
    random_editions,
    redlined,
    written,
)
from generated import Writer, profile
from law import law
from libreoffice_editor import Script
from random_edition import WORDS_AND_MARKUP, put_in, reword
from script_files import SAMPLE
from tracked_changes_reader import said


def assert_law(old: Document, new: Document, common: SharedInput, *, back: bool = False) -> list[bytes]:
    """Both views of a redline are the Word files of the two editions.

    Args:
        back: Whether to look at the redline from the new edition to the old one, too.

    Returns:
        The redlines.
    """
    before, after = (said(written(edition, common), "accept") for edition in (old, new))
    made = [redlined(old, new, common).data]
    assert said(made[0], "accept") == after
    assert said(made[0], "reject") == before
    if back:
        made.append(redlined(new, old, common).data)
        assert said(made[1], "accept") == before
        assert said(made[1], "reject") == after
    return made


@pytest.fixture(scope="module")
def liaoning(common: SharedInput) -> Document:
    """The partner of the repository."""
    return document(LIAONING, common)


@pytest.mark.parametrize("name", EDITS)
def test_every_edit_can_be_accepted_and_rejected(
    name: str, liaoning: Document, common: SharedInput, tmp_path: Path
) -> None:
    made = assert_law(liaoning, document(edited(name), common), common, back=True)
    for file in map(WordFile, made):
        assert changes(file)
        assert not file.faults()
    assert not findings(made[0], tmp_path)


def test_all_edits_at_once_can_be_accepted_and_rejected(liaoning: Document, common: SharedInput) -> None:
    compatible = ["words", "ruby", "bullet added", "note added", "mark flipped", "row added", "name", "photo"]
    new = document(edited(*compatible, "callout item added", "contact", "figure"), common)
    for made in assert_law(liaoning, new, common, back=True):
        assert not WordFile(made).faults()


@law(sample=12, full=800)
def test_random_editions_can_be_accepted_and_rejected(seed: int, common: SharedInput) -> None:
    (made,) = assert_law(*random_editions(seed, 1 + seed % 8, common), common)
    assert not WordFile(made).faults()


@law(sample=2, full=150)
def test_even_two_partners_can_be_one_file(seed: int, common: SharedInput, tmp_path: Path) -> None:
    old, new = (document(profile(one), common, "x") for one in (seed, seed + 100))
    (made,) = assert_law(old, new, common)
    assert not WordFile(made).faults()
    assert not findings(made, tmp_path)


@law(sample=4, full=300)
def test_sections_of_questions_keep_their_ends(seed: int, common: SharedInput) -> None:
    sections = behind_questions(common)
    for made in assert_law(*random_editions(seed, 3 + seed % 8, sections), sections, back=True):
        assert not WordFile(made).faults()


SHORT = """\
partner: {name: 架空州, country: 架空国}
edition: 2026-11
answers:
  about:
    - paragraph: 先の文[^one]。
  relation:
    - paragraph: 続き。
notes: {one: 第一の注。}
"""
TABLE = "    - facts: mou\n      rows:\n        - {label: 項目, text: '表の文[^two]。'}\n"


def test_notes_stay_at_their_calls_if_a_table_ends_the_section_in_one_edition_only(
    common: SharedInput, tmp_path: Path
) -> None:
    """The paragraph before the table is deleted and inserted again; the table is merged first."""
    sections = behind_questions(common)
    longer = SHORT.replace("  relation:", f"{TABLE}  relation:").replace("注。}", "注。, two: 第二の注。}")
    old, new = (document(text, sections, "x") for text in (SHORT, longer))
    for made in assert_law(old, new, sections, back=True):
        assert not WordFile(made).faults()
        assert not findings(made, tmp_path)


OTHER_SCRIPTS = [
    ("서울 특별시", "부산 광역시"),
    ("กรุงเทพมหานคร、インド", "เชียงใหม่、インド"),
    ("বাংলাদেশ", "পশ্চিমবঙ্গ"),
    ("عليكم (2026).", "عليكم (2027)."),
    ("[می‌خواهم]{lang=fa}", "[می‌خواهیم]{lang=fa}"),
    ("[मराठी]{lang=mr}", "[मराठी]{lang=hi}"),
    ("الصحة 2026、ไทย", "الصحة والسكان 2027、ไทย"),
    ("Thành phố Hồ Chí Minh", "Thành phố Huế"),
    ("{𠮷野|よしの}", "{𠮷田|よしだ}"),
    ("、𩸽、辽宁省", "、𠮷、沈阳市"),
    ("목록の項目", "목차の項目"),
]


def test_words_of_other_scripts_change_as_whole_words(common: SharedInput, tmp_path: Path) -> None:
    was = now = SAMPLE.read_text("utf-8")
    for old, new in OTHER_SCRIPTS:
        now = now.replace(old, new)
    before, after = (document(text, common, "scripts") for text in (was, now))
    for made in assert_law(before, after, common, back=True):
        assert not WordFile(made).faults()
        assert not findings(made, tmp_path)
        texts = [
            text.text or ""
            for part in ("document", "footnotes")
            for text in WordFile(made).xml(part).iter(f"{W}t", f"{W}delText")
        ]
        assert {"서울", "특별시", "می‌خواهم", "กรุงเทพมหานคร"} <= set(texts)
        assert not [text for text in texts if unicodedata.category(text[:1] or " ")[0] == "M"]


@pytest.mark.parametrize("around", WORDS_AND_MARKUP)
@pytest.mark.parametrize("more", WORDS_AND_MARKUP)
def test_a_random_edition_breaks_no_markup(around: str, more: str) -> None:
    text = f"文{around}文[^one]文[@source]"
    for place in range(len(text) + 1):
        assert not parse_markup(put_in(text, place, more)).faults


def test_a_table_with_nothing_but_codes_gets_another_address_in_a_random_edition() -> None:
    row = {"label": "案内", "text": "https://example.jp/", "qr": True}
    reword({"facts": "mou", "rows": [row]}, Writer(0))
    assert row["text"] != "https://example.jp/"
    assert sole_address(str(row["text"])) == row["text"]


def test_nothing_changed_is_no_change(liaoning: Document, common: SharedInput) -> None:
    made = redlined(liaoning, liaoning, common)
    assert made.changes == 0
    assert said(made.data, "reject") == said(written(liaoning, common), "accept")


def changes(file: WordFile) -> list[Any]:
    """Every change of body and notes."""
    names = ("ins", "del", "pPrChange", "tcPrChange")
    return [
        one
        for part in ("document", "footnotes")
        for one in file.xml(part).iter(*(W + name for name in names))
    ]


def test_every_change_has_author_date_and_an_id_of_its_own(liaoning: Document, common: SharedInput) -> None:
    made = redlined(liaoning, document(edited("words", "photo", "mark flipped"), common), common)
    found = changes(WordFile(made.data))
    assert {(one.get(f"{W}author"), one.get(f"{W}date")) for one in found} == {
        ("国際課", f"{DATE}T00:00:00Z")
    }
    ids = [one.get(f"{W}id") for one in found] + [number for number, _ in WordFile(made.data).bookmarks()]
    assert len(ids) == len(set(ids))
    assert made.changes == len(found)


def words(file: WordFile) -> list[tuple[str, str]]:
    """The changed words of the body, in order."""
    found = []
    for change in file.body.iter(f"{W}ins", f"{W}del"):
        text = "".join(one.text or "" for one in change.iter(f"{W}t", f"{W}delText"))
        found += [(etree.QName(change).localname, text)] if text else []
    return found


def test_words_are_replaced_not_characters(liaoning: Document, common: SharedInput) -> None:
    made = redlined(liaoning, document(edited("words", "ruby"), common), common)
    assert words(WordFile(made.data)) == [
        ("del", "ぶじゅん撫順"),
        ("ins", "ほんけい本渓"),
        ("del", "14"),
        ("ins", "15"),
        ("del", "1,772"),
        ("ins", "1,850"),
    ]


def test_a_note_that_goes_is_crossed_out_in_its_own_footnote(liaoning: Document, common: SharedInput) -> None:
    file = WordFile(redlined(liaoning, document(edited("note removed"), common), common).data)
    (reference,) = file.body.iterfind(".//w:del//w:footnoteReference", NAMES)
    (note,) = file.xml("footnotes").xpath(f"w:footnote[@w:id='{reference.get(f'{W}id')}']", namespaces=NAMES)
    assert "ビジネス短信" in "".join(note.itertext(f"{W}delText"))
    assert not list(note.iter(f"{W}t"))


def test_notes_stand_in_the_order_of_their_calls(liaoning: Document, common: SharedInput) -> None:
    """LibreOffice 7.4 gives notes to their calls by order, whatever their ids."""
    new = document(edited("note added", "note cited elsewhere"), common)
    file = WordFile(redlined(liaoning, new, common).data)
    called = [one.get(f"{W}id") for one in file.body.iter(f"{W}footnoteReference")]
    listed = [one.get(f"{W}id") for one in file.xml("footnotes") if not one.get(f"{W}type")]
    assert called == listed == sorted(called, key=int)


def test_a_source_cited_with_a_page_is_the_same_note(liaoning: Document, common: SharedInput) -> None:
    file = WordFile(redlined(liaoning, document(edited("note cited with a page"), common), common).data)
    assert not words(file)
    assert [one.text for one in file.xml("footnotes").iterfind(".//w:ins//w:t", NAMES)] == ["p. 12"]


def test_a_deleted_row_and_an_inserted_row_are_tracked(liaoning: Document, common: SharedInput) -> None:
    file = WordFile(redlined(liaoning, document(edited("row added", "row removed"), common), common).data)
    assert len(file.body.findall(".//w:trPr/w:ins", NAMES)) == 1
    assert len(file.body.findall(".//w:trPr/w:del", NAMES)) == 1


def test_the_same_input_gives_the_same_bytes(liaoning: Document, common: SharedInput) -> None:
    new = document(edited("words", "photo"), common)
    assert redlined(liaoning, new, common).data == redlined(liaoning, new, common).data


def test_the_new_edition_rides_along(liaoning: Document, common: SharedInput) -> None:
    """An editor may send the redline back: what it was made from is the new edition."""
    new = document(edited("name", "words"), common)
    file = WordFile(redlined(liaoning, new, common).data)
    found, blocks = baselines.read_baseline(file.parts["customXml/item1.xml"])
    assert found.profile_yaml == new.title
    names = {name for _, name in file.bookmarks()}
    assert {block.bookmark for block in blocks} <= names
    plain = WordFile(written(new, common))
    assert {name for _, name in plain.bookmarks()} <= names


# --- a judge that is not ours ---------------------------------------------------------------------


def lines(data: bytes) -> list[str]:
    """The paragraphs of a file that LibreOffice saved, and its notes in the order of their calls."""
    file = WordFile(data)
    found = [words_of(paragraph) for paragraph in file.body.iter(f"{W}p")]
    for kind in ("footnote", "endnote"):
        called = [one.get(f"{W}id") for one in file.body.iter(f"{W}{kind}Reference")]
        if called:
            notes = {note.get(f"{W}id"): words_of(note) for note in file.xml(f"{kind}s")}
            found += [notes[one] for one in called]
    return [line for line in found if line.strip()]


def words_of(element: Any) -> str:
    return "".join(one.text or "" for one in element.iter(f"{W}t"))


@pytest.mark.tools
def test_libreoffice_accepts_and_rejects_to_the_same_words(
    liaoning: Document, common: SharedInput, tmp_path: Path
) -> None:
    sections = behind_questions(common)
    names = ("words", "ruby", "note added", "mark flipped", "row removed", "callout item added", "figure")
    pairs = {
        "random": (random_editions(35, 9, common), common),
        "sections": (random_editions(6, 8, sections), sections),
        "liaoning": ((liaoning, document(edited(*names), common)), common),
    }
    scripts: dict[str, Script] = {}
    for name, ((old, new), layout) in pairs.items():
        for what, data, steps in (
            ("accepted", redlined(old, new, layout).data, (("key", "AcceptAllTrackedChanges"),)),
            ("rejected", redlined(old, new, layout).data, (("key", "RejectAllTrackedChanges"),)),
            ("new", written(new, layout), ()),
            ("old", written(old, layout), ()),
        ):
            source = tmp_path / f"{name}-{what}.docx"
            source.write_bytes(data)
            scripts[f"{name} {what}"] = Script(source, steps)
    saved = libreoffice_editor.edited(scripts, tmp_path)
    for name in pairs:
        told = {
            what: lines(saved[f"{name} {what}"].read_bytes())
            for what in ("accepted", "rejected", "new", "old")
        }
        assert told["accepted"] == told["new"], name
        assert told["rejected"] == told["old"], name
        assert told["new"] != told["old"], name
