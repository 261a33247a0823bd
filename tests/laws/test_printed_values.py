"""Every value that prints has its places on the pages; every character of the pages belongs to a value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pypdfium2

from brochure.build.brochure import typeset_partner
from brochure.build.load import load_common, load_partner
from brochure.storage.workspace import Workspace
from brochure.typesetting.typeset import Typeset
from brochure.typesetting.value_boxes import ValueBox
from law import listed_law
from marked_values import marked_workspace, printed_signs
from workspaces import REPO, SAMPLES

PROFILES = sorted(path.stem for path in (REPO / "profiles").glob("[a-z]*.yaml"))
LAYOUTS = ("standard", "onepage")
FIRST = [("liaoning", "standard"), ("who-wpro", "onepage"), ("awkward", "standard")]
ALL = [(name, layout) for name in (*PROFILES, "awkward") for layout in LAYOUTS]
ALL.sort(key=lambda case: case not in FIRST)
POINT = 25.4 / 72  # mm
# Between values, and around those of a citation; numbers of questions and pages, marks, signs, letters.
OURS = re.compile(r"\*\d+|[／・\-–−◆※○「」『』（）、。，．：:—\"“”,.]|版|内容は|時点|\d+")
ADDED = frozenset(" \u3000\u2002\u2005\u2060\n\r")


def typeset(root: Path, name: str, layout: str, *, with_boxes: bool = True) -> Typeset:
    where = Workspace(root)
    return typeset_partner(
        where, load_partner(where, name, load_common(where, layout)), None, with_boxes=with_boxes
    )


@cache
def sample(name: str, layout: str) -> Typeset:
    return typeset(SAMPLES if name == "awkward" else REPO, name, layout)


def printed_by_address(made: Typeset) -> dict[str, str]:
    found: dict[str, str] = {}
    for box in sorted(made.boxes, key=lambda box: (box.turn, box.start)):
        found[box.at] = found.get(box.at, "") + "".join(box.text.split())
    return found


def text_of(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as opened:
        return "".join(page.get_textpage().get_text_bounded() for page in opened)


@listed_law("name, layout", ALL, sample=3, full=22)
def test_every_value_that_prints_has_boxes_with_its_text(tmp_path: Path, name: str, layout: str) -> None:
    values = marked_workspace(tmp_path, name)
    made = typeset(tmp_path, name, layout)
    signs, printed = printed_signs(text_of(made.data)), printed_by_address(made)
    prints = [value for value in values if value.sign in signs]
    assert len(prints) > 30
    assert [value for value in prints if value.sign not in printed.get(value.at, "")] == []
    foreign = {
        at: text for value in prints for at, text in printed.items() if value.sign in text and at != value.at
    }
    assert foreign == {}, "boxes of one value have the text of another"


@listed_law("name, layout", ALL, sample=3, full=22)
def test_every_character_of_the_file_belongs_to_a_value(name: str, layout: str) -> None:
    made = sample(name, layout)
    with pypdfium2.PdfDocument(made.data) as opened:
        for number, page in enumerate(opened):
            boxes = [box for box in made.boxes if box.page == number and box.edges]
            left = left_over(page, boxes)
            assert OURS.sub("", "".join(left)) == ""


def left_over(page: pypdfium2.PdfPage, boxes: Sequence[ValueBox]) -> list[str]:
    """The characters of a page that lie in no box that has them."""
    texts, height, left = page.get_textpage(), page.get_height(), []
    for index in range(texts.count_chars()):
        character = texts.get_text_range(index, 1)
        if not character or character in ADDED:
            continue
        x0, y0, x1, y1 = texts.get_charbox(index, loose=True)
        x, y = (x0 + x1) / 2 * POINT, (height - (y0 + y1) / 2) * POINT
        if not any(
            box.x - 0.3 <= x <= box.x + box.width + 0.3
            and box.y - 0.6 <= y <= box.y + box.height + 0.6
            and character in box.text
            for box in boxes
        ):
            left.append(character)
    return left


@listed_law("name, layout", ALL, sample=3, full=22)
def test_the_pages_have_the_same_bytes(name: str, layout: str) -> None:
    root = SAMPLES if name == "awkward" else REPO
    assert typeset(root, name, layout, with_boxes=False).data == sample(name, layout).data
