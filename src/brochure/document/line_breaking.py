"""Line breaking and spacing of Japanese text: the character classes of JLREQ that we need.

Source: Requirements for Japanese Text Layout (JLREQ), 3.1.7–3.1.11, 3.8.4 and appendix A.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

OPENING = frozenset("「『（〔［｛〈《【‘“([{｟")  # cl-01
CLOSING = frozenset("」』）〕］｝〉》】’”)]}｠")  # cl-02
STOPS = frozenset("、。，．,.")  # cl-06, cl-07
GLUE = frozenset("\u2060\ufeff\u00a0\u202f")  # no line break and no extra space beside them
QUARTER = "\u2005"  # the space between Japanese and Latin, 四分アキ
INSEPARABLE = frozenset(["……", "‥‥", "――", "——", "〳〵"])  # cl-08
JAPANESE = re.compile(
    r"[\u2e80-\u303f\u3040-\u30ff\u3100-\u318f\u31c0-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60"
    r"\uffe0-\uffe6\u2014\u2015\u2025\u2026\u203b\u25a0-\u25ff\u2460-\u24ff\U00020000-\U0003ffff]"
)


_KANJI = (  # first and last
    ("\u3005", "\u3007"),
    ("\u3400", "\u4dbf"),
    ("\u4e00", "\u9fff"),
    ("\uf900", "\ufaff"),
    ("\U00020000", "\U0003ffff"),
)


def is_kanji(character: str) -> bool:
    """Whether a character is kanji (JLREQ cl-19, as far as it is ideographic), with 々 and 〇.

    >>> is_kanji("遼"), is_kanji("メ"), is_kanji("W")
    (True, False, False)
    """
    return any(first <= character <= last for first, last in _KANJI)


@lru_cache(16384)  # a text consists mostly of a few pairs of characters
def may_stretch(one: str, other: str) -> bool:
    """Whether the space between two characters may grow when a line is justified (JLREQ 3.8.4).

    >>> may_stretch("遼", "寧"), may_stretch("「", "遼"), may_stretch("省", "。"), may_stretch("M", "O")
    (True, False, False, False)
    """
    if one in GLUE or other in GLUE or other == " ":
        return False
    if other == QUARTER:
        return False  # the space itself may grow
    if one in (" ", QUARTER):
        return True
    if one in OPENING or other in CLOSING or other in STOPS or one + other in INSEPARABLE:
        return False
    return bool(JAPANESE.match(one) or JAPANESE.match(other))


@cache
def _kana_kanji() -> re.Pattern[str]:
    """Return a pattern of kana and kanji; compiled when first used, because it takes milliseconds."""
    return re.compile(
        r"[\u3005-\u3007\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
        r"\U00020000-\U0003ffff㎡㎢㎏㎝㎜]"
    )


_LATIN = re.compile(r"[0-9A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff%$#&@+°]")


def needs_autospace(one: str, other: str) -> bool:
    """Whether one character is Japanese and the other Latin, which need a quarter-em space between them.

    Japanese means kanji and kana (cl-09 to cl-11, cl-15, cl-16, cl-19), Latin letters and digits (cl-24 to
    cl-27). Punctuation and brackets have their own space. Source: JLREQ 3.2.6, 3.9.2.

    >>> [needs_autospace(one, other) for one, other in ("年2", "Uは", "（A", "1,", "年は")]
    [True, True, False, False, False]
    """
    japanese, latin = _kana_kanji().match, _LATIN.match
    return bool((japanese(one) and latin(other)) or (latin(one) and japanese(other)))


def stretch_points(text: str, following: str = "") -> list[int]:
    """Return the indices of the characters after which space may be added to justify the line.

    ``following`` is the character after the text on the same line, if there is one.

    >>> stretch_points("「省、市」は", "国")
    [2, 4, 5]
    """
    line = text + following
    return [
        index for index in range(min(len(text), len(line) - 1)) if may_stretch(line[index], line[index + 1])
    ]


_COUNTERS = (
    "年度|年版|年間|年|か月|カ月|ヶ月|月|日間|日|時間|時|分|秒|周年|世紀|歳|代|社|人|名|件|位|号|条|項目|項|章|節|頁"
    "|ページ|校|大学|機関|施設|拠点|都市|市|町|村|か国|カ国|ヶ国|国|地域|円|ドル|元|ユーロ|倍|回|台|床|戸|世帯|種類|種"
    "|％|%|℃|[㎡㎢㎞㎝㎜㎏㏄ℓ㍑㌃㌔㌘㌧]|km|cm|mm|kg|[mg](?![A-Za-z])|パーセント|ポイント"
)
_UNBROKEN = re.compile(
    r"\(0\d{1,4}\) ?\d{1,4}-\d{3,4}|0\d{1,4}-\d{1,4}-\d{3,4}"
    r"|(?:明治|大正|昭和|平成|令和)(?:\d+|元)年(?:度|版)?"
    rf"|第?\d[\d,.]*(?:[〜～–-]\d[\d,.]*)?[千百]?[万億兆]?(?:{_COUNTERS})?"
)


def split_unbreakable(text: str) -> list[tuple[str, bool]]:
    """Cut a text into pieces (piece, unbreakable); a number with its counter is unbreakable.

    The renderer never breaks inside a number (Unicode UAX #14), but it would break after it: 1,772 / 社,
    第3 / 位 (JLREQ 3.1.10, unbreakable character sequences).

    >>> split_unbreakable("約1,772社が2018年に")
    [('約', False), ('1,772社', True), ('が', False), ('2018年', True), ('に', False)]
    >>> split_unbreakable("電話(045) 210-2725"), split_unbreakable("平成30年版")
    ([('電話', False), ('(045) 210-2725', True)], [('平成30年版', True)])
    """
    pieces: list[tuple[str, bool]] = []
    index = 0
    for found in _UNBROKEN.finditer(text):
        if found[0].isascii() and found[0].isdigit():
            continue  # a bare number
        if found.start() > index:
            pieces.append((text[index : found.start()], False))
        pieces.append((found[0], True))
        index = found.end()
    if index < len(text):
        pieces.append((text[index:], False))
    return pieces
