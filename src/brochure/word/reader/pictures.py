"""Read a drawing: its alternative text, and how its picture looks.

Source: ECMA-376-1:2016, 20.1.8 (pictures), 20.1.7.6 (rotation), 20.4.2.5 (name and alternative text).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from brochure.word.ooxml import WP, A, R
from brochure.word.reader.elements import PIC, local_name
from brochure.word.reader.model import WordPicture

_SEEN = 1000  # thousandths of a percent of a side that is cut off; programs round
_SIDES = ("l", "t", "r", "b")


def read_picture(element: etree._Element, targets: Mapping[str | None, str]) -> WordPicture:
    """Read a drawing; ``targets`` are those of the relationships of its part."""
    picture = next(element.iter(f"{{{PIC}}}pic"), None) is not None or any(
        local_name(part) == "imagedata" for part in element.iter() if isinstance(part.tag, str)
    )
    described = next(element.iter(f"{{{WP}}}docPr"), None)
    blip = next(element.iter(f"{{{A}}}blip"), None)
    extent = next(element.iter(f"{{{WP}}}extent"), None)
    return WordPicture(
        "" if described is None else described.get("descr", ""),
        picture,
        "" if blip is None else targets.get(blip.get(f"{{{R}}}embed"), ""),
        (0, 0) if extent is None else (_number(extent, "cx"), _number(extent, "cy")),
        frozenset(_looks(element)),
    )


def _looks(element: etree._Element) -> Iterator[str]:
    described = next(element.iter(f"{{{WP}}}docPr"), None)
    if described is not None and described.get("hidden") in ("1", "true"):
        yield "hidden picture"
    if any(abs(_number(one, side)) > _SEEN for one in element.iter(f"{{{A}}}srcRect") for side in _SIDES):
        yield "cropping"
    for form in element.iter(f"{{{A}}}xfrm"):
        if _number(form, "rot") or {form.get("flipH"), form.get("flipV")} & {"1", "true"}:
            yield "rotation"


def _number(element: etree._Element, name: str) -> int:
    try:
        return int(element.get(name, "0"))
    except ValueError:
        return 0
