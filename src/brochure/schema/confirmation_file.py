"""The file format of confirmed values (``editions/<edition>/confirmed.yaml``): what is still right.

``brochure edition confirm`` writes it. A value is known by the digest of its words: it may move in its file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from brochure.document.partial_date import PartialDate
from brochure.schema.base import Date, Strict, Unprinted, described, model_keys, validated_model
from brochure.schema.yaml_reader import parse_yaml


class ConfirmedDef(Strict):
    """A value that is still right."""

    partner: Unprinted = described("機関", "The partner.")
    at: Unprinted = described("内容の位置", "Address of the value.")
    digest: Unprinted = described("内容のSHA-256の初め", "Beginning of the SHA-256 of the value.")
    by: Unprinted = described("確認した人", "Who confirmed it.")
    date: Date = described("いつ", "When.")


class ConfirmedData(Strict):
    """The confirmed values of an edition."""

    confirmed: list[ConfirmedDef] = described("確認済みの内容", "Values that are still right.", default=[])


@dataclass(frozen=True, slots=True)
class ConfirmedValue:
    """A value of a partner that is still right in this edition, and who said so."""

    partner: str
    at: str
    digest: str
    by: str
    date: PartialDate


def validate_confirmations(raw: bytes, file: str) -> tuple[ConfirmedValue, ...]:
    """Read and check a file of confirmed values.

    Raises:
        BrochureError: All mistakes in the file, located.
    """
    data = validated_model(parse_yaml(raw, file, model_keys(ConfirmedData)), ConfirmedData)
    return tuple(ConfirmedValue(one.partner, one.at, one.digest, one.by, one.date) for one in data.confirmed)


def confirmations_yaml(values: Iterable[ConfirmedValue]) -> str:
    """Return the file of confirmed values."""
    lines = ["# brochure edition confirm が書くファイルです。", "confirmed:"]
    for one in values:
        words = {"partner": one.partner, "at": one.at, "digest": one.digest, "by": one.by}
        texts = [f"{key}: {json.dumps(text, ensure_ascii=False)}" for key, text in words.items()]
        lines.append(f"  - {{{', '.join([*texts, f'date: {one.date.iso()}'])}}}")
    return "\n".join(lines) + "\n"
