"""Link calls and notes to each other, and give them the right tags (ISO 32000-1, 14.8.4.4.3).

WeasyPrint's footnotes are not links, and their tags have no meaning (NonStruct). A call becomes Reference >
Link, a note becomes Note with its marker as Lbl > Link back to the first call. PDF/UA-1 requires an ID for
each Note (Matterhorn 19-003, 19-004), and a description for links (28-012).
"""

from __future__ import annotations

from typing import Any

from brochure.document.anchors import TO_CALL, TO_NOTE
from brochure.document.printed_words import LANGUAGES, words_of

ELEMENT = "x-note"
TAGS = {
    ELEMENT: "Note",
    f"{ELEMENT}::footnote-call": "Link",
    f"{ELEMENT}::footnote-marker": "Link",
    "strong": "Span",
}
DESCRIPTIONS = {TO_NOTE: "link.to_note", TO_CALL: "link.to_call"}  # keys of printed words


def apply() -> None:
    """Wrap ``anchors.gather_anchors`` and ``pdf.tags._get_pdf_tag``.

    Raises:
        RuntimeError: They are not where they are expected.
    """
    from weasyprint import anchors, document
    from weasyprint.pdf import tags

    if document.gather_anchors is not anchors.gather_anchors:
        raise RuntimeError("footnote_tags: weasyprint.document no longer uses anchors.gather_anchors")
    gather, get_pdf_tag = anchors.gather_anchors, tags._get_pdf_tag

    def gather_anchors(box: Any, *arguments: Any) -> None:
        _make_link(box)
        gather(box, *arguments)

    def pdf_tag(tag: str | None) -> str:
        return TAGS.get(tag or "") or str(get_pdf_tag(tag))

    anchors.gather_anchors = document.gather_anchors = gather_anchors
    tags._get_pdf_tag = pdf_tag


def _make_link(box: Any) -> None:
    """Give the box of a call or marker the link and anchor of an ``<a href>`` with an ``id``."""
    tag = getattr(box, "element_tag", None) or ""
    if not tag.startswith(f"{ELEMENT}::footnote-"):
        return
    name = box.element.get("id").removeprefix(TO_NOTE)
    if tag.endswith("call"):
        box.link = ("url", ("internal", TO_NOTE + name))
        box.style = box.style.copy()
        box.style["anchor"] = TO_CALL + name
    else:
        box.link = ("url", ("internal", TO_CALL + name))


def finish_note_tags(_document: Any, pdf: Any) -> None:
    """Complete the tags of a PDF before it is written; a finisher for ``write_pdf``."""
    import pydyf

    language = getattr(pdf.catalog.get("Lang"), "string", "")
    words = words_of(next((one for one in LANGUAGES if one == language), LANGUAGES[0]))
    by_reference = {item.reference: item for item in pdf.objects if isinstance(item, pydyf.Dictionary)}
    for item in list(pdf.objects):
        if not isinstance(item, pydyf.Dictionary):
            continue
        if item.get("Subtype") == "/Link":
            item["F"] = 4  # flag Print, which PDF/A requires
            if target := _target(item):
                item["Contents"] = pydyf.String(words[DESCRIPTIONS[target[0]]])
        if item.get("S") == "/Link" and (target := _target_of_element(item, by_reference)):
            _wrap(pdf, item, "Reference" if target[0] == TO_NOTE else "Lbl", by_reference)
            if target[0] == TO_CALL:
                _name_note(item, TO_NOTE + target[1], by_reference)


def _target(annotation: Any) -> tuple[str, str] | None:
    destination = annotation.get("Dest")
    text = getattr(destination, "string", None)
    for kind in (TO_NOTE, TO_CALL):
        if isinstance(text, str) and text.startswith(kind):
            return kind, text.removeprefix(kind)
    return None


def _target_of_element(element: Any, by_reference: dict[Any, Any]) -> tuple[str, str] | None:
    for kid in element["K"]:
        reference = kid if isinstance(kid, dict) else by_reference.get(kid)
        if reference is not None and reference.get("Type") == "/OBJR":
            return _target(by_reference[reference["Obj"]])
    return None


def _wrap(pdf: Any, element: Any, tag: str, by_reference: dict[Any, Any]) -> None:
    """Insert a new structure element between an element and its parent."""
    import pydyf

    parent = by_reference[element["P"]]
    outer = pydyf.Dictionary(
        {
            "Type": "/StructElem",
            "S": f"/{tag}",
            "K": pydyf.Array([element.reference]),
            "Pg": element["Pg"],
            "P": parent.reference,
        }
    )
    pdf.add_object(outer)
    by_reference[outer.reference] = outer
    position = parent["K"].index(element.reference)
    parent["K"][position] = outer.reference
    element["P"] = outer.reference


def _name_note(element: Any, name: str, by_reference: dict[Any, Any]) -> None:
    """Set the ID of the Note that contains a marker."""
    import pydyf

    while element is not None and element.get("S") != "/Note":
        element = by_reference.get(element.get("P"))
    if element is not None:
        element["ID"] = pydyf.String(name)
