"""The format of a run: bold, raised, foreign, and formatting that a profile cannot hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from lxml import etree

from brochure.word.reader.fixups_libreoffice import usual_values
from brochure.word.reader.looks import (
    FileStyles,
    direct_formatting,
    is_bold,
    is_not_bold,
    run_alignment,
    run_languages,
)

_LOOKS_OF_LINKS = ("underline", "colour", "size")  # programs write them into the runs


@dataclass(frozen=True, slots=True)
class RunFormat:
    """The format that runs inherit from their parent elements."""

    url: str = ""
    strong: bool = False
    direct: bool = False
    marker: bool = False
    raised: str = ""  # superscript or subscript
    langs: Mapping[str, str | None] | None = None  # the languages of a foreign word
    odd: tuple[str, ...] = ()


def format_of_run(
    properties: etree._Element | None, parent: RunFormat, styles: FileStyles, paragraph: str
) -> RunFormat:
    """Return the format of a run with these properties.

    Args:
        properties: The properties of the run (``w:rPr``).
        parent: The format of the elements around it.
        styles: The styles of the file.
        paragraph: The name of the style of its paragraph.
    """
    own = styles.own
    style = styles.name(properties, "rStyle")
    direct = is_bold(properties)
    strong = (style == own["strong"] or style == "strong") and not is_not_bold(properties)
    marker = style in styles.markers
    langs = run_languages(properties) if style.startswith(own["foreign"]) else None
    colours = usual_values(paragraph, style, styles.colours)
    sizes = usual_values(paragraph, style, styles.sizes)
    odd = () if marker else tuple(direct_formatting(properties, colours, sizes))
    odd = (*odd, "hidden") if style in styles.hidden else odd
    if paragraph in styles.bold and is_not_bold(properties) and not marker:
        odd = (*odd, "bold off")
    if parent.url:
        odd = tuple(kind for kind in odd if kind not in _LOOKS_OF_LINKS)
    raised = "" if marker else run_alignment(properties)
    return replace(parent, strong=strong, direct=direct, marker=marker, langs=langs, raised=raised, odd=odd)
