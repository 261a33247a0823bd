"""A crop has its ratio, stays in the picture, and never cuts the focus."""

from __future__ import annotations

from random import Random

import pytest

from brochure.document.picture_crop import JAPANESE, WORDS, crop_to_ratio, focus_point, strip_sizes
from law import law


@law(sample=60, full=2000)
def test_a_crop_never_cuts_the_focus_and_has_its_ratio(seed: int) -> None:
    random = Random(seed)
    seen = (random.randint(8, 5000), random.randint(8, 5000))
    ratio = random.uniform(0.2, 6)
    focus = random.choice([(random.random(), random.random()), *WORDS.values()])
    crop = crop_to_ratio(seen, ratio, focus)
    cut = (crop.left, crop.top, crop.right, crop.bottom)
    assert min(cut) >= 0
    kept = (1 - crop.left - crop.right, 1 - crop.top - crop.bottom)
    assert max(kept) == pytest.approx(1)  # only one direction is cut
    assert kept[0] * seen[0] / (kept[1] * seen[1]) == pytest.approx(ratio)
    for share, before, after in ((focus[0], crop.left, crop.right), (focus[1], crop.top, crop.bottom)):
        assert before - 1e-9 <= share <= 1 - after + 1e-9
        middle = (before + 1 - after) / 2  # in the middle, unless an edge of the picture is reached
        assert share == pytest.approx(middle) or min(before, after) < 1e-9
    assert all(0 <= share <= 1 for share in crop.position)


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("30% 60%", (0.3, 0.6)), ("30%,60%", (0.3, 0.6)), ("３０％　６０％", None), ("0% 100%", (0, 1)),
        ("12.5% 7%", (0.125, 0.07)), ("Top-Left", (0, 0)), ("左上", (0, 0)), ("中央", (0.5, 0.5)),
        ("101% 0%", None), ("30 60", None), ("left top", None), ("", None), ("-5% 3%", None), ("50%", None),
    ],
)  # fmt: skip
def test_a_focus_is_nine_words_or_a_point(text: str, point: tuple[float, float] | None) -> None:
    if point is None and text != "３０％　６０％":
        with pytest.raises(ValueError, match="no focus"):
            focus_point(text)
    else:
        assert focus_point(text) == (point or (0.3, 0.6))


def test_the_nine_words_are_nine_points_in_both_languages() -> None:
    assert len(set(WORDS.values())) == len(WORDS) == 9
    assert sorted(JAPANESE.values()) == sorted(WORDS)


@law(sample=40, full=1000)
def test_the_pictures_of_a_strip_are_equally_high_and_fit(seed: int) -> None:
    random = Random(seed)
    seen = [(random.randint(8, 4000), random.randint(8, 4000)) for _ in range(random.choice((2, 3)))]
    sizes = strip_sizes(seen, 136, 46, 3)
    assert len({height for _, height in sizes}) == 1
    assert sizes[0][1] <= 46
    assert sum(width for width, _ in sizes) + 3 * (len(seen) - 1) <= 136 + 1e-9
    assert min(width for width, _ in sizes) > 12  # a caption has room below each
