"""Fit a document to the page budget of its layout: choose the tightening step of its Word file.

The steps are those of the printed page. Word's own pages are measured, not those of the PDF: a Word file is
written without a renderer, and is the same whether a PDF is made beside it or not.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from lxml import etree

from brochure.schema.layout import LayoutData
from brochure.word import ooxml
from brochure.word.body import Columns
from brochure.word.extent import ExtentEstimate
from brochure.word.measure import WordPage
from brochure.word.styles import StyleSheet
from brochure.word.tightening import apply_tokens, tightening_steps

if TYPE_CHECKING:
    from brochure.word.package import WordPackage

_ALMOST_EMPTY = 0.25  # of a page: a last page with less text is avoided, if a step can
_TOO_HIGH = 0.07  # of a page: as much may an estimate be too high


@dataclass(frozen=True, slots=True)
class WrittenText:
    """The composed text of a document: body and notes as XML, the page, the columns of the questions."""

    body: Sequence[str]
    notes: str
    page: WordPage
    columns: Columns | None


def fit_text(package: WordPackage, data: LayoutData, text: WrittenText) -> Sequence[str]:
    """Tighten the styles and sections of a file as much as its text needs, and return the body to write.

    Columns that do not fit one page are not broken by the writer: each is filled before the next begins. So
    they hold more, and a step that was not enough before may be enough.
    """
    budget = _Budget(package.styles, package.numbering, data, text)
    tokens = budget.chosen_tokens()
    if text.columns is not None and budget.pages(tokens) > 1:
        without = [element.replace(ooxml.column_break(), "") for element in text.body]
        text = replace(text, body=[element.replace(ooxml.FIRST_OF_COLUMN, "") for element in without])
        tokens = tokens or _Budget(package.styles, package.numbering, data, text).chosen_tokens()
    if tokens:
        apply_tokens(package.styles, package.reference_sections, data.tokens, tokens)
    return text.body


class _Budget:
    """Estimates the pages of a text with each step of the layout."""

    def __init__(
        self, styles: etree._Element, numbering: etree._Element, data: LayoutData, text: WrittenText
    ) -> None:
        self._styles, self._numbering, self._data, self._text = styles, numbering, data, text

    @cached_property
    def _body(self) -> list[etree._Element]:
        return list(etree.fromstring(ooxml.with_namespaces("w:body", "".join(self._text.body))))

    @cached_property
    def _notes(self) -> list[etree._Element]:
        return list(etree.fromstring(ooxml.with_namespaces("w:notes", self._text.notes)))

    def chosen_tokens(self) -> Mapping[str, str]:
        """The tokens of the first step with which the text fits; empty if it fits without, or with none.

        A text that no step makes fit is not tightened, as on the printed page; but the estimate is rather too
        high, so the tightest step is taken if little is missing. A step is also taken if the
        last page would be almost empty without it.
        """
        steps = list(tightening_steps(self._data))
        if self._data.budget is None or not steps:
            return {}
        filled = self.pages({})
        wanted = min(math.ceil(filled), self._data.budget.most)
        if 1 < filled <= wanted and filled - math.floor(filled) < _ALMOST_EMPTY:
            wanted = math.floor(filled)
        if filled <= wanted:
            return {}
        fitting = next((tokens for tokens in steps if self.pages(tokens) <= wanted), None)
        if fitting is None and self.pages(steps[-1]) <= wanted + _TOO_HIGH:
            return steps[-1]
        return fitting or {}

    def pages(self, tokens: Mapping[str, str]) -> float:
        """How many pages the text fills if the styles have these values of the layout's tokens."""
        styles = deepcopy(self._styles) if tokens else self._styles
        apply_tokens(styles, (), self._data.tokens, tokens)
        estimate = ExtentEstimate(StyleSheet(styles, self._numbering))
        columns = self._text.columns
        column, count = (columns.page, columns.count) if columns else (None, 1)
        return estimate.filled_pages(self._body, self._notes, self._text.page, column, count)
