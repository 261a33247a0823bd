"""Pictures for the press: their colour space, palette and transparency."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageChops

from brochure.pdf.prepress import ink_reader as inks
from brochure.pdf.prepress.colour_spaces import RGB
from brochure.pdf.prepress.make import make_pdfx
from press_files import IMPRINT, PICTURE, TEXT, codes, made, preset, rendered, spaces


def test_photographs_and_cmyk_pictures(tmp_path: Path) -> None:
    """JPEG, as cameras make it, and as image editors save it for print (inverted, as Adobe's do)."""
    body = TEXT
    colours: dict[str, Any] = {"RGB": (20, 30, 60), "CMYK": (200, 100, 0, 25), "L": 90}
    for mode, colour in colours.items():
        Image.new(mode, (600, 300), colour).save(tmp_path / f"{mode}.jpg", quality=95)
        body += f'<img src="{mode}.jpg" alt="試験" style="width: 30mm; display: block">'
    data = made(body, root=tmp_path)
    assert codes(data) == set()
    found = [use for use in inks.read_inks(data).uses if use.what == "picture"]
    assert [use.space for use in found] == ["DeviceCMYK", "DeviceCMYK", "DeviceGray"]
    assert found[0].max_ink > 2
    assert found[1].max_ink == pytest.approx(325 / 255, abs=0.05)


def test_pictures_stay_rgb_where_the_shop_takes_them() -> None:
    takes = preset("booklet", ("rgb: false", "rgb: true"))
    data = made(TEXT + PICTURE, where=takes)
    assert spaces(data) & RGB == {"ICCBased RGB"}
    assert codes(data, takes) == set()
    assert "X202" in codes(data, preset("booklet"))


def test_a_picture_with_a_palette_keeps_its_colours(tmp_path: Path) -> None:
    colours = Image.new("RGB", (800, 400), (200, 30, 30))
    colours.paste((20, 60, 160), (0, 0, 400, 400))
    colours.quantize(4).save(tmp_path / "few.png")
    body = f'{TEXT}<img src="few.png" alt="二色" style="width: 40mm; display: block">'
    screen = rendered(body, root=tmp_path)
    kept = make_pdfx(screen, preset("booklet", ("rgb: false", "rgb: true")), IMPRINT).data
    with pikepdf.open(io.BytesIO(kept)) as file:
        (image,) = file.pages[0].get_images().values()
        assert isinstance(image, pikepdf.Stream)
        assert image.ColorSpace[0] == "/Indexed"
        assert image.ColorSpace[1][0] == "/ICCBased"
        seen = pikepdf.PdfImage(image).as_pil_image().convert("RGB")
    assert ImageChops.difference(seen, colours).getbbox() is None
    inked = make_pdfx(screen, preset("leaflet"), IMPRINT).data
    assert codes(inked) == set()
    assert {use.space for use in inks.read_inks(inked).uses if use.what == "picture"} == {"DeviceCMYK"}


def test_a_transparent_picture_is_laid_on_white(tmp_path: Path) -> None:
    picture = Image.new("RGBA", (800, 400), (200, 30, 30, 255))
    picture.paste((0, 0, 0, 0), (0, 0, 400, 400))  # clear at its left
    picture.save(tmp_path / "clear.png")
    body = f'{TEXT}<img src="clear.png" alt="赤" style="width: 40mm; display: block">'
    screen = rendered(body, root=tmp_path)
    pressed = make_pdfx(screen, preset("leaflet"), IMPRINT)
    assert [warning.code for warning in pressed.warnings] == ["X301"]
    assert codes(pressed.data) == set()
    kept = make_pdfx(screen, preset("booklet"), IMPRINT)
    assert kept.warnings == ()
    assert codes(kept.data, preset("booklet")) == set()
    assert inks.read_inks(kept.data).conformance.transparent == (0,)
