"""Pictures and texts that an editor moved to where no profile can put them are told."""

from __future__ import annotations

from brochure.document.tree import Text
from brochure.revision.detect.places import moved_pictures
from brochure.word.reader.model import BookmarkStart, WordLine, WordPicture, WordReading


def line(*pieces: object, cell: tuple[int, int, int] | None = None) -> WordLine:
    return WordLine("body", cell, "", tuple(pieces))  # type: ignore[arg-type]


def text(mark: str) -> WordLine:
    return line(BookmarkStart(f"_bc_{mark}"), Text(mark))


def reading(*lines: WordLine) -> WordReading:
    return WordReading(lines, {}, (), {}, ())


PHOTO = line(WordPicture("大連港", picture=True))
QUESTION = line(Text("どのような機関ですか？"))


def codes(old: WordReading, new: WordReading) -> list[str]:
    return [one.reason.code for one in moved_pictures(old, new, [])]


def test_a_picture_that_is_gone_is_told() -> None:
    assert codes(reading(text("a"), PHOTO, text("b")), reading(text("a"), text("b"))) == ["D216"]


def test_a_picture_in_another_place_is_told() -> None:
    old = reading(text("a"), QUESTION, PHOTO, text("b"), text("c"))
    assert codes(old, reading(text("a"), PHOTO, QUESTION, text("b"), text("c"))) == ["D248"]
    assert codes(old, reading(text("a"), QUESTION, text("b"), text("c"), PHOTO)) == ["D248"]
    in_cell = line(WordPicture("大連港", picture=True), cell=(0, 0, 1))
    assert codes(old, reading(text("a"), QUESTION, in_cell, text("b"), text("c"))) == ["D248"]


def test_texts_beside_a_picture_may_change_and_go() -> None:
    old = reading(text("a"), PHOTO, text("b"), text("c"))
    for new in (
        old,
        reading(PHOTO, text("b"), text("c")),
        reading(text("a"), line(Text("新しい行")), PHOTO, text("b"), text("c")),
        reading(text("a"), PHOTO, text("c"), text("b")),
        reading(PHOTO),
    ):
        assert codes(old, new) == []


def test_the_bookmark_of_a_picture_goes_with_it() -> None:
    picture = line(BookmarkStart("_bc_photo"), WordPicture("大連港", picture=True))
    old = reading(text("a"), QUESTION, picture, text("b"))
    assert codes(old, reading(text("a"), picture, QUESTION, text("b"))) == ["D248"]
    assert codes(old, old) == []


def test_a_drawing_that_a_program_saved_without_its_words_stays() -> None:
    """LibreOffice drops the alternative text of a drawing in a line, such as the map of the world."""
    drawn, nameless = (line(WordPicture(words, picture=False)) for words in ("世界地図", ""))
    old = reading(text("a"), drawn, text("b"), text("c"))
    assert codes(old, reading(text("a"), nameless, text("b"), text("c"))) == []
    assert codes(old, reading(text("a"), text("b"), nameless, text("c"))) == ["D216"]
    pasted = line(WordPicture("", picture=True))
    assert codes(old, reading(text("a"), pasted, text("b"), text("c"))) == ["D216"]


def test_two_pictures_with_the_same_words_are_two() -> None:
    old = reading(text("a"), PHOTO, text("b"), PHOTO, text("c"))
    assert codes(old, old) == []
    assert codes(old, reading(text("a"), PHOTO, text("b"), text("c"))) == ["D216"]
