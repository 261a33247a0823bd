"""What is wrong, where, and what to do: problems as values, and the one exception that carries them.

The words live in :mod:`brochure.diagnostics.catalogue`, in Japanese and English, keyed by the problem's code.
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
    MACHINE = 4  # a library or font that we need is not on this machine
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
        """``file:line:column``, as editors make it clickable."""
        return ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake or doubt; ``details`` fill in the words of its code.

    ``cause`` is the problem that this one comes from; its words are ``{detail}`` of this one's.
    """

    code: str
    location: Location | None = None
    details: tuple[tuple[str, str], ...] = ()
    cause: Problem | None = None


def problem(code: str, location: Location | None = None, /, **details: object) -> Problem:
    """Make a problem; ``details`` are the words that its message needs."""
    return Problem(code, location, tuple(sorted((key, str(value)) for key, value in details.items())))


def caused(code: str, cause: Problem, location: Location | None = None) -> Problem:
    """Make a problem whose ``{detail}`` is another problem, in whatever language both are told."""
    return Problem(code, location, cause=cause)


def packed(found: Problem) -> list[object]:
    """A problem as lists and texts, as JSON can keep it."""
    place = found.location
    details = [list(pair) for pair in found.details]
    cause = [packed(found.cause)] if found.cause else []
    return [found.code, [place.file, place.line, place.column] if place else None, details, *cause]


def unpacked(kept: Any) -> Problem:
    """The problem that :func:`packed` made this of.

    Raises:
        TypeError, ValueError: It is not one.
    """
    code, place, details, *cause = kept
    return Problem(
        code,
        Location(*place) if place else None,
        tuple((str(k), str(v)) for k, v in details),
        unpacked(*cause) if cause else None,
    )


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that ``word`` was probably meant to be, or an empty string."""
    return next(iter(difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)), "")


class BrochureError(Exception):
    """Problems that someone who uses brochure can mend.

    ``warnings`` are doubts found on the way, so that one run tells everything.
    """

    def __init__(self, problems: Iterable[Problem], warnings: Iterable[Problem] = ()) -> None:
        self.problems = tuple(problems)
        self.warnings = tuple(warnings)
        if not self.problems:
            raise ValueError("an error needs at least one problem")
        super().__init__(", ".join(f"{p.code} at {p.location}" for p in self.problems))
