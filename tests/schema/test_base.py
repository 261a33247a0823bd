"""Problems of shape: any key that somebody may write is named at its place."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from brochure.build.load import SharedInput, load_common, load_partner_text
from brochure.diagnostics.catalogue import format_problem
from brochure.diagnostics.problem import BrochureError, Problem
from brochure.schema import booklet, layout, print_shop, profile
from brochure.schema.series import validate_series
from brochure.schema.yaml_reader import YamlPath, parse_yaml
from law import law
from workspaces import REPO, workspace

FILES = {
    "profile": "profiles/liaoning.yaml",
    "awkward": "tests/samples/profiles/awkward.yaml",
    "series": "profiles/_series.yaml",
    "layout": "layouts/standard/layout.yaml",
    "booklet": "booklets/seminar-2026.yaml",
    "shop": "shops/booklet.yaml",
}
ODD_KEYS = (
    *(
        "a:b",
        "a.b",
        "",
        " ",
        "[key]",
        "[key]:",
        "0",
        "-1",
        "true",
        "~",
        "\0key",
        "a\nb",
        "é か",
        "{a}",
        "[^x]",
    ),
    *(
        "#c",
        "@id",
        "'",
        '"',
        "__class__",
        "model_fields",
        "function-after",
        "x" * 900,
        "http://x/",
        "answers",
    ),
    *profile.TAGS,
    *booklet.TAGS,
)
SIGNS = "ab:.-_[]{}\"'#&*!|>%@`,?\\/ \t　：（）日本語ｱé\n\0"


@cache
def shared() -> SharedInput:
    """What all partners of the repository share."""
    return load_common(workspace("repo"), "standard")


def problems_of(kind: str, data: object, folder: Path) -> tuple[Problem, ...]:
    """The problems of a file with this data, each of which has words; nothing else is raised."""
    raw, where = json.dumps(data, ensure_ascii=False, indent=0).encode(), workspace("repo")
    try:
        match kind:
            case "series":
                validate_series(raw, "f.yaml")
            case "booklet":
                booklet.validate_booklet(
                    "seminar-2026", raw, "f.yaml", series=shared().series, partners=where.names()
                )
            case "shop":
                print_shop.validate_print_shop(REPO / FILES["shop"], raw, "f.yaml")
            case "layout":
                copy = folder / "standard"
                if not copy.exists():
                    shutil.copytree(REPO / "layouts" / "standard", copy)
                (copy / "layout.yaml").write_bytes(raw)
                layout.validate_layout(copy, where.fonts(), shown="f")
            case _:
                load_partner_text(where, "liaoning", parse_yaml(raw, "f.yaml"), shared())
    except BrochureError as error:
        for found in (*error.problems, *error.warnings):
            assert format_problem(found, "ja").message
            assert format_problem(found, "en").message
        return error.problems
    return ()


def mappings(data: Any, path: YamlPath = ()) -> Iterator[YamlPath]:
    """The paths of all mappings."""
    if isinstance(data, dict):
        yield path
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in pairs:
        yield from mappings(value, (*path, step))


def with_key(kind: str, dice: random.Random, key: str, value: object) -> tuple[Any, YamlPath]:
    """A file's data with one more key in one of its mappings, and the path of the key."""
    data: Any = parse_yaml((REPO / FILES[kind]).read_bytes(), "f.yaml").data
    paths = [path for path in mappings(data) if "sources" not in path]  # CSL items have their own checks
    chosen = here = dice.choice(paths)
    place: Any = data
    for step in here:
        place = place[step]
    place.setdefault(key, value)
    return data, (*chosen, key)


def line_of(data: object, path: YamlPath) -> int:
    """The line of a key in the file that is made of the data."""
    raw = json.dumps(data, ensure_ascii=False, indent=0).encode()
    return parse_yaml(raw, "f.yaml").locate_key(path).line


@law(sample=60, full=5000)
def test_any_key_at_any_place_is_read_or_told_and_is_never_a_fault_of_the_program(
    seed: int, tmp_path: Path
) -> None:
    dice = random.Random(seed)
    kind = dice.choice(list(FILES))
    made = "".join(dice.choices(SIGNS, k=dice.randint(0, 12)))
    key = dice.choice([dice.choice(ODD_KEYS), made])
    data, path = with_key(kind, dice, key, dice.choice(["x", ["x"], {"x": "y"}, {"z": key}, "", None]))
    for found in problems_of(kind, data, tmp_path):
        if found.code == "P101" and dict(found.details)["found"] == key:
            assert found.location
            assert found.location.line == line_of(data, path), (kind, path)


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("key", [key for key in ODD_KEYS if key not in ("answers", "\0key", "a\nb")])
def test_an_unknown_key_at_the_top_is_told_by_name_and_place(kind: str, key: str, tmp_path: Path) -> None:
    data: Any = parse_yaml((REPO / FILES[kind]).read_bytes(), "f.yaml").data
    data[key] = "x"
    told = [
        (found.code, found.location and found.location.line, dict(found.details).get("found"))
        for found in problems_of(kind, data, tmp_path)
    ]
    assert ("P101", line_of(data, (key,)), key) in told


@pytest.mark.parametrize("tag", [*profile.TAGS, *booklet.TAGS, "[key]", "a:b"])
def test_a_key_that_pydantic_uses_itself_is_told_in_a_block_and_among_notes(tag: str, tmp_path: Path) -> None:
    data: Any = parse_yaml((REPO / FILES["profile"]).read_bytes(), "f.yaml").data
    data["answers"]["about"][0][tag] = "x"
    data["answers"][tag] = ["x"]
    told = {
        (found.code, found.location and found.location.line)
        for found in problems_of("profile", data, tmp_path)
    }
    assert ("P101", line_of(data, ("answers", "about", 0, tag))) in told
    assert ("P108", line_of(data, ("answers", tag))) in told
    assert ("P104", line_of(data, ("answers", tag)) + 1) in told
