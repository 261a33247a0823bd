"""The way of a user who has the wheel and no repository, with pipx and with uv, in an empty environment.

Everything a user types is a process of its own: the home cannot be written to (not even by root), the
locale is C, and the folder's path has spaces, Japanese and an emoji.
"""

from __future__ import annotations

import fcntl
import os
import re
import subprocess
import sys
import sysconfig
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from brochure.build import starter
from cli_result import Ran
from programs import program
from source_tree import imports, modules
from workspaces import REPO

pytestmark = pytest.mark.tools

SCRIPTS = Path(sysconfig.get_path("scripts"))
NO_HOME = os.devnull + "/home"


def call(*command: str | Path, environment: Mapping[str, str], where: Path = REPO) -> Ran:
    """A program's code and what it printed, which is UTF-8 or an error here."""
    done = subprocess.run(command, cwd=where, env=environment, capture_output=True, check=False)
    return Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def install(command: Sequence[str | Path], **changes: str | Path) -> None:
    """Run an installer as it is configured here, but with folders of its own."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    ran = call(*command, environment={**ours, **{name: str(value) for name, value in changes.items()}})
    assert ran.code == 0, ran.err


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and those of its dependencies, which pip reads from the wheel's metadata."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:  # the processes of a run share it
        folder = folder.parent
    folder = folder / "wheels"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            fetch(folder)
    return folder


def fetch(folder: Path) -> None:
    """Build the wheel; have pip, as it is configured here, fetch what it asks for in pinned versions."""
    built = folder.with_name("built")
    install([sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", built])
    (wheel,) = built.glob("*.whl")
    lock = (REPO / "requirements.lock").read_text("utf-8")
    pinned = folder.with_name("constraints.txt")
    pinned.write_text("\n".join(re.findall(r"^([\w.-]+==[^\\\n]+)", lock, re.MULTILINE)), "utf-8")
    arriving = folder.with_name("arriving")
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    ran = call(*pip, "--dest", arriving, "--constraint", pinned, wheel, environment=os.environ)
    if "after connection broken by" in ran.err and os.environ.get("CI", "").lower() not in ("1", "true"):
        pytest.skip(f"pip reaches no package index: {ran.err.splitlines()[0]}")
    assert ran.code == 0, ran.err
    known = set(re.findall(r"sha256:([0-9a-f]{64})", lock))
    for path in arriving.glob("*"):
        assert path.name == wheel.name or sha256(path.read_bytes()).hexdigest() in known, path.name
    arriving.rename(folder)


@dataclass(frozen=True, slots=True)
class User:
    """Somebody for whom brochure was installed.

    Attributes:
        programs: The folder that the installer put ``brochure`` into.
        folder: Where the user begins.
        temporary: The folder for temporary files.
    """

    programs: Path
    folder: Path
    temporary: Path

    @classmethod
    def of(cls, programs: Path, root: Path) -> User:
        """A user with a folder of a difficult name below ``root``."""
        user = cls(programs, root / "紹介 冊子 🌸 draft 1", root / "temporary files")
        user.folder.mkdir()
        user.temporary.mkdir()
        return user

    def run(self, *command: str, where: str = "my-brochures", home: str | None = NO_HOME) -> Ran:
        """What the user types: words, or a line for the shell."""
        words: Sequence[str | Path] = command
        if len(command) == 1:
            words = (program("bash"), "-c", *command)
        else:
            words = (self.programs / command[0], *command[1:])
        environment = {
            "PATH": f"{self.programs}:/usr/bin:/bin",
            "LANG": "C",
            "LC_ALL": "C",
            "TMPDIR": str(self.temporary),
        }
        if home is not None:
            environment["HOME"] = home
        return call(*words, environment=environment, where=self.folder / where)


def files(folder: Path) -> dict[str, bytes]:
    """The files below a folder, by name."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def libraries() -> list[str]:
    """What brochure imports and Python does not bring, anywhere in its source."""
    found = {name.split(".")[0] for path in modules() for name in imports(path)}
    extra = {"distributed"}  # the extra “dask”
    return sorted(found - set(sys.stdlib_module_names) - extra - {"brochure"})


@pytest.fixture
def with_uv(wheels: Path, tmp_path: Path) -> User:
    """A user of ``uv tool install``."""
    (wheel,) = wheels.glob("brochure-*.whl")
    options = ["--python", sys.executable, "--no-index", "--find-links", str(wheels)]
    install(
        [SCRIPTS / "uv", "tool", "install", *options, wheel],
        UV_TOOL_DIR=tmp_path / "tools",
        UV_TOOL_BIN_DIR=tmp_path / "bin",
        UV_CACHE_DIR=tmp_path / "uv",
    )
    return User.of(tmp_path / "bin", tmp_path)


@pytest.fixture
def with_pipx(wheels: Path, tmp_path: Path) -> User:
    """A user of ``pipx install``, which has pip do it."""
    (wheel,) = wheels.glob("brochure-*.whl")
    options = ["--python", sys.executable, "--skip-maintenance"]
    options += [f"--pip-args=--no-compile --no-index --find-links='{wheels}'"]
    install(
        [sys.executable, "-m", "pipx", "install", *options, wheel],
        PIPX_HOME=tmp_path / "pipx",
        PIPX_BIN_DIR=tmp_path / "bin",
        PIPX_MAN_DIR=tmp_path / "man",
        PIPX_COMPLETION_DIR=tmp_path / "completion",
        PIPX_DEFAULT_BACKEND="pip",
    )
    return User.of(tmp_path / "bin", tmp_path)


def test_with_uv_the_whole_way_from_the_wheel_to_a_booklet(with_uv: User, tmp_path: Path) -> None:
    run = with_uv.run
    begun = run("brochure", "init", "my-brochures", where=".")
    assert (begun.code, begun.err) == (0, "")
    workspace = with_uv.folder / "my-brochures"
    starter.create_workspace(tmp_path / "checkout")
    assert files(workspace) == files(tmp_path / "checkout")  # the wheel lacks nothing that a checkout has

    lines = [line.strip() for line in begun.out.splitlines() if line.startswith("  ")]
    assert [line.split("#")[0].strip() for line in lines] == [
        "cd my-brochures",
        "brochure build liaoning",
        "brochure booklet seminar",
    ]
    typed = run("set -e\n" + "\n".join(lines), where=".")  # as printed, with their comments
    made = [f"output/{name}.{kind}" for name in ("liaoning", "seminar") for kind in ("pdf", "docx")]
    assert (typed.code, typed.out) == (0, "\n".join(made) + "\n")
    told = [line for line in typed.err.splitlines() if not line.startswith("  →")]
    assert [line for line in told if " warning Q803: " not in line] == []  # the sample is tightened
    assert all((workspace / name).stat().st_size > 10_000 for name in made)
    looked = run("brochure", "preflight", "output/seminar.pdf", "--html", "点検 🌸.html")
    assert looked == Ran(0, "点検 🌸.html\noutput/seminar.pdf: 12 pages, 0 errors, 0 warnings.\n", "")
    assert (workspace / "点検 🌸.html").is_file()

    assert run("brochure", "new", "kakushu") == Ran(0, "profiles/kakushu.yaml\n", "")
    assert run("brochure", "booklet", "--new", "gathering") == Ran(0, "booklets/gathering.yaml\n", "")
    assert run("brochure", "check", "--lang", "ja") == Ran(0, "3件を調べました。問題はありません。\n", "")
    elsewhere = run("brochure", "build", "kakushu", "--output", "校正 1 🌸", "--format", "pdf")
    assert elsewhere == Ran(0, "校正 1 🌸/kakushu.pdf\n", "")
    wrong = run("brochure", "build", "nobody", "--lang", "ja")
    assert wrong.code == 3
    assert wrong.err.startswith("エラー F102: 「nobody」")

    python = (with_uv.programs / "brochure").resolve().with_name("python")
    find = "import sys, importlib.util as u; print([name for name in sys.argv[1:] if not u.find_spec(name)])"
    assert call(python, "-c", find, *libraries(), environment={}, where=tmp_path) == Ran(0, "[]\n", "")

    assert [path.name for path in with_uv.temporary.iterdir()] == [f"brochure-cache-{os.getuid()}"]


def test_with_pipx_a_wheel_is_installed_and_builds_without_any_home(with_pipx: User) -> None:
    from brochure import __version__

    run = with_pipx.run
    assert run("brochure", "--version", where=".").out == f"brochure, version {__version__}\n"
    assert run("brochure", "init", "my-brochures", where=".").code == 0
    built = run("brochure", "build", "liaoning", home=None)
    assert (built.code, built.out) == (0, "output/liaoning.pdf\noutput/liaoning.docx\n")
    looked = run("brochure", "preflight", "output/liaoning.pdf")
    assert looked.out == "output/liaoning.pdf: 2 pages, 0 errors, 0 warnings.\n"
