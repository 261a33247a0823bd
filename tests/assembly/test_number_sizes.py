"""Numbers side by side fit the width of the callout in every layout; long ones are smaller."""

from __future__ import annotations

import pytest

from brochure.assembly.font_widths import FontWidths
from brochure.assembly.number_sizes import BETWEEN, LEAST, UNIT, number_sizes
from brochure.build.load import load_common
from brochure.document.tree import KeyNumber, Paragraph, Text
from brochure.schema.layout import Layout
from workspaces import workspace

LISTS = [
    [("1", "社")],
    [("27", "大学"), ("3,000", "人近く")],
    [("1,772", "社"), ("27", "大学"), ("3,000", "人近く")],
    [("1,234,567,890", "億円"), ("27,500", ""), ("3,456", "人近く")],
    [("1,234,567,890", "億円"), ("1,234,567,890", "億円"), ("1,234,567,890", "億円")],
    [("1億2,345万6,789", "平方キロメートル"), ("98億7,654万3,210", "平方キロメートル")],
    [("1,234,567,890,123,456", "億円")],
]


def made(values: list[tuple[str, str]]) -> list[KeyNumber]:
    def text(words: str) -> Paragraph:
        return Paragraph((Text(words),))

    return [KeyNumber(text(value), text(unit) if unit else None, text("何か")) for value, unit in values]


@pytest.mark.parametrize("layout", ["standard", "onepage"])
@pytest.mark.parametrize("values", LISTS, ids=str)
def test_every_number_fits_its_share(values: list[tuple[str, str]], layout: str) -> None:
    found: Layout = load_common(workspace("repo"), layout).layout
    largest = float(found.data.tokens["key-number"].removesuffix("pt"))
    sizes = number_sizes(made(values), found)
    assert LEAST <= sizes.size <= largest
    room = (found.data.pictures.figures["full"].width - 8.5) * 72 / 25.4
    fonts = FontWidths(found)
    stacked = len(values) > 1 and sizes.shares[0] == 100
    assert stacked or sum(sizes.shares) <= 100
    last = len(values) - 1
    for index, ((value, unit), share) in enumerate(zip(values, sizes.shares, strict=True)):
        wide = sum(fonts.measure(sign, bold=True).width for sign in value) * sizes.size
        wide += sum(fonts.measure(sign, bold=True).width for sign in unit) * largest * UNIT
        between = 0 if stacked else BETWEEN / 2 * ((index > 0) + (index < last))
        assert wide <= room * share / 100 - between + 0.5


def test_short_numbers_are_as_large_as_the_layout_says_and_long_ones_smaller(layout: Layout) -> None:
    assert number_sizes(made(LISTS[2]), layout).size == 24
    long = number_sizes(made(LISTS[3]), layout)
    assert long.size < 24
    assert len(set(long.shares)) > 1  # side by side, each as wide as it needs
