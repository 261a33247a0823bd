"""What a terminal shows: problems, files, progress, tables, in the language at hand."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from brochure.diagnostics.problem import BrochureError, Problem
from brochure.diagnostics.text_files import Lang, load_texts

if TYPE_CHECKING:
    from brochure.assembly.source_list import SourceRow

Item = TypeVar("Item")
LANG: ContextVar[Lang] = ContextVar("lang", default="en")


def phrases() -> Mapping[str, str]:
    """What commands print, in the language at hand."""
    return load_texts("cli/words", LANG.get())


def speak_utf8() -> None:
    """Japanese also where the locale is C or a Windows code page."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def tell(problems: Iterable[Problem]) -> None:
    """Print problems to standard error, each once."""
    each = dict.fromkeys(problems)
    if not each:
        return  # and nothing is loaded for it
    from brochure.diagnostics.catalogue import format_problem

    for found in each:
        said = format_problem(found, LANG.get())
        colour = "yellow" if said.warning else "red"
        place = f"{said.where}: " if said.where else ""
        click.echo(
            f"{place}{click.style(f'{said.severity} {said.code}', fg=colour)}: {said.message}", err=True
        )
        click.echo(f"  → {said.hint}", err=True)


def _told(_name: str, doubts: tuple[Problem, ...]) -> tuple[Problem, ...]:
    return doubts


def tell_each(
    names: Sequence[str],
    results: Iterator[Any],
    *,
    known: Mapping[str, tuple[Problem, ...]] | None = None,
    done: Callable[[str, Any], tuple[Problem, ...]] = _told,
) -> tuple[Problem, ...]:
    """Tell what became of each partner; a broken one does not keep the others from being done.

    Args:
        names: The partners.
        results: What became of those that are not known, in their order.
        known: The doubts of partners for which nothing needed to be done.
        done: What to do with a result; gives the doubts to tell.

    Returns:
        The doubts of all, which have been reported.

    Raises:
        BrochureError: The problems of all that failed.
    """
    from brochure.build.batch import Failed

    problems: list[Problem] = []
    doubts: list[Problem] = []
    for name in progress(names):
        if known and name in known:
            found = known[name]
        elif isinstance(result := next(results), Failed):
            problems += result.problems
            found = result.warnings
        else:
            found = done(name, result)
        tell(found)
        doubts += found
    if problems:
        raise BrochureError(problems)
    return tuple(doubts)


def name_outputs(paths: Iterable[Path]) -> None:
    """Print which files were written."""
    for path in paths:
        click.echo(relative(path))


def relative(path: Path) -> str:
    """A path as one would type it from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


_STYLES: dict[str, dict[str, Any]] = {
    "": {},
    "old": {"fg": "red", "strikethrough": True},
    "new": {"fg": "green", "underline": True},
    "place": {"fg": "cyan"},
    "state": {"bold": True},
    "warn": {"fg": "yellow"},
    "dim": {"dim": True},
    "head": {"bold": True, "underline": True},
}


def styled(style: str, text: str) -> str:
    """A text in the colours of a terminal; without colours old and new words are bracketed."""
    context = click.get_current_context()
    plain = context.color is False or (context.color is None and not sys.stdout.isatty())
    if plain and style in ("old", "new"):
        return f"[-{text}-]" if style == "old" else f"{{+{text}+}}"
    return click.style(text, **_STYLES[style])


def progress(items: Sequence[Item], name: Callable[[Item], str] = str) -> Iterator[Item]:
    """Go through ``items``, showing on a terminal the name of the one at work."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console

    with Console(stderr=True).status("") as status:
        for done, item in enumerate(items):
            status.update(f"{name(item)}（{done + 1}/{len(items)}）")
            yield item


def source_table(rows: Sequence[SourceRow], words: Mapping[str, str]) -> None:
    """Print the table of sources, as wide as the terminal is."""
    from rich.console import Console
    from rich.table import Table

    table = Table(show_lines=True)
    for column in ("id", "title", "issued", "accessed", "cited", "remarks"):
        table.add_column(words[f"source {column}"], overflow="fold")
    for row in rows:
        issued = f"{row.issued}（{row.age}）" if row.age is not None else row.issued
        remarks = [] if row.cited else [words["source uncited"]]
        remarks += [words["source same"].format(ids=", ".join(row.same_as))] if row.same_as else []
        remarks += [part for part in (row.verdict, row.archive) if part]
        title = f"{row.title}\n{row.url}" if row.url else row.title
        table.add_row(row.id, title, issued, row.accessed, "\n".join(row.cited), "\n".join(remarks))
    Console(soft_wrap=False, highlight=False, markup=False).print(table)
