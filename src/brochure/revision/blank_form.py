"""``brochure build --blank-form``: a Word file of a partner with its questions and places for the answers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from brochure.assembly.blank_form import form_answers, form_places, places_of_answer
from brochure.build.brochure import BuildResult
from brochure.build.check import check_reference
from brochure.build.load import SharedInput, load_partner_text, read_yaml
from brochure.diagnostics.problem import BrochureError
from brochure.revision.yaml_edit import edit
from brochure.revision.yaml_edit.apply import apply_edits
from brochure.schema.share_safe import carried_text
from brochure.schema.survey_rounds import latest_round
from brochure.schema.yaml_reader import Data, YamlText, parse_yaml
from brochure.storage.own_files import replace_outputs
from brochure.storage.workspace import Workspace
from brochure.word.baseline import Baseline
from brochure.word.write import write_docx

_KEPT = ("partner", "edition", "as_of", "accent", "place", "milestones", "contact")


def build_blank_form(where: Workspace, name: str, common: SharedInput, *, output: Path) -> BuildResult:
    """Write the blank form of a partner, ``<name>-form.docx``.

    The file carries the profile and the series without comments and internal keys, because it is sent to
    people outside.

    Args:
        where: The workspace.
        name: The partner.
        common: The result of :func:`brochure.build.load.load_common`.
        output: The output folder; created if it is missing.

    Raises:
        BrochureError: The profile has mistakes, or the file cannot be written; no file was changed.
    """
    check_reference(common)
    source = read_yaml(where, where.profile(name))
    load_partner_text(where, name, source, common)  # reports the mistakes of the profile itself
    form = _form_source(where, source, common)
    loaded = load_partner_text(where, name, form, common)
    baseline = Baseline(
        profile=name,
        profile_yaml=carried_text(source.text, share_safe=True),
        series_yaml=carried_text(common.series.source.text, share_safe=True),
        form_yaml=form.text,
    )
    data = write_docx(loaded.document, common.layout, baseline=baseline, root=where.root)
    target = output / f"{name}-form.docx"
    replace_outputs({target: data})
    return BuildResult((target,), common.warnings, ())


def _form_source(where: Workspace, source: YamlText, common: SharedInput) -> YamlText:
    """The profile that the form is made from: the partner, and placeholders as answers."""
    data = source.data if isinstance(source.data, dict) else {}
    series = common.series.data
    places = form_places(series, _places(data), _places_of_all(where) if not series.form else ())
    kept: dict[str, Data] = {key: data[key] for key in _KEPT if data.get(key) is not None}
    if asked := latest_round(series.surveys):
        kept["survey"] = asked  # what is filled in is an answer to this round
    edits = [
        edit.Put((key,), value)
        for key, value in {
            **kept,
            "answers": form_answers(series, places, common.layout.words_for(common.series)),
        }.items()
        if key != "edition"
    ]
    begin = parse_yaml(f"edition: {data['edition']}\n".encode(), source.file)
    return replace(parse_yaml(apply_edits(begin, edits).encode(), source.file), file=source.file)


def _places(data: dict[str, Data]) -> dict[str, list[str]]:
    answers = data.get("answers")
    found = answers.items() if isinstance(answers, dict) else ()
    return {key: places_of_answer(blocks) for key, blocks in found}


def _places_of_all(where: Workspace) -> list[dict[str, list[str]]]:
    """The places that the answers of each partner fill; files with mistakes are left out."""
    found = []
    for name in where.names():
        try:
            data = read_yaml(where, where.profile(name)).data
        except BrochureError:
            continue
        if isinstance(data, dict):
            found.append(_places(data))
    return found
