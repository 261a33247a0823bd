"""A Word file is tightened by the steps of the layout if its text is too long, and only then."""

from __future__ import annotations

import dataclasses

import pytest

from brochure.build.load import load_common
from brochure.document.tree import BulletList, Document, Paragraph, Text
from brochure.schema.layout import Layout
from docx_reader import NAMES, W, WordFile
from word_files import rewritten
from workspaces import workspace

SENTENCE = (
    "この機関は、県内の企業や大学と協力して研究開発を進め、毎年のようにセミナーを開いて成果を紹介しています。"
)


@pytest.fixture(scope="module")
def onepage() -> Layout:
    return load_common(workspace("repo"), "onepage").layout


def with_bullets(document: Document, layout: Layout, count: int, *, question: int = 0) -> WordFile:
    """A file whose only answer is so many bullets."""
    items = tuple((Paragraph((Text(SENTENCE),)),) for _ in range(count))
    asked = [dataclasses.replace(one, blocks=()) for one in document.questions]
    asked[question] = dataclasses.replace(asked[question], blocks=(BulletList(items),))
    return rewritten(document, layout, questions=tuple(asked), notes=())


def pitch(file: WordFile) -> int:
    """The pitch of lines of running text, in twips."""
    (found,) = file.xml("styles").xpath(
        "w:style[w:name/@w:val='冊子 本文']/w:pPr/w:spacing/@w:line", namespaces=NAMES
    )
    return int(found)


def pitches(document: Document, layout: Layout, counts: range) -> list[int]:
    return [pitch(with_bullets(document, layout, count)) for count in counts]


def test_a_longer_text_is_tighter_until_no_step_makes_it_fit(document: Document, layout: Layout) -> None:
    found = pitches(document, layout, range(32, 44))
    assert found[0] == found[-1] == 288
    tight = [one for one in found if one != 288]
    assert tight == sorted(tight, reverse=True)
    assert 268 in tight


def test_a_last_page_that_would_be_almost_empty_is_avoided(document: Document, layout: Layout) -> None:
    found = pitches(document, layout, range(11, 22))
    assert found[0] == found[-1] == 288  # one page; two pages
    assert min(found) < 288


def test_columns_are_tightened_by_the_steps_of_their_layout(document: Document, onepage: Layout) -> None:
    found = pitches(document, onepage, range(20, 30))
    assert found[0] == found[-1] == 236
    tight = [one for one in found if one != 236]
    assert len(tight) >= 2
    assert tight == sorted(tight, reverse=True)


def test_a_layout_without_a_budget_is_never_tightened(document: Document, layout: Layout) -> None:
    free = dataclasses.replace(layout, data=layout.data.model_copy(update={"budget": None}))
    assert set(pitches(document, free, range(11, 44, 4))) == {288}


def test_columns_that_do_not_fit_a_page_are_not_broken_by_hand(document: Document, onepage: Layout) -> None:
    def breaks(count: int) -> int:
        file = with_bullets(document, onepage, count)
        return len(file.body.xpath(".//w:br[@w:type='column']", namespaces=NAMES))

    assert breaks(3) == 1
    assert breaks(60) == 0


def test_the_second_half_of_the_questions_begins_the_second_column(
    document: Document, onepage: Layout
) -> None:
    for count in range(1, 8):
        questions = tuple(
            dataclasses.replace(document.questions[0], number=index, blocks=()) for index in range(count)
        )
        file = rewritten(document, onepage, questions=questions, notes=())
        headings = [
            bool(p.xpath(".//w:br[@w:type='column']", namespaces=NAMES))
            for p in file.body.iter(f"{W}p")
            if p.xpath("w:pPr/w:pStyle[@w:val='Heading1']", namespaces=NAMES)
        ]
        assert headings == [index == (count + 1) // 2 and count > 1 for index in range(count)]
