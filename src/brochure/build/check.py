"""`brochure check`: look for mistakes in a partner's profile and in what it is printed with."""

from __future__ import annotations

from pathlib import Path

from brochure.build.load import Common, load_partner
from brochure.diagnostics.problem import BrochureError, Location, Problem, problem
from brochure.schema import layout
from brochure.storage.workspace import Workspace


def check_partner(where: Workspace, name: str, common: Common) -> tuple[Problem, ...]:
    """Look for mistakes in one partner's profile and in what it is printed with.

    Returns:
        Doubts that do not stop a build.

    Raises:
        BrochureError: Mistakes, located.
    """
    from brochure.assembly.source_checks import source_warnings
    from brochure.typesetting import html

    problems: list[Problem] = []
    warnings: tuple[Problem, ...] = ()
    try:
        loaded = load_partner(where, name, common)
        warnings = (*loaded.warnings, *source_warnings(loaded.profile, common.series))
        html.write_html(loaded.document, common.layout, root=where.root, shown=common.layout_shown)
    except BrochureError as error:
        problems += error.problems
        warnings = error.warnings
    problems += reference_problems(common)
    if problems:
        raise BrochureError(problems, warnings)
    return warnings


def reference_problems(common: Common, *, probed: bool = False) -> list[Problem]:
    """What is wrong with a layout's ``reference.docx``: found once, however many partners there are.

    ``probed`` is to write a little file with it too, which loads python-docx.
    """
    path = common.layout.folder / layout.REFERENCE
    stamp = path.stat().st_mtime_ns if path.exists() else 0
    key = (path, stamp, common.layout.source.text, probed)
    if key not in _references:
        _references[key] = _find_reference_problems(common, probed=probed)
    return _references[key]


_references: dict[tuple[Path, int, str, bool], list[Problem]] = {}


def _find_reference_problems(common: Common, *, probed: bool) -> list[Problem]:
    from brochure.word import styles
    from brochure.word.write import probe

    place = common.layout.source.locate(("word",))
    path = common.layout.folder / layout.REFERENCE
    try:
        lacking = styles.check_reference(path, common.layout.data.word)
        if not lacking and probed:
            probe(common.layout)
    except Exception as error:  # zip, XML and python-docx raise what they meet in a broken file
        shown = f"{common.layout_shown}/{layout.REFERENCE}"
        return [problem("L107", Location(shown), detail=f"{type(error).__name__}: {error}"[:120])]
    return [problem("L104", place, name=lack.name, type=lack.type) for lack in lacking]


def check_reference(common: Common) -> None:
    """Make sure that Word files can be written with a layout.

    Raises:
        BrochureError: Its ``reference.docx`` is broken, or lacks styles.
    """
    if problems := reference_problems(common, probed=True):
        raise BrochureError(problems)
