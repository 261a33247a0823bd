"""Approvals and stale contents in the list, in Chromium: column, filters, meter, panel, English, looks."""

from __future__ import annotations

import re
from typing import Any

import pytest

from brochure.assembly.stale_values import StaleValue
from brochure.survey.send import send_forms
from desk_axe import AXE, violations
from desk_list import KnownChecks, browser, count, names, server, show
from desk_plain_server import STATIC, PlainServer
from sealed_partners import change, seal

pytestmark = [
    pytest.mark.tools,
    pytest.mark.skipif(
        not (STATIC / "desk.js").exists(), reason="the page is not built: npm run build in desk/"
    ),
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: npm ci in desk/"),
]
__all__ = ["browser", "server", "show"]  # fixtures

OLD = StaleValue(
    "liaoning",
    "遼寧省",
    "人口",
    "old",
    "2019-11",
    84,
    "answers.about.1.rows.0.as_of",
    "profiles/liaoning.yaml:9",
)
ENDED = StaleValue(
    "liaoning", "遼寧省", "担当", "expired", "2025-03", 20, "contact.valid_until", "profiles/liaoning.yaml:5"
)


@pytest.fixture
def approved(server: PlainServer) -> PlainServer:
    """The desk with three partners approved, of which one changed since."""
    for name in ("oulu", "ayush", "stanford"):
        seal(server.desk.where, name)
    change(server.desk.where, "profiles/stanford.yaml", "edition: 2026-11\n", "edition: 2026-11 # x\n")
    return server


def sign(page: Any, name: str) -> str:
    """What the column of approvals says of a partner."""
    said: str = page.locator("tr", has_text=name).locator("td.se").inner_text()
    return said


@pytest.mark.usefixtures("approved")
def test_the_column_the_meter_and_the_groups_say_who_is_approved(show: Any) -> None:
    page = show()
    assert re.fullmatch(r"校了\s*(2026年)?11月18日", sign(page, "オウル市"))
    assert sign(page, "スタンフォード大学医学部") == "校了後に 1か所"
    assert sign(page, "遼寧省") == "下書き"
    assert page.locator(".prog").inner_text() == "校了 2 / 10"
    bars = [one.bounding_box()["width"] for one in page.locator(".meter i").all()]
    assert bars == pytest.approx([150 * 0.2, 150 * 0.1], abs=1)
    assert page.locator("tr.g").all_inner_texts() == [
        "アジア3機関校了 1",
        "欧州3機関校了 1",
        "北米3機関校了 0",
        "国際機関1機関校了 0",
    ]


@pytest.mark.usefixtures("approved")
def test_the_filter_shows_what_is_not_approved_and_the_order_what_changed_first(show: Any) -> None:
    page = show()
    page.locator("nav.side").get_by_role("button", name="校了でない 8", exact=True).click()
    assert count(page) == "8機関"
    assert not {"オウル市", "アユシュ省"} & set(names(page))
    page.locator("thead").get_by_role("button", name="校了").click()
    assert names(page)[0] == "スタンフォード大学医学部"
    assert page.locator("th.se").get_attribute("aria-sort") == "descending"


def test_the_panel_says_by_whom_and_what_changed_since(show: Any, approved: PlainServer) -> None:
    page = show()
    page.locator("tr", has_text="スタンフォード").locator("a").focus()
    panel = page.locator(".panel")
    panel.locator("h2", has_text="スタンフォード").wait_for()
    said = panel.locator("dd", has_text="校了後に").inner_text()
    assert "2026年11月18日　課長　架空花子" in said
    assert re.search(r"profiles/stanford\.yaml:\d+", said)
    change(approved.desk.where, "profiles/stanford.yaml", " # x\n", "\n")
    approved.desk.events.tell("saved", doc="profiles/stanford", client="another")
    page.locator("tr", has_text="スタンフォード").locator(".ap.y").wait_for()  # as it was approved


def test_nothing_speaks_of_approvals_until_the_series_asks_for_them(show: Any, server: PlainServer) -> None:
    page = show()
    assert page.locator(".se, .c-se, .prog").count() == 0
    assert "校了" not in page.locator("body").inner_text()
    change(server.desk.where, "profiles/_series.yaml", "\nsurveys: ", "\napproval: required\nsurveys: ")
    server.desk.events.tell("changed", doc="series")
    page.locator(".prog", has_text="0 / 10").wait_for()
    assert sign(page, "遼寧省") == "下書き"


def test_a_damaged_record_is_told_with_its_mistake(show: Any, approved: PlainServer) -> None:
    record = approved.desk.where.root / "editions" / "2026-11" / "oulu" / "approval.yaml"
    record.write_text("target: [", "utf-8")
    page = show()
    assert sign(page, "オウル市") == "校了の記録を読めません"
    page.locator("tr", has_text="オウル市").locator("a").focus()
    page.locator(".panel h2", has_text="オウル市").wait_for()
    assert violations(page) == []


def test_stale_contents_are_named_with_the_way_to_their_fields(
    show: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(KnownChecks, "stale", {"liaoning": (OLD, ENDED)})
    page = show()
    page.locator("nav.side").get_by_role("button", name="古くなった内容がある 1", exact=True).click()
    assert names(page) == ["遼寧省"]
    lines = page.locator(".panel .stale li")
    assert lines.all_inner_texts() == ["担当 2025年3月まで", "人口 2019年11月時点"]  # the most urgent first
    assert lines.first.locator("a").get_attribute("href") == "#/p/liaoning?at=contact.valid_until"
    assert violations(page) == []


def test_without_stale_contents_no_filter_is_offered_and_an_event_brings_it(
    show: Any, server: PlainServer
) -> None:
    page = show()
    button = page.locator("nav.side").get_by_role("button", name="古くなった内容がある")
    assert button.count() == 0
    stale = [{"value": "人口", "reason": "old", "date": "2019-11", "months": 84, "at": "as_of"}]
    server.desk.events.tell("checked", doc="profiles/oulu", errors=0, warnings=1, stale=stale)
    button.wait_for()
    assert button.inner_text().endswith("1")


def test_a_round_of_the_survey_says_who_has_not_answered(show: Any, server: PlainServer) -> None:
    where = server.desk.where
    path = where.profiles / "_series.yaml"
    path.write_text(
        path.read_text("utf-8").replace(
            "    asked: 2019-11\n", "    asked: 2019-11\n    due: 2020-01-31\n", 1
        ),
        "utf-8",
    )
    send_forms(where, ["oulu"], "2019-11", language="", date="2019-11-20", output=None)
    page = show()
    page.locator("nav.side").get_by_role("button", name="調査票が戻っていない 1", exact=True).click()
    assert names(page) == ["オウル市"]
    fact = page.locator(".panel dt", has_text="調査").locator("xpath=following-sibling::dd[1]")
    assert fact.inner_text().splitlines()[0] == "2019年11月"
    assert "2019年11月20日に送り、待っています" in fact.inner_text()
    assert re.search(r"締切から\d+日過ぎています", fact.inner_text())
    assert violations(page) == []


@pytest.mark.usefixtures("approved")
def test_in_english_no_word_is_japanese_but_names(show: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KnownChecks, "stale", {"ayush": (OLD, ENDED)})
    page = show()
    page.evaluate("localStorage.setItem('desk-lang', 'en')")
    page.reload()
    page.locator(".prog", has_text="Approved 2 / 10").wait_for()
    said = page.locator(
        "thead, .side ul:first-of-type, .prog, td.se, .panel dt, .panel .stale small"
    ).all_inner_texts()
    assert not re.search("[\u3040-\u30ff\u4e00-\u9fff]", " ".join(said))
    assert violations(page) == []


LOOKS = [(1280, 1, "light"), (1920, 1, "dark"), (1024, 1, "dark"), (1280, 2, "light")]


@pytest.mark.usefixtures("approved")
@pytest.mark.parametrize(("width", "zoom", "look"), LOOKS)
def test_the_list_with_approvals_is_for_everyone(
    show: Any, monkeypatch: pytest.MonkeyPatch, width: int, zoom: float, look: str
) -> None:
    monkeypatch.setattr(KnownChecks, "stale", {"ayush": (OLD, ENDED)})
    page = show(width, dark=look == "dark", zoom=zoom)
    for name in ("アユシュ省", "スタンフォード大学医学部"):
        page.locator("tr", has_text=name).locator("a").focus()
        assert violations(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
