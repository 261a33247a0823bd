"""The patches to WeasyPrint: each fails here on the day that upstream changes under it."""

from __future__ import annotations

import subprocess
import sys

import weasyprint
from weasyprint import anchors
from weasyprint.draw import text as draw_text
from weasyprint.formatting_structure import build
from weasyprint.layout import block, inline, preferred
from weasyprint.pdf import fonts, metadata, pdfa, tags
from weasyprint.text import line_break

from brochure.typesetting.patches import footnote_policy, justify
from brochure.typesetting.patches.apply import VERSION, apply_all
from upstream_source import source
from workspaces import REPO


def test_the_patches_are_made_for_this_version() -> None:
    assert weasyprint.__version__ == VERSION


def test_upstream_still_moves_notes_whatever_their_policy() -> None:
    assert source(block).count(footnote_policy.ORIGINAL) == 1


def test_upstream_still_justifies_blanks_only() -> None:
    assert "def justify_line(context, line, extra_width):" in source(inline)
    assert "count_expandable_spaces(line)" in source(inline)
    assert "def get_first_line(self):" in source(line_break)


def test_upstream_still_measures_the_whole_rest_of_a_text() -> None:
    assert "_, _, new_resume_index, width, _, _ = split_first_line(" in source(preferred)


def test_upstream_still_never_frees_lists_of_font_features() -> None:
    assert "attr_list = pango.pango_attr_list_new()\n" in source(line_break)
    assert "def setup(self, style):" in source(line_break)


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
        "    with warm.delayed_collection():\n"
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
