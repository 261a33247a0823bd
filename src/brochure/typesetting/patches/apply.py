"""Apply all patches to WeasyPrint, in an order that suits them."""

from __future__ import annotations

from functools import cache

VERSION = "70.0"


@cache
def apply_all() -> None:
    """Patch the imported WeasyPrint.

    Raises:
        RuntimeError: It is not the version that the patches are made for.
    """
    import weasyprint

    if weasyprint.__version__ != VERSION:
        raise RuntimeError(f"WeasyPrint {VERSION} is needed, {weasyprint.__version__} is installed")
    from brochure.typesetting.patches import autospace as spacing
    from brochure.typesetting.patches import compact_content as lean_content
    from brochure.typesetting.patches import compact_tags as lean_tags
    from brochure.typesetting.patches import footnote_area as note_area
    from brochure.typesetting.patches import (
        footnote_policy,
        justify,
        min_content,
        pango_layouts,
        shrink_to_fit,
        table_tags,
        url_breaks,
        used_values,
        wide_glyphs,
    )
    from brochure.typesetting.patches import footnote_tags as note_links
    from brochure.typesetting.patches import image_cache as picture_data
    from brochure.typesetting.patches import initial_values as plain_values
    from brochure.typesetting.patches import line_break_cache as known_lines
    from brochure.typesetting.patches import png_passthrough as png_as_is
    from brochure.typesetting.patches import regex_cache as character_sets
    from brochure.typesetting.patches import serialise_once as written_once

    character_sets.apply()
    pango_layouts.apply()
    picture_data.apply()
    png_as_is.apply()  # behind picture_data, which packs the others
    plain_values.apply()
    used_values.apply()
    footnote_policy.apply()
    note_area.apply()
    known_lines.apply()
    min_content.apply()  # behind known_lines, so that what it shortens is known too
    shrink_to_fit.apply()
    justify.apply()
    spacing.apply()  # behind justify, whose gaps it moves
    url_breaks.apply()
    wide_glyphs.apply()
    note_links.apply()
    table_tags.apply()
    written_once.apply()
    lean_tags.apply()  # behind all that make tags
    lean_content.apply()  # behind lean_tags, which joins what stands side by side then
