"""Laws of partners that are kept: a booklet compiled from the cache is the one compiled anew."""

from __future__ import annotations

import json
import random
import shutil
import typing
from collections.abc import Callable
from dataclasses import is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

from brochure.assembly import citation_cache as wordings
from brochure.assembly.citation import Citation, CslStyle
from brochure.build import members as partners
from brochure.build.booklet import compiled
from brochure.build.chapters import CompiledBooklet
from brochure.diagnostics.problem import BrochureError
from brochure.document import tree as document
from brochure.document.partial_date import PartialDate
from brochure.document.tree import Inlines
from brochure.schema import references as proofread
from brochure.storage.cache import FOLDER, Cache
from brochure.storage.serialise import Packing
from brochure.storage.workspace import Workspace
from law import law
from workspaces import REPO

NAMES = ["liaoning", "oulu", "maryland", "stanford"]
HEAD = "title: 架空の冊子\nedition: 2026-11\n"
OVERRIDDEN = """\
partners:
  - id: liaoning
  - id: oulu
    depth: page
    overrides:
      - {at: partner.name, was: %s, use: オウル市（架空の別名）}
  - {id: maryland, depth: row}
  - id: stanford
"""


@pytest.fixture
def shelf(tmp_path: Path) -> Workspace:
    """A workspace with a few real partners, one of which includes a file of sources."""
    shutil.copytree(REPO / "layouts", tmp_path / "layouts")
    for name in ("fonts", "pictures"):
        (tmp_path / name).symlink_to(REPO / name)
    for name in ("profiles", "booklets"):
        (tmp_path / name).mkdir()
    for name in ("_series", "_sources", *NAMES):
        shutil.copy(REPO / f"profiles/{name}.yaml", tmp_path / "profiles")
    # this citation style prints what is in the ledger
    change(tmp_path / "layouts/standard/layout.yaml", "citation/house.csl", "citation/sist02.csl")
    profile = tmp_path / "profiles/oulu.yaml"
    text = profile.read_text("utf-8").replace("sources:\n", "sources:\n  - export.json\n", 1)
    profile.write_text(text, "utf-8")
    export(tmp_path, "架空の題名")
    (tmp_path / "booklets/all.yaml").write_text(HEAD, "utf-8")
    return Workspace(tmp_path)


def export(root: Path, title: str) -> None:
    """Write the included file."""
    item = {"id": "extra", "type": "book", "title": title, "issued": {"date-parts": [[2020]]}}
    (root / "profiles/export.json").write_text(json.dumps([item]), "utf-8")


def outcome(where: Workspace, cache: Cache | None) -> object:
    """All that is compiled, with every address and place; or what is wrong."""
    try:
        made = compiled(where, "all", cache=cache)
    except BrochureError as error:
        return error.problems, error.warnings
    return repr(made.book), made.warnings, repr(list(made.partners.values())), places(made)


def places(made: CompiledBooklet) -> list[str]:
    """Where the addresses of notes and blocks lie."""
    found = []
    for chapter in made.book.chapters:
        locate = made.partners[chapter.document.id].locate
        found += [str(locate(note.at)) for note in chapter.document.notes]
        found += [str(locate(question.title.at)) for question in chapter.document.questions]
        found += [str(locate(block.at)) for q in chapter.document.questions for block in q.blocks]
    return found


def change(path: Path, old: str, new: str) -> None:
    """Change a text, if it is still there."""
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")


def comment(where: Workspace, dice: random.Random) -> None:
    path = where.profile(dice.choice(NAMES))
    path.write_text(f"# {dice.random()}\n{path.read_text('utf-8')}", "utf-8")


def name(where: Workspace, dice: random.Random) -> None:
    change(where.profile("oulu"), "name: オウル市", f"name: オウル市{dice.randrange(9)}")


def doubt(where: Workspace, dice: random.Random) -> None:
    change(where.profile(dice.choice(NAMES)), "bullets:\n", "bullets:\n        - ・架空の項目である\n")


def mistake(where: Workspace, dice: random.Random) -> None:
    path = where.profile(dice.choice(NAMES))
    path.write_text(path.read_text("utf-8") + f"\nkey{dice.randrange(9)}: x\n", "utf-8")


def cite(where: Workspace, dice: random.Random) -> None:
    call = dice.choice(["[@extra]", "[@extra, p. 3]", "[@mou-partners]"])
    change(where.profile("oulu"), "bullets:\n", f"bullets:\n        - 架空の文である。{call}\n")


def included(where: Workspace, dice: random.Random) -> None:
    export(where.root, f"架空の題名{dice.randrange(99)}")


def shared(where: Workspace, dice: random.Random) -> None:
    change(where.profiles / "_sources.yaml", "author: 神奈川県", f"author: 神奈川県{dice.randrange(99)}")


def ledger(where: Workspace, dice: random.Random) -> None:
    entry = f"{{verdict: ok, archive: https://example.org/{dice.randrange(99)}}}"
    text = "".join(f"{name}: {entry}\n" for name in ("extra", "jetro-seminar"))
    (where.profiles / "_ledger.yaml").write_text(text, "utf-8")


def series(where: Workspace, dice: random.Random) -> None:
    change(where.profiles / "_series.yaml", "survey: ", f"# {dice.random()}\nsurvey: ")


def survey(where: Workspace, dice: random.Random) -> None:
    change(where.profiles / "_series.yaml", "survey: 2019", f"survey: 20{dice.randrange(10, 20)}")


def labels(where: Workspace, dice: random.Random) -> None:
    sign = dice.choice("●◎■")
    change(where.root / "layouts/standard/layout.yaml", "marked: ○", f"marked: {sign}")


def wording(where: Workspace, dice: random.Random) -> None:
    for path in (where.root / "layouts").glob("*/citation/*.csl"):
        old = '<layout delimiter="; " suffix="' if path.stem == "sist02" else 'suffix="'
        change(path, old, old + dice.choice("＋＊"))


def order(where: Workspace, dice: random.Random) -> None:
    sort = dice.choice(["region", "mou", "reading"])
    depth = dice.choice(["full", "page", "row"])
    numbers = dice.choice(["partner", "through"])
    placement = dice.choice(["page", "section", "partner", "booklet"])
    text = (
        f"partners: {{sort: {sort}, depth: {depth}}}\nnotes: {{numbers: {numbers}, placement: {placement}}}\n"
    )
    text += f"notes: {{numbers: {numbers}, placement: {placement}}}\n"
    where.booklet("all").write_text(HEAD + text, "utf-8")


def overridden(where: Workspace, dice: random.Random) -> None:
    top = "\n" * dice.randrange(3)
    was = dice.choice(["オウル市", "前の名"])
    where.booklet("all").write_text(top + HEAD + OVERRIDDEN % was, "utf-8")


def explained(where: Workspace, dice: random.Random) -> None:
    text = "glossary:\n  - {term: MOU, reading: えむおーゆー, meaning: 覚書のこと。, short: 覚書}\n"
    where.booklet("all").write_text(HEAD + text + f"index: {dice.choice(['true', 'false'])}\n", "utf-8")


EDITS: list[Callable[[Workspace, random.Random], None]] = [
    *(comment, name, doubt, mistake, cite, included, shared, ledger),
    *(series, survey, labels, wording, order, overridden, explained),
]


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_each_edit_changes_what_is_compiled(
    shelf: Workspace, edit: Callable[[Workspace, random.Random], None]
) -> None:
    dice = random.Random(3)
    change(shelf.profile("oulu"), "bullets:\n", "bullets:\n        - 架空の文である。[@extra]\n")
    before = outcome(shelf, None)
    edit(shelf, dice)
    assert outcome(shelf, None) != before


@law(sample=3, full=150)
def test_a_booklet_compiled_from_the_cache_is_the_one_compiled_anew(shelf: Workspace, seed: int) -> None:
    """A booklet compiled from the cache is the one compiled anew, whether a process remembers or not."""
    dice = random.Random(seed)
    caches = Cache(shelf.root / FOLDER), Cache(shelf.root / "remembered", memory={})
    edits = [edit for edit in EDITS if edit is not mistake]
    for edit in [*dice.sample(edits, len(edits)), mistake]:
        edit(shelf, dice)
        anew = outcome(shelf, None)
        for cache in caches:
            assert outcome(shelf, cache) == anew, edit.__name__
            assert outcome(shelf, cache) == anew, f"again, after {edit.__name__}"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The profiles that are read and checked from now on."""
    names: list[str] = []
    load = proofread.validate_profile

    def loading(*arguments: object, **named: object) -> object:
        names.append(str(named["name"]))
        return load(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(proofread, "validate_profile", loading)
    return names


def test_only_what_changed_is_read_again(shelf: Workspace, read: list[str]) -> None:
    cache = Cache(shelf.root / FOLDER)
    compiled(shelf, "all", cache=cache)
    assert sorted(read) == sorted(NAMES)
    read.clear()
    compiled(shelf, "all", cache=cache)
    assert read == []
    comment(shelf, random.Random(1))
    compiled(shelf, "all", cache=cache)
    assert len(read) == 1


def test_citations_are_worded_again_only_where_they_or_their_style_changed(
    shelf: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    worded: list[str] = []
    render = CslStyle.render

    def rendering(style: CslStyle, citation: Citation) -> Inlines:
        worded.append(str(citation.item["id"]))
        return render(style, citation)

    monkeypatch.setattr(CslStyle, "render", rendering)
    cache = Cache(shelf.root / FOLDER)
    compiled(shelf, "all", cache=cache)
    worded.clear()
    comment(shelf, random.Random(1))
    survey(shelf, random.Random(1))
    compiled(shelf, "all", cache=cache)
    assert worded == []
    change(shelf.profile("oulu"), "bullets:\n", "bullets:\n        - 架空の文である。[@extra]\n")
    compiled(shelf, "all", cache=cache)
    assert worded == ["extra"]
    wording(shelf, random.Random(1))
    compiled(shelf, "all", cache=cache)
    assert len(set(worded)) > 10


def test_an_entry_that_is_broken_or_holds_something_else_is_made_anew(shelf: Workspace) -> None:
    cache, law = Cache(shelf.root / FOLDER), outcome(shelf, None)
    assert outcome(shelf, cache) == law
    for path, _ in list(cache.entries()):
        data = path.read_bytes()
        path.write_bytes(data[: len(data) // 2])
    assert outcome(shelf, cache) == law
    other = b'["os.system", "x"]'
    for stage, wrong in ((partners.READ, b'["", 1]'), (partners.ASSEMBLED, other), (wordings.STAGE, other)):
        for path, _ in [entry for entry in cache.entries() if entry[0].parent.name == stage]:
            found = cache.get(stage, path.name)
            assert found
            cache.put(stage, path.name, {"included": {}}, dict.fromkeys(found.contents, wrong))
        assert outcome(shelf, cache) == law
    assert not cache.trouble


def test_without_a_cache_nothing_is_written(shelf: Workspace) -> None:
    before = sorted(shelf.root.rglob("*"))
    compiled(shelf, "all")
    assert sorted(shelf.root.rglob("*")) == before


def collect(hint: Any, found: set[type]) -> set[type]:
    """Add the dataclasses and enumerations that a value of this type may hold, and those that they hold."""
    for inner in typing.get_args(hint):
        collect(inner, found)
    if isinstance(hint, type) and hint not in found and (is_dataclass(hint) or issubclass(hint, Enum)):
        found.add(hint)
        for inner in typing.get_type_hints(hint).values() if is_dataclass(hint) else ():
            collect(inner, found)
    return found


def test_every_class_that_a_document_may_hold_is_named() -> None:
    assert collect(document.Document, set()) == {*document.CLASSES, PartialDate}


def test_two_classes_of_one_name_are_not_mixed_up() -> None:
    with pytest.raises(ValueError, match="two classes are named Text"):
        Packing([*document.CLASSES, type("Text", (), {})])


def test_only_named_classes_come_out_of_a_file() -> None:
    packing = Packing(document.CLASSES)
    for wrong in (b'["Path", "/"]', b'["Text"]', b"[]", b"[[]]", b"{", b"[null]"):
        with pytest.raises((ValueError, LookupError, TypeError)):
            packing.unpack(wrong)
    with pytest.raises(TypeError):
        packing.pack((Path("/"),))
