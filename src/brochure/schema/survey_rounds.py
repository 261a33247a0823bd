"""Rounds of a survey: what partners were asked, when, and to which round an answer belongs.

A round keeps the topics and questions as they were when it was opened. So ``none: rest`` of an answer means
the rest of that round, and a topic that the series gets later says nothing about partners that were asked
before.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from brochure.schema.base import Date, Key, Plain, Strict, Unprinted, described
from brochure.schema.yaml_reader import YamlText


class SurveyDef(Strict):
    """A round of a survey; ``brochure survey open`` writes it."""

    title: Plain | None = described("調査の名前", "Title of the survey.", default=None)
    asked: Date = described("いつ尋ねたか。例：2026-09", "When the partners were asked.")
    due: Date | None = described(
        "返送の期限。調査票に印刷され、survey status が過ぎたものを示します。例：2026-10-15",
        "Until when answers are due; printed on the questionnaires, and survey status shows what is overdue.",
        default=None,
    )
    questions: dict[Key, Unprinted] = described(
        "そのときの質問（名前と文言）。書き換えません",
        "The questions as they were, by id; they stay as they are.",
        default={},
    )
    marks: dict[Key, dict[Key, Unprinted]] = described(
        "そのときの星取表の項目（名前と文言）。書き換えません",
        "The topics of mark tables as they were, by table and id; they stay as they are.",
        default={},
    )
    reworded: list[Unprinted] = described(
        "あとで文言を直したが、意味は同じもの。例：marks.support.grants、questions.about",
        "Topics and questions whose words were changed later and that mean the same, such as "
        "marks.support.grants or questions.about.",
        default=[],
    )

    def topics(self, table: str) -> Collection[str]:
        """The topics of a mark table that were asked, in their order; none if the table was not."""
        return self.marks.get(table, {})


def round_of(profile: Mapping[str, Any], block: Mapping[str, Any]) -> str:
    """The round of an answer: that of its block, or of the profile; empty if none is named.

    Both are data as typed in YAML.

    >>> round_of({"survey": "2019-11"}, {"marks": "support", "survey": "2026-09"})
    '2026-09'
    """
    own = block.get("survey") or profile.get("survey")
    return own if isinstance(own, str) else ""


def topics_of_round(
    surveys: Mapping[str, SurveyDef], profile: Mapping[str, Any], block: Mapping[str, Any]
) -> Collection[str] | None:
    """The topics of a block's mark table that its round asked; None if the answer belongs to no round."""
    own = surveys.get(round_of(profile, block))
    return None if own is None else own.topics(str(block.get("marks")))


def asked_topics(series: YamlText, profile: YamlText, block: Mapping[str, Any]) -> list[str] | None:
    """The same for a series as it was sent, which may be one that is no longer valid."""
    name = round_of(profile.data if isinstance(profile.data, dict) else {}, block)
    try:
        return list(series.value(("surveys", name, "marks", str(block.get("marks")))))  # type: ignore[arg-type]
    except (KeyError, TypeError):
        return None


def latest_round(surveys: Mapping[str, SurveyDef]) -> str:
    """The round that was asked last; empty if there is none."""
    return max(surveys, key=lambda name: surveys[name].asked.iso(), default="")
