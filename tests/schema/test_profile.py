"""The blocks of a profile and those of a document are the same kinds."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.document.tree import BLOCK_KINDS, NoteList
from brochure.schema.profile import TAGS, kinds_by_text_key, optional_text_keys
from brochure.typesetting.html import TEMPLATES
from workspaces import REPO

LAYOUTS = sorted(path.parent for path in (REPO / "layouts").glob("*/layout.yaml"))


def test_a_profile_has_the_kinds_of_blocks_that_a_document_has_but_lists_of_notes() -> None:
    assert {tag.removesuffix(":block") for tag in TAGS} == set(BLOCK_KINDS) - {NoteList.kind.key}


def test_texts_of_blocks_are_known_by_their_keys() -> None:
    assert kinds_by_text_key() == {
        **{kind: kind for kind in ("paragraph", "remark")},
        **{"other": "marks", "caption": "figure", "credit": "figure"},
    }
    assert optional_text_keys() == {"other", "caption", "credit"}


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda path: path.name)
@pytest.mark.parametrize("kind", BLOCK_KINDS)
def test_every_kind_of_block_has_a_template(kind: str, layout: Path) -> None:
    name = f"blocks/{kind}.html.jinja"
    assert (layout / name).exists() or (TEMPLATES / name).exists()
