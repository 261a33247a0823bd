"""Dates in YAML: every form is read wherever a date stands, and the file keeps it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from brochure.build.load import SharedInput
from brochure.diagnostics.catalogue import format_problem
from brochure.diagnostics.problem import BrochureError, Problem
from brochure.document.partial_date import PartialDate
from brochure.schema.base import yaml_warnings
from brochure.schema.booklet import validate_booklet
from brochure.schema.csl_dates import csl_date
from brochure.schema.csl_items import read_ledger
from brochure.schema.date_problems import known_date_problem
from brochure.schema.series import validate_series
from brochure.schema.yaml_reader import parse_yaml
from law import law
from small_partners import make, read_profile
from source_texts import load_fresh
from typed_dates import forms_of, fuller_forms_of, random_date
from workspaces import REPO, Edit

PROFILE = """\
partner: {{name: 架空機関, country: 架空国}}
edition: {0}
as_of: {0}
milestones:
  - label: MOU
    date: {0}
answers:
  about:
    - facts: mou
      rows:
        - field: date
          date: {0}
    - bullets: ["架空の港がある[@a]。"]
sources:
  - id: a
    type: webpage
    title: 港
    URL: https://example.jp/
    issued: {0}
    accessed: {0}
"""


@law(sample=20, full=1000)
def test_a_date_in_any_form_makes_the_same_document_and_stays_as_it_was_typed(
    seed: int, common: SharedInput
) -> None:
    dice = random.Random(seed)
    date = random_date(dice)
    expected = make(PROFILE.format(date.iso()), common)
    for form in (*forms_of(date, dice), *fuller_forms_of(date)):
        text = PROFILE.format(form)
        assert make(text, common) == expected, form
        own = read_profile(text, common)
        source = own.source
        assert source.value(("edition",)) == source.value(("sources", 0, "issued")) == form.strip()
        assert csl_date(form) == {
            "date-parts": [[part for part in (date.year, date.month, date.day) if part]]
        }
        assert "Y201" not in {found.code for found in yaml_warnings(source)}


@pytest.mark.parametrize("form", ["2026/11", "令和8年11月", "Ｒ８．１１", "二〇二六年十一月", "2026.11"])
def test_dates_of_the_series_the_booklets_and_the_ledger_have_any_form(form: str) -> None:
    series = (
        (REPO / "profiles" / "_series.yaml").read_text("utf-8").replace("asked: 2019-11", f"asked: {form}")
    )
    made = validate_series(series.encode(), "_series.yaml")
    assert made.data.surveys["2019-11"].asked == PartialDate(2026, 11)
    booklet = (
        f"title: 冊子\nedition: {form}\nseminar: {{name: 催し, date: {form}}}\n"
        f"partners:\n  - id: a\ncolophon: {{published: {form}}}\n"
    )
    try:
        found = validate_booklet("b", booklet.encode(), "b.yaml", series=made, partners=["a"])
    except BrochureError as error:
        raise AssertionError([str(format_problem(one, "en")) for one in error.problems]) from error
    assert not found.warnings
    assert found.data.seminar is not None
    assert found.data.colophon is not None
    assert found.data.edition == found.data.colophon.published == PartialDate(2026, 11)
    assert found.data.seminar.date == PartialDate(2026, 11)
    ledger = read_ledger(parse_yaml(f"a:\n  verdict: ok\n  checked: {form}\n".encode(), "_ledger.yaml"))
    assert ledger["a"].checked == PartialDate(2026, 11)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (
            "平成35年5月8日",
            "P117: “平成35年5月8日” is not in the era 平成\n  → that date is 令和5年5月8日: if you mean it",
        ),
        ("昭和64年1月8日", "P117: “昭和64年1月8日” is not in the era 昭和\n  → that date is 平成元年1月8日"),
        ("2018/2/29", "P115: there is no day “2018/2/29”\n  → the last day of that month is 2018-02-28"),
        ("2018-13", "P116: in “2018-13”, 13 is not a month"),
        (
            "2018年5月8日（水）",
            "P118: in “2018年5月8日（水）”, “水” does not agree with the rest of the date",
        ),
        ("5/8/2018", "P119: the year of “5/8/2018” is not clear"),
        (
            "平成30年度",
            "P126: “平成30年度” is a fiscal year, not a date\n  → write the month in which it begins (2018",
        ),
        ("明治5年1月1日", "P127: “明治5年1月1日” is a date of the lunar calendar"),
        ("昨年", "P106: “昨年” is not a date"),
    ],
)
def test_what_is_no_date_is_told_where_it_is(typed: str, told: str, fresh: Path, edit: Edit) -> None:
    edit("date: 2018-05-08", f"date: {typed}")
    (found,) = faults(fresh)
    assert str(format_problem(found, "en")).startswith(f"profiles/liaoning.yaml:23:11: error {told}")
    assert typed in format_problem(found, "ja").message
    edit(f"date: {typed}", "date: 2018-05-08")
    edit("issued: 2018-07", f"issued: {typed}")
    (found,) = faults(fresh)
    expected = told[:4] if told[:4] not in ("P106", "P116") else "P168"
    assert (found.code, str(found.location)) == (expected, "profiles/liaoning.yaml:113:13")


def test_the_end_of_a_range_is_named(fresh: Path, edit: Edit) -> None:
    edit("issued: 2018-07", "issued: 平成30年4月/平成35年3月")
    (found,) = faults(fresh)
    assert "“平成35年3月” is not in the era 平成" in format_problem(found, "en").message
    assert known_date_problem("2024-21", None) is None  # a season


def faults(root: Path) -> list[Problem]:
    """The problems of liaoning."""
    with pytest.raises(BrochureError) as raised:
        load_fresh(root)
    return list(raised.value.problems)
