"""Breaks in long URLs: after a slash, and before the signs that separate words.

Unicode (UAX #14) breaks a URL after hyphens and slashes only, and not after a slash before a digit; a long
query would break between any two characters (``overflow-wrap``). A break before ``. ? & = # _ % ~`` cannot be
read as a full stop or a blank at the end of a line (The Chicago Manual of Style, 7.46). U+200B marks these
places in the boxes; it has no glyph, so a URL copied from the page is complete.
"""

from __future__ import annotations

import re
from typing import Any

_URL = re.compile(r"(?:https?|ftp)://[!-~]{24,}")
_BEFORE = re.compile(r"(?<=[^/.])(?=[.?&=#_%~][^.])|(?<=[^/:]/)(?=[0-9])")
_HYPHEN = re.compile(r"-(?=[!-~])")


def apply() -> None:
    """Wrap ``build.create_anonymous_boxes``.

    Raises:
        RuntimeError: It is not where it is expected.
    """
    from weasyprint.formatting_structure import build

    if not hasattr(build, "create_anonymous_boxes"):
        raise RuntimeError("url_breaks: WeasyPrint no longer builds boxes as expected")
    create = build.create_anonymous_boxes

    def create_anonymous_boxes(box: Any) -> Any:
        for text_box in box.descendants():
            if "://" in getattr(text_box, "text", ""):
                text_box.text = mark_url_breaks(text_box.text)
        return create(box)

    build.create_anonymous_boxes = create_anonymous_boxes


def mark_url_breaks(text: str) -> str:
    """Mark the breaks in the URLs of a text. No break after a hyphen, which could be read as hyphenation.

    >>> mark_url_breaks("https://example.jp/search?query=kanagawa&lang=ja").split("\\u200b")
    ['https://example', '.jp/search', '?query', '=kanagawa', '&lang', '=ja']
    """
    return _URL.sub(lambda url: _HYPHEN.sub("-\u2060", _BEFORE.sub("\u200b", url[0])), text)
