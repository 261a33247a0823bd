"""Frozen values to JSON and back: dataclasses, enumerations, tuples, mappings and bytes, with their classes.

Unlike pickle, reading a file can only make values of the classes that the program lists.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

_TUPLE, _PLAIN, _MAPPING, _BYTES = "", "=", "{", "b"  # used in the place of a class name

LONG = 16  # a tuple of at least this many numbers or strings is packed as one plain list


class Packing:
    """Packs values of the given ``classes``: dataclasses, which are packed by their fields, and enums.

    >>> from brochure.document.partial_date import PartialDate
    >>> packing = Packing([PartialDate])
    >>> packing.pack((PartialDate(2018, 7), "版"))
    b'["", ["PartialDate", 2018, 7, 0], "\\xe7\\x89\\x88"]'
    >>> packing.unpack(packing.pack((PartialDate(2018, 7), "版")))
    (PartialDate(year=2018, month=7, day=0), '版')
    """

    def __init__(self, classes: Iterable[type]) -> None:
        self._makers: dict[str, Callable[..., Any]] = {_TUPLE: _tuple, _MAPPING: _mapping, _BYTES: _bytes}
        self._names: dict[type, tuple[str, list[str]]] = {}  # name of each class and of its fields
        for cls in classes:
            if cls.__name__ in self._makers:
                raise ValueError(f"two classes are named {cls.__name__}")
            self._makers[cls.__name__] = cls
            names = [field.name for field in fields(cls)] if is_dataclass(cls) else ["value"]
            self._names[cls] = (cls.__name__, names)

    def pack(self, value: object) -> bytes:
        """Return the value as JSON.

        Raises:
            TypeError: It contains a value of another class.
        """
        return json.dumps(self._packed(value), ensure_ascii=False).encode()

    def unpack(self, data: bytes) -> Any:
        """Return the value that was given to :meth:`pack`.

        Raises:
            ValueError, LookupError, TypeError: The data does not come from :meth:`pack`, or names an unknown
                class.
        """
        return self._unpacked(json.loads(data))

    def _packed(self, value: Any) -> Any:
        if value is None or isinstance(value, str | int | float):
            return value
        if isinstance(value, tuple):
            if len(value) >= LONG and all(type(item) in (str, int, float) for item in value):
                return [_PLAIN, value]
            return [_TUPLE, *map(self._packed, value)]
        if isinstance(value, bytes):
            return [_BYTES, value.decode("latin-1")]
        if isinstance(value, Mapping):
            return [_MAPPING, *(self._packed(part) for item in value.items() for part in item)]
        if type(value) not in self._names:
            raise TypeError(f"a {type(value).__name__} cannot be kept")
        name, names = self._names[type(value)]
        return [name, *(self._packed(getattr(value, field)) for field in names)]

    def _unpacked(self, data: Any) -> Any:
        if not isinstance(data, list):
            return data
        if data[0] == _PLAIN:
            return tuple(data[1])
        return self._makers[data[0]](*[self._unpacked(v) if isinstance(v, list) else v for v in data[1:]])


def _tuple(*items: object) -> tuple[object, ...]:
    return items


def _mapping(*items: object) -> Mapping[object, object]:
    return dict(zip(items[::2], items[1::2], strict=True))


def _bytes(text: str) -> bytes:
    return text.encode("latin-1")
