"""Laws: tests over random cases. An ordinary run takes a sample of each, ``make laws`` the full number.

A law is told by its decorator, in one of three forms. The first gets a ``seed`` and makes its case from it,
one test for each, so that several processes share them; the second has Hypothesis make the cases; the third
has a list of cases, of which a sample takes the first::

    @law(sample=12, full=600)
    def test_no_note_of_a_random_partner_is_lost(seed: int) -> None: ...

    @law(sample=100, full=5000)
    @given(st.text())
    def test_tokens_are_the_text(text: str) -> None: ...

    @listed_law("name", PARTNERS, sample=2, full=10)
    def test_every_value_of_a_partner_has_its_place(name: str) -> None: ...

A sample is the same each time: seeds follow from ``BASE``, Hypothesis is derandomized. The environment
asks for other cases; a law that fails prints what to ask for::

    LAWS=full         the full number of cases
    LAWS_SEED=20317   what the cases of a full run follow from; drawn and printed if it is not given
    LAWS_CASE=4711    this case alone
"""

from __future__ import annotations

import functools
import gc
import os
import random
import re
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import hypothesis
import pytest

BASE = 20261101
"""What the seeds of a sample follow from. Another number is another sample: choose one if you like."""

CASES = "law: cases"
CPU = "law: seconds of CPU"
AGAIN = "law: to run this case again"

_BLOB = re.compile(r"@reproduce_failure\('[^']*', b'([^']+)'\)")
_BEGAN = pytest.StashKey[float]()
Test = TypeVar("Test", bound=Callable[..., None])


@dataclass(frozen=True, slots=True)
class Asked:
    """Which cases the environment asks for; ``seed`` is of use in a full run only."""

    full: bool
    seed: str
    case: str


@dataclass(slots=True)
class _Count:
    """How many cases Hypothesis has tried in the test that runs now."""

    cases: int = 0


_COUNT = _Count()


def asked() -> Asked:
    """Read the environment.

    Raises:
        pytest.UsageError: ``LAWS`` is neither empty nor ``full``.
    """
    extent = os.environ.get("LAWS", "")
    if extent not in ("", "full"):
        raise pytest.UsageError(f"LAWS={extent} is unknown: LAWS=full runs the full number of cases")
    return Asked(extent == "full", os.environ.get("LAWS_SEED", ""), os.environ.get("LAWS_CASE", ""))


def law(*, sample: int, full: int) -> Callable[[Test], Test]:
    """Mark a test as a law, and give it its cases.

    Args:
        sample: How many cases an ordinary run takes.
        full: How many cases ``make laws`` takes.
    """

    def marked(test: Test) -> Test:
        wanted = asked()
        number = full if wanted.full else sample
        by_hypothesis = hasattr(test, "hypothesis")
        made: Test = _drawn(test, number, wanted) if by_hypothesis else _seeded(test, number, wanted)
        pytest.mark.law(sample=sample, full=full)(made)
        return made

    return marked


def listed_law(names: str, cases: Sequence[Any], *, sample: int, full: int) -> Callable[[Test], Test]:
    """Mark a test over listed cases as a law; an ordinary run takes the first ones.

    Args:
        names: The arguments of the test, as for ``parametrize``.
        cases: All cases.
        sample: How many cases an ordinary run takes.
        full: How many cases there are: the page of laws has the number from here.

    Raises:
        pytest.UsageError: There are more or fewer cases than ``full``.
    """
    if len(cases) != full:
        raise pytest.UsageError(f"full={full}, but the law has {len(cases)} cases")

    def marked(test: Test) -> Test:
        chosen = cases if asked().full else cases[:sample]
        made: Test = pytest.mark.parametrize(names, chosen)(test)
        pytest.mark.law(sample=sample, full=full)(made)
        return made

    return marked


def _seeded(test: Any, number: int, wanted: Asked) -> Any:
    base = wanted.seed if wanted.full else BASE
    seeds = random.Random(f"{base} {test.__name__}").sample(range(10**6), number)
    if wanted.case.isdecimal():
        seeds = [int(wanted.case)]
    return pytest.mark.parametrize("seed", seeds)(test)


def _drawn(test: Any, number: int, wanted: Asked) -> Any:
    chosen = hypothesis.settings(
        max_examples=number,
        derandomize=not wanted.full,
        database=None,
        print_blob=True,
        deadline=None,  # a slow machine breaks no law
        suppress_health_check=[hypothesis.HealthCheck.too_slow],
    )
    made = chosen(test)
    if wanted.case and not wanted.case.isdecimal():
        made = hypothesis.reproduce_failure(hypothesis.__version__, wanted.case.encode())(made)
    elif wanted.full:
        made = hypothesis.seed(f"{wanted.seed} {test.__name__}")(made)
    made.hypothesis.inner_test = _counted(made.hypothesis.inner_test)
    return made


def _counted(inner: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(inner)
    def counted(*arguments: Any, **named: Any) -> None:
        __tracebackhide__ = True
        inner(*arguments, **named)  # does not return where the case is not one the law speaks of
        _COUNT.cases += 1

    return counted


# --- what pytest calls ------------------------------------------------------------------------


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker, and draw a seed before other processes are started, which inherit it."""
    config.addinivalue_line("markers", "law(sample, full): a law over random cases; see tests/support/law.py")
    if asked().full:
        os.environ.setdefault("LAWS_SEED", str(time.time_ns() % 10**9))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what the cases of a full run followed from."""
    wanted = asked()
    if wanted.full:
        terminalreporter.write_line(f"laws in full: LAWS_SEED={wanted.seed}")


def _spent() -> float:
    """Seconds of CPU of this process and of those it has waited for."""
    return sum(os.times()[:4])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Take the time at which a test begins."""
    item.stash[_BEGAN] = _spent()
    _COUNT.cases = 0
    return (yield)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> None:
    """Unfreeze the objects that the renderer froze, before a law runs.

    Hypothesis asks the garbage collector what refers to its random numbers, and warns if nothing does. The
    collector does not look at frozen objects; in Python 3.14 the one that refers to them may be frozen.
    """
    if item.get_closest_marker("law"):
        gc.unfreeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tell of a law how many cases it had, what they cost, and how to repeat the one that failed."""
    report = yield
    if item.get_closest_marker("law"):
        if call.when == "call":
            report.user_properties.append((CASES, _COUNT.cases or 1))
        elif call.when == "teardown":
            report.user_properties.append((CPU, _spent() - item.stash[_BEGAN]))
        if report.failed:
            report.sections.append((AGAIN, again(item, report.longreprtext)))
    return report


def again(item: pytest.Item, told: str) -> str:
    """The command that runs a failed case again, and no other.

    Args:
        item: The test that failed.
        told: What is printed of the failure; Hypothesis hides the case in it.
    """
    wanted = asked()
    seed = getattr(item, "callspec", None) and item.callspec.params.get("seed")  # type: ignore[attr-defined]
    blob = _BLOB.search(told)
    if seed is not None:
        settings = f"LAWS_CASE={seed}"
    elif blob or wanted.case:  # what is repeated has no blob
        settings = f"LAWS_CASE={blob[1] if blob else wanted.case}"
    else:
        settings = f"LAWS=full LAWS_SEED={wanted.seed}" if wanted.full else ""
    return f"{settings} .venv/bin/pytest '{item.nodeid}'".strip()
