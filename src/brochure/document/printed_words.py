"""The words that brochure itself prints on pages, in the language of the series.

``words/ja.yaml`` and ``words/en.yaml`` have the same keys. A layout or a series may replace some of the words
(:mod:`brochure.schema.words_file`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from brochure.diagnostics.package import package_root
from brochure.diagnostics.text_files import join_lines, parse_texts
from brochure.document.partial_date import PartialDate

Language = Literal["ja", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
FOLDER = "words"
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class PrintedWords:
    """The words of one language: texts by keys such as ``book.contents``.

    A text may have placeholders, such as ``{date}``.
    """

    language: Language
    texts: Mapping[str, str] = field(hash=False)

    def __getitem__(self, key: str) -> str:
        return self.texts[key]

    def fill(self, key: str, **values: object) -> str:
        """Return a text with its placeholders replaced.

        >>> words_of("en").fill("edition.name", date="November 2026")
        'November 2026 edition'
        """
        return _PLACEHOLDER.sub(lambda found: str(values[found[1]]), self.texts[key])

    def date(self, date: PartialDate) -> str:
        """Return a date without the parts that are unknown.

        >>> [words_of(language).date(PartialDate(2019, 11)) for language in ("ja", "en")]
        ['2019年11月', 'November 2019']
        >>> words_of("en").date(PartialDate(2019, 11, 5)), words_of("en").date(PartialDate(-44))
        ('5 November 2019', '44 BC')
        """
        if date.year <= 0:
            return self.fill("date.before_christ", year=-date.year)
        names = [name.strip() for name in self["date.month_names"].split(",")]
        form = "date.day" if date.day else "date.month" if date.month else "date.year"
        name = names[date.month - 1] if date.month else ""
        return self.fill(form, year=date.year, month=date.month, month_name=name, day=date.day)

    def edition(self, date: PartialDate) -> str:
        """Return the name of an edition: 2026年11月版."""
        return self.fill("edition.name", date=self.date(date))

    def listed(self, items: Iterable[str]) -> str:
        """Return items as one text, with separators."""
        return self["text.separator"].join(items)

    def parts(self, key: str) -> tuple[str, str]:
        """Return the texts before and after the only placeholder of a text."""
        before, _, after = _PLACEHOLDER.split(self[key])
        return before, after

    def replaced(self, texts: Mapping[str, str]) -> PrintedWords:
        """Return the words with some of them replaced."""
        return PrintedWords(self.language, {**self.texts, **texts}) if texts else self


def placeholders(text: str) -> frozenset[str]:
    """Return the names of the placeholders of a text."""
    return frozenset(_PLACEHOLDER.findall(text))


@cache
def words_of(language: Language) -> PrintedWords:
    """Return the words of a language, without the changes of a layout or a series."""
    source = (package_root() / "document" / FOLDER / f"{language}.yaml").read_text("utf-8")
    return PrintedWords(
        language,
        {
            f"{group}.{key}": join_lines(text, language)
            for group, texts in parse_texts(source).items()
            for key, text in texts.items()
        },
    )


def citation_style_of(language: Language) -> Path:
    """Return the ``.csl`` file of citations in a language whose citation style a layout lacks."""
    return package_root() / "document" / FOLDER / f"{language}.csl"


def is_house_date(text: str, date: PartialDate) -> bool:
    """Whether a text is a date in the form in which one of the languages prints it."""
    return bool(house_languages(text, date))


def house_languages(text: str, date: PartialDate) -> frozenset[Language]:
    """The languages that print a date in the form of a text."""
    return frozenset(language for language in LANGUAGES if words_of(language).date(date) == text)
