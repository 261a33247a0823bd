"""Elements of WordprocessingML: names without namespace, and on/off properties."""

from __future__ import annotations

from lxml import etree

from brochure.word.ooxml import MC, W

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def local_name(element: etree._Element) -> str:
    """The local name of an element of WordprocessingML, of mathematics or of VML; empty for others."""
    space, _, name = str(element.tag).rpartition("}")
    return name if space[1:] in (W, _MATH, MC) or "urn:schemas-microsoft-com" in space else ""


def is_on(properties: etree._Element | None, name: str) -> bool:
    found = None if properties is None else properties.find(f"{{{W}}}{name}")
    return found is not None and found.get(f"{{{W}}}val", "1") not in ("0", "false", "off", "none")


def is_off(properties: etree._Element | None, name: str) -> bool:
    """Whether a property is present and off, which overrides the style."""
    found = None if properties is None else properties.find(f"{{{W}}}{name}")
    return found is not None and not is_on(properties, name)


def in_fallback(element: etree._Element) -> bool:
    return any(parent.tag == f"{{{MC}}}Fallback" for parent in element.iterancestors())
