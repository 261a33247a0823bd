"""What is laid over finished pages of partners in a booklet: running heads, tabs, folios (柱、つめ、頁番号).

A partner's pages do not know where they stand in the book, so a page more before them changes nothing on
them. Running heads and tab of a partner are set once for each kind of page, folios in blocks of numbers; the
binder lays them over the pages. The book's own parts are set when all folios are known, and have theirs in
their own margin boxes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from pathlib import Path

from brochure.document.book import Book
from brochure.document.tree import Document
from brochure.schema.layout import Layout
from brochure.typesetting.html import NO_NOTES, HtmlPage, Stylesheet, fill, ground

FOLDER = "book"
HEADS = f"{FOLDER}/part.css.jinja"
FOLIOS = f"{FOLDER}/folio.css.jinja"
BLOCK = 32  # folios that are set together; even, so that every block begins on a right-hand page

_BOXES = (
    *("top-left-corner", "top-left", "top-center", "top-right", "top-right-corner"),
    *("right-top", "right-middle", "right-bottom"),
    *("bottom-right-corner", "bottom-right", "bottom-center", "bottom-left", "bottom-left-corner"),
    *("left-bottom", "left-middle", "left-top"),
)
# The layout's own margin boxes are for partners on their own.
BARE = Stylesheet(
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
    """A thumb tab: its place among so many, its label, its colour."""

    index: int
    count: int
    label: str
    colour: str


@dataclass(frozen=True, slots=True)
class BookPosition:
    """Where pages stand in the book.

    ``first`` is the number of the first page, 0 for pages without a folio; ``recto`` whether that is a
    right-hand page; ``bleed`` how far colour goes beyond the trim, in mm.
    """

    first: int
    recto: bool
    roman: bool = False
    tab: Tab | None = None
    bleed: float = 0


@dataclass(frozen=True, slots=True)
class HeadDesign:
    """Who draws: the book, the layout whose templates are used, and the one whose pages are drawn on."""

    book: Book
    layout: Layout
    shown: str
    root: Path
    on: Layout


def sided(layout: Layout) -> bool:
    """Whether a layout makes left and right pages differ, or lets something begin on one of them."""
    found = [path for kind in ("*.css", "*.jinja") for path in layout.folder.glob(kind)]
    texts = [path.read_text("utf-8", errors="replace") for path in found]  # told when they are used
    return any(_SIDED.search(_COMMENT.sub("", text)) for text in texts)


def beginning(*, recto: bool) -> Stylesheet:
    """Make the first page a right-hand or left-hand one."""
    return Stylesheet(f"html {{ break-before: {'right' if recto else 'left'} }}\n", "booklet")


def own(drawing: HeadDesign, standing: BookPosition) -> tuple[Stylesheet, ...]:
    """The furniture of one of the book's own parts, in its own margin boxes."""
    start = f"@page :first {{ counter-reset: page {standing.first} }}\n" if standing.first else ""
    return (
        beginning(recto=standing.recto),
        Stylesheet(start, "booklet"),
        _style(drawing, HEADS, standing, ":first"),
        _style(drawing, FOLIOS, standing, ":first"),
    )


def heads(drawing: HeadDesign, document: Document, tab: Tab, bleed: float) -> HtmlPage:
    """Running heads and tab of a partner: on its first page and on others, each on the right and the left.

    :func:`head` says which page is which.
    """
    strings = f"partner {_string(document.title)}, series {_string(document.series)}"
    rules = (
        f"html {{ string-set: {strings} }}\np {{ margin: 0; height: 0 }}\n"
        ".opening { page: opening }\n.recto { break-before: right }\n.verso { break-before: left }\n"
    )
    pages = ("opening recto", "opening verso", "recto", "verso")
    standing = BookPosition(1, recto=True, tab=tab, bleed=bleed)
    return _sheet(drawing, document.title, pages, rules, _style(drawing, HEADS, standing, "opening"))


def head(*, opening: bool, recto: bool) -> int:
    """The page of :func:`heads` that lies over a first page or another, on the right or the left."""
    return 2 * (not opening) + (not recto)


def folios(drawing: HeadDesign, first: int, bleed: float) -> HtmlPage:
    """So many folios as are in a block, a page each, from an odd number on."""
    rules = (
        f"@page :first {{ counter-reset: page {first} }}\n"
        "p { margin: 0; height: 0 }\np + p { break-before: page }\n"
    )
    standing = BookPosition(first, recto=True, bleed=bleed)
    style = _style(drawing, FOLIOS, standing, "opening")
    return _sheet(drawing, drawing.book.title, ("",) * BLOCK, rules, style)


def block(folio: int) -> tuple[int, int]:
    """The first folio of the block in which one is, and its page there."""
    index = (folio - 1) % BLOCK
    return folio - index, index


def _sheet(
    drawing: HeadDesign, title: str, pages: tuple[str, ...], rules: str, style: Stylesheet
) -> HtmlPage:
    body = "".join(f'<p class="{kind}"></p>' for kind in pages)
    html = f'<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>{escape(title)}</title></head>'
    sheets = (
        *ground(drawing.on, drawing.book.cover.colour, drawing.shown, {}),
        style,
        Stylesheet(rules, "booklet"),
    )
    return HtmlPage(f"{html}<body>{body}</body></html>", sheets, drawing.root)


def _style(drawing: HeadDesign, template: str, standing: BookPosition, opening: str) -> Stylesheet:
    css = fill(
        drawing.layout,
        template,
        notes=NO_NOTES,
        root=drawing.root,
        shown=drawing.shown,
        book=drawing.book,
        standing=standing,
        page=drawing.on.data.page,
        opening=opening,
    )
    return Stylesheet(css, f"{drawing.shown}/{template}")


def _string(text: str) -> str:
    """A CSS string."""
    return '"' + re.sub(r'["\\\n]', lambda found: f"\\{ord(found[0]):x} ", text) + '"'
