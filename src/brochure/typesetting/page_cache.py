"""Page cache: rendered pages, by document, layout, fonts and style sheets.

The key is made from the inputs of the rendering, not from the files they were read from: a comment in a
profile changes nothing. So a problem is stored with an address instead of a place in a file, and the place is
looked up again when it is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from brochure.diagnostics.problem import BrochureError, Location, Problem, pack_problem, unpack_problem
from brochure.document.tree import Document
from brochure.document.walk import figure_pictures
from brochure.pdf import reader
from brochure.pdf.geometry import Box
from brochure.pdf.preflight.report import Finding, Report
from brochure.schema.layout import Layout
from brochure.storage.cache import Cache, CacheEntry, bytes_digest, cache_key, program_digest
from brochure.storage.fingerprint import content_digest
from brochure.typesetting import weasyprint
from brochure.typesetting.html import HtmlPage
from brochure.typesetting.page_budget import Locate
from brochure.typesetting.typeset import Setting, Typeset, typeset_document
from brochure.typesetting.value_boxes import ValueBox
from brochure.typesetting.weasyprint import NO_RECORD, ArchiveRecord, RenderedPdf

PARTS, REPORTS, PLACES = "parts", "reports", "places"
_ADDRESS = "\0"  # marks an address in place of a file


def typeset_cached(cache: Cache | None, setting: Setting, locate: Locate) -> Typeset:
    """Like :func:`brochure.typesetting.typeset.typeset_document`, with the cache.

    Raises:
        BrochureError: Templates, fonts or notes have an error that must not be printed.
    """
    if cache is None:
        return typeset_document(setting, locate)
    if (typeset := find_typeset(cache, setting, locate)) is not None:
        return typeset
    try:
        typeset = typeset_document(setting, lambda at: Location(_ADDRESS + at))
    except BrochureError as error:
        place = _locate_problem(locate)
        raise BrochureError(map(place, error.problems), map(place, error.warnings)) from None
    files = [*typeset.files, *(picture.file for picture in figure_pictures(setting.document))]
    inputs = _inputs(cache, setting)
    about = {
        "what": setting.file,
        "inputs": inputs,
        "files": _file_digests(files, setting.root),
        "texts": typeset.texts,
        "warnings": [pack_problem(warning) for warning in typeset.warnings],
        "report": _packed_report(typeset.report),
        "drawn": typeset.drawn,
    }
    key = cache_key(inputs)
    cache.put(PARTS, key, about, {"pdf": typeset.data})
    if setting.with_boxes:
        boxes = list(map(pack_box, typeset.boxes))
        cache.put(PLACES, key, {"what": setting.file, "inputs": inputs, "boxes": boxes}, {})
    return _with_locations(typeset, locate)


def find_typeset(cache: Cache | None, setting: Setting, locate: Locate) -> Typeset | None:
    """Pages from the cache; None if they are not there."""
    if cache is None:
        return None
    inputs = _inputs(cache, setting)
    entry = _valid_entry(cache, inputs, setting.root)
    if entry is None:
        return None
    typeset = cache.memoize("typeset", cache_key(inputs), lambda: _unpacked_typeset(entry))
    if setting.with_boxes:
        places = cache.get(PLACES, cache_key(inputs))
        if places is None:
            return None  # the command line made the pages
        typeset = replace(typeset, boxes=tuple(map(unpack_box, places.about["boxes"])))
    return _with_locations(typeset, locate)


def _inputs(cache: Cache, setting: Setting) -> dict[str, str]:
    return {
        "document": _document_digest(cache, setting.document),
        **_layout_inputs(setting.layout, setting.shown),
        "record": bytes_digest(repr(setting.record).encode()),
        "styles": bytes_digest(repr([(sheet.text, sheet.file) for sheet in setting.more]).encode()),
        "rules": " ".join(f"{rule.__module__}.{rule.__name__}" for rule in setting.rules),
        "notes": setting.notes_at,
        "file": setting.file,
    }


def _document_digest(cache: Cache, document: Document) -> str:
    """A digest of a document, computed once for each document object."""

    def compute() -> tuple[Document, str]:
        return document, bytes_digest(repr(document).encode())

    return cache.memoize("names", f"{id(document)}", compute, lambda named: named[0] is document)[1]


@dataclass(frozen=True, slots=True)
class CheckedPages:
    """Rendered pages, their preflight report, and the boxes drawn on them."""

    written: RenderedPdf
    report: Report
    drawn: tuple[tuple[Box, ...], ...]


@dataclass(frozen=True, slots=True)
class Rendering:
    """Pages to render that do not belong to a partner, and their preflight.

    Attributes:
        page: The HTML to render.
        layout, shown: The layout with the fonts, and the name of its folder in messages.
        file: The name of the pages in messages.
        judge: The preflight; it may depend only on the data and this value.
        record: Archive metadata and enclosures of the file.
    """

    page: HtmlPage
    layout: Layout
    shown: str
    file: str
    judge: Callable[[bytes], Report]
    record: ArchiveRecord = NO_RECORD


def render_cached(cache: Cache | None, what: Rendering) -> CheckedPages:
    """Render pages and run their preflight, with the cache.

    Raises:
        BrochureError: As :func:`brochure.typesetting.weasyprint.render_pdf`.
    """
    if (cached := find_rendered(cache, what)) is not None:
        return cached
    written = weasyprint.render_pdf(what.page, what.layout.font_paths, what.record)
    checked = CheckedPages(written, what.judge(written.data), reader.drawn_boxes(written.data))
    if cache:
        inputs = _page_inputs(what)
        about = {
            "what": what.file,
            "inputs": inputs,
            "files": _file_digests(written.files, what.page.root),
            "pages": written.pages,
            "warnings": [pack_problem(found) for found in written.warnings],
            "report": _packed_report(checked.report),
            "drawn": checked.drawn,
        }
        cache.put(PARTS, cache_key(inputs), about, {"pdf": written.data})
    return checked


def find_rendered(cache: Cache | None, what: Rendering) -> CheckedPages | None:
    """The result of :func:`render_cached` from the cache; None if it is not there."""
    entry = _valid_entry(cache, _page_inputs(what), what.page.root) if cache else None
    if entry is None:
        return None
    about = entry.about
    warnings = tuple(map(unpack_problem, about["warnings"]))
    written = RenderedPdf(entry.contents["pdf"], about["pages"], warnings, tuple(about["files"]))
    return CheckedPages(written, _unpacked_report(about["report"]), _unpacked_boxes(about["drawn"]))


def _page_inputs(what: Rendering) -> dict[str, str]:
    sheets = [(sheet.text, sheet.file) for sheet in what.page.stylesheets]
    return {
        "page": bytes_digest(what.page.html.encode()),
        "other parts": what.page.other_parts,
        "styles": bytes_digest(repr(sheets).encode()),
        **_layout_inputs(what.layout, what.shown),
        "record": bytes_digest(repr(what.record).encode()),
        "file": what.file,
    }


def cached_report(cache: Cache | None, what: str, of: Sequence[bytes], judge: Callable[[], Report]) -> Report:
    """A preflight of merged pages, with the cache.

    Args:
        cache: The cache, or None.
        what: What is checked, and how; part of the key.
        of: The merged files; part of the key.
        judge: The preflight; it may depend only on ``what`` and ``of``.
    """
    if cache is None:
        return judge()
    inputs = {"what": what, "brochure": program_digest(), "of": " ".join(map(bytes_digest, of))}
    if (entry := cache.get(REPORTS, cache_key(inputs))) is not None:
        return _unpacked_report(entry.about["report"])
    computed = judge()
    cache.put(
        REPORTS, cache_key(inputs), {"what": what, "inputs": inputs, "report": _packed_report(computed)}, {}
    )
    return computed


def _layout_inputs(layout: Layout, shown: str) -> dict[str, str]:
    """Inputs shared by all pages of a layout."""
    return {
        "brochure": program_digest(),
        "layout": f"{shown} {layout.digest}",
        "fonts": " ".join(
            f"{font.name} {content_digest(font)}" for font in (*layout.font_paths, *layout.fallback_paths)
        ),
    }


def _file_digests(files: Iterable[str], root: Path) -> dict[str, str]:
    return {file: content_digest(root / file) for file in sorted(set(files))}


def _valid_entry(cache: Cache, inputs: Mapping[str, str], root: Path) -> CacheEntry | None:
    """The cache entry, if the pictures it was made from have not changed."""
    key = cache_key(inputs)
    entry = cache.memoize(PARTS, key, lambda: cache.get(PARTS, key))
    try:
        if entry and all(content_digest(root / file) == was for file, was in entry.about["files"].items()):
            return entry
    except (OSError, LookupError, AttributeError):
        pass
    return None


# --- conversion to JSON and back ------------------------------------------------------------------


def _unpacked_typeset(entry: CacheEntry) -> Typeset:
    about = entry.about
    warnings = tuple(map(unpack_problem, about["warnings"]))
    report = _unpacked_report(about["report"])
    return Typeset(
        entry.contents["pdf"],
        None,
        tuple(about["texts"]),
        warnings,
        report,
        tuple(about["files"]),
        _unpacked_boxes(about["drawn"]),
    )


def _with_locations(typeset: Typeset, locate: Locate) -> Typeset:
    return replace(typeset, warnings=tuple(map(_locate_problem(locate), typeset.warnings)))


def _locate_problem(locate: Locate) -> Callable[[Problem], Problem]:
    """A function that replaces an address in a problem's location by its place in a file."""

    def placed(found: Problem) -> Problem:
        where = found.location
        if where is None or not where.file.startswith(_ADDRESS):
            return found
        return replace(found, location=locate(where.file.removeprefix(_ADDRESS)))

    return placed


def pack_box(box: ValueBox) -> list[Any]:
    """Return the place of a value as JSON; lengths in mm to a thousandth."""
    edges = None if box.edges is None else [round(edge, 3) for edge in box.edges]
    sides = (round(side, 3) for side in (box.x, box.y, box.width, box.height))
    return [box.at, box.start, box.page, *sides, edges, box.text, box.turn]


def unpack_box(packed: list[Any]) -> ValueBox:
    """Return the place of a value from its JSON."""
    at, start, page, x, y, width, height, edges, text, turn = packed
    sides = None if edges is None else tuple(edges)
    return ValueBox(at, start, page, x, y, width, height, sides, text, turn)


def _unpacked_boxes(packed_boxes: Any) -> tuple[tuple[Box, ...], ...]:
    return tuple(tuple(Box(*box) for box in page) for page in packed_boxes)


def _packed_report(report: Report) -> list[object]:
    findings = [[f.code, f.page, f.box, f.x, f.y, f.details] for f in report.findings]
    return [report.file, report.pages, findings]


def _unpacked_report(packed_report: Any) -> Report:
    file, pages, findings = packed_report
    return Report(
        file,
        pages,
        tuple(
            Finding(code, page, Box(*box) if box else None, x, y, tuple((k, v) for k, v in details))
            for code, page, box, x, y, details in findings
        ),
    )
