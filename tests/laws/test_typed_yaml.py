"""Damaged YAML files: the check names places in them; the fixes restore them, or the check says why not."""

from __future__ import annotations

import contextlib
import random
import re
import shutil
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from brochure.build import fix
from brochure.build.load import load_common, load_partner
from brochure.build.starter import SAMPLE
from brochure.diagnostics.catalogue import format_problem
from brochure.diagnostics.problem import BrochureError, Problem
from brochure.diagnostics.visible import show_invisible
from brochure.schema import booklet, print_shop
from brochure.schema.yaml_reader import Data, parse_yaml
from brochure.storage.workspace import Workspace
from law import law
from typed_yaml import ENCODINGS, decorated, jumbled, slipped
from workspaces import REPO, SAMPLES

FIXED = (
    "profiles/liaoning.yaml",
    "profiles/awkward.yaml",
    "profiles/_series.yaml",
    "layouts/standard/layout.yaml",
)
TYPED = {f"Y12{digit}" for digit in range(1, 7)}
CHECKED = (*FIXED, "booklets/seminar-2026.yaml", "shops/booklet.yaml")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace whose files may be damaged; each test restores what it damages."""
    root = tmp_path_factory.mktemp("typed")
    for folder in ("layouts", "shops", "booklets"):
        shutil.copytree(REPO / folder, root / folder)
    (root / "profiles").mkdir()
    for name in SAMPLE:
        shutil.copy(REPO / "profiles" / name, root / "profiles" / name)
    shutil.copy(SAMPLES / "profiles" / "awkward.yaml", root / "profiles")
    (root / "fonts").symlink_to(REPO / "fonts")
    return Workspace(root)


def check(where: Workspace, file: str) -> tuple[Problem, ...]:
    """What is told of a file: errors and warnings, each with words in both languages."""
    name = Path(file).stem if file.startswith("profiles/") and "_" not in file else "liaoning"
    raw = (where.root / file).read_bytes()
    try:
        if file.startswith("shops"):
            told = print_shop.validate_print_shop(where.root / file, raw, file).warnings
        else:
            common = load_common(where, "standard")
            if file.startswith("booklets"):
                told = booklet.validate_booklet(
                    "seminar-2026", raw, file, series=common.series, partners=["liaoning"]
                ).warnings
            else:
                told = load_partner(where, name, common).warnings
    except BrochureError as error:
        told = (*error.problems, *error.warnings)
    for found in told:
        assert format_problem(found, "ja").message
        assert format_problem(found, "en").message
    return told


def check_places(where: Workspace, told: tuple[Problem, ...]) -> None:
    """Every place is in a file that exists, and in one of its lines."""
    for found in told:
        if found.location and found.location.line:
            raw = (where.root / found.location.file).read_bytes()
            lines = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
            assert found.location.line <= lines, found


def data_of(raw: bytes) -> Data:
    """The data of a file without quotes (a text in “ ” may be meant so) and invisible characters."""
    return bare(parse_yaml(raw, "").data)


def bare(data: Data) -> Data:
    """Data without quotes and invisible characters."""
    if isinstance(data, dict):
        return {key: bare(value) for key, value in data.items()}
    if isinstance(data, list):
        return [bare(one) for one in data]
    if data and re.fullmatch(r"[\d－-]+", data):
        return unicodedata.normalize("NFKC", data)  # a date in full-width digits is read as the date
    return data and re.sub('["“”„＂\u200b\u2060\ufeff]', "", data)


def fixed(where: Workspace, file: str) -> fix.FoundFixes:
    """Show and write the fixes; only lines that were shown are others then."""
    names = [Path(file).stem] if file.startswith("profiles/") and "_" not in file else ["liaoning"]
    found = fix.find_fixes(where, names, "standard")
    assert {one.shown for one in found.files} <= {file}
    for one in found.files:
        shown = list(one.diff_lines())
        old = Counter(map(show_invisible, text_lines(one.before.decode("utf-8", "replace"))))
        new = Counter(map(show_invisible, text_lines(one.after.decode())))
        if not one.encoding:
            assert old - new == Counter(line[1:] for line in shown[2:] if line[0] == "-") - Counter(
                line[1:] for line in shown[2:] if line[0] == "+"
            )
        assert new - old <= Counter(line[1:] for line in shown[2:] if line[0] == "+")
    backups = fix.write_fixes(found.files)
    for one in found.files:
        assert backups[one.path].read_bytes() == one.before
        assert one.path.read_bytes() == one.after
        backups[one.path].unlink()
    return found


def text_lines(text: str) -> Iterator[str]:
    """The lines of a text that are not empty; CR alone ends a line, too."""
    yield from filter(None, text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


@law(sample=40, full=8000)
def test_a_mistyped_file_is_mended_or_its_mistakes_are_told_where_they_are(
    seed: int, place: Workspace
) -> None:
    dice = random.Random(seed)
    file = dice.choice(FIXED)
    path = place.root / file
    before = path.read_bytes()
    meant = decorated(before.decode(), dice).encode()
    text, slips = slipped(meant.decode(), dice)
    raw = text.encode()
    if dice.random() < 0.1:
        with contextlib.suppress(UnicodeEncodeError):  # this encoding does not have all characters
            raw = text.encode(dice.choice(ENCODINGS))
    path.write_bytes(raw)
    try:
        told = check(place, file)
        check_places(place, told)
        found = fixed(place, file)
        left = check(place, file)
        check_places(place, left)
        own = [one for one in (*told, *found.warnings) if one.location and one.location.file == file]
        if raw == text.encode():
            typed = {one.location.line for one in own if one.location and one.code in TYPED}
            # how far the text of a block must be indented is not certain if its key is not
            unclear = {line + 1 for line, slip in slips.items() if re.match(r"indentation: .*\|'$", slip)}
            assert typed <= slips.keys() | unclear, "a sign is told that is right"
        if raw != meant and not own:
            assert data_of(raw) == data_of(meant), slips
        rest = [one for one in left if one.location and one.location.file == file and one.code[0] in "YPN"]
        if not rest:
            assert data_of(path.read_bytes()) == data_of(meant), slips
    finally:
        path.write_bytes(before)


@law(sample=40, full=8000)
def test_whatever_a_file_contains_the_check_names_places_in_it(seed: int, place: Workspace) -> None:
    dice = random.Random(seed)
    file = dice.choice(CHECKED)
    path = place.root / file
    meant = path.read_bytes()
    path.write_bytes(jumbled(meant, dice))
    try:
        check_places(place, check(place, file))
        if file in FIXED:
            fixed(place, file)
            check_places(place, check(place, file))
    finally:
        path.write_bytes(meant)
