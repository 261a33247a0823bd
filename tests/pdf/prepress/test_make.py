"""Files for a print shop: the presets build without a finding, and the same bytes come each time."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

from brochure.build.brochure import build_brochure_for_press
from brochure.build.load import load_common, load_shop
from brochure.diagnostics.problem import BrochureError
from brochure.pdf.prepress import crop_marks as marks
from brochure.pdf.prepress.check import check_pdfx
from press_files import EACH, MM, PRESETS, preset, spaces
from workspaces import PARTNERS, REPO, workspace


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
            room = marks.sheet_margin(preset(which[1]).data.marks, 3) * MM
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
        (path,) = build_brochure_for_press(
            where, name, common, load_shop(where, chosen), output=tmp_path
        ).paths
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
    build_brochure_for_press(where, "awkward", common, load_shop(where, "leaflet"), output=tmp_path)
    where = workspace("repo")  # whose partner is shorter
    common = load_common(where, "onepage")
    with pytest.raises(BrochureError) as raised:
        build_brochure_for_press(where, "liaoning", common, load_shop(where, "booklet"), output=tmp_path)
    (found,) = raised.value.problems
    assert found.code == "X206"
    line = (REPO / "shops" / "booklet.yaml").read_text("utf-8").splitlines()[found.location.line - 1]  # type: ignore[union-attr]
    assert line.strip().startswith("every_page:")
    assert [path.name for path in tmp_path.iterdir()] == ["awkward-print-leaflet.pdf"]
