"""HTML of the comparison table of two editions (新旧対照表), from a template of the layout."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from brochure.document.comparison import Comparison
from brochure.document.tree import Document
from brochure.schema.layout import Layout
from brochure.storage.shipped import shipped_folder
from brochure.typesetting.html import HtmlPage, fill_template, styled_page
from brochure.typesetting.inline_html import NO_NOTES
from brochure.typesetting.stylesheets import layout_stylesheets

TEMPLATE = "comparison.html.jinja"
STYLE = "comparison.css"
_STANDARD = "layouts/standard"


def _has_template(layout: Layout, comparison: Comparison) -> bool:
    """Whether the layout has a template for the table; an older one knows no tables of several partners."""
    path = layout.folder / TEMPLATE
    is_of_several = any(name for name, _ in comparison.groups)
    return path.is_file() and not (is_of_several and "comparison.groups" not in path.read_text("utf-8"))


def write_comparison_html(
    comparison: Comparison, document: Document, layout: Layout, *, root: Path, shown: str
) -> HtmlPage:
    """Fill the template; a layout without this template uses the standard layout's.

    Args:
        comparison: The comparison to print.
        document: The new edition, for its colour, language and date.
        layout: The layout with template, fonts and tokens.
        root: The workspace.
        shown: The layout folder's name in locations.

    Raises:
        BrochureError: The template is broken; located by file and line.
    """
    if not _has_template(layout, comparison):
        layout, shown = replace(layout, folder=shipped_folder() / _STANDARD), _STANDARD
    html = fill_template(
        layout, TEMPLATE, notes=NO_NOTES, root=root, shown=shown, comparison=comparison, document=document
    )
    sheets = layout_stylesheets(layout, STYLE, shown)
    return styled_page(html, layout, document.accent, sheets, root=root, shown=shown)
