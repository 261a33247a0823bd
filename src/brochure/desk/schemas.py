"""The JSON Schemas that the forms are made of: those of the editors, with the kind of each text added."""

from __future__ import annotations

from typing import Any

from brochure.build.load import load_series
from brochure.desk.desk import Desk
from brochure.desk.endpoint import DeskAnswer, DeskRequest
from brochure.diagnostics.problem import BrochureError
from brochure.schema.base import Strict
from brochure.schema.csl_items import csl_item_schema
from brochure.schema.json_schema import profile_schema, series_schema
from brochure.schema.profile import ProfileData
from brochure.schema.series import SeriesData
from brochure.schema.text_kinds import field_kind, nested_models

# The order of a form; a key that is not here comes after them, so a new key needs no change here.
PROFILE_ORDER = (
    *("partner", "edition", "as_of", "survey", "accent", "place", "milestones", "photo", "flag", "answers"),
    *("sources", "notes", "accepted", "contact"),
)


def tell_schema(desk: Desk, asked: DeskRequest) -> DeskAnswer:
    """``GET /api/schema/…``: the schema of a form."""
    match asked.params["of"]:
        case "profile":
            try:
                series = load_series(desk.where)
            except BrochureError:
                series = None  # the form has no names of questions then; the list tells why
            schema = profile_schema(series)
            if series and series.data.surveys:
                _offer_rounds(schema, series.data)
            return DeskAnswer(form_schema(schema, ProfileData, PROFILE_ORDER))
        case "series":
            return DeskAnswer(form_schema(series_schema(), SeriesData))
        case "sources":
            return DeskAnswer(csl_item_schema())
        case _:
            return DeskAnswer({"problems": []}, 404)


def form_schema(schema: dict[str, Any], model: type[Strict], order: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return a schema with ``x-text`` (the markup that a text takes) and ``x-order`` (of the form)."""
    _add_kinds(schema["properties"], model)
    for nested in nested_models(model):
        _add_kinds(schema["definitions"][nested.__name__]["properties"], nested)
    keys = list(schema["properties"])
    return {
        **schema,
        "x-order": [*(key for key in order if key in keys), *(k for k in keys if k not in order)],
    }


def _offer_rounds(schema: dict[str, Any], series: SeriesData) -> None:
    """Let a round of the survey be chosen by its title and when it was asked.

    Only in the form: the schema of a workspace is a file, which a new round does not renew.
    """
    names = []
    for survey in series.surveys.values():
        asked = survey.asked.iso()  # the form may be in any language
        names.append(f"{survey.title} ({asked})" if survey.title else asked)
    for owner in (schema, *schema["definitions"].values()):
        if chosen := owner.get("properties", {}).get("survey"):
            chosen["anyOf"][0] = {
                "type": "string",
                "enum": list(series.surveys),
                "enumDescriptions": names,
            }


def _add_kinds(properties: dict[str, Any], model: type[Any]) -> None:
    for name, field in model.model_fields.items():
        found = properties[field.alias or name]
        if kind := field_kind(field):
            found["x-text"] = kind.value
        if field.description:
            found["description"] = field.description  # without the signs of markup, which the form makes
