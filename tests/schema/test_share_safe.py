"""A YAML file for sharing has the same values, and nothing that was written for colleagues."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest

from brochure.diagnostics.problem import BrochureError
from brochure.schema.share_safe import text_for_sharing
from brochure.schema.yaml_reader import parse_yaml
from workspaces import REPO, SAMPLES

FILES = sorted(
    [
        *(REPO / "profiles").glob("*.yaml"),
        *(REPO / "booklets").glob("*.yaml"),
        *SAMPLES.glob("profiles/*.yaml"),
    ]
)
SECRET = "部外秘メモ"


def data(text: str) -> object:
    found = parse_yaml(text.encode(), "").data
    if not isinstance(found, dict):
        return found
    return {key: value for key, value in found.items() if key != "accepted"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_values_of_every_file_stay_and_its_comments_go(path: Path) -> None:
    text = path.read_text("utf-8")
    shared = text_for_sharing(text)
    assert parse_yaml(shared.encode(), "").data == data(text)
    assert not re.search(r"^\s*#", shared, re.MULTILINE)
    assert text_for_sharing(shared) == shared
    # what is left are lines of the file, in their order, and not a file that was written anew
    lines = iter([line.rstrip() for line in text.splitlines()])
    for line in shared.splitlines():
        assert any(kept.startswith(line) for kept in lines), line


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_comments_at_any_place_go(path: Path) -> None:
    """A comment after or before any line, where it does not become part of a text."""
    text, dice, tried = path.read_text("utf-8"), Random(path.stem), 0
    lines = text.splitlines(keepends=True)
    for _ in range(60):
        at = dice.randrange(len(lines))
        comment = dice.choice(["# {}", "#{}", " # {} # ' \"", "\t# {}: [", "# - {}\n\n# {}\n"]).replace(
            "{}", SECRET
        )
        if dice.random() < 0.5:
            changed = [
                *lines[:at],
                lines[at].rstrip("\n") + " " + comment.strip("\n") + "\n",
                *lines[at + 1 :],
            ]
        else:
            changed = [*lines[:at], comment.rstrip("\n") + "\n", *lines[at:]]
        written = "".join(changed)
        try:
            if SECRET in str(parse_yaml(written.encode(), "").data) or data(written) != data(text):
                continue  # part of a text there
        except BrochureError:  # not YAML with a comment there
            continue
        tried += 1
        shared = text_for_sharing(written)
        assert SECRET not in shared
        assert parse_yaml(shared.encode(), "").data == data(text)
    assert tried > 10


@pytest.mark.parametrize(
    "text",
    [
        "a: b # {}\nc: d\n",
        "a: b # {}",
        "# {}\n\n# {}\na: b\n# {}",
        "a: |  # {}\n  # text\n  x # text\n# {}\nc: d\n",
        "a: >- # {}\n  x\n\n# {}\n\nc: d\n",
        "a: |+\n  x\n\n# {}\n\n# {}\nc: d\n",
        "a: |2\n   x # t\n # {}\n\nc: d\n",
        "a: [b, # {}\n  c # {}\n  , '#d' # {}\n  ]\n",
        "a: {b: c, # {}\n  d: e}  # {}\n",
        "a: # {}\n  # {}\n  - b # {}\n  # {}\n  - c\n",
        'a: \'x # y\' # {}\nb: "x # y\\" # z" # {}\nc: x#y # {}\n',
        "a: x\n  y # {}\nb: c\n",
        "a: b # {}\r\n# {}\r\nc: d\r\n",
        "a: # {}\nb:\n  c: # {}\n    d\n",
        "? a # {}\n: b # {}\n",
        "--- # {}\na: b\n... # {}\n",
        "\ufeffa: b # {}\n",
    ],
)
def test_a_comment_in_every_form_goes(text: str) -> None:
    written = text.replace("{}", SECRET)
    shared = text_for_sharing(written)
    assert SECRET not in shared
    assert parse_yaml(shared.encode(), "").data == parse_yaml(written.encode(), "").data
    kept = written.count("#") - written.count("# " + SECRET)
    assert shared.count("#") == kept


@pytest.mark.parametrize(
    "text",
    [
        "accepted:\n  - {code: S201, text: a, reason: {}}\na: b\n",
        "a: b\naccepted:\n- code: S201\n  text: a\n  reason: >\n    {}\n\n    {}\n",
        "a: b\n'accepted': [{reason: {}}]\nc:\n  accepted: d\n",
        "  a: b\n  accepted:\n    - reason: {}\n  c: d\n",
        "{a: b, accepted: [{reason: {}}], c: d}\n",
        "{a: b, accepted: [{reason: {}}]}\n",
        "a: b\naccepted:\n  - reason: {}",
        "a: b\naccepted: []\n",
    ],
)
def test_accepted_reasons_go_wherever_they_stand(text: str) -> None:
    written = text.replace("{}", SECRET)
    shared = text_for_sharing(written)
    assert SECRET not in shared
    assert parse_yaml(shared.encode(), "").data == data(written)
