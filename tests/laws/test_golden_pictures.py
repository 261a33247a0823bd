"""Pictures of the samples of each shipped layout (``brochure layouts --pictures``), as they are expected.

``make golden`` rewrites them; look at them before you commit. A test that fails writes the difference as a
picture: red is what was expected, blue is what is there now.
"""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from brochure.build.layout_samples import sample_pages
from brochure.build.load import load_common
from brochure.pdf.page_pictures import pages_side_by_side
from picture_difference import picture_difference
from workspaces import REPO, TESTS, workspace

GOLDEN = TESTS / "golden" / "layouts"
LAYOUTS = sorted(path.name for path in (REPO / "layouts").iterdir())
DPI = 60
TOLERANCE = 0.0005  # of the picture; a word of body text that moved is more


def made_picture(layout: str) -> bytes:
    """The sheet of samples of a layout, in shades of grey."""
    where = workspace("repo")
    sheet = pages_side_by_side(sample_pages(where, load_common(where, layout)), DPI)
    target = io.BytesIO()
    Image.open(io.BytesIO(sheet)).convert("L").quantize(16).save(target, "PNG", optimize=True)
    return target.getvalue()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_samples_of_a_layout_look_as_expected(layout: str, tmp_path: Path) -> None:
    path, made = GOLDEN / f"{layout}.png", made_picture(layout)
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        if not path.exists() or picture_difference(path.read_bytes(), made).share > 0:
            path.write_bytes(made)
    found = picture_difference(path.read_bytes(), made)
    if found.share > TOLERANCE:
        shown = tmp_path / f"{layout}-difference.png"
        shown.write_bytes(found.picture)
        pytest.fail(f"{found.share:.2%} of {path.name} differs, see {shown}; make golden renews it")


def test_every_picture_is_of_a_layout() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {f"{layout}.png" for layout in LAYOUTS}


def page(*boxes: tuple[int, int, int, int], size: tuple[int, int] = (496, 702)) -> bytes:
    """A white page with black boxes."""
    picture = Image.new("L", size, 255)
    for box in boxes:
        ImageDraw.Draw(picture).rectangle(box, fill=0)
    target = io.BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()


WORD = (100, 100, 160, 110)  # some characters of body text at 60 dpi


@pytest.mark.parametrize(
    "other",
    [
        page(),
        page((100, 104, 160, 114)),
        page(WORD, (300, 400, 340, 410)),
        page(WORD, size=(496, 712)),
    ],
    ids=["lost", "moved", "added", "larger"],
)
def test_a_word_that_is_lost_or_moved_is_seen(other: bytes) -> None:
    found = picture_difference(page(WORD), other)
    assert found.share > TOLERANCE
    assert Image.open(io.BytesIO(found.picture)).mode == "RGB"


def test_softer_edges_are_not_seen() -> None:
    soft = Image.open(io.BytesIO(page(WORD)))
    draw = ImageDraw.Draw(soft)
    draw.rectangle((99, 99, 161, 111), outline=190)
    target = io.BytesIO()
    soft.save(target, "PNG")
    assert picture_difference(page(WORD), target.getvalue()).share <= TOLERANCE
    assert picture_difference(page(WORD), page(WORD)).share == 0
