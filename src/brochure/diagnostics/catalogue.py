"""The catalogue of problems: message, hint, severity and exit code of each code, in Japanese and English.

The texts are in the ``problems.yaml`` of each room and in ``terms.yaml``. Only the entries of the codes that
a run needs are parsed. ``docs/problems.md`` is generated from all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from brochure.diagnostics.package import package_root
from brochure.diagnostics.problem import Exit, Problem
from brochure.diagnostics.text_files import Lang, join_lines, parse_texts
from brochure.diagnostics.visible import show_controls

__all__ = [
    "CatalogueEntry",
    "FormattedProblem",
    "Lang",
    "MessageTemplate",
    "catalogue",
    "catalogue_entry",
    "code_groups",
    "exit_code",
    "format_problem",
]

_CODE = re.compile(r"^([A-Z]\d{3}):$", re.MULTILINE)
_TRANSLATED = {"expected", "found", "type", "what", "side", "kind"}  # details whose values may be terms


@dataclass(frozen=True, slots=True)
class MessageTemplate:
    """The texts of a problem in one language: ``message`` (what is wrong) and ``hint`` (what to do)."""

    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """The catalogue's entry for one code: exit code, texts, and whether it is only a warning.

    A warning does not stop a build.
    """

    exit: Exit
    warning: bool
    ja: MessageTemplate
    en: MessageTemplate

    def template(self, lang: Lang) -> MessageTemplate:
        """Return the texts in ``lang``."""
        return self.ja if lang == "ja" else self.en


@cache
def _files() -> list[str]:
    """Return the contents of every ``problems.yaml``."""
    return [path.read_text("utf-8") for path in sorted(package_root().glob("*/problems.yaml"))]


def _source(code: str) -> str:
    """Return the lines of ``problems.yaml`` that define a code."""
    for text in _files():
        if (begin := text.find(f"\n{code}:\n")) >= 0:
            following = _CODE.search(text, begin + len(code))
            return text[begin : following.start() if following else None]
    raise KeyError(code)


@cache
def _terms() -> dict[str, Any]:
    """Return ``terms.yaml``: common parts of messages, and words for values of details."""
    return parse_texts((package_root() / "diagnostics" / "terms.yaml").read_text("utf-8"))


@cache
def catalogue_entry(code: str) -> CatalogueEntry:
    """Return the catalogue's entry for a code.

    Raises:
        KeyError: There is no such code.
    """
    data = parse_texts(_source(code))[code]
    places = _terms()["places"][data["place"]] if "place" in data else {}
    templates: dict[Lang, MessageTemplate] = {}
    for lang in _LANGUAGES:
        message = places.get(lang, "") + join_lines(data[lang]["message"], lang)
        templates[lang] = MessageTemplate(message, join_lines(data[lang]["hint"], lang))
    warning = data["severity"] == "warning"
    return CatalogueEntry(
        Exit.OK if warning else Exit[data["exit"]], warning, templates["ja"], templates["en"]
    )


_LANGUAGES: tuple[Lang, ...] = ("ja", "en")


def catalogue() -> Mapping[str, CatalogueEntry]:
    """Return the entries of all codes, sorted by code."""
    codes = sorted(code for text in _files() for code in _CODE.findall(text))
    return {code: catalogue_entry(code) for code in codes}


def code_groups() -> Mapping[str, Mapping[Lang, str]]:
    """Return the title of each group of codes by its first letter, in the order of ``docs/problems.md``."""
    found: Mapping[str, Mapping[Lang, str]] = _terms()["groups"]
    return found


@dataclass(frozen=True, slots=True)
class FormattedProblem:
    """A problem as printed in one language.

    ``where`` is ``file:line:column`` or empty; ``severity`` is the word for error or warning.
    """

    where: str
    severity: str
    code: str
    message: str
    hint: str
    warning: bool

    def __str__(self) -> str:
        """Return two lines: place, severity, code and message; then the hint."""
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.severity} {self.code}: {self.message}\n  → {self.hint}"


def format_problem(problem: Problem, lang: Lang) -> FormattedProblem:
    """Fill the message and hint of a problem with its details, in one language."""
    found, terms = catalogue_entry(problem.code), _terms()
    template, values = found.template(lang), terms["values"]
    details = {
        key: values[value][lang] if key in _TRANSLATED and value in values else show_controls(value)
        for key, value in problem.details
    }
    if problem.cause:
        cause = format_problem(problem.cause, lang)
        details["detail"] = f"{cause.code} {cause.message}"
    details["suggestion"] = _phrase("suggestion", lang, nearest=details.get("nearest", ""))
    details["at_sign"] = _phrase("at_sign", lang, sign=details.get("sign", ""))
    details["defined"] = _phrase("defined", lang, known=details.get("known", ""))
    return FormattedProblem(
        where=show_controls(str(problem.location)) if problem.location else "",
        severity=terms["severities"]["warning" if found.warning else "error"][lang],
        code=problem.code,
        message=template.message.format_map(details),
        hint=template.hint.format_map(details),
        warning=found.warning,
    )


def _phrase(name: str, lang: Lang, **details: str) -> str:
    """Return an optional part of a message, or an empty string if one of its details is empty."""
    return str(_terms()["phrases"][name][lang]).format(**details) if all(details.values()) else ""


def exit_code(problems: Iterable[Problem]) -> Exit:
    """Return the gravest exit code of a run's problems; ``order`` lists them from light to grave."""
    order = [Exit.OK, Exit.INPUT, Exit.PAGES, Exit.FILES, Exit.USAGE, Exit.MACHINE, Exit.BUG]
    return max((catalogue_entry(problem.code).exit for problem in problems), key=order.index, default=Exit.OK)
