"""Colours become ink: black text on one plate, hues kept, no colour above the shop's limit."""

from __future__ import annotations

import random

import pytest
from PIL import Image

from brochure.pdf.prepress import ink_reader as inks
from brochure.pdf.prepress.colour_separation import Separation, max_total_ink
from law import law
from press_files import codes, made, spaces
from workspaces import REPO


def texts(data: bytes) -> set[tuple[float, ...] | None]:
    """The inks of the text."""
    return {use.ink for use in inks.read_inks(data).uses if use.what == "text"}


@pytest.fixture(scope="session")
def way() -> Separation:
    """The shipped profile, 300 %."""
    return Separation(REPO / "shops" / "FOGRA39L-coated.icc", 3.0)


def rgb(code: str) -> tuple[float, float, float]:
    red, green, blue = (int(code[index : index + 2], 16) / 255 for index in (1, 3, 5))
    return red, green, blue


def test_black_and_grey_text_is_on_one_plate(way: Separation) -> None:
    for code in ("#000000", "#1c2329", "#3b454d"):  # the layouts' blacks are solid
        assert way.text(rgb(code)) == (0, 0, 0, 1)
    for code in ("#525d66", "#6a757d", "#9aa5ae", "#cfd6dc"):
        c, m, y, k = way.text(rgb(code))
        assert (c, m, y) == (0, 0, 0)
        assert 0.1 < k < 0.85
        assert way.line(rgb(code)) == (0, 0, 0, k)
    assert way.text((1, 1, 1)) == way.area((1, 1, 1)) == (0, 0, 0, 0)


def test_colours_keep_their_hue(way: Separation) -> None:
    assert way.text(rgb("#0b4f8a"))[0] > 0.8  # a blue
    red = way.area(rgb("#ff0000"))
    assert red[0] < 0.1
    assert min(red[1:3]) > 0.8
    assert way.area(rgb("#fdf3ea"))[2] > way.area(rgb("#fdf3ea"))[0]  # a pale orange stays one
    assert any(way.area(rgb("#f3f6f8"))[:3])
    assert way.area(rgb("#1c2329")) == (0, 0, 0, 1)  # dark areas may carry white letters


@law(sample=3, full=200)
def test_no_colour_is_above_the_limit(seed: int) -> None:
    dice = random.Random(seed)
    limit = round(dice.uniform(1.5, 3), 2)
    way = Separation(REPO / "shops" / "FOGRA39L-coated.icc", limit)
    for _ in range(300):
        assert sum(way.area((dice.random(), dice.random(), dice.random()))) <= limit
    noise = Image.frombytes("RGB", (128, 128), dice.randbytes(3 * 128 * 128))
    assert max_total_ink(way.picture(noise)) <= limit
    assert way.picture(Image.new("RGB", (1, 1), "white")).getpixel((0, 0)) == (0, 0, 0, 0)


def test_lines_are_black_where_they_are_grey_and_areas_keep_their_tint() -> None:
    body = (
        '<p style="border-bottom: .5pt solid #9aa5ae">線</p><p style="background: #f3f6f8">地</p>'
        '<hr style="border: 0; height: 1pt; background: #525d66">'
    )
    paths = {use.ink for use in inks.read_inks(made(body)).uses if use.what == "path" and use.space != "All"}
    assert len(paths) == 3
    assert sorted(not any((ink or ())[:3]) for ink in paths) == [False, True, True]


def test_a_designers_own_ink_is_kept() -> None:
    data = made('<p style="color: device-cmyk(0 1 1 0)">朱</p>')
    assert (0.0, 1.0, 1.0, 0.0) in texts(data)
    assert codes(data) == set()


def test_gradients_patterns_and_drawings_become_ink() -> None:
    drawing = "<svg xmlns='http://www.w3.org/2000/svg' width='30' height='30' viewBox='0 0 30 30'>"
    drawing += "<title>図</title><circle cx='15' cy='15' r='14' fill='#c00' stroke='#00c'/></svg>"
    body = (
        '<p style="background: linear-gradient(to right, #c00, #fc0 30%, #00c)">地</p>'
        '<p style="background: url(tests/samples/photos/mountains.png) 0 0/5mm; height: 20mm">模様</p>'
        f"<p>{drawing}</p>"
    )
    data = made(body)
    assert {use.what for use in inks.read_inks(data).uses} == {"text", "path", "picture", "gradient"}
    assert spaces(data) <= {"DeviceCMYK", "All"}
    assert codes(data) == set()
