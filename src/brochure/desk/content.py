"""Answer requests for the content of profiles, of the series and of the shared sources, and save edits."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from brochure.build.check import check_partner
from brochure.build.house_check import shared_word_warnings
from brochure.desk.desk import Desk
from brochure.desk.documents import DeskDocument, find_document, revision_of, told_problems
from brochure.desk.edits import MAX_TEXT, EditFormError, SentEdit, long_text, read_edits, told_conflicts
from brochure.desk.endpoint import DeskAnswer, DeskRequest
from brochure.desk.save import is_writable
from brochure.desk.shared import LAYOUT
from brochure.diagnostics.problem import BrochureError, Location, Problem, problem
from brochure.revision.change import dotted_path
from brochure.revision.yaml_edit.comments import value_comments
from brochure.revision.yaml_edit.edit import EditError, Put
from brochure.schema import csl_items
from brochure.schema.base import validated_model
from brochure.schema.profile import ProfileData
from brochure.schema.series import SeriesData, validate_series
from brochure.schema.yaml_reader import YamlPath, YamlText, parse_yaml

MOST_NAME = 200  # characters of what an event tells: each is kept in memory and sent to all browsers
MOST_PATHS = 100

DocumentAnswer = Callable[[Desk, DeskRequest, DeskDocument], DeskAnswer]


def of_document(answer: DocumentAnswer, kind: str) -> Callable[[Desk, DeskRequest], DeskAnswer]:
    """Return the answer to a request for the document that its path names; 404 if there is none."""

    def answered(desk: Desk, asked: DeskRequest) -> DeskAnswer:
        try:
            document = find_document(desk.where, kind, asked.params.get("id", ""))
        except BrochureError as error:
            return refusal(404, error, asked)
        return answer(desk, asked, document)

    return answered


def refusal(
    status: int, error: BrochureError, asked: DeskRequest, source: YamlText | None = None
) -> DeskAnswer:
    """Answer with problems."""
    return DeskAnswer({"problems": told_problems(error.problems, asked.lang, source)}, status)


def _with_short_paths(desk: Desk, error: BrochureError) -> BrochureError:
    """The error with paths as they are in the workspace: the page shows no others."""
    root = str(desk.where.root)

    def short(text: str) -> str:
        return desk.where.shown(Path(text)) if text.startswith(root) else text

    return BrochureError(
        [
            replace(
                one,
                details=tuple((key, short(value)) for key, value in one.details),
                location=one.location and replace(one.location, file=short(one.location.file)),
            )
            for one in error.problems
        ]
    )


def tell_document(desk: Desk, asked: DeskRequest, document: DeskDocument) -> DeskAnswer:
    """``GET``: the values, comments and problems of a document; of one that cannot be read, its last text."""
    try:
        data, source = desk.saver.read(document)
    except BrochureError as error:
        last = desk.saver.last_readable(document)
        told = _told(desk, asked, document, *last) if last else {"doc": document.key, "rev": "", "data": None}
        broken = told_problems(error.problems, asked.lang)
        return DeskAnswer({**told, "broken": broken[0], "problems": broken, "raw": _raw(desk, document)})
    return DeskAnswer(_told(desk, asked, document, revision_of(data), source))


def change_document(desk: Desk, asked: DeskRequest, document: DeskDocument) -> DeskAnswer:
    """``PATCH``: save edits, or say why nothing was written."""
    try:
        base, edits = _read_request(asked.data)
    except EditFormError as error:
        return DeskAnswer({"problems": [], "detail": str(error)}, 400)
    if found := long_text(edits):
        path, length = found
        (told,) = told_problems([problem("W423", length=length, limit=MAX_TEXT)], asked.lang)
        return DeskAnswer({"problems": [{**told, "path": [*path], "at": dotted_path(path)}]}, 422)
    return save_edits(desk, asked, document, base, edits)


def save_edits(
    desk: Desk, asked: DeskRequest, document: DeskDocument, base: str, edits: Sequence[SentEdit]
) -> DeskAnswer:
    """Save edits made on a revision, tell all browsers, and answer."""
    try:
        made = desk.saver.save(document, base, edits, faults=_faults_of(document), person=asked.person)
    except EditError as error:
        found = problem("W421", Location(desk.where.shown(document.path)), detail=str(error))
        return refusal(422, BrochureError([found]), asked)
    except ValueError as error:
        return DeskAnswer({"problems": [], "detail": str(error)}, 400)
    except BrochureError as error:
        return refusal(423, _with_short_paths(desk, error), asked)
    if made.refused:
        return refusal(422, BrochureError(made.refused), asked, made.source)
    if made.conflicts:
        now = _told(desk, asked, document, made.found, made.before)
        last = next(iter(desk.saver.texts.list(document)), None)
        theirs: dict[str, str | None] = {"person": None, "time": None}  # another program has saved it
        if last and last.revision == made.found:
            theirs = {"person": last.person, "time": last.time.isoformat()}
        conflicts = told_conflicts(made.conflicts)
        return DeskAnswer({**now, "conflicts": conflicts, "mine": made.mine, **theirs}, 409)
    client = str(asked.data.get("client", ""))[:MOST_NAME] if isinstance(asked.data, dict) else ""
    paths = [dotted_path(one.edit.path)[:MOST_NAME] for one in edits[:MOST_PATHS]]
    desk.events.tell(
        "saved", doc=document.key, rev=made.revision, client=client, person=asked.person, paths=paths
    )
    told = _told(desk, asked, document, made.revision, made.source)
    return DeskAnswer({**told, "mine": made.mine, "merged": [[*path] for path in made.merged]})


def list_former(desk: Desk, _: DeskRequest, document: DeskDocument) -> DeskAnswer:
    """``GET …/former``: the former texts, the newest first."""
    found = desk.saver.texts.list(document)
    return DeskAnswer(
        [{"rev": one.revision, "time": one.time.isoformat(), "person": one.person} for one in found]
    )


def tell_former(desk: Desk, asked: DeskRequest, document: DeskDocument) -> DeskAnswer:
    """``GET …/former/{rev}``: a former text with its values."""
    found = desk.saver.texts.find(document, asked.params["rev"])
    if found is None:
        return DeskAnswer({"problems": []}, 404)
    try:
        data = found.read()
        source = parse_yaml(data, desk.where.shown(document.path))
    except BrochureError as error:
        return refusal(422, error, asked)
    return DeskAnswer({"rev": found.revision, "data": source.data, "text": data.decode("utf-8", "replace")})


def restore_former(desk: Desk, asked: DeskRequest, document: DeskDocument) -> DeskAnswer:
    """``POST …/former/{rev}``: the values of a former text again, as edits on the text as it is now.

    A file that cannot be read has no values to edit: it gets the former text as it was.
    """
    found = desk.saver.texts.find(document, asked.params["rev"])
    base = asked.data.get("base") if isinstance(asked.data, dict) else None
    if found is None or not isinstance(base, str):
        return DeskAnswer({"problems": []}, 404 if found is None else 400)
    try:
        data = found.read()
        wanted = parse_yaml(data, desk.where.shown(document.path))
    except BrochureError as error:
        return refusal(422, error, asked)
    try:
        desk.saver.read(document)
    except BrochureError:
        return _put_back(desk, asked, document, data)
    return save_edits(desk, asked, document, base, [SentEdit(Put((), wanted.data))])


def mend_line(desk: Desk, asked: DeskRequest, document: DeskDocument) -> DeskAnswer:
    """``POST …/lines``: change a line of a file that cannot be read; 409 if it can, or has another line."""
    given = asked.data if isinstance(asked.data, dict) else {}
    line, was, use = (given.get(key) for key in ("line", "was", "use"))
    if type(line) is not int or not isinstance(was, str) or not isinstance(use, str):
        return DeskAnswer({"problems": []}, 400)
    if not _is_text(was) or not _is_text(use) or "\0" in use or len(f"{use}.".splitlines()) > 1:
        return DeskAnswer({"problems": []}, 400)
    with contextlib.suppress(BrochureError):
        desk.saver.read(document)
        return DeskAnswer({"problems": []}, 409)
    try:
        if not desk.saver.mend_line(document, line, was, use, asked.person):
            return DeskAnswer({"problems": []}, 409)
    except BrochureError as error:
        return refusal(423, _with_short_paths(desk, error), asked)
    desk.events.tell("saved", doc=document.key, rev="", client="", person=asked.person, paths=[])
    return tell_document(desk, asked, document)


def _is_text(text: str) -> bool:
    """Whether a file can have a text: halves of characters have no form in UTF-8."""
    return not any("\ud800" <= sign <= "\udfff" for sign in text)


def _put_back(desk: Desk, asked: DeskRequest, document: DeskDocument, data: bytes) -> DeskAnswer:
    try:
        desk.saver.put_back(document, data, asked.person)
        made, source = desk.saver.read(document)
    except BrochureError as error:
        return refusal(423, _with_short_paths(desk, error), asked)
    revision = revision_of(made)
    desk.events.tell("saved", doc=document.key, rev=revision, client="", person=asked.person, paths=[])
    told = _told(desk, asked, document, revision, source)
    return DeskAnswer({**told, "mine": revision, "merged": []})


def document_problems(desk: Desk, document: DeskDocument) -> tuple[Problem, ...]:
    """All problems of a document, as ``brochure check`` finds them."""
    try:
        common = desk.shared.load(LAYOUT)
        if not document.partner:
            return (*common.warnings, *shared_word_warnings(desk.where, (), whole=False))
        return check_partner(desk.where, document.partner, common)
    except BrochureError as error:
        return (*error.problems, *error.warnings)


def _told(
    desk: Desk, asked: DeskRequest, document: DeskDocument, revision: str, source: YamlText
) -> dict[str, Any]:
    writable = is_writable(document.path)
    return {
        "doc": document.key,
        "rev": revision,
        "data": source.data,
        "comments": {dotted_path(path): text for path, text in value_comments(source).items()},
        "problems": told_problems(document_problems(desk, document), asked.lang, source),
        "broken": None,
        "readonly": None if writable else desk.where.shown(document.path),
    }


def _raw(desk: Desk, document: DeskDocument) -> str:
    """The text of a file that cannot be read as YAML, as far as it is text; of the workspace's files only."""
    try:
        return desk.where.read(document.path).decode("utf-8", "replace")
    except BrochureError:
        return ""


def _read_request(data: Any) -> tuple[str, list[SentEdit]]:
    if not isinstance(data, dict) or not isinstance(data.get("base"), str):
        raise EditFormError("base: the revision of the text is needed")
    return data["base"], read_edits(data.get("edits"))


def _faults_of(document: DeskDocument) -> Callable[[YamlText], Sequence[Problem]]:
    """The function that returns the values of a document that do not fit its schema."""

    def faults(source: YamlText) -> Sequence[Problem]:
        if document.key == "sources":
            return _faulty_sources(source, (), "_sources:")
        try:
            if document.partner:
                validated_model(source, ProfileData)
                return _faulty_sources(source, ("sources",), "sources.")
            validated_model(source, SeriesData)
            validate_series(source.text.encode(), source.file)
        except BrochureError as error:
            return error.problems
        return ()

    return faults


def _faulty_sources(source: YamlText, base: YamlPath, prefix: str) -> list[Problem]:
    """The fields of sources that do not fit."""
    items, problems = csl_items.read_items(source, base, prefix, shared=bool(not base), strict=True)
    return [*problems, *(found for item in items for found in item.mistakes)]
