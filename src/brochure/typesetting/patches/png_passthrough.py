"""Copy the compressed pixels of a PNG into the PDF, which supports PNG's compression (ISO 32000-2, 7.4.4.4).

WeasyPrint decompresses and compresses them twice, and turns a picture with a palette into full colour, three
times as large (no upstream issue known; not reported yet). Pictures that PDF cannot show in this form are
left
to WeasyPrint: interlaced or 16-bit pixels, transparency, pictures with a rotation.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_UNSUPPORTED = (b"tRNS", b"eXIf", b"Raw profile type")  # transparency, or a rotation
_GREY, _COLOUR, _PALETTE = 0, 2, 3
_MODES = {_GREY: "L", _COLOUR: "RGB", _PALETTE: "RGB"}  # PIL mode by colour type of the PNG


@dataclass(frozen=True, slots=True)
class Png:
    """A PNG: size in pixels, bits for each channel, colour type, palette, and compressed pixels."""

    width: int
    height: int
    bits: int
    colour: int
    palette: bytes
    packed: bytes


def read_png(data: bytes) -> Png | None:
    """A PNG whose compressed pixels can be copied; None if that is not possible or the file is broken."""
    if not data.startswith(_SIGNATURE) or any(word in data for word in _UNSUPPORTED):
        return None
    parts: dict[bytes, bytes] = {}
    try:
        for kind, content in _chunks(data):
            parts[kind] = parts.get(kind, b"") + content
        width, height, bits, colour, _, _, interlaced = struct.unpack(">IIBBBBB", parts[b"IHDR"])
        packed, palette = parts[b"IDAT"], parts[b"PLTE"] if colour == _PALETTE else b""
    except (struct.error, KeyError):
        return None
    if interlaced or bits > 8 or colour not in _MODES or len(palette) % 3:
        return None
    return Png(width, height, bits, colour, palette, packed)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        at += length + 12


def apply() -> None:
    """Wrap ``__init__`` and ``get_x_object`` of ``images.RasterImage``.

    Raises:
        RuntimeError: They are not where they are expected.
    """
    from weasyprint.images import RasterImage

    for name in ("get_x_object", "cache_image_data"):
        if name not in vars(RasterImage):
            raise RuntimeError("png_passthrough: weasyprint.images.RasterImage has changed")
    make, show = RasterImage.__init__, RasterImage.get_x_object

    def __init__(  # noqa: N807
        self: Any,
        pillow_image: Any,
        image_id: str,
        image_data: bytes | None,
        filename: str | None = None,
        cache: Any = None,
        orientation: Any = "none",
        options: Any = None,
    ) -> None:
        plain = options is not None and not options["dpi"] and not options["optimize_images"]
        upright = isinstance(orientation, str)
        png = read_png(image_data) if image_data and plain and upright else None
        if png is None:
            more = () if options is None else (options,)
            make(self, pillow_image, image_id, image_data, filename, cache, orientation, *more)
            return
        self.id, self._cache = image_id, {} if cache is None else cache
        self._jpeg_quality = self._dpi = None
        self.mode, self.format = _MODES[png.colour], "PNG"
        self.width, self.height, self.ratio = png.width, png.height, png.width / png.height
        self.optimize = self.invert_colors = False
        self.image_data = self.cache_image_data(image_data, filename)
        self.passthrough_png = png

    def get_x_object(self: Any, interpolate: bool, dpi_ratio: float) -> Any:  # name given by WeasyPrint
        png = getattr(self, "passthrough_png", None)
        return _x_object(png, interpolate=interpolate) if png else show(self, interpolate, dpi_ratio)

    RasterImage.__init__, RasterImage.get_x_object = __init__, get_x_object


def _x_object(png: Png, *, interpolate: bool) -> Any:
    import pydyf

    space: Any = "/DeviceGray" if png.colour == _GREY else "/DeviceRGB"
    if png.palette:
        space = pydyf.Array(["/Indexed", "/DeviceRGB", len(png.palette) // 3 - 1, f"<{png.palette.hex()}>"])
    packing = {
        "Predictor": 15,
        "Colors": 3 if png.colour == _COLOUR else 1,
        "BitsPerComponent": png.bits,
        "Columns": png.width,
    }
    about = {
        "Type": "/XObject",
        "Subtype": "/Image",
        "Width": png.width,
        "Height": png.height,
        "ColorSpace": space,
        "BitsPerComponent": png.bits,
        "Interpolate": "true" if interpolate else "false",
        "Filter": "/FlateDecode",
        "DecodeParms": pydyf.Dictionary(packing),
    }
    return pydyf.Stream([png.packed], pydyf.Dictionary(about))
