"""What accepted answers change in a profile: values, never positions; each with what stands there now.

A mark table belongs to one round as a whole, so it is changed as a whole, and only when nothing in it is
open. Texts are put in the place of what was asked about, and only if that is still what it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from brochure.diagnostics.problem import Problem, problem
from brochure.revision.yaml_edit.edit import Edit, Insert, Put
from brochure.schema.profile import Row, address_path
from brochure.schema.survey_rounds import round_of
from brochure.schema.yaml_reader import Data, YamlPath
from brochure.survey.answers import AnswerState, Meaning, SurveyAnswer
from brochure.survey.change import ADDED, ChangeSource, SurveyChange, added_block
from brochure.survey.form import FormItem, FormTable, ItemKind, TableKind
from brochure.survey.mark_changes import mark_changes
from brochure.survey.new_text import markup_with_text
from brochure.survey.vocabulary import certain_date

_PLAIN_KEYS = ("value", "unit")
_ROW_ORDER = (*Row.model_fields,)


def survey_changes(source: ChangeSource) -> tuple[list[SurveyChange], list[Problem]]:
    """Return the changes in the order of the form, and what keeps answers from being taken."""
    made: list[SurveyChange] = []
    held_up: list[Problem] = []
    now = {item.at: item for item in source.now.items()}
    for table in source.form.tables():
        if table.kind is TableKind.MARKS:
            found = mark_changes(source, table)
            made += [found] if isinstance(found, SurveyChange) else []
            held_up += [found] if isinstance(found, Problem) else []
        if table.kind is not TableKind.TEXTS or _is_other(table):
            continue
        for item in table.items:
            answer = source.answers[item.code]
            if answer.state is not AnswerState.CERTAIN or item.code in source.taken:
                continue
            if (problem_found := _changed_meanwhile(source, item, answer, now)) is not None:
                held_up.append(problem_found)
            else:
                made.append(_item_change(source, item, answer))
    return _joined_additions(source, made), held_up


def _is_other(table: FormTable) -> bool:
    """Whether a table is the words for “other” of a mark table, which are taken with it."""
    return len(table.items) == 1 and table.items[0].at.endswith(".other")


def _changed_meanwhile(
    source: ChangeSource, item: FormItem, answer: SurveyAnswer, now: Mapping[str, FormItem]
) -> Problem | None:
    """The problem of an item that the profile does not hold any more as it was sent (J117)."""
    current = now.get(item.at)
    if current and current.held in (item.held, answer.text):
        return None
    where = source.loaded.profile.locate(item.at.partition(ADDED)[0])
    details = {"code": item.code, "label": item.label.ja, "sent": item.held[:80] or "―"}
    return problem("J117", where, now=(current.held[:80] if current else "") or "―", **details)


# --- texts --------------------------------------------------------------------------------------


def _item_change(source: ChangeSource, item: FormItem, answer: SurveyAnswer) -> SurveyChange:
    path = address_path(item.at)
    if answer.meaning is Meaning.STILL:
        edits = () if ADDED in item.at else tuple(_as_of(source, path))
        return SurveyChange((item.code,), item.at, item.label.ja, item.held, item.held, edits)
    change = SurveyChange((item.code,), item.at, item.label.ja, item.held, answer.text)
    remarks = []
    if item.limit and len(answer.text) > item.limit:
        remarks.append(problem("J226", None, code=item.code, count=len(answer.text), limit=item.limit))
    if ADDED in item.at:
        return replace(change, remarks=tuple(remarks))  # its edit is made with those of its table
    old = source.value(path)
    value = answer.text
    dropped: tuple[str, ...] = ()
    if item.kind is not ItemKind.DATE and path[-1] not in _PLAIN_KEYS and isinstance(old, str):
        value, dropped = markup_with_text(old, answer.text)
    if dropped:
        remarks.append(problem("J224", None, code=item.code, calls=" ".join(dropped)))
    edits = (Put(path, value), *_as_of(source, path)) if value != old else tuple(_as_of(source, path))
    return replace(change, edits=edits, remarks=tuple(remarks))


def _as_of(source: ChangeSource, path: YamlPath) -> Iterator[Edit]:
    """The date of a row of a fact table; other texts have none of their own."""
    if len(path) >= 5 and path[3] == "rows" and source.value((*path[:5], "as_of")) != source.date:
        yield Put((*path[:5], "as_of"), source.date, _ROW_ORDER)


def _joined_additions(source: ChangeSource, made: Sequence[SurveyChange]) -> list[SurveyChange]:
    """The changes with the edits that add rows; those of a table that the profile has not are one change."""
    found: list[SurveyChange] = []
    new_tables: dict[str, list[SurveyChange]] = {}
    for change in made:
        block, added, rest = change.at.partition(ADDED)
        if not added or change.edits or change.lines or not change.new:
            found.append(change)
            continue
        kind, _, name = rest.partition(".")
        if kind == "rows":
            path = (*address_path(block), "rows")
            rows = source.value(path)
            count = len(rows) if isinstance(rows, list) else 0
            found.append(replace(change, edits=(Insert(path, count, _new_row(source, name, change)),)))
        else:
            key = change.at.rpartition(".")[0]
            if key not in new_tables:
                new_tables[key] = []
                found.append(change)
            new_tables[key].append(change)
    for key, changes in new_tables.items():
        found[found.index(changes[0])] = _new_table(source, key, changes)
    return found


def _new_row(source: ChangeSource, name: str, change: SurveyChange) -> dict[str, Data]:
    item = next(item for item in source.form.items() if item.code == change.codes[0])
    date = certain_date(change.new)
    if item.kind is ItemKind.DATE or date:
        return {"field": name, "date": date.iso() if date else change.new, "as_of": source.date}
    return {"field": name, "text": markup_with_text("", change.new)[0], "as_of": source.date}


def _new_table(source: ChangeSource, key: str, changes: Sequence[SurveyChange]) -> SurveyChange:
    """A fact table that the profile has not, from the rows that were answered."""
    start, _, rest = key.partition(ADDED)
    rows: list[Data] = [_new_row(source, one.at.rpartition(".")[2], one) for one in changes]
    block: Data = {"facts": rest.partition(".")[2], "rows": rows}
    return SurveyChange(
        tuple(code for one in changes for code in one.codes),
        start,
        changes[0].label,
        lines=tuple((one.label, "", one.new) for one in changes),
        edits=(added_block(source, address_path(start), block),),
        remarks=tuple(remark for one in changes for remark in one.remarks),
    )


# --- dates and rounds of whole blocks ------------------------------------------------------------

_DATED = ("paragraph", "bullets", "items", "cases")  # the texts of blocks that have one date for all of them


def block_edits(source: ChangeSource, taken: Sequence[SurveyChange]) -> list[Edit]:
    """The edits that give blocks their date, and cases their round.

    A block has one date for all its texts, so it gets one only if each of them was answered and is taken.
    """
    now = {code for change in taken for code in change.codes}
    codes = now | source.taken
    wanted: dict[YamlPath, list[str]] = {}
    for item in source.form.items():
        path = address_path(item.at)
        if len(path) > 3 and path[3] in _DATED:
            wanted.setdefault(path[:3], []).append(item.code)
    made: list[Edit] = []
    for path, needed in wanted.items():
        block = source.value(path)
        if not isinstance(block, dict) or not codes.issuperset(needed) or now.isdisjoint(needed):
            continue
        if block.get("as_of") != source.date:
            made.append(Put((*path, "as_of"), source.date))
        if "cases" in block and round_of(source.data, block) != source.form.survey:
            made.append(Put((*path, "survey"), source.form.survey))
    return made


def all_edits(source: ChangeSource, taken: Sequence[SurveyChange]) -> list[Edit]:
    """All edits of the changes that are taken, each once."""
    made: list[Edit] = []
    for edit in (*(edit for change in taken for edit in change.edits), *block_edits(source, taken)):
        if edit not in made:
            made.append(edit)
    return made
