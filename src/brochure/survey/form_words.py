"""The words of questionnaires, from ``form_words.yaml``: in Japanese, and in the partner's language."""

from __future__ import annotations

from functools import cache

from brochure.diagnostics.package import package_root
from brochure.diagnostics.text_files import parse_texts
from brochure.survey.form import FormText

FORM_LANGUAGES = ("ja", "en", "zh")


@cache
def _words() -> dict[str, dict[str, str]]:
    return parse_texts((package_root() / "survey" / "form_words.yaml").read_text("utf-8"))


def form_words(key: str, language: str, **details: object) -> FormText:
    """The words for a key, in Japanese and in ``language``; both get the same details."""
    found = _words()[key]
    other = "" if language == "ja" else found[language].format(**details)
    return FormText(found["ja"].format(**details), other)


def filled_words(key: str, language: str, **details: FormText) -> FormText:
    """The same with details in two languages; one that lacks the other language is Japanese in both."""
    found = _words()[key]
    ja = found["ja"].format(**{name: text.ja for name, text in details.items()})
    if language == "ja":
        return FormText(ja)
    others = {name: text.other or text.ja for name, text in details.items()}
    return FormText(ja, found[language].format(**others))


def words_in(key: str, language: str, **details: object) -> str:
    """The words for a key in one language."""
    return _words()[key][language].format(**details)


def all_form_words() -> dict[str, dict[str, str]]:
    """Every key with its words in all languages."""
    return _words()
