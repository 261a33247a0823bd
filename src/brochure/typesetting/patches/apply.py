"""Apply all patches to WeasyPrint in the required order."""

from __future__ import annotations

from functools import cache
from importlib import import_module

VERSION = "70.0"
PATCHES = (
    "regex_cache",
    "pango_layouts",
    "image_cache",
    "png_passthrough",  # after image_cache, which compresses the other images
    "svg_errors",
    "initial_values",
    "used_values",
    "footnote_policy",
    "footnote_area",
    "beside",
    "line_break_cache",
    "box_breaks",  # after line_break_cache, which replaces the same function
    "emergency_breaks",  # after box_breaks, whose rule it relaxes for lines that overflow
    "min_content",  # after line_break_cache, so that its shortened texts are cached too
    "shrink_to_fit",
    "justify",
    "autospace",  # after justify, whose gaps it moves
    "url_breaks",
    "address_lines",  # after emergency_breaks and justify, whose lines it judges
    "wide_glyphs",
    "element_tags",
    "clean_bookmarks",
    "actual_text",
    "footnote_tags",
    "table_tags",
    "serialise_once",
    "compact_tags",  # after all patches that make tags
    "continued_tags",  # after compact_tags, which reads the elements of each page
    "compact_content",  # after compact_tags, so that its wrapper runs first
)
"""The modules of this folder with a function ``apply``, in the order in which it is called."""


@cache
def apply_all() -> None:
    """Patch the imported WeasyPrint.

    Raises:
        RuntimeError: The installed version is not the one the patches are made for.
    """
    import weasyprint

    if weasyprint.__version__ != VERSION:
        raise RuntimeError(f"WeasyPrint {VERSION} is needed, {weasyprint.__version__} is installed")
    for name in PATCHES:
        import_module(f"brochure.typesetting.patches.{name}").apply()
