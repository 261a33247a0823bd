"""CSL items as programs write them in JSON and YAML."""

from __future__ import annotations

import json

import pytest

from brochure.schema.exports.read import read_export
from exports import doubts, read_items

ITEM = {"id": "a", "type": "report", "title": "題"}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([ITEM]),
        json.dumps(ITEM),
        json.dumps({"items": [ITEM]}),
        "---\nreferences:\n- id: a\n  type: report\n  title: 題\n...\n",
        "- {id: a, type: report, title: 題}\n",
    ],
)
def test_the_list_is_found(text: str) -> None:
    file = "a.yaml" if "- " in text else "a.json"
    assert read_items(text, file) == [ITEM]
    read = read_export(text.encode(), file)
    assert (
        read.locate((0, "title")).line
        == text[: text.index("題" if "題" in text else "\\u984c")].count("\n") + 1
    )


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        ({"date-parts": [["2019", 11, ""]]}, {"date-parts": [["2019", "11"]]}),
        ({"raw": "令和元年11月"}, {"date-parts": [["2019", "11"]]}),
        ({"literal": "11月 3, 2019"}, {"date-parts": [["2019", "11", "3"]]}),
        ({"literal": "近刊"}, {"literal": "近刊"}),
        ("2019-11/2020-01", {"date-parts": [["2019", "11"], ["2020", "1"]]}),
        ([{"year": 2019, "month": 11}], {"date-parts": [["2019", "11"]]}),
        ({"date-parts": [[2019]], "season": 2, "circa": True}, {"date-parts": [["2019"]], "season": "2",
        "circa": "true"}),
    ],
)  # fmt: skip
def test_dates_are_read(typed: object, date: object) -> None:
    assert read_items(json.dumps([{**ITEM, "issued": typed}]), "a.json")[0]["issued"] == date


def test_fields_in_notes_are_taken_out() -> None:
    note = "original-title: Rei\neditor: Doe || Jane\ntex.yomi: レイ\n本文の注\ntype: dataset"
    (item,) = read_items(json.dumps([{**ITEM, "note": note}]), "a.json")
    taken = {"original-title": "Rei", "editor": [{"family": "Doe", "given": "Jane"}], "note": "本文の注"}
    assert item == {**ITEM, "type": "dataset", **taken}


def test_an_item_of_zotero_becomes_csl() -> None:
    zotero = {
        "itemType": "bookSection", "citationKey": "rei2019", "title": "行政", "bookTitle": "各地の行政",
        "creators": [{"creatorType": "author", "lastName": "例示", "firstName": "一郎"},
                     {"creatorType": "editor", "name": "例示県"}],
        "date": "2019-11", "pages": "88-110", "series": "例示叢書", "seriesNumber": "9",
        "accessDate": "2026-09-01",
        "abstractNote": "抄録", "tags": [{"tag": "港"}], "extra": "original-date: 1935", "colour": "red",
    }  # fmt: skip
    text = json.dumps({"items": [zotero]}, ensure_ascii=False)
    assert read_items(text, "a.json") == [
        {
            "id": "rei2019",
            "type": "chapter",
            "title": "行政",
            "container-title": "各地の行政",
            "issued": {"date-parts": [["2019", "11"]]},
            "page": "88-110",
            "collection-title": "例示叢書",
            "collection-number": "9",
            "accessed": {"date-parts": [["2026", "9", "1"]]},
            "author": [{"family": "例示", "given": "一郎"}],
            "editor": [{"literal": "例示県"}],
            "original-date": {"date-parts": [["1935"]]},
        }
    ]
    assert [line.split()[0] for line in doubts(text, "a.json")] == ["C208"]
    assert read_items(json.dumps([{"key": "X", "data": zotero}]), "a.json")[0]["id"] == "rei2019"


def test_an_item_of_crossref_becomes_csl() -> None:
    crossref = {
        "type": "journal-article", "DOI": "10.9999/x", "title": ["Ports"], "container-title": ["J. of Rei"],
        "author": [{"given": "Jane", "family": "Doe", "sequence": "first", "affiliation": []}],
        "issued": {"date-parts": [[2019, 11]]}, "ISSN": ["1111-2222"], "indexed": {"x": 1},
    }  # fmt: skip
    (item,) = read_items(json.dumps(crossref), "a.json")
    assert item == {
        "id": "10.9999/x",
        "type": "article-journal",
        "DOI": "10.9999/x",
        "title": "Ports",
        "container-title": "J. of Rei",
        "author": [{"given": "Jane", "family": "Doe"}],
        "issued": {"date-parts": [["2019", "11"]]},
        "ISSN": "1111-2222",
    }


def test_other_names_of_an_item_and_unread_fields_are_kept_for_messages() -> None:
    text = '[{"id": "http://z/1", "citation-key": "rei", "type": "book", "shelf": "3", "issued": "2019-13"}]'
    read = read_export(text.encode(), "a.json")
    assert read.aliases == {"rei": "http://z/1"}  # type: ignore[attr-defined]
    shelf, issued = (text.index(word) + 1 for word in ('"shelf"', '"2019-13"'))
    assert doubts(text, "a.json") == [f"C208 1:{shelf}", f"C209 1:{issued}"]
