"""The order of the 五十音, by readings (JIS X 4061, simplified)."""

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
OTHER = "A–Z"  # heads what does not begin with kana


def base(reading: str) -> str:
    """A reading in hiragana without voicing marks; ー is the vowel before it.

    >>> base("ガイド"), base("メリーランド")
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


def key(reading: str) -> tuple[bool, str, str]:
    """What readings are sorted by: kana before the rest, then without voicing marks, then with them."""
    plain = base(reading)
    return head(reading) == OTHER, plain.lower(), reading


def head(reading: str) -> str:
    """The row of the 五十音 that a reading belongs to.

    >>> head("ぶじゅん"), head("りょうねいしょう"), head("A*STAR")
    ('は', 'ら', 'A–Z')
    """
    first = base(reading)[:1]
    return next((row for row, kana in _ROWS.items() if first and first in kana), OTHER)
