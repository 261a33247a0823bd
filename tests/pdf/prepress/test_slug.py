"""Words in the slug are shapes below the page, from the first font that has all letters."""

from __future__ import annotations

import re

import pytest

from brochure.pdf.geometry import Box
from brochure.pdf.preflight.report import MM
from brochure.pdf.prepress.slug import ROOM, Slug, slug_content
from workspaces import REPO

FONTS = tuple(sorted((REPO / "fonts").rglob("*.ttf")) + sorted((REPO / "fonts").rglob("*.otf")))
TRIM = Box(100, 100, 400, 500)


def test_the_words_lie_in_the_room_below_the_bleed() -> None:
    drawn = slug_content(Slug("未校了", FONTS), TRIM, 3, "/S").decode()
    scale, *_, left, bottom = map(
        float, re.findall(r"scn ([\d.]+) (0) (0) [\d.]+ ([\d.-]+) ([\d.-]+) cm", drawn)[0]
    )
    heights = [float(y) for y in re.findall(r"([\d.-]+) [mlc]$", drawn, re.M)]
    top = bottom + scale * max(heights)
    assert TRIM.bottom - (3 + ROOM) * MM < bottom + scale * min(heights) < top < TRIM.bottom - 3 * MM
    assert left > TRIM.left
    assert drawn.count("h\n") >= 3


def test_letters_that_no_font_has_are_an_error() -> None:
    with pytest.raises(ValueError, match="\ue000"):
        slug_content(Slug("\ue000", FONTS), TRIM, 3, "/S")
