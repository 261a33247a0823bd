"""Each rule of a print shop has a file that breaks it and one that does not."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest

from brochure.diagnostics.catalogue import catalogue
from brochure.diagnostics.problem import BrochureError
from brochure.pdf.prepress import ink_reader as inks
from brochure.pdf.prepress.check import check_pdfx
from brochure.pdf.prepress.make import bleed_style, make_pdfx
from damaged import damaged
from law import law
from press_files import IMPRINT, MM, PICTURE, TEXT, codes, made, preset, rendered
from workspaces import REPO


def changed(data: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """A file after something was done to it, otherwise as it was."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as opened:
        change(opened)
        opened.save(target, force_version=opened.pdf_version, fix_metadata_version=False)
    return target.getvalue()


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
