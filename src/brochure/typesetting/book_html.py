"""The parts of a book that are its own (cover, contents, tables, index, colophon) as HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from brochure.diagnostics.problem import BrochureError, problem
from brochure.document.anchors import TO_CALL, TO_NOTE, note_anchor
from brochure.document.book import Book, CollectedNotes, Depth
from brochure.document.tree import Note
from brochure.pdf.merge.part import SCHEME
from brochure.schema.layout import Layout
from brochure.typesetting import running_heads as furniture
from brochure.typesetting.html import NO_NOTES, HtmlPage, Stylesheet, fill, ground, sheet
from brochure.typesetting.running_heads import FOLDER, BookPosition

STYLE = f"{FOLDER}/style.css"
_BODY = re.compile(r"(<body\b[^>]*>).*</body>", re.DOTALL)
PARTS = ("cover", "jacket", "front", "back", "colophon")


@dataclass(frozen=True, slots=True)
class Folios:
    """Printed page numbers: of partners and parts by name, and of words by (partner, word)."""

    parts: Mapping[str, str]
    words: Mapping[tuple[str, str], tuple[str, ...]]


def check_book_templates(layout: Layout, shown: str) -> None:
    """Make sure that a layout has pages for booklets.

    Raises:
        BrochureError: Files that are missing (K106).
    """
    names = [STYLE, furniture.HEADS, furniture.FOLIOS, *(f"{FOLDER}/{part}.html.jinja" for part in PARTS)]
    if missing := [name for name in names if not (layout.folder / name).is_file()]:
        raise BrochureError(
            [problem("K106", None, layout=layout.id, path=f"{shown}/{name}") for name in missing]
        )


def write_book_html(
    part: str,
    book: Book,
    layout: Layout,
    standing: BookPosition,
    folios: Folios,
    *,
    root: Path,
    shown: str,
    spine: float = 0,
) -> HtmlPage:
    """Fill the template of one of the book's own parts.

    Args:
        part: One of :data:`PARTS`.
        book: What to print.
        layout: Whose templates.
        standing: Where the part stands.
        folios: The numbers of the pages.
        root: The workspace.
        shown: The layout folder's name in locations.
        spine: Width of the spine in mm, of a jacket.

    Raises:
        BrochureError: A template is broken, with its file and line.
    """
    html = fill(
        layout,
        f"{FOLDER}/{part}.html.jinja",
        notes=NO_NOTES,
        root=root,
        shown=shown,
        book=book,
        folio=lambda name: folios.parts.get(name, ""),
        folios=lambda place: _of_place(place.partner, place.word, folios),
        link=lambda name, place="": f"{SCHEME}{name}" + (f"#{place}" if place else ""),
        note_id=lambda group, note: f"{TO_NOTE}{group.partner}.{note_anchor(note.id)}",
        call_link=_call_link,
        row=Depth.ROW,
        spine=spine,
    )
    sheets = (
        *ground(layout, book.cover.colour, shown, {}),
        sheet(layout, STYLE, shown),
        *furniture.own(furniture.HeadDesign(book, layout, shown, root, layout), standing),
    )
    if part == "jacket":
        sheets += (_jacket_page(layout, spine, shown),)
    return HtmlPage(html, sheets, root)


def nothing_on(page: HtmlPage) -> HtmlPage:
    """A page that says the same of its file (title, language, authors), and shows nothing."""
    return HtmlPage(_BODY.sub(r"\1</body>", page.html), (), page.root)


def _jacket_page(layout: Layout, spine: float, shown: str) -> Stylesheet:
    """The page of a cover that lies open: back, spine and front side by side."""
    page = layout.data.page
    rules = (
        f"@page {{ size: {2 * page.width + spine:g}mm {page.height:g}mm; margin: 0 }}\n"
        f"html {{ --width: {page.width:g}mm; --spine: {spine:g}mm }}\n"
    )
    return Stylesheet(rules, f"{shown}/layout.yaml")


def _of_place(partner: str, word: str, folios: Folios) -> tuple[tuple[str, str], ...]:
    """The (partner, folio) pairs of a place: the pages of a word, or a partner's first page."""
    if word and (found := folios.words.get((partner, word))):
        return tuple((partner, folio) for folio in found)
    return ((partner, folios.parts.get(partner, "")),)


def _call_link(group: CollectedNotes, note: Note) -> str:
    return f"{SCHEME}{group.partner}#{TO_CALL}{note_anchor(note.id)}"


def notes_at(partner: str) -> str:
    """Where a partner's calls lead if all notes stand at the end of the book; a note's name comes behind."""
    return f"{SCHEME}back#{TO_NOTE}{partner}."
