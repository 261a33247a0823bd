"""Planned sheets fold back to reading order."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.pdf.geometry import Box
from brochure.pdf.imposition.fold_marks import place_marks
from brochure.pdf.imposition.paper import SIZES
from brochure.pdf.imposition.plan import ImpositionOptions, ImpositionPlan, Side, plan_imposition
from imposed_pages import A3, A4
from law import law


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
    first, last = ("right", "left") if planned.options.binding == "left" else ("left", "right")
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
    pages: int, size: tuple[float, float], options: ImpositionOptions
) -> None:
    planned = plan_imposition(pages, *size, options)
    read = read_folded(planned)
    assert [page for page in read if page is not None] == list(range(pages))
    assert len(read) % 4 == 0
    assert len(read) - pages == planned.blanks < 4
    assert all(page is None for page in read[planned.blanks_after :][: planned.blanks])
    if options.last_outside and pages > 1:
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
    planned = plan_imposition(pages, *size, ImpositionOptions(scheme, A4, binding=binding, duplex=duplex))
    read: list[int | None] = []
    sign = 1 if binding == "left" else -1
    for sheet in planned.sheets:
        for side in (sheet.front, sheet.back):
            assert upright_when_turned_sideways(planned, side)
            seen = [
                (slot.trim.turned_180(planned.width, planned.height) if slot.turn else slot.trim, slot.page)
                for slot in side.slots
            ]
            seen.sort(key=lambda item: (-round(item[0].top, 3), sign * round(item[0].left, 3)))
            read += [page for _, page in seen]
    assert read == [*range(pages), *[None] * planned.blanks]
    assert planned.blanks < len(read) / len(planned.sheets)  # no sheet is wasted


@law(sample=100, full=5000)
@given(st.integers(1, 64), sizes, booklets)
def test_nothing_leaves_its_half_or_what_the_printer_reaches(
    pages: int, size: tuple[float, float], options: ImpositionOptions
) -> None:
    planned = plan_imposition(pages, *size, options)
    for side in (side for run in planned.runs for side in run):
        trims = [slot.trim for slot in side.slots]
        for slot in side.slots:
            assert slot.clip.intersection(planned.printable) == slot.clip
            assert slot.trim.width / slot.trim.height == pytest.approx(size[0] / size[1])
            assert (slot.clip.left >= planned.width / 2) or (slot.clip.right <= planned.width / 2)
        found = place_marks(planned, side)
        for line in (*found.fold, *found.cut):
            box = Box(
                min(line.x1, line.x2), min(line.y1, line.y2), max(line.x1, line.x2), max(line.y1, line.y2)
            )
            assert box.intersection(planned.printable) == box
            for trim in trims:
                shared = box.intersection(trim)
                assert shared.width == 0 == shared.height or shared.width * shared.height == 0
                assert not (trim.left < box.left < trim.right and trim.bottom < box.bottom < trim.top)
        assert all(line.x1 == line.x2 == planned.width / 2 for line in found.fold)


def test_by_hand_each_back_falls_on_its_front() -> None:
    planned = plan_imposition(22, 210, 297, ImpositionOptions("saddle", A3, duplex="manual"))
    fronts, backs = planned.runs
    stack: list[int] = []
    for side in fronts:  # face down, one upon the other
        stack.insert(0, side.sheet)
    for side in backs:  # the tray feeds from the top
        assert stack.pop(0) == side.sheet
    assert not stack


def test_sides_alternate_for_a_printer_that_turns_sheets() -> None:
    (run,) = plan_imposition(12, 210, 297, ImpositionOptions("saddle", A3)).runs
    assert [(side.sheet, side.front) for side in run] == [
        (n, front) for n in (1, 2, 3) for front in (True, False)
    ]


@pytest.mark.parametrize(
    ("size", "options", "scale", "sheet"),
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
    size: tuple[float, float], options: ImpositionOptions, scale: float, sheet: tuple[float, float]
) -> None:
    planned = plan_imposition(4, *size, options)
    assert planned.scale == pytest.approx(scale, rel=1e-4)
    assert (planned.width, planned.height) == sheet


@pytest.mark.parametrize("bad", [(0, 210, 297), (4, 0, 297), (4, 210, -1)])
def test_impossible_pages_are_a_programmers_mistake(bad: tuple[int, float, float]) -> None:
    with pytest.raises(ValueError, match="pages of"):
        plan_imposition(*bad, ImpositionOptions("saddle", A3))
