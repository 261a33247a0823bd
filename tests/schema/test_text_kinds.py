"""Every text of the models has a kind of markup, and the kinds are found in any data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from brochure.schema import json_schema
from brochure.schema.base import Strict
from brochure.schema.booklet import BookletData
from brochure.schema.profile import ProfileData
from brochure.schema.series import SeriesData
from brochure.schema.text_kinds import HELP, TextKind, field_kind, nested_models, text_kinds
from brochure.schema.yaml_reader import parse_yaml
from workspaces import REPO

MODELS: list[type[Strict]] = [ProfileData, SeriesData, BookletData]
FILES: list[tuple[Path, type[Strict]]] = [
    *((path, ProfileData) for path in sorted((REPO / "profiles").glob("[!_]*.yaml"))),
    (REPO / "profiles" / "_series.yaml", SeriesData),
    *((path, BookletData) for path in sorted((REPO / "booklets").glob("*.yaml"))),
]
UNPRINTED = {  # texts without a kind: names of files, ids, dates, addresses, texts that are not printed
    *("Partner.native_lang", "Partner.country_reading", "Partner.region", "Partner.kind", "PictureDef.file"),
    *("CalloutBlock.callout", "Row.field", "Row.date", "FactsBlock.facts", "MarksBlock.marks"),
    *("MarksBlock.marked", "MarksBlock.none", "FigureBlock.figure", "FigureBlock.width", "Milestone.date"),
    *("Accepted.code", "Accepted.text", "Accepted.reason", "ProfileData.edition", "ProfileData.as_of"),
    *("SeriesData.edition", "SeriesData.dates", "SeriesData.approval"),
    *("ProfileData.survey", "ProfileData.accent", "ContactDef.email", "ContactDef.website"),
    *("FactsDef.remark", "MarkTableDef.other", "MarkTableDef.remark", "CasesDef.remark", "SurveyDef.asked"),
    *("SurveyDef.questions", "SurveyDef.marks", "SurveyDef.reworded", "MarksBlock.survey"),
    *("SurveyDef.due", "SeriesData.wordings"),
    *("ParagraphBlock.as_of", "BulletsBlock.as_of", "CalloutBlock.as_of", "CasesBlock.as_of"),
    *("CasesBlock.survey", "Row.as_of", "Row.valid_until", "ContactDef.as_of", "ContactDef.valid_until"),
    *("Override.at", "Override.was", "Override.use", "Entry.id", "Entry.depth", "Choice.region"),
    *("Choice.kind", "Choice.sort", "Choice.depth", "Seminar.date", "CoverDef.colour", "TermDef.reading"),
    *("FactColumn.value", "FactColumn.facts", "FactColumn.field", "NotesDef.placement", "NotesDef.numbers"),
    *("ColophonDef.published", "ColophonDef.online", "BookletData.edition", "BookletData.layout"),
    *(
        "BookletData.page_layout",
        "BookletData.half_layout",
        "BookletData.start",
        "BookletData.binding",
        "BookletData.compare_marks",
    ),
    *("Milestone.event", "SeriesData.form", "SeriesData.language"),
    *("PlaceDef.lat", "PlaceDef.lon", "HomeDef.lat", "HomeDef.lon"),
    *("CroppedPictureDef.file", "StripPictureDef.file", "CroppedPictureDef.focus", "StripPictureDef.focus"),
}


def test_each_text_field_has_a_kind_or_is_listed_as_not_printed() -> None:
    without = set()
    for model in MODELS:
        for one in [model, *nested_models(model)]:
            for name, field in one.model_fields.items():
                if _is_text(field) and field_kind(field) is None:
                    without.add(f"{one.__name__}.{name}")
    assert without == UNPRINTED


def _is_text(field: FieldInfo) -> bool:
    def leaves(annotation: Any) -> Iterator[Any]:
        if parts := get_args(annotation):
            for part in parts:
                yield from leaves(part)
        else:
            yield annotation

    found = set(leaves(field.annotation))
    return not any(isinstance(one, type) and issubclass(one, BaseModel | bool | int) for one in found) and (
        field.annotation is not list[Any] and not any(one is Any for one in found)
    )


@pytest.mark.parametrize(("path", "model"), FILES, ids=lambda value: getattr(value, "name", ""))
def test_the_texts_of_a_file_are_found_with_their_paths(path: Path, model: type[Strict]) -> None:
    source = parse_yaml(path.read_bytes(), path.name)
    found = list(text_kinds(source, model))
    assert found
    assert all(source.value(where) == text for where, text, _ in found)


def test_kinds_follow_the_models_also_in_wrong_data() -> None:
    source = parse_yaml(
        """\
partner: {name: 架空州, file: x}
answers:
  about:
    - paragraph: 一
    - {facts: organisation, rows: [{label: 甲, text: 乙, qr: x}, oops]}
    - figure: a.png
      alt: 絵
    - unknown: 三
  wrong: 四
notes: {a: 五}
photo: {file: p.png, alt: 写真, credit: 六}
milestones: [{label: 七, date: 2018}]
accepted: [{code: S201, text: 八, reason: 九}]
contact: [一]
""".encode(),
        "x.yaml",
    )
    assert {text: kind for _, text, kind in text_kinds(source, ProfileData)} == {
        "架空州": TextKind.PLAIN,
        **dict.fromkeys(("一", "甲", "乙"), TextKind.MARKUP),
        **dict.fromkeys(("絵", "写真", "七"), TextKind.PLAIN),
        **dict.fromkeys(("五", "六"), TextKind.WITHOUT_CALLS),
    }


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_help_for_yaml_editors_names_the_markup(model: type[Strict]) -> None:
    told = str(json_schema._model_schema(model, "x"))
    for kind in {field_kind(f) for one in [model, *nested_models(model)] for f in one.model_fields.values()}:
        if kind in HELP:
            assert HELP[kind][0] in told
