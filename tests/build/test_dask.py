"""Laws of --executor, with a real scheduler and two workers: the files are those of one process."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import distributed
import pytest

from brochure.build import dask as executors
from brochure.build import remote_worker as remote
from brochure.build.dask import Dask
from brochure.build.processes import CrashError
from brochure.diagnostics.problem import BrochureError
from brochure.storage.workspace import Workspace
from cached_builds import PARTNER
from cli_result import PATIENCE, interruptible, until
from workspaces import REPO

pytestmark = pytest.mark.tools

ENVIRONMENT = {**os.environ, "LC_ALL": "en_US.UTF-8"}
CLUSTER = """
import sys, dask
dask.config.set({"distributed.scheduler.allowed-failures": 0})  # a worker dies once, not four times
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(
        n_workers=int(sys.argv[1]), processes=True, threads_per_worker=1, dashboard_address=None
    ) as cluster:
        print(cluster.scheduler_address.removeprefix("tcp://"), flush=True)
        sys.stdin.read()  # until the tests are done
"""


def cluster(folder: Path, workers: int) -> Iterator[str]:
    """The address of a scheduler, whose processes end with the one that asked for it."""
    script = folder / "cluster.py"
    script.write_text(CLUSTER, "utf-8")
    with subprocess.Popen(
        [sys.executable, str(script), str(workers)],
        env=ENVIRONMENT,
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stdin
        yield process.stdout.readline().strip()
        process.stdin.close()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            raise


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A scheduler with two workers."""
    yield from cluster(tmp_path_factory.mktemp("dask"), 2)


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A workspace of three partners, one of several pages, and a booklet of all."""
    for name in ("layouts", "shops"):
        shutil.copytree(REPO / name, tmp_path / name)
    (tmp_path / "fonts").symlink_to(REPO / "fonts")
    for name in ("profiles", "booklets"):
        (tmp_path / name).mkdir()
    shutil.copy(REPO / "profiles" / "_series.yaml", tmp_path / "profiles")
    for number in range(3):
        text = "長い文が続いていくのである。" * (60 if number == 1 else 1)
        (tmp_path / f"profiles/p{number}.yaml").write_text(PARTNER.format(number=number, text=text), "utf-8")
    (tmp_path / "booklets/all.yaml").write_text(
        "title: 架空の冊子\nedition: 2026-11\npartners: {sort: reading}\n", "utf-8"
    )
    return tmp_path


def run(where: Path, *arguments: str) -> tuple[int, str]:
    """The exit code of a command and what it said of problems."""
    done = subprocess.run(
        [sys.executable, "-m", "brochure", *arguments],
        env=ENVIRONMENT,
        cwd=where,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    return done.returncode, done.stderr


def files(folder: Path) -> dict[str, bytes]:
    """All files of a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_booklet_from_workers_is_that_of_one_process(shelf: Path, address: str) -> None:
    booklet = ["booklet", "all", "--no-cache", "--format", "pdf"]
    here = run(shelf, *booklet, "--jobs", "1", "--output", "here")
    there = run(shelf, *booklet, "--executor", f"dask://{address}", "--output", "there")
    assert here == there
    assert here[0] == 0, here[1]
    assert files(shelf / "here") == files(shelf / "there")


def test_partners_and_the_broken_one_come_from_workers_as_from_here(shelf: Path, address: str) -> None:
    path = shelf / "profiles/p1.yaml"
    path.write_text(path.read_text("utf-8").replace("answers:", "answer:"), "utf-8")
    build = ["build", "--all", "--no-cache"]
    here = run(shelf, *build, "--jobs", "1", "--output", "here")
    there = run(shelf, *build, "--executor", f"dask://{address}", "--output", "there")
    assert here == there
    assert here[0] == 1
    assert "profiles/p1.yaml:" in here[1]
    assert files(shelf / "here") == files(shelf / "there")
    assert sorted(files(shelf / "there")) == ["p0.docx", "p0.pdf", "p2.docx", "p2.pdf"]


def test_faults_of_a_booklet_are_told_as_from_here(shelf: Path, address: str) -> None:
    style = shelf / "layouts/standard/style.css"
    style.write_text(style.read_text("utf-8") + "\n.question h2 { display: none }\n", "utf-8")
    booklet = ["booklet", "all", "--no-cache", "--format", "pdf"]
    here = run(shelf, *booklet, "--jobs", "1")
    there = run(shelf, *booklet, "--executor", f"dask://{address}")
    assert here == there
    assert "error R310" in here[1]


@pytest.mark.parametrize("command", [["booklet", "all"], ["build", "--all"]])
def test_what_workers_made_is_not_made_again(shelf: Path, address: str, command: list[str]) -> None:
    command = [*command, "--format", "pdf", "--executor"]
    first = run(shelf, *command, f"dask://{address}")
    assert first[0] == 0, first[1]
    assert first == run(shelf, *command, "dask://127.0.0.1:1")  # nothing changed: nobody is asked


def test_a_scheduler_that_does_not_answer_is_told_with_its_address(shelf: Path) -> None:
    def asked(command: list[str]) -> tuple[int, str]:
        return run(shelf, *command, "--executor", "dask://127.0.0.1:1")

    with ThreadPoolExecutor(2) as pool:  # both only wait
        for code, said in pool.map(asked, [["booklet", "all"], ["build", "--all"]]):
            assert code == 4
            assert said.startswith("error E103: the Dask scheduler 127.0.0.1:1 does not answer")
            assert "Traceback" not in said
    assert not (shelf / "output").exists()


def test_a_scheduler_without_workers_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "PATIENCE", 1)
    found = cluster(tmp_path, 0)
    with pytest.raises(BrochureError) as raised:
        list(Dask(next(found)).map_on_workers(len, ["a"]))
    assert [problem.code for problem in raised.value.problems] == ["E104"]
    assert next(found, None) is None


def test_a_worker_that_dies_is_told_by_its_item(address: str) -> None:
    with pytest.raises(CrashError) as raised:
        list(Dask(address).map_on_workers(signal.raise_signal, [0, 0, signal.SIGKILL]))
    assert raised.value.index == 2


def of_this_module(_: object) -> None:
    """Workers do not have it."""


def test_a_worker_without_the_function_is_told(address: str) -> None:
    with pytest.raises(BrochureError) as raised:
        list(Dask(address).map_on_workers(of_this_module, [1]))
    assert [problem.code for problem in raised.value.problems] == ["K110"]


def test_without_the_extra_the_command_to_install_it_is_told(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(BrochureError) as raised:
        list(Dask("127.0.0.1:1").map_on_workers(len, ["a"]))
    assert [problem.code for problem in raised.value.problems] == ["E102"]


def test_another_version_or_file_is_refused(shelf: Path) -> None:
    path = shelf / "profiles/p0.yaml"
    order = remote.WorkerRequirements(
        str(shelf), remote.program_versions(), remote.file_digests([path], shelf), False
    )
    task = remote.BuildTask(order, "p0", "standard", ("docx",), "", False)
    assert isinstance(remote.run_build_task(task), remote.WorkerResult)
    path.write_text(path.read_text("utf-8") + "# 一行\n", "utf-8")
    refused = remote.run_build_task(task)
    assert isinstance(refused, remote.WorkerRefusal)
    (told,) = refused.problems
    assert (told.code, str(told.location)) == ("K110", "profiles/p0.yaml")
    other = remote.WorkerRequirements(str(shelf), (*remote.program_versions(), ("pango", "0.1")), (), False)
    refused = remote.run_build_task(remote.BuildTask(other, "p0", "standard", ("docx",), "", False))
    assert isinstance(refused, remote.WorkerRefusal)
    assert "pango 0.1 ≠" in dict(refused.problems[0].details)["what"]


def test_what_a_worker_read_besides_is_compared_here(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For instance a picture, which only the finished pages tell of."""

    def changed(_: Dask, function: Callable[[Any], Any], items: Sequence[Any]) -> Iterator[Any]:
        for item in items:
            yield function(item)
            path = shelf / "layouts/standard/style.css"
            path.write_text(path.read_text("utf-8") + "/* more */", "utf-8")

    def differing(_: Dask, function: Callable[[Any], Any], items: Sequence[Any]) -> Iterator[Any]:
        for item in items:
            made = function(item)
            yield remote.WorkerResult(made.value, (*made.files, ("pictures/flag.png", "0" * 64)))

    for mapped in (changed, differing):
        monkeypatch.setattr(Dask, "map_on_workers", mapped)
        with pytest.raises(BrochureError) as raised:
            list(
                remote.build_on_workers(
                    Dask("nowhere:1"),
                    Workspace(shelf),
                    ["p0", "p1"],
                    "standard",
                    formats=["docx"],
                    shop="",
                    output=shelf / "output",
                    debug=False,
                    use_cache=False,
                )
            )
        assert [problem.code for problem in raised.value.problems] == ["K110"]
    assert str(raised.value.problems[0].location) == "pictures/flag.png"


def test_an_executor_that_is_none_is_a_mistake_of_the_command(shelf: Path) -> None:
    code, said = run(shelf, "booklet", "all", "--executor", "ucx://127.0.0.1:8786")
    assert code == 2
    assert "dask://HOST:PORT" in said


def waiting(folder: Path) -> list[str]:
    """Code: a piece that ends, and many that wait until they may go on and then say that they were done."""
    wait = (
        "import time\nfrom pathlib import Path\n"
        f"while not Path({str(folder / 'go')!r}).exists():\n    time.sleep(0.1)\ntime.sleep(0.5)\n"
    )
    return ["pass", *[f"{wait}Path({str(folder / f'{number}.done')!r}).touch()" for number in range(60)]]


def assert_left_undone(folder: Path, address: str) -> None:
    """The scheduler forgets all pieces, and when those that workers are in may go on, no others follow."""
    with distributed.Client(f"tcp://{address}", set_as_default=False) as client:
        try:
            until(lambda: client.run_on_scheduler(lambda dask_scheduler: len(dask_scheduler.tasks)) == 0)
        finally:
            (folder / "go").touch()
    assert list(Dask(address).map_on_workers(len, ["ab"])) == [2]
    assert len(list(folder.glob("*.done"))) < 10


def test_who_wants_no_more_leaves_no_work_behind(address: str, tmp_path: Path) -> None:
    results = Dask(address).map_on_workers(exec, waiting(tmp_path))
    next(results)
    results.close()  # type: ignore[attr-defined]
    assert_left_undone(tmp_path, address)


def test_a_scheduler_that_goes_away_is_told(tmp_path: Path) -> None:
    found = cluster(tmp_path, 1)
    results = Dask(next(found)).map_on_workers(time.sleep, [0, 2 * PATIENCE])
    next(results)
    assert next(found, None) is None  # it ended
    with pytest.raises(BrochureError) as raised:
        next(results)
    assert [problem.code for problem in raised.value.problems] == ["E103"]


INTERRUPTED = """
import sys
from brochure.build.dask import Dask
try:
    for _ in Dask(sys.argv[1]).map_on_workers(exec, sys.argv[2:]):
        print("begun", flush=True)
except KeyboardInterrupt:
    print("interrupted")
"""


def test_ctrl_c_cancels_what_is_left(address: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", INTERRUPTED, address, *waiting(tmp_path)]
    with interruptible():
        begun = subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with begun as process:
        assert process.stdout
        assert process.stdout.readline() == b"begun\n"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)  # what the workers are in ends only later
    assert out.splitlines()[-1] == b"interrupted"
    assert not err
    assert_left_undone(tmp_path, address)


@pytest.mark.parametrize(
    ("text", "certificates", "tls"),
    [
        ("dask://127.0.0.1:8786", None, False),
        ("dask://127.200.3.4:8786", None, False),
        ("dask://localhost:8786", None, False),
        ("dask://LocalHost:8786", None, False),
        ("dask://[::1]:8786", None, False),
        ("dask://[::ffff:127.0.0.1]:8786", None, False),
        ("dask://127.0.0.1:8786", Path("c"), True),
        ("tls://127.0.0.1:8786", None, True),
        ("dask://10.0.0.5:8786", None, True),
        ("dask://[::2]:8786", None, True),
        ("dask://[::ffff:10.0.0.5]:8786", None, True),
        ("dask://localhost.example.org:8786", None, True),
        ("dask://127.1:8786", None, True),
        ("tcp://10.0.0.5:8786", None, False),
    ],
)
def test_another_machine_or_a_wish_means_tls(text: str, certificates: Path | None, tls: bool) -> None:
    found = Dask.parse(text, certificates)
    assert found
    assert (found.tls, found.address) == (tls, text.split("://")[1])
