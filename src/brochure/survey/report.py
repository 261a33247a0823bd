"""Print a reply: what is new beside what we hold, what is still right, what to ask; as lines or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from brochure.diagnostics.catalogue import Lang, format_problem
from brochure.diagnostics.problem import Problem
from brochure.diagnostics.text_files import load_texts
from brochure.diagnostics.visible import show_controls, shown_data
from brochure.revision.report import Styled, styled_difference
from brochure.survey.answers import AnswerState
from brochure.survey.change import SurveyChange
from brochure.survey.receive import PartnerReply


def reply_lines(reply: PartnerReply, file: str, lang: Lang) -> Iterator[list[Styled]]:
    """Yield a reply as styled lines for a terminal; ``file`` is the profile as it is shown."""
    words = load_texts("survey/words", lang)
    new = [change for change in reply.changes if not change.confirms]
    same = [change for change in reply.changes if change.confirms]
    asked, blank = reply.answers(AnswerState.ASK), reply.answers(AnswerState.BLANK)
    missing = reply.answers(AnswerState.MISSING)
    counts = {"changed": len(new), "same": len(same), "asked": len(asked)}
    counts |= {"blank": len(blank), "missing": len(missing)}
    form = reply.source.form
    head = words["head"].format(
        file=file,
        survey=form.survey,
        line=form.number,
        **counts,
    )
    yield [("head", head)]
    for change in new:
        yield from change_lines(change, words, lang)
    for item, answer in reply.by_hand:
        yield [("state", f"[{words['by hand']}] "), ("", f"{item.code} {item.label.ja}")]
        yield [("new", f"    {show_controls(answer.text)}")]
    if same:
        codes = words["comma"].join(code for change in same for code in change.codes)
        yield [("dim", words["confirmed"].format(codes=codes))]
    if blank:
        codes = words["comma"].join(item.code for item, _ in blank)
        yield [("dim", words["blank"].format(codes=codes))]
    for key, problems in (
        ("ask", [answer.question for _, answer in asked]),
        ("missing", [answer.question for _, answer in missing]),
        ("held up", reply.held_up),
        ("remark", reply.remarks),
    ):
        for found in filter(None, problems):
            yield from _problem_lines(found, words[key], lang)


def change_lines(change: SurveyChange, words: Mapping[str, str], lang: Lang) -> Iterator[list[Styled]]:
    """Yield one change: its place, its words before and after, what to look at."""
    state = words["table" if change.lines else "changed"]
    codes = change.codes[0] if len(change.codes) == 1 else f"{change.codes[0]} … {change.codes[-1]}"
    yield [("state", f"[{state}] "), ("", f"{codes} {change.label}"), ("dim", f"  {change.at}")]
    if change.lines:
        for label, old, new in change.lines:
            shown = [show_controls(text) or words["nothing"] for text in (old, new)]
            place = "    " + words["line"].format(label=label)
            yield [("", place), ("old", shown[0]), ("", words["arrow"]), ("new", shown[1])]
    else:
        yield [("", "    "), *styled_difference(show_controls(change.old), show_controls(change.new))]
    for remark in change.remarks:
        yield from _problem_lines(remark, "", lang)


def _problem_lines(found: Problem, state: str, lang: Lang) -> Iterator[list[Styled]]:
    told = format_problem(found, lang)
    place = f"{told.where}: " if told.where else ""
    head = f"[{state}] " if state else "    "
    yield [("warn", f"{head}{told.code} "), ("place", place), ("", told.message)]
    yield [("dim", f"    → {told.hint}")]


def reply_json(replies: Sequence[PartnerReply], lang: Lang) -> str:
    """Return replies as JSON; keys are English, messages are in ``lang``."""
    made = [_reply_data(reply, lang) for reply in replies]
    return json.dumps(shown_data(made), ensure_ascii=False, indent=2) + "\n"


def _reply_data(reply: PartnerReply, lang: Lang) -> dict[str, Any]:
    form = reply.source.form
    return {
        "partner": form.partner,
        "survey": form.survey,
        "form": form.number,
        "answers": [
            {
                "code": item.code,
                "at": item.at,
                "label": item.label.ja,
                "held": item.held,
                "state": answer.state.value,
                "answer": answer.meaning.value,
                "text": answer.text,
                "found": answer.found,
                "question": _problem_data(answer.question, lang) if answer.question else None,
            }
            for item in form.items()
            for answer in [reply.source.answers[item.code]]
        ],
        "changes": [
            {
                "codes": change.codes,
                "at": change.at,
                "label": change.label,
                "old": change.old,
                "new": change.new,
                "confirms": change.confirms,
                "lines": change.lines,
                "remarks": [_problem_data(remark, lang) for remark in change.remarks],
            }
            for change in reply.changes
        ],
        "held_up": [_problem_data(found, lang) for found in reply.held_up],
        "remarks": [_problem_data(found, lang) for found in reply.remarks],
    }


def _problem_data(found: Problem, lang: Lang) -> dict[str, str]:
    told = format_problem(found, lang)
    return {"code": told.code, "where": told.where, "message": told.message, "hint": told.hint}
