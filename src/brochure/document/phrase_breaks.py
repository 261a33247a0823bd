"""Break headings between phrases (文節), not inside a word.

BudouX (by Google) is made for this purpose and maintained; it is pure Python with a model of 0.1 MB. ICU and
MeCab would need megabytes of dictionaries for a few headings.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from brochure.document.kinsoku import NOT_FIRST
from brochure.document.line_breaking import needs_autospace

if TYPE_CHECKING:
    from budoux import Parser


_NEVER_FIRST = NOT_FIRST | {"/"}
_PARTED = re.compile(r"(?<=[・/／ 　])(?=.)|(?<=.)(?=[（(])")


@cache
def _parser() -> Parser:
    import budoux

    return budoux.load_default_japanese_parser()


def split_phrases(text: str) -> list[str]:
    """Cut a Japanese text between phrases, and at blanks, ・, / and brackets.

    >>> split_phrases("どのような機関ですか？")
    ['どのような', '機関ですか？']
    >>> split_phrases("MOU締結先機関ガイド")
    ['MOU締結先', '機関ガイド']
    >>> split_phrases("再生医療・遺伝子治療")
    ['再生医療・', '遺伝子治療']
    >>> split_phrases("関連URL")
    ['関連URL']
    """
    found: list[str] = []
    for part in _PARTED.sub("\0", text).split("\0"):
        for index, phrase in enumerate(_parser().parse(part)):
            # the model sometimes cuts inside a word of katakana or Latin letters, which is always wrong,
            # and between 関連 and URL, where a quarter-em space is needed
            before = found[-1][-1] if index else ""
            if index and (
                _script(before) == _script(phrase[0]) in ("katakana", "latin")
                or needs_autospace(before, phrase[0])
            ):
                found[-1] += phrase
            else:
                found.append(phrase)
    return found


def split_short_phrases(text: str, most: int) -> list[str]:
    """Cut like :func:`split_phrases`, and cut phrases of more than ``most`` characters near their middle.

    A change of script is the likeliest border between words. Without one, the second half is longer, because
    the first part of a compound is usually short.

    >>> split_short_phrases("低侵襲治療機器", 6), split_short_phrases("生活機能（フレイル予防等）", 6)
    (['低侵襲', '治療機器'], ['生活機能', '（フレイル', '予防等）'])
    """
    return [piece for phrase in split_phrases(text) for piece in _halves(phrase, most)]


def _halves(phrase: str, most: int) -> list[str]:
    if len(phrase) <= most:
        return [phrase]
    middle = len(phrase) / 2
    borders = [
        index
        for index in range(2, len(phrase) - 1)
        if _script(phrase[index - 1]) != _script(phrase[index]) and _script(phrase[index]) and index >= 2
    ]
    inner = [index for index in range(2, len(phrase) - 1) if phrase[index] not in _NEVER_FIRST]
    if not (borders or inner):
        return [phrase]
    cut = min(borders or inner, key=lambda index: (abs(index - middle), index))
    return [*_halves(phrase[:cut], most), *_halves(phrase[cut:], most)]


def _script(character: str) -> str:
    """Return kanji, hiragana, katakana or latin; an empty string for punctuation."""
    for name, pattern in _SCRIPTS.items():
        if pattern.match(character):
            return name
    return ""


_SCRIPTS = {
    "kanji": re.compile(r"[\u3400-\u9fff々]"),
    "hiragana": re.compile(r"[\u3041-\u309f]"),
    "katakana": re.compile(r"[\u30a1-\u30ffー]"),
    "latin": re.compile(r"[0-9A-Za-z]"),
}


def last_words(text: str) -> str:
    """Return the end of a text that must stay on one line: its last phrase if short, else four characters.

    >>> last_words("共同運営事業を推進中。"), last_words("支援が提供されています。")
    ('推進中。', 'います。')
    """
    last = split_phrases(text[-24:])[-1]
    return last if 3 <= len(last) <= 5 else text[-4:]
