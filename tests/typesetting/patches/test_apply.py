"""The patches to WeasyPrint: each fails here on the day that upstream changes under it."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pikepdf
import pydyf
import pypdfium2
import pytest
import weasyprint
from PIL import Image, ImageChops, ImageStat
from tinyhtml5 import inputstream
from weasyprint import anchors, css, images
from weasyprint.draw import text as draw_text
from weasyprint.formatting_structure import build
from weasyprint.layout import block, inline, percent, preferred
from weasyprint.pdf import fonts, metadata, pdfa, stream, tags
from weasyprint.text import line_break

from brochure.build.load import Loaded
from brochure.pdf.preflight import structure_tree as structure
from brochure.typesetting import html
from brochure.typesetting import weasyprint as pdf
from brochure.typesetting.patches import compact_content as lean_content
from brochure.typesetting.patches import compact_text as lean_text
from brochure.typesetting.patches import fast_import as quick_start
from brochure.typesetting.patches import footnote_area as note_area
from brochure.typesetting.patches import footnote_policy, justify, used_values
from brochure.typesetting.patches import png_passthrough as png_as_is
from brochure.typesetting.patches import serialise_once as written_once
from brochure.typesetting.patches.apply import VERSION, apply_all
from workspaces import REPO

sys.path.insert(0, str(REPO / "scripts"))
import make_declarations


def source(module: ModuleType) -> str:
    """A module as it stands in WeasyPrint's file, unpatched."""
    return Path(str(module.__file__)).read_text("utf-8")


def test_the_patches_are_made_for_this_version() -> None:
    assert weasyprint.__version__ == VERSION


def test_upstream_still_moves_notes_whatever_their_policy() -> None:
    assert source(block).count(footnote_policy.FOUND) == 1


def test_upstream_still_justifies_blanks_only() -> None:
    assert "def justify_line(context, line, extra_width):" in source(inline)
    assert "count_expandable_spaces(line)" in source(inline)
    assert "def get_first_line(self):" in source(line_break)


def test_upstream_still_measures_the_whole_rest_of_a_text() -> None:
    assert "_, _, new_resume_index, width, _, _ = split_first_line(" in source(preferred)


def test_upstream_still_never_frees_lists_of_font_features() -> None:
    assert "attr_list = pango.pango_attr_list_new()\n" in source(line_break)
    assert "def setup(self, style):" in source(line_break)


def test_upstream_still_packs_a_picture_for_each_document() -> None:
    assert "def _get_png_data(pillow_image):" in source(images)


def test_rendering_again_and_again_takes_no_more_memory() -> None:
    # what Pango holds is not seen by Python: a process of its own is weighed from outside
    script = (
        "import resource, weasyprint\n"
        "from brochure.typesetting import renderer_state as warm\n"
        "from brochure.typesetting.patches.apply import apply_all\n"
        "apply_all()\n"
        "html = '<p lang=ja style=\"font-kerning: none\">' + '冊子の文。<b>強く</b>' * 400\n"
        "def size():\n"
        "    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "def render():\n"
        "    with warm.collected():\n"
        "        weasyprint.HTML(string=html).render(font_config=warm.font_configuration([html]))\n"
        "for _ in range(5):\n    render()\n"
        "before = size()\n"
        "for _ in range(25):\n    render()\n"
        "print(size() - before)\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert int(run.stdout) < 2000  # KiB; unpatched some hundreds for each


def test_a_program_that_ends_by_itself_does_not_crash() -> None:
    # what a module of Python's own holds is taken apart last, behind the libraries
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from brochure.typesetting import html, weasyprint as pdf\n"
        "page = html.HtmlPage('<p lang=ja>冊子の文。</p>', (), Path())\n"
        f"pdf.render_pdf(page, [Path({str(REPO / 'fonts/BIZUDPGothic-Regular.ttf')!r})])\n"
        "sys.late = pdf.render_pdf\n"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_a_picture_is_packed_once_and_another_is_not_taken_for_it() -> None:
    apply_all()
    pack = images.RasterImage._get_png_data
    grey, same, red = (Image.new("RGB", (9, 9), colour) for colour in ("grey", "grey", "red"))
    assert pack(grey) is pack(same)
    assert pack(grey) != pack(red)


def test_upstream_still_makes_notes_neither_links_nor_tags() -> None:
    assert "def _get_pdf_tag(tag):" in source(tags)
    assert "'Note'" not in source(tags)
    assert "from .anchors import gather_anchors" in source(weasyprint.document)
    assert "footnote" not in source(anchors)


def test_upstream_still_says_nothing_of_scopes_and_summaries() -> None:
    assert "def _build_box_tree(box, parent, pdf, page_number, nums, annotations, tags):" in source(tags)
    assert "Scope" not in source(tags)
    assert "Summary" not in source(tags)


def test_upstream_still_writes_the_metadata_of_one_standard_and_lists_enclosures_twice() -> None:
    assert "def generate_rdf_metadata(self, variant, version, conformance):" in source(metadata)
    assert "pdfaExtension" not in source(metadata)
    assert "pdf_attachments.append(name)" in source(pdfa)
    assert "pdf_attachments.append(pdf_object.reference)" in source(pdfa)
    assert "PageLabels" not in source(weasyprint.pdf)


def test_the_compiled_declarations_are_those_of_this_weasyprint_and_cffi() -> None:
    made = REPO / "src" / "brochure" / "typesetting" / "patches" / "ffi_declarations.py"
    assert made.read_text("utf-8") == make_declarations.compiled(), "run scripts/make_declarations.py"


def test_upstream_still_parses_its_declarations_and_asks_for_libraries_by_many_names() -> None:
    text = source(weasyprint.text.ffi)
    assert "ffi = cffi.FFI()\nffi.cdef(" in text
    for name in quick_start.LIBRARIES:
        assert f"'{name}'" in text
    assert "from fontTools import subset\n" in source(fonts)
    assert "from fontTools.varLib.instancer import instantiateVariableFont\n" in source(fonts)


STARTED = """
import subprocess, sys
class Forbidden(subprocess.Popen):
    def __init__(self, *arguments, **options):
        raise AssertionError("a process was started")
subprocess.Popen = Forbidden
from brochure.typesetting.patches import fast_import as quick_start
weasyprint = quick_start.import_weasyprint()
assert quick_start.import_weasyprint() is weasyprint
import cffi
assert cffi.FFI.__name__ == "FFI"
assert not {"pycparser", "fontTools.subset", "fontTools.varLib"} & set(sys.modules)
from weasyprint.pdf import fonts
from fontTools import subset
assert isinstance(fonts.subset.Options(layout_closure=False), subset.Options)
from weasyprint.text.ffi import harfbuzz, harfbuzz_subset
assert harfbuzz.hb_version_atleast(4, 1, 0) and harfbuzz_subset
print("started")
"""


def test_a_quick_start_starts_no_process_and_parses_no_declarations() -> None:
    ran = subprocess.run([sys.executable, "-c", STARTED], capture_output=True, text=True, check=False)
    assert ran.stdout == "started\n", ran.stderr


RENDERED = """
import sys, hashlib
if sys.argv[1] == "quick":
    from brochure.typesetting.patches import fast_import as quick_start
    weasyprint = quick_start.import_weasyprint()
else:
    import weasyprint
assert ("pycparser" in sys.modules) == (sys.argv[1] == "plain")
html = "<html lang=ja><title>試</title><h1>試し<ruby>刷<rt>ず</rt></ruby>り</h1>"
html += "<p style='text-align:justify'>" + "文字。" * 99
print(hashlib.sha256(weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/ua-1")).hexdigest())
"""


def test_a_quick_start_makes_the_same_bytes() -> None:
    command = [sys.executable, "-c", RENDERED]
    said = [
        subprocess.run([*command, way], capture_output=True, text=True, check=True).stdout
        for way in ("quick", "plain")
    ]
    assert len(said[0]) == 65
    assert said[0] == said[1]


def test_without_a_library_of_its_name_weasyprint_starts_its_own_way() -> None:
    code = """
import sys
from brochure.typesetting.patches import fast_import as quick_start
quick_start.LIBRARIES += ("libnowhere.so.0",)
assert quick_start.import_weasyprint().__version__ and "pycparser" in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_upstream_still_lays_out_and_looks_up_again_what_it_knew() -> None:
    assert source(weasyprint.layout).count(note_area.FOUND) == 1
    assert "cache" not in source(percent)
    assert "lines = {}" not in source(weasyprint.layout)
    assert "min_content_width(context, box, outer=False),\n            available_content_width)" in source(
        preferred
    )
    assert "logical_function(block='ttb', inline=self['direction'])" in source(css)
    assert "characters = characters_until_regex[(characters, opposite)] = regex" in source(inputstream)
    assert pydyf.VERSION == written_once.VERSION
    assert source(pydyf).count("obj.data for obj in self.objects if obj.free != 'f'") == 2
    assert "pillow_image = pillow_image.convert('RGBA')" in source(images)


# What only saves work is left out; the pages of both partners and a picture with a palette are set.
SET = """
import hashlib, importlib, sys
from collections import Counter
from pathlib import Path
from PIL import Image
from brochure.typesetting import html, weasyprint as pdf
from brochure.build.load import load_common, load_partner
from workspaces import REPO, SAMPLES
from brochure.storage.workspace import Workspace
for name in sys.argv[2:]:
    importlib.import_module(f"brochure.typesetting.patches.{name}").apply = lambda: None
made = Counter()
def counted(owner, name):
    function = getattr(owner, name)
    def count(*arguments, **named):
        made[name] += 1
        return function(*arguments, **named)
    setattr(owner, name, count)
commons = {root: load_common(Workspace(root), "standard") for root in (REPO, SAMPLES)}
fonts = commons[REPO].layout.font_paths
pdf.prepare(fonts)
import zlib, weasyprint.layout.percent, weasyprint.text.line_break as line_break
counted(zlib, "compressobj")
counted(line_break, "create_layout")
counted(weasyprint.layout.percent, "resolve_one_percentage")
counted(Image.Image, "save")
folder = Path(sys.argv[1])
with Image.open(REPO / "tests/samples/pictures/flag.png") as flag:
    flag.convert("P").save(folder / "palette.png", transparency=0)
made.clear()
data = []
for root, name in ((REPO, "liaoning"), (SAMPLES, "awkward")):
    document = load_partner(Workspace(root), name, commons[root]).document
    page = html.write_html(document, commons[root].layout, root=root, shown="layouts/standard")
    data.append(pdf.render_pdf(page, fonts).data)
for _ in range(2):
    page = html.HtmlPage("<html lang=ja><title>p</title><img alt=p src=palette.png>", (), folder)
    data.append(pdf.render_pdf(page, fonts).data)
print(hashlib.sha256(b"".join(data)).hexdigest())
print(*(made[name] for name in ("create_layout", "resolve_one_percentage", "compressobj", "save")))
"""
SAVING = (
    "regex_cache",
    "line_break_cache",
    "footnote_area",
    "image_cache",
    "initial_values",
    "shrink_to_fit",
    "used_values",
    "serialise_once",
)


def test_what_saves_work_makes_the_same_bytes_with_much_less_of_it(tmp_path: Path) -> None:
    def run(*without: str) -> tuple[str, list[int]]:
        command = [sys.executable, "-c", SET, str(tmp_path), *without]
        ran = subprocess.run(
            command, capture_output=True, text=True, check=True, cwd=REPO / "tests" / "support"
        )
        bytes_, counts = ran.stdout.splitlines()
        return bytes_, [int(count) for count in counts.split()]

    (same, lean), (bytes_, plain) = run(), run(*SAVING)
    assert same == bytes_
    shares = [less / more for less, more in zip(lean, plain, strict=True)]
    assert max(shares) < 0.75, shares


def test_the_lengths_that_are_kept_are_those_that_weasyprint_resolves() -> None:
    style = css.InitialStyle(None)
    box = weasyprint.formatting_structure.boxes.BlockBox("p", style, None, [])
    before = set(vars(box))
    namespace = dict(vars(percent))
    exec(compile(source(percent).replace("from ..", "from weasyprint."), percent.__file__, "exec"), namespace)
    namespace["resolve_percentages"](box, (100, 100))
    assert set(vars(box)) - before == set(used_values.LENGTHS)


PIXELS = Image.linear_gradient("L").resize((60, 40))
KINDS = {
    "two": PIXELS.convert("RGB").quantize(2),
    "sixteen": PIXELS.convert("RGB").quantize(16),
    "many": PIXELS.convert("RGB").quantize(256),
    "bits": PIXELS.convert("1"),
    "grey": PIXELS,
    "colour": Image.merge("RGB", [PIXELS, PIXELS.rotate(180), PIXELS]),
}


def shown(folder: Path, picture: Image.Image, **options: Any) -> pikepdf.Pdf:
    """A page with a picture that was saved as PNG."""
    picture.save(folder / "a.png", **options)
    page = html.HtmlPage("<html lang=ja><title>p</title><img alt=p src=a.png>", (), folder)
    return pikepdf.open(io.BytesIO(pdf.render_pdf(page, []).data))


def only_picture(file: pikepdf.Pdf) -> pikepdf.PdfImage:
    (image,) = file.pages[0].get_images().values()
    assert isinstance(image, pikepdf.Stream)
    return pikepdf.PdfImage(image)


@pytest.mark.parametrize("kind", KINDS)
def test_the_pixels_of_a_png_are_taken_over_as_they_are_packed(kind: str, tmp_path: Path) -> None:
    with shown(tmp_path, KINDS[kind]) as file:
        found = only_picture(file)
        saved = png_as_is.read_png((tmp_path / "a.png").read_bytes())
        assert saved
        assert found.obj.read_raw_bytes() == saved.packed
        assert not found.obj.Interpolate
        seen = found.as_pil_image().convert("RGB")
    assert ImageChops.difference(seen, KINDS[kind].convert("RGB")).getbbox() is None


def test_upstream_still_packs_pixels_anew_and_a_picture_knows_what_it_did(tmp_path: Path) -> None:
    assert "png_data = self._get_png_data(\n                Image.open(" in source(images)
    KINDS["colour"].save(tmp_path / "a.png")
    data = (tmp_path / "a.png").read_bytes()
    plain: dict[str, Any] = {"__package__": "weasyprint", "__name__": "unpatched"}
    exec(compile(source(images), str(images.__file__), "exec"), plain)
    options = weasyprint.DEFAULT_OPTIONS
    known, made = (
        vars(cls(Image.open(io.BytesIO(data)), "a", data, None, None, "from-image", options))
        for cls in (plain["RasterImage"], images.RasterImage)
    )
    assert set(made) - set(known) == {"png_as_is"}
    same = set(known) - {"image_data"}
    assert {name: made[name] for name in same} == {name: known[name] for name in same}


def test_what_pdf_cannot_take_over_is_packed_anew(tmp_path: Path) -> None:
    clear = KINDS["many"].copy()
    exif = Image.Exif()
    exif[0x0112] = 6
    with shown(tmp_path, clear, transparency=0) as file:
        assert "/SMask" in only_picture(file).obj
    with shown(tmp_path, KINDS["colour"], exif=exif) as file:
        turned = only_picture(file)
        assert (turned.width, turned.height) == (40, 60)
    deep = Image.new("I;16", (60, 40), 40000)
    for picture in (deep, KINDS["colour"].convert("RGBA")):
        picture.save(tmp_path / "a.png")
        assert png_as_is.read_png((tmp_path / "a.png").read_bytes()) is None
    assert png_as_is.read_png(b"\x89PNG\r\n\x1a\n\0\0") is None
    assert png_as_is.read_png(b"GIF89a") is None


def test_applying_twice_changes_nothing() -> None:
    apply_all()
    before = (block._linebox_layout, inline.justify_line, preferred.split_first_line)
    apply_all()
    assert before == (block._linebox_layout, inline.justify_line, preferred.split_first_line)
    assert inline.justify_line is justify._justify_line


def narrowest(text: str) -> float:
    """The width that WeasyPrint finds for a text that may break everywhere."""
    document = weasyprint.HTML(
        string=f'<body><div style="float:left;width:min-content"><p style="margin:0">{text}</p></div>'
    ).render()
    return float(document.pages[0]._page_box.children[0].children[0].children[0].width)


def test_a_prefix_gives_the_same_narrowest_width() -> None:
    apply_all()
    patched = preferred.split_first_line
    for text in (
        "遼寧省は、" * 40,
        "supercalifragilisticexpialidocious" * 3,
        "長い URL https://example.jp/" + "a" * 60,
    ):
        with_patch = narrowest(text)
        preferred.split_first_line = line_break.split_first_line
        try:
            without = narrowest(text)
        finally:
            preferred.split_first_line = patched
        assert with_patch == without


def test_upstream_still_has_no_space_between_scripts_and_the_parts_that_spacing_wraps() -> None:
    assert "autospace" not in source(inline) + source(line_break)
    for name in (
        "first_line_metrics(first_line, text, layout, resume_at, space_collapse,",
        "def get_first_line",
    ):
        assert name in source(line_break)
    assert "remove_last_whitespace(context, line)" in source(inline)
    assert "assert preserved_line_break" in source(inline) or "Expected nothing or a preserved" in source(
        inline
    )
    assert "box = create_anonymous_boxes(box)" in source(build)


def test_upstream_still_asks_a_font_for_the_widths_of_its_glyphs_as_wide_glyphs_expects() -> None:
    assert "if glyph_id in font.widths:" in source(draw_text)
    assert "self.widths = {}" in source(fonts)
    assert "font.clean(to_unicode, options['hinting'])" in source(fonts)
    assert "from .fonts import build_fonts_dictionary" in source(weasyprint.pdf)


def test_upstream_still_tags_every_piece_of_a_line() -> None:
    assert "'K': pydyf.Array([kid['mcid']])" in source(tags)
    assert "from .tags import add_tags" in source(weasyprint.pdf)
    assert "self._current_color = self._current_color_stroke = None" in source(stream)


@pytest.fixture(scope="module")
def twice(loaded: Loaded, root: Path) -> tuple[bytes, bytes]:
    """A partner's PDF as WeasyPrint writes content and tags, and lean."""
    common = loaded.common
    page = html.write_html(loaded.document, common.layout, root=root, shown="layouts/standard")
    fonts = common.layout.font_paths
    after = pdf.render_pdf(page, fonts).data
    with pytest.MonkeyPatch.context() as patch:
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
    assert lean_text.lean([*shown, b"/x0 Do"], widths)[-3:] == [b"ET", b"0 Tc", b"/x0 Do"]
    assert lean_text.lean([*shown, *goes_on, *below], widths) == [
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
    assert lean_content.lean([b"q", *black, *text, b"Q", b"q", *black, *text, b"Q"]) == [
        black[1],
        *said,
        *said,
    ]
    assert lean_content.lean([b"q", *see_through, *text, b"Q"]) == [b"q", *see_through, *said, b"Q"]
    assert lean_content.lean([b"q", *clip, *text, b"Q"]) == [b"q", *clip, *said, b"Q"]
