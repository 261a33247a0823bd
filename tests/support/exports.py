"""Exports of sources as the tests write them, and what is read from them."""

from __future__ import annotations

from typing import Any

from brochure.schema.exports.read import read_export


def read_items(text: str | bytes, file: str) -> list[Any]:
    """The CSL items of a file."""
    data = read_export(text.encode() if isinstance(text, str) else text, file).data
    assert isinstance(data, list)
    return data


def doubts(text: str | bytes, file: str) -> list[str]:
    """The warnings about a file: ``C204 3:12``."""
    read = read_export(text.encode() if isinstance(text, str) else text, file)
    return [f"{one.code} {one.location.line}:{one.location.column}" for one in read.warnings if one.location]  # type: ignore[attr-defined]
