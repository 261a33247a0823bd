"""Fit a document to the page budget of its layout: choose the tightening step of its Word file."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class WrittenText:
    """The composed text of a document: body and notes as XML, the page, the columns of the questions."""

    body: Sequence[str]
    notes: str
    page: WordPage
    columns: Columns | None


def tighten(package: WordPackage, data: LayoutData, text: WrittenText) -> None:
    """Tighten the styles and the sections of a file by the step that :func:`chosen_tokens` returns."""
    if tokens := chosen_tokens(package.styles, package.numbering, data, text):
        apply_tokens(package.styles, package.reference_sections, data.tokens, tokens)


def chosen_tokens(
    styles: etree._Element, numbering: etree._Element, data: LayoutData, text: WrittenText
) -> Mapping[str, str]:
    """The tokens of the first step with which a text fits its budget; empty if it fits without.

    A text that no step makes fit is not tightened, as on the printed page. A step is also taken if the last
    page would be almost empty without it.
    """
    steps = list(tightening_steps(data))
    if data.budget is None or not steps:
        return {}
    body = list(etree.fromstring(ooxml.with_namespaces("w:body", "".join(text.body))))
    notes = list(etree.fromstring(ooxml.with_namespaces("w:notes", text.notes)))

    def pages(tokens: Mapping[str, str]) -> float:
        own = deepcopy(styles)
        apply_tokens(own, (), data.tokens, tokens)
        estimate = ExtentEstimate(StyleSheet(own, numbering))
        column, count = (text.columns.page, text.columns.count) if text.columns else (None, 1)
        return estimate.filled_pages(body, notes, text.page, column, count)

    filled = pages({})
    wanted = min(math.ceil(filled), data.budget.most)
    if filled <= wanted and filled - math.floor(filled) < _ALMOST_EMPTY and filled > 1:
        wanted = math.floor(filled)
    if filled <= wanted:
        return {}
    return next((tokens for tokens in steps if pages(tokens) <= wanted), {})
