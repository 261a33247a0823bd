"""The pages of a partner for the desk: the PDF that the command line makes, its pictures and its places."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brochure.build.brochure import typeset_partner
from brochure.build.load import SharedInput, load_partner_text, read_yaml_bytes
from brochure.desk.documents import revision_of
from brochure.diagnostics.problem import BrochureError, pack_problem
from brochure.pdf.page_pictures import PagePictures
from brochure.storage.cache import Cache
from brochure.storage.workspace import Workspace
from brochure.typesetting.page_cache import pack_box

DPI = 110  # of the pictures that are made with the pages; others are drawn when they are asked for


@dataclass(frozen=True, slots=True)
class PageJob:
    """Pages to make.

    Attributes:
        number: The number of the job.
        root: The workspace.
        partner, layout: The partner and its layout.
        known: The digests of pictures that need not be made.
    """

    number: int
    root: Path
    partner: str
    layout: str
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


def make_pages(job: PageJob, common: SharedInput, cache: Cache | None) -> MadePages:
    """Make the pages of a partner; the cache is that of the command line.

    Problems of the profile or of the pages are part of the result.
    """
    where = Workspace(job.root)
    revision = ""
    try:
        path = where.profile(job.partner)
        data = where.read(path)
        revision = revision_of(data)
        source = read_yaml_bytes(data, where.shown(path))
        loaded = load_partner_text(where, job.partner, source, common, cache=cache)
        made = typeset_partner(where, loaded, cache, with_boxes=True)
    except BrochureError as error:
        problems = map(pack_problem, (*error.problems, *error.warnings))
        return MadePages(job.number, revision, problems=tuple(problems))
    problems = map(
        pack_problem, (*loaded.warnings, *made.warnings, *made.report.problems, *made.report.warnings)
    )
    pages = PagePictures(made.data)
    drawn = [pages.draw(index, DPI) for index in range(len(pages))]
    digests = tuple(picture.digest for picture in drawn)
    pictures = {one: picture for one, picture in zip(digests, drawn, strict=True) if one not in job.known}
    return MadePages(
        job.number,
        revision,
        made.data,
        tuple(map(pages.size, range(len(pages)))),
        digests,
        tuple((digest, picture.png()) for digest, picture in pictures.items()),
        tuple(map(pack_box, made.boxes)),
        tuple(problems),
    )
