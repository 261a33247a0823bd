"""Laws of several processes: order, crashes, interruption, and that none is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from multiprocessing import active_children
from pathlib import Path

import pytest

from brochure.build import processes as crew

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
SRC = Path(__file__).parent.parent / "src"


@pytest.fixture(autouse=True)
def nobody_is_left() -> Iterator[None]:
    """No process outlives its test."""
    yield
    for child in active_children():
        child.join(5)
    assert not active_children()


def test_results_come_in_the_order_of_the_items_from_several_processes() -> None:
    def slow_first(item: int) -> tuple[int, int]:
        time.sleep(0.2 if item == 0 else 0)
        return item, os.getpid()

    found = list(crew.mapped(slow_first, range(6), 2))
    assert [item for item, _ in found] == list(range(6))
    assert len({pid for _, pid in found}) == 2
    assert os.getpid() not in {pid for _, pid in found}


def test_one_process_is_this_one() -> None:
    assert set(crew.mapped(lambda _: os.getpid(), [1, 2], 1)) == {os.getpid()}


@pytest.mark.parametrize("killed", [True, False])
def test_a_crash_is_told_by_its_item(killed: bool) -> None:
    def crash(item: str) -> str:
        if item == "bad":
            os.kill(os.getpid(), signal.SIGKILL) if killed else os._exit(3)
        time.sleep(0.2)
        return item

    with pytest.raises(crew.CrashError) as raised:
        list(crew.mapped(crash, ["good", "fine", "bad", "well"], 2))
    assert raised.value.index == 2


def test_who_wants_no_more_does_not_wait() -> None:
    def wait(item: int) -> int:
        time.sleep(30 * item)
        return item

    begun = time.monotonic()
    results = crew.mapped(wait, [0, 1, 1], 2)
    assert next(results) == 0
    results.close()  # type: ignore[attr-defined]
    for child in active_children():
        child.join(5)
    assert time.monotonic() - begun < 10


SCRIPT = """
import sys, time
from pathlib import Path
from brochure.build import processes as crew
def work(item):
    Path(sys.argv[1], str(item)).touch()
    time.sleep(60)
try:
    list(crew.mapped(work, [1, 2, 3], 2))
except KeyboardInterrupt:
    print("interrupted")
"""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_processes_end_with_the_one_that_began_them(tmp_path: Path, how: signal.Signals) -> None:
    command = [sys.executable, "-c", SCRIPT, str(tmp_path)]
    parent = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    until(lambda: len(list(tmp_path.iterdir())) == 2)
    if how == signal.SIGINT:
        os.killpg(parent.pid, how)  # as a terminal does
    else:
        parent.kill()
    out, err = parent.communicate(timeout=120)  # which also waits for the processes: they hold the pipes
    assert (out, err) == ((b"interrupted\n", b"") if how == signal.SIGINT else (b"", b""))


def until(true: object, seconds: float = 20) -> None:
    """Wait until something is true."""
    assert callable(true)
    begun = time.monotonic()
    while not true():
        assert time.monotonic() - begun < seconds
        time.sleep(0.05)
