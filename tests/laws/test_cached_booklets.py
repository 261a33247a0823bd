"""Laws of the cache: a booklet from the cache is that of a clean build, only what changed is made again."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from brochure.storage.cache import FOLDER, Cache
from brochure.storage.workspace import Workspace
from cached_builds import BOOKLET, PROFILE, bound, new_shelf, parts, write
from law import law
from workspaces import REPO


@pytest.fixture
def shelf(tmp_path: Path) -> Workspace:
    """A workspace of its own with three small partners and a booklet of all."""
    return new_shelf(tmp_path)


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


def test_one_changed_half_of_a_page_is_set_again_and_not_its_neighbour(shelf: Workspace) -> None:
    write(shelf.booklet("all"), BOOKLET.replace("{sort: reading}", "{sort: reading, depth: half}"))
    cache = Cache(shelf.root / FOLDER)
    assert bound(shelf, cache) == bound(shelf, cache) == bound(shelf, None)
    before = parts(cache)
    write(shelf.profiles / "p1.yaml", PROFILE.format(number=1, more="一文が加わった。"))
    assert bound(shelf, cache) == bound(shelf, None)
    assert sorted(parts(cache) - before) == ["all/p1.pdf again", "all/record.pdf again"]


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


def test_a_cache_that_cannot_be_written_is_told_and_stops_nothing(shelf: Workspace) -> None:
    (shelf.root / FOLDER).write_text("a file where the folder should be", "utf-8")
    cache = Cache(shelf.root / FOLDER)
    assert bound(shelf, cache) == bound(shelf, None)
    assert [found.code for found in cache.write_problems] == ["F201"]


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
