"""``brochure survey receive``: from files that came back to changes of profiles, and the record of the round.

Nothing is written until a person accepts: :func:`read_replies` only reads, :func:`write_reply` writes the
profile and the record together, all or none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from brochure.build.load import SharedInput, load_common, load_partner_text
from brochure.diagnostics.problem import BrochureError, Location, Problem, problem
from brochure.document.partial_date import PartialDate
from brochure.editions.confirmations import confirm_values, partner_edition
from brochure.revision.yaml_edit.apply import apply_edits
from brochure.revision.yaml_edit.edit import EditError
from brochure.schema.yaml_reader import parse_yaml
from brochure.storage.atomic import replace_files
from brochure.storage.workspace import Workspace, read_file
from brochure.survey.answers import AnswerState, FormReading, Meaning, SurveyAnswer
from brochure.survey.change import ChangeSource, SurveyChange
from brochure.survey.changes import all_edits, survey_changes
from brochure.survey.filled import FilledFile
from brochure.survey.form import FormItem, ItemKind, SurveyForm
from brochure.survey.make_form import make_form
from brochure.survey.meaning import reply_answer
from brochure.survey.opening import open_filled_form
from brochure.survey.reading import differing_answer, form_line_of, read_answers
from brochure.survey.send import form_source, known_round, survey_partners
from brochure.survey.store import (
    ReceivedFile,
    RecordedAnswer,
    SentForm,
    SurveyRecord,
    read_record,
    read_sent,
    record_text,
)
from brochure.survey.vocabulary import certain_date


@dataclass(frozen=True, slots=True)
class ReplyOptions:
    """What a person said besides the files.

    Attributes:
        partner: Whose files without a form line are; empty if not said.
        survey: The round; empty for the last one that the partner was sent.
        replies: Later replies to questions, by code; ``liaoning/Q3-c`` if files of several partners are read.
        date: Today, in ISO 8601.
    """

    partner: str = ""
    survey: str = ""
    replies: tuple[tuple[str, str], ...] = ()
    date: str = ""


@dataclass(frozen=True, slots=True)
class _Incoming:
    """A file that was read, with its form."""

    file: FilledFile
    sha256: str
    sent: SentForm
    reading: FormReading


@dataclass(frozen=True)
class PartnerReply:
    """What one partner answered: everything to show, and everything to write.

    Attributes:
        source: The form, the partner as it is now, the answers.
        changes: What the answers change or confirm, without those that were taken before.
        held_up: Why answers cannot be taken.
        remarks: What stands outside the answer cells of the files.
        record: The record as it will be, before anything is taken.
        read: The bytes of the profile.
    """

    source: ChangeSource
    changes: tuple[SurveyChange, ...]
    held_up: tuple[Problem, ...]
    remarks: tuple[Problem, ...]
    record: SurveyRecord
    read: bytes

    @property
    def partner(self) -> str:
        """The id of the partner."""
        return self.source.form.partner

    def answers(self, state: AnswerState) -> list[tuple[FormItem, SurveyAnswer]]:
        """The items whose answers are in a state, in the order of the form."""
        found = ((item, self.source.answers[item.code]) for item in self.source.form.items())
        return [(item, answer) for item, answer in found if answer.state is state]

    @property
    def open_questions(self) -> list[Problem]:
        """What must be asked or cleared before all is done."""
        asked = [*self.answers(AnswerState.ASK), *self.answers(AnswerState.MISSING)]
        return [*filter(None, (answer.question for _, answer in asked)), *self.held_up]

    @property
    def by_hand(self) -> list[tuple[FormItem, SurveyAnswer]]:
        """What was said in free cells; a person puts it where it belongs."""
        return [
            (item, answer) for item, answer in self.answers(AnswerState.CERTAIN) if item.kind is ItemKind.FREE
        ]


def read_replies(
    where: Workspace, files: Sequence[Path], options: ReplyOptions, layout: str = "standard"
) -> list[PartnerReply]:
    """Read files that came back; one reply for each partner.

    Raises:
        BrochureError: A file cannot be read, is of another round or of a partner that was not sent a form,
            or a profile has mistakes; all of them.
    """
    common = load_common(where, layout)
    incoming: dict[tuple[str, str], list[_Incoming]] = {}
    problems: list[Problem] = []
    for path in files:
        try:
            shown = where.shown(path)
            data = read_file(path, shown)
            one = _incoming(where, data, shown, common, options)
            form = one.sent.form
            incoming.setdefault((form.survey, form.partner), []).append(one)
        except BrochureError as error:
            problems += error.problems
    names = {partner for _, partner in incoming}
    if len(names) > 1:
        problems += [problem("J118", None, code=code) for code, _ in options.replies if "/" not in code]
    if problems:
        raise BrochureError(problems)
    return [
        _reply(where, survey, partner, found, common, options)
        for (survey, partner), found in incoming.items()
    ]


def _incoming(
    where: Workspace, data: bytes, shown: str, common: SharedInput, options: ReplyOptions
) -> _Incoming:
    file = open_filled_form(data, shown)
    place = Location(shown)
    survey, partner, number = form_line_of(file) or ("", options.partner, "")
    if not partner:
        raise BrochureError([problem("J106", place)])
    if options.partner and partner != options.partner:
        raise BrochureError([problem("J113", place, found=partner, partner=options.partner)])
    if partner not in where.names():
        raise BrochureError([problem("J108", place, partner=partner, survey=survey or options.survey or "—")])
    wanted = options.survey or _last_sent(where, partner, common)
    if survey and survey != wanted:
        raise BrochureError([problem("J107", place, found=survey, survey=wanted or "—", partner=partner)])
    sent, _ = read_sent(where, known_round(common, wanted), partner)
    if not sent:
        raise BrochureError([problem("J108", place, partner=partner, survey=wanted)])
    chosen = next((one for one in sent if one.form.number == number), None)
    if number and chosen is None:
        raise BrochureError([problem("J109", place, number=number, partner=partner, survey=wanted)])
    form = chosen or sent[-1]
    reading = read_answers(form.form, file)
    if all(one.state is AnswerState.MISSING for one in reading.answers.values()):
        raise BrochureError([problem("J115", place)])
    return _Incoming(file, hashlib.sha256(data).hexdigest(), form, reading)


def _last_sent(where: Workspace, partner: str, common: SharedInput) -> str:
    """The last round that a partner was sent; the last round if it was sent none."""
    rounds = common.series.data.surveys
    asked = sorted(rounds, key=lambda name: rounds[name].asked.iso())
    return next(
        (name for name in reversed(asked) if read_sent(where, name, partner)[0]), asked[-1] if asked else ""
    )


# --- one partner --------------------------------------------------------------------------------


def _reply(
    where: Workspace,
    survey: str,
    partner: str,
    found: Sequence[_Incoming],
    common: SharedInput,
    options: ReplyOptions,
) -> PartnerReply:
    path = where.profile(partner)
    read = where.read(path)
    made = form_source(where, partner, common, survey, "", survey_partners(where))
    form = found[-1].sent.form
    record = read_record(where, survey, partner)
    answers, remarks = _merged(form, found, record)
    own = [(code.rpartition("/")[2], text) for code, text in options.replies if _is_of(code, partner)]
    answers = _with_replies(form, answers, record, own)
    taken = frozenset(item.code for item in form.items() if _taken(record, item, answers))
    date = _date_of(answers, form, options.date)
    source = ChangeSource(form, make_form(made)[0], made.loaded, answers, date, taken)
    changes, held_up = survey_changes(source)
    received = [
        ReceivedFile(options.date, "", Path(one.file.shown).name, one.sha256, one.sent.form.number)
        for one in found
        if one.sha256 not in {known.sha256 for known in record.received}
    ]
    again = [
        problem("J229", Location(one.file.shown), partner=partner)
        for one in found
        if one.sha256 in {known.sha256 for known in record.received}
    ]
    recorded = {
        item.code: RecordedAnswer(answers[item.code], item.at, item.label.ja, _taken(record, item, answers))
        for item in form.items()
    }
    new = replace(
        record,
        received=(*record.received, *received),
        answers=recorded,
        remarks=tuple(dict.fromkeys((*record.remarks, *map(_remark_text, remarks)))),
    )
    return PartnerReply(source, tuple(changes), tuple(held_up), (*again, *remarks), new, read)


def _is_of(code: str, partner: str) -> bool:
    name, slash, _ = code.rpartition("/")
    return not slash or name == partner


def _remark_text(remark: Problem) -> str:
    details = dict(remark.details)
    return details.get("found") or remark.code


def _taken(record: SurveyRecord, item: FormItem, answers: Mapping[str, SurveyAnswer]) -> str:
    """When an answer went into the profile, if it is still the same answer."""
    known = record.answers.get(item.code)
    return known.taken if known and known.answer.says_the_same(answers[item.code]) else ""


def _merged(
    form: SurveyForm, found: Sequence[_Incoming], record: SurveyRecord
) -> tuple[dict[str, SurveyAnswer], list[Problem]]:
    """One answer for each item: of all files, and of what came back before; what differs is asked."""
    answers: dict[str, SurveyAnswer] = {}
    remarks = [remark for one in found for remark in one.reading.remarks]
    for item in form.items():
        said = [
            replace(answer, code=item.code)
            for one in found
            for code, answer in one.reading.answers.items()
            if _at_of(one.sent.form, code) == item.at
        ]
        known = record.answers.get(item.code)
        if known and known.at == item.at and known.answer.state is AnswerState.CERTAIN:
            said.insert(0, known.answer)
        answers[item.code] = _joined(found[-1].file.shown, item, said)
    return answers, remarks


def _at_of(form: SurveyForm, code: str) -> str:
    return next((item.at for item in form.items() if item.code == code), "")


def _joined(shown: str, item: FormItem, said: Sequence[SurveyAnswer]) -> SurveyAnswer:
    """The answer of several: those that say something must agree; nothing said contradicts nobody."""
    words = [one for one in said if one.state in (AnswerState.CERTAIN, AnswerState.ASK)]
    if not words:
        blank = next((one for one in said if one.state is AnswerState.BLANK), None)
        return blank or said[0]
    if all(one.says_the_same(words[0]) and one.found == words[0].found for one in words):
        return words[-1]
    certain = [one for one in words if one.state is AnswerState.CERTAIN]
    if len(certain) == len(words) and all(one.says_the_same(certain[0]) for one in certain):
        return certain[0]
    if len(words) == 1:
        return words[0]
    return differing_answer(shown, item.label.ja, words)


def _with_replies(
    form: SurveyForm,
    answers: Mapping[str, SurveyAnswer],
    record: SurveyRecord,
    replies: Iterable[tuple[str, str]],
) -> dict[str, SurveyAnswer]:
    """The answers with later replies: those given now, and those of the record to the same question.

    Raises:
        BrochureError: A reply names no item of the form, or is not certain either (J112).
    """
    made = dict(answers)
    for code, known in record.answers.items():
        now = made.get(code)
        if known.answer.reply and now and now.state is AnswerState.ASK and now.found == known.answer.found:
            made[code] = known.answer
    problems = []
    for code, text in replies:
        found = reply_answer(form, code, text)
        if found is None:
            problems.append(problem("J112", None, code=code, found=text))
        else:
            before = made[code].found
            made[code] = replace(found, found=before or found.found)
    if problems:
        raise BrochureError(problems)
    return made


def _date_of(answers: Mapping[str, SurveyAnswer], form: SurveyForm, today: str) -> str:
    """The date of the answers: that which the partner wrote if it is certain, else today."""
    for item in form.items():
        answer = answers[item.code]
        if item.at == "form.contact.filled" and answer.meaning is Meaning.TEXT:
            found = certain_date(answer.text)
            return found.iso() if found else today
    return today


# --- writing ------------------------------------------------------------------------------------


def chosen_changes(reply: PartnerReply, accepted: Collection[str]) -> list[SurveyChange]:
    """The changes that a person accepts by code, by question (``Q3``), or with ``all``."""
    return [
        change
        for change in reply.changes
        if "all" in accepted
        or any(code in accepted or code.partition("-")[0] in accepted for code in change.codes)
    ]


def write_reply(
    where: Workspace, reply: PartnerReply, taken: Sequence[SurveyChange], by: str, common: SharedInput
) -> tuple[Path, ...]:
    """Write the accepted changes into the profile, and the record; both or none.

    Args:
        where: The workspace.
        reply: The reply.
        taken: The changes that were accepted.
        by: Who accepted them.
        common: The series, by which the new profile is checked.

    Returns:
        The files that were written.

    Raises:
        BrochureError: The profile would have mistakes, cannot be edited so (J116), or was saved meanwhile
            (F121); nothing is written.
    """
    profile = where.profile(reply.partner)
    shown = where.shown(profile)
    source = parse_yaml(reply.read, shown)
    try:
        text = apply_edits(source, all_edits(reply.source, taken))
    except (EditError, ValueError) as error:
        raise BrochureError([problem("J116", Location(shown), detail=error)]) from None
    data = text.encode()
    if data != reply.read:
        load_partner_text(where, reply.partner, parse_yaml(data, shown), common)
    record = _record_with(reply, taken, by)
    files = {record.stored.path: record_text(record, where.shown(record.stored.path))}
    read = {record.stored.path: record.stored.read}
    if data != reply.read:
        files = {profile: data, **files}
        read[profile] = reply.read
    replace_files(files, read)
    return tuple(files)


def confirm_answers(
    where: Workspace, reply: PartnerReply, taken: Sequence[SurveyChange], by: str, layout: str = "standard"
) -> int:
    """Note for the present edition which values the partner confirmed, and return how many (確認済み).

    It is called after :func:`write_reply`. Without a kept edition before this one, nothing is noted.

    Raises:
        BrochureError: The profile has mistakes, or the file was saved meanwhile (F121).
    """
    found = partner_edition(where, reply.partner, layout)
    values = {value.at for value in found.open_values}
    at = [change.at for change in taken if change.at in values]
    if not found.before or not at:
        return 0
    return confirm_values(where, found, at, by=by, date=PartialDate.parse(reply.source.date))


def _record_with(reply: PartnerReply, taken: Sequence[SurveyChange], by: str) -> SurveyRecord:
    record = reply.record
    codes = {code for change in taken for code in change.codes}
    date = next((one.date for one in reversed(record.received)), "")
    received = tuple(one if one.by else replace(one, by=by) for one in record.received)
    answers = {
        code: replace(one, taken=date)
        if code in codes and not one.taken and one.answer.state is AnswerState.CERTAIN
        else one
        for code, one in record.answers.items()
    }
    return replace(record, received=received, answers=answers)
