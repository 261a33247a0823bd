"""``brochure revise``, ``word-check`` and ``redline``."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from brochure.cli.options import (
    LAYOUT,
    complete_names,
    current_workspace,
)
from brochure.cli.terminal import (
    LANG,
    output_texts,
    print_problems,
    print_text,
    relative_path,
    styled_text,
)
from brochure.diagnostics.problem import BrochureError, Exit
from brochure.diagnostics.text_files import load_texts
from brochure.storage.atomic import replace_files

if TYPE_CHECKING:
    from brochure.build.load import SharedInput
    from brochure.revision.apply import RevisionOptions, RevisionOutcome
    from brochure.revision.combine import ValueSides
    from brochure.revision.comment_threads import StoredComments
    from brochure.revision.merge3 import MergedChange
    from brochure.revision.read_edits import ReadOptions
    from brochure.revision.review import Review
    from brochure.storage.workspace import Workspace

_ATTEMPTS = 3  # to write profiles that other programs save at the same time


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
@click.option("--take-from", multiple=True, type=click.Path(path_type=Path))
@click.option("--confirm", is_flag=True)
@click.option("--keep-comments", is_flag=True)
@click.option("--answer", type=(int, str), multiple=True, metavar="INTEGER TEXT")
@click.option("--author", default="")
@click.option("--drop-resolved", is_flag=True)
def revise(files: tuple[Path, ...], layout: str, form: str, html: Path | None, **asked: Any) -> None:
    from brochure.revision import apply, report
    from brochure.revision.read_edits import ReadOptions
    from brochure.revision.select import SidesTaken
    from brochure.storage.own_files import checked_target, is_own_report
    from brochure.word.reader.model import RevisionView

    where, lang = current_workspace(), LANG.get()
    options = ReadOptions(
        RevisionView.REJECT if asked["reject"] else RevisionView.ACCEPT,
        not asked["ignore_quotes"],
        asked["profile"],
        asked["baseline"],
    )
    if html:
        checked_target(Path.cwd() / html, is_own_report, ".html", ".htm")
    paths = [Path.cwd() / file for file in files]
    taken_files = apply.files_to_take_from(where, paths, [Path.cwd() / file for file in asked["take_from"]])
    wishes = apply.RevisionOptions(
        SidesTaken(asked["side"], taken_files), asked["confirm"], asked["keep_comments"]
    )
    common, found, warnings = apply.review_edits(where, layout, paths, options)
    print_problems(warnings)
    if html:
        target = checked_target(Path.cwd() / html, is_own_report, ".html", ".htm")
        replace_files({target: report.report_html(found, lang).encode()})
        click.echo(html, err=form == "json" or asked["diff"])
    if form == "json":
        click.echo(report.report_json(found, lang), nl=False)
    elif not asked["diff"]:
        for line in report.report_lines(found, lang):
            click.echo("".join(styled_text(style, text) for style, text in line))
    answers = _answers(common, found, asked)
    if not (asked["write"] or asked["diff"] or asked["interactive"]):
        _write_answers(answers, asked)
        _end_preview(found, wishes, quiet=form == "json")
        return
    question = _make_question(asked["side"]) if asked["interactive"] else None
    outcome = apply.revise_profiles(where, common, found, wishes, question)
    if asked["write"] or asked["interactive"]:
        outcome = _write(outcome, lambda: _merge_again(where, layout, paths, options, wishes, question))
    _write_answers(answers, asked)
    print_problems(outcome.warnings)
    if asked["diff"]:
        print_problems(apply.problems_of_left(found))
        click.echo(outcome.patch(), nl=False)
    _end(outcome.count_refused)


def _answers(common: SharedInput, found: Sequence[Review], asked: Mapping[str, Any]) -> list[StoredComments]:
    """The new files of comments: with answers, new replies of known threads, without dropped threads."""
    from brochure.revision.comment_threads import ThreadWishes, answer_threads
    from brochure.schema.series import organisation_name

    wishes = ThreadWishes(
        asked["answer"],
        asked["author"] or organisation_name(common.series),
        datetime.datetime.now().strftime("%Y-%m-%dT%H:%M:%SZ"),  # Word writes local time like this
        keeps=asked["write"] or asked["interactive"],
        drops=asked["drop_resolved"],
    )
    return answer_threads(found, wishes)


def _write_answers(answers: Sequence[StoredComments], asked: Mapping[str, Any]) -> None:
    """Write the files of comments, and say so."""
    from brochure.revision.comment_threads import write_comments

    words = load_texts("revision/words", LANG.get())
    write_comments(answers)
    for one in answers:
        click.echo(words["answers written"].format(file=one.shown), err=True)
    if asked["answer"] and not answers:
        click.echo(words["answers same"], err=True)


def _merge_again(
    where: Workspace,
    layout: str,
    paths: Sequence[Path],
    options: ReadOptions,
    wishes: RevisionOptions,
    question: Callable[[Review, ValueSides], str] | None,
) -> RevisionOutcome:
    """Merge the edits with a profile that was saved meanwhile; answers are asked again only if they must."""
    from brochure.revision import apply

    click.echo(load_texts("revision/words", LANG.get())["merged again"], err=True)
    common, found, _ = apply.review_edits(where, layout, paths, options)
    return apply.revise_profiles(where, common, found, wishes, question)


def _end_preview(found: Sequence[Review], wishes: RevisionOptions, *, quiet: bool) -> None:
    """Say that nothing was written; the exit code is that of ``--write``."""
    from brochure.revision import apply

    for review in found:
        if review.faults:
            raise BrochureError(review.faults)
    if not quiet and any(review.merges for review in found):
        click.echo(load_texts("revision/words", LANG.get())["unwritten"], err=True)
    if not quiet and any(review.comments for review in found):
        click.echo(load_texts("revision/words", LANG.get())["answer"], err=True)
    undecided = apply.count_undecided(found, wishes)
    if undecided:
        click.echo(load_texts("revision/words", LANG.get())["undecided"].format(count=undecided), err=True)
    _end(sum(len(review.left) for review in found))
    if undecided:
        click.get_current_context().exit(Exit.INPUT)


def _write(outcome: RevisionOutcome, merge_again: Callable[[], RevisionOutcome]) -> RevisionOutcome:
    """Write the profiles, and say what was written, or why nothing was.

    Returns:
        What was written: merged again if another program saved a profile after it was read.
    """
    from brochure.revision import apply

    words = load_texts("revision/words", LANG.get())
    for attempt in range(_ATTEMPTS):
        try:
            written = apply.write_profiles(outcome)
            break
        except BrochureError as error:
            if attempt == _ATTEMPTS - 1 or {found.code for found in error.problems} != {"D221"}:
                raise
            outcome = merge_again()
    for path, backup in written.items():
        names = {"file": relative_path(path), "backup": relative_path(backup)}
        click.echo(words["written"].format(**names), err=True)
    if not written:
        click.echo(words[outcome.reason_for_nothing()], err=True)
    return outcome


def _end(refused: int) -> None:
    """Say how many edits are not applied; then the exit code is 1."""
    if refused:
        click.echo(load_texts("revision/words", LANG.get())["refused"].format(count=refused), err=True)
        click.get_current_context().exit(Exit.INPUT)


def _make_question(side: str) -> Callable[[Review, ValueSides], str]:
    """A function that asks about each change; ``--theirs`` makes the Word file the default for conflicts."""
    from brochure.revision import place_names
    from brochure.revision.draw import drawn_move
    from brochure.revision.merge3 import MergeState

    words = load_texts("revision/words", LANG.get())

    answers: dict[str, str] = {}

    def ask(review: Review, value: ValueSides) -> str:
        """Ask, unless the same question about the same values was answered."""
        asked = repr((review.profile, [(m.source, m.change, m.state, m.ours) for m in value.changes]))
        if asked not in answers:
            answers[asked] = ask_once(review, value)
        return answers[asked]

    def ask_once(review: Review, value: ValueSides) -> str:
        first = value.changes[0]
        place = place_names.place_in_words(first.change.address, review.series, LANG.get())
        click.echo(f"{review.locate(first.change)}  {place}  {first.change.address}")
        if first.state is MergeState.CONFLICT:
            return _ask_side(review, value, words, theirs=side == "theirs")
        for one in value.changes:
            _show_change(one)
            if move := drawn_move(review, one):
                click.echo(f"    {move.in_words(words)}")
        return first.source if click.confirm(words["ask"], default=not review.is_unsure(first)) else ""

    return ask


def _ask_side(review: Review, value: ValueSides, words: Mapping[str, str], *, theirs: bool) -> str:
    """Ask whose change of a value is made: the profile's, or that of one of the Word files."""
    from brochure.revision import report
    from brochure.revision.draw import words_of_value

    click.echo("    " + words["ours"].format(text=words_of_value(value.changes[0].ours) or words["empty"]))
    sides = value.sides
    if len(sides) == 1:
        for one in value.changes:
            _show_change(one)
        return next(iter(sides)) if click.confirm(words["ask conflict"], default=theirs) else ""
    for number, (source, changes) in enumerate(sides.items(), 1):
        who = report.change_author(review, changes[0])[0]
        named = words["side of" if who else "side"].format(file=source, who=who, text="")
        click.echo(f"    {number}: {named.rstrip()}")
        for one in changes:
            _show_change(one)
    most = len(sides)
    answer = click.prompt(
        words["ask side"].format(most=most), type=click.IntRange(0, most), default=most if theirs else 0
    )
    return ["", *sides][answer]


def _show_change(one: MergedChange) -> None:
    from brochure.diagnostics.visible import show_controls
    from brochure.revision import report
    from brochure.revision.draw import drawn_texts

    shown = report.styled_difference(*map(show_controls, drawn_texts(one.change)))
    click.echo("    " + "".join(styled_text(style, text) for style, text in shown))


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
