"""Names of partners that are written in two ways, in one profile or in different ones.

A list is not needed: the names are those of the profiles themselves, and what is written like them but not
equal to them is another spelling (:mod:`brochure.document.name_folding`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from brochure.diagnostics.problem import Location, Problem, problem
from brochure.document.house_text import house_text, plain_house_text
from brochure.document.name_folding import (
    KATAKANA_NAME,
    SHORTEST,
    VARIANT,
    VARIANTS,
    consonant_rows,
    fold_kanji,
    fold_katakana,
    is_similar,
)
from brochure.schema.printed_texts import PrintedText, model_texts
from brochure.schema.profile import Profile, ProfileData
from brochure.schema.text_kinds import TextKind

CODES = ("H205", "H206")
"""The warnings that need more than one profile."""

_NAME_FIELDS = (("partner", "name"), ("partner", "country"), ("place", "label"))
_KANJI_NAME = re.compile("[\u3005\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]{2,}")
_OF_PLACE = re.compile("[州省市県国府道都区郡町村島]|大学|連邦|共和国|王国|公国")
"""What follows the name of a place; in 架空コンピュータ研究所 the katakana are a word of every day."""

_LIKELY = re.compile("[ァ-ヺ][ァ-ヺー]{2}")  # a text without this holds no katakana name


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name, or a part of one, and the place where it stands; ``listed`` if words.yaml says it."""

    text: str
    place: Location
    listed: bool = False


@dataclass
class NameIndex:
    """The names of a run, by what their spellings have in common."""

    exact: set[str] = field(default_factory=set)
    katakana: dict[str, KnownName] = field(default_factory=dict)
    rows: dict[str, list[str]] = field(default_factory=dict)
    kanji: dict[str, KnownName] = field(default_factory=dict)

    def add(self, name: KnownName) -> None:
        """Add a name and its parts: katakana that are a name of their own, and its kanji."""
        self.exact.add(name.text)
        for found in KATAKANA_NAME.finditer(name.text):
            self.exact.add(found[0])
            if found[0] != name.text and not _OF_PLACE.match(name.text, found.end()):
                continue
            folded = fold_katakana(found[0])
            if len(folded) >= SHORTEST and folded not in self.katakana:
                self.katakana[folded] = KnownName(found[0], name.place, name.listed)
                self.rows.setdefault(consonant_rows(folded), []).append(folded)
        for found in _KANJI_NAME.finditer(name.text):
            self.exact.add(found[0])
            self.kanji.setdefault(fold_kanji(found[0]), KnownName(found[0], name.place, name.listed))

    def katakana_like(self, run: str) -> KnownName | None:
        """The name that a run of katakana is another spelling of."""
        folded = fold_katakana(run)
        if run in self.exact or len(folded) < SHORTEST:
            return None
        if found := self.katakana.get(folded):
            return found
        similar = (one for one in self.rows.get(consonant_rows(folded), ()) if is_similar(folded, one))
        return next((self.katakana[one] for one in similar), None)


def name_warnings(
    profiles: Sequence[Profile], others: Iterable[PrintedText] = (), listed: Sequence[KnownName] = ()
) -> list[Problem]:
    """Return a warning for each name of a partner that is written otherwise (H205), and for partners whose
    names differ in the name of the country before them (H206).

    Args:
        profiles: The profiles to compare.
        others: More texts: those of the series and of booklets.
        listed: Names that words.yaml lists; these spellings are right.
    """
    fields = [found for profile in profiles for found in _name_fields(profile)]
    index, found = NameIndex(), list[Problem]()
    for name in listed:
        index.add(name)
    for name in _by_frequency(one for one, _ in fields):
        index.add(name)
    patterns = _Patterns.of(index)
    right = {name.text for name in (*index.katakana.values(), *index.kanji.values()) if name.listed}
    for name, text in fields:
        if better := _better_field(name, index, right):
            found.append(_told(text, 0, name.text, better))
    for text in (*_running_texts(profiles), *others):
        found += _in_text(text, index, patterns)
    return [*found, *_with_country(profiles)]


def _name_fields(profile: Profile) -> Iterator[tuple[KnownName, PrintedText]]:
    source = profile.source
    for path in _NAME_FIELDS:
        value = _value(source.data, path)
        if isinstance(value, str) and value.strip():
            text = PrintedText(source, path, value, TextKind.PLAIN)
            yield KnownName(value.strip(), source.locate(path)), text


def _value(data: object, path: Sequence[str]) -> object:
    for step in path:
        data = data.get(step) if isinstance(data, dict) else None
    return data


def _by_frequency(names: Iterable[KnownName]) -> list[KnownName]:
    """The names, the most frequent spellings first, so that the others are told."""
    each = list(names)
    count = Counter(name.text for name in each)
    first: dict[str, KnownName] = {}
    for name in each:
        first.setdefault(name.text, name)
    return sorted(first.values(), key=lambda name: -count[name.text])


def _better_field(name: KnownName, index: NameIndex, right: Container[str]) -> KnownName | None:
    """The spelling of another field, or of words.yaml, that a name differs from; not if it is ``right``."""
    parts = [
        *((run, index.katakana.get(fold_katakana(run))) for run in KATAKANA_NAME.findall(name.text)),
        *((run, index.kanji.get(fold_kanji(run))) for run in _KANJI_NAME.findall(name.text)),
    ]
    differing = (known for run, known in parts if known and known.text != run and run not in right)
    return next(differing, None)


def _running_texts(profiles: Sequence[Profile]) -> Iterator[PrintedText]:
    for profile in profiles:
        for text in model_texts(profile.source, ProfileData):
            if text.kind is not None and text.path[0] not in ("partner", "place"):
                yield text


@dataclass(frozen=True, slots=True)
class _Patterns:
    """Expressions that find the kanji of names: in texts with variants, and names that are variants."""

    all: re.Pattern[str]
    with_variants: re.Pattern[str]

    @classmethod
    def of(cls, index: NameIndex) -> _Patterns:
        special = [folded for folded, name in index.kanji.items() if VARIANT.search(name.text)]
        return cls(_any_of(index.kanji), _any_of(special))


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    listed = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, listed)) or "(?!)")


def _in_text(text: PrintedText, index: NameIndex, patterns: _Patterns) -> Iterator[Problem]:
    typed = text.text
    doubtful = bool(_LIKELY.search(typed)) and any(
        _katakana_parts(run, index) for run in KATAKANA_NAME.findall(typed)
    )
    pattern = patterns.all if VARIANT.search(typed) else patterns.with_variants
    if not doubtful and not pattern.search(typed.translate(VARIANTS)):
        return
    shown = plain_house_text(typed) if text.kind is TextKind.PLAIN else house_text(typed)
    others = shown.foreign_ranges()
    found: list[tuple[int, str, KnownName]] = []
    for run in KATAKANA_NAME.finditer(shown.printed):
        found += [(run.start() + at, part, name) for at, part, name in _katakana_parts(run[0], index)]
    for run in pattern.finditer(fold_kanji(shown.printed)):
        part, name = shown.printed[slice(*run.span())], index.kanji[run[0]]
        if part not in index.exact:
            found.append((run.start(), part, name))
    for start, part, name in sorted(found, key=lambda one: one[0]):
        if not any(one < start + len(part) and start < other for one, other in others):
            yield _told(text, shown.offsets[start], part, name)


def _katakana_parts(run: str, index: NameIndex) -> list[tuple[int, str, KnownName]]:
    """The other spellings in a run of katakana: the whole run, or its parts between the middle dots."""
    if name := index.katakana_like(run):
        return [(0, run, name)]
    if run in index.exact or not re.search("[^ァ-ヺー]", run):
        return []
    parts = re.finditer("[ァ-ヺー]+", run)
    return [(part.start(), part[0], name) for part in parts if (name := index.katakana_like(part[0]))]


def _told(text: PrintedText, offset: int, typed: str, name: KnownName) -> Problem:
    where = text.source.locate(text.path, offset)
    first = f"{name.place.file}:{name.place.line}"
    subject = f"{typed} {text.text}"
    return problem("H205", where, typed=typed, better=name.text, first=first, subject=subject)


def _with_country(profiles: Sequence[Profile]) -> Iterator[Problem]:
    """Yield a warning for each partner whose name is that of another with a country before it."""
    names: Mapping[str, Profile] = {fold_kanji(one.data.partner.name): one for one in profiles}
    countries = {fold_kanji(one.data.partner.country) for one in profiles if one.data.partner.country}
    for folded, profile in names.items():
        for country in countries:
            rest = folded.removeprefix(country).lstrip("・ 　")
            other = names.get(rest)
            if rest != folded and other:
                place = other.source.locate(("partner", "name"))
                name = profile.data.partner.name
                yield problem(
                    "H206",
                    profile.source.locate(("partner", "name")),
                    typed=name,
                    better=other.data.partner.name,
                    first=f"{place.file}:{place.line}",
                    subject=name,
                )
