"""Edits of pictures that stay in their place are told: another image, another size, cropping, rotation."""

from __future__ import annotations

import pytest

from brochure.revision.detect.pictures import picture_edits
from brochure.word.reader.model import WordLine, WordPicture, WordReading


def reading(*pictures: WordPicture) -> WordReading:
    return WordReading(tuple(WordLine("body", None, "", (one,)) for one in pictures), {}, (), {}, ())


def picture(alt: str = "大連港", shows: str = "1.png", size: int = 1000, *looks: str) -> WordPicture:
    return WordPicture(alt, True, shows, (size, size), frozenset(looks))


def codes(old: WordReading, new: WordReading) -> list[str]:
    return [one.reason.code for one in picture_edits(old, new)]


def test_images_that_a_program_names_anew_are_no_edit() -> None:
    old = reading(picture("a", "1.png"), picture("b", "2.png"))
    assert codes(old, reading(picture("a", "2.jpeg", 1050), picture("b", "1.jpeg", 960))) == []
    assert codes(old, old) == []


def test_a_picture_that_shows_another_one_is_told() -> None:
    old = reading(picture("a", "1.png"), picture("b", "2.png"), picture("c", "3.png"))
    assert codes(old, reading(picture("a", "2.png"), picture("b", "2.png"), picture("c", "3.png"))) == [
        "D250"
    ]


def test_pictures_that_always_shared_an_image_are_no_edit() -> None:
    old = reading(picture("a", "1.png"), picture("b", "1.png"))
    assert codes(old, reading(picture("a", "x.png"), picture("b", "x.png"))) == []


@pytest.mark.parametrize(
    "edited",
    [
        picture("大連港", "1.png", 500),
        picture("大連港", "1.png", 1000, "cropping"),
        picture("大連港", "1.png", 1000, "rotation"),
        picture("大連港", "1.png", 1000, "hidden picture"),
        picture("大連港", ""),
    ],
)
def test_another_look_is_told(edited: WordPicture) -> None:
    assert codes(reading(picture()), reading(edited)) == ["D251"]


def test_a_look_that_was_sent_is_no_edit() -> None:
    sent = picture("大連港", "1.png", 1000, "cropping")
    assert codes(reading(sent), reading(sent)) == []


def test_pictures_with_one_text_cannot_be_told_apart() -> None:
    assert codes(reading(picture(), picture()), reading(picture(size=10), picture(size=10))) == []
