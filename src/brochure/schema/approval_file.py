"""The file format of approvals (``editions/<edition>/<name>/approval.yaml``): who approved which pages.

``brochure approve`` writes these files. They have the digests (SHA-256) of every input and of every page.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from brochure.document.partial_date import PartialDate
from brochure.schema.base import Date, Strict, Unprinted, described, model_keys, validated_model
from brochure.schema.yaml_reader import parse_yaml


class SignatureDef(Strict):
    """Who approved it, and when."""

    by: Unprinted = described("承認した人", "Who approved it.")
    role: Unprinted = described("役割。例：課長", "In which role.")
    date: Date = described("いつ", "When.")


class SealedFileDef(Strict):
    """A file with its digest."""

    file: Unprinted = described("ファイル", "The file.")
    digest: Unprinted = described("内容のSHA-256", "SHA-256 of its content.")


class ApprovalData(Strict):
    """An approval: what was approved, as it was."""

    target: Unprinted = described("承認した機関または冊子の名前", "The partner or the booklet.")
    kind: Literal["partner", "booklet"] = described("機関か冊子か", "What the target is.")
    edition: Date = described("版の年月", "Edition.")
    layout: Unprinted = described("レイアウト", "Layout.")
    approved: list[SignatureDef] = described("承認した人", "Who approved it.", min_length=1)
    version: Unprinted = described("brochure の版", "Version of brochure.")
    program: Unprinted = described("プログラムのSHA-256", "Digest of the program and its libraries.")
    fonts: Unprinted = described("書体のSHA-256", "Digest of the fonts.")
    pdf: Unprinted = described("PDFのSHA-256", "Digest of the PDF.")
    pages: list[Unprinted] = described("各頁の画像のSHA-256", "Digest of the picture of each page.")
    inputs: list[SealedFileDef] = described("もとになったファイル", "The files that it was made from.")


@dataclass(frozen=True, slots=True)
class Signature:
    """Who approved something, in which role and when."""

    by: str
    role: str
    date: PartialDate


@dataclass(frozen=True, slots=True)
class Approval:
    """What was approved: digests of the inputs by path in the workspace, and of the pages in their order."""

    target: str
    kind: Literal["partner", "booklet"]
    edition: PartialDate
    layout: str
    signatures: tuple[Signature, ...]
    version: str
    program: str
    fonts: str
    pdf: str
    pages: tuple[str, ...]
    inputs: Mapping[str, str]


def validate_approval(raw: bytes, file: str) -> Approval:
    """Read and check a file of an approval.

    Raises:
        BrochureError: All mistakes in the file, located.
    """
    data = validated_model(parse_yaml(raw, file, model_keys(ApprovalData)), ApprovalData)
    return Approval(
        data.target,
        data.kind,
        data.edition,
        data.layout,
        tuple(Signature(one.by, one.role, one.date) for one in data.approved),
        data.version,
        data.program,
        data.fonts,
        data.pdf,
        tuple(data.pages),
        {one.file: one.digest for one in data.inputs},
    )


def approval_yaml(approval: Approval) -> str:
    """Return the file of an approval."""
    return "\n".join(_lines(approval)) + "\n"


def _lines(one: Approval) -> Iterator[str]:
    def text(value: str) -> str:
        return json.dumps(value, ensure_ascii=False)  # a JSON string is one of YAML

    yield "# brochure approve が書くファイルです。手で変えないでください。"
    yield f"target: {text(one.target)}"
    yield f"kind: {one.kind}"
    yield f"edition: {one.edition.iso()}"
    yield f"layout: {text(one.layout)}"
    yield "approved:"
    for signed in one.signatures:
        yield f"  - by: {text(signed.by)}"
        yield f"    role: {text(signed.role)}"
        yield f"    date: {signed.date.iso()}"
    yield f"version: {text(one.version)}"
    yield f"program: {text(one.program)}"
    yield f"fonts: {text(one.fonts)}"
    yield f"pdf: {text(one.pdf)}"
    yield "pages:"
    yield from (f"  - {text(digest)}" for digest in one.pages)
    yield "inputs:"
    for file, digest in one.inputs.items():
        yield f"  - file: {text(file)}"
        yield f"    digest: {text(digest)}"
