"""Share Pango objects between layouts, and free the lists of font features.

WeasyPrint makes a Pango context and a font description for each of the thousands of texts that it measures,
though few of them differ, and never frees the lists of font features: about a megabyte for each document of
four pages (no upstream issue known; not reported yet). Here contexts and descriptions are stored with the
font configuration, and each layout owns its list.
"""

from __future__ import annotations

from typing import Any

_SHARED = "brochure_kept"  # attribute of a FontConfiguration: objects that layouts share, by their values
_OF_STYLE = "brochure_layouts"  # attribute of a style: the objects it uses; a copy of the style has none
_FONT = (
    "font_family",
    "font_style",
    "font_stretch",
    "font_weight",
    "font_size",
    "font_variant_caps",
    "font_variation_settings",
)
_FEATURES = (
    "font_kerning",
    "font_variant_ligatures",
    "font_variant_position",
    "font_variant_caps",
    "font_variant_numeric",
    "font_variant_alternates",
    "font_variant_east_asian",
    "font_feature_settings",
)


def apply() -> None:
    """Replace ``text.line_break.Layout.setup``.

    Raises:
        RuntimeError: Its code differs from the expected one.
    """
    import inspect

    from weasyprint.text import fonts, line_break

    if (
        list(inspect.signature(line_break.Layout.setup).parameters) != ["self", "style"]
        or list(inspect.signature(fonts.font_features).parameters) != list(_FEATURES)
        or not hasattr(line_break, "get_font_description")
    ):
        raise RuntimeError("pango_layouts: weasyprint.text.line_break.Layout.setup has changed")
    line_break.Layout.setup = _setup


def _setup(self: Any, style: Any) -> None:
    from weasyprint.text.ffi import ffi, gobject, pango

    self.style = style
    self.first_line_direction = 0
    if _OF_STYLE not in style.__dict__:
        style.__dict__[_OF_STYLE] = _shared_objects(style)
    (context, self.language), font, words = style.__dict__[_OF_STYLE]
    self.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(self.layout, False)
    pango.pango_layout_set_font_description(self.layout, font)  # Pango copies it
    _set_decoration(self, style, context, font)
    if words:
        attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        # The list owns the attribute. Each layout has its own list, as spacing is added to it with each text.
        pango.pango_attr_list_insert(attributes, pango.pango_attr_font_features_new(words))
        pango.pango_layout_set_attributes(self.layout, attributes)


def _shared_objects(style: Any) -> tuple[Any, Any, bytes]:
    """The objects shared by all layouts of a style: context and language, font, font features."""
    configuration = style.font_config
    kept: dict[Any, Any] = configuration.__dict__.setdefault(_SHARED, {})
    place = (style["direction"], style["font_language_override"], style["lang"])
    if place not in kept:
        kept[place] = _context(configuration.font_map, *place)
    # The text of an SVG has a list of families, where other styles have a tuple.
    font = ("font", *(tuple(value) if isinstance(value := style[name], list) else value for name in _FONT))
    if font not in kept:
        kept[font] = _description(style)
    features = ("features", *(style[name] for name in _FEATURES))
    if features not in kept:
        kept[features] = _features(features[1:])
    return kept[place], kept[font], kept[features]


def _context(font_map: Any, direction: str, override: str, lang: str | None) -> tuple[Any, Any]:
    """A Pango context and its language."""
    from weasyprint.text.constants import LST_TO_ISO, PANGO_DIRECTION
    from weasyprint.text.ffi import ffi, gobject, pango, unicode_to_char_p

    context = ffi.gc(pango.pango_font_map_create_context(font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[direction])
    if override != "normal":
        lang = LST_TO_ISO.get(override.lower(), override)
    if not lang:
        return context, pango.pango_language_get_default()
    pointer, _text = unicode_to_char_p(lang)
    language = pango.pango_language_from_string(pointer)
    pango.pango_context_set_language(context, language)
    return context, language


def _description(style: Any) -> Any:
    from weasyprint.text.fonts import get_font_description

    return get_font_description(style)


def _features(values: tuple[Any, ...]) -> bytes:
    from weasyprint.text.fonts import font_features

    return ",".join(f"{key} {value}" for key, value in font_features(*values).items()).encode()


def _set_decoration(layout: Any, style: Any, context: Any, description: Any) -> None:
    """Set the positions of underline and strikethrough; None for text without them."""
    from weasyprint.text.ffi import FROM_UNITS, ffi, pango

    names = (
        "ascent",
        "underline_position",
        "strikethrough_position",
        "underline_thickness",
        "strikethrough_thickness",
    )
    if style["text_decoration_line"] == "none":
        for name in names:
            setattr(layout, name, None)
        return
    metrics = ffi.gc(
        pango.pango_context_get_metrics(context, description, layout.language), pango.pango_font_metrics_unref
    )
    for name in names:
        setattr(layout, name, FROM_UNITS * getattr(pango, f"pango_font_metrics_get_{name}")(metrics))
