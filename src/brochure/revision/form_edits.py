"""What was typed into a blank form, as changes of the profile.

The edited form is compared with the form as it was sent, like any other file. The changes are then made in
the form's YAML, the placeholders are removed, and each question with an answer is one change of the profile.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from brochure.assembly.blank_form import form_placeholders, typed_answers
from brochure.build.starter import profile_text
from brochure.diagnostics.problem import BrochureError, problem
from brochure.revision import mark_tables, merge3
from brochure.revision.change import (
    Change,
    ChangeKind,
    Evidence,
    ProfileEdits,
    UnresolvedEdit,
    set_value,
    unresolved_edit,
)
from brochure.revision.merge3 import MergeState
from brochure.revision.yaml_edit.apply import apply_edits
from brochure.schema import yaml_reader
from brochure.schema.series import Series
from brochure.schema.yaml_reader import Data, YamlText

_REPLACES = 0.5  # confidence of an answer that replaces one that the profile had


@dataclass(frozen=True)
class FormEdits:
    """The edits of a form as they were found: relative to ``form``, the YAML of the blank form."""

    found: ProfileEdits
    form: YamlText


def question_of(change: Change) -> str:
    """Return the question that a change of a form or its answer belongs to; empty for other changes."""
    path = change.path
    return str(path[1]) if path[:1] == ("answers",) and len(path) > 1 else ""


def profile_edits(edits: FormEdits, sent: YamlText, series: Series) -> tuple[ProfileEdits, FormEdits]:
    """Return the edits of the profile that a filled-in form means, and the edits that can be proven.

    Args:
        edits: The edits relative to the blank form.
        sent: The profile as it was when the form was sent.
        series: The series that was sent.
    """
    found = edits.found
    refused = [one for one in found.changes if _is_unknown_none(one, edits.form, series)]
    raw = tuple(one for one in found.changes if one not in refused)
    unknown = tuple(unresolved_edit(one, problem("D227")) for one in refused)
    places = form_placeholders(_answers(edits.form))
    left = [*(one for one in found.left if not _is_cleared_place(one, places)), *unknown]
    others = [one for one in raw if not question_of(one)]
    provable = FormEdits(replace(found, changes=raw, left=(*found.left, *unknown)), edits.form)
    try:
        answers = _typed_answers(raw, edits.form, series)
    except (BrochureError, ValueError):
        left += [unresolved_edit(one, problem("D214")) for one in raw if question_of(one)]
        answers = {}
    made = [*others, *_changed_answers(raw, answers, sent, edits.form, series)]
    hidden = tuple(dict.fromkeys(_of_profile(address) for address in found.hidden))
    return replace(found, changes=tuple(made), left=tuple(left), hidden=hidden), provable


def _is_cleared_place(one: UnresolvedEdit, places: Sequence[str]) -> bool:
    """Whether somebody only deleted the placeholder of a place."""
    return not one.new.strip() and one.old.strip() in places


def _is_unknown_none(change: Change, form: YamlText, series: Series) -> bool:
    """Whether a mark is the one for “none” in a table that has no such answer."""
    if change.kind is not ChangeKind.MARK or change.after != mark_tables.Answer.NONE.value:
        return False
    block = merge3.value_at(form, change.path)
    table = series.data.marks.get(str(block.get("marks"))) if isinstance(block, dict) else None
    return table is not None and table.legend.none is None


def _typed_answers(raw: Sequence[Change], form: YamlText, series: Series) -> Mapping[str, list[Data]]:
    merges = [one for one in merge3.merge_changes(raw, form, form) if one.state is MergeState.OPEN]
    topics = mark_tables.topics_by_block(form, series.data)
    text = apply_edits(form, merge3.yaml_edits(merges, form, topics))
    filled = yaml_reader.parse_yaml(text.encode(), form.file)
    no_answer = series.data.no_answer
    return typed_answers(_answers(form), _answers(filled), series.data, no_answer)


def _answers(source: YamlText) -> dict[str, Data]:
    found = source.data.get("answers") if isinstance(source.data, dict) else None
    return found if isinstance(found, dict) else {}


def _changed_answers(
    raw: Sequence[Change],
    answers: Mapping[str, list[Data]],
    sent: YamlText,
    form: YamlText,
    series: Series,
) -> Iterator[Change]:
    """Yield a change for each question that was answered."""
    samples = _answers(yaml_reader.parse_yaml(profile_text(series).encode(), ""))
    for question, blocks in answers.items():
        own = [one for one in raw if question_of(one) == question]
        if not own:
            continue
        before = _answers(sent).get(question)
        dated = [*_of_round(blocks, sent, form)]
        weakest = min(own, key=lambda one: one.sure)
        replaces = bool(before) and before != samples.get(question)
        sure = min(weakest.sure, _REPLACES) if replaces else weakest.sure
        revisions = tuple(sorted({revision for one in own for revision in one.revisions}))
        yield set_value(
            own[0].profile,
            ("answers", question),
            dated,
            before=before,
            old="\n".join(_words(before, series)) if replaces else "",
            new="\n".join(_words(dated, series)),
            evidence=Evidence(weakest.how, sure, revisions),
            remark=problem("D228") if replaces else None,
        )


def _of_round(blocks: Sequence[Data], sent: YamlText, form: YamlText) -> Iterator[Data]:
    """The blocks; those that name a survey round name that of the form, if the profile names another."""
    asked, own = (one.data.get("survey") if isinstance(one.data, dict) else None for one in (form, sent))
    for block in blocks:
        is_dated = isinstance(block, dict) and ("marks" in block or "cases" in block)
        if is_dated and asked and asked != own and isinstance(block, dict):
            yield {**block, "survey": asked}
        else:
            yield block


def _words(data: Data, series: Series) -> Iterator[str]:
    """Yield the texts of an answer; the answers in a mark table are one line for each mark."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, list):
        for item in data:
            yield from _words(item, series)
    elif isinstance(data, dict):
        if "marks" in data:
            yield from _marks_in_words(data, series)
        for key, value in data.items():
            if key not in ("facts", "callout", "marks", "marked", "none", "field"):
                yield from _words(value, series)


def _marks_in_words(block: Mapping[str, Data], series: Series) -> Iterator[str]:
    table = series.data.marks.get(str(block["marks"]))
    titles = table.topics if table else {}
    for key, mark in (("marked", "○"), ("none", "－")):
        listed = block.get(key) or []
        if listed == "rest":
            listed = [topic for topic in titles if topic not in (block.get("marked") or ())]
        if isinstance(listed, list) and listed:
            yield f"{mark} {'、'.join(titles.get(str(topic), str(topic)) for topic in listed)}"


def _of_profile(address: str) -> str:
    steps = address.split(".")
    return ".".join(steps[:2]) if steps[0] == "answers" else address
