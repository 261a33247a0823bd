"""A picture is packed once for all documents."""

from __future__ import annotations

from PIL import Image
from weasyprint import images

from brochure.typesetting.patches.apply import apply_all
from upstream_source import source


def test_upstream_still_packs_a_picture_for_each_document() -> None:
    assert "def _get_png_data(pillow_image):" in source(images)


def test_a_picture_is_packed_once_and_another_is_not_taken_for_it() -> None:
    apply_all()
    pack = images.RasterImage._get_png_data
    grey, same, red = (Image.new("RGB", (9, 9), colour) for colour in ("grey", "grey", "red"))
    assert pack(grey) is pack(same)
    assert pack(grey) != pack(red)
