"""Two PDFs compared: which pages changed, and where."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pytest

from brochure.diagnostics.problem import BrochureError
from brochure.pdf.diff.compare import compare_pdfs
from brochure.pdf.diff.model import PdfComparison, PlaceKind
from drawn_pages import MM, draw

WORDS = (
    "The first page tells who we are and what we do in many words.",
    "A second page has other words about hospitals, companies and schools.",
    "Here are the names of people who may be asked for more by letter.",
    "The last page thanks all readers and gives an address in town.",
)


def lines(*texts: str, top: float = 200, size: int = 8, left: float = 10) -> str:
    """A content stream with lines of text, one below the other."""
    return "".join(
        f"BT /F1 {size} Tf {left} {top - 12 * number} Td ({text}) Tj ET\n"
        for number, text in enumerate(texts)
    )


def folio(number: int) -> str:
    return f"BT /F1 7 Tf 140 10 Td ({number}) Tj ET\n"


def compare(tmp_path: Path, before: Sequence[str], after: Sequence[str], turn: int = 0) -> PdfComparison:
    paths = []
    for name, streams in (("before.pdf", before), ("after.pdf", after)):
        data = draw(*streams)
        if turn:
            with pikepdf.open(io.BytesIO(data)) as file:
                for page in file.pages:
                    page.rotate(turn, relative=False)
                written = io.BytesIO()
                file.save(written)
                data = written.getvalue()
        (tmp_path / name).write_bytes(data)
        paths.append(tmp_path / name)
    return compare_pdfs(paths[0], paths[1])


def pages(found: PdfComparison) -> list[tuple[int | None, int | None, bool]]:
    return [
        (pair.before.index if pair.before else None, pair.after.index if pair.after else None, pair.same)
        for pair in found.pairs
    ]


def places(found: PdfComparison) -> list[tuple[PlaceKind, str]]:
    return [(place.kind, place.text) for pair in found.pairs for place in pair.places]


def test_a_file_is_the_same_as_itself(tmp_path: Path) -> None:
    streams = [lines(text) for text in WORDS]
    found = compare(tmp_path, streams, streams)
    assert pages(found) == [(index, index, True) for index in range(4)]
    assert found.changed == ()


def test_a_changed_word_is_boxed_where_it_stands(tmp_path: Path) -> None:
    before, after = lines(*WORDS), lines(*WORDS[:2], WORDS[2].replace("people", "doctors"), WORDS[3])
    found = compare(tmp_path, [before], [after])
    assert places(found) == [(PlaceKind.TEXT, "people"), (PlaceKind.TEXT, "doctors")]
    (pair,) = found.changed
    assert pair.before
    (place,) = pair.before.places
    baseline = (227 - (200 - 24)) / MM  # from the top
    assert place.box.top < baseline < place.box.bottom + 0.2
    assert place.box.bottom - place.box.top < 4
    assert 10 / MM < place.box.left < place.box.right < 60


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_box_is_at_the_word_on_a_turned_page(tmp_path: Path, turn: int) -> None:
    from brochure.pdf.diff.read import open_compared

    found = compare(tmp_path, [lines("alpha beta")], [lines("alpha gamma")], turn)
    (pair,) = found.changed
    assert pair.before
    (place,) = pair.before.places
    with open_compared((tmp_path / "before.pdf").read_bytes(), "before.pdf") as file:
        picture = file.draw(0, 144).convert("L")
    scale = 144 / 25.4
    left, top, right, bottom = (round(side * scale) for side in place.box)
    ink = picture.point([255 if value < 128 else 0 for value in range(256)])
    inside = ink.crop((left - 2, top - 2, right + 2, bottom + 2)).getbbox()
    assert inside
    rest = ink.copy()
    rest.paste(0, (left - 2, top - 2, right + 2, bottom + 2))
    whole, other = ink.getbbox(), rest.getbbox()
    assert whole
    assert other != whole  # the word was at one end of the line


def test_pages_that_were_added_and_removed_are_found(tmp_path: Path) -> None:
    streams = [lines(text) for text in WORDS]
    added = compare(tmp_path, [*streams[:2], *streams[3:]], streams)
    assert pages(added) == [(0, 0, True), (1, 1, True), (None, 2, False), (2, 3, True)]
    removed = compare(tmp_path, streams, [streams[0], streams[3]])
    assert pages(removed) == [(0, 0, True), (1, None, False), (2, None, False), (3, 1, True)]


def test_a_page_without_words_is_found_by_its_looks(tmp_path: Path) -> None:
    square, bar, disc = "0 0 150 150 re f\n", "200 0 80 220 re f\n", "1 0 0 rg 20 20 100 60 re f\n"
    found = compare(tmp_path, [square, disc], [square, bar, disc])
    assert pages(found) == [(0, 0, True), (None, 1, False), (1, 2, True)]


def test_numbers_of_pages_that_follow_from_an_added_page_are_no_change(tmp_path: Path) -> None:
    before = [lines(text) + folio(number) for number, text in enumerate(WORDS[1:], 1)]
    after = [lines(text) + folio(number) for number, text in enumerate(WORDS, 1)]
    found = compare(tmp_path, before, after)
    assert pages(found) == [(None, 0, False), (0, 1, True), (1, 2, True), (2, 3, True)]
    assert {kind for kind, _ in places(found)} == {PlaceKind.FOLIO}
    wrong = compare(tmp_path, before, [*after[:-1], lines(WORDS[3]) + folio(7)])
    assert pages(wrong)[-1] == (2, 3, False)


def test_text_that_only_moved_down_is_not_changed(tmp_path: Path) -> None:
    found = compare(tmp_path, [lines(*WORDS)], [lines(*WORDS, top=170)])
    (pair,) = found.pairs
    assert pair.same
    assert pair.is_shifted
    assert pair.places == ()


def test_text_that_is_broken_at_other_places_is_not_changed(tmp_path: Path) -> None:
    words = " ".join(WORDS).split()
    narrow = [" ".join(words[start : start + 5]) for start in range(0, len(words), 5)]
    wide = [" ".join(words[start : start + 8]) for start in range(0, len(words), 8)]
    (pair,) = compare(tmp_path, [lines(*narrow)], [lines(*wide)]).pairs
    assert [place for place in pair.places if place.kind is not PlaceKind.PICTURE] == []


def test_a_paragraph_that_moved_to_the_next_page_is_moved_there(tmp_path: Path) -> None:
    before = [lines(WORDS[0], WORDS[1]), lines(WORDS[2], WORDS[3])]
    after = [lines(WORDS[0]), lines(WORDS[1], WORDS[2], WORDS[3])]
    found = compare(tmp_path, before, after)
    assert pages(found) == [(0, 0, False), (1, 1, False)]
    assert places(found) == [(PlaceKind.MOVED, WORDS[1]), (PlaceKind.MOVED, WORDS[1])]


def test_numbers_that_were_exchanged_are_changed(tmp_path: Path) -> None:
    before = lines("Hospitals 14", "Companies 15", "Schools 16")
    after = lines("Hospitals 15", "Companies 14", "Schools 16")
    found = compare(tmp_path, [before], [after])
    assert len(found.changed) == 1
    assert places(found).count((PlaceKind.TEXT, "15")) == 2


def test_a_colour_a_rule_and_a_picture_are_seen(tmp_path: Path) -> None:
    text = lines(WORDS[0])
    colour = compare(tmp_path, [text], ["1 0 0 rg\n" + text])
    assert {kind for kind, _ in places(colour)} == {PlaceKind.PICTURE}
    rule = compare(tmp_path, [text + "10 100 200 0.7 re f\n"], [text])
    (pair,) = rule.changed
    (place,) = pair.places
    assert place.kind is PlaceKind.PICTURE
    assert abs(place.box.top - (227 - 100.7) / MM) < 0.6
    assert abs(place.box.left - 10 / MM) < 0.6
    assert abs(place.box.right - 210 / MM) < 0.6
    picture = compare(tmp_path, [text], [text + "q 60 0 0 45 100 50 cm /P Do Q\n"])
    assert {kind for kind, _ in places(picture)} == {PlaceKind.PICTURE}


def test_a_picture_that_was_exchanged_is_seen_on_a_page_whose_text_moved(tmp_path: Path) -> None:
    drawn = "q 60 0 0 45 100 20 cm /P Do Q\n"
    dark = drawn.replace("/P Do", "/P Do Q q 0 g 105 25 50 35 re f")
    moved = compare(tmp_path, [lines(WORDS[0]) + drawn], [lines(WORDS[0], top=150) + drawn])
    assert moved.changed == ()
    changed = compare(tmp_path, [lines(WORDS[0]) + drawn], [lines(WORDS[0], top=150) + dark])
    assert {kind for kind, _ in places(changed)} == {PlaceKind.PICTURE}


def test_another_size_is_a_change_of_the_whole_page(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(draw(lines(WORDS[0])))
    (tmp_path / "b.pdf").write_bytes(draw(lines(WORDS[0], top=200), size=(300, 227)))
    (pair,) = compare_pdfs(tmp_path / "a.pdf", tmp_path / "b.pdf").pairs
    assert not pair.same
    assert [place.kind for place in pair.places] == [PlaceKind.PICTURE, PlaceKind.PICTURE]


def locked(data: bytes) -> bytes:
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as file:
        file.save(written, encryption=pikepdf.Encryption(owner="o", user="u"))
    return written.getvalue()


def without_pages() -> bytes:
    written = io.BytesIO()
    with pikepdf.new() as file:
        file.save(written)
    return written.getvalue()


def test_what_cannot_be_compared_is_told_for_both_files(tmp_path: Path) -> None:
    good = draw(lines(WORDS[0]))
    bad = {
        "locked.pdf": (locked(good), "T101"),
        "text.pdf": (b"hello", "T102"),
        "half.pdf": (good[:300], "T102"),
        "empty.pdf": (b"", "T102"),
        "none.pdf": (without_pages(), "T103"),
    }
    for name, (data, _) in bad.items():
        (tmp_path / name).write_bytes(data)
    for name, (_, code) in bad.items():
        with pytest.raises(BrochureError) as caught:
            compare_pdfs(tmp_path / name, tmp_path / "missing.pdf")
        assert [one.code for one in caught.value.problems] == [code, "F104"], name
        assert str(caught.value.problems[0].location) == str(tmp_path / name)


def test_many_pages_are_matched_in_a_moment(tmp_path: Path) -> None:
    streams = [lines(f"{text} Number {number} of many.") for number in range(15) for text in WORDS]
    found = compare(tmp_path, streams, [*streams[:30], *streams[31:]])
    assert [pair.before.index for pair in found.changed if pair.before] == [30]
