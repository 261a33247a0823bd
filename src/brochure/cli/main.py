"""The group of all commands, and :func:`main`, which turns errors into messages and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from typing import NoReturn

import click

from brochure import __version__
from brochure.cli.approvals import approve, status
from brochure.cli.booklet import booklet
from brochure.cli.build import build, cache, check, watch
from brochure.cli.dask_certificates import dask_certificates
from brochure.cli.desk import desk
from brochure.cli.doctor import doctor
from brochure.cli.editions import edition
from brochure.cli.lists import init, layouts, new, new_layout, schema, shops, show, sources
from brochure.cli.pdf_tools import diff, impose, preflight
from brochure.cli.redline import redline
from brochure.cli.revise import revise, word_check
from brochure.cli.stale import stale
from brochure.cli.survey import survey
from brochure.cli.terminal import (
    LANG,
    print_problems,
    use_utf8,
)
from brochure.diagnostics.problem import BrochureError, Exit, Problem, problem
from brochure.diagnostics.text_files import Lang, load_texts


def choose_language(arguments: Sequence[str], environment: dict[str, str]) -> Lang:
    """The language of messages: the value of ``--lang``, or the language of the locale."""
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
    """Run the command line and exit with a documented code (:class:`brochure.diagnostics.problem.Exit`)."""
    lang = choose_language(sys.argv[1:], dict(os.environ))
    use_utf8()
    explained = localise_commands(lang)
    try:
        code = explained(prog_name="brochure", standalone_mode=False)
    except BrochureError as error:
        from brochure.diagnostics.catalogue import exit_code

        print_problems((*error.warnings, *error.problems))
        code = exit_code(error.problems)
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "brochure"
        print_problems([problem("U101", detail=_usage_error_text(error, lang), command=command)])
        code = Exit.USAGE
    except (click.Abort, KeyboardInterrupt):
        code = Exit.INTERRUPTED
    except OSError as error:  # of a file that no stage handles
        print_problems([_os_problem(error)])
        code = Exit.FILES
    except Exception as error:
        print_problems([problem("B101", detail=f"{type(error).__name__}: {error}", report=_keep_traceback())])
        code = Exit.BUG
    sys.exit(int(code or 0))


def _os_problem(error: OSError) -> Problem:
    """The problem of an error of the system: it names the files, or the report if the error has no file."""
    reason = error.strerror or str(error) or type(error).__name__
    named = [os.fsdecode(name) for name in (error.filename, error.filename2) if isinstance(name, str | bytes)]
    if named:
        return problem("F104", path=" → ".join(named), reason=reason)
    return problem("F116", reason=reason, report=_keep_traceback())


def _keep_traceback() -> str:
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile(
        "w", prefix="brochure-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        file.write(f"brochure {__version__}, Python {sys.version}, {sys.platform}\n{sys.argv}\n\n")
        traceback.print_exc(file=file)
    return file.name


def _usage_error_text(error: click.UsageError, lang: Lang) -> str:
    """The text of an error of click; common ones are translated for Japanese."""
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


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="brochure")
def cli() -> None:
    """The group of all commands; the help texts are in ``help.ja.yaml`` and ``help.en.yaml``."""


for _command in (
    *(build, check, watch, cache, booklet, redline, revise, word_check, preflight, impose, diff),
    *(show, sources, layouts, shops, new, new_layout, schema, init, survey, stale, desk, doctor),
    *(approve, status, edition),
    dask_certificates,
):
    cli.add_command(_command)


def named_commands(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    """The commands in a group, and those in groups of it, with their names: ``survey``, ``survey open``."""
    for key, command in group.commands.items():
        yield before + key, command
        if isinstance(command, click.Group):
            yield from named_commands(command, f"{before}{key} ")


def localise_commands(lang: Lang) -> click.Group:
    """The commands with help texts in ``lang``; ``--lang`` is allowed before and after a command's name."""
    LANG.set(lang)
    words = load_texts("cli/help", lang)
    for name, command in [("", cli), *named_commands(cli)]:
        command.help = words[name or "brochure"]
        if not any(parameter.name == "lang" for parameter in command.params):
            choice = click.Choice(["ja", "en"])
            command.params.append(click.Option(["--lang"], type=choice, expose_value=False))
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                key = parameter.opts[0]
                parameter.help = words.get(f"{name} {key}", words[key])
            elif isinstance(parameter, click.Argument):
                parameter.metavar = words[str(parameter.name)]
    return cli
