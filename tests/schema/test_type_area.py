"""Where questions stand, and how long the lines are, on pages of any width."""

from __future__ import annotations

import pytest

from brochure.schema.layout import Margins
from brochure.schema.type_area import type_area

STANDARD = {"side": "38mm", "gutter": "4mm", "size": "9.25pt"}
SIDES = Margins(top=17, right=16, bottom=18, left=16)


@pytest.mark.parametrize(
    ("width", "above"), [(297, False), (210, False), (182, False), (174, False), (148, True), (100, True)]
)
def test_questions_stand_beside_their_answers_while_lines_are_long_enough(width: float, above: bool) -> None:
    found = type_area(width, SIDES, STANDARD, "auto", 1)
    assert found.heads_above is above
    assert found.line == width - 32 - (0 if above else 42)


def test_the_layout_may_say_where_they_stand() -> None:
    assert type_area(100, SIDES, STANDARD, "beside", 1).heads_above is False
    assert type_area(210, SIDES, STANDARD, "above", 1).heads_above is True
    assert type_area(210, SIDES, {"size": "8pt"}, "auto", 1).heads_above is True  # there is no side column


def test_columns_share_the_width_without_the_gaps() -> None:
    found = type_area(297, SIDES, STANDARD | {"column-gap": "9mm"}, "above", 2)
    assert found.line == (297 - 32 - 9) / 2
    assert found.characters == pytest.approx(39.2, abs=0.1)


def test_a_length_that_is_computed_in_css_is_not_known() -> None:
    found = type_area(210, SIDES, {"side": "calc(1mm + 2mm)", "gutter": "4mm"}, "auto", 1)
    assert found.characters is None
    assert found.line == 178
