"""Files of texts: our reader and a YAML library read the same from each; what it cannot read it refuses."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from brochure.diagnostics.package import package_root
from brochure.diagnostics.text_files import Lang, join_lines, load_texts, parse_texts

LANGUAGES: tuple[Lang, ...] = ("ja", "en")
FILES = [path for path in sorted(package_root().rglob("*.yaml")) if "starter_files" not in path.parts]


def bare(value: Any) -> Any:
    """What YAML has, without the line end behind the last line of a block."""
    if isinstance(value, dict):
        return {key: bare(item) for key, item in value.items()}
    assert isinstance(value, str)
    return value.removesuffix("\n")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(package_root()).as_posix())
def test_a_yaml_library_reads_the_same(path: Path) -> None:
    source = path.read_text("utf-8")
    assert parse_texts(source) == bare(yaml.safe_load(source))
    assert source.startswith("# ")  # who reads it, and how it is written


PAIRS = sorted({path.with_suffix("").with_suffix("") for path in FILES if path.suffixes == [".ja", ".yaml"]})


@pytest.mark.parametrize("pair", PAIRS, ids=lambda path: path.relative_to(package_root()).as_posix())
def test_both_languages_say_the_same_and_fill_in_the_same(pair: Path) -> None:
    japanese, english = (load_texts(pair.relative_to(package_root()).as_posix(), lang) for lang in LANGUAGES)
    assert japanese.keys() == english.keys()
    for key, text in japanese.items():
        assert sorted(_names(text)) == sorted(_names(english[key])), key


def _names(text: str) -> list[str]:
    """What is filled into a text, also where that is filled in only later: {{title}}."""
    return [name.split(":")[0] for name in re.findall(r"\{+([a-z_:.0-9]+)\}+", text)]


def test_there_are_files_of_texts() -> None:
    assert {
        "schema/problems.yaml",
        "diagnostics/terms.yaml",
        "cli/help.ja.yaml",
        "revision/words.en.yaml",
    } <= {path.relative_to(package_root()).as_posix() for path in FILES}


@pytest.mark.parametrize(
    "source",
    [
        "a: 'b",
        "a: b: c",
        "a: b #c",
        "a: {b}",
        "a: >",
        "a: |-\n  b",
        'a: "b"',
        "a: 'b'c'",
        "a: b:",
        "a:  b",
        "a: b ",
        "a:b",
        "a",
        "a: b\na: c",
        "- a",
        "a: |\n  b\n\n  c\n",
    ],
)
def test_what_is_written_in_another_way_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match="line"):
        parse_texts(source)


def test_lines_are_joined_as_the_language_is_written() -> None:
    found = parse_texts("ja: |\n  一行目、\n  二行目\nen: |\n  # one\n  two\nkey: 'it''s: {x}'\n")
    assert found["ja"] == "一行目、\n二行目"
    assert join_lines(found["ja"], "ja") == "一行目、二行目"
    assert join_lines(found["en"], "en") == "# one two"
    assert found["key"] == "it's: {x}"
