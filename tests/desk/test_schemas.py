"""The forms are made of the schemas; a key that is added to a model appears in them."""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import create_model

from brochure.desk.schemas import PROFILE_ORDER, form_schema
from brochure.schema.base import described
from brochure.schema.json_schema import _model_schema
from brochure.schema.profile import ProfileData
from running_desk import CalledDesk, desk_workspace


def test_the_schema_of_profiles_says_what_markup_a_text_takes(tmp_path: Path) -> None:
    schema = CalledDesk(desk_workspace(tmp_path)).get("/api/schema/profile")
    blocks = schema["definitions"]
    assert blocks["BulletsBlock"]["properties"]["bullets"]["x-text"] == "markup"
    assert schema["properties"]["notes"]["x-text"] == "without_calls"
    assert "x-text" not in schema["properties"]["edition"]
    assert "使える記号" not in blocks["BulletsBlock"]["properties"]["bullets"]["description"]
    assert schema["x-order"][:2] == ["partner", "edition"]
    assert set(schema["properties"]["answers"]["properties"]) == {
        "about",
        "relation",
        "support",
        "collaboration",
    }


def test_a_new_key_is_in_the_form_behind_the_others() -> None:
    extended = create_model("Extended", __base__=ProfileData, motto=(str, described("標語", "Motto.")))
    made = form_schema(_model_schema(extended, "t"), extended, PROFILE_ORDER)
    assert made["x-order"][-1] == "motto"
    assert made["properties"]["motto"]["description"] == "標語\n\nMotto."


def test_the_series_and_the_sources_have_schemas(tmp_path: Path) -> None:
    desk = CalledDesk(desk_workspace(tmp_path))
    assert desk.get("/api/schema/series")["properties"]["questions"]["x-text"] == "without_calls"
    assert desk.get("/api/schema/sources")["type"] == "array"
    assert desk.ask("GET", "/api/schema/nothing").status == 404


def test_a_workspace_without_a_series_has_a_form(tmp_path: Path) -> None:
    root = desk_workspace(tmp_path)
    (root / "profiles" / "_series.yaml").unlink()
    assert "answers" in CalledDesk(root).get("/api/schema/profile")["properties"]


def test_the_round_of_the_answers_is_chosen_among_those_of_the_series(tmp_path: Path) -> None:
    root = desk_workspace(tmp_path)
    path = root / "profiles" / "_series.yaml"
    more = "\nsurveys:\n  2026-09: {title: 架空の調査, asked: 2026-09}\n"
    text = re.sub(r"\nsurveys: *#.*\n", more, path.read_text("utf-8"))
    path.write_text(text, "utf-8")
    schema = CalledDesk(root).get("/api/schema/profile")
    owners = [one["properties"] for one in (schema, *schema["definitions"].values())]
    found = [one["survey"]["anyOf"][0] for one in owners if "survey" in one]
    assert len(found) > 1  # that of the file, and those of blocks
    for chosen in found:
        assert chosen["enum"] == ["2026-09", "2019-11"]
        assert chosen["enumDescriptions"] == ["架空の調査 (2026-09)", "2019-11"]


def test_without_rounds_the_key_is_a_text(tmp_path: Path) -> None:
    root = desk_workspace(tmp_path)
    (root / "profiles" / "_series.yaml").unlink()
    schema = CalledDesk(root).get("/api/schema/profile")
    assert "enum" not in schema["properties"]["survey"]["anyOf"][0]
