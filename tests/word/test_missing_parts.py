"""A file that lacks a part with text or styles is refused, because it would be read wrongly."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cli_result import Run
from word_parts import edited_file, packed_parts, word_parts


@pytest.fixture
def sent(run: Run, fresh: Path) -> Path:
    assert run("build", "liaoning", "--format", "docx").code == 0
    return fresh / "output" / "liaoning.docx"


@pytest.mark.parametrize("part", ["styles", "footnotes", "numbering", "header1", "footer2"])
@pytest.mark.parametrize("command", ["revise", "revise --write --confirm", "revise --reject"])
def test_a_missing_part_is_named(part: str, command: str, run: Run, sent: Path, fresh: Path) -> None:
    edited = edited_file(sent, without=[part])
    before = (fresh / "profiles" / "liaoning.yaml").read_bytes()
    ran = run(*command.split(), str(edited))
    assert ran.code == 1
    assert f"edited.docx: error D118: the file lacks its part word/{part}.xml" in ran.err
    assert (fresh / "profiles" / "liaoning.yaml").read_bytes() == before


def test_a_part_is_missing_too_if_its_relationship_is_gone(run: Run, sent: Path) -> None:
    parts = word_parts(sent.read_bytes())
    for name in ("styles", "footnotes"):
        del parts[f"word/{name}.xml"]
    rels = parts["word/_rels/document.xml.rels"].decode()
    parts["word/_rels/document.xml.rels"] = re.sub(
        r'<Relationship [^>]*Target="(?:styles|footnotes)\.xml"[^>]*/>', "", rels
    ).encode()
    edited = sent.with_name("edited.docx")
    edited.write_bytes(packed_parts(parts))
    ran = run("revise", str(edited))
    assert ran.code == 1
    assert "the file lacks its part word/styles.xml" in ran.err
    assert "the file lacks its part word/footnotes.xml" in ran.err


def test_one_note_that_is_called_but_gone_is_a_damaged_file(run: Run, sent: Path) -> None:
    def without_second(xml: str) -> str:
        start = xml.index('<w:footnote w:id="2"')
        return xml[:start] + xml[xml.index("</w:footnote>", start) + len("</w:footnote>") :]

    ran = run("revise", str(edited_file(sent, {"footnotes": without_second})))
    assert ran.code == 1
    assert "D118" in ran.err


def test_parts_without_text_may_be_missing(run: Run, sent: Path) -> None:
    ran = run("revise", str(edited_file(sent, without=["fontTable", "settings", "theme/theme1"])))
    assert ran.code == 0
    assert "0 changes, 0 not applied" in ran.out
