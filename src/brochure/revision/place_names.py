"""Addresses of texts in words, such as 「1 どのような機関ですか？」箇条書き 2, for editors."""

from __future__ import annotations

import re
from collections.abc import Mapping

from brochure.diagnostics.text_files import Lang, load_texts
from brochure.document.tree import BLOCK_KINDS
from brochure.schema.profile import kinds_by_text_key
from brochure.schema.yaml_reader import Data

_INDEX = re.compile("[0-9]{1,9}")
WORDS = "revision/words"  # words.en.yaml and words.ja.yaml

_IN_BLOCK = (  # addresses after answers.<question>.<block>
    (re.compile(r"bullets\.(\d+)"), "place bullet"),
    (re.compile(r"items\.(\d+)\.title"), "place callout title"),
    (re.compile(r"items\.\d+\.numbers\.(\d+)(?:\..+)?"), "place callout number"),
    (re.compile(r"items\.\d+\.numbers()"), "place callout numbers"),
    (re.compile(r"items\.(\d+)(?:\.text)?"), "place callout text"),
    (re.compile(r"strip\.(\d+)(?:\..+)?"), "place strip"),
    (re.compile(r"cases\.(\d+)\.title"), "place case title"),
    (re.compile(r"cases\.(\d+)(?:\.text)?"), "place case text"),
    (re.compile(r"rows\.(\d+)(?:\..+)?"), "place row"),
    (re.compile(r"topics\.(.+)"), "place topic"),
    (re.compile(r"other()"), "place other"),
)
_PLACES = (
    (re.compile(r"partner\.name()"), "place name"),
    (re.compile(r"partner\.(?:reading|latin|native)()"), "place reading"),
    (re.compile(r"partner\.country()"), "place kicker"),
    (re.compile(r"milestones\.(\d+)(?:\..+)?"), "place milestone"),
    (re.compile(r"place\..+()"), "place map"),
    (re.compile(r"(?:photo|flag)(?:\..+)?()"), "place picture"),
    (re.compile(r"notes\.(.+)"), "place note"),
    (re.compile(r"sources\.(\d+)(?:\..+)?"), "place source"),
    (re.compile(r"contact\..+()"), "place contact"),
    (re.compile(r"(?:edition|as_of)()"), "place edition"),
    (re.compile(r"_series:.+()"), "place series"),
    (re.compile(r"_words:.+()"), "place words"),
)


def place_in_words(address: str, series: Data, lang: Lang) -> str:
    """Return an address in words; an address that has no words is returned unchanged.

    Args:
        address: The address of a text, such as ``answers.about.0.bullets.1``.
        series: The data of the series file, for the questions.
        lang: The language in use.
    """
    words = load_texts(WORDS, lang)
    steps = address.split(".", maxsplit=3)
    if steps[0] == "answers" and len(steps) > 1:
        within = steps[3] if len(steps) > 3 else ""
        kind = BLOCK_KINDS.get(kinds_by_text_key().get(within, within))
        named = _first_match(_IN_BLOCK, within, words, kind.name(lang) if kind else "")
        return f"{_question(steps[1], series)} {named}".strip()
    return _first_match(_PLACES, address, words, address)


def _first_match(
    patterns: tuple[tuple[re.Pattern[str], str], ...], text: str, words: Mapping[str, str], otherwise: str
) -> str:
    for pattern, key in patterns:
        if found := pattern.fullmatch(text):
            what = str(int(found[1]) + 1) if _INDEX.fullmatch(found[1]) else found[1]
            return words[key].format(what=what).strip()
    return otherwise


def _question(name: str, series: Data) -> str:
    """The question with its number."""
    questions = series.get("questions") if isinstance(series, dict) else None
    if not isinstance(questions, dict) or name not in questions:
        return name
    return f"{[*questions].index(name) + 1} {questions[name]}"
