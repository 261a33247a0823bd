"""Options and arguments that several commands share, and functions that evaluate them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from brochure.cli.terminal import print_problems
from brochure.diagnostics.problem import BrochureError, problem
from brochure.storage.workspace import Workspace

if TYPE_CHECKING:
    from brochure.build.dask import Dask
    from brochure.storage.cache import Cache


def current_workspace() -> Workspace:
    """The workspace that contains the current folder.

    Raises:
        BrochureError: There is none (F101), or the current folder was removed (F104).
    """
    try:
        here = Path.cwd()
    except OSError as error:
        raise BrochureError([problem("F104", path=".", reason=error.strerror or error)]) from None
    where = Workspace.find(here)
    _remove_temporary_files(where)
    return where


def _remove_temporary_files(where: Workspace) -> None:
    """Remove what a killed command left in profiles/ and output/; most runs only list two folders."""
    for folder in (where.profiles, where.output):
        with contextlib.suppress(OSError):
            if any(".brochure-" in path.name for path in folder.iterdir()):
                from brochure.storage.atomic import tidy_folders

                tidy_folders([folder])


CompletionFunction = Callable[[click.Context, click.Parameter, str], list[str]]


def _completion(names: Callable[[Workspace], list[str]]) -> CompletionFunction:
    """A completion function for shells: names of the workspace; none outside a workspace."""

    def complete(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
        try:
            return [name for name in names(current_workspace()) if name.startswith(incomplete)]
        except BrochureError:
            return []

    return complete


complete_names = _completion(Workspace.names)
complete_layouts = _completion(Workspace.layouts)
complete_booklets = _completion(Workspace.booklet_names)
complete_watched = _completion(lambda where: [*where.names(), *where.booklet_names()])
complete_shops = _completion(Workspace.shops)

NAMES = click.argument("names", nargs=-1, shell_complete=complete_names)
NAME = click.argument("name", shell_complete=complete_names)
LAYOUT = click.option("--layout", default="standard", show_default=True, shell_complete=complete_layouts)
SHOP = click.option("--shop", default=None, shell_complete=complete_shops)
NO_CACHE = click.option("--no-cache", is_flag=True)
JOBS = click.option("--jobs", type=click.IntRange(1, 64), default=None)


UNAPPROVED = click.option("--unapproved", is_flag=True)
SHARE_SAFE = click.option("--share-safe", is_flag=True)

FORMATS = click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(["pdf", "docx"]),
    default=("pdf", "docx"),
    show_default=True,
)
OUTPUT = click.option("--output", type=click.Path(file_okay=False, path_type=Path), default=None)


_DASK_FORM = "dask://HOST:PORT"


def _keep_for_executor(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    context.meta[f"executor {parameter.name}"] = value


def _parse_executor(context: click.Context, _parameter: click.Parameter, value: str | None) -> Dask | None:
    """Evaluate ``--executor`` with the options that belong to it.

    ``brochure.build.dask`` is imported only if there is an executor.

    Raises:
        BrochureError: The scheduler is on another machine and would be used without TLS (U107), or an option
            does not fit (U108).
    """
    certificates: Path | None = context.meta["executor certificates"]
    without_tls: bool = context.meta["executor without_tls"]
    if value is None:
        for option, given in (("--certificates", certificates), ("--without-tls", without_tls)):
            if given:
                raise BrochureError([problem("U108", option=option)])
        return None
    from brochure.build.dask import Dask

    found = Dask.parse(value, certificates)
    if not found:
        raise click.BadParameter(f"{value} ({_DASK_FORM})")
    if certificates and (without_tls or not found.tls):
        option = "--without-tls" if without_tls else value
        raise BrochureError([problem("U109", option="--certificates", other=option)])
    if without_tls:
        if value.startswith("tls://"):
            raise BrochureError([problem("U109", option="--without-tls", other=value)])
        return replace(found, tls=False)
    if not found.tls and not found.is_local:
        raise BrochureError([problem("U107", address=found.address)])
    return found


def executor_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--executor``, ``--certificates`` and ``--without-tls``; the command gets one ``executor``."""
    certificates = click.option(
        "--certificates",
        type=click.Path(file_okay=False, path_type=Path),
        default=None,
        is_eager=True,  # evaluated before --executor
        expose_value=False,
        callback=_keep_for_executor,
    )
    without_tls = click.option(
        "--without-tls", is_flag=True, is_eager=True, expose_value=False, callback=_keep_for_executor
    )
    executor = click.option("--executor", metavar=_DASK_FORM, default=None, callback=_parse_executor)
    return executor(certificates(without_tls(command)))


def chosen_names(where: Workspace, names: tuple[str, ...], everything: bool, command: str) -> tuple[str, ...]:
    """The partners to work on: the named ones, or all partners with ``everything``.

    Raises:
        BrochureError: No partner is named (U102), or the workspace has none (F108).
    """
    if everything:
        found = tuple(where.names())
        if not found:
            raise BrochureError([problem("F108")])
        return found
    if not names:
        raise BrochureError([problem("U102", command=command)])
    return tuple(dict.fromkeys(names))


def check_purpose(
    where: Workspace, purpose: str, shop: str | None, formats: tuple[str, ...], *, unapproved: bool = False
) -> None:
    """Check that ``--for``, ``--shop`` and ``--format`` fit together.

    Raises:
        BrochureError: Screen with a shop (U104), print without a shop (U103), print without PDF (U105), a
            file for the screen that is marked as unapproved (U110).
    """
    if purpose == "screen":
        if unapproved and not shop:
            raise BrochureError([problem("U110")])
        if shop:
            raise BrochureError([problem("U104")])
    elif not shop:
        names = where.shops()
        raise BrochureError([problem("U103", known=", ".join(names), first=names[0])])
    elif "pdf" not in formats:
        raise BrochureError([problem("U105")])


def output_folder(where: Workspace, output: Path | None) -> Path:
    """The folder to write to: ``--output``, relative to the current folder, or the workspace's output/."""
    return Path.cwd() / output if output else where.output


def workspace_cache(where: Workspace) -> Cache:
    """The cache of a workspace."""
    from brochure.storage.cache import FOLDER, Cache

    return Cache(where.root / FOLDER)


def close_cache(cache: Cache | None) -> None:
    """Trim the cache to its size limit, and report it if it could not be written."""
    if cache:
        from brochure.storage.cache import TRIM_INTERVAL

        cache.trim(TRIM_INTERVAL)
        print_problems(cache.write_problems)
