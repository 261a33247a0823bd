"""Edits made in LibreOffice come back as exactly the change of the profile that an editor meant.

Every edit says what it changes in the YAML as pairs of old and new text; all other bytes must stay. What is
not taken over must be listed, with the code of the reason and its place.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.build import booklet as publish
from brochure.build.brochure import write_word_file
from brochure.build.load import SharedInput, load_common, load_partner
from brochure.document.book import Depth
from brochure.revision import apply
from brochure.revision.apply import RevisionOptions
from brochure.revision.read_edits import ReadOptions
from brochure.revision.review import Review, review_word_files
from brochure.storage.workspace import Workspace
from brochure.word.baseline import Baseline, BookBaseline
from brochure.word.book import write_book
from libreoffice_editor import AUTHOR, Script, Step, edited
from office_edits import LIAONING, PAD, SECOND, keys
from office_structure_edits import EDITS
from workspaces import REPO, SAMPLES

pytestmark = pytest.mark.tools

PARTNERS = sorted(path.stem for path in (REPO / "profiles").glob("[!_]*.yaml"))
LAYOUTS = ("standard", "onepage")


def where(profile: str) -> Workspace:
    return Workspace(SAMPLES if profile == "awkward" else REPO)


@pytest.fixture(scope="session")
def commons() -> dict[tuple[str, str], SharedInput]:
    """What partners share, by workspace and layout."""
    made = {("repo", layout): load_common(Workspace(REPO), layout) for layout in LAYOUTS}
    return {**made, ("samples", "standard"): load_common(Workspace(SAMPLES), "standard")}


def common_of(
    commons: dict[tuple[str, str], SharedInput], profile: str, layout: str = "standard"
) -> SharedInput:
    return commons["samples" if profile == "awkward" else "repo", layout]


BOOK = "seminar-2026"
IN_THE_BOOK: tuple[Step, ...] = (
    ("select", "14市から"),
    ("type", "15市から"),
    ("find", "相互に友好交流"),
    ("end",),
    keys("InsertPara"),
    ("type", "新しい箇条。"),
    ("behind", "オウル市は、"),
    ("type", "首都"),
    ("behind", "1,772社"),
    keys("InsertFootnote"),
    ("type", "新しい注。"),
    ("find", "大学（1958年設立）"),
    ("comment", "確かですか", "校正 太郎"),
)


def booklet() -> bytes:
    """Two partners of the repository's booklet, as Word."""
    made = publish.compile_booklet(Workspace(REPO), BOOK, only=["liaoning", "oulu"])
    series = made.commons[Depth.FULL].series.source.text
    return write_book(
        made.book,
        {depth: common.layout for depth, common in made.commons.items()},
        baseline=BookBaseline(BOOK, made.booklet.source.text, series),
        baselines=[Baseline(p.id, p.text, series) for p in made.partners.values()],
        root=REPO,
    )


@pytest.fixture(scope="session")
def bench(
    commons: dict[tuple[str, str], SharedInput], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """All edits, and every partner saved without any, in one start of LibreOffice."""
    folder = tmp_path_factory.mktemp("office")
    return edited(scripts(commons, folder), folder)


def scripts(commons: dict[tuple[str, str], SharedInput], folder: Path) -> dict[str, Script]:
    """What is to be done, with the files that are sent."""
    sent: dict[tuple[str, str], Path] = {}
    for profile in (*PARTNERS, "awkward"):
        for layout in LAYOUTS if profile != "awkward" else ("standard",):
            sent[profile, layout] = path = folder / f"{profile}-{layout}-sent.docx"
            loaded = load_partner(where(profile), profile, common_of(commons, profile, layout))
            path.write_bytes(write_word_file(where(profile), loaded))
    book = folder / "book-sent.docx"
    book.write_bytes(booklet())
    found = {name: Script(sent[edit.profile, edit.layout], edit.steps) for name, edit in EDITS.items()}
    found |= {f"saved {profile} {layout}": Script(path) for (profile, layout), path in sent.items()}
    return found | {"saved book": Script(book), "edited book": Script(book, IN_THE_BOOK)}


def reviewed(path: Path, profile: str, common: SharedInput, options: ReadOptions | None = None) -> Review:
    """What one file says of one profile."""
    found, _ = review_word_files(where(profile), common, [path], options or ReadOptions())
    (one,) = found
    return one


def settled(review: Review, profile: str, common: SharedInput, *, confirmed: bool) -> str:
    """The new text of the profile."""
    outcome = apply.revise_profiles(where(profile), common, [review], RevisionOptions(confirmed=confirmed))
    assert not outcome.warnings
    return outcome.results[0].text


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_changes_the_profile_as_meant(
    name: str, bench: dict[str, Path], commons: dict[tuple[str, str], SharedInput]
) -> None:
    edit = EDITS[name]
    common = common_of(commons, edit.profile)
    review = reviewed(bench[name], edit.profile, common)
    before = review.path.read_text("utf-8")
    wanted = before
    for old, new in edit.yaml:
        assert before.count(old) == 1, old
        wanted = wanted.replace(old, new)
    text = settled(review, edit.profile, common, confirmed=edit.unsure)
    assert text.splitlines() == wanted.splitlines()
    assert text == wanted
    assert sorted((left.reason.code, left.address) for _, left in review.left) == sorted(edit.left)
    assert bool(review.unsure) == edit.unsure
    told = [(said.address, said.comment.author, said.comment.text) for _, said in review.comments]
    assert told == [*edit.comments]
    people = {(r.author, r.date[:2]) for m in review.merges for r in m.change.revisions}
    if review.merges:
        assert people == ({(AUTHOR, "20")} if edit.tracked else set())
        assert bool(review.untracked) != edit.tracked


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("profile", PARTNERS)
def test_saving_without_an_edit_changes_nothing(
    profile: str, layout: str, bench: dict[str, Path], commons: dict[tuple[str, str], SharedInput]
) -> None:
    common = common_of(commons, profile, layout)
    review = reviewed(bench[f"saved {profile} {layout}"], profile, common)
    assert (review.merges, review.left, review.comments, review.untracked) == ((), (), (), ())
    assert settled(review, profile, common, confirmed=False).encode() == review.path.read_bytes()


def test_a_booklet_saved_without_an_edit_changes_nothing(
    bench: dict[str, Path], commons: dict[tuple[str, str], SharedInput]
) -> None:
    found, _ = review_word_files(
        Workspace(REPO), commons["repo", "standard"], [bench["saved book"]], ReadOptions()
    )
    assert sorted(review.profile for review in found) == ["liaoning", "oulu", BOOK]
    assert all((review.merges, review.left, review.comments) == ((), (), ()) for review in found)


def test_edits_of_a_booklet_come_back_to_its_partners(
    bench: dict[str, Path], commons: dict[tuple[str, str], SharedInput]
) -> None:
    common = commons["repo", "standard"]
    found, _ = review_word_files(Workspace(REPO), common, [bench["edited book"]], ReadOptions())
    assert not [left for review in found for left in review.left]
    outcome = apply.revise_profiles(Workspace(REPO), common, found, RevisionOptions())
    assert not outcome.warnings
    texts = {result.review.profile: result.text for result in outcome.results}
    oulu = (REPO / "profiles" / "oulu.yaml").read_text("utf-8")
    assert texts["oulu"] == oulu.replace("- オウル市は、ヘルシンキ", "- オウル市は、首都ヘルシンキ")
    wanted = LIAONING.replace("など14市から", "など15市から")
    wanted = wanted.replace("2017年時点で1,772社", "2017年時点で1,772社[^note-1]")
    wanted = wanted.replace(SECOND, f"{SECOND}{PAD}- 新しい箇条。")
    assert texts["liaoning"] == f"{wanted}\nnotes:\n  note-1: 新しい注。\n"
    assert texts[BOOK] == (REPO / "booklets" / f"{BOOK}.yaml").read_text("utf-8")
    comments = [said for review in found for _, said in review.comments]
    assert [(said.profile, said.address, said.comment.text) for said in comments] == [
        ("oulu", "answers.about.1.items.0.text", "確かですか")
    ]
