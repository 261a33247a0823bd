"""Fields in running heads: set their results, or replace them by text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from brochure.word.ooxml import W


def set_field_results(part: etree._Element, results: dict[str, str]) -> None:
    """Set the results of the fields TITLE and SUBJECT in a running head.

    Word and LibreOffice compute the results from the document's properties. Other programs show the results
    in the file, and so does Word until it updates the fields. A field is one element, or three marks in runs.
    """
    for field in part.iter(f"{{{W}}}fldSimple"):
        _set_text(field.iter(f"{{{W}}}t"), results.get(_field_name(field.get(f"{{{W}}}instr", ""))))
    for paragraph in part.iter(f"{{{W}}}p"):
        for instruction, _, texts in _complex_fields(paragraph):
            _set_text(texts, results.get(_field_name(instruction)))


def replace_fields(part: etree._Element, results: dict[str, str]) -> None:
    """Replace fields by text; ``results`` are the texts by the name of the field.

    The running heads of a booklet differ by partner, but Word would compute the same result for all from the
    file's properties.
    """
    set_field_results(part, results)
    for field in list(part.iter(f"{{{W}}}fldSimple")):
        if _field_name(field.get(f"{{{W}}}instr", "")) in results:
            parent = field.getparent()
            if parent is not None:
                place = parent.index(field)
                parent[place : place + 1] = list(field)
    for paragraph in part.iter(f"{{{W}}}p"):
        for instruction, marks, _ in list(_complex_fields(paragraph)):
            if _field_name(instruction) in results:
                for mark in marks:
                    run = mark.getparent()
                    if run is not None:
                        run.remove(mark)


def _field_name(instruction: str) -> str:
    return (instruction.split() or [""])[0].upper()


def _set_text(texts: Iterable[etree._Element], result: str | None) -> None:
    """Put the result into the first text of a field, and empty the others."""
    if result is None:
        return
    for text in texts:
        text.text, result = result, ""


def _complex_fields(
    paragraph: etree._Element,
) -> Iterator[tuple[str, list[etree._Element], list[etree._Element]]]:
    """The fields between ``w:fldChar`` marks: instruction, elements to remove, texts of the result."""
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
