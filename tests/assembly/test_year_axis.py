"""Dates on an axis: the same year at the same place, and no text over another."""

from __future__ import annotations

import random
from itertools import pairwise

from brochure.assembly.year_axis import DatedEvent, YearScale, year_axis
from brochure.document.drawing import Years, text_width
from brochure.document.partial_date import PartialDate

EDITION = PartialDate(2026, 11)
SCALE = YearScale(1980, 2030)
LENGTH = 136.0


def event(
    year: int, month: int = 0, day: int = 0, *, label: str = "MOU", is_named: bool = True
) -> DatedEvent:
    date = PartialDate(year, month, day)
    return DatedEvent(label, date, date.japanese(), is_named, f"milestones.{year}")


def axis(*events: DatedEvent, scale: YearScale = SCALE) -> Years:
    made = year_axis("年譜", events, EDITION, scale, LENGTH)
    assert made
    return made


def test_the_scale_is_that_of_the_series_and_holds_all_dates() -> None:
    assert YearScale.around([PartialDate(2014, 5), EDITION], (1980, 2030)) == SCALE
    assert YearScale.around([PartialDate(1979, 12), EDITION], (1980, 2030)) == YearScale(1970, 2030)
    assert YearScale.around([PartialDate(1983), EDITION]) == YearScale(1980, 2030)
    assert YearScale.around([PartialDate(2020), PartialDate(2020)]) == YearScale(2020, 2030)


def test_a_date_stands_at_the_same_place_whatever_is_beside_it() -> None:
    alone, among = axis(event(2014, 5, 6)), axis(event(1981, 4), event(2014, 5, 6), event(2019, 7, 15))
    assert alone.events[0].x == among.events[1].x == 0.6869
    assert among.start == among.events[0].x
    assert among.end == SCALE.share(EDITION)


def test_without_events_there_is_no_axis() -> None:
    assert year_axis("年譜", (), EDITION, SCALE, LENGTH) is None


def test_dots_tell_named_events_from_others_and_addresses_go_with_them() -> None:
    made = axis(event(2019, label="更新", is_named=False), event(2014))
    assert [(one.date, one.is_filled, one.at) for one in made.events] == [
        ("2014年", True, "milestones.2014"),
        ("2019年", False, "milestones.2019"),
    ]


def test_the_latest_date_stays_by_the_axis_and_an_earlier_one_goes_up() -> None:
    made = axis(event(2016), event(2023, 7, 20, label="MOU再締結"))
    assert [one.row for one in made.events] == [1, 0]
    assert made.rows == 2


def test_no_text_lies_over_another_or_over_the_edge() -> None:
    lots = random.Random(11)
    for _ in range(200):
        events = [
            event(
                lots.randint(1980, 2026),
                lots.randint(1, 12),
                3,
                label=lots.choice(["MOU", "友好提携宣言", "更新"]),
            )
            for _ in range(lots.randint(1, 7))
        ]
        spans: dict[int, list[tuple[float, float]]] = {}
        for one in axis(*events).events:
            width = text_width(f"{one.label} {one.date}", 8)
            left = one.x * LENGTH + (1.4 - width if one.ends else -1.4)
            assert left > -2
            assert left + width < LENGTH * 1.3
            spans.setdefault(one.row, []).append((left, left + width))
        for taken in spans.values():
            taken.sort()
            assert all(before[1] < after[0] for before, after in pairwise(taken))


def test_a_long_scale_has_few_ticks() -> None:
    ticks = YearScale(1500, 2030).ticks(1.0)
    assert 3 <= len(ticks) <= 9
    assert [tick.year for tick in SCALE.ticks(0.93)] == ["1980", "1990", "2000", "2010", "2020"]
