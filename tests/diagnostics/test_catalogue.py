"""The words of problems: each code once, in the file of the room that raises it, in both languages."""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from brochure.diagnostics.catalogue import Lang, MessageTemplate, catalogue, catalogue_entry, format_problem
from brochure.diagnostics.package import package_root
from brochure.diagnostics.problem import Exit, Location, caused_problem, pack_problem, problem, unpack_problem
from brochure.diagnostics.text_files import parse_texts
from source_tree import ROOMS, group, modules, room

FILES = {path.parent.name: path for path in sorted(package_root().glob("*/problems.yaml"))}
CODE = re.compile(r"[A-Z][1-9]\d\d")
LANGUAGES: tuple[Lang, ...] = ("ja", "en")
PLACE = {"page", "x", "y"}  # told by a finding itself, of where it is
MADE = {
    "suggestion": "nearest",
    "defined": "known",
    "at_sign": "sign",
}  # what is made of which detail, if it is there


def named() -> Iterator[tuple[str, Path]]:
    """The codes that the source names, and where."""
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
                yield node.value, path


def written() -> dict[str, list[str]]:
    """The codes of each file, in their order; PyYAML and dictionaries would hide one that is there twice."""
    return {
        name: re.findall(r"^([A-Z]\d{3}):$", path.read_text("utf-8"), re.MULTILINE)
        for name, path in FILES.items()
    }


def places(words: MessageTemplate) -> set[str]:
    """What is filled into words."""
    return {name for text in (words.message, words.hint) for _, name, _, _ in Formatter().parse(text) if name}


def test_a_code_is_in_the_file_of_the_lowest_room_that_names_it() -> None:
    order = list(ROOMS)
    wanted: dict[str, str] = {}
    for code, path in named():
        rooms = {wanted.get(code, "cli"), room(group(path))}
        wanted[code] = min(rooms, key=order.index)
    assert wanted == {code: name for name, codes in written().items() for code in codes}


def test_each_code_is_written_once_and_files_are_in_order() -> None:
    found = written()
    counted = Counter(code for codes in found.values() for code in codes)
    assert [code for code, count in counted.items() if count > 1] == []
    for name, codes in found.items():
        assert codes == sorted(codes), name
    assert set(catalogue()) == set(counted)


@pytest.mark.parametrize("name", FILES)
def test_a_file_says_all_of_each_code_and_nothing_else(name: str) -> None:
    for code, data in parse_texts(FILES[name].read_text("utf-8")).items():
        assert CODE.fullmatch(code)
        assert data["severity"] in ("error", "warning"), code
        assert ("exit" in data) == (data["severity"] == "error"), code
        assert data.get("place", "spot") in ("spot", "sheet"), code
        assert data.keys() - {"place", "exit"} == {"severity", "ja", "en"}, code
        for lang in ("ja", "en"):
            assert data[lang].keys() == {"message", "hint"}, code
            assert all(data[lang].values()), code


def test_both_languages_are_filled_in_with_the_same() -> None:
    for code, found in catalogue().items():
        free = {"ja", "en", *MADE}
        assert places(found.ja) - free == places(found.en) - free, code
        assert found.warning == (found.exit is Exit.OK), code


def raised() -> Iterator[tuple[str, str, set[str], str]]:
    """What is raised as (code, function, details, place), where all details stand in the call."""
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or any(named.arg is None for named in node.keywords):
                continue
            function = ast.unparse(node.func)
            first = node.args[0] if node.args else None
            known = function in ("problem", "view.finding") or function.endswith(("doubts.add", ".doubt"))
            if known and isinstance(first, ast.Constant):
                details = {str(named.arg) for named in node.keywords}
                yield str(first.value), function, details, f"{path.name}:{node.lineno}"


def test_what_is_raised_fills_in_all_that_is_said() -> None:
    found = list(raised())
    assert (
        len({code for code, *_ in found}) > len(catalogue()) * 0.65
    )  # the others pass a mapping on, or come from Pydantic
    for code, function, details, where in found:
        given = details | (PLACE if function == "view.finding" else set())
        for words in (catalogue_entry(code).ja, catalogue_entry(code).en):
            lacking = places(words) - given - set(MADE)
            assert not lacking, f"{where}: {code} lacks {lacking}"


def test_a_code_that_is_not_there_is_a_mistake_of_the_program() -> None:
    with pytest.raises(KeyError):
        catalogue_entry("Z999")


def test_a_problem_tells_its_cause_in_its_own_language_and_is_kept_with_it() -> None:
    found = caused_problem("D208", problem("P105", key="text"), Location("a.yaml", 3))
    assert unpack_problem(json.loads(json.dumps(pack_problem(found)))) == found
    for lang in LANGUAGES:
        assert found.cause
        cause = format_problem(found.cause, lang)
        assert f"{cause.code} {cause.message}" in format_problem(found, lang).message
