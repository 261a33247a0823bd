"""What is found from two readings set side by side: without a Word file, from lines that are made here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from brochure.diagnostics.catalogue import format_problem
from brochure.document.tree import NoteCall, Text
from brochure.revision.change import Change, ChangeKind, ProfileEdits, UnresolvedEdit
from brochure.revision.detect.align import align_texts
from brochure.revision.detect.alignment import CompareInput
from brochure.revision.detect.changes import detect_changes
from brochure.revision.detect.lists import changed_lists
from brochure.revision.detect.notes import edited_notes
from brochure.revision.detect.oddities import oddity_reason
from brochure.revision.detect.tables import changed_marks
from brochure.revision.detect.texts import EmptiedBlock, edited_texts, lost_texts
from brochure.revision.note_calls import PartnerNotes
from brochure.revision.text_units import compare_lines
from brochure.schema import yaml_reader
from brochure.word.baseline import AnchoredParagraph, note_bookmark
from brochure.word.reader.model import BookmarkStart, LinePiece, Oddity, WordComment, WordLine, WordReading

ANSWERS = """\
partner:
  name: 架空市
answers:
  about:
    - bullets:
        - 一つめの文です。
        - 二つめの文です。
        - 三つめの文です。
    - paragraph: 段落の文です。
  trade:
    - bullets:
        - 貿易の文です。
"""
BULLETS = ("answers", "about", 0, "bullets")
SERIES = "questions:\n  about: どんなところ\n"
ROLES = {"bullet": "bullet", "text": "text", "heading": "heading"}
SENT = (
    ("_series:questions.about", "heading", "どんなところ"),
    ("answers.about.0.bullets.0", "bullet", "一つめの文です。"),
    ("answers.about.0.bullets.1", "bullet", "二つめの文です。"),
    ("answers.about.0.bullets.2", "bullet", "三つめの文です。"),
    ("answers.about.1.paragraph", "text", "段落の文です。"),
    ("_series:questions.trade", "heading", "貿易"),
    ("answers.trade.0.bullets.0", "bullet", "貿易の文です。"),
)
Entry = tuple[str, str, str]  # address, or nothing for a line that is new; style; words


def line(address: str, style: str, *content: LinePiece, **more: object) -> WordLine:
    """A line whose text has the bookmark of an address."""
    mark = (BookmarkStart(AnchoredParagraph(address, style, "").bookmark),) if address else ()
    return WordLine("document", None, style, (*mark, *content), **more)  # type: ignore[arg-type]


def reading(
    lines: Sequence[WordLine],
    notes: Mapping[str, tuple[WordLine, ...]] | None = None,
    comments: Mapping[str, WordComment] | None = None,
) -> WordReading:
    """A file of these lines."""
    return WordReading(tuple(lines), notes or {}, (), comments or {}, ())


def inputs_of(
    old: WordReading, new: WordReading, *, base: str = ANSWERS, notes: Sequence[tuple[str, str]] = ()
) -> CompareInput:
    """Both files set side by side; ``notes`` are addresses of notes with the bookmarks of their calls."""
    compared = compare_lines(old.lines, new.lines)
    addresses = [entry[0] for entry in SENT]
    blocks = [AnchoredParagraph(address, "", "") for address in addresses]
    blocks += [AnchoredParagraph(address, "", "", mark) for address, mark in notes]
    return CompareInput(
        profile="sample",
        base=yaml_reader.parse_yaml(base.encode(), "sample.yaml"),
        series=yaml_reader.parse_yaml(SERIES.encode(), "_series.yaml"),
        units=compared.units,
        gone=compared.gone,
        blocks={block.bookmark: block for block in blocks},
        roles=ROLES,
        old=old,
        new=new,
    )


def came(*lines: Entry) -> CompareInput:
    """What was sent, set against lines of words that came back."""
    old = [line(address, style, Text(words)) for address, style, words in SENT]
    return inputs_of(reading(old), reading([line(a, style, Text(words)) for a, style, words in lines]))


def typed(address: str, words: str) -> CompareInput:
    """What was sent, with one text typed over; without words its line is gone."""
    lines = [(a, style, words if a == address else old) for a, style, old in SENT]
    return came(*(entry for entry in lines if entry[2]))


def texts(inputs: CompareInput) -> list[object]:
    return list(edited_texts(align_texts(inputs), PartnerNotes.of_profile(inputs.base)))


def lists(inputs: CompareInput, emptied: Sequence[EmptiedBlock] = ()) -> list[Change]:
    found = changed_lists(align_texts(inputs), PartnerNotes.of_profile(inputs.base), emptied)
    assert all(isinstance(one, Change) for one in found)
    return [one for one in found if isinstance(one, Change)]


def test_what_came_back_as_it_was_sent_is_no_change() -> None:
    assert detect_changes(came(*SENT)) == ProfileEdits("sample")


def test_a_text_that_was_typed_over_sets_its_value() -> None:
    (change,) = texts(typed("answers.about.0.bullets.1", "二つめの文でした。"))
    assert isinstance(change, Change)
    assert (change.kind, change.path) == (ChangeKind.SET, (*BULLETS, 1))
    assert (change.before, change.after) == ("二つめの文です。", "二つめの文でした。")
    assert change.sure == 1.0


def test_an_item_that_is_gone_is_a_matter_of_its_list() -> None:
    inputs = typed("answers.about.0.bullets.1", "")
    assert texts(inputs) == []
    (change,) = lists(inputs)
    assert (change.kind, change.path, change.before) == (ChangeKind.REMOVE, (*BULLETS, 1), "二つめの文です。")


def test_a_paragraph_that_is_gone_takes_its_block_along() -> None:
    inputs = typed("answers.about.1.paragraph", "")
    assert texts(inputs) == [EmptiedBlock("about", 1)]
    (change,) = lists(inputs, [EmptiedBlock("about", 1)])
    assert (change.kind, change.path) == (ChangeKind.REMOVE, ("answers", "about", 1))


def test_a_list_without_items_takes_its_answer_along() -> None:
    (change,) = lists(typed("answers.trade.0.bullets.0", ""))
    assert (change.kind, change.path) == (ChangeKind.REMOVE, ("answers", "trade"))
    assert change.before == [{"bullets": ["貿易の文です。"]}]


def test_a_new_bullet_stands_where_it_was_typed() -> None:
    (change,) = lists(came(*SENT[:3], ("", "bullet", "間の文です。"), *SENT[3:]))
    assert (change.kind, change.path, change.index) == (ChangeKind.INSERT, BULLETS, 2)
    assert (change.after, change.sure) == ("間の文です。", 1.0)


def test_a_new_line_in_a_style_that_is_none_of_ours_is_a_guess() -> None:
    (change,) = lists(came(*SENT[:3], ("", "Standard", "間の文です。"), *SENT[3:]))
    assert (change.kind, change.after, change.sure) == (ChangeKind.INSERT, "間の文です。", 0.5)


def test_an_item_that_stands_elsewhere_is_moved() -> None:
    (change,) = lists(came(SENT[0], SENT[3], SENT[1], SENT[2], *SENT[4:]))
    assert (change.kind, change.path, change.index, change.to) == (ChangeKind.MOVE, BULLETS, 2, 0)


def test_a_heading_is_no_profiles_and_its_edit_says_whose_it_is() -> None:
    (left,) = align_texts(typed("_series:questions.about", "こんなところ")).found
    assert isinstance(left, UnresolvedEdit)
    assert left.reason.code == "D201"
    assert "_series.yaml:2" in str(dict(left.reason.details)["where"])


def test_a_lost_heading_is_told() -> None:
    (left,) = lost_texts(align_texts(typed("_series:questions.about", "")))
    assert isinstance(left, UnresolvedEdit)
    assert (left.reason.code, left.old, left.new) == ("D201", "どんなところ", "")


def test_a_lost_heading_is_told_even_if_the_block_before_it_is_gone_too() -> None:
    (left,) = lost_texts(align_texts(came(*SENT[:4], SENT[6])))
    assert isinstance(left, UnresolvedEdit)
    assert (left.reason.code, left.address) == ("D201", "_series:questions.trade")


@pytest.mark.parametrize(("kind", "code"), [("underline", "D205"), ("textbox", "D204")])
def test_what_no_profile_holds_is_told_at_its_text(kind: str, code: str) -> None:
    old = [line(address, style, Text(words)) for address, style, words in SENT]
    address, style, words = SENT[1]
    new = [old[0], line(address, style, Text(words), odd=(Oddity(kind, "一つめ"),)), *old[2:]]
    (left,) = align_texts(inputs_of(reading(old), reading(new))).found
    assert isinstance(left, UnresolvedEdit)
    assert (left.reason.code, left.address, left.new) == (code, address, "一つめ")


@pytest.mark.parametrize(
    ("odd", "ja", "en"),
    [
        (Oddity("break", "page"), "（改ページ：—）", "(page break: —)"),
        (Oddity("border", "乙"), "（囲み線：乙）", "(border: 乙)"),
        (Oddity("underline", "page"), "（下線：page）", "(underline: page)"),
    ],
)
def test_the_kind_of_a_look_is_told_in_the_language_asked_for(odd: Oddity, ja: str, en: str) -> None:
    assert ja in format_problem(oddity_reason(odd), "ja").message
    assert en in format_problem(oddity_reason(odd), "en").message


NOTES = ANSWERS + "notes:\n  one: 注の文です。\n"
CALLED = NOTES.replace("一つめの文です。", "一つめの文です[^one]。")
MARK = note_bookmark("one", "")


def with_note(words: str) -> CompareInput:
    """A file with a note, whose words came back as these; without words it is gone, and its call too."""
    call = (Text("一つめの文です"), NoteCall(MARK, 0, "", first=False), Text("。"))
    rest = [line(address, style, Text(text)) for address, style, text in SENT[2:]]
    old = [line(SENT[1][0], "bullet", *call), *rest]
    new = old if words else [line(SENT[1][0], "bullet", call[0], call[2]), *rest]
    notes = {MARK: (line("", "note", Text("注の文です。")),)}
    after = {MARK: (line("", "note", Text(words)),)} if words else {}
    return inputs_of(reading(old, notes), reading(new, after), base=CALLED, notes=[("notes.one", MARK)])


def test_an_edited_note_sets_its_value() -> None:
    inputs = with_note("注の文でした。")
    (change,) = edited_notes(align_texts(inputs), PartnerNotes.of_profile(inputs.base))
    assert isinstance(change, Change)
    assert (change.kind, change.path, change.after) == (ChangeKind.SET, ("notes", "one"), "注の文でした。")


def test_a_note_that_is_gone_is_removed_and_its_call_too() -> None:
    revised = detect_changes(with_note(""))
    assert [(change.kind, change.path) for change in revised.changes] == [
        (ChangeKind.REMOVE, ("notes", "one")),
        (ChangeKind.SET, (*BULLETS, 0)),
    ]


def test_new_notes_in_new_items_are_named_in_the_order_of_the_text() -> None:
    # the lists were once gone through in the order of a set: the names of notes were others in each run
    old = [line(address, style, Text(words)) for address, style, words in SENT]
    new = [
        *old[:4],
        line("", "bullet", Text("甲"), NoteCall("footnote:7", 0, "", first=False)),
        *old[4:],
        line("", "bullet", Text("乙"), NoteCall("footnote:8", 0, "", first=False)),
    ]
    notes = {key: (line("", "note", Text(f"注{key[-1]}")),) for key in ("footnote:7", "footnote:8")}
    revised = detect_changes(inputs_of(reading(old), reading(new, notes)))
    assert [change.after for change in revised.changes] == ["甲[^note-1]", "乙[^note-2]", "注7", "注8"]


def test_without_marks_of_tables_there_are_no_changes_of_them() -> None:
    assert changed_marks(align_texts(came(*SENT))) == []
