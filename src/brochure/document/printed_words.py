"""The words that brochure itself prints on pages, in the language of the series.

``words/ja.yaml`` and ``words/en.yaml`` have the same keys. A layout or a series may replace some of the words
(:mod:`brochure.schema.words_file`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from brochure.diagnostics.package import package_root
from brochure.diagnostics.text_files import join_lines, parse_texts
from brochure.document.partial_date import PartialDate, era_years

Language = Literal["ja", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
Calendar = Literal["western", "era", "both"]
CALENDARS: tuple[Calendar, ...] = get_args(Calendar)
FOLDER = "words"
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class PrintedWords:
    """The words of one language: texts by keys such as ``book.contents``.

    A text may have placeholders, such as ``{date}``. ``calendar`` is how Japanese dates print: 2018年,
    平成30年, or 2018（平成30）年.
    """

    language: Language
    texts: Mapping[str, str] = field(hash=False)
    calendar: Calendar = "western"

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
        >>> words = [words_of("ja").with_calendar(calendar) for calendar in CALENDARS]
        >>> [one.date(PartialDate(2018, 5)) for one in words]
        ['2018年5月', '平成30年5月', '2018（平成30）年5月']
        """
        if date.year <= 0:
            return self.fill("date.before_christ", year=-date.year)
        names = [name.strip() for name in self["date.month_names"].split(",")]
        form = "date.day" if date.day else "date.month" if date.month else "date.year"
        name = names[date.month - 1] if date.month else ""
        return self.fill(form, year=self.year_number(date), month=date.month, month_name=name, day=date.day)

    def year(self, date: PartialDate) -> str:
        """Return the year of a date; its month decides the era.

        >>> words_of("ja").with_calendar("era").year(PartialDate(2019, 4, 10))
        '平成31年'
        """
        return self.fill("date.year", year=self.year_number(date)) if date.year > 0 else self.date(date)

    def year_number(self, date: PartialDate) -> str:
        """The number of a year; with the era it has its name, and two if the date may lie in both."""
        eras = era_years(date) if self.calendar != "western" and self.language == "ja" else []
        if not eras:
            return str(date.year)
        return "年・".join(eras) if self.calendar == "era" else f"{date.year}（{'・'.join(eras)}）"

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
        return replace(self, texts={**self.texts, **texts}) if texts else self

    def with_calendar(self, calendar: Calendar) -> PrintedWords:
        """Return the words with another calendar for Japanese dates."""
        return replace(self, calendar=calendar)


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
    """Whether a text is a date in the form in which one of the languages prints it, with the western year."""
    return any(calendar == "western" for _, calendar in house_forms(text, date))


def house_forms(text: str, date: PartialDate) -> frozenset[tuple[Language, Calendar]]:
    """The languages and calendars that print a date in the form of a text."""
    return frozenset(
        (language, calendar)
        for language in LANGUAGES
        for calendar in CALENDARS
        if words_of(language).with_calendar(calendar).date(date) == text
    )
