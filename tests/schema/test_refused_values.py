"""Values in full width: half-width is suggested only where it is what the model asks for."""

from __future__ import annotations

import pytest

from brochure.diagnostics.problem import problem
from brochure.schema.refused_values import half_width, mistake_in_value
from brochure.schema.yaml_reader import parse_yaml


@pytest.mark.parametrize(
    ("code", "value", "better"),
    [
        ("P106", "２０１８－０５", "2018-05"),
        ("P106", "2018年5月", None),
        ("P107", "“#0B4F8A”", "#0B4F8A"),
        ("P107", "＃ff", None),
        ("P108", "ｏｎｅ＿stop", "one_stop"),
        ("P113", "ｈｔｔｐｓ：／／a.jp/", "https://a.jp/"),
        ("P114", "info＠a.jp", "info@a.jp"),
        ("P105", "　", None),
        ("P106", "2018-05", None),
    ],
)
def test_a_refused_value_is_compared_with_its_half_width_form(
    code: str, value: str, better: str | None
) -> None:
    source = parse_yaml(f"a: '{value}'\n".encode(), "p.yaml")
    found = mistake_in_value(source, ("a",), problem(code, source.locate(("a",)), key="a", value=value))
    assert (found and found.options[0].replacement) == better
    if better:
        assert half_width(value) == better


def test_words_of_a_choice_numbers_and_booleans_are_compared_too() -> None:
    source = parse_yaml("a: ｍｏｕ\nb: ３００\nc: “true”\n".encode(), "p.yaml")
    told = [
        problem("P109", None, key="a", value="ｍｏｕ", known="'mou' or 'moc'"),
        problem("P103", None, key="b", expected="number", found="text"),
        problem("P103", None, key="c", expected="boolean", found="text"),
    ]
    found = [mistake_in_value(source, (key,), one) for key, one in zip("abc", told, strict=True)]
    assert [one and one.options[0].replacement for one in found] == ["mou", "300", "true"]
