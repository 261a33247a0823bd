"""Make files to download: the same bytes as the command line makes, which are also in ``output/``."""

from __future__ import annotations

from pathlib import Path

from brochure.build.brochure import BuildResult, build_brochure, build_brochure_for_press
from brochure.build.load import load_shop
from brochure.desk.desk import Desk
from brochure.desk.documents import find_document, told_problems
from brochure.desk.endpoint import DeskAnswer, DeskRequest
from brochure.desk.shared import LAYOUT
from brochure.diagnostics.problem import BrochureError
from brochure.storage.cache import FOLDER, Cache

MEDIA = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def export_file(desk: Desk, asked: DeskRequest) -> DeskAnswer:
    """``POST /api/exports``: make a file of a partner and offer it once; or the problems that forbid it.

    Kinds are ``pdf``, ``docx``, ``onepage``, ``form``, and ``print-SHOP`` for a print shop.
    """
    given = asked.data if isinstance(asked.data, dict) else {}
    of, _, name = str(given.get("doc", "")).partition("/")
    if of != "profiles":
        return DeskAnswer({"problems": []}, 404)
    try:
        document = find_document(desk.where, of, name)
    except BrochureError as error:
        return DeskAnswer({"problems": told_problems(error.problems, asked.lang)}, 404)
    try:
        with desk.pages.drawing:  # the renderer and PDFium are not safe in threads
            built = _build(desk, document.partner, str(given.get("kind", "pdf")))
    except BrochureError as error:
        told = told_problems((*error.problems, *error.warnings), asked.lang)
        return DeskAnswer({"problems": told}, 422)
    path = built.paths[0]
    url = desk.downloads.offer(path.read_bytes(), MEDIA[path.suffix], path.name)
    told = told_problems((*built.faults, *built.warnings), asked.lang)
    return DeskAnswer({"url": url, "name": path.name, "problems": told})


def _build(desk: Desk, name: str, kind: str) -> BuildResult:
    where, output, cache = desk.where, desk.where.output, Cache(desk.where.root / FOLDER)
    if shop := kind.removeprefix("print-") if kind.startswith("print-") else "":
        common = desk.shared.load(LAYOUT)
        return build_brochure_for_press(
            where, name, common, load_shop(where, shop), output=output, cache=cache
        )
    if kind == "onepage":
        return build_brochure(
            where, name, desk.shared.load("onepage"), formats=["pdf"], output=_own(output, kind), cache=cache
        )
    common = desk.shared.load(LAYOUT)
    if kind == "form":
        from brochure.revision.blank_form import build_blank_form

        return build_blank_form(where, name, common, output=output)
    return build_brochure(
        where, name, common, formats=["docx" if kind == "docx" else "pdf"], output=output, cache=cache
    )


def _own(output: Path, layout: str) -> Path:
    """The folder of another layout's files, which have the same names."""
    return output / layout
