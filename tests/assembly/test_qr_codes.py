"""Two-dimensional codes: read again from the finished page and from the Word file, by another's reader."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from brochure.assembly.qr_codes import code_modules
from brochure.build.brochure import build_brochure
from brochure.build.load import SharedInput, load_common, load_partner
from brochure.diagnostics.catalogue import format_problem
from brochure.diagnostics.problem import BrochureError
from brochure.document.tree import Document
from brochure.document.walk import document_codes
from brochure.schema.layout import Codes
from brochure.storage.workspace import Workspace
from brochure.typesetting import html
from brochure.typesetting import weasyprint as pdf
from docx_media import media
from small_partners import HEAD, make
from workspaces import REPO, Edit

ROW = HEAD + "answers:\n  about:\n    - facts: organisation\n      rows:\n        - {rows}\n"
SITE = "http://www.ln.gov.cn/"


def read(image: Image.Image) -> list[tuple[str, str]]:
    """Text and error correction level of the codes in a picture."""
    return [(found.text, found.ec_level) for found in zxingcpp.read_barcodes(image.convert("L"))]


def read_pages(data: bytes, dpi: float) -> list[tuple[str, str]]:
    """The codes of a PDF, page by page."""
    opened = pypdfium2.PdfDocument(data)
    return [found for page in opened for found in read(page.render(scale=dpi / 72).to_pil())]


def printed(document: Document, common: SharedInput) -> bytes:
    """The document's PDF in the common layout."""
    page = html.write_html(document, common.layout, root=REPO, shown="layouts/standard")
    return pdf.render_pdf(page, common.layout.font_paths).data


# --- which rows get one -----------------------------------------------------------------------


@pytest.mark.parametrize(("layout", "wanted"), [("standard", []), ("onepage", [SITE])])
def test_the_layout_decides_which_rows_get_a_code(layout: str, wanted: list[str]) -> None:
    where = Workspace(REPO)
    document = load_partner(where, "liaoning", load_common(where, layout)).document
    assert [code.url for code in document_codes(document)] == wanted


@pytest.mark.parametrize(("layout", "row"), [("standard", "true"), ("onepage", "false")])
def test_a_row_s_own_word_goes_before_the_layout_s(fresh: Path, edit: Edit, layout: str, row: str) -> None:
    edit(f"text: {SITE}\n", f"text: {SITE}\n          qr: {row}\n")
    where = Workspace(fresh)
    loaded = load_partner(where, "liaoning", load_common(where, layout))
    assert bool(list(document_codes(loaded.document))) == (row == "true")
    assert loaded.warnings == ()


@pytest.mark.parametrize(
    "row",
    [
        "{field: name, text: 遼寧省, qr: true}",
        "{field: name, text: 'https://example.jp/ と https://example.jp/b', qr: true}",
        "{field: name, text: '<a@example.jp>', qr: true}",
        "{field: name, date: 2018, qr: yes}",
    ],
)
def test_a_code_needs_one_address(common: SharedInput, row: str) -> None:
    with pytest.raises(BrochureError) as raised:
        make(ROW.replace("{rows}", row), common)
    (found,) = raised.value.problems
    assert str(format_problem(found, "en")).startswith(f"p.yaml:7:{row.index('qr') + 11}: error P138: ")


def test_an_address_too_long_for_a_code_is_printed_without_one_and_told(fresh: Path, edit: Edit) -> None:
    edit(f"text: {SITE}", f"qr: true\n          text: {SITE}{'a' * 150}")
    where = Workspace(fresh)
    loaded = load_partner(where, "liaoning", load_common(where, "standard"))
    assert list(document_codes(loaded.document)) == []
    (said,) = (str(format_problem(found, "en")).splitlines()[0] for found in loaded.warnings)
    assert said == (
        "profiles/liaoning.yaml:56:17: warning P149: the URL is too long for a code (171 characters "
        "make 24.4 mm; the limit is 22 mm)"
    )


def test_an_address_that_no_code_holds_is_told_too() -> None:
    assert len(code_modules("https://example.jp/" + "a" * 5000)) > 177


def test_the_contact_s_website_may_have_one(common: SharedInput) -> None:
    contact = "contact: {organisation: 課, website: 'https://example.jp/', qr: true}\n"
    document = make(ROW.replace("{rows}", "{field: name, text: 名}") + contact, common)
    assert [code.url for code in document_codes(document)] == ["https://example.jp/"]
    assert read_pages(printed(document, common), 200) == [("https://example.jp/", "M")]


# --- laws of layouts --------------------------------------------------------------------------

LAWS = [("cell: 0.4", "cell: 0.39"), ("quiet: 4", "quiet: 3"), ("level: m", "level: l")]


@pytest.mark.parametrize(
    ("old", "new"), [("cell: 0.4", "cell: 0.39"), ("quiet: 4", "quiet: 3"), ("level: m", "level: l")]
)
def test_a_layout_cannot_ask_for_codes_that_are_hard_to_read(fresh: Path, old: str, new: str) -> None:
    path = fresh / "layouts" / "standard" / "layout.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace(f"  {old}", f"  {new}"), "utf-8")
    line = text[: text.index(f"  {old}")].count("\n") + 1
    with pytest.raises(BrochureError) as raised:
        load_common(Workspace(fresh), "standard")
    (said,) = (str(format_problem(found, "en")) for found in raised.value.problems)
    assert said.startswith(f"layouts/standard/layout.yaml:{line}:")


# --- the finished page ------------------------------------------------------------------------

ADDRESSES = [
    SITE,
    "https://www.pref.kanagawa.jp/docs/mv4/cnt/f531396/p1105776.html",
    "https://example.jp/" + "x" * 103,  # the longest that 22 mm bear
]


@pytest.mark.parametrize("url", ADDRESSES, ids=lambda url: str(len(url)))
@pytest.mark.parametrize("dpi", [150, 300])
def test_a_code_is_read_again_from_the_printed_page(common: SharedInput, url: str, dpi: int) -> None:
    document = make(ROW.replace("{rows}", f"{{field: website, text: '{url}', qr: true}}"), common)
    assert len(list(document_codes(document))) == 1
    assert read_pages(printed(document, common), dpi) == [(url, "M")]


def test_an_address_in_japanese_is_encoded_for_every_reader(common: SharedInput) -> None:
    row = "{field: website, text: '[地図](https://example.jp/地図?q=a%20b#上)', qr: true}"
    document = make(ROW.replace("{rows}", row), common)
    wanted = "https://example.jp/%E5%9C%B0%E5%9B%B3?q=a%20b#%E4%B8%8A"
    assert read_pages(printed(document, common), 300) == [(wanted, "M")]


def around_code(page: pypdfium2.PdfPage, seen: zxingcpp.Barcode) -> tuple[float, float, float, float]:
    """What is to be cut off at the left, bottom, right and top, in points, so that 5 mm are left around.

    The code was seen at 300 dpi.
    """
    place, room, point = seen.position, 5 / 25.4 * 72, 72 / 300
    return (
        place.top_left.x * point - room,
        page.get_height() - place.bottom_right.y * point - room,
        page.get_width() - place.bottom_right.x * point - room,
        place.top_left.y * point - room,
    )


@pytest.mark.parametrize("layout", ["standard", "onepage"])
def test_cells_and_quiet_zone_are_as_large_as_they_must_be_on_paper(
    fresh: Path, edit: Edit, layout: str
) -> None:
    edit(f"text: {SITE}\n", f"text: {SITE}\n          qr: true\n")
    where = Workspace(fresh)
    build_brochure(where, "liaoning", load_common(where, layout), formats=["pdf"], output=fresh / "output")
    opened = pypdfium2.PdfDocument(str(fresh / "output" / "liaoning.pdf"))
    for page in opened:
        for seen in zxingcpp.read_barcodes(page.render(scale=300 / 72).to_pil().convert("L")):
            image = page.render(scale=1200 / 72, crop=around_code(page, seen)).to_pil().convert("L")
            (found,) = zxingcpp.read_barcodes(image)
            corner = found.position
            side = (corner.top_right.x - corner.top_left.x) / 1200 * 25.4
            cell = side / 25  # version 2
            assert cell == pytest.approx(0.4, abs=0.005)
            margin = round(4 * 0.4 / 25.4 * 1200) - 3
            before = (corner.top_left.x - margin, corner.top_left.y - margin)
            beyond = (corner.bottom_right.x + margin, corner.bottom_right.y + margin)
            zone = image.crop((*before, *beyond))
            inner = (margin - 2, margin - 2, zone.width - margin + 2, zone.height - margin + 2)
            zone.paste(255, inner)
            assert zone.getextrema() == (255, 255), "the quiet zone is white"
            return
    pytest.fail("no code was found")


# --- Word -------------------------------------------------------------------------------------


def test_the_word_file_has_a_crisp_code_of_the_same_size(fresh: Path, edit: Edit) -> None:
    edit(f"text: {SITE}\n", f"text: {SITE}\n          qr: true\n")
    where = Workspace(fresh)
    build_brochure(
        where, "liaoning", load_common(where, "standard"), formats=["docx"], output=fresh / "output"
    )
    path = fresh / "output" / "liaoning.docx"
    (data,) = media(path)
    with Image.open(BytesIO(data)) as image:
        assert read(image) == [(SITE, "M")]
        edge = 25 + 2 * 4
        assert image.size == (10 * edge, 10 * edge)
        assert {image.getpixel((x, 45)) for x in range(40)} == {255} or image.mode == "1"
    from docx_reader import WordFile

    (extent,) = WordFile(path.read_bytes()).body.xpath(
        "//*[local-name()='inline'][.//*[local-name()='pic']]/*[local-name()='extent']"
    )
    assert int(extent.get("cx")) == int(extent.get("cy")) == round(edge * 0.4 * 36000)


def test_codes_take_their_size_from_cell_and_quiet_zone() -> None:
    assert Codes(cell=0.5, quiet=6).side(code_modules(SITE)) == (25 + 12) * 0.5
