"""Pictures on finished pages: cropped around their focus, beside their caption, in a strip."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from brochure.build.brochure import build_brochure
from brochure.build.load import load_common
from brochure.build.new_layout import create_layout
from brochure.pdf.preflight.preflight import run_preflight
from brochure.pdf.reader import Glyph, read_pages
from brochure.storage.workspace import Workspace
from drawn_pictures import PROFILE, pictured_workspace, sun_in

MM = 72 / 25.4


def built(root: Path, layout: str = "standard", profile: str = PROFILE) -> Path:
    where = Workspace(pictured_workspace(root, profile))
    build_brochure(where, "kaku", load_common(where, layout), formats=["pdf"], output=root)
    return root / "kaku.pdf"


def page_picture(file: Path, index: int) -> Image.Image:
    with pypdfium2.PdfDocument(file) as document:
        shown: Image.Image = document[index].render(scale=2).to_pil()
        return shown


def area(page: Image.Image, left: float, top: float, right: float, bottom: float) -> Image.Image:
    """A part of a page, in mm from the upper left."""
    return page.crop(tuple(round(length * MM * 2) for length in (left, top, right, bottom)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("focus", "seen"),
    [("85% 30%", True), ("right", True), ("top-right", True), ("0% 0%", False), ("left", False), ("", False)],
)
def test_the_photo_is_cropped_to_3_2_around_its_focus(focus: str, seen: bool, tmp_path: Path) -> None:
    line = "  focus: 85% 30%\n"
    file = built(tmp_path, profile=PROFILE.replace(line, f"  focus: {focus}\n" if focus else "", 1))
    photo = area(page_picture(file, 0), 150, 0, 210, 40)
    assert (sun_in(photo) is not None) == seen


def words_at(file: Path, words: str) -> tuple[int, float, float]:
    """Page, left and top (mm from the upper left) of the first character of words."""
    for page in read_pages(file.read_bytes()):
        glyphs: list[Glyph] = [one for one in page.glyphs if not one.text.isspace()]
        text = "".join(one.text for one in glyphs)
        if (at := text.find(words)) >= 0:
            return page.index, glyphs[at].left / MM, (page.height - glyphs[at].top) / MM
    raise AssertionError(words)


def test_a_credit_stands_below_the_photo_and_a_caption_in_the_side_column(tmp_path: Path) -> None:
    file = built(tmp_path)
    page, left, top = words_at(file, "画像：架空州広報課")
    assert (page, left > 149, 40 < top < 44) == (0, True, True)
    page, left, top = words_at(file, "州都の北の丘")
    assert (page, round(left)) == (0, 16)  # the side column; the picture is beside it
    picture = area(page_picture(file, 0), 58, top, 194, top + 88)
    assert sun_in(picture) == pytest.approx((0.5, 0.4), abs=0.05)


def test_captions_and_wide_figures_begin_below_the_heading_beside_them(tmp_path: Path) -> None:
    file = built(tmp_path)
    question = words_at(file, "ありますか？")
    caption = words_at(file, "質問のすぐ下")
    assert caption[0] == question[0]
    assert round(caption[1]) == 16
    assert caption[2] > question[2] + 4
    short = PROFILE.replace("    - strip:", "    - remark: 架空\n    - strip:")
    begun = short[: short.index("    - figure")] + short[short.index("    - strip") :]
    same_page = built(tmp_path / "b", profile=begun)
    head, under = words_at(same_page, "関係は？"), words_at(same_page, "湾の全景")
    assert head[0] == under[0]
    wide = area(page_picture(same_page, head[0]), 16, head[2] + 5, 194, under[2] - 2)
    assert sun_in(wide) is not None
    assert sun_in(area(page_picture(same_page, head[0]), 16, head[2], 54, head[2] + 4)) is None


def test_a_strip_shows_every_focus_at_one_height(tmp_path: Path) -> None:
    file = built(tmp_path, profile=PROFILE.replace("        - file: pictures/wide.jpg\n", WIDE, 1))
    _, _, caption = words_at(file, "港の朝")
    page = page_picture(file, 0)
    strip = area(page, 58, caption - 30, 194, caption - 2)
    width = strip.width
    thirds = [strip.crop((int(width * a), 0, int(width * b), strip.height)) for a, b in THIRDS]
    assert all(sun_in(one) is not None for one in thirds)


WIDE = "        - file: pictures/wide.jpg\n          focus: 10% 20%\n"
THIRDS = ((0, 0.43), (0.43, 0.57), (0.57, 1))


@pytest.mark.parametrize("layout", ["standard", "onepage", "a5"])
def test_pages_with_pictures_pass_the_preflight_in_every_size(layout: str, tmp_path: Path) -> None:
    where = Workspace(pictured_workspace(tmp_path))
    if layout == "a5":
        create_layout(where, "a5", source="standard", size="A5", columns=None)
    file = built(tmp_path, layout)
    report = run_preflight(file.read_bytes(), file="kaku.pdf")
    assert report.problems == ()
