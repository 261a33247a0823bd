"""Why an edit becomes no change of the YAML: the reasons D2xx; their words are in ``revision/problems.yaml``.

Here is the reason for a text that is not the profile's own (D201, D202). The others are raised where the
edit is read: in ``texts`` (emptied or ambiguous values), ``lists``, ``new_blocks``, ``tables``,
``notes``, ``align`` (lines without a place), ``oddities`` (things that a profile cannot express),
``revision/derived_texts`` (dates, names made of several values) and ``revision/open_file`` (running
heads). ``revision/review`` refuses a change whose value is gone (D212), ``revision/validate`` one that
would not print the edited text (D208, D214, D218 to D220).
"""

from __future__ import annotations

from brochure.diagnostics.problem import Problem, problem
from brochure.revision.address import TextAddress
from brochure.revision.detect.alignment import CompareInput
from brochure.schema.profile import address_path
from brochure.schema.yaml_reader import YamlText


def refusal_reason(place: TextAddress, series: YamlText) -> Problem:
    """Return why an edit of a shared (D201) or generated text (D202) is not made."""
    if not place.address.startswith("_series:"):
        return problem("D202")
    return problem("D201", where=series.locate(address_path(place.address.removeprefix("_series:"))))


def cell_refusal(inputs: CompareInput, value: TextAddress) -> Problem:
    """Return why an edit of a cell of a comparison table is not made: its file and key are another place."""
    if value.address in inputs.elsewhere:
        return problem("D215", file=inputs.booklet)
    key = value.address
    if _is_missing(inputs, value):
        kind, _, name = key.removeprefix("answers.").partition(".")
        key = f"answers（{kind}: {name}）"
    return problem("D230", file=f"profiles/{inputs.profile}.yaml", key=key)


def cell_address(inputs: CompareInput, value: TextAddress) -> str:
    """Return the address of the value of a cell, or that of the answers, in which it is missing."""
    return "answers" if _is_missing(inputs, value) else value.address


def _is_missing(inputs: CompareInput, value: TextAddress) -> bool:
    """Whether the profile has no such block; the address names its kind: ``answers.marks.support``."""
    return value.address.startswith("answers.") and inputs.value_at(value.path[:3]) is None
