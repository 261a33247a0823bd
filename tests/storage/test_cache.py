"""Laws of the cache: what comes from it is what a clean build gives, and nothing of it can stop a build."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from brochure.build import last_build as lastbuild
from brochure.build.booklet import build_booklet, compiled
from brochure.build.brochure import build
from brochure.build.load import load_common
from brochure.storage.cache import FOLDER, Cache
from brochure.storage.fingerprint import SURE, known, same
from brochure.storage.workspace import Workspace
from law import law
from workspaces import REPO

PROFILE = """\
partner: {{name: 架空研究所{number}, reading: かくうけんきゅうじょ{number}, kind: institute, region: asia}}
edition: 2026-11
accent: "#766496"
milestones:
  - {{label: 締結, date: 2020-04, event: mou}}
answers:
  about:
    - bullets:
        - 本文は{number}である。{more}
"""
BOOKLET = "title: 架空の冊子\nedition: 2026-11\npartners: {sort: reading}\n"


@pytest.fixture
def shelf(tmp_path: Path) -> Workspace:
    """A workspace of its own with three small partners and a booklet of all."""
    for name in ("layouts", "shops"):
        shutil.copytree(REPO / name, tmp_path / name)
    (tmp_path / "fonts").symlink_to(REPO / "fonts")
    for name in ("profiles", "booklets", "output"):
        (tmp_path / name).mkdir()
    shutil.copy(REPO / "profiles" / "_series.yaml", tmp_path / "profiles")
    for number in range(3):
        write(tmp_path / f"profiles/p{number}.yaml", PROFILE.format(number=number, more=""))
    write(tmp_path / "booklets/all.yaml", BOOKLET)
    return Workspace(tmp_path)


def write(path: Path, text: str) -> None:
    """Write a file as of some time ago, so that its time tells it apart."""
    path.write_text(text, "utf-8")


def bound(where: Workspace, cache: Cache | None) -> tuple[bytes, object]:
    """The bytes of the booklet, and what was said."""
    output = where.root / ("kept" if cache else "clean")
    book = compiled(where, "all", cache=cache)
    made = build_booklet(where, book, output=output, formats=["pdf"], cache=cache)
    return made.paths[0].read_bytes(), (made.warnings, made.faults)


def add_text(where: Workspace, dice: random.Random) -> None:
    number = dice.randrange(3)
    more = "長い文が続いていくのである。" * dice.choice([1, 3, 60])  # some of them a page more
    write(where.profiles / f"p{number}.yaml", PROFILE.format(number=number, more=more))


def add_comment(where: Workspace, dice: random.Random) -> None:
    path = where.profiles / f"p{dice.randrange(3)}.yaml"
    write(path, f"# {dice.random()}\n{path.read_text('utf-8')}")


def change_style(where: Workspace, dice: random.Random) -> None:
    path = where.root / "layouts/standard/style.css"
    write(path, path.read_text("utf-8") + f"\nh2 {{ margin-top: {dice.randint(1, 6)}mm }}\n")


def change_template(where: Workspace, dice: random.Random) -> None:
    path = where.root / "layouts/standard/book/colophon.html.jinja"
    write(path, path.read_text("utf-8").replace("</body>", f"<p>{dice.random()}</p></body>"))


def change_series(where: Workspace, dice: random.Random) -> None:
    path = where.profiles / "_series.yaml"
    write(path, path.read_text("utf-8") + f"\n# {dice.random()}\n")


def change_order(where: Workspace, dice: random.Random) -> None:
    names = dice.sample(range(3), dice.choice([2, 3]))
    partners = ", ".join(f"{{id: p{number}}}" for number in names)
    write(where.booklet("all"), BOOKLET.replace("{sort: reading}", f"[{partners}]"))


EDITS: list[Callable[[Workspace, random.Random], None]] = [
    add_text,
    add_text,
    add_comment,
    change_style,
    change_template,
    change_series,
    change_order,
]


@law(sample=2, full=40)
def test_a_booklet_from_the_cache_is_that_of_a_clean_build(shelf: Workspace, seed: int) -> None:
    """A booklet from the cache is that of a clean build, whether a process remembers or not."""
    dice = random.Random(seed)
    caches = Cache(shelf.root / FOLDER), Cache(shelf.root / "remembered", memory={})
    for edits in range(4):
        if edits:
            dice.choice(EDITS)(shelf, dice)
        clean = bound(shelf, None)
        assert [bound(shelf, cache) for cache in caches] == [clean, clean]


def test_one_changed_partner_is_set_again_and_no_other(shelf: Workspace) -> None:
    cache = Cache(shelf.root / FOLDER)
    bound(shelf, cache)
    before = parts(cache)
    write(shelf.profiles / "p1.yaml", PROFILE.format(number=1, more="一文が加わった。"))
    bound(shelf, cache)
    assert sorted(parts(cache) - before) == [
        "all/p1.pdf again",
        "all/record.pdf again",
    ]  # the record carries the profiles


def parts(cache: Cache) -> set[str]:
    """What the pages are that were kept; those of two settings of one partner are told apart."""
    found = []
    for path, _ in cache.entries():
        if path.parent.name == "parts" and (entry := cache.get("parts", path.name)):
            found.append(str(entry.about["what"]))
    return {f"{name}{' again' * found[:index].count(name)}" for index, name in enumerate(found)}


def test_a_new_template_of_a_layout_is_noticed(shelf: Workspace) -> None:
    cache = Cache(shelf.root / FOLDER)
    bound(shelf, cache)
    write(shelf.root / "layouts/standard/new.html.jinja", "")
    before = parts(cache)
    bound(shelf, cache)
    assert len(parts(cache) - before) == len(before)  # whether it is used cannot be told from outside


def test_a_picture_that_changes_under_its_name_is_shown_as_it_is(shelf: Workspace) -> None:
    pictures, cache = REPO / "tests/samples/pictures", Cache(shelf.root / FOLDER)
    flag = "flag: {file: flag.png, alt: 旗}\n"
    write(shelf.profiles / "p0.yaml", flag + PROFILE.format(number=0, more=""))
    made = []
    for source in ("map.png", "flag.png"):
        shutil.copy(pictures / source, shelf.root / "flag.png")
        made.append(bound(shelf, cache))
    assert made[0] != made[1] == bound(shelf, None)


def test_a_broken_entry_is_none(shelf: Workspace) -> None:
    cache = Cache(shelf.root / FOLDER)
    made = bound(shelf, cache)
    for broken in (b"{}\n", b"half"):
        for path, _ in cache.entries():
            data = path.read_bytes()
            path.write_bytes(data[: len(data) // 2] if broken == b"half" else broken)
        assert bound(shelf, cache) == made, broken
    assert not cache.trouble


def test_a_cache_that_cannot_be_written_is_told_and_stops_nothing(shelf: Workspace) -> None:
    (shelf.root / FOLDER).write_text("a file where the folder should be", "utf-8")
    cache = Cache(shelf.root / FOLDER)
    assert bound(shelf, cache) == bound(shelf, None)
    assert [found.code for found in cache.trouble] == ["F201"]


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    cache = Cache(tmp_path / FOLDER, most=2500)
    for index, name in enumerate("abc"):
        cache.put("parts", name, {"what": name}, {"data": bytes(800)})
        os.utime(tmp_path / FOLDER / "parts" / name, (index, index))
    assert cache.get("parts", "a")  # and so it is used now
    cache.trim()
    assert [name for name in "abc" if cache.get("parts", name)] == ["a", "c"]


def test_a_cache_is_not_looked_through_at_every_build(tmp_path: Path) -> None:
    cache = Cache(tmp_path / FOLDER, most=0)
    cache.put("parts", "a", {"what": "a"}, {"data": b""})
    cache.trim(every=600)
    assert not cache.get("parts", "a")
    cache.put("parts", "a", {"what": "a"}, {"data": b""})
    cache.trim(every=600)
    assert cache.get("parts", "a")
    os.utime(tmp_path / FOLDER / "trimmed", (0, 0))
    cache.trim(every=600)
    assert not cache.get("parts", "a")


def test_the_program_is_another_one_when_any_of_its_files_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from brochure.build import remote_worker as remote
    from brochure.diagnostics import package
    from brochure.storage import cache

    assert package.package_root() == REPO / "src" / "brochure"
    copied = tmp_path / "brochure"
    shutil.copytree(package.package_root(), copied, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(cache, "package_root", lambda: copied)
    monkeypatch.setattr(remote, "package_root", lambda: copied)
    here, there = cache.tool.__wrapped__, remote.versions.__wrapped__
    known = here(), there()
    assert (here(), there()) == known
    for name in ("word/write.py", "__main__.py", "typesetting/base.css"):  # in rooms, beside them, no code
        path = copied / name
        path.write_bytes(path.read_bytes() + b"\n")
        assert here() != known[0], name
        assert (there() != known[1]) == (path.suffix == ".py"), name
        known = here(), there()


def test_runs_at_the_same_time_see_whole_entries(tmp_path: Path) -> None:
    cache = Cache(tmp_path / FOLDER)

    def run(number: int) -> bool:
        content = {"data": bytes([number]) * 200_000}
        for _ in range(20):
            cache.put("parts", "one", {"what": "one"}, content)
            found = cache.get("parts", "one")
            if found is None or len(set(found.contents["data"])) != 1:
                return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(run, range(4)))
    assert not list((tmp_path / FOLDER / "parts").glob(".*"))  # nothing half written is left


def test_an_entry_says_what_it_is_and_what_made_it(shelf: Workspace) -> None:
    cache = Cache(shelf.root / FOLDER)
    common = load_common(shelf, "standard")
    build(shelf, "p0", common, formats=["pdf"], output=shelf.output, cache=cache)
    (path, _), *_ = [entry for entry in cache.entries() if entry[0].parent.name == "parts"]
    line = path.read_bytes().partition(b"\n")[0].decode()
    assert '"what": "p0.pdf"' in line
    assert '"document"' in line
    assert "safe to delete" in (shelf.root / FOLDER / "CACHEDIR.TAG").read_text("utf-8").lower()


def test_a_file_that_has_just_changed_is_read(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("one")
    before = known(path)
    assert before
    path.write_text("two")
    os.utime(path, ns=(before[1], before[1]))  # as a coarse clock would have it
    assert not same(path, before, before[1])
    assert same(path, before, before[1] + SURE + 1)  # long after, the time would have changed


# --- as people use it -----------------------------------------------------------------------------


def run(where: Workspace, *arguments: str, code: int = 0) -> tuple[str, str]:
    """Run brochure in a process of its own; what it printed, and what it told."""
    environment = {**os.environ, "LC_ALL": "C"}
    command = [sys.executable, "-X", "importtime", "-m", "brochure", *arguments]
    ran = subprocess.run(
        command, cwd=where.root, env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == code, ran.stderr
    return ran.stdout, ran.stderr


def said(told: str) -> list[str]:
    """What was told, without the times of imports."""
    return [line for line in told.splitlines() if not line.startswith("import time:")]


HEAVY = ("weasyprint", "docx", "pydantic", "jinja2", "pikepdf", "pypdfium2", "yaml")


@pytest.mark.parametrize("command", [("build", "p0", "p1"), ("booklet", "all")])
def test_an_unchanged_build_touches_nothing_imports_nothing_and_says_the_same(
    shelf: Workspace, command: tuple[str, ...]
) -> None:
    write(shelf.profiles / "p1.yaml", PROFILE.format(number=1, more="長い文である。" * 60))
    first = run(shelf, *command)
    before = {path: path.stat().st_mtime_ns for path in shelf.output.iterdir()}
    second = run(shelf, *command)
    assert second[0] == first[0]
    assert said(second[1]) == said(first[1])
    assert {path: path.stat().st_mtime_ns for path in shelf.output.iterdir()} == before
    imported = {line.rsplit("|")[-1].strip() for line in second[1].splitlines() if "|" in line}
    assert not {name for name in imported if name.split(".")[0] in HEAVY}


def test_a_build_is_done_again_when_an_input_or_an_output_changed(shelf: Workspace) -> None:
    def built(*options: str) -> dict[str, bytes]:
        run(shelf, "build", "p0", *options)
        return {path.name: path.read_bytes() for path in shelf.output.iterdir()}

    first = built()
    (shelf.output / "p0.pdf").unlink()
    (shelf.output / "p0.docx").write_bytes(b"edited")
    assert built() == first
    for name, text in (("p0", PROFILE.format(number=0, more="別の文。")), ("_sources", "[]\n")):
        write(shelf.profiles / f"{name}.yaml", text)
        assert built() == built("--no-cache")


def test_the_cache_is_shown_emptied_and_explained(shelf: Workspace) -> None:
    run(shelf, "build", "p0")
    assert run(shelf, "cache", "--explain", "p0")[0].splitlines() == [
        "build p0 layout=standard format=pdf,docx",
        "  last time: made for the first time",
        "  next time: nothing has changed, it will not be made again",
    ]
    write(shelf.profiles / "p0.yaml", PROFILE.format(number=0, more="別の文。"))
    assert "next time: profiles/p0.yaml\n" in run(shelf, "cache", "--explain", "p0")[0]
    run(shelf, "build", "p0")
    assert "last time: profiles/p0.yaml\n" in run(shelf, "cache", "--explain", "p0")[0]
    assert run(shelf, "cache")[0].startswith(".brochure: 4 entries, ")
    assert run(shelf, "cache", "--clear")[0].startswith(".brochure: 0 entries, 0.0 MB")
    assert run(shelf, "cache", "--explain", "p0")[0] == "There is no record of a build of p0.\n"


def test_a_record_is_not_kept_of_inputs_that_change_while_they_are_read(shelf: Workspace) -> None:
    cache = Cache(shelf.root / FOLDER)
    task = lastbuild.Task("build", "p0", {}, shelf.root, shelf.output)
    path = shelf.profiles / "p0.yaml"
    for begun, kept in ((path.stat().st_mtime_ns - 1, False), (path.stat().st_mtime_ns + 1, True)):
        lastbuild.remember(cache, task, begun=begun, inputs=[path])
        assert bool(lastbuild.last(cache, task.key, shelf.root)) is kept
