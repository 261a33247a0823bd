"""What the words and signs of partners mean, from ``vocabulary.yaml``: certain, or to be asked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache

from brochure.diagnostics.package import package_root
from brochure.diagnostics.text_files import Lang, parse_texts
from brochure.document.partial_date import PartialDate
from brochure.document.written_date import DateError, read_date
from brochure.survey.form import Role, squashed


class CellSign(Enum):
    """What a cell says for itself."""

    YES = "yes"
    NO = "no"
    NA = "na"
    CIRCLE = "circle"
    TICK = "tick"
    CROSS = "cross"
    BLANK = "blank"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class WordGroup:
    """Words that are read in one way: its name, whether it is certain, the words, and the reason."""

    name: str
    certain: bool
    words: tuple[str, ...]
    reasons: Mapping[Lang, str]


@cache
def word_groups() -> tuple[WordGroup, ...]:
    """The whole table, in its order."""
    found = parse_texts((package_root() / "survey" / "vocabulary.yaml").read_text("utf-8"))
    return tuple(
        WordGroup(
            name,
            kind == "certain",
            tuple(word.strip() for word in data["words"].replace("\n", " ").split("|")),
            {"ja": data["ja"], "en": data["en"]},
        )
        for kind in ("certain", "ask")
        for name, data in found[kind].items()
    )


_END = re.compile(r"[。.!！]$")


def _key(text: str) -> str:
    return _END.sub("", squashed(text))


@cache
def _known(name: str) -> frozenset[str]:
    group = next(group for group in word_groups() if group.name == name)
    return frozenset(_key(word) for word in group.words)


def group_of(text: str) -> WordGroup | None:
    """The group of a word that must be asked; None for words of no such group."""
    return next((g for g in word_groups() if not g.certain and _key(text) in _known(g.name)), None)


def is_instruction(text: str) -> bool:
    """Whether a text asks for something instead of being the text: 「削除してください」."""
    key = _key(text)
    return any(word in key for word in _known("instruction"))


def cell_sign(text: str, own: Mapping[str, CellSign] | None = None) -> CellSign:
    """What a cell says.

    Args:
        text: Its text.
        own: Words of this table that are certain, such as those of its legend; by :func:`squashed`.

    >>> cell_sign("◯"), cell_sign("回答できない。"), cell_sign("有（一部）")
    (<CellSign.CIRCLE: 'circle'>, <CellSign.NA: 'na'>, <CellSign.ASK: 'ask'>)
    """
    key = _key(text)
    if not key:
        return CellSign.BLANK
    if own and key in own:
        return own[key]
    return next((sign for name, sign in _CERTAIN.items() if key in _known(name)), CellSign.ASK)


_CERTAIN = {  # the groups of words that a cell may have, with what they say
    "blank": CellSign.BLANK,
    "circle": CellSign.CIRCLE,
    "tick": CellSign.TICK,
    "affirmed": CellSign.YES,
    "cross": CellSign.CROSS,
    "denied": CellSign.NO,
    "na": CellSign.NA,
}


def is_still(text: str, own: frozenset[str] = frozenset()) -> bool | None:
    """Whether a cell says “still right”; None if that is to be asked. ``own`` are the words of the form."""
    key = _key(text)
    if not key or key in _known("blank"):
        return False
    return True if key in _known("still") | _known("tick") | own else None


def read_marks(cells: Mapping[Role, str], own: Mapping[str, CellSign]) -> CellSign:
    """The answer of a row with a cell for each answer: certain only if every way to read it agrees.

    >>> read_marks({Role.YES: "", Role.NO: "レ", Role.NA: ""}, {})
    <CellSign.NO: 'no'>
    >>> read_marks({Role.YES: "×", Role.NO: "", Role.NA: ""}, {})
    <CellSign.ASK: 'ask'>
    """
    said = {
        role: sign for role, text in cells.items() if (sign := cell_sign(text, own)) is not CellSign.BLANK
    }
    if not said:
        return CellSign.BLANK
    marked = [role for role, sign in said.items() if sign in _MARKS or sign.value == role.value]
    crossed = [role for role, sign in said.items() if sign is CellSign.CROSS]
    if len(marked) == 1 and len(marked) + len(crossed) == len(said):
        return CellSign(marked[0].value)
    return CellSign.NO if crossed == [Role.NO] and len(said) == 1 else CellSign.ASK


_MARKS = (CellSign.CIRCLE, CellSign.TICK)


def read_one(text: str, own: Mapping[str, CellSign]) -> CellSign:
    """The answer of a row with one answer cell; a bare tick there says yes or “seen”, so it is asked."""
    sign = cell_sign(text, own)
    plain = {CellSign.CIRCLE: CellSign.YES, CellSign.CROSS: CellSign.NO, CellSign.TICK: CellSign.ASK}
    return plain.get(sign, sign)


_CERTAIN_DATE = re.compile(
    r"(?:(?:令和|平成|昭和|大正|明治|[rhsｒｈｓ]\.?)(?:元|[0-9]{1,2})|[0-9]{4})"
    r"(?:年(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?|([./-])[0-9]{1,2}(?:\1[0-9]{1,2})?)"
)


def certain_date(text: str) -> PartialDate | None:
    """The date that a text is, if it can be no other; None if it must be asked.

    >>> certain_date("２０２６年９月１日"), certain_date("8.9.1"), certain_date("平成35年4月")
    (PartialDate(year=2026, month=9, day=1), None, None)
    """
    key = _END.sub("", "".join(unicodedata.normalize("NFKC", text).split())).lower()
    if not _CERTAIN_DATE.fullmatch(key):
        return None
    try:
        found = read_date(key).date
        date(found.year, found.month or 1, found.day or 1)
    except (DateError, ValueError):
        return None
    return found
