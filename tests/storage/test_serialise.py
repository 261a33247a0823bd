"""Frozen values to JSON and back: every class is named, and no other comes out of a file."""

from __future__ import annotations

import typing
from dataclasses import is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

from brochure.document import tree as document
from brochure.document.partial_date import PartialDate
from brochure.storage.serialise import Packing


def collect(hint: Any, found: set[type]) -> set[type]:
    """Add the dataclasses and enumerations that a value of this type may hold, and those that they hold."""
    for inner in typing.get_args(hint):
        collect(inner, found)
    if isinstance(hint, type) and hint not in found and (is_dataclass(hint) or issubclass(hint, Enum)):
        found.add(hint)
        for inner in typing.get_type_hints(hint).values() if is_dataclass(hint) else ():
            collect(inner, found)
    return found


def test_every_class_that_a_document_may_hold_is_named() -> None:
    assert collect(document.Document, set()) == {*document.TREE_CLASSES, PartialDate}


def test_two_classes_of_one_name_are_not_mixed_up() -> None:
    with pytest.raises(ValueError, match="two classes are named Text"):
        Packing([*document.TREE_CLASSES, type("Text", (), {})])


def test_only_named_classes_come_out_of_a_file() -> None:
    packing = Packing(document.TREE_CLASSES)
    for wrong in (b'["Path", "/"]', b'["Text"]', b"[]", b"[[]]", b"{", b"[null]"):
        with pytest.raises((ValueError, LookupError, TypeError)):
            packing.unpack(wrong)
    with pytest.raises(TypeError):
        packing.pack((Path("/"),))
