"""The partners of the booklet: nothing without a source, nothing made up, and what an index needs."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
import yaml

from brochure.assembly.booklet_members import summarise_partner
from brochure.assembly.source_checks import source_warnings
from brochure.build.brochure import build_brochure
from brochure.build.load import LoadedPartner, SharedInput, load_partner
from brochure.document import palette as colour
from brochure.document.colour_sight import least_difference
from brochure.document.markup import parse_markup
from brochure.document.tree import MarkTable, plain_text
from brochure.pdf.preflight import preflight
from brochure.schema.references import markup_texts
from workspaces import REPO, workspace

WHERE = workspace("repo")

SURVEYED = "liaoning"  # the one partner whose answers to the survey are known

# When each memorandum was signed, as exactly as the reference for the profiles knows it, and what that
# rests on. Later ones (renewals, a second memorandum) are not the first.
FIRST_MOU = {
    "ayush": "2018-10-29",  # MOC; nordot.app/429748143116731489
    "baden-wuerttemberg": "2014-11-20",  # pref.kanagawa.jp/cnt/chiji/p857623.html
    "cgt-catapult": "2015-11",  # qlifepro.com/press/20151127-20-25519; the day is not known
    "liaoning": "2018-05-08",  # the source page
    "maryland": "2014-05-06",  # 知事の米国訪問について（結果概要）
    "massachusetts": "2014-05-07",  # the same
    "oulu": "2014-10-16",  # pref.kanagawa.jp/cnt/chiji/p848049.html
    "singapore": "2016-06-30",  # pref.kanagawa.jp/docs/mv4/cnt/f531396/p1049088.html
    "stanford": "2016",  # pref.kanagawa.jp/docs/bs5/prs/r2420658.html; the day is not known
    "who-wpro": "2025-09-30",  # pref.kanagawa.jp/docs/bs5/prs/r0264192.html
}


@pytest.fixture(scope="module", params=sorted(FIRST_MOU))
def partner(request: pytest.FixtureRequest, common: SharedInput) -> LoadedPartner:
    """Each partner of the repository, with the standard layout."""
    return load_partner(WHERE, request.param, common)


def test_the_table_of_dates_has_every_partner() -> None:
    assert WHERE.names() == sorted(FIRST_MOU)


def test_the_first_memorandum_is_dated_as_exactly_as_it_is_known(partner: LoadedPartner) -> None:
    found = summarise_partner(partner.profile).first_event("mou")
    assert found is not None
    first, _ = found
    assert first.iso() == FIRST_MOU[partner.profile.id]
    assert partner.document.years is not None
    dots = [event for event in partner.document.years.events if event.is_filled]
    assert first.japanese() in {event.date for event in dots}


def sentences(loaded: LoadedPartner) -> Iterator[str]:
    """The sentences of bullets, paragraphs, callouts and cases: what states facts in prose."""
    for path, text in markup_texts(loaded.profile.source):
        if path[0] == "answers" and path[-1] != "title" and "rows" not in path:
            yield from re.findall(r"[^。]+。(?:\[[@^][^\]]*\])*", text)


@pytest.mark.parametrize("name", sorted({*FIRST_MOU} - {SURVEYED}))
def test_every_sentence_cites_a_source(name: str, common: SharedInput) -> None:
    # Not those of the surveyed partner, which are the source page's and cited as there.
    found = list(sentences(load_partner(WHERE, name, common)))
    assert found
    assert [text for text in found if not parse_markup(text).cites] == []


def test_every_source_says_where_it_can_be_found(partner: LoadedPartner) -> None:
    if partner.profile.id != SURVEYED:
        own = [source for source in partner.profile.sources.values() if not source.shared]
        assert own
        assert all(str(source.item["URL"]).startswith("http") for source in own)


def test_nobody_has_doubts_left(partner: LoadedPartner) -> None:
    assert source_warnings(partner.profile, partner.common.series) == []


def test_only_the_surveyed_partner_has_marks_and_the_others_say_that_there_is_no_answer(
    partner: LoadedPartner,
) -> None:
    for question in partner.document.questions[2:]:
        tables = [block for block in question.blocks if isinstance(block, MarkTable)]
        if partner.profile.id == SURVEYED:
            assert len(tables) == 1
        else:
            assert question.unanswered
            said = "調査の回答はまだありません（2026年11月現在）。"
            words = [plain_text(block.content) for block in question.blocks]  # type: ignore[union-attr]
            assert words == ([said] if question.number == 4 else [])


def test_every_partner_can_be_sorted_grouped_and_dated(partner: LoadedPartner) -> None:
    data, series = partner.profile.data, partner.common.series.data
    who = data.partner
    assert who.reading
    assert who.region in series.regions
    assert who.kind in series.kinds
    assert (who.country is None) == (who.region == "international")
    assert (who.country is None) == (who.country_reading is None)
    for reading in (who.reading, who.country_reading or "あ"):
        assert re.fullmatch(r"[ぁ-ゖー・]+", reading), reading
    assert data.edition.iso() == "2026-11"
    assert data.as_of is not None
    assert f"内容は{data.as_of.japanese()}時点" in plain_text(partner.document.imprint.content)
    assert all(event.date.iso()[:7] <= data.as_of.iso() for event in data.milestones)


def test_accents_are_used_as_they_are_and_neighbours_are_told_apart(common: SharedInput) -> None:
    booklet = yaml.safe_load((REPO / "booklets" / "seminar-2026.yaml").read_text("utf-8"))
    names = [entry["id"] for entry in booklet["partners"]]
    assert sorted(names) == sorted(WHERE.names())
    accents = [colour.parse_colour(load_partner(WHERE, name, common).profile.data.accent) for name in names]
    assert len(set(accents)) == len(accents)
    for accent in map(colour.format_colour, accents):
        assert colour.derive_palette(accent).accent == accent, "darkened: not AA on white"
    for one, other in itertools.pairwise(accents):
        assert least_difference(one, other) >= 15, (one, other)


def test_a_partner_without_a_country_shows_its_region(common: SharedInput) -> None:
    who = load_partner(WHERE, "who-wpro", common).document
    assert who.title == "WHO 西太平洋地域事務局"
    assert plain_text(who.heading.kicker.content) == "国際機関"  # its region and its kind are the same words


def test_a_reading_is_printed_only_where_the_name_begins_with_kanji(common: SharedInput) -> None:
    printed = {
        name: [
            plain_text(line.content) for line in load_partner(WHERE, name, common).document.heading.readings
        ]
        for name in ("liaoning", "oulu", "who-wpro")
    }
    assert printed == {"liaoning": ["りょうねいしょう", "Liaoning Province"], "oulu": [], "who-wpro": []}


def test_a_reading_at_the_start_of_an_item_stands_behind_its_sign(
    common: SharedInput, tmp_path: Path
) -> None:
    (path,) = build_brochure(WHERE, "singapore", common, formats=["pdf"], output=tmp_path).paths
    with pypdfium2.PdfDocument(path) as document:
        page = document[0].get_textpage()
        text = page.get_text_range()
        base = page.get_charbox(text.index("未病"))
        signs = [page.get_charbox(index) for index, character in enumerate(text) if character == "◆"]
    beside = [sign for sign in signs if sign[1] < base[3] and base[1] < sign[3]]
    assert len(beside) == 1
    assert beside[0][2] <= base[0], "the sign lies over the base"


def test_the_pages_have_nothing_that_must_be_mended(partner: LoadedPartner, tmp_path: Path) -> None:
    (path,) = build_brochure(
        WHERE, partner.profile.id, partner.common, formats=["pdf"], output=tmp_path
    ).paths
    report = preflight.run_preflight(path.read_bytes())
    assert report.problems == ()
    assert report.warnings == ()
    assert report.pages == (2 if partner.profile.id == SURVEYED else 1)
