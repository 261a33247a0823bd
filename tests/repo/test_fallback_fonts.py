"""The script that makes the fallback fonts: the same bytes each time, and those that are committed."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import make_fallback_fonts as maker
import pytest
from fontTools.ttLib import TTFont

from workspaces import REPO

SOURCES = os.environ.get("BROCHURE_NOTO", "")
needs_sources = pytest.mark.skipif(
    not SOURCES,
    reason="BROCHURE_NOTO names no folder with Debian's fonts-noto-core, fonts-noto-cjk and unicode-data",
)


def cut() -> bytes:
    with TTFont(io.BytesIO((REPO / "fonts" / "BIZUDPGothic-Regular.ttf").read_bytes())) as font:
        font["hhea"].ascent, font["OS/2"].usWinDescent = 9000, 9000
        return maker.cut_font(font, map(ord, "架空の書体"), "Imaginary Face", "Bold")


def test_a_font_cut_twice_is_the_same_and_has_its_new_name_lines_and_characters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = cut()
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    assert cut() == first
    font = TTFont(io.BytesIO(first))
    assert {chr(point) for point in font.getBestCmap()} == {*"架空の書体", " ", "\xa0"}
    assert [font["name"].getDebugName(number) for number in (1, 2, 4, 6)] == [
        "Imaginary Face",
        "Bold",
        "Imaginary Face Bold",
        "ImaginaryFace-Bold",
    ]
    assert (font["hhea"].ascent, font["OS/2"].usWinDescent) == (1802, 246)
    assert "vmtx" not in font


@needs_sources
@pytest.mark.parametrize("family", ["Brochure Lao", "Brochure Hebrew", "Brochure JIS"])
def test_the_committed_fonts_are_those_that_the_script_makes(family: str) -> None:
    made = dict(maker.make_fonts(Path(SOURCES), [family]))
    assert {path.name for path in made} == {maker.font_path(family, style).name for style in maker.STYLES}
    for path, data in made.items():
        assert path.read_bytes() == data, path.name


def test_every_family_of_the_manifest_is_made() -> None:
    from brochure.schema.font_families import fallback_families

    made = {
        maker.font_path(family, style) for family in (*maker.SCRIPTS, *maker.HAN) for style in maker.STYLES
    }
    assert {path for family in fallback_families() for path in family.files} <= made
    assert {family.family for family in fallback_families()} == {*maker.SCRIPTS, *maker.HAN}


def test_the_wheel_has_the_fallback_fonts_with_their_manifest_and_licence(tmp_path: Path) -> None:
    from hatchling.builders.wheel import WheelBuilder

    (wheel,) = WheelBuilder(str(REPO)).build(directory=str(tmp_path), versions=["standard"])
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    inside = "brochure/shipped/fallback_fonts"
    assert {f"{inside}/{path.name}" for path in (REPO / "fallback_fonts").iterdir()} <= names
    for licence in ("fonts/OFL-BrochureHanSC.txt", "fallback_fonts/OFL-BrochureFallback.txt"):
        assert any(name.endswith(f".dist-info/licenses/{licence}") for name in names), licence
