"""Japanese collation: the order of the 五十音, by readings (JIS X 4061, simplified)."""

from __future__ import annotations

import unicodedata

_ROWS = {
    "あ": "あいうえお",
    "か": "かきくけこ",
    "さ": "さしすせそ",
    "た": "たちつてと",
    "な": "なにぬねの",
    "は": "はひふへほ",
    "ま": "まみむめも",
    "や": "やゆよ",
    "ら": "らりるれろ",
    "わ": "わをん",
}
_SMALL = str.maketrans("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ")
_VOWELS = {kana: vowel for row in _ROWS.values() for kana, vowel in zip(row, "あいうえお", strict=False)}
_VOWELS |= {"や": "あ", "ゆ": "う", "よ": "お", "わ": "あ", "を": "お"}
OTHER = "A–Z"  # the group of readings that do not begin with kana


def base_reading(reading: str) -> str:
    """Return a reading in hiragana without voicing marks; ー becomes the vowel before it.

    >>> base_reading("ガイド"), base_reading("メリーランド")
    ('かいと', 'めりいらんと')
    """
    hiragana = "".join(
        chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in unicodedata.normalize("NFKC", reading)
    )
    plain = "".join(c for c in unicodedata.normalize("NFD", hiragana) if c not in "\u3099\u309a")
    found: list[str] = []
    for character in plain.translate(_SMALL):
        found.append(_VOWELS.get(found[-1], character) if character == "ー" and found else character)
    return "".join(found)


def collation_key(reading: str) -> tuple[bool, str, str]:
    """Return the sort key of a reading: letters before kana, then base letters, then voicing marks."""
    plain = base_reading(reading)
    return gojuon_row(reading) != OTHER, plain.lower(), reading


def first_letter(reading: str) -> str:
    """Return the letter under which an index that is not Japanese lists a reading.

    >>> first_letter("Éire"), first_letter("oulu"), first_letter("3D"), first_letter("りょうねい")
    ('E', 'O', '0–9', 'り')
    """
    first = unicodedata.normalize("NFKD", reading.strip())[:1].upper()
    return "0–9" if not first.isalpha() else first


def gojuon_row(reading: str) -> str:
    """Return the row of the 五十音 that a reading belongs to.

    >>> gojuon_row("ぶじゅん"), gojuon_row("りょうねいしょう"), gojuon_row("A*STAR")
    ('は', 'ら', 'A–Z')
    """
    first = base_reading(reading)[:1]
    return next((row for row, kana in _ROWS.items() if first and first in kana), OTHER)
