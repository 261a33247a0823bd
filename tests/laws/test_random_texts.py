"""Texts of all scripts and signs: the check says what the build would refuse; a right page is not refused."""

from __future__ import annotations

import json
from collections.abc import Sequence

from brochure.build.load import LoadedPartner, SharedInput, load_partner_text
from brochure.build.record import record_of_partner
from brochure.diagnostics.problem import BrochureError, Problem
from brochure.pdf.preflight.visible_text import visible_text
from brochure.schema.references import profile_keys
from brochure.schema.yaml_reader import parse_yaml
from brochure.storage.workspace import Workspace
from brochure.typesetting import html
from brochure.typesetting.typeset import Setting, Typeset, typeset_document
from law import law
from small_partners import HEAD
from texts_of_all_scripts import NEVER, ORDINARY, Writer, escaped, jis_x_0213, profile_of_all_scripts
from workspaces import REPO

WHERE = Workspace(REPO)


def checked(text: str, common: SharedInput) -> LoadedPartner:
    """What ``check`` reads of a profile; it raises what ``check`` reports as errors."""
    source = parse_yaml(text.encode(), "p.yaml", profile_keys())
    loaded = load_partner_text(WHERE, "p", source, common)
    html.write_html(loaded.document, common.layout, root=REPO, shown=common.layout_shown)
    return loaded


def built(loaded: LoadedPartner) -> Typeset:
    """The pages that ``build`` makes, read back and checked."""
    common = loaded.common
    record = record_of_partner(loaded)
    return typeset_document(
        Setting(loaded.document, common.layout, common.layout_shown, REPO, record, "p.pdf"), loaded.locate
    )


def character_at(found: Problem, text: str) -> str:
    """The character at which a problem is located; a backslash if it is an escape."""
    assert found.location, found
    assert found.location.file == "p.yaml"
    lines = text.split("\n")
    return lines[(found.location.line or 0) - 1][(found.location.column or 0) - 1 :][:1]


@law(sample=10, full=2000)
def test_the_check_says_which_text_the_build_would_refuse(common: SharedInput, seed: int) -> None:
    """A profile without errors is built without any; one that is refused is told the place of a character."""
    text = profile_of_all_scripts(seed)
    try:
        loaded = checked(text, common)
    except BrochureError as refused:
        assert Writer(seed).is_rough, refused.problems
        for found in refused.problems:
            assert character_at(found, text) not in {"", *ORDINARY}, found
        return
    data = json.loads(text)
    words = json.dumps((data["answers"], data["notes"]), ensure_ascii=False)
    assert not any(character in words for character in NEVER)
    assert built(loaded).report.problems == ()


def profile_of_characters(characters: Sequence[str]) -> str:
    """A profile with characters in its items, a line or two in each."""
    rows = [escaped("".join(characters[start : start + 48])) for start in range(0, len(characters), 48)]
    items = "\n".join(f"    - {json.dumps(f'州{row}県', ensure_ascii=False)}" for row in rows)
    return f"{HEAD}answers:\n  about:\n  - bullets:\n{items}\n"


def test_every_character_of_jis_x_0213_is_printed_or_reported_where_it_is_typed(common: SharedInput) -> None:
    characters = jis_x_0213()
    assert len(characters) > 11_000
    text, reported = profile_of_characters(characters), set[str]()
    try:
        checked(text, common)
    except BrochureError as refused:
        reported = {character_at(found, text) for found in refused.problems}
    left = [character for character in characters if reported.isdisjoint(character)]
    assert len(left) > 11_000
    pages = built(checked(profile_of_characters(left), common))
    assert pages.report.problems == ()
    printed = visible_text("".join(pages.texts))
    assert [one for one in left if visible_text(one) not in printed] == []
