"""Which of Word's two kinds of notes a document has, and how Word counts and places them.

Word numbers and prints notes by itself: the writer says where they stand and where the count begins.
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
    text: str  # role of the note's paragraph
    call: str  # role of its calls


FOOTNOTE = NoteKind("footnote", "note", "call")
ENDNOTE = NoteKind("endnote", "endnote", "endnote_call")
KINDS = (FOOTNOTE, ENDNOTE)


def kind_of(placement: Placement) -> NoteKind:
    """The kind of notes that stands in a place: only footnotes can stand at the foot of a page."""
    return FOOTNOTE if placement is Placement.PAGE else ENDNOTE


def set_up(settings: etree._Element, page: etree._Element, document: Document) -> None:
    """Place and count a document's notes as the document does: in decimals, from its first number on.

    Args:
        settings: They place endnotes: a section cannot.
        page: The set-up of every section. It says the numbers again, as Word does in its own files,
            because LibreOffice reads them nowhere else; it does not say that they go on from section
            to section, which they do by themselves.
        document: Whose notes.

    Source: ECMA-376-1:2016, 17.11.4, 17.11.5, 17.11.18, 17.11.20 and 17.11.22.
    """
    kind = kind_of(document.placement)
    first = document.notes[0].number if document.notes else 1
    count = {"numFmt": "decimal"} | ({"numStart": str(first)} if first > 1 else {})
    # Endnotes that nothing places stand at the end of the document; Word too leaves it unsaid.
    place = {"pos": "sectEnd"} if document.placement is Placement.SECTION else {}
    _state(_properties(settings, kind), place | count)
    _state(_properties(page, kind), count)


def set_up_book(settings: etree._Element) -> None:
    """Place the notes of a booklet: footnotes at the foot of the page, endnotes where a section ends.

    Every partner is a section, or one for every question if its notes stand behind questions.
    """
    _state(_properties(settings, FOOTNOTE), {"numFmt": "decimal"})
    _state(_properties(settings, ENDNOTE), {"pos": "sectEnd", "numFmt": "decimal"})


def count(section: etree._Element, kind: NoteKind, first: int | None) -> None:
    """Count the notes of a section: from a number on, or going on from the section before.

    Going on is said too, for LibreOffice, which takes what is unsaid from another section.
    """
    start = {"numStart": str(first)} if first is not None and first > 1 else {}
    restart = "continuous" if first is None else "eachSect"
    _state(_properties(section, kind), {"numFmt": "decimal"} | start | {"numRestart": restart})


def _state(properties: etree._Element, facts: dict[str, str]) -> None:
    """Let properties of notes say these facts of place and count and no others."""
    for name in ("pos", "numFmt", "numStart", "numRestart"):
        for old in properties.findall(f"w:{name}", NAMESPACES):
            properties.remove(old)
    properties[:0] = [_valued(name, value) for name, value in facts.items()]


def _properties(parent: etree._Element, kind: NoteKind) -> etree._Element:
    """The properties of a kind of notes; made in their place if there are none."""
    found: etree._Element | None = parent.find(f"w:{kind.tag}Pr", NAMESPACES)
    if found is None:
        found = etree.Element(f"{{{W}}}{kind.tag}Pr")
        later = (index for index, child in enumerate(parent) if etree.QName(child).localname in _AFTER)
        parent.insert(min(later, default=len(parent)), found)
    return found


# What follows the properties of footnotes in the settings (ECMA-376-1:2016, 17.15.1.78, CT_Settings),
# and what does in a section (17.6.17, CT_SectPr).
_AFTER = {
    *("endnotePr", "compat", "docVars", "rsids", "mathPr", "attachedSchema", "themeFontLang"),
    *("clrSchemeMapping", "doNotIncludeSubdocsInStats", "doNotAutoCompressPictures", "forceUpgrade"),
    *("captions", "readModeInkLockDown", "smartTagType", "schemaLibrary", "shapeDefaults"),
    *("doNotEmbedSmartTags", "decimalSymbol", "listSeparator"),
    *("type", "pgSz", "pgMar", "paperSrc", "pgBorders", "lnNumType", "pgNumType", "cols", "formProt"),
    *("vAlign", "noEndnote", "titlePg", "textDirection", "bidi", "rtlGutter", "docGrid"),
    *("printerSettings", "sectPrChange"),
}


def _valued(name: str, value: str) -> etree._Element:
    element = etree.Element(f"{{{W}}}{name}")
    element.set(f"{{{W}}}val", value)
    return element
