"""The pixels of a PNG are copied into the PDF as they are packed."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import weasyprint
from PIL import Image, ImageChops
from weasyprint import images

from brochure.typesetting.patches import png_passthrough as png_as_is
from upstream_source import shown, source

PIXELS = Image.linear_gradient("L").resize((60, 40))
KINDS = {
    "two": PIXELS.convert("RGB").quantize(2),
    "sixteen": PIXELS.convert("RGB").quantize(16),
    "many": PIXELS.convert("RGB").quantize(256),
    "bits": PIXELS.convert("1"),
    "grey": PIXELS,
    "colour": Image.merge("RGB", [PIXELS, PIXELS.rotate(180), PIXELS]),
}


def only_picture(file: pikepdf.Pdf) -> pikepdf.PdfImage:
    (image,) = file.pages[0].get_images().values()
    assert isinstance(image, pikepdf.Stream)
    return pikepdf.PdfImage(image)


@pytest.mark.parametrize("kind", KINDS)
def test_the_pixels_of_a_png_are_taken_over_as_they_are_packed(kind: str, tmp_path: Path) -> None:
    with shown(tmp_path, KINDS[kind]) as file:
        found = only_picture(file)
        saved = png_as_is.read_png((tmp_path / "a.png").read_bytes())
        assert saved
        assert found.obj.read_raw_bytes() == saved.packed
        assert not found.obj.Interpolate
        seen = found.as_pil_image().convert("RGB")
    assert ImageChops.difference(seen, KINDS[kind].convert("RGB")).getbbox() is None


def test_upstream_still_packs_pixels_anew_and_a_picture_knows_what_it_did(tmp_path: Path) -> None:
    assert "png_data = self._get_png_data(\n                Image.open(" in source(images)
    KINDS["colour"].save(tmp_path / "a.png")
    data = (tmp_path / "a.png").read_bytes()
    plain: dict[str, Any] = {"__package__": "weasyprint", "__name__": "unpatched"}
    exec(compile(source(images), str(images.__file__), "exec"), plain)
    options = weasyprint.DEFAULT_OPTIONS
    known, made = (
        vars(cls(Image.open(io.BytesIO(data)), "a", data, None, None, "from-image", options))
        for cls in (plain["RasterImage"], images.RasterImage)
    )
    assert set(made) - set(known) == {"passthrough_png"}
    same = set(known) - {"image_data"}
    assert {name: made[name] for name in same} == {name: known[name] for name in same}


def test_what_pdf_cannot_take_over_is_packed_anew(tmp_path: Path) -> None:
    clear = KINDS["many"].copy()
    exif = Image.Exif()
    exif[0x0112] = 6
    with shown(tmp_path, clear, transparency=0) as file:
        assert "/SMask" in only_picture(file).obj
    with shown(tmp_path, KINDS["colour"], exif=exif) as file:
        turned = only_picture(file)
        assert (turned.width, turned.height) == (40, 60)
    deep = Image.new("I;16", (60, 40), 40000)
    for picture in (deep, KINDS["colour"].convert("RGBA")):
        picture.save(tmp_path / "a.png")
        assert png_as_is.read_png((tmp_path / "a.png").read_bytes()) is None
    assert png_as_is.read_png(b"\x89PNG\r\n\x1a\n\0\0") is None
    assert png_as_is.read_png(b"GIF89a") is None
