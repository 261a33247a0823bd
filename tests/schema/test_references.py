"""Citations against the sources of a profile and of included files."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.diagnostics.problem import BrochureError, Problem
from source_texts import load_fresh, notes
from workspaces import Edit

BIB = """@article{例示 一郎2019, title={港湾}, author={例示, 一郎}, journal={例示論集}, year={2019}}
@book{例示2020, title={例示史}, author={例示, 花子}, year={2020}}
@book{rei:2021, title={一つ目}, year={2021}}
@book{rei:2021, title={二つ目}, year={2021}}
@webpage{page, title={頁}, url={not an address}}
"""


@pytest.fixture
def cite(fresh: Path, edit: Edit) -> Edit:
    """Replace the first citation; the profile includes refs.bib."""
    (fresh / "profiles" / "refs.bib").write_text(BIB, "utf-8")
    edit("sources:\n", "sources:\n  - refs.bib\n")
    return edit


def faults(root: Path) -> list[Problem]:
    """The problems of liaoning."""
    with pytest.raises(BrochureError) as raised:
        load_fresh(root)
    return list(raised.value.problems)


@pytest.mark.parametrize(
    ("typed", "note"),
    [
        ("[@例示2020 より]", "例示花子「例示史」（2020年）より"),
        ("[@{例示2020}]", "例示花子「例示史」（2020年）"),
        ("[@{例示 一郎2019}, 12頁]", "例示一郎「港湾」『例示論集』（2019年）p. 12"),
        ("[-@例示2020]", "「例示史」（2020年）"),
    ],
)
def test_a_source_is_cited_by_the_key_of_its_file(fresh: Path, cite: Edit, typed: str, note: str) -> None:
    cite("[@jetro-dalian より]", typed)
    assert notes(fresh)[1] == f"*2 {note}"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("[@例示 一郎2019 より]", "例示 一郎2019"),
        ("[@例示2020より]", "例示2020"),
        ("[@例示2020の表]", "例示2020"),
    ],
)
def test_a_key_that_needs_braces_is_named_with_them(fresh: Path, cite: Edit, typed: str, meant: str) -> None:
    cite("[@jetro-dalian より]", typed)
    (found,) = faults(fresh)
    assert (found.code, dict(found.details)["id"]) == ("P230", meant)


@pytest.mark.parametrize("typed", ["[@rei:20211]", "[@rei]", "[@例示2021]"])
def test_a_misspelt_key_is_unknown(fresh: Path, cite: Edit, typed: str) -> None:
    cite("[@jetro-dalian より]", typed)
    assert [found.code for found in faults(fresh)] == ["P217"]


def test_uncited_sources_of_an_export_stop_nothing_and_are_told(fresh: Path, cite: Edit) -> None:
    found = {one.code: str(one.location) for one in load_fresh(fresh).warnings if one.code.startswith("C")}
    assert found == {"C218": "profiles/refs.bib:4:1"}


@pytest.mark.parametrize(("key", "code"), [("rei:2021", "P153"), ("page", "P213")])
def test_a_mistake_in_a_cited_source_of_an_export_is_an_error(
    fresh: Path, cite: Edit, key: str, code: str
) -> None:
    cite("[@jetro-dalian より]", f"[@{key}]")
    assert [found.code for found in faults(fresh)] == [code]


def test_a_japanese_id_outside_ascii_brackets_is_told(fresh: Path, cite: Edit) -> None:
    cite("[@jetro-dalian より]", "（@例示2020）")
    assert [found.code for found in faults(fresh)] == ["P218"]


def test_characters_of_uncited_sources_need_no_glyph(fresh: Path, cite: Edit) -> None:
    path = fresh / "profiles" / "refs.bib"
    path.write_text(
        BIB.replace("二つ目", "\U0001f984").replace("rei:2021, title={二", "b, title={二"), "utf-8"
    )
    assert load_fresh(fresh).document.notes
    cite("[@jetro-dalian より]", "[@例示2020]")
    path.write_text(BIB.replace("例示史", "\U0001f984"), "utf-8")
    (found,) = faults(fresh)
    assert (found.code, str(found.location)) == ("G101", "profiles/refs.bib:2:22")


def test_characters_of_abstracts_need_no_glyph(fresh: Path, edit: Edit) -> None:
    (fresh / "profiles" / "a.json").write_text(
        '[{"id": "a", "type": "book", "title": "題", "abstract": "\U0001f984"}]', "utf-8"
    )
    edit("sources:\n", "sources:\n  - a.json\n")
    edit("[@jetro-dalian より]", "[@a]")
    assert notes(fresh)[1] == "*2 「題」"
