"""A new edition keeps the printed one with its files, and changes nothing but the lines of editions."""

from __future__ import annotations

import pytest

from brochure.diagnostics.problem import BrochureError
from brochure.document.partial_date import PartialDate
from brochure.editions.open_edition import OpenedEdition, open_edition
from brochure.editions.printed_edition import changed_kept_files, kept_workspace, last_printed
from brochure.storage.workspace import Workspace


def opened(where: Workspace, edition: str) -> OpenedEdition:
    return open_edition(where, PartialDate.parse(edition), layout="standard")


def test_the_printed_edition_is_kept_and_only_the_edition_changes(small: Workspace) -> None:
    profile = small.profiles / "cooking.yaml"
    profile.write_text("edition: 2026-11  # 版\r\n" + profile.read_text("utf-8"), "utf-8", newline="")
    before = profile.read_bytes()
    kept = opened(small, "2027-02").kept
    assert {path.name for path in (kept.folder / "files").iterdir()} == {
        f"{name}.{kind}" for name in ("cooking", "sewing", "courses") for kind in ("pdf", "docx")
    }
    assert kept_workspace(small, "2026-11").profile("cooking").read_bytes() == before
    assert changed_kept_files(kept.folder) == []
    assert profile.read_bytes() == before.replace(b"edition: 2026-11  # ", b"# ")
    series = (small.profiles / "_series.yaml").read_text("utf-8")
    assert "edition: 2027-02\n" in series.replace('"', "")
    assert last_printed(small) == "2026-11"
    assert last_printed(small, "2026-11") == ""
    (kept.folder / "files" / "cooking.pdf").write_bytes(b"%PDF-")
    assert changed_kept_files(kept.folder) == ["files/cooking.pdf"]


def test_another_edition_of_a_file_is_told_and_stays(small: Workspace) -> None:
    profile = small.profiles / "sewing.yaml"
    profile.write_text("edition: 2025-03\n" + profile.read_text("utf-8"), "utf-8")
    found = opened(small, "2027-02")
    assert [str(place) for place in found.others] == ["profiles/sewing.yaml:1:1"]
    assert profile.read_text("utf-8").startswith("edition: 2025-03\n")


def test_an_earlier_edition_and_a_mistake_keep_and_change_nothing(small: Workspace) -> None:
    series = (small.profiles / "_series.yaml").read_bytes()
    with pytest.raises(BrochureError) as raised:
        opened(small, "2026-11")
    assert [one.code for one in raised.value.problems] == ["A121"]
    for name in ("cooking", "sewing"):
        path = small.profiles / f"{name}.yaml"
        path.write_text(path.read_text("utf-8").replace("what:", "waht:"), "utf-8")
    with pytest.raises(BrochureError) as raised:
        opened(small, "2027-02")
    files = {one.location.file for one in raised.value.problems if one.location}
    assert files >= {"profiles/cooking.yaml", "profiles/sewing.yaml"}
    assert (small.profiles / "_series.yaml").read_bytes() == series
    assert not (small.root / "editions" / "2026-11" / "printed").exists()
    assert not [*(small.root / "editions").rglob(".brochure-*")]


def test_an_edition_is_kept_once(small: Workspace) -> None:
    opened(small, "2027-02")
    path = small.profiles / "_series.yaml"
    path.write_text(path.read_text("utf-8").replace("2027-02", "2026-11"), "utf-8")
    with pytest.raises(BrochureError) as raised:
        opened(small, "2027-03")
    assert [one.code for one in raised.value.problems] == ["A120"]
