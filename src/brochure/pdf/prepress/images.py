"""Pictures and gradients as ink: images, masks, shadings with their functions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from brochure.pdf.prepress.colour_separation import Separation
from brochure.pdf.prepress.colour_spaces import RGB, drop, family


@dataclass(frozen=True, slots=True)
class Picturing:
    """How pictures are to be made: whether they stay RGB, and whether they may be transparent."""

    rgb: bool
    transparent: bool
    screen: Any  # the ICC profile of RGB pictures, where they stay


def picture(image: Any, separation: Separation, how: Picturing) -> bool:
    """Make an image XObject fit for the press, in place.

    Returns:
        Whether it was transparent and had to be laid on white.
    """
    import pikepdf

    drop(image, "/Interpolate", "/Intent")
    if image.get("/ImageMask", False):
        return False
    rgb = family(image.get("/ColorSpace", pikepdf.Name.DeviceGray), None) in RGB
    mask = image.get("/SMask")
    if mask is not None and not how.transparent:
        return _flatten(image, separation)
    if rgb and how.rgb:
        _put(image, None, _on(how.screen, image.ColorSpace))
    elif rgb:
        _put(image, separation.picture(_pixels(image)), pikepdf.Name.DeviceCMYK)
    return False


def _flatten(image: Any, separation: Separation) -> bool:
    """Lay a transparent picture on white; false if nothing of it was transparent."""
    import pikepdf
    from PIL import Image

    pixels, mask = _pixels(image), _pixels(image.SMask).convert("L")
    clear = mask.getextrema()[0] < 255
    if clear:
        mask = mask.resize(pixels.size) if mask.size != pixels.size else mask
        pixels = Image.composite(pixels.convert("RGB"), Image.new("RGB", pixels.size, "white"), mask)
    del image["/SMask"]
    if family(image.ColorSpace, None) in RGB or clear:
        _put(image, separation.picture(pixels), pikepdf.Name.DeviceCMYK)
    return bool(clear)


def _on(base: Any, space: Any) -> Any:
    """A colour space in place of another one; where that has a palette, below the palette (8.6.6.3)."""
    import pikepdf

    if not isinstance(space, pikepdf.Array) or space[0] not in (pikepdf.Name.Indexed, pikepdf.Name.I):
        return base
    return pikepdf.Array([space[0], base, *list(space)[2:]])


def _pixels(image: Any) -> Any:
    import pikepdf

    return pikepdf.PdfImage(image).as_pil_image(apply_mask=False)


def _put(image: Any, pixels: Any, space: Any) -> None:
    """Give an image other pixels (or none), losslessly: a JPEG would not keep to the limit of ink."""
    image.ColorSpace = space
    if pixels is None:
        return
    drop(image, "/Decode", "/DecodeParms")
    image.BitsPerComponent = 8
    image.Width, image.Height = pixels.size
    image.write(pixels.tobytes())


def shading(pattern: Any, separation: Separation) -> None:
    """Give a gradient (types 2 and 3) inks between its RGB colours, in place (ISO 32000-1, 8.7.4.5)."""
    import pikepdf

    if family(pattern.ColorSpace, None) not in RGB:
        return
    _function(pattern.Function, separation)
    pattern.ColorSpace = pikepdf.Name.DeviceCMYK
    if "/Background" in pattern:
        pattern.Background = _ink(pattern.Background, separation)


def _function(function: Any, separation: Separation) -> None:
    """Exponential and stitching functions, the ones that a gradient is made of (7.10.3, 7.10.4)."""
    if int(function.FunctionType) == 3:
        for part in function.Functions:
            _function(part, separation)
    elif int(function.FunctionType) == 2:
        if len(function.get("/C0", [0])) == 3:  # a function that two gradients share is converted once
            function.C0 = _ink(function.C0, separation)
            function.C1 = _ink(function.C1, separation)
        if "/Range" in function:
            function.Range = [0, 1] * 4


def _ink(colour: Any, separation: Separation) -> Any:
    import pikepdf

    red, green, blue = (float(value) for value in colour)
    return pikepdf.Array([round(value, 4) for value in separation.area((red, green, blue))])
