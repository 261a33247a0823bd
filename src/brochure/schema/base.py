"""Common parts of the models: strict base class, field types, located problems."""

from __future__ import annotations

import os
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import make_dataclass
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any, TypeVar, get_args

# Pydantic would look for plugins in every package that is installed; we use none.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    ValidationError,
    WithJsonSchema,
)
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails, PydanticCustomError

from brochure.diagnostics.problem import BrochureError, Location, Problem, nearest_word, problem
from brochure.document import palette
from brochure.document.date_forms import DATE_PATTERN
from brochure.document.look_alikes import meant_markup, meant_text
from brochure.document.partial_date import PartialDate
from brochure.document.picture_crop import focus_point
from brochure.document.web_address import AddressError, address_target
from brochure.document.written_date import DateError, read_date
from brochure.schema import typing_scanner
from brochure.schema.character_warnings import character_warnings
from brochure.schema.date_problems import date_code, date_details
from brochure.schema.refused_values import mistake_in_value
from brochure.schema.text_kinds import TextKind
from brochure.schema.typing_mistakes import TypingMistake
from brochure.schema.yaml_reader import Data, YamlPath, YamlText


class Strict(BaseModel):
    """Base class of all models: unknown keys are errors; the validator is built when it is first needed."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, defer_build=True)


StrictModel = TypeVar("StrictModel", bound=Strict)


def frozen_record(value: object) -> Any:
    """Return data without methods: models as frozen records of their fields, lists as tuples.

    Templates of layouts get these: a model of Pydantic has public methods that read files and run code.
    """
    if isinstance(value, BaseModel):
        names = tuple(type(value).model_fields)
        return _record(type(value).__name__, names)(*(frozen_record(getattr(value, name)) for name in names))
    if isinstance(value, Mapping):
        return MappingProxyType({key: frozen_record(one) for key, one in value.items()})
    if isinstance(value, list | tuple | set | frozenset):
        return tuple(frozen_record(one) for one in value)
    return value


@cache
def _record(name: str, names: tuple[str, ...]) -> type:
    return make_dataclass(name, names, frozen=True, slots=True)


def described(japanese: str, english: str, **options: Any) -> Any:
    """Return a field with its help in both languages, which VS Code shows."""
    return Field(description=f"{japanese}\n\n{english}", **options)


def _not_blank(text: str) -> str:
    if not text.strip(" \t\r\n\u3000\u200b\u2060\ufeff"):
        raise PydanticCustomError("P105", "blank")
    return text


def _date(value: object) -> PartialDate:
    if isinstance(value, PartialDate):
        return value
    try:
        return read_date(value if isinstance(value, str) else "").date
    except DateError as fault:
        raise PydanticCustomError(date_code(fault), "not a date", date_details(fault)) from None


def _accent(text: str) -> str:
    try:
        palette.parse_colour(text)
    except ValueError:
        raise PydanticCustomError("P107", "not a colour") from None
    return text.lower()


def _focus(text: str) -> str:
    try:
        focus_point(text)
    except ValueError:
        raise PydanticCustomError("P160", "no focus") from None
    return text


_MAIL_ADDRESS = re.compile(r"[^\s@:/]+@[^\s@:/]+")


def _web_address(text: str) -> str:
    try:
        target = address_target(text)
    except AddressError as fault:
        raise PydanticCustomError(
            "P113", "not a web address", {"what": fault.what, "sign": fault.sign, "at": fault.offset}
        ) from None
    if not target.startswith("http"):
        raise PydanticCustomError(
            "P113", "not a web address", {"what": "address scheme", "sign": "", "at": 0}
        )
    return text


def _mail_address(text: str) -> str:
    if not _MAIL_ADDRESS.fullmatch(text):
        raise PydanticCustomError("P114", "not a mail address")
    return text


WebAddress = Annotated[str, AfterValidator(_not_blank), AfterValidator(_web_address)]
"""A web address that becomes a link: http or https."""

MailAddress = Annotated[str, AfterValidator(_not_blank), AfterValidator(_mail_address)]
"""A mail address that becomes a link."""

Unprinted = Annotated[str, AfterValidator(_not_blank)]
"""Text that is not printed, such as the name of a file."""

Plain = Annotated[str, AfterValidator(meant_text), AfterValidator(_not_blank), TextKind.PLAIN]
"""Text without markup, printed as it is meant (:mod:`brochure.document.look_alikes`)."""

Word = Annotated[str, AfterValidator(meant_text), TextKind.PLAIN]
"""A text that is printed around others; it may be empty."""

Markup = Annotated[str, AfterValidator(meant_markup), AfterValidator(_not_blank), TextKind.MARKUP]
"""Text with inline markup (:mod:`brochure.document.markup`)."""

MarkupWithoutCalls = Annotated[
    str, AfterValidator(meant_markup), AfterValidator(_not_blank), TextKind.WITHOUT_CALLS
]
"""Text with inline markup, but without note calls and citations."""

Date = Annotated[
    PartialDate,
    PlainValidator(_date),
    PlainSerializer(PartialDate.iso),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": DATE_PATTERN,
            # VS Code shows it in place of the pattern.
            "patternErrorMessage": "日付ではありません。例：2018-05-08、平成30年5月8日 / not a date",
        }
    ),
]
Accent = Annotated[
    str, AfterValidator(_accent), WithJsonSchema({"type": "string", "pattern": "^#[0-9A-Fa-f]{6}$"})
]
Focus = Annotated[str, AfterValidator(_focus)]
"""A point of a picture that a crop keeps (:mod:`brochure.document.picture_crop`)."""

Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")]


def unknown_word(
    code: str,
    source: YamlText,
    path: YamlPath,
    word: str,
    known: Iterable[str],
    *,
    shown: Iterable[str] | None = None,
) -> Problem:
    """Return the problem of an unknown word, with the most similar known word and the list of known words.

    ``shown`` are the words to list if ``known`` is too long.
    """
    known = list(known)
    location = source.locate_key(path) if path[-1:] == (word,) else source.locate(path)
    listed = ", ".join(known if shown is None else shown)
    return problem(code, location, found=word, nearest=nearest_word(word, known), known=listed)


def sort_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems without duplicates, in the order of the file."""
    return sorted(dict.fromkeys(problems), key=lambda found: (found.location or Location(""), found.code))


_NOT_TEXT = {
    "edition",
    "as_of",
    "asked",
    "due",
    "stale_after",
    "valid_until",
    "survey",
    "date",
    "published",
    "oldest_source",
    "value",
    *("lat", "lon", "first", "last"),
    "qr",
}  # keys of dates, numbers, booleans


def yaml_warnings(source: YamlText, refused: Container[Location | None] = ()) -> Iterator[Problem]:
    """Yield warnings about a YAML file: ambiguous texts, line ends that became blanks, empty keys, etc.

    Ambiguous texts (Y201) are those that other YAML tools read as another type. They are not reported in CSL
    items (``sources``), where both forms of dates and numbers are allowed, and not at ``refused`` locations
    (misspelt keys), because the type of their value is not known.
    """
    for path, (japanese, english) in source.surprises.items():
        known = source.locate_key(path) not in refused
        if path and known and path[-1] not in _NOT_TEXT and path[0] != "sources":
            value = source.value(path)
            yield problem("Y201", source.locate(path), value=value, ja=japanese, en=english)
    yield from character_warnings(source)
    for path in source.folds:
        yield problem("Y202", source.locate(path))
    for path in filter(None, source.cut_off):  # the model refuses a whole file that is one empty value
        yield problem("Y204", source.locate(path), key=path[-1])
    for path in filter(None, source.empty):
        yield problem("Y203", source.locate_key(path), key=path[-1])


_KINDS = {
    "string_type": "text",
    "list_type": "list",
    "dict_type": "mapping",
    "model_type": "mapping",
    "model_attributes_type": "mapping",
    "dict_attributes_type": "mapping",
    "int_parsing": "number",
    "int_type": "number",
    "float_parsing": "number",
    "float_type": "number",
    "int_from_float": "number",
    "bool_parsing": "boolean",
    "bool_type": "boolean",
}


def data_kind(data: object) -> str:
    """Return the kind of a piece of data, as a key of ``values`` in ``terms.yaml``."""
    if data is None:
        return "nothing"
    if isinstance(data, list):
        return "list"
    return "mapping" if isinstance(data, dict) else "text"


def validation_problems(
    error: ValidationError, source: YamlText, root: type[BaseModel], tags: Mapping[str, type[BaseModel]]
) -> list[Problem]:
    """Turn the errors of pydantic into located problems.

    ``tags`` are the names that tagged unions put into pydantic's paths; they contain a colon, so that they
    differ from all keys.
    """
    found = refused_mistakes(error, source, root, tags)
    each = dict.fromkeys(one for _, mistakes in found for one in mistakes)
    rest = [told for told, mistakes in found if not mistakes]
    return [*rest, *(one.problem(source.lines) for one in each)]


def validated_model(source: YamlText, root: type[StrictModel]) -> StrictModel:
    """Return the data of a file as a model without tagged unions.

    Raises:
        BrochureError: The mistakes in the file, located.
    """
    try:
        return root.model_validate(without_nulls({} if source.data is None else source.data))
    except ValidationError as error:
        raise BrochureError(sort_problems(validation_problems(error, source, root, {}))) from None


def refused_mistakes(
    error: ValidationError, source: YamlText, root: type[BaseModel], tags: Mapping[str, type[BaseModel]]
) -> list[tuple[Problem, list[TypingMistake]]]:
    """Return the problem of each error of pydantic, with the typing mistakes that explain it."""
    structure: list[TypingMistake] | None = None
    found = []
    for details in error.errors(include_url=False):
        path = _yaml_path(details["loc"], details["type"], source.data, tags)
        told = _validation_problem(details, source, root, tags)
        mistakes: list[TypingMistake] = []
        while path and path not in source.spans:  # pydantic also names the kinds of a union
            path = path[:-1]
        if isinstance(details["input"], str) and told.code != "P101":
            if structure is None:
                words = model_keys(root)
                is_ours = typing_scanner.has_known_key(source.text, words)
                structure = typing_scanner.find_mistakes(source.text, words) if is_ours else []
            span = source.spans[path]
            mistakes = [one for one in structure if span.start <= one.offset < span.end]
            if not mistakes and (one := mistake_in_value(source, path, told)):
                mistakes = [one]
        found.append((told, mistakes))
    return found


def find_refusals(
    source: YamlText, root: type[Strict], tags: Mapping[str, type[BaseModel]]
) -> list[list[TypingMistake]]:
    """Return an item for each error of a model in a file: the typing mistakes that explain it, if any do."""
    try:
        root.model_validate(without_nulls(source.data))
    except ValidationError as error:
        return [found for _, found in refused_mistakes(error, source, root, tags)]
    return []


@cache
def model_keys(root: type[BaseModel]) -> frozenset[str]:
    """Return the keys of a model and of all models in it."""
    keys: set[str] = set()
    models, seen = [root], {root}
    while models:
        for name, found in models.pop().model_fields.items():
            keys.add(found.alias or name)
            fresh = set(_models_in(found.annotation)) - seen
            models += fresh
            seen |= fresh
    return frozenset(keys)


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)


def _validation_problem(
    details: ErrorDetails, source: YamlText, root: type[BaseModel], tags: Mapping[str, type[BaseModel]]
) -> Problem:
    kind = details["type"]
    marked = details["loc"]
    path = _yaml_path(marked, kind, source.data, tags)
    name = ".".join(str(step) for step in path) or source.file
    if kind == "extra_forbidden":
        known = _known_keys(marked[:-1], root, tags)
        return unknown_word("P101", source, path, str(path[-1]), known)
    if kind == "missing":
        return problem("P102", source.locate(path[:-1]), key=str(path[-1]))
    if kind == "string_type" and isinstance(details["input"], list | dict):
        return problem("P112", source.locate(path), key=name, found=data_kind(details["input"]))
    if kind in _KINDS:
        return problem(
            "P103", source.locate(path), key=name, expected=_KINDS[kind], found=data_kind(details["input"])
        )
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return problem("P104", source.locate(path), known=", ".join(t.split(":")[0] for t in tags))
    if re.fullmatch(r"P\d{3}", kind):
        extra = dict(details.get("ctx") or {})
        return problem(
            kind,
            source.locate(path, extra.pop("at", None)),
            **{"key": name, "value": details["input"], **extra},
        )
    if kind == "string_pattern_mismatch":
        return problem("P108", source.locate_key(path), key=name, value=details["input"])
    if kind in ("literal_error", "enum"):
        expected = str((details.get("ctx") or {}).get("expected", ""))
        return problem("P109", source.locate(path), key=name, value=details["input"], known=expected)
    if kind == "too_short":
        return problem("P110", source.locate(path), key=name)
    if kind == "too_long" and isinstance(details["input"], list):
        most = int((details.get("ctx") or {}).get("max_length", 0))
        found = len(details["input"])
        return problem("P139", source.locate((*path, most)), key=name, most=most, found=found)
    return problem("P111", source.locate(path), key=name, detail=details["msg"])


def _yaml_path(
    marked: tuple[str | int, ...], kind: str, data: Data, tags: Mapping[str, type[BaseModel]]
) -> YamlPath:
    """Return the path in the YAML file for pydantic's path, which has more steps than the file.

    A tag follows the place of a value of several kinds, for instance a position in a list. ``[key]`` follows
    the key of a mapping if the key itself is wrong. Both can also be keys that somebody wrote into the file.
    """
    path: list[str | int] = []
    here: Any = data
    for index, step in enumerate(marked):
        last = index == len(marked) - 1
        written = isinstance(here, dict) and step in here
        in_list = index > 0 and isinstance(marked[index - 1], int)
        if step in tags and (in_list or not written) and not (last and kind == "extra_forbidden"):
            continue
        if step == "[key]" and last and not written:
            continue
        path.append(step)
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):  # a key that is missing
            here = None
    return tuple(path)


def _known_keys(
    marked: tuple[str | int, ...], root: type[BaseModel], tags: Mapping[str, type[BaseModel]]
) -> list[str]:
    """Return the keys of the model at the end of pydantic's path."""
    model: type[BaseModel] | None = root
    for step in marked:
        if isinstance(step, str) and step in tags:
            model = tags[step]
        elif isinstance(step, str) and model is not None and (found := _field(model, step)) is not None:
            model = _model_in(found.annotation)
    return [f.alias or name for name, f in model.model_fields.items()] if model else []


def _field(model: type[BaseModel], key: str) -> FieldInfo | None:
    for name, found in model.model_fields.items():
        if key in (name, found.alias):
            return found
    return None


def _model_in(annotation: object) -> type[BaseModel] | None:
    return next(_models_in(annotation), None)


def without_nulls(data: Data) -> Data:
    """Return a copy without the keys that have no value, such as an empty ``remark:``."""
    if isinstance(data, dict):
        return {key: without_nulls(value) for key, value in data.items() if value is not None}
    if isinstance(data, list):
        return [without_nulls(value) for value in data]
    return data
