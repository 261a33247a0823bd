"""The bytes of an export as text: UTF-8, or an encoding of older programs, converted and reported."""

from __future__ import annotations

import codecs

from brochure.diagnostics.problem import BrochureError, Location, Problem, problem
from brochure.storage.encoding import BOM, NOT_ALLOWED, Lines, decode_utf8

MAX_BYTES = 20_000_000  # a library of some thousand sources with abstracts has 5 MB
_PYTHON = {
    "Shift_JIS": "cp932",
    "EUC-JP": "euc_jp",
    "UTF-16 LE": "utf-16-le",
    "UTF-16 BE": "utf-16-be",
}


def decode_export(raw: bytes, file: str) -> tuple[Lines, tuple[Problem, ...]]:
    """Decode a file; return its text and a warning (C201) if it was converted.

    Raises:
        BrochureError: The file is too large or no text, or its encoding cannot be told.
    """
    if len(raw) > MAX_BYTES:
        raise BrochureError([problem("Y107", Location(file), size=len(raw), limit=MAX_BYTES)])
    try:
        return Lines(file, decode_utf8(raw, file)), ()
    except BrochureError as error:
        (first, *_) = error.problems
        name = dict(first.details).get("encoding", "")
        if first.code not in ("Y102", "Y113") or name not in _PYTHON:
            raise
        marked = raw.removeprefix(codecs.BOM_UTF16_LE).removeprefix(codecs.BOM_UTF16_BE)
        text = marked.decode(_PYTHON[name], "replace").lstrip(BOM)
        if NOT_ALLOWED.search(text) or "\ufffd" in text:
            raise
    return Lines(file, text), (problem("C201", Location(file, 1, 1), encoding=name),)
