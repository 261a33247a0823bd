"""The file of web addresses, ``links.json``: brochure writes it, and reads it the next time."""

from __future__ import annotations

from brochure.schema.base import Strict, Unprinted, described, model_keys, validated_model
from brochure.schema.yaml_reader import parse_yaml


class LinkEntry(Strict):
    """What is known of an address."""

    url: Unprinted = described("アドレス", "The address.")
    state: Unprinted = described("調べた結果", "The result.")
    status: str = described("HTTPの番号", "The status of HTTP.", default="")
    checked: Unprinted = described("調べた日", "When it was asked for.")
    alive: str = described("最後に開けた日", "When it last had a page.", default="")
    final: str = described("転送先", "Where redirects lead.", default="")
    archive: str = described("保存先", "The archived copy.", default="")


class LinkFileData(Strict):
    """The file."""

    links: list[LinkEntry] = described("アドレス", "Addresses.", default=[])


def link_entries(raw: bytes, shown: str) -> dict[str, LinkEntry]:
    """Read the file; return its entries by address.

    Raises:
        BrochureError: The file is not as brochure writes it, located.
    """
    source = parse_yaml(raw, shown, model_keys(LinkFileData))
    return {entry.url: entry for entry in validated_model(source, LinkFileData).links}
