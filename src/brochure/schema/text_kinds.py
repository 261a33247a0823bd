"""Which markup each field takes: the one list is the types of the fields in the models.

The types of fields are ``Markup``, ``MarkupWithoutCalls`` and ``Plain`` of :mod:`brochure.schema.base`. This
module finds the kind of every text of a YAML file. The JSON Schema adds it to the help in YAML editors.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from brochure.schema.yaml_reader import Data, YamlPath, YamlText


class TextKind(Enum):
    """What inline markup a text takes."""

    MARKUP = "markup"  # strong, ruby, links, foreign words, note calls and citations
    WITHOUT_CALLS = "without_calls"  # the same without note calls and citations
    PLAIN = "plain"  # none: the text is printed as typed


HELP = {
    TextKind.MARKUP: (
        "使える記号：**強調** {漢字|よみ} 10^{9} CO_{2} [表示](URL) [外国語]{lang=zh} [^注] [@出典]",
        "Markup: strong, ruby, super- and subscripts, links, foreign words, note calls, citations.",
    ),
    TextKind.WITHOUT_CALLS: (
        "使える記号：**強調** {漢字|よみ} 10^{9} CO_{2} [表示](URL) [外国語]{lang=zh}",
        "Markup: strong, ruby, super- and subscripts, links, foreign words; no calls.",
    ),
}
"""The sentence for the help of a field, in Japanese and English."""


def text_kinds(source: YamlText, model: type[BaseModel]) -> Iterator[tuple[YamlPath, str, TextKind]]:
    """Yield every text of a file whose field has a kind: its path, the text, the kind; in the file's order.

    Values that do not fit the model are left out, because validation reports them.
    """
    return _in_model(model, source.data, ())


def field_kind(field: FieldInfo) -> TextKind | None:
    """Return the kind of the texts of a field itself, also in lists; None if it has none."""
    return next((one for one in field.metadata if isinstance(one, TextKind)), None) or _kind(field.annotation)


def nested_models(model: type[BaseModel]) -> list[type[BaseModel]]:
    """Return all models inside a model, each once."""
    found: list[type[BaseModel]] = []
    waiting: list[Any] = [field.annotation for field in model.model_fields.values()]
    while waiting:
        one = waiting.pop()
        if isinstance(one, type) and issubclass(one, BaseModel):
            if one not in found:
                found.append(one)
                waiting += [field.annotation for field in one.model_fields.values()]
        else:
            waiting += get_args(one)
    return found


def _kind(annotation: object) -> TextKind | None:
    for part in get_args(annotation):
        if isinstance(part, TextKind):
            return part
        if found := _kind(part):
            return found
    return None


def _in_model(model: type[BaseModel], data: Data, path: YamlPath) -> Iterator[tuple[YamlPath, str, TextKind]]:
    if not isinstance(data, dict):
        return
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    for key, value in data.items():
        if field := fields.get(key):
            yield from _in_value(Annotated[(field.annotation, *field.metadata, None)], value, (*path, key))


def _in_value(annotation: Any, data: Data, path: YamlPath) -> Iterator[tuple[YamlPath, str, TextKind]]:
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        kind = next((one for one in parts[1:] if isinstance(one, TextKind)), None)
        if kind and isinstance(data, str):
            yield path, data, kind
        else:
            yield from _in_value(parts[0], data, path)
    elif origin in (Union, UnionType):
        if (chosen := _chosen(parts, data)) is not None:
            yield from _in_value(chosen, data, path)
    elif origin is list and isinstance(data, list):
        for index, value in enumerate(data):
            yield from _in_value(parts[0], value, (*path, index))
    elif origin is dict and isinstance(data, dict):
        for key, value in data.items():
            yield from _in_value(parts[1], value, (*path, key))
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield from _in_model(annotation, data, path)


def _chosen(members: tuple[Any, ...], data: Data) -> Any:
    """Return the member of a union for a value: a model by its first field, others by their type."""
    for member in members:
        plain = get_args(member)[0] if get_origin(member) is Annotated else member
        if isinstance(plain, type) and issubclass(plain, BaseModel):
            if isinstance(data, dict) and (len(members) == 2 or _first_key(plain) in data):
                return plain
        elif get_origin(plain) is type(data) or plain is type(data):
            return member
    return None


def _first_key(model: type[BaseModel]) -> str:
    name, field = next(iter(model.model_fields.items()))
    return field.alias or name
