"""Breaks in web addresses: after a slash, and before ``. ? & = # _ - %``; see ``document/address_breaks``.

Unicode (UAX #14) breaks an address after hyphens and slashes only, and not after a slash before a digit; a
long query would break between any two characters (``overflow-wrap``). U+200B marks the places in the boxes;
it has no glyph, so an address copied from the page is complete.
"""

from __future__ import annotations

from typing import Any

from brochure.document.address_breaks import mark_addresses


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
            text = getattr(text_box, "text", "")
            url = link_of(text_box)
            if url or "://" in text or "www." in text.lower():
                text_box.text = mark_addresses(text, url)
        return create(box)

    build.create_anonymous_boxes = create_anonymous_boxes


def link_of(text_box: Any) -> str:
    """The address to which a text in an element ``a`` leads; empty for other texts."""
    return (text_box.element.get("href") or "") if text_box.element_tag == "a" else ""
