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
    from brochure.engine import (
        character_sets,
        footnote_policy,
        justify,
        known_lines,
        lean_content,
        lean_tags,
        min_content,
        note_area,
        note_links,
        pango_layouts,
        picture_data,
        plain_values,
        png_as_is,
        shrink_to_fit,
        spacing,
        table_tags,
        url_breaks,
        used_values,
        wide_glyphs,
        written_once,
    )

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
