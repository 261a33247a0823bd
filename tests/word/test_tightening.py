"""The steps of the page budget change the lengths of styles that equal tokens of the layout."""

from __future__ import annotations

import pytest
from lxml import etree

from brochure.schema.layout import Layout
from brochure.word.ooxml import NAMESPACES, W, with_namespaces
from brochure.word.tightening import apply_tokens, tightening_steps

TOKENS = {"leading": "14pt", "size": "9.5pt", "gap": "5mm", "ratio": "1.2", "row": "7pt", "far": "20mm"}


def spaced(**values: str) -> etree._Element:
    told = " ".join(f'w:{name}="{value}"' for name, value in values.items())
    text = "<w:rPr><w:sz w:val='19'/><w:szCs w:val='40'/></w:rPr>"
    style = f"<w:style><w:pPr><w:spacing {told}/></w:pPr>{text}</w:style>"
    return etree.fromstring(with_namespaces("w:styles", style))


def values(styles: etree._Element, path: str) -> dict[str, str]:
    found = styles.find(path, NAMESPACES)
    assert found is not None
    return {str(key).split("}")[1]: str(value) for key, value in found.items()}


@pytest.mark.parametrize(
    ("changed", "wanted"),
    [
        ({"leading": "12pt"}, {"line": "240", "before": "120", "after": "60"}),
        ({"row": "6pt"}, {"line": "280", "before": "120", "after": "70"}),  # 7pt is half of the leading too
        ({"leading": "12pt", "row": "5pt"}, {"line": "240", "before": "100", "after": "60"}),
        ({"ratio": "1.1"}, {"line": "280", "before": "140", "after": "70"}),
        ({"unknown": "1pt"}, {"line": "280", "before": "140", "after": "70"}),
    ],
)
def test_lengths_that_equal_a_token_change_with_it(changed: dict[str, str], wanted: dict[str, str]) -> None:
    styles = spaced(line="280", before="140", after="70")
    apply_tokens(styles, (), TOKENS, changed)
    assert values(styles, ".//w:spacing") == wanted


def test_the_size_of_the_body_changes_and_no_other_size() -> None:
    styles = spaced(line="190")
    apply_tokens(styles, (), TOKENS, {"size": "8.7pt"})
    assert values(styles, ".//w:sz") == {"val": "17"}  # Word knows half points only
    assert values(styles, ".//w:szCs") == {"val": "40"}
    assert values(styles, ".//w:spacing") == {"line": "190"}


def test_margins_and_columns_of_sections_change() -> None:
    section = etree.fromstring(
        with_namespaces("w:sectPr", '<w:pgMar w:top="1134" w:bottom="1134"/><w:cols w:space="283"/>')
    )
    apply_tokens(spaced(), (section,), TOKENS, {"far": "10mm", "gap": "4mm"})
    assert values(section, "w:pgMar") == {"top": "567", "bottom": "1134"}
    assert values(section, "w:cols") == {"space": "227"}
    assert section.tag == f"{{{W}}}sectPr"


def test_a_step_includes_the_steps_before_it(layout: Layout) -> None:
    budget = layout.data.budget
    assert budget is not None
    steps = list(tightening_steps(layout.data))
    assert len(steps) == len(budget.tighten)
    for before, after, own in zip(steps, steps[1:], budget.tighten[1:], strict=False):
        assert after == before | own.tokens
