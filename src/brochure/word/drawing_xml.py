"""Drawings as DrawingML: a group of vector shapes, not a picture of them. Labels are left to the text.

Source: ECMA-376-1:2016, 20.1.9 (shape paths) and 20.4 (drawings in text); [MS-ODRAWXML], 2.3 (groups).
"""

from __future__ import annotations

from dataclasses import dataclass

from brochure.document.drawing import Curve, Disc, Drawing, Ink, Land, Shape, Square
from brochure.document.polygons import clip_polygon
from brochure.word.ooxml import DECORATIVE, EMU_PER_MM, WPG, quoted_attribute, run


@dataclass(frozen=True, slots=True)
class ShownPart:
    """The part of a drawing that is shown, in mm of the drawing."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def size(self) -> str:
        """Width and height as attributes in EMU."""
        return f'cx="{_emu(self.right - self.left)}" cy="{_emu(self.bottom - self.top)}"'


def behind_text(drawing: Drawing, accent: str, box: ShownPart, number: int) -> str:
    """A run with a drawing behind the text, at the upper left corner of the page.

    It is decoration: what floats cannot be read by everyone, so its labels are written in the text.

    Args:
        drawing: The drawing.
        accent: The colour of the partner or booklet.
        box: The part that is shown; its upper left corner is that of the page.
        number: The id of the drawing.
    """
    return run(
        f'<mc:AlternateContent><mc:Choice Requires="wpg"><w:drawing>'
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" '
        'behindDoc="1" locked="1" layoutInCell="0" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="page"><wp:posOffset>0</wp:posOffset></wp:positionH>'
        '<wp:positionV relativeFrom="page"><wp:posOffset>0</wp:posOffset></wp:positionV>'
        f'<wp:extent {box.size}/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        f"{_properties('', number)}<wp:cNvGraphicFramePr/>{_group(drawing, accent, box)}"
        "</wp:anchor></w:drawing></mc:Choice></mc:AlternateContent>"
    )


def in_line(drawing: Drawing, accent: str, box: ShownPart, number: int) -> str:
    """A run with a drawing as a large character; see :func:`behind_text`."""
    return run(
        f'<mc:AlternateContent><mc:Choice Requires="wpg"><w:drawing>'
        '<wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent {box.size}/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f"{_properties(drawing.alt, number)}<wp:cNvGraphicFramePr/>{_group(drawing, accent, box)}"
        "</wp:inline></w:drawing></mc:Choice></mc:AlternateContent>"
    )


def _properties(alt: str, number: int) -> str:
    name = f'id="{number}" name="Drawing {number}"'
    if alt:
        return f"<wp:docPr {name} descr={quoted_attribute(alt)}/>"
    return f"<wp:docPr {name}>{DECORATIVE}</wp:docPr>"


def _group(drawing: Drawing, accent: str, box: ShownPart) -> str:
    shapes = "".join(_shape(shape, accent, box) for shape in drawing.shapes)
    return (
        f'<a:graphic><a:graphicData uri="{WPG}"><wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr>'
        f'<a:xfrm><a:off x="0" y="0"/><a:ext {box.size}/><a:chOff x="0" y="0"/><a:chExt {box.size}/></a:xfrm>'
        f"</wpg:grpSpPr>{shapes}</wpg:wgp></a:graphicData></a:graphic>"
    )


def _shape(shape: Shape, accent: str, box: ShownPart) -> str:
    match shape:
        case Land(polygons, fill):
            kept = [
                clip_polygon(list(zip(flat[::2], flat[1::2], strict=True)), *_corners(box))
                for flat in polygons
            ]
            paths = "".join(_closed(points, box) for points in kept if len(points) > 2)
            return _outlined(paths, box, f"{_fill(fill, accent)}<a:ln><a:noFill/></a:ln>") if paths else ""
        case Curve(start, end, ink, width, control):
            first = f"<a:moveTo>{_point(start, box)}</a:moveTo>"
            if control:
                step = f"<a:quadBezTo>{_point(control, box)}{_point(end, box)}</a:quadBezTo>"
            else:
                step = f"<a:lnTo>{_point(end, box)}</a:lnTo>"
            return _outlined(first + step, box, f"<a:noFill/>{_line(ink, width, accent)}", filled=False)
        case Disc(x, y, radius, fill, stroke, width):
            return _preset("ellipse", x, y, radius, box, _paint(fill, stroke, width, accent))
        case Square(x, y, side, fill, stroke, width):
            return _preset("rect", x, y, side / 2, box, _paint(fill, stroke, width, accent))


def _corners(box: ShownPart) -> tuple[float, float, float, float]:
    return box.left, box.top, box.right, box.bottom


def _closed(points: list[tuple[float, float]], box: ShownPart) -> str:
    first, *others = (_point(point, box) for point in points)
    steps = "".join(f"<a:lnTo>{point}</a:lnTo>" for point in others)
    return f"<a:moveTo>{first}</a:moveTo>{steps}<a:close/>"


def _point(point: tuple[float, float], box: ShownPart) -> str:
    return f'<a:pt x="{_emu(point[0] - box.left)}" y="{_emu(point[1] - box.top)}"/>'


def _outlined(path: str, box: ShownPart, paint: str, *, filled: bool = True) -> str:
    """A shape as large as the box, with a path in the units of the box."""
    width, height = _emu(box.right - box.left), _emu(box.bottom - box.top)
    none = "" if filled else ' fill="none"'
    return _wsp(
        f'<a:xfrm><a:off x="0" y="0"/><a:ext {box.size}/></a:xfrm>'
        "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        '<a:rect l="0" t="0" r="r" b="b"/>'
        f'<a:pathLst><a:path w="{width}" h="{height}"{none}>{path}</a:path></a:pathLst></a:custGeom>{paint}'
    )


def _preset(kind: str, x: float, y: float, half: float, box: ShownPart, paint: str) -> str:
    left, top, side = _emu(x - half - box.left), _emu(y - half - box.top), _emu(2 * half)
    return _wsp(
        f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{side}" cy="{side}"/></a:xfrm>'
        f'<a:prstGeom prst="{kind}"><a:avLst/></a:prstGeom>{paint}'
    )


def _wsp(properties: str) -> str:
    return f"<wps:wsp><wps:cNvSpPr/><wps:spPr>{properties}</wps:spPr><wps:bodyPr/></wps:wsp>"


def _paint(fill: Ink | None, stroke: Ink | None, width: float, accent: str) -> str:
    inside = _fill(fill, accent) if fill else "<a:noFill/>"
    return inside + (_line(stroke, width, accent) if stroke else "<a:ln><a:noFill/></a:ln>")


def _fill(ink: Ink, accent: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{ink.colour(accent)[1:].upper()}"/></a:solidFill>'


def _line(ink: Ink, width: float, accent: str) -> str:
    return f'<a:ln w="{_emu(width)}">{_fill(ink, accent)}</a:ln>'


def _emu(mm: float) -> int:
    return round(mm * EMU_PER_MM)
