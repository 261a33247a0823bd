"""Files that are no filled form: each is refused with what it is and what to do."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from brochure.diagnostics.problem import BrochureError
from brochure.survey.excel_form import write_excel_form
from brochure.survey.opening import open_filled_form
from brochure.survey.word_form import write_word_form
from survey_forms import survey_form


def packed(**parts: bytes) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return made.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """A package with a part added or replaced."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, old in {**parts, name: content}.items():
            archive.writestr(one, old)
    return made.getvalue()


ODT = packed(mimetype=b"application/vnd.oasis.opendocument.text", content=b"<x/>")
ODS = packed(mimetype=b"application/vnd.oasis.opendocument.spreadsheet", content=b"<x/>")


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.pdf", b"%PDF-1.7\n", "J103"),
        ("a.png", b"\x89PNG\r\n", "J103"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "J103"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "J105"),
        ("a.rtf", b"{\\rtf1", "J102"),
        ("a.odt", ODT, "J102"),
        ("a.ods", ODS, "J102"),
        ("a.csv", "番号,答え\n".encode("cp932"), "J102"),
        ("a.docx", b"", "J102"),
        ("a.zip", packed(readme=b"x"), "J102"),
        ("a.xlsx", b"PK\x03\x04broken", "D101"),
        ("a.xlsx", packed(xl__workbook=b"x"), "J110"),
    ],
)
def test_another_kind_of_file_is_refused(name: str, data: bytes, code: str) -> None:
    with pytest.raises(BrochureError) as error:
        open_filled_form(data, name)
    assert [found.code for found in error.value.problems] == [code]


def test_macros_are_refused_in_both_formats() -> None:
    word, excel = write_word_form(survey_form()), write_excel_form(survey_form())
    for data, name in ((word, "word/vbaProject.bin"), (excel, "xl/vbaProject.bin")):
        with pytest.raises(BrochureError) as error:
            open_filled_form(with_part(data, name, b"x"), "reply")
        assert [found.code for found in error.value.problems] == ["J104"]


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    for data, name in (
        (write_word_form(survey_form()), "word/document.xml"),
        (write_excel_form(survey_form()), "xl/worksheets/sheet2.xml"),
    ):
        with pytest.raises(BrochureError) as error:
            open_filled_form(with_part(data, name, b"<a>" + b" " * 30_000_000 + b"</a>"), "reply")
        assert [found.code for found in error.value.problems] == ["D106"]


def test_a_sheet_of_entities_is_refused() -> None:
    entities = b'<!DOCTYPE a [<!ENTITY b "x">]><worksheet>&b;</worksheet>'
    data = with_part(write_excel_form(survey_form()), "xl/worksheets/sheet2.xml", entities)
    with pytest.raises(BrochureError) as error:
        open_filled_form(data, "reply.xlsx")
    assert [found.code for found in error.value.problems] == ["J110"]


@pytest.mark.parametrize("part", range(12))
def test_a_file_that_is_cut_or_spoilt_is_read_or_told(part: int) -> None:
    for data, name in (
        (write_word_form(survey_form()), "a.docx"),
        (write_excel_form(survey_form()), "a.xlsx"),
    ):
        at = len(data) * part // 12
        for spoilt in (data[:at], data[:at] + b"\xff" * 40 + data[at + 40 :]):
            try:
                open_filled_form(spoilt, name)
            except BrochureError as error:
                assert error.problems
