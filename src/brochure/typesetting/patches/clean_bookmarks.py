"""Bookmarks with the words of their heading: no readings, no joiners, the number parted from the title.

WeasyPrint joins the texts of all boxes inside a heading (CSS Content 3, 5.2; Kozea/WeasyPrint#1468). So the
reading of ruby runs into its word, the number into the question, a call into the sentence, and the signs that
only control line breaks are copied. A layout's own ``bookmark-label`` is kept, without these signs.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

from brochure.document.look_alikes import meant_text
from brochure.typesetting.patches.element_tags import is_label

_DEFAULT = (("content()", "text"),)
_BREAK_CONTROLS = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff\u2005"))
_GAP = "\x00"
_BLANKS = re.compile(f"[ \t\r\n\f{_GAP}]+")


def apply() -> None:
    """Wrap ``build.compute_bookmark_label``.

    Raises:
        RuntimeError: Its parameters differ from the expected ones.
    """
    from weasyprint.formatting_structure import build

    compute = build.compute_bookmark_label
    if list(inspect.signature(compute).parameters)[:3] != ["element", "box", "content_list"]:
        raise RuntimeError("clean_bookmarks: weasyprint.formatting_structure.build has changed")

    def compute_bookmark_label(element: Any, box: Any, content_list: Any, *rest: Any) -> None:
        compute(element, box, content_list, *rest)
        if box.bookmark_label:
            own = content_list == _DEFAULT and hasattr(box, "children")
            box.bookmark_label = clean_label("".join(_pieces(box)) if own else box.bookmark_label)

    build.compute_bookmark_label = compute_bookmark_label


def clean_label(text: str) -> str:
    r"""A text without signs for line breaks; joiners stay where letters need them.

    >>> clean_label("\x001\x00どの\u2060よう な\n機関")
    '1 どのよう な 機関'
    """
    said = meant_text(text.translate(_BREAK_CONTROLS))
    return _BLANKS.sub(" ", said).strip()


def _pieces(box: Any) -> Iterator[str]:
    """The texts in a box in their order, with gaps around what stands apart."""
    from weasyprint.formatting_structure import boxes

    for child in box.children:
        if isinstance(child, boxes.TextBox):
            yield child.text
        elif isinstance(child, boxes.ParentBox) and not _is_beside_the_words(child):
            apart = is_label(child) or isinstance(child, boxes.BlockLevelBox)
            yield from (_GAP, *_pieces(child), _GAP) if apart else _pieces(child)


def _is_beside_the_words(box: Any) -> bool:
    """Whether a box is a reading, a note or its call."""
    tag = box.element_tag or ""
    is_call = box.element is not None and "call" in (box.element.get("class") or "").split()
    return is_call or tag in ("rt", "rp", "rtc") or tag.startswith("x-note")
