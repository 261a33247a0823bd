"""The Containerfile stays honest without building an image: its base, what it copies, installs and says."""

from __future__ import annotations

import json
import re
import tomllib
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

import pytest

import brochure
from workspaces import REPO

CONTAINERFILE = (REPO / "Containerfile").read_text("utf-8")
IGNORED = [
    line
    for line in (REPO / ".dockerignore").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
Instruction = tuple[str, str]


def instructions(text: str) -> list[Instruction]:
    """Name and argument of each instruction, continued lines joined."""
    text = re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)
    lines = re.sub(r"\s*\\\n\s*", " ", text).splitlines()
    return [(name, argument.strip()) for name, _, argument in (x.partition(" ") for x in lines if x.strip())]


def stages(text: str) -> dict[str, list[Instruction]]:
    """The instructions of each stage, after those it starts from; the last stage is called ``final``."""
    found: dict[str, list[Instruction]] = {}
    current: list[Instruction] = []
    for name, argument in instructions(text):
        if name == "FROM":
            base, _, stage = argument.partition(" AS ")
            current = found[stage or "final"] = list(found.get(base, []))
        current.append((name, argument))
    return found


STAGES = stages(CONTAINERFILE)
FINAL = STAGES["final"]


def last(name: str) -> str:
    """The argument of the final stage's last instruction of this name."""
    return [argument for found, argument in FINAL if found == name][-1]


def copied() -> list[str]:
    """What is copied from this folder, in any stage."""
    arguments = [argument for name, argument in instructions(CONTAINERFILE) if name == "COPY"]
    return [
        source.rstrip("/")
        for argument in arguments
        if "--from=" not in argument
        for source in argument.split()[:-1]
    ]


def reaches_the_builder(path: str) -> bool:
    """Whether .dockerignore lets a file through: the last rule that matches it or a folder above decides."""
    kept, whole = True, PurePosixPath(path)
    for rule in IGNORED:
        pattern = rule.removeprefix("!")
        anywhere = pattern.startswith("**/")
        candidates = whole.parts if anywhere else map(str, (whole, *whole.parents))
        if any(fnmatchcase(name, pattern.removeprefix("**/")) for name in candidates):
            kept = rule.startswith("!")
    return kept


def test_the_base_is_pinned_by_name_and_version() -> None:
    arguments = dict(x.split("=", 1) for name, x in instructions(CONTAINERFILE) if name == "ARG")
    assert re.fullmatch(r"docker\.io/library/debian:\d+\.\d+-slim", arguments["BASE"])
    bases = {argument.split()[0] for name, argument in instructions(CONTAINERFILE) if name == "FROM"}
    assert bases <= {"${BASE}", *STAGES}


def test_the_image_runs_brochure_in_the_mounted_folder_and_not_as_root() -> None:
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", last("USER")), (
        "a number, so that others can see that it is not root"
    )
    assert json.loads(last("ENTRYPOINT")) == ["brochure"]
    assert last("WORKDIR") == "/work"
    assert "LANG=C.UTF-8" in last("ENV").split()


def test_the_image_says_what_it_is() -> None:
    labels = dict(re.findall(r'org\.opencontainers\.image\.(\w+)="([^"]*)"', last("LABEL")))
    project = tomllib.loads((REPO / "pyproject.toml").read_text("utf-8"))["project"]
    assert labels["title"] == project["name"]
    assert labels["description"] == project["description"]
    assert labels["version"] == brochure.__version__, "Containerfile tells another version"
    assert project["license"] in labels["licenses"].split(" AND ")


@pytest.mark.parametrize("source", copied())
def test_what_is_copied_exists_and_reaches_the_builder(source: str) -> None:
    assert (REPO / source).exists()
    assert reaches_the_builder(source)


def test_the_builder_gets_what_is_copied_and_nothing_else() -> None:
    assert IGNORED[0] == "*"
    within = {source for source in copied() if PurePosixPath(source).is_relative_to("src")} - {"src"}
    assert {rule[1:] for rule in IGNORED if rule.startswith("!")} == set(copied()) - within


@pytest.mark.parametrize(
    "path",
    [
        ".git/config",
        ".venv/bin/python",
        ".brochure/kept",
        "output/liaoning.pdf",
        "dist/brochure.whl",
        "tests/conftest.py",
        "requirements.lock",
        "src/brochure/__pycache__/cli.cpython-313.pyc",
        "profiles/.DS_Store",
    ],
)
def test_what_is_no_part_of_brochure_does_not_reach_the_builder(path: str) -> None:
    assert not reaches_the_builder(path)


def test_everything_that_goes_into_the_wheel_is_copied() -> None:
    project = tomllib.loads((REPO / "pyproject.toml").read_text("utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    wanted = [*wheel["packages"], *wheel["force-include"], *project["project"]["license-files"], "README.md"]
    for path in wanted:
        assert any(PurePosixPath(path).is_relative_to(source) for source in copied()), path


def test_the_list_of_packages_lies_where_its_script_looks() -> None:
    script = "scripts/system_packages.sh"
    (table,) = re.findall(r"^table=.*/\.\./(\S+)$", (REPO / script).read_text("utf-8"), flags=re.MULTILINE)
    copies = {argument for name, argument in STAGES["list"] if name == "COPY"}
    assert copies == {f"{source} /list/{PurePosixPath(source).parent}/" for source in (script, table)}


def test_debian_packages_of_the_image_come_from_the_list() -> None:
    installs = [argument for name, argument in FINAL if name == "RUN" and "apt-get install" in argument]
    assert len(installs) == 1
    (words,) = re.findall(r"apt-get install ([^&]*)", installs[0])
    named = [word for word in re.sub(r"\$\(.*\)", "", words).split() if not word.startswith("--")]
    assert named == [], "name it in src/brochure/storage/system_requirements.txt"
    assert "$(bash /list/scripts/system_packages.sh debian build redline)" in words
    assert "rm -rf /var/lib/apt/lists/*" in installs[0]


def test_python_packages_are_checked_by_their_hashes_and_compiled_by_nobody() -> None:
    runs = [argument for name, argument in STAGES["build"] if name == "RUN"]
    installs = [step for run in runs for step in run.split(" && ") if re.search(r"\bpip\b.* install ", step)]
    assert len(installs) == 3
    for step in installs:
        assert "--require-hashes" in step or "--no-index" in step
    environment = [word for name, argument in STAGES["build"] if name == "ENV" for word in argument.split()]
    assert {"PIP_ONLY_BINARY=:all:", "PIP_NO_CACHE_DIR=1"} <= set(environment)


def test_nothing_of_the_machine_that_builds_it_is_written_into_the_image() -> None:
    assert not re.search(r"https?://|proxy|certificates|/etc/pip|resolv\.conf", CONTAINERFILE)
