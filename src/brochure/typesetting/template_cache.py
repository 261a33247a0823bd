"""Templates as they were compiled before: in this process, or in the user's own folder for caches."""

from __future__ import annotations

import contextlib
from pathlib import Path
from types import CodeType

import jinja2
from jinja2.bccache import Bucket

from brochure.diagnostics.problem import BrochureError
from brochure.storage.atomic import replace_files, user_cache
from brochure.storage.cache import program_digest


class TemplateCache(jinja2.BytecodeCache):
    """What Jinja made of templates, until their text, brochure or a library changes.

    It is code, and so it is kept where Python's own compiled modules might be, and never in a workspace.

    Args:
        name: That of the folder; environments that compile differently need different ones.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._known: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template its code, if it is known."""
        checksum, code = self._known.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code
            return
        with contextlib.suppress(Exception):  # pickle and marshal raise what they meet in a broken file
            made_by, _, data = self._path(bucket).read_bytes().partition(b"\n")
            if made_by == program_digest().encode():
                bucket.bytecode_from_string(data)  # Jinja looks whether it is of this text
        self._remember(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template's code; where that fails, it is compiled again the next time."""
        self._remember(bucket)
        with contextlib.suppress(BrochureError):
            replace_files(
                {self._path(bucket): program_digest().encode() + b"\n" + bucket.bytecode_to_string()}
            )

    def _remember(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._known[bucket.key] = bucket.checksum, bucket.code

    def _path(self, bucket: Bucket) -> Path:
        return user_cache("templates") / f"{self._name}-{bucket.key}"
