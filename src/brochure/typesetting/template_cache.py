"""Cache of compiled templates: in the process, and in the user's cache folder."""

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
    """Compiled Jinja templates, valid until their text, brochure or a library changes.

    Compiled templates are code. So they are stored in the user's cache folder, as Python's compiled modules
    may be, and never in a workspace.

    Args:
        name: Prefix of the file names; environments with different options need different names.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._known: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load the code of a template if it is cached."""
        checksum, code = self._known.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code
            return
        with contextlib.suppress(Exception):  # pickle and marshal raise any error for a broken file
            made_by, _, data = self._path(bucket).read_bytes().partition(b"\n")
            if made_by == program_digest().encode():
                bucket.bytecode_from_string(data)  # Jinja checks that it belongs to this text
        self._remember(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Store the code of a template; if that fails, it is compiled again the next time."""
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
