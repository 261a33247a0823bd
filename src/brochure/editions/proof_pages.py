"""The pages of a partner or a booklet with all that they are made from, to be approved or compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

from brochure.build.inputs import booklet_inputs, partner_inputs, shared_inputs
from brochure.build.load import SharedInput, load_common, load_partner
from brochure.diagnostics.problem import BrochureError, Problem, nearest_word, problem
from brochure.document.partial_date import PartialDate
from brochure.pdf.page_pictures import PagePictures
from brochure.storage.cache import Cache
from brochure.storage.fingerprint import content_digest
from brochure.storage.input_file import read_ordinary
from brochure.storage.workspace import Workspace

DPI = 96
_COMMENTS = "comments"  # of editors: they are in Word files only


@dataclass(frozen=True, slots=True)
class EditionTarget:
    """A partner, or a booklet."""

    name: str
    kind: Literal["partner", "booklet"] = "partner"


@dataclass(frozen=True, slots=True)
class ProofInputs:
    """What pages are made from now.

    Attributes:
        edition: The edition.
        layout: The name of the layout.
        files: The content of each file of the workspace, by its path there.
        fonts: A digest of the font files.
    """

    edition: PartialDate
    layout: str
    files: Mapping[str, bytes]
    fonts: str

    @property
    def digests(self) -> dict[str, str]:
        """The digest of each file."""
        return {file: sha256(data).hexdigest() for file, data in self.files.items()}


@dataclass(frozen=True, slots=True)
class ProofPages:
    """The finished pages: the PDF as for the screen, and what the checks found."""

    data: bytes
    warnings: tuple[Problem, ...]
    faults: tuple[Problem, ...]


def find_edition_target(where: Workspace, name: str) -> EditionTarget:
    """Return the partner or the booklet of a name.

    Raises:
        BrochureError: There is neither (F102), or both (A102).
    """
    partners, booklets = where.names(), where.booklet_names()
    if name in partners and name in booklets:
        raise BrochureError([problem("A102", name=name)])
    if name in booklets:
        return EditionTarget(name, "booklet")
    if name in partners:
        return EditionTarget(name)
    known = [*partners, *booklets]
    details = {"name": name, "nearest": nearest_word(name, known), "known": ", ".join(known) or "—"}
    raise BrochureError([problem("F102", **details)])


def read_proof_inputs(
    where: Workspace, target: EditionTarget, layout: str, cache: Cache | None = None
) -> ProofInputs:
    """Read the files that a partner or a booklet is made from.

    Raises:
        BrochureError: The mistakes of the files.
    """
    if target.kind == "partner":
        common = load_common(where, layout, cache=cache)
        profile = load_partner(where, target.name, common, cache=cache).profile
        paths = [*shared_inputs(where, [common]), *partner_inputs(where, profile)]
        return _inputs(where, profile.data.edition, layout, paths, [common])
    from brochure.build.booklet import compile_booklet

    compiled = compile_booklet(where, target.name, cache=cache)
    paths = [*booklet_inputs(where, compiled)]
    commons = [*compiled.commons.values()]
    return _inputs(where, compiled.book.edition, compiled.booklet.data.layout, paths, commons)


def _inputs(
    where: Workspace, edition: PartialDate, layout: str, paths: Iterable[Path], commons: list[SharedInput]
) -> ProofInputs:
    files: dict[str, bytes] = {}
    fonts = {path for common in commons for path in common.layout.font_paths}
    for path in dict.fromkeys(paths):
        if path in fonts or not path.is_relative_to(where.root) or path.is_dir():
            continue
        name = where.shown(path)
        if name.partition("/")[0] == _COMMENTS:
            continue
        try:
            data = read_ordinary(path)
        except OSError:
            data = None
        if data is not None:
            files[name] = data
    named = sorted((path.name, content_digest(path)) for path in fonts)
    digest = sha256(repr(named).encode()).hexdigest()
    return ProofInputs(edition, layout, dict(sorted(files.items())), digest)


def render_proof(
    where: Workspace, target: EditionTarget, layout: str, cache: Cache | None = None
) -> ProofPages:
    """Typeset a partner or a booklet, or find its pages in the cache.

    Raises:
        BrochureError: Mistakes in the input, or pages that must not be printed.
    """
    if target.kind == "partner":
        from brochure.build.brochure import typeset_partner

        loaded = load_partner(where, target.name, load_common(where, layout, cache=cache), cache=cache)
        made = typeset_partner(where, loaded, cache)
        warnings = (*loaded.warnings, *made.warnings, *made.report.warnings)
        return ProofPages(made.data, tuple(dict.fromkeys(warnings)), made.report.problems)
    from brochure.build.booklet import compile_booklet
    from brochure.build.booklet_pages import font_families, typeset_book
    from brochure.build.processes import available_cores
    from brochure.pdf.preflight import preflight

    compiled = compile_booklet(where, target.name, cache=cache)
    bound = typeset_book(where, compiled, iter, jobs=available_cores(), cache=cache)
    file = f"{target.name}.pdf"
    with preflight.open_readable(bound.data, file=file) as opened:
        whole = preflight.check_whole_file(
            opened, file=file, fonts=font_families(compiled), multiple=compiled.book.multiple
        )
    warnings = tuple(dict.fromkeys([*bound.warnings, *whole.warnings]))
    return ProofPages(bound.data, warnings, (*bound.faults, *whole.problems))


def page_digests(data: bytes) -> tuple[str, ...]:
    """Return the digest of the picture of each page of a PDF, as this machine draws it."""
    drawn = PagePictures(data)
    try:
        return tuple(drawn.draw(index, DPI).digest for index in range(len(drawn)))
    finally:
        drawn.close()
