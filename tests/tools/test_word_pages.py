"""The page in Word is the page in PDF: LibreOffice prints the Word file of every partner in both layouts."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from brochure.build.brochure import build_brochure
from brochure.build.load import load_common
from brochure.storage.workspace import Workspace
from word_pages import page_texts, printed_files, write_full_em_fonts
from workspaces import REPO

pytestmark = pytest.mark.tools

LAYOUTS = ("standard", "onepage")
NAMES = tuple(path.stem for path in sorted((REPO / "profiles").glob("[!_]*.yaml")))
SENTENCE = "この機関は、県内の企業や大学と協力して研究開発を進め、毎年のセミナーで成果を紹介しています。"
LONGER = tuple(f"longer-{count}" for count in (3, 6, 9, 12))  # partners with so many more bullets


Pages = Callable[[str, str], dict[str, list[str]]]
"""From the names of a layout and of fonts to the texts of the pages of each Word file."""


@dataclass(frozen=True)
class Built:
    """The files of a layout: the pages of the PDFs, and the Word files."""

    pdf: dict[str, list[str]]
    docx: dict[str, bytes]


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with all partners, and longer ones of our invention."""
    root = tmp_path_factory.mktemp("word-pages")
    for folder in ("layouts", "profiles", "pictures"):
        shutil.copytree(REPO / folder, root / folder)
    for folder in ("fonts", "fallback_fonts"):
        (root / folder).symlink_to(REPO / folder)
    text = (REPO / "profiles" / "cgt-catapult.yaml").read_text("utf-8")
    lines = text.split("\n")
    first = next(index for index, line in enumerate(lines) if line.lstrip().startswith("- bullets:"))
    indent = lines[first + 1][: -len(lines[first + 1].lstrip())]
    for name in LONGER:
        more = [f"{indent}- {SENTENCE}"] * int(name.rpartition("-")[2])
        made = "\n".join([*lines[: first + 1], *more, *lines[first + 1 :]])
        (root / "profiles" / f"{name}.yaml").write_text(made, "utf-8")
    return root


@pytest.fixture(scope="module")
def built(workshop: Path) -> dict[str, Built]:
    """All partners in both layouts."""
    where, made = Workspace(workshop), dict[str, Built]()
    for layout in LAYOUTS:
        common, output = load_common(where, layout), workshop / "output" / layout
        for name in (*NAMES, *LONGER):
            build_brochure(where, name, common, output=output)
        made[layout] = Built(
            {name: page_texts(output / f"{name}.pdf") for name in (*NAMES, *LONGER)},
            {name: (output / f"{name}.docx").read_bytes() for name in (*NAMES, *LONGER)},
        )
    return made


@pytest.fixture(scope="module")
def pages(built: dict[str, Built], workshop: Path) -> Pages:
    """A function from layout and fonts (``ours``, ``full-em``) to the pages of each Word file."""

    @cache
    def print_all(layout: str, fonts: str) -> dict[str, list[str]]:
        faces = REPO / "fonts"
        if fonts == "full-em":
            faces = write_full_em_fonts(workshop / "full-em", sorted(faces.glob("BIZUDPGothic-*.ttf")))
        made = printed_files(built[layout].docx, workshop / f"{layout}-{fonts}", faces)
        return {name: page_texts(path) for name, path in made.items()}

    return print_all


@pytest.fixture(params=LAYOUTS)
def layout(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=["ours", "full-em"])
def fonts(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_word_has_as_many_pages_as_the_pdf(
    built: dict[str, Built], pages: Pages, layout: str, fonts: str
) -> None:
    wanted = {name: len(built[layout].pdf[name]) for name in NAMES}
    assert {name: len(pages(layout, fonts)[name]) for name in NAMES} == wanted


def test_the_layout_of_one_page_is_one_side(pages: Pages, fonts: str) -> None:
    assert {
        name: len(found) for name, found in pages("onepage", fonts).items() if name in NAMES
    } == dict.fromkeys(NAMES, 1)


def test_a_longer_partner_keeps_to_the_pages_of_its_pdf(
    built: dict[str, Built], pages: Pages, layout: str, fonts: str
) -> None:
    for name in LONGER:
        assert len(pages(layout, fonts)[name]) <= len(built[layout].pdf[name])


def test_no_page_begins_with_a_remark_and_the_contact_is_whole(pages: Pages, layout: str, fonts: str) -> None:
    for name, found in pages(layout, fonts).items():
        (contact,) = [index for index, text in enumerate(found) if "お問い合わせ先" in text]
        assert "hcnf-gs@pref.kanagawa.jp" in found[contact], name
        heads = [text.split("神奈川県MOU締結先機関ガイド", 1)[-1] for text in found[1:]]
        assert not [text for text in heads if text.startswith(("※", "お問い合わせ先"))], name


def test_the_series_stands_on_the_first_page(pages: Pages, layout: str) -> None:
    for found in pages(layout, "ours").values():
        assert "神奈川県MOU締結先機関ガイド" in found[0]
