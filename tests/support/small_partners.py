"""Partners of a few lines, written into a workspace of their own, and their pages."""

from __future__ import annotations

import dataclasses

from brochure.assembly.citation import load_citation_style
from brochure.assembly.document import assemble_document
from brochure.build.load import SharedInput
from brochure.diagnostics.catalogue import format_problem
from brochure.document.tree import Document, Placement
from brochure.pdf import reader as pages
from brochure.pdf.preflight import footnotes_complete as notecheck
from brochure.schema import references as proofread
from brochure.schema.profile import Profile
from brochure.schema.references import Library
from brochure.schema.yaml_reader import parse_yaml
from brochure.typesetting import html
from brochure.typesetting import weasyprint as pdf
from workspaces import REPO

HEAD = "partner: {name: 架空機関, country: 架空国}\nedition: 2026\n"


def read_profile(text: str, common: SharedInput) -> Profile:
    """A profile from its text."""
    return proofread.validate_profile(
        parse_yaml(text.encode(), "p.yaml"), name="p", series=common.series, library=Library()
    )


def make(
    text: str, common: SharedInput, placement: Placement = Placement.PAGE, *, first_note: int = 1
) -> Document:
    """A document from the text of a profile."""
    layout = common.layout
    style = dataclasses.replace(layout.house_style, placement=placement)
    made, policy = read_profile(text, common), layout.data.codes
    return assemble_document(
        made, common.series, style, load_citation_style(layout), code_policy=policy, first_note=first_note
    )


def render(document: Document, common: SharedInput, css: str = "") -> bytes:
    """Its PDF, with a style sheet more."""
    page = html.write_html(document, common.layout, root=REPO, shown="layouts/standard")
    sheets = (*page.stylesheets, html.Stylesheet(css, "extra.css"))
    fonts = common.layout.font_paths
    return pdf.render_pdf(html.HtmlPage(page.html, sheets, REPO), fonts).data


def found(document: Document, data: bytes, made: Profile) -> list[str]:
    """What the check says of a PDF: first lines, in English."""
    problems = notecheck.check_footnotes(document, pages.read_pages(data), made.locate)
    return [str(format_problem(problem, "en")).splitlines()[0] for problem in problems]
