"""Compress each picture once in a process, not once for each document.

WeasyPrint reads a PNG with a palette or transparency, writes it in full colour, and compresses the pixels
again for each document that shows it. The same pixels give the same bytes, so the bytes of the last few
pictures are cached (no upstream issue known; not reported yet).
"""

from __future__ import annotations

from collections import OrderedDict
from functools import lru_cache
from hashlib import sha256
from typing import Any

MAX_PICTURES = 8  # pictures to keep, both compressed and converted: a flag, a photograph, their masks


def apply() -> None:
    """Wrap ``images.RasterImage._get_png_data`` and ``__init__``.

    Raises:
        RuntimeError: They are not where they are expected.
    """
    from weasyprint.images import LazyImage, RasterImage

    original = RasterImage.__dict__.get("_get_png_data")
    if not isinstance(original, staticmethod):
        raise RuntimeError("image_cache: weasyprint.images.RasterImage has changed")
    pack = original.__func__

    @lru_cache(MAX_PICTURES)
    def packed(picture: _Pixels) -> bytes:
        return bytes(pack(picture.image))

    RasterImage._get_png_data = staticmethod(lambda picture: packed(_Pixels(picture)))
    make = RasterImage.__init__
    known: OrderedDict[Any, tuple[dict[str, Any], bytes]] = OrderedDict()

    def __init__(  # noqa: N807
        self: Any,
        pillow_image: Any,
        image_id: str,
        image_data: bytes | None,
        filename: str | None = None,
        cache: Any = None,
        *rest: Any,
        **named: Any,
    ) -> None:
        key = (sha256(image_data).digest(), repr(rest), repr(named)) if image_data else None
        if key in known:
            about, data = known[key]
            self.__dict__.update(about, id=image_id, _cache={} if cache is None else cache)
            self.image_data = self.cache_image_data(data)
            return
        make(self, pillow_image, image_id, image_data, filename, cache, *rest, **named)
        if key and isinstance(self.image_data, LazyImage) and self.image_data.data != image_data:
            about = {name: value for name, value in vars(self).items() if name != "image_data"}
            known[key] = about, self.image_data.data
            if len(known) > MAX_PICTURES:
                known.popitem(last=False)

    RasterImage.__init__ = __init__


class _Pixels:
    """A picture that compares equal if its pixels and metadata are equal."""

    def __init__(self, image: Any) -> None:
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
