"""Terminal output: problems, files, progress, tables, in the language of the user."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from brochure.diagnostics.problem import BrochureError, Problem, problem
from brochure.diagnostics.text_files import Lang, load_texts
from brochure.diagnostics.visible import show_controls

if TYPE_CHECKING:
    from brochure.assembly.source_list import SourceRow

Item = TypeVar("Item")
LANG: ContextVar[Lang] = ContextVar("lang", default="en")


def output_texts() -> Mapping[str, str]:
    """The output texts of commands, in the language of the user."""
    return load_texts("cli/words", LANG.get())


class SteadyStream(io.FileIO):
    """Standard output or error: the first error of writing is kept, and what comes after it is dropped.

    So a command ends its work, with all files, also if the reader of its messages has gone
    (``brochure build --all | head``) or the disk of a log file is full.
    """

    fault: OSError | None = None

    def write(self, data: Any, /) -> int:
        """Write bytes; after an error do nothing."""
        if self.fault is None:
            try:
                return super().write(data)
            except OSError as error:
                self.fault = error
        return len(data)


def steady_streams() -> Mapping[str, SteadyStream]:
    """Replace standard output and standard error of this process by steady ones; return them by name.

    A console of Windows keeps its own stream, which alone can show Japanese.

    A descriptor that was closed (``>&-``) becomes the null device first: otherwise the next file that is
    opened would get its number, and with it the messages of libraries.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # gets the lowest free number
    sys.stdin = sys.stdin or io.StringIO()
    streams = {}
    for name, number in (("stdout", 1), ("stderr", 2)):
        if os.name == "nt" and (now := getattr(sys, name)) and now.isatty():
            continue
        streams[name] = raw = SteadyStream(number, "w", closefd=False)
        text = io.TextIOWrapper(io.BufferedWriter(raw), "utf-8", "replace", line_buffering=True)
        setattr(sys, name, text)
    return streams


def stream_fault(streams: Mapping[str, SteadyStream]) -> bool:
    """Whether an output could not be written, and print which; a reader that has gone is no fault."""
    names = {"stdout": "standard output", "stderr": "standard error"}
    found = [
        problem("F117", path=output_texts()[names[name]], reason=stream.fault.strerror or stream.fault)
        for name, stream in streams.items()
        if stream.fault and not isinstance(stream.fault, BrokenPipeError)
    ]
    print_problems(found)
    return bool(found)


def use_utf8() -> None:
    """Make standard output and standard error UTF-8, also with a C locale or a Windows code page."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def print_problems(problems: Iterable[Problem]) -> None:
    """Print problems to standard error, each once."""
    each = dict.fromkeys(problems)
    if not each:
        return  # so that the catalogue is not loaded
    from brochure.diagnostics.catalogue import format_problem

    for found in each:
        worded = format_problem(found, LANG.get())
        colour = "yellow" if worded.warning else "red"
        place = f"{worded.where}: " if worded.where else ""
        click.echo(
            f"{place}{click.style(f'{worded.severity} {worded.code}', fg=colour)}: {worded.message}",
            err=True,
        )
        click.echo(f"  → {worded.hint}", err=True)


def _no_result_warnings(_name: str, doubts: tuple[Problem, ...]) -> tuple[Problem, ...]:
    return doubts


def print_results(
    names: Sequence[str],
    results: Iterator[Any],
    *,
    known: Mapping[str, tuple[Problem, ...]] | None = None,
    done: Callable[[str, Any], tuple[Problem, ...]] = _no_result_warnings,
) -> tuple[Problem, ...]:
    """Print the warnings of each partner as its result arrives; a failed partner does not stop the others.

    Args:
        names: The partners.
        results: The results of the partners that are not in ``known``, in the order of the names.
        known: The warnings of partners that needed no work.
        done: Called with the name and result of each partner that succeeded; returns its warnings.

    Returns:
        The warnings of all partners; they have been printed.

    Raises:
        BrochureError: The problems of all partners that failed.
    """
    from brochure.build.batch import FailedPartner

    problems: list[Problem] = []
    doubts: list[Problem] = []
    for name in with_progress(names):
        if known and name in known:
            found = known[name]
        elif isinstance(result := next(results), FailedPartner):
            problems += result.problems
            found = result.warnings
        else:
            found = done(name, result)
        print_problems(found)
        doubts += found
    if problems:
        raise BrochureError(problems)
    return tuple(doubts)


def print_paths(paths: Iterable[Path]) -> None:
    """Print the paths of files that were written."""
    for path in paths:
        click.echo(relative_path(path))


def relative_path(path: Path) -> str:
    """A path relative to the current folder, if the file is inside it."""
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


def styled_text(style: str, text: str) -> str:
    """A text with the colours of a style; without colours, old words become ``[-…-]``, new ones ``{+…+}``."""
    context = click.get_current_context()
    plain = context.color is False or (context.color is None and not sys.stdout.isatty())
    if plain and style in ("old", "new"):
        return f"[-{text}-]" if style == "old" else f"{{+{text}+}}"
    return click.style(text, **_STYLES[style])


def with_progress(items: Sequence[Item], name: Callable[[Item], str] = str) -> Iterator[Item]:
    """Yield the items; on a terminal, show the name of the current one."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console

    with Console(stderr=True).status("") as status:
        for done, item in enumerate(items):
            status.update(f"{name(item)}（{done + 1}/{len(items)}）")
            yield item


def print_text(text: str, *, nl: bool = True) -> None:
    """Print a text with words from files: a character that changes the terminal is shown as ``U+202E``."""
    click.echo(show_controls(text), nl=nl)


def print_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table in the width of the terminal."""
    from rich.console import Console
    from rich.table import Table

    table = Table()
    for head in heads:
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*map(show_controls, row))
    Console(soft_wrap=False, highlight=False, markup=False).print(table)


def print_source_table(rows: Sequence[SourceRow], words: Mapping[str, str]) -> None:
    """Print the table of sources in the width of the terminal."""
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
        cells = (row.id, title, issued, row.accessed, "\n".join(row.cited), "\n".join(remarks))
        table.add_row(*map(show_controls, cells))
    Console(soft_wrap=False, highlight=False, markup=False).print(table)
