"""A small workspace with partners and a booklet, for approvals and editions."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.storage.workspace import Workspace

SERIES = """\
title: 講座の案内
no_answer: 準備中
edition: 2026-11
questions: {what: どんな講座ですか？}
contact: {organisation: 架空の公民館}
"""
PARTNER = """\
partner: {name: 料理の講座}
answers:
  what:
    - bullets:
        - 作って食べます。
        - 毎週ひらきます。
"""
BOOKLET = "title: 架空の講座\npartners:\n  - id: cooking\n  - id: sewing\n"


@pytest.fixture
def small(fresh: Path) -> Workspace:
    """A workspace with a series, two partners, ``cooking`` and ``sewing``, and a booklet ``courses``."""
    for path in (fresh / "profiles").glob("*.yaml"):
        path.unlink()
    (fresh / "profiles" / "_series.yaml").write_text(SERIES, "utf-8")
    (fresh / "profiles" / "cooking.yaml").write_text(PARTNER, "utf-8")
    (fresh / "profiles" / "sewing.yaml").write_text(PARTNER.replace("料理", "裁縫"), "utf-8")
    (fresh / "booklets").mkdir()
    (fresh / "booklets" / "courses.yaml").write_text(BOOKLET, "utf-8")
    return Workspace(fresh)
