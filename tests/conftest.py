"""What the tests share: the repository's own workspace, the awkward samples, and their documents."""

from __future__ import annotations

import os
import shutil
import sys
from io import StringIO
from pathlib import Path

import pytest

from brochure.build.load import LoadedPartner, SharedInput, load_common, load_partner
from brochure.build.starter import SAMPLE
from brochure.cli.main import main
from brochure.document.tree import Document
from brochure.schema.layout import Layout
from brochure.storage.workspace import Workspace
from cli_result import Ran, Run
from unlisted_programs import refuse_unlisted
from workspaces import PARTNERS, REPO, SAMPLES, TESTS, Edit, workspace

pytest_plugins = ["law", "sharing"]  # tests over random cases, and which tests share a process

sys.addaudithook(refuse_unlisted)
# the Pythons that tests start import sitecustomize, which sets the same hook
os.environ["PYTHONPATH"] = os.pathsep.join(
    filter(None, [str(TESTS / "support" / "children"), os.environ.get("PYTHONPATH")])
)


@pytest.fixture(scope="session", params=["repo", "samples"])
def anywhere(request: pytest.FixtureRequest) -> Workspace:
    """Every workspace that the laws must hold in."""
    return workspace(request.param)


@pytest.fixture(scope="session")
def common() -> SharedInput:
    """The repository's series with the standard layout."""
    return load_common(workspace("repo"), "standard")


@pytest.fixture(scope="session", params=PARTNERS, ids=[name for _, name in PARTNERS])
def loaded(request: pytest.FixtureRequest) -> LoadedPartner:
    """Every profile that the laws must hold for."""
    where = workspace(request.param[0])
    return load_partner(where, request.param[1], load_common(where, "standard"))


@pytest.fixture(scope="session")
def root(loaded: LoadedPartner) -> Path:
    """The workspace of the profile at hand."""
    return REPO if loaded.document.id == "liaoning" else SAMPLES


@pytest.fixture(scope="session")
def document(loaded: LoadedPartner) -> Document:
    """The document of the profile at hand."""
    return loaded.document


@pytest.fixture(scope="session")
def layout(common: SharedInput) -> Layout:
    """The standard layout."""
    return common.layout


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A workspace with all profiles and no booklet."""
    for folder in ("profiles", "layouts"):
        shutil.copytree(REPO / folder, tmp_path / folder)
    (tmp_path / "fonts").symlink_to(REPO / "fonts")
    (tmp_path / "booklets").mkdir()
    return tmp_path


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """A workspace of its own with one partner, in which a test may do as it likes."""
    for folder in ("layouts", "shops"):
        shutil.copytree(REPO / folder, tmp_path / folder)
    (tmp_path / "profiles").mkdir()
    for name in SAMPLE:
        shutil.copy(REPO / "profiles" / name, tmp_path / "profiles" / name)
    (tmp_path / "fonts").symlink_to(REPO / "fonts")
    (tmp_path / "output").mkdir()
    return tmp_path


@pytest.fixture
def edit(fresh: Path) -> Edit:
    """Replace words in the fresh workspace's liaoning.yaml; they must be there."""

    def replace(old: str, new: str) -> None:
        path = fresh / "profiles" / "liaoning.yaml"
        text = path.read_text("utf-8")
        assert text.count(old) >= 1, f"{old!r} is not in liaoning.yaml"
        path.write_text(text.replace(old, new, 1), "utf-8")

    return replace


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], fresh: Path) -> Run:
    """Run ``brochure …`` in the fresh workspace."""

    def command(*arguments: str, where: Path = fresh, lang: str = "C", typed: str = "") -> Ran:
        monkeypatch.setattr(sys, "stdin", StringIO(typed))
        monkeypatch.chdir(where)
        monkeypatch.setenv("LC_ALL", lang)
        monkeypatch.setattr(sys, "argv", ["brochure", *arguments])
        with pytest.raises(SystemExit) as stopped:
            main()
        printed = capsys.readouterr()
        assert isinstance(stopped.value.code, int)
        return Ran(stopped.value.code, printed.out, printed.err)

    return command
