"""Problems as values, and the one exception that carries them.

Their messages are in :mod:`brochure.diagnostics.catalogue`, in Japanese and English, keyed by code.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any


class Exit(IntEnum):
    """Exit codes of the command line; ``docs/problems.md`` explains them."""

    OK = 0
    INPUT = 1  # a profile, the series or a layout needs correcting
    USAGE = 2  # the command was typed wrong (as every click program has it)
    FILES = 3  # a file or folder is missing, or cannot be written
    MACHINE = 4  # this machine lacks a library, font or certificate, or cannot use its Dask scheduler
    PAGES = 5  # the finished pages failed a check
    BUG = 70  # our mistake (EX_SOFTWARE of sysexits.h)
    INTERRUPTED = 130  # Ctrl-C


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file; line and column count from 1, 0 means the whole file."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Return ``file:line:column``, which terminals of editors turn into a link."""
        return ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])


@dataclass(frozen=True, slots=True)
class Problem:
    """One error or warning; ``details`` are the values for the placeholders of its message.

    ``cause`` is the problem behind this one; its message becomes ``{detail}`` of this problem's message.
    """

    code: str
    location: Location | None = None
    details: tuple[tuple[str, str], ...] = ()
    cause: Problem | None = None


def problem(code: str, location: Location | None = None, /, **details: object) -> Problem:
    """Make a problem; ``details`` are the values for the placeholders of its message."""
    return Problem(code, location, tuple(sorted((key, str(value)) for key, value in details.items())))


def caused_problem(code: str, cause: Problem, location: Location | None = None) -> Problem:
    """Make a problem whose ``{detail}`` is the message of another problem, in the language of the output."""
    return Problem(code, location, cause=cause)


def pack_problem(found: Problem) -> list[object]:
    """Return a problem as lists and strings that JSON can hold."""
    place = found.location
    details = [list(pair) for pair in found.details]
    cause = [pack_problem(found.cause)] if found.cause else []
    return [found.code, [place.file, place.line, place.column] if place else None, details, *cause]


def unpack_problem(data: Any) -> Problem:
    """Return the problem that was given to :func:`pack_problem`.

    Raises:
        TypeError, ValueError: The value does not come from :func:`pack_problem`.
    """
    code, place, details, *cause = data
    return Problem(
        code,
        Location(*place) if place else None,
        tuple((str(k), str(v)) for k, v in details),
        unpack_problem(*cause) if cause else None,
    )


def nearest_word(word: str, known: Iterable[str]) -> str:
    """Return the known word that is most similar to ``word``, or an empty string if none is similar."""
    return next(iter(difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)), "")


class BrochureError(Exception):
    """One or more problems that the user can correct.

    ``warnings`` are the warnings found before the errors, so that one run reports everything.
    """

    def __init__(self, problems: Iterable[Problem], warnings: Iterable[Problem] = ()) -> None:
        self.problems = tuple(problems)
        self.warnings = tuple(warnings)
        if not self.problems:
            raise ValueError("an error needs at least one problem")
        super().__init__(", ".join(f"{p.code} at {p.location}" for p in self.problems))
