"""Fields of a source that CSL does not have: the licence of its data, whether they were adapted, excerpts.

They stand under ``custom``, the place that CSL-JSON leaves to programs. No variable of CSL is used for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from brochure.diagnostics.problem import Problem, problem
from brochure.document.web_address import address_fault
from brochure.schema.base import data_kind, unknown_word
from brochure.schema.source_quotes import QUOTE, quote_mistakes, quote_schema
from brochure.schema.yaml_reader import Data, YamlPath, YamlText

OWN_FIELDS = ("adapted", "licence", QUOTE)
_YES_NO = ("true", "false", "yes", "no")
_LICENCE_KEYS = ("name", "URL")


@dataclass(frozen=True, slots=True)
class Licence:
    """Terms of use of data: their name as it is printed, and their address.

    ``named`` is false for terms that ask for the source only, so that styles print no name.
    """

    name: str
    url: str = ""
    named: bool = True


_CC = "https://creativecommons.org/"
LICENCES = {
    licence.name: licence
    for licence in (
        Licence("PDL1.0", "https://www.digital.go.jp/resources/open_data/public_data_license_v1.0"),
        Licence("政府標準利用規約2.0", named=False),
        Licence("CC BY 4.0", f"{_CC}licenses/by/4.0/deed.ja"),
        Licence("CC BY-SA 4.0", f"{_CC}licenses/by-sa/4.0/deed.ja"),
        Licence("CC BY 2.1 JP", f"{_CC}licenses/by/2.1/jp/"),
        Licence("CC0 1.0", f"{_CC}publicdomain/zero/1.0/deed.ja"),
    )
}


def licence_of(value: Any) -> Licence | None:
    """Return the licence that ``custom.licence`` says; None if it says none that is known."""
    if isinstance(value, Mapping):
        return (
            Licence(str(value.get("name") or ""), str(value.get("URL") or "")) if value.get("name") else None
        )
    return LICENCES.get(str(value or "").strip())


def own_field_mistakes(file: YamlText, path: YamlPath, value: Data) -> Iterator[Problem]:
    """Yield the mistakes in ``custom``; fields of other programs are not ours to judge."""
    if not isinstance(value, dict):
        yield problem("P103", file.locate(path), key="custom", expected="mapping", found=data_kind(value))
        return
    for key, found in value.items():
        here = (*path, key)
        if key == "adapted" and str(found).lower() not in _YES_NO:
            yield unknown_word("P166", file, here, str(found), _YES_NO)
        elif key == "licence" and isinstance(found, dict):
            yield from _licence_mistakes(file, here, found)
        elif key == "licence" and str(found) not in LICENCES:
            yield unknown_word("P167", file, here, str(found), tuple(LICENCES))
        elif key == QUOTE:
            yield from quote_mistakes(file, here, found)
        elif key not in OWN_FIELDS:
            yield unknown_word("P101", file, here, key, OWN_FIELDS)


def _licence_mistakes(file: YamlText, path: YamlPath, value: dict[str, Data]) -> Iterator[Problem]:
    for key in value:
        if key not in _LICENCE_KEYS:
            yield unknown_word("P101", file, (*path, key), key, _LICENCE_KEYS)
    if not isinstance(value.get("name"), str):
        yield problem("P102", file.locate(path), key="name")
    address = value.get("URL")
    if address is not None and (fault := address_fault(str(address))):
        place = file.locate((*path, "URL"), fault.offset)
        yield problem("P213", place, url=str(address), what=fault.what, sign=fault.sign)


def own_field_schema() -> dict[str, Any]:
    """Return the JSON Schema of ``custom``, which helps while typing."""
    named = {
        "type": "object",
        "properties": {"name": {"type": "string"}, "URL": {"type": "string", "pattern": "^https?://"}},
        "required": ["name"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {
            "adapted": {
                "type": "boolean",
                "description": "データを加工したら true。「…を加工して作成」が付く\n\n"
                "true where the data were adapted: the styles say so.",
            },
            QUOTE: quote_schema(),
            "licence": {
                "anyOf": [{"enum": list(LICENCES)}, named],
                "description": "データの利用規約。公共データの形が印刷する。ほかは {name: …, URL: …}\n\n"
                "Terms of use of the data, which the public-data style prints; others as {name, URL}.",
            },
        },
        "additionalProperties": False,
    }
