"""Headings begin with H1 and skip no level."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from brochure.typesetting.patches.heading_levels import closed_levels
from pdf_validator import failures
from preflight_pages import make
from tag_outline import tags_of


@pytest.mark.parametrize("given", ["1233", "14", "24242", "6", "1356661", "3211"])
def test_the_tags_skip_no_level(given: str, tmp_path: Path) -> None:
    data = make("".join(f"<h{level}>題{level}</h{level}><p>文</p>" for level in given))
    levels = [int(tag[1]) for tag in tags_of(data) if tag[0] == "H"]
    assert levels == closed_levels([int(level) for level in given])
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    (tmp_path / "made.pdf").write_bytes(data)
    assert failures(tmp_path / "made.pdf", "ua1") == []


def test_levels_without_gaps_stay() -> None:
    assert closed_levels([1, 2, 3, 3, 2, 1, 2]) == [1, 2, 3, 3, 2, 1, 2]
