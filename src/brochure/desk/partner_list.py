"""The list of partners: ``GET /api/partners``."""

from __future__ import annotations

import datetime
from typing import Any

from brochure.desk.approvals import has_approvals, told_approval
from brochure.desk.desk import Desk
from brochure.desk.documents import told_problems
from brochure.desk.endpoint import DeskAnswer, DeskRequest
from brochure.desk.partner_checks import told_stale
from brochure.desk.partner_rows import PartnerRow, file_stamp
from brochure.desk.survey_rounds import told_round
from brochure.diagnostics.problem import BrochureError


def list_partners(desk: Desk, asked: DeskRequest) -> DeskAnswer:
    """All partners of the workspace, in the order of regions and readings.

    The files are read here, and again only when they changed. Problems are counted afterwards, in another
    thread: ``errors``, ``warnings`` and ``stale`` are null until the event ``checked`` tells them. The
    problems beside the list are those of the files that all partners share. ``approvals`` says whether
    approvals are shown: somebody has approved a partner once, or the series asks for it. ``round`` is the
    newest round of the survey, once forms of it were sent.
    """
    try:
        listed = desk.partners.read(desk.where)
    except BrochureError as error:
        told_errors = told_problems(error.problems, asked.lang)
        return DeskAnswer({"partners": [], "problems": told_errors, "approvals": False, "round": None})
    desk.checks.begin(desk.where, desk.events, desk.shared)
    told = dict.fromkeys((*listed.problems, *desk.checks.problems))
    editions = {row.id: row.texts["edition"] for row in listed.rows}
    approvals = desk.approvals.read(desk.where, editions)
    is_asked = listed.series is not None and listed.series.approval == "required"
    round_ = desk.rounds.read(desk.where, listed.series, editions)
    partners = [
        {
            **_row_values(desk, row, asked),
            "approval": told_approval(approvals.get(row.id), asked.lang),
            "round": told_round(round_, row.id, asked.lang),
        }
        for row in listed.rows
    ]
    return DeskAnswer(
        {
            "partners": partners,
            "problems": told_problems(told, asked.lang),
            "round": {"id": round_.id, "title": round_.title} if round_ else None,
            "approvals": is_asked or bool(approvals) or has_approvals(desk.where, editions),
        }
    )


def _row_values(desk: Desk, row: PartnerRow, asked: DeskRequest) -> dict[str, Any]:
    checked = None if row.broken else desk.checks.count(desk.where, row.id)
    made = file_stamp(desk.where.output / f"{row.id}.docx")[0]
    return {
        "id": row.id,
        **row.texts,
        "updated": _time(row.updated),
        "errors": checked.errors if checked else None,
        "warnings": checked.warnings if checked else None,
        "stale": told_stale(checked) if checked else None,
        "unanswered": row.unanswered,
        "unanswered_questions": row.silent,
        "word": {"made": _time(made / 1e9) if made else None},
        "broken": told_problems([row.broken], asked.lang)[0] if row.broken else None,
    }


def _time(seconds: float) -> str:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).isoformat(timespec="seconds")
