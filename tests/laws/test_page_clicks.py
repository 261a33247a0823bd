"""A click on any character of the pages leads into its value, at this character."""

from __future__ import annotations

import random
from pathlib import Path

import pypdfium2
import pytest
import yaml

from brochure.build.brochure import typeset_partner
from brochure.build.load import load_common, load_partner
from brochure.storage.workspace import Workspace
from brochure.typesetting.page_cache import pack_box
from desk_front_end import answers, bundle
from law import BASE, asked, listed_law
from page_clicks import Click, SeenCharacter, fault, random_clicks, seen_characters
from workspaces import REPO

PROFILES = sorted(path.stem for path in (REPO / "profiles").glob("[a-z]*.yaml"))
FIRST = [("liaoning", "standard"), ("maryland", "onepage")]
ALL = [(name, layout) for name in PROFILES for layout in ("standard", "onepage")]
ALL.sort(key=lambda case: case not in FIRST)
CLICKS = 25  # on each


@pytest.fixture(scope="session")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bundle("test/page_clicks.ts", tmp_path_factory.mktemp("clicks"), for_node=True)


@listed_law("name, layout", ALL, sample=2, full=20)
@pytest.mark.tools
def test_a_click_on_a_character_leads_to_it(script: Path, name: str, layout: str) -> None:
    where = Workspace(REPO)
    loaded = load_partner(where, name, load_common(where, layout))
    made = typeset_partner(where, loaded, None, with_boxes=True)
    with pypdfium2.PdfDocument(made.data) as opened:
        pages = [seen_characters(page) for page in opened]
    clicks = random_clicks(pages, CLICKS, random.Random(f"{asked().seed or BASE} {name} {layout}"))
    texts = {
        "own": read(f"{name}.yaml"),
        "series": read("_series.yaml"),
        "sources": read("_sources.yaml"),
    }
    order = {"boxes": [*map(pack_box, made.boxes)], "texts": texts, "points": [one.point for one in clicks]}
    (targets,) = answers(script, [order])
    wrong = [
        fault(click, pages[click.page], target, texts) for click, target in zip(clicks, targets, strict=True)
    ]
    assert [one for one in wrong if one] == []


def read(name: str) -> object:
    """A file of profiles as the desk gives it: dates and numbers are texts."""
    return yaml.load((REPO / "profiles" / name).read_text("utf-8"), yaml.BaseLoader)


def test_a_click_that_leads_elsewhere_is_told() -> None:
    texts = {"own": {"a": "一つめの文です。", "b": "二つめの文章でした。"}}
    page = [seen(character, index) for index, character in enumerate("一つめの文です。二つめの文章でした。")]
    right = {"doc": "own", "at": "b", "offset": 3}
    assert fault(Click(0, page[11], 0.2), page, right, texts) == ""
    for wrong in ({"at": "a"}, {"offset": 6}, {"offset": 0}):
        assert fault(Click(0, page[11], 0.2), page, {**right, **wrong}, texts) != ""
    assert fault(Click(0, page[11], 0.2), page, None, texts) != ""


def seen(character: str, index: int) -> SeenCharacter:
    return SeenCharacter(character, index, index * 4.0, 10, 4)
