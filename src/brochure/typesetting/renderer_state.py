"""Renderer state shared between documents: font configuration, parsed style sheets, garbage collection.

A font configuration with its map takes some megabytes that are never freed, and parsing a layout's style
sheet some hundredths of a second. Neither is shared if a style sheet could change it: style sheets with
fonts of their own (``@font-face``) or parts from other files (``@import``) get new ones.
"""

from __future__ import annotations

import gc
import os
import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TypeVar

DOCUMENTS_BEFORE_COLLECTION = 3  # documents whose garbage may wait; some megabytes each
MAX_STYLESHEETS = (
    24  # parsed style sheets to keep; a booklet has three for each layout and one for each partner
)
_OWN_RULES = re.compile(r"@(font-face|import|counter-style|color-profile)", re.IGNORECASE)

Parsed = TypeVar("Parsed")
_waiting: list[None] = []  # one item for each document that has left garbage
_sheets: OrderedDict[tuple[object, ...], object] = OrderedDict()


def font_configuration(texts: Iterable[str]) -> object:
    """WeasyPrint's font configuration: the shared one, or a new one if the texts define fonts.

    A forked process gets its own: in Pango 1.58 (not yet in 1.50) a thread searches the fonts of a
    configuration. The child has no such thread, and would wait for its answer forever.

    Args:
        texts: HTML and style sheets of the document; ``FONTCONFIG_FILE`` names its fonts.
    """
    if any(_OWN_RULES.search(text) for text in texts):
        return _configuration.__wrapped__("", 0)
    return _configuration(os.environ.get("FONTCONFIG_FILE", ""), os.getpid())


@lru_cache(4)
def _configuration(_file: str, _process: int) -> object:
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


def parsed_stylesheet(text: str, place: object, parse: Callable[[], Parsed]) -> Parsed:
    """A parsed style sheet; ``parse`` is called once for the same ``text`` and ``place``."""
    if _OWN_RULES.search(text):
        return parse()
    key = (text, place)
    if key not in _sheets:
        _sheets[key] = parse()
    _sheets.move_to_end(key)
    while len(_sheets) > MAX_STYLESHEETS:
        _sheets.popitem(last=False)
    return _sheets[key]  # type: ignore[return-value]


@contextmanager
def delayed_collection() -> Iterator[None]:
    """Turn garbage collection off inside the with block; collect after every ``PATIENCE`` documents.

    The boxes of a document all stay in use while it is rendered, so collecting is useless. Objects that
    existed
    before are frozen: the renderer's modules alone are as many as a document's objects. A process that
    renders few documents and ends collects nothing.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    if not _waiting:
        gc.freeze()
    try:
        yield
    finally:
        _waiting.append(None)
        if len(_waiting) == DOCUMENTS_BEFORE_COLLECTION:
            collect_garbage()
        gc.enable()


def collect_garbage() -> None:
    """Collect the garbage of the documents rendered so far; for a time without other work."""
    if _waiting:
        gc.collect()
        gc.unfreeze()
        _waiting.clear()
