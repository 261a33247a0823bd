"""A partner's colours in a Word file: the slots of the theme, and the values written beside them.

Styles speak of theme colours (アクセント 1), so that one change recolours a file. LibreOffice and
others read the literal value that stands beside each theme colour, so both are set.
"""

from __future__ import annotations

import colorsys
from typing import cast

from lxml import etree

from brochure.document import palette as colour
from brochure.word.ooxml import NAMESPACES, A, W

# Slot of the theme, and what stands there: the designer picks these in Word's list of colours.
_SLOTS = {
    "accent1": "accent",
    "accent2": "text",
    "accent3": "tint",
    "accent4": "line",
    "hlink": "text",
    "folHlink": "text",
}
_THEME_NAMES = {"hyperlink": "hlink", "followedHyperlink": "folHlink"}  # as WordprocessingML says it
_PAIRS = (
    ("themeColor", "color", "themeTint", "themeShade"),
    ("themeFill", "fill", "themeFillTint", "themeFillShade"),
)
_THEMED = etree.XPath(
    f"descendant-or-self::w:*[{' or '.join(f'@w:{pair[0]}' for pair in _PAIRS)}]", namespaces={"w": W}
)


def slots(palette: colour.Palette) -> dict[str, str]:
    """The colours of the theme's slots, each as ``RRGGBB``."""
    return {slot: getattr(palette, name).removeprefix("#").upper() for slot, name in _SLOTS.items()}


def recolour_theme(theme: etree._Element, colours: dict[str, str]) -> None:
    """Put colours into the slots of a theme."""
    scheme = theme.find("a:themeElements/a:clrScheme", NAMESPACES)
    for slot in scheme if scheme is not None else ():
        name = etree.QName(slot).localname
        if name in colours:
            slot[:] = [etree.Element(f"{{{A}}}srgbClr", val=colours[name])]


def recolour(root: etree._Element, colours: dict[str, str]) -> None:
    """Set the literal values of everything under ``root`` that names a slot of the theme."""
    for element in _themed(root):
        for theme, literal, tint, shade in _PAIRS:
            value = colours.get(_slot(element, theme))
            if value is None:
                continue
            if literal == "color" and element.tag == f"{{{W}}}color":
                literal = "val"  # noqa: PLW2901 - w:color is the one element whose value is called so
            made = _toned(value, element.get(f"{{{W}}}{tint}"), element.get(f"{{{W}}}{shade}"))
            element.set(f"{{{W}}}{literal}", made)


def literal(root: etree._Element, colours: dict[str, str]) -> None:
    """Set the literal values under ``root`` and take the slots away: the theme is another's."""
    recolour(root, colours)
    for element in _themed(root):
        for theme, _, tint, shade in _PAIRS:
            if _slot(element, theme) in colours:
                for name in (theme, tint, shade):
                    element.attrib.pop(f"{{{W}}}{name}", "")


def speaks_of(root: etree._Element, colours: dict[str, str]) -> bool:
    """Whether anything under ``root`` names one of these slots of the theme."""
    return any(_slot(element, theme) in colours for element in _themed(root) for theme, *_ in _PAIRS)


def _themed(root: etree._Element) -> list[etree._Element]:
    """The elements that name a slot of the theme; libxml2 finds them much sooner than Python would."""
    return cast(list[etree._Element], _THEMED(root))


def _slot(element: etree._Element, attribute: str) -> str:
    name = element.get(f"{{{W}}}{attribute}", "")
    return _THEME_NAMES.get(name, name)


def _toned(value: str, tint: str | None, shade: str | None) -> str:
    """A colour made lighter or darker as Word does it: in HSL, by hexadecimal shares of 255.

    Source: ECMA-376-1:2016, 17.3.2.6 (themeTint, themeShade).

    >>> _toned("0B4F8A", "33", None), _toned("0B4F8A", None, "80")
    ('BCDDFA', '062845')
    """
    hue, light, saturation = colorsys.rgb_to_hls(*(channel / 255 for channel in bytes.fromhex(value)))
    if tint is not None:
        share = int(tint, 16) / 255
        light = light * share + (1 - share)
    if shade is not None:
        light *= int(shade, 16) / 255
    return "".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, light, saturation))
