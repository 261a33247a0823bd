"""The fallback families: each has files, scripts and languages, and its faces keep the lines as they are."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from brochure.schema.font_families import FallbackFamily, FontFamily, fallback_families, fallback_folder
from workspaces import REPO

FAMILIES = fallback_families()
FILES = [path for family in FAMILIES for path in family.files]
# one name for each script and language of the manifest that is written with its own letters
NAMES = {
    "Brochure Latin": "Thành phố Hồ Chí Minh Iași București Łódź Αθήνα Київ Ґданськ Ñuñoa",
    "Brochure JIS": "𠮷槗",
    "Brochure Han SC": "辽宁省锦州市朱镕基",
    "Brochure Han TC": "臺北市嗰",
    "Brochure Hangul": "경기도 똠방 펲 ㄱㅏ",
    "Brochure Thai": "กรุงเทพมหานคร ๒๕๖๙",
    "Brochure Lao": "ນະຄອນຫຼວງວຽງຈັນ",
    "Brochure Khmer": "រាជធានីភ្នំពេញ",
    "Brochure Myanmar": "ရန်ကုန်မြို့",
    "Brochure Devanagari": "महाराष्ट्र काठमाडौँ क्षत्रिय",
    "Brochure Bengali": "বাংলাদেশ অসম ৰ",
    "Brochure Tamil": "தமிழ்நாடு",
    "Brochure Arabic": "وزارة الصحة تهران پاکستان ۲۰۲۶ ٹھٹھہ",
    "Brochure Hebrew": "הממשלה שָׁלוֹם",
    "Brochure Georgian": "საქართველო",
    "Brochure Armenian": "Հայաստան",
    "Brochure Symbols": "Ⓐ☪",
    "Brochure Symbols Two": "✉✓",
    "Brochure Math": "∮⇒",
}


def opened(path: Path) -> TTFont:
    """A font, without an open file."""
    return TTFont(BytesIO(path.read_bytes()), lazy=True)


def test_the_files_of_the_folder_are_those_of_the_manifest() -> None:
    there = {path for path in fallback_folder().iterdir() if path.suffix in (".ttf", ".otf")}
    assert there == {path for path in FILES if path.parent == fallback_folder()}
    assert all(path.is_file() for path in FILES)


def test_every_family_prints_the_names_it_is_for() -> None:
    assert [family.family for family in FAMILIES] == [*NAMES]
    for family in FAMILIES:
        for path in family.files:
            lacking = set(map(ord, NAMES[family.family])) - set(opened(path).getBestCmap())
            assert not lacking - {0x20}, f"{path.name}: {''.join(map(chr, lacking))}"


def test_hangul_has_every_syllable_and_simplified_chinese_all_of_gb_2312() -> None:
    syllables = {chr(point) for point in range(0xAC00, 0xD7A4)}
    hanzi = {
        bytes([high, low]).decode("gb2312", "ignore")
        for high in range(0xB0, 0xF8)
        for low in range(0xA1, 0xFF)
    }
    for name, wanted in (("Brochure Hangul", syllables), ("Brochure Han SC", hanzi - {""})):
        (family,) = (family for family in FAMILIES if family.family == name)
        for path in family.files:
            assert wanted <= {chr(point) for point in opened(path).getBestCmap()}, path.name


def test_every_character_of_japan_taiwan_and_korea_has_a_face() -> None:
    known: set[int] = set()
    for path in (REPO / "fonts" / "BIZUDPGothic-Regular.ttf", *FILES):
        known |= set(opened(path).getBestCmap())
    for codec in ("euc_jisx0213", "cp932", "big5", "euc_kr", "gb2312"):
        letters = {
            letter
            for high in range(0x81, 0xFF)
            for low in range(0x40, 0xFF)
            if len(letter := bytes([high, low]).decode(codec, "ignore")) == 1 and letter.isalpha()
        }
        assert len(letters) > 6000
        assert not {
            letter for letter in letters if ord(letter) not in known and not "\ue000" <= letter <= "\uf8ff"
        }


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_face_has_the_line_of_biz_ud_gothic_and_no_baseline_of_its_own(path: Path) -> None:
    font, biz = opened(path), opened(REPO / "fonts" / "BIZUDPGothic-Regular.ttf")
    for table, up, down in (("hhea", "ascent", "descent"), ("OS/2", "sTypoAscender", "sTypoDescender")):
        for name in (up, down):
            here = getattr(font[table], name) / font["head"].unitsPerEm
            assert here == pytest.approx(getattr(biz[table], name) / biz["head"].unitsPerEm, abs=0.0006)
    assert font["hhea"].lineGap == font["OS/2"].sTypoLineGap == 0
    assert "BASE" not in font  # Pango moves a word by it, and the line grows
    assert 0x20 in font.getBestCmap()  # a blank between two of its words


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_face_says_its_family_and_its_licence_names_its_copyright(path: Path) -> None:
    (family,) = (family for family in FAMILIES if path in family.files)
    names = opened(path)["name"]
    assert names.getDebugName(1) == names.getDebugName(16) == family.family
    assert not any("Noto" in (names.getDebugName(number) or "") for number in (1, 3, 4, 6, 16))
    owner = names.getDebugName(0).removeprefix("© ").removeprefix("Copyright ")
    owner = owner.removesuffix(". All Rights Reserved.").removesuffix(".")
    licences = [
        path.read_text("utf-8")
        for folder in ("fonts", "fallback_fonts")
        for path in (REPO / folder).glob("OFL-*")
    ]
    assert any(
        owner in line and family.family.split()[1] in text for text in licences for line in text.splitlines()
    )


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.suffix == ".otf"], ids=lambda path: path.name
)
def test_glyph_numbers_of_a_face_are_its_cids(path: Path) -> None:
    """WeasyPrint writes glyph numbers where a CID-keyed font wants CIDs (ISO 32000-1, 9.7.4.2)."""
    charset = opened(path)["CFF "].cff.topDictIndex[0].charset
    assert charset[1:] == [f"cid{number:05d}" for number in range(1, len(charset))]


def test_all_fallback_fonts_together_take_13_megabytes() -> None:
    assert sum(path.stat().st_size for path in fallback_folder().iterdir()) < 13_000_000


def test_no_language_has_two_fallback_families() -> None:
    tags = [tag for family in FAMILIES for tag in family.lang]
    assert len(tags) == len(set(tags))


@pytest.mark.parametrize(("written", "languages"), [("mr", ["mr"]), (["hi", "ne"], ["hi", "ne"])])
def test_a_family_has_one_language_or_a_list(written: object, languages: list[str]) -> None:
    data = {"family": "Mukta", "word": "Mukta", "faces": {"400": "Mukta.ttf"}, "lang": written}
    assert FontFamily.model_validate(data).lang == languages
    assert FallbackFamily.model_validate({**data, "scripts": ["Deva"]}).lang == languages
