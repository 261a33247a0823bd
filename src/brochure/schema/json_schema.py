"""JSON Schema of the YAML files that people write; editors use it to complete, explain and check them."""

from __future__ import annotations

from typing import Any

from brochure.document.date_forms import DATE_PATTERN
from brochure.schema.base import Strict
from brochure.schema.booklet import BookletData
from brochure.schema.house_words import HouseWordsData
from brochure.schema.print_shop import ShopData
from brochure.schema.profile import ProfileData
from brochure.schema.series import Series, SeriesData
from brochure.schema.text_kinds import HELP, field_kind, nested_models


def profile_schema(series: Series | None) -> dict[str, Any]:
    """Return the schema of ``profiles/*.yaml``; a series adds its questions, tables and topics by name."""
    schema = _model_schema(ProfileData, "brochure: profile / 機関ファイル")
    definitions = schema["definitions"]
    _scalars_as_text(schema)
    if series is None:
        return schema
    data = series.data
    partner = definitions["Partner"]["properties"]
    for key, named in (("region", data.regions), ("kind", data.kinds)):
        if named:
            _allow_only(partner[key]["anyOf"][0], named)
    _allow_only(definitions["Milestone"]["properties"]["event"]["anyOf"][0], data.known_events)
    answers = schema["properties"]["answers"]
    (blocks,) = answers.pop("patternProperties").values()
    answers.pop("propertyNames", None)
    answers["properties"] = {key: {**blocks, "description": text} for key, text in data.questions.items()}
    answers["additionalProperties"] = False
    _allow_only(definitions["CalloutBlock"]["properties"]["callout"], dict(data.callouts))
    _allow_only(definitions["FactsBlock"]["properties"]["facts"], {k: v.title for k, v in data.facts.items()})
    rows = {key: label for table in data.facts.values() for key, label in table.rows.items()}
    _allow_only(definitions["Row"]["properties"]["field"]["anyOf"][0], rows)
    _allow_only(definitions["MarksBlock"]["properties"]["marks"], {k: v.title for k, v in data.marks.items()})
    topics = {key: title for table in data.marks.values() for key, title in table.topics.items()}
    marks = definitions["MarksBlock"]["properties"]
    _allow_only(marks["marked"]["items"], topics)
    _allow_only(marks["none"]["anyOf"][0]["items"], topics)
    return schema


def shop_schema() -> dict[str, Any]:
    """Return the schema of ``shops/*.yaml``."""
    return _model_schema(ShopData, "brochure: print shop / 印刷所")


def booklet_schema() -> dict[str, Any]:
    """Return the schema of ``booklets/*.yaml``."""
    schema = _model_schema(BookletData, "brochure: booklet / 冊子")
    _scalars_as_text(schema)
    return schema


def words_schema() -> dict[str, Any]:
    """Return the schema of ``words.yaml``, the house words."""
    schema = _model_schema(HouseWordsData, "brochure: house words / 用字用語")
    _scalars_as_text(schema)
    return schema


def series_schema() -> dict[str, Any]:
    """Return the schema of ``profiles/_series.yaml``."""
    schema = _model_schema(SeriesData, "brochure: series / 共通ファイル")
    _scalars_as_text(schema)
    return schema


def _model_schema(model: type[Strict], title: str) -> dict[str, Any]:
    """Return the schema of a model; only its properties keep descriptions, which are in both languages."""
    schema: dict[str, Any] = model.model_json_schema(by_alias=True)
    schema["$schema"] = "http://json-schema.org/draft-07/schema#"
    schema["title"] = title
    schema = _draft7(schema)
    for definition in schema["definitions"].values():
        definition.pop("description", None)
    _add_markup_help(schema["properties"], model)
    for nested in nested_models(model):
        _add_markup_help(schema["definitions"][nested.__name__]["properties"], nested)
    return schema


def _add_markup_help(properties: dict[str, Any], model: type[Any]) -> None:
    """Add to the help of each field which markup it takes."""
    for name, field in model.model_fields.items():
        if (kind := field_kind(field)) in HELP:
            japanese, english = (field.description or "").split("\n\n")
            more_japanese, more_english = HELP[kind]
            properties[field.alias or name]["description"] = (
                f"{japanese.rstrip('。')}。{more_japanese}\n\n{english} {more_english}"
            )


def _allow_only(schema: dict[str, Any], named: dict[str, str]) -> None:
    """Allow only these words; the description of each is its printed text."""
    schema.pop("pattern", None)
    schema["enum"] = list(named)
    schema["enumDescriptions"] = list(named.values())
    schema["markdownEnumDescriptions"] = list(named.values())


def _draft7(node: Any) -> Any:
    """Return the schema in draft 7, which YAML editors support: ``definitions`` instead of ``$defs``."""
    if isinstance(node, dict):
        renamed = {("definitions" if key == "$defs" else key): _draft7(value) for key, value in node.items()}
        if isinstance(renamed.get("$ref"), str):
            renamed["$ref"] = renamed["$ref"].replace("#/$defs/", "#/definitions/")
        renamed.pop("discriminator", None)
        return renamed
    if isinstance(node, list):
        return [_draft7(value) for value in node]
    return node


def _scalars_as_text(node: Any) -> None:
    """Allow unquoted years and booleans: YAML editors see a number or boolean, our reader sees text."""
    if isinstance(node, dict):
        if node.get("pattern") == DATE_PATTERN:
            node["type"] = ["string", "number"]
        if node.get("type") == "boolean":
            node |= {"type": ["boolean", "string"], "pattern": "^(true|false)$"}
        for value in node.values():
            _scalars_as_text(value)
    elif isinstance(node, list):
        for value in node:
            _scalars_as_text(value)
