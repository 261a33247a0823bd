"""The numbers below a foreword are counted from the partners, and none is said that says nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from brochure.assembly.booklet_counts import counted_numbers
from brochure.assembly.booklet_members import Member, PartnerSummary
from brochure.build.booklet import compile_booklet
from brochure.build.chapters import CompiledBooklet
from brochure.document.book import Depth
from brochure.document.partial_date import PartialDate
from brochure.document.printed_words import words_of
from brochure.document.tree import plain_text
from brochure.storage.workspace import Workspace
from workspaces import REPO

SUMMARY = PartnerSummary("a", "甲州（架空）", None, "架空国", None, None, None, (), None, (), ())
FIRST = ("友好提携", PartialDate(1981, 11), True, "milestones.0")
LATER = ("MOU", PartialDate(2014), True, "milestones.0")


@pytest.fixture(scope="module")
def compiled() -> CompiledBooklet:
    return compile_booklet(Workspace(REPO), "seminar-2026")


def counted(compiled: CompiledBooklet, *summaries: PartnerSummary, lang: str = "ja") -> list[str]:
    document = compiled.book.chapters[0].document
    members = [Member(about, document, Depth.FULL) for about in summaries]
    numbers = counted_numbers(members, compiled.commons[Depth.FULL].series, words_of(lang))
    return [
        "|".join(plain_text(one.content) if one else "" for one in (number.value, number.unit, number.label))
        for number in numbers
    ]


def test_partners_countries_and_the_first_year_are_counted(compiled: CompiledBooklet) -> None:
    other = replace(SUMMARY, id="b", name="乙州（架空）", country="他国", events=(LATER,))
    third = replace(SUMMARY, id="c", name="丙機関（架空）", country=None, kind="international")
    first = replace(SUMMARY, events=(FIRST,))
    kind = compiled.commons[Depth.FULL].series.data.kinds["international"]
    assert counted(compiled, other, first, third) == [
        "3|機関|この冊子で紹介",
        f"2|か国|ほかに{kind}が1",
        "1981|年|最初の友好提携（甲州（架空））",
    ]
    assert counted(compiled, other, first, lang="en")[1:] == [
        "2|countries|where they are",
        "1981||first date: 友好提携 (甲州（架空）)",
    ]


def test_what_says_nothing_is_left_out(compiled: CompiledBooklet) -> None:
    assert counted(compiled, SUMMARY) == []
    assert counted(compiled, SUMMARY, replace(SUMMARY, id="b", events=(LATER,))) == ["2|機関|この冊子で紹介"]


def test_the_sample_has_them_below_its_foreword(compiled: CompiledBooklet) -> None:
    values = [plain_text(number.value.content) for number in compiled.book.counts]
    countries = {one.about.country for one in compiled.partners.values()} - {None}
    assert values == [str(len(compiled.book.chapters)), str(len(countries)), "1981"]
