"""Files that are small and unpack to much: each is refused with the count and the limit."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from brochure.diagnostics.catalogue import format_problem
from brochure.diagnostics.problem import BrochureError
from brochure.word import untrusted, xml_limits
from brochure.word.ooxml import W
from brochure.word.reader import story
from brochure.word.reader.read import read_word_lines
from brochure.word.untrusted import open_word

DOCUMENT = f'<w:document xmlns:w="{W}"><w:body>%s</w:body></w:document>'


def packed(parts: dict[str, str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return made.getvalue()


def word_file(body: str = "", **more: str) -> bytes:
    named = {name.replace("__", "/") + ".xml": text for name, text in more.items()}
    return packed({"word/document.xml": DOCUMENT % body, **named})


def refusal(data: bytes) -> str:
    with pytest.raises(BrochureError) as caught:
        read_word_lines(open_word(data, "a.docx"), {})
    return str(format_problem(caught.value.problems[0], "en")).splitlines()[0]


def test_too_many_elements_are_refused_before_a_tree_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_limits, "MAX_ELEMENTS", 50)
    monkeypatch.setattr(
        "brochure.word.untrusted.etree.fromstring", lambda *_: pytest.fail("a tree was built")
    )
    assert refusal(word_file("<w:p/>" * 50)) == (
        "a.docx: error D106: the file is too large "
        "(word/document.xml has at least 51 elements; the limit is 50)"
    )


@pytest.mark.parametrize("part", ["word__styles", "word__footnotes", "word__comments", "word__header1"])
def test_elements_of_all_parts_count_together(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = word_file("<w:p/>" * 30, **{part: f'<w:x xmlns:w="{W}">{"<w:p/>" * 30}</w:x>'})
    read_word_lines(open_word(data, "a.docx"), {})
    monkeypatch.setattr(xml_limits, "MAX_ELEMENTS", 50)
    assert f"({part.replace('__', '/')}.xml has at least 51 elements; the limit is 50)" in refusal(data)


def test_parts_of_other_programs_count_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_limits, "MAX_ELEMENTS", 50)
    opened = open_word(word_file(customXml__item1="<a>" + "<b/>" * 60 + "</a>"), "a.docx")
    with pytest.raises(BrochureError) as caught:
        assert opened.custom
    assert caught.value.problems[0].code == "D106"


def test_parts_of_other_programs_may_be_broken() -> None:
    assert open_word(word_file(customXml__item1="<a>"), "a.docx").custom == []


def test_too_many_parts_are_refused_before_their_directory_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(untrusted, "MAX_PARTS", 5)
    data = word_file(**{f"word__header{number}": "<a/>" for number in range(5)})
    monkeypatch.setattr(zipfile, "ZipFile", lambda *_: pytest.fail("the directory was read"))
    with pytest.raises(BrochureError) as caught:
        open_word(data, "a.docx")
    assert dict(caught.value.problems[0].details) == {
        "where": "a.docx", "what": "parts", "count": "6", "limit": "5",
    }  # fmt: skip


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_packing_that_word_does_not_know_is_refused(method: int) -> None:
    assert "D101" in refusal(packed({"word/document.xml": DOCUMENT % ""}, method))


def test_comments_and_instructions_of_xml_are_no_text() -> None:
    (line,) = read_word_lines(
        open_word(word_file("<!--a--><w:p><?b?><w:r><w:t>一<!--c-->二</w:t></w:r></w:p>"), "a.docx"), {}
    ).lines
    assert [piece.text for piece in line.pieces] == ["一二"]  # type: ignore[union-attr]


@pytest.mark.parametrize("joined", ["", '<w:pPr><w:rPr><w:del w:author="a"/></w:rPr></w:pPr>'])
def test_a_paragraph_that_is_too_long_is_refused(joined: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also one that is joined of many, because their marks were deleted."""
    monkeypatch.setattr(story, "MAX_PARAGRAPH", 50)
    text = "<w:r><w:t>字</w:t></w:r>"
    body = f"<w:p>{joined}{text * 26}</w:p><w:p>{text * 25}</w:p>" if joined else f"<w:p>{text * 51}</w:p>"
    assert refusal(word_file(body)).endswith(
        "(word/document.xml has at least 51 characters in one paragraph; the limit is 50)"
    )
