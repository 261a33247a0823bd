"""Write imposed sheets: each source page becomes a form that is placed by a matrix (ISO 32000-2, 8.10).

Links, tags and bookmarks are dropped on purpose: the file is for paper. Annotations that print (stamps,
filled fields) are kept.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from brochure.assembly.font_coverage import Stroke
from brochure.pdf.geometry import Box
from brochure.pdf.imposition.fold_marks import LABEL_SIZE, Hairline, place_marks
from brochure.pdf.imposition.matrix import Matrix, scaling, translation
from brochure.pdf.imposition.plan import ImpositionPlan, PageSlot, Side
from brochure.pdf.imposition.source import MM, SourceFile, SourcePage
from brochure.storage.own_files import PRODUCER

# Returns the label of a side as outlines, and its width in em.
LabelOutline = Callable[[Side], tuple[tuple[Stroke, ...], float]]

_HAIRLINE = 0.25  # points, the usual width of printers' marks
_OPERATORS = {"move": "m", "line": "l", "curve": "c", "close": "h"}


def placement_matrix(page: SourcePage, slot: PageSlot) -> Matrix:
    """The matrix from a source page's own units to mm on the side."""
    upright = page.upright()
    if slot.turn:
        upright = upright.then(Matrix(-1, 0, 0, -1, page.width, page.height))
    return upright.then(scaling(slot.trim.width / page.width)).then(
        translation(slot.trim.left, slot.trim.bottom)
    )


def write_imposed(
    source: SourceFile, plan: ImpositionPlan, sides: Sequence[Side], *, title: str, labelled: LabelOutline
) -> bytes:
    """Write the sides of one print run as a PDF. The same input gives the same bytes."""
    import pikepdf

    target = pikepdf.new()
    forms = _forms(source, target)
    for side in sides:
        size = (plan.width * MM, plan.height * MM)
        sheet = target.add_blank_page(page_size=size)
        used = sorted({slot.page for slot in side.slots if slot.page is not None})
        sheet.obj.Resources = pikepdf.Dictionary(
            XObject=pikepdf.Dictionary({f"/P{page + 1}": forms[page] for page in used})
        )
        sheet.obj.Contents = target.make_stream(_side_content(source, plan, side, labelled).encode("ascii"))
    if "/OCProperties" in source.pdf.Root:  # without it, hidden layers would be printed
        target.Root.OCProperties = target.copy_foreign(source.pdf.make_indirect(source.pdf.Root.OCProperties))
    # Presets of the print dialogue (12.2): no scaling, and the edge over which sheets are flipped.
    turning = {"short": "/DuplexFlipShortEdge", "long": "/DuplexFlipLongEdge", "manual": "/Simplex"}
    target.Root.ViewerPreferences = pikepdf.Dictionary(
        PrintScaling=pikepdf.Name("/None"),
        Duplex=pikepdf.Name(turning[plan.duplex]),
        PickTrayByPDFSize=True,
        DisplayDocTitle=True,
    )
    target.docinfo["/Title"] = title
    target.docinfo["/Producer"] = PRODUCER
    out = io.BytesIO()
    target.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _forms(source: SourceFile, target: Any) -> dict[int, Any]:
    """The pages as forms of the new file; fonts and pictures that pages share are copied once."""
    import pikepdf

    # draws annotations that print into the content of their pages
    if any(_has_printed_annotations(page) for page in source.pdf.pages):
        source.pdf.generate_appearance_streams()
        source.pdf.flatten_annotations("print")
    forms = {}
    for index, page in enumerate(source.pdf.pages):
        form = page.as_form_xobject(False)
        form.BBox = pikepdf.Array([round(side, 5) for side in source.pages[index].trim])
        forms[index] = target.copy_foreign(form)
    return forms


def _has_printed_annotations(page: Any) -> bool:
    """Whether a page has annotations other than links."""
    return any(note.get("/Subtype") not in ("/Link", "/Popup") for note in page.obj.get("/Annots", []))


# --- content streams --------------------------------------------------------------------------


def _side_content(source: SourceFile, plan: ImpositionPlan, side: Side, labelled: LabelOutline) -> str:
    drawn = []
    for slot in side.slots:
        if slot.page is not None and slot.clip.width > 0 and slot.clip.height > 0:
            matrix = placement_matrix(source.pages[slot.page], slot).then(scaling(MM))
            drawn.append(f"q {_rectangle(slot.clip)} W n {_numbers(*matrix)} cm /P{slot.page + 1} Do Q")
    found = place_marks(plan, side)
    if found.fold or found.cut:
        drawn.append(f"q {_HAIRLINE} w 0 G")
        drawn += [_line(line) for line in found.cut]
        drawn += ["[2 1] 0 d", *(_line(line) for line in found.fold), "Q"]
    if found.label:
        strokes, width = labelled(side)
        size = min(LABEL_SIZE, found.label.width / max(width, 1e-9))
        place = scaling(size).then(translation(found.label.x, found.label.y))
        if side.turn:
            place = place.then(Matrix(-1, 0, 0, -1, plan.width, plan.height))
        drawn.append(f"q 0.4 g {_numbers(*place.then(scaling(MM)))} cm")
        drawn += [
            f"{_numbers(*(v for point in stroke.points for v in point), digits=3)} {_OPERATORS[stroke.kind]}"
            for stroke in strokes
        ]
        drawn.append("f Q")
    return "\n".join(drawn) + "\n"


def _rectangle(box: Box) -> str:
    return f"{_numbers(box.left * MM, box.bottom * MM, box.width * MM, box.height * MM)} re"


def _line(line: Hairline) -> str:
    x1, y1, x2, y2 = (value * MM for value in line)
    return f"{_numbers(x1, y1)} m {_numbers(x2, y2)} l S"


def _numbers(*values: float, digits: int = 5) -> str:
    """Numbers in PDF notation, without exponents."""
    return " ".join(f"{value:.{digits}f}".rstrip("0").rstrip(".") for value in values)
