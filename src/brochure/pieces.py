"""Parts of a book taken apart, or as they were kept: a part that did not change need not be opened."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar, overload

from brochure import bind
from brochure.bind import Catalogue, Chunk, Forms, Piece
from brochure.bind.fonts import Used
from brochure.bind.piece import Line, Template
from brochure.cache import Cache, digest, key_of, tool
from brochure.packing import Packing

PIECES, CHUNKS = "pieces", "chunks"
_PACKING = Packing([Piece, Forms, Catalogue, Template, Line, Used])
_Taken = TypeVar("_Taken", Piece, Forms, Catalogue)


def take_apart(cache: Cache | None) -> bind.TakeApart:
    """:func:`brochure.bind.take_apart`, with a cache."""

    def taken(data: bytes, name: str, faces: Sequence[str], *, layers: int = 0) -> Piece:
        inputs = {"part": digest(data), "name": name, "faces": " ".join(faces), "layers": f"{layers}"}
        return _kept(cache, inputs, lambda: bind.take_apart(data, name, faces, layers=layers))

    return taken


def take_catalogue(cache: Cache | None) -> bind.TakeCatalogue:
    """:func:`brochure.bind.take_catalogue`, with a cache."""

    def taken(data: bytes) -> Catalogue:
        return _kept(cache, {"record": digest(data)}, lambda: bind.take_catalogue(data))

    return taken


def take_forms(cache: Cache | None) -> bind.TakeForms:
    """:func:`brochure.bind.take_forms`, with a cache."""

    def taken(data: bytes, faces: Sequence[str], wanted: Sequence[int]) -> Forms:
        inputs = {"sheet": digest(data), "faces": " ".join(faces), "pages": " ".join(map(str, wanted))}
        return _kept(cache, inputs, lambda: bind.take_forms(data, faces, wanted))

    return taken


def place(cache: Cache | None) -> bind.Place:
    """:func:`brochure.bind.place`, with a cache: what stands where it stood is not written again."""

    def placed(piece: Piece, base: int, marked: int, elsewhere: Mapping[int, int]) -> tuple[Chunk, int]:
        if cache is None:
            return bind.place(piece, base, marked, elsewhere)
        others = digest(repr(sorted(elsewhere.items())).encode())
        inputs = {"piece": piece.identity, "at": f"{base} {marked}", "elsewhere": others, "brochure": tool()}
        key = key_of(inputs)

        def made() -> tuple[Chunk, int]:
            with contextlib.suppress(ValueError, LookupError, TypeError):  # not what this version keeps
                if found := cache.get(CHUNKS, key):
                    behind, entries = json.loads(found.contents["entries"])
                    return Chunk(found.contents["data"], tuple(map(tuple, entries))), behind
            chunk, behind = bind.place(piece, base, marked, elsewhere)
            contents = {"data": chunk.data, "entries": json.dumps([behind, chunk.entries]).encode()}
            cache.put(CHUNKS, key, {"what": piece.name, "inputs": inputs}, contents)
            return chunk, behind

        return cache.once(CHUNKS, key, made)

    return placed


def _kept(cache: Cache | None, inputs: dict[str, str], anew: Callable[[], _Taken]) -> _Taken:
    if cache is None:
        return anew()
    inputs["brochure"] = tool()
    key = key_of(inputs)

    def made() -> _Taken:
        with contextlib.suppress(ValueError, LookupError, TypeError):  # not what this version keeps
            if found := cache.get(PIECES, key):
                bare, length = _PACKING.unpack(found.contents["piece"])
                kept: _Taken = replace(bare, objects=_Objects(found.contents, length), identity=key)
                return kept
        taken = anew()
        cache.put(PIECES, key, {"what": inputs.get("name", "sheet"), "inputs": inputs}, _packed(taken))
        return replace(taken, identity=key)

    return cache.once(PIECES, key, made)


def _packed(made: _Taken) -> dict[str, bytes]:
    """The value without its objects, their texts and their streams, and of each object how long both are.

    Objects are kept apart, as there are hundreds in each part, and as JSON is no place for streams.
    """
    texts = b"".join(text.text for text, _ in made.objects)
    streams = b"".join(stream or b"" for _, stream in made.objects)
    shape = [
        [len(text.text), text.slots, None if stream is None else len(stream)] for text, stream in made.objects
    ]
    bare = _PACKING.pack((replace(made, objects=()), len(made.objects)))
    return {"piece": bare, "texts": texts, "streams": streams, "shape": json.dumps(shape).encode()}


class _Objects(Sequence[tuple[Template, bytes | None]]):
    """The objects of an entry, unpacked when one is asked for: mostly the part stands where it stood."""

    def __init__(self, contents: Mapping[str, bytes], length: int) -> None:
        self._contents = contents
        self._length = length
        self._made: list[tuple[Template, bytes | None]] | None = None

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> tuple[Template, bytes | None]: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[tuple[Template, bytes | None]]: ...
    def __getitem__(self, index: int | slice) -> Any:
        if self._made is None:
            self._made = list(self._unpacked())
        return self._made[index]

    def _unpacked(self) -> Iterator[tuple[Template, bytes | None]]:
        texts, streams = self._contents["texts"], self._contents["streams"]
        at = behind = 0
        for length, slots, stream in json.loads(self._contents["shape"]):
            template = Template(texts[at : at + length], tuple(slots))
            at += length
            if stream is None:
                yield template, None
            else:
                yield template, streams[behind : behind + stream]
                behind += stream
