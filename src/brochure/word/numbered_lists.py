"""Lists of numbering.xml that are added to those of reference.docx."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import etree

from brochure.word.ooxml import NAMESPACES, W, with_namespaces

if TYPE_CHECKING:
    from brochure.word.styles import StyleSheet


def continued_list(sheet: StyleSheet, style: str, number: int, looks: str) -> str:
    """Add a list that continues that of a style at a number, and return its id (``w:numId``).

    It has a definition of its own, because LibreOffice counts each list by itself, and takes only the
    first number from an override.

    Args:
        style: The numbered style.
        number: The first number.
        looks: The style of the paragraphs, which has their indents; the numbers of a style other than
            ``style`` look like its text.

    Raises:
        ValueError: The style has no numbering.
    """
    level = sheet.level(style)
    definition = None if level is None else level.getparent()
    if level is None or definition is None:
        raise ValueError("the style has no numbering: call check_reference first")
    depth = level.get(f"{{{W}}}ilvl")
    made = deepcopy(definition)
    for name in ("nsid", "tmpl"):  # Word treats lists with equal values as one list
        for old in made.findall(f"w:{name}", NAMESPACES):
            made.remove(old)
    own = next(one for one in made.iterfind("w:lvl", NAMESPACES) if one.get(f"{{{W}}}ilvl") == depth)
    for child in list(own):
        kind = etree.QName(child).localname
        if kind in ("pStyle", "pPr") or (kind == "rPr" and looks != style):
            own.remove(child)
    start = own.find("w:start", NAMESPACES)
    if start is None:
        own.insert(0, start := etree.Element(f"{{{W}}}start"))
    start.set(f"{{{W}}}val", str(number))
    indents = (element.find("w:pPr/w:ind", NAMESPACES) for element in sheet.inheritance(looks))
    place = etree.Element(f"{{{W}}}pPr")
    place.extend(deepcopy(indent) for indent in [one for one in indents if one is not None][:1])
    looks_of_number = own.find("w:rPr", NAMESPACES)  # comes last
    own.insert(len(own) if looks_of_number is None else own.index(looks_of_number), place)
    abstract = add_definition(sheet.numbering, made, "abstractNum")
    instance = etree.fromstring(with_namespaces("w:num", f'<w:abstractNumId w:val="{abstract}"/>'))
    return add_definition(sheet.numbering, instance, "num")


def add_definition(numbering: etree._Element, element: etree._Element, name: str) -> str:
    """Add a definition after the others of its kind, with the next number; returns the number."""
    key = f"{{{W}}}{name}Id"
    others = numbering.findall(f"w:{name}", NAMESPACES)
    number = str(1 + max(int(other.get(key, "0")) for other in others))
    element.set(key, number)
    others[-1].addnext(element)
    return number
