"""The command line: words in, words and an exit code out. Only :func:`main` turns errors into both."""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, NoReturn
from unicodedata import east_asian_width

import click

from brochure import __version__
from brochure.diagnostics.catalogue import Lang, exit_code, say
from brochure.diagnostics.problem import BrochureError, Exit, Problem, problem
from brochure.diagnostics.text_files import texts
from brochure.pdf.imposition.paper import MARGIN, SIZES, STOCKS
from brochure.storage import atomic as files
from brochure.storage.atomic import replace_all as write_all
from brochure.storage.workspace import Workspace

if TYPE_CHECKING:
    from brochure.build.brochure import Built
    from brochure.build.chapters import Spread
    from brochure.build.dask import Dask
    from brochure.build.doctor import Finding
    from brochure.storage.cache import Cache

_LANG: ContextVar[Lang] = ContextVar("lang", default="en")


def language(arguments: Sequence[str], environment: dict[str, str]) -> Lang:
    """The language to speak: ``--lang`` if it is given, else that of the locale."""
    for index, argument in enumerate(arguments):
        value = argument.removeprefix("--lang=")
        if argument == "--lang" and index + 1 < len(arguments):
            value = arguments[index + 1]
        if value in ("ja", "en") and (argument.startswith("--lang")):
            return "ja" if value == "ja" else "en"
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name, ""):
            return "ja" if value.lower().startswith("ja") else "en"
    return "en"


def main() -> NoReturn:
    """Run the command line and exit with a documented code (:class:`brochure.errors.Exit`)."""
    lang = language(sys.argv[1:], dict(os.environ))
    _speak_utf8()
    explained = commands(lang)
    try:
        code = explained(prog_name="brochure", standalone_mode=False)
    except BrochureError as error:
        _report((*error.warnings, *error.problems))
        code = exit_code(error.problems)
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "brochure"
        _report([problem("U101", detail=_usage(error, lang), command=command)])
        code = Exit.USAGE
    except (click.Abort, KeyboardInterrupt):
        code = Exit.INTERRUPTED
    except BrokenPipeError:  # `brochure show … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = Exit.OK
    except OSError as error:  # a file or stream that no stage had reason to expect trouble from
        reason = error.strerror or error
        path = error.filename or _words()["standard output"]
        _report([problem("F104" if error.filename else "F106", path=path, reason=reason)])
        code = Exit.FILES
    except Exception as error:
        _report([problem("B101", detail=f"{type(error).__name__}: {error}", report=_keep_traceback())])
        code = Exit.BUG
    sys.exit(int(code or 0))


def _speak_utf8() -> None:
    """Japanese also where the locale is C or a Windows code page."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _keep_traceback() -> str:
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile(
        "w", prefix="brochure-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        file.write(f"brochure {__version__}, Python {sys.version}, {sys.platform}\n{sys.argv}\n\n")
        traceback.print_exc(file=file)
    return file.name


def _usage(error: click.UsageError, lang: Lang) -> str:
    """Click's complaint; the common ones also in Japanese."""
    if lang == "en":
        return error.format_message()
    match error:
        case click.NoSuchOption():
            return f"「{error.option_name}」というオプションはありません"
        case click.exceptions.NoSuchCommand():
            return f"「{error.command_name}」というコマンドはありません"
        case click.BadParameter(param=click.Parameter(type=click.Choice(choices=choices), opts=opts)):
            return f"「{opts[0]}」に書けるのは {'、'.join(map(str, choices))} です"
        case click.BadParameter() if error.param and not isinstance(error, click.MissingParameter):
            return f"「{error.param.opts[0]}」の値が正しくありません：{error.message}"
        case click.MissingParameter() if error.param:
            return f"「{error.param.human_readable_name}」がありません"
    return error.format_message()


def _report(problems: Iterable[Problem]) -> None:
    """Print problems to standard error, each once."""
    for found in dict.fromkeys(problems):
        said = say(found, _LANG.get())
        colour = "yellow" if said.warning else "red"
        place = f"{said.where}: " if said.where else ""
        click.echo(
            f"{place}{click.style(f'{said.severity} {said.code}', fg=colour)}: {said.message}", err=True
        )
        click.echo(f"  → {said.hint}", err=True)


def _workspace() -> Workspace:
    return Workspace.find(Path.cwd())


Complete = Callable[[click.Context, click.Parameter, str], list[str]]


def _complete(names: Callable[[Workspace], list[str]]) -> Complete:
    """What a shell completes: names of the workspace, none outside of one."""

    def complete(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
        try:
            return [name for name in names(_workspace()) if name.startswith(incomplete)]
        except BrochureError:
            return []

    return complete


_complete_names = _complete(Workspace.names)
_complete_layouts = _complete(Workspace.layouts)
_complete_booklets = _complete(Workspace.booklet_names)
_complete_watched = _complete(lambda where: [*where.names(), *where.booklet_names()])
_complete_shops = _complete(Workspace.shops)

NAMES = click.argument("names", nargs=-1, shell_complete=_complete_names)
NAME = click.argument("name", shell_complete=_complete_names)
LAYOUT = click.option("--layout", default="standard", show_default=True, shell_complete=_complete_layouts)
SHOP = click.option("--shop", default=None, shell_complete=_complete_shops)
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


EXECUTOR = click.option("--executor", metavar="dask://HOST:PORT", default=None, callback=_executor)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="brochure")
def cli() -> None:
    """The commands; their help is in ``help.ja.yaml`` and ``help.en.yaml``."""


@cli.command()
@NAMES
@click.option("--all", "everything", is_flag=True)
@LAYOUT
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(["pdf", "docx"]),
    default=("pdf", "docx"),
    show_default=True,
)
@click.option("--for", "purpose", type=click.Choice(["screen", "print"]), default="screen", show_default=True)
@SHOP
@click.option("--as-in", "booklet_name", default=None, shell_complete=_complete_booklets)
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), default=None)
@click.option("--debug", is_flag=True)
@NO_CACHE
@JOBS
@EXECUTOR
def build(
    names: tuple[str, ...],
    everything: bool,
    layout: str,
    formats: tuple[str, ...],
    purpose: str,
    shop: str | None,
    booklet_name: str | None,
    output: Path | None,
    debug: bool,
    anew: bool,
    jobs: int | None,
    executor: Dask | None,
) -> None:
    from brochure.build.batch import BuildRequest
    from brochure.build.last_build import IncrementalBuilds

    where = _workspace()
    folder = (Path.cwd() / output) if output else where.output
    cache = None if anew else _kept(where)
    if booklet_name:
        _build_as_in(where, _chosen(where, names, everything, "build"), booklet_name, folder, cache)
        return
    faults: list[Problem] = []
    _check_purpose(where, purpose, shop, formats)
    options = {"layout": layout, "format": "" if shop else ",".join(formats), "shop": shop or ""}
    request = BuildRequest(where, layout, formats, shop or "", folder, debug, cache)
    done_before = IncrementalBuilds(None if debug else cache, "build", options, where.root, folder)

    def unchanged(name: str) -> tuple[Problem, ...] | None:
        if (record := done_before.unchanged(name)) is None:
            return None
        _name_outputs(record.outputs)
        faults.extend(record.faults)
        return record.warnings

    def done(name: str, built: Built) -> tuple[Problem, ...]:
        _name_outputs(built.paths)
        faults.extend(built.faults)
        done_before.remember(name, built)
        return built.warnings

    try:
        chosen = _chosen(where, names, everything, "build")
        known = {name: told for name in chosen if (told := unchanged(name)) is not None}
        left = [name for name in chosen if name not in known]
        _tell_each(chosen, request.build_all(left, jobs=jobs, executor=executor), known=known, done=done)
    finally:
        _close(cache)
    if faults:  # the files are there to be looked at; the exit code says that they must not be printed yet
        raise BrochureError(faults)


def _kept(where: Workspace) -> Cache:
    """The cache of a workspace."""
    from brochure.storage.cache import FOLDER, Cache

    return Cache(where.root / FOLDER)


def _close(cache: Cache | None) -> None:
    """Keep the cache in bounds, and say why it could not be written, if so."""
    if cache:
        from brochure.storage.cache import EVERY

        cache.trim(EVERY)
        _report(cache.trouble)


def _build_as_in(
    where: Workspace, names: Sequence[str], booklet_name: str, folder: Path, cache: Cache | None
) -> None:
    from brochure.build import booklet as publish

    compiled = publish.compiled(where, booklet_name, cache=cache)
    for name in names:
        built = publish.build_as_in(where, compiled, name, output=folder, cache=cache)
        _report(built.warnings)
        _name_outputs(built.paths)
    _close(cache)


def _check_purpose(where: Workspace, purpose: str, shop: str | None, formats: tuple[str, ...]) -> None:
    """Refuse a shop without print, and print without a shop or a PDF."""
    if purpose == "screen":
        if shop:
            raise BrochureError([problem("U104")])
    elif not shop:
        names = where.shops()
        raise BrochureError([problem("U103", known=", ".join(names), first=names[0])])
    elif "pdf" not in formats:
        raise BrochureError([problem("U105")])


@cli.command()
@NAME
@click.option("--since", required=True)
@LAYOUT
@click.option("--author", default="")
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), default=None)
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), default=None)
def redline(
    name: str, since: str, layout: str, author: str, date: datetime.datetime | None, output: Path | None
) -> None:
    from brochure.build.brochure import load_common
    from brochure.revision.redline import redline as redline_one

    where = _workspace()
    built = redline_one(
        where,
        name,
        load_common(where, layout),
        since,
        here=Path.cwd(),
        author=author,
        date=date.date() if date else datetime.date.today(),
        output=(Path.cwd() / output) if output else where.output,
    )
    _report(built.warnings)
    _name_outputs(built.paths)
    if not built.paths:
        click.echo(_words()["nothing changed"].format(name=name, since=since))
    if built.faults:
        raise BrochureError(built.faults)


@cli.command()
@NAMES
@LAYOUT
def check(names: tuple[str, ...], layout: str) -> None:
    from brochure.build.batch import for_each
    from brochure.build.brochure import check as check_one

    where = _workspace()
    chosen = names or _chosen(where, (), True, "check")
    found = for_each(where, chosen, layout, lambda name, common: check_one(where, name, common))
    doubts = _tell_each(chosen, found)
    if not doubts:
        click.echo(_words()["nothing wrong"].format(count=len(chosen)))


@cli.command()
@click.argument("names", nargs=-1, shell_complete=_complete_watched)
@LAYOUT
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(["pdf", "docx"]),
    default=("pdf", "docx"),
    show_default=True,
)
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), default=None)
def watch(names: tuple[str, ...], layout: str, formats: tuple[str, ...], output: Path | None) -> None:
    from brochure.build.watch import Watch

    where, words = _workspace(), _words()
    folder = (Path.cwd() / output) if output else where.output
    kept = Watch(where, names, layout=layout, formats=formats, output=folder)
    try:
        for targets in kept.rounds():
            for outcome in kept.build(targets):
                _report((*outcome.warnings, *outcome.problems))
                paths = " ".join(map(_relative, outcome.paths)) or words["not rebuilt"]
                click.echo(
                    words["rebuilt"].format(target=outcome.target.name, seconds=outcome.seconds, paths=paths)
                )
            click.echo(words["watching"])
    except KeyboardInterrupt:  # Ctrl-C is how one leaves
        click.echo()


@cli.command()
@NAME
@LAYOUT
def show(name: str, layout: str) -> None:
    from brochure.build.brochure import load, load_common
    from brochure.document import dump as plaintext

    where = _workspace()
    loaded = load(where, name, load_common(where, layout))
    _report(loaded.warnings)
    click.echo(plaintext.write(loaded.document), nl=False)


@cli.command()
@NAMES
@LAYOUT
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True
)
def sources(names: tuple[str, ...], layout: str, form: str) -> None:
    from brochure.assembly import source_list as shelf
    from brochure.build.batch import for_each
    from brochure.build.brochure import Common, load

    where = _workspace()
    partners = []

    def one(name: str, common: Common) -> tuple[Problem, ...]:
        loaded = load(where, name, common)
        partners.append((loaded.profile, loaded.document))
        return loaded.warnings

    chosen = names or _chosen(where, (), True, "sources")
    _tell_each(chosen, for_each(where, chosen, layout, one))
    rows = shelf.rows(partners)
    if form == "table":
        from brochure.tables import source_table

        source_table(rows, _words())
    else:
        click.echo(shelf.as_csv(rows) if form == "csv" else shelf.as_json(rows), nl=False)


@cli.command()
@click.option("--pictures", type=click.Path(file_okay=False, path_type=Path), default=None)
def layouts(pictures: Path | None) -> None:
    from brochure.build.brochure import load_layout
    from brochure.progress import progress

    where = _workspace()
    if pictures and not where.names():
        raise BrochureError([problem("F108")])
    problems: list[Problem] = []
    for name in progress(where.layouts()):
        try:
            data = load_layout(where, name)[0].data
            size = f"{data.page.width:g} × {data.page.height:g} mm"
            click.echo(f"{name}  {data.title}  {size}\n  {data.description}")
            if pictures:
                click.echo(f"  {_relative(_picture(where, name, pictures))}")
        except BrochureError as error:
            _report(error.warnings)
            problems += error.problems
    if problems:
        raise BrochureError(problems)


def _picture(where: Workspace, layout_name: str, folder: Path) -> Path:
    """Write what a layout's first page looks like with the first profile."""
    import tempfile

    from brochure.build.brochure import build, load_common
    from brochure.pdf import reader as pages

    common = load_common(where, layout_name)
    with tempfile.TemporaryDirectory() as made:
        built = build(where, where.names()[0], common, formats=["pdf"], output=Path(made))
        data = built.paths[0].read_bytes()
    target = Path.cwd() / folder / f"{layout_name}.png"
    files.replace_all({target: pages.picture(data)})
    return target


@cli.command()
def shops() -> None:
    from brochure.build.brochure import load_shop

    where = _workspace()
    problems: list[Problem] = []
    for name in where.shops():
        try:
            shop = load_shop(where, name)
        except BrochureError as error:
            problems += error.problems
            continue
        _report(shop.warnings)
        data, words = shop.data, _words()
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
        click.echo(f"{name}  {data.title}\n  {line}\n  {folio.format(**data.folio.model_dump())}")
        if data.paper:
            click.echo("  " + words["shop paper"].format(**data.paper.model_dump()))
    if problems:
        raise BrochureError(problems)


@cli.command()
@click.argument("name", required=False, shell_complete=_complete_booklets)
@click.option("--list", "listing", is_flag=True)
@click.option("--new", "begin", default=None)
@click.option("--only", default="", shell_complete=_complete_names)
@click.option(
    "--for", "purpose", type=click.Choice(["screen", "print", "office"]), default="screen", show_default=True
)
@click.option("--shop", default=None, shell_complete=_complete_shops)
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(["pdf", "docx"]),
    default=("pdf", "docx"),
    show_default=True,
)
@JOBS
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), default=None)
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
    where = _workspace()
    if begin is not None:
        from brochure.build import starter
        from brochure.build.brochure import load_series

        click.echo(_relative(starter.new_booklet(where, begin, load_series(where))))
        return
    if listing:
        for known in where.booklet_names():
            click.echo(f"{known}  {_booklet_title(where, known)}")
        return
    from brochure.build.last_build import IncrementalBuilds

    if not name:
        raise BrochureError([problem("U106", known=", ".join(where.booklet_names()) or "—")])
    _check_purpose(where, "print" if purpose == "print" else "screen", shop, formats)
    wanted = [part.strip() for part in only.split(",") if part.strip()]
    folder = (Path.cwd() / output) if output else where.output
    cache = None if anew else _kept(where)
    options = {"only": ",".join(wanted), "format": "" if shop else ",".join(formats), "shop": shop or ""}
    done_before = IncrementalBuilds(
        None if purpose == "office" else cache, "booklet", options, where.root, folder
    )
    if (record := done_before.unchanged(name)) is not None:
        _name_outputs(record.outputs)
        _report(record.warnings)
        if record.faults:
            raise BrochureError(record.faults)
        return
    from brochure.build import booklet as publish
    from brochure.build.brochure import load_shop
    from brochure.build.processes import cores
    from brochure.progress import progress

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
    _close(cache)
    _report(built.warnings)
    _name_outputs(built.paths)
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
    from brochure.build.brochure import read_yaml

    data = read_yaml(where, where.booklet(name)).data
    return str(data.get("title", "")) if isinstance(data, dict) else ""


@cli.command()
@click.argument("name")
def new(name: str) -> None:
    from brochure.build import starter
    from brochure.build.brochure import load_series

    where = _workspace()
    click.echo(_relative(starter.new(where, name, load_series(where))))


@cli.command()
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), default=None)
@click.option(
    "--of", "kind", type=click.Choice(["profile", "shop", "booklet"]), default="profile", show_default=True
)
def schema(output: Path | None, kind: str) -> None:
    import json

    from brochure.schema.json_schema import booklet_schema, shop_schema

    made = {"shop": shop_schema, "booklet": booklet_schema, "profile": _profile_schema}
    found = made[kind]()
    text = json.dumps(found, ensure_ascii=False, indent=2) + "\n"
    if output is None:
        click.echo(text, nl=False)
    else:
        files.replace_all({output: text.encode()})
        click.echo(output)


def _profile_schema() -> dict[str, Any]:
    from brochure.build.brochure import load_series
    from brochure.schema.json_schema import profile_schema

    try:
        return profile_schema(load_series(_workspace()))
    except BrochureError as error:
        if any(found.code != "F101" for found in error.problems):
            raise
        return profile_schema(None)  # outside a workspace: the schema without a series' words


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), default=None)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--layout", default=None, shell_complete=_complete_layouts)
@click.option("--dpi", type=click.FloatRange(1, 2400), default=150, show_default=True)
@click.option("--multiple", type=click.IntRange(1, 64), default=1, show_default=True)
@click.option("--bleed", type=click.FloatRange(0, 50), default=0, show_default=True)
@SHOP
def preflight(
    file: Path,
    html: Path | None,
    form: str,
    layout: str | None,
    dpi: float,
    multiple: int,
    bleed: float,
    shop: str | None,
) -> None:
    from brochure.pdf.preflight import html_report as sheet
    from brochure.pdf.preflight import preflight
    from brochure.pdf.preflight.report import as_json
    from brochure.storage.workspace import read

    data = read(file, str(file))
    fonts = _families(layout) if layout else None
    if shop:
        from brochure.build.brochure import load_shop
        from brochure.pdf.prepress.check import check_for_shop

        report = check_for_shop(data, load_shop(_workspace(), shop), file=str(file), fonts=fonts)
    else:
        report = preflight.check(data, file=str(file), fonts=fonts, dpi=dpi, multiple=multiple, bleed=bleed)
    if html:
        files.replace_all({html: sheet.write(report, data).encode()})
    if form == "json":
        click.echo(as_json(report, _LANG.get()), nl=False)
        if report.problems:
            click.get_current_context().exit(Exit.PAGES)
        return
    if html:
        click.echo(html)
    counted = {"pages": report.pages, "errors": len(report.problems), "warnings": len(report.warnings)}
    click.echo(_words()["measured"].format(file=file, **counted))
    if report.problems:
        raise BrochureError(report.problems, report.warnings)
    _report(report.warnings)


def _families(layout_name: str) -> frozenset[str]:
    """The families that a layout of this workspace prints with."""
    from brochure.build.brochure import load_layout

    chosen, _ = load_layout(_workspace(), layout_name)
    return frozenset(family.family for family in chosen.data.fonts)


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--scheme", type=click.Choice(["saddle", "2up", "4up"]), default="saddle", show_default=True)
@click.option("--paper", type=click.Choice(list(SIZES)), default=None)
@click.option("--stock", type=click.Choice(list(STOCKS)), default="コピー用紙", show_default=True)
@click.option("--thickness", type=click.FloatRange(0, 0.5), default=None)
@click.option("--duplex", type=click.Choice(["short", "long", "manual"]), default=None)
@click.option("--binding", type=click.Choice(["left", "right"]), default="left", show_default=True)
@click.option("--fit", type=click.Choice(["paper", "inside"]), default=None)
@click.option("--margin", type=click.FloatRange(0, 50), default=MARGIN, show_default=True)
@click.option("--last-outside/--blanks-last", default=True, show_default=True)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), default=None)
def impose(file: Path, paper: str | None, stock: str, output: Path | None, **wishes: Any) -> None:
    from brochure.pdf.imposition.impose import impose as impose_pdf
    from brochure.pdf.imposition.instructions import label, report, title
    from brochure.pdf.imposition.plan import Wishes
    from brochure.storage.shipped import shipped
    from brochure.storage.workspace import read

    booklet = wishes["scheme"] == "saddle"
    size = paper or ("a3" if booklet else "a4")
    if wishes["thickness"] is None:
        wishes["thickness"] = STOCKS[stock]
    asked = Wishes(paper=SIZES[size], **wishes)
    lang, target = _LANG.get(), output or file.with_name(f"{file.stem}-{asked.scheme}-{size}.pdf")
    done = impose_pdf(
        read(file, str(file)),
        asked,
        file=str(file),
        title=title(asked.scheme, size, lang),
        label=lambda side, plan: label(side, plan, lang),
        fonts=tuple(sorted((shipped() / "fonts").glob("*-Regular.*"))),
    )
    targets = [target]
    if len(done.files) == 2:  # by hand: the names sort in the order of printing
        targets = [target.with_name(f"{target.stem}-{part}{target.suffix}") for part in ("1-front", "2-back")]
    if file.resolve() in (path.resolve() for path in targets):
        raise BrochureError([problem("F107", path=file)])
    files.replace_all(dict(zip(targets, done.files, strict=True)))
    for path in targets:
        click.echo(path)
    for line in report(done.plan, size, lang):
        click.echo(line)
    _report(done.warnings)


@cli.command()
@click.option("--clear", is_flag=True)
@click.option("--explain", default=None, shell_complete=_complete_names)
def cache(clear: bool, explain: str | None) -> None:
    where, words = _workspace(), _words()
    from brochure.storage.cache import FOLDER

    kept = _kept(where)
    if explain:
        _explain(kept, where, explain)
        return
    if clear:
        kept.clear()
    sizes = [known.st_size for _, known in kept.entries()]
    size, most = sum(sizes) / 1e6, kept.most / 1e6
    click.echo(
        words["cache size"].format(path=FOLDER, count=len(sizes), size=f"{size:.1f}", most=f"{most:g}")
    )


def _explain(kept: Cache, where: Workspace, name: str) -> None:
    """Say what the last build of a name was made for, and what the next would be."""
    from brochure.build.last_build import of_name

    words = _words()
    found = of_name(kept, name, where.root)
    if not found:
        click.echo(words["cache none"].format(name=name))
    for task, record in found:
        click.echo(task)
        for key, changes in (("cache last", record.changes), ("cache next", record.now)):
            told = words["cache comma"].join(changes) or words[f"{key} nothing"]
            click.echo("  " + words[key].format(changes=told))


@cli.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--profile", default="", shell_complete=_complete_names)
@click.option("--baseline", type=click.Path(path_type=Path), default=None)
@LAYOUT
@click.option("--reject", is_flag=True)
@click.option("--ignore-quotes", is_flag=True)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), default=None)
@click.option("--diff", is_flag=True)
@click.option("--write", is_flag=True)
@click.option("--interactive", is_flag=True)
@click.option("--ours", "side", flag_value="ours", default="")
@click.option("--theirs", "side", flag_value="theirs")
@click.option("--confirm", is_flag=True)
@click.option("--keep-comments", is_flag=True)
def revise(files: tuple[Path, ...], layout: str, form: str, html: Path | None, **asked: Any) -> None:
    from brochure.revision import apply as desk
    from brochure.revision import report
    from brochure.revision.review import Options
    from brochure.word.read import View

    where, lang = _workspace(), _LANG.get()
    words = texts("revision/words", lang)
    options = Options(
        View.REJECT if asked["reject"] else View.ACCEPT,
        not asked["ignore_quotes"],
        asked["profile"],
        asked["baseline"],
    )
    paths = [Path.cwd() / file for file in files]
    common, found, warnings = desk.examine(where, layout, paths, options)
    _report(warnings)
    if html:
        write_all({Path.cwd() / html: report.as_page(found, lang).encode()})
        click.echo(html, err=form == "json" or asked["diff"])
    if form == "json":
        click.echo(report.as_json(found, lang), nl=False)
    elif not asked["diff"]:
        for line in report.lines(found, lang):
            click.echo("".join(_styled(style, text) for style, text in line))
    if not (asked["write"] or asked["diff"] or asked["interactive"]):
        if form == "text" and any(review.merges for review in found):
            click.echo(words["unwritten"], err=True)
        return
    wishes = desk.Wishes(asked["side"], asked["confirm"], asked["keep_comments"])
    outcome = desk.settle(
        where, common, found, wishes, _asking(asked["side"]) if asked["interactive"] else None
    )
    _report(outcome.warnings)
    if asked["diff"]:
        click.echo(outcome.patch(), nl=False)
    if asked["write"] or asked["interactive"]:
        written = desk.write(outcome)
        for path in written:
            backup = _relative(path.with_suffix(".yaml.bak"))
            click.echo(words["written"].format(file=_relative(path), backup=backup), err=True)
        if not written:
            click.echo(words["same"], err=True)


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


def _styled(style: str, text: str) -> str:
    """A text in the colours of a terminal; without colours old and new words are bracketed."""
    context = click.get_current_context()
    plain = context.color is False or (context.color is None and not sys.stdout.isatty())
    if plain and style in ("old", "new"):
        return f"[-{text}-]" if style == "old" else f"{{+{text}+}}"
    return click.style(text, **_STYLES[style])


def _asking(side: str) -> Callable[[Any, Any], bool]:
    """Ask for each change; the answer that is offered for conflicts follows ``--ours`` and ``--theirs``."""
    from brochure.revision import place_names as places
    from brochure.revision import report
    from brochure.revision.merge3 import State

    words = texts("revision/words", _LANG.get())

    def ask(review: Any, one: Any) -> bool:
        change = one.change
        place = places.place(change.address, review.series, words)
        click.echo(f"{review.locate(change)}  {place}  {change.address}")
        shown = report.difference(change.old, change.new)
        click.echo("    " + "".join(_styled(style, text) for style, text in shown))
        if one.state is State.CONFLICT:
            click.echo("    " + words["ours"].format(text=one.ours))
            return click.confirm(words["ask conflict"], default=side == "theirs")
        return click.confirm(words["ask"], default=not review.is_unsure(one))

    return ask


@cli.command("word-check")
@click.argument("file", type=click.Path(path_type=Path))
def word_check(file: Path) -> None:
    from brochure.revision.open_file import anchors, opened
    from brochure.storage.workspace import read
    from brochure.word.read import read as read_word

    words = _words()
    found, origin, whose = opened(read(file, str(file)), str(file))
    click.echo(words["word-check program"].format(program=found.application or "—"))
    state = words["word-check there" if origin else "word-check gone"]
    click.echo(words["word-check baseline"].format(state=state))
    partners = "、".join(origin.partners) if origin else whose
    click.echo(words["word-check whose"].format(whose=partners or "—"))
    if origin is None:
        return
    reading = read_word(found, origin.roles)
    survived = anchors(origin, reading)
    click.echo(words["word-check texts"].format(found=survived["texts_found"], count=survived["texts"]))
    click.echo(words["word-check notes"].format(found=survived["notes_found"], count=survived["notes"]))
    for address in survived["missing"]:
        click.echo(words["word-check missing"].format(at=address))
    tracked = sum(len(line.revisions) for line in reading.lines)
    click.echo(words["word-check tracked"].format(count=tracked, comments=len(reading.comments)))


@cli.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def doctor(form: str) -> int:
    from brochure.build.doctor import State, examine

    words, found = _words(), []
    for one in examine(Path.cwd()):
        found.append(one)
        if form == "text":
            _print_finding(one, words)
    good = all(one.state is not State.FAULT for one in found)
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


def _print_finding(one: Finding, words: Mapping[str, str]) -> None:
    colour = {"ok": "green", "note": "yellow", "fault": "red"}[one.state.value]
    state = click.style(_padded(words[f"doctor {one.state.value}"], 6), fg=colour)
    click.echo(f"{state}{_padded(words[f'doctor {one.name}'], 20)}{one.found}")
    if advice := _advice(one, words):
        click.echo(f"{' ' * 6}→ {advice}")


def _padded(text: str, width: int) -> str:
    """A text filled up to so many columns of a terminal, in which full-width characters take two."""
    columns = sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
    return text + " " * max(1, width - columns)


def _advice(one: Finding, words: Mapping[str, str]) -> str:
    """What to do about a line of ``doctor``; nothing where all is well."""
    from brochure.build.doctor import anonymous

    if one.problem:
        said = say(one.problem, _LANG.get())
        where = anonymous(PurePath(said.where))  # a layout may lie in the folder of a user
        return f"{where}: {said.code}: {said.message} → {said.hint}"
    return words[f"doctor {one.advice}"].format(**one.details) if one.advice else ""


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    import shlex

    from brochure.build import starter

    for path in starter.init(folder):
        click.echo(_relative(path.resolve()))
    for key in ("begun", "begun folder", "begun build", "begun booklet"):
        click.echo(_words()[key].format(folder=shlex.quote(str(folder))))


def commands(lang: Lang) -> click.Group:
    """The commands, explained in ``lang``; ``--lang`` may stand before a command or behind it."""
    _LANG.set(lang)
    words = texts("cli/help", lang)
    for command in (cli, *cli.commands.values()):
        command.help = words["brochure" if command is cli else str(command.name)]
        if not any(parameter.name == "lang" for parameter in command.params):
            choice = click.Choice(["ja", "en"])
            command.params.append(click.Option(["--lang"], type=choice, expose_value=False))
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                key = parameter.opts[0]
                parameter.help = words.get(f"{command.name} {key}", words[key])
            elif isinstance(parameter, click.Argument):
                parameter.metavar = words[str(parameter.name)]
    return cli


def _words() -> Mapping[str, str]:
    return texts("cli/words", _LANG.get())


def _chosen(where: Workspace, names: tuple[str, ...], everything: bool, command: str) -> tuple[str, ...]:
    if everything:
        found = tuple(where.names())
        if not found:
            raise BrochureError([problem("F108")])
        return found
    if not names:
        raise BrochureError([problem("U102", command=command)])
    return tuple(dict.fromkeys(names))


def _told(_name: str, doubts: tuple[Problem, ...]) -> tuple[Problem, ...]:
    return doubts


def _tell_each(
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
    from brochure.progress import progress

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
        _report(found)
        doubts += found
    if problems:
        raise BrochureError(problems)
    return tuple(doubts)


def _name_outputs(paths: Iterable[Path]) -> None:
    """Print which files were written."""
    for path in paths:
        click.echo(_relative(path))


def _relative(path: Path) -> str:
    """A path as one would type it from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
