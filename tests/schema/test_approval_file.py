"""The record of an approval is read as it was written; a damaged one is told at its line."""

from __future__ import annotations

import pytest

from brochure.diagnostics.problem import BrochureError
from brochure.document.partial_date import PartialDate
from brochure.schema.approval_file import Approval, Signature, approval_yaml, validate_approval

SIGNED = (
    Signature('架空 "花子": #1', "課長", PartialDate(2026, 11, 30)),
    Signature("Tarō", "-", PartialDate(2027, 1)),
)
APPROVAL = Approval(
    "liaoning",
    "partner",
    PartialDate(2026, 11),
    "standard",
    SIGNED,
    "0.1.0",
    "1e3",
    "0123",
    "yes",
    ("00", "~"),
    {"profiles/liaoning.yaml": "0e0", "pictures/図 1.png": "null"},
)


def test_what_is_written_is_read_again() -> None:
    assert validate_approval(approval_yaml(APPROVAL).encode(), "approval.yaml") == APPROVAL


def test_a_damaged_record_is_told_at_its_line() -> None:
    text = approval_yaml(APPROVAL).replace("date: 2026-11-30", "date: 2026-13-30")
    with pytest.raises(BrochureError) as raised:
        validate_approval(text.encode(), "approval.yaml")
    assert [str(one.location) for one in raised.value.problems] == ["approval.yaml:9:11"]
