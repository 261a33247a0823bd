"""Convert images and gradients to inks: images, masks, shadings with their functions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from brochure.pdf.prepress.colour_separation import Separation
from brochure.pdf.prepress.colour_spaces import RGB, colour_family, remove_keys


@dataclass(frozen=True, slots=True)
class ImageConversion:
    """How images are converted: whether they may stay RGB, and whether they may be transparent."""

    rgb: bool
    transparent: bool
    screen: Any  # the ICC profile of RGB images that stay RGB


def convert_image(image: Any, separation: Separation, conversion: ImageConversion) -> bool:
    """Convert an image XObject for the press, in place.

    Returns:
        Whether the image was transparent and was flattened on white.
    """
    import pikepdf

    remove_keys(image, "/Interpolate", "/Intent")
    if image.get("/ImageMask", False):
        return False
    rgb = colour_family(image.get("/ColorSpace", pikepdf.Name.DeviceGray), None) in RGB
    mask = image.get("/SMask")
    if mask is not None and not conversion.transparent:
        return _flatten(image, separation)
    if rgb and conversion.rgb:
        _replace_pixels(image, None, _with_base(conversion.screen, image.ColorSpace))
    elif rgb:
        _replace_pixels(image, separation.picture(_pixels(image)), pikepdf.Name.DeviceCMYK)
    return False


def _flatten(image: Any, separation: Separation) -> bool:
    """Flatten a transparent image on white; false if no part of it was transparent."""
    import pikepdf
    from PIL import Image

    pixels, mask = _pixels(image), _pixels(image.SMask).convert("L")
    clear = mask.getextrema()[0] < 255
    if clear:
        mask = mask.resize(pixels.size) if mask.size != pixels.size else mask
        pixels = Image.composite(pixels.convert("RGB"), Image.new("RGB", pixels.size, "white"), mask)
    del image["/SMask"]
    if colour_family(image.ColorSpace, None) in RGB or clear:
        _replace_pixels(image, separation.picture(pixels), pikepdf.Name.DeviceCMYK)
    return bool(clear)


def _with_base(base: Any, space: Any) -> Any:
    """The base space; if ``space`` is indexed, an indexed space with this base and its palette (8.6.6.3)."""
    import pikepdf

    if not isinstance(space, pikepdf.Array) or space[0] not in (pikepdf.Name.Indexed, pikepdf.Name.I):
        return base
    return pikepdf.Array([space[0], base, *list(space)[2:]])


def _pixels(image: Any) -> Any:
    import pikepdf

    return pikepdf.PdfImage(image).as_pil_image(apply_mask=False)


def _replace_pixels(image: Any, pixels: Any, space: Any) -> None:
    """Replace an image's colour space and pixels (if given). Lossless: JPEG would break the ink limit."""
    image.ColorSpace = space
    if pixels is None:
        return
    remove_keys(image, "/Decode", "/DecodeParms")
    image.BitsPerComponent = 8
    image.Width, image.Height = pixels.size
    image.write(pixels.tobytes())


def convert_shading(pattern: Any, separation: Separation) -> None:
    """Convert a gradient (types 2 and 3) from RGB colours to inks, in place (ISO 32000-1, 8.7.4.5)."""
    import pikepdf

    if colour_family(pattern.ColorSpace, None) not in RGB:
        return
    _convert_function(pattern.Function, separation)
    pattern.ColorSpace = pikepdf.Name.DeviceCMYK
    if "/Background" in pattern:
        pattern.Background = _convert_colour(pattern.Background, separation)


def _convert_function(function: Any, separation: Separation) -> None:
    """Convert exponential and stitching functions, which gradients consist of (7.10.3, 7.10.4)."""
    if int(function.FunctionType) == 3:
        for part in function.Functions:
            _convert_function(part, separation)
    elif int(function.FunctionType) == 2:
        if len(function.get("/C0", [0])) == 3:  # converted only once if two gradients share the function
            function.C0 = _convert_colour(function.C0, separation)
            function.C1 = _convert_colour(function.C1, separation)
        if "/Range" in function:
            function.Range = [0, 1] * 4


def _convert_colour(colour: Any, separation: Separation) -> Any:
    import pikepdf

    red, green, blue = (float(value) for value in colour)
    return pikepdf.Array([round(value, 4) for value in separation.area((red, green, blue))])
