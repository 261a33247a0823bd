"""The fields of our own under custom: terms of use, and whether data were adapted."""

from __future__ import annotations

from brochure.schema.csl_items import csl_item_schema
from brochure.schema.source_fields import LICENCES, OWN_FIELDS, Licence, licence_of


def test_each_known_licence_has_an_address_or_asks_for_no_name() -> None:
    for name, licence in LICENCES.items():
        assert licence.name == name
        assert licence.url.startswith("https://") == licence.named


def test_other_licences_are_written_out() -> None:
    assert licence_of("PDL1.0") == LICENCES["PDL1.0"]
    assert licence_of({"name": "架空規約", "URL": "https://example.jp/t"}) == Licence(
        "架空規約", "https://example.jp/t"
    )
    assert licence_of({"name": "架空規約"}) == Licence("架空規約")
    assert licence_of("in press") is licence_of(None) is licence_of({}) is None


def test_an_editor_completes_the_fields_and_the_licences() -> None:
    (item,) = (kind for kind in csl_item_schema()["items"]["anyOf"] if kind["type"] == "object")
    custom = item["properties"]["custom"]
    assert set(custom["properties"]) == set(OWN_FIELDS)
    assert custom["properties"]["licence"]["anyOf"][0]["enum"] == list(LICENCES)
    assert custom["additionalProperties"] is False
