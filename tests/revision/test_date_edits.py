"""Dates in Word: another date in any form is that date, another form of the same date is asked."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from brochure.document.partial_date import PartialDate
from brochure.document.written_date import read_date
from brochure.revision.change import set_value
from brochure.revision.date_edits import is_date, same_dates, with_printed_dates
from brochure.revision.merge3 import MergeState, merge_changes
from brochure.schema.yaml_reader import parse_yaml
from cli_result import Run
from law import law
from typed_dates import forms_of, random_date
from word_parts import edited_file, replaced

NOTHING = "0 changes, 0 not applied, 0 comments"
SIGNED, DALIAN = "2018年5月8日", "2018年7月"


@law(sample=10, full=300)
def test_a_date_that_is_typed_over_another_is_that_date_in_its_field(
    seed: int, run: Run, sent: Path, profile: Path
) -> None:
    dice = random.Random(seed)
    fact, issued = (random_date(dice) for _ in range(2))
    fact_form, issued_form = (dice.choice([*forms_of(date, dice)]).strip() for date in (fact, issued))
    if not read_date(issued_form).is_unmistakable:
        issued_form = issued.japanese()
    edited = edited_file(
        sent,
        {"document": replaced((SIGNED, fact_form)), "footnotes": replaced((DALIAN, issued_form))},
    )
    ran = run("revise", str(edited), "--write", "--confirm")
    assert (ran.code, "2 changes, 0 not applied" in ran.out) == (0, True), (fact_form, issued_form, ran.out)
    now = parse_yaml(profile.read_bytes(), "p.yaml")
    typed = [
        now.value(path) for path in (("answers", "relation", 1, "rows", 0, "date"), ("sources", 1, "issued"))
    ]
    for value, form, date in zip(typed, (fact_form, issued_form), (fact, issued), strict=True):
        assert value == (date.iso() if form == date.japanese() else form)
        assert read_date(str(value)).date == date
    assert "\nnotes:" not in profile.read_text("utf-8")
    again = run("revise", str(edited), "--write")
    assert again.code == 0
    assert again.out.count("[done]") == 2
    assert run("build", "liaoning", "--format", "docx").code == 0
    unedited = profile.read_bytes()
    ran = run("revise", str(sent), "--write")
    assert (ran.code, NOTHING in ran.out) == (0, True)
    assert profile.read_bytes() == unedited


@law(sample=8, full=300)
def test_another_form_of_the_same_date_is_asked_and_nothing_else_changes(
    seed: int, run: Run, sent: Path, profile: Path
) -> None:
    dice = random.Random(seed)
    date = PartialDate(2018, 7)
    form = dice.choice([one for one in forms_of(date, dice) if read_date(one).is_unmistakable]).strip()
    if form == DALIAN:
        form = "平成30年7月"
    words = dice.choice(("より", "から作成", ""))
    edited = edited_file(sent, {"footnotes": replaced((f"（{DALIAN}）より", f"（{form}）{words}"))})
    before = profile.read_text("utf-8")
    asked = run("revise", str(edited), "--write")
    assert asked.code == 1
    assert "D241" in asked.out
    assert "D113" in asked.err
    assert f"still printed as “{DALIAN}”" in asked.out
    assert profile.read_text("utf-8") == before
    assert run("revise", str(edited), "--write", "--confirm").code == 0
    cite = f"[@jetro-dalian {words}]".replace(" ]", "]")
    expected = before.replace("[@jetro-dalian より]", cite)
    found = profile.read_text("utf-8")
    assert re.sub(r"issued: (['\"]?)" + re.escape(form) + r"\1\n", "issued: 2018-07\n", found) == expected


def test_replacing_a_year_everywhere_makes_no_notes_and_no_false_reports(
    run: Run, sent: Path, profile: Path
) -> None:
    def everywhere(xml: str) -> str:
        return xml.replace("2018年", "平成30年")

    edited = edited_file(sent, {"document": everywhere, "footnotes": everywhere})
    shown = run("revise", str(edited))
    assert "5 changes, 1 not applied, 0 comments" in shown.out
    assert shown.out.count("D241") == 3
    assert shown.out.count("D243") == 1
    assert not re.search(r"D2(?!41|43)\d\d", shown.out)
    assert run("revise", str(edited), "--write", "--confirm").code == 1  # the milestone's year stays
    now = profile.read_text("utf-8")
    assert "\nnotes:" not in now
    assert "[@jetro-seminar]" in now
    for line in (
        "date: 2018-05-08\n    event",
        "date: 平成30年5月8日",
        "issued: 平成30年5月31日",
        "issued: 平成30年7月",
    ):
        assert line in now
    assert "さらに、平成30年には" in now


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ("2018年5月8日（火）", "text: 2018年5月8日（火）"),  # the page would lose the weekday
        ("平成30年（2018年）5月8日", "text: 平成30年（2018年）5月8日"),
        ("2018年5月8", "text: 2018年5月8"),
        ("平成30年度", "text: 平成30年度"),
        ("2018年5月9日", "date: 2018-05-09"),
        ("2018年6月", "date: 2018-06"),
        ("２０１８年５月９日", "date: ２０１８年５月９日"),
    ],
)
def test_words_that_say_more_than_a_date_are_text(
    typed: str, field: str, run: Run, sent: Path, profile: Path
) -> None:
    edited = edited_file(sent, {"document": replaced((SIGNED, typed))})
    assert run("revise", str(edited), "--write").code == 0
    assert f"- field: date\n          {field}\n" in profile.read_text("utf-8")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("平成35年5月8日", "“平成35年5月8日” is not in the era 平成"),
        ("2018年2月30日", "there is no day “2018年2月30日”"),
        ("平成30年（2019年）5月8日", "“2019年” does not agree"),
    ],
)
def test_a_day_that_does_not_exist_is_told_and_not_taken(
    typed: str, told: str, run: Run, sent: Path, profile: Path
) -> None:
    before = profile.read_bytes()
    edited = edited_file(sent, {"document": replaced((SIGNED, typed))})
    ran = run("revise", str(edited), "--write")
    assert ran.code == 1
    assert "0 changes, 1 not applied" in ran.out
    assert told in ran.out
    assert profile.read_bytes() == before


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("友好提携 1983年", "友好提携 昭和58年", "D241", "date: 昭和58年\n"),
        ("友好提携 1983年", "友好提携 S59", "D242", "date: S59\n"),
        ("友好提携 1983年", "友好提携 1984年", "", "date: 1984\n"),
        ("MOU 2018年", "MOU 平成30年", "D243", "date: 2018-05-08\n    event"),
        ("MOU 2018年", "MOU 平成31年", "D203", "date: 2018-05-08\n    event"),
        ("2026年11月版", "令和8年11月版", "D241", "edition: 令和8年11月 "),
        ("2026年11月版", "2027/1版", "D242", "edition: 2027/1 "),
        ("2026年11月版", "2027年1月版", "", "edition: 2027-01 "),
        ("内容は2019年11月時点", "内容は令和元年11月時点", "D241", "as_of: 令和元年11月 "),
    ],
)
def test_years_of_the_title_and_of_the_edition_line(
    old: str, new: str, code: str, line: str, run: Run, sent: Path, profile: Path
) -> None:
    edited = edited_file(sent, {"document": replaced((old, new))})
    ran = run("revise", str(edited), "--write", "--confirm")
    assert ran.code == (1 if code in ("D203", "D243") else 0), ran.out
    assert re.findall(r"D2\d\d", ran.out) == [code] * bool(code)
    assert line in profile.read_text("utf-8")


def test_a_source_that_partners_share_stays_cited(run: Run, sent: Path, profile: Path) -> None:
    shared = "- {id: port, type: report, author: 架空庁, title: 港, issued: 2018-09}\n"
    profile.with_name("_sources.yaml").write_text(shared, "utf-8")
    old, new = "施策が発表されています。外資", "施策が発表されています[@port より]。外資"
    text = profile.read_text("utf-8").replace(old, new)
    profile.write_text(text, "utf-8")
    assert run("build", "liaoning", "--format", "docx").code == 0
    edited = edited_file(sent, {"footnotes": replaced(("（2018年9月）より", "（平成30年9月）から作成"))})
    ran = run("revise", str(edited), "--write")
    assert "1 changes, 1 not applied" in ran.out
    assert "D243" in ran.out
    assert profile.read_text("utf-8") == text.replace("[@port より]", "[@port から作成]")


@pytest.mark.parametrize("form", ["平成30年5月8日", "2018/5/8", "二〇一八年五月八日", "2018年5月8日（火）"])
def test_a_word_file_that_nobody_edited_leaves_the_typed_dates(
    form: str, run: Run, sent: Path, profile: Path
) -> None:
    text = profile.read_text("utf-8").replace("2018-05-08", form).replace("2018-05-31", "H30.5.31")
    text = text.replace("edition: 2026-11", "edition: 令和8年11月")
    profile.write_text(text, "utf-8")
    assert run("build", "liaoning", "--format", "docx").code == 0
    ran = run("revise", str(sent), "--write", "--confirm")
    assert (ran.code, NOTHING in ran.out) == (0, True)
    assert profile.read_text("utf-8") == text
    edited = edited_file(sent, {"document": replaced((SIGNED, "平成30年5月8日"))})
    ran = run("revise", str(edited), "--write", "--confirm")
    assert ("D243" if form == "平成30年5月8日" else "D241") in ran.out
    edited = edited_file(sent, {"document": replaced((SIGNED, "2018年5月9日"))})
    assert run("revise", str(edited), "--write", "--confirm").code == 0


@pytest.mark.parametrize(
    ("now", "after", "state"),
    [
        ("平成30年5月8日", "2018-05-09", MergeState.OPEN),
        ("2018/5/9", "2018-05-09", MergeState.DONE),
        ("2018-05-10", "2018-05-09", MergeState.CONFLICT),
        ("2018-05-08", "平成30年5月8日", MergeState.OPEN),
        ("平成30年5月8日", "平成30年5月8日", MergeState.DONE),
    ],
)
def test_another_form_in_the_profile_is_no_conflict(now: str, after: str, state: MergeState) -> None:
    base, current = (parse_yaml(f"as_of: {date}\n".encode(), "p.yaml") for date in ("2018-05-08", now))
    change = set_value("p", ("as_of",), after, before="2018-05-08")
    (merged,) = merge_changes([change], base, current)
    assert merged.state is state


def test_only_dates_are_compared_as_dates() -> None:
    assert is_date(("milestones", 0, "date"))
    assert is_date(("edition",))
    assert not is_date(("sources", 0, "edition"))
    assert not is_date(())
    assert same_dates("2018-04/2019-03", "平成30年4月/平成31年3月")
    assert not same_dates(None, None)


@pytest.mark.parametrize(
    ("before", "after", "expected", "count"),
    [
        (
            "「港」（2018年5月〜2019年3月）",
            "「港」（平成30年5月〜平成31年3月）",
            "「港」（2018年5月〜2019年3月）",
            2,
        ),
        ("港. 2018-05-31.", "港. 2018年5月31日.", "港. 2018-05-31.", 1),
        ("Port (31 May 2018)", "Port (May 31, 2018)", "Port (31 May 2018)", 1),
        ("港. 2018, p. 3.", "港. 平成30年, p. 3.", "港. 2018, p. 3.", 1),
        ("港（平成30年5月）", "港（2018年5月）", "港（平成30年5月）", 1),
        ("港（2018年5月）", "港（2018年6月）", "港（2018年6月）", 0),
        ("港（2018年9月12日〜14日）", "港（平成30年9月12日〜14日）", "港（2018年9月12日〜14日）", 1),
        ("港（2018年版）", "港（平成30年版）", "港（平成30年版）", 0),  # no date
    ],
)
def test_dates_of_a_citation_get_their_printed_form_back(
    before: str, after: str, expected: str, count: int
) -> None:
    made, forms = with_printed_dates(before, after)
    assert (made, len(forms)) == (expected, count)
