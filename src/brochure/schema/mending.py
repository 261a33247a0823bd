"""Find the fixes of a YAML file that need no decision of its author.

A provider of fixes is a function of a text and its grammar. A fix is safe if the meaning is certain: of
several possible indentations, only one gives a file that the model accepts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, product

from brochure.diagnostics.fix import Fix, apply_fixes
from brochure.diagnostics.problem import BrochureError
from brochure.document.look_alikes import REPLACED, has_odd_characters, replace_look_alikes
from brochure.schema import booklet, csl_items, typing_scanner
from brochure.schema.base import Strict, find_refusals, model_keys
from brochure.schema.booklet import BookletData
from brochure.schema.house_fixes import house_word_fixes
from brochure.schema.house_words import HouseWords, HouseWordsData
from brochure.schema.layout import LayoutData
from brochure.schema.print_shop import ShopData
from brochure.schema.printed_texts import item_texts, model_texts
from brochure.schema.profile import TAGS, ProfileData
from brochure.schema.references import profile_keys
from brochure.schema.series import SeriesData
from brochure.schema.text_fixes import has_values, source_fix
from brochure.schema.typed_signs import SEPARATORS
from brochure.schema.typing_mistakes import LARGE, TypingError, TypingMistake, likeliest_fixes
from brochure.schema.yaml_reader import Data, YamlPath, YamlText, parse_yaml
from brochure.storage import nfc

MOST_CHOICES = 64  # that are tried together
MOST_LINE_ENDS = 100
MOST_GROUPS = 40  # of indentations that may mean several columns; a file has one or two
_FILE_NAME = re.compile(r"\.[A-Za-z0-9]{2,5}$")


@dataclass(frozen=True)
class Grammar:
    """What a kind of YAML file may contain.

    Attributes:
        words: The known keys.
        model: The model of its data, if it has one.
        tags: The names of tagged unions in the model.
        items: The path of a list of CSL items.
        house: The house words that its texts keep.
    """

    words: frozenset[str]
    model: type[Strict] | None = None
    tags: Mapping[str, type[Strict]] = field(default_factory=dict)
    items: YamlPath | None = None
    house: HouseWords | None = None


def profile_grammar() -> Grammar:
    """The grammar of profiles."""
    return Grammar(profile_keys(), ProfileData, TAGS, ("sources",))


def sources_grammar() -> Grammar:
    """The grammar of files of sources."""
    return Grammar(profile_keys(), items=())


def ledger_grammar() -> Grammar:
    """The grammar of the archive ledger."""
    return Grammar(profile_keys())


def series_grammar() -> Grammar:
    """The grammar of the series file."""
    return Grammar(model_keys(SeriesData), SeriesData)


def layout_grammar() -> Grammar:
    """The grammar of a layout's manifest."""
    return Grammar(model_keys(LayoutData), LayoutData)


def booklet_grammar() -> Grammar:
    """The grammar of booklets."""
    return Grammar(model_keys(BookletData), BookletData, booklet.TAGS)


def words_grammar() -> Grammar:
    """The grammar of the file of house words."""
    return Grammar(model_keys(HouseWordsData), HouseWordsData)


def shop_grammar() -> Grammar:
    """The grammar of the files of print shops."""
    return Grammar(model_keys(ShopData), ShopData)


FixProvider = Callable[[str, Grammar], list[Fix]]


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a text means, how many faults its grammar finds in it, and how many of its keys are known."""

    data: Data
    faults: int
    keys: int = 0

    @property
    def rank(self) -> tuple[int, int]:
        """The smaller, the likelier: a wrong column makes faults, or turns keys into the text before them."""
        return self.faults, -self.keys


def typing_fixes(text: str, grammar: Grammar) -> list[Fix]:
    """Return the safe fixes of the typing mistakes of a text."""
    mistakes = _mistakes(text, grammar)
    sure = [one.options[0] for one in mistakes if len(one.options) == 1]
    groups: dict[tuple[str, ...], list[TypingMistake]] = {}
    for one in mistakes:
        if len(one.options) > 1:
            first = one.options[0]
            written = text[first.offset : first.offset + first.length]
            groups.setdefault((written, *(fix.replacement for fix in one.options)), []).append(one)
    if not groups or len(groups) > MOST_GROUPS or len(text) > LARGE:
        return sure
    return [*sure, *_decide(text, grammar, sure, list(groups.values()))]


def _decide(
    text: str, grammar: Grammar, sure: Sequence[Fix], groups: Sequence[Sequence[TypingMistake]]
) -> Iterable[Fix]:
    """Choose among the options of mistakes; equal mistakes have the same option."""

    def read(choice: Sequence[int]) -> _Reading | None:
        return _read_mended(apply_fixes(text, [*sure, *_chosen(groups, choice)]), grammar)

    ranges = [range(len(group[0].options)) for group in groups]
    most = max(len(each) for each in ranges)
    starts = [[min(index, len(each) - 1) for each in ranges] for index in range(most)]
    read_starts = [(found.rank, start) for start in starts if (found := read(start))]
    if not read_starts:
        mixed = map(list, islice(product(*ranges), MOST_CHOICES))
        read_starts = [(found.rank, start) for start in mixed if (found := read(start))]
    if not read_starts:
        return []
    least, choice = min(read_starts)
    alternatives: list[tuple[int, list[int], _Reading]] = []
    for index, group in enumerate(groups):
        for option in range(len(group[0].options)):
            other = [*choice[:index], option, *choice[index + 1 :]]
            if option != choice[index] and (found := read(other)):
                alternatives.append((index, other, found))
                if found.rank < least:
                    least, choice = found.rank, other
    best = read(choice)
    unsure = {
        index for index, _, found in alternatives if best and found.rank <= least and found.data != best.data
    }
    kept = [index for index in range(len(groups)) if index not in unsure]
    return _chosen([groups[index] for index in kept], [choice[index] for index in kept])


def _chosen(groups: Sequence[Sequence[TypingMistake]], choice: Sequence[int]) -> list[Fix]:
    return [one.options[option] for group, option in zip(groups, choice, strict=True) for one in group]


def _read(text: str, grammar: Grammar) -> _Reading | None:
    """Read a text; None if it is not YAML."""
    try:
        source = parse_yaml(text.encode(), "", grammar.words)
    except (BrochureError, UnicodeEncodeError):
        return None
    faults = len(_refusals(source, grammar)) + _item_faults(source, grammar)
    return _Reading(source.data, faults, sum(path[-1] in grammar.words for path in source.keys))


def _read_mended(text: str, grammar: Grammar) -> _Reading | None:
    """Read a text; if it is not YAML, with the likeliest fixes of the mistakes that this choice uncovers."""
    if found := _read(text, grammar):
        return found
    return _read(apply_fixes(text, likeliest_fixes(_mistakes(text, grammar))), grammar)


def _refusals(source: YamlText, grammar: Grammar) -> list[list[TypingMistake]]:
    return find_refusals(source, grammar.model, grammar.tags) if grammar.model else []


def _item_faults(source: YamlText, grammar: Grammar) -> int:
    if grammar.items is None:
        return 0
    return len(csl_items.read_items(source, grammar.items, "", shared=True, strict=True)[1])


def _mistakes(text: str, grammar: Grammar) -> list[TypingMistake]:
    try:
        source = parse_yaml(text.encode(), "", grammar.words)
    except TypingError as error:
        return list(error.mistakes)
    except (BrochureError, UnicodeEncodeError):
        return []
    refused = [one for found in _refusals(source, grammar) for one in found]
    return [*dict.fromkeys(refused), *_idle_line_ends(source)]


def _idle_line_ends(source: YamlText) -> list[TypingMistake]:
    """Special line ends whose removal changes no data (Y209)."""
    if len(source.text) > LARGE or not any(end in source.text for end in SEPARATORS):
        return []
    plain, kept = Grammar(frozenset()), []
    for one in typing_scanner.find_mistakes(source.text)[:MOST_LINE_ENDS]:
        if one.code == "Y125" and one.options:
            changed = _read(apply_fixes(source.text, one.options[:1]), plain)
            if changed and changed.data == source.data:
                kept.append(one)
    return kept


def composition_fixes(text: str, grammar: Grammar) -> list[Fix]:
    """Return the fixes that compose decomposed characters (Y207, Y208), except in names of files.

    The name of a file must stay as the disk has it; ``check`` reports it if they differ.
    """
    if not nfc.has_decomposed_characters(text):
        return []
    try:
        source = parse_yaml(text.encode(), "", grammar.words)
    except (BrochureError, UnicodeEncodeError):
        return []
    return [
        Fix(word.span.start + found.offset, len(found.pieces), found.composed)
        for word in source.words()
        if not _FILE_NAME.search(word.text)
        for found in nfc.decomposed_characters(text[word.span.start : word.span.end])
    ]


def look_alike_fixes(text: str, grammar: Grammar) -> list[Fix]:
    """Return the fixes of characters that look like those that are meant (Y211 to Y213).

    Only printed texts are fixed: no names of files, addresses, ids, abstracts or comments. Blanks and
    letters of other alphabets may be meant, so they stay. There is no fix if the file would mean something
    else with it.
    """
    if not has_odd_characters(text) and "\\" not in text:
        return []
    try:
        source = parse_yaml(text.encode(), "", grammar.words)
    except (BrochureError, UnicodeEncodeError):
        return []
    texts = [*model_texts(source, grammar.model)] if grammar.model else []
    texts += [] if grammar.items is None else item_texts(source, grammar.items)
    fixes: list[Fix] = []
    wanted: dict[YamlPath, str] = {}
    for one in texts:
        found = [each for each in one.look_alikes() if each.kind in REPLACED]
        placed = [(each, source_fix(one, each.offset, each.typed, each.meant)) for each in found]
        if placed and all(fix for _, fix in placed):
            fixes += [fix for _, fix in placed if fix]
            wanted[one.path] = replace_look_alikes(one.text, found)
    return fixes if has_values(apply_fixes(text, fixes), wanted) else []


def house_fixes(text: str, grammar: Grammar) -> list[Fix]:
    """Return the fixes of words that the house writes otherwise, where its file says that this is safe."""
    if grammar.house is None or grammar.model is None:
        return []
    try:
        source = parse_yaml(text.encode(), "", grammar.words)
    except (BrochureError, UnicodeEncodeError):
        return []
    return house_word_fixes(source, grammar.model, grammar.house)


ROUNDS = 5  # a file with mistakes in more layers is one for its author

PROVIDERS: tuple[FixProvider, ...] = (typing_fixes, composition_fixes, look_alike_fixes, house_fixes)
"""All kinds of fixes. Each is applied before the next one reads the text."""


@dataclass(frozen=True, slots=True)
class MendedText:
    """A text with all its safe fixes.

    Attributes:
        text: The new text.
        readable: Whether it is YAML now. If it is not, mistakes remain that only the author can correct.
    """

    text: str
    readable: bool


def mend_text(text: str, grammar: Grammar, providers: Sequence[FixProvider] = PROVIDERS) -> MendedText:
    """Apply all safe fixes to a text; a fix may show further mistakes, so this is repeated some times."""
    begun, mended = _read(text, grammar), text
    for _ in range(ROUNDS):
        before = mended
        for provider in providers:
            mended = apply_fixes(mended, provider(mended, grammar))
        if mended == before:
            break
    ended = _read(mended, grammar)
    if begun and (ended is None or ended.faults > begun.faults):
        return MendedText(text, readable=True)  # what was meant is not certain after all
    return MendedText(mended, readable=ended is not None)
