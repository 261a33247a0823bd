"""Coarse pictures, codes that are hard to read, faint colours, and text under something."""

from __future__ import annotations

from brochure.assembly.qr_codes import code_modules
from brochure.document.tree import Code
from brochure.pdf import reader as pages
from brochure.pdf.preflight import preflight
from brochure.pdf.preflight.contrast_resolution import BLINDNESS, simulate_colour_blindness
from brochure.pdf.preflight.reader import read_page_contents
from brochure.schema.layout import Codes
from brochure.typesetting import html
from preflight_pages import LINES, changed, codes, make


def test_a_coarse_picture() -> None:
    picture = '<img src="tests/samples/photos/mountains.png" alt="山" style="width: {}mm">'
    assert codes(make(LINES + picture.format(10)), dpi=300) == set()
    assert "Q601" in codes(make(LINES + picture.format(80)), dpi=1000)


def drawn(side: float, ground: str = "#fff", beside: str = "") -> bytes:
    """A page with a code of 25 cells, 33 with its quiet zone, whose side is so many mm."""
    code = Code("https://example.jp/", "", "符号", code_modules("https://example.jp/12"))
    svg = str(html.code_svg(code, Codes())).replace('13.2mm"', f'{side}mm"').replace("#fff", ground)
    return make(f'{LINES}<div style="display: flex">{svg}{beside}</div>')


def test_a_code_of_too_small_cells() -> None:
    assert codes(drawn(33 * 0.4)) == set()
    assert codes(drawn(33 * 0.38)) == {"Q605"}


def test_a_code_without_a_quiet_zone() -> None:
    near = '<p style="position: relative; margin-left: -1mm; width: 9em">田田<br>田田</p>'
    assert codes(drawn(33 * 0.4, beside="<p>文字</p>")) == set()
    assert codes(drawn(33 * 0.4, beside=near)) == {"Q606"}
    assert codes(drawn(33 * 0.4, ground="#888")) == {"Q606"}


def test_faint_text() -> None:
    assert codes(make(f'{LINES}<p style="color: #888">薄い文字</p>')) == {"Q602"}
    assert codes(make(f'{LINES}<p style="color: #888; font-size: 18pt; line-height: 2">大きい</p>')) == set()
    white = '<p style="color: #fff; background: {}">地の上</p>'
    assert codes(make(LINES + white.format("#004"))) == set()
    assert codes(make(LINES + white.format("#fd8"))) == {"Q602"}


def test_colours_that_the_colour_blind_cannot_tell() -> None:
    assert codes(make(f'{LINES}<p style="color: #f00; background: #000">赤と黒</p>')) == {"Q603"}
    assert simulate_colour_blindness((255, 255, 255), BLINDNESS["deuteranopia"]) == (255, 255, 255)


def test_text_under_something() -> None:
    cover = (
        '<div style="position: absolute; top: 0; left: 0; width: 80mm; height: {}; background: #fff"></div>'
    )
    assert codes(make(LINES + cover.format("15pt"))) == {"Q604"}
    assert codes(make(LINES + cover.format("0"))) == set()


PHOTO = '<img src="tests/samples/photos/mountains.png" alt="山" style="{}">'


def test_text_under_an_image() -> None:
    over = "position: absolute; top: {}mm; left: 0; width: 60mm; height: 15pt"
    assert "Q604" in codes(make(LINES + PHOTO.format(over.format(0))))
    assert "Q604" not in codes(make(LINES + PHOTO.format(over.format(40))))


def test_images_on_which_nothing_stands_are_not_drawn_for_the_rules() -> None:
    alone = make(LINES + PHOTO.format("width: 60mm"))
    drawn, spared = (
        read_page_contents(alone).sheets[0],
        read_page_contents(alone, skip_unneeded_images=True).sheets[0],
    )
    image = drawn.images[0].box
    middle = (image.left + image.right) / 2, (image.bottom + image.top) / 2
    assert drawn.shown.colour_at(*middle) != (255, 255, 255) == spared.shown.colour_at(*middle)
    assert spared.chars == drawn.chars and spared.images == drawn.images


def test_a_file_that_is_opened_once_reads_the_same(plain: bytes) -> None:
    turned = changed(plain, lambda opened: setattr(opened.pages[0], "Rotate", 90))
    for data in (plain, turned):
        with pages.open_pdf(data) as opened:
            assert pages.read_pages(opened) == pages.read_pages(data)
            assert preflight.read_for_preflight(opened) == preflight.read_for_preflight(data)
            assert pages.read_pages(opened) == pages.read_pages(data)


def test_raised_minus_signs_are_not_hidden() -> None:
    raised = '<sup style="font-size: 5pt; line-height: 1; vertical-align: super">\u207b3</sup>'
    assert "Q604" not in codes(make(f"{LINES}<p>x{raised}と、x{raised}と</p>"))
