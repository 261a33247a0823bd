"""Pictures in Word: the crop of the page, strips as tables, nothing wider than the text."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image

from brochure.build.brochure import build_brochure
from brochure.build.load import load_common
from brochure.build.new_layout import create_layout
from brochure.storage.workspace import Workspace
from brochure.word.ooxml import NAMESPACES as NAMES
from docx_reader import W, WordFile
from drawn_pictures import PROFILE, pictured_workspace, sun_in
from word_parts import word_parts

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
EMU_PER_MM = 36000


def built(root: Path, profile: str = PROFILE, layout: str = "standard") -> bytes:
    where = Workspace(pictured_workspace(root, profile))
    build_brochure(where, "kaku", load_common(where, layout), formats=["docx"], output=root)
    return (root / "kaku.docx").read_bytes()


def target_of(data: bytes, relationship: str) -> str:
    """The file of a relationship of the body."""
    relations = etree.fromstring(word_parts(data)["word/_rels/document.xml.rels"])
    return next(str(one.get("Target")) for one in relations if one.get("Id") == relationship)


def shown(data: bytes, alt: str) -> tuple[Image.Image, tuple[float, float]]:
    """A picture as Word shows it, and its size in mm."""
    file = WordFile(data)
    (drawing,) = file.body.xpath(f".//w:drawing[.//wp:docPr[@descr='{alt}']]", namespaces=NAMES)
    blip, source = next(drawing.iter(f"{A}blip")), next(drawing.iter(f"{A}srcRect"), None)
    name = target_of(data, blip.get(f"{R}embed"))
    with Image.open(BytesIO(word_parts(data)[f"word/{name}"])) as image:
        cut = {side: int((source.get(side) if source is not None else "0") or 0) / 1e5 for side in "ltrb"}
        width, height = image.size
        box = (cut["l"] * width, cut["t"] * height, (1 - cut["r"]) * width, (1 - cut["b"]) * height)
        extent = drawing.find(".//wp:extent", NAMES)
        size = tuple(int(extent.get(name)) / EMU_PER_MM for name in ("cx", "cy"))
        left, top, right, bottom = map(round, box)
        return image.crop((left, top, right, bottom)), (size[0], size[1])


def test_the_photo_is_cropped_as_on_the_page(tmp_path: Path) -> None:
    photo, size = shown(built(tmp_path), "架空州の港の朝")
    assert size == pytest.approx((60, 40), abs=0.01)
    assert photo.width / photo.height == pytest.approx(1.5, abs=0.01)
    assert sun_in(photo) is not None
    other = PROFILE.replace("  focus: 85% 30%\n", "  focus: left\n", 1)
    assert sun_in(shown(built(tmp_path / "b", other), "架空州の港の朝")[0]) is None


def test_the_crop_does_not_stretch_a_picture(tmp_path: Path) -> None:
    data = built(tmp_path)
    for alt in ("架空州の港の朝", "港", "塔", "広い湾", "架空の湾の全景", "架空州の丘の並び"):
        picture, size = shown(data, alt)
        assert picture.width / picture.height == pytest.approx(size[0] / size[1], rel=0.01), alt


def test_a_strip_is_a_table_with_pictures_of_one_height_and_their_texts(tmp_path: Path) -> None:
    data = built(tmp_path)
    sizes = [shown(data, alt)[1] for alt in ("港", "塔", "広い湾")]
    assert len({round(height, 1) for _, height in sizes}) == 1
    assert sun_in(shown(data, "塔")[0]) is not None  # its focus is the upper edge
    file = WordFile(data)
    (table,) = file.body.xpath(".//w:tbl[.//wp:docPr[@descr='塔']]", namespaces=NAMES)
    said = [["".join(p.itertext()) for p in cell.iterfind("w:p", NAMES)] for cell in table.iter(f"{W}tc")]
    assert said == [["", "港の朝", "画像：架空州観光局（架空）"], ["", "画像：架空市（架空）"], [""]]
    assert file.formatting() == []


def test_a_wide_figure_stays_in_the_text_area(tmp_path: Path) -> None:
    _, (width, _) = shown(built(tmp_path), "架空の湾の全景")
    assert width == pytest.approx(210 - 32 - 12, abs=0.5)


def test_without_styles_for_strips_the_pictures_stand_one_below_the_other(tmp_path: Path) -> None:
    root = pictured_workspace(tmp_path)
    manifest = root / "layouts" / "standard" / "layout.yaml"
    lines = manifest.read_text("utf-8").splitlines(keepends=True)
    manifest.write_text("".join(line for line in lines if "  strip_c" not in line), "utf-8")
    file = WordFile(built(tmp_path))
    assert file.body.xpath(".//w:tbl[.//wp:docPr[@descr='塔']]", namespaces=NAMES) == []
    assert len(file.body.xpath(".//wp:docPr[@descr='塔']", namespaces=NAMES)) == 1


def test_a_strip_is_no_wider_than_the_text_of_a_small_page(tmp_path: Path) -> None:
    where = Workspace(pictured_workspace(tmp_path))
    create_layout(where, "a5", source="standard", size="A5", columns=None)
    data = built(tmp_path, layout="a5")
    file = WordFile(data)
    (table,) = file.body.xpath(".//w:tbl[.//wp:docPr[@descr='塔']]", namespaces=NAMES)
    margins = load_common(where, "a5").layout.data.page.margins
    room = (148 - margins.left - margins.right) * 1440 / 25.4
    indent, width = (int(table.find(f"w:tblPr/w:{tag}", NAMES).get(f"{W}w")) for tag in ("tblInd", "tblW"))
    assert indent + width <= room + 20
