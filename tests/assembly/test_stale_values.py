"""What is old, or no longer valid, at the date of an edition."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from pathlib import Path

import pytest

from brochure.assembly.citation import load_citation_style
from brochure.assembly.document import assemble_document
from brochure.assembly.source_checks import source_warnings
from brochure.assembly.stale_values import most_urgent_first, stale_values
from brochure.build.load import SharedInput
from brochure.document.tree import Remark, plain_text
from brochure.schema.series import validate_series
from cli_result import Run
from small_partners import read_profile
from workspaces import REPO, Edit

SERIES = (REPO / "profiles" / "_series.yaml").read_text("utf-8")
PROFILE = """\
partner: {name: 架空機関, country: 架空国}
edition: 2026-11
as_of: 2024-11
answers:
  about:
    - facts: organisation
      rows:
        - {field: name, text: 架空の組織, as_of: 2023}
        - {field: website, text: https://example.jp/, as_of: 2026-01, valid_until: 2026-10-31}
        - {label: 予算, text: 百, valid_until: 2026-11}
contact: {organisation: 架空の課, valid_until: 2026-03-31}
"""


def series_with(line: str, common: SharedInput) -> SharedInput:
    series = validate_series((line + SERIES).encode(), "profiles/_series.yaml")
    return dataclasses.replace(common, series=series)


@pytest.mark.parametrize("months", ["24", "24か月", "２４ヶ月", "24 months"])
def test_what_is_too_old_and_what_has_expired_is_found_in_the_file(months: str, common: SharedInput) -> None:
    shared = series_with(f"stale_after: {months}\n", common)
    found = stale_values(read_profile(PROFILE, shared), shared.series)
    assert [(one.value, one.reason, one.date, one.months, one.at) for one in found] == [
        ("組織名", "old", "2023", 35, "answers.about.0.rows.0.as_of"),
        ("Webサイト", "expired", "2026-10-31", 1, "answers.about.0.rows.1.valid_until"),
        ("架空の課", "expired", "2026-03-31", 8, "contact.valid_until"),
    ]
    assert [one.date for one in most_urgent_first(found)] == ["2026-03-31", "2026-10-31", "2023"]


def test_check_tells_it_with_its_place_and_a_reason_accepts_it(common: SharedInput) -> None:
    shared = series_with("stale_after: 24\n", common)
    text = PROFILE.replace("as_of: 2024-11", "as_of: 2024-10")
    told = source_warnings(read_profile(text, shared), shared.series)
    wanted = [
        ("S217", "p.yaml:3:8"),
        ("S217", "p.yaml:8:45"),
        ("S218", "p.yaml:9:84"),
        ("S218", "p.yaml:11:44"),
    ]
    assert [(one.code, str(one.location)) for one in told if one.code in ("S217", "S218")] == wanted
    text += "accepted: [{code: S217, text: 組織名, reason: 変わらないことを確かめた（架空）}]\n"
    told = source_warnings(read_profile(text, shared), shared.series)
    assert [one.code for one in told if one.code in ("S209", "S217", "S218")] == ["S217", "S218", "S218"]


def test_a_series_without_a_limit_tells_only_what_has_expired(common: SharedInput) -> None:
    found = stale_values(read_profile(PROFILE, common), common.series)
    assert [one.reason for one in found] == ["expired", "expired"]


@pytest.fixture
def aged(fresh: Path, edit: Edit) -> Path:
    """A workspace whose partner is old and whose common contact has expired."""
    text = SERIES.replace("\ncontact:\n", "\ncontact:\n  valid_until: 2026-03\n", 1)
    (fresh / "profiles" / "_series.yaml").write_text("stale_after: 24か月\n" + text, "utf-8")
    return fresh


def test_the_table_lists_all_partners_the_most_urgent_first(aged: Path, run: Run) -> None:
    other = (
        (aged / "profiles" / "liaoning.yaml").read_text("utf-8").replace("as_of: 2019-11", "as_of: 2018-01")
    )
    (aged / "profiles" / "other.yaml").write_text(other, "utf-8")
    ran = run("stale", "--format", "json")
    rows = json.loads(ran.out)
    assert [(row["partner"], row["reason"], row["months"]) for row in rows[1:]] == [
        ("other", "old", 106),
        ("liaoning", "old", 84),
    ]
    assert rows[0]["at"] == "_series:contact.valid_until"  # once, and not for each partner
    table = [*csv.reader(io.StringIO(run("stale", "--format", "csv").out.removeprefix("\ufeff")))]
    assert [row[3] for row in table] == ["reason", "expired", "old", "old"]
    assert "遼寧省" in run("stale").out
    page = run("stale", "--format", "html", lang="ja_JP.UTF-8").out
    assert '<html lang="ja">' in page
    assert "<td>（共通）</td>" in page


def test_words_of_a_file_are_no_html_and_no_formula(aged: Path, run: Run) -> None:
    path = aged / "profiles" / "liaoning.yaml"
    path.write_text(path.read_text("utf-8").replace("name: 遼寧省", "name: '=<b>&'", 1), "utf-8")
    assert "=&lt;b&gt;&amp;" in run("stale", "--format", "html").out
    assert ",'=<b>&," in run("stale", "--format", "csv").out


def test_nothing_stale_is_said(run: Run, fresh: Path) -> None:
    ran = run("stale")
    assert (ran.code, ran.out, ran.err) == (0, "", "Nothing is stale.\n")


BLOCKS = """\
partner: {name: 架空機関, country: 架空国}
edition: 2026-11
answers:
  about:
    - {paragraph: 古い段落です。, as_of: 2023-05}
    - {bullets: [新しい一つ。], as_of: 2026-05}
    - {callout: strength, items: [{title: 古い囲み, text: 文。}], as_of: 2022}
    - facts: organisation
      rows:
        - {field: name, text: 架空の組織, as_of: 2023}
        - {field: website, text: https://example.jp/, as_of: 2023}
"""


def test_blocks_have_dates_and_a_layout_may_print_those_of_old_ones(common: SharedInput) -> None:
    shared = series_with("stale_after: 24\n", common)
    profile = read_profile(BLOCKS, shared)
    assert [(one.value, one.at) for one in stale_values(profile, shared.series)] == [
        ("古い段落です。", "answers.about.0.as_of"),
        ("古い囲み", "answers.about.2.as_of"),
        ("組織名", "answers.about.3.rows.0.as_of"),
        ("Webサイト", "answers.about.3.rows.1.as_of"),
    ]
    layout = shared.layout
    for marked in (False, True):
        style = dataclasses.replace(layout.style_for(shared.series), mark_stale=marked)
        made = assemble_document(
            profile, shared.series, style, load_citation_style(layout), code_policy=layout.data.codes
        )
        told = [
            "".join(plain_text(paragraph.content) for paragraph in block.body)
            for block in made.questions[0].blocks
            if isinstance(block, Remark)
        ]
        wanted = ["2023年5月時点の内容です。", "2022年時点の内容です。"]
        wanted += ["組織名、Webサイトは、2023年時点の内容です。"]
        assert told == (wanted if marked else [])
