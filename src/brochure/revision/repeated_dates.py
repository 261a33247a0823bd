"""Warn of a date that changes in one of its places only: on the axis of years, or in a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from brochure.diagnostics.problem import Problem, problem
from brochure.document.written_date import DateError, read_date
from brochure.revision.change import ChangeKind
from brochure.revision.date_edits import same_dates
from brochure.revision.merge3 import MergeState
from brochure.revision.review import Review
from brochure.schema.yaml_reader import Data, YamlPath


def half_changed_dates(review: Review) -> Iterator[Problem]:
    """Yield a warning for each place that keeps a date which changes elsewhere (D253).

    Only dates with a month count: that two events are of one year says nothing.
    """
    dates = dict(_dates(review.now.data))
    changed = {m.path: m for m in review.merges if m.state is not MergeState.DONE and m.path in dates}
    for one in changed.values():
        before, after = one.change.before, one.change.after
        is_new = one.change.kind is ChangeKind.SET and not same_dates(before, after)
        if not (is_new and _has_month(before)):
            continue
        for other, value in dates.items():
            if other not in changed and same_dates(value, before):
                there = replace(review.now.locate(other), file=review.shown)
                yield problem(
                    "D253", review.locate(one.change), date=str(before), after=str(after), where=there
                )


def _dates(data: Data, path: YamlPath = ()) -> Iterator[tuple[YamlPath, Data]]:
    """The dates of milestones and of rows in tables, with their paths."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key == "date" and path[:1] in (("milestones",), ("answers",)):
                yield (*path, key), value
            elif path or key in ("milestones", "answers"):
                yield from _dates(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _dates(value, (*path, index))


def _has_month(value: Data) -> bool:
    try:
        return bool(read_date(str(value)).date.month)
    except DateError:
        return False
