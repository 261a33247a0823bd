"""What rendering one document leaves for the next in the same process: fonts, and parsed style sheets.

A font configuration with its map costs some megabytes that are never freed, and a layout's style sheet some
hundredths of a second. Neither is kept where a style sheet could change it: with fonts of its own
(``@font-face``) or parts from other files (``@import``), all is made anew.
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

PATIENCE = 3  # documents whose garbage may wait: some megabytes each
SHEETS = 24  # that are kept; a booklet has three of each layout, and one of each partner
_OWN = re.compile(r"@(font-face|import|counter-style|color-profile)", re.IGNORECASE)

Parsed = TypeVar("Parsed")
_waiting: list[None] = []  # one for each document that has left garbage
_sheets: OrderedDict[tuple[object, ...], object] = OrderedDict()


def font_configuration(texts: Iterable[str]) -> object:
    """A font configuration of WeasyPrint's: that of the process, or a new one.

    Args:
        texts: HTML and style sheets of the document; ``FONTCONFIG_FILE`` names its fonts.
    """
    if any(_OWN.search(text) for text in texts):
        return _configuration.__wrapped__("")
    return _configuration(os.environ.get("FONTCONFIG_FILE", ""))


@lru_cache(4)
def _configuration(_file: str) -> object:
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


def parsed(text: str, place: object, parse: Callable[[], Parsed]) -> Parsed:
    """A style sheet as ``parse`` makes it, or as it did for the same ``text`` at the same ``place``."""
    if _OWN.search(text):
        return parse()
    key = (text, place)
    if key not in _sheets:
        _sheets[key] = parse()
    _sheets.move_to_end(key)
    while len(_sheets) > SHEETS:
        _sheets.popitem(last=False)
    return _sheets[key]  # type: ignore[return-value]


@contextmanager
def collected() -> Iterator[None]:
    """Collect no garbage while boxes are made that all stay in use, and then that of some documents at once.

    What was there before is not looked at: the modules of the renderer alone are as much as a document. A
    process that sets few documents and ends collects nothing.
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
        if len(_waiting) == PATIENCE:
            collect()
        gc.enable()


def collect() -> None:
    """Collect the garbage that documents have left, for who has nothing else to do now."""
    if _waiting:
        gc.collect()
        gc.unfreeze()
        _waiting.clear()
