"""Find characters that look like others, or like nothing, and the characters that are meant.

Text from PDF files, old programs and the web has half-width katakana, signs of radicals in place of kanji
(⼤ U+2F24 for 大), soft hyphens and blanks without width. A model holds its texts as they are meant; the YAML
file stays as it was typed, so places and edits are those of the file.

Sources: Unicode 15.0, EquivalentUnifiedIdeograph.txt (radicals); UAX #15 (half-width forms); UTS #37
(variation selectors); UTS #39, confusables.txt (Cyrillic and Greek letters that look Latin); JIS X 0213.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache

from brochure.document.line_breaking import JAPANESE
from brochure.document.markup import markup_pieces
from brochure.document.markup_model import Sign
from brochure.document.scripts import SCRIPTS
from brochure.document.tree import Foreign, Link, NoteCall, Ruby, SuperSub, Text
from brochure.storage import nfc


class LookAlikeKind(Enum):
    """Why a character is not the one that is meant. Those of the last two kinds print as they are typed."""

    DECOMPOSED = "decomposed"  # か and U+3099
    HALF_WIDTH = "half-width"  # ﾃﾞ
    RADICAL = "radical"  # ⼤, and compatibility ideographs that no Japanese standard has
    INVISIBLE = "invisible"  # soft hyphens, blanks without width, signs for the colours of emoji
    SPACE = "space"  # blanks of a special width beside Japanese
    MIXED = "mixed"  # a Cyrillic letter in a Latin word


REPLACED = (LookAlikeKind.HALF_WIDTH, LookAlikeKind.RADICAL, LookAlikeKind.INVISIBLE)
CERTAIN = (LookAlikeKind.DECOMPOSED, *REPLACED)
"""The kinds that are printed as they are meant."""


@dataclass(frozen=True, slots=True)
class LookAlike:
    """Some characters of a text, and those that are meant: ``meant`` is empty if nothing is."""

    offset: int
    typed: str
    meant: str
    kind: LookAlikeKind


SOFT_HYPHEN, ZERO_WIDTH_SPACE, BYTE_ORDER_MARK = "\u00ad", "\u200b", "\ufeff"
VARIATION_SELECTOR = re.compile("[\ufe00-\ufe0d\U000e0100-\U000e01ef]")
"""A sign that chooses a form of the character before it; a font may have that form."""

_EMOJI = "\ufe0e\ufe0f"  # text or emoji: no face of a brochure has colours
_JOINERS = "\u200c\u200d"
_INVISIBLE = f"{SOFT_HYPHEN}{ZERO_WIDTH_SPACE}{_JOINERS}{BYTE_ORDER_MARK}{_EMOJI}"
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f"
_COMPATIBILITY = "\uf900-\ufaff\U0002f800-\U0002fa1f"
_WANTED = "\uf999\uf9c3\U0002f80f\U0002f884\U0002f8d3\U0002f920"  # Japanese forms that JIS X 0213 lacks

# U+2E81 to U+2EF3 without U+2E9A; ⺕ (U+2E95) is 彐 here, because fonts do not have its equivalent U+2B739
_RADICALS = (
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁"
    "冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼"
    "鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)

# letters that look alike in most faces
_CYRILLIC = "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁһԛԝ"
_CYRILLIC_LATIN = "ABESIJKMHOPCTYXaesijopcyxdhqw"
_GREEK = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο"
_GREEK_LATIN = "ABEZHIKMNOPTYXo"
_TO_LATIN = dict(zip(_CYRILLIC + _GREEK, _CYRILLIC_LATIN + _GREEK_LATIN, strict=True))
_TO_CYRILLIC = dict(zip(_CYRILLIC_LATIN, _CYRILLIC, strict=True))
_LATIN = "A-Za-z\u00c0-\u024f"

_ODD = re.compile(
    rf"[\uff61-\uff9f\u2985\u2986\u2e81-\u2fd5{_COMPATIBILITY}{_INVISIBLE}{_SPACES}\u0300-\u04ff\u1100-\u11ff\u3099\u309a"
    "\U000e0100-\U000e01ef]"
)
_HALF_WIDTH = re.compile(
    r"(?:[\u3046-\u30fd](?=[\uff9e\uff9f]))?[\uff61-\uff9f][\uff61-\uff9f\u3099\u309a]*|[\u2985\u2986]"
)
_WIDE_BRACKETS = str.maketrans("⦅⦆", "｟｠")  # Unicode gives only the other direction
_RADICAL = re.compile(rf"[\u2e81-\u2fd5{_COMPATIBILITY}]")
_IDEOGRAPH = "\u2e81-\u2fd5\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# U+E0100 to U+E01EF choose forms of ideographs; after other characters they choose nothing
_HIDDEN = re.compile(f"[{_INVISIBLE}]+|(?<![{_IDEOGRAPH}])[\U000e0100-\U000e01ef]+")
_SPACE = re.compile(f"[{_SPACES}]+")
_WORD = re.compile(rf"[{_LATIN}\u0370-\u03ff\u0400-\u04ff]{{2,}}")
_JOINING = re.compile(f"[{''.join(script.ranges for script in SCRIPTS if script.is_complex)}]")
_UNSPACED = re.compile("[\u0e00-\u0eff\u0f00-\u109f\u1780-\u17ff]")  # Thai to Khmer: no blanks between words
_BI_DAKUTEN = re.compile("[かきくけこカキクケコセツトㇷ]\u309a")  # letters of JIS X 0213


def meant_text(text: str) -> str:
    """Return a text without markup as it is meant.

    >>> meant_text("ﾃﾞｰﾀ集、⼤学、inter\\u00adnational")
    'データ集、大学、international'
    """
    while (meant := replace_look_alikes(text, find_look_alikes(text))) != text:
        text = meant  # か, U+00AD and U+3099 become か and U+3099, then が
    return text


def meant_markup(text: str) -> str:
    """Return a text with markup as it is meant; addresses, ids and languages stay as they are typed.

    >>> meant_markup("[ﾃﾞｰﾀ](https://example.jp/ﾃﾞｰﾀ)")
    '[データ](https://example.jp/ﾃﾞｰﾀ)'
    """
    while (meant := replace_look_alikes(text, markup_look_alikes(text))) != text:
        text = meant
    return text


def find_look_alikes(text: str) -> list[LookAlike]:
    """Return the look-alikes of a text without markup, in their order."""
    return _find(text, [(0, len(text))]) if has_odd_characters(text) else []


def markup_look_alikes(text: str) -> list[LookAlike]:
    """Return the look-alikes of what is printed of a text with markup, in their order.

    There are no certain ones if the text without them had other markup: ``[`` U+200B ``^note]`` is no call.
    """
    if not has_odd_characters(text):
        return []
    found = _find(text, _printed_ranges(text))
    mended = replace_look_alikes(text, found)
    if mended is not text and _markup_of(mended) != _markup_of(text):
        return [one for one in found if one.kind not in CERTAIN]
    return found


def has_odd_characters(text: str) -> bool:
    """Whether a text may have look-alikes; most texts have none."""
    return not text.isascii() and bool(_ODD.search(text))


def replace_look_alikes(text: str, found: Iterable[LookAlike]) -> str:
    """Return the text with what is meant in place of the look-alikes that are certain."""
    parts, at = [], 0
    for one in found:
        if one.kind in CERTAIN:
            parts += [text[at : one.offset], one.meant]
            at = one.offset + len(one.typed)
    return "".join([*parts, text[at:]]) if parts else text


def _find(text: str, ranges: Iterable[tuple[int, int]]) -> list[LookAlike]:
    found = [one for start, end in ranges for one in _in_range(text, start, end)]
    found.sort(key=lambda one: one.offset)
    return found


def _in_range(text: str, start: int, end: int) -> Iterator[LookAlike]:
    for one in nfc.decomposed_characters(text[start:end]):
        yield LookAlike(start + one.offset, one.pieces, one.composed, LookAlikeKind.DECOMPOSED)
    for match in _HALF_WIDTH.finditer(text, start, end):
        yield LookAlike(match.start(), match[0], _full_width(match[0]), LookAlikeKind.HALF_WIDTH)
    for match in _RADICAL.finditer(text, start, end):
        if (kanji := _kanji(match[0])) != match[0]:
            yield LookAlike(match.start(), match[0], kanji, LookAlikeKind.RADICAL)
    for match in _HIDDEN.finditer(text, start, end):
        kept = "".join(sign for sign in match[0] if _has_meaning(sign, text, *match.span()))
        if kept != match[0]:
            yield LookAlike(match.start(), match[0], kept, LookAlikeKind.INVISIBLE)
    for match in _SPACE.finditer(text, start, end):
        beside = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if any(map(JAPANESE.match, beside)):
            yield LookAlike(match.start(), match[0], match[0], LookAlikeKind.SPACE)
    for match in _WORD.finditer(text, start, end):
        yield from _mixed(match[0], match.start())


def _full_width(typed: str) -> str:
    """Return half-width katakana and brackets as full-width ones, joined with their 濁点 and 半濁点.

    >>> _full_width("ﾊﾟﾘ"), _full_width("ｱﾞ")
    ('パリ', 'ア゛')
    """
    wide = unicodedata.normalize("NFKC", typed).replace("\u3099", "゛").translate(_WIDE_BRACKETS)
    kept = {found.start() + 1 for found in _BI_DAKUTEN.finditer(wide)}
    return "".join("゜" if sign == "\u309a" and at not in kept else sign for at, sign in enumerate(wide))


@cache
def _kanji(sign: str) -> str:
    """Return the kanji that is meant by a radical or a compatibility ideograph.

    >>> _kanji("⼤"), _kanji("⻌"), _kanji("\ufa19") == "\ufa19"
    ('大', '辶', True)
    """
    code = ord(sign)
    if 0x2E81 <= code <= 0x2EF3:
        return sign if code == 0x2E9A else _RADICALS[code - 0x2E81 - (code > 0x2E9A)]
    if 0x2F00 <= code <= 0x2FD5:
        return unicodedata.normalize("NFKC", sign)
    if sign in _WANTED or _is_japanese(sign):
        return sign
    return unicodedata.normalize("NFC", sign)


def _is_japanese(sign: str) -> bool:
    """Whether JIS X 0213 or the ideographs of IBM have a character: names are written with these forms."""
    for encoding in ("euc_jis_2004", "cp932"):
        try:
            sign.encode(encoding)
        except UnicodeEncodeError:
            continue
        return True
    return False


def _has_meaning(sign: str, text: str, start: int, end: int) -> bool:
    """Whether an invisible sign has a meaning between the characters around it."""
    letters = _JOINING if sign in _JOINERS else _UNSPACED if sign == ZERO_WIDTH_SPACE else None
    beside = text[start - 1 : start] if start else "", text[end : end + 1]
    return letters is not None and any(map(letters.match, beside))


def _mixed(word: str, offset: int) -> Iterator[LookAlike]:
    """Find letters of another alphabet in a word, if all of them look like letters of the other."""
    latin = [letter for letter in word if letter < "\u0250"]
    others = [letter for letter in word if letter >= "\u0250"]
    if not latin or not others:
        return
    if all(letter in _TO_LATIN for letter in others) and (
        len(others) <= len(latin) or not all(letter in _TO_CYRILLIC for letter in latin)
    ):
        letters = _TO_LATIN
    elif all(letter in _TO_CYRILLIC for letter in latin) and any(one >= "\u0400" for one in others):
        letters = _TO_CYRILLIC
    else:
        return  # an abbreviation such as ΔT
    for at, letter in enumerate(word):
        if letter in letters:
            yield LookAlike(offset + at, letter, letters[letter], LookAlikeKind.MIXED)


def _markup_of(text: str) -> list[object]:
    """Return what a text calls, cites, links and marks, in its order."""
    return [
        piece.said
        if isinstance(said, NoteCall | Sign)
        else said.url
        if isinstance(said, Link)
        else type(said)
        for piece in markup_pieces(text)
        for said in piece.said[:1]
        if not isinstance(said, Text)
    ]


def _printed_ranges(text: str) -> list[tuple[int, int]]:
    """Return the ranges of a text whose characters are printed: no addresses, ids, languages, escapes."""
    ranges: list[tuple[int, int]] = []
    address_end = -1
    for piece in markup_pieces(text):
        start, end = piece.start, piece.end
        match piece.said:
            case (Text(words),) if start == address_end and _ODD.match(words):
                address_end = end  # it may belong to the address
                continue
            case (Text(words),) if words == text[start:end]:
                pass
            case (Ruby() | SuperSub(),):
                pass
            case (Foreign(),):
                end = text.rindex("]{", start, end)
            case (Link(),) if text[start] == "[":
                end = text.rindex("](", start, end)
            case (Link(),):
                address_end = end if text[start] != "<" else -1
                continue
            case _:
                continue
        if ranges and ranges[-1][1] == start:
            ranges[-1] = ranges[-1][0], end
        else:
            ranges.append((start, end))
    return ranges
