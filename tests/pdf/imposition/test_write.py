"""The written file prints each page where it was planned, and marks where there is room."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops

from brochure.pdf.imposition.fold_marks import place_marks
from brochure.pdf.imposition.paper import SIZES
from brochure.pdf.imposition.plan import ImpositionOptions
from imposed_pages import A3, A4, MM, changed, imposed, numbers, sample


def drawn(data: bytes, index: int = 0, dpi: float = 72) -> Image.Image:
    """A side as it prints, in grey."""
    with pypdfium2.PdfDocument(data) as pdf:
        picture: Image.Image = pdf[index].render(scale=dpi / 72).to_pil()
        return picture.convert("L")


@pytest.mark.parametrize("binding", ["left", "right"])
@pytest.mark.parametrize("duplex", ["short", "long", "manual"])
@pytest.mark.parametrize(
    ("scheme", "paper"), [("saddle", "a3"), ("saddle", "a4"), ("2up", "a4"), ("4up", "a4")]
)
def test_the_file_prints_each_page_where_it_was_planned(
    scheme: Any, paper: str, duplex: Any, binding: Any
) -> None:
    wishes = ImpositionOptions(scheme, SIZES[paper], 0.2, binding, duplex)
    done = imposed(sample(18), wishes)
    assert len(done.files) == len(done.plan.runs) == (2 if duplex == "manual" else 1)
    seen: list[int] = []
    for data, run in zip(done.files, done.plan.runs, strict=True):
        for side, here in zip(run, numbers(data), strict=True):
            expected = {}
            for slot in side.slots:
                if slot.page is not None:
                    across, up = 60 * done.plan.scale, 80 * done.plan.scale
                    x, y = slot.trim.left + across, slot.trim.bottom + up
                    if slot.turn:
                        x, y = slot.trim.right - across, slot.trim.top - up
                    expected[slot.page] = (x, y, slot.turn == 0)
            assert here.keys() == expected.keys()
            for page, spot in expected.items():
                assert here[page] == pytest.approx(spot, abs=0.02)
            seen += here
    assert sorted(seen) == list(range(18))


def test_creep_in_the_file_is_a_thickness_for_each_sheet() -> None:
    data = sample(24)
    flat, crept = (
        imposed(data, ImpositionOptions("saddle", A3, thickness)).files[0] for thickness in (0, 0.2)
    )
    for index, (before, after) in enumerate(zip(numbers(flat), numbers(crept), strict=True)):
        for page, (x, y, _) in before.items():
            inwards = 1 if x < 210 else -1  # to the fold
            assert after[page][:2] == pytest.approx((x + inwards * 0.2 * (index // 2), y), abs=0.005)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("duplex", ["short", "long"])
@pytest.mark.parametrize("bleed", [0, 8])
def test_turned_pages_and_pages_with_bleed_print_as_they_are_read(
    turn: int, duplex: Any, bleed: float
) -> None:
    plain = imposed(sample(4), ImpositionOptions("saddle", A3, duplex=duplex, margin=0)).files[0]
    other = imposed(
        sample(4, turn=turn, bleed=bleed), ImpositionOptions("saddle", A3, duplex=duplex, margin=0)
    ).files[0]
    for index in range(2):
        difference = ImageChops.difference(drawn(plain, index), drawn(other, index))
        assert difference.getbbox() is None or max(difference.histogram()[64:]) < 200
        assert sum(difference.histogram()[128:]) < 60  # edges of glyphs


def test_units_of_a_page_are_heeded() -> None:
    small = sample(2, width=105, height=148.5, at=(30, 40))
    with pikepdf.open(io.BytesIO(small)) as pdf:
        for page in pdf.pages:
            page.obj.UserUnit = 2
        out = io.BytesIO()
        pdf.save(out)
    (here, _) = numbers(imposed(out.getvalue(), ImpositionOptions("saddle", A3)).files[0])
    assert here[0] == pytest.approx((210 + 60, 80, True), abs=0.05)


@pytest.mark.parametrize(("scheme", "fit"), [("saddle", "paper"), ("saddle", "inside"), ("2up", "inside")])
def test_nothing_is_printed_where_the_printer_does_not_reach(scheme: Any, fit: Any) -> None:
    done = imposed(sample(8, black=True), ImpositionOptions(scheme, A3, 0.5, fit=fit))
    for index in range(4):
        picture = drawn(done.files[0], index, dpi=127)  # 5 pixels a mm
        inner = picture.crop((25, 25, picture.width - 25, picture.height - 25))
        frame = picture.copy()
        frame.paste(255, (24, 24, picture.width - 24, picture.height - 24))
        assert frame.getextrema() == (255, 255)
        assert min(inner.tobytes()) == 0


def test_pages_do_not_cross_the_fold() -> None:
    """Page 1 is black, page 4 beside it white: creep must not carry one over to the other."""
    data = sample(8, black=True)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for index in (2, 4):
            pdf.pages[index].obj.Contents = pdf.make_stream(b"")
        out = io.BytesIO()
        pdf.save(out)
    inside = drawn(imposed(out.getvalue(), ImpositionOptions("saddle", A3, 1.0)).files[0], 2, dpi=127)
    middle = inside.height // 2
    assert inside.getpixel((inside.width // 2 - 4, middle)) == 0  # page 6, on the left
    assert inside.getpixel((inside.width // 2 + 4, middle)) == 255  # page 3


def test_blank_pages_are_white_and_a_white_side_has_no_marks() -> None:
    done = imposed(sample(9, width=148, height=210), ImpositionOptions("saddle", A3))
    white = [
        index for index, side in enumerate(done.plan.runs[0]) if any(slot.page is None for slot in side.slots)
    ]
    assert len(white) == 3
    for index in white:
        picture, side = drawn(done.files[0], index), done.plan.runs[0][index]
        for slot in side.slots:
            if slot.page is None:
                trim = [side * MM for side in slot.trim.inset(1)]
                area = (
                    int(trim[0]),
                    int(picture.height - trim[3]),
                    int(trim[2]),
                    int(picture.height - trim[1]),
                )
                assert picture.crop(area).getextrema() == (255, 255)
    handout = imposed(sample(3), ImpositionOptions("4up", A4)).files[0]
    assert drawn(handout, 1).getextrema() == (255, 255)


def test_marks_and_the_label_stand_beside_small_pages() -> None:
    done = imposed(sample(4, width=148, height=210), ImpositionOptions("saddle", A3))
    found = place_marks(done.plan, done.plan.sheets[0].front)
    assert [(line.x1, line.x2) for line in found.fold] == [(210, 210), (210, 210)]
    assert len(found.cut) == 8
    assert found.label is not None
    label = drawn(done.files[0], dpi=254).crop(  # 10 pixels a mm
        (int(found.label.x * 10), int((297 - found.label.y) * 10) - 21, 1500, int((297 - found.label.y) * 10))
    )
    assert min(label.tobytes()) < 150


def test_a_booklet_as_large_as_its_paper_has_no_marks() -> None:
    done = imposed(sample(4), ImpositionOptions("saddle", A3))
    found = place_marks(done.plan, done.plan.sheets[0].front)
    assert (found.fold, found.cut, found.label) == ((), (), None)


def test_the_file_is_about_as_large_as_its_source_and_always_the_same() -> None:
    data = sample(40)
    first, second = (imposed(data, ImpositionOptions("4up", A4)).files[0] for _ in range(2))
    assert first == second
    assert len(first) < 1.5 * len(data)
    with pikepdf.open(io.BytesIO(first)) as pdf:
        pictures = [item for item in pdf.objects if getattr(item, "Subtype", None) == "/Image"]
        assert len(pictures) == 1
        assert pdf.docinfo["/Title"] == "面付け：見本"
        assert pdf.Root.ViewerPreferences.PrintScaling == "/None"
        assert pdf.Root.ViewerPreferences.Duplex == "/DuplexFlipLongEdge"
        assert not {"/StructTreeRoot", "/Outlines", "/Names", "/AcroForm"} & set(pdf.Root.keys())
        assert not any("/Annots" in page.obj for page in pdf.pages)


def test_hidden_layers_stay_hidden() -> None:
    def hide(pdf: Any) -> None:
        layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="draft"))
        pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=[layer], D=pikepdf.Dictionary(OFF=[layer]))
        page = pdf.pages[0]
        page.obj.Resources.Properties = pikepdf.Dictionary(L=layer)
        page.obj.Contents = pdf.make_stream(b"/OC /L BDC 0 g 0 0 900 900 re f EMC")

    data = changed(sample(1), hide)
    assert drawn(data).getextrema() == (255, 255)
    assert drawn(imposed(data, ImpositionOptions("saddle", A3)).files[0]).getextrema() == (255, 255)


def test_stamps_are_printed_and_links_are_not() -> None:
    def stamp(pdf: Any) -> None:
        look = pdf.make_stream(b"0 g 0 0 50 50 re f", pikepdf.Dictionary(BBox=[0, 0, 50, 50]))
        look.Type, look.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Stamp, Rect=[100, 700, 150, 750], F=4
        )
        note.AP = pikepdf.Dictionary(N=look)
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 90, 90], Border=[0, 0, 9]
        )
        pdf.pages[0].obj.Annots = pdf.make_indirect(
            pikepdf.Array([pdf.make_indirect(note), pdf.make_indirect(link)])
        )

    done = imposed(changed(sample(4), stamp), ImpositionOptions("saddle", A3))
    picture = drawn(done.files[0])
    x, y = int(210 * MM) + 125, int(297 * MM) - 725
    assert picture.getpixel((x, y)) == 0
    assert picture.crop(
        (int(210 * MM) + 20, picture.height - 90, int(210 * MM) + 95, picture.height - 20)
    ).getextrema() == (255, 255)
