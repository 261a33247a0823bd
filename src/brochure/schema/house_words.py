"""House words (用字用語): ``words.yaml`` of a workspace, with the spellings to keep and words to avoid.

The words that brochure itself prints are another matter (:mod:`brochure.schema.words_file`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Literal

from brochure.diagnostics.problem import BrochureError, Location, Problem, problem
from brochure.schema.base import (
    Strict,
    Unprinted,
    described,
    model_keys,
    sort_problems,
    validated_model,
    yaml_warnings,
)
from brochure.schema.yaml_reader import YamlPath, YamlText, parse_yaml

WORDS_FILE = "words.yaml"

_NOT_IN = described(
    "この語の中では正しい、という長い語。例：サーバの not_in: [サーバント]",
    "Longer words in which the spelling is right.",
    default=[],
)
_SAFE = described(
    "true なら、brochure check --fix が直す。意味が変わることがある語は書かない",
    "Whether check --fix replaces it: only where the meaning is certain.",
    default=False,
)


class HouseSpelling(Strict):
    """A spelling to keep, and those that are not used for it."""

    write: Unprinted = described("使う書き方", "The spelling to use.")
    instead_of: list[Unprinted] = described("使わない書き方", "Spellings that are not used.", min_length=1)
    verb: Literal["五段", "一段"] | None = described(
        "活用する動詞なら、その種類。write と instead_of は「う」の段で終わる形で書く",
        "A verb that is inflected: 五段 or 一段; the words are then in the form of a dictionary.",
        default=None,
    )
    not_in: list[Unprinted] = _NOT_IN
    reason: Unprinted = described("理由（出典）", "The reason.")
    safe: bool = _SAFE


class HouseName(Strict):
    """The name of a partner or a person, and wrong ways to write it."""

    write: Unprinted = described("正しい名前", "The name.")
    instead_of: list[Unprinted] = described(
        "まちがえやすい書き方。なくてもよい（名前の中の語は、ほかの規則で直されなくなる）",
        "Wrong spellings; without them, the name is kept from the other rules.",
        default=[],
    )
    not_in: list[Unprinted] = _NOT_IN
    reason: Unprinted = described("理由（どこで確かめたか）", "The reason: where it was looked up.")
    safe: bool = _SAFE


class ForbiddenWords(Strict):
    """Words that are not printed."""

    words: list[Unprinted] = described("使わない語", "Words that are not used.", min_length=1)
    better: Unprinted | None = described("代わりの語", "What to write instead.", default=None)
    not_in: list[Unprinted] = _NOT_IN
    reason: Unprinted = described("理由", "The reason.")


class HouseWordsData(Strict):
    """The file of house words."""

    digits: Literal["half", "any"] = described(
        "算用数字：half 半角にそろえる（全角の数字に注意を出す）、any 問わない",
        "Digits: half tells of full-width digits, any does not.",
        default="any",
    )
    spellings: list[HouseSpelling] = described("書き方をそろえる語", "Spellings to keep.", default=[])
    names: list[HouseName] = described("機関や人の名前", "Names of partners and persons.", default=[])
    forbidden: list[ForbiddenWords] = described("使わない語", "Words that are not used.", default=[])


class HouseRule(Enum):
    """The list that a word is in, and the code of its warning."""

    SPELLING = "H201"
    NAME = "H202"
    FORBIDDEN = "H203"
    DIGITS = "H204"


HOUSE_CODES = frozenset(rule.value for rule in HouseRule)


@dataclass(frozen=True, slots=True)
class HouseWord:
    """One way to write that is not used.

    Attributes:
        rule: The list it is in.
        typed: The characters.
        better: What to write instead; empty if the file does not say it.
        not_in: Longer words in which it is right.
        reason: Why.
        safe: Whether ``check --fix`` may replace it.
        path: Its place in the file.
    """

    rule: HouseRule
    typed: str
    better: str
    not_in: tuple[str, ...]
    reason: str
    safe: bool
    path: YamlPath

    def stands_alone(self, text: str, start: int) -> bool:
        """Whether these characters of a text are this word, not a part of a longer one."""
        end = start + len(self.typed)
        before, after = text[start - 1 : start] if start else "", text[end : end + 1]
        whole = bool(
            _ALL_KANJI.fullmatch(self.typed)
        )  # 利用 before 出来る is another word, but not before 出来
        if _is_part(self.typed[0], before, kanji=whole) or _is_part(self.typed[-1], after, kanji=True):
            return False
        return not any(
            text.startswith(longer, start - at)
            for longer in self.not_in
            for at in _places(self.typed, longer)
            if start >= at
        )


_KATAKANA = re.compile("[ァ-ヺー]")
_LATIN = re.compile(r"[A-Za-z0-9\u00c0-\u024f]")
_KANJI = re.compile("[\u3005\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_ALL_KANJI = re.compile(f"{_KANJI.pattern}+")


def _is_part(edge: str, beside: str, *, kanji: bool) -> bool:
    """Whether a character beside a word belongs to it: the same script, where that makes a longer word.

    >>> _is_part("バ", "ー", kanji=False), _is_part("出", "用", kanji=False), _is_part("事", "例", kanji=True)
    (True, False, True)
    """
    if _KATAKANA.match(edge):
        return bool(_KATAKANA.match(beside))
    if _LATIN.match(edge):
        return bool(_LATIN.match(beside))
    return kanji and bool(_KANJI.match(edge) and _KANJI.match(beside))


def _places(word: str, longer: str) -> Iterator[int]:
    return (found.start() for found in re.finditer(f"(?={re.escape(word)})", longer))


@dataclass(frozen=True)
class HouseWords:
    """A file of house words without errors."""

    source: YamlText
    words: tuple[HouseWord, ...]
    names: tuple[str, ...]
    half_width_digits: bool
    warnings: tuple[Problem, ...] = ()

    @cached_property
    def by_letter(self) -> Mapping[str, Sequence[HouseWord]]:
        """The words by their first character, the longest first."""
        found: dict[str, list[HouseWord]] = {}
        for word in sorted(self.words, key=lambda one: -len(one.typed)):
            found.setdefault(word.typed[0], []).append(word)
        return found

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Matches where one of the words, or a full-width digit, may stand: one expression for all."""
        texts = sorted({re.escape(word.typed) for word in self.words}, key=len, reverse=True)
        return re.compile("|".join([*texts, "[０-９]"] if self.half_width_digits else texts or ["(?!)"]))

    def locate(self, word: HouseWord) -> Location:
        """The place of a word in the file."""
        return self.source.locate(word.path)


_GODAN = {
    "う": "わいうえおっ",
    "く": "かきくけこい",
    "ぐ": "がぎぐげごい",
    "す": "さしすせそ",
    "つ": "たちつてとっ",
    "ぬ": "なにぬねのん",
    "ぶ": "ばびぶべぼん",
    "む": "まみむめもん",
    "る": "らりるれろっい",  # 下さい
}
_ICHIDAN = "るれろよまなたてずぬらさそ"


def verb_forms(word: str, kind: str) -> dict[str, str]:
    """The forms of a verb as stem and first character of the ending, by that character.

    >>> list(verb_forms("頂く", "五段").values())
    ['頂か', '頂き', '頂く', '頂け', '頂こ', '頂い']
    """
    endings = _GODAN.get(word[-1:], "") if kind == "五段" else _ICHIDAN if word.endswith("る") else ""
    return {ending: word[:-1] + ending for ending in endings}


def validate_house_words(raw: bytes, shown: str) -> HouseWords:
    """Read and check a file of house words.

    Raises:
        BrochureError: All mistakes in the file, located.
    """
    source = parse_yaml(raw, shown, model_keys(HouseWordsData))
    data = validated_model(source, HouseWordsData)
    words, problems = [], []
    for found in _listed(source, data):
        if isinstance(found, Problem):
            problems.append(found)
        else:
            words.append(found)
    doubts = tuple(doubt for doubt in yaml_warnings(source) if doubt.code != "Y201")
    names = tuple(name.write for name in data.names)
    house = HouseWords(source, tuple(words), names, data.digits == "half", doubts)
    problems += _contradictions(house)
    if problems:
        raise BrochureError(sort_problems(problems), doubts)
    return house


def _listed(source: YamlText, data: HouseWordsData) -> Iterator[HouseWord | Problem]:
    for index, one in enumerate(data.spellings):
        for place, typed in enumerate(one.instead_of):
            path = ("spellings", index, "instead_of", place)
            yield from _forms(source, one, typed, path)
        yield from _idle_contexts(source, ("spellings", index), one.instead_of, one)
    for index, name in enumerate(data.names):
        for place, typed in enumerate(name.instead_of):
            path = ("names", index, "instead_of", place)
            contexts = (*name.not_in, name.write)
            yield _checked(
                source, HouseWord(HouseRule.NAME, typed, name.write, contexts, name.reason, name.safe, path)
            )
        yield from _idle_contexts(source, ("names", index), name.instead_of, name)
    for index, entry in enumerate(data.forbidden):
        for place, typed in enumerate(entry.words):
            path = ("forbidden", index, "words", place)
            contexts = (*entry.not_in, *filter(None, [entry.better]))
            yield _checked(
                source,
                HouseWord(
                    HouseRule.FORBIDDEN, typed, entry.better or "", contexts, entry.reason, False, path
                ),
            )
        yield from _idle_contexts(source, ("forbidden", index), entry.words, entry)


def _forms(source: YamlText, one: HouseSpelling, typed: str, path: YamlPath) -> Iterator[HouseWord | Problem]:
    """A spelling, or each form of a verb."""
    pairs = {typed: one.write}
    if one.verb:
        wrong, right = verb_forms(typed, one.verb), verb_forms(one.write, one.verb)
        if not wrong or wrong.keys() != right.keys():
            yield problem("H103", source.locate(path), typed=typed, better=one.write, verb=one.verb)
            return
        pairs = {wrong[ending]: right[ending] for ending in wrong}
    for form, better in pairs.items():
        contexts = (*one.not_in, better)
        word = HouseWord(HouseRule.SPELLING, form, better, contexts, one.reason, one.safe, path)
        yield _checked(source, word)


_TOO_SHORT = re.compile("[\u3041-\u309f\u30a0-\u30ff]")


def _checked(source: YamlText, word: HouseWord) -> HouseWord | Problem:
    """A word, or what is wrong with it."""
    if _TOO_SHORT.fullmatch(word.typed) or "\n" in word.typed:
        return problem("H105", source.locate(word.path), typed=word.typed)
    if word.typed == word.better:
        return problem("H102", source.locate(word.path), typed=word.typed, better=word.better, other="")
    return word


def _idle_contexts(
    source: YamlText,
    path: YamlPath,
    spellings: Sequence[str],
    entry: HouseSpelling | HouseName | ForbiddenWords,
) -> Iterator[Problem]:
    """Yield a problem for each ``not_in`` word that contains none of the spellings: it is mistyped."""
    stems = [one[:-1] if getattr(entry, "verb", None) else one for one in spellings]
    for index, longer in enumerate(entry.not_in):
        if not any(stem in longer for stem in stems):
            listed = "、".join(spellings)
            yield problem("H104", source.locate((*path, "not_in", index)), longer=longer, listed=listed)


def _contradictions(house: HouseWords) -> Iterator[Problem]:
    """Words in two entries, and better words that another entry tells against."""
    seen: dict[str, HouseWord] = {}
    for word in house.words:
        first = seen.setdefault(word.typed, word)
        if first.path != word.path:
            yield problem("H101", house.locate(word), typed=word.typed, first=house.locate(first))
    for word in house.words:
        for at in range(len(word.better)):
            for other in house.by_letter.get(word.better[at], ()):
                is_there = word.better.startswith(other.typed, at) and other.stands_alone(word.better, at)
                if is_there and other.path != word.path:
                    details = {"typed": word.typed, "better": word.better, "other": house.locate(other)}
                    yield problem("H102", house.locate(word), **details)
