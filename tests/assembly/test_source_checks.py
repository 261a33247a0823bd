"""Doubts about sources: what a person is asked to look at."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from brochure.assembly.source_checks import FIGURE, source_warnings
from brochure.diagnostics.catalogue import format_problem
from brochure.schema.csl_items import read_items, same_sources
from brochure.schema.yaml_reader import parse_yaml
from source_texts import load_fresh, notes
from workspaces import Edit


def test_csl_markup_of_titles_is_not_printed(fresh: Path, edit: Edit) -> None:
    edit("title: 遼寧省概況", "title: <i>E. coli</i>と<span class='nocase'>H<sub>2</sub>O</span>")
    assert notes(fresh)[1] == "*2 日本貿易振興機構大連事務所「E. coliとH₂O」（2018年7月）より"


def test_a_source_that_the_ledger_calls_gone_is_doubted(fresh: Path) -> None:
    (fresh / "profiles" / "_ledger.yaml").write_text("jetro-report: {verdict: gone}\n", "utf-8")
    assert doubts(fresh) == ["注意 S208: 出典「jetro-report」は、もうないと記録されています（_ledger.yaml）"]


def doubts(root: Path) -> list[str]:
    """What ``check`` doubts, first lines only."""
    loaded = load_fresh(root)
    return [
        str(format_problem(found, "ja")).splitlines()[0].split(": ", 1)[1]
        for found in source_warnings(loaded.profile, loaded.common.series)
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


MISTAKEN = "{id: wrong, type: report, title: 題, issued: 昨年}"


def test_a_mistake_in_a_source_that_nobody_cites_is_a_doubt(fresh: Path, edit: Edit) -> None:
    edit("sources:\n", f"sources:\n  - {MISTAKEN}\n")
    assert doubts(fresh) == [
        "注意 S211: 出典「wrong」に誤りがあります（P168 「昨年」は出典の日付として読めません）"
    ]


def test_of_an_export_only_the_first_mistaken_source_is_told(fresh: Path, edit: Edit) -> None:
    export = [{"id": f"x{number}", "type": "reprot", "title": "題"} for number in range(3)]
    (fresh / "profiles" / "export.json").write_text(json.dumps(export), "utf-8")
    edit("sources:\n", "sources:\n  - export.json\n")
    assert doubts(fresh) == [
        "注意 S212: profiles/export.json に、誤りのある出典が3件あります"
        "（最初は「x0」：P151 「reprot」という種類の出典はありません）"
    ]


def test_a_tag_without_its_partner_is_doubted_where_the_source_is_cited(fresh: Path, edit: Edit) -> None:
    edit("title: 遼寧省概況", "title: 遼寧省<i>概況")
    assert doubts(fresh) == ["注意 S213: 出典「jetro-dalian」の title に、相手のないタグ <i> があります"]


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
    assert [(one.id, other.id) for one, other in same_sources(found)] == [("a", "b"), ("c", "d")]
