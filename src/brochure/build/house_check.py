"""House words of a workspace: read ``words.yaml``, and check what no single partner's check can see."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from brochure.assembly.name_spellings import CODES, KnownName, name_warnings
from brochure.assembly.source_checks import without_accepted
from brochure.diagnostics.problem import BrochureError, Location, Problem, problem
from brochure.schema.base import Strict
from brochure.schema.booklet import BookletData
from brochure.schema.house_findings import find_house_words, house_warning
from brochure.schema.house_words import WORDS_FILE, HouseWords, validate_house_words
from brochure.schema.printed_texts import PrintedText, model_texts
from brochure.schema.profile import Profile
from brochure.schema.series import SeriesData
from brochure.schema.yaml_reader import parse_yaml
from brochure.storage import file_names
from brochure.storage.workspace import SERIES, Workspace, listed_names


def load_house_words(where: Workspace) -> HouseWords | None:
    """Read the house words of a workspace; None if it has none. An unchanged file is read once.

    Raises:
        BrochureError: The mistakes in the file, with their places.
    """
    path = where.root / WORDS_FILE
    try:
        path.lstat()
    except OSError:
        return None
    raw = where.read(path)
    shown = where.shown(path)
    if _read.get(shown, (b"", None))[0] != raw:
        _read[shown] = raw, validate_house_words(raw, shown)
    return _read[shown][1]


_read: dict[str, tuple[bytes, HouseWords | None]] = {}


def shared_word_warnings(where: Workspace, profiles: Sequence[Profile], *, whole: bool) -> list[Problem]:
    """The warnings about words that are not those of one partner alone.

    These are the house words in the series, names that are written in two ways in the profiles, and, if the
    ``whole`` workspace is checked, the house words in booklets. Files with mistakes are left out: other
    checks tell them.
    """
    house: HouseWords | None = None
    with contextlib.suppress(BrochureError):
        house = load_house_words(where)
    texts = list(_shared_texts(where, whole=whole))
    found = [*_misnamed(where), *(house.warnings if house else ())]
    if house:
        found += [house_warning(one, house) for one in find_house_words(texts, house)]
    names = enumerate(house.names) if house else ()
    listed = (
        [KnownName(name, house.source.locate(("names", at)), True) for at, name in names] if house else []
    )
    return [*found, *_unaccepted(profiles, name_warnings(profiles, texts, listed), compared=whole)]


def _shared_texts(where: Workspace, *, whole: bool) -> Iterator[PrintedText]:
    files: list[tuple[Path, type[Strict]]] = [(where.profiles / SERIES, SeriesData)]
    files += [(where.booklets / f"{name}.yaml", BookletData) for name in where.booklet_names() if whole]
    for path, model in files:
        with contextlib.suppress(BrochureError):
            yield from model_texts(parse_yaml(where.read(path), where.shown(path)), model)


def _misnamed(where: Workspace) -> Iterator[Problem]:
    """A file that is meant to hold the house words, with another name: it is not read."""
    for name in listed_names(where.root):
        if name != WORDS_FILE and file_names.intended_file_name(name) == WORDS_FILE:
            yield problem("N204", Location(name), meant=WORDS_FILE)


def _unaccepted(profiles: Sequence[Profile], found: Sequence[Problem], *, compared: bool) -> list[Problem]:
    """The warnings that no profile accepts; what one accepts for nothing is told if all were compared."""
    by_file: dict[str, list[Problem]] = {}
    for one in found:
        by_file.setdefault(one.location.file if one.location else "", []).append(one)
    own = {profile.source.file: profile for profile in profiles}
    rest = [doubts for file, doubts in by_file.items() if file not in own]
    kept = (
        without_accepted(profile, by_file.get(file, ()), lambda code: compared and code in CODES)
        for file, profile in own.items()
    )
    return list(chain(*kept, *rest))
