"""JSON Schema: the printed one is the one in the repository; it takes and refuses what we do."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from brochure.schema.yaml_reader import parse_yaml
from cli_result import Run
from workspaces import REPO, workspace


def test_the_schema_in_the_repository_is_the_one_that_is_printed(run: Run) -> None:
    printed = run("schema", where=REPO).out
    assert printed == (REPO / "profiles" / "_schema.json").read_text("utf-8"), "make docs renews it"


@pytest.mark.parametrize("name", [*workspace("repo").names(), "awkward"])
def test_profiles_fit_the_schema(name: str) -> None:
    folder = REPO / "tests/samples/profiles" if name == "awkward" else REPO / "profiles"
    schema = json.loads((REPO / "profiles" / "_schema.json").read_text("utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    data: Any = parse_yaml((folder / f"{name}.yaml").read_bytes(), name).data
    for key in set(data.get("place", {})) & {"lat", "lon"}:  # our reader keeps numbers as they are typed
        data["place"][key] = float(data["place"][key])
    jsonschema.validate(data, schema)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("name: 遼寧省", "nmae: 遼寧省"),
        ("[market_research]", "[market]"),
        ("callout: strength", "callout: x"),
    ],
)
def test_the_schema_refuses_what_we_refuse(old: str, new: str) -> None:
    text = (REPO / "profiles" / "liaoning.yaml").read_text("utf-8").replace(old, new, 1)
    schema = json.loads((REPO / "profiles" / "_schema.json").read_text("utf-8"))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(parse_yaml(text.encode(), "x").data, schema)


def test_every_property_of_the_schema_is_explained_in_both_languages() -> None:
    schema = json.loads((REPO / "profiles" / "_schema.json").read_text("utf-8"))
    for model in (schema, *schema["definitions"].values()):
        for name, field in model["properties"].items():
            japanese, english = field["description"].split("\n\n")
            assert any(ord(character) > 0x3000 for character in japanese), name
            assert english.isascii() or "“" in english or "◆" in english or "※" in english, name
