"""Mark tables: read marks as editors type them, and update the lists of topics in the profile."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from brochure.document.tree import Answer
from brochure.schema.series import SeriesData
from brochure.schema.survey_rounds import topics_of_round
from brochure.schema.yaml_reader import Data, YamlPath, YamlText

__all__ = [
    "Answer",
    "answer_of_mark",
    "changed_topic_lists",
    "current_answer",
    "is_certain_mark",
    "legend_words",
    "topics_by_block",
]

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
    "はい",
}
_NONE = {"-", "–", "—", "‐", "‑", "−", "－", "ー", "─", "×", "✕", "✗", "☐", "無", "なし", "いいえ"}
_UNANSWERED = {"", "回答なし", "未回答", "無回答", "空欄", "不明"}


def answer_of_mark(text: str) -> Answer | None:
    """Return the answer that a typed mark stands for; None for an unknown mark.

    >>> answer_of_mark("〇"), answer_of_mark("－"), answer_of_mark(""), answer_of_mark("△")
    (<Answer.MARKED: 'marked'>, <Answer.NONE: 'none'>, <Answer.UNANSWERED: 'unanswered'>, None)
    """
    bare = text.strip(" \t\n\u3000")
    if bare in _UNANSWERED:
        return Answer.UNANSWERED
    if bare in _MARKED:
        return Answer.MARKED
    return Answer.NONE if bare in _NONE else None


# Marks with more than one meaning: ◎ may be “especially”, × may be “not known”, レ and 0 may be slips.
_DOUBTFUL = {"◎", "●", "レ", "0", "×", "✕", "✗"}


def is_certain_mark(text: str) -> bool:
    """Whether a typed mark has one meaning only; the others are answers that a person must confirm.

    >>> is_certain_mark("〇"), is_certain_mark(" ◎ ")
    (True, False)
    """
    return text.strip(" \t\n\u3000") not in _DOUBTFUL


def current_answer(block: Data, topic: str, asked: Collection[str] | None = None) -> Answer:
    """Return the answer for a topic in a block of the profile.

    ``asked`` are the topics of the survey round that the block belongs to, if it belongs to one.
    """
    if asked is not None and topic not in asked:
        return Answer.NOT_ASKED
    if not isinstance(block, dict):
        return Answer.UNANSWERED
    marked, none = block.get("marked") or [], block.get("none") or []
    if isinstance(marked, list) and topic in marked:
        return Answer.MARKED
    if none == "rest" or (isinstance(none, list) and topic in none):
        return Answer.NONE
    return Answer.UNANSWERED


def legend_words(series: SeriesData) -> dict[str, Answer]:
    """Return the answers that the words of all legends stand for; words with two meanings are left out."""
    found: dict[str, set[Answer]] = {}
    for table in series.marks.values():
        for answer in Answer:
            if words := getattr(table.legend, answer.value):
                found.setdefault(words.strip(), set()).add(answer)
    return {words: next(iter(answers)) for words, answers in found.items() if len(answers) == 1}


def changed_topic_lists(
    block: dict[str, Data], topics: Sequence[str], wanted: dict[str, Answer]
) -> dict[str, Data]:
    """Return the lists of a block after answers changed; ``none: rest`` stays if it is still true.

    Args:
        block: The block before the change.
        topics: All topics of the table, in the order of the series.
        wanted: The changed answers, by topic.

    Returns:
        The new values of ``marked`` and ``none``, each only if it changes.
    """
    answers = {topic: wanted.get(topic, current_answer(block, topic)) for topic in topics}
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


def topics_by_block(source: YamlText, series: SeriesData) -> dict[YamlPath, list[str]]:
    """Return the topics of the mark tables of a profile that could be answered, by the path of the block."""
    profile = source.data if isinstance(source.data, dict) else {}
    answers = profile.get("answers")
    found: dict[YamlPath, list[str]] = {}
    for question, blocks in answers.items() if isinstance(answers, dict) else ():
        for index, block in enumerate(blocks if isinstance(blocks, list) else ()):
            table = series.marks.get(str(block.get("marks"))) if isinstance(block, dict) else None
            if table and isinstance(block, dict):
                asked = topics_of_round(series.surveys, profile, block)
                topics = [topic for topic in table.topics if asked is None or topic in asked]
                found["answers", question, index] = topics
    return found
