"""The pages of each form of a partner are those of the command, and the values are where they print."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterable
from pathlib import Path

import pikepdf
import pytest

from brochure.build.booklet import build_partner_as_in_booklet, compile_booklet
from brochure.build.brochure import build_brochure, build_brochure_for_press
from brochure.build.load import load_common, load_shop
from brochure.desk.page_job import MadePages, PageJob, Showing, make_pages
from brochure.pdf import reader
from brochure.pdf.preflight.report import MM
from brochure.storage.cache import FOLDER, Cache
from brochure.storage.workspace import Workspace
from running_desk import desk_workspace
from workspaces import REPO

BOOKLET = """\
title: 試しの冊子
edition: 2026-11
partners:
  - id: oulu
  - id: liaoning
"""


@pytest.fixture
def where(tmp_path: Path) -> Workspace:
    root = desk_workspace(tmp_path, "liaoning", "oulu")
    (root / "booklets").mkdir()
    (root / "booklets" / "trial.yaml").write_text(BOOKLET, "utf-8")
    return Workspace(root)


def pages_of(where: Workspace, showing: Showing) -> MadePages:
    made = make_pages(
        PageJob(1, where.root, showing), load_common(where, showing.layout), Cache(where.root / FOLDER)
    )
    assert made.pdf, made.problems
    return made


def check_places(made: MadePages, least: int) -> None:
    """Each character of a box is drawn on the page where the box says; ruby and signs of the font aside."""
    glyphs = [[*page.glyphs] for page in reader.read_pages(made.pdf)]
    tried = 0
    for _, _, page, x, y, width, height, edges, text, _ in made.boxes:
        if not edges:
            continue
        for character, left, right in zip(text, edges, edges[1:], strict=False):
            if not "\u4e00" <= character <= "\u9fff":
                continue
            middle = (left + right) / 2, y + height / 2
            at = _on_page(made, page, middle)
            assert any(
                one.text == character
                and one.left <= at[0] <= one.right
                and abs(_mid(one) - at[1]) < height * MM
                for one in glyphs[page]
            ), (character, text, x, width)
            tried += 1
    assert tried > least


def _mid(glyph: reader.Glyph) -> float:
    return (glyph.bottom + glyph.top) / 2


def _on_page(made: MadePages, page: int, point: tuple[float, float]) -> tuple[float, float]:
    """A point in mm from the upper left corner of the picture, in the coordinates of the PDF."""
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        left, _, _, top = (float(side) for side in pdf.pages[page].mediabox)
    return left + point[0] * MM, top - point[1] * MM


def printed(made: MadePages) -> dict[str, str]:
    """What the boxes of each value print."""
    found: dict[str, str] = {}
    for at, _, _, _, _, _, _, _, text, _ in made.boxes:
        found[at] = found.get(at, "") + text
    return found


def test_the_screen_s_pages_are_the_command_s(where: Workspace, tmp_path: Path) -> None:
    made = pages_of(where, Showing("liaoning"))
    built = build_brochure(
        where, "liaoning", load_common(where, "standard"), formats=["pdf"], output=tmp_path / "o"
    )
    assert made.pdf == built.paths[0].read_bytes()
    check_places(made, 500)


def test_a_shop_s_pages_are_the_command_s_with_bleed_and_marks(where: Workspace, tmp_path: Path) -> None:
    screen = pages_of(where, Showing("liaoning"))
    for name in ("leaflet", "booklet"):
        made = pages_of(where, Showing("liaoning", shop=name))
        common = load_common(where, "standard")
        built = build_brochure_for_press(
            where, "liaoning", common, load_shop(where, name), output=tmp_path / "o"
        )
        assert made.pdf == built.paths[0].read_bytes()
        assert made.sizes[0] > screen.sizes[0]
        assert printed(made) == printed(screen)
        check_places(made, 500)


def test_a_shop_that_refuses_shows_the_pages_with_its_reasons(where: Workspace) -> None:
    shops = where.root / "shops"
    shops.unlink()
    shops.mkdir()
    text = (REPO / "shops" / "leaflet.yaml").read_text("utf-8")
    (shops / "strict.yaml").write_text(text.replace("multiple: 1", "multiple: 16"), "utf-8")
    made = pages_of(where, Showing("liaoning", shop="strict"))
    assert len(made.sizes) == 2
    assert any("strict.yaml" in str(one) for one in made.problems)
    check_places(made, 500)


def test_the_pages_in_a_booklet_are_the_command_s_with_its_folios(where: Workspace, tmp_path: Path) -> None:
    made = pages_of(where, Showing("liaoning", booklet="trial"))
    compiled = compile_booklet(where, "trial")
    built = build_partner_as_in_booklet(where, compiled, "liaoning", output=tmp_path / "o")
    assert made.pdf == built.paths[0].read_bytes()
    assert made.sizes == pages_of(where, Showing("liaoning")).sizes
    check_places(made, 500)
    before = len(pages_of(where, Showing("oulu", booklet="trial")).sizes)
    assert folios(made.pdf) == [str(before + 1), str(before + 2)]


def test_half_a_page_is_shown_with_its_neighbour_and_the_values_are_on_its_half(where: Workspace) -> None:
    text = BOOKLET.replace("id: liaoning", "{id: who-wpro, depth: half}").replace(
        "id: oulu", "{id: oulu, depth: half}"
    )
    (where.root / "booklets" / "trial.yaml").write_text(text, "utf-8")
    shutil.copy(REPO / "profiles" / "who-wpro.yaml", where.root / "profiles")
    upper, lower = (pages_of(where, Showing(name, booklet="trial")) for name in ("oulu", "who-wpro"))
    assert upper.pdf == lower.pdf
    assert [(round(width, 1), round(height, 1)) for width, height in upper.sizes] == [(210, 297)]
    for made, name, on in (
        (upper, "オウル市", range(149)),
        (lower, "WHO", range(148, 297)),
    ):
        check_places(made, 100)
        assert printed(made)["partner.name"].startswith(name)
        assert all(int(y) in on for _, _, _, _, y, *_ in made.boxes)


def folios(data: bytes) -> list[str]:
    """The lowest text of each page that is a number."""
    found = []
    for page in reader.read_pages(data):
        lowest = min(_digits(page.glyphs), key=lambda glyph: glyph.bottom)
        found.append("".join(one.text for one in page.glyphs if abs(one.bottom - lowest.bottom) < 1))
    return found


def _digits(glyphs: Iterable[reader.Glyph]) -> list[reader.Glyph]:
    return [one for one in glyphs if one.text.isdigit()]


def test_what_cannot_be_shown_tells_why(where: Workspace) -> None:
    shutil.rmtree(where.root / "booklets")
    (where.root / "booklets").mkdir()
    (where.root / "booklets" / "trial.yaml").write_text(BOOKLET.replace("  - id: liaoning\n", ""), "utf-8")
    job = PageJob(1, where.root, Showing("liaoning", booklet="trial"))
    made = make_pages(job, load_common(where, "standard"), None)
    assert made.pdf == b""
    assert "K107" in str(made.problems)
