"""What the answers to a mark table change: the table as a whole, with its round.

``none: rest`` is written only if every topic of the round was answered. A topic without an answer is in
neither list: nobody said anything about it in this round.
"""

from __future__ import annotations

from collections.abc import Mapping

from brochure.diagnostics.problem import Problem, problem
from brochure.revision.yaml_edit.edit import Edit, Put, Remove
from brochure.schema.profile import MarksBlock, address_path
from brochure.schema.survey_rounds import round_of
from brochure.schema.yaml_reader import Data
from brochure.survey.answers import AnswerState, Meaning, SurveyAnswer
from brochure.survey.change import ADDED, ChangeSource, SurveyChange, added_block
from brochure.survey.form import FormItem, FormTable, Role, TableKind
from brochure.survey.new_text import markup_with_text

_ORDER = (*MarksBlock.model_fields,)


def mark_changes(source: ChangeSource, table: FormTable) -> SurveyChange | Problem | None:
    """Return the change of a mark table; the problem that keeps it from being taken; None without answers."""
    at = table.items[0].at.rpartition(".topics.")[0]
    whole, other = _beside(source, f"{at}.whole"), _beside(source, f"{at}.other")
    answers = {item.at.rpartition(".")[2]: source.answers[item.code] for item in table.items}
    beside = [one for one in (whole, other) if one]
    every = [*answers.values(), *(source.answers[item.code] for item in beside)]
    if all(one.state in (AnswerState.BLANK, AnswerState.MISSING) for one in every):
        return None
    if all(one.code in source.taken for one in every if one.state is AnswerState.CERTAIN):
        return None  # all of it is in the profile
    open_ = [one.code for one in every if one.state in (AnswerState.ASK, AnswerState.MISSING)]
    if open_:
        return _held_up(source, "J225", at, table, codes=", ".join(open_))
    if problem_found := _changed_meanwhile(source, at, table):
        return problem_found
    meanings = _meanings(source, table, answers, whole)
    text = _other_text(source, at, meanings, other)
    if text is None:
        return _held_up(source, "J227", at, table, codes=other.code if other else "")
    block = _block(source, table, meanings, text)
    codes = tuple(one.code for one in every)
    label = table.items[0].label.ja if not other else _title(source, table)
    unanswered = source.loaded.common.series.data.marks[table.name].legend.unanswered
    lines = tuple(_lines(table, meanings, _held(source, at), unanswered))
    old, new = _words(source.value((*address_path(at), "other"))), text
    if new != old:
        assert other is not None
        lines = (*lines, (other.label.ja, _plain_other(old), _plain_other(new)))
    edits = tuple(_edits(source, at, block))
    return SurveyChange(codes, at.partition(ADDED)[0], label, edits=edits, lines=lines)


def _title(source: ChangeSource, table: FormTable) -> str:
    return source.loaded.common.series.data.marks[table.name].title


def _beside(source: ChangeSource, at: str) -> FormItem | None:
    return next((item for item in source.form.items() if item.at == at), None)


def _held_up(source: ChangeSource, code: str, at: str, table: FormTable, *, codes: str) -> Problem:
    where = source.loaded.profile.locate(at.partition(ADDED)[0])
    return problem(code, where, table=_title(source, table), codes=codes)


def _changed_meanwhile(source: ChangeSource, at: str, table: FormTable) -> Problem | None:
    """The problem of a table that the profile does not hold any more as it was sent (J117)."""
    now = {item.at: item for item in source.now.items()}
    for item in table.items:
        current = now.get(item.at)
        if current is None or current.held != item.held:
            where = source.loaded.profile.locate(at.partition(ADDED)[0])
            details = {"code": item.code, "label": item.label.ja, "sent": item.held or "―"}
            return problem("J117", where, now=(current.held if current else "") or "―", **details)
    return None


def _held(source: ChangeSource, at: str) -> dict[str, Meaning]:
    """What the profile's table says now, by topic."""
    block = source.value(address_path(at)) if ADDED not in at else None
    if not isinstance(block, dict):
        return {}
    series = source.loaded.common.series.data
    name = round_of(source.data, block)
    asked = series.surveys[name].topics(str(block["marks"])) if name in series.surveys else ()
    marked, none = block.get("marked") or [], block.get("none") or []
    found = {str(topic): Meaning.YES for topic in marked if isinstance(topic, str)}
    listed = [topic for topic in asked if topic not in found] if none == "rest" else none
    found |= {str(topic): Meaning.NO for topic in listed if isinstance(topic, str)}
    other = series.marks[str(block["marks"])].other
    if block.get("other") and other:
        found[other] = Meaning.YES
    return found


def _meanings(
    source: ChangeSource, table: FormTable, answers: Mapping[str, SurveyAnswer], whole: FormItem | None
) -> dict[str, Meaning]:
    """The answer to each topic; of a table that is still right as a whole, what we hold."""
    if whole and source.answers[whole.code].state is AnswerState.CERTAIN:
        held = _held(source, table.items[0].at.rpartition(".topics.")[0])
        return {topic: held.get(topic, Meaning.NOTHING) for topic in answers}
    return {topic: answer.meaning for topic, answer in answers.items()}


def _other_text(
    source: ChangeSource, at: str, meanings: dict[str, Meaning], other: FormItem | None
) -> str | None:
    """The words for “other” as markup, empty for none; None if they must be asked."""
    held = _words(source.value((*address_path(at), "other"))) if ADDED not in at else ""
    if other is None:
        return ""
    topic = source.loaded.common.series.data.marks[_name(source, other)].other or ""
    answer = source.answers[other.code]
    said = meanings.get(topic, Meaning.NOTHING)
    if answer.meaning is Meaning.TEXT:
        if said is Meaning.NO:
            return None
        meanings[topic] = Meaning.YES
        return markup_with_text(held, answer.text)[0]
    if said is Meaning.YES and held:
        is_whole = answer.meaning is Meaning.STILL or _whole_is_right(source, at)
        return held if is_whole else None
    return "" if not held or said is not Meaning.NOTHING or answer.meaning is not Meaning.STILL else None


def _name(source: ChangeSource, other: FormItem) -> str:
    at = other.at.removesuffix(".other")
    tables = (table for table in source.form.tables() if table.kind is TableKind.MARKS)
    return next(table.name for table in tables if table.items[0].at.startswith(f"{at}.topics."))


def _whole_is_right(source: ChangeSource, at: str) -> bool:
    whole = _beside(source, f"{at}.whole")
    return whole is not None and source.answers[whole.code].state is AnswerState.CERTAIN


def _words(value: Data) -> str:
    return value if isinstance(value, str) else ""


def _plain_other(text: str) -> str:
    from brochure.survey.make_form import plain_markup

    return plain_markup(text) if text else ""


def _block(
    source: ChangeSource, table: FormTable, meanings: Mapping[str, Meaning], other: str
) -> dict[str, Data]:
    """The table as a profile has it."""
    topic = source.loaded.common.series.data.marks[table.name].other
    marked: list[Data] = [
        key for key, said in meanings.items() if said is Meaning.YES and not (other and key == topic)
    ]
    none: list[Data] = [key for key, said in meanings.items() if said is Meaning.NO]
    made: dict[str, Data] = {"marks": table.name, "marked": marked}
    has_none = Role.NO in dict(table.answers)
    answered = len([1 for said in meanings.values() if said in (Meaning.YES, Meaning.NO)])
    if has_none and none:
        made["none"] = "rest" if answered == len(meanings) else none
    if other:
        made["other"] = other
    if source.data.get("survey") != source.form.survey:
        made["survey"] = source.form.survey
    return made


def _edits(source: ChangeSource, at: str, block: dict[str, Data]) -> list[Edit]:
    start, added, _ = at.partition(ADDED)
    path = address_path(start)
    if added:
        return [added_block(source, path, block)]
    now = source.value(path)
    assert isinstance(now, dict)
    made: list[Edit] = []
    for key in _ORDER:
        if key in block and now.get(key) != block[key]:
            if key == "marked" and not block[key] and key not in now:
                continue
            made.append(Put((*path, key), block[key], _ORDER))
        elif key not in block and key in now:
            made.append(Remove((*path, key)))
    return made


def _lines(
    table: FormTable, meanings: Mapping[str, Meaning], held: Mapping[str, Meaning], unanswered: str
) -> list[tuple[str, str, str]]:
    """The topics whose answer differs, in words; ``unanswered`` are those for no answer."""
    words = {
        Meaning.YES: dict(table.answers)[Role.YES].ja,
        Meaning.NA: dict(table.answers)[Role.NA].ja,
        Meaning.NOTHING: unanswered,
    }
    if Role.NO in dict(table.answers):
        words[Meaning.NO] = dict(table.answers)[Role.NO].ja
    found = []
    for item in table.items:
        topic = item.at.rpartition(".")[2]
        said, before = meanings[topic], held.get(topic, Meaning.NOTHING)
        if said is not before:
            found.append((item.label.ja, words.get(before, ""), words.get(said, "")))
    return found
