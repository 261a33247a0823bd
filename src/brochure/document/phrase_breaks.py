"""Where a heading may break: between phrases (文節), not inside a word.

BudouX is a 0.1 MB model and pure Python, Google's, made for this and kept up; ICU and MeCab would
bring megabytes of dictionaries for a few headings.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from brochure.document.line_breaking import meet

if TYPE_CHECKING:
    from budoux import Parser


_PARTED = re.compile(r"(?<=[・/／ 　])(?=.)|(?<=.)(?=[（(])")


@cache
def _parser() -> Parser:
    import budoux

    return budoux.load_default_japanese_parser()


def phrases(text: str) -> list[str]:
    """Cut a Japanese text between phrases, and where blanks, ・, / and brackets part words.

    >>> phrases("どのような機関ですか？")
    ['どのような', '機関ですか？']
    >>> phrases("MOU締結先機関ガイド")
    ['MOU締結先', '機関ガイド']
    >>> phrases("再生医療・遺伝子治療")
    ['再生医療・', '遺伝子治療']
    >>> phrases("関連URL")
    ['関連URL']
    """
    found: list[str] = []
    for part in _PARTED.sub("\0", text).split("\0"):
        for index, phrase in enumerate(_parser().parse(part)):
            # the model sometimes cuts a word of katakana or Latin letters, which never is a border,
            # and 関連|URL, where a quarter of an em is due
            before = found[-1][-1] if index else ""
            if index and (
                _script(before) == _script(phrase[0]) in ("katakana", "latin") or meet(before, phrase[0])
            ):
                found[-1] += phrase
            else:
                found.append(phrase)
    return found


def parted(text: str, most: int) -> list[str]:
    """Cut like :func:`phrases`, and phrases of more than ``most`` characters near their middle.

    A change of script is the likeliest border of a word; without one the second half is the longer,
    as compounds have their short part in front.

    >>> parted("低侵襲治療機器", 6), parted("生活機能（フレイル予防等）", 6)
    (['低侵襲', '治療機器'], ['生活機能', '（フレイル', '予防等）'])
    """
    return [piece for phrase in phrases(text) for piece in _halves(phrase, most)]


def _halves(phrase: str, most: int) -> list[str]:
    if len(phrase) <= most:
        return [phrase]
    middle = len(phrase) / 2
    borders = [
        index
        for index in range(2, len(phrase) - 1)
        if _script(phrase[index - 1]) != _script(phrase[index]) and _script(phrase[index]) and index >= 2
    ]
    inner = [index for index in range(2, len(phrase) - 1) if phrase[index] not in _NOT_FIRST]
    if not (borders or inner):
        return [phrase]
    cut = min(borders or inner, key=lambda index: (abs(index - middle), index))
    return [*_halves(phrase[:cut], most), *_halves(phrase[cut:], most)]


_NOT_FIRST = "ぁぃぅぇぉっゃゅょァィゥェォッャュョー・、。）」』/"


def _script(character: str) -> str:
    """Kanji, hiragana, katakana or Latin; nothing for punctuation, which belongs to its neighbour."""
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
    """The end of a text that should not be torn: its last phrase if that is short, else four characters.

    >>> last_words("共同運営事業を推進中。"), last_words("支援が提供されています。")
    ('推進中。', 'います。')
    """
    last = phrases(text[-24:])[-1]
    return last if 3 <= len(last) <= 5 else text[-4:]
