"""``brochure show``, ``sources``, ``layouts``, ``shops``, ``new``, ``schema`` and ``init``."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import click

from brochure.cli.options import (
    LAYOUT,
    NAME,
    NAMES,
    chosen_names,
    current_workspace,
)
from brochure.cli.terminal import (
    output_texts,
    print_problems,
    print_results,
    print_source_table,
    print_text,
    relative_path,
    with_progress,
)
from brochure.diagnostics.problem import BrochureError, Problem, problem
from brochure.storage.atomic import replace_files
from brochure.storage.workspace import Workspace

_SAMPLE_DPI = 110


@click.command()
@NAME
@LAYOUT
def show(name: str, layout: str) -> None:
    from brochure.build.load import load_common, load_partner
    from brochure.document import dump

    where = current_workspace()
    loaded = load_partner(where, name, load_common(where, layout))
    print_problems(loaded.warnings)
    print_text(dump.dump_document(loaded.document), nl=False)


@click.command()
@NAMES
@LAYOUT
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True
)
@click.option("--links", is_flag=True)
def sources(names: tuple[str, ...], layout: str, form: str, links: bool) -> None:
    from brochure.assembly import row_files, source_list
    from brochure.build.batch import run_for_partners
    from brochure.build.load import SharedInput, load_partner

    where = current_workspace()
    partners = []
    shared: list[SharedInput] = []

    def one(name: str, common: SharedInput) -> tuple[Problem, ...]:
        loaded = load_partner(where, name, common)
        partners.append((loaded.profile, loaded.document))
        shared.append(common)
        return loaded.warnings

    chosen = names or chosen_names(where, (), True, "sources")
    print_results(chosen, run_for_partners(where, chosen, layout, one))
    if links:
        from brochure.cli.links import check_links

        check_links(where, [profile for profile, _ in partners], shared[0].series, form)
        return
    rows = source_list.source_rows(partners)
    if form == "table":
        print_source_table(rows, output_texts())
    else:
        click.echo(
            row_files.rows_to_csv(rows, source_list.SourceRow)
            if form == "csv"
            else row_files.rows_to_json(rows),
            nl=False,
        )


@click.command()
@click.option("--pictures", type=click.Path(file_okay=False, path_type=Path), default=None)
def layouts(pictures: Path | None) -> None:
    from brochure.build.load import load_layout

    where = current_workspace()
    if pictures and not where.names():
        raise BrochureError([problem("F108")])
    problems: list[Problem] = []
    for name in with_progress(where.layouts()):
        try:
            data = load_layout(where, name)[0].data
            size = f"{data.page.width:g} × {data.page.height:g} mm"
            print_text(f"{name}  {data.title}  {size}\n  {data.description}")
            if pictures:
                for path in _write_layout_pictures(where, name, pictures):
                    click.echo(f"  {relative_path(path)}")
        except BrochureError as error:
            print_problems(error.warnings)
            problems += error.problems
    if problems:
        raise BrochureError(problems)


def _write_layout_pictures(where: Workspace, layout_name: str, folder: Path) -> list[Path]:
    """Write PNGs of a layout: the first page of the first profile, and a page of samples of every block."""
    import tempfile

    from brochure.build.brochure import build_brochure
    from brochure.build.layout_samples import sample_pages
    from brochure.build.load import load_common
    from brochure.pdf import reader as pages
    from brochure.pdf.page_pictures import pages_side_by_side
    from brochure.storage.own_files import checked_target, is_own_picture

    first, blocks = (
        checked_target(Path.cwd() / folder / f"{layout_name}{kind}.png", is_own_picture, ".png")
        for kind in ("", "-blocks")
    )
    common = load_common(where, layout_name)
    with tempfile.TemporaryDirectory() as made:
        built = build_brochure(where, where.names()[0], common, formats=["pdf"], output=Path(made))
        data = built.paths[0].read_bytes()
    sheet = pages_side_by_side(sample_pages(where, common), _SAMPLE_DPI)
    replace_files({first: pages.render_page_png(data), blocks: sheet})
    return [first, blocks]


@click.command()
def shops() -> None:
    from brochure.build.load import load_shop

    where = current_workspace()
    problems: list[Problem] = []
    for name in where.shops():
        try:
            shop = load_shop(where, name)
        except BrochureError as error:
            problems += error.problems
            continue
        print_problems(shop.warnings)
        data, words = shop.data, output_texts()
        standard = {"x-1a": "PDF/X-1a:2001", "x-4": "PDF/X-4"}[data.standard]
        line = words["shop line"].format(
            standard=standard,
            condition=f"{data.output_intent.condition} ({data.output_intent.name})",
            bleed=f"{data.bleed:g}",
            marks=words[f"marks {data.marks.style}"],
            ink=f"{data.colours.total_ink:g}",
            dpi=f"{data.pictures.dpi:g}",
            multiple=data.multiple,
        )
        folio = words["shop folio" if data.folio.every_page else "shop no folio"]
        print_text(f"{name}  {data.title}\n  {line}\n  {folio.format(**data.folio.model_dump())}")
        if data.paper:
            print_text("  " + words["shop paper"].format(**data.paper.model_dump()))
    if problems:
        raise BrochureError(problems)


@click.command()
@click.argument("name")
def new(name: str) -> None:
    from brochure.build import starter
    from brochure.build.load import load_series

    where = current_workspace()
    click.echo(relative_path(starter.create_profile(where, name, load_series(where))))


@click.command("new-layout")
@click.argument("name")
@click.option("--from", "source", default="standard", show_default=True)
@click.option("--size", default="A4", show_default=True)
@click.option("--columns", type=click.IntRange(1, 4), default=None)
def new_layout(name: str, source: str, size: str, columns: int | None) -> None:
    from brochure.build.new_layout import create_layout

    where = current_workspace()
    click.echo(relative_path(create_layout(where, name, source=source, size=size, columns=columns)))


@click.command()
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), default=None)
@click.option(
    "--of",
    "kind",
    type=click.Choice(["profile", "shop", "booklet", "words"]),
    default="profile",
    show_default=True,
)
def schema(output: Path | None, kind: str) -> None:
    import json

    from brochure.schema.json_schema import booklet_schema, shop_schema, words_schema
    from brochure.storage.own_files import checked_target, is_own_schema

    made = {"shop": shop_schema, "booklet": booklet_schema, "profile": _profile_schema, "words": words_schema}
    found = made[kind]()
    text = json.dumps(found, ensure_ascii=False, indent=2) + "\n"
    if output is None:
        click.echo(text, nl=False)
    else:
        replace_files({checked_target(output, is_own_schema, ".json"): text.encode()})
        click.echo(output)


def _profile_schema() -> dict[str, Any]:
    from brochure.build.load import load_series
    from brochure.schema.json_schema import profile_schema

    try:
        return profile_schema(load_series(current_workspace()))
    except BrochureError as error:
        if any(found.code != "F101" for found in error.problems):
            raise
        return profile_schema(None)  # outside a workspace: without the questions and topics of a series


STARTERS = ("mou", "sister-cities", "companies", "labs", "events")  # the folders in starter_files/series/


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--series", "chosen", type=click.Choice(STARTERS))
def init(folder: Path, chosen: str | None) -> None:
    from brochure.build import starter

    series = chosen or ""
    for path in starter.create_workspace(folder, series):
        click.echo(relative_path(path.resolve()))
    names, (booklet, *_) = starter.starter_names(series)
    for key in ("begun", "begun folder", "begun build", "begun booklet"):
        told = output_texts()[key]
        click.echo(told.format(folder=shlex.quote(str(folder)), name=names[0], booklet=booklet))
