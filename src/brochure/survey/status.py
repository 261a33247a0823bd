"""``brochure survey status``: the state of a round for each partner, and a reminder to send."""

from __future__ import annotations

from dataclasses import dataclass

from brochure.build.load import load_series
from brochure.diagnostics.problem import BrochureError, Problem, problem
from brochure.schema.survey_rounds import latest_round
from brochure.storage.workspace import Workspace
from brochure.survey.answers import AnswerState
from brochure.survey.form_lines import due_text
from brochure.survey.form_words import words_in
from brochure.survey.store import read_record, read_sent


@dataclass(frozen=True, slots=True)
class RoundRow:
    """The state of a partner in a round.

    Attributes:
        partner: The id of the profile.
        name: Its name as it was sent; empty if it was not.
        state: ``not sent``, ``waiting``, ``open`` (with questions or without answers), ``answered``.
        sent: The date of the last form.
        received: The date of the last file.
        answered: How many items have a certain answer.
        taken: How many of them are in the profile.
        questions: How many are asked.
        missing: How many have no answer.
        overdue: By how many days the answers are late; 0 if they are not, or all came.
    """

    partner: str
    name: str
    state: str
    sent: str
    received: str
    answered: int
    taken: int
    questions: int
    missing: int
    overdue: int


def round_rows(where: Workspace, survey: str, today: str) -> tuple[str, list[RoundRow]]:
    """The state of all partners in a round, the last one if ``survey`` is empty.

    Raises:
        BrochureError: There is no such round (J101), or a file of it is damaged (J111).
    """
    rounds = load_series(where).data.surveys
    chosen = survey or latest_round(rounds)
    if chosen not in rounds:
        raise BrochureError([problem("J101", None, found=survey or "—", known=", ".join(rounds) or "—")])
    due = rounds[chosen].due
    late = days_late(due.iso() if due else "", today)
    rows: list[RoundRow] = []
    problems: list[Problem] = []
    for name in where.names():
        try:
            rows.append(partner_round(where, chosen, name, late))
        except BrochureError as error:
            problems += error.problems
    if problems:
        raise BrochureError(problems)
    return chosen, rows


def days_late(due: str, today: str) -> int:
    """How many days after a date today is; a month ends with its last day."""
    import datetime

    from brochure.document.partial_date import PartialDate

    if not due:
        return 0
    date = PartialDate.parse(due)
    month, year = date.month or 12, date.year
    last = date.day or (datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(1)).day
    return max(0, (datetime.date.fromisoformat(today) - datetime.date(year, month, last)).days)


def partner_round(where: Workspace, survey: str, partner: str, late: int) -> RoundRow:
    """The state of a partner in a round; ``late`` is by how many days answers are late now.

    Raises:
        BrochureError: A file of the partner in this round is damaged (J111).
    """
    sent, _ = read_sent(where, survey, partner)
    record = read_record(where, survey, partner)
    states = [one.answer.state for one in record.answers.values()]
    asked = states.count(AnswerState.ASK)
    missing = len(record.missing)
    state = "not sent" if not sent else "waiting" if not record.received else "answered"
    if state == "answered" and (asked or missing):
        state = "open"
    certain = [one for one in record.answers.values() if one.answer.state is AnswerState.CERTAIN]
    return RoundRow(
        partner,
        sent[-1].form.name.ja if sent else "",
        state,
        sent[-1].date if sent else "",
        record.received[-1].date if record.received else "",
        len(certain),
        sum(bool(one.taken) for one in certain),
        asked,
        missing,
        late if state in ("waiting", "open") else 0,
    )


def reminder_text(where: Workspace, survey: str, partner: str) -> str:
    """A mail to a partner in its language: what we still wait for, and what is not clear.

    Raises:
        BrochureError: The partner was not sent a form in this round (J114).
    """
    series = load_series(where).data
    chosen = survey or latest_round(series.surveys)
    sent, _ = read_sent(where, chosen, partner)
    if not sent:
        raise BrochureError([problem("J114", None, partner=partner, survey=chosen or "—")])
    form = sent[-1].form
    record = read_record(where, chosen, partner)
    language = form.language

    def said(key: str, **details: object) -> str:
        return words_in(key, language, **details)

    title = form.title.ja if language == "ja" else form.title.other or form.title.ja
    name = form.name.ja if language == "ja" else form.name.other or form.name.ja
    lines = [said("reminder subject", title=title, partner=name), ""]
    labels = {item.code: item.label.ja if language == "ja" else item.label.other or item.label.ja
              for item in form.items()}  # fmt: skip
    if not record.received:
        lines.append(said("reminder open", title=title, line=form.line("E")))
        if due := due_text(form):
            lines.append(due.ja if language == "ja" else due.other)
    if asked := record.questions:
        lines += [said("reminder questions"), ""]
        for one in asked:
            code = one.answer.code
            lines.append(f"{code}：{labels.get(code, one.label)}　「{one.answer.found}」")
        lines.append("")
    if record.received and record.missing:
        lines += [said("reminder missing"), ""]
        lines += [f"{one.answer.code}：{labels.get(one.answer.code, one.label)}" for one in record.missing]
        lines.append("")
    if record.received:
        lines.append(said("reminder reply"))
    return "\n".join(lines) + "\n"
