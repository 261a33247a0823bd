"""Read the colours of a finished file: every colour painted on a page, and where.

It works for files from any program. It assumes that overprint is off, as in brochure's files: then the ink at
a point is the ink of one colour or picture, and the largest of them is the total ink of the page.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from brochure.pdf.preflight.model import UnreadableError
from brochure.pdf.prepress.colour_separation import max_total_ink
from brochure.pdf.prepress.colour_spaces import DEVICE, Colour, colour_family
from brochure.pdf.prepress.graphics_state import (
    BUILDS,
    ENDS,
    FILLS,
    SHOWS,
    STATES,
    STROKES,
    UNIT,
    Corners,
    GraphicsState,
    GraphicsStates,
    Matrix,
    combined_matrix,
    is_transparent_state,
    matrix_from_operands,
)

What = Literal["text", "path", "picture", "gradient"]


@dataclass(frozen=True, slots=True)
class ColourUse:
    """A colour used on a page (counted from 0).

    ``ink`` is C, M, Y, K from 0 to 1 for a device colour of the press, None for other colours. ``most`` is
    the largest total ink. ``box`` is the painted area, or None if it is unknown.
    """

    page: int
    what: What
    space: str
    ink: Colour | None
    max_ink: float
    box: Corners | None


@dataclass(frozen=True, slots=True)
class PressConformance:
    """The standard that a finished file declares, and content that PDF/X does not allow."""

    version: str
    standard: str
    intent: str  # identifier of the output condition
    profile: bool
    trapped: str
    identified: bool
    annotations: tuple[int, ...]  # page indices
    transparent: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class InkReading:
    """A finished file as the rules of a shop need it."""

    uses: tuple[ColourUse, ...]
    conformance: PressConformance


# Errors that damaged files cause; pikepdf's own errors are added where pikepdf is imported.
_DAMAGE = (ValueError, TypeError, LookupError, AttributeError, RuntimeError, ArithmeticError)


def read_inks(data: bytes) -> InkReading:
    """Read a file that :func:`brochure.pdf.preflight.reader.read_page_contents` could open.

    Raises:
        UnreadableError: The content is broken, or an image has a type that cannot be read.
    """
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return _read(pdf)
    except (pikepdf.PdfError, pikepdf.models.image.UnsupportedImageTypeError, *_DAMAGE) as error:
        raise UnreadableError(str(error) or type(error).__name__) from error


def _read(pdf: Any) -> InkReading:
    import pikepdf

    uses: list[ColourUse] = []
    clear: set[int] = set()
    for index, page in enumerate(pdf.pages):
        resources = page.obj.get("/Resources", pikepdf.Dictionary())
        _Reader(index, resources, GraphicsState(_Pen(), _Pen()), uses, clear, frozenset()).read(page)
    annotated = tuple(index for index, page in enumerate(pdf.pages) if len(page.obj.get("/Annots", [])))
    return InkReading(tuple(dict.fromkeys(uses)), _read_conformance(pdf, annotated, tuple(sorted(clear))))


def _read_conformance(pdf: Any, annotated: tuple[int, ...], clear: tuple[int, ...]) -> PressConformance:
    info = pdf.trailer.get("/Info", {})
    intents = [item for item in pdf.Root.get("/OutputIntents", []) if item.get("/S") == "/GTS_PDFX"]
    standard = str(info.get("/GTS_PDFXConformance", info.get("/GTS_PDFXVersion", "")))
    if not standard and "/Metadata" in pdf.Root:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            standard = str(xmp.get("{http://www.npes.org/pdfx/ns/id/}GTS_PDFXVersion", "") or "")
    return PressConformance(
        version=str(pdf.pdf_version),
        standard=standard,
        intent=str(intents[0].get("/OutputConditionIdentifier", "")) if intents else "",
        profile=bool(intents) and "/DestOutputProfile" in intents[0],
        trapped=str(info.get("/Trapped", ""))[1:],
        identified="/ID" in pdf.trailer,
        annotations=annotated,
        transparent=clear,
    )


@dataclass(frozen=True, slots=True)
class _Pen:
    space: str = "DeviceGray"
    values: Colour = (0.0,)
    pattern: Any = None


class _Reader:
    """Reads one content stream, and the forms and patterns that it uses."""

    def __init__(
        self,
        page: int,
        resources: Any,
        state: GraphicsState[_Pen],
        uses: list[ColourUse],
        clear: set[int],
        above: frozenset[tuple[int, int]],
    ) -> None:
        self._page, self._resources, self._states = page, resources, GraphicsStates(state)
        self._uses, self._clear, self._above = uses, clear, above
        self._path: list[tuple[str, list[float]]] = []

    def read(self, stream: Any) -> None:
        import pikepdf

        for instruction in pikepdf.parse_content_stream(stream):
            if isinstance(instruction, pikepdf.ContentStreamInlineImage):
                self._inline(instruction.iimage)
            else:
                self._take(str(instruction.operator), instruction.operands)

    def _take(self, operator: str, operands: Any) -> None:
        if operator in BUILDS:
            self._path.append((operator, [float(number) for number in operands]))
        elif operator in ENDS:
            self._end_path(operator)
        elif operator.lower() in (*DEVICE, "cs", "sc", "scn"):
            self._colour(operator, operands)
        elif operator in STATES:
            self._states.follow(operator, operands)
        elif operator in SHOWS:
            self._show()
        elif operator == "gs" and is_transparent_state(self._resources, str(operands[0])):
            self._clear.add(self._page)
        elif operator == "sh":
            found = self._resources.get("/Shading", {}).get(str(operands[0]))
            if found is not None:
                self._gradient(found)
        elif operator == "Do":
            found = self._resources.get("/XObject", {}).get(str(operands[0]))
            if found is not None:
                self._external(found)

    def _colour(self, operator: str, operands: Any) -> None:
        which, name = ("fill" if operator.islower() else "stroke"), operator.lower()
        pen: _Pen = getattr(self._states.now, which)
        if name in DEVICE:
            pen = _Pen(DEVICE[name], tuple(float(number) for number in operands))
        elif name == "cs":
            space = colour_family(operands[0], self._resources)
            pen = _Pen(space, (0.0, 0.0, 0.0, 1.0) if space == "DeviceCMYK" else (0.0,))
        else:
            pattern = None
            if len(operands) and str(operands[-1]).startswith("/"):
                pattern = self._resources.get("/Pattern", {}).get(str(operands[-1]))
            else:
                pen = replace(pen, values=tuple(float(number) for number in operands))
            pen = replace(pen, pattern=pattern)
        self._states.set_pen(which, pen)

    def _end_path(self, operator: str) -> None:
        state = self._states.now
        seen = state.seen(self._path)
        if operator in FILLS:
            self._use(state.fill, "path", seen)
        if operator in STROKES:
            self._use(state.stroke, "path", seen)
        self._states.end_path(self._path, seen)
        self._path = []

    def _show(self) -> None:
        state = self._states.now
        if state.mode % 4 in (0, 2):
            self._use(state.fill, "text", None)
        if state.mode % 4 in (1, 2):
            self._use(state.stroke, "text", None)

    def _use(self, pen: _Pen, what: What, box: Corners | None) -> None:
        if pen.pattern is not None:
            self._pattern(pen.pattern)
        else:
            ink = _ink(pen)
            self._uses.append(ColourUse(self._page, what, pen.space, ink, sum(ink or ()), box))

    def _pattern(self, pattern: Any) -> None:
        if int(pattern.get("/PatternType", 1)) == 2:
            self._gradient(pattern.Shading)
        else:
            self._below(pattern, pattern.get("/Resources", self._resources), UNIT)

    def _gradient(self, shading: Any) -> None:
        space = colour_family(shading.ColorSpace, self._resources)
        ends = list(_end_colours(shading.get("/Function"))) if space == "DeviceCMYK" else []
        self._uses.append(
            ColourUse(
                self._page, "gradient", space, None, max(map(sum, ends), default=0), self._states.now.clip
            )
        )

    def _external(self, found: Any) -> None:
        if found.get("/Subtype") == "/Form":
            matrix = matrix_from_operands(found.get("/Matrix", UNIT))
            self._below(found, found.get("/Resources", self._resources), matrix)
        elif found.get("/ImageMask", False):
            self._use(self._states.now.fill, "path", self._spot())
        else:
            if "/SMask" in found:
                self._clear.add(self._page)
            space = colour_family(found.get("/ColorSpace", _gray()), self._resources)
            most = _max_ink(found) if space in ("DeviceCMYK", "ICCBased CMYK") else 0
            self._uses.append(ColourUse(self._page, "picture", space, None, most, self._spot()))

    def _inline(self, image: Any) -> None:
        space = colour_family(image.obj.get("/ColorSpace", image.obj.get("/CS", _gray())), self._resources)
        self._uses.append(ColourUse(self._page, "picture", space, None, 0, self._spot()))

    def _spot(self) -> Corners:
        """The area of the unit square, in which an image is drawn."""
        return self._states.now.seen([("re", [0, 0, 1, 1])])

    def _below(self, stream: Any, resources: Any, matrix: Matrix) -> None:
        if stream.objgen in self._above:  # a form that draws itself: the file is broken
            return
        state = replace(self._states.now, matrix=combined_matrix(matrix, self._states.now.matrix))
        above = self._above | {stream.objgen}
        _Reader(self._page, resources, state, self._uses, self._clear, above).read(stream)


def _gray() -> Any:
    import pikepdf

    return pikepdf.Name.DeviceGray


def _ink(pen: _Pen) -> Colour | None:
    """The ink of a press colour; None for other colour spaces."""
    if pen.space == "DeviceGray":
        return (0.0, 0.0, 0.0, 1 - pen.values[0])
    if pen.space in ("DeviceCMYK", "ICCBased CMYK") and len(pen.values) == 4:
        return pen.values
    return None


def _end_colours(function: Any) -> Iterator[tuple[float, ...]]:
    """The end colours of a gradient."""
    if function is None:
        return
    kind = int(function.get("/FunctionType", 0))
    if kind == 3:
        for part in function.Functions:
            yield from _end_colours(part)
    elif kind == 2:
        for key in ("/C0", "/C1"):
            yield tuple(float(value) for value in function.get(key, []))


def _max_ink(image: Any) -> float:
    """The largest total ink of a pixel of a CMYK image."""
    import pikepdf

    pixels = pikepdf.PdfImage(image).as_pil_image(apply_mask=False)
    return max_total_ink(pixels) if pixels.mode == "CMYK" else 0
