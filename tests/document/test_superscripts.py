"""Superscripts and subscripts: two spellings in markup, one meaning; every output says which it is."""

from __future__ import annotations

import unicodedata

import pytest

from brochure.document.markup import parse_markup
from brochure.document.markup_writer import write_markup
from brochure.document.superscripts import SUB, SUPER, plain_form, split_superscripts, unicode_form
from brochure.document.tree import Inline, Strong, SuperSub, Text, plain_text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("10^{9}", [Text("10"), SuperSub("9", True)]),
        ("10⁹", [Text("10"), SuperSub("9", True)]),
        ("10⁻⁹", [Text("10"), SuperSub("−9", True)]),
        ("10^{-9}", [Text("10"), SuperSub("−9", True)]),
        ("CO₂とCO_{2}", [Text("CO"), SuperSub("2", False), Text("とCO"), SuperSub("2", False)]),
        ("SO₄²⁻", [Text("SO"), SuperSub("4", False), SuperSub("2−", True)]),
        (
            "1ˢᵗ、**m²**",
            [Text("1"), SuperSub("st", True), Text("、"), Strong((Text("m"), SuperSub("2", True)))],
        ),
        (r"\^\{9}、a_b、x^2", [Text("^{9}、a_b、x^2")]),
    ],
)
def test_both_spellings_mean_the_same(typed: str, meant: list[Inline]) -> None:
    parsed = parse_markup(typed)
    assert parsed.paragraphs == (tuple(meant),)
    assert parse_markup(write_markup(tuple(meant))).paragraphs == parsed.paragraphs
    assert not parsed.faults


@pytest.mark.parametrize(("typed", "code"), [("x^{}", "P211"), ("x^{**a**}", "P221"), ("x_{ }", "P211")])
def test_broken_superscripts_are_reported(typed: str, code: str) -> None:
    assert [fault.code for fault in parse_markup(typed).faults] == [code]


def test_every_superscript_of_unicode_in_the_ranges_is_a_plain_character_raised() -> None:
    found = [
        chr(code) for code in range(0x20, 0x3000) if unicodedata.decomposition(chr(code)).startswith("<su")
    ]
    for character in found:
        kind, code = unicodedata.decomposition(character).split()[:2]
        ((plain, is_super),) = split_superscripts(character)
        if is_super is not None:
            assert (plain, is_super) == (chr(int(code, 16)), kind == "<super>")
            assert unicode_form(plain, is_super=is_super)
    digits = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"
    assert all(is_super is not None for _, is_super in split_superscripts(digits))
    assert not set(SUPER) & set(SUB) - {"-"}
    assert plain_form("²") == ("2", True)
    assert plain_text((Text("10"), SuperSub("−9", True), SuperSub("県", True))) == "10⁻⁹県"
