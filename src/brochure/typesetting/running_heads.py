"""Running heads, thumb tabs and folios of a booklet, as pages drawn over finished pages (柱、つめ、頁番号).

A partner's pages do not depend on their position in the book, so one more page before them changes nothing
on them. The running heads and the tab of a partner are rendered once for each kind of page, folios in blocks
of numbers; the merge draws them over the pages. The book's own parts are rendered when all folios are known,
and have theirs in their own margin boxes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from pathlib import Path

from brochure.document.book import Book
from brochure.document.tree import Document
from brochure.schema.layout import Layout
from brochure.typesetting.html import HtmlPage, fill_template, styled_page
from brochure.typesetting.inline_html import NO_NOTES
from brochure.typesetting.stylesheets import Stylesheet

FOLDER = "book"
HEADS = f"{FOLDER}/part.css.jinja"
FOLIOS = f"{FOLDER}/folio.css.jinja"
FOLIOS_PER_BLOCK = 32  # folios rendered together; even, so that every block begins on a right-hand page

_BOXES = (
    *("top-left-corner", "top-left", "top-center", "top-right", "top-right-corner"),
    *("right-top", "right-middle", "right-bottom"),
    *("bottom-right-corner", "bottom-right", "bottom-center", "bottom-left", "bottom-left-corner"),
    *("left-bottom", "left-middle", "left-top"),
)
# Empties the layout's own margin boxes, which are for a partner's brochure outside a booklet.
NO_MARGIN_BOXES = Stylesheet(
    "@page { " + " ".join(f"@{name} {{ content: none !important }}" for name in _BOXES) + " }\n", "booklet"
)
_SIDED = re.compile(
    r"@page[^{;]*:\s*(?:left|right)\b"
    r"|\b(?:page-)?break-(?:before|after)\s*:\s*(?:left|right|recto|verso)\b",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Tab:
    """A thumb tab: its index among ``count``, its label, its colour."""

    index: int
    count: int
    label: str
    colour: str


@dataclass(frozen=True, slots=True)
class BookPosition:
    """The position of pages in the book.

    ``first`` is the number of the first page, 0 for pages without a folio; ``recto`` is true if that is a
    right-hand page; ``bleed`` is in mm.
    """

    first: int
    recto: bool
    roman: bool = False
    tab: Tab | None = None
    bleed: float = 0


@dataclass(frozen=True, slots=True)
class HeadDesign:
    """The book, the layout with the templates (``layout``), and the layout of the pages below (``on``)."""

    book: Book
    layout: Layout
    shown: str
    root: Path
    on: Layout


def has_sided_pages(layout: Layout) -> bool:
    """Whether a layout has different left and right pages, or starts something on one of them."""
    found = [path for kind in ("*.css", "*.jinja") for path in layout.folder.glob(kind) if path.is_file()]
    # encoding errors are reported where the files are used
    texts = [path.read_text("utf-8", errors="replace") for path in found]
    return any(_SIDED.search(_COMMENT.sub("", text)) for text in texts)


def first_page_side(*, recto: bool) -> Stylesheet:
    """A style sheet that makes the first page a right-hand or left-hand one."""
    return Stylesheet(f"html {{ break-before: {'right' if recto else 'left'} }}\n", "booklet")


def own_running_heads(design: HeadDesign, position: BookPosition) -> tuple[Stylesheet, ...]:
    """Running head, tab and folio of one of the book's own parts, in its margin boxes."""
    start = f"@page :first {{ counter-reset: page {position.first} }}\n" if position.first else ""
    return (
        first_page_side(recto=position.recto),
        Stylesheet(start, "booklet"),
        _filled_style(design, HEADS, position, ":first"),
        _filled_style(design, FOLIOS, position, ":first"),
    )


def running_heads_html(design: HeadDesign, document: Document, tab: Tab, bleed: float) -> HtmlPage:
    """Running heads and tab of a partner: on four pages, for first and other pages, right and left.

    :func:`running_head_index` returns which page is which.
    """
    strings = f"partner {_css_string(document.title)}, series {_css_string(document.series)}"
    rules = (
        f"html {{ string-set: {strings} }}\np {{ margin: 0; height: 0 }}\n"
        ".opening { page: opening }\n.recto { break-before: right }\n.verso { break-before: left }\n"
    )
    pages = ("opening recto", "opening verso", "recto", "verso")
    position = BookPosition(1, recto=True, tab=tab, bleed=bleed)
    return _overlay_html(
        design, document.title, pages, rules, _filled_style(design, HEADS, position, "opening")
    )


def running_head_index(*, opening: bool, recto: bool) -> int:
    """The index of the page of :func:`running_heads_html` for a first page or another one, right or left."""
    return 2 * (not opening) + (not recto)


def folios_html(design: HeadDesign, first: int, bleed: float) -> HtmlPage:
    """A block of folios, one on each page; ``first`` is odd."""
    rules = (
        f"@page :first {{ counter-reset: page {first} }}\n"
        "p { margin: 0; height: 0 }\np + p { break-before: page }\n"
    )
    position = BookPosition(first, recto=True, bleed=bleed)
    style = _filled_style(design, FOLIOS, position, "opening")
    return _overlay_html(design, design.book.title, ("",) * FOLIOS_PER_BLOCK, rules, style)


def folio_block(folio: int) -> tuple[int, int]:
    """The first folio of the block that contains a folio, and the folio's page index in it."""
    index = (folio - 1) % FOLIOS_PER_BLOCK
    return folio - index, index


def _overlay_html(
    design: HeadDesign, title: str, pages: tuple[str, ...], rules: str, style: Stylesheet
) -> HtmlPage:
    body = "".join(f'<p class="{kind}"></p>' for kind in pages)
    title = f"<title>{escape(title)}</title>"
    html = f'<!doctype html><html lang="{design.book.lang}"><head><meta charset="utf-8">{title}</head>'
    sheets = (style, Stylesheet(rules, "booklet"))
    return styled_page(
        f"{html}<body>{body}</body></html>",
        design.on,
        design.book.cover.colour,
        sheets,
        root=design.root,
        shown=design.shown,
    )


def _filled_style(design: HeadDesign, template: str, position: BookPosition, opening: str) -> Stylesheet:
    css = fill_template(
        design.layout,
        template,
        notes=NO_NOTES,
        root=design.root,
        shown=design.shown,
        book=design.book,
        standing=position,
        page=design.on.data.page,
        opening=opening,
    )
    return Stylesheet(css, f"{design.shown}/{template}")


def _css_string(text: str) -> str:
    """A CSS string."""
    return '"' + re.sub(r'["\\\n]', lambda found: f"\\{ord(found[0]):x} ", text) + '"'
