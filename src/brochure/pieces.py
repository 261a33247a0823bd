"""Parts of a book taken apart, or as they were kept: a part that did not change need not be opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from brochure import bind
from brochure.bind import Forms, Piece
from brochure.bind.fonts import Used
from brochure.bind.piece import Line, Template
from brochure.cache import Cache, Entry, digest, key_of, tool
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
    return cache.once(PIECES, key, lambda: _found(cache, key) or _put(cache, key, inputs, anew()))


def _found(cache: Cache, key: str) -> Any:
    try:
        found = cache.get(PIECES, key)
        return _unpacked(found) if found else None
    except (ValueError, LookupError, TypeError):  # not what this version keeps
        return None


def _put(cache: Cache, key: str, inputs: Mapping[str, str], made: _Taken) -> _Taken:
    contents, shape = _packed(made)
    about = {"what": inputs.get("name", "sheet"), "inputs": inputs, "shape": shape}
    cache.put(PIECES, key, about, contents)
    return made


def _packed(made: _Taken) -> tuple[dict[str, bytes], list[list[object]]]:
    """The value without its objects, their texts and their streams; and of each object how long both are.

    Objects are kept apart, as there are hundreds in each part, and as JSON is no place for streams.
    """
    texts = b"".join(text.text for text, _ in made.objects)
    streams = b"".join(stream or b"" for _, stream in made.objects)
    shape: list[list[object]] = [
        [len(text.text), text.slots, None if stream is None else len(stream)] for text, stream in made.objects
    ]
    return {"piece": _PACKING.pack(replace(made, objects=())), "texts": texts, "streams": streams}, shape


def _unpacked(found: Entry) -> Any:
    texts, streams = found.contents["texts"], found.contents["streams"]
    objects: list[tuple[Template, bytes | None]] = []
    at = behind = 0
    for length, slots, stream in found.about["shape"]:
        template = Template(texts[at : at + length], tuple(slots))
        at += length
        if stream is None:
            objects.append((template, None))
        else:
            objects.append((template, streams[behind : behind + stream]))
            behind += stream
    return replace(_PACKING.unpack(found.contents["piece"]), objects=tuple(objects))
