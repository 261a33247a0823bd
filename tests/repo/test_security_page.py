"""docs/security.md names tests that exist, and the limits of the program."""

from __future__ import annotations

import ast
import importlib
import re

from workspaces import REPO

PAGE = (REPO / "docs" / "security.md").read_text("utf-8")


def test_every_test_on_the_page_exists() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)
    assert named
    for file, name in named:
        tree = ast.parse((REPO / file).read_text("utf-8"))
        assert name in {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}, f"{file}::{name}"


def test_every_promise_names_a_test() -> None:
    rows = re.findall(r"^\| \d+ \|.*$", PAGE, re.MULTILINE)
    assert [int(row.split("|")[1]) for row in rows] == list(range(1, len(rows) + 1))
    assert all("::test_" in row for row in rows)


def test_the_limits_are_those_of_the_program() -> None:
    rows = re.findall(r"\| ([\d,]+) \| `([\w.]+)\.(\w+)` \|", PAGE)
    assert len(rows) == PAGE.partition("## Limits")[2].partition("`tests/")[0].count("\n| ") - 1
    for number, module, name in rows:
        assert number == f"{getattr(importlib.import_module(module), name):,}", name
