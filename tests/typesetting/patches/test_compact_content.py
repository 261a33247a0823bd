"""Smaller pages with the same look: content, text and tags without what says nothing."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import weasyprint
from PIL import ImageChops, ImageStat
from weasyprint.pdf import stream, tags

from brochure.build.load import LoadedPartner
from brochure.pdf.preflight import structure_tree as structure
from brochure.typesetting import html
from brochure.typesetting import weasyprint as pdf
from brochure.typesetting.patches import compact_content as lean_content
from brochure.typesetting.patches import compact_text as lean_text
from brochure.typesetting.patches import continued_tags
from upstream_source import source


def test_upstream_still_tags_every_piece_of_a_line() -> None:
    assert "'K': pydyf.Array([kid['mcid']])" in source(tags)
    assert "from .tags import add_tags" in source(weasyprint.pdf)
    assert "self._current_color = self._current_color_stroke = None" in source(stream)


@pytest.fixture(scope="module")
def twice(loaded: LoadedPartner, root: Path) -> tuple[bytes, bytes]:
    """A partner's PDF as WeasyPrint writes content and tags, and lean; no page's tags are joined."""
    common = loaded.common
    page = html.write_html(loaded.document, common.layout, root=root, shown="layouts/standard")
    fonts = common.layout.font_paths
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(continued_tags, "join_pieces", lambda *_: None)
        after = pdf.render_pdf(page, fonts).data
        patch.setattr(weasyprint.pdf, "add_tags", tags.add_tags)
        return pdf.render_pdf(page, fonts).data, after


def test_lean_pages_show_the_same_at_the_same_places(twice: tuple[bytes, bytes]) -> None:
    before, after = (pypdfium2.PdfDocument(data) for data in twice)
    for one, other in zip(before, after, strict=True):
        old, new = one.get_textpage(), other.get_textpage()
        assert old.get_text_range() == new.get_text_range()
        for index in range(old.count_chars()):
            places = zip(old.get_charbox(index), new.get_charbox(index), strict=True)
            assert max(abs(a - b) for a, b in places) < 0.035  # points
        pictures = [page.render(scale=2).to_pil().convert("L") for page in (one, other)]
        assert ImageStat.Stat(ImageChops.difference(*pictures)).mean[0] < 0.2  # of 255


def test_lean_tags_are_those_that_say_something(twice: tuple[bytes, bytes]) -> None:
    told = []
    for data in twice:
        with pikepdf.open(io.BytesIO(data)) as opened:
            elements = structure.read_structure(opened).elements
            kept = [element.tag for element in elements if element.tag not in ("Span", "NonStruct")]
            told.append((kept, len(elements)))
            entries = opened.Root.StructTreeRoot.ParentTree.Nums
            for page in opened.pages:
                owners = entries[2 * int(page.obj.StructParents) + 1]
                assert page.obj.Contents.read_bytes().count(b"/MCID") == len(owners)
    (kept, many), (same, few) = told
    assert kept == same
    assert few < many / 2


def test_lean_content_is_smaller(twice: tuple[bytes, bytes]) -> None:
    sizes = []
    for data in twice:
        with pikepdf.open(io.BytesIO(data)) as opened:
            sizes.append(sum(len(page.obj.Contents.read_raw_bytes()) for page in opened.pages))
    assert sizes[1] < sizes[0] * 0.92


def test_text_goes_on_and_is_spaced() -> None:
    widths = {b"F": dict.fromkeys(range(9), 1000.0)}
    shown = [b"BT", b"/F 10 Tf", b"1 0 0 -1 5 700 Tm", b"[<0001>-20<0002>-21<0003>-20<0004>-20] TJ", b"ET"]
    goes_on = [b"BT", b"1 0 0 -1 45.81 700 Tm", b"[<0005>0<0006>3<0007>] TJ", b"ET"]
    below = [b"BT", b"1 0 0 -1 5 714.4 Tm", b"[<0001>] TJ", b"ET"]
    assert lean_text.compact_page_text([*shown, b"/x0 Do"], widths)[-3:] == [b"ET", b"0 Tc", b"/x0 Do"]
    assert lean_text.compact_page_text([*shown, *goes_on, *below], widths) == [
        b"BT",
        b"/F 10 Tf",
        b"1 0 0 -1 5 700 Tm",
        b"0.2025 Tc",
        b"[<00010002000300040005>20<0006>24<0007>] TJ",
        b"0 -14.4 Td",
        b"0 Tc",
        b"[<0001>] TJ",
        b"ET",
    ]


def test_states_that_hold_only_text_are_left_out() -> None:
    text = [b"BT", b"1 0 0 -1 5.00002 7 Tm", b"[<0001>] TJ", b"ET"]
    black, see_through = [b"/a1.0 gs", b"0 0 0 rg"], [b"/a0.5 gs"]
    clip = [b"0 0 9 9 re", b"W", b"n"]
    said = [*text[:1], b"1 0 0 -1 5 7 Tm", *text[2:]]
    assert lean_content.compact_page_content([b"q", *black, *text, b"Q", b"q", *black, *text, b"Q"]) == [
        black[1],
        *said,
        *said,
    ]
    assert lean_content.compact_page_content([b"q", *see_through, *text, b"Q"]) == [
        b"q",
        *see_through,
        *said,
        b"Q",
    ]
    assert lean_content.compact_page_content([b"q", *clip, *text, b"Q"]) == [b"q", *clip, *said, b"Q"]
