"""Make files to download: the same bytes as the command line makes, which are also in ``output/``."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from brochure.build.brochure import BuildResult, build_brochure, build_brochure_for_press
from brochure.build.load import load_shop
from brochure.desk.desk import Desk
from brochure.desk.documents import DeskDocument, find_document, readable_text, told_problems
from brochure.desk.editions import find_state
from brochure.desk.endpoint import DeskAnswer, DeskRequest
from brochure.desk.shared import LAYOUT
from brochure.diagnostics.problem import BrochureError, problem
from brochure.pdf.imposition.paper import SIZES, STOCKS
from brochure.storage.cache import FOLDER, Cache

MEDIA = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
PRINT = "print-"
"""Before the name of a print shop, in the kind of an export."""

IMPOSE_CHOICES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "scheme": ("saddle", "2up", "4up"),
        "paper": tuple(SIZES),
        "stock": tuple(STOCKS),
        "duplex": ("", "long", "short", "manual"),
        "blanks": ("before-last", "last"),  # before the last page it stays the back cover
    }
)
"""The choices of an imposition, the first of each is the default; an empty one leaves it to the program."""


@dataclass(frozen=True, slots=True)
class _Export:
    """What was asked for: the partner, and the wishes of the request."""

    desk: Desk
    document: DeskDocument
    asked: DeskRequest
    wishes: Mapping[str, Any]

    @property
    def name(self) -> str:
        return self.document.partner

    def wish(self, key: str, known: tuple[str, ...]) -> str:
        """A wish that is one of several.

        Raises:
            BrochureError: It is none of them.
        """
        found = self.wishes.get(key, known[0])
        if found not in known:
            raise BrochureError([problem("W410")])
        return str(found)


@dataclass(frozen=True, slots=True)
class _MadeFiles:
    """The files that were made, and lines that say how to use them."""

    built: BuildResult
    lines: tuple[str, ...] = ()


def export_file(desk: Desk, asked: DeskRequest) -> DeskAnswer:
    """``POST /api/exports``: make files of a partner and offer each once; or the problems that forbid it.

    Kinds are ``pdf``, ``docx``, ``onepage``, ``form``, ``print-SHOP`` for a print shop, ``redline`` with
    ``since`` and ``author``, and ``impose`` with the choices of :data:`IMPOSE_CHOICES`.
    """
    given = asked.data if isinstance(asked.data, dict) else {}
    of, _, name = str(given.get("doc", "")).partition("/")
    if of != "profiles":
        return DeskAnswer({"problems": []}, 404)
    try:
        document = find_document(desk.where, of, name)
    except BrochureError as error:
        return DeskAnswer({"problems": told_problems(error.problems, asked.lang)}, 404)
    kind = str(given.get("kind", "pdf"))
    make = _press if kind.startswith(PRINT) else _MAKERS.get(kind)
    if make is None:
        return DeskAnswer({"problems": told_problems([problem("W410")], asked.lang)}, 400)
    try:
        with desk.pages.drawing:  # the renderer and PDFium are not safe in threads
            made = make(_Export(desk, document, asked, given))
    except BrochureError as error:
        source = readable_text(desk.where, document)
        told = told_problems((*error.problems, *error.warnings), asked.lang, source)
        return DeskAnswer({"problems": told}, 422)
    source = readable_text(desk.where, document)
    told = told_problems((*made.built.faults, *made.built.warnings), asked.lang, source)
    files = [_offered(desk, path) for path in made.built.paths]
    return DeskAnswer({**(files[0] if files else {}), "files": files, "lines": made.lines, "problems": told})


def _offered(desk: Desk, path: Path) -> dict[str, str]:
    return {"url": desk.downloads.offer(path.read_bytes(), MEDIA[path.suffix], path.name), "name": path.name}


def _standard(export: _Export, kind: str) -> BuildResult:
    desk = export.desk
    common, output = desk.shared.load(LAYOUT), desk.where.output
    return build_brochure(desk.where, export.name, common, formats=[kind], output=output, cache=_cache(desk))


def _onepage(export: _Export) -> _MadeFiles:
    desk, layout = export.desk, "onepage"
    common = desk.shared.load(layout)
    output = desk.where.output / layout  # another layout's files have the same names
    return _MadeFiles(
        build_brochure(desk.where, export.name, common, formats=["pdf"], output=output, cache=_cache(desk))
    )


def _blank_form(export: _Export) -> _MadeFiles:
    from brochure.revision.blank_form import build_blank_form

    desk = export.desk
    common = desk.shared.load(LAYOUT)
    return _MadeFiles(build_blank_form(desk.where, export.name, common, output=desk.where.output))


def _press(export: _Export) -> _MadeFiles:
    desk = export.desk
    shop = load_shop(desk.where, str(export.wishes["kind"]).removeprefix(PRINT))
    common, output = desk.shared.load(LAYOUT), desk.where.output
    return _MadeFiles(
        build_brochure_for_press(desk.where, export.name, common, shop, output=output, cache=_cache(desk))
    )


def _redline(export: _Export) -> _MadeFiles:
    from brochure.revision.redline import build_redline

    desk = export.desk
    state = find_state(desk, export.document, str(export.wishes.get("since", "")))
    author = export.wishes.get("author", "")
    if state is None or not isinstance(author, str) or len(author) > 100 or not author.isprintable():
        raise BrochureError([problem("W413" if state is None else "W410")])
    return _MadeFiles(
        build_redline(
            desk.where,
            export.name,
            desk.shared.load(LAYOUT),
            state.since,
            here=desk.where.root,
            author=author.strip(),
            date=datetime.date.today(),
            output=desk.where.output,
        )
    )


def _imposed(export: _Export) -> _MadeFiles:
    from brochure.build.imposition import impose_file
    from brochure.pdf.imposition.plan import ImpositionOptions

    found = {key: export.wish(key, known) for key, known in IMPOSE_CHOICES.items()}
    options: dict[str, Any] = {"scheme": found["scheme"], "duplex": found["duplex"] or None}
    options["last_outside"] = found["blanks"] == "before-last"
    options |= {"paper": SIZES[found["paper"]], "thickness": STOCKS[found["stock"]]}
    built = _standard(export, "pdf")
    path, where = built.paths[0], export.desk.where
    done = impose_file(
        path, ImpositionOptions(**options), found["paper"], lang=export.asked.lang, shown=where.shown(path)
    )
    made = BuildResult(done.paths, (*built.warnings, *done.warnings), built.faults)
    return _MadeFiles(made, done.lines)


_MAKERS: Mapping[str, Callable[[_Export], _MadeFiles]] = MappingProxyType(
    {
        "pdf": lambda export: _MadeFiles(_standard(export, "pdf")),
        "docx": lambda export: _MadeFiles(_standard(export, "docx")),
        "onepage": _onepage,
        "form": _blank_form,
        "redline": _redline,
        "impose": _imposed,
    }
)


def _cache(desk: Desk) -> Cache:
    return Cache(desk.where.root / FOLDER)
