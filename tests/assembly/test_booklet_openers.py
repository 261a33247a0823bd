"""Openers of regions: which regions get one, and what it says."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from brochure.build.booklet import compile_booklet
from brochure.document.book import Book, OpenerRow, opener_side
from brochure.document.drawing import Disc
from brochure.storage.workspace import Workspace

Compile = Callable[[str], Book]
EUROPE = "{id: oulu}, {id: cgt-catapult}, {id: baden-wuerttemberg}"
AMERICA = "{id: stanford}, {id: massachusetts}, {id: maryland}"


@pytest.fixture
def book(shelf: Path) -> Compile:
    """Write a booklet's file and compile its book."""

    def compiled(text: str) -> Book:
        (shelf / "booklets" / "x.yaml").write_text(f"title: 架空の冊子\nedition: 2026-11\n{text}", "utf-8")
        return compile_booklet(Workspace(shelf), "x").book

    return compiled


def openers(book: Book) -> list[tuple[str, str, list[str]]]:
    return [(one.region, one.before, [row.partner for row in one.rows]) for one in book.openers]


def test_a_booklet_has_no_openers_unless_it_wants_them(book: Compile) -> None:
    assert book(f"partners: [{EUROPE}]\n").openers == ()


def test_three_partners_of_a_region_that_stand_together_get_an_opener(book: Compile) -> None:
    made = book(f"openers: true\npartners: [{{id: liaoning}}, {{id: ayush}}, {EUROPE}, {AMERICA}]\n")
    assert openers(made) == [
        ("europe", "oulu", ["oulu", "cgt-catapult", "baden-wuerttemberg"]),
        ("north_america", "stanford", ["stanford", "massachusetts", "maryland"]),
    ]
    assert [(one.name, one.part) for one in made.openers] == [
        ("欧州", "opener.oulu"),
        ("北米", "opener.stanford"),
    ]


@pytest.mark.parametrize(
    "partners",
    [
        "{id: oulu}, {id: cgt-catapult}, {id: liaoning}, {id: baden-wuerttemberg}",
        "{id: oulu}, {id: cgt-catapult}, {id: baden-wuerttemberg, depth: row}",
    ],
)
def test_partners_apart_and_rows_of_tables_make_no_opener(book: Compile, partners: str) -> None:
    assert book(f"openers: true\npartners: [{partners}]\n").openers == ()


def test_a_row_says_what_the_region_does_not_say(book: Compile, shelf: Path) -> None:
    path = shelf / "profiles" / "oulu.yaml"
    path.write_text(re.sub(r"(?m)^  country(_reading)?: .*\n", "", path.read_text("utf-8")), "utf-8")
    (made,) = book(f"openers: true\npartners: [{{id: liaoning}}, {EUROPE}]\n").openers
    first, second, _ = made.rows
    assert (first.tab, first.name, first.place, first.kind) == ("2", "オウル市", "", "都市")
    assert (second.place, second.kind, second.about) == ("英国", "大学・研究機関等", "英国　大学・研究機関等")


def test_country_and_kind_are_parted_as_the_language_does() -> None:
    assert OpenerRow("a", "1", "A", "#000000", "Finland", "city").about == "Finland · city"
    assert OpenerRow("a", "1", "A", "#000000", "", "city").about == "city"


def test_the_map_shows_the_partners_that_have_a_place_in_the_upper_half(book: Compile) -> None:
    made = book(f"openers: true\npartners: [{EUROPE}, {AMERICA}]\n")
    europe, america = made.openers
    assert europe.map
    assert america.map
    assert [label.text for label in europe.map.labels] == ["1", "3"]  # one has no place
    assert [label.text for label in america.map.labels] == ["4", "5", "6"]
    assert america.map.alt == "北米の地図。3機関の位置"
    for drawing in (europe.map, america.map):
        discs = [shape for shape in drawing.shapes if isinstance(shape, Disc)]
        assert all(10 < disc.x < 200 and 10 < disc.y < 297 / 2 - 10 for disc in discs)


def test_one_place_is_no_map(book: Compile, shelf: Path) -> None:
    for name in ("oulu", "baden-wuerttemberg"):
        path = shelf / "profiles" / f"{name}.yaml"
        text = re.sub(r"^place:\n(?:  .*\n)+", "", path.read_text("utf-8"), flags=re.MULTILINE)
        path.write_text(text, "utf-8")
    assert [one.map for one in book(f"openers: true\npartners: [{EUROPE}]\n").openers] == [None]


def test_an_opener_stands_on_a_recto_or_on_the_next_page() -> None:
    assert [opener_side(start) for start in ("recto", "spread", "page")] == [1, 1, None]
