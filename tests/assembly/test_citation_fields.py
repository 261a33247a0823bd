"""Each field of a source is found in its citation, in every style: signs in its values say where."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from brochure.assembly.citation import Citation, CslStyle
from brochure.assembly.citation_fields import AFFIX, FieldPath
from brochure.document.tree import printed_text
from brochure.schema.csl_items import DATES, read_items
from brochure.schema.yaml_reader import parse_yaml
from workspaces import REPO

STYLES = sorted((REPO / "layouts" / "standard" / "citation").glob("*.csl"))
SAMPLES = yaml.load((REPO / "scripts" / "source_samples.yaml").read_text("utf-8"), yaml.BaseLoader)
LETTERS = "abcdefghijklmnop"
KEPT = ("id", "type", "custom")


def signed(data: Any, path: FieldPath, signs: dict[str, FieldPath]) -> Any:
    """A copy whose texts have letters, and whose dates have years, that no other has."""
    if path and path[0] in KEPT:
        return data
    if isinstance(data, dict):
        return {key: signed(one, (*path, key), signs) for key, one in data.items()}
    if isinstance(data, list):
        return [signed(one, (*path, index), signs) for index, one in enumerate(data)]
    number = len(signs)
    if path[0] in DATES:
        signs[f"{1901 + number}"] = path
        return re.sub(r"令和3年|\b\d{4}(?=-|$)", f"{1901 + number}", data)
    if data.isdigit():
        signs[f"{70 + number}0{number}"] = path
        return f"{70 + number}0{number}"
    sign = f"q{LETTERS[number // 16]}{LETTERS[number % 16]}x"
    signs[sign] = path
    return f"{data}{sign}"


@pytest.mark.parametrize("style", STYLES, ids=[path.stem for path in STYLES])
def test_every_field_is_found_where_it_prints(style: Path) -> None:
    made = CslStyle(style.read_bytes())
    wrong, count = [], 0
    for sample in SAMPLES:
        signs: dict[str, FieldPath] = {}
        text = yaml.safe_dump([signed(sample, (), signs)], allow_unicode=True, sort_keys=False, width=10**6)
        source = read_items(parse_yaml(text.encode(), "x.yaml"), (), "x:", shared=True, strict=True)[0][0]
        assert source.mistakes == ()
        citation = Citation(source.item, suffix="より")
        printed = printed_text(made.render(citation))
        spans = made.fields(citation, printed)
        for sign, path in signs.items():
            for place in re.finditer(rf"(?<!\d){sign}(?!\d)", printed, re.IGNORECASE):
                count += 1
                here = [one.field for one in spans if one.start <= place.start() and place.end() <= one.end]
                if not here or here[0][: len(path)] != path[: len(here[0])]:
                    wrong.append((sample["id"], path, here, printed))
        if printed.endswith("より"):
            assert (AFFIX, len(printed) - 2, len(printed)) in [(s.field, s.start, s.end) for s in spans]
    assert wrong == []
    assert count > 150
