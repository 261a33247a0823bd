"""Take from the pictures of a layout what nobody sees: WebP, TIFF, GIF, and SVG with the pictures inside it.

A style sheet or a reference.docx may name such files; profiles take JPEG and PNG only.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from io import BytesIO
from urllib.parse import unquote_to_bytes

_TIFF = (b"II*\0", b"MM\0*")
_SVG = re.compile(rb"<svg[\s>]")
_TOLD = re.compile(rb"<metadata\b.*?</metadata\s*>|<metadata\b[^>]*/>|<!--.*?-->", re.DOTALL)
_EMBEDDED = re.compile(rb"data:(image/[\w.+-]+)((?:;[\w=.+-]+)*),([^\"'()<>\s]*(?:\s+[A-Za-z0-9+/=]+)*)")

Strip = Callable[[bytes], bytes]


def strip_layout_picture(data: bytes, strip: Strip) -> bytes:
    """Return a WebP, TIFF, GIF or SVG without metadata; other files as they are.

    Args:
        data: The file.
        strip: The function for the pictures inside an SVG.
    """
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _saved_again(data, "WEBP", {"lossless": b"VP8L" in data[12:64], "quality": 95})
    if data.startswith(_TIFF):
        return _saved_again(data, "TIFF", {"compression": "tiff_adobe_deflate"})
    if data.startswith((b"GIF87a", b"GIF89a")):
        return _saved_again(data, "GIF", {})
    if _SVG.search(data[:4000]):
        return _EMBEDDED.sub(lambda found: _embedded(found, strip), _TOLD.sub(b"", data))
    return data


def _saved_again(data: bytes, kind: str, options: dict[str, object]) -> bytes:
    """Decode the first picture of a file and save its pixels and its colour profile; upright."""
    from PIL import Image, ImageOps

    made = BytesIO()
    try:
        with Image.open(BytesIO(data)) as image:
            upright = ImageOps.exif_transpose(image)
            bare = upright.copy()  # without the tags of its file, which saving would write again
            keep = ("transparency", "icc_profile")
            bare.info = {key: value for key, value in upright.info.items() if key in keep}
            profile = image.info.get("icc_profile")
            bare.save(made, kind, **options, **({"icc_profile": profile} if profile else {}))
    except (OSError, SyntaxError, ValueError):
        return data  # no program can show it
    return made.getvalue()


def _embedded(found: re.Match[bytes], strip: Strip) -> bytes:
    """A picture inside an SVG without metadata; it may be an SVG itself."""
    kind, parameters, text = found.groups()
    try:
        if b";base64" in parameters:
            data = base64.b64decode(unquote_to_bytes(re.sub(rb"\s+", b"", text)), validate=False)
        else:
            data = unquote_to_bytes(text)
    except (binascii.Error, ValueError):
        return found[0]
    clean = strip(data)
    if clean == data:
        return found[0]
    return b"data:" + kind + b";base64," + base64.b64encode(clean)
