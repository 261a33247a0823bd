"""Every kind of edit, in the file of any partner, comes back or is told: nothing is lost, silent or invented.

The kinds are those of :mod:`office_kinds`, what must hold is in :mod:`office_law`. LibreOffice 7.4 itself
crashes on some of them (a line that is moved over a table); these are left out and printed.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from brochure.build import booklet as publish
from brochure.build.brochure import write_word_file
from brochure.build.load import load_common, load_partner
from brochure.document.book import Depth
from brochure.storage.workspace import Workspace
from brochure.word.baseline import Baseline, BookBaseline
from brochure.word.book import write_book
from law import law
from libreoffice_editor import Script, Step, edited_as_far_as_possible
from office_book_kinds import BOOK_KINDS
from office_edits import UNTRACKED
from office_kinds import KINDS, is_local
from office_law import Returned, workshop
from office_outline import Outline
from workspaces import REPO

pytestmark = pytest.mark.tools

PARTNERS = sorted(path.stem for path in (REPO / "profiles").glob("[!_]*.yaml"))
LAYOUTS = ("standard", "standard", "onepage")
A_START = 12  # edits for one start of LibreOffice
BOOK = "seminar-2026"


@pytest.fixture(scope="session")
def where(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return workshop(tmp_path_factory.mktemp("workshop"))


def returned(
    steps: dict[str, tuple[Step, ...]], sent: Path, folder: Path, *, tracked: bool
) -> list[Returned]:
    """The files of some edits, as LibreOffice saved them."""
    first = () if tracked else (UNTRACKED,)
    scripts = {name: Script(sent, (*first, *done)) for name, done in {"": (), **steps}.items()}
    made, crashed = edited_as_far_as_possible(scripts, folder)
    for name in crashed:
        sys.stdout.write(f"LibreOffice crashed: {name}\n")
    assert "" in made
    return [Returned(name, path, made[""], is_local(name)) for name, path in made.items() if name]


@law(sample=2, full=250)
def test_an_edit_by_a_word_processor_comes_back_or_is_told(
    seed: int, where: Workspace, tmp_path: Path
) -> None:
    """Any edit made in LibreOffice, in the file of any partner and layout, comes back or is told."""
    dice = random.Random(seed)
    partner, layout, tracked = dice.choice(PARTNERS), dice.choice(LAYOUTS), dice.random() < 0.5
    common = load_common(where, layout)
    sent = tmp_path / "sent.docx"
    sent.write_bytes(write_word_file(where, load_partner(where, partner, common)))
    outline = Outline.of(sent)
    possible = {name: steps for name, kind in KINDS.items() if (steps := kind(outline)) is not None}
    names = dice.sample(sorted(possible), A_START)
    files = returned({name: possible[name] for name in names}, sent, tmp_path / "office", tracked=tracked)
    faults = [fault for file in files for fault in file.faults(where, common)]
    assert not faults, (partner, layout, tracked, faults)


@law(sample=1, full=20)
def test_an_edit_of_a_booklet_comes_back_or_is_told(seed: int, where: Workspace, tmp_path: Path) -> None:
    """Any edit made in LibreOffice in a booklet, also from one partner to another, comes back or is told."""
    dice = random.Random(seed)
    partners, tracked = dice.sample(PARTNERS, 3), dice.random() < 0.5
    made = publish.compile_booklet(where, BOOK, only=partners)
    common = made.commons[Depth.FULL]
    series = common.series.source.text
    sent = tmp_path / "sent.docx"
    sent.write_bytes(
        write_book(
            made.book,
            {depth: one.layout for depth, one in made.commons.items()},
            baseline=BookBaseline(BOOK, made.booklet.source.text, series),
            baselines=[Baseline(p.id, p.text, series) for p in made.partners.values()],
            root=REPO,
        )
    )
    outlines = [Outline.of(sent, partner) for partner in [*partners, ""]]
    possible = {name: steps for name, kind in BOOK_KINDS.items() if (steps := kind(outlines)) is not None}
    names = dice.sample(sorted(possible), min(A_START, len(possible)))
    files = returned({name: possible[name] for name in names}, sent, tmp_path / "office", tracked=tracked)
    faults = [fault for file in files for fault in file.faults(where, common)]
    assert not faults, (partners, tracked, faults)
