"""Files of programs that drop the original, bookmarks, styles or notes: edits come back, and are told surely.

The corpus is every profile of the repository. What is right is known: the whole file gives it, before a
program strips it (:mod:`known_edits`).
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest

from brochure.build.brochure import write_word_file
from brochure.build.load import SharedInput, load_common, load_partner
from brochure.revision import apply
from brochure.revision.apply import RevisionOptions
from brochure.revision.read_edits import ReadOptions
from brochure.revision.review import review_word_files
from brochure.revision.validate import prove_review
from brochure.schema.yaml_reader import parse_yaml
from brochure.storage.history import History
from brochure.storage.workspace import Workspace
from brochure.word.kept_original import pack_original
from known_edits import WAYS, ShownEdit, edited_file, shown_edits
from law import asked, law
from random_workspace import workspace_of
from stripped_files import strip_word
from workspaces import REPO

_SURE, _LEAST_RIGHT = 0.9, 0.98
_FEW_CASES, _CASES = 40, 600  # files of an ordinary run, and of a full one
_CONTROLS = re.compile("[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\u2028\u2029]")
_SIGNS = re.compile(r"[*＊※]\s*\[[\^@]|\\\*\s*\\?\*?\d|\[[\^@][^\]]*\][*＊]")


@dataclass(frozen=True)
class Office:
    """All profiles of the repository, in a workspace that keeps their originals, and the sent files."""

    where: Workspace
    common: SharedInput
    sent: dict[str, bytes]

    def case(self, seed: int) -> tuple[str, bytes, Sequence[str], list[str]]:
        """A partner, its file after some edits, what the program drops, and what was done."""
        dice = random.Random(seed)
        name = dice.choice(sorted(self.sent))
        edited, done = edited_file(self.sent[name], seed)
        return name, edited, dice.choice(WAYS), done


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    where = workspace_of(tmp_path_factory.mktemp("stripped"), [])
    for path in (REPO / "profiles").glob("[a-z]*.yaml"):
        (where.profiles / path.name).write_bytes(path.read_bytes())
    common = load_common(where, "standard")
    sent = {name: write_word_file(where, load_partner(where, name, common)) for name in where.names()}
    for data in sent.values():
        packed = pack_original(data)
        assert packed is not None
        History(where.root).keep(packed.document, packed.digest, packed.data)
    return Office(where, common, sent)


def _shown(office: Office, seeds: Sequence[int]) -> Iterator[ShownEdit]:
    for seed in seeds:
        name, edited, losses, _ = office.case(seed)
        yield from shown_edits(office.sent[name], edited, losses)


def test_certainties_are_what_they_say(office: Office) -> None:
    """Of the edits that are shown as 90 % certain, 98 % are right; below 50 %, more are wrong than right.

    A share is known from many cases only, so this law has one test for all of them.
    """
    wanted = asked()
    base = wanted.seed if wanted.full else "certainties"
    seeds = random.Random(f"{base}").sample(range(10**6), _CASES if wanted.full else _FEW_CASES)
    bands = {"sure": Counter[bool](), "middle": Counter[bool](), "doubtful": Counter[bool]()}
    for one in _shown(office, seeds):
        certainty = one.change.sure
        bands["sure" if certainty >= _SURE else "doubtful" if certainty < 0.5 else "middle"][one.right] += 1
    sure, doubtful = bands["sure"], bands["doubtful"]
    assert sure.total() > len(seeds) / 2, bands  # else the certainties say nothing
    assert sure[True] >= _LEAST_RIGHT * sure.total(), bands
    assert doubtful[False] > doubtful[True] or not doubtful.total(), bands


@law(sample=10, full=400)
def test_a_stripped_file_gives_only_values_that_can_be_typed(office: Office, seed: int) -> None:
    """No value that is written has a tab, a control character, or the sign of a call as text."""
    name, edited, losses, done = office.case(seed)
    path = office.where.root / f"{name}-stripped.docx"
    path.write_bytes(strip_word(edited, losses))
    (review,), _ = review_word_files(office.where, office.common, [path], ReadOptions(profile=name))
    outcome = apply.revise_profiles(office.where, office.common, [review], RevisionOptions(confirmed=True))
    (result,) = outcome.results
    before = {text for _, text in parse_yaml(review.read, name).scalars()}
    new = [text for _, text in parse_yaml(result.text.encode(), name).scalars() if text not in before]
    assert [text for text in new if _CONTROLS.search(text)] == [], done
    assert [text for text in new if _SIGNS.search(text)] == [], done


@law(sample=10, full=400)
def test_a_stripped_file_without_edits_has_none(office: Office, seed: int) -> None:
    """A program that drops things makes no edit."""
    dice = random.Random(seed)
    name, losses = dice.choice(sorted(office.sent)), list(dice.choice(WAYS))
    if dice.random() < 0.5:  # drop the same in another order, or less
        losses = ["original", *dice.sample(losses, dice.randint(1, len(losses)))]
        losses = list(dict.fromkeys(losses))
    path = office.where.root / f"{name}-stripped.docx"
    path.write_bytes(strip_word(office.sent[name], losses))
    (review,), _ = review_word_files(office.where, office.common, [path], ReadOptions(profile=name))
    proven = prove_review(office.where, office.common, review)
    assert [(one.change.address, one.change.old, one.change.new) for one in proven.merges] == [], losses
    assert [(one.old, one.new, one.reason.code) for _, one in proven.left] == [], losses
    assert not proven.faults, losses
