"""A partner's colours in a Word file: the slots of the theme, and the literal values beside them.

Styles use theme colours (アクセント 1), so that a change of the theme recolours the whole file. LibreOffice
and other programs read the literal value beside each theme colour, so both are set.
"""

from __future__ import annotations

import colorsys
from typing import cast

from lxml import etree

from brochure.document.palette import Palette
from brochure.word.ooxml import NAMESPACES, A, W

# Slots of the theme and the colours of the palette in them; designers choose these slots in Word.
_SLOTS = {
    "accent1": "accent",
    "accent2": "text",
    "accent3": "tint",
    "accent4": "line",
    "hlink": "text",
    "folHlink": "text",
}
_THEME_NAMES = {"hyperlink": "hlink", "followedHyperlink": "folHlink"}  # names in WordprocessingML
_PAIRS = (
    ("themeColor", "color", "themeTint", "themeShade"),
    ("themeFill", "fill", "themeFillTint", "themeFillShade"),
)
_THEMED = etree.XPath(
    f"descendant-or-self::w:*[{' or '.join(f'@w:{pair[0]}' for pair in _PAIRS)}]", namespaces={"w": W}
)


def theme_colours(palette: Palette) -> dict[str, str]:
    """The colours of the theme's slots, each as ``RRGGBB``."""
    return {slot: getattr(palette, name).removeprefix("#").upper() for slot, name in _SLOTS.items()}


def recolour_theme(theme: etree._Element, colours: dict[str, str]) -> None:
    """Set the slots of a theme to these colours."""
    scheme = theme.find("a:themeElements/a:clrScheme", NAMESPACES)
    for slot in scheme if scheme is not None else ():
        name = etree.QName(slot).localname
        if name in colours:
            slot[:] = [etree.Element(f"{{{A}}}srgbClr", val=colours[name])]


def recolour(root: etree._Element, colours: dict[str, str]) -> None:
    """Set the literal values of all elements under ``root`` that use a slot of the theme."""
    for element in _themed_elements(root):
        for theme, literal, tint, shade in _PAIRS:
            value = colours.get(_slot_of(element, theme))
            if value is None:
                continue
            if literal == "color" and element.tag == f"{{{W}}}color":
                literal = "val"  # noqa: PLW2901 - w:color is the one element whose value is called so
            made = _adjust_tone(value, element.get(f"{{{W}}}{tint}"), element.get(f"{{{W}}}{shade}"))
            element.set(f"{{{W}}}{literal}", made)


def replace_theme_colours(root: etree._Element, colours: dict[str, str]) -> None:
    """Set the literal values under ``root`` and remove the slots, because the theme has other colours."""
    recolour(root, colours)
    for element in _themed_elements(root):
        for theme, _, tint, shade in _PAIRS:
            if _slot_of(element, theme) in colours:
                for name in (theme, tint, shade):
                    element.attrib.pop(f"{{{W}}}{name}", "")


def uses_theme_colours(root: etree._Element, colours: dict[str, str]) -> bool:
    """Whether an element under ``root`` uses one of these slots of the theme."""
    return any(
        _slot_of(element, theme) in colours for element in _themed_elements(root) for theme, *_ in _PAIRS
    )


def _themed_elements(root: etree._Element) -> list[etree._Element]:
    """The elements that use a slot of the theme; XPath is much faster than a search in Python."""
    return cast(list[etree._Element], _THEMED(root))


def _slot_of(element: etree._Element, attribute: str) -> str:
    name = element.get(f"{{{W}}}{attribute}", "")
    return _THEME_NAMES.get(name, name)


def _adjust_tone(value: str, tint: str | None, shade: str | None) -> str:
    """A colour made lighter (``tint``) or darker (``shade``) as in Word: in HSL, by hexadecimal parts of 255.

    Source: ECMA-376-1:2016, 17.3.2.6 (themeTint, themeShade).

    >>> _adjust_tone("0B4F8A", "33", None), _adjust_tone("0B4F8A", None, "80")
    ('BCDDFA', '062845')
    """
    hue, light, saturation = colorsys.rgb_to_hls(*(channel / 255 for channel in bytes.fromhex(value)))
    if tint is not None:
        share = int(tint, 16) / 255
        light = light * share + (1 - share)
    if shade is not None:
        light *= int(shade, 16) / 255
    return "".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, light, saturation))
