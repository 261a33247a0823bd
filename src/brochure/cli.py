"""The command line: words in, words and an exit code out. Only :func:`main` turns errors into both."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from brochure import __version__
from brochure.errors import BrochureError, Exit, Problem, problem
from brochure.messages import Lang, exit_code, say
from brochure.words import WORDS
from brochure.workspace import Workspace


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
    try:
        code = commands(lang)(prog_name="brochure", standalone_mode=False)
    except BrochureError as error:
        _report((*error.warnings, *error.problems), lang)
        code = exit_code(error.problems)
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "brochure"
        _report([problem("U101", detail=_usage(error, lang), command=command)], lang)
        code = Exit.USAGE
    except (click.Abort, KeyboardInterrupt):
        code = Exit.INTERRUPTED
    except BrokenPipeError:  # `brochure show … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = Exit.OK
    except Exception as error:
        _report([problem("B101", detail=f"{type(error).__name__}: {error}", report=_keep_traceback())], lang)
        code = Exit.BUG
    sys.exit(int(code or 0))


def _speak_utf8() -> None:
    """Japanese also where the locale is C or a Windows code page."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _keep_traceback() -> str:
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
        case click.BadParameter() if error.param and not isinstance(error, click.MissingParameter):
            return f"「{error.param.opts[0]}」の値が正しくありません：{error.message}"
        case click.MissingParameter() if error.param:
            return f"「{error.param.human_readable_name}」がありません"
    return error.format_message()


def _report(problems: Iterable[Problem], lang: Lang) -> None:
    """Print problems to standard error, each once."""
    for found in dict.fromkeys(problems):
        said = say(found, lang)
        colour = "yellow" if said.warning else "red"
        place = f"{said.where}: " if said.where else ""
        click.echo(
            f"{place}{click.style(f'{said.severity} {said.code}', fg=colour)}: {said.message}", err=True
        )
        click.echo(f"  → {said.hint}", err=True)


def _workspace() -> Workspace:
    return Workspace.find(Path.cwd())


def _complete_names(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    try:
        return [name for name in _workspace().names() if name.startswith(incomplete)]
    except BrochureError:
        return []


def _complete_layouts(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    try:
        return [name for name in _workspace().layouts() if name.startswith(incomplete)]
    except BrochureError:
        return []


def commands(lang: Lang) -> click.Group:
    """The commands, explained in ``lang``."""
    say_help = WORDS[lang]

    @click.group(
        help=say_help["brochure"],
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    @click.version_option(__version__, prog_name="brochure", help=say_help["--version"])
    @click.option("--lang", type=click.Choice(["ja", "en"]), default=lang, help=say_help["--lang"])
    def cli(lang: Lang) -> None:
        del lang  # main() has looked already: the help texts depend on it

    names = click.argument("names", nargs=-1, metavar=say_help["NAME…"], shell_complete=_complete_names)
    everything = click.option("--all", "everything", is_flag=True, help=say_help["--all"])
    layout = click.option(
        "--layout",
        default="standard",
        show_default=True,
        help=say_help["--layout"],
        shell_complete=_complete_layouts,
    )

    @cli.command(help=say_help["build"])
    @names
    @everything
    @layout
    @click.option(
        "--format",
        "formats",
        multiple=True,
        type=click.Choice(["pdf", "docx"]),
        default=("pdf", "docx"),
        show_default=True,
        help=say_help["--format"],
    )
    @click.option(
        "--output",
        type=click.Path(file_okay=False, path_type=Path),
        default=None,
        help=say_help["--output"],
    )
    @click.option("--debug", is_flag=True, help=say_help["--debug"])
    def build(
        names: tuple[str, ...],
        everything: bool,
        layout: str,
        formats: tuple[str, ...],
        output: Path | None,
        debug: bool,
    ) -> None:
        from brochure.build import build as build_one

        where = _workspace()
        folder = (Path.cwd() / output) if output else where.output

        def one(name: str, common: Any) -> tuple[Problem, ...]:
            built = build_one(where, name, common, formats=formats, output=folder, debug=debug)
            for path in built.paths:
                click.echo(_relative(path))
            return built.warnings

        _each(where, _chosen(where, names, everything, "build"), layout, one, lang)

    @cli.command(help=say_help["check"])
    @names
    @layout
    def check(names: tuple[str, ...], layout: str) -> None:
        from brochure.build import check as check_one

        where = _workspace()
        chosen = names or _chosen(where, (), True, "check")
        _each(where, chosen, layout, lambda name, common: check_one(where, name, common), lang)
        click.echo(say_help["nothing wrong"].format(count=len(chosen)))

    @cli.command(help=say_help["show"])
    @click.argument("name", metavar=say_help["NAME"], shell_complete=_complete_names)
    @layout
    def show(name: str, layout: str) -> None:
        from brochure import plaintext
        from brochure.build import load, load_common

        where = _workspace()
        loaded = load(where, name, load_common(where, layout))
        _report(loaded.warnings, lang)
        click.echo(plaintext.write(loaded.document), nl=False)

    @cli.command(help=say_help["new"])
    @click.argument("name", metavar=say_help["NAME"])
    def new(name: str) -> None:
        from brochure import starter
        from brochure.build import load_common

        where = _workspace()
        path = starter.new(where, name, load_common(where, "standard").series)
        click.echo(_relative(path))

    @cli.command(help=say_help["schema"])
    def schema() -> None:
        from brochure.build import load_series
        from brochure.jsonschema import profile_schema

        try:
            series = load_series(_workspace())
        except BrochureError as error:
            if any(found.code != "F101" for found in error.problems):
                raise
            series = None  # outside a workspace: the schema without a series' words
        click.echo(json.dumps(profile_schema(series), ensure_ascii=False, indent=2))

    @cli.command(help=say_help["init"])
    @click.argument("folder", metavar=say_help["DIR"], type=click.Path(path_type=Path))
    def init(folder: Path) -> None:
        from brochure import starter

        for path in starter.init(folder):
            click.echo(_relative(path.resolve()))
        click.echo(say_help["begun"].format(folder=folder))

    for command in cli.commands.values():  # --lang may stand behind the command too
        command.params.append(
            click.Option(
                ["--lang"], type=click.Choice(["ja", "en"]), expose_value=False, help=say_help["--lang"]
            )
        )
    return cli


def _chosen(where: Workspace, names: tuple[str, ...], everything: bool, command: str) -> tuple[str, ...]:
    if everything:
        found = tuple(where.names())
        if not found:
            raise BrochureError([problem("F108")])
        return found
    if not names:
        raise BrochureError([problem("U102", command=command)])
    return tuple(dict.fromkeys(names))


def _each(
    where: Workspace,
    names: Sequence[str],
    layout: str,
    one: Callable[[str, Any], tuple[Problem, ...]],
    lang: Lang,
) -> None:
    """Do one thing for each partner; a broken one does not keep the others from being done.

    Raises:
        BrochureError: The problems of all that failed.
    """
    from brochure.build import load_common
    from brochure.progress import progress

    common = load_common(where, layout)
    problems: list[Problem] = []
    for name in progress(names):
        try:
            _report(one(name, common), lang)
        except BrochureError as error:
            _report(error.warnings, lang)
            problems += error.problems
    if problems:
        raise BrochureError(problems)


def _relative(path: Path) -> str:
    """A path as one would type it from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
