"""Whatever a Word file contains, ``revise`` reads or refuses it: without a crash, and with bounded work.

Each file is made from one that brochure wrote, by random changes of its zip file, its parts, and their XML;
``tests/support/hostile_files.py`` makes them. Each is read by a process of its own, whose CPU time is limited
to a multiple of what the unchanged file takes, because machines differ.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

import brochure
from hostile_files import hostile_file
from law import law
from workspaces import REPO

MEMORY = 400_000_000  # bytes
MEASURE = """
import json, os, resource, subprocess, sys
limit = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
child = subprocess.Popen(sys.argv[2:], stdout=subprocess.DEVNULL)
_, status, used = os.wait4(child.pid, 0)
unit = 1 if sys.platform == "darwin" else 1024
print(json.dumps([os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss * unit]))
"""
"""A small program that runs another: the memory of a process counts that of the one that started it."""
CPU = 8  # times what the unchanged file takes, which is a third of a second on a usual machine


@dataclass(frozen=True)
class Reader:
    """A workspace whose Word files are read by child processes."""

    root: Path
    sent: bytes
    cpu: int = 60  # seconds

    def read(self, data: bytes) -> tuple[int, str, float]:
        """The exit code, the messages and the seconds of CPU of a run; a signal is a negative code."""
        (self.root / "edited.docx").write_bytes(data)
        command = [sys.executable, "-m", "brochure", "revise", "edited.docx", "--lang", "en"]
        ran = subprocess.run(
            [sys.executable, "-S", "-c", MEASURE, str(self.cpu), *command],
            cwd=self.root,
            env={
                **os.environ,
                "PYTHONPATH": str(Path(brochure.__file__).parents[1]),
                "TMPDIR": str(self.root),
            },
            capture_output=True,
            text=True,
            errors="replace",
            check=True,
        )
        code, seconds, memory = json.loads(ran.stdout)
        assert memory < MEMORY
        return code, ran.stderr, seconds

    def files(self) -> dict[str, bytes]:
        """All files of the workspace and beside it, except the edited one."""
        found = (path for path in self.root.parent.rglob("*") if path.is_file() and not path.is_symlink())
        return {str(path): path.read_bytes() for path in found if path.name != "edited.docx"}


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """A reader that may take a few times what the unchanged file takes."""
    from brochure.build.brochure import write_word_file
    from brochure.build.load import load_common, load_partner
    from brochure.storage.workspace import Workspace

    root = tmp_path_factory.mktemp("hostile") / "workspace"
    (root / "profiles").mkdir(parents=True)
    for folder in ("layouts", "shops", "fonts", "pictures"):
        (root / folder).symlink_to(REPO / folder)
    for name in ("_series.yaml", "_sources.yaml", "liaoning.yaml"):
        (root / "profiles" / name).write_bytes((REPO / "profiles" / name).read_bytes())
    where = Workspace(root)
    sent = write_word_file(where, load_partner(where, "liaoning", load_common(where, "standard")))
    plain = Reader(root, sent)
    plain.read(sent)  # the first run may fill caches
    code, told, seconds = plain.read(sent)
    assert (code, told) == (0, "")
    return Reader(root, sent, round(CPU * seconds) + 1)


@law(sample=10, full=1200)
def test_a_hostile_word_file_is_read_or_refused_with_bounded_work(seed: int, reader: Reader) -> None:
    data, made = hostile_file(reader.sent, random.Random(seed))
    before = reader.files()
    code, told, _ = reader.read(data)
    assert code in (0, 1), f"{made}: exit code {code}\n{told[-2000:]}"
    assert "Traceback" not in told, f"{made}\n{told[-2000:]}"
    refused = any(words in told for words in (": error D", "not applied", "need a decision"))
    assert (code == 1) == refused, f"{made}\n{told[-2000:]}"
    assert reader.files() == before, made
