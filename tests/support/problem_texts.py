"""A profile, a file name of macOS, and the problems of reading bytes as texts."""

from __future__ import annotations

import unicodedata

from brochure.diagnostics.catalogue import Lang, format_problem
from brochure.diagnostics.problem import BrochureError
from brochure.schema import yaml_reader as yamltext
from brochure.schema.character_warnings import character_warnings
from workspaces import REPO

NFD = unicodedata.normalize("NFD", "がぞう.png")
"""A file name as macOS lists it."""

PROFILE = (REPO / "profiles" / "liaoning.yaml").read_text("utf-8")


def told(raw: bytes, lang: Lang = "en") -> list[str]:
    """What is said of the bytes of a YAML file: of mistakes, or else of doubts."""
    try:
        source = yamltext.parse_yaml(raw, "profiles/a.yaml")
    except BrochureError as error:
        return [str(format_problem(found, lang)) for found in (*error.problems, *error.warnings)]
    return [str(format_problem(found, lang)) for found in character_warnings(source)]
