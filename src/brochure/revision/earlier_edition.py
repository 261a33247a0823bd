"""Read an earlier edition of a partner: from git, from a saved profile, or from a Word file of brochure.

Its files are written to a temporary workspace, which is read like any other. The current layout is used.
"""

from __future__ import annotations

import datetime
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from brochure.assembly import images
from brochure.assembly.citation import load_citation_style
from brochure.assembly.document import assemble_document
from brochure.build.load import SharedInput, load_source_library, read_yaml
from brochure.diagnostics.problem import BrochureError, Location, Problem, problem
from brochure.document.partial_date import PartialDate
from brochure.document.printed_words import PrintedWords
from brochure.document.tree import Document
from brochure.revision.git_states import git_output
from brochure.schema import csl_items, references, series
from brochure.schema.csl_items import LedgerEntry, Source
from brochure.schema.profile import Profile
from brochure.schema.yaml_reader import YamlText, parse_yaml
from brochure.storage import workspace
from brochure.storage.kept_editions import printed_folder
from brochure.storage.workspace import Workspace
from brochure.word.origin import read_origin
from brochure.word.untrusted import open_word

PROFILES = (".yaml", ".yml")
WORD = ".docx"
_SAVED = re.compile(r"(\d{8}T\d{4})\d+Z-[0-9a-f]{64}\b")  # the texts that the desk keeps in history/texts/


@dataclass(frozen=True, slots=True)
class EarlierEdition:
    """An earlier edition: its document, and the folder its picture paths start at.

    ``source_name`` is the name of the file or the git revision, as the comparison table prints it.
    """

    document: Document
    root: Path
    source_name: str


@contextmanager
def open_earlier_edition(
    where: Workspace, name: str, common: SharedInput, since: str, *, here: Path
) -> Iterator[EarlierEdition]:
    """Read an earlier edition; its pictures exist until the context ends.

    Args:
        where: The current workspace.
        name: The partner.
        common: The current layout, and the shared files for what the earlier edition does not contain.
        since: A file (.yaml, .docx) or a git revision.
        here: The folder that a relative path of a file starts at.

    Raises:
        BrochureError: The edition cannot be found (D501 to D507), or it has mistakes (D508 and the mistakes).
    """
    words = common.layout.words_for(common.series)
    with tempfile.TemporaryDirectory(prefix="brochure-") as folder:
        place = Workspace(Path(folder))
        place.profiles.mkdir()
        path = here / since
        if source := edition_folder(where, since, here):
            _write_folder_edition(source, name, since, place)
            yield EarlierEdition(
                _assemble_edition(place, name, common, since, source.root), source.root, since
            )
        elif path.suffix.lower() in (*PROFILES, WORD):
            _write_file_edition(where, name, path, since, place)
            yield EarlierEdition(
                _assemble_edition(place, name, common, since, where.root), where.root, _name_of(path, words)
            )
        else:
            shown = _write_git_edition(where, name, since, place, words)
            yield EarlierEdition(_assemble_edition(place, name, common, since, place.root), place.root, shown)


def _name_of(path: Path, words: PrintedWords) -> str:
    """The name of a file as the comparison table prints it; a save of the desk is named by its time."""
    found = _SAVED.match(path.name)
    if not found:
        return path.name
    when = datetime.datetime.strptime(found[1], "%Y%m%dT%H%M").replace(tzinfo=datetime.UTC).astimezone()
    date = words.date(PartialDate(when.year, when.month, when.day))
    return words.fill("edition.saved", date=date, time=f"{when:%H:%M}")


def edition_folder(where: Workspace, since: str, here: Path) -> Workspace | None:
    """The folder of an earlier edition: one that is kept in ``editions/``, or another workspace.

    Args:
        where: The current workspace.
        since: The date of a kept edition (2026-11), or the path of a folder.
        here: The folder that a relative path starts at.
    """
    kept = printed_folder(where, since) / "inputs" if is_edition_name(since) else None
    for folder in (kept, here / since, here / since / "printed" / "inputs"):
        if folder and (folder / "profiles" / workspace.SERIES).is_file():
            return Workspace(folder)
    return None


def is_edition_name(since: str) -> bool:
    """Whether a text has the form of an edition: 2027, 2026-11."""
    return bool(re.fullmatch(r"\d{4}(-\d\d){0,2}", since))


def earlier_names(where: Workspace, since: str, here: Path) -> list[str] | None:
    """The partners of an earlier edition; None if it is a file, or cannot be found."""
    if source := edition_folder(where, since, here):
        return source.names()
    prefix = git_output(where.root, "rev-parse", "--show-prefix")
    if prefix is None or since.startswith("-"):
        return None
    tree = f"{since}:{prefix.decode().strip()}profiles"
    listed = git_output(where.root, "ls-tree", "-z", "--name-only", "--full-tree", tree)
    if listed is None:
        return None
    return sorted(Path(file).stem for file in listed.decode().split("\0") if file and _is_profile(file))


# --- write the temporary workspace ----------------------------------------------------------------


def _write_file_edition(where: Workspace, name: str, path: Path, shown: str, place: Workspace) -> None:
    """Write the profile from a file to the temporary workspace, with the current shared files."""
    if not os.path.lexists(path):
        raise BrochureError([problem("D501", path=shown)])
    data = workspace.read_file(path, shown)
    texts = {f"{name}.yaml": data} if path.suffix.lower() in PROFILES else _embedded_texts(data, name, shown)
    for file in where.profiles.iterdir():
        if file.is_file() and file.name not in texts and not _is_profile(file.name):
            (place.profiles / file.name).write_bytes(where.read(file))
    for file_name, text in texts.items():
        (place.profiles / file_name).write_bytes(text)


def _write_folder_edition(source: Workspace, name: str, since: str, place: Workspace) -> None:
    """Write the profile and the shared files of a folder to the temporary workspace."""
    if not (source.profiles / f"{name}.yaml").is_file():
        raise BrochureError([problem("D507", revision=since, path=f"profiles/{name}.yaml")])
    for file in source.profiles.iterdir():
        if file.is_file() and (file.name == f"{name}.yaml" or not _is_profile(file.name)):
            (place.profiles / file.name).write_bytes(source.read(file))


def _embedded_texts(data: bytes, name: str, shown: str) -> dict[str, bytes]:
    """Return the profile and the series that are embedded in a Word file, by file name."""
    origin = read_origin(open_word(data, shown))
    if origin is None:
        raise BrochureError([problem("D503", Location(shown))])
    found = origin.partners
    if name not in found:
        raise BrochureError([problem("D504", Location(shown), found=", ".join(sorted(found)), name=name)])
    baseline = found[name]
    return {f"{name}.yaml": baseline.profile_yaml.encode(), workspace.SERIES: baseline.series_yaml.encode()}


def _write_git_edition(
    where: Workspace, name: str, revision: str, place: Workspace, words: PrintedWords
) -> str:
    """Write a git revision to the temporary workspace: the files in profiles/, and the partner's pictures.

    Returns:
        The revision with its date: the name of a tag, or else the commit hash, because names such as HEAD
        mean another commit later.
    """
    prefix = git_output(where.root, "rev-parse", "--show-prefix")
    if prefix is None:
        raise BrochureError([problem("D505", revision=revision)])
    commit = (
        None
        if revision.startswith("-")
        else git_output(where.root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    )
    if not commit:
        raise BrochureError([problem("D506", revision=revision)])
    top, folder = commit.decode().strip(), prefix.decode().strip()
    listed = git_output(where.root, "ls-tree", "-z", "--name-only", "--full-tree", f"{top}:{folder}profiles")
    names = [] if listed is None else listed.decode().rstrip("\0").split("\0")
    if f"{name}.yaml" not in names or workspace.SERIES not in names:
        lacking = f"profiles/{name}.yaml" if f"{name}.yaml" not in names else f"profiles/{workspace.SERIES}"
        raise BrochureError([problem("D507", revision=revision, path=lacking)])
    for file in names:
        if file in (f"{name}.yaml", workspace.SERIES) or not _is_profile(file):
            _copy_from_git(where.root, f"{top}:{folder}", f"profiles/{file}", place.root)
    for picture in _picture_paths(place, name):
        _copy_from_git(where.root, f"{top}:{folder}", picture, place.root)
    tag = git_output(where.root, "rev-parse", "--verify", "--quiet", f"refs/tags/{revision}")
    hashed, date = (
        git_output(where.root, "show", "--no-patch", f"--format={form}", top) for form in ("%h", "%cs")
    )
    shown = revision if tag else (hashed or commit).decode().strip()
    if not date:
        return shown
    return words.listed([shown, words.date(PartialDate.parse(date.decode().strip()))])


def _is_profile(file: str) -> bool:
    return file.endswith(PROFILES) and not file.startswith("_")


def _copy_from_git(root: Path, tree: str, path: str, target: Path) -> None:
    """Write a file of a git revision below ``target``; a file that the revision lacks is skipped."""
    data = git_output(root, "cat-file", "blob", f"{tree}{path}")
    if data is not None:
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_bytes(data)


def _picture_paths(place: Workspace, name: str) -> Iterator[str]:
    """The paths of a profile's pictures that are inside the workspace."""
    path = place.profile(name)
    try:
        text = parse_yaml(place.read(path), path.name)
    except BrochureError:  # reported when the profile is read
        return
    for at, value in text.scalars():
        if at and at[-1] in ("file", "figure"):
            named = PurePosixPath(value)
            if not named.is_absolute() and ".." not in named.parts:
                yield value


# --- read the temporary workspace -----------------------------------------------------------------


def _assemble_edition(place: Workspace, name: str, common: SharedInput, since: str, root: Path) -> Document:
    """Assemble the earlier edition for the current layout; ``root`` is the folder its picture paths start at.

    Fonts and picture resolution are not checked: the edition is not printed again.
    """
    try:
        shared = series.validate_series(
            (place.profiles / workspace.SERIES).read_bytes(), f"profiles/{workspace.SERIES}"
        )
        shelf, ledger = _read_shared_sources(place)
        profile = _read_profile(place, name, replace(common, series=shared, sources=shelf, ledger=ledger))
        _check_pictures(root, profile, common)
    except BrochureError as error:
        found_in_edition = [_with_edition_name(found, since) for found in error.problems]
        raise BrochureError([problem("D508", since=since), *found_in_edition]) from None
    layout = common.layout.in_language_of(shared)
    policy = layout.data.codes
    return assemble_document(
        profile, shared, layout.style_for(shared), load_citation_style(layout), code_policy=policy
    )


def _read_shared_sources(place: Workspace) -> tuple[tuple[Source, ...], Mapping[str, LedgerEntry]]:
    """Read the shared sources and the ledger of checked sources."""
    shelf: list[Source] = []
    ledger: Mapping[str, LedgerEntry] = {}
    if (path := place.profiles / csl_items.SOURCES_FILE).is_file():
        shelf, faults = csl_items.read_items(
            read_yaml(place, path), (), "_sources:", shared=True, strict=True
        )
        if faults:
            raise BrochureError(faults)
    if (path := place.profiles / csl_items.LEDGER_FILE).is_file():
        ledger = csl_items.read_ledger(read_yaml(place, path))
    return tuple(shelf), ledger


def _read_profile(place: Workspace, name: str, common: SharedInput) -> Profile:
    source: YamlText = read_yaml(place, place.profile(name))
    known, faults = load_source_library(place, source, common)
    if faults:
        raise BrochureError(faults)
    return references.validate_profile(source, name=name, series=common.series, library=known)


def _check_pictures(root: Path, profile: Profile, common: SharedInput) -> None:
    """Check that every picture exists: the redline shows removed pictures too."""
    found = images.picture_problems(profile.source, root, common.layout.data.pictures)
    if faults := [one for one in found if one.code not in ("P145", "P146")]:
        raise BrochureError(faults)


def _with_edition_name(found: Problem, since: str) -> Problem:
    """Return a problem with the earlier edition named before its file."""
    if found.location is None:
        return found
    return replace(found, location=replace(found.location, file=f"{since}:{found.location.file}"))
