"""The words and hidden names of a form that was sent, ready to be looked up by what came back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from brochure.survey.form import FormItem, FormTable, Role, SurveyForm, squashed, witness_name
from brochure.survey.form_lines import column_heads, label_lines, loose_lines, section_title, title_text
from brochure.survey.form_words import form_words

_EXCEL_HEADS = ("code", "item", "held", "answer", "new", "limit")


@dataclass(frozen=True)
class KnownForm:
    """What was sent, ready to be looked up."""

    form: SurveyForm

    @cached_property
    def items(self) -> dict[str, tuple[FormTable, FormItem]]:
        """The items by code."""
        return {item.code: (table, item) for table in self.form.tables() for item in table.items}

    @cached_property
    def names(self) -> dict[str, tuple[str, Role | None]]:
        """Hidden names: the code of their item, and the role of their cell."""
        found: dict[str, tuple[str, Role | None]] = {}
        for code, (_, item) in self.items.items():
            found[item.at] = (code, None)
            for role in Role:
                found[witness_name(item.at, role)] = (code, role)
                found[f"{code}#{role.value}"] = (code, role)
        return found

    @cached_property
    def labels(self) -> dict[str, str]:
        """The codes by label, if no other item has it."""
        named = [(label, code) for code, (_, item) in self.items.items() for label in self.label_forms(item)]
        count = Counter(label for label, _ in named)
        return {label: code for label, code in named if count[label] == 1}

    @cached_property
    def heads(self) -> dict[str, str]:
        """The heads of columns, by what they say: the name of the column, or its role."""
        found: dict[str, str] = {"id": "id"}
        words = [(name, form_words(name, self.form.language)) for name in _EXCEL_HEADS]
        words += [
            (head.name, head.text) for table in self.form.tables() for head in column_heads(self.form, table)
        ]
        for name, text in words:
            for said in (text.ja, text.other, text.both):
                if said:
                    found.setdefault(squashed(said), name)
        return found

    @cached_property
    def sent(self) -> frozenset[str]:
        """The lines beside the tables."""
        lines = [squashed(line) for line in loose_lines(self.form) if line]
        titles = [squashed(section_title(section).both) for section in self.form.sections]
        return frozenset((*lines, *titles))

    @cached_property
    def beside_form_line(self) -> tuple[str, ...]:
        """What stands on a line with the form line."""
        request, title = form_words("form line", self.form.language), title_text(self.form)
        return squashed(request.both), squashed(request.ja), squashed(title.ja)

    def label_forms(self, item: FormItem) -> set[str]:
        """The label of an item without its code, for comparison: with the limit, as in Word, and without."""
        lines = squashed("".join(label_lines(self.form, item)))
        return {lines, squashed(item.label.both)}
