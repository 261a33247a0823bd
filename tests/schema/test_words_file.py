"""Words of a layout and of a series: what they may say, and where a mistake is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from brochure.build.load import load_common
from brochure.diagnostics.problem import BrochureError
from brochure.schema.words_file import changed_words, words_problems
from brochure.schema.yaml_reader import parse_yaml
from brochure.storage.workspace import Workspace
from workspaces import REPO


def told(text: str, language: str = "ja") -> list[tuple[str, int, int]]:
    """Code, line and column of the problems of a file of words."""
    found = words_problems(parse_yaml(text.encode(), "words"), (), "en" if language == "en" else "ja")
    return [(one.code, one.location.line, one.location.column) for one in found if one.location]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("book:\n  partner: 企業\n", "ja", []),
        ("contact:\n  tel: ''\n", "ja", []),  # nothing is printed before the number
        ("date:\n  month: '{month_name} {year}'\n", "ja", []),
        ("date:\n  month: '{month}/{year}'\n", "en", []),
        ("bok:\n  partner: 企業\n", "ja", [("P170", 1, 1)]),
        ("book:\n  index: 索引\n  partnr: 企業\n", "ja", [("P170", 3, 3)]),
        ("edition:\n  name: 版\n", "ja", [("P171", 2, 9)]),
        ("date:\n  day: '{day} {year}'\n", "en", [("P171", 2, 8)]),
        ("edition:\n  name: '{date}版 {number}'\n", "ja", [("P172", 2, 18)]),
        ("book:\n  index: '{title}'\n", "ja", [("P172", 2, 11)]),
        ("date:\n  month_names: January, February\n", "en", [("P173", 2, 16)]),
        ("book: 企業\n", "ja", [("P174", 1, 7)]),
        ("- book\n", "ja", [("P174", 1, 1)]),
        ("book:\n  partner:\n    name: 企業\n", "ja", [("P175", 3, 5)]),
        ("book:\n  partner: [企業]\n", "ja", [("P175", 2, 12)]),
    ],
)
def test_a_mistake_is_told_at_its_place(
    text: str, language: str, expected: list[tuple[str, int, int]]
) -> None:
    assert told(text, language) == expected


def test_wrong_words_are_left_out_and_the_others_are_taken() -> None:
    source = parse_yaml("book:\n  partner: 企業\n  inde: 索引\nedition:\n  name: 版\n".encode(), "words")
    assert dict(changed_words(source, (), "ja")) == {"book.partner": "企業"}


@pytest.fixture
def place(fresh: Path) -> Path:
    (fresh / "layouts" / "standard" / "words").mkdir()
    return fresh


def write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


def test_a_series_changes_the_words_of_its_layout_which_changes_those_of_brochure(place: Path) -> None:
    write(place / "layouts/standard/words/ja.yaml", "book: {partner: 相手先, contents: もくじ}\n")
    write(place / "layouts/standard/words/en.yaml", "book: {index: Register}\n")
    series = place / "profiles" / "_series.yaml"
    write(series, series.read_text("utf-8") + "words:\n  book: {partner: 企業}\n")
    common = load_common(Workspace(place), "standard")
    words = common.layout.words_for(common.series)
    assert (words["book.partner"], words["book.contents"], words["book.index"]) == ("企業", "もくじ", "索引")


def test_the_old_key_of_a_layout_names_the_empty_cell_in_japanese_only(fresh: Path) -> None:
    manifest = fresh / "layouts" / "standard" / "layout.yaml"
    write(manifest, manifest.read_text("utf-8").replace("labels:\n", "labels:\n  blank: 無記入\n", 1))
    series = fresh / "profiles" / "_series.yaml"
    for language, blank in (("ja", "無記入"), ("en", "blank")):
        write(series, f"language: {language}\n" + (REPO / "profiles" / "_series.yaml").read_text("utf-8"))
        common = load_common(Workspace(fresh), "standard")
        assert common.layout.words_for(common.series)["marks.blank"] == blank


@pytest.mark.parametrize(
    ("file", "text", "code", "shown"),
    [
        ("fr.yaml", "book: {index: Index}\n", "L130", "layouts/standard/words/fr.yaml"),
        ("ja.yml", "book: {index: 索引}\n", "L130", "layouts/standard/words/ja.yml"),
        ("ja.yaml", "book: {indx: 索引}\n", "P170", "layouts/standard/words/ja.yaml"),
        ("en.yaml", "edition: {name: Edition}\n", "P171", "layouts/standard/words/en.yaml"),
        ("ja.yaml", "book: {index: [\n", "Y101", "layouts/standard/words/ja.yaml"),
    ],
)
def test_a_layouts_file_of_words_is_checked(place: Path, file: str, text: str, code: str, shown: str) -> None:
    write(place / "layouts/standard/words" / file, text)
    with pytest.raises(BrochureError) as raised:
        load_common(Workspace(place), "standard")
    (found,) = raised.value.problems
    assert found.location
    assert (found.code, found.location.file) == (code, shown)


def test_words_of_a_series_are_checked_in_its_language(fresh: Path) -> None:
    series = fresh / "profiles" / "_series.yaml"
    text = series.read_text("utf-8")
    write(series, text + "words:\n  edition: {name: 版}\n  contact: {telephone: 電話}\n")
    with pytest.raises(BrochureError) as raised:
        load_common(Workspace(fresh), "standard")
    lines = [one.location.line for one in raised.value.problems if one.location]
    first = text.count("\n") + 2
    assert [one.code for one in raised.value.problems] == ["P171", "P170"]
    assert lines == [first, first + 1]


def test_a_language_of_its_own_has_its_own_citation_style(fresh: Path) -> None:
    series = fresh / "profiles" / "_series.yaml"
    write(series, "language: en\n" + series.read_text("utf-8"))
    common = load_common(Workspace(fresh), "standard")
    assert common.layout.citation_file
    assert common.layout.citation_file.name == "en.csl"
    own = fresh / "layouts/standard/citation/house.en.csl"
    shutil.copy(common.layout.citation_file, own)
    assert load_common(Workspace(fresh), "standard").layout.citation_file == own
    own.write_text("<style>", "utf-8")
    with pytest.raises(BrochureError) as raised:
        load_common(Workspace(fresh), "standard")
    assert [one.code for one in raised.value.problems] == ["L105"]
