"""Answer requests for the pages of a partner, and for their pictures."""

from __future__ import annotations

from typing import Any

from brochure.desk.content import refusal
from brochure.desk.desk import Desk
from brochure.desk.documents import DeskDocument, readable_text, told_problems
from brochure.desk.endpoint import DeskAnswer, DeskRequest
from brochure.desk.page_job import DPI, Showing
from brochure.desk.shared import LAYOUT
from brochure.diagnostics.problem import BrochureError, unpack_problem

WAIT = 20.0  # seconds for the first pages
LEAST_DPI, MOST_DPI = 20, 300


def tell_pages(desk: Desk, asked: DeskRequest, document: DeskDocument) -> DeskAnswer:
    """``GET …/pages``: the pages of a partner, their pictures, the places of values, and problems.

    ``layout``, ``shop`` and ``as_in`` (a booklet) say of which file; without them that for the screen.
    """
    layout = asked.query.get("layout", LAYOUT)
    showing = Showing(document.partner, layout, asked.query.get("shop", ""), asked.query.get("as_in", ""))
    try:
        view = desk.pages.view(showing)
    except BrochureError as error:
        return refusal(404, error, asked)
    desk.pages.wait(view, WAIT)
    source = readable_text(desk.where, document)
    last, made = view.last, view.made
    told: dict[str, Any] = {
        "layout": layout,
        "form": showing.form,
        "rev": made.revision if made else "",
        "current": view.shown == view.wanted and bool(last and last.pdf),
        "failed": bool(last and not last.pdf),
        "time": view.time,
        "pages": [],
        "boxes": list(made.boxes) if made else [],
        "problems": told_problems(map(unpack_problem, last.problems), asked.lang, source) if last else [],
    }
    if made:
        told["pages"] = [
            {
                "width": width,
                "height": height,
                "digest": digest,
                "url": f"/api/pictures/{digest}/{index}@{DPI}.png",
            }
            for index, ((width, height), digest) in enumerate(zip(made.sizes, made.digests, strict=True))
        ]
    return DeskAnswer(told)


def tell_picture(desk: Desk, asked: DeskRequest) -> DeskAnswer:
    """``GET /api/pictures/…``: the picture of a page."""
    dpi = asked.params["dpi"]
    if not (dpi.isdigit() and LEAST_DPI <= int(dpi) <= MOST_DPI):
        return DeskAnswer({"problems": []}, 404)
    png = desk.pages.picture(asked.params["digest"], int(dpi))
    if png is None:
        return DeskAnswer({"problems": []}, 404)
    return DeskAnswer(content=png, media="image/png", is_fixed=True)
