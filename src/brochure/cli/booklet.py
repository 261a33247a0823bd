"""Booklets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from brochure.cli.options import (
    EXECUTOR,
    FORMATS,
    JOBS,
    NO_CACHE,
    OUTPUT,
    SHOP,
    cache_of,
    check_purpose,
    close_cache,
    complete_booklets,
    complete_names,
    output_folder,
    workspace,
)
from brochure.cli.pdf_tools import impose
from brochure.cli.terminal import (
    name_outputs,
    progress,
    relative,
    tell,
)
from brochure.diagnostics.problem import BrochureError, problem
from brochure.storage.workspace import Workspace

if TYPE_CHECKING:
    from brochure.build.chapters import Spread
    from brochure.build.dask import Dask


@click.command()
@click.argument("name", required=False, shell_complete=complete_booklets)
@click.option("--list", "listing", is_flag=True)
@click.option("--new", "begin", default=None)
@click.option("--only", default="", shell_complete=complete_names)
@click.option(
    "--for", "purpose", type=click.Choice(["screen", "print", "office"]), default="screen", show_default=True
)
@SHOP
@FORMATS
@JOBS
@OUTPUT
@NO_CACHE
@EXECUTOR
def booklet(
    name: str | None,
    listing: bool,
    begin: str | None,
    only: str,
    purpose: str,
    shop: str | None,
    formats: tuple[str, ...],
    jobs: int | None,
    output: Path | None,
    anew: bool,
    executor: Dask | None,
) -> None:
    where = workspace()
    if begin is not None:
        from brochure.build import starter
        from brochure.build.load import load_series

        click.echo(relative(starter.new_booklet(where, begin, load_series(where))))
        return
    if listing:
        for known in where.booklet_names():
            click.echo(f"{known}  {_booklet_title(where, known)}")
        return
    from brochure.build.last_build import IncrementalBuilds

    if not name:
        raise BrochureError([problem("U106", known=", ".join(where.booklet_names()) or "—")])
    check_purpose(where, "print" if purpose == "print" else "screen", shop, formats)
    wanted = [part.strip() for part in only.split(",") if part.strip()]
    folder = output_folder(where, output)
    cache = None if anew else cache_of(where)
    options = {"only": ",".join(wanted), "format": "" if shop else ",".join(formats), "shop": shop or ""}
    done_before = IncrementalBuilds(
        None if purpose == "office" else cache, "booklet", options, where.root, folder
    )
    if (record := done_before.unchanged(name)) is not None:
        name_outputs(record.outputs)
        tell(record.warnings)
        if record.faults:
            raise BrochureError(record.faults)
        return
    from brochure.build import booklet as publish
    from brochure.build.load import load_shop
    from brochure.build.processes import cores

    chosen = load_shop(where, shop) if shop else None
    compiled = publish.compiled(where, name, only=wanted, cache=cache)
    built = publish.build_booklet(
        where,
        compiled,
        output=folder,
        formats=("pdf",) if purpose == "office" else formats,
        shop=chosen,
        each=lambda chapters: progress(chapters, name=lambda chapter: chapter.name),
        jobs=jobs or cores(),
        cache=cache,
        spread=_spread(executor, wanted),
    )
    done_before.remember(name, built)
    close_cache(cache)
    tell(built.warnings)
    name_outputs(built.paths)
    if purpose == "office":
        click.get_current_context().invoke(impose, file=built.paths[0], output=folder / f"{name}-office.pdf")
    if built.faults:
        raise BrochureError(built.faults)


def _spread(executor: Dask | None, only: Sequence[str]) -> Spread | None:
    """What typesets the partners of a booklet on the workers of a scheduler, if one is named."""
    if executor is None:
        return None
    from brochure.build.remote_worker import book_spread

    return book_spread(executor, only)


def _booklet_title(where: Workspace, name: str) -> str:
    from brochure.build.load import read_yaml

    data = read_yaml(where, where.booklet(name)).data
    return str(data.get("title", "")) if isinstance(data, dict) else ""
