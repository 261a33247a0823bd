"""``--fix`` of ``brochure check``: show the fixes, ask, and write them."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from brochure.cli.terminal import output_texts, print_problems, relative_path
from brochure.storage.workspace import Workspace

_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def offer_fixes(where: Workspace, names: Sequence[str], layout: str, *, yes: bool) -> None:
    """Show the safe fixes of profiles and of the files they share, and write them if the user agrees.

    ``yes`` writes them without a question. Without a terminal there is no question, and nothing is written.
    """
    from brochure.build.fix import find_fixes, write_fixes

    words = output_texts()
    found = find_fixes(where, names, layout)
    for file in found.files:
        for line in file.diff_lines():
            click.echo(click.style(line, fg=_COLOURS.get(line[:1])))
    print_problems(found.warnings)
    if not found.files:
        click.echo(words["fix nothing"], err=True)
        return
    if not yes and not (sys.stdin.isatty() and click.confirm(words["fix ask"], err=True)):
        click.echo(words["fix unwritten"], err=True)
        return
    for path, backup in write_fixes(found.files).items():
        names_of_files = {"file": relative_path(path), "backup": relative_path(backup)}
        click.echo(words["fix written"].format(**names_of_files), err=True)
