"""``brochure survey send``: write the questionnaires of partners, and keep what was sent."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from brochure.assembly.blank_form import form_places, places_of_answer
from brochure.build.load import SharedInput, load_common, load_partner, read_yaml
from brochure.build.page_room import characters_left
from brochure.diagnostics.problem import BrochureError, Problem, problem
from brochure.schema.survey_rounds import latest_round
from brochure.schema.yaml_reader import Data
from brochure.storage.atomic import replace_files
from brochure.storage.cache import Cache
from brochure.storage.own_files import replace_outputs
from brochure.storage.workspace import SERIES, Workspace
from brochure.survey.excel_form import write_excel_form
from brochure.survey.form import SurveyForm
from brochure.survey.form_words import FORM_LANGUAGES
from brochure.survey.make_form import FormSource, make_form
from brochure.survey.store import SentForm, read_sent, sent_text
from brochure.survey.word_form import write_word_form


@dataclass(frozen=True, slots=True)
class SentForms:
    """The files of one partner, and what to look at."""

    partner: str
    paths: tuple[Path, ...]
    warnings: tuple[Problem, ...]


def known_round(common: SharedInput, survey: str) -> str:
    """The round that is meant: by name, or the last one if ``survey`` is empty.

    Raises:
        BrochureError: There is no such round (J101).
    """
    rounds = common.series.data.surveys
    found = survey or latest_round(rounds)
    if found not in rounds:
        raise BrochureError([problem("J101", None, found=survey or "—", known=", ".join(rounds) or "—")])
    return found


@dataclass(frozen=True, slots=True)
class AllPartners:
    """What all profiles of the workspace say about forms: their places, and which rows hold dates."""

    places: tuple[dict[str, list[str]], ...]
    date_fields: frozenset[tuple[str, str]]


def survey_partners(where: Workspace) -> AllPartners:
    """Read all profiles as far as forms need them; files with mistakes are left out."""
    places = []
    dates: set[tuple[str, str]] = set()
    for name in where.names():
        try:
            data = read_yaml(where, where.profile(name)).data
        except BrochureError:
            continue
        answers = data.get("answers") if isinstance(data, dict) else None
        if isinstance(answers, dict):
            places.append({key: places_of_answer(blocks) for key, blocks in answers.items()})
            dates.update(_dates(answers))
    return AllPartners(tuple(places), frozenset(dates))


def _dates(answers: dict[str, Data]) -> set[tuple[str, str]]:
    """The rows of fact tables that hold dates: the table and the field."""
    found = set()
    for blocks in answers.values():
        for block in blocks if isinstance(blocks, list) else ():
            rows = block.get("rows") if isinstance(block, dict) else None
            for row in rows if isinstance(rows, list) else ():
                if isinstance(row, dict) and "date" in row and isinstance(block, dict):
                    found.add((str(block.get("facts")), str(row.get("field"))))
    return found


def form_source(
    where: Workspace, name: str, common: SharedInput, survey: str, language: str, everyone: AllPartners
) -> FormSource:
    """What the form of a partner is made of.

    Raises:
        BrochureError: The profile has mistakes.
    """
    loaded = load_partner(where, name, common)
    answers = loaded.profile.source.data
    own = answers.get("answers") if isinstance(answers, dict) else None
    places = {key: places_of_answer(blocks) for key, blocks in own.items()} if isinstance(own, dict) else {}
    chosen = language or _language_of(loaded.profile.data.partner.native_lang or "", common)
    return FormSource(
        loaded,
        survey,
        chosen,
        form_places(common.series.data, places, everyone.places),
        everyone.date_fields,
    )


def _language_of(native: str, common: SharedInput) -> str:
    """The language of a form: the partner's if the series has words in it, else English, else Japanese."""
    has = common.series.data.wordings
    own = native.partition("-")[0].lower()
    if own == "ja":
        return "ja"
    return next((one for one in (own, "en") if one in FORM_LANGUAGES and one in has), "ja")


def send_forms(
    where: Workspace,
    names: Sequence[str],
    survey: str,
    *,
    language: str,
    date: str,
    output: Path | None,
    layout: str = "standard",
    cache: Cache | None = None,
) -> list[SentForms]:
    """Write the Word and Excel forms of partners, and keep what was sent under ``surveys/``.

    Args:
        where: The workspace.
        names: The partners.
        survey: The round; empty for the last one.
        language: The second language of the forms; empty for that of each partner.
        date: Today, in ISO 8601.
        output: The folder of the files; by default ``output/survey-ROUND``.
        layout: The layout whose words and dates the document has, and whose page budget gives the limits.
        cache: The cache of pages.

    Raises:
        BrochureError: There is no such round (J101), profiles have mistakes, or a file cannot be written.
    """
    common = load_common(where, layout)
    chosen = known_round(common, survey)
    everyone = survey_partners(where)
    folder = output or where.output / f"survey-{chosen}"
    problems: list[Problem] = []
    made: list[tuple[SurveyForm, tuple[str, ...]]] = []
    for name in names:
        try:
            source = form_source(where, name, common, chosen, language, everyone)
            room = characters_left(where, source.loaded, cache)
            made.append(make_form(replace(source, room=room)))
        except BrochureError as error:
            problems += error.problems
    if problems:
        raise BrochureError(problems)
    return [_send(where, form, missing, folder, date) for form, missing in made]


def _send(where: Workspace, form: SurveyForm, missing: tuple[str, ...], folder: Path, date: str) -> SentForms:
    files = {
        folder / f"{form.partner}-{form.survey}.docx": write_word_form(form),
        folder / f"{form.partner}-{form.survey}.xlsx": write_excel_form(form),
    }
    sent, stored = read_sent(where, form.survey, form.partner)
    warnings: list[Problem] = []
    if missing:
        shown = where.shown(where.profiles / SERIES)
        listed = ", ".join(missing)
        warnings.append(problem("J201", None, file=shown, language=form.language, keys=listed))
    digests = {path.name: hashlib.sha256(data).hexdigest() for path, data in files.items()}
    replace_outputs(files)
    if not any(one.form.number == form.number for one in sent):
        if sent:
            warnings.append(problem("J228", None, partner=form.partner, date=sent[-1].date))
        sent.append(SentForm(date, form, digests))
        replace_files({stored.path: sent_text(sent)}, {stored.path: stored.read})
    return SentForms(form.partner, tuple(files), tuple(warnings))
