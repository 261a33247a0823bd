"""Serialise each object of a PDF once.

The second half of a PDF's identifier is a digest of all its objects. To compute it, pydyf serialises and
compresses all objects once more than needed (no upstream issue known; not reported yet). Objects do not
change while a file is written, so their bytes are cached until it is done.
"""

from __future__ import annotations

from typing import Any

VERSION = "0.13.0"


def apply() -> None:
    """Wrap ``pydyf.PDF.write``, and the data of dictionaries and streams.

    Raises:
        RuntimeError: It is another version of pydyf.
    """
    import pydyf

    if pydyf.VERSION != VERSION:
        raise RuntimeError(f"serialise_once: pydyf {VERSION} is needed, {pydyf.VERSION} is installed")
    write = pydyf.PDF.write

    def write_once(self: Any, *arguments: Any, **named: Any) -> None:
        kept: dict[int, bytes] = {}
        for item in self.objects:
            item.kept = kept
        try:
            write(self, *arguments, **named)
        finally:
            for item in self.objects:
                item.__dict__.pop("kept", None)

    pydyf.PDF.write = write_once
    for kind in (pydyf.Dictionary, pydyf.Stream):
        kind.data = _cached(kind.data)


def _cached(data: property) -> property:
    make: Any = data.fget

    def kept_data(self: Any) -> bytes:
        kept = self.__dict__.get("kept")
        if kept is None:
            return bytes(make(self))
        if id(self) not in kept:
            kept[id(self)] = make(self)
        return bytes(kept[id(self)])

    return property(kept_data)
