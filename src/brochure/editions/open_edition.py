"""``brochure edition open``: keep the printed edition, and begin the next."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from brochure.build.load import load_series
from brochure.diagnostics.problem import BrochureError, Location, Problem, problem
from brochure.document.partial_date import PartialDate
from brochure.document.written_date import DateError, read_date
from brochure.editions.printed_edition import KeptEdition, keep_edition, remove_printed
from brochure.revision.yaml_edit.apply import apply_edits
from brochure.revision.yaml_edit.edit import Edit, EditError, Put, Remove
from brochure.schema.series import SeriesData
from brochure.schema.yaml_reader import YamlText, parse_yaml
from brochure.storage.atomic import replace_files
from brochure.storage.cache import Cache
from brochure.storage.workspace import SERIES, Workspace


@dataclass(frozen=True, slots=True)
class OpenedEdition:
    """The edition that was kept, and the files with an edition of their own, which stay as they are."""

    before: PartialDate
    kept: KeptEdition
    others: tuple[Location, ...]


def open_edition(
    where: Workspace, edition: PartialDate, *, layout: str, cache: Cache | None = None
) -> OpenedEdition:
    """Keep the present edition, and write the next into the series.

    Files that name the present edition lose that line, so that they have the edition of the series. Only
    these lines change.

    Raises:
        BrochureError: Mistakes of any file; the new edition is not later (A121), or the present one is kept
            already (A120); a file was saved meanwhile (F121). Nothing is kept or changed then.
    """
    files = _edited_files(where)
    before = _present_edition(where, files)
    if edition <= before:
        raise BrochureError([problem("A121", edition=edition.iso(), before=before.iso())])
    changed, others = _changes(where, files, before, edition)
    kept = keep_edition(where, before, layout=layout, cache=cache)
    try:
        replace_files(changed, {path: files[path][0] for path in changed})
    except BrochureError:
        remove_printed(kept.folder)
        raise
    return OpenedEdition(before, kept, tuple(others))


def _edited_files(where: Workspace) -> dict[Path, tuple[bytes, YamlText]]:
    """The series, the profiles and the booklets, as they are on the disk.

    Raises:
        BrochureError: The mistakes of their YAML.
    """
    paths = [
        where.profiles / SERIES,
        *(where.profile(name) for name in where.names()),
        *(where.booklet(name) for name in where.booklet_names()),
    ]
    found: dict[Path, tuple[bytes, YamlText]] = {}
    problems: list[Problem] = []
    for path in paths:
        try:
            raw = where.read(path)
            found[path] = raw, parse_yaml(raw, where.shown(path))
        except BrochureError as error:
            problems += error.problems
    if problems:
        raise BrochureError(problems)
    return found


def _present_edition(where: Workspace, files: dict[Path, tuple[bytes, YamlText]]) -> PartialDate:
    """The edition of the series, or else the latest of all files.

    Raises:
        BrochureError: No file names an edition (P102).
    """
    if own := load_series(where).data.edition:
        return own
    dates = [date for _, source in files.values() if (date := _own_edition(source))]
    if not dates:
        series = files[where.profiles / SERIES][1]
        raise BrochureError([problem("P102", series.locate(()), key="edition")])
    return max(dates)


def _own_edition(source: YamlText) -> PartialDate | None:
    """The edition that a file names; None if it names none, or none that can be read."""
    value = source.data.get("edition") if isinstance(source.data, dict) else None
    try:
        return read_date(value).date if isinstance(value, str) else None
    except DateError:
        return None


def _changes(
    where: Workspace, files: dict[Path, tuple[bytes, YamlText]], before: PartialDate, edition: PartialDate
) -> tuple[dict[Path, bytes], list[Location]]:
    """The new text of each file that changes, and the places of other editions.

    Raises:
        BrochureError: A file has a form that cannot be edited (A122).
    """
    changed: dict[Path, bytes] = {}
    others: list[Location] = []
    for path, (_, source) in files.items():
        own = _own_edition(source)
        edit: Edit
        if path.name == SERIES and path.parent == where.profiles:
            edit = Put(("edition",), edition.iso(), [*SeriesData.model_fields])
        elif own is None:
            continue
        elif own == before:
            edit = Remove(("edition",))
        else:
            others.append(source.locate_key(("edition",)))
            continue
        try:
            changed[path] = apply_edits(source, [edit]).encode()
        except EditError as error:
            raise BrochureError([problem("A122", Location(source.file), detail=error)]) from None
    return changed, others
