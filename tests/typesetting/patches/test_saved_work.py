"""Patches that save work: the bytes stay the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pydyf
import weasyprint
from tinyhtml5 import inputstream
from weasyprint import css, images
from weasyprint.layout import percent, preferred

from brochure.typesetting.patches import footnote_area as note_area
from brochure.typesetting.patches import serialise_once as written_once
from brochure.typesetting.patches import used_values
from upstream_source import source
from workspaces import REPO


def test_upstream_still_lays_out_and_looks_up_again_what_it_knew() -> None:
    assert source(weasyprint.layout).count(note_area.ORIGINAL) == 1
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
pdf.prepare_renderer(fonts)
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
