"""Every printed value has its places on the pages, and the pages are the same bytes as without them."""

from __future__ import annotations

from collections import Counter
from functools import cache
from xml.etree import ElementTree

import pypdfium2
import pytest

from brochure.build.load import LoadedPartner, load_common, load_partner
from brochure.build.record import record_of_partner
from brochure.storage.workspace import Workspace
from brochure.typesetting import html, weasyprint
from brochure.typesetting.value_boxes import GENERATED, ValueBox
from brochure.typesetting.value_marks import CALL, take_out_marks
from brochure.typesetting.weasyprint import RenderedPdf
from workspaces import REPO

WHERE = Workspace(REPO)
SAMPLES = [("liaoning", "standard"), ("liaoning", "onepage"), ("oulu", "standard"), ("who-wpro", "onepage")]
POINT = 25.4 / 72  # mm
LEFT_OUT = frozenset(" \u3000\u2005\u2060")


@cache
def loaded(name: str, layout: str) -> LoadedPartner:
    return load_partner(WHERE, name, load_common(WHERE, layout))


@cache
def rendered(name: str, layout: str, *, with_marks: bool) -> RenderedPdf:
    partner = loaded(name, layout)
    common = partner.common
    page = html.write_html(
        partner.document, common.layout, root=REPO, shown=common.layout_shown, with_marks=with_marks
    )
    return weasyprint.render_pdf(page, common.layout.font_paths, record_of_partner(partner))


@pytest.mark.parametrize(("name", "layout"), SAMPLES)
def test_the_pages_have_the_same_bytes_and_every_address_has_a_place(name: str, layout: str) -> None:
    plain, made = rendered(name, layout, with_marks=False), rendered(name, layout, with_marks=True)
    assert plain.data == made.data
    assert plain.boxes == ()
    placed = {box.at for box in made.boxes}
    assert {at for at in made.texts if at} - placed == set()
    assert {
        f"milestones.{index}.date" for index in range(len(loaded(name, layout).profile.data.milestones))
    } <= placed
    assert {"partner.name", "edition", "_series:contact.heading", "_series:title"} <= placed


@pytest.mark.parametrize(("name", "layout"), SAMPLES)
def test_only_separators_belong_to_no_value(name: str, layout: str) -> None:
    texts = rendered(name, layout, with_marks=True).texts
    assert set("".join(texts[""].split())) <= set("／・版内容は時点")


@pytest.mark.parametrize(("name", "layout"), SAMPLES)
def test_the_boxes_of_an_address_print_its_text_in_order(name: str, layout: str) -> None:
    made = rendered(name, layout, with_marks=True)
    for at, text in made.texts.items():
        own = [box for box in made.boxes if box.at == at and box.turn != GENERATED]
        found = [(box.start, box.text) for box in own if box.text]
        if not at or at.startswith(CALL):
            continue
        for start, printed in found:
            assert _visible(printed) == _visible(text[start:])[: len(_visible(printed))]
        assert Counter(_visible("".join(words for _, words in found))) >= Counter(_visible(text))


def test_a_value_that_elements_print_again_has_another_turn_and_signs_before_it_have_none() -> None:
    printed = (
        "<div><span data-at='label'>窓口</span><b data-at='topic'>b</b><i data-at='topic'>研究</i>"
        "<u data-at='number'>12</u><p data-at='label'>窓口</p><p data-at='number'>質問</p></div>"
    )
    found: dict[tuple[str, int], str] = {}
    for stream in take_out_marks(ElementTree.fromstring(printed)).characters.values():
        for one in stream:
            found[one.at, one.turn] = found.get((one.at, one.turn), "") + one.character
            assert one.index == len(found[one.at, one.turn]) - 1
    assert found == {
        ("label", 0): "窓口",
        ("label", 1): "窓口",
        ("topic", 0): "b研究",
        ("number", 0): "12質問",
    }


@pytest.mark.parametrize(("name", "layout"), SAMPLES)
def test_characters_stand_where_the_finished_file_has_them(name: str, layout: str) -> None:
    made = rendered(name, layout, with_marks=True)
    with pypdfium2.PdfDocument(made.data) as opened:
        for number, page in enumerate(opened):
            places = _places(page)
            own = [box for box in made.boxes if box.page == number and box.turn != GENERATED]
            wrong = [one for box in own for one in _astray(box, places)]
            assert wrong == []
            page.close()


def _places(page: pypdfium2.PdfPage) -> dict[str, list[tuple[float, float, float]]]:
    """Of each character of a page: its left edge, and top and bottom of its ink, in mm."""
    found: dict[str, list[tuple[float, float, float]]] = {}
    height, texts = page.get_height(), page.get_textpage()
    for index in range(texts.count_chars()):
        left = texts.get_charbox(index, loose=True)[0]
        _, bottom, _, top = texts.get_charbox(index)
        place = (left * POINT, (height - top) * POINT, (height - bottom) * POINT)
        found.setdefault(texts.get_text_range(index, 1), []).append(place)
    texts.close()
    return found


def _astray(
    box: ValueBox, places: dict[str, list[tuple[float, float, float]]]
) -> list[tuple[str, str, float]]:
    """The characters of a box whose ink stands elsewhere in the file, by more than half a millimetre."""
    first, last = box.y - 0.3, box.y + box.height + 0.3
    return [
        (box.at, character, edge)
        for character, edge in zip(box.text, box.edges or (), strict=False)
        if character not in LEFT_OUT
        and not any(
            abs(left - edge) < 0.5 and first <= top and bottom <= last
            for left, top, bottom in places.get(character, ())
        )
    ]


def _visible(text: str) -> str:
    return "".join(character for character in text if not character.isspace() and character not in LEFT_OUT)
