"""Templates of somebody hostile: each is refused at its place or printed, and reaches nothing outside."""

from __future__ import annotations

import random
import re
import sys
from pathlib import Path

import pytest

from brochure.build.load import load_common, load_partner
from brochure.diagnostics.catalogue import format_problem
from brochure.diagnostics.problem import BrochureError
from brochure.storage.workspace import Workspace
from brochure.typesetting.html import write_html
from damaged_workspaces import SECRET, patient, run_apart, small_workspace, sound
from hostile_templates import HostileTemplate
from law import law
from pdf_actions import check_actions

PLACES = ("page.html.jinja", "page.html.jinja", "blocks/facts.html.jinja", "blocks/paragraph.html.jinja")
LONG = 100_000  # characters of a page, which has 12,000 otherwise


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")


def workspace(folder: Path) -> Path:
    """A small workspace with a secret beside it."""
    (folder / "secret.txt").write_text(SECRET)
    (root := folder / "workspace").mkdir()
    return small_workspace(root)


def fill(root: Path) -> int:
    """The number of characters of the page of the partner, of which nothing is typeset."""
    where = Workspace(root)
    loaded = load_partner(where, "small", load_common(where, "standard"))
    layout = loaded.common.layout
    return len(write_html(loaded.document, layout, root=root, shown="layouts/standard").html)


def print_page(root: Path) -> None:
    """Fill the templates in a process of its own, as if it were a command."""
    try:
        sys.stdout.write(f"page of {fill(root)} characters\n")
    except BrochureError as error:
        sys.stdout.write(f"refused {format_problem(error.problems[0], 'en')}\n")
        sys.exit(1)


@law(sample=12, full=2500)
@patient(workspace)
def test_a_hostile_template_is_refused_or_filled_and_reaches_nothing(root: Path, seed: int) -> None:
    """A hostile template is refused at its place or printed, in bounded work, and reaches nothing."""
    dice = random.Random(seed)
    layout, text = root / "layouts" / "standard", HostileTemplate(dice).text()
    path = layout / dice.choice(PLACES)
    before = path.read_text("utf-8") if path.exists() else "{{ block.content|inline }}"
    at = max(0, dice.choice([0, before.find("<article"), before.find("</article>"), len(before)]))
    path.write_text(before[:at] + text + before[at:], "utf-8")
    filled = run_apart(root, run=lambda: print_page(root))
    sound(filled, 0, 1)
    if filled.code:
        assert re.search(r"refused layouts/standard/\S+: error L\d", filled.said), filled.said
        return
    if int(filled.said.removeprefix("page of ").split()[0]) > LONG:
        return  # how long it takes to typeset is up to the layout
    ended = run_apart(root, "build", "small", "--no-cache", "--format", "pdf")
    sound(ended, 0, 1, 5)
    if re.search(r"error [LR]\d", ended.said):
        assert not (root / "output" / "small.pdf").exists()
    else:
        check_actions(root / "output" / "small.pdf")
