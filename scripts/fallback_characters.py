"""The characters of the fallback fonts of Chinese, Japanese and Korean, from character sets and from Unihan.

Python's codecs have the character sets. Debian's package ``unicode-data`` has Unihan, which lists the
characters of names: what Japanese fonts for publishing have (Adobe-Japan1-6), China's list of 8,105
characters (kTGH), the hanja of Korean names (kKoreanName), and what Unicode takes for the least that a region
needs (kUnihanCore2020).
"""

from __future__ import annotations

import bz2
from pathlib import Path

ASCII = set(range(0x20, 0x7F))
HANGUL = set(range(0xAC00, 0xD7A4))  # all 11,172 syllables
JAMO = {*range(0x1100, 0x1113), *range(0x1161, 0x1176), *range(0x11A8, 0x11C3), *range(0x3131, 0x318F)}
PRIVATE = range(0xE000, 0xF900)


def characters_of(codec: str, *, leads: tuple[bytes, ...] = (b"",), last: int = 0xFE) -> set[int]:
    """Return the characters of a codec of two bytes, without ASCII and private characters.

    Args:
        codec: The name of the codec.
        leads: What may stand before the two bytes.
        last: The greatest first byte.
    """
    found: set[int] = set()
    for lead in leads:
        for high in range(0x81, last + 1):
            for low in range(0x40, 0xFF):
                try:
                    found |= set(map(ord, (lead + bytes([high, low])).decode(codec)))
                except UnicodeDecodeError:
                    continue
    return {point for point in found if point > 0x7F and point not in PRIVATE}


def unihan(folder: Path, file: str, key: str) -> dict[int, str]:
    """Return a property of Unihan by code point, from Debian's folder ``usr/share/unicode``."""
    found = {}
    with bz2.open(folder / f"Unihan_{file}.txt.bz2", "rt", encoding="utf-8") as lines:
        for line in lines:
            point, name, value = [*line.rstrip("\n").split("\t"), "", ""][:3]
            if name == key and point.startswith("U+"):
                found[int(point.removeprefix("U+"), 16)] = value
    return found


def han_sets(folder: Path, japanese: set[int]) -> dict[str, set[int]]:
    """Return the characters of the families of Chinese, Japanese and Korean.

    A character that is rare is in one of them only: 2,000 characters of both weights are a megabyte.

    Args:
        folder: Unihan.
        japanese: The characters of BIZ UDPGothic, which comes first.
    """
    core = unihan(folder, "DictionaryLikeData", "kUnihanCore2020")
    # euc_jisx0213 also reads JIS X 0212; 𠮷 is in Adobe-Japan1-6 alone
    jis = characters_of("euc_jisx0213", leads=(b"", b"\x8f")) | characters_of("cp932")
    jis |= set(unihan(folder, "RadicalStrokeCounts", "kRSAdobe_Japan1_6"))
    jis -= japanese
    simplified = characters_of("gb2312") | set(unihan(folder, "OtherMappings", "kTGH"))
    big5 = characters_of("big5")
    above = japanese | jis | simplified
    traditional = characters_of("big5", last=0xC6) | (big5 - above)  # level 1 in its own forms
    traditional |= {point for point, regions in core.items() if set(regions) & set("HMT")} - above
    above |= traditional
    hanja = set(unihan(folder, "OtherMappings", "kKoreanName")) | characters_of("euc_kr")
    hanja |= {point for point, regions in core.items() if set(regions) & set("KP")}
    return {
        "Brochure JIS": jis,
        "Brochure Han SC": simplified | ASCII,
        "Brochure Han TC": traditional | ASCII,
        "Brochure Hangul": HANGUL | JAMO | ASCII | (hanja - above - JAMO),
    }
