"""The pages of a partner for the desk: the PDF that the command line makes, its pictures and its places."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from brochure.build.brochure import press_pages, typeset_for_press, typeset_partner
from brochure.build.load import LoadedPartner, SharedInput, load_partner_text, load_shop, read_yaml_bytes
from brochure.desk.documents import revision_of
from brochure.desk.shared import LAYOUT
from brochure.diagnostics.problem import BrochureError, Problem, pack_problem
from brochure.pdf.page_pictures import PagePictures
from brochure.storage.cache import Cache
from brochure.storage.workspace import Workspace
from brochure.typesetting.page_cache import pack_box
from brochure.typesetting.value_boxes import ValueBox

DPI = 110  # of the pictures that are made with the pages; others are drawn when they are asked for


@dataclass(frozen=True, slots=True)
class Showing:
    """Which file of a partner is shown: that for the screen, that for a print shop, or its part of a booklet.

    Attributes:
        partner: The partner.
        layout: The layout; a booklet has its own.
        shop: The print shop whose file is shown.
        booklet: The booklet in which the partner is shown, if it is not for a shop.
    """

    partner: str
    layout: str = LAYOUT
    shop: str = ""
    booklet: str = ""

    @property
    def form(self) -> str:
        """The form in events: empty for the screen, else ``shop:NAME`` or ``booklet:NAME``."""
        return f"shop:{self.shop}" if self.shop else f"booklet:{self.booklet}" if self.booklet else ""


@dataclass(frozen=True, slots=True)
class PageJob:
    """Pages to make.

    Attributes:
        number: The number of the job.
        root: The workspace.
        showing: The file whose pages they are.
        known: The digests of pictures that need not be made.
    """

    number: int
    root: Path
    showing: Showing
    known: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class MadePages:
    """The result of a job.

    Attributes:
        number: The number of the job.
        revision: The revision of the profile that the pages show.
        pdf: The file; empty if it could not be made.
        sizes: Width and height of each page in mm.
        digests: The digest of each page's picture.
        pictures: The pictures that were not known, as PNG, by digest.
        boxes: The places of the values, as :func:`brochure.typesetting.page_cache.pack_box` packs them.
        problems: All problems, packed.
    """

    number: int
    revision: str
    pdf: bytes = b""
    sizes: tuple[tuple[float, float], ...] = ()
    digests: tuple[str, ...] = ()
    pictures: tuple[tuple[str, bytes], ...] = ()
    boxes: tuple[list[Any], ...] = ()
    problems: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class _ShownFile:
    """A file, the places of its values, and its problems."""

    pdf: bytes
    boxes: tuple[ValueBox, ...]
    problems: tuple[Problem, ...]


def make_pages(job: PageJob, common: SharedInput, cache: Cache | None) -> MadePages:
    """Make the pages of a partner; the cache is that of the command line.

    Problems of the profile or of the pages are part of the result.
    """
    where, showing = Workspace(job.root), job.showing
    revision = ""
    try:
        path = where.profile(showing.partner)
        data = where.read(path)
        revision = revision_of(data)
        if showing.booklet and not showing.shop:
            made = _in_booklet(where, showing, cache)
        else:
            source = read_yaml_bytes(data, where.shown(path))
            loaded = load_partner_text(where, showing.partner, source, common, cache=cache)
            made = (
                _for_shop(where, loaded, showing.shop, cache)
                if showing.shop
                else _for_screen(where, loaded, cache)
            )
    except BrochureError as error:
        problems = map(pack_problem, (*error.problems, *error.warnings))
        return MadePages(job.number, revision, problems=tuple(problems))
    pages = PagePictures(made.pdf)
    drawn = [pages.draw(index, DPI) for index in range(len(pages))]
    digests = tuple(picture.digest for picture in drawn)
    pictures = {one: picture for one, picture in zip(digests, drawn, strict=True) if one not in job.known}
    return MadePages(
        job.number,
        revision,
        made.pdf,
        tuple(map(pages.size, range(len(pages)))),
        digests,
        tuple((digest, picture.png()) for digest, picture in pictures.items()),
        tuple(map(pack_box, made.boxes)),
        tuple(map(pack_problem, made.problems)),
    )


def _for_screen(where: Workspace, loaded: LoadedPartner, cache: Cache | None) -> _ShownFile:
    made = typeset_partner(where, loaded, cache, with_boxes=True)
    found = (*loaded.warnings, *made.warnings, *made.report.problems, *made.report.warnings)
    return _ShownFile(made.data, made.boxes, found)


def _for_shop(where: Workspace, loaded: LoadedPartner, name: str, cache: Cache | None) -> _ShownFile:
    """The file of a print shop; also one that the shop's rules refuse, with the reasons."""
    from brochure.build.press import PRESSED
    from brochure.pdf.prepress.crop_marks import sheet_margin

    shop = load_shop(where, name)
    stages: dict[str, bytes] = {}
    rendered = typeset_for_press(where, loaded, shop, stages, cache=cache, with_boxes=True)
    try:
        found = press_pages(loaded, shop, rendered, stages).warnings
    except BrochureError as error:
        if PRESSED not in stages:
            raise
        found = (*error.problems, *error.warnings)
    margin = sheet_margin(shop.data.marks, shop.data.bleed)
    return _ShownFile(stages[PRESSED], tuple(_moved(box, margin) for box in rendered.boxes), tuple(found))


def _in_booklet(where: Workspace, showing: Showing, cache: Cache | None) -> _ShownFile:
    from brochure.build.booklet import compile_booklet, partner_as_in_booklet

    compiled = compile_booklet(where, showing.booklet, cache=cache)
    data, made = partner_as_in_booklet(where, compiled, showing.partner, cache=cache, with_boxes=True)
    return _ShownFile(data, made.boxes, (*made.warnings, *made.report.problems, *made.report.warnings))


def _moved(box: ValueBox, by: float) -> ValueBox:
    """A box on a page whose sheet is larger by so much at the left and at the top, in mm."""
    edges = box.edges and tuple(edge + by for edge in box.edges)
    return replace(box, x=box.x + by, y=box.y + by, edges=edges)
