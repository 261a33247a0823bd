"""Fixes of words that the house writes otherwise: those that are safe, and not accepted with a reason."""

from __future__ import annotations

from typing import Any

from brochure.diagnostics.fix import Fix, apply_fixes
from brochure.schema.base import Strict
from brochure.schema.house_findings import HouseFinding, find_house_words
from brochure.schema.house_words import HouseWords
from brochure.schema.printed_texts import model_texts
from brochure.schema.text_fixes import has_values, source_fix
from brochure.schema.yaml_reader import YamlPath, YamlText


def house_word_fixes(source: YamlText, model: type[Strict], house: HouseWords) -> list[Fix]:
    """Return the safe fixes of the house words of a file; none if it would mean something else with them."""
    partner = _mapping(source.data).get("partner")
    names = [name for key in ("name", "country") if isinstance(name := _mapping(partner).get(key), str)]
    fixes: list[Fix] = []
    wanted: dict[YamlPath, list[HouseFinding]] = {}
    for found in find_house_words(model_texts(source, model), house, names):
        if not found.is_safe or _is_accepted(source, found):
            continue
        if fix := source_fix(found.text, found.offset, found.typed, found.better):
            fixes.append(fix)
            wanted.setdefault(found.text.path, []).append(found)
    values = {path: _mended(each) for path, each in wanted.items()}
    return fixes if has_values(apply_fixes(source.text, fixes), values) else []


def _mended(found: list[HouseFinding]) -> str:
    """A text with its better words."""
    return apply_fixes(found[0].text.text, [Fix(one.offset, len(one.typed), one.better) for one in found])


def _is_accepted(source: YamlText, found: HouseFinding) -> bool:
    entries = _mapping(source.data).get("accepted")
    for entry in map(_mapping, entries if isinstance(entries, list) else ()):
        if entry.get("code") == found.code and str(entry.get("text") or "\0") in found.sentence:
            return True
    return False


def _mapping(data: object) -> dict[str, Any]:
    return data if isinstance(data, dict) else {}
