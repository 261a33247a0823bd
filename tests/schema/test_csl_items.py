"""Sources as data: what may be written, included files, and the archive ledger."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from brochure.build.load import load_common
from brochure.diagnostics.catalogue import format_problem
from brochure.diagnostics.problem import BrochureError
from brochure.schema.csl_items import TYPES, read_items
from brochure.schema.yaml_reader import parse_yaml
from brochure.storage.workspace import Workspace
from source_texts import load_fresh, notes
from workspaces import Edit

ZOTERO = [
    {
        "id": "http://zotero.org/users/1/items/ABC",
        "citation-key": "kaku2018",
        "type": "article-journal",
        "title": "架空の論文",
        "container-title": "架空学会誌",
        "volume": 3,
        "author": [{"family": "架空", "given": "太郎"}],
        "issued": {"date-parts": [["2018", 7]]},
        "accessed": {"date-parts": [["2026", 11, 22]]},
        "unknownField": "x",
    }
]


def codes(root: Path) -> list[str]:
    """The codes of what is wrong."""
    with pytest.raises(BrochureError) as raised:
        load_fresh(root)
    return [found.code for found in raised.value.problems]


def items(text: str) -> tuple[list[dict[str, object]], list[str]]:
    """CSL items of a YAML list in standard form, and the codes of mistakes."""
    found, problems = read_items(parse_yaml(text.encode(), "s.yaml"), (), "s:", shared=True, strict=True)
    mistakes = [mistake for source in found for mistake in source.mistakes]
    return [dict(source.item) for source in found], [problem.code for problem in [*problems, *mistakes]]


def test_shorthands_become_the_standard_form() -> None:
    assert items("- {id: a, type: report, author: 外務省, issued: 2018-05, title: 題}\n") == (
        [
            {
                "id": "a",
                "type": "report",
                "author": [{"literal": "外務省"}],
                "issued": {"date-parts": [[2018, 5]]},
                "title": "題",
            }
        ],
        [],
    )


def test_dates_may_be_partial_intervals_or_words() -> None:
    text = (
        "- {id: a, type: report, title: 題, issued: 2018, accessed: 2018-07/2018-08,\n"
        "   event-date: {literal: 春}}\n"
    )
    ((item,), problems) = items(text)
    assert (item["issued"], item["accessed"], item["event-date"]) == (
        {"date-parts": [[2018]]},
        {"date-parts": [[2018, 7], [2018, 8]]},
        {"literal": "春"},
    )
    assert problems == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- {id: a}\n", ["P102"]),
        ("- {type: report}\n", ["P102"]),
        ("- {id: あ, type: report}\n", ["P150"]),
        ("- {id: a, type: webpages}\n", ["P151"]),
        ("- {id: a, type: report, titel: x}\n", ["P101"]),
        ("- {id: a, type: report, issued: 2018-13}\n", ["P168"]),
        ("- {id: a, type: report, issued: {date-parts: [[2018, 2, 30]]}}\n", ["P168"]),
        ("- {id: a, type: report, issued: {parts: 1}}\n", ["P168"]),
        ("- {id: a, type: report, author: {family: x}}\n", ["P103"]),
        ("- {id: a, type: report, author: [{famly: x}]}\n", ["P101"]),
        ("- {id: a, type: report, URL: 'ftp://example.jp'}\n", ["P213"]),
        ("- {id: a, type: report, title: [x]}\n", ["P103"]),
        ("- {id: a, type: report, issued: 2018, note: 覚え}\n", ["P169"]),
        ("- {id: a, type: report, title: 題, custom: {adapted: 済}}\n", ["P166"]),
        ("- {id: a, type: report, title: 題, custom: {licence: PDL}}\n", ["P167"]),
        (
            "- {id: a, type: report, title: 題, custom: {licence: {name: 規約, URL: 'ftp://a.jp'}}}\n",
            ["P213"],
        ),
        ("- {id: a, type: report, title: 題, custom: {licence: {URL: 'https://example.jp'}}}\n", ["P102"]),
        ("- {id: a, type: report, title: 題, custom: {license: PDL1.0}}\n", ["P101"]),
        ("- {id: a, type: report, title: 題, custom: PDL1.0}\n", ["P103"]),
        ("- [x]\n", ["P103"]),
    ],
)
def test_a_mistake_in_a_source_is_told(text: str, expected: list[str]) -> None:
    assert items(text)[1] == expected


def test_the_types_are_those_of_csl() -> None:
    assert len(set(TYPES)) == len(TYPES) == 45


def test_a_zotero_export_is_included_as_it_is(fresh: Path, edit: Edit) -> None:
    (fresh / "profiles" / "zotero.json").write_text(json.dumps(ZOTERO, ensure_ascii=False), "utf-8")
    edit("sources:\n", "sources:\n  - zotero.json\n")
    edit("[@jetro-dalian より]", "[@http://zotero.org/users/1/items/ABC, p. 12]")
    assert notes(fresh)[1] == "*2 架空太郎「架空の論文」『架空学会誌』3巻（2018年7月）p. 12"
    edit("[@http://zotero.org/users/1/items/ABC, p. 12]", "[@kaku2018, 12頁]")  # its citation key
    assert notes(fresh)[1] == "*2 架空太郎「架空の論文」『架空学会誌』3巻（2018年7月）p. 12"


@pytest.mark.parametrize("shelf", ["_sources.yaml", "export.json"])
def test_only_a_cited_source_can_stop_a_build(fresh: Path, edit: Edit, shelf: str) -> None:
    wrong = [
        {"id": "date", "type": "report", "title": "題", "issued": "2018-13"},
        {"id": "日本語", "type": "report", "title": "題"},
        {"id": "kind", "type": "reprot", "title": "題"},
        {"id": "url", "type": "webpage", "title": "題", "URL": "ftp://example.jp"},
        {"id": "empty", "type": "report"},
        {"type": "report", "title": "idがない"},
        {"id": "jetro-report", "type": "report", "title": "同じid"},
    ]
    (fresh / "profiles" / shelf).write_text(json.dumps(wrong, ensure_ascii=False), "utf-8")
    if shelf == "export.json":
        edit("sources:\n", "sources:\n  - export.json\n")
    edit("[@jetro-report より]", "")
    edit("大学[@jetro-report]", "大学")
    edit("（毎年）[@jetro-report]", "（毎年）")
    before = notes(fresh)
    assert len(before) == 4
    mistaken = {"date": "P168", "kind": "P151", "url": "P213", "empty": "P169"}
    if shelf == "export.json":
        del mistaken["date"]  # printed as it is in the export, with a warning
    for source, code in mistaken.items():
        edit("[@jetro-dalian より]", f"[@jetro-dalian より][@{source}]")
        assert codes(fresh) == [code]
        edit(f"[@{source}]", "")
    edit("[@jetro-dalian より]", "[@jetro-dalian より][@jetro-report]")
    assert codes(fresh) == ["P153"]


def test_ranges_of_days_do_not_stop_a_check(fresh: Path, edit: Edit) -> None:
    edit("issued: 2018-07\n", "issued: 2018-07-12/2018-07-14\n    accessed: 2026-10-01/2026-10-03\n")
    assert notes(fresh)[1] == "*2 日本貿易振興機構大連事務所「遼寧省概況」（2018年7月12日〜14日）より"


def test_an_included_file_that_is_not_there_or_outside_is_told(fresh: Path, edit: Edit) -> None:
    edit("sources:\n", "sources:\n  - nothing.json\n  - ../../x.json\n")
    assert codes(fresh) == ["P155", "P154"]


@pytest.mark.parametrize("text", ['{"item": []}', '"x"', '["x"]'])
def test_an_included_file_of_another_shape_is_told(fresh: Path, edit: Edit, text: str) -> None:
    (fresh / "profiles" / "zotero.json").write_text(text, "utf-8")
    edit("sources:\n", "sources:\n  - zotero.json\n")
    assert codes(fresh) == ["P103"]


def test_a_broken_included_file_is_told(fresh: Path, edit: Edit) -> None:
    (fresh / "profiles" / "zotero.json").write_text('[{"id": "x"', "utf-8")
    edit("sources:\n", "sources:\n  - zotero.json\n")
    assert codes(fresh) == ["C102"]


def test_many_partners_cite_from_the_shared_file(fresh: Path, edit: Edit) -> None:
    (fresh / "profiles" / "_sources.yaml").write_text(
        "- {id: shared, type: report, author: 架空省, title: 共通の資料, issued: 2020}\n"
        "- {id: unused, type: report, title: 使わない資料}\n",
        "utf-8",
    )
    edit("[@jetro-dalian より]", "[@shared]")
    assert notes(fresh)[1] == "*2 架空省「共通の資料」（2020年）"


def test_one_id_for_two_sources_is_told_with_both_places(fresh: Path, edit: Edit) -> None:
    (fresh / "profiles" / "_sources.yaml").write_text(
        "- {id: jetro-news, type: report, title: 別}\n", "utf-8"
    )
    with pytest.raises(BrochureError) as raised:
        load_fresh(fresh)
    (found,) = raised.value.problems
    assert str(format_problem(found, "en")).startswith(
        "profiles/_sources.yaml:1:8: error P153: two sources have the id “jetro-news” "
        "(the first is at profiles/liaoning.yaml:"
    )


def test_the_ledger_gives_the_archive_address_to_the_styles(fresh: Path, edit: Edit) -> None:
    (fresh / "profiles" / "_ledger.yaml").write_text(
        "jetro-news: {verdict: gone, checked: 2026-11-22, archive: https://warp.ndl.go.jp/x}\n", "utf-8"
    )
    layout = fresh / "layouts" / "standard" / "layout.yaml"
    layout.write_text(
        layout.read_text("utf-8").replace("citation/house.csl", "citation/public-data.csl", 1), "utf-8"
    )
    assert notes(fresh)[4].endswith("d98.html）（WARP：https://warp.ndl.go.jp/x）")


def test_a_mistake_in_the_ledger_is_told(fresh: Path) -> None:
    (fresh / "profiles" / "_ledger.yaml").write_text("a: {verdict: fine, checkd: 2026}\nb: x\n", "utf-8")
    with pytest.raises(BrochureError) as raised:
        load_common(Workspace(fresh), "standard")
    assert [found.code for found in raised.value.problems] == ["P101", "P152", "P103"]
