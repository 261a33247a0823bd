"""Pictures: photo, flag and figures; checked before anything is printed, and printed as they are seen."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageFile

from brochure.assembly import images as pictures
from brochure.assembly.picture_metadata import strip_metadata
from brochure.build.brochure import build_brochure
from brochure.build.check import check_partner
from brochure.build.load import SharedInput, load_common
from brochure.diagnostics.catalogue import format_problem
from brochure.diagnostics.problem import BrochureError
from brochure.document.tree import Figure, plain_text
from brochure.storage.workspace import Workspace
from brochure.typesetting import html
from docx_media import media
from small_partners import HEAD, make
from workspaces import REPO, SAMPLES, Edit

FIGURE = "    - figure: {file}\n      alt: 略図\n      credit: none\n{more}"


BEFORE = "    - callout: strength\n"


def drawing(width: int, height: int) -> Image.Image:
    """A picture whose upper half is red, lower half white."""
    image = Image.new("RGB", (width, height), "white")
    image.paste((200, 0, 0), (0, 0, width, height // 2))
    return image


def said(fresh: Path, layout: str = "standard") -> list[str]:
    """What ``brochure check`` says of liaoning in English, errors or warnings: place, code and words."""
    where = Workspace(fresh)
    try:
        found = check_partner(where, "liaoning", load_common(where, layout))
    except BrochureError as error:
        found = error.problems
    return [str(format_problem(problem, "en")).splitlines()[0] for problem in found]


def with_figure(edit: Edit, file: str, more: str = "") -> None:
    """Put a figure into the fresh workspace's profile, at line 30."""
    edit(BEFORE, FIGURE.format(file=file, more=more) + BEFORE)


def test_a_figure_without_alternative_text_is_told_where_it_stands(fresh: Path, edit: Edit) -> None:
    drawing(900, 600).save(fresh / "map.png")
    edit(BEFORE, f"    - figure: map.png\n      credit: none\n{BEFORE}")
    assert said(fresh) == ["profiles/liaoning.yaml:33:7: error P102: “alt” is missing"]


@pytest.mark.parametrize(
    ("size", "more", "words"),
    [
        ((900, 600), "", ""),
        ((700, 500), "", "warning P147: image “map.png” is rather coarse (700 × 500 pixels make 134 dpi"),
        ((700, 500), "      width: half\n", ""),
        ((300, 200), "", "error P146: image “map.png” is too coarse to print (300 × 200 pixels make 56 dpi"),
        ((5, 5), "", "error P146: image “map.png” is too coarse"),
    ],
)
def test_the_resolution_is_that_of_the_printed_size(
    fresh: Path, edit: Edit, size: tuple[int, int], more: str, words: str
) -> None:
    drawing(*size).save(fresh / "map.png")
    with_figure(edit, "map.png", more)
    told = said(fresh)
    assert len(told) == bool(words)
    assert all(line.startswith(f"profiles/liaoning.yaml:33:15: {words}") for line in told), told


def test_other_sizes_are_those_of_title_and_layout(fresh: Path, edit: Edit) -> None:
    drawing(330, 220).save(fresh / "a.png")
    edit("edition: 2026-11", "photo: {file: a.png, alt: あ, credit: none}\nedition: 2026-11")
    assert ["P147" in line for line in said(fresh)] == [True]
    edit("photo:", "flag:")
    assert said(fresh) == []
    with_figure(edit, "a.png", "      width: half\n")
    assert ["P147" in line for line in said(fresh)] == [True], "66 mm of the standard layout"
    assert said(fresh, "onepage") == [], "43 mm of the other"


@pytest.mark.parametrize(
    ("file", "code"),
    [("map.svg", "P145"), ("no.png", "P141"), ("../map.png", "P140"), ("style.png", "P142")],
)
def test_what_is_no_picture_is_told(fresh: Path, edit: Edit, file: str, code: str) -> None:
    (fresh / "map.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    (fresh / "style.png").write_text("p { color: red }")
    with_figure(edit, file)
    (line,) = said(fresh)
    assert line.startswith(f"profiles/liaoning.yaml:33:15: error {code}: ")


def test_a_photograph_whose_exif_block_is_broken_is_told_and_no_traceback(fresh: Path, edit: Edit) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "camera"
    made = BytesIO()
    drawing(900, 600).save(made, "JPEG", exif=exif)
    whole = made.getvalue()
    start = whole.index(b"Exif") + 14  # behind the head of the block: the number of its entries
    with_figure(edit, "map.jpg")
    for entries in (b"\xff\xff", b"\x02\xff"):
        (fresh / "map.jpg").write_bytes(whole[:start] + entries + whole[start + 2 :])
        (line,) = said(fresh)
        assert "P142: “map.jpg” cannot be read as an image" in line


@pytest.mark.parametrize("lenient", [False, True])  # as PIL is before and after WeasyPrint is imported
def test_a_picture_that_is_cut_off_or_damaged_is_told_at_its_line(
    fresh: Path, edit: Edit, monkeypatch: pytest.MonkeyPatch, lenient: bool
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", lenient)
    with_figure(edit, "map")
    noise = Image.effect_noise((600, 400), 90).convert("RGB")
    for form, options in (("JPEG", {}), ("JPEG", {"progressive": True}), ("PNG", {})):
        made = BytesIO()
        noise.save(made, form, **options)
        whole = made.getvalue()
        (fresh / "map").write_bytes(whole)
        assert [line for line in said(fresh) if "P142" in line] == []
        for part in (0.1, 0.5, 0.9, 0.99):
            (fresh / "map").write_bytes(whole[: int(len(whole) * part)])
            (line,) = said(fresh)
            assert line.startswith(
                "profiles/liaoning.yaml:33:15: error P142: “map” cannot be read as an image"
            )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "P142"),
        (b"only a text", "P142"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "P142"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(3000), "P142"),
        (b"%PDF-1.7", "P142"),
    ],
)
def test_a_file_that_is_called_a_picture_and_is_none_is_told(
    fresh: Path, edit: Edit, data: bytes, words: str
) -> None:
    (fresh / "map.png").write_bytes(data)
    with_figure(edit, "map.png")
    (line,) = said(fresh)
    assert line.startswith(f"profiles/liaoning.yaml:33:15: error {words}: “map.png”")


def test_a_picture_that_is_no_ordinary_file_is_told_at_its_line(fresh: Path, edit: Edit) -> None:
    (fresh / "loop.png").symlink_to("loop.png")
    (fresh / "link.png").symlink_to("nothing.png")
    (fresh / "folder.png").mkdir()
    os.mkfifo(fresh / "pipe.png")
    before = "loop.png"
    with_figure(edit, before)
    for name in ("loop.png", "link.png", "folder.png", "pipe.png"):
        edit(f"figure: {before}", f"figure: {name}")
        (line,) = said(fresh)
        assert line.startswith(f"profiles/liaoning.yaml:33:15: error F119: “{name}” is a ")
        before = name


def test_a_picture_that_may_not_be_read_is_told_at_its_line(
    fresh: Path, edit: Edit, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing(900, 600).save(fresh / "map.png")
    with_figure(edit, "map.png")

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied", str(fresh / "map.png"))

    monkeypatch.setattr(Image, "open", refused)
    said_now = said(fresh)
    assert said_now == ["profiles/liaoning.yaml:33:15: error F104: cannot read map.png (Permission denied)"]


@pytest.mark.parametrize("name", ["x" * 5000, "a/" * 2500 + "x.png", '"a\\0b.png"', '"\\x1b.png"'])
def test_a_name_that_cannot_be_a_file_s_is_told_at_its_line(fresh: Path, edit: Edit, name: str) -> None:
    with_figure(edit, name)
    assert [line for line in said(fresh) if line.startswith("profiles/liaoning.yaml:33:1")]


def test_one_colour_is_seen_in_each_kind_of_picture(fresh: Path, edit: Edit) -> None:
    with_figure(edit, "map.png")
    for mode in ("1", "L", "LA", "RGB", "RGBA", "P"):
        plain = Image.new("RGB", (900, 600), "white").convert(mode)
        plain.save(fresh / "map.png")
        assert [line for line in said(fresh) if "P148" in line], mode
        plain.putpixel((5, 5), 0 if mode in "1LP" else (0,) * len(plain.getbands()))
        if mode == "P":
            plain.putpalette([9, 9, 9] + [255] * 765)
        plain.save(fresh / "map.png")
        os.utime(fresh / "map.png", (1, 1))
        assert not [line for line in said(fresh) if "P148" in line], mode
        (fresh / "map.png").unlink()


def test_a_width_that_the_layout_lacks_is_told(fresh: Path, edit: Edit) -> None:
    drawing(900, 600).save(fresh / "map.png")
    with_figure(edit, "map.png", "      width: third\n")
    assert said(fresh) == ["profiles/liaoning.yaml:36:14: error P144: the layout has no figure width “third”"]


def test_a_picture_of_one_colour_is_doubted(fresh: Path, edit: Edit) -> None:
    Image.new("RGB", (900, 600), "grey").save(fresh / "map.jpg", quality=95)
    with_figure(edit, "map.jpg")
    assert said(fresh) == [
        ("profiles/liaoning.yaml:33:15: warning P148: image “map.jpg” has only one colour")
    ]


def test_a_picture_must_say_whose_it_is_or_that_it_needs_no_credit(fresh: Path, edit: Edit) -> None:
    drawing(900, 600).save(fresh / "map.png")
    with_figure(edit, "map.png")
    assert said(fresh) == []
    edit("      credit: none\n", "")
    assert said(fresh) == ["profiles/liaoning.yaml:33:15: warning S210: picture “map.png” has no credit"]
    edit("accepted:\n", "accepted:\n  - {code: S210, text: map.png, reason: 県の作図}\n")
    assert said(fresh) == []


def test_a_credit_of_none_is_not_printed(common: SharedInput) -> None:
    figure = "answers:\n  about:\n    - {figure: a.png, alt: あ, credit: %s}\n"
    printed = []
    for credit in ("none", "なし", "なし崩し"):
        (block,) = make(HEAD + figure % credit, common).questions[0].blocks
        assert isinstance(block, Figure)
        printed.append(plain_text(block.picture.credit.content) if block.picture.credit else "")
    assert printed == ["", "", "なし崩し"]


def test_the_title_cannot_call_notes(fresh: Path, edit: Edit) -> None:
    drawing(360, 240).save(fresh / "a.png")
    edit("edition: 2026-11", "flag: {file: a.png, alt: あ, credit: '旗[@jetro-report]'}\nedition: 2026-11")
    assert ["P205" in line for line in said(fresh)] == [True]


def test_a_layout_without_full_figures_is_told(fresh: Path) -> None:
    path = fresh / "layouts" / "standard" / "layout.yaml"
    path.write_text(path.read_text("utf-8").replace("    full:", "    broad:"), "utf-8")
    with pytest.raises(BrochureError) as raised:
        load_common(Workspace(fresh), "standard")
    (line,) = (str(format_problem(found, "en")).splitlines()[0] for found in raised.value.problems)
    assert line.startswith("layouts/standard/layout.yaml:") and "error L109" in line


@pytest.mark.parametrize("layout", ["standard", "onepage"])
def test_a_picture_taken_sideways_stands_upright_on_the_page_and_in_word(
    fresh: Path, edit: Edit, layout: str
) -> None:
    """EXIF orientation 6: the camera was turned; what is seen is 600 × 900, red at the top."""
    seen = drawing(600, 900)
    exif = Image.Exif()
    exif[0x0112] = 6
    for kind in ("JPEG", "PNG"):
        seen.transpose(Image.Transpose.ROTATE_90).save(fresh / kind, kind, exif=exif)
        assert pictures.pixel_size(fresh / kind) == (600, 900)
        with_figure(edit, kind, "      width: half\n")
    where = Workspace(fresh)
    build_brochure(where, "liaoning", load_common(where, layout), output=fresh / "output")
    opened = pypdfium2.PdfDocument(str(fresh / "output" / "liaoning.pdf"))
    images = [item for page in opened for item in page.get_objects(filter=[3])]
    assert len(images) == 2
    for image in images:
        left, bottom, right, top = image.get_bounds()
        assert (top - bottom) / (right - left) == pytest.approx(1.5, abs=0.01)
    for data in media(fresh / "output" / "liaoning.docx")[-2:]:  # onepage has a code before them
        with Image.open(BytesIO(data)) as stored:
            assert stored.size == (600, 900)
            assert stored.getpixel((300, 100))[0] > 150 > stored.getpixel((300, 100))[1]  # type: ignore[index]
            assert min(stored.getpixel((300, 800))) > 240  # type: ignore[arg-type]


def test_an_upright_picture_goes_into_word_byte_for_byte() -> None:
    data = (SAMPLES / "pictures" / "map.png").read_bytes()
    assert strip_metadata(data) == data


def test_a_figure_fills_its_width_unless_it_would_be_too_high(common: SharedInput) -> None:
    room = common.layout.data.pictures.figures["full"]
    assert pictures.fitted_size((400, 100), room) == (room.width, room.width / 4)
    assert pictures.fitted_size((100, 400), room) == (room.height / 4, room.height)


def test_figures_are_printed_at_the_size_the_layout_gives(common: SharedInput) -> None:
    """A millimetre on paper is a millimetre in layout.yaml."""
    from brochure.typesetting import weasyprint as pdf

    text = HEAD + "answers:\n  about:\n    - {figure: tests/samples/pictures/map.png, alt: あ, width: %s}\n"
    for width in ("full", "half"):
        page = html.write_html(make(text % width, common), common.layout, root=REPO, shown="layouts/standard")
        data = pdf.render_pdf(page, common.layout.font_paths).data
        (image,) = pypdfium2.PdfDocument(data)[0].get_objects(filter=[3])
        left, _, right, _ = image.get_bounds()
        wanted = common.layout.data.pictures.figures[width].width
        assert (right - left) * 25.4 / 72 == pytest.approx(wanted, abs=0.1)


def test_the_sample_pictures_are_what_their_script_draws(tmp_path: Path) -> None:
    import importlib.util

    spec = importlib.util.spec_from_file_location("drawn", REPO / "scripts" / "make_sample_pictures.py")
    assert spec and spec.loader
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    for name, made in (("map", script.map_of_nowhere()), ("flag", script.flag_of_nowhere())):
        with Image.open(SAMPLES / "pictures" / f"{name}.png") as kept:
            assert kept.size == made.size
