"""Calls and notes that a program turned into text are recognised by their shape."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from brochure.document.tree import Inline, NoteCall, SuperSub, Text, plain_text
from brochure.revision.recovery.flat_notes import restore_notes
from brochure.word.reader.fixups_libreoffice import LOST_CALL
from brochure.word.reader.model import BookmarkStart, WordLine, WordReading

ITC, METI = "外務省「海外の統計」（2018年版）より", "経済産業省「通商白書」（2017年7月）"


def call(key: str) -> NoteCall:
    return NoteCall(key, 0, "", first=False)


def line(*pieces: Inline | str, story: str = "body") -> WordLine:
    return WordLine(
        story, None, "", tuple(Text(piece) if isinstance(piece, str) else piece for piece in pieces)
    )


def reading(
    lines: Sequence[WordLine], notes: dict[str, str], markers: frozenset[str] = frozenset()
) -> WordReading:
    return WordReading(
        tuple(lines),
        {key: (line(text, story="note"),) for key, text in notes.items()},
        (),
        {},
        (),
        markers=markers,
    )


SENT = reading(
    [
        line("輸出は3位", call("_note_itc"), "であり、2017年に増えた", call("_note_meti"), "。"),
        line("この表は初めのものと同じ", call("_note_itc")),
        line("式は5*4で、[2]の欄に書く。"),
    ],
    {"_note_itc": ITC, "_note_meti": METI},
    frozenset({"*"}),
)


def texts(found: WordReading) -> list[str]:
    """Lines with the keys of calls in braces."""
    return [
        "".join(
            f"{{{piece.note_id}}}" if isinstance(piece, NoteCall) else plain_text((piece,))
            for piece in one.content
        )
        for one in found.lines
    ]


WHOLE = [
    "輸出は3位{_note_itc}であり、2017年に増えた{_note_meti}。",
    "この表は初めのものと同じ{_note_itc}",
    "式は5*4で、[2]の欄に書く。",
]


def flat(sign: str, *, listed: str = "{}\t{}") -> list[WordLine]:
    """The lines in which each call is a text, and the notes are paragraphs."""
    one, two = sign.format(1), sign.format(2)
    return [
        line(f"輸出は3位{one}であり、2017年に増えた{two}。"),
        line(f"この表は初めのものと同じ{one}"),
        SENT.lines[2],
        line(listed.format(one, ITC)),
        line(listed.format(two, METI)),
    ]


@pytest.mark.parametrize("sign", ["*{}", "＊{}", "[{}]", "（注{}）", "(注{})", "注{}", "※{}", "〔{}〕"])
def test_calls_of_each_shape_become_calls(sign: str) -> None:
    found = restore_notes(reading(flat(sign), {}), SENT)
    assert texts(found) == WHOLE
    assert {key: plain_text(lines[0].content) for key, lines in found.notes.items()} == {
        "_note_itc": ITC,
        "_note_meti": METI,
    }


def test_raised_numbers_become_calls() -> None:
    one, two = SuperSub("1", True), SuperSub("2", True)
    lines = [
        line("輸出は3位", one, "であり、2017年に増えた", two, "。"),
        line("この表は初めのものと同じ", one),
        SENT.lines[2],
        line(one, " ", ITC),
        line(two, " ", METI),
    ]
    assert texts(restore_notes(reading(lines, {}), SENT)) == WHOLE


@pytest.mark.parametrize("sign", ["*", "＊", "※"])
def test_signs_beside_calls_are_no_text(sign: str) -> None:
    lines = [
        line(
            f"輸出は3位{sign}", call("_note_itc"), f"であり、2017年に増えた{sign}", call("_note_meti"), "。"
        ),
        line(f"この表は初めのものと同じ{sign}", call("_note_itc")),
        SENT.lines[2],
    ]
    new = reading(lines, {"_note_itc": f"{sign}\t{ITC}", "_note_meti": f"{sign} {METI}"})
    found = restore_notes(new, SENT)
    assert texts(found) == WHOLE
    assert [plain_text(lines[0].content) for lines in found.notes.values()] == [ITC, METI]


def test_a_sign_that_was_typed_beside_a_call_stays() -> None:
    sent = reading([line("価格は500円*", call("_note_itc"), "です。")], {"_note_itc": ITC}, frozenset({"*"}))
    new = reading([line("価格は600円*", call("_note_itc"), "です。")], {"_note_itc": ITC})
    assert texts(restore_notes(new, sent)) == ["価格は600円*{_note_itc}です。"]


def test_notes_that_lost_their_bookmarks_are_found_by_their_place_and_words() -> None:
    lines = [
        line("輸出は3位", call("footnote:7"), "であり、2017年に増えた", call("footnote:8"), "。"),
        line("この表は初めのものと同じ*1"),
        SENT.lines[2],
    ]
    found = restore_notes(
        reading(lines, {"footnote:7": ITC.replace("2018", "2019"), "footnote:8": METI}), SENT
    )
    assert texts(found) == WHOLE
    assert plain_text(found.notes["_note_itc"][0].content) == ITC.replace("2018", "2019")


def test_an_old_number_of_a_later_call_does_not_count() -> None:
    """The editor removed the first note; programs do not renew the numbers of later calls."""
    lines = [
        line("輸出は3位であり、2017年に増えた", call("_note_meti"), "。"),
        line("この表は初めのものと同じ*1"),
        SENT.lines[2],
    ]
    found = restore_notes(reading(lines, {"_note_meti": METI}), SENT)
    assert texts(found)[1] == WHOLE[1]
    assert plain_text(found.notes["_note_itc"][0].content) == ITC


def test_a_sign_without_its_call_goes_too() -> None:
    lines = [
        line("輸出は3位*であり、2017年に増えた", call("_note_meti"), "。"),
        *SENT.lines[1:],
    ]
    assert texts(restore_notes(reading(lines, {"_note_meti": METI, "_note_itc": ITC}), SENT))[0] == (
        "輸出は3位であり、2017年に増えた{_note_meti}。"
    )


def test_a_note_that_an_editor_added_is_a_new_note() -> None:
    lines = flat("[{}]")
    lines[2] = line("式は5*4で、[2]の欄に書く[3]。")
    found = restore_notes(reading([*lines, line("[3] 新しい注")], {}), SENT)
    assert texts(found)[2] == "式は5*4で、[2]の欄に書く{footnote:flat3}。"
    assert plain_text(found.notes["footnote:flat3"][0].content) == "新しい注"
    assert len(found.lines) == len(SENT.lines)


def test_notes_that_are_gone_stay_as_they_were_sent() -> None:
    found = restore_notes(reading(flat("*{}")[:3], {}), SENT)
    assert texts(found) == WHOLE
    assert found.notes == SENT.notes


def test_a_file_with_all_its_calls_stays_as_it_is() -> None:
    marked = [WordLine("body", None, "", (BookmarkStart("_bc_1"), *one.pieces)) for one in SENT.lines]
    new = reading([*marked, line("新しい行*1と[1]")], {"_note_itc": ITC, "_note_meti": METI})
    assert texts(restore_notes(new, SENT)) == [*WHOLE, "新しい行*1と[1]"]


def test_a_call_that_does_not_say_its_note_is_that_of_its_place() -> None:
    """In a .doc file of LibreOffice all later calls of notes refer to one bookmark, which is not there."""
    lines = [
        line("輸出は3位", call("_note_itc"), "であり、2017年に増えた", call("_note_meti"), "。"),
        line("この図は初めのものと同じ*", call(LOST_CALL)),
        SENT.lines[2],
        line("新しい文", call(LOST_CALL)),
    ]
    found = restore_notes(reading(lines, {"_note_itc": ITC, "_note_meti": METI}), SENT)
    assert texts(found)[1] == "この図は初めのものと同じ{_note_itc}"
    assert texts(found)[3] == "新しい文"
