"""What measures print quality sees faults where they are, and the document has its rows."""

from __future__ import annotations

import multiprocessing
import re
import sys
from concurrent.futures import ProcessPoolExecutor

import pytest

from brochure.pdf import reader as pages
from brochure.typesetting import html
from brochure.typesetting import weasyprint as pdf
from programs import program
from workspaces import REPO

sys.path.insert(0, str(REPO / "scripts"))

import measure_quality
import quality_cases
import quality_figures
import quality_pages
from quality_cases import Case, Ours
from quality_figures import Figures

pytestmark = pytest.mark.tools

CASE = Case("liaoning", "standard", "page")


@pytest.fixture(scope="module")
def made() -> Ours:
    """A brochure."""
    return quality_cases.ours(CASE)


@pytest.fixture(scope="module")
def after(made: Ours) -> Figures:
    """Its figures."""
    return quality_figures.measure(
        made.data, quality_cases.document(CASE), quality_cases.margins(CASE), linked=True
    )


@pytest.fixture(scope="module")
def before(made: Ours) -> Figures:
    """The figures of plain WeasyPrint, which must run in a process that nothing has patched."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        files = pool.submit(quality_cases.plain, made).result()
    return quality_figures.measure(
        files["pdf/ua-1"], quality_cases.document(CASE), quality_cases.margins(CASE), linked=False
    )


def off(measured: Figures) -> list[float]:
    """How far full lines end from their measure, web addresses aside."""
    return [value for value, row in quality_figures.deviations(measured.rows) if not row.address]


def test_brochure_breaks_no_rule_of_lines(after: Figures) -> None:
    assert after.count("Q101", "Q102", "Q103", "Q104", "Q107") == 0
    assert max(off(after)) <= 0.5
    assert after.notes == 5
    assert (after.lost, after.late, after.doubled, after.notecheck) == ((), (), (), ())
    assert after.differing == ""


def test_overlaps_are_counted_on_their_pages(made: Ours, after: Figures) -> None:
    assert after.overlaps == (0, 0)
    css = html.Stylesheet(".callout { margin-top: -24pt } .contact { margin-top: -30pt }", "wrong.css", REPO)
    page = html.HtmlPage(made.page.html, (*made.page.stylesheets, css), REPO)
    data = pdf.render_pdf(page, quality_cases.chosen_layout(CASE).font_paths).data
    wrong = quality_figures.measure(
        data, quality_cases.document(CASE), quality_cases.margins(CASE), linked=True
    )
    assert all(count > 0 for count in wrong.overlaps)
    shown = quality_pages.table([(CASE, wrong), (Case(1, "standard", "page"), after)])
    assert [row.split(" | ")[1] for row in shown[2:]] == ["1", "2"]  # nothing was found on the random one
    assert quality_pages.summary([(CASE, after)]) == "2 pages, 0 overlaps on 0 of them"


def test_plain_weasyprint_breaks_some(before: Figures, after: Figures) -> None:
    assert before.count("Q104") > 0
    assert before.count("Q107") > 0
    assert len([value for value in off(before) if value > 0.5]) >= 10
    assert before.notes == after.notes
    assert (before.lost, before.doubled) == ((), ())


def test_plain_cannot_be_set_where_weasyprint_is_patched(made: Ours) -> None:
    with pytest.raises(RuntimeError, match="patched"):
        quality_cases.plain(made)


def test_a_stray_blank_and_a_lost_letter_are_seen(made: Ours) -> None:
    program("pdftotext")
    document = quality_cases.document(CASE)
    page = html.HtmlPage(
        made.page.html.replace("自由貿易", "自由　貿易", 1).replace("批准", "批", 1),
        made.page.stylesheets,
        REPO,
    )
    layout = quality_cases.chosen_layout(CASE)

    data = pdf.render_pdf(page, layout.font_paths).data
    _, differing, blanks = quality_figures.text(data, document, 2)
    assert differing == "准"
    assert any(blank.replace(" ", "") == "自由貿易" for blank in blanks)


def test_a_lost_and_a_late_note_are_seen(made: Ours) -> None:
    document = quality_cases.document(CASE)
    first, second = pages.read_pages(made.data)
    assert quality_figures.notes(document, (first,))[0] == ("*5",)
    half = len(first.glyphs) // 2
    moved = pages.FinishedPage(0, first.width, first.height, first.glyphs[:half], ())
    rest = pages.FinishedPage(1, first.width, first.height, first.glyphs[half:], ())
    assert "*1" in quality_figures.notes(document, (moved, rest, second))[1]


def test_what_is_stripped_is_only_what_holds_words_together(made: Ours) -> None:
    page = quality_cases.strip(made.page)
    assert 'class="unit"' in made.page.html
    assert not re.search(r'class="(unit|end|phrase)"|\u2060|<ruby style', page.html)
    assert page.html.count("<span") == page.html.count("</span>") > 0
    assert re.sub(r"<[^>]*>|\u2060", "", made.page.html) == re.sub(r"<[^>]*>", "", page.html)


def test_notes_in_columns_are_in_order() -> None:
    """A note in the next column stands higher on the page; the build must not call that disorder (R306)."""
    made = quality_cases.ours(Case("liaoning", "onepage", "section"))
    assert made.faults == ()


def test_a_question_at_the_end_of_a_page_keeps_its_words() -> None:
    """The number of a question stood there alone once, and its words were nowhere."""
    program("pdftotext")
    case = Case(10, "standard", "partner")
    made = quality_cases.ours(case)
    assert quality_figures.text(made.data, quality_cases.document(case), 5)[1] == ""


def test_the_end_of_a_booklet_is_the_end_of_its_only_partner() -> None:
    layout = quality_cases.common("standard").layout

    def text(place: str) -> str:
        document = quality_cases.document(Case("liaoning", "standard", place))
        return html.write_html(document, layout, root=REPO, shown="layouts/standard").html

    assert text("partner") == text("booklet") != text("section")


def test_the_document_has_every_row_and_brochure_keeps_its_promises() -> None:
    text = (REPO / "docs" / "quality.md").read_text("utf-8")
    headline = text.split("## The partners")[1].split("## ")[0]
    cells = {line.split(" | ")[0].removeprefix("| "): line.split(" | ")[1:] for line in headline.splitlines()}
    for name, _ in (*measure_quality.ROWS, *measure_quality.PROFILE_ROWS):
        assert name in cells, f"{name} is not in docs/quality.md: run make quality"
    for code in ("Q101", "Q102", "Q103", "Q104"):
        row = next(name for name in cells if name.startswith(code))
        assert cells[row][0] == "0.0 (0)", row
    assert all(
        fault == "0"
        for fault in (cells["– lost, or not whole"][0], cells["– faults found by footnotes_complete"][0])
    )
