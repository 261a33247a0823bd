"""How text looks: the names of its styles, its language, and formatting that an editor gave by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from brochure.word.accent_styles import BAR
from brochure.word.ooxml import W
from brochure.word.reader import fixups_libreoffice as fixups
from brochure.word.reader.elements import is_on
from brochure.word.untrusted import OpenedWord

# Looks that an editor may give by hand, by the name of their property.
_LOOKS = {"u": "underline", "strike": "strike", "dstrike": "strike", "highlight": "highlight", "i": "italic",
          "em": "emphasis", "bdr": "border"}  # fmt: skip
# What Word calls the styles of numbers of notes.
_MARKERS = {"footnote reference", "endnote reference"}


@dataclass(frozen=True, slots=True)
class FileStyles:
    """The styles of a file by name: ``own`` are those of roles, ``markers`` those of numbers of notes."""

    names: Mapping[str, str]  # by id
    colours: Mapping[str, str]  # by name; that of a text without a style by an empty one
    own: Mapping[str, str]  # by role
    markers: frozenset[str]

    @classmethod
    def of(cls, file: OpenedWord, roles: Mapping[str, str]) -> FileStyles:
        """Read the styles of a file; ``roles`` are names of styles by their role."""
        names = _names(file)
        own = {
            role: roles.get(role, role).casefold()
            for role in ("strong", "foreign", "call", "endnote_call", "note_marker")
        }
        called = {own[role] for role in ("call", "endnote_call", "note_marker")}
        markers = frozenset(called | _MARKERS | fixups.NOTE_MARKERS)
        return cls(names, fixups.style_colours(file, names), own, markers)

    def name(self, properties: etree._Element | None, kind: str) -> str:
        """The name of the style (``pStyle`` or ``rStyle``) that properties ask for."""
        found = None if properties is None else properties.find(f"{{{W}}}{kind}")
        return "" if found is None else self.names.get(found.get(f"{{{W}}}val", ""), "")


def _names(file: OpenedWord) -> dict[str, str]:
    """Names of styles by id, without the partner or colour that a booklet adds to them."""
    root = file.xml("word/styles.xml")
    found = {}
    for style in root.iterfind(f"{{{W}}}style") if root is not None else ():
        name = style.find(f"{{{W}}}name")
        shown = "" if name is None else name.get(f"{{{W}}}val", "")
        found[style.get(f"{{{W}}}styleId", "")] = shown.split(BAR, maxsplit=1)[0].casefold()
    return found


def language(properties: etree._Element | None) -> str:
    """The language that properties say; ``und`` if they say none."""
    found = None if properties is None else properties.find(f"{{{W}}}lang")
    values = (None if found is None else found.get(f"{{{W}}}{slot}") for slot in ("eastAsia", "bidi", "val"))
    return next((value for value in values if value), "und")


def formatting(properties: etree._Element | None, usual: set[str]) -> Iterator[str]:
    """Looks that an editor gave by hand; sizes and colours too, other than the ``usual`` ones."""
    if properties is None:
        return
    for name, kind in _LOOKS.items():
        if is_on(properties, name):
            yield kind
    for name, kind, none in (("color", "colour", {"auto", *usual}), ("vertAlign", "raised", {"baseline"})):
        found = properties.find(f"{{{W}}}{name}")
        if found is not None and found.get(f"{{{W}}}val") not in (None, *none):
            yield kind
    if properties.find(f"{{{W}}}sz") is not None and properties.find(f"{{{W}}}rStyle") is None:
        yield "size"
