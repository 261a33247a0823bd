"""What is said of every problem, in Japanese and English, by its code.

The words lie in ``problems.yaml`` of each room of the package that raises problems, and in
``terms.yaml``. Only what is said of codes that are asked for is read. ``docs/problems.md`` is made of all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from brochure.diagnostics.package import package_root
from brochure.diagnostics.problem import Exit, Problem
from brochure.diagnostics.text_files import Lang, joined, parse

__all__ = ["CatalogueEntry", "Lang", "Said", "Words", "catalogue", "entry", "exit_code", "groups", "say"]

_CODE = re.compile(r"^([A-Z]\d{3}):$", re.MULTILINE)
_TRANSLATED = {"expected", "found", "type", "what", "side", "kind"}  # details whose values may be terms


@dataclass(frozen=True, slots=True)
class Words:
    """A message and what to do, in one language."""

    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """What is said of one code; a warning does not stop a build."""

    exit: Exit
    warning: bool
    ja: Words
    en: Words

    def words(self, lang: Lang) -> Words:
        """The words in ``lang``."""
        return self.ja if lang == "ja" else self.en


@cache
def _files() -> list[str]:
    """The texts of all files of problems."""
    return [path.read_text("utf-8") for path in sorted(package_root().glob("*/problems.yaml"))]


def _source(code: str) -> str:
    """The part of a file that is about a code."""
    for text in _files():
        if (begin := text.find(f"\n{code}:\n")) >= 0:
            following = _CODE.search(text, begin + len(code))
            return text[begin : following.start() if following else None]
    raise KeyError(code)


@cache
def _terms() -> dict[str, Any]:
    """Parts of messages, and words that stand for values in details."""
    return parse((package_root() / "diagnostics" / "terms.yaml").read_text("utf-8"))


@cache
def entry(code: str) -> CatalogueEntry:
    """What is said of a code.

    Raises:
        KeyError: There is no such code.
    """
    data = parse(_source(code))[code]
    places = _terms()["places"][data["place"]] if "place" in data else {}
    words: dict[Lang, Words] = {}
    for lang in _LANGUAGES:
        message = places.get(lang, "") + joined(data[lang]["message"], lang)
        words[lang] = Words(message, joined(data[lang]["hint"], lang))
    warning = data["severity"] == "warning"
    return CatalogueEntry(Exit.OK if warning else Exit[data["exit"]], warning, words["ja"], words["en"])


_LANGUAGES: tuple[Lang, ...] = ("ja", "en")


def catalogue() -> Mapping[str, CatalogueEntry]:
    """The entries of all codes, in the order of the codes."""
    codes = sorted(code for text in _files() for code in _CODE.findall(text))
    return {code: entry(code) for code in codes}


def groups() -> Mapping[str, Mapping[Lang, str]]:
    """What the first letters of codes stand for, in the order in which they are listed."""
    found: Mapping[str, Mapping[Lang, str]] = _terms()["groups"]
    return found


@dataclass(frozen=True, slots=True)
class Said:
    """A problem in words."""

    where: str
    severity: str
    code: str
    message: str
    hint: str
    warning: bool

    def __str__(self) -> str:
        """Two lines: where, what; and what to do."""
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.severity} {self.code}: {self.message}\n  → {self.hint}"


def say(problem: Problem, lang: Lang) -> Said:
    """Put a problem into words."""
    found, terms = entry(problem.code), _terms()
    words, values = found.words(lang), terms["values"]
    details = {
        key: values[value][lang] if key in _TRANSLATED and value in values else value
        for key, value in problem.details
    }
    if problem.cause:
        cause = say(problem.cause, lang)
        details["detail"] = f"{cause.code} {cause.message}"
    details["suggestion"] = _phrase("suggestion", lang, nearest=details.get("nearest", ""))
    details["defined"] = _phrase("defined", lang, known=details.get("known", ""))
    return Said(
        where=str(problem.location) if problem.location else "",
        severity=terms["severities"]["warning" if found.warning else "error"][lang],
        code=problem.code,
        message=words.message.format_map(details),
        hint=words.hint.format_map(details),
        warning=found.warning,
    )


def _phrase(name: str, lang: Lang, **details: str) -> str:
    """A part of a message, or nothing where what it tells is empty."""
    return str(_terms()["phrases"][name][lang]).format(**details) if all(details.values()) else ""


def exit_code(problems: Iterable[Problem]) -> Exit:
    """The exit code for a run's problems: the gravest, where a machine's lack outweighs an input's."""
    order = [Exit.OK, Exit.INPUT, Exit.PAGES, Exit.FILES, Exit.USAGE, Exit.MACHINE, Exit.BUG]
    return max((entry(problem.code).exit for problem in problems), key=order.index, default=Exit.OK)
