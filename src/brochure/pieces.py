"""Parts of a book taken apart, or as they were kept: a part that did not change need not be opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import TypeVar

from brochure import bind
from brochure.bind import Forms, Piece
from brochure.bind.fonts import Used
from brochure.bind.piece import Line, Template
from brochure.cache import Cache, digest, key_of, tool
from brochure.packing import Packing

PIECES = "pieces"
_PACKING = Packing([Piece, Forms, Template, Line, Used])
_Taken = TypeVar("_Taken", Piece, Forms)


def take_apart(cache: Cache | None) -> bind.TakeApart:
    """:func:`brochure.bind.take_apart`, with a cache."""

    def taken(data: bytes, name: str, faces: Sequence[str], *, first: bool, layers: int = 0) -> Piece:
        inputs = {"part": digest(data), "name": name, "faces": " ".join(faces), "how": f"{first} {layers}"}
        return _kept(cache, inputs, lambda: bind.take_apart(data, name, faces, first=first, layers=layers))

    return taken


def take_forms(cache: Cache | None) -> bind.TakeForms:
    """:func:`brochure.bind.take_forms`, with a cache."""

    def taken(data: bytes, faces: Sequence[str], wanted: Sequence[int]) -> Forms:
        inputs = {"sheet": digest(data), "faces": " ".join(faces), "pages": " ".join(map(str, wanted))}
        return _kept(cache, inputs, lambda: bind.take_forms(data, faces, wanted))

    return taken


def _kept(cache: Cache | None, inputs: dict[str, str], anew: Callable[[], _Taken]) -> _Taken:
    if cache is None:
        return anew()
    inputs["brochure"] = tool()
    key = key_of(inputs)
    if (found := cache.get(PIECES, key)) is not None:
        try:
            bare: _Taken = _PACKING.unpack(found.contents["piece"])
            return _filled(bare, found.contents["streams"], found.about["ends"])
        except (ValueError, LookupError, TypeError):  # not what this version keeps
            pass
    made = anew()
    streams = [stream for _, stream in made.objects if stream is not None]
    bare = replace(made, objects=tuple((text, None if s is None else b"") for text, s in made.objects))
    about = {
        "what": inputs.get("name", "sheet"),
        "inputs": inputs,
        "ends": list(accumulate(map(len, streams))),
    }
    cache.put(PIECES, key, about, {"piece": _PACKING.pack(bare), "streams": b"".join(streams)})
    return made


def _filled(bare: _Taken, streams: bytes, ends: Sequence[int]) -> _Taken:
    """Put the streams back where they belong; they are kept apart, as JSON is no place for them."""
    parts = iter([streams[start:end] for start, end in pairwise([0, *ends])])
    objects = tuple((text, None if stream is None else next(parts)) for text, stream in bare.objects)
    return replace(bare, objects=objects)
