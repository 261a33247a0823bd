"""``brochure edition``: a year's round at the terminal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from cli_result import Run


def counts(run: Run, where: Path) -> dict[str, tuple[int, int, int]]:
    rows: list[dict[str, Any]] = json.loads(run("edition", "status", "--format", "json", where=where).out)
    return {row["name"]: (row["kept"], row["confirmed"], row["changed"]) for row in rows}


def test_what_is_as_before_is_counted_confirmed_and_told_before_print(fresh: Path, run: Run) -> None:
    asked = ("build", "liaoning", "--for", "print", "--shop", "booklet")
    assert "A202" not in run(*asked, where=fresh).err
    before = counts(run, fresh)["liaoning"]
    assert before[:2] == (0, 0)
    assert run("edition", "open", "2027-11", where=fresh).code == 0
    kept = counts(run, fresh)["liaoning"]
    assert kept == (before[2], 0, 0)
    ran = run("edition", "confirm", "liaoning", "--at", "answers.about", "--by", "架空花子", where=fresh)
    assert ran.code == 0
    profile = fresh / "profiles" / "liaoning.yaml"
    profile.write_text(profile.read_text("utf-8").replace("14市から", "15市から"), "utf-8")
    open_values, confirmed, changed = counts(run, fresh)["liaoning"]
    assert changed == 1
    assert open_values + confirmed + changed == before[2]
    assert confirmed > 5
    told = run(*asked, where=fresh)
    assert told.code == 0
    assert f"has {open_values} values as in edition 2026-11" in told.err
    listed = run("edition", "status", "liaoning", "--values", where=fresh).out
    assert "profiles/liaoning.yaml:" in listed
    assert "answers.about.0.bullets" not in listed
    ran = run("edition", "confirm", "liaoning", "--at", "answers.abuot", "--by", "架空花子", where=fresh)
    assert (ran.code, "A123" in ran.err) == (2, True)
    assert run("edition", "confirm", "liaoning", "--by", "架空花子", where=fresh).code == 0
    assert counts(run, fresh)["liaoning"][0] == 0
    assert "A202" not in run(*asked, where=fresh).err
