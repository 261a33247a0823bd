"""Sources as data: what may be written, how it is read, and what a person is asked to look at."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from brochure.assembly.source_checks import FIGURE, advise
from brochure.assembly.source_list import as_csv, as_json, rows
from brochure.build.load import Loaded, load_common, load_partner
from brochure.diagnostics.catalogue import say
from brochure.diagnostics.problem import BrochureError
from brochure.document import dump as plaintext
from brochure.schema.csl_items import TYPES, read_items, same
from brochure.schema.yaml_reader import parse_yaml
from brochure.storage.workspace import Workspace
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


def load_fresh(root: Path) -> Loaded:
    """Liaoning of a workspace."""
    where = Workspace(root)
    return load_partner(where, "liaoning", load_common(where, "standard"))


def codes(root: Path) -> list[str]:
    """The codes of what is wrong."""
    with pytest.raises(BrochureError) as raised:
        load_fresh(root)
    return [found.code for found in raised.value.problems]


def notes(root: Path) -> list[str]:
    """The notes as they are printed."""
    text = plaintext.dump_document(load_fresh(root).document)
    return [line for line in text.splitlines() if line.startswith("*")]


def items(text: str) -> tuple[list[dict[str, object]], list[str]]:
    """CSL items of a YAML list in standard form, and the codes of mistakes."""
    found, problems = read_items(parse_yaml(text.encode(), "s.yaml"), (), "s:", shared=True, strict=True)
    return [dict(source.item) for source in found], [problem.code for problem in problems]


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
    text = "- {id: a, type: report, issued: 2018, accessed: 2018-07/2018-08, event-date: {literal: 春}}\n"
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
        ("- {id: a, type: report, issued: 2018-13}\n", ["P106"]),
        ("- {id: a, type: report, issued: {date-parts: [[2018, 2, 30]]}}\n", ["P106"]),
        ("- {id: a, type: report, issued: {parts: 1}}\n", ["P106"]),
        ("- {id: a, type: report, author: {family: x}}\n", ["P103"]),
        ("- {id: a, type: report, author: [{famly: x}]}\n", ["P101"]),
        ("- {id: a, type: report, URL: www.example.jp}\n", ["P213"]),
        ("- {id: a, type: report, title: [x]}\n", ["P103"]),
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
    assert notes(fresh)[1] == "*2 架空太郎「架空の論文」架空学会誌（2018年7月）p. 12"


def test_an_included_file_that_is_not_there_or_outside_is_told(fresh: Path, edit: Edit) -> None:
    edit("sources:\n", "sources:\n  - nothing.json\n  - ../../x.json\n")
    assert codes(fresh) == ["P155", "P154"]


@pytest.mark.parametrize("text", ['{"items": []}', '"x"', '["x"]'])
def test_an_included_file_of_another_shape_is_told(fresh: Path, edit: Edit, text: str) -> None:
    (fresh / "profiles" / "zotero.json").write_text(text, "utf-8")
    edit("sources:\n", "sources:\n  - zotero.json\n")
    assert codes(fresh) == ["P103"]


def test_csl_markup_of_titles_is_not_printed(fresh: Path, edit: Edit) -> None:
    edit("title: 遼寧省概況", "title: <i>E. coli</i>と<span class='nocase'>H<sub>2</sub>O</span>")
    assert notes(fresh)[1] == "*2 日本貿易振興機構大連事務所「E. coliとH2O」（2018年7月）より"


def test_a_source_that_the_ledger_calls_gone_is_doubted(fresh: Path) -> None:
    (fresh / "profiles" / "_ledger.yaml").write_text("jetro-report: {verdict: gone}\n", "utf-8")
    assert doubts(fresh) == ["注意 S208: 出典「jetro-report」は、もうないと記録されています（_ledger.yaml）"]


def test_a_broken_included_file_is_told(fresh: Path, edit: Edit) -> None:
    (fresh / "profiles" / "zotero.json").write_text('[{"id": "x"', "utf-8")
    edit("sources:\n", "sources:\n  - zotero.json\n")
    assert codes(fresh) == ["Y101"]


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
    assert str(say(found, "en")).startswith(
        "profiles/_sources.yaml:1:8: error P153: the id “jetro-news” stands for two sources "
        "(first at profiles/liaoning.yaml:"
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


# --- doubts -----------------------------------------------------------------------------------


def doubts(root: Path) -> list[str]:
    """What ``check`` doubts, first lines only."""
    loaded = load_fresh(root)
    return [
        str(say(found, "ja")).splitlines()[0].split(": ", 1)[1]
        for found in advise(loaded.profile, loaded.common.series)
    ]


def test_what_we_ship_leaves_no_doubt_open(fresh: Path) -> None:
    assert doubts(fresh) == []


def test_doubts_come_back_when_their_answers_go(fresh: Path) -> None:
    path = fresh / "profiles" / "liaoning.yaml"
    text = path.read_text("utf-8")
    path.write_text(text[: text.index("accepted:")] + text[text.index("sources:") :], "utf-8")
    assert doubts(fresh) == [
        "注意 S201: 数字（14市）に出典がありません",
        "注意 S203: 出典「jetro-news」にURLがあって閲覧日がありません",
    ]


def test_every_doubt_is_raised(fresh: Path, edit: Edit) -> None:
    edit("issued: 2018-07", "issued: 2010-07")
    edit("[@mofa-survey より]", "[^draft]")
    edit(
        "sources:\n",
        "notes:\n  draft: 出典は要確認\nsources:\n  - {id: again, type: webpage, title: 遼寧省概況, "
        "author: 日本貿易振興機構大連事務所, issued: 2010-07}\n",
    )
    edit("text: jetro-news", "text: jetro-old")
    edit("    container-title: ビジネス短信\n", "")
    assert [line.split(":")[0].split()[1] for line in doubts(fresh)] == [
        "S209",
        "S204",
        "S205",
        "S202",
        "S206",
        "S205",
        "S203",
        "S207",
    ]


@pytest.mark.parametrize("text", ["1,772社", "27大学", "3,000人", "第3位", "150億ドル", "12.5％", "約300件"])
def test_a_figure_is_seen(text: str) -> None:
    assert FIGURE.search(text)


@pytest.mark.parametrize(
    "text", ["2018年5月31日", "友好提携35周年", "（045）210-2725", "第20号", "平成30年版"]
)
def test_a_date_or_number_of_a_thing_is_no_figure(text: str) -> None:
    assert not FIGURE.search(text)


def test_the_same_source_under_two_ids_is_seen() -> None:
    text = (
        "- {id: a, type: webpage, title: 題, URL: 'https://www.example.jp/x/'}\n"
        "- {id: b, type: webpage, title: 別の題, URL: 'http://example.jp/x'}\n"
        "- {id: c, type: report, title: 'あ い', author: 甲}\n"
        "- {id: d, type: report, title: あい, author: 甲}\n"
        "- {id: e, type: report, title: あい, author: 乙}\n"
    )
    found, _ = read_items(parse_yaml(text.encode(), "s.yaml"), (), "s:", shared=True, strict=True)
    assert [(one.id, other.id) for one, other in same(found)] == [("a", "b"), ("c", "d")]


# --- the table --------------------------------------------------------------------------------


def test_the_table_says_where_each_source_is_cited_and_how_old_it_is(fresh: Path) -> None:
    loaded = load_fresh(fresh)
    table = rows([(loaded.profile, loaded.document)])
    first = table[0]
    assert (first.id, first.issued, first.age, first.cited) == (
        "jetro-seminar",
        "2018-05-31",
        8,
        ("liaoning *1 answers.about.0.bullets.1",),
    )
    assert [row.id for row in table] == [
        "jetro-seminar",
        "jetro-dalian",
        "mofa-survey",
        "jetro-report",
        "jetro-news",
    ]
    assert json.loads(as_json(table))[4]["url"].startswith("https://www.jetro.go.jp/")
    read_back = list(csv.DictReader(io.StringIO(as_csv(table))))
    assert [row["cited"] for row in read_back] == ["; ".join(row.cited) for row in table]
