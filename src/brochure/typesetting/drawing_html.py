"""Drawings as inline SVG, with their labels as HTML text over it, so that they can be found and copied."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from brochure.document.drawing import MM_PER_POINT, Curve, Disc, Drawing, Ink, Label, Land, Shape, Square

_WIDE = 80  # mm: the box of a label that does not begin at its place
_LEADING = 1.5

Words = Callable[[Label], Markup]


def drawing_html(drawing: Drawing, accent: str, words: Words) -> Markup:
    """A drawing as one element with the class ``drawing``.

    Its position and size are in its style. ``--corner`` of the style sheet is the distance of the corner of
    the page or band from that of the box that contains the drawing: the bleed, if the box has bleed.

    Args:
        drawing: The drawing.
        accent: The colour of the partner or booklet.
        words: The text of a label as HTML.
    """
    left, top = _n(drawing.left), _n(drawing.top)
    place = (
        f"left: calc(var(--corner, 0mm) + {left}mm); top: calc(var(--corner, 0mm) + {top}mm); "
        f"width: {_n(drawing.width)}mm; height: {_n(drawing.height)}mm"
    )
    return Markup('<div class="drawing" style="{}">{}{}</div>').format(
        place,
        drawing_svg(drawing, accent),
        Markup("").join(_label(label, drawing, accent, words) for label in drawing.labels),
    )


def drawing_svg(drawing: Drawing, accent: str) -> Markup:
    """The shapes of a drawing as SVG in its size, with the alternative text as title."""
    width, height = _n(drawing.width), _n(drawing.height)
    title = Markup("<title>{}</title>").format(drawing.alt) if drawing.alt else Markup("")
    role = Markup('role="img"') if drawing.alt else Markup('aria-hidden="true"')
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" {} viewBox="{} {} {} {}" width="{}mm" height="{}mm">'
        "{}{}</svg>"
    ).format(
        role,
        _n(drawing.left),
        _n(drawing.top),
        width,
        height,
        width,
        height,
        title,
        Markup("").join(Markup(_shape(shape, accent)) for shape in drawing.shapes),
    )


def _label(label: Label, drawing: Drawing, accent: str, words: Words) -> Markup:
    height = label.size * MM_PER_POINT * _LEADING
    x, y = label.x - drawing.left, label.y - drawing.top - height / 2
    left, more = {
        "start": (x, ""),
        "middle": (x - _WIDE / 2, f"; width: {_WIDE}mm; text-align: center"),
        "end": (x - _WIDE, f"; width: {_WIDE}mm; text-align: right"),
    }[label.align]
    style = (
        f"left: {_n(left)}mm; top: {_n(y)}mm; font-size: {_n(label.size)}pt; line-height: {_LEADING}; "
        f"color: {label.ink.colour(accent)}{'; font-weight: bold' if label.bold else ''}{more}"
    )
    return Markup('<p class="label" style="{}">{}</p>').format(style, words(label))


def _shape(shape: Shape, accent: str) -> str:
    match shape:
        case Land(polygons, fill):
            path = "".join(_polygon(points) for points in polygons)
            return f'<path fill-rule="evenodd" fill="{fill.colour(accent)}" d="{path}"/>' if path else ""
        case Curve(start, end, ink, width, control):
            pull = f"Q{_n(control[0])} {_n(control[1])} " if control else "L"
            line = f"M{_n(start[0])} {_n(start[1])}{pull}{_n(end[0])} {_n(end[1])}"
            return f'<path fill="none"{_stroke(ink, width, accent)} d="{line}"/>'
        case Disc(x, y, radius, fill, stroke, width):
            circle = f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}"'
            return f"{circle}{_paint(fill, stroke, width, accent)}/>"
        case Square(x, y, side, fill, stroke, width):
            half = side / 2
            box = f'<rect x="{_n(x - half)}" y="{_n(y - half)}" width="{_n(side)}" height="{_n(side)}"'
            return f"{box}{_paint(fill, stroke, width, accent)}/>"


def _polygon(points: tuple[float, ...]) -> str:
    pairs = [f"{_n(x)} {_n(y)}" for x, y in zip(points[::2], points[1::2], strict=True)]
    return f"M{pairs[0]}L{' '.join(pairs[1:])}z"


def _paint(fill: Ink | None, stroke: Ink | None, width: float, accent: str) -> str:
    painted = f' fill="{fill.colour(accent) if fill else "none"}"'
    return painted + (_stroke(stroke, width, accent) if stroke else "")


def _stroke(ink: Ink, width: float, accent: str) -> str:
    return f' stroke="{ink.colour(accent)}" stroke-width="{_n(width)}"'


def _n(value: float) -> str:
    """A number with at most two decimals."""
    return f"{round(value, 2) + 0:g}"
