"""Cache of parsed parts for merging: an unchanged part is not parsed again."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar, overload

from brochure.pdf.merge.fonts import Used
from brochure.pdf.merge.forms import Forms, make_forms
from brochure.pdf.merge.halves import HalfPage, stack_halves
from brochure.pdf.merge.merge import MergeSteps, place_part
from brochure.pdf.merge.object_streams import Chunk
from brochure.pdf.merge.part import Catalogue, OutlineLine, ParsedPart, Template, parse_catalogue, parse_part
from brochure.storage.cache import Cache, CacheEntry, bytes_digest, cache_key, program_digest
from brochure.storage.serialise import Packing

PIECES, CHUNKS, SHARED = "pieces", "chunks", "shared"  # SHARED: pages of two partners
_PACKING = Packing([ParsedPart, Forms, Catalogue, Template, OutlineLine, Used])
_Parsed = TypeVar("_Parsed", ParsedPart, Forms, Catalogue)
_Value = TypeVar("_Value")


def merge_steps(cache: Cache | None) -> MergeSteps:
    """The functions of the merge; with a cache, they look up earlier results first."""
    if cache is None:
        return MergeSteps()
    steps = _CachedSteps(cache)
    return MergeSteps(
        steps.parse_part, steps.parse_catalogue, steps.make_forms, steps.place_part, steps.stack_halves
    )


@dataclass(frozen=True, slots=True)
class _CachedSteps:
    """The functions of :mod:`brochure.pdf.merge` with a cache; the key is made from their inputs."""

    cache: Cache

    def parse_part(self, data: bytes, name: str, faces: Sequence[str], *, layers: int = 0) -> ParsedPart:
        inputs = _inputs(part=bytes_digest(data), name=name, faces=" ".join(faces), layers=f"{layers}")
        return self._parsed_cached(name, inputs, lambda: parse_part(data, name, faces, layers=layers))

    def parse_catalogue(self, data: bytes) -> Catalogue:
        return self._parsed_cached(
            "record", _inputs(record=bytes_digest(data)), lambda: parse_catalogue(data)
        )

    def make_forms(self, data: bytes, faces: Sequence[str], indices: Sequence[int]) -> Forms:
        inputs = _inputs(sheet=bytes_digest(data), faces=" ".join(faces), pages=" ".join(map(str, indices)))
        return self._parsed_cached("sheet", inputs, lambda: make_forms(data, faces, indices))

    def place_part(
        self, piece: ParsedPart, base: int, marked: int, elsewhere: Mapping[int, int]
    ) -> tuple[Chunk, int]:
        others = bytes_digest(repr(sorted(elsewhere.items())).encode())
        inputs = _inputs(piece=piece.identity, at=f"{base} {marked}", elsewhere=others)

        def packed(placed: tuple[Chunk, int]) -> dict[str, bytes]:
            chunk, behind = placed
            return {"data": chunk.data, "entries": json.dumps([behind, chunk.entries]).encode()}

        def unpacked(found: CacheEntry) -> tuple[Chunk, int]:
            behind, entries = json.loads(found.contents["entries"])
            return Chunk(found.contents["data"], tuple(map(tuple, entries))), behind

        def compute() -> tuple[Chunk, int]:
            return place_part(piece, base, marked, elsewhere)

        return self._cached(CHUNKS, piece.name, inputs, compute, packed, unpacked)

    def stack_halves(self, halves: Sequence[HalfPage]) -> bytes:
        names = " ".join(half.name for half in halves)
        inputs = _inputs(
            names=names,
            titles=json.dumps([half.title for half in halves]),
            halves=" ".join(bytes_digest(half.data) for half in halves),
        )
        return self._cached(
            SHARED,
            names,
            inputs,
            lambda: stack_halves(halves),
            lambda data: {"pdf": data},
            lambda found: found.contents["pdf"],
        )

    def _parsed_cached(self, what: str, inputs: Mapping[str, str], take: Callable[[], _Parsed]) -> _Parsed:
        def unpacked(found: CacheEntry) -> _Parsed:
            bare, length = _PACKING.unpack(found.contents["piece"])
            value: _Parsed = replace(bare, objects=_Objects(found.contents, length))
            return value

        def compute() -> _Parsed:
            return replace(take(), identity=cache_key(inputs))

        return self._cached(PIECES, what, inputs, compute, _packed, unpacked)

    def _cached(
        self,
        stage: str,
        what: str,
        inputs: Mapping[str, str],
        compute: Callable[[], _Value],
        packed: Callable[[_Value], dict[str, bytes]],
        unpacked: Callable[[CacheEntry], _Value],
    ) -> _Value:
        key = cache_key(inputs)

        def find_or_compute() -> _Value:
            with contextlib.suppress(ValueError, LookupError, TypeError):  # entry of another version
                if found := self.cache.get(stage, key):
                    return unpacked(found)
            new = compute()
            self.cache.put(stage, key, {"what": what, "inputs": inputs}, packed(new))
            return new

        return self.cache.memoize(stage, key, find_or_compute)


def _inputs(**named: str) -> Mapping[str, str]:
    return {**named, "brochure": program_digest()}


def _packed(value: _Parsed) -> dict[str, bytes]:
    """The cache entry of a value. The objects' texts, streams and lengths are stored beside the rest.

    A part has hundreds of objects, and JSON is not suited to streams.
    """
    texts = b"".join(text.text for text, _ in value.objects)
    streams = b"".join(stream or b"" for _, stream in value.objects)
    shape = [
        [len(text.text), text.slots, None if stream is None else len(stream)]
        for text, stream in value.objects
    ]
    bare = _PACKING.pack((replace(value, objects=()), len(value.objects)))
    return {"piece": bare, "texts": texts, "streams": streams, "shape": json.dumps(shape).encode()}


class _Objects(Sequence[tuple[Template, bytes | None]]):
    """The objects of a cache entry, unpacked on first access; a part that does not move needs none."""

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
