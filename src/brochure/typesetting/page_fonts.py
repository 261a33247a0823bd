"""The font families of a page: style rules for the languages of its words, and the fallback fonts it needs.

The renderer sees the fallback fonts only if a page needs one of them, so pages that do not need them are as
before, and as quick.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from brochure.assembly.font_coverage import layout_family, needed_fallbacks
from brochure.schema.layout import Layout

_LANGUAGE = re.compile(r"""\blang\s*=\s*["']?([A-Za-z0-9-]+)""")
_CSS_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})")


def font_stack(families: Iterable[str]) -> str:
    """The value of ``font-family``."""
    return ", ".join(f'"{name}"' for name in families)


def language_rules(families: Mapping[str, str], names: Iterable[str]) -> list[str]:
    """A rule for each language tag that has a family; a longer tag comes later and wins.

    Args:
        families: The family that comes first, by language tag.
        names: All families, in the order in which they are tried.
    """
    names = list(names)
    return [
        f":lang({tag}) {{ font-family: {font_stack(dict.fromkeys([families[tag], *names]))}; }}"
        for tag in sorted(families, key=lambda tag: tag.count("-"))
    ]


def fallback_rules(page: str, stylesheets: Iterable[str], layout: Layout) -> tuple[str, tuple[Path, ...]]:
    """Return the style rules and the files of the fallback fonts that a page needs; empty if it needs none.

    Args:
        page: The page in HTML.
        stylesheets: The texts of its style sheets, which may print text too.
        layout: Its layout.

    Raises:
        BrochureError: A font cannot be read (L106).
    """
    texts = [html.unescape(page)]
    for text in stylesheets:
        texts += [text, *(chr(min(int(code, 16), 0x10FFFF)) for code in _CSS_ESCAPE.findall(text))]
    tags = dict.fromkeys(_LANGUAGE.findall(page))
    marked = {tag: family for tag in tags if (family := layout_family(tag, layout))}
    needed = needed_fallbacks(texts, marked.values(), layout)
    if not needed:
        return "", ()
    names = [*layout.own_families, *(family.family for family in needed)]
    rules = [f"html {{ --font: {font_stack(names)}; }}", *language_rules(marked, names)]
    # all files, not only those needed: the renderer keeps what it has read for each set of files
    return "\n".join(rules) + "\n", tuple(layout.fallback_paths)
