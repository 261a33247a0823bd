"""Find the original of a Word file that has lost it, among those kept in ``history/`` of the workspace."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from brochure.diagnostics.problem import BrochureError, Problem, problem
from brochure.storage.history import History, KeptFile
from brochure.word.kept_original import (
    comparable_lines,
    named_digests,
    named_yaml_digest,
    unpack_original,
)
from brochure.word.origin import EmbeddedOrigin
from brochure.word.untrusted import OpenedWord

_LEAST_SHARE = 0.5  # least share of the lines of an original that a file must have


class OriginalFoundBy(Enum):
    """How an original was found."""

    DIGEST = "digest"  # the file names it
    TEXT = "text"  # its text is the most similar one


@dataclass(frozen=True, slots=True)
class FoundOriginal:
    """An original from the history: its file in messages, and how it was found.

    Attributes:
        origin: The original.
        shown: Its file in messages.
        how: How it was found.
        same, count: How many of its lines the edited file has, and how many it has.
    """

    origin: EmbeddedOrigin
    shown: str
    how: OriginalFoundBy
    same: int = 0
    count: int = 0


def find_kept_original(
    history: History, file: OpenedWord, document: str
) -> tuple[FoundOriginal | None, list[Problem]]:
    """Return the kept original of a file; ``document`` is its profile, or empty if it is not known.

    Returns:
        The original, or None if none is like the file; and warnings about damaged originals (D240).
    """
    warnings: list[Problem] = []
    for digest in named_digests(file):
        for kept in history.with_digest(digest):
            if (origin := _read_kept(history, kept, warnings)) is not None:
                return FoundOriginal(origin, history.shown(kept), OriginalFoundBy.DIGEST), warnings
    candidates = [one for one in history.files() if not document or one.document == document]
    found = [
        (kept, origin) for kept in candidates if (origin := _read_kept(history, kept, warnings)) is not None
    ]
    start = named_yaml_digest(file)
    sure = [one for one in found if start and _is_of_yaml(one[1], start)]
    best = _most_similar(history, file, sure or found)
    if best is not None and sure:
        return FoundOriginal(best.origin, best.shown, OriginalFoundBy.DIGEST), warnings
    return best, warnings


def share_of_lines(original: OpenedWord, file: OpenedWord) -> tuple[int, int]:
    """Return how many lines of an original a file has, and how many lines the original has."""
    return _shared(Counter(comparable_lines(original)), Counter(comparable_lines(file)))


def _shared(sent: Counter[str], here: Counter[str]) -> tuple[int, int]:
    return (sent & here).total(), sent.total()


def _most_similar(
    history: History, file: OpenedWord, found: Sequence[tuple[KeptFile, EmbeddedOrigin]]
) -> FoundOriginal | None:
    """The original with the largest share of lines in the file; of equal ones the newest."""
    here = Counter(comparable_lines(file))
    best: FoundOriginal | None = None
    most = 0.0
    for kept, origin in found:
        same, count = _shared(Counter(comparable_lines(origin.original)), here)
        share = 2 * same / ((count + here.total()) or 1)
        if same >= count * _LEAST_SHARE and share > most:
            most = share
            best = FoundOriginal(origin, history.shown(kept), OriginalFoundBy.TEXT, same, count)
    return best


def _read_kept(history: History, kept: KeptFile, warnings: list[Problem]) -> EmbeddedOrigin | None:
    """Read a kept original; a damaged one is a warning."""
    shown = history.shown(kept)
    try:
        origin = unpack_original(history.read(kept), shown)
    except BrochureError as error:
        if not any(known.location and known.location.file == shown for known in warnings):
            warnings.append(problem("D240", error.problems[0].location, path=shown))
        return None
    return origin


def _is_of_yaml(origin: EmbeddedOrigin, start: str) -> bool:
    """Whether an original was made from YAML with such a digest."""
    own = [one.profile_yaml for one in origin.partners.values()]
    texts = [origin.booklet.booklet_yaml] if origin.booklet else own
    return any(hashlib.sha256(text.encode()).hexdigest().startswith(start) for text in texts)
