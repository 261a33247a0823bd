"""Pictures of layouts (WebP, TIFF, GIF, SVG and the pictures inside it) lose what nobody sees."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pytest
from PIL import Image, ImageCms

from brochure.assembly.picture_metadata import strip_metadata
from drawn_pictures import landscape, sun_in

SECRETS = (b"Hanako-Owner", b"Acme Camera 9", b"35.6812N", b"told-by-xmp", b"told-in-iptc")
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def exif(orientation: int = 1) -> Image.Exif:
    made = Image.Exif()
    made[0x013B], made[0x010F] = SECRETS[0].decode(), SECRETS[1].decode()
    made.get_ifd(0x8825)[29] = SECRETS[2].decode()
    made[0x0112] = orientation
    return made


def telling(kind: str, orientation: int = 1) -> bytes:
    """A picture with metadata wherever its kind has room for it."""
    made = BytesIO()
    picture = landscape((600, 300), (0.8, 0.3))
    if kind == "WEBP":
        picture.save(made, kind, exif=exif(orientation), xmp=SECRETS[3], icc_profile=PROFILE, lossless=True)
    elif kind == "TIFF":
        tags = {
            315: SECRETS[0].decode(),
            271: SECRETS[1].decode(),
            270: SECRETS[2].decode(),
            274: orientation,
        }
        tags |= {700: SECRETS[3], 33723: SECRETS[4]}
        picture.save(made, kind, tiffinfo=tags, icc_profile=PROFILE)
    elif kind == "GIF":
        picture.quantize(64).save(made, kind, comment=SECRETS[0])
    else:
        picture.save(made, kind, exif=exif(orientation), icc_profile=PROFILE)
    return made.getvalue()


def found_secrets(data: bytes) -> list[bytes]:
    return [secret for secret in SECRETS if secret in data]


def sun(data: bytes) -> tuple[float, float] | None:
    """Where the sun stands, as shares of width and height."""
    with Image.open(BytesIO(data)) as image:
        return sun_in(image)


@pytest.mark.parametrize("kind", ["WEBP", "TIFF", "GIF"])
def test_other_kinds_lose_their_metadata_and_keep_their_looks(kind: str) -> None:
    data = telling(kind)
    assert found_secrets(data)
    clean = strip_metadata(data)
    assert found_secrets(clean) == []
    with Image.open(BytesIO(clean)) as image:
        assert (image.format, image.size) == (kind, (600, 300))
        assert kind == "GIF" or image.info["icc_profile"] == PROFILE
    assert sun(clean) == pytest.approx((0.8, 0.3), abs=0.03)


@pytest.mark.parametrize("kind", ["WEBP", "TIFF", "JPEG", "PNG"])
def test_a_picture_that_its_camera_turned_is_upright(kind: str) -> None:
    clean = strip_metadata(telling(kind, orientation=6))  # to be turned by 90° to the right
    with Image.open(BytesIO(clean)) as image:
        assert image.size == (300, 600)
        assert image.getexif().get(0x0112, 1) == 1
        assert image.info["icc_profile"] == PROFILE
    assert sun(clean) == pytest.approx((0.7, 0.8), abs=0.03)


def embedded(data: bytes, kind: str, form: str) -> bytes:
    if form == "base64":
        return f"data:image/{kind};base64,".encode() + base64.b64encode(data)
    if form == "lines":
        text = base64.b64encode(data)
        lines = b"\n ".join(text[at : at + 76] for at in range(0, len(text), 76))
        return f"data:image/{kind};base64,".encode() + lines
    return f"data:image/{kind},{quote(data)}".encode()


@pytest.mark.parametrize("form", ["base64", "lines", "percent"])
@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
def test_pictures_inside_an_svg_lose_theirs(kind: str, form: str) -> None:
    inner = embedded(telling(kind.upper()), kind, form)
    nested = embedded(
        b"<svg xmlns='http://www.w3.org/2000/svg'><image href='" + inner + b"'/></svg>", "svg+xml", "base64"
    )
    data = (
        b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>"
        b"<metadata><x>Hanako-Owner</x></metadata><!-- Acme Camera 9 -->"
        b'<image width="9" height="9" href="' + inner + b'"/><image href="' + nested + b'"/></svg>'
    )
    clean = strip_metadata(data)
    parts = [clean]
    while parts:
        part = parts.pop()
        assert found_secrets(part) == []
        parts += [base64.b64decode(one) for one in _data(part)]
    assert b"<image" in clean
    assert sun(base64.b64decode(next(_data(clean)))) == pytest.approx((0.8, 0.3), abs=0.03)


def _data(part: bytes) -> Iterator[bytes]:
    yield from (found[1] for found in re.finditer(rb";base64,([A-Za-z0-9+/=]+)", part))


def test_a_file_that_no_program_can_show_stays_as_it_is(tmp_path: Path) -> None:
    for data in (b"RIFF\1\0\0\0WEBPVP8 cut", b"II*\0cut", b"GIF89acut", b"", b"%PDF-1.7", b"<svg/>"):
        assert strip_metadata(data) == data
