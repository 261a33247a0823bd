"""For press: each rule of a shop has a file that breaks it; ghostscript judges the plates."""

from __future__ import annotations

import datetime
import io
import json
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pikepdf
import pytest
import yaml
from PIL import Image, ImageChops

from brochure.build.brochure import build_for_press
from brochure.build.load import load_common, load_shop
from brochure.cli.main import main
from brochure.diagnostics.catalogue import catalogue
from brochure.diagnostics.problem import BrochureError
from brochure.pdf.prepress import crop_marks as marks
from brochure.pdf.prepress import ink_reader as inks
from brochure.pdf.prepress.check import check_pdfx
from brochure.pdf.prepress.colour_separation import Separation, total
from brochure.pdf.prepress.colour_spaces import RGB
from brochure.pdf.prepress.make import Imprint, bleed_style, make_pdfx
from brochure.schema import print_shop as shop
from brochure.schema.json_schema import shop_schema
from brochure.schema.print_shop import Shop
from brochure.typesetting import html
from brochure.typesetting import weasyprint as pdf
from damaged import damaged
from law import law
from programs import program
from workspaces import PARTNERS, REPO, workspace

PRESETS = ("leaflet", "booklet")
MM = 72 / 25.4
IMPRINT = Imprint("試験", "urn:brochure:test", datetime.date(2026, 11, 1))
FACES = [REPO / "fonts" / "BIZUDPGothic-Regular.ttf", REPO / "fonts" / "BIZUDPGothic-Bold.ttf"]
BASE = """
@page { size: 100mm 80mm; margin: 10mm }
@page { @bottom-right { content: counter(page); font: 8pt BIZ UDPGothic; vertical-align: top } }
html { font: 10pt/15pt BIZ UDPGothic; color: #1c2329 } body, p { margin: 0 }
"""
TEXT = "<p>黒い文字です。</p>"


def preset(name: str, *changes: tuple[str, str]) -> Shop:
    """A preset after some words were replaced."""
    path = REPO / "shops" / f"{name}.yaml"
    text = path.read_text("utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return shop.validate_print_shop(path, text.encode(), f"shops/{name}.yaml")


def rendered(body: str, css: str = "", *, bleed: float = 3, folio: int = 1, root: Path = REPO) -> bytes:
    """A PDF of the screen with bleed, 100 × 80 mm."""
    text = f'<!doctype html><html lang="ja"><head><title>試験</title></head><body>{body}</body></html>'
    first = f"@page :first {{ counter-reset: page {folio} }}" if folio != 1 else ""
    sheet = f"{BASE}@page {{ bleed: {bleed}mm }} {first} {css}"
    return pdf.render_pdf(html.HtmlPage(text, (html.Stylesheet(sheet, "t.css", REPO),), root), FACES).data


def made(body: str, css: str = "", *, where: Shop | None = None, **options: Any) -> bytes:
    """A file for the press."""
    return make_pdfx(rendered(body, css, **options), where or preset("leaflet"), IMPRINT).data


def codes(data: bytes, where: Shop | None = None) -> set[str]:
    """The codes of all findings."""
    return {found.code for found in check_pdfx(data, where or preset("leaflet"))}


def changed(data: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """A file after something was done to it, otherwise as it was."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as opened:
        change(opened)
        opened.save(target, force_version=opened.pdf_version, fix_metadata_version=False)
    return target.getvalue()


def spaces(data: bytes) -> set[str]:
    """The colour spaces that are painted with."""
    return {use.space for use in inks.read_inks(data).uses}


def texts(data: bytes) -> set[tuple[float, ...] | None]:
    """The inks of the text."""
    return {use.ink for use in inks.read_inks(data).uses if use.what == "text"}


# --- the presets ------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], bytes]:
    """Every partner for every preset."""
    folder = tmp_path_factory.mktemp("press")
    found = {}
    for which, name in PARTNERS:
        where = workspace(which)
        common = load_common(where, "standard")
        for chosen in PRESETS:
            built = build_for_press(where, name, common, load_shop(where, chosen), output=folder)
            (path,) = built.paths
            assert path.name == f"{name}-print-{chosen}.pdf"
            assert {warning.code for warning in built.warnings} <= {
                "S201",
                "Q802",
                "Q804",
            }  # awkward is too long for the layout
            found[name, chosen] = path.read_bytes()
    return found


EACH = [(name, chosen) for _, name in PARTNERS for chosen in PRESETS]


@pytest.mark.parametrize("which", EACH)
def test_the_presets_build_and_find_nothing(
    files: dict[tuple[str, str], bytes], which: tuple[str, str]
) -> None:
    assert check_pdfx(files[which], preset(which[1])) == ()


@pytest.mark.parametrize("which", EACH)
def test_the_boxes(files: dict[tuple[str, str], bytes], which: tuple[str, str]) -> None:
    with pikepdf.open(io.BytesIO(files[which])) as opened:
        for page in opened.pages:
            trim, bleed, media = (
                [float(side) for side in box] for box in (page.trimbox, page.bleedbox, page.mediabox)
            )
            assert trim == pytest.approx([0, 0, 210 * MM, 297 * MM], abs=0.01)
            assert bleed == pytest.approx([-3 * MM, -3 * MM, 213 * MM, 300 * MM], abs=0.01)
            room = marks.room(preset(which[1]).data.marks, 3) * MM
            assert media == pytest.approx([-room, -room, 210 * MM + room, 297 * MM + room], abs=0.01)
            assert "/CropBox" not in page.obj


@pytest.mark.parametrize("which", EACH)
def test_nothing_of_the_screen_is_left(files: dict[tuple[str, str], bytes], which: tuple[str, str]) -> None:
    data = files[which]
    assert spaces(data) <= {"DeviceCMYK", "DeviceGray", "All"}
    with pikepdf.open(io.BytesIO(data)) as opened:
        assert opened.check_pdf_syntax() == []
        assert not opened.is_encrypted
        assert not {"/StructTreeRoot", "/MarkInfo", "/Names", "/AF", "/Outlines"} & set(opened.Root.keys())
        for page in opened.pages:
            assert not {"/Annots", "/StructParents", "/Group"} & set(page.obj.keys())
            operators = {str(step.operator) for step in pikepdf.parse_content_stream(page)}
            assert not operators & {"rg", "RG", "g", "G", "BDC", "BMC", "EMC"}
        fonts = [item for item in opened.objects if getattr(item, "get", None) and "/FontName" in item]
        assert fonts
        assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)


def test_what_the_files_say(files: dict[tuple[str, str], bytes]) -> None:
    with pikepdf.open(io.BytesIO(files["liaoning", "leaflet"])) as opened:
        assert opened.pdf_version == "1.3"
        assert b"/ObjStm" not in files["liaoning", "leaflet"]  # PDF 1.5
        info = opened.docinfo
        assert str(info.GTS_PDFXVersion) == "PDF/X-1:2001"
        assert str(info.GTS_PDFXConformance) == "PDF/X-1a:2001"
        assert str(info.Trapped) == "/False"
        assert str(info.Title) == "遼寧省（中国）"
        assert str(info.CreationDate) == str(info.ModDate) == "D:20261101120000Z"
        (intent,) = opened.Root.OutputIntents
        assert str(intent.OutputConditionIdentifier) == "JC200103"
        assert str(intent.RegistryName) == "http://www.color.org"
        assert "/DestOutputProfile" not in intent
        assert len(opened.trailer.ID) == 2
    with pikepdf.open(io.BytesIO(files["liaoning", "booklet"])) as opened:
        assert opened.pdf_version == "1.6"
        (intent,) = opened.Root.OutputIntents
        profile = intent.DestOutputProfile
        assert profile.N == 4
        assert profile.read_bytes()[12:20] == b"prtrCMYK"  # class and space (ICC.1, 7.2)
        xmp = opened.Root.Metadata.read_bytes()
        assert b'pdfxid:GTS_PDFXVersion="PDF/X-4"' in xmp
        assert b'pdf:Trapped="False"' in xmp
        assert b"xmpMM:RenditionClass" in xmp
        assert "/Filter" not in opened.Root.Metadata  # tools that know no PDF must find it


def test_the_same_input_gives_the_same_bytes(files: dict[tuple[str, str], bytes], tmp_path: Path) -> None:
    for (which, name), chosen in zip(PARTNERS, PRESETS, strict=True):
        where = workspace(which)
        common = load_common(where, "standard")
        (path,) = build_for_press(where, name, common, load_shop(where, chosen), output=tmp_path).paths
        assert path.read_bytes() == files[name, chosen]


def test_chinese_glyphs_are_found_by_their_numbers(files: dict[tuple[str, str], bytes]) -> None:
    from fontTools.cffLib import CFFFontSet

    found = 0
    with pikepdf.open(io.BytesIO(files["awkward", "leaflet"])) as opened:
        for item in opened.objects:
            if isinstance(item, pikepdf.Dictionary) and "/FontFile3" in item:
                assert item.FontFile3.Subtype == "/CIDFontType0C"
                fonts = CFFFontSet()
                fonts.decompile(io.BytesIO(item.FontFile3.read_bytes()), None)
                charset = fonts.topDictIndex[0].charset
                assert charset[1:] == [f"cid{number:05d}" for number in range(1, len(charset))]
                found += 1
    assert found == 2


def test_the_layouts_bleed_and_onepage_lacks_a_folio(tmp_path: Path) -> None:
    where = workspace("samples")
    common = load_common(where, "onepage")
    build_for_press(where, "awkward", common, load_shop(where, "leaflet"), output=tmp_path)
    where = workspace("repo")  # whose partner is shorter
    common = load_common(where, "onepage")
    with pytest.raises(BrochureError) as raised:
        build_for_press(where, "liaoning", common, load_shop(where, "booklet"), output=tmp_path)
    (found,) = raised.value.problems
    assert found.code == "X206"
    line = (REPO / "shops" / "booklet.yaml").read_text("utf-8").splitlines()[found.location.line - 1]  # type: ignore[union-attr]
    assert line.strip().startswith("every_page:")
    assert [path.name for path in tmp_path.iterdir()] == ["awkward-print-leaflet.pdf"]


# --- ink --------------------------------------------------------------------------------------


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
    assert total(way.picture(noise)) <= limit
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


PICTURE = '<img src="tests/samples/photos/mountains.png" alt="山" style="width: 60mm; display: block">'


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
    assert found[0].most > 2
    assert found[1].most == pytest.approx(325 / 255, abs=0.05)


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
    assert inks.read_inks(kept.data).standing.transparent == (0,)


# --- each rule --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def plain() -> bytes:
    """A file with nothing wrong."""
    return made(TEXT)


def test_a_file_with_nothing_wrong(plain: bytes) -> None:
    assert check_pdfx(plain, preset("leaflet")) == ()


def test_transparency_is_refused_in_x_1a_and_kept_in_x_4() -> None:
    body = f'{TEXT}<p style="opacity: .5">薄い</p>'
    for data in (rendered(body), rendered('<p style="color: rgba(0, 0, 0, .4)">薄い</p>')):
        with pytest.raises(BrochureError) as raised:
            make_pdfx(data, preset("leaflet"), IMPRINT)
        assert [found.code for found in raised.value.problems] == ["X201"]
        assert raised.value.problems[0].location == preset("leaflet").locate("standard")
    kept = made(body, where=preset("booklet"))
    assert codes(kept, preset("booklet")) == set()
    assert "X201" in codes(kept)


def test_only_the_page_that_is_transparent_is_named() -> None:
    body = f'{TEXT}<p style="break-before: page; opacity: .5">薄い</p>'
    with pytest.raises(BrochureError) as raised:
        make_pdfx(rendered(body), preset("leaflet"), IMPRINT)
    assert [dict(found.details)["page"] for found in raised.value.problems] == ["2"]


def test_a_file_of_the_screen_breaks_the_rules() -> None:
    link = '<p><a href="https://example.jp/">表示</a></p>'
    assert {"X202", "X208", "X209", "X213"} <= codes(rendered(TEXT + link))


def test_black_text_on_four_plates() -> None:
    body = f'{TEXT}<p style="color: device-cmyk(.75 .68 .67 .5)">4色の黒</p>'
    assert codes(made(body)) == {"X203"}
    assert codes(made(body), preset("leaflet", ("k-only", "any"))) == set()


def test_too_much_ink() -> None:
    body = f'{TEXT}<div style="height: 9mm; background: device-cmyk(.9 .9 .9 .9)"></div>'
    (found,) = check_pdfx(made(body), preset("leaflet"))
    assert (found.code, dict(found.details)["ink"]) == ("X204", "360")
    assert codes(made(body), preset("leaflet", ("total_ink: 300", "total_ink: 360"))) == set()


def test_too_much_ink_in_a_picture(plain: bytes) -> None:
    def inked(opened: pikepdf.Pdf) -> None:
        picture = opened.make_stream(b"\xff\xff\xff\x20" * 4)
        picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        picture.ColorSpace, picture.BitsPerComponent = pikepdf.Name.DeviceCMYK, 8
        picture.Width = picture.Height = 2
        page = opened.pages[0]
        page.Resources.XObject = pikepdf.Dictionary(Im=picture)
        page.contents_add(b"q 0.1 0 0 0.1 50 50 cm /Im Do Q")

    assert codes(changed(plain, inked)) == {"X204"}


BAND = (
    '<div style="position: absolute; top: -10mm; left: {0}mm; right: {0}mm; height: 10mm; '
    'background: #048"></div>'
)


def test_colour_that_ends_at_the_trim() -> None:
    css = "body { position: relative }"
    found = check_pdfx(made(TEXT + BAND.format(-10), css), preset("leaflet"))
    assert {(one.code, dict(one.details)["side"]) for one in found} == {
        ("X205", "left"),
        ("X205", "right"),
        ("X205", "top"),
    }
    bled = BAND.format(-14).replace("top: -10mm", "top: -14mm").replace("height: 10mm", "height: 14mm")
    assert codes(made(TEXT + bled, css)) == set()


def test_folios() -> None:
    wants = preset("leaflet", ("every_page: false", "every_page: true"))
    assert codes(made(TEXT), wants) == set()
    none = "@page { @bottom-right { content: none } }"
    assert codes(made(TEXT, none), wants) == {"X206"}
    assert codes(made(TEXT, none)) == set()
    near = "@page { @bottom-right { vertical-align: bottom; margin-bottom: 1.5mm; line-height: 1 } }"
    assert codes(made(TEXT, near), wants) == {"X207"}
    third = preset("leaflet", ("every_page: false", "every_page: true"), ("first: 1", "first: 3"))
    assert codes(made(TEXT), third) == {"X206"}
    assert codes(made(TEXT, folio=3), third) == set()
    assert "counter-reset: page 3" in bleed_style(third)


def test_crop_marks(plain: bytes) -> None:
    bare = preset("leaflet", ("style: japanese", "style: none"))
    assert codes(made(TEXT, where=bare), bare) == set()
    assert codes(made(TEXT, where=bare)) == {"X208"}
    crossing = b"q /BrochureMarks CS 1 SCN 10 10 m 90 90 l S Q"
    assert {"X204", "X212"} == codes(changed(plain, lambda opened: opened.pages[0].contents_add(crossing)))


@pytest.mark.parametrize("style", ["crop", "japanese"])
@pytest.mark.parametrize("distance", [3, 5])
def test_marks_are_outside_the_bleed_and_inside_the_sheet(style: str, distance: int) -> None:
    where = preset(
        "leaflet", ("style: japanese", f"style: {style}"), ("distance: 3", f"distance: {distance}")
    )
    data = made(TEXT, where=where)
    boxes = [use.box for use in inks.read_inks(data).uses if use.space == "All"]
    assert len(boxes) == (8 if style == "crop" else 16 + 8)
    with pikepdf.open(io.BytesIO(data)) as opened:
        left, bottom, right, top = (float(side) for side in opened.pages[0].mediabox)
        trim = [float(side) for side in opened.pages[0].trimbox]
    for box in boxes:
        assert box is not None
        assert left < box[0] <= box[2] < right
        assert bottom < box[1] <= box[3] < top
        off = max(trim[0] - box[2], trim[1] - box[3], box[0] - trim[2], box[1] - trim[3])
        assert off >= distance * MM - 0.01


def test_what_the_standard_asks_for(plain: bytes) -> None:
    def take(*keys: str) -> Callable[[pikepdf.Pdf], None]:
        def act(opened: pikepdf.Pdf) -> None:
            for key in keys:
                del opened.docinfo[key]

        return act

    assert codes(changed(plain, take("/GTS_PDFXVersion", "/GTS_PDFXConformance"))) == {"X209"}
    assert codes(changed(plain, take("/Trapped"))) == {"X209"}
    assert codes(changed(plain, lambda opened: opened.Root.__delitem__("/OutputIntents"))) == {"X209"}
    newer = io.BytesIO()
    with pikepdf.open(io.BytesIO(plain)) as opened:
        opened.save(newer, force_version="1.7")
    assert codes(newer.getvalue()) == {"X209"}
    four = made(TEXT, where=preset("booklet"))
    assert codes(four, preset("booklet")) == set()

    def unprofiled(opened: pikepdf.Pdf) -> None:
        del opened.Root.OutputIntents[0].DestOutputProfile

    assert codes(changed(four, unprofiled), preset("booklet")) == {"X209"}


def test_a_coarse_picture() -> None:
    coarse = PICTURE.replace("60mm", "78mm")
    fine = preset("leaflet", ("dpi: 300", "dpi: 600"))
    assert codes(made(TEXT + coarse)) == set()
    assert codes(made(TEXT + coarse), fine) == {"X210"}


def test_links_and_boxes(plain: bytes) -> None:
    def linked(opened: pikepdf.Pdf) -> None:
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9])
        opened.pages[0].Annots = pikepdf.Array([opened.make_indirect(link)])

    def cropped(opened: pikepdf.Pdf) -> None:
        opened.pages[0].CropBox = opened.pages[0].TrimBox

    def narrow(opened: pikepdf.Pdf) -> None:
        opened.pages[0].BleedBox = [-3, -3, 286, 230]

    assert codes(changed(plain, linked)) == {"X213"}
    assert "X214" in codes(changed(plain, cropped))
    assert "Q307" in codes(changed(plain, narrow))


def test_the_number_of_pages() -> None:
    four = preset("leaflet", ("multiple: 1", "multiple: 4"))
    assert codes(made(TEXT), four) == {"Q304"}
    assert codes(made(TEXT + '<p style="break-before: page">次</p>' * 3), four) == set()


def test_fonts_are_embedded(plain: bytes) -> None:
    def torn(opened: pikepdf.Pdf) -> None:
        for font in opened.pages[0].Resources.Font.values():
            del font.DescendantFonts[0].FontDescriptor.FontFile2

    assert "Q501" in codes(changed(plain, torn))


@law(sample=8, full=3000)
def test_a_damaged_file_for_the_press_is_told_and_never_a_traceback(plain: bytes, seed: int) -> None:
    try:
        check_pdfx(damaged(plain, seed), preset("leaflet"))
    except BrochureError as error:
        assert {found.code for found in error.problems} == {"Q901"}


def test_every_code_is_in_the_guide_and_every_finding_has_its_setting() -> None:
    guide = (REPO / "docs" / "press.md").read_text("utf-8")
    from brochure.pdf.prepress.shop_rules import SETTINGS

    for code in catalogue():
        if code.startswith("X2"):
            assert code in guide
            assert code in SETTINGS
    for path in SETTINGS.values():
        assert preset("booklet").source.value(path)


# --- shops that are written wrong -------------------------------------------------------------

WRONG = [
    ("standard: x-1a", "standard: x-3", "P109", "standard:"),
    ("bleed: 3", "bleed: drei", "P103", "bleed:"),
    ("bleed: 3", "bled: 3", "P101", "bled:"),
    ("bleed: 3", "bleed: -1", "P111", "bleed:"),
    ("total_ink: 300", "total_ink: 900", "P111", "total_ink:"),
    ("  style: japanese", "  style: cross", "P109", "style:"),
    ("  distance: 3", "  distance: 1", "X105", "distance:"),
    ("  rgb: false", "  rgb: true", "X104", "rgb:"),
    ("  # icc: Japan", "  icc: Japan", "X101", "icc:"),
    ("standard: x-1a", "standard: x-4", "X103", "output_intent:"),
    ("  dpi: 300", "  dpi: fine", "P103", "dpi:"),
    ("  condition: JC200103", "  icc: ../profiles/liaoning.yaml\n  condition: JC200103", "X101", "icc:"),
]


@pytest.mark.parametrize(("old", "new", "code", "begins"), WRONG)
def test_mistakes_in_a_shop_are_told_where_they_are(old: str, new: str, code: str, begins: str) -> None:
    path = REPO / "shops" / "leaflet.yaml"
    text = path.read_text("utf-8").replace(old, new, 1)
    with pytest.raises(BrochureError) as raised:
        shop.validate_print_shop(path, text.encode(), "shops/leaflet.yaml")
    places = {found.code: found.location for found in raised.value.problems}
    assert code in places
    where = places[code]
    assert where is not None
    assert where.file == "shops/leaflet.yaml"
    assert text.splitlines()[where.line - 1].strip().startswith(begins)


def test_all_mistakes_are_told_at_once() -> None:
    path = REPO / "shops" / "leaflet.yaml"
    text = path.read_text("utf-8").replace("bleed: 3", "bleed: x").replace("dpi: 300", "dpi: y")
    with pytest.raises(BrochureError) as raised:
        shop.validate_print_shop(path, text.encode(), "shops/leaflet.yaml")
    assert [found.code for found in raised.value.problems] == ["P103", "P103"]


@pytest.mark.parametrize("content", [b"no profile", None])
def test_a_profile_that_is_not_one_of_a_press(tmp_path: Path, content: bytes | None) -> None:
    if content is None:  # a good profile, but of screens
        from PIL import ImageCms

        content = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    (tmp_path / "own.icc").write_bytes(content)
    text = (
        (REPO / "shops" / "leaflet.yaml").read_text("utf-8").replace("  # icc: Japan", "  icc: own.icc #", 1)
    )
    found = shop.validate_print_shop(tmp_path / "own.yaml", text.encode(), "shops/own.yaml")
    with pytest.raises(BrochureError) as raised:
        make_pdfx(rendered(TEXT), found, IMPRINT)
    assert [one.code for one in raised.value.problems] == ["X102"]


def test_the_schema_takes_the_presets_and_explains_itself() -> None:
    schema = shop_schema()
    assert json.loads((REPO / "shops" / "_schema.json").read_text("utf-8")) == schema, "run make docs"
    for name in PRESETS:
        text = (REPO / "shops" / f"{name}.yaml").read_text("utf-8")
        assert text.startswith("# yaml-language-server: $schema=_schema.json\n")
        jsonschema.validate(yaml.safe_load(text), schema)
    for model in (schema, *schema["definitions"].values()):
        for key, value in model["properties"].items():
            assert "\n\n" in value["description"], key


def test_every_setting_of_the_presets_names_its_source() -> None:
    for name in PRESETS:
        text = (REPO / "shops" / f"{name}.yaml").read_text("utf-8")
        for setting in (
            "standard",
            "bleed",
            "style",
            "total_ink",
            "black_text",
            "dpi",
            "from_trim",
            "thickness",
        ):
            line = next(line for line in text.splitlines() if line.strip().startswith(f"{setting}:"))
            assert "http" in line, f"{name}: {setting}"


# --- the command ------------------------------------------------------------------------------


def run(monkeypatch: pytest.MonkeyPatch, folder: Path, *arguments: str) -> int:
    """The exit code of ``brochure …``."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    monkeypatch.setattr(sys, "argv", ["brochure", *arguments])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert isinstance(stopped.value.code, int)
    return stopped.value.code


def test_the_command(
    fresh: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, fresh, "build", "liaoning", "--for", "print", "--shop", "leaflet", "--debug") == 0
    assert capsys.readouterr().out == "output/liaoning-print-leaflet.pdf\n"
    made_file = fresh / "output" / "liaoning-print-leaflet.pdf"
    assert (fresh / "output" / "debug" / "liaoning" / "6-press.pdf").read_bytes() == made_file.read_bytes()
    assert not (fresh / "output" / "liaoning.pdf").exists()

    assert run(monkeypatch, fresh, "preflight", str(made_file), "--shop", "leaflet") == 0
    assert "直すところ0件" in capsys.readouterr().out
    assert run(monkeypatch, fresh, "preflight", str(made_file), "--shop", "booklet") == 5
    assert "X209" in capsys.readouterr().err

    for arguments, code, exit_code in (
        (("--for", "print"), "U103", 2),
        (("--shop", "leaflet"), "U104", 2),
        (("--for", "print", "--shop", "leaflet", "--format", "docx"), "U105", 2),
        (("--for", "print", "--shop", "leaflt"), "F109", 3),
    ):
        assert run(monkeypatch, fresh, "build", "liaoning", *arguments) == exit_code
        said = capsys.readouterr().err
        assert f"エラー {code}" in said
    assert "leaflet" in said


def test_the_first_folio_is_the_shops(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = fresh / "shops" / "booklet.yaml"
    path.write_text(path.read_text("utf-8").replace("first: 1", "first: 3", 1), "utf-8")
    assert run(monkeypatch, fresh, "build", "liaoning", "--for", "print", "--shop", "booklet") == 0


def test_a_shops_rule_that_is_broken_keeps_the_old_file(
    fresh: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = fresh / "shops" / "leaflet.yaml"
    path.write_text(path.read_text("utf-8").replace("multiple: 1", "multiple: 4", 1), "utf-8")
    old = fresh / "output" / "liaoning-print-leaflet.pdf"
    old.write_bytes(b"old")
    assert run(monkeypatch, fresh, "build", "liaoning", "--for", "print", "--shop", "leaflet") == 5
    said = capsys.readouterr().err
    line = (
        path.read_text("utf-8")
        .splitlines()
        .index(next(line for line in path.read_text("utf-8").splitlines() if line.startswith("multiple:")))
    )
    assert f"shops/leaflet.yaml:{line + 1}:1: エラー Q304" in said
    assert old.read_bytes() == b"old"


def test_the_list_of_shops(
    fresh: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, fresh, "shops") == 0
    said = capsys.readouterr().out
    assert "leaflet  リーフレット（PDF/X-1a、見本）\n  PDF/X-1a:2001、JC200103" in said
    assert "ノンブルは全頁、仕上りから5mm以上、1から" in said
    (fresh / "shops" / "broken.yaml").write_text("title: x\n", "utf-8")
    assert run(monkeypatch, fresh, "shops") == 1
    printed = capsys.readouterr()
    assert "booklet" in printed.out
    assert "shops/broken.yaml" in printed.err


# --- the plates, as ghostscript makes them ------------------------------------------------------


def coverage(data: bytes, folder: Path) -> list[tuple[float, ...]]:
    """How much of each page the plates C, M, Y, K cover, 0 to 1."""
    (folder / "c.pdf").write_bytes(data)
    command = [program("gs"), "-q", "-dSAFER", "-dNOPAUSE", "-dBATCH", "-sDEVICE=inkcov", "-o", "-", "c.pdf"]
    printed = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout
    return [
        tuple(float(number) for number in line.split()[:4]) for line in printed.splitlines() if "OK" in line
    ]


def plates(data: bytes, folder: Path, *, dpi: int = 72) -> list[Image.Image]:
    """The plates C, M, Y, K of the first page, 255 being solid."""
    (folder / "p.pdf").write_bytes(data)
    command = [program("gs"), "-q", "-dSAFER", "-dNOPAUSE", "-dBATCH", "-sDEVICE=tiffsep", f"-r{dpi}"]
    subprocess.run([*command, "-dLastPage=1", "-o", "p%d.tif", "p.pdf"], cwd=folder, check=True)
    names = ("Cyan", "Magenta", "Yellow", "Black")
    return [ImageChops.invert(Image.open(folder / f"p1({name}).tif").convert("L")) for name in names]


def test_text_and_lines_leave_ink_on_the_black_plate_only(tmp_path: Path) -> None:
    bare = preset("leaflet", ("style: japanese", "style: none"))
    body = f'{TEXT}<p style="color: #525d66; border-bottom: .5pt solid #9aa5ae">灰色の文字と線</p>'
    ((c, m, y, k),) = coverage(made(body, where=bare), tmp_path)
    assert (c, m, y) == (0, 0, 0)
    assert k > 0
    blue = f'{body}<p style="color: #0b4f8a">青い文字</p>'
    ((c, m, y, k),) = coverage(made(blue, where=bare), tmp_path)
    assert c > 0  # the measure can tell


@pytest.mark.parametrize("which", EACH)
def test_total_ink_on_the_plates_is_below_the_limit(
    files: dict[tuple[str, str], bytes], which: tuple[str, str], tmp_path: Path
) -> None:
    from PIL import ImageMath

    found = plates(files[which], tmp_path)
    room = marks.room(preset(which[1]).data.marks, 3) - 3  # mm outside the bleed, where the marks are
    edge = round(room * MM) + 2
    width, height = found[0].size
    inside = {
        name: plate.crop((edge, edge, width - edge, height - edge))
        for name, plate in zip("cmyk", found, strict=True)
    }
    ink = ImageMath.lambda_eval(lambda p: p["c"] + p["m"] + p["y"] + p["k"], **inside)
    darkest = ink.getextrema()[1] / 255 * 100
    assert 100 < darkest <= 300


def test_the_marks_are_on_every_plate_and_the_title_bleeds(
    files: dict[tuple[str, str], bytes], tmp_path: Path
) -> None:
    found = plates(files["liaoning", "leaflet"], tmp_path, dpi=144)
    scale = 144 / 72
    room = marks.room(preset("leaflet").data.marks, 3) * MM * scale
    for plate in found:
        top = plate.crop((0, 0, plate.width, round(room - 3.2 * MM * scale)))
        assert top.getextrema()[1] == 255
    cyan = found[0]
    inked = round(room - 2.5 * MM * scale)
    assert cyan.getpixel((cyan.width // 4, inked)) > 200  # type: ignore[operator]  # above the trim
    assert cyan.getpixel((inked, round(room + 60 * MM))) > 200  # type: ignore[operator]  # left of it


def test_chinese_words_are_printed(tmp_path: Path, files: dict[tuple[str, str], bytes]) -> None:
    """The same picture by PDFium and ghostscript: neither prints boxes for glyphs."""
    import pypdfium2

    data = files["awkward", "leaflet"]
    (tmp_path / "a.pdf").write_bytes(data)
    command = [program("gs"), "-q", "-dSAFER", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pnggray", "-r144"]
    options = ["-dTextAlphaBits=4", "-dLastPage=1"]
    subprocess.run([*command, *options, "-o", "a.png", "a.pdf"], cwd=tmp_path, check=True)
    pdfium = pypdfium2.PdfDocument(data)
    other = pdfium[0].render(scale=2).to_pil().convert("L")
    text = pdfium[0].get_textpage()
    index = text.get_text_range().index("辽宁省锦州市")
    left, bottom, _, _ = text.get_charbox(index)
    _, _, right, top = text.get_charbox(index + 5)
    origin = pdfium[0].get_mediabox()
    area = tuple(
        round(2 * value)
        for value in (left - origin[0], origin[3] - top, right - origin[0], origin[3] - bottom)
    )
    pdfium.close()
    one, two = (
        picture.crop(area).point(lambda value: 255 if value < 170 else 0)
        for picture in (Image.open(tmp_path / "a.png"), other)
    )
    inked = sum(1 for value in two.tobytes() if value)
    unlike = sum(1 for value in ImageChops.difference(one, two).tobytes() if value)
    assert inked > 200
    assert unlike < 0.35 * inked
