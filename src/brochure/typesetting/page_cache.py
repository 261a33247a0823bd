"""Pages from the cache, where they were set before from the same document, layout, fonts and styles.

The key is what the pages depend on, not the files it was read from: a comment in a profile changes nothing.
So places in files are not kept either, but the addresses they belong to, and they are looked up again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from brochure.diagnostics.problem import BrochureError, Location, Problem, pack_problem, unpack_problem
from brochure.document.tree import Document
from brochure.document.walk import figure_pictures
from brochure.pdf import reader as pages
from brochure.pdf.geometry import Box
from brochure.pdf.preflight.report import Finding, Report
from brochure.schema.layout import Layout
from brochure.storage.cache import Cache, CacheEntry, bytes_digest, cache_key, program_digest
from brochure.storage.fingerprint import content_digest
from brochure.typesetting import weasyprint as pdf
from brochure.typesetting.fit import Locate, Setting, Typeset
from brochure.typesetting.fit import typeset as typeset_anew
from brochure.typesetting.html import HtmlPage
from brochure.typesetting.weasyprint import NO_RECORD, ArchiveRecord, Written

PARTS, REPORTS = "parts", "reports"
_ADDRESS = "\0"  # stands before an address in place of a file


def typeset(cache: Cache | None, setting: Setting, locate: Locate) -> Typeset:
    """Like :func:`brochure.typesetting.fit.typeset`, from the cache if it is there.

    Raises:
        BrochureError: Templates, fonts or notes have a fault that must not be printed.
    """
    if cache is None:
        return typeset_anew(setting, locate)
    if (made := found(cache, setting, locate)) is not None:
        return made
    try:
        made = typeset_anew(setting, lambda at: Location(_ADDRESS + at))
    except BrochureError as error:
        place = _placing(locate)
        raise BrochureError(map(place, error.problems), map(place, error.warnings)) from None
    files = [*made.files, *(picture.file for picture in figure_pictures(setting.document))]
    inputs = _inputs(cache, setting)
    about = {
        "what": setting.file,
        "inputs": inputs,
        "files": _contents(files, setting.root),
        "texts": made.texts,
        "warnings": [pack_problem(warning) for warning in made.warnings],
        "report": _report_written(made.report),
        "drawn": made.drawn,
    }
    cache.put(PARTS, cache_key(inputs), about, {"pdf": made.data})
    return _placed(made, locate)


def found(cache: Cache | None, setting: Setting, locate: Locate) -> Typeset | None:
    """Pages from the cache, if they are there."""
    if cache is None:
        return None
    inputs = _inputs(cache, setting)
    kept = _unchanged(cache, inputs, setting.root)
    if kept is None:
        return None
    made = cache.memoize("typeset", cache_key(inputs), lambda: _typeset_of(kept))
    return _placed(made, locate)


def _inputs(cache: Cache, setting: Setting) -> dict[str, str]:
    return {
        "document": _name_of(cache, setting.document),
        **_surroundings(setting.layout, setting.shown),
        "record": bytes_digest(repr(setting.record).encode()),
        "styles": bytes_digest(repr([(sheet.text, sheet.file) for sheet in setting.more]).encode()),
        "rules": " ".join(f"{rule.__module__}.{rule.__name__}" for rule in setting.rules),
        "notes": setting.notes_at,
        "file": setting.file,
    }


def _name_of(cache: Cache, document: Document) -> str:
    """A digest of a document, for one that is remembered made but once."""

    def made() -> tuple[Document, str]:
        return document, bytes_digest(repr(document).encode())

    return cache.memoize("names", f"{id(document)}", made, lambda named: named[0] is document)[1]


@dataclass(frozen=True, slots=True)
class Judged:
    """Pages that were rendered, what the preflight says of them, and where they have something drawn."""

    written: Written
    report: Report
    drawn: tuple[tuple[Box, ...], ...]


@dataclass(frozen=True, slots=True)
class Rendering:
    """Pages to render that are no partner's, and how to look at them.

    Attributes:
        page: What to render.
        layout, shown: Whose fonts, and the name of its folder in messages.
        file: The name of the pages in messages.
        judge: The preflight; it depends on nothing else.
        record: What the file keeps for an archive.
    """

    page: HtmlPage
    layout: Layout
    shown: str
    file: str
    judge: Callable[[bytes], Report]
    record: ArchiveRecord = NO_RECORD


def render_cached(cache: Cache | None, what: Rendering) -> Judged:
    """Like ``weasyprint.write`` and a preflight of the pages, from the cache if it is there.

    Raises:
        BrochureError: As :func:`brochure.typesetting.weasyprint.write`.
    """
    if (kept := found_pages(cache, what)) is not None:
        return kept
    written = pdf.render_pdf(what.page, what.layout.font_paths, what.record)
    made = Judged(written, what.judge(written.data), pages.drawn(written.data))
    if cache:
        inputs = _page_inputs(what)
        about = {
            "what": what.file,
            "inputs": inputs,
            "files": _contents(written.files, what.page.root),
            "pages": written.pages,
            "warnings": [pack_problem(found) for found in written.warnings],
            "report": _report_written(made.report),
            "drawn": made.drawn,
        }
        cache.put(PARTS, cache_key(inputs), about, {"pdf": written.data})
    return made


def found_pages(cache: Cache | None, what: Rendering) -> Judged | None:
    """What :func:`render_cached` would take from the cache, if it is there."""
    kept = _unchanged(cache, _page_inputs(what), what.page.root) if cache else None
    if kept is None:
        return None
    about = kept.about
    warnings = tuple(map(unpack_problem, about["warnings"]))
    written = Written(kept.contents["pdf"], about["pages"], warnings, tuple(about["files"]))
    return Judged(written, _report_of(about["report"]), _drawn_of(about["drawn"]))


def _page_inputs(what: Rendering) -> dict[str, str]:
    sheets = [(sheet.text, sheet.file) for sheet in what.page.stylesheets]
    return {
        "page": bytes_digest(what.page.html.encode()),
        "styles": bytes_digest(repr(sheets).encode()),
        **_surroundings(what.layout, what.shown),
        "record": bytes_digest(repr(what.record).encode()),
        "file": what.file,
    }


def report(cache: Cache | None, what: str, of: Sequence[bytes], judge: Callable[[], Report]) -> Report:
    """A preflight of pages that are put together, from the cache if it is there.

    Args:
        cache: Where to look and to keep.
        what: What is looked at, and how.
        of: The files that are put together.
        judge: The preflight; it depends on nothing else.
    """
    if cache is None:
        return judge()
    inputs = {"what": what, "brochure": program_digest(), "of": " ".join(map(bytes_digest, of))}
    if (found := cache.get(REPORTS, cache_key(inputs))) is not None:
        return _report_of(found.about["report"])
    made = judge()
    cache.put(
        REPORTS, cache_key(inputs), {"what": what, "inputs": inputs, "report": _report_written(made)}, {}
    )
    return made


def _surroundings(layout: Layout, shown: str) -> dict[str, str]:
    """What all pages of a layout depend on."""
    return {
        "brochure": program_digest(),
        "layout": f"{shown} {layout.digest}",
        "fonts": " ".join(f"{font.name} {content_digest(font)}" for font in layout.font_paths),
    }


def _contents(files: Iterable[str], root: Path) -> dict[str, str]:
    return {file: content_digest(root / file) for file in sorted(set(files))}


def _unchanged(cache: Cache, inputs: Mapping[str, str], root: Path) -> CacheEntry | None:
    """The entry, if the pictures that were read still are what they were."""
    key = cache_key(inputs)
    found = cache.memoize(PARTS, key, lambda: cache.get(PARTS, key))
    try:
        if found and all(content_digest(root / file) == was for file, was in found.about["files"].items()):
            return found
    except (OSError, LookupError, AttributeError):
        pass
    return None


# --- as JSON, and back ----------------------------------------------------------------------------


def _typeset_of(found: CacheEntry) -> Typeset:
    about = found.about
    warnings = tuple(map(unpack_problem, about["warnings"]))
    report = _report_of(about["report"])
    return Typeset(
        found.contents["pdf"],
        None,
        tuple(about["texts"]),
        warnings,
        report,
        tuple(about["files"]),
        _drawn_of(about["drawn"]),
    )


def _placed(made: Typeset, locate: Locate) -> Typeset:
    return replace(made, warnings=tuple(map(_placing(locate), made.warnings)))


def _placing(locate: Locate) -> Callable[[Problem], Problem]:
    """Puts the place in a file where only the address is known."""

    def placed(found: Problem) -> Problem:
        where = found.location
        if where is None or not where.file.startswith(_ADDRESS):
            return found
        return replace(found, location=locate(where.file.removeprefix(_ADDRESS)))

    return placed


def _drawn_of(kept: Any) -> tuple[tuple[Box, ...], ...]:
    return tuple(tuple(Box(*box) for box in page) for page in kept)


def _report_written(report: Report) -> list[object]:
    findings = [[f.code, f.page, f.box, f.x, f.y, f.details] for f in report.findings]
    return [report.file, report.pages, findings]


def _report_of(kept: Any) -> Report:
    file, pages, findings = kept
    return Report(
        file,
        pages,
        tuple(
            Finding(code, page, Box(*box) if box else None, x, y, tuple((k, v) for k, v in details))
            for code, page, box, x, y, details in findings
        ),
    )
