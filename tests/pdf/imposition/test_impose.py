"""Imposition: planned sheets fold back to reading order, and the written file prints what was planned."""

from __future__ import annotations

import ctypes
import io
import sys
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from brochure.cli.main import main
from brochure.diagnostics.problem import BrochureError
from brochure.pdf.geometry import Box
from brochure.pdf.imposition.fold_marks import marks
from brochure.pdf.imposition.impose import Imposed, impose
from brochure.pdf.imposition.paper import SIZES, STOCKS
from brochure.pdf.imposition.plan import ImpositionOptions, ImpositionPlan, Side, plan
from brochure.storage.shipped import shipped
from law import law
from workspaces import REPO

MM = 72 / 25.4
A4, A3 = SIZES["a4"], SIZES["a3"]

# --- paper that is turned and folded ------------------------------------------------------------


def back_seen_from_the_front(planned: ImpositionPlan, box: Box) -> Box:
    """Where a place on the back lies, looking through the paper from the front."""
    sideways = planned.duplex == "manual" or (planned.duplex == "short") == (planned.width > planned.height)
    if sideways:  # the sheet turns over its left or right edge
        return Box(planned.width - box.right, box.bottom, planned.width - box.left, box.top)
    return Box(box.left, planned.height - box.top, box.right, planned.height - box.bottom)


def upright_when_turned_sideways(planned: ImpositionPlan, side: Side) -> bool:
    """Whether a reader who turns the sheet like the leaf of a book sees this side the right way up."""
    tumbled = (
        not side.front
        and planned.duplex != "manual"
        and ((planned.duplex == "short") != (planned.width > planned.height))
    )
    return all(slot.turn == (180 if tumbled else 0) for slot in side.slots)


def leaves(planned: ImpositionPlan) -> list[dict[str, tuple[int | None, int | None]]]:
    """For each sheet the pages on front and back of its left and right half, seen from the front."""
    found = []
    for sheet in planned.sheets:
        halves = {}
        for name in ("left", "right"):
            on = {}
            for side in (sheet.front, sheet.back):
                for slot in side.slots:
                    trim = slot.trim if side.front else back_seen_from_the_front(planned, slot.trim)
                    if (trim.left + trim.right < planned.width) == (name == "left"):
                        on[side.front] = (slot.page, trim)
            assert on[True][1] == pytest.approx(on[False][1])  # both sides of a leaf lie on each other
            halves[name] = (on[True][0], on[False][0])
        found.append(halves)
    return found


def read_folded(planned: ImpositionPlan) -> list[int | None]:
    """Nest the sheets, fold them, and turn the leaves."""
    first, last = ("right", "left") if planned.wishes.binding == "left" else ("left", "right")
    folded = leaves(planned)
    turned = [page for sheet in folded for page in sheet[first]]  # a leaf's front, then its back
    turned += [page for sheet in reversed(folded) for page in reversed(sheet[last])]
    return turned


booklets = st.builds(
    lambda duplex, binding, last_outside, paper, fit: ImpositionOptions(
        "saddle", SIZES[paper], 0.09, binding, duplex, fit, last_outside=last_outside
    ),
    st.sampled_from(["short", "long", "manual", None]),
    st.sampled_from(["left", "right"]),
    st.booleans(),
    st.sampled_from(["a3", "a4", "b4"]),
    st.sampled_from(["paper", "inside", None]),
)
sizes = st.sampled_from([(210.0, 297.0), (148.0, 210.0), (297.0, 210.0), (100.0, 297.0), (210.0, 210.0)])


@law(sample=100, full=5000)
@given(st.integers(1, 64), sizes, booklets)
def test_sheets_fold_back_to_reading_order(
    pages: int, size: tuple[float, float], wishes: ImpositionOptions
) -> None:
    planned = plan(pages, *size, wishes)
    read = read_folded(planned)
    assert [page for page in read if page is not None] == list(range(pages))
    assert len(read) % 4 == 0
    assert len(read) - pages == planned.blanks < 4
    assert all(page is None for page in read[planned.blanks_after :][: planned.blanks])
    if wishes.last_outside and pages > 1:
        assert read[-1] == pages - 1
    else:
        assert read[:pages] == list(range(pages))
    for sheet in planned.sheets:
        for side in (sheet.front, sheet.back):
            assert upright_when_turned_sideways(planned, side)


@law(sample=100, full=5000)
@given(
    st.integers(1, 64),
    sizes,
    st.sampled_from(["2up", "4up"]),
    st.sampled_from(["left", "right"]),
    st.sampled_from(["short", "long", "manual", None]),
)
def test_handouts_read_row_by_row(
    pages: int, size: tuple[float, float], scheme: Any, binding: Any, duplex: Any
) -> None:
    planned = plan(pages, *size, ImpositionOptions(scheme, A4, binding=binding, duplex=duplex))
    read: list[int | None] = []
    sign = 1 if binding == "left" else -1
    for sheet in planned.sheets:
        for side in (sheet.front, sheet.back):
            assert upright_when_turned_sideways(planned, side)
            seen = [
                (slot.trim.upside_down(planned.width, planned.height) if slot.turn else slot.trim, slot.page)
                for slot in side.slots
            ]
            seen.sort(key=lambda item: (-round(item[0].top, 3), sign * round(item[0].left, 3)))
            read += [page for _, page in seen]
    assert read == [*range(pages), *[None] * planned.blanks]
    assert planned.blanks < len(read) / len(planned.sheets)  # no sheet is wasted


@law(sample=100, full=5000)
@given(st.integers(1, 64), sizes, booklets)
def test_nothing_leaves_its_half_or_what_the_printer_reaches(
    pages: int, size: tuple[float, float], wishes: ImpositionOptions
) -> None:
    planned = plan(pages, *size, wishes)
    for side in (side for run in planned.runs for side in run):
        trims = [slot.trim for slot in side.slots]
        for slot in side.slots:
            assert slot.clip.shared(planned.printable) == slot.clip
            assert slot.trim.width / slot.trim.height == pytest.approx(size[0] / size[1])
            assert (slot.clip.left >= planned.width / 2) or (slot.clip.right <= planned.width / 2)
        found = marks(planned, side)
        for line in (*found.fold, *found.cut):
            box = Box(
                min(line.x1, line.x2), min(line.y1, line.y2), max(line.x1, line.x2), max(line.y1, line.y2)
            )
            assert box.shared(planned.printable) == box
            for trim in trims:
                shared = box.shared(trim)
                assert shared.width == 0 == shared.height or shared.width * shared.height == 0
                assert not (trim.left < box.left < trim.right and trim.bottom < box.bottom < trim.top)
        assert all(line.x1 == line.x2 == planned.width / 2 for line in found.fold)


def test_by_hand_each_back_falls_on_its_front() -> None:
    planned = plan(22, 210, 297, ImpositionOptions("saddle", A3, duplex="manual"))
    fronts, backs = planned.runs
    stack: list[int] = []
    for side in fronts:  # face down, one upon the other
        stack.insert(0, side.sheet)
    for side in backs:  # the tray feeds from the top
        assert stack.pop(0) == side.sheet
    assert not stack


def test_sides_alternate_for_a_printer_that_turns_sheets() -> None:
    (run,) = plan(12, 210, 297, ImpositionOptions("saddle", A3)).runs
    assert [(side.sheet, side.front) for side in run] == [
        (n, front) for n in (1, 2, 3) for front in (True, False)
    ]


@pytest.mark.parametrize(
    ("size", "wishes", "scale", "sheet"),
    [
        ((210, 297), ImpositionOptions("saddle", A3), 1, (420, 297)),
        ((210.002, 297.01), ImpositionOptions("saddle", A3), 1, (420, 297)),  # A4 as PDFs round it
        ((210, 297), ImpositionOptions("saddle", A4), 210 / 297, (297, 210)),
        ((148, 210), ImpositionOptions("saddle", A3), 1, (420, 297)),  # never enlarged
        ((297, 210), ImpositionOptions("saddle", A3), 210 / 297, (420, 297)),
        ((210, 297), ImpositionOptions("2up", A4), (210 - 16) / 297, (297, 210)),
        ((210, 297), ImpositionOptions("2up", A3, fit="paper"), 1, (420, 297)),
        ((297, 210), ImpositionOptions("2up", A4), (210 - 16) / 297, (210, 297)),  # one above the other
        ((210, 297), ImpositionOptions("4up", A4), (210 - 16) / 420, (210, 297)),
        ((297, 210), ImpositionOptions("4up", A4), (210 - 16) / 420, (297, 210)),
        ((257, 364), ImpositionOptions("saddle", SIZES["b4"]), 257 / 364, (364, 257)),
    ],
)
def test_pages_are_as_large_as_the_paper_allows(
    size: tuple[float, float], wishes: ImpositionOptions, scale: float, sheet: tuple[float, float]
) -> None:
    planned = plan(4, *size, wishes)
    assert planned.scale == pytest.approx(scale, rel=1e-4)
    assert (planned.width, planned.height) == sheet


@pytest.mark.parametrize("bad", [(0, 210, 297), (4, 0, 297), (4, 210, -1)])
def test_impossible_pages_are_a_programmers_mistake(bad: tuple[int, float, float]) -> None:
    with pytest.raises(ValueError, match="pages of"):
        plan(*bad, ImpositionOptions("saddle", A3))


# --- the written file ---------------------------------------------------------------------------


def sample(
    pages: int,
    *,
    width: float = 210,
    height: float = 297,
    turn: int = 0,
    bleed: float = 0,
    black: bool = False,
    at: tuple[float, float] = (60, 80),
) -> bytes:
    """Pages (mm) with their number ``at`` mm from the lower left as they are read, and a shared picture."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
    )
    noise = bytes((i * i * 7919 >> 5) % 251 for i in range(300 * 300))
    picture = pdf.make_stream(
        noise,
        pikepdf.Dictionary(
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=300,
            Height=300,
            ColorSpace=pikepdf.Name.DeviceGray,
            BitsPerComponent=8,
        ),
    )
    w, h = width * MM, height * MM
    stored = (h, w) if turn % 180 else (w, h)
    # the stored page is the read one turned back
    back = {0: "1 0 0 1 0 0", 90: f"0 1 -1 0 {h} 0", 180: f"-1 0 0 -1 {w} {h}", 270: f"0 -1 1 0 0 {w}"}[turn]
    edge = bleed * MM
    for number in range(1, pages + 1):
        page = pdf.add_blank_page(page_size=(stored[0] + 2 * edge, stored[1] + 2 * edge))
        page.obj.TrimBox = pikepdf.Array([edge, edge, edge + stored[0], edge + stored[1]])
        page.obj.Resources = pikepdf.Dictionary(
            Font=pikepdf.Dictionary(F=font), XObject=pikepdf.Dictionary(I=picture)
        )
        if turn:
            page.obj.Rotate = turn
        x, y = at[0] * MM, at[1] * MM
        ground = f"0 g -99 -99 {w + 198} {h + 198} re f 1 g" if black else ""
        outside = f"1 0 0 rg -{edge} -{edge} {edge - 2} {h} re f 0 g" if bleed else ""
        page.obj.Contents = pdf.make_stream(
            f"q 1 0 0 1 {edge} {edge} cm {back} cm {ground} {outside}"
            f" q 120 0 0 40 30 300 cm /I Do Q BT /F 40 Tf {x} {y} Td (n{number:03}) Tj ET Q".encode()
        )
    pdf.docinfo["/Title"] = "見本"
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def imposed(data: bytes, wishes: ImpositionOptions, *, file: str = "見本.pdf") -> Imposed:
    """The sample imposed, with a label in the margins."""
    return impose(
        data,
        wishes,
        file=file,
        title="面付け：{title}",
        label=lambda side, planned: f"{{title}} {side.sheet}/{len(planned.sheets)}",
        fonts=(shipped() / "fonts" / "BIZUDPGothic-Regular.ttf",),
    )


def numbers(data: bytes) -> list[dict[int, tuple[float, float, bool]]]:
    """Of each side: the numbers read back, where they begin in mm, and whether they are upright."""
    from pypdfium2 import raw

    found = []
    with pypdfium2.PdfDocument(data) as pdf:
        for page in pdf:
            text, here = page.get_textpage(), {}
            for start in range(text.count_chars()):
                if text.get_text_range(start, 1) == "n":
                    x, y, matrix = ctypes.c_double(), ctypes.c_double(), raw.FS_MATRIX()
                    raw.FPDFText_GetCharOrigin(text.raw, start, x, y)
                    raw.FPDFText_GetMatrix(text.raw, start, matrix)
                    number = int(text.get_text_range(start + 1, 3))
                    here[number - 1] = (x.value / MM, y.value / MM, matrix.a > 0)
            found.append(here)
    return found


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
    found = marks(done.plan, done.plan.sheets[0].front)
    assert [(line.x1, line.x2) for line in found.fold] == [(210, 210), (210, 210)]
    assert len(found.cut) == 8
    assert found.label is not None
    label = drawn(done.files[0], dpi=254).crop(  # 10 pixels a mm
        (int(found.label.x * 10), int((297 - found.label.y) * 10) - 21, 1500, int((297 - found.label.y) * 10))
    )
    assert min(label.tobytes()) < 150


def test_a_booklet_as_large_as_its_paper_has_no_marks() -> None:
    done = imposed(sample(4), ImpositionOptions("saddle", A3))
    found = marks(done.plan, done.plan.sheets[0].front)
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


def changed(data: bytes, change: Any, **saving: Any) -> bytes:
    """A PDF with something done to it."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        out = io.BytesIO()
        pdf.save(out, **saving)
    return out.getvalue()


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


# --- doubts and mistakes ------------------------------------------------------------------------


def codes(done: Imposed) -> list[str]:
    """The codes of the doubts."""
    return [found.code for found in done.warnings]


def test_blank_pages_of_a_booklet_are_told() -> None:
    done = imposed(sample(10), ImpositionOptions("saddle", A3))
    assert codes(done) == ["I201"]
    details = dict(done.warnings[0].details)
    assert (details["count"], details["lacking"], details["surplus"], details["after"]) == (
        "10",
        "2",
        "2",
        "9",
    )
    assert codes(imposed(sample(12), ImpositionOptions("saddle", A3))) == []
    assert codes(imposed(sample(10), ImpositionOptions("2up", A3))) == []


def test_a_booklet_too_thick_for_a_stapler_is_told() -> None:
    copy = STOCKS["コピー用紙"]
    assert codes(imposed(sample(60), ImpositionOptions("saddle", A3, copy))) == []
    assert codes(imposed(sample(64), ImpositionOptions("saddle", A3, copy))) == ["I202"]
    assert codes(imposed(sample(64), ImpositionOptions("saddle", A3, 0))) == []


@pytest.mark.parametrize(
    ("at", "turn", "wishes", "told"),
    [
        ((3, 80), 0, ImpositionOptions("saddle", A3), True),  # at the fore-edge of page 2 and 4
        ((3, 80), 0, ImpositionOptions("saddle", A3, fit="inside"), False),
        ((3, 80), 0, ImpositionOptions("saddle", A3, margin=2), False),
        ((3, 80), 90, ImpositionOptions("saddle", A3), True),
        ((3, 80), 270, ImpositionOptions("saddle", A3, fit="inside"), False),
        ((80, 2), 180, ImpositionOptions("saddle", A3), True),
        ((80, 20), 180, ImpositionOptions("saddle", A3), False),
        ((3, 80), 0, ImpositionOptions("2up", A4), False),
    ],
)
def test_text_that_the_printer_cannot_reach_is_told(
    at: tuple[float, float], turn: int, wishes: ImpositionOptions, told: bool
) -> None:
    done = imposed(sample(4, at=at, turn=turn), wishes)
    assert codes(done) == (["I203"] if told else [])
    if told and at[0] == 3:
        assert dict(done.warnings[0].details)["pages"] == "2, 4"


def refused(data: bytes, wishes: ImpositionOptions | None = None) -> list[tuple[str, dict[str, str]]]:
    """The problems of a file that cannot be imposed."""
    with pytest.raises(BrochureError) as caught:
        imposed(data, wishes or ImpositionOptions("saddle", A3))
    return [(found.code, dict(found.details)) for found in caught.value.problems]


def test_every_page_of_another_size_is_named() -> None:
    def crop(pdf: Any) -> None:
        pdf.pages[1].obj.TrimBox = [0, 0, 400, 600]
        pdf.pages[3].obj.Rotate = 90

    found = refused(changed(sample(5), crop))
    assert [(code, details["page"]) for code, details in found] == [("I101", "2"), ("I101", "4")]
    assert found[0][1]["size"] == "141 × 212"


def test_locked_files_are_refused() -> None:
    def nothing(pdf: Any) -> None:
        pass

    locked = changed(sample(4), nothing, encryption=pikepdf.Encryption(owner="o", user="u"))
    assert refused(locked)[0][0] == "I102"
    forbidden = pikepdf.Permissions(print_lowres=False, print_highres=False)
    unprintable = changed(
        sample(4), nothing, encryption=pikepdf.Encryption(owner="o", user="", allow=forbidden)
    )
    assert refused(unprintable)[0][0] == "I103"
    open_to_print = changed(sample(4), nothing, encryption=pikepdf.Encryption(owner="o", user=""))
    assert len(imposed(open_to_print, ImpositionOptions("saddle", A3)).files) == 1


def no_pages(pdf: Any) -> None:
    del pdf.pages[:]


def broken(**entries: Any) -> Any:
    """Spoil the first page."""

    def spoil(pdf: Any) -> None:
        for key, value in entries.items():
            pdf.pages[0].obj[f"/{key}"] = value

    return spoil


@pytest.mark.parametrize(
    "spoil",
    [
        no_pages,
        broken(MediaBox=pikepdf.Array([0, 0, 0, 0])),
        broken(TrimBox=pikepdf.Array([5000, 5000, 6000, 6000]), MediaBox=pikepdf.Array([0, 0, 0.5, 0.5])),
        broken(MediaBox=pikepdf.Array([0, 0])),
        broken(UserUnit=0),
        broken(UserUnit=pikepdf.Name.Big),
        broken(Annots=7),
        broken(Contents=pikepdf.Name.Nothing),
    ],
)
def test_damage_is_told_and_not_crashed_on(spoil: Any) -> None:
    data = changed(sample(4), spoil)
    try:
        done = imposed(data, ImpositionOptions("saddle", A3))
    except BrochureError as error:
        assert {found.code for found in error.problems} <= {"Q901", "I101"}
    else:
        assert spoil is not no_pages
        assert len(numbers(done.files[0])) == 2


@pytest.mark.parametrize("data", [b"", b"not a PDF", b"%PDF-1.7", sample(2)[:300], b"\0" * 5000])
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    assert refused(data)[0][0] == "Q901"


def test_margins_must_leave_paper() -> None:
    assert refused(sample(4), ImpositionOptions("saddle", SIZES["a5"], margin=50))[0][0] == "I104"


def test_a_page_without_contents_is_white() -> None:
    def empty(pdf: Any) -> None:
        for key in ("/Contents", "/Resources"):
            del pdf.pages[0].obj[key]

    here = numbers(imposed(changed(sample(4), empty), ImpositionOptions("saddle", A3)).files[0])
    assert [set(side) for side in here] == [{3}, {1, 2}]


# --- the command --------------------------------------------------------------------------------


def run(monkeypatch: pytest.MonkeyPatch, folder: Path, *arguments: str, lang: str = "ja_JP.UTF-8") -> int:
    """The exit code of ``brochure impose …``."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("LC_ALL", lang)
    monkeypatch.setattr(sys, "argv", ["brochure", "impose", *arguments])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert isinstance(stopped.value.code, int)
    return stopped.value.code


def test_the_command_says_how_to_print(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "guide.pdf").write_bytes(sample(10))
    assert run(monkeypatch, tmp_path, "guide.pdf") == 0
    said = capsys.readouterr()
    assert said.out == (
        "guide-saddle-a3.pdf\n"
        "3枚、6面。紙はA3（横）、頁の大きさは100%（210 × 297mm）。\n"
        "クリープ：いちばん内側の紙の頁を0.16mm、ノドへ寄せました。\n"
        "刷り方：両面・短辺とじ。倍率は「100%」か「実際のサイズ」。\n"
        "仕上げ：出てきた紙の束を並べ替えずに、表紙を外にして中央で折り、綴じます。\n"
    )
    assert "guide.pdf: 注意 I201: 10頁は4の倍数でないので、9頁目のあとに白い頁を2頁入れました" in said.err
    assert len(numbers((tmp_path / "guide-saddle-a3.pdf").read_bytes())) == 6


def test_the_command_speaks_english_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "guide.pdf").write_bytes(sample(5))
    arguments = ("guide.pdf", "--scheme", "2up", "--duplex", "long", "--output", "out/handout.pdf")
    assert run(monkeypatch, tmp_path, *arguments, lang="C") == 0
    assert capsys.readouterr().out == (
        "out/handout.pdf\n"
        "2 sheets, 4 sides; paper A4 (landscape), pages at 65.3 % (137 × 194 mm).\n"
        "Blank pages: 3 after page 5.\n"
        "Print on both sides, flip on the long edge, at 100 % (“actual size”).\n"
    )


def test_by_hand_there_are_two_files(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "guide.pdf").write_bytes(sample(8))
    assert run(monkeypatch, tmp_path, "guide.pdf", "--duplex", "manual", "--binding", "right") == 0
    assert capsys.readouterr().out.startswith("guide-saddle-a3-1-front.pdf\nguide-saddle-a3-2-back.pdf\n")
    front, back = (
        numbers((tmp_path / f"guide-saddle-a3-{end}.pdf").read_bytes()) for end in ("1-front", "2-back")
    )
    assert [set(side) for side in front] == [{0, 7}, {2, 5}]
    assert [set(side) for side in back] == [{3, 4}, {1, 6}]
    assert front[0][0][0] < 210 < front[0][7][0]  # bound at the right, the cover is on the left


def test_the_command_never_overwrites_its_source(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    data = sample(4)
    (tmp_path / "guide.pdf").write_bytes(data)
    assert run(monkeypatch, tmp_path, "guide.pdf", "--output", "../" + tmp_path.name + "/guide.pdf") == 3
    assert "F107" in capsys.readouterr().err
    assert (tmp_path / "guide.pdf").read_bytes() == data


@pytest.mark.parametrize(
    ("content", "arguments", "code", "said"),
    [
        (None, (), 3, "F104"),
        (b"no PDF", (), 3, "Q901"),
        (b"%PDF-1.7", ("--scheme", "3up"), 2, "「--scheme」に書けるのは saddle、2up、4up です"),
        (b"%PDF-1.7", ("--margin", "99"), 2, "「--margin」の値が正しくありません"),
    ],
)
def test_mistakes_have_their_exit_codes(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    content: bytes | None,
    arguments: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    if content is not None:
        (tmp_path / "guide.pdf").write_bytes(content)
    assert run(monkeypatch, tmp_path, "guide.pdf", *arguments) == code
    assert said in capsys.readouterr().err
    assert not list(tmp_path.glob("guide-*"))


def test_the_guide_tells_of_every_option_and_stock() -> None:
    guide = (REPO / "docs" / "print-at-the-office.md").read_text("utf-8")
    from brochure.cli.main import cli

    for parameter in cli.commands["impose"].params:
        if parameter.name not in ("file", "lang"):
            assert parameter.opts[0] in guide, parameter.opts[0]
    for name, thickness in STOCKS.items():
        assert f"| {name} | {thickness:.3f} |" in guide, name
