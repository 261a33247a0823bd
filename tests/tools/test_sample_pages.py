"""The sample pages of docs/quality.md are accessible archival files that say what their profiles say."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from brochure.pdf.reader import read_pages
from pdf_validator import failures
from workspaces import REPO

sys.path.insert(0, str(REPO / "scripts"))


@pytest.mark.parametrize("profile", ["pdfua-1", "pdfa-3a"])
def test_the_page_of_scripts_is_valid(tmp_path: Path, profile: str) -> None:
    import sample_pages

    assert failures(sample_pages.build_scripts_page(tmp_path), profile) == []


def test_the_pages_of_sources_are_valid_and_print_what_the_table_prints(tmp_path: Path) -> None:
    import sample_pages
    import source_table

    made = sample_pages.build_source_pages(tmp_path)
    assert list(made) == list(source_table.STYLES)
    for style, path in made.items():
        assert failures(path, "pdfua-1") == []
        assert failures(path, "pdfa-3a") == []
        shown = "".join("".join(page.text.split()) for page in read_pages(path.read_bytes()))
        for item in source_table.samples():
            printed = "".join(source_table.printed(style, item).split())
            assert printed.replace("\u2060", "") in shown.replace("\u2060", ""), (style, item["id"])
