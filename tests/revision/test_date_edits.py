"""Dates in Word: another date in any form is that date, another form of the same date is asked."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
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
from word_parts import PartChange, edited_file, replaced, replaced_behind

NOTHING = "0 changes, 0 not applied, 0 comments"
SIGNED, DALIAN = "2018年5月8日", "2018年7月"
IN_TABLE = "MOU締結時期"  # the date of the MOU stands twice: on the axis of years, and in this row of a table


def on_axis(typed: str) -> PartChange:
    """The date of the MOU on the axis, typed over."""
    return replaced((SIGNED, typed))


def in_table(typed: str) -> PartChange:
    """The date of the MOU in the table, typed over."""
    return replaced_behind(IN_TABLE, (SIGNED, typed))


@pytest.fixture
def without_axis(run: Run, fresh: Path) -> Path:
    """A Word file of a layout without an axis: the years of the milestones stand above the name."""
    assert run("build", "liaoning", "--format", "docx", "--layout", "onepage").code == 0
    return fresh / "output" / "liaoning.docx"


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
        {"document": in_table(fact_form), "footnotes": replaced((DALIAN, issued_form))},
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
    assert "date: 2018-05-08\n    event: mou\n" in profile.read_text("utf-8")  # the milestone
    again = run("revise", str(edited), "--write")
    assert again.code == 0
    assert again.out.count("[done]") == 2
    assert run("build", "liaoning", "--format", "docx").code == 0
    unedited = profile.read_bytes()
    ran = run("revise", str(sent), "--write")
    assert (ran.code, NOTHING in ran.out) == (0, True)
    assert profile.read_bytes() == unedited


@law(sample=8, full=300)
def test_a_date_that_is_typed_over_another_on_the_axis_is_that_of_its_milestone(
    seed: int, run: Run, sent: Path, profile: Path
) -> None:
    dice = random.Random(seed)
    index, printed, old = dice.choice(((0, ">1983年<", "date: 1983"), (1, f">{SIGNED}<", "date: 2018-05-08")))
    date = random_date(dice)
    date = PartialDate(date.year + 1) if date == PartialDate(1983) else date
    form = dice.choice([*forms_of(date, dice)]).strip()
    before = profile.read_text("utf-8")
    edited = edited_file(sent, {"document": replaced((printed, f">{form}<"))})
    ran = run("revise", str(edited), "--write", "--confirm")
    assert (ran.code, "1 changes, 0 not applied" in ran.out) == (0, True), (form, ran.out)
    now = profile.read_text("utf-8")
    typed = str(parse_yaml(now.encode(), "p.yaml").value(("milestones", index, "date")))
    assert typed == (date.iso() if form == date.japanese() else form)
    assert read_date(typed).date == date
    where = before.index(old) + len("date: ")
    rest = before[where + len(old) - len("date: ") :]
    assert (now[:where], now.endswith(rest)) == (before[:where], True)  # no other line, as that of the table
    assert run("build", "liaoning", "--format", "docx").code == 0


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


@pytest.mark.parametrize(
    ("file", "counts", "code", "milestone"),
    [
        ("sent", (6, 4, 0), 0, "date: 平成30年5月8日\n    event"),
        ("without_axis", (5, 3, 1), 1, "date: 2018-05-08\n    event"),  # only its year was printed, and stays
    ],
)
def test_replacing_a_year_everywhere_makes_no_notes_and_no_false_reports(
    file: str,
    counts: tuple[int, int, int],
    code: int,
    milestone: str,
    run: Run,
    profile: Path,
    request: pytest.FixtureRequest,
) -> None:
    def everywhere(xml: str) -> str:
        return xml.replace("2018年", "平成30年")

    changes, asked, kept = counts
    sent: Path = request.getfixturevalue(file)
    edited = edited_file(sent, {"document": everywhere, "footnotes": everywhere})
    shown = run("revise", str(edited))
    assert f"{changes} changes, {kept} not applied, 0 comments" in shown.out
    assert shown.out.count("D241") == asked
    assert shown.out.count("D243") == kept
    assert not re.search(r"D2(?!41|43)\d\d", shown.out)
    assert run("revise", str(edited), "--write", "--confirm").code == code
    now = profile.read_text("utf-8")
    assert "\nnotes:" not in now
    assert "[@jetro-seminar]" in now
    for line in (
        milestone,
        "- field: date\n          date: 平成30年5月8日",
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
    edited = edited_file(sent, {"document": in_table(typed)})
    assert run("revise", str(edited), "--write").code == 0
    assert f"- field: date\n          {field}\n" in profile.read_text("utf-8")


@pytest.mark.parametrize(
    "typed", ["2018年5月8日（火）", "平成30年（2018年）5月8日", "2018年5月8", "昨年の春"]
)
def test_on_the_axis_words_that_are_no_date_alone_are_told(
    typed: str, run: Run, sent: Path, profile: Path
) -> None:
    """A milestone has no text in place of its date, unlike a row of a table."""
    before = profile.read_bytes()
    ran = run("revise", str(edited_file(sent, {"document": on_axis(typed)})), "--write")
    assert (ran.code, "0 changes, 1 not applied" in ran.out) == (1, True)
    assert f"D229: “{typed}” is not a date" in ran.out
    assert "milestones.1.date" in ran.out
    assert profile.read_bytes() == before


@pytest.mark.parametrize("place", [on_axis, in_table])
@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("平成35年5月8日", "“平成35年5月8日” is not in the era 平成"),
        ("2018年2月30日", "there is no day “2018年2月30日”"),
        ("平成30年（2019年）5月8日", "“2019年” does not agree"),
    ],
)
def test_a_day_that_does_not_exist_is_told_and_not_taken(
    typed: str, told: str, place: Callable[[str], PartChange], run: Run, sent: Path, profile: Path
) -> None:
    before = profile.read_bytes()
    edited = edited_file(sent, {"document": place(typed)})
    ran = run("revise", str(edited), "--write")
    assert ran.code == 1
    assert "0 changes, 1 not applied" in ran.out
    assert told in ran.out
    assert profile.read_bytes() == before


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        (">1983年", ">昭和58年", "D241", "date: 昭和58年\n"),
        (">1983年", ">S59", "D242", "date: S59\n"),
        (">1983年", ">1984年", "", "date: 1984\n"),
        (">1983年", ">1984", "D242", "date: 1984\n"),
        (SIGNED, "平成30年5月8日", "D241", "date: 平成30年5月8日\n    event"),
        (SIGNED, "平成31年", "D242", "date: 平成31年\n    event"),
        ("2026年11月版", "令和8年11月版", "D241", "edition: 令和8年11月 "),
        ("2026年11月版", "2027/1版", "D242", "edition: 2027/1 "),
        ("2026年11月版", "2027年1月版", "", "edition: 2027-01 "),
        ("内容は2019年11月時点", "内容は令和元年11月時点", "D241", "as_of: 令和元年11月 "),
    ],
)
def test_years_of_the_axis_and_of_the_edition_line(
    old: str, new: str, code: str, line: str, run: Run, sent: Path, profile: Path
) -> None:
    edited = edited_file(sent, {"document": replaced((old, new))})
    ran = run("revise", str(edited), "--write", "--confirm")
    assert ran.code == (1 if code in ("D203", "D243") else 0), ran.out
    assert re.findall(r"D2\d\d", ran.out) == [code] * bool(code)
    assert line in profile.read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("友好提携 1983年", "友好提携 昭和58年", "D241", "date: 昭和58年\n"),
        ("友好提携 1983年", "友好提携 S59", "D242", "date: S59\n"),
        ("友好提携 1983年", "友好提携 1984年", "", "date: 1984\n"),
        ("MOU 2018年", "MOU 平成30年", "D243", "date: 2018-05-08\n    event"),
        ("MOU 2018年", "MOU 平成31年", "D203", "date: 2018-05-08\n    event"),
    ],
)
def test_years_of_the_title(
    old: str, new: str, code: str, line: str, run: Run, without_axis: Path, profile: Path
) -> None:
    ran = run(
        "revise", str(edited_file(without_axis, {"document": replaced((old, new))})), "--write", "--confirm"
    )
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


@pytest.mark.parametrize("place", [on_axis, in_table])
@pytest.mark.parametrize("form", ["平成30年5月8日", "2018/5/8", "二〇一八年五月八日", "2018年5月8日（火）"])
def test_a_word_file_that_nobody_edited_leaves_the_typed_dates(
    form: str, place: Callable[[str], PartChange], run: Run, sent: Path, profile: Path
) -> None:
    text = profile.read_text("utf-8").replace("2018-05-08", form).replace("2018-05-31", "H30.5.31")
    text = text.replace("edition: 2026-11", "edition: 令和8年11月")
    profile.write_text(text, "utf-8")
    assert run("build", "liaoning", "--format", "docx").code == 0
    ran = run("revise", str(sent), "--write", "--confirm")
    assert (ran.code, NOTHING in ran.out) == (0, True)
    assert profile.read_text("utf-8") == text
    edited = edited_file(sent, {"document": place("平成30年5月8日")})
    ran = run("revise", str(edited), "--write", "--confirm")
    assert ("D243" if form == "平成30年5月8日" else "D241") in ran.out
    edited = edited_file(sent, {"document": place("2018年5月9日")})
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


@pytest.mark.parametrize(
    ("calendar", "printed", "typed"),
    [
        ("era", "平成30年5月8日", "令和元年6月1日"),
        ("both", "2018（平成30）年5月8日", "2019（令和元）年6月1日"),
    ],
)
def test_a_date_in_the_calendar_of_the_series_comes_back_as_a_date(
    calendar: str, printed: str, typed: str, run: Run, fresh: Path, profile: Path
) -> None:
    with (fresh / "profiles" / "_series.yaml").open("a", encoding="utf-8") as series:
        series.write(f"dates: {calendar}\n")
    assert run("build", "liaoning", "--format", "docx").code == 0
    sent = fresh / "output" / "liaoning.docx"
    before = profile.read_bytes()
    unedited = run("revise", str(sent), "--write")
    assert (unedited.code, NOTHING in unedited.out, profile.read_bytes() == before) == (0, True, True)
    edited = edited_file(sent, {"document": replaced_behind(IN_TABLE, (printed, typed))})
    ran = run("revise", str(edited), "--write", "--confirm")
    assert (ran.code, "1 changes, 0 not applied" in ran.out) == (0, True), ran.out
    now = parse_yaml(profile.read_bytes(), "p.yaml")
    assert now.value(("answers", "relation", 1, "rows", 0, "date")) == "2019-06-01"


@pytest.mark.parametrize(
    ("part", "edit", "path", "typed"),
    [
        # 2010 stands below the axis of years, too
        ("document", in_table("平成22年"), ("answers", "relation", 1, "rows", 0, "date"), "平成22年"),
        (
            "document",
            in_table("西暦2010年5月28日"),
            ("answers", "relation", 1, "rows", 0, "date"),
            "西暦2010年5月28日",
        ),
        # as a profile has it, but not as it is printed
        ("footnotes", replaced((DALIAN, "2007-01-30")), ("sources", 1, "issued"), "2007-01-30"),
    ],
)
def test_a_date_in_another_form_is_taken_wherever_it_stands(
    part: str, edit: PartChange, path: tuple[str | int, ...], typed: str, run: Run, sent: Path, profile: Path
) -> None:
    ran = run("revise", str(edited_file(sent, {part: edit})), "--write", "--confirm")
    assert (ran.code, "1 changes, 0 not applied" in ran.out) == (0, True), ran.out
    assert parse_yaml(profile.read_bytes(), "p.yaml").value(path) == typed
