"""Words that a layout or a series prints instead of those of brochure: checks, and a layout's files of them.

A layout has them in ``words/ja.yaml`` and ``words/en.yaml``, a series under ``words:``; both are mappings of
groups to keys to texts, like the files in ``document/words``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from brochure.diagnostics.problem import BrochureError, Location, Problem, nearest_word, problem
from brochure.document.look_alikes import meant_text
from brochure.document.printed_words import (
    CALENDARS,
    FOLDER,
    LANGUAGES,
    Language,
    PrintedWords,
    placeholders,
    words_of,
)
from brochure.schema.base import sort_problems, unknown_word
from brochure.schema.yaml_reader import Data, YamlPath, YamlText, parse_yaml
from brochure.storage.input_file import path_fault, read_input

_SUFFIX = ".yaml"
_MONTHS = "date.month_names"
_MONTH_PLACEHOLDERS = {"month", "month_name"}  # a date has one of them


def changed_words(source: YamlText, path: YamlPath, language: Language) -> Mapping[str, str]:
    """Return the words at a path of a file, by keys such as ``book.contents``; wrong ones are left out."""
    return {
        f"{group}.{key}": meant_text(text)
        for (group, key), text in _typed_words(source, path)
        if not list(_word_problems(source, (*path, group, key), words_of(language)))
    }


def words_problems(source: YamlText, path: YamlPath, language: Language) -> list[Problem]:
    """Return the problems of the words at a path of a file: unknown keys, wrong placeholders."""
    known = words_of(language)
    groups = dict.fromkeys(key.partition(".")[0] for key in known.texts)
    data = _value(source, path)
    if data is None:
        return []
    if not isinstance(data, dict):
        return [problem("P174", source.locate(path), key=path[-1] if path else FOLDER)]
    found: list[Problem] = []
    for group, texts in data.items():
        here = (*path, group)
        if group not in groups:
            found.append(unknown_word("P170", source, here, group, groups))
        elif isinstance(texts, dict):
            for key in texts:
                found += _word_problems(source, (*here, key), known)
        elif texts is not None:
            found.append(problem("P174", source.locate(here), key=group))
    return found


def typed_language(source: YamlText) -> Language:
    """Return the language that a series file names, also if the file has mistakes."""
    typed = source.data.get("language") if isinstance(source.data, dict) else None
    return next((one for one in LANGUAGES if one == typed), LANGUAGES[0])


def words_of_series(source: YamlText, words: PrintedWords | None = None) -> PrintedWords:
    """Return the words of a series: those of its language or of a layout, changed by its file."""
    language = typed_language(source)
    known = (words or words_of(language)).replaced(changed_words(source, ("words",), language))
    asked = source.data.get("dates") if isinstance(source.data, dict) else None
    return next((known.with_calendar(one) for one in CALENDARS if one == asked), known)


def _word_problems(source: YamlText, path: YamlPath, known: PrintedWords) -> Iterator[Problem]:
    group, key = str(path[-2]), str(path[-1])
    name, text = f"{group}.{key}", source.value(path)
    if name not in known.texts:
        keys = [one.partition(".")[2] for one in known.texts if one.startswith(f"{group}.")]
        yield unknown_word("P170", source, path, key, keys)
        return
    if not isinstance(text, str):
        if text is not None:
            yield problem("P175", source.locate(path), key=key)
        return
    wanted, typed = placeholders(known[name]), placeholders(text)
    if wanted & _MONTH_PLACEHOLDERS and typed & _MONTH_PLACEHOLDERS:
        wanted, typed = wanted - _MONTH_PLACEHOLDERS, typed - _MONTH_PLACEHOLDERS
    if missing := sorted(wanted - typed):
        yield problem("P171", source.locate(path), key=key, missing=_listed(missing))
    if unknown := sorted(typed - wanted):
        offset = text.find(f"{{{unknown[0]}}}")
        yield problem(
            "P172",
            source.locate(path, max(offset, 0)),
            found=unknown[0],
            nearest=nearest_word(unknown[0], sorted(wanted)),
            known=_listed(sorted(wanted)) or "—",
        )
    if name == _MONTHS and len([one for one in text.split(",") if one.strip()]) != 12:
        yield problem("P173", source.locate(path))


def _listed(names: list[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)


def _typed_words(source: YamlText, path: YamlPath) -> Iterator[tuple[tuple[str, str], str]]:
    data = _value(source, path)
    for group, texts in data.items() if isinstance(data, dict) else ():
        for key, text in texts.items() if isinstance(texts, dict) else ():
            if isinstance(text, str):
                yield (str(group), str(key)), text


def _value(source: YamlText, path: YamlPath) -> Data:
    try:
        return source.value(path)
    except (KeyError, IndexError, TypeError):
        return None


def read_words(folder: Path, shown: str) -> tuple[YamlText, ...]:
    """Read the files of words of a layout's folder; each is named after its language.

    Args:
        folder: The layout's folder.
        shown: The folder's name in locations.

    Raises:
        BrochureError: All mistakes in the files, located.
    """
    there = folder / FOLDER
    if not there.is_dir():
        return ()
    found: list[YamlText] = []
    problems: list[Problem] = []
    for name in sorted(path.name for path in there.iterdir()):
        if name.startswith("."):
            continue
        file = f"{shown}/{FOLDER}/{name}"
        language = next((one for one in LANGUAGES if name == f"{one}{_SUFFIX}"), None)
        if language is None:
            known = ", ".join(f"{one}{_SUFFIX}" for one in LANGUAGES)
            problems.append(problem("L130", Location(file), name=name, known=known))
        elif not path_fault(there / name):
            try:
                source = parse_yaml(read_input(there / name, file, folder, folder.parent), file, frozenset())
            except BrochureError as error:
                problems += error.problems
                continue
            problems += words_problems(source, (), language)
            found.append(source)
    if problems:
        raise BrochureError(sort_problems(problems))
    return tuple(found)


def language_of_file(source: YamlText) -> Language:
    """Return the language of a file of words, which is its name."""
    name = source.file.rpartition("/")[2]
    return next(one for one in LANGUAGES if name == f"{one}{_SUFFIX}")
