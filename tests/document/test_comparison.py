"""What changed since an earlier edition, as offices sign it off: the table, and its command."""

from __future__ import annotations

import datetime
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner

from brochure.build.brochure import Built, build, word_file
from brochure.build.load import Common, load_common, load_partner
from brochure.cli.main import cli, commands
from brochure.diagnostics.catalogue import say
from brochure.diagnostics.problem import BrochureError
from brochure.document.comparison import ADDED, LEFT_OUT, REMOVED, Cell, Comparison, compare
from brochure.document.tree import Document
from brochure.pdf.preflight import preflight
from brochure.revision.redline import redline
from brochure.storage.workspace import Workspace
from brochure.typesetting import comparison_html as comparisonhtml
from brochure.typesetting import weasyprint as pdf
from brochure.word.comparison_table import write_comparison
from docx_reader import NAMES, W, WordFile
from docx_validator import findings
from editions import EDITS, LIAONING, document, edited, random_editions
from law import law
from pdf_validator import failures
from programs import program
from tracked_changes_reader import said
from workspaces import REPO, Edit


def table(old: Document, new: Document) -> Comparison:
    return compare(old, new, editions=("前", "後"))


def marked(cell: Cell) -> str:
    """A cell as text, with what is underlined in brackets."""
    return " / ".join("".join(f"[{one.text}]" if one.changed else one.text for one in line) for line in cell)


@pytest.fixture(scope="module")
def liaoning(common: Common) -> Document:
    """The partner of the repository."""
    return document(LIAONING, common)


@pytest.fixture
def rows(liaoning: Document, common: Common) -> Callable[..., list[tuple[str, str, str]]]:
    """The rows of an edit: place, old, new."""

    def found(*names: str) -> list[tuple[str, str, str]]:
        changes = table(liaoning, document(edited(*names), common)).changes
        return [
            (" ".join(part for part in (one.part, one.place) if part), marked(one.old), marked(one.new))
            for one in changes
        ]

    return found


Rows = Callable[..., list[tuple[str, str, str]]]


def test_a_row_says_where_the_text_stands_and_underlines_words(rows: Rows) -> None:
    assert rows("words")[0] == (
        "1 どのような機関ですか？ 箇条書き 1",
        f"{LEFT_OUT}市、撫順（ぶじゅん）市など[14市]から構成され、中国東北部における経済の中心地域となっています。",
        f"{LEFT_OUT}市、撫順（ぶじゅん）市など[15市]から構成され、中国東北部における経済の中心地域となっています。",
    )


def test_what_is_new_and_what_is_gone_is_said(rows: Rows) -> None:
    assert rows("bullet added") == [
        ("2 神奈川県との関係は？ 箇条書き 1", ADDED, "[2026年に新しい交流が始まりました。]")
    ]
    ((_, old, new),) = rows("row removed")
    assert (old, new) == ("[組織名] / [中華人民共和国 遼寧省]", REMOVED)


def test_a_mark_is_said_in_words(rows: Rows) -> None:
    first, second = rows("mark flipped")
    assert first[0].endswith("星取表「国外企業（日本企業）への支援」 c")
    assert first[1:] == (
        "市場情報提供/市場調査支援　[○（提供あり）]",
        "市場情報提供/市場調査支援　[–（提供なし）]",
    )
    assert second[0].endswith(" e")


def test_a_table_that_goes_is_one_row(rows: Rows) -> None:
    found = rows("question loses its answer")
    (row,) = [one for one in found if "星取表" in one[0]]
    assert row[0].endswith("星取表「国外企業（日本企業）への支援」")
    assert row[1].count("（提供なし）") == 9


def test_a_note_is_known_whatever_its_number(rows: Rows, liaoning: Document, common: Common) -> None:
    assert rows("note edited") == [
        ("注 *2", "日本貿易振興機構大連事務所「[遼寧省概況]」（2018年7月）より",
         "日本貿易振興機構大連事務所「[遼寧省の概況と展望]」（2018年7月）より")
    ]  # fmt: skip
    added = table(liaoning, document(edited("note added"), common))
    assert len(added.changes) == 2
    assert added.renumbered
    assert "注の番号" in added.legend


def test_both_sides_of_a_row_are_shortened_alike(rows: Rows) -> None:
    ((_, old, new), _) = rows("note added")
    assert old.startswith(f"{LEFT_OUT}友好提携35周年となる")
    assert new.replace("[*5]", "") == old


def test_emphasis_alone_is_a_change(rows: Rows) -> None:
    ((_, old, new),) = rows("strong")
    assert old == new
    assert "[神奈川県からも、]" in new


@pytest.mark.parametrize("name", EDITS)
def test_every_edit_is_listed(name: str, rows: Rows) -> None:
    assert rows(name)


@law(sample=8, full=800)
def test_the_table_is_empty_exactly_where_word_has_nothing_to_track(seed: int, common: Common) -> None:
    from editions import redlined

    old, new = random_editions(seed, seed % 4, common)  # none, one or a few changes
    assert bool(table(old, new).changes) == bool(redlined(old, new, common).changes)


def test_a_picture_changed_under_its_name_is_listed(liaoning: Document, common: Common) -> None:
    new = document(edited("photo"), common)
    file = "tests/samples/photos/mountains.png"
    found = compare(new, new, editions=("前", "後"), pictures=({file: "1"}, {file: "2"}))
    assert [one.place for one in found.changes] == ["写真"]


# --- its files ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def long_table(liaoning: Document, common: Common) -> tuple[Comparison, Document]:
    """A table of several pages."""
    names = ["words", "strong", "note added", "row added", "photo", "block of another kind"]
    new = document(edited(*names, "question loses its answer", "contact", "edition", "figure"), common)
    return table(liaoning, new), new


@pytest.mark.parametrize("layout", ["standard", "onepage"])
def test_the_pdf_is_landscape_accessible_and_without_a_finding(
    layout: str, long_table: tuple[Comparison, Document], tmp_path: Path
) -> None:
    chosen = load_common(Workspace(REPO), layout)
    page = comparisonhtml.write_comparison_html(
        *long_table, chosen.layout, root=REPO, shown=chosen.layout_shown
    )
    made = pdf.render_pdf(page, chosen.layout.font_paths)
    assert not made.warnings
    assert made.pages > 1
    path = tmp_path / "a.pdf"
    path.write_bytes(made.data)
    assert not failures(path, "pdfua-1")
    assert not preflight.check_part(made.data, file="a.pdf").problems
    with pikepdf.open(path) as opened:
        left, bottom, right, top = (float(edge) for edge in opened.pages[0].mediabox)
    assert right - left > top - bottom


def test_the_word_file_says_the_same_and_validates(
    long_table: tuple[Comparison, Document], common: Common, tmp_path: Path
) -> None:
    comparison, new = long_table
    made = write_comparison(comparison, new, common.layout)
    assert not findings(made, tmp_path)
    file = WordFile(made)
    rows = file.body.findall(".//w:tr", NAMES)[1:]
    assert len(rows) == len(comparison.changes)
    for row, change in zip(rows, comparison.changes, strict=True):
        cells = ["".join(cell.itertext(f"{W}t")) for cell in row.iterfind("w:tc", NAMES)]
        wanted = ["".join(one.text for line in cell for one in line) for cell in (change.old, change.new)]
        assert cells == [change.part + change.place, *wanted]
        underlined = [
            "".join(run.itertext(f"{W}t"))
            for run in row.iter(f"{W}r")
            if run.find("w:rPr/w:u", NAMES) is not None
        ]
        assert underlined == [
            s.text for cell in (change.old, change.new) for line in cell for s in line if s.changed
        ]
    assert file.body.find("w:sectPr/w:pgSz", NAMES).get(f"{W}orient") == "landscape"
    assert file.xml("settings").find("w:trackRevisions", NAMES) is None
    assert write_comparison(comparison, new, common.layout) == made


# --- the command ----------------------------------------------------------------------------------


DATE = datetime.date(2027, 1, 15)
Factory = pytest.TempPathFactory


@pytest.fixture
def where(fresh: Path) -> Workspace:
    return Workspace(fresh)


def compared(where: Workspace, since: str, **wishes: str) -> Built:
    common = load_common(where, "standard")
    facts = {"author": wishes.get("author", ""), "date": DATE, "output": where.output, "here": where.root}
    return redline(where, "liaoning", common, since, **facts)  # type: ignore[arg-type]


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


def written(built: Built) -> list[str]:
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
    before = build(where, "liaoning", load_common(where, "standard"), formats=["docx"], output=where.output)
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
    now = build(where, "liaoning", load_common(where, "standard"), formats=["docx"], output=where.output)
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
    before = build(where, "liaoning", load_common(where, "standard"), formats=["docx"], output=where.output)
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
    return "\n".join(str(say(found, "ja")) for found in caught.value.problems)


def test_what_cannot_be_found_is_said_with_the_way_on(where: Workspace) -> None:
    (where.root / "a.docx").write_bytes(b"no zip")
    shutil.copy(where.root / "layouts" / "standard" / "reference.docx", where.root / "plain.docx")
    assert told(where, "none.yaml").startswith("エラー D501: 前の版のファイル「none.yaml」がありません")
    assert told(where, "a.docx").startswith("a.docx: エラー D101: Wordのファイル（.docx）として読めません")
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
    sent = word_file(where, load_partner(where, "liaoning", load_common(where, "standard")))
    with zipfile.ZipFile(BytesIO(sent)) as archive, zipfile.ZipFile(where.root / "odd.docx", "w") as target:
        for name in archive.namelist():
            target.writestr(name, part if name == "customXml/item1.xml" else archive.read(name))
    assert code in told(where, "odd.docx")


def test_another_partner_s_word_file_is_refused(where: Workspace) -> None:
    shutil.copy(where.profile("liaoning"), where.profiles / "other.yaml")
    built = build(where, "other", load_common(where, "standard"), formats=["docx"], output=where.output)
    assert "D504: このWordファイルは「liaoning」ではなく「other」" in told(where, str(built.paths[0]))


def test_mistakes_of_the_earlier_edition_are_told_as_its_own(where: Workspace, edit: Edit) -> None:
    shutil.copy(where.profile("liaoning"), where.root / "old.yaml")
    (where.root / "old.yaml").write_text(
        (where.root / "old.yaml").read_text("utf-8") + "colour: red\n", "utf-8"
    )
    message = told(where, "old.yaml")
    assert message.startswith("エラー D508: 前の版（old.yaml）を今の brochure では組めません")
    assert "old.yaml:profiles/liaoning.yaml:" in message
    assert "P101" in message


def test_the_command_writes_three_files_and_says_so(
    where: Workspace, edit: Edit, monkeypatch: pytest.MonkeyPatch
) -> None:
    committed_profile = where.profile("liaoning").read_bytes()
    (where.root / "old.yaml").write_bytes(committed_profile)
    monkeypatch.chdir(where.root)
    commands("ja")
    same = CliRunner().invoke(cli, ["redline", "liaoning", "--since", "old.yaml"])
    assert same.exit_code == 0
    assert same.output == "liaoning は old.yaml から変わっていません。何も書き出しませんでした。\n"
    edit("14市から構成され", "15市から構成され")
    wishes = ["--author", "国際課", "--date", "2027-01-15", "--output", "sign"]
    done = CliRunner().invoke(cli, ["redline", "liaoning", "--since", "old.yaml", *wishes])
    assert done.exit_code == 0
    assert done.output.splitlines() == [f"sign/{name}" for name in FILES]
    first = (where.root / "sign" / FILES[0]).read_bytes()
    CliRunner().invoke(cli, ["redline", "liaoning", "--since", "old.yaml", *wishes])
    assert (where.root / "sign" / FILES[0]).read_bytes() == first
