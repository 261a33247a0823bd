"""Variants of styles in a partner's accent: a booklet has many accents, but a Word file has only one theme.

A variant is based on its style and changes only colours, so a change to the style changes the variant too.
Variants are made on demand, so a file has only those that it needs. The name of a variant is the name of the
style, a bar, and the colour or the partner: 冊子 表の見出し｜0B4F8A.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy

from lxml import etree

from brochure.document import palette
from brochure.schema.word_styles import WordStyles
from brochure.word import theme
from brochure.word.numbered_lists import add_definition
from brochure.word.ooxml import NAMESPACES, W, with_namespaces
from brochure.word.styles import BAR, StyleSheet, StyleVariant

_WIDE = "wide"  # for pages in landscape
_NEAR = 20  # twips; the position of a designer's tab stop may be rounded

# Elements that variants may have, in the order of the schema (ECMA-376-1:2016, 17.7.4.17 and 17.3.1.26).
_CONTAINERS = ("pPr", "rPr", "tblPr", "trPr", "tcPr", "tblStylePr")
_ORDER = (
    *("pageBreakBefore", "numPr", "pBdr", "tblBorders", "tcBorders", "color", "u", "bdr", "shd"),
    *("spacing", "ind", "jc", "outlineLvl"),
)


def base_name(name: str) -> str:
    """The name of a style without the bar and the variant.

    >>> base_name("冊子 箇条書き｜0B4F8A"), base_name("冊子 箇条書き")
    ('冊子 箇条書き', '冊子 箇条書き')
    """
    return name.partition(BAR)[0]


class AccentVariants:
    """Makes the variants of a file's styles.

    Args:
        styles, numbering: The roots of these parts; variants are added to them.
        sheet: The styles of the file; variants are registered in it.
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

    def for_partner(self, partner: str, accent: str, question: str) -> StyleVariant:
        """A function from the id of a style to the id of its variant for a partner.

        The questions of each partner are a separate list, so their numbers begin with 1. In the outline of a
        booklet they are one level below the partner's name.

        Args:
            partner: The id of the partner.
            accent: The colour of the partner, ``#rrggbb``.
            question: The format of question numbers: ``（{number}）``.
        """
        colours = theme.theme_colours(palette.derive_palette(accent))

        def variant(style: str) -> str:
            mark = partner if style == self._question else accent.removeprefix("#").upper()
            key = (style, mark)
            if key not in self._made:
                self._made[key] = self._make_variant(style, mark, colours)
                if style == self._question:
                    self._set_number_format(self._made[key], question)
                self._set_next_style(self._made[key], style, variant)
            return self._made[key]

        return variant

    def widened_style(self, style: str, before: int, width: int) -> str:
        """The id of a variant whose tab stop at the right edge of the type area fits a wider page.

        Args:
            style: The id of the style; returned unchanged if it has no such tab stop.
            before, width: The widths of the old and of the new type area, in twips.
        """
        found = (element.find("w:pPr/w:tabs", NAMESPACES) for element in self._sheet.inheritance(style))
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
            self._made[key] = self._add_style(style, _WIDE, own)
        return self._made[key]

    def derived_style(self, style: str, mark: str, properties: str) -> str:
        """The id of a variant with these properties (``w:pPr``, ``w:tblPr`` …, as XML).

        Args:
            style: The id of the style.
            mark: What the variant is for; it ends its name.
            properties: The properties that differ from those of the style, in the order of the schema.
        """
        key = (style, mark)
        if key not in self._made:
            own = etree.fromstring(with_namespaces("w:made", properties))
            if self._sheet.level(style) is not None:
                self._copy_numbering(own, style)
            self._made[key] = self._add_style(style, mark, own)
            self._set_next_style(self._made[key], style, lambda following: following)
        return self._made[key]

    def _copy_numbering(self, own: etree._Element, style: str) -> None:
        """Copy the link to a list and the indents of a style, because some programs do not inherit them."""
        paragraph = _matching_container(own, etree.Element(f"{{{W}}}pPr"))
        for name in ("numPr", "ind"):
            found = (
                element.find(f"w:pPr/w:{name}", NAMESPACES) for element in self._sheet.inheritance(style)
            )
            paragraph.extend(deepcopy(one) for one in [one for one in found if one is not None][:1])
        paragraph[:] = _in_order(paragraph, _ORDER)

    def _make_variant(self, style: str, mark: str, colours: dict[str, str]) -> str:
        """Make the variant of a style in these colours; returns the style itself if it uses none of them."""
        outline = {self._title: "0", self._question: "1"}.get(style, "")
        line = list(self._sheet.inheritance(style))
        own = etree.Element("made")
        for element in reversed(line):
            _copy_coloured_properties(own, element, colours)
        paragraph = own.find("w:pPr", NAMESPACES)
        if paragraph is None:
            paragraph = etree.SubElement(own, f"{{{W}}}pPr")
        level = self._sheet.level(style)
        if level is not None and (outline or theme.uses_theme_colours(level, colours)):
            identity = f"{style}-{mark}"
            paragraph.append(self._copy_list(level, identity, colours))
            # A list has its own indents, which would override those of the style that the designer set.
            indents = (element.find("w:pPr/w:ind", NAMESPACES) for element in line)
            paragraph.extend(deepcopy(indent) for indent in [i for i in indents if i is not None][:1])
        if outline:
            paragraph.append(_element_with_value("outlineLvl", outline))
        _sort_containers(own)
        if not len(own):
            return style
        theme.replace_theme_colours(own, colours)
        return self._add_style(style, mark, own)

    def _add_style(self, style: str, mark: str, own: etree._Element) -> str:
        base = self._sheet.element(style)
        made = etree.SubElement(self._styles, f"{{{W}}}style")
        made.set(f"{{{W}}}type", base.get(f"{{{W}}}type", "paragraph"))
        made.set(f"{{{W}}}customStyle", "1")
        made.set(f"{{{W}}}styleId", f"{style}-{mark}")
        name = base.find("w:name", NAMESPACES)
        shown = "" if name is None else name.get(f"{{{W}}}val", "")
        made.append(_element_with_value("name", f"{shown}{BAR}{mark}"))
        made.append(_element_with_value("basedOn", style))
        made.append(_element_with_value("uiPriority", "99"))
        made.extend((etree.Element(f"{{{W}}}semiHidden"), etree.Element(f"{{{W}}}unhideWhenUsed")))
        made.extend(list(own))
        self._sheet.add(made)
        return f"{style}-{mark}"

    def _set_next_style(self, made: str, style: str, variant: StyleVariant) -> None:
        """Set the following style (after Enter) of a variant to the variant of the following style."""
        after = self._sheet.element(style).find("w:next", NAMESPACES)
        if made == style or after is None:
            return
        target = after.get(f"{{{W}}}val", "")
        element = self._sheet.element(made)
        element.insert(2, _element_with_value("next", made if target == style else variant(target)))

    # --- lists ------------------------------------------------------------------------------

    def _copy_list(self, level: etree._Element, style: str, colours: dict[str, str]) -> etree._Element:
        """A copy of a level's list, so that numbers begin at 1 and signs have the partner's colour.

        Returns:
            The ``w:numPr`` that links a style to the copy.
        """
        known = level.getparent()
        if known is None:
            raise ValueError("a level without a list")
        abstract = deepcopy(known)
        for name in ("nsid", "tmpl"):  # Word treats lists with equal values as one list
            for old in abstract.findall(f"w:{name}", NAMESPACES):
                abstract.remove(old)
        for linked in abstract.findall("w:lvl/w:pStyle", NAMESPACES):
            linked.getparent().remove(linked)  # type: ignore[union-attr]
        theme.replace_theme_colours(abstract, colours)
        depth = level.get(f"{{{W}}}ilvl", "0")
        for own in abstract.iterfind("w:lvl", NAMESPACES):
            if own.get(f"{{{W}}}ilvl") == depth:
                place = sum(etree.QName(child).localname in _BEFORE_LINK for child in own)
                own.insert(place, _element_with_value("pStyle", style))
        number = add_definition(self._numbering, abstract, "abstractNum")
        instance = etree.Element(f"{{{W}}}num")
        instance.append(_element_with_value("abstractNumId", number))
        properties = etree.Element(f"{{{W}}}numPr")
        if depth != "0":
            properties.append(_element_with_value("ilvl", depth))
        properties.append(_element_with_value("numId", add_definition(self._numbering, instance, "num")))
        return properties

    def _set_number_format(self, style: str, form: str) -> None:
        level = self._sheet.level(style)
        text = None if level is None else level.find("w:lvlText", NAMESPACES)
        if text is not None:
            text.set(f"{{{W}}}val", form.format(number="%1"))


# The elements before w:pStyle in a level (ECMA-376-1:2016, 17.9.6, CT_Lvl).
_BEFORE_LINK = {"start", "numFmt", "lvlRestart"}


def _copy_coloured_properties(own: etree._Element, style: etree._Element, colours: dict[str, str]) -> None:
    """Copy the properties of a style that use these colours; its other properties replace earlier copies."""
    for container in style:
        name = etree.QName(container).localname
        if name not in _CONTAINERS:
            continue
        into = _matching_container(own, container)
        if name == "tblStylePr":
            _copy_coloured_properties(into, container, colours)
            continue
        for fact in container:
            for old in into.findall(fact.tag):
                into.remove(old)
            if theme.uses_theme_colours(fact, colours):
                into.append(deepcopy(fact))


def _matching_container(own: etree._Element, container: etree._Element) -> etree._Element:
    """The child with the same tag and attributes as ``container``; created if it is missing."""
    for found in own.findall(container.tag):
        if found.items() == container.items():
            return found
    made = etree.SubElement(own, container.tag)
    for name, value in container.items():
        made.set(name, value)
    return made


def _sort_containers(own: etree._Element) -> None:
    """Remove empty containers and sort the others in the order of the schema."""
    for container in list(own):
        if etree.QName(container).localname == "tblStylePr":
            _sort_containers(container)
        else:
            container[:] = _in_order(container, _ORDER)
        if not len(container):
            own.remove(container)
    own[:] = _in_order(own, _CONTAINERS)


def _in_order(elements: Iterable[etree._Element], order: tuple[str, ...]) -> list[etree._Element]:
    return sorted(elements, key=lambda element: order.index(etree.QName(element).localname))


def _attribute(element: etree._Element, name: str) -> str:
    return str(element.get(f"{{{W}}}{name}", ""))


def _element_with_value(name: str, value: str) -> etree._Element:
    element = etree.Element(f"{{{W}}}{name}")
    element.set(f"{{{W}}}val", value)
    return element
