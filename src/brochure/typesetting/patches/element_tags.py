"""Tag ruby, the boxes that only the layout needs, and what a sign reads as (ISO 32000-1, 14.8.4 and 14.9.3).

WeasyPrint gives an anonymous box the tag of its element again: the text beside the number of a heading is a
heading inside the heading (not reported yet). It knows no ruby (Kozea/WeasyPrint#406), whose reading then
runs into the word. The number of a heading becomes its label (Lbl). An element ``<span aria-label="…">`` gets
its label as ``/Alt``, which a screen reader speaks in place of the sign. An SVG with ``aria-hidden="true"``
is decoration, and no figure.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

RUBY_TAGS = {"ruby": "Ruby", "rt": "RT"}
_WITHOUT_TAG = ("html", "body")  # the elements of their content pass through their boxes
_HEADINGS = frozenset(["/H1", "/H2", "/H3", "/H4", "/H5", "/H6"])
_BLOCKS = _HEADINGS | {"/P", "/L", "/Table", "/Div", "/Sect", "/Art", "/Part", "/BlockQuote", "/Note"}
_REPEATED = _HEADINGS | {"/P", "/L", "/Caption", "/BlockQuote", "/Art", "/Part", "/Sect"}


def apply() -> None:
    """Wrap ``pdf.tags._build_box_tree`` and ``pdf.tags._get_pdf_tag``.

    Raises:
        RuntimeError: Their parameters differ from the expected ones.
    """
    from weasyprint.pdf import tags

    build, get_pdf_tag = tags._build_box_tree, tags._get_pdf_tag
    if list(inspect.signature(build).parameters)[:3] != ["box", "parent", "pdf"]:
        raise RuntimeError("element_tags: weasyprint.pdf.tags._build_box_tree has changed")
    around: list[Any] = []  # the boxes whose trees are being built, from the outside in

    def pdf_tag(tag: str | None) -> str:
        return RUBY_TAGS.get(tag or "") or str(get_pdf_tag(tag))

    def build_box_tree(box: Any, parent: Any, pdf: Any, *rest: Any) -> Iterator[Any]:
        is_again = bool(around) and is_anonymous(box, around[-1])
        around.append(box)
        try:
            for element in build(box, parent, pdf, *rest):
                if is_again and (element["S"] in _REPEATED or _is_column(element, pdf)):
                    element["S"] = "/NonStruct"
                elif is_again and parent["S"] == "/Ruby":
                    element["S"] = "/RB"
                elif element["S"] == "/LI" and box.element_tag == "li":
                    _wrap_body(element, pdf, box)
                elif element["S"] == "/Figure" and _is_decoration(box):
                    element["S"] = "/NonStruct"  # decoration: no figure, so no alternative text
                    element.pop("A", None)
                elif element["S"] == "/Ruby":
                    _finish_ruby(element, pdf)
                elif element["S"] == "/Span" and box.element_tag == "span":
                    _name_span(element, box, in_heading=parent["S"] in _HEADINGS)
                yield element
        finally:
            around.pop()

    tags._build_box_tree, tags._get_pdf_tag = build_box_tree, pdf_tag


def is_anonymous(box: Any, around: Any) -> bool:
    """Whether a box inside another one was made for the same element by the layout."""
    element = getattr(box, "element", None)
    if element is None or element is not getattr(around, "element", None):
        return False
    return bool(box.element_tag == around.element_tag not in _WITHOUT_TAG)


def _is_decoration(box: Any) -> bool:
    element = getattr(box, "element", None)  # a page has none
    return element is not None and element.get("aria-hidden") == "true"


def _is_column(element: Any, pdf: Any) -> bool:
    """Whether an element is a Div around blocks alone, as a column is."""
    return element["S"] == "/Div" and all(
        pdf.objects[int(kid.split()[0])].get("S") in _BLOCKS for kid in element["K"] if isinstance(kid, bytes)
    )


def _finish_ruby(ruby: Any, pdf: Any) -> None:
    """Give text that stands in ruby without a box of its own the tag of the base.

    A layout may hide the readings: then ruby is text.
    """
    by_reference = {item.reference: item for item in pdf.objects[ruby.number :]}
    kids = [by_reference[kid] for kid in ruby["K"]]
    if not any(kid["S"] == "/RT" for kid in kids):
        ruby["S"] = "/Span"
        for kid in kids:
            kid["S"] = "/Span"
        return
    for kid in kids:
        if kid["S"] not in ("/RB", "/RT"):
            kid["S"] = "/RB"


def _wrap_body(item: Any, pdf: Any, box: Any) -> None:
    """Put what stands beside the bullet of an item into its body (LBody): paragraphs have no box for it."""
    import pydyf

    by_reference = {one.reference: one for one in pdf.objects[item.number :]}
    kids = [by_reference[kid] for kid in item["K"]]
    beside = [kid for kid in kids if kid.get("S") not in ("/Lbl", "/LBody")]
    if not beside:
        return
    body = pydyf.Dictionary({"Type": "/StructElem", "S": "/LBody", "Pg": item["Pg"], "P": item.reference})
    body.source = (box.element, "li", False)  # as :mod:`.continued_tags` names the pieces of an element
    body["K"] = pydyf.Array([kid.reference for kid in beside])
    pdf.add_object(body)
    for kid in beside:
        kid["P"] = body.reference
    item["K"][:] = [kid.reference for kid in kids if kid not in beside] + [body.reference]


def is_label(box: Any) -> bool:
    """Whether a box is the number of a heading; a pseudo-element before it may be one, too."""
    tag = box.element_tag or ""
    if box.element is None or tag.endswith("::before"):
        return box.element is not None
    names = (box.element.get("class") or "").split()
    return tag == "span" and ("data-at" in box.element.attrib or "number" in names)


def _name_span(element: Any, box: Any, *, in_heading: bool) -> None:
    import pydyf

    if box.element is None:
        return
    if in_heading and is_label(box):
        element["S"] = "/Lbl"
    if label := box.element.get("aria-label"):
        element["Alt"] = pydyf.String(label)
