"""Laws of several processes: order, crashes, interruption, and that none is left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from multiprocessing import active_children, get_context
from pathlib import Path

import pytest

from brochure.build import processes as crew
from cli_result import PATIENCE, interruptible, until
from workspaces import REPO

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
SRC = REPO / "src"


@pytest.fixture(autouse=True)
def nobody_is_left() -> Iterator[None]:
    """No process outlives its test."""
    yield
    for child in active_children():
        child.join(PATIENCE)
    assert not active_children()


def test_results_come_in_the_order_of_the_items_from_several_processes() -> None:
    both = get_context("fork").Barrier(2)

    def first_two_together(item: int) -> tuple[int, int]:
        if item < 2:
            both.wait(PATIENCE)
        return item, os.getpid()

    found = list(crew.map_in_processes(first_two_together, range(6), 2))
    assert [item for item, _ in found] == list(range(6))
    assert len({pid for _, pid in found}) == 2
    assert os.getpid() not in {pid for _, pid in found}


def test_one_process_is_this_one() -> None:
    assert set(crew.map_in_processes(lambda _: os.getpid(), [1, 2], 1)) == {os.getpid()}


@pytest.mark.parametrize("killed", [True, False])
def test_a_crash_is_told_by_its_item(killed: bool) -> None:
    def crash(item: str) -> str:
        if item == "bad":
            os.kill(os.getpid(), signal.SIGKILL) if killed else os._exit(3)
        time.sleep(0.2)
        return item

    with pytest.raises(crew.CrashError) as raised:
        list(crew.map_in_processes(crash, ["good", "fine", "bad", "well"], 2))
    assert raised.value.index == 2


def test_who_wants_no_more_does_not_wait(tmp_path: Path) -> None:
    def wait(item: int) -> int:
        if item:
            time.sleep(PATIENCE)
            (tmp_path / f"{item} was done").touch()
        return item

    results = crew.map_in_processes(wait, [0, 1, 2], 2)
    assert next(results) == 0
    results.close()  # type: ignore[attr-defined]
    for child in active_children():
        child.join(PATIENCE)
    assert list(tmp_path.iterdir()) == []


SCRIPT = """
import sys, time
from pathlib import Path
from brochure.build import processes as crew
def work(item):
    Path(sys.argv[1], str(item)).touch()
    time.sleep(60)
    Path(sys.argv[1], f"{item} was done").touch()
try:
    list(crew.map_in_processes(work, [1, 2, 3], 2))
except KeyboardInterrupt:
    print("interrupted")
"""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_processes_end_with_the_one_that_began_them(tmp_path: Path, how: signal.Signals) -> None:
    command = [sys.executable, "-c", SCRIPT, str(tmp_path)]
    with interruptible():
        parent = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
        )
    try:
        until(lambda: len(list(tmp_path.iterdir())) == 2)
        if how == signal.SIGINT:
            os.killpg(parent.pid, how)  # as a terminal does
        else:
            parent.kill()
        out, err = parent.communicate(timeout=PATIENCE)  # waits for the processes, too: they hold the pipes
    finally:
        with contextlib.suppress(ProcessLookupError):  # nobody should be left
            os.killpg(parent.pid, signal.SIGKILL)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1", "2"]
    assert (out, err) == ((b"interrupted\n", b"") if how == signal.SIGINT else (b"", b""))
