"""Marks of a table of topics, as editors type them, and the lists of the profile that they come from."""

from __future__ import annotations

from collections.abc import Sequence

from brochure.document.tree import Answer
from brochure.schema.series import SeriesData
from brochure.schema.yaml_reader import Data, Path, YamlText

__all__ = ["Answer", "answer", "current", "lists"]

_MARKED = {
    "○",
    "〇",
    "◯",
    "O",
    "o",
    "Ｏ",
    "ｏ",
    "0",
    "●",
    "◎",
    "☑",
    "✓",
    "✔",
    "✅",
    "レ",
    "有",
    "あり",
    "提供あり",
}
_NONE = {"-", "–", "—", "‐", "‑", "−", "－", "ー", "─", "×", "✕", "✗", "☐", "無", "なし"}


def answer(text: str) -> Answer | None:
    """What a typed mark means, or None if it may mean several things.

    >>> answer("〇"), answer("－"), answer(""), answer("△")
    (<Answer.MARKED: 'marked'>, <Answer.NONE: 'none'>, <Answer.UNANSWERED: 'unanswered'>, None)
    """
    bare = text.strip(" \t\n\u3000")
    if not bare:
        return Answer.UNANSWERED
    if bare in _MARKED:
        return Answer.MARKED
    return Answer.NONE if bare in _NONE else None


def current(block: Data, topic: str) -> Answer:
    """What a block of the profile says of a topic."""
    if not isinstance(block, dict):
        return Answer.UNANSWERED
    marked, none = block.get("marked") or [], block.get("none") or []
    if isinstance(marked, list) and topic in marked:
        return Answer.MARKED
    if none == "rest" or (isinstance(none, list) and topic in none):
        return Answer.NONE
    return Answer.UNANSWERED


def lists(block: dict[str, Data], topics: Sequence[str], wanted: dict[str, Answer]) -> dict[str, Data]:
    """The lists of a block with other answers; ``rest`` stays as long as it is true.

    Args:
        block: As it is.
        topics: All topics of the table, in the order of the series.
        wanted: Answers that change.

    Returns:
        ``marked`` and ``none`` as far as they change.
    """
    answers = {topic: wanted.get(topic, current(block, topic)) for topic in topics}
    made: dict[str, Data] = {}
    for key, meant in (("marked", Answer.MARKED), ("none", Answer.NONE)):
        before = block.get(key) or []
        listed = [topic for topic in topics if answers[topic] is meant]
        if key == "none" and before == "rest":
            if all(one is not Answer.UNANSWERED for one in answers.values()):
                continue
            made[key] = [*listed]
            continue
        kept = [topic for topic in before if topic in listed] if isinstance(before, list) else []
        after = [*kept, *(topic for topic in listed if topic not in kept)]
        if after != before:
            made[key] = [*after]
    return made


def topics_by_block(source: YamlText, series: SeriesData) -> dict[Path, list[str]]:
    """The topics of the mark tables of a profile, by block."""
    answers = source.data.get("answers") if isinstance(source.data, dict) else None
    found: dict[Path, list[str]] = {}
    for question, blocks in answers.items() if isinstance(answers, dict) else ():
        for index, block in enumerate(blocks if isinstance(blocks, list) else ()):
            table = series.marks.get(str(block.get("marks"))) if isinstance(block, dict) else None
            if table:
                found["answers", question, index] = list(table.topics)
    return found
