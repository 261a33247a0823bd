"""Compress each picture once a process, not once a document.

WeasyPrint packs the pixels of a PNG anew for each document that shows it. The same pixels give the same
bytes, so those of the last few pictures are kept.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

MOST = 8  # pictures that are kept, packed and unpacked: a flag, a photograph, their masks


def apply() -> None:
    """Wrap ``images.RasterImage._get_png_data``.

    Raises:
        RuntimeError: It is not where it is expected.
    """
    from weasyprint.images import RasterImage

    original = RasterImage.__dict__.get("_get_png_data")
    if not isinstance(original, staticmethod):
        raise RuntimeError("picture_data: weasyprint.images.RasterImage has changed")
    pack = original.__func__

    @lru_cache(MOST)
    def packed(picture: _Pixels) -> bytes:
        return bytes(pack(picture.image))

    RasterImage._get_png_data = staticmethod(lambda picture: packed(_Pixels(picture)))


class _Pixels:
    """A picture that is compared by what it shows and says."""

    def __init__(self, image: Any) -> None:
        from hashlib import sha256

        self.image = image
        self.key = (
            image.mode,
            image.size,
            sha256(image.tobytes()).digest(),
            repr(sorted(image.info.items())),
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Pixels) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)
