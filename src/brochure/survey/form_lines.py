"""The lines of a form beside its tables, and the heads of its columns, for both formats and the reader."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from brochure.document.partial_date import PartialDate
from brochure.document.printed_words import words_of
from brochure.survey.form import FormItem, FormSection, FormTable, FormText, Role, SurveyForm, TableKind
from brochure.survey.form_words import form_words

NOTHING = "―"  # in the cell of what we hold; it is ours, never an answer
_GUIDES = ("guide colour", "guide still", "guide blank", "guide more")


@dataclass(frozen=True, slots=True)
class FormHead:
    """The head of a column; ``role`` is None for a column that is not to be filled in."""

    name: str  # item, held, code, limit, or the role's
    text: FormText
    role: Role | None = None


def column_heads(form: SurveyForm, table: FormTable) -> tuple[FormHead, ...]:
    """The columns of a table of the Word form."""
    found = [FormHead("item", form_words("item", form.language))]
    if table.kind in (TableKind.MARKS, TableKind.TEXTS):
        found.append(FormHead("held", form_words("held", form.language)))
    return (*found, *(FormHead(role.value, text, role) for role, text in table.answers))


def title_text(form: SurveyForm) -> FormText:
    """The title of the form."""
    found = form_words("title", form.language, partner=form.name.ja)
    other = form_words("title", form.language, partner=form.name.other).other
    return FormText(found.ja, other)


def due_text(form: SurveyForm) -> FormText | None:
    """Until when to return the form; None if the round has no such date."""
    if not form.due:
        return None
    date = PartialDate.parse(form.due)
    ja, other = (
        words_of(language).date(date) for language in ("ja", "en" if form.language == "en" else "ja")
    )
    found = form_words("due", form.language, date=ja)  # 2026年10月15日 is Chinese, too
    return FormText(found.ja, form_words("due", form.language, date=other).other)


def guide_texts(form: SurveyForm) -> tuple[FormText, ...]:
    """How the form is filled in."""
    due = due_text(form)
    guides = [form_words(key, form.language) for key in _GUIDES]
    if form.room is not None:
        key = "room" if form.room else "no room"
        guides.append(form_words(key, form.language, count=form.room))
    return (*((due,) if due else ()), *guides)


def section_title(section: FormSection) -> FormText:
    """The numbered title of a question."""
    other = f"{section.number}. {section.title.other}" if section.title.other else ""
    return FormText(f"{section.number}　{section.title.ja}", other)


def limit_text(form: SurveyForm, item: FormItem) -> FormText | None:
    """How long an answer may be; None if there is no limit."""
    return form_words("up to", form.language, count=item.limit) if item.limit else None


def form_line_text(form: SurveyForm, kind: str) -> str:
    """The line that says whose form it is, with the request to keep it."""
    return f"{form.line(kind)}　{form_words('form line', form.language).both}".replace("\n", " ")


def loose_lines(form: SurveyForm) -> Iterator[str]:
    """Yield the lines of the form outside its tables that a returned file has, too, but the form line."""
    texts = [title_text(form), form.title, *guide_texts(form), *map(section_title, form.sections)]
    texts += [form_words("thanks", form.language), form_words("guide sheet", form.language)]
    for text in texts:
        yield from (text.ja, text.other)


def label_lines(form: SurveyForm, item: FormItem) -> Iterator[str]:
    """Yield the lines of an item's label in a Word form, without its code."""
    yield from filter(None, (item.label.ja, item.label.other))
    if limit := limit_text(form, item):
        yield limit.both.replace("\n", " / ")
