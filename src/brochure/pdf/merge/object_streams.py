"""Write a PDF in chunks: numbered objects, in object streams where they may; then all chunks as one file.

Written by hand (ISO 32000-2, 7.5), as a library that knows every object of a book of many partners needs
hundreds of megabytes for that; here an object is bytes, and is forgotten once it is written.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import md5

_TAG = b"/Type/StructElem>>"  # how a tag ends as parts are written, with its keys in order
BUNCH = 400  # objects in one stream: a reader that wants one of them unpacks them all
_HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
_ENTRY = struct.Struct(">BIH")  # of the cross-reference stream: type, offset or stream, generation or index
_FREE = _ENTRY.pack(0, 0, 65535)


@dataclass(frozen=True, slots=True)
class Object:
    """A numbered object: its bytes, or its dictionary and its stream."""

    number: int
    text: bytes
    stream: bytes | None = None


@dataclass(frozen=True, slots=True)
class Chunk:
    """Written objects, and where each is: number, type, offset (or number of its stream), index there."""

    data: bytes
    entries: tuple[tuple[int, int, int, int], ...]


def streams_for(objects: Iterable[Object]) -> int:
    """How many object streams objects need."""
    return len(_bunches(objects))


def _bunches(objects: Iterable[Object]) -> list[list[Object]]:
    """What goes into a stream together: tags apart from the rest, as who looks for links needs no tags."""
    tags: list[Object] = []
    others: list[Object] = []
    for item in objects:
        if item.stream is None:
            (tags if item.text.endswith(_TAG) or b"/OBJR" in item.text else others).append(item)
    return [group[start : start + BUNCH] for group in (others, tags) for start in range(0, len(group), BUNCH)]


def chunk(objects: Sequence[Object], following: int) -> Chunk:
    """Write objects.

    Args:
        objects: What to write.
        following: The number of the first object stream; :func:`streams_for` says how many follow.
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
    for bunch in _bunches(objects):
        entries += [(item.number, 2, following, index) for index, item in enumerate(bunch)]
        put(following, *_packed(bunch))
        following += 1
    return Chunk(b"".join(pieces), tuple(entries))


def _packed(bunch: Sequence[Object]) -> tuple[bytes, bytes]:
    """An object stream (7.5.7): its dictionary and its data.

    Tags do without their type, which who comes upon one knows by then (14.7.2, table 355: it is optional).
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


def file(chunks: Iterable[Chunk], last: int, trailer: Mapping[str, bytes]) -> bytes:
    """A file of chunks.

    Args:
        chunks: All objects.
        last: A number above all of theirs, for the table of their places (7.5.8); numbers that nothing
            has are free.
        trailer: ``Root`` and what else belongs there.
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
    table = zlib.compress(_differences(b"".join(places), _ENTRY.size), 9)
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


def _differences(table: bytes, width: int) -> bytes:
    """Rows as what each byte has more than the one above it (7.4.4.4, the PNG predictor Up).

    Rows of neighbours differ by one, so that the differences are nearly all the same and pack to nothing.

    >>> _differences(bytes([1, 250, 3, 4]), 2)
    b'\\x02\\x01\\xfa\\x02\\x02\\n'
    """
    less = _less(table, (bytes(width) + table)[: len(table)])
    return b"".join(b"\2" + less[start : start + width] for start in range(0, len(less), width))


def _less(one: bytes, other: bytes) -> bytes:
    """Byte by byte ``one`` less ``other``, modulo 256, of all bytes at once as of two numbers.

    The top bit of each byte is set aside, so that none borrows from its neighbour.
    """
    top = int.from_bytes(b"\x80" * len(one))
    a, b = int.from_bytes(one), int.from_bytes(other)
    return (((a | top) - (b & ~top)) ^ ((a ^ b ^ top) & top)).to_bytes(len(one))
