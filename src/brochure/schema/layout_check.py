"""Checks of a layout's folder and manifest: missing files, odd files, values that cannot be used."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

from brochure.diagnostics.problem import Location, Problem, nearest_word, problem
from brochure.schema.layout import PAGE, REFERENCE, STYLE, Layout
from brochure.storage import spelling
from brochure.storage.input_file import MAX_TEXT, MISSING, path_fault, unusual_file

MAX_FONT = 100_000_000  # bytes; a font with all Chinese characters has 20 MB


def layout_problems(layout: Layout, shown: str) -> list[Problem]:
    """Return the problems of a layout: missing files, and values of the manifest that cannot be used.

    :func:`brochure.assembly.citation.citation_style_problems` checks the content of the citation style.
    """
    found = [
        *_missing_files(layout, shown),
        *_unusual_files(layout, shown),
        *_broken_labels(layout),
        *_unknown_tokens(layout),
        *_missing_full_width(layout),
        *_notes_below_columns(layout),
        *_missing_citation_style(layout, shown),
    ]
    return list(dict.fromkeys(found))  # some files are looked at twice


def _missing_full_width(layout: Layout) -> list[Problem]:
    """Check that the width ``full`` exists, because it is the default in profiles."""
    if "full" in layout.data.pictures.figures:
        return []
    return [problem("L109", layout.source.locate_key(("pictures", "figures")))]


def _notes_below_columns(layout: Layout) -> list[Problem]:
    """Check that notes do not stand at the foot of pages whose text is in columns: they would be lost."""
    if layout.data.columns == 1 or layout.data.notes.placement != "page":
        return []
    return [problem("L113", layout.source.locate(("notes", "placement")), columns=layout.data.columns)]


def _missing_files(layout: Layout, shown: str) -> Iterator[Problem]:
    for name in (PAGE, STYLE, REFERENCE):
        path = layout.folder / name
        if path_fault(path) == MISSING:
            yield problem("L101", layout.source.locate(()), path=f"{shown}/{name}")
        elif found := unusual_file(path, name, Location(f"{shown}/{name}"), *_allowed(layout)):
            yield found
    for index, family in enumerate(layout.data.fonts):
        for weight, name in family.faces.items():
            where = layout.source.locate(("fonts", index, "faces", weight))
            if misspelt := list(spelling.spelling_problems(name, layout.fonts, where)):
                yield from misspelt
            elif path_fault(layout.fonts / name) == MISSING:
                yield problem("L102", where, file=name)
            elif found := unusual_file(layout.fonts / name, name, where):
                yield found
            elif (layout.fonts / name).stat().st_size > MAX_FONT:
                yield problem("F115", where, path=name, most=MAX_FONT // 1_000_000)


def _allowed(layout: Layout) -> tuple[Path, Path]:
    """The folders in which links of a layout must end: its own, and that of all layouts."""
    return layout.folder, layout.folder.parent


def _unusual_files(layout: Layout, shown: str) -> Iterator[Problem]:
    """Yield a problem for each file of the folder that cannot be read.

    Hidden files are left out: editors make some.
    """
    for folder, folders, files in os.walk(layout.folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(folder, name)
            shown_path = f"{shown}/{path.relative_to(layout.folder).as_posix()}"
            if name.startswith("."):
                continue
            if found := unusual_file(path, name, Location(shown_path), *_allowed(layout)):
                yield found
            elif not os.access(path, os.R_OK):
                yield problem("F104", path=shown_path, reason=os.strerror(errno.EACCES))
            elif path.stat().st_size > MAX_TEXT:
                yield problem("F115", Location(shown_path), path=name, most=MAX_TEXT // 1_000_000)


def _missing_citation_style(layout: Layout, shown: str) -> list[Problem]:
    name = layout.data.notes.style
    if misspelt := list(
        spelling.spelling_problems(name, layout.folder, layout.source.locate(("notes", "style")))
    ):
        return misspelt
    if layout.citation_file:
        return []
    where = layout.source.locate(("notes", "style"))
    if found := unusual_file(
        layout.folder / name, Path(name).name, Location(f"{shown}/{name}"), layout.folder
    ):
        return [found]
    return [problem("L101", where, path=f"{shown}/{layout.data.notes.style}")]


def _unknown_tokens(layout: Layout) -> list[Problem]:
    """Return a problem for each token in a tightening step that the layout does not define."""
    steps = layout.data.budget.tighten if layout.data.budget else []
    known = ", ".join(layout.data.tokens)
    return [
        problem(
            "L110",
            layout.source.locate(("budget", "tighten", i, "tokens", name)),
            name=name,
            known=known,
            nearest=nearest_word(name, layout.data.tokens),
        )
        for i, step in enumerate(steps)
        for name in step.tokens
        if name not in layout.data.tokens
    ]


_PLACES = {
    "question": {"number"},
    "topic": {"letter"},
    "note": {"number"},
    "legend": {"mark", "meaning"},
}


def _broken_labels(layout: Layout) -> list[Problem]:
    """Return a problem for each label format with a missing or unknown placeholder."""
    problems = []
    for key, names in _PLACES.items():
        form = getattr(layout.data.labels, key)
        try:
            filled = form.format(**dict.fromkeys(names, "\x00"))
        except (KeyError, IndexError, ValueError):
            filled = ""
        if filled.count("\0") != len(names):
            wanted = " ".join(f"{{{name}}}" for name in sorted(names))
            where = layout.source.locate(("labels", key))
            problems.append(problem("L103", where, key=f"labels.{key}", value=form, wanted=wanted))
    return problems
