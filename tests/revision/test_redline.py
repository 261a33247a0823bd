"""``brochure redline``: which earlier edition is compared, who its author is, what cannot be found."""

from __future__ import annotations

import datetime
import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner

from brochure.build.brochure import BuildResult, build_brochure, write_word_file
from brochure.build.load import SharedInput, load_common, load_partner
from brochure.cli.main import cli, localise_commands
from brochure.diagnostics.catalogue import format_problem
from brochure.diagnostics.problem import BrochureError
from brochure.document.tree import Document
from brochure.revision.redline import build_redline
from brochure.storage.workspace import Workspace
from comparisons import new_liaoning
from docx_reader import NAMES, W, WordFile
from programs import program
from tracked_changes_reader import said
from workspaces import REPO, Edit


@pytest.fixture(scope="module")
def liaoning(common: SharedInput) -> Document:
    """The partner of the repository."""
    return new_liaoning(common)


DATE = datetime.date(2027, 1, 15)
Factory = pytest.TempPathFactory


@pytest.fixture
def where(fresh: Path) -> Workspace:
    return Workspace(fresh)


def compared(where: Workspace, since: str, **wishes: str) -> BuildResult:
    common = load_common(where, "standard")
    facts = {"author": wishes.get("author", ""), "date": DATE, "output": where.output, "here": where.root}
    return build_redline(where, "liaoning", common, since, **facts)  # type: ignore[arg-type]


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=架空", "-c", "user.email=a@example.jp"]
    subprocess.run(
        [program("git"), "-C", str(folder), *identity, *arguments], check=True, capture_output=True
    )


def committed(folder: Path, message: str = "版") -> None:
    if not (folder / ".git").exists():
        git(folder, "init", "-q")
    git(folder, "add", "profiles", "pictures")
    git(folder, "commit", "-qm", message)


def written(built: BuildResult) -> list[str]:
    return [path.name for path in built.paths]


FILES = ["liaoning-redline.docx", "liaoning-comparison.docx", "liaoning-comparison.pdf"]


def test_a_revision_of_git_is_an_earlier_edition_with_its_pictures_and_its_series(
    where: Workspace, edit: Edit
) -> None:
    (where.root / "pictures").mkdir()
    picture = where.root / "pictures" / "a.png"
    shutil.copy(REPO / "tests" / "samples" / "photos" / "mountains.png", picture)
    edit("accent:", "photo: {file: pictures/a.png, alt: 山, credit: none}\naccent:")
    committed(where.root)
    before = build_brochure(
        where, "liaoning", load_common(where, "standard"), formats=["docx"], output=where.output
    )
    old = before.paths[0].read_bytes()
    shutil.copy(REPO / "tests" / "samples" / "pictures" / "flag.png", picture)
    series = where.profiles / "_series.yaml"
    series.write_text(
        series.read_text("utf-8").replace("どのような機関ですか？", "どんな機関ですか？"), "utf-8"
    )
    edit("14市から構成され", "15市から構成され")
    built = compared(where, "HEAD")
    assert written(built) == FILES
    made = built.paths[0].read_bytes()
    now = build_brochure(
        where, "liaoning", load_common(where, "standard"), formats=["docx"], output=where.output
    )
    assert said(made, "accept") == said(now.paths[0].read_bytes(), "accept")
    assert said(made, "reject") == said(old, "accept")


def test_a_workspace_may_be_a_folder_of_a_repository(
    fresh: Path, edit: Edit, tmp_path_factory: Factory
) -> None:
    repository = tmp_path_factory.mktemp("repository")
    shutil.copytree(fresh, repository / "guide", symlinks=True)
    git(repository, "init", "-q")
    git(repository, "add", "guide/profiles")
    git(repository, "commit", "-qm", "版")
    edit("14市から構成され", "15市から構成され")
    shutil.copy(fresh / "profiles" / "liaoning.yaml", repository / "guide" / "profiles")
    assert written(compared(Workspace(repository / "guide"), "HEAD")) == FILES


def test_an_earlier_profile_is_an_earlier_edition(where: Workspace, edit: Edit) -> None:
    shutil.copy(where.profile("liaoning"), where.root / "前の版.yaml")
    edit("14市から構成され", "15市から構成され")
    assert written(compared(where, "前の版.yaml")) == FILES


def test_a_word_file_is_the_edition_it_was_made_from(where: Workspace, edit: Edit) -> None:
    before = build_brochure(
        where, "liaoning", load_common(where, "standard"), formats=["docx"], output=where.output
    )
    kept = before.paths[0].read_bytes()
    (where.root / "kept.docx").write_bytes(kept)
    edit("14市から構成され", "15市から構成され")
    built = compared(where, "kept.docx")
    assert said(built.paths[0].read_bytes(), "reject") == said(kept, "accept")
    # and a redline carries the new edition
    assert not compared(where, str(built.paths[0])).paths


def test_nothing_changed_writes_nothing(where: Workspace) -> None:
    shutil.copy(where.profile("liaoning"), where.root / "same.yaml")
    assert not compared(where, "same.yaml").paths
    assert not list(where.output.iterdir())


def test_the_author_is_the_organisation_of_the_series_unless_said(where: Workspace, edit: Edit) -> None:
    shutil.copy(where.profile("liaoning"), where.root / "old.yaml")
    edit("14市から構成され", "15市から構成され")
    for wished, author in (("", "ヘルスケア・ニューフロンティア推進本部室"), ("国際課", "国際課")):
        file = WordFile(compared(where, "old.yaml", author=wished).paths[0].read_bytes())
        change = file.body.find(".//w:ins", NAMES)
        assert author in change.get(f"{W}author")
        assert change.get(f"{W}date") == "2027-01-15T00:00:00Z"


def told(where: Workspace, since: str) -> str:
    """What is said, by all its messages."""
    with pytest.raises(BrochureError) as caught:
        compared(where, since)
    return "\n".join(str(format_problem(found, "ja")) for found in caught.value.problems)


def test_what_cannot_be_found_is_said_with_the_way_on(where: Workspace) -> None:
    (where.root / "a.docx").write_bytes(b"no zip")
    shutil.copy(where.root / "layouts" / "standard" / "reference.docx", where.root / "plain.docx")
    assert told(where, "none.yaml").startswith("エラー D501: 前の版のファイル「none.yaml」がありません")
    assert told(where, "a.docx").startswith("a.docx: エラー D101: Wordファイル（.docx）として読めません")
    assert told(where, "plain.docx").startswith("plain.docx: エラー D503: このWordファイルには")
    assert "D505" in told(where, "HEAD")
    committed_only = where.profiles / "_series.yaml"
    (where.root / "pictures").mkdir()
    git(where.root, "init", "-q")
    git(where.root, "add", str(committed_only))
    git(where.root, "commit", "-qm", "版")
    assert told(where, "v9") == (
        "エラー D506: gitに「v9」という版がありません\n"
        "  → `git log --oneline -- profiles` で版を確かめてください。"
        "残してある版と比べるときは editions/ の名前（2026-11 など）、"
        "ファイルと比べるときは .yaml か .docx を指定します。"
    )
    assert "D506" in told(where, "--output=x")
    assert "版「HEAD」には profiles/liaoning.yaml がありません" in told(where, "HEAD")


BASELINE = (
    '<b:baseline xmlns:b="urn:brochure:baseline" profile="liaoning" schema="{schema}">{inner}</b:baseline>'
)
ENTITIES = '<!DOCTYPE b [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    ("part", "code"),
    [
        (BASELINE.format(schema="99", inner=""), "D110"),
        ("<b:baseline", "D111"),
        ("<other/>", "D111"),
        (ENTITIES + BASELINE.format(schema="1", inner="<b:profile>&a;</b:profile>"), "D111"),
    ],
)
def test_odd_word_files_are_refused_in_words(part: str, code: str, where: Workspace) -> None:
    sent = write_word_file(where, load_partner(where, "liaoning", load_common(where, "standard")))
    with zipfile.ZipFile(BytesIO(sent)) as archive, zipfile.ZipFile(where.root / "odd.docx", "w") as target:
        for name in archive.namelist():
            target.writestr(name, part if name == "customXml/item1.xml" else archive.read(name))
    assert code in told(where, "odd.docx")


def test_another_partner_s_word_file_is_refused(where: Workspace) -> None:
    shutil.copy(where.profile("liaoning"), where.profiles / "other.yaml")
    built = build_brochure(
        where, "other", load_common(where, "standard"), formats=["docx"], output=where.output
    )
    assert "D504: このWordファイルは「liaoning」ではなく「other」" in told(where, str(built.paths[0]))


def test_mistakes_of_the_earlier_edition_are_told_as_its_own(where: Workspace, edit: Edit) -> None:
    shutil.copy(where.profile("liaoning"), where.root / "old.yaml")
    (where.root / "old.yaml").write_text(
        (where.root / "old.yaml").read_text("utf-8") + "colour: red\n", "utf-8"
    )
    message = told(where, "old.yaml")
    assert message.startswith("エラー D508: 前の版（old.yaml）は今の brochure では組めません")
    assert "old.yaml:profiles/liaoning.yaml:" in message
    assert "P101" in message


def test_the_command_writes_three_files_and_says_so(
    where: Workspace, edit: Edit, monkeypatch: pytest.MonkeyPatch
) -> None:
    committed_profile = where.profile("liaoning").read_bytes()
    (where.root / "old.yaml").write_bytes(committed_profile)
    monkeypatch.chdir(where.root)
    localise_commands("ja")
    same = CliRunner().invoke(cli, ["redline", "liaoning", "--since", "old.yaml"])
    assert same.exit_code == 0
    assert same.output == "liaoning は old.yaml から変わっていません。ファイルは書き出していません。\n"
    edit("14市から構成され", "15市から構成され")
    wishes = ["--author", "国際課", "--date", "2027-01-15", "--output", "sign"]
    done = CliRunner().invoke(cli, ["redline", "liaoning", "--since", "old.yaml", *wishes])
    assert done.exit_code == 0
    assert done.output.splitlines() == [f"sign/{name}" for name in FILES]
    first = (where.root / "sign" / FILES[0]).read_bytes()
    CliRunner().invoke(cli, ["redline", "liaoning", "--since", "old.yaml", *wishes])
    assert (where.root / "sign" / FILES[0]).read_bytes() == first
