"""The format of text: names of styles, language, and direct formatting by an editor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from brochure.word.languages import SLOTS
from brochure.word.ooxml import W
from brochure.word.reader import fixups_libreoffice
from brochure.word.reader.elements import is_off, is_on
from brochure.word.reader.list_signs import ListSigns
from brochure.word.styles import BAR
from brochure.word.untrusted import OpenedWord

# Kinds of direct formatting, by the name of the property.
_DIRECT_FORMATTING = {
    "u": "underline",
    "strike": "strike",
    "dstrike": "strike",
    "highlight": "highlight",
    "i": "italic",
    "em": "emphasis",
    "bdr": "border",
    "caps": "capitals",
    "smallCaps": "capitals",
    "outline": "outline",
    "shadow": "outline",
    "emboss": "outline",
    "imprint": "outline",
    "vanish": "hidden",
}
# The names of the styles of note numbers in Word.
_MARKERS = {"footnote reference", "endnote reference"}


@dataclass(frozen=True, slots=True)
class FileStyles:
    """The styles of a file; all names are casefolded."""

    names: Mapping[str, str]  # names by id
    colours: Mapping[str, str]  # colours by name; the colour of the document has an empty name
    sizes: Mapping[str, str]  # sizes by name in half points; the size of the document has an empty name
    own: Mapping[str, str]  # names by role
    markers: frozenset[str]  # names of the styles of note numbers
    bold: frozenset[str]  # names of the styles that are bold
    has_bold_tables: bool  # whether a style of tables makes words bold
    hidden: frozenset[str] = (
        frozenset()
    )  # names of the styles whose words are hidden; empty for the whole document
    lists: ListSigns = field(default_factory=ListSigns)

    @classmethod
    def of(cls, file: OpenedWord, roles: Mapping[str, str]) -> FileStyles:
        """Read the styles of a file; ``roles`` are names of styles by role."""
        names = _style_names(file)
        own = {
            role: roles.get(role, role).casefold()
            for role in ("strong", "foreign", "call", "endnote_call", "note_marker")
        }
        called = {own[role] for role in ("call", "endnote_call", "note_marker")}
        markers = frozenset(called | _MARKERS | fixups_libreoffice.NOTE_MARKERS)
        colours = fixups_libreoffice.style_values(file, names, "color", "auto")
        sizes = fixups_libreoffice.style_values(file, names, "sz", "20")
        bold = frozenset(
            name
            for name, value in fixups_libreoffice.style_values(file, names, "b", "").items()
            if value == "1"
        )
        hidden = frozenset(
            name
            for name, value in fixups_libreoffice.style_values(file, names, "vanish", "").items()
            if value == "1"
        )
        lists = ListSigns.of(file, names)
        return cls(names, colours, sizes, own, markers, bold, _has_bold_tables(file), hidden, lists)

    def is_bold(self, name: str, *, in_table: bool) -> bool:
        """Whether a line with a style may be bold without an editor; programs copy the bold of tables."""
        return name in self.bold or (in_table and self.has_bold_tables)

    def is_hidden(self, name: str) -> bool:
        """Whether words in a style are hidden."""
        return name in self.hidden or "" in self.hidden

    def list_edits(self, properties: etree._Element | None, name: str) -> Iterator[str]:
        """Yield what an editor did to the list of a paragraph whose style has a name."""
        if self.lists.is_other(properties, name):
            yield "list sign"

    def is_item(self, properties: etree._Element | None, name: str) -> bool:
        """Whether a paragraph shows the sign of a list."""
        return bool(self.lists.sign(properties, name))

    def name(self, properties: etree._Element | None, kind: str) -> str:
        """The name of the style (``pStyle`` or ``rStyle``) in properties; empty if there is none."""
        found = None if properties is None else properties.find(f"{{{W}}}{kind}")
        return "" if found is None else self.names.get(found.get(f"{{{W}}}val", ""), "")


def _style_names(file: OpenedWord) -> dict[str, str]:
    """Names of styles by id, without the partner or colour that a booklet adds after a bar."""
    root = file.xml("word/styles.xml")
    found = {}
    for style in root.iterfind(f"{{{W}}}style") if root is not None else ():
        name = style.find(f"{{{W}}}name")
        shown = "" if name is None else name.get(f"{{{W}}}val", "")
        found[style.get(f"{{{W}}}styleId", "")] = shown.split(BAR, maxsplit=1)[0].casefold()
    return found


def _has_bold_tables(file: OpenedWord) -> bool:
    root = file.xml("word/styles.xml")
    path = f"{{{W}}}style[@{{{W}}}type='table']//{{{W}}}rPr"
    return root is not None and any(is_on(properties, "b") for properties in root.iterfind(path))


def is_complex(properties: etree._Element | None) -> bool:
    """Whether Word takes font, size and bold of a run from the properties for complex scripts."""
    return is_on(properties, "rtl") or is_on(properties, "cs")


def is_bold(properties: etree._Element | None) -> bool:
    """Whether a run is bold by its own properties; other programs than Word write only ``w:b``."""
    return is_on(properties, "b") or (is_complex(properties) and is_on(properties, "bCs"))


def is_not_bold(properties: etree._Element | None) -> bool:
    """Whether a run turns off the bold of its style."""
    return not is_bold(properties) and (
        is_off(properties, "b") or (is_complex(properties) and is_off(properties, "bCs"))
    )


def run_languages(properties: etree._Element | None) -> dict[str, str | None]:
    """The languages in properties, by kind of characters; see ``languages.language_of_run``."""
    found = None if properties is None else properties.find(f"{{{W}}}lang")
    return {slot: None if found is None else found.get(f"{{{W}}}{slot}") for slot in SLOTS}


def run_alignment(properties: etree._Element | None) -> str:
    """``superscript`` or ``subscript``, if the properties say so; else an empty string."""
    found = None if properties is None else properties.find(f"{{{W}}}vertAlign")
    value = "" if found is None else found.get(f"{{{W}}}val", "")
    return value if value in ("superscript", "subscript") else ""


def paragraph_formatting(properties: etree._Element | None) -> Iterator[str]:
    """Yield the kinds of direct formatting of a paragraph that a reader sees: its list, its alignment.

    Word processors write the list and the indents of a style into the paragraph again; only a list that was
    turned off counts, and text that is centred or set at the right.
    """
    if properties is None:
        return
    number = properties.find(f"{{{W}}}numPr/{{{W}}}numId")
    if number is not None and number.get(f"{{{W}}}val") == "0":
        yield "no list"
    alignment = properties.find(f"{{{W}}}jc")
    if alignment is not None and alignment.get(f"{{{W}}}val") in ("center", "right", "end", "distribute"):
        yield "alignment"
    if is_on(properties, "pageBreakBefore"):
        yield "page break"
    if is_on(properties, "bidi"):
        yield "direction"


def direct_formatting(properties: etree._Element | None, colours: set[str], sizes: set[str]) -> Iterator[str]:
    """Yield the kinds of direct formatting in properties.

    Args:
        properties: The properties of a run.
        colours: Colours that are no direct formatting.
        sizes: Sizes that are none, in half points.
    """
    if properties is None:
        return
    for name, kind in _DIRECT_FORMATTING.items():
        if is_on(properties, name) or (name == "i" and is_complex(properties) and is_on(properties, "iCs")):
            yield kind
    colour = properties.find(f"{{{W}}}color")
    if colour is not None and colour.get(f"{{{W}}}val") not in (None, "auto", *colours):
        yield "colour"
    size = properties.find(f"{{{W}}}{'szCs' if is_complex(properties) else 'sz'}")
    if (
        size is not None
        and size.get(f"{{{W}}}val") not in sizes
        and properties.find(f"{{{W}}}rStyle") is None
    ):
        yield "size"
