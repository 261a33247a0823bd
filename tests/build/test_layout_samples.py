"""The samples of a layout have every kind of block, whatever the series."""

from __future__ import annotations

import shutil
from pathlib import Path

import yaml

from brochure.build.layout_samples import sample_partner, sample_text
from brochure.build.load import load_common
from brochure.document import tree
from brochure.storage.workspace import Workspace
from workspaces import REPO

ALL = {"paragraph", "bullets", "callout", "facts", "marks", "cases", "figure", "strip", "remark"}


def kinds(document: tree.Document) -> set[str]:
    """The kinds of blocks of a document."""
    return {block.kind.key for question in document.questions for block in question.blocks}


def test_the_samples_have_every_kind_of_block(fresh: Path) -> None:
    shutil.copytree(REPO / "pictures", fresh / "pictures")
    where = Workspace(fresh)
    made = sample_partner(where, load_common(where, "standard"))
    assert kinds(made.document) == ALL
    assert made.warnings == ()
    assert len(made.document.notes) == 2


def test_without_the_picture_of_a_new_workspace_there_is_no_figure(fresh: Path) -> None:
    where = Workspace(fresh)
    assert kinds(sample_partner(where, load_common(where, "onepage")).document) == ALL - {"figure", "strip"}


def test_a_series_of_one_question_has_all_its_tables(fresh: Path) -> None:
    path = fresh / "profiles" / "_series.yaml"
    data = yaml.safe_load(path.read_text("utf-8"))
    data["questions"] = {"only": "何をしていますか？"}
    data.pop("form", None)
    path.write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    where = Workspace(fresh)
    made = sample_partner(where, load_common(where, "standard"))
    assert kinds(made.document) == ALL - {"figure", "strip"}
    [question] = made.document.questions
    tables = [block for block in question.blocks if isinstance(block, tree.FactTable | tree.MarkTable)]
    assert len(tables) == min(2, len(data["facts"])) + min(2, len(data["marks"]))
    assert "only:" in sample_text(load_common(where, "standard").series.data)
