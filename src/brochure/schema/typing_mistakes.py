"""Typing mistakes as values, and the error that carries them.

:mod:`brochure.schema.typing_scanner` finds those of the structure of a file, and
:mod:`brochure.schema.refused_values` those in values that the model refuses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from brochure.diagnostics.fix import Fix, apply_fixes
from brochure.diagnostics.problem import BrochureError, Location, Problem, problem
from brochure.storage.encoding import LINE_END, Lines

MOST_UNSURE = 50  # mistakes that may be text, each of which is tried
LARGE = 100_000  # characters; in a larger file none is tried (a profile has 10,000)


class When(IntEnum):
    """In which files a mistake is one."""

    ALWAYS = 0
    BROKEN = 1  # if the file is not YAML
    REFUSED = 2  # if the model refuses the value in which it stands; otherwise it may be text


@dataclass(frozen=True, slots=True)
class TypingMistake:
    """A character that stands where the structure needs another.

    Attributes:
        code: The code of its problem.
        offset: The character.
        options: The possible corrections, the likeliest first; none if only the author knows.
        when: In which files it is a mistake.
        details: The details of its problem.
    """

    code: str
    offset: int
    options: tuple[Fix, ...]
    when: When
    details: tuple[tuple[str, str], ...]

    def problem(self, lines: Lines) -> Problem:
        """The problem of this mistake, at the place of the character."""
        return problem(self.code, lines.at(self.offset), **dict(self.details))


class TypingError(BrochureError):
    """A file with typing mistakes in its structure; ``more`` are its other problems."""

    def __init__(self, mistakes: Sequence[TypingMistake], lines: Lines, more: Iterable[Problem] = ()) -> None:
        self.mistakes = tuple(mistakes)
        found = [*(one.problem(lines) for one in mistakes), *more]
        super().__init__(sorted(found, key=lambda one: one.location or Location("")))


def likeliest_fixes(mistakes: Iterable[TypingMistake]) -> list[Fix]:
    """Return the likeliest correction of each mistake that has one."""
    return [one.options[0] for one in mistakes if one.options]


def line_before_fixes(lines: Lines, fixes: Iterable[Fix], line: int) -> int:
    """Return the line of a text that became a line of the mended text: a fix for U+2028 adds a line end."""
    for fix in sorted(fixes, key=lambda one: one.offset):
        own = lines.at(fix.offset).line
        if line > own:
            line = max(own, line - len(LINE_END.findall(fix.replacement)))
    return line


def needed_mistakes(
    text: str, found: Iterable[TypingMistake], is_broken: Callable[[str], bool]
) -> list[TypingMistake]:
    """Return the mistakes of a text that is not YAML.

    Those that may be text are among them only if the text is YAML with all of them mended, and not without.

    Args:
        text: The text.
        found: What the scanner found.
        is_broken: Whether a text is not YAML.
    """
    sure = [one for one in found if one.when < When.REFUSED]
    unsure = [one for one in found if one.when is When.REFUSED and one.options]

    def mends(chosen: list[TypingMistake]) -> bool:
        return not is_broken(apply_fixes(text, likeliest_fixes([*sure, *chosen])))

    if not unsure or len(unsure) > MOST_UNSURE or len(text) > LARGE or mends([]) or not mends(unsure):
        return sure
    for one in list(unsure):
        without = [other for other in unsure if other is not one]
        if mends(without):
            unsure = without
    return sorted([*sure, *unsure], key=lambda one: one.offset)
