"""Write a PDF in chunks: numbered objects, in object streams where allowed; then all chunks as one file.

The writer follows ISO 32000-2, 7.5. A library that holds every object of a large booklet needs hundreds of
megabytes; here an object is bytes and is freed after it is written.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import md5

_TAG = b"/Type/StructElem>>"  # end of a structure element in a parsed part, with its keys in order
MAX_STREAM_OBJECTS = 400  # objects in one stream: a reader has to unpack the whole stream for one object
_HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
_ENTRY = struct.Struct(">BIH")  # cross-reference row: type, offset or stream, generation or index
_FREE = _ENTRY.pack(0, 0, 65535)


@dataclass(frozen=True, slots=True)
class Object:
    """A numbered object: its bytes, or its dictionary and its stream."""

    number: int
    text: bytes
    stream: bytes | None = None


@dataclass(frozen=True, slots=True)
class Chunk:
    """Written objects. An entry holds number, type, offset (or number of its stream), index in the stream."""

    data: bytes
    entries: tuple[tuple[int, int, int, int], ...]


def count_object_streams(objects: Iterable[Object]) -> int:
    """Number of object streams that the objects need."""
    return len(_stream_groups(objects))


def _stream_groups(objects: Iterable[Object]) -> list[list[Object]]:
    """Objects grouped into streams; structure elements apart, as a reader of links does not need them."""
    tags: list[Object] = []
    others: list[Object] = []
    for item in objects:
        if item.stream is None:
            (tags if item.text.endswith(_TAG) or b"/OBJR" in item.text else others).append(item)
    return [
        group[start : start + MAX_STREAM_OBJECTS]
        for group in (others, tags)
        for start in range(0, len(group), MAX_STREAM_OBJECTS)
    ]


def write_chunk(objects: Sequence[Object], following: int) -> Chunk:
    """Write objects.

    Args:
        objects: The objects to write.
        following: The number of the first object stream; see :func:`count_object_streams`.
    """
    pieces: list[bytes] = []
    entries: list[tuple[int, int, int, int]] = []
    length = 0

    def put(number: int, text: bytes, stream: bytes) -> None:
        nonlocal length
        data = b"%d 0 obj\n%b\nstream\n%b\nendstream\nendobj\n" % (number, text, stream)
        entries.append((number, 1, length, 0))
        pieces.append(data)
        length += len(data)

    for item in objects:
        if item.stream is not None:
            put(item.number, item.text, item.stream)
    for bunch in _stream_groups(objects):
        entries += [(item.number, 2, following, index) for index, item in enumerate(bunch)]
        put(following, *_object_stream(bunch))
        following += 1
    return Chunk(b"".join(pieces), tuple(entries))


def _object_stream(bunch: Sequence[Object]) -> tuple[bytes, bytes]:
    """The dictionary and the data of an object stream (7.5.7).

    /Type is left out of structure elements, where it is optional (14.7.2, table 355).
    """
    head, words, offset = [], [], 0
    for item in bunch:
        text = item.text[: -len(_TAG)] + b">>" if item.text.endswith(_TAG) else item.text
        head.append(b"%d %d" % (item.number, offset))
        words.append(text)
        offset += len(text) + 1
    index = b" ".join(head) + b"\n"
    data = zlib.compress(index + b"\n".join(words), 9)
    entries = b"<< /Type /ObjStm /N %d /First %d /Filter /FlateDecode /Length %d >>"
    return entries % (len(bunch), len(index), len(data)), data


def write_pdf_file(chunks: Iterable[Chunk], last: int, trailer: Mapping[str, bytes]) -> bytes:
    """Write a file from chunks.

    Args:
        chunks: All objects.
        last: The number of the cross-reference stream (7.5.8), above the numbers of all objects. Unused
            numbers become free entries.
        trailer: ``Root`` and the other trailer entries.
    """
    pieces, places, offset = [_HEADER], [_FREE] * (last + 1), len(_HEADER)
    sum_ = md5(usedforsecurity=False)
    for piece in chunks:
        for number, kind, place, index in piece.entries:
            places[number] = _ENTRY.pack(kind, place + offset if kind == 1 else place, index)
        pieces.append(piece.data)
        sum_.update(piece.data)
        offset += len(piece.data)
    places[last] = _ENTRY.pack(1, offset, 0)
    table = zlib.compress(_up_predictor(b"".join(places), _ENTRY.size), 9)
    identity = b"<%b>" % sum_.hexdigest().encode()
    entries = {
        "Type": b"/XRef",
        "Size": b"%d" % (last + 1),
        "W": b"[ 1 4 2 ]",
        "Filter": b"/FlateDecode",
        "DecodeParms": b"<< /Predictor 12 /Columns %d >>" % _ENTRY.size,
        "Length": b"%d" % len(table),
        "ID": b"[ %b %b ]" % (identity, identity),
        **trailer,
    }
    words = b" ".join(b"/%b %b" % (key.encode(), value) for key, value in entries.items())
    pieces.append(b"%d 0 obj\n<< %b >>\nstream\n%b\nendstream\nendobj\n" % (last, words, table))
    pieces.append(b"startxref\n%d\n%%%%EOF\n" % offset)
    return b"".join(pieces)


def _up_predictor(table: bytes, width: int) -> bytes:
    """The rows of a table after the PNG predictor Up (7.4.4.4): each byte minus the byte above it.

    Neighbouring rows differ by little, so most differences are equal and compress well.

    >>> _up_predictor(bytes([1, 250, 3, 4]), 2)
    b'\\x02\\x01\\xfa\\x02\\x02\\n'
    """
    less = _bytewise_difference(table, (bytes(width) + table)[: len(table)])
    return b"".join(b"\2" + less[start : start + width] for start in range(0, len(less), width))


def _bytewise_difference(one: bytes, other: bytes) -> bytes:
    """``one`` minus ``other``, byte by byte modulo 256, computed with two large integers for speed.

    The top bit of each byte is handled separately, so that no byte borrows from the next one.
    """
    top = int.from_bytes(b"\x80" * len(one))
    a, b = int.from_bytes(one), int.from_bytes(other)
    return (((a | top) - (b & ~top)) ^ ((a ^ b ^ top) & top)).to_bytes(len(one))
