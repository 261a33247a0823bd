"""Limits of what a part may contain: each is counted while it is read; a part at the limit passes."""

from __future__ import annotations

import pytest

from brochure.word import xml_limits
from brochure.word.xml_limits import XmlCounter, XmlLimitError, XmlSyntaxError

SPACES = " ".join(f'xmlns:n{number}="x"' for number in range(6))
TOO_MUCH = {  # what is limited to five: the content of a root
    ("MAX_ELEMENTS", "elements"): "<b/>" * 5,
    ("MAX_DEPTH", "nested elements"): "<b>" * 5 + "</b>" * 5,
    ("MAX_ATTRIBUTES", "attributes"): '<b c="1"/>' * 6,
    ("MAX_ELEMENT_ATTRIBUTES", "attributes of one element"): '<b c="" d="" e="" f="" g="" h=""/>',
    ("MAX_CHARACTERS", "characters"): "あいうえおか",
    ("MAX_NAMESPACES", "namespaces"): f"<b {SPACES}/>",
    ("MAX_NAMESPACE_NAME", "characters in the name of a namespace"): '<b xmlns:n="urn:ab"/>',
}


@pytest.mark.parametrize("limit", TOO_MUCH, ids=lambda limit: limit[1])
def test_a_part_with_one_too_many_is_refused_with_the_count(
    limit: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    name, what = limit
    part = f"<a>{TOO_MUCH[limit]}</a>".encode()
    monkeypatch.setattr(xml_limits, name, 5)
    with pytest.raises(XmlLimitError) as caught:
        XmlCounter().count_part(part)
    assert (caught.value.what, caught.value.counted, caught.value.limit) == (what, 6, 5)
    monkeypatch.setattr(xml_limits, name, 6)
    XmlCounter().count_part(part)


def test_the_parts_of_a_file_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_limits, "MAX_ELEMENTS", 5)
    counter = XmlCounter()
    counter.count_part(b"<a><b/><b/></a>")
    with pytest.raises(XmlLimitError):
        counter.count_part(b"<a><b/><b/></a>")


def test_comments_and_instructions_count_as_elements(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_limits, "MAX_ELEMENTS", 5)
    with pytest.raises(XmlLimitError):
        XmlCounter().count_part(b"<a><!--x--><!--y--><?z?><!--x--><b/></a>")


def test_counting_stops_at_the_limit() -> None:
    counter = XmlCounter()
    with pytest.raises(XmlLimitError):
        counter.count_part(b"<a>" + b"<b/>" * (2 * xml_limits.MAX_ELEMENTS) + b"</a>")
    assert counter.elements == xml_limits.MAX_ELEMENTS + 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
def test_a_document_type_is_refused_in_every_encoding(encoding: str) -> None:
    bom = "\ufeff" if encoding == "utf-16-be" else ""
    part = f'{bom}<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode(encoding)
    with pytest.raises(XmlSyntaxError, match="DOCTYPE"):
        XmlCounter().count_part(part)


@pytest.mark.parametrize(
    "part", [b"", b"<a>", b"<a></b>", b'<?xml version="1.0" encoding="nobody"?><a/>', b"<a>\0</a>"]
)
def test_what_is_no_xml_is_refused(part: bytes) -> None:
    with pytest.raises(XmlSyntaxError):
        XmlCounter().count_part(part)
