"""Take from a picture what nobody sees: place, camera, owner, captions, thumbnails, and data after its end.

A JPEG loses the segments of Exif, XMP, IPTC and cameras; a PNG loses its texts, dates and private chunks.
What a program needs to show the picture stays: the colour profile, Adobe's note on the colours, the
resolution. The compressed pixels are copied. Only a picture that its camera turned is decoded and compressed
again, because Word does not read the orientation in Exif.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from io import BytesIO
from types import MappingProxyType

from brochure.assembly.layout_pictures import strip_layout_picture

_JPEG, _PNG = b"\xff\xd8", b"\x89PNG\r\n\x1a\n"
_ORIENTATION = 0x0112  # the Exif tag; 1 is upright

_EXIF, _GPS = 0x8769, 0x8825  # the directories below the first one
_TELLING: Mapping[str, frozenset[int]] = MappingProxyType(
    {
        "place": frozenset({_GPS}),
        "person": frozenset({0x013B, 0x8298, 0xA430, 0x9C9D}),  # artist, copyright, camera's owner, XPAuthor
        "camera": frozenset({0x010F, 0x0110, 0xA431, 0xA434}),  # maker, model, serial number, lens
        "time": frozenset({0x0132, 0x9003, 0x9004}),
    }
)

# Markers of a JPEG (ITU-T T.81, table B.1)
_APP0, _APP1, _APP2, _APP14, _APP15, _COM = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE
_SOS, _EOI = 0xDA, 0xD9
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")  # a marker that ends the compressed pixels
_JFIF = b"JFIF\0"
_JFIF_LENGTH = 14  # bytes of its content; a thumbnail follows
_PLAIN_JFIF = _JFIF + b"\1\1\0\0\1\0\1\0\0"  # version 1.1, square pixels, no thumbnail

# Chunks of a PNG that say how its pixels look (W3C PNG, third edition); critical chunks have a capital letter
_SEEN = {
    *(b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"cLLI", b"bKGD", b"hIST"),
    b"pHYs",
}


def strip_metadata(data: bytes) -> bytes:
    """Return a picture upright and without metadata; other files, and those without any, as they are.

    A JPEG or PNG with a structure that cannot be followed is decoded and compressed again. The pictures of a
    layout may also be WebP, TIFF, GIF or SVG (:mod:`brochure.assembly.layout_pictures`).
    """
    if not data.startswith((_JPEG, _PNG)):
        return strip_layout_picture(data, strip_metadata)
    try:
        if _is_turned(data):
            return _strip(_compress_again(data))
        return _strip(data)
    except (struct.error, IndexError, ValueError):
        return _strip_unreadable(data)


def metadata_kinds(data: bytes) -> tuple[str, ...]:
    """Return what a picture tells beside what it shows: ``place``, ``person``, ``camera``, ``time``.

    Only Exif is read; a picture that cannot be read tells nothing.
    """
    from PIL import Image

    try:
        with Image.open(BytesIO(data)) as image:
            exif = image.getexif()
            tags = {*exif, *exif.get_ifd(_EXIF)}
            return tuple(
                kind
                for kind, known in _TELLING.items()
                if tags & known and (kind != "place" or exif.get_ifd(_GPS))
            )
    except (OSError, SyntaxError, ValueError, struct.error, Image.DecompressionBombError):
        return ()


def _strip(data: bytes) -> bytes:
    return _strip_jpeg(data) if data.startswith(_JPEG) else _strip_png(data)


def _strip_unreadable(data: bytes) -> bytes:
    """Decode a damaged file and compress it again; a file that no program can show stays as it is."""
    try:
        return _strip(_compress_again(data))
    except (OSError, SyntaxError, ValueError, struct.error, IndexError):
        return data


def _is_turned(data: bytes) -> bool:
    from PIL import Image

    marks = (b"Exif\0\0",) if data.startswith(_JPEG) else (b"eXIf", b"Raw profile type")
    if not any(mark in data for mark in marks):
        return False  # PIL would read a whole PNG to look for an orientation
    try:
        with Image.open(BytesIO(data)) as image:
            return bool(image.getexif().get(_ORIENTATION, 1) != 1)
    except (OSError, SyntaxError) as error:
        raise ValueError(str(error)) from error


def _compress_again(data: bytes) -> bytes:
    """Decode a picture, turn it as its camera says, and compress it with its colour profile."""
    from PIL import Image, ImageOps

    made = BytesIO()
    with Image.open(BytesIO(data)) as image:
        kind = "PNG" if image.format == "PNG" else "JPEG"
        profile = image.info.get("icc_profile")
        ImageOps.exif_transpose(image).save(made, kind, quality=95, icc_profile=profile)
    return made.getvalue()


# --- JPEG -------------------------------------------------------------------------------------


def _strip_jpeg(data: bytes) -> bytes:
    kept = [_JPEG]
    at, metadata, frame, adobe, jfif = len(_JPEG), False, b"", None, False
    while True:
        begin = at
        if data[at] != 0xFF:
            raise ValueError("no marker")
        while data[at] == 0xFF:  # a marker may have fill bytes
            at += 1
        marker = data[at]
        at += 1
        if marker == _EOI:
            kept.append(b"\xff\xd9")
            metadata = metadata or at < len(data)
            break
        (length,) = struct.unpack_from(">H", data, at)
        content = data[at + 2 : at + length]
        if length < 2 or len(content) != length - 2:
            raise ValueError("a cut segment")
        at += length
        if marker == _SOS:
            found = _MARKER.search(data, at)
            if found is None:
                raise ValueError("no end")
            at = found.start()
            kept.append(data[begin:at])
            continue
        wanted = _kept_content(marker, content)
        metadata = metadata or wanted != content
        if marker == _APP0 and wanted is not None:
            jfif = True
        elif marker == _APP14 and wanted is not None:
            adobe = content
        elif marker in _FRAMES:
            frame = content
        if wanted == content:
            kept.append(data[begin:at])
        elif wanted is not None:
            kept.append(_segment(marker, wanted))
    if not metadata:
        return data
    if not jfif and _has_jfif_colours(frame, adobe):  # python-docx knows a JPEG by its head
        kept.insert(1, _segment(_APP0, _PLAIN_JFIF))
    return b"".join(kept)


def _kept_content(marker: int, content: bytes) -> bytes | None:
    """What stays of a segment; ``None`` if nothing does."""
    if marker == _APP0 and content.startswith(_JFIF) and len(content) >= _JFIF_LENGTH:
        thumbnail = content[_JFIF_LENGTH - 2 : _JFIF_LENGTH] != b"\0\0" or len(content) > _JFIF_LENGTH
        return content[: _JFIF_LENGTH - 2] + b"\0\0" if thumbnail else content
    if marker == _APP2 and content.startswith(b"ICC_PROFILE\0"):
        return content
    if marker == _APP14 and content.startswith(b"Adobe"):
        return content
    return None if _APP0 <= marker <= _APP15 or marker == _COM else content


def _has_jfif_colours(frame: bytes, adobe: bytes | None) -> bool:
    """Whether a JPEG has the colours that a head of JFIF says: grey or YCbCr."""
    count, ids = frame[5], frame[6::3]
    if count == 3 and adobe is not None:
        return len(adobe) >= 12 and adobe[11] == 1
    return count == 1 or (count == 3 and ids[:3] != b"RGB")


def _segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


# --- PNG --------------------------------------------------------------------------------------


def _strip_png(data: bytes) -> bytes:
    kept, at = [_PNG], len(_PNG)
    while True:
        (length,) = struct.unpack_from(">I", data, at)
        kind, end = data[at + 4 : at + 8], at + length + 12
        if len(kind) < 4 or end > len(data):
            raise ValueError("a cut chunk")
        if kind in _SEEN or not kind[0] & 0x20:  # a small first letter: not needed to show the picture
            kept.append(data[at:end])
        at = end
        if kind == b"IEND":
            return b"".join(kept)
