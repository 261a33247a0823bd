"""shops/*.yaml: mistakes are reported where they are, and each setting names its source."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from brochure.diagnostics.problem import BrochureError
from brochure.pdf.prepress.make import make_pdfx
from brochure.schema import print_shop as shop
from brochure.schema.json_schema import shop_schema
from press_files import IMPRINT, PRESETS, TEXT, rendered
from workspaces import REPO

WRONG = [
    ("standard: x-1a", "standard: x-3", "P109", "standard:"),
    ("bleed: 3", "bleed: drei", "P103", "bleed:"),
    ("bleed: 3", "bled: 3", "P101", "bled:"),
    ("bleed: 3", "bleed: -1", "P111", "bleed:"),
    ("total_ink: 300", "total_ink: 900", "P111", "total_ink:"),
    ("  style: japanese", "  style: cross", "P109", "style:"),
    ("  distance: 3", "  distance: 1", "X105", "distance:"),
    ("  rgb: false", "  rgb: true", "X104", "rgb:"),
    ("  # icc: Japan", "  icc: Japan", "X101", "icc:"),
    ("standard: x-1a", "standard: x-4", "X103", "output_intent:"),
    ("  dpi: 300", "  dpi: fine", "P103", "dpi:"),
    ("  condition: JC200103", "  icc: ../profiles/liaoning.yaml\n  condition: JC200103", "X101", "icc:"),
]


@pytest.mark.parametrize(("old", "new", "code", "begins"), WRONG)
def test_mistakes_in_a_shop_are_told_where_they_are(old: str, new: str, code: str, begins: str) -> None:
    path = REPO / "shops" / "leaflet.yaml"
    text = path.read_text("utf-8").replace(old, new, 1)
    with pytest.raises(BrochureError) as raised:
        shop.validate_print_shop(path, text.encode(), "shops/leaflet.yaml")
    places = {found.code: found.location for found in raised.value.problems}
    assert code in places
    where = places[code]
    assert where is not None
    assert where.file == "shops/leaflet.yaml"
    assert text.splitlines()[where.line - 1].strip().startswith(begins)


def test_all_mistakes_are_told_at_once() -> None:
    path = REPO / "shops" / "leaflet.yaml"
    text = path.read_text("utf-8").replace("bleed: 3", "bleed: x").replace("dpi: 300", "dpi: y")
    with pytest.raises(BrochureError) as raised:
        shop.validate_print_shop(path, text.encode(), "shops/leaflet.yaml")
    assert [found.code for found in raised.value.problems] == ["P103", "P103"]


@pytest.mark.parametrize("content", [b"no profile", None])
def test_a_profile_that_is_not_one_of_a_press(tmp_path: Path, content: bytes | None) -> None:
    if content is None:  # a good profile, but of screens
        from PIL import ImageCms

        content = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    (tmp_path / "own.icc").write_bytes(content)
    text = (
        (REPO / "shops" / "leaflet.yaml").read_text("utf-8").replace("  # icc: Japan", "  icc: own.icc #", 1)
    )
    found = shop.validate_print_shop(tmp_path / "own.yaml", text.encode(), "shops/own.yaml")
    with pytest.raises(BrochureError) as raised:
        make_pdfx(rendered(TEXT), found, IMPRINT)
    assert [one.code for one in raised.value.problems] == ["X102"]


def test_the_schema_takes_the_presets_and_explains_itself() -> None:
    schema = shop_schema()
    assert json.loads((REPO / "shops" / "_schema.json").read_text("utf-8")) == schema, "run make docs"
    for name in PRESETS:
        text = (REPO / "shops" / f"{name}.yaml").read_text("utf-8")
        assert text.startswith("# yaml-language-server: $schema=_schema.json\n")
        jsonschema.validate(yaml.safe_load(text), schema)
    for model in (schema, *schema["definitions"].values()):
        for key, value in model["properties"].items():
            assert "\n\n" in value["description"], key


def test_every_setting_of_the_presets_names_its_source() -> None:
    for name in PRESETS:
        text = (REPO / "shops" / f"{name}.yaml").read_text("utf-8")
        for setting in (
            "standard",
            "bleed",
            "style",
            "total_ink",
            "black_text",
            "dpi",
            "from_trim",
            "thickness",
        ):
            line = next(line for line in text.splitlines() if line.strip().startswith(f"{setting}:"))
            assert "http" in line, f"{name}: {setting}"
