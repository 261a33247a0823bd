"""What the workspace keeps of a round: ``surveys/<round>/sent/`` and ``surveys/<round>/answers/``.

``sent/<partner>.json`` has each form that was sent, the newest last. ``answers/<partner>.yaml`` is the record
of what came back: when, by whom, from which file, each answer, open questions and later replies. Both are
text, for Git.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from brochure.diagnostics.problem import BrochureError, Location, problem
from brochure.revision.yaml_edit.apply import apply_edits
from brochure.revision.yaml_edit.edit import Edit, Put, Remove
from brochure.schema.yaml_reader import Data, parse_yaml
from brochure.storage.input_file import path_fault
from brochure.storage.workspace import Workspace
from brochure.survey.answers import AnswerState, Meaning, SurveyAnswer
from brochure.survey.form import SurveyForm, form_data, form_of_data


@dataclass(frozen=True, slots=True)
class SentForm:
    """A form that was sent: when, the digests of its files, and what it asks."""

    date: str
    form: SurveyForm
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class StoredText:
    """A file of the store as it was read: its path, and its bytes; None if it is not there."""

    path: Path
    read: bytes | None


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file that was received: when, by whom, its name and its digest, the number of its form."""

    date: str
    by: str
    file: str
    sha256: str
    form: str


@dataclass(frozen=True, slots=True)
class RecordedAnswer:
    """An answer in the record; ``taken`` is the date on which it went into the profile, or empty."""

    answer: SurveyAnswer
    at: str
    label: str
    taken: str = ""


@dataclass(frozen=True, slots=True)
class SurveyRecord:
    """The record of a partner in a round."""

    survey: str
    partner: str
    received: tuple[ReceivedFile, ...] = ()
    answers: Mapping[str, RecordedAnswer] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    stored: StoredText = StoredText(Path(), None)

    @property
    def questions(self) -> list[RecordedAnswer]:
        """The answers that are still asked."""
        return [one for one in self.answers.values() if one.answer.state is AnswerState.ASK]

    @property
    def missing(self) -> list[RecordedAnswer]:
        """The items of the profile that were not in the file, or had no answer."""
        gone = (AnswerState.MISSING, AnswerState.BLANK)
        return [
            one
            for one in self.answers.values()
            if one.answer.state in gone
            and not one.at.startswith("form.")
            and not one.at.endswith((".whole", ".other"))
        ]


def survey_folder(where: Workspace, survey: str) -> Path:
    """The folder of a round."""
    return where.root / "surveys" / survey


def _read(where: Workspace, path: Path) -> StoredText:
    return StoredText(path, None if path_fault(path) == "missing" else where.read(path))


# --- forms that were sent -----------------------------------------------------------------------


def read_sent(where: Workspace, survey: str, partner: str) -> tuple[list[SentForm], StoredText]:
    """The forms that a partner was sent in a round, and the file they are in.

    Raises:
        BrochureError: The file cannot be read, or is damaged (J111).
    """
    stored = _read(where, survey_folder(where, survey) / "sent" / f"{partner}.json")
    if stored.read is None:
        return [], stored
    try:
        data = json.loads(stored.read)
        return [SentForm(one["date"], form_of_data(one["form"]), one["files"]) for one in data], stored
    except (ValueError, KeyError, TypeError, RecursionError):
        raise BrochureError([problem("J111", Location(where.shown(stored.path)))]) from None


def sent_text(sent: list[SentForm]) -> bytes:
    """The content of the file of forms."""
    data = [{"date": one.date, "files": dict(one.files), "form": form_data(one.form)} for one in sent]
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


# --- answers ------------------------------------------------------------------------------------


def read_record(where: Workspace, survey: str, partner: str) -> SurveyRecord:
    """The record of a partner in a round; an empty one if nothing came back.

    Raises:
        BrochureError: The file cannot be read, or is damaged (J111).
    """
    stored = _read(where, survey_folder(where, survey) / "answers" / f"{partner}.yaml")
    empty = SurveyRecord(survey, partner, stored=stored)
    if stored.read is None:
        return empty
    shown = where.shown(stored.path)
    data = parse_yaml(stored.read, shown).data
    try:
        return _record_of(data, empty)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise BrochureError([problem("J111", Location(shown))]) from None


def _record_of(data: Any, empty: SurveyRecord) -> SurveyRecord:
    received = tuple(ReceivedFile(**one) for one in data.get("received") or ())
    answers = {code: _answer_of(code, one) for code, one in (data.get("answers") or {}).items()}
    remarks = tuple(data.get("remarks") or ())
    return replace(empty, received=received, answers=answers, remarks=remarks)


def _answer_of(code: str, data: Mapping[str, str]) -> RecordedAnswer:
    state = AnswerState(data["state"])
    question = None
    if "question" in data:
        question = problem(
            data["question"], Location(data.get("file", "")), code=code, label=data.get("label", ""),
            found=data.get("found", ""), table="?", row="?", codes=code,
        )  # fmt: skip
    answer = SurveyAnswer(
        code,
        state,
        Meaning(data.get("answer", "")),
        data.get("text", ""),
        data.get("found", ""),
        question,
        data.get("reply", ""),
    )
    return RecordedAnswer(answer, data["at"], data.get("label", ""), data.get("taken", ""))


def record_text(record: SurveyRecord, shown: str) -> bytes:
    """The content of the file of a record; comments in the file as it is stay."""
    begin = record.stored.read or (
        f"# {record.partner} の回答の記録（survey receive が書きます）\nsurvey: {record.survey}\n".encode()
    )
    source = parse_yaml(begin, shown)
    data: dict[str, Data] = {
        "survey": record.survey,
        "partner": record.partner,
        "received": [_received_data(one) for one in record.received],
        "answers": {code: _answer_data(one) for code, one in record.answers.items()},
    }
    if record.remarks:
        data["remarks"] = list(record.remarks)
    edits: list[Edit] = [Put((key,), value) for key, value in data.items()]
    if not record.remarks and isinstance(source.data, dict) and "remarks" in source.data:
        edits.append(Remove(("remarks",)))
    return apply_edits(source, edits).encode()


def _received_data(one: ReceivedFile) -> dict[str, Data]:
    return {"date": one.date, "by": one.by, "file": one.file, "sha256": one.sha256, "form": one.form}


def _answer_data(one: RecordedAnswer) -> dict[str, Data]:
    answer = one.answer
    question = answer.question
    found: dict[str, str] = {
        "label": one.label,
        "at": one.at,
        "state": answer.state.value,
        "answer": answer.meaning.value,
        "text": answer.text,
        "found": answer.found,
        "question": question.code if question and answer.state is AnswerState.ASK else "",
        "reply": answer.reply,
        "taken": one.taken,
    }
    return {key: value for key, value in found.items() if value or key in ("label", "at", "state")}
