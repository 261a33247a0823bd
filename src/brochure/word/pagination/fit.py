"""Fit the sections of a booklet to pages: squeeze a partner a little, or begin a page at a heading."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from brochure.word import ooxml
from brochure.word.accent_styles import AccentVariants
from brochure.word.pagination.estimate import PageEstimator, SectionEstimate
from brochure.word.pagination.formats import StyleFormats, squeezed_spacing

_PERCENTS = (98, 96, 94, 92)  # of the spaces and lines of the layout, in the order in which they are tried
_STYLE = re.compile(r'<w:pStyle w:val="([^"]*)"/>')


class SectionFitter:
    """Fits sections to pages; each paragraph that changes gets a variant of its style.

    Args:
        estimator: Estimates pages.
        variants: Makes the variants.
        formats: The formats of the styles.
    """

    def __init__(self, estimator: PageEstimator, variants: AccentVariants, formats: StyleFormats) -> None:
        self.estimator = estimator
        self._variants = variants
        self._formats = formats

    def fit(
        self,
        elements: Sequence[str],
        headings: frozenset[str],
        *,
        notes: str = "",
        most: int | None = None,
        landscape: bool = False,
        columns: int = 1,
    ) -> tuple[list[str], SectionEstimate]:
        """The elements of a section as they fit, and its pages.

        Args:
            elements: Its paragraphs and tables.
            headings: The ids of styles of paragraphs that may begin a page.
            notes: Its footnotes or endnotes as XML.
            most: The pages that it should have at most: those of the PDF. If it is a little longer, its
                spaces and lines are squeezed.
            landscape: Whether the page is in landscape.
            columns: The number of columns below the first element.
        """

        def estimate(percent: int = 100) -> SectionEstimate:
            return self.estimator.estimate(
                elements,
                notes,
                percent=percent,
                landscape=landscape,
                columns=columns,
                may_begin=lambda index: _style_of(elements[index]) in headings,
            )

        found = estimate()
        for percent in _PERCENTS if most is not None and not _fits(found, most) else ():
            squeezed = estimate(percent)
            if _fits(squeezed, most or 0):
                return self._restyled(elements, lambda style: self._squeezed_style(style, percent)), squeezed  # noqa: B023
        made = list(elements)
        for index in found.breaks:
            made[index] = self._restyled([made[index]], self._breaking_style)[0]
        return made, found

    def _restyled(self, elements: Sequence[str], change: Callable[[str], str]) -> list[str]:
        """Elements whose paragraphs have other styles."""
        return [
            _STYLE.sub(lambda found: f"<w:pStyle w:val={ooxml.quoted_attribute(change(found[1]))}/>", element)
            for element in elements
        ]

    def _squeezed_style(self, style: str, percent: int) -> str:
        form = self._formats.paragraph(style)
        spaces = {"before": form.before, "after": form.after, "line": form.line}
        squeezed = squeezed_spacing(spaces, percent, exact=form.exact)
        if squeezed == spaces:
            return style
        changed = {name: space for name, space in squeezed.items() if space != spaces[name]}
        attributes = "".join(f' w:{name}="{space}"' for name, space in changed.items())
        if "line" in changed:
            attributes += ' w:lineRule="atLeast"'
        return self._variants.derived_style(style, str(percent), f"<w:pPr><w:spacing{attributes}/></w:pPr>")

    def _breaking_style(self, style: str) -> str:
        return self._variants.derived_style(style, "page", "<w:pPr><w:pageBreakBefore/></w:pPr>")


def _fits(found: SectionEstimate, most: int) -> bool:
    return found.certain and not found.breaks and found.count <= most


def _style_of(element: str) -> str:
    """The style of a paragraph; empty for a table."""
    found = _STYLE.search(element) if element.startswith("<w:p>") else None
    return found[1] if found else ""
