"""Apply all patches to WeasyPrint in the required order."""

from __future__ import annotations

from functools import cache

VERSION = "70.0"


@cache
def apply_all() -> None:
    """Patch the imported WeasyPrint.

    Raises:
        RuntimeError: The installed version is not the one the patches are made for.
    """
    import weasyprint

    if weasyprint.__version__ != VERSION:
        raise RuntimeError(f"WeasyPrint {VERSION} is needed, {weasyprint.__version__} is installed")
    from brochure.typesetting.patches import (
        actual_text,
        autospace,
        box_breaks,
        compact_content,
        compact_tags,
        emergency_breaks,
        footnote_area,
        footnote_policy,
        footnote_tags,
        image_cache,
        initial_values,
        justify,
        line_break_cache,
        min_content,
        pango_layouts,
        png_passthrough,
        regex_cache,
        serialise_once,
        shrink_to_fit,
        table_tags,
        url_breaks,
        used_values,
        wide_glyphs,
    )

    regex_cache.apply()
    pango_layouts.apply()
    image_cache.apply()
    png_passthrough.apply()  # after image_cache, which compresses the other images
    initial_values.apply()
    used_values.apply()
    footnote_policy.apply()
    footnote_area.apply()
    line_break_cache.apply()
    box_breaks.apply()  # after line_break_cache, which replaces the same function
    emergency_breaks.apply()  # after box_breaks, whose rule it relaxes for lines that overflow
    min_content.apply()  # after line_break_cache, so that its shortened texts are cached too
    shrink_to_fit.apply()
    justify.apply()
    autospace.apply()  # after justify, whose gaps it moves
    url_breaks.apply()
    wide_glyphs.apply()
    actual_text.apply()
    footnote_tags.apply()
    table_tags.apply()
    serialise_once.apply()
    compact_tags.apply()  # after all patches that make tags
    compact_content.apply()  # after compact_tags, so that its wrapper runs first
