"""``brochure doctor``: is this machine all right?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

import click

from brochure.cli.terminal import LANG, phrases
from brochure.diagnostics.catalogue import format_problem
from brochure.diagnostics.problem import Exit

if TYPE_CHECKING:
    from brochure.build.doctor import DoctorLine


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def doctor(form: str) -> int:
    from brochure.build.doctor import DoctorState, examine

    words, found = phrases(), []
    for one in examine(Path.cwd()):
        found.append(one)
        if form == "text":
            _print_finding(one, words)
    good = all(one.state is not DoctorState.FAULT for one in found)
    if form == "json":
        import json

        lines = [
            {"name": one.name, "state": one.state.value, "found": one.found, "advice": _advice(one, words)}
            for one in found
        ]
        click.echo(json.dumps({"ok": good, "lines": lines}, ensure_ascii=False, indent=2))
    else:
        click.echo(words["doctor all right" if good else "doctor not all right"])
    return Exit.OK if good else Exit.INPUT


def _print_finding(one: DoctorLine, words: Mapping[str, str]) -> None:
    colour = {"ok": "green", "note": "yellow", "fault": "red"}[one.state.value]
    state = click.style(_padded(words[f"doctor {one.state.value}"], 6), fg=colour)
    click.echo(f"{state}{_padded(words[f'doctor {one.name}'], 20)}{one.found}")
    if advice := _advice(one, words):
        click.echo(f"{' ' * 6}→ {advice}")


def _padded(text: str, width: int) -> str:
    """A text filled up to so many columns of a terminal, in which full-width characters take two."""
    columns = sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
    return text + " " * max(1, width - columns)


def _advice(one: DoctorLine, words: Mapping[str, str]) -> str:
    """What to do about a line of ``doctor``; nothing where all is well."""
    from brochure.build.doctor import anonymous

    if one.problem:
        said = format_problem(one.problem, LANG.get())
        where = anonymous(PurePath(said.where))  # a layout may lie in the folder of a user
        return f"{where}: {said.code}: {said.message} → {said.hint}"
    return words[f"doctor {one.advice}"].format(**one.details) if one.advice else ""
