"""Pages of sections: their number, where bookmarks are, what is certain."""

from __future__ import annotations

import pytest

from brochure.build.load import load_common
from brochure.schema.layout import REFERENCE, Layout
from brochure.storage.workspace import Workspace
from brochure.word import ooxml
from brochure.word.package import WordPackage
from brochure.word.pagination.estimate import PageEstimator
from brochure.word.styles import StyleIds, StyleSheet
from workspaces import REPO


@pytest.fixture(scope="module")
def layout() -> Layout:
    return load_common(Workspace(REPO), "standard").layout


@pytest.fixture(scope="module")
def package(layout: Layout) -> WordPackage:
    return WordPackage((layout.folder / REFERENCE).read_bytes())


@pytest.fixture(scope="module")
def ids(layout: Layout, package: WordPackage) -> StyleIds:
    return StyleIds(StyleSheet(package.styles, package.numbering), layout.data.word)


@pytest.fixture(scope="module")
def estimator(layout: Layout, package: WordPackage, ids: StyleIds) -> PageEstimator:
    return PageEstimator(package.styles, ids.sheet, layout, package.section)


def texts(ids: StyleIds, count: int) -> list[str]:
    """Paragraphs of one line, each with a bookmark ``_m`` and its number."""
    return [
        ooxml.paragraph(ids["text"], ooxml.bookmark(n + 1, f"_m{n}", ooxml.text_run("文。")))
        for n in range(count)
    ]


def test_more_text_makes_more_pages_and_bookmarks_rise(estimator: PageEstimator, ids: StyleIds) -> None:
    found = [estimator.estimate(texts(ids, count)) for count in (1, 20, 60, 100)]
    counts = [one.count for one in found]
    assert counts == sorted(counts)
    assert counts[0] == 1 < counts[-1]
    pages = [page for page in found[-1].marks.values() if page is not None]
    assert pages == sorted(pages)
    assert found[-1].marks["_m0"] == 0
    assert found[-1].marks["_m99"] == found[-1].count - 1


def test_near_the_foot_of_a_page_nothing_is_certain(estimator: PageEstimator, ids: StyleIds) -> None:
    found = {count: estimator.estimate(texts(ids, count)) for count in range(30, 60)}
    doubtful = [count for count, one in found.items() if not one.certain]
    assert doubtful  # a few numbers of lines just fill a page, or just do not
    assert len(doubtful) < 5
    assert any(page is None for page in estimator.estimate(texts(ids, 58)).marks.values())


def test_a_heading_that_begins_a_page_makes_the_number_of_pages_certain(
    estimator: PageEstimator, ids: StyleIds
) -> None:
    def headed(count: int) -> list[str]:
        heading = ooxml.paragraph(ids["question"], ooxml.text_run("問い"))
        return [*texts(ids, count)[:-3], heading, *texts(ids, count)[-3:]]

    count = next(count for count in range(30, 60) if not estimator.estimate(headed(count)).certain)
    place = count - 3
    one = estimator.estimate(headed(count), may_begin=lambda index: index == place)
    assert (one.certain, one.count, one.breaks) == (True, 2, (place,))
    assert one.marks[f"_m{count - 1}"] == 1
    assert one.marks[f"_m{count - 4}"] == 0


def test_squeezed_text_needs_fewer_pages(estimator: PageEstimator, ids: StyleIds) -> None:
    body = texts(ids, 45)
    assert estimator.estimate(body).count == 2
    assert estimator.estimate(body, percent=85).count == 1


def test_notes_need_room_and_many_of_them_make_the_pages_doubtful(
    estimator: PageEstimator, ids: StyleIds
) -> None:
    def noted(notes: int) -> tuple[list[str], str]:
        body, said = texts(ids, 38), ""
        for number in range(1, notes + 1):
            body[number] = ooxml.paragraph(ids["text"], ooxml.run(f'<w:footnoteReference w:id="{number}"/>'))
            said += ooxml.note("footnote", number, ooxml.paragraph(ids["note"], ooxml.text_run("注。")))
        return body, said

    bare, some, many = (estimator.estimate(*noted(count)) for count in (0, 6, 20))
    assert (bare.count, bare.certain) == (1, True)
    assert some.count == 2 or not some.certain
    assert not many.certain
    assert many.marks["_m0"] == 0
    assert many.marks["_m37"] is None


def test_a_page_in_landscape_holds_less(estimator: PageEstimator, ids: StyleIds) -> None:
    body = texts(ids, 34)
    upright, lying = (estimator.estimate(body, landscape=turned) for turned in (False, True))
    assert (upright.count, lying.count) == (1, 2)
