"""Counts the problems of the partners in a thread of its own, so that the list need not wait for them."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brochure.build.comments import comments_path
from brochure.build.link_record import LINKS_FILE
from brochure.desk.events import Events
from brochure.desk.partner_rows import Stamp, file_stamp
from brochure.desk.shared import LAYOUT, SharedInputs
from brochure.diagnostics.problem import BrochureError, Problem
from brochure.schema.house_words import WORDS_FILE
from brochure.storage.workspace import Workspace

if TYPE_CHECKING:
    from brochure.assembly.stale_values import StaleValue
    from brochure.build.load import SharedInput
    from brochure.schema.profile import Profile

_AGAIN_AFTER = {"saved", "changed", "partners"}  # kinds of events after which files may be others
_REST = 0.01  # seconds between two partners: other threads come first


@dataclass(frozen=True, slots=True)
class CheckedPartner:
    """How many problems a partner has, what of its file is stale, and the state of the files then."""

    key: tuple[object, ...]
    errors: int
    warnings: int
    stale: tuple[StaleValue, ...] = ()


@dataclass(slots=True)
class PartnerChecks:
    """The counts of problems, and the thread that makes them.

    Attributes:
        delay: Seconds before the first check, in which the page is sent, and after each save.
        problems: The problems of the files that all partners share; while there are errors in them, no
            partner can be checked.
    """

    delay: float = 0.5
    problems: tuple[Problem, ...] = ()
    _found: dict[str, CheckedPartner] = field(default_factory=dict)
    _thread: threading.Thread | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _wake: threading.Event = field(default_factory=threading.Event)

    def begin(self, where: Workspace, events: Events, shared: SharedInputs) -> None:
        """Check the partners whose files changed, from now on after each save, until the desk stops."""
        with self._lock:
            self._wake.set()
            if self._thread is None:
                args = (where, events, shared, events.last)
                self._thread = threading.Thread(target=self._run, args=args, name="checks", daemon=True)
                self._thread.start()

    def count(self, where: Workspace, name: str) -> CheckedPartner | None:
        """Return the counts of a partner; None if its own files changed since, or it was never checked."""
        found = self._found.get(name)
        return found if found and found.key[1:] == _own_stamps(where, name) else None

    def _run(self, where: Workspace, events: Events, shared: SharedInputs, last: int) -> None:
        end = events.listen(self._wake.set)
        is_first = True
        try:
            while True:
                self._wake.wait()
                self._wake.clear()
                said = events.since(last)
                last = said[-1][0] if said else last
                kinds = {str(event["kind"]) for _, event in said}
                if "stopping" in kinds:
                    return
                if is_first or kinds & _AGAIN_AFTER or not said:
                    is_first = False
                    _stop_waiting.wait(self.delay)
                    self.check_all(where, events, shared)
        finally:
            end()

    def check_all(self, where: Workspace, events: Events, shared: SharedInputs) -> None:
        """Check each partner whose files changed, and tell the event ``checked`` of each."""
        try:
            names = where.names()
            state = tuple(_shared_stamps(where))
            common = shared.load(LAYOUT)
        except BrochureError as error:
            if self.problems != error.problems:
                self.problems = error.problems
                events.tell("partners")
            return
        if self.problems:
            self.problems = ()
            events.tell("partners")
        for name in names:
            key = (state, *_own_stamps(where, name))
            former = self._found.get(name)
            if former and former.key == key:
                continue
            found = self._found[name] = _check(where, name, common, key)
            told = {"errors": found.errors, "warnings": found.warnings, "stale": told_stale(found)}
            events.tell("checked", doc=f"profiles/{name}", **told)
            _stop_waiting.wait(_REST)


_stop_waiting = threading.Event()  # never set: waiting for it is a pause in which other threads run


def told_stale(found: CheckedPartner) -> list[dict[str, Any]]:
    """Return the stale values of a partner as JSON, the most urgent first."""
    from brochure.assembly.stale_values import most_urgent_first

    return [
        {"value": one.value, "reason": one.reason, "date": one.date, "months": one.months, "at": one.at}
        for one in most_urgent_first(found.stale)
    ]


def _check(where: Workspace, name: str, common: SharedInput, key: tuple[object, ...]) -> CheckedPartner:
    """The numbers of errors and warnings of a partner, without those of the files that all share."""
    from brochure.assembly.stale_values import stale_values
    from brochure.assembly.texts import SERIES
    from brochure.build.check import check_partner, reference_problems

    profiles: list[Profile] = []
    try:
        warnings: tuple[Problem, ...] = check_partner(where, name, common, profiles)
        errors: tuple[Problem, ...] = ()
    except BrochureError as error:
        errors, warnings = error.problems, error.warnings
    except Exception:  # a mistake of ours; the other partners are checked all the same
        sys.excepthook(*sys.exc_info())
        return CheckedPartner(key, 1, 0)
    others = {*common.warnings, *reference_problems(common)}
    stale = [one for profile in profiles for one in stale_values(profile, common.series)]
    return CheckedPartner(
        key,
        len([one for one in errors if one not in others]),
        len([one for one in warnings if one not in others]),
        tuple(one for one in stale if not one.at.startswith(SERIES)),  # the series' are not the partner's
    )


def _own_stamps(where: Workspace, name: str) -> tuple[Stamp, Stamp]:
    return file_stamp(where.profiles / f"{name}.yaml"), file_stamp(comments_path(where, name))


def _shared_stamps(where: Workspace) -> Iterator[tuple[str, Stamp]]:
    """The state of the files that several partners use: series, sources, words, links, pictures, layout."""
    for name in (WORDS_FILE, LINKS_FILE):
        yield name, file_stamp(where.root / name)
    names = {f"{name}.yaml" for name in where.names()}
    for path in _files_in(where.profiles):
        if path.parent != where.profiles or path.name not in names:
            yield str(path), file_stamp(path)
    for folder in (where.root / "pictures", where.layout(LAYOUT)):
        for path in _files_in(folder):
            yield str(path), file_stamp(path)


def _files_in(folder: Path) -> Iterator[Path]:
    for here, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            yield Path(here) / name
