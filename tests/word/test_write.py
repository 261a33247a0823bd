"""The Word file says what the document says, in styles alone, and is the same each time."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from brochure.build.brochure import write_word_file
from brochure.build.load import load_common, load_partner
from brochure.diagnostics.problem import BrochureError
from brochure.document.address_breaks import JOINER, mark_breaks
from brochure.document.tree import (
    Document,
    FactTable,
    Figure,
    Paragraph,
    Text,
)
from brochure.schema.layout import Layout
from brochure.storage.workspace import Workspace
from brochure.word.baseline import Baseline
from brochure.word.kept_original import original_digest
from brochure.word.write import write_docx
from docx_reader import NAMES, W, WordFile, expected, value
from docx_validator import findings
from word_files import REFERENCE, rewritten, with_labels
from workspaces import REPO


def test_the_word_file_says_the_words_of_the_document_in_its_order(
    file: WordFile, document: Document
) -> None:
    assert file.lines() == expected(document)


def test_numbers_of_questions_take_the_form_of_the_layout(document: Document, layout: Layout) -> None:
    other = with_labels(layout, question="（{number}）")
    questions = tuple(
        dataclasses.replace(question, label=f"（{question.number}）") for question in document.questions
    )
    changed = dataclasses.replace(document, questions=questions)
    lines = rewritten(changed, other).lines()
    assert [line for line in lines if line.startswith("（")] == [
        line for line in expected(changed) if line.startswith("（")
    ]


@pytest.mark.parametrize("unanswered", [{0}, {1}, {1, 2}, {0, 2}, {3}])
def test_questions_keep_their_numbers_beside_those_without_an_answer(
    unanswered: set[int], document: Document, layout: Layout
) -> None:
    quiet = dataclasses.replace(document.questions[0], unanswered=True, blocks=())
    questions = tuple(
        dataclasses.replace(quiet, number=one.number, label=one.label, title=one.title, at=one.at)
        if index in unanswered
        else one
        for index, one in enumerate(document.questions)
    )
    heading = Paragraph((Text("回答のない質問"),), "_words:unanswered")
    changed = dataclasses.replace(document, questions=questions, unanswered=heading)
    file = rewritten(changed, layout)
    starts = [f"{one.number} " for one in questions]
    assert [line for line in file.lines() if line.startswith(tuple(starts))] == [
        line for line in expected(changed) if line.startswith(tuple(starts))
    ]


def test_a_reading_stands_over_its_base_at_the_size_of_its_style(file: WordFile) -> None:
    readings = list(file.body.iter(f"{W}ruby"))
    assert readings
    assert {value(ruby, "w:rubyPr/w:hps") for ruby in readings} == {"9"}
    assert {value(ruby, "w:rt/w:r/w:rPr/w:sz") for ruby in readings} == {"9"}


def test_foreign_words_tell_their_language(file: WordFile, document: Document) -> None:
    runs = file.body.xpath("//w:r[w:rPr/w:lang]", namespaces=NAMES)
    found = {("".join(run.itertext()), run.find("w:rPr/w:lang", NAMES).get(f"{W}eastAsia")) for run in runs}
    wanted = {("虚构国立综合医疗研究机构", "zh-CN"), ("辽宁省锦州市", "zh-CN")}
    assert found == (wanted if document.id == "awkward" else set())


def test_a_picture_has_its_alternative_text(file: WordFile, document: Document) -> None:
    described = file.body.xpath("//*[local-name()='inline']/*[local-name()='docPr']/@descr")
    pictures = [picture for picture in (document.heading.flag, document.heading.photo) if picture]
    blocks = [block for question in document.questions for block in question.blocks]
    shown = [at_alt(block) for block in blocks if isinstance(block, FactTable | Figure)]
    wanted = [picture.alt for picture in pictures] + [alt for alts in shown for alt in alts]
    if document.contact.code:
        wanted.append(document.contact.code.alt)
    assert described == wanted


def at_alt(block: FactTable | Figure) -> list[str]:
    """The alternative texts of a block, in order."""
    if isinstance(block, Figure):
        return [block.picture.alt]
    return [row.code.alt for row in block.rows if row.code]


@pytest.mark.parametrize("loaded", [("samples", "awkward")], indirect=True, ids=["awkward"])
def test_a_picture_that_is_not_there_is_a_problem(
    document: Document, layout: Layout, baseline: Baseline, tmp_path: Path
) -> None:
    assert document.heading.photo
    with pytest.raises(BrochureError) as raised:
        write_docx(document, layout, baseline=baseline, root=tmp_path)
    assert [problem.code for problem in raised.value.problems] == ["F104"]


def test_nothing_is_formatted_but_by_styles(file: WordFile) -> None:
    assert file.formatting() == []


def test_bookmarks_styles_lists_and_relationships_all_lead_somewhere(file: WordFile) -> None:
    assert file.faults() == []


def test_the_validator_finds_nothing_in_the_reference(tmp_path: Path) -> None:
    assert findings(REFERENCE.read_bytes(), tmp_path) == []


def test_the_same_document_makes_the_same_bytes(
    data: bytes, document: Document, layout: Layout, baseline: Baseline, root: Path
) -> None:
    assert write_docx(document, layout, baseline=baseline, root=root) == data


def test_editors_changes_are_tracked_and_no_field_asks_to_be_updated(file: WordFile) -> None:
    settings = file.xml("settings")
    assert settings.find("w:trackRevisions", NAMES) is not None
    assert settings.find("w:updateFields", NAMES) is None
    (mode,) = settings.xpath("//w:compatSetting[@w:name='compatibilityMode']/@w:val", namespaces=NAMES)
    assert mode == "15"


def test_the_running_head_says_partner_and_series(file: WordFile, document: Document) -> None:
    assert "".join(file.xml("header1").itertext()) == document.title + document.series


def test_a_long_title_is_short_in_the_properties_only() -> None:
    where = Workspace(REPO)
    loaded = load_partner(where, "oulu", load_common(where, "standard"))
    long = dataclasses.replace(loaded, document=dataclasses.replace(loaded.document, title="長" * 300))
    core: Any = etree.fromstring(WordFile(write_word_file(where, long)).parts["docProps/core.xml"])
    (title,) = [child.text for child in core if etree.QName(child).localname == "title"]
    assert title == "長" * 254 + "…"


def test_the_properties_say_what_the_file_is(file: WordFile, document: Document) -> None:
    core: Any = etree.fromstring(file.parts["docProps/core.xml"])
    said = {etree.QName(child).localname: child.text for child in core}
    day = document.edition.first_day().isoformat()
    assert said["title"] == document.title
    assert said["subject"] == document.series
    assert said["language"] == "ja-JP"
    assert said["created"] == said["modified"] == f"{day}T00:00:00Z"
    items = [file.parts[f"customXml/item{number}.xml"] for number in (1, 2)]
    digest = original_digest(items)
    assert said["identifier"] == f"urn:brochure:original:{digest}"
    custom: Any = etree.fromstring(file.parts["docProps/custom.xml"])
    assert {one.get("name"): "".join(one.itertext()) for one in custom} == {
        "brochure.profile": document.id,
        "brochure.edition": document.edition.iso(),
        "brochure.original": digest,
    }


def test_links_break_where_the_pages_do_and_say_nothing_else(file: WordFile) -> None:
    links = [
        "".join(text.text or "" for text in link.iter(f"{W}t"))
        for story in (
            "document",
            *(kind for kind in ("footnotes", "endnotes") if f"word/{kind}.xml" in file.names),
        )
        for link in file.xml(story).iter(f"{W}hyperlink")
    ]
    marked = [text for text in links if "\u200b" in text]
    assert any(".html" in text for text in marked) and not any("@" in text for text in marked)
    for text in marked:
        assert mark_breaks(text.replace("\u200b", ""), whole_end=True).replace(JOINER, "") == text
