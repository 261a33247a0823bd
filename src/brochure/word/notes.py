"""The kind of notes of a document (Word's footnotes or endnotes), their placement and their numbering.

Word numbers and prints notes itself; the writer sets where they are placed and where the count begins.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from brochure.document.tree import Document, Placement
from brochure.word.ooxml import NAMESPACES, W


@dataclass(frozen=True, slots=True)
class NoteKind:
    """A kind of notes: its name in WordprocessingML, and the roles of its styles."""

    tag: str
    text: str  # the role of the note's paragraph
    call: str  # the role of its calls


FOOTNOTE = NoteKind("footnote", "note", "call")
ENDNOTE = NoteKind("endnote", "endnote", "endnote_call")
KINDS = (FOOTNOTE, ENDNOTE)


def note_kind(placement: Placement) -> NoteKind:
    """The kind of notes for a placement: footnotes at the foot of the page, endnotes elsewhere."""
    return FOOTNOTE if placement is Placement.PAGE else ENDNOTE


def kind_in_brochure(placement: Placement, most_pages: int) -> NoteKind:
    """The kind of notes in a brochure of one partner, whose budget is so many pages.

    The end of a partner that has one page is the foot of this page.
    """
    return FOOTNOTE if placement is Placement.PARTNER and most_pages == 1 else note_kind(placement)


def set_up_notes(settings: etree._Element, page: etree._Element, document: Document, kind: NoteKind) -> None:
    """Set the placement and the numbering of a document's notes: decimal, from its first number on.

    Args:
        settings: The root of the settings, which set the placement of endnotes; a section cannot.
        page: The set-up of every section. It repeats the numbering, as Word does in its own files, because
            LibreOffice reads it only there. It does not set that numbers continue from section to section,
            which is the default.
        document: The document with the notes.
        kind: The kind of its notes.

    Source: ECMA-376-1:2016, 17.11.4, 17.11.5, 17.11.18, 17.11.20 and 17.11.22.
    """
    first = document.notes[0].number if document.notes else 1
    count = {"numFmt": "decimal"} | ({"numStart": str(first)} if first > 1 else {})
    # Without a placement, endnotes are at the end of the document; Word omits it too.
    place = {"pos": "sectEnd"} if document.placement is Placement.SECTION else {}
    _replace_settings(_note_properties(settings, kind), place | count)
    _replace_settings(_note_properties(page, kind), count)


def set_up_booklet_notes(settings: etree._Element) -> None:
    """Set the placement of notes in a booklet: footnotes at the foot of the page, endnotes after a section.

    Every partner is a section; if its notes come after questions, every question is a section.
    """
    _replace_settings(_note_properties(settings, FOOTNOTE), {"numFmt": "decimal"})
    _replace_settings(_note_properties(settings, ENDNOTE), {"pos": "sectEnd", "numFmt": "decimal"})


def set_note_numbering(section: etree._Element, kind: NoteKind, first: int | None) -> None:
    """Set the numbering of notes in a section: from ``first`` on, or continued from the section before.

    ``continuous`` is written too, because LibreOffice takes a missing setting from another section.
    """
    start = {"numStart": str(first)} if first is not None and first > 1 else {}
    restart = "continuous" if first is None else "eachSect"
    _replace_settings(
        _note_properties(section, kind), {"numFmt": "decimal"} | start | {"numRestart": restart}
    )


def _replace_settings(properties: etree._Element, facts: dict[str, str]) -> None:
    """Replace the settings of placement and numbering in properties of notes."""
    for name in ("pos", "numFmt", "numStart", "numRestart"):
        for old in properties.findall(f"w:{name}", NAMESPACES):
            properties.remove(old)
    properties[:0] = [_element_with_value(name, value) for name, value in facts.items()]


def _note_properties(parent: etree._Element, kind: NoteKind) -> etree._Element:
    """The properties of a kind of notes; created in the order of the schema if they are missing."""
    found: etree._Element | None = parent.find(f"w:{kind.tag}Pr", NAMESPACES)
    if found is None:
        found = etree.Element(f"{{{W}}}{kind.tag}Pr")
        later = (index for index, child in enumerate(parent) if etree.QName(child).localname in _AFTER)
        parent.insert(min(later, default=len(parent)), found)
    return found


# The elements after the properties of footnotes in the settings (ECMA-376-1:2016, 17.15.1.78, CT_Settings)
# and in a section (17.6.17, CT_SectPr).
_AFTER = {
    *("endnotePr", "compat", "docVars", "rsids", "mathPr", "attachedSchema", "themeFontLang"),
    *("clrSchemeMapping", "doNotIncludeSubdocsInStats", "doNotAutoCompressPictures", "forceUpgrade"),
    *("captions", "readModeInkLockDown", "smartTagType", "schemaLibrary", "shapeDefaults"),
    *("doNotEmbedSmartTags", "decimalSymbol", "listSeparator"),
    *("type", "pgSz", "pgMar", "paperSrc", "pgBorders", "lnNumType", "pgNumType", "cols", "formProt"),
    *("vAlign", "noEndnote", "titlePg", "textDirection", "bidi", "rtlGutter", "docGrid"),
    *("printerSettings", "sectPrChange"),
}


def _element_with_value(name: str, value: str) -> etree._Element:
    element = etree.Element(f"{{{W}}}{name}")
    element.set(f"{{{W}}}val", value)
    return element
