"""A file whose parts are linked to nothing, or to the wrong part, is refused: texts in it look deleted."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from brochure.word.part_links import broken_links
from brochure.word.untrusted import open_word
from cli_result import Run
from word_parts import edited_file, packed_parts, word_parts

RELS = "word/_rels/document.xml.rels"


def details(data: bytes, part: str, change: Callable[[str], str]) -> list[str]:
    parts = word_parts(data)
    before = parts[part].decode()
    after = change(before)
    assert after != before
    parts[part] = after.encode()
    return [dict(one.details)["detail"] for one in broken_links(open_word(packed_parts(parts), "x.docx"))]


def without(kind: str) -> Callable[[str], str]:
    """A change that deletes the first relationship of a kind."""
    return lambda xml: re.sub(rf'<Relationship [^>]*relationships/{kind}"[^>]*/>', "", xml, count=1)


def leading_to(target: str, kind: str) -> Callable[[str], str]:
    """A change that makes the first relationship of a kind lead elsewhere."""
    return lambda xml: re.sub(rf'(relationships/{kind}" Target=")[^"]*', rf"\g<1>{target}", xml, count=1)


def test_a_file_as_it_was_sent_has_no_broken_link(data: bytes) -> None:
    assert broken_links(open_word(data, "x.docx")) == []


@pytest.mark.parametrize("kind", ["styles", "numbering", "footnotes", "header", "footer", "hyperlink"])
def test_a_relationship_that_is_gone_is_named(kind: str, data: bytes) -> None:
    assert any(kind in one for one in details(data, RELS, without(kind)))


@pytest.mark.parametrize("kind", ["settings", "theme", "fontTable", "endnotes"])
def test_a_relationship_that_nobody_sees_may_be_gone(kind: str, data: bytes) -> None:
    assert details(data, RELS, without(kind)) == []


@pytest.mark.parametrize("kind", ["styles", "numbering", "footnotes", "header", "footer"])
@pytest.mark.parametrize("target", ["theme/theme1.xml", "document.xml", "_rels/document.xml.rels"])
def test_a_relationship_to_another_part_is_named(kind: str, target: str, data: bytes) -> None:
    assert [one.split(": ")[1] for one in details(data, RELS, leading_to(target, kind))] == [
        f"{kind} → {target}"
    ]


@pytest.mark.parametrize("number", ["0", "-1"])
def test_a_call_that_leads_to_a_separator_is_named_with_the_words_before_it(number: str, data: bytes) -> None:
    found = details(
        data,
        "word/document.xml",
        lambda xml: xml.replace('<w:footnoteReference w:id="2"/>', f'<w:footnoteReference w:id="{number}"/>'),
    )
    assert len(found) == 1
    assert re.fullmatch(rf"「.+」 footnoteReference {number} → separator", found[0])


def test_a_reference_of_the_wrong_kind_is_named(data: bytes) -> None:
    number = re.search(r'Id="(rId\d+)"[^>]*relationships/footer"', word_parts(data)[RELS].decode())
    assert number
    found = details(
        data,
        "word/document.xml",
        lambda xml: re.sub(r'(headerReference w:type="default" r:id=")[^"]*', rf"\g<1>{number[1]}", xml),
    )
    assert found == [f"headerReference {number[1]} → footer"]


def test_the_file_is_refused_and_nothing_is_written(run: Run, fresh: Path) -> None:
    assert run("build", "liaoning", "--format", "docx").code == 0
    edited = edited_file(
        fresh / "output" / "liaoning.docx", {"_rels/document.xml.rels": without("hyperlink")}
    )
    before = (fresh / "profiles" / "liaoning.yaml").read_bytes()
    ran = run("revise", "--write", "--confirm", str(edited))
    assert ran.code == 1
    assert "error D119: a link inside the file leads nowhere" in ran.err
    assert (fresh / "profiles" / "liaoning.yaml").read_bytes() == before
