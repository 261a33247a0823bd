"""Citations are worded again only where they or their style changed."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from brochure.assembly.citation import Citation, CslStyle
from brochure.build.booklet import compile_booklet
from brochure.document.tree import Inlines
from brochure.storage.cache import FOLDER, Cache
from brochure.storage.workspace import Workspace
from compiled_booklets import change, comment, new_shelf, survey, wording


@pytest.fixture
def shelf(tmp_path: Path) -> Workspace:
    """A workspace with a few real partners, one of which includes a file of sources."""
    return new_shelf(tmp_path)


def test_citations_are_worded_again_only_where_they_or_their_style_changed(
    shelf: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    worded: list[str] = []
    render = CslStyle.render

    def rendering(style: CslStyle, citation: Citation) -> Inlines:
        worded.append(str(citation.item["id"]))
        return render(style, citation)

    monkeypatch.setattr(CslStyle, "render", rendering)
    cache = Cache(shelf.root / FOLDER)
    compile_booklet(shelf, "all", cache=cache)
    worded.clear()
    comment(shelf, random.Random(1))
    survey(shelf, random.Random(1))
    compile_booklet(shelf, "all", cache=cache)
    assert worded == []
    change(shelf.profile("oulu"), "bullets:\n", "bullets:\n        - 架空の文である。[@extra]\n")
    compile_booklet(shelf, "all", cache=cache)
    assert worded == ["extra"]
    wording(shelf, random.Random(1))
    compile_booklet(shelf, "all", cache=cache)
    assert len(set(worded)) > 10
