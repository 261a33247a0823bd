"""Each value of a partner is as before, confirmed or changed; its place in the file means nothing."""

from __future__ import annotations

import random

from brochure.document.partial_date import PartialDate
from brochure.editions.edition_values import EditionValue, ValueState, edition_values, value_states
from brochure.schema.confirmation_file import ConfirmedValue
from brochure.schema.yaml_reader import YamlText, parse_yaml
from law import law

PROFILE = """\
partner: {name: 架空市, kind: city}
edition: 2026-11
answers:
  what:
    - bullets: [海に面しています。, 人口は10万人です。]
    - marks: support
      marked: [b, a]
      none: rest
"""


def values(text: str) -> tuple[EditionValue, ...]:
    return edition_values(parse_yaml(text.encode(), "p.yaml"))


def states(now: str, before: str, confirmed: tuple[ConfirmedValue, ...] = ()) -> dict[str, ValueState]:
    return {value.text: state for value, state in value_states(values(now), values(before), confirmed)}


def test_a_changed_value_is_changed_and_the_others_are_as_before() -> None:
    found = states(PROFILE.replace("10万", "11万").replace("2026-11", "2027"), PROFILE)
    assert found == {
        "架空市": ValueState.KEPT,
        "海に面しています。": ValueState.KEPT,
        "人口は11万人です。": ValueState.CHANGED,
        "support; marked: a, b; none: rest; other: ": ValueState.KEPT,
    }
    marks = states(PROFILE.replace("[b, a]", "[a]"), PROFILE)
    assert marks["support; marked: a; none: rest; other: "] is ValueState.CHANGED
    assert set(states(PROFILE, "partner: {}\n").values()) == {ValueState.CHANGED}


def test_what_was_confirmed_stays_confirmed_until_its_words_change() -> None:
    (name, sea, *_) = values(PROFILE)
    sure = ConfirmedValue("p", sea.at, sea.digest, "架空花子", PartialDate(2027))
    assert states(PROFILE, PROFILE, (sure,))["海に面しています。"] is ValueState.CONFIRMED
    edited = PROFILE.replace("海に", "湖に")
    assert states(edited, PROFILE, (sure,))["湖に面しています。"] is ValueState.CHANGED
    assert (name.at, sea.at, str(sea.place)) == ("partner.name", "answers.what.0.bullets.0", "p.yaml:5:17")


@law(sample=50, full=2000)
def test_values_that_move_within_their_question_are_as_before(seed: int) -> None:
    dice = random.Random(seed)
    texts = [f"文{dice.randrange(6)}。" for _ in range(dice.randrange(1, 8))]
    moved = dice.sample(texts, len(texts))

    def profile(lines: list[str]) -> YamlText:
        text = "answers:\n  what:\n    - bullets:\n" + "".join(f"        - {line}\n" for line in lines)
        return parse_yaml(text.encode(), "p.yaml")

    found = value_states(edition_values(profile(moved)), edition_values(profile(texts)), ())
    assert {state for _, state in found} == {ValueState.KEPT}
    more = value_states(edition_values(profile([*moved, moved[0]])), edition_values(profile(texts)), ())
    assert [state for _, state in more].count(ValueState.CHANGED) == 1
