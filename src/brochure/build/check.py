"""`brochure check`: find mistakes in a partner's profile and in its layout."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from brochure.build.house_check import load_house_words
from brochure.build.link_record import read_links
from brochure.build.load import SharedInput, load_partner
from brochure.diagnostics.problem import BrochureError, Location, Problem, problem
from brochure.schema import layout
from brochure.schema.house_words import HouseWords
from brochure.schema.link_file import LinkEntry
from brochure.schema.profile import Profile
from brochure.storage.workspace import Workspace


def check_partner(
    where: Workspace, name: str, common: SharedInput, checked: list[Profile] | None = None
) -> tuple[Problem, ...]:
    """Check one partner's profile, the templates and the ``reference.docx`` of the layout.

    Args:
        where: The workspace.
        name: The partner.
        common: The files that all partners share.
        checked: A list that the profile is added to if it has no mistakes.

    Returns:
        Warnings, which do not stop a build.

    Raises:
        BrochureError: The mistakes, with their places.
    """
    from brochure.assembly.link_list import dead_link_warnings
    from brochure.assembly.source_checks import source_warnings
    from brochure.typesetting import html

    problems: list[Problem] = []
    warnings: tuple[Problem, ...] = ()
    house: HouseWords | None = None
    links: Mapping[str, LinkEntry] = {}
    with _collected(problems):
        links = read_links(where)
    with _collected(problems):
        house = load_house_words(where)
    try:
        loaded = load_partner(where, name, common)
        dead = dead_link_warnings(loaded.profile, links)
        warnings = (*loaded.warnings, *source_warnings(loaded.profile, common.series, house, dead))
        if checked is not None:
            checked.append(loaded.profile)
        html.write_html(loaded.document, common.layout, root=where.root, shown=common.layout_shown)
    except BrochureError as error:
        problems += error.problems
        warnings = error.warnings
    problems += reference_problems(common)
    if problems:
        raise BrochureError(problems, warnings)
    return warnings


@contextlib.contextmanager
def _collected(problems: list[Problem]) -> Iterator[None]:
    """Add the problems of an error to a list, so that the check goes on."""
    try:
        yield
    except BrochureError as error:
        problems += error.problems


def reference_problems(common: SharedInput, *, probed: bool = False) -> list[Problem]:
    """The problems of a layout's ``reference.docx``; computed once for all partners.

    With ``probed`` a small file is written with it too, which loads python-docx.
    """
    path = common.layout.folder / layout.REFERENCE
    stamp = path.stat().st_mtime_ns if path.exists() else 0
    key = (path, stamp, common.layout.source.text, probed)
    if key not in _references:
        _references[key] = _find_reference_problems(common, probed=probed)
    return _references[key]


_references: dict[tuple[Path, int, str, bool], list[Problem]] = {}


def _find_reference_problems(common: SharedInput, *, probed: bool) -> list[Problem]:
    from brochure.word import styles
    from brochure.word.write import probe_reference

    place = common.layout.source.locate(("word",))
    path = common.layout.folder / layout.REFERENCE
    try:
        lacking = styles.check_reference(path, common.layout.data.word)
        if not lacking and probed:
            probe_reference(common.layout)
    except Exception as error:  # zip, XML and python-docx raise many kinds of errors for a broken file
        shown = f"{common.layout_shown}/{layout.REFERENCE}"
        return [problem("L107", Location(shown), detail=f"{type(error).__name__}: {error}"[:120])]
    return [problem("L104", place, name=lack.name, type=lack.type) for lack in lacking]


def check_reference(common: SharedInput) -> None:
    """Check that Word files can be written with a layout.

    Raises:
        BrochureError: Its ``reference.docx`` is broken, or styles are missing.
    """
    if problems := reference_problems(common, probed=True):
        raise BrochureError(problems)
