"""The signs of lists: whether a paragraph shows a bullet, a number or nothing before its text.

Programs write the list of a style into its paragraphs again, under numbers of their own; so the signs are
compared, never the numbers of lists.

Source: ECMA-376-1:2016, 17.9 (numbering).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from brochure.word.ooxml import W
from brochure.word.untrusted import OpenedWord

_NUMBERING = "word/numbering.xml"


@dataclass(frozen=True, slots=True)
class ListSigns:
    """The signs of the lists of a file: ``bullet``, ``number`` or nothing, and their levels.

    ``styles`` has the list and the level of each style by name, ``signs`` the sign by list and level.
    """

    styles: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    signs: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def of(cls, file: OpenedWord, names: Mapping[str, str]) -> ListSigns:
        """Read the lists of a file; ``names`` are the names of styles by id."""
        own: dict[str, tuple[str, str]] = {}
        root = file.xml("word/styles.xml")
        for style in root.iterfind(f"{{{W}}}style") if root is not None else ():
            found = _list_of(style.find(f"{{{W}}}pPr"))
            if found is not None:
                own[names[style.get(f"{{{W}}}styleId", "")]] = found
        return cls(own, _signs(file.xml(_NUMBERING)))

    def sign(self, properties: etree._Element | None, style: str) -> str:
        """The sign before a paragraph, with its level; empty if there is none."""
        number, level = _list_of(properties) or self.styles.get(style, ("", ""))
        sign = self.signs.get((number, level), "")
        return f"{sign} {level}" if sign else ""

    def is_other(self, properties: etree._Element | None, style: str) -> bool:
        """Whether a paragraph has a list of its own, with another sign than that of its style.

        An embedded original has no signs: there, each list of a paragraph's own counts, so that a paragraph
        that was sent with one is no edit.
        """
        own = _list_of(properties)
        if own is None or own[0] == "0":
            return False  # a list that is turned off is told by itself
        return not self.signs or self.sign(properties, style) != self.sign(None, style)


def _list_of(properties: etree._Element | None) -> tuple[str, str] | None:
    """The list and the level in the properties of a paragraph."""
    found = None if properties is None else properties.find(f"{{{W}}}numPr")
    if found is None:
        return None
    number, level = (found.find(f"{{{W}}}{name}") for name in ("numId", "ilvl"))
    if number is None:
        return None
    return number.get(f"{{{W}}}val", ""), "0" if level is None else level.get(f"{{{W}}}val", "0")


def _signs(root: etree._Element | None) -> dict[tuple[str, str], str]:
    if root is None:
        return {}
    levels: dict[str, dict[str, str]] = {}
    for one in root.iterfind(f"{{{W}}}abstractNum"):
        levels[one.get(f"{{{W}}}abstractNumId", "")] = {
            level.get(f"{{{W}}}ilvl", "0"): _sign(level) for level in one.iterfind(f"{{{W}}}lvl")
        }
    found = {}
    for one in root.iterfind(f"{{{W}}}num"):
        abstract = one.find(f"{{{W}}}abstractNumId")
        key = "" if abstract is None else abstract.get(f"{{{W}}}val", "")
        for level, sign in levels.get(key, {}).items():
            found[one.get(f"{{{W}}}numId", ""), level] = sign
    return found


def _sign(level: etree._Element) -> str:
    form, text = (level.find(f"{{{W}}}{name}") for name in ("numFmt", "lvlText"))
    kind = "decimal" if form is None else form.get(f"{{{W}}}val", "decimal")
    if kind == "none" or (text is not None and not text.get(f"{{{W}}}val")):
        return ""
    return "bullet" if kind == "bullet" else "number"
