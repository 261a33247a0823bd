"""Which kind of file an export is."""

from __future__ import annotations

import pytest

from brochure.diagnostics.problem import BrochureError
from brochure.schema.exports.read import read_export
from exports import read_items

BIB = "@book{a, title={題}}\n"
RIS = "TY  - BOOK\nID  - a\nTI  - 題\nER  - \n"
JSON = '[{"id": "a", "type": "book", "title": "題"}]'
TSV = "ID\tタイトル\na\t題\n"


@pytest.mark.parametrize(
    ("text", "file"),
    [
        (BIB, "a.bib"), (BIB, "a.BIB"), (BIB, "a.txt"), (BIB, "a.ris"), (RIS, "a.ris"), (RIS, "a.txt"),
        (RIS, "a"),
        ("Provider: 例示社\n\n" + RIS, "a.txt"), (JSON, "a.json"), (JSON, "a.txt"), (TSV, "a.tsv"), (TSV,
        "a.txt"),
        (TSV, "a.csv"), ("% comment\n" + BIB, "a.txt"),
    ],
)  # fmt: skip
def test_the_ending_or_the_text_tells(text: str, file: str) -> None:
    assert [(item["id"], item["title"]) for item in read_items(text, file)] == [("a", "題")]


@pytest.mark.parametrize(
    ("text", "file", "code"),
    [
        ("", "a.bib", "C101"), ("nothing here", "a.ris", "C101"), ("色,形\n赤,丸\n", "a.csv", "C101"),
        ("%0 Book\n%T 題\n", "a.enw", "C103"), ("<?xml version='1.0'?><rdf:RDF/>", "a.rdf", "C103"),
        ("PMID- 1\n", "a.nbib", "C103"), ("<!DOCTYPE html><p>x", "a.bib", "C103"), ("[", "a.json", "C102"),
        ("\0\0", "a.bib", "Y117"), ("%PDF-1.7", "a.ris", "Y117"),
    ],
)  # fmt: skip
def test_a_file_without_sources_is_an_error(text: str, file: str, code: str) -> None:
    with pytest.raises(BrochureError) as raised:
        read_export(text.encode(), file)
    assert raised.value.problems[0].code == code


def test_many_doubts_of_one_kind_are_counted() -> None:
    text = "".join(f"@book{{k{n}, title={{x}}, year={{近刊}}}}\n" for n in range(30))
    read = read_export(text.encode(), "a.bib")
    codes = [one.code for one in read.warnings]  # type: ignore[attr-defined]
    assert codes == ["C209"] * 10 + ["C219"]
    assert dict(read.warnings[-1].details) == {"warned": "C209", "count": "20"}  # type: ignore[attr-defined]
