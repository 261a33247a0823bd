"""Quotations are compared with the excerpts of their sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.assembly.quotation_checks import missing_part, quotation_warnings
from brochure.assembly.source_checks import source_warnings
from brochure.build.load import SharedInput
from brochure.diagnostics.catalogue import format_problem
from cli_result import Run
from small_partners import read_profile
from workspaces import Edit

EXCERPT = "架空州の人口は、2025年に 320万人\nとなり、東部に「新港」がある。"
PROFILE = """\
partner: {name: 架空機関, country: 架空国}
edition: 2026
answers:
  about:
    - paragraph: QUOTED
sources:
  - id: kaku
    type: report
    title: 架空州統計（架空）
    custom:
      quote:
        - {text: "EXCERPT", seen: 2026-10-01}
        - {text: 別の頁の文, seen: 令和8年10月2日}
  - {id: other, type: report, title: 控えのない資料}
"""


def told(quoted: str, common: SharedInput) -> list[str]:
    text = PROFILE.replace("QUOTED", quoted).replace("EXCERPT", EXCERPT.replace("\n", "\\n"))
    found = quotation_warnings(read_profile(text, common))
    return [str(format_problem(one, "ja")).splitlines()[0] for one in found]


@pytest.mark.parametrize(
    "quoted",
    [
        "「人口は、２０２５年に３２０万人となり」[@kaku]",
        "州は「人口は、…320万人（中略）東部に」と述べた[@kaku]。",
        "「東部に『新港』がある。」[@kaku, p. 3 より]",
        "「**人口**は、2025年に{320万人|さんびゃくにじゅうまんにん}となり」[@kaku]",
        "「別の頁の文」[@kaku]",
        "「人口は330万人」[@other]",
        "「人口は330万人」[@kaku; @other]",
        "「人口は330万人」とは別の話。320万人[@kaku]",
        "「人口は330万人」",
        "人口は330万人[@kaku]",
    ],
)
def test_what_the_excerpt_has_or_nobody_can_compare_is_not_told(quoted: str, common: SharedInput) -> None:
    assert told(quoted, common) == []


@pytest.mark.parametrize(
    ("quoted", "rest", "column"),
    [
        ("州は「人口は、2025年に330万人」と述べた[@kaku]。", "30万人", 20),
        ("「東部に…320万人」[@kaku]", "320万人", 18),
        ("「人口」「西部に港」がある。[@kaku]", "西部に港", 22),
    ],
)
def test_what_it_does_not_have_is_told_with_both_places(
    quoted: str, rest: str, column: int, common: SharedInput
) -> None:
    assert told(quoted, common) == [
        f"p.yaml:5:{column}: 注意 S219: 引用した文の「{rest}」が、出典「kaku」の控え"
        "（p.yaml:12:18、2026-10-01 に見たもの）にありません"
    ]


def test_a_reason_accepts_it(common: SharedInput) -> None:
    text = PROFILE.replace("QUOTED", "「通称」[@kaku][@other]").replace("EXCERPT", "原文")
    assert [one.code for one in source_warnings(read_profile(text, common), common.series)] == ["S219"]
    text += "accepted:\n  - {code: S219, text: 通称, reason: 引用でなく呼び名}\n"
    assert source_warnings(read_profile(text, common), common.series) == []


def test_the_excerpt_that_fits_best_says_what_is_missing() -> None:
    assert missing_part("東部に古い港がある", ["西部", "東部に新しい港がある"]) == (1, "古い港がある")
    assert missing_part("……", ["何か"]) == (0, "")


def test_excerpts_of_the_ledger_and_of_shared_sources_count(run: Run, fresh: Path, edit: Edit) -> None:
    edit("このMOUを活かして、", "「覚書の文」[@shared]、「控えの文」[@jetro-report]、")
    (fresh / "profiles" / "_sources.yaml").write_text(
        "- id: shared\n  type: report\n  title: 覚書（架空）\n"
        "  custom: {quote: {text: '**覚書** [^1] の文 {a|b}', seen: 2026-10-01}}\n",
        "utf-8",
    )
    ledger = fresh / "profiles" / "_ledger.yaml"
    ledger.write_text("jetro-report:\n  quote: {text: 前の文, seen: 2026-09}\n", "utf-8")
    ran = run("check", lang="ja_JP.UTF-8")
    assert ran.code == 0
    lines = [line for line in ran.err.splitlines() if "S219" in line]
    assert [line.split("控え")[1] for line in lines][-1].startswith("の文")
    assert "_sources.yaml:4:26" in lines[0]
    assert "_ledger.yaml:2:17" in lines[1]
    assert run("build", "liaoning", "--format", "pdf", lang="ja_JP.UTF-8").code == 0


@pytest.mark.parametrize(
    ("quote", "code"),
    [
        ("原文だけ", "P103"),
        ("{text: 原文}", "P102"),
        ("{seen: 2026}", "P102"),
        ("{text: '', seen: 2026}", "P105"),
        ("{text: [原文], seen: 2026}", "P103"),
        ("{text: 原文, seen: 昨日}", "P106"),
        ("{text: 原文, seen: 2026-02-30}", "P115"),
        ("[{text: 原文, date: 2026}]", "P101"),
    ],
)
def test_a_wrong_excerpt_is_told_at_its_place(
    quote: str, code: str, run: Run, fresh: Path, edit: Edit
) -> None:
    ledger = fresh / "profiles" / "_ledger.yaml"
    ledger.write_text(f"jetro-report:\n  quote: {quote}\n", "utf-8")
    assert "profiles/_ledger.yaml:2:" in run("check", lang="en_US.UTF-8").err
    assert f"error {code}: " in run("check", lang="en_US.UTF-8").err
    ledger.unlink()
    edit("sources:\n", f"sources:\n  - {{id: one, type: report, title: 一, custom: {{quote: {quote}}}}}\n")
    edit("このMOUを", "[@one]このMOUを")
    assert f"error {code}: " in run("check", lang="en_US.UTF-8").err
