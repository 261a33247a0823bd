"""Check that each answer of a profile keeps the meaning that it had in its round of the survey."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from brochure.diagnostics.problem import Problem, problem
from brochure.document.look_alikes import meant_markup
from brochure.schema.base import unknown_word
from brochure.schema.series import SURVEY, Series, SeriesData
from brochure.schema.survey_rounds import SurveyDef, round_of
from brochure.schema.yaml_reader import YamlPath, YamlText

Blocks = list[tuple[YamlPath, dict[str, Any]]]


def check_rounds(source: YamlText, series: Series, blocks: Blocks, name: str) -> Iterator[Problem]:
    """Yield the mistakes of a profile's rounds.

    Args:
        source: The profile.
        series: The series with its rounds.
        blocks: The blocks of all answers, with their paths.
        name: The name of the partner, for messages.
    """
    profile = source.data if isinstance(source.data, dict) else {}
    places: list[tuple[YamlPath, dict[str, Any]]] = [((), profile), *blocks]
    for path, data in places:
        if isinstance(data.get("survey"), str) and data["survey"] not in series.data.surveys:
            yield unknown_word("P158", source, (*path, "survey"), data["survey"], series.data.surveys)
    told = set()
    for path, block in blocks:
        own = series.data.surveys.get(round_of(profile, block))
        if "marks" in block and not any(block.get(key) for key in ("marked", "none", "other")):
            continue  # an empty table answers nothing
        if own is None and not round_of(profile, block):
            yield from _without_round(source, series.data, path, block)
        elif own is not None:
            identity = round_of(profile, block)
            yield from _topics_not_asked(source, series.data, path, block, identity, own)
            for found in _falsified(series, str(path[1]), block, identity, own, name):
                if found not in told:
                    told.add(found)
                    yield found


def _without_round(
    source: YamlText, series: SeriesData, path: YamlPath, block: Mapping[str, Any]
) -> Iterator[Problem]:
    """The rest of a round, or a remark with its date, at an answer that names no round (P159, P161)."""
    known = ", ".join(series.surveys) or "—"
    if block.get("none") == "rest":
        yield problem("P159", source.locate((*path, "none")), known=known)
    elif (remark := _remark_of(series, block)) and SURVEY in series.remarks.get(remark, ""):
        key = next(key for key in ("marks", "facts", "cases") if key in block)
        yield problem("P161", source.locate_key((*path, key)), remark=remark, known=known)


def _remark_of(series: SeriesData, block: Mapping[str, Any]) -> str | None:
    """The shared remark under a block."""
    if (table := series.marks.get(str(block.get("marks")))) is not None:
        return table.remark
    if (facts := series.facts.get(str(block.get("facts")))) is not None:
        return facts.remark
    return series.cases.remark if "cases" in block else None


def _topics_not_asked(
    source: YamlText,
    series: SeriesData,
    path: YamlPath,
    block: Mapping[str, Any],
    identity: str,
    own: SurveyDef,
) -> Iterator[Problem]:
    """An answer about a topic of the series that its round did not ask (P162)."""
    name = str(block.get("marks"))
    asked = own.topics(name)
    known = series.marks[name].topics if name in series.marks else {}
    for key in ("marked", "none"):
        listed = block.get(key)
        for index, topic in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(topic, str) and topic in known and topic not in asked:
                here = source.locate((*path, key, index))
                yield problem("P162", here, topic=topic, survey=identity)


def _falsified(
    series: Series, question: str, block: Mapping[str, Any], identity: str, own: SurveyDef, name: str
) -> Iterator[Problem]:
    """What the round asked and the series has no more, or asks in other words (P163, P164)."""
    table = str(block.get("marks"))
    now = series.data.marks[table].topics if table in series.data.marks else {}
    pairs: list[tuple[YamlPath, str, str | None]] = [
        (("marks", table, topic), words, now.get(topic)) for topic, words in own.marks.get(table, {}).items()
    ]
    if question in own.questions:
        words = own.questions[question]
        pairs.append((("questions", question), words, series.data.questions.get(question)))
    for path, before, after in pairs:
        address = ".".join(map(str, path))
        details = {"survey": identity, "partner": name, "before": before, "address": address}
        where = series.source.locate(("surveys", identity, *path))
        if after is None:
            yield problem("P163", where, **details)
        elif meant_markup(after) != meant_markup(before) and address not in own.reworded:
            yield problem("P164", where, **details, after=after)
