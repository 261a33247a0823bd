"""What a book is bound from, or as it was kept: a part that did not change need not be opened."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar, overload

from brochure.pdf.merge.fonts import Used
from brochure.pdf.merge.forms import Forms, take_forms
from brochure.pdf.merge.merge import Makers, place
from brochure.pdf.merge.object_streams import Chunk
from brochure.pdf.merge.part import Catalogue, OutlineLine, ParsedPart, Template, take_apart, take_catalogue
from brochure.storage.cache import Cache, CacheEntry, bytes_digest, cache_key, program_digest
from brochure.storage.serialise import Packing

PIECES, CHUNKS = "pieces", "chunks"
_PACKING = Packing([ParsedPart, Forms, Catalogue, Template, OutlineLine, Used])
_Taken = TypeVar("_Taken", ParsedPart, Forms, Catalogue)
_Made = TypeVar("_Made")


def makers(cache: Cache | None) -> Makers:
    """What makes the pieces of a book, with a cache: each looks first for what it made before."""
    if cache is None:
        return Makers()
    kept = _Kept(cache)
    return Makers(kept.apart, kept.catalogue, kept.forms, kept.place)


@dataclass(frozen=True, slots=True)
class _Kept:
    """The functions of :mod:`brochure.pdf.merge`, by what they depend on."""

    cache: Cache

    def apart(self, data: bytes, name: str, faces: Sequence[str], *, layers: int = 0) -> ParsedPart:
        inputs = _inputs(part=bytes_digest(data), name=name, faces=" ".join(faces), layers=f"{layers}")
        return self._taken(name, inputs, lambda: take_apart(data, name, faces, layers=layers))

    def catalogue(self, data: bytes) -> Catalogue:
        return self._taken("record", _inputs(record=bytes_digest(data)), lambda: take_catalogue(data))

    def forms(self, data: bytes, faces: Sequence[str], wanted: Sequence[int]) -> Forms:
        inputs = _inputs(sheet=bytes_digest(data), faces=" ".join(faces), pages=" ".join(map(str, wanted)))
        return self._taken("sheet", inputs, lambda: take_forms(data, faces, wanted))

    def place(
        self, piece: ParsedPart, base: int, marked: int, elsewhere: Mapping[int, int]
    ) -> tuple[Chunk, int]:
        others = bytes_digest(repr(sorted(elsewhere.items())).encode())
        inputs = _inputs(piece=piece.identity, at=f"{base} {marked}", elsewhere=others)

        def packed(made: tuple[Chunk, int]) -> dict[str, bytes]:
            chunk, behind = made
            return {"data": chunk.data, "entries": json.dumps([behind, chunk.entries]).encode()}

        def unpacked(found: CacheEntry) -> tuple[Chunk, int]:
            behind, entries = json.loads(found.contents["entries"])
            return Chunk(found.contents["data"], tuple(map(tuple, entries))), behind

        def anew() -> tuple[Chunk, int]:
            return place(piece, base, marked, elsewhere)

        return self._made(CHUNKS, piece.name, inputs, anew, packed, unpacked)

    def _taken(self, what: str, inputs: Mapping[str, str], take: Callable[[], _Taken]) -> _Taken:
        def unpacked(found: CacheEntry) -> _Taken:
            bare, length = _PACKING.unpack(found.contents["piece"])
            kept: _Taken = replace(bare, objects=_Objects(found.contents, length))
            return kept

        def anew() -> _Taken:
            return replace(take(), identity=cache_key(inputs))

        return self._made(PIECES, what, inputs, anew, _packed, unpacked)

    def _made(
        self,
        stage: str,
        what: str,
        inputs: Mapping[str, str],
        anew: Callable[[], _Made],
        packed: Callable[[_Made], dict[str, bytes]],
        unpacked: Callable[[CacheEntry], _Made],
    ) -> _Made:
        key = cache_key(inputs)

        def made() -> _Made:
            with contextlib.suppress(ValueError, LookupError, TypeError):  # not what this version keeps
                if found := self.cache.get(stage, key):
                    return unpacked(found)
            new = anew()
            self.cache.put(stage, key, {"what": what, "inputs": inputs}, packed(new))
            return new

        return self.cache.memoize(stage, key, made)


def _inputs(**named: str) -> Mapping[str, str]:
    return {**named, "brochure": program_digest()}


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
