"""Styles in another accent: a booklet has the colours of many partners, and a Word file one theme.

A variant is based on its style and differs in its colours alone, so that a change to the style
changes it too. It is made when it is first asked for: a file has only those that it needs. Its name
is the style's with the colour, or the partner, behind a bar: 冊子 表の見出し｜0B4F8A.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy

from lxml import etree

from brochure.document import palette as colour
from brochure.schema.layout import WordStyles
from brochure.word import theme
from brochure.word.ooxml import NAMESPACES, W
from brochure.word.styles import StyleSheet, Variant

BAR = "｜"
_WIDE = "wide"  # for pages in landscape
_NEAR = 20  # twips: a designer's tab stop may be off by rounding

# What may be coloured, in the order of the schema (ECMA-376-1:2016, 17.7.4.17 and 17.3.1.26).
_CONTAINERS = ("pPr", "rPr", "tblPr", "trPr", "tcPr", "tblStylePr")
_ORDER = ("numPr", "pBdr", "tblBorders", "tcBorders", "color", "u", "bdr", "shd", "ind", "outlineLvl")


def base_name(name: str) -> str:
    """The name that a style has in the layout.

    >>> base_name("冊子 箇条書き｜0B4F8A"), base_name("冊子 箇条書き")
    ('冊子 箇条書き', '冊子 箇条書き')
    """
    return name.partition(BAR)[0]


class Variants:
    """Makes the variants of a file's styles.

    Args:
        styles, numbering: Roots of their parts; variants are added to them.
        sheet: The styles, which learns of the variants.
        names: The names of the layout's styles.
    """

    def __init__(
        self, styles: etree._Element, numbering: etree._Element, sheet: StyleSheet, names: WordStyles
    ) -> None:
        self._question = sheet.find(names.question, "paragraph")
        self._title = sheet.find(names.title, "paragraph")
        self._styles = styles
        self._numbering = numbering
        self._sheet = sheet
        self._made: dict[tuple[str, str], str] = {}

    def of(self, partner: str, accent: str, question: str) -> Variant:
        """The variants for a partner.

        Questions are a list of each partner's own, so that their numbers begin with 1. Among the
        headings of a booklet they come after the partner's name.

        Args:
            partner: Its id.
            accent: Its colour, ``#rrggbb``.
            question: The form of question numbers: ``（{number}）``.
        """
        colours = theme.slots(colour.derive_palette(accent))

        def variant(style: str) -> str:
            mark = partner if style == self._question else accent.removeprefix("#").upper()
            key = (style, mark)
            if key not in self._made:
                self._made[key] = self._make(style, mark, colours)
                if style == self._question:
                    self._word_numbers(self._made[key], question)
                self._follow(self._made[key], style, variant)
            return self._made[key]

        return variant

    def widened(self, style: str, before: int, width: int) -> str:
        """A style whose tab stop at the edge of the type area moves to that of a wider one (twips)."""
        found = (element.find("w:pPr/w:tabs", NAMESPACES) for element in self._sheet.line(style))
        tabs = next((tabs for tabs in found if tabs is not None), ())
        edge = [tab for tab in tabs if abs(int(_attribute(tab, "pos") or 0) - before) < _NEAR]
        if not edge:
            return style
        key = (style, _WIDE)
        if key not in self._made:
            own = etree.Element("made")
            moved = etree.SubElement(etree.SubElement(own, f"{{{W}}}pPr"), f"{{{W}}}tabs")
            for tab in edge:
                cleared, wide = deepcopy(tab), deepcopy(tab)
                cleared.set(f"{{{W}}}val", "clear")
                wide.set(f"{{{W}}}pos", str(width))
                moved.extend((cleared, wide))
            self._made[key] = self._add(style, _WIDE, own)
        return self._made[key]

    def _make(self, style: str, mark: str, colours: dict[str, str]) -> str:
        """A style in these colours; the style itself if it has none of them."""
        outline = {self._title: "0", self._question: "1"}.get(style, "")
        line = list(self._sheet.line(style))
        own = etree.Element("made")
        for element in reversed(line):
            _take_colours(own, element, colours)
        paragraph = own.find("w:pPr", NAMESPACES)
        if paragraph is None:
            paragraph = etree.SubElement(own, f"{{{W}}}pPr")
        level = self._sheet.level(style)
        if level is not None and (outline or theme.speaks_of(level, colours)):
            identity = f"{style}-{mark}"
            paragraph.append(self._list(level, identity, colours))
            # A list brings its own indents along; the style's are what the designer sees.
            indents = (element.find("w:pPr/w:ind", NAMESPACES) for element in line)
            paragraph.extend(deepcopy(indent) for indent in [i for i in indents if i is not None][:1])
        if outline:
            paragraph.append(_valued("outlineLvl", outline))
        _tidy(own)
        if not len(own):
            return style
        theme.literal(own, colours)
        return self._add(style, mark, own)

    def _add(self, style: str, mark: str, own: etree._Element) -> str:
        base = self._sheet.element(style)
        made = etree.SubElement(self._styles, f"{{{W}}}style")
        made.set(f"{{{W}}}type", base.get(f"{{{W}}}type", "paragraph"))
        made.set(f"{{{W}}}customStyle", "1")
        made.set(f"{{{W}}}styleId", f"{style}-{mark}")
        name = base.find("w:name", NAMESPACES)
        shown = "" if name is None else name.get(f"{{{W}}}val", "")
        made.append(_valued("name", f"{shown}{BAR}{mark}"))
        made.append(_valued("basedOn", style))
        made.append(_valued("uiPriority", "99"))
        made.extend((etree.Element(f"{{{W}}}semiHidden"), etree.Element(f"{{{W}}}unhideWhenUsed")))
        made.extend(list(own))
        self._sheet.add(made)
        return f"{style}-{mark}"

    def _follow(self, made: str, style: str, variant: Variant) -> None:
        """Let Enter lead to the variant of the style that it led to."""
        after = self._sheet.element(style).find("w:next", NAMESPACES)
        if made == style or after is None:
            return
        target = after.get(f"{{{W}}}val", "")
        element = self._sheet.element(made)
        element.insert(2, _valued("next", made if target == style else variant(target)))

    # --- lists ------------------------------------------------------------------------------

    def _list(self, level: etree._Element, style: str, colours: dict[str, str]) -> etree._Element:
        """A list like that of a level, of its own: numbers begin anew, and signs have its colour."""
        known = level.getparent()
        if known is None:
            raise ValueError("a level without a list")
        abstract = deepcopy(known)
        for name in ("nsid", "tmpl"):  # Word takes lists that share these for one
            for old in abstract.findall(f"w:{name}", NAMESPACES):
                abstract.remove(old)
        for linked in abstract.findall("w:lvl/w:pStyle", NAMESPACES):
            linked.getparent().remove(linked)  # type: ignore[union-attr]
        theme.literal(abstract, colours)
        depth = level.get(f"{{{W}}}ilvl", "0")
        for own in abstract.iterfind("w:lvl", NAMESPACES):
            if own.get(f"{{{W}}}ilvl") == depth:
                place = sum(etree.QName(child).localname in _BEFORE_LINK for child in own)
                own.insert(place, _valued("pStyle", style))
        number = self._put(abstract, "abstractNum", "abstractNumId")
        instance = etree.Element(f"{{{W}}}num")
        instance.append(_valued("abstractNumId", number))
        properties = etree.Element(f"{{{W}}}numPr")
        if depth != "0":
            properties.append(_valued("ilvl", depth))
        properties.append(_valued("numId", self._put(instance, "num", "numId")))
        return properties

    def _put(self, element: etree._Element, name: str, key: str) -> str:
        """Add a definition behind those of its kind, with the next number."""
        others = self._numbering.findall(f"w:{name}", NAMESPACES)
        number = str(1 + max(int(other.get(f"{{{W}}}{key}", "0")) for other in others))
        element.set(f"{{{W}}}{key}", number)
        others[-1].addnext(element)
        return number

    def _word_numbers(self, style: str, form: str) -> None:
        level = self._sheet.level(style)
        text = None if level is None else level.find("w:lvlText", NAMESPACES)
        if text is not None:
            text.set(f"{{{W}}}val", form.format(number="%1"))


# What stands before w:pStyle in a level (ECMA-376-1:2016, 17.9.6, CT_Lvl).
_BEFORE_LINK = {"start", "numFmt", "lvlRestart"}


def _take_colours(own: etree._Element, style: etree._Element, colours: dict[str, str]) -> None:
    """Take over what a style says in these colours; what it says in others holds instead."""
    for container in style:
        name = etree.QName(container).localname
        if name not in _CONTAINERS:
            continue
        into = _same(own, container)
        if name == "tblStylePr":
            _take_colours(into, container, colours)
            continue
        for fact in container:
            for old in into.findall(fact.tag):
                into.remove(old)
            if theme.speaks_of(fact, colours):
                into.append(deepcopy(fact))


def _same(own: etree._Element, container: etree._Element) -> etree._Element:
    """The container of the same kind, made if need be; those of a table's parts differ by part."""
    for found in own.findall(container.tag):
        if found.items() == container.items():
            return found
    made = etree.SubElement(own, container.tag)
    for name, value in container.items():
        made.set(name, value)
    return made


def _tidy(own: etree._Element) -> None:
    """Drop empty containers; put the rest into the order of the schema."""
    for container in list(own):
        if etree.QName(container).localname == "tblStylePr":
            _tidy(container)
        else:
            container[:] = _ordered(container, _ORDER)
        if not len(container):
            own.remove(container)
    own[:] = _ordered(own, _CONTAINERS)


def _ordered(elements: Iterable[etree._Element], order: tuple[str, ...]) -> list[etree._Element]:
    return sorted(elements, key=lambda element: order.index(etree.QName(element).localname))


def _attribute(element: etree._Element, name: str) -> str:
    return str(element.get(f"{{{W}}}{name}", ""))


def _valued(name: str, value: str) -> etree._Element:
    element = etree.Element(f"{{{W}}}{name}")
    element.set(f"{{{W}}}val", value)
    return element
