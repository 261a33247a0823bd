"""Options and arguments that commands share, and what they mean."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from brochure.cli.terminal import tell
from brochure.diagnostics.problem import BrochureError, problem
from brochure.storage.workspace import Workspace

if TYPE_CHECKING:
    from brochure.build.dask import Dask
    from brochure.storage.cache import Cache


def workspace() -> Workspace:
    """The workspace at hand.

    Raises:
        BrochureError: There is none (F101).
    """
    return Workspace.find(Path.cwd())


Complete = Callable[[click.Context, click.Parameter, str], list[str]]


def _complete(names: Callable[[Workspace], list[str]]) -> Complete:
    """What a shell completes: names of the workspace, none outside of one."""

    def complete(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
        try:
            return [name for name in names(workspace()) if name.startswith(incomplete)]
        except BrochureError:
            return []

    return complete


complete_names = _complete(Workspace.names)
complete_layouts = _complete(Workspace.layouts)
complete_booklets = _complete(Workspace.booklet_names)
complete_watched = _complete(lambda where: [*where.names(), *where.booklet_names()])
complete_shops = _complete(Workspace.shops)

NAMES = click.argument("names", nargs=-1, shell_complete=complete_names)
NAME = click.argument("name", shell_complete=complete_names)
LAYOUT = click.option("--layout", default="standard", show_default=True, shell_complete=complete_layouts)
SHOP = click.option("--shop", default=None, shell_complete=complete_shops)
NO_CACHE = click.option("--no-cache", "anew", is_flag=True)
JOBS = click.option("--jobs", type=click.IntRange(1, 64), default=None)


def _executor(_context: click.Context, _parameter: click.Parameter, value: str | None) -> Dask | None:
    """The scheduler that is named; what it is called with is imported only then."""
    if value is None:
        return None
    from brochure.build.dask import Dask

    if found := Dask.of(value):
        return found
    raise click.BadParameter(f"{value} (dask://HOST:PORT)")


FORMATS = click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(["pdf", "docx"]),
    default=("pdf", "docx"),
    show_default=True,
)
OUTPUT = click.option("--output", type=click.Path(file_okay=False, path_type=Path), default=None)
EXECUTOR = click.option("--executor", metavar="dask://HOST:PORT", default=None, callback=_executor)


def chosen_names(where: Workspace, names: tuple[str, ...], everything: bool, command: str) -> tuple[str, ...]:
    """The partners that are named, or all.

    Raises:
        BrochureError: None is named (U102), or there are none (F108).
    """
    if everything:
        found = tuple(where.names())
        if not found:
            raise BrochureError([problem("F108")])
        return found
    if not names:
        raise BrochureError([problem("U102", command=command)])
    return tuple(dict.fromkeys(names))


def check_purpose(where: Workspace, purpose: str, shop: str | None, formats: tuple[str, ...]) -> None:
    """Refuse a shop without print, and print without a shop or a PDF."""
    if purpose == "screen":
        if shop:
            raise BrochureError([problem("U104")])
    elif not shop:
        names = where.shops()
        raise BrochureError([problem("U103", known=", ".join(names), first=names[0])])
    elif "pdf" not in formats:
        raise BrochureError([problem("U105")])


def output_folder(where: Workspace, output: Path | None) -> Path:
    """The folder to write to: the one that is named, from here, or that of the workspace."""
    return Path.cwd() / output if output else where.output


def cache_of(where: Workspace) -> Cache:
    """The cache of a workspace."""
    from brochure.storage.cache import FOLDER, Cache

    return Cache(where.root / FOLDER)


def close_cache(cache: Cache | None) -> None:
    """Keep the cache in bounds, and say why it could not be written, if so."""
    if cache:
        from brochure.storage.cache import TRIM_INTERVAL

        cache.trim(TRIM_INTERVAL)
        tell(cache.write_problems)
