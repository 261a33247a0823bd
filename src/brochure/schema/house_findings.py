"""Find house words that are written otherwise in the texts of a file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from brochure.diagnostics.problem import Problem, problem
from brochure.document.house_text import HouseText, house_text, plain_house_text
from brochure.schema.house_words import HouseRule, HouseWord, HouseWords
from brochure.schema.printed_texts import PrintedText
from brochure.schema.text_kinds import TextKind

_DIGITS = re.compile("[０-９](?:[０-９，．]*[０-９])?")
_NAMED = ("partner",)
"""Parts of a profile that hold the names of others: only their own spelling is looked at."""


@dataclass(frozen=True, slots=True)
class HouseFinding:
    """A word of a text that the house writes otherwise.

    Attributes:
        text: The text.
        offset: Where the word begins in it.
        typed: The word.
        word: The entry of the file of house words; None for full-width digits.
        better: What to write; may be empty.
        whole: Whether the word stands in the text without markup or line ends in it.
    """

    text: PrintedText
    offset: int
    typed: str
    word: HouseWord | None
    better: str
    whole: bool

    @property
    def code(self) -> str:
        """The code of its warning."""
        return (self.word.rule if self.word else HouseRule.DIGITS).value

    @property
    def sentence(self) -> str:
        """The sentence of the word, as it is typed."""
        text = self.text.text
        start = max(text.rfind(sign, 0, self.offset) for sign in "。\n") + 1
        ends = [end for sign in "。\n" if (end := text.find(sign, self.offset)) >= 0]
        return text[start : min(ends, default=len(text)) + 1].strip()

    @property
    def is_safe(self) -> bool:
        """Whether the better word may replace it without a person's judgement."""
        return self.whole and bool(self.better) and (self.word is None or self.word.safe)


def find_house_words(
    texts: Iterable[PrintedText], house: HouseWords, names: Sequence[str] = ()
) -> Iterator[HouseFinding]:
    """Yield what the house writes otherwise, in the order of the texts.

    Quotations with a citation, titles of works, addresses, foreign words and names are not touched.

    Args:
        texts: The texts of a file.
        house: The house words.
        names: Names of others, beside those in the file of house words.
    """
    for text in texts:
        if text.kind is None or not house.pattern.search(_joined(text.text)):
            continue
        printed = plain_house_text(text.text) if text.kind is TextKind.PLAIN else house_text(text.text)
        is_name = text.path[0] in _NAMED
        for found in _in_text(text, printed, house, names):
            if not is_name or (found.word and found.word.rule is HouseRule.NAME):
                yield found


def house_warning(found: HouseFinding, house: HouseWords) -> Problem:
    """The warning of a finding."""
    where = found.text.source.locate(found.text.path, found.offset)
    details = {"typed": found.typed, "better": found.better or "—", "subject": found.sentence}
    if found.word is None:
        return problem(found.code, where, **details)
    listed = house.locate(found.word)
    return problem(
        found.code, where, **details, reason=found.word.reason, listed=f"{listed.file}:{listed.line}"
    )


_WITHIN = re.compile(r"[ \t]*\n[ \t]*|\*\*|\{(?=[^{}|]*\|)|\|[^{}|]*\}")


def _joined(text: str) -> str:
    """A text without what may stand within a word: line ends, strong, readings."""
    return _WITHIN.sub("", text) if "\n" in text or "**" in text or "{" in text else text


def _in_text(
    text: PrintedText, shown: HouseText, house: HouseWords, names: Sequence[str]
) -> Iterator[HouseFinding]:
    printed, at = shown.printed, 0
    others: list[tuple[int, int]] | None = None
    named: list[tuple[int, int]] = []
    while found := house.pattern.search(printed, at):
        start = found.start()
        at = start + 1
        word, typed, better = _word_at(printed, start, house)
        if not typed:
            continue
        end = start + len(typed)
        if others is None:
            others = [*shown.foreign_ranges(), *_name_ranges(printed, house.names)]
            named = [*_name_ranges(printed, names)]
        # a name may itself be written wrong
        ranges = others if word and word.rule is HouseRule.NAME else [*others, *named]
        if any(one < end and start < other for one, other in ranges):
            continue
        at = end
        offset = shown.offsets[start]
        whole = text.text.startswith(typed, offset) and shown.offsets[end - 1] == offset + len(typed) - 1
        yield HouseFinding(text, offset, typed, word, better, whole)


def _word_at(printed: str, start: int, house: HouseWords) -> tuple[HouseWord | None, str, str]:
    """The word at a place, what is typed there, and what is better; typed is empty if there is none."""
    for word in house.by_letter.get(printed[start], ()):
        if printed.startswith(word.typed, start) and word.stands_alone(printed, start):
            return word, word.typed, word.better
    if house.half_width_digits and (digits := _DIGITS.match(printed, start)):
        return None, digits[0], unicodedata.normalize("NFKC", digits[0])
    return None, "", ""


def _name_ranges(printed: str, names: Sequence[str]) -> Iterator[tuple[int, int]]:
    for name in names:
        if name in printed:
            yield from (found.span() for found in re.finditer(re.escape(name), printed))
