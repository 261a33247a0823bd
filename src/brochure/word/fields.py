"""Fields in running heads: their results, and text in their place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from brochure.word.ooxml import W


def fill(part: etree._Element, results: dict[str, str]) -> None:
    """Set the results of the fields TITLE and SUBJECT in a running head.

    Word and LibreOffice compute them from the document's properties; this is what others show, and
    what Word shows until it does. A field may be one element, or three marks among the runs.
    """
    for field in part.iter(f"{{{W}}}fldSimple"):
        _show(field.iter(f"{{{W}}}t"), results.get(_kind(field.get(f"{{{W}}}instr", ""))))
    for paragraph in part.iter(f"{{{W}}}p"):
        for instruction, _, texts in _complex_fields(paragraph):
            _show(texts, results.get(_kind(instruction)))


def settle(part: etree._Element, results: dict[str, str]) -> None:
    """Put text into the place of fields, by their names.

    A booklet has the head of each partner in one file: what Word computes from the file's properties
    would be the same for all.
    """
    fill(part, results)
    for field in list(part.iter(f"{{{W}}}fldSimple")):
        if _kind(field.get(f"{{{W}}}instr", "")) in results:
            parent = field.getparent()
            if parent is not None:
                place = parent.index(field)
                parent[place : place + 1] = list(field)
    for paragraph in part.iter(f"{{{W}}}p"):
        for instruction, marks, _ in list(_complex_fields(paragraph)):
            if _kind(instruction) in results:
                for mark in marks:
                    run = mark.getparent()
                    if run is not None:
                        run.remove(mark)


def _kind(instruction: str) -> str:
    return (instruction.split() or [""])[0].upper()


def _show(texts: Iterable[etree._Element], result: str | None) -> None:
    """Put a result into the first of a field's texts; the others, if any, become empty."""
    if result is None:
        return
    for text in texts:
        text.text, result = result, ""


def _complex_fields(
    paragraph: etree._Element,
) -> Iterator[tuple[str, list[etree._Element], list[etree._Element]]]:
    """The fields between ``w:fldChar`` marks: instruction, its elements, and the texts of the result."""
    instruction, place = "", ""
    marks: list[etree._Element] = []
    texts: list[etree._Element] = []
    for element in paragraph.iter(*(f"{{{W}}}{name}" for name in ("fldChar", "instrText", "t"))):
        name = etree.QName(element).localname
        if name != "t":
            marks.append(element)
        if name == "fldChar":
            place = element.get(f"{{{W}}}fldCharType", "")
            if place == "end":
                yield instruction, marks, texts
                instruction, marks, texts = "", [], []
        elif name == "instrText" and place == "begin":
            instruction += element.text or ""
        elif name == "t" and place == "separate":
            texts.append(element)
