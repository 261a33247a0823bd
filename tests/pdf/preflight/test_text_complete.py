"""A word of the document that is not on the finished pages stops the build."""

from __future__ import annotations

from dataclasses import replace

from brochure.build.load import LoadedPartner, SharedInput
from brochure.diagnostics.problem import Location
from brochure.pdf import reader as pages
from brochure.pdf.preflight import text_complete as wordcheck
from brochure.typesetting import html
from brochure.typesetting import weasyprint as pdf
from generated import profile as generated
from small_partners import found, make, read_profile, render
from workspaces import REPO


def made(loaded: LoadedPartner, common: SharedInput, css: str = "") -> list[str]:
    """The codes of what the check says of a brochure with a style sheet of its own."""
    page = html.write_html(loaded.document, common.layout, root=REPO, shown="x")
    page = replace(page, stylesheets=(*page.stylesheets, html.Stylesheet(css, "own.css")))
    data = pdf.render_pdf(page, common.layout.font_paths).data
    told = wordcheck.check_text_complete(loaded.document, pages.read_pages(data), Location)
    return [f"{problem.code} {problem.location}" for problem in told]


def test_a_hidden_question_is_told(loaded: LoadedPartner, common: SharedInput) -> None:
    if loaded.document.id == "liaoning":
        assert made(loaded, common) == []
        said = made(loaded, common, "#answers-support h2 { display: none }")
        assert said == ["R310 _series:questions.support"]


def test_a_question_that_begins_low_on_a_page_keeps_its_words(common: SharedInput) -> None:
    """A partner whose last question once lost its last lines at the foot of a page."""
    made = read_profile(generated(1040), common)
    document = make(generated(1040), common)
    assert found(document, render(document, common), made) == []
    page = html.write_html(document, common.layout, root=REPO, shown="x")
    data = pdf.render_pdf(page, common.layout.font_paths).data
    assert wordcheck.check_text_complete(document, pages.read_pages(data), Location) == []
