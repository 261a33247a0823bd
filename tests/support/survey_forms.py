"""A form of the repository's own partner, how it is filled in, and how a reading of it is judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from brochure.assembly.blank_form import form_places, places_of_answer
from brochure.build.load import load_common, load_partner
from brochure.schema.series import Series, validate_series
from brochure.survey.answers import AnswerState, FormReading, Meaning
from brochure.survey.form import FormItem, FormTable, ItemKind, Role, SurveyForm, squashed
from brochure.survey.make_form import FormSource, make_form
from workspaces import workspace

NEW = "14市ではなく15市です。（2026年９月現在）"
FREE = "架空省外事弁公室"
DATE = "2026-09-01"
WORDINGS = """
wordings:
  en:
    questions.about: What kind of organisation is it?
    marks.support.topics.one_stop: One-stop desk
    marks.support.legend.marked: Available
    marks.support.legend.none: Not available
    marks.focus.legend.marked: Special focus
    facts.mou.rows.date: Date of the MOU
"""


@dataclass(frozen=True)
class Said:
    """What a partner means to say to an item."""

    meaning: Meaning
    text: str = ""


BLANK = Said(Meaning.NOTHING)


@cache
def survey_form(language: str = "ja", partner: str = "liaoning") -> SurveyForm:
    """The form of a partner in the round of 2019-11; in English with some words of the series."""
    common = load_common(workspace("repo"), "standard")
    if language != "ja":
        text = common.series.source.text + WORDINGS
        series: Series = validate_series(text.encode(), common.series.source.file)
        common = replace(common, series=series)
    loaded = load_partner(workspace("repo"), partner, common)
    data = loaded.profile.source.data
    assert isinstance(data, dict)
    answers = data["answers"]
    assert isinstance(answers, dict)
    own = {key: places_of_answer(blocks) for key, blocks in answers.items()}
    dates = frozenset({("mou", "date"), ("mou", "renewed")})
    places = form_places(common.series.data, own, ())
    return make_form(FormSource(loaded, "2019-11", language, places, dates))[0]


def tables(form: SurveyForm) -> Iterator[tuple[FormTable, FormItem]]:
    """Yield each item with its table."""
    for table in form.tables():
        for item in table.items:
            yield table, item


def truth(form: SurveyForm) -> dict[str, Said]:
    """An answer for each item: all kinds of answers in turn."""
    marks = [Said(Meaning.YES), Said(Meaning.NO), Said(Meaning.NA), BLANK]
    texts = [Said(Meaning.STILL), Said(Meaning.TEXT, NEW), BLANK]
    made = {}
    for number, (table, item) in enumerate(tables(form)):
        match item.kind:
            case ItemKind.MARK:
                said = marks[number % 4]
                has = {role for role, _ in table.answers}
                made[item.code] = said if said.meaning is not Meaning.NO or Role.NO in has else BLANK
            case ItemKind.TEXT:
                made[item.code] = texts[number % 3]
            case ItemKind.DATE:
                made[item.code] = Said(Meaning.TEXT, DATE)
            case ItemKind.WHOLE:
                made[item.code] = BLANK
            case ItemKind.FREE:
                made[item.code] = Said(Meaning.TEXT, FREE)
    return made


ROLES = {Meaning.YES: Role.YES, Meaning.NO: Role.NO, Meaning.NA: Role.NA, Meaning.STILL: Role.STILL}


@dataclass(frozen=True)
class Judged:
    """How a reading compares with what was meant: the codes of each kind."""

    right: frozenset[str]
    asked: frozenset[str]
    missing: frozenset[str]
    wrong: frozenset[str]


def judged(reading: FormReading, meant: Mapping[str, Said]) -> Judged:
    """Judge a reading: wrong is what was read for certain, or as empty, and was not meant so."""
    found: dict[str, set[str]] = {"right": set(), "asked": set(), "missing": set(), "wrong": set()}
    for code, said in meant.items():
        answer = reading.answers[code]
        if answer.state is AnswerState.ASK:
            assert answer.question is not None, code
            found["asked"].add(code)
        elif answer.state is AnswerState.MISSING:
            found["missing"].add(code)
        elif (answer.meaning, squashed(answer.text)) == (said.meaning, squashed(said.text)):
            found["right"].add(code)
        else:
            found["wrong"].add(code)
    return Judged(**{key: frozenset(codes) for key, codes in found.items()})
