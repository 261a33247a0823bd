"""Laws of partners that are kept: a booklet compiled from the cache is the one compiled anew."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from brochure.assembly import citation_cache as wordings
from brochure.build import members as partners
from brochure.build.booklet import compile_booklet
from brochure.build.chapters import CompiledBooklet
from brochure.diagnostics.problem import BrochureError
from brochure.schema import references as proofread
from brochure.storage.cache import FOLDER, Cache
from brochure.storage.workspace import Workspace
from compiled_booklets import HEAD, NAMES, change, comment, export, name, new_shelf, survey, wording
from law import law


@pytest.fixture
def shelf(tmp_path: Path) -> Workspace:
    """A workspace with a few real partners, one of which includes a file of sources."""
    return new_shelf(tmp_path)


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


def outcome(where: Workspace, cache: Cache | None) -> object:
    """All that is compiled, with every address and place; or what is wrong."""
    try:
        made = compile_booklet(where, "all", cache=cache)
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
    change(where.profiles / "_series.yaml", "no_answer: ", f"# {dice.random()}\nno_answer: ")


def labels(where: Workspace, dice: random.Random) -> None:
    sign = dice.choice("●◎■")
    change(where.root / "layouts/standard/layout.yaml", "marked: ○", f"marked: {sign}")


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
    compile_booklet(shelf, "all", cache=cache)
    assert sorted(read) == sorted(NAMES)
    read.clear()
    compile_booklet(shelf, "all", cache=cache)
    assert read == []
    comment(shelf, random.Random(1))
    compile_booklet(shelf, "all", cache=cache)
    assert len(read) == 1


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
    assert not cache.write_problems


def test_without_a_cache_nothing_is_written(shelf: Workspace) -> None:
    before = sorted(shelf.root.rglob("*"))
    compile_booklet(shelf, "all")
    assert sorted(shelf.root.rglob("*")) == before
