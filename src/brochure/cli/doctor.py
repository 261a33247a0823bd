"""``brochure doctor``: print the result of each check of this machine."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

import click

from brochure.cli.terminal import LANG, output_texts
from brochure.diagnostics.catalogue import format_problem
from brochure.diagnostics.problem import Exit
from brochure.diagnostics.visible import shown_data

if TYPE_CHECKING:
    from brochure.build.doctor import DoctorLine


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def doctor(form: str) -> int:
    from brochure.build.doctor import DoctorState, examine_machine

    words, found = output_texts(), []
    for one in examine_machine(Path.cwd()):
        found.append(one)
        if form == "text":
            _print_finding(one, words)
    good = all(one.state is not DoctorState.FAULT for one in found)
    if form == "json":
        import json

        lines = [
            {
                "name": one.name,
                "state": one.state.value,
                "found": one.found,
                "advice": _advice_text(one, words),
            }
            for one in found
        ]
        click.echo(json.dumps(shown_data({"ok": good, "lines": lines}), ensure_ascii=False, indent=2))
    else:
        click.echo(words["doctor all right" if good else "doctor not all right"])
    return Exit.OK if good else Exit.INPUT


def _print_finding(one: DoctorLine, words: Mapping[str, str]) -> None:
    colour = {"ok": "green", "note": "yellow", "fault": "red"}[one.state.value]
    state = click.style(_pad_columns(words[f"doctor {one.state.value}"], 6), fg=colour)
    click.echo(f"{state}{_pad_columns(words[f'doctor {one.name}'], 20)}{one.found}")
    if advice := _advice_text(one, words):
        click.echo(f"{' ' * 6}→ {advice}")


def _pad_columns(text: str, width: int) -> str:
    """A text padded to ``width`` columns of a terminal; a full-width character takes two."""
    columns = sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
    return text + " " * max(1, width - columns)


def _advice_text(one: DoctorLine, words: Mapping[str, str]) -> str:
    """What to do about a line of ``doctor``; empty if there is nothing to do."""
    from brochure.build.doctor import anonymous_path

    if one.problem:
        said = format_problem(one.problem, LANG.get())
        where = anonymous_path(PurePath(said.where))  # the path may contain the user's name
        return f"{where}: {said.code}: {said.message} → {said.hint}"
    return words[f"doctor {one.advice}"].format(**one.details) if one.advice else ""
