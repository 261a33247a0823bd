"""A new partner: ``POST /api/profiles`` writes a profile with its names and the series' empty tables."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from itertools import count
from typing import Any

from brochure.desk.desk import Desk
from brochure.desk.documents import revision_of, told_problems
from brochure.desk.endpoint import DeskAnswer, DeskRequest
from brochure.diagnostics.catalogue import exit_code
from brochure.diagnostics.problem import BrochureError, Exit, Problem, problem
from brochure.document.accents import ACCENTS, NamedAccent
from brochure.schema.references import Library, validate_profile
from brochure.schema.series import Series, validate_series
from brochure.schema.yaml_reader import YamlText, parse_yaml
from brochure.storage.atomic import replace_files
from brochure.storage.file_names import is_decoded
from brochure.storage.near_names import suggested_name
from brochure.storage.workspace import SERIES, Workspace

FIELDS = ("name", "reading", "latin", "country", "country_reading", "region", "kind")
_LONGEST_ID = 40  # characters of an id that is made from a name
_NO_TEXT = re.compile(r"[\s\0-\x1f\x7f-\x9f\ufffe\uffff]+")  # pasted names may have line ends and controls


def create_partner(desk: Desk, asked: DeskRequest) -> DeskAnswer:
    """Write a new profile; a file that exists is never replaced.

    Without an ``id``, one is made of the Latin name, else of the reading; if it is taken, with a number.
    A value that does not fit is answered with its problem and the field's path; nothing is written then.
    """
    from brochure.build.starter import unused_accent

    where, values = desk.where, _values(asked.data)
    if values is None:
        return DeskAnswer({"problems": []}, 400)  # not what our page sends
    if lost := [_told(problem("Y118"), asked, key) for key in values if "\ufffd" in values[key]]:
        return DeskAnswer({"problems": lost}, 422)
    try:
        path = where.profiles / SERIES
        series = validate_series(where.read(path), where.shown(path))
        known = (row.texts["edition"] for row in desk.partners.read(where).rows)
        edition = "" if series.data.edition else max(known, default="") or f"{datetime.date.today():%Y-%m}"
        data = new_profile(values, series, edition, unused_accent(where)).encode()
        shown = where.shown(where.profiles / f"{values['id'] or 'new'}.yaml")
        source = parse_yaml(data, shown)
        if faults := list(_field_problems(source, series)):
            return DeskAnswer({"problems": [_told(one, asked, key) for key, one in faults]}, 422)
        name = _write(where, values, data)
    except _IdError as error:
        return DeskAnswer({"problems": [_told(error.problem, asked, "id")]}, 422)
    except BrochureError as error:
        status = 423 if exit_code(error.problems) == Exit.FILES else 422
        return DeskAnswer({"problems": told_problems(error.problems, asked.lang)}, status)
    desk.events.tell("partners", doc=f"profiles/{name}", person=asked.person)
    return DeskAnswer({"id": name, "rev": revision_of(data)}, 201)


def _told(found: Problem, asked: DeskRequest, field: str | None) -> dict[str, Any]:
    """A problem with the field of the form that has it."""
    (told,) = told_problems([found], asked.lang)
    return told | {"at": field, "path": None if field is None else [field]}


class _IdError(Exception):
    """An id that cannot be that of a new profile."""

    def __init__(self, found: Problem) -> None:
        super().__init__(found.code)
        self.problem = found


def _values(data: Any) -> dict[str, str] | None:
    """The id and the fields of a request; None if it is no mapping of texts."""
    if not isinstance(data, dict) or not set(data) <= {"id", *FIELDS}:
        return None
    texts = {key: value or "" for key, value in data.items()}
    if not all(isinstance(text, str) and is_decoded(text) for text in texts.values()):
        return None
    return {key: _NO_TEXT.sub(" ", texts.get(key, "")).strip() for key in ("id", *FIELDS)}


def new_profile(
    values: dict[str, str], series: Series, edition: str = "", accent: NamedAccent = ACCENTS[0]
) -> str:
    """Return the YAML of a profile with the values of a partner.

    The profile of ``brochure new`` has samples and comments for people who write YAML. The form says itself
    what may be written: samples that were left would be printed, and the comments be taken for notes of the
    writers. The edition is that of the series, or else
    the one given: that of the other partners.
    """
    from brochure.build.starter import empty_profile_text
    from brochure.revision.yaml_edit.apply import apply_edits
    from brochure.revision.yaml_edit.edit import Put

    text = empty_profile_text(series, accent)
    edits = [Put(("partner", key), values[key]) for key in FIELDS if values[key] or key == "name"]
    if edition:
        edits.append(Put(("edition",), edition))
    return apply_edits(parse_yaml(text.encode(), SERIES), edits)


def _field_problems(source: YamlText, series: Series) -> Iterator[tuple[str | None, Problem]]:
    """Yield the problems of the fields, each with its name; the rest of the template has none."""
    try:
        validate_profile(source, name="new", series=series, library=Library())
    except BrochureError as error:
        for found in error.problems:
            yield next((key for key in FIELDS if _is_at(source, key, found)), None), found


def _is_at(source: YamlText, key: str, found: Problem) -> bool:
    path = ("partner", key)
    if found.code == "P102":  # a key is missing, so the problem is at the mapping
        return ("key", key) in found.details
    if path not in source.spans or not found.location:
        return False
    return found.location.line == source.locate(path).line


def _write(where: Workspace, values: dict[str, str], data: bytes) -> str:
    """Write the profile under the id that was given, or under the first free one, and return the id."""
    if name := values["id"]:
        try:
            replace_files({(path := where.new_profile(name)): data}, {path: None})
        except BrochureError as error:
            raise _as_id_error(error) from None
        return name
    made = suggested_id(values["latin"]) or suggested_id(values["reading"]) or suggested_id(values["name"])
    if not made:
        raise _IdError(problem("F103", name=values["name"], folder=where.profiles.name, nearest=""))
    for number in count(1):
        name = made if number == 1 else f"{made}-{number}"
        try:
            replace_files({(path := where.new_profile(name)): data}, {path: None})
        except BrochureError as error:
            if error.problems[0].code != "F107":
                raise
        else:
            return name
    raise AssertionError  # there is always a free number


def _as_id_error(error: BrochureError) -> Exception:
    is_id = error.problems[0].code in ("F103", "F107") or error.problems[0].code.startswith("N")
    return _IdError(error.problems[0]) if is_id else error


def suggested_id(name: str) -> str:
    """Return an id for a name; an empty string if it has letters that are neither Latin nor kana.

    >>> suggested_id("Land Baden-Württemberg (Germany)")
    'land-baden-wurttemberg-germany'
    >>> suggested_id("リンデンしゅう"), suggested_id("遼寧省")
    ('rindenshuu', '')
    """
    words = re.sub(r"[\W_]+", " ", name).strip()
    found = suggested_name(words[:_LONGEST_ID])
    if words[_LONGEST_ID : _LONGEST_ID + 1] not in ("", " ") and "-" in found:
        found = found.rpartition("-")[0]  # not half a word
    return found
