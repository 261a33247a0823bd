"""The package layer of Word files: what is read is what is written."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

from brochure.word import opc
from conftest import REPO

REFERENCES = sorted(REPO.glob("layouts/*/reference.docx"))


def files(data: bytes) -> dict[str, bytes]:
    """The files of a package."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def canonical(xml: bytes) -> bytes:
    """XML without what does not matter in it."""
    return etree.tostring(opc.parse(xml), method="c14n")


def changed(name: str, old: bytes, new: bytes) -> bytes:
    """A reference.docx with other words in one of its files."""
    parts = files(REFERENCES[0].read_bytes())
    assert old in parts[name]
    return opc.zipped({**parts, name: parts[name].replace(old, new)})


@pytest.mark.parametrize("path", REFERENCES, ids=lambda path: path.parent.name)
def test_a_package_written_again_has_the_same_parts(path: Path) -> None:
    before = files(path.read_bytes())
    after = files(opc.write(opc.read(path.read_bytes())))
    assert before.keys() == after.keys()
    for name, content in before.items():
        if name == "[Content_Types].xml" or name.endswith(".rels"):
            told = [
                sorted(canonical(etree.tostring(one)) for one in opc.parse(x)) for x in (content, after[name])
            ]
            assert told[0] == told[1], name
        else:
            assert content == after[name], name


def test_names_and_endings_of_content_types_ignore_case() -> None:
    data = changed("[Content_Types].xml", b"/word/styles.xml", b"/Word/Styles.XML")
    styles = opc.read(data).part(opc.DOCUMENT).part(opc.STYLES)
    assert styles.content_type.endswith("wordprocessingml.styles+xml")


def test_an_address_outside_of_the_file_is_kept_as_it_is() -> None:
    package = opc.read(REFERENCES[0].read_bytes())
    address = 'https://example.jp/?a="1"&b=<2>'
    key = package.part(opc.DOCUMENT).relate(opc.HYPERLINK, address)
    again = opc.read(opc.write(package)).part(opc.DOCUMENT)
    assert again.related[key] == (opc.HYPERLINK, address)
    assert key not in opc.read(REFERENCES[0].read_bytes()).part(opc.DOCUMENT).related


def test_what_nothing_refers_to_is_left_out() -> None:
    package = opc.read(REFERENCES[0].read_bytes())
    package.part(opc.DOCUMENT).drop(opc.HEADER)
    assert not [name for name in files(opc.write(package)) if "header" in name]


def test_a_relationship_to_nothing_is_refused() -> None:
    data = changed("word/_rels/document.xml.rels", b'Target="styles.xml"', b'Target="gone.xml"')
    with pytest.raises(KeyError, match="gone"):
        opc.read(data)


def test_no_entity_of_a_part_is_opened() -> None:
    xml = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'
    assert (opc.parse(xml).text or "") == ""
