"""The named accents: readable, and told apart by all readers."""

from __future__ import annotations

from itertools import pairwise

from brochure.document.accents import ACCENTS, next_accent
from brochure.document.colour_sight import least_difference
from brochure.document.palette import WHITE, contrast_ratio, derive_palette, parse_colour

CODES = [accent.code for accent in ACCENTS]


def test_each_differs_from_the_next_for_all_readers() -> None:
    for one, other in pairwise([*CODES, CODES[0]]):
        assert least_difference(parse_colour(one), parse_colour(other)) >= 15, (one, other)


def test_all_read_on_white_and_on_their_tint_as_they_are() -> None:
    for code in CODES:
        palette = derive_palette(code)
        assert contrast_ratio(parse_colour(code), WHITE) >= 4.5
        assert (palette.accent, palette.text) == (code, code)


def test_each_has_its_own_name() -> None:
    assert (
        len({accent.ja for accent in ACCENTS}) == len({accent.en for accent in ACCENTS}) == len(ACCENTS) == 12
    )


def test_a_new_partner_gets_the_first_accent_that_nobody_uses() -> None:
    assert next_accent([]).code == CODES[0]
    assert next_accent([CODES[0], "#123456", CODES[2].upper()]).code == CODES[1]
    assert next_accent(CODES).code == CODES[0]
    assert next_accent([*CODES, CODES[0]]).code == CODES[1]
