"""``brochure revise``, ``word-check`` and ``redline``."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from brochure.cli.options import (
    LAYOUT,
    NAME,
    OUTPUT,
    complete_names,
    current_workspace,
    output_folder,
)
from brochure.cli.terminal import (
    LANG,
    output_texts,
    print_paths,
    print_problems,
    print_text,
    relative_path,
    styled_text,
)
from brochure.diagnostics.problem import BrochureError
from brochure.diagnostics.text_files import load_texts
from brochure.storage.atomic import replace_files


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--profile", default="", shell_complete=complete_names)
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
    from brochure.revision import apply, report
    from brochure.revision.review import ReadOptions
    from brochure.storage.own_files import checked_target, is_own_report
    from brochure.word.reader.model import RevisionView

    where, lang = current_workspace(), LANG.get()
    words = load_texts("revision/words", lang)
    options = ReadOptions(
        RevisionView.REJECT if asked["reject"] else RevisionView.ACCEPT,
        not asked["ignore_quotes"],
        asked["profile"],
        asked["baseline"],
    )
    if html:
        checked_target(Path.cwd() / html, is_own_report, ".html", ".htm")
    paths = [Path.cwd() / file for file in files]
    common, found, warnings = apply.review_edits(where, layout, paths, options)
    print_problems(warnings)
    if html:
        replace_files({Path.cwd() / html: report.report_html(found, lang).encode()})
        click.echo(html, err=form == "json" or asked["diff"])
    if form == "json":
        click.echo(report.report_json(found, lang), nl=False)
    elif not asked["diff"]:
        for line in report.report_lines(found, lang):
            click.echo("".join(styled_text(style, text) for style, text in line))
    if not (asked["write"] or asked["diff"] or asked["interactive"]):
        if form == "text" and any(review.merges for review in found):
            click.echo(words["unwritten"], err=True)
        return
    wishes = apply.RevisionOptions(asked["side"], asked["confirm"], asked["keep_comments"])
    outcome = apply.revise_profiles(
        where, common, found, wishes, _make_question(asked["side"]) if asked["interactive"] else None
    )
    print_problems(outcome.warnings)
    if asked["diff"]:
        click.echo(outcome.patch(), nl=False)
    if asked["write"] or asked["interactive"]:
        written = apply.write_profiles(outcome)
        for path, backup in written.items():
            names = {"file": relative_path(path), "backup": relative_path(backup)}
            click.echo(words["written"].format(**names), err=True)
        if not written:
            click.echo(words["same"], err=True)


def _make_question(side: str) -> Callable[[Any, Any], bool]:
    """A function that asks about each change; ``--theirs`` makes "yes" the default answer for conflicts."""
    from brochure.revision import place_names, report
    from brochure.revision.merge3 import MergeState

    words = load_texts("revision/words", LANG.get())

    def ask(review: Any, one: Any) -> bool:
        change = one.change
        place = place_names.place_in_words(change.address, review.series, LANG.get())
        click.echo(f"{review.locate(change)}  {place}  {change.address}")
        shown = report.styled_difference(change.old, change.new)
        click.echo("    " + "".join(styled_text(style, text) for style, text in shown))
        if one.state is MergeState.CONFLICT:
            click.echo("    " + words["ours"].format(text=one.ours))
            return click.confirm(words["ask conflict"], default=side == "theirs")
        return click.confirm(words["ask"], default=not review.is_unsure(one))

    return ask


@click.command("word-check")
@click.argument("file", type=click.Path(path_type=Path))
def word_check(file: Path) -> None:
    from brochure.revision.open_file import count_bookmarks, open_edited_file
    from brochure.storage.workspace import read_file
    from brochure.word.reader.read import read_word_lines

    words = output_texts()
    found, origin, whose = open_edited_file(read_file(file, str(file)), str(file))
    print_text(words["word-check program"].format(program=found.application or "—"))
    state = words["word-check there" if origin else "word-check gone"]
    print_text(words["word-check baseline"].format(state=state))
    partners = "、".join(origin.partners) if origin else whose
    print_text(words["word-check whose"].format(whose=partners or "—"))
    if origin is None:
        return
    reading = read_word_lines(found, origin.roles)
    survived = count_bookmarks(origin, reading)
    print_text(words["word-check texts"].format(found=survived["texts_found"], count=survived["texts"]))
    print_text(words["word-check notes"].format(found=survived["notes_found"], count=survived["notes"]))
    for address in survived["missing"]:
        print_text(words["word-check missing"].format(at=address))
    tracked = sum(len(line.revisions) for line in reading.lines)
    print_text(words["word-check tracked"].format(count=tracked, comments=len(reading.comments)))


@click.command()
@NAME
@click.option("--since", required=True)
@LAYOUT
@click.option("--author", default="")
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), default=None)
@OUTPUT
def redline(
    name: str, since: str, layout: str, author: str, date: datetime.datetime | None, output: Path | None
) -> None:
    from brochure.build.load import load_common
    from brochure.revision.redline import build_redline

    where = current_workspace()
    built = build_redline(
        where,
        name,
        load_common(where, layout),
        since,
        here=Path.cwd(),
        author=author,
        date=date.date() if date else datetime.date.today(),
        output=output_folder(where, output),
    )
    print_problems(built.warnings)
    print_paths(built.paths)
    if not built.paths:
        click.echo(output_texts()["nothing changed"].format(name=name, since=since))
    if built.faults:
        raise BrochureError(built.faults)
