"""docs/sources.md: what it shows is what the styles print, and what they leave out has a reason."""

from __future__ import annotations

import re
import sys

import pytest

from brochure.schema.csl_dates import csl_date
from workspaces import REPO

sys.path.insert(0, str(REPO / "scripts"))

PAGE = REPO / "docs" / "sources.md"
# What identifies a source of each type (SIST 02, and the form of the lawyers for the house form).
NEEDED = {
    "article-journal": "author title container-title volume issue page issued DOI URL accessed",
    "article-magazine": "author title container-title volume issue page issued DOI URL accessed",
    "article-newspaper": "author title container-title edition section page issued",
    "chapter": "author title container-title editor edition publisher page collection-title "
    "collection-number issued",
    "paper-conference": "author title container-title event-title event-place event-date publisher "
    "page issued",
    "entry-encyclopedia": "author title container-title editor edition volume publisher page issued",
    "book": "author editor translator title edition volume publisher number-of-pages collection-title "
    "collection-number issued",
    "thesis": "author title genre number publisher issued",
    "report": "author title edition genre number publisher issued URL accessed custom",
    "patent": "author title number issued",
    "legislation": "author title number section issued",
    "standard": "title number",
    "map": "author title genre scale publisher issued",
    "dataset": "author title version publisher issued DOI URL accessed custom",
    "webpage": "author title container-title issued URL accessed archive_location",
    "post": "author title container-title issued URL accessed",
    "post-weblog": "author title container-title issued URL accessed",
    "speech": "author title genre event-title event-place issued",
    "motion_picture": "director title publisher medium issued",
    "software": "author title version issued URL accessed",
    "interview": "author interviewer title genre medium issued",
    "personal_communication": "author recipient title genre issued",
}


def test_the_page_is_up_to_date() -> None:
    import make_docs

    assert PAGE.read_text("utf-8") == make_docs.sources(), "run make docs"


@pytest.mark.parametrize("kind", NEEDED)
def test_the_samples_have_what_identifies_each_type(kind: str) -> None:
    import source_table

    found = {key for item in source_table.samples() if item["type"] == kind for key in item}
    assert set(NEEDED[kind].split()) <= found
    assert kind in source_table.TYPES


def test_what_a_style_leaves_out_has_a_reason_and_each_reason_is_needed() -> None:
    import source_table

    used = set()
    for name, kind, field in source_table.omissions():
        source_table.reason(name, kind, field)  # or it raises
        bare = field.partition("（")[0]
        used |= {(one, two, three) for one in (name, "*") for two in (kind, "*") for three in (field, bare)}
    assert set(source_table.REASONS) <= used


def rows(heading: str) -> list[list[str]]:
    """The rows of the table under a heading, without its head."""
    part = PAGE.read_text("utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[1:]]


def test_the_dates_of_the_page_print_as_it_says() -> None:
    import source_table

    for written, _, house, sist in rows("日付"):
        texts = re.findall(r"`([^`]+)`", written)
        shown = set()
        for text in texts:
            value = {"literal": text[1:-1].split(": ")[1]} if text[0] == "{" else text
            item = {"type": "webpage", "title": "題", "issued": csl_date(value)}
            shown.add(tuple(source_table.printed(name, item) for name in ("house", "sist02")))
        assert (f"「題」（{house}）", f"“題”. {sist}.".replace("..", ".")) in shown, written


def test_the_names_of_the_page_print_as_it_says() -> None:
    import source_table

    from brochure.schema.yaml_reader import parse_yaml

    for written, house, sist in rows("名前"):
        text = re.findall(r"`([^`]+)`", written)[0]
        name = parse_yaml(text.encode(), "name.yaml").data
        item = {"type": "book", "title": "題", "author": [name]}
        assert source_table.printed("house", item) == f"{house}「題」"
        assert source_table.printed("sist02", item) == f"{sist}. 題."
