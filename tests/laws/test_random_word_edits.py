"""Whatever is done in a Word file, nothing is lost: it is in the profile then, or it is told.

Lines of the edited file are compared with those of a file made from the revised profile, by a reader of
their own (:mod:`hands`), not by the one that the program proves its work with.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass

import pytest
import yaml

from brochure.build.brochure import write_word_file
from brochure.build.load import SharedInput, load_common, load_partner
from brochure.revision import apply
from brochure.revision.apply import RevisionOptions
from brochure.revision.read_edits import ReadOptions
from brochure.revision.review import Review, review_word_files
from brochure.revision.validate import RevisedProfile
from brochure.storage.workspace import Workspace
from law import law
from no_answers import words_without_answers
from random_workspace import workspace_of
from word_edits import Hands, printed

PARTNERS = ["random0", "random2", "random3", "random4", "random5", "liaoning"]


@dataclass(frozen=True)
class Office:
    """A workspace with random partners, and the files that were sent."""

    where: Workspace
    common: SharedInput
    sent: dict[str, bytes]

    def revised(self, name: str, data: bytes) -> tuple[Review, RevisedProfile, bytes]:
        """What came back, the new profile, and the Word file made from it."""
        path = self.where.root / "edited.docx"
        path.write_bytes(data)
        (review,), _ = review_word_files(self.where, self.common, [path], ReadOptions())
        outcome = apply.revise_profiles(self.where, self.common, [review], RevisionOptions(confirmed=True))
        (result,) = outcome.results
        profile = self.where.root / "profiles" / f"{name}.yaml"
        before = profile.read_text("utf-8")
        profile.write_text(result.text, "utf-8")
        try:
            return review, result, write_word_file(self.where, load_partner(self.where, name, self.common))
        finally:
            profile.write_text(before, "utf-8")

    def no_answers(self, name: str, result: RevisedProfile) -> Counter[str]:
        """The words that are printed for questions whose answer was removed; no editor types them."""
        before = (self.where.root / "profiles" / f"{name}.yaml").read_text("utf-8")
        had, has = (yaml.safe_load(text).get("answers") or {} for text in (before, result.text))
        removed = [question for question, blocks in had.items() if blocks and not has.get(question)]
        profile = load_partner(self.where, name, self.common).profile.data
        return Counter({words: len(removed) for words in words_without_answers(profile)})


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    where = workspace_of(tmp_path_factory.mktemp("random"), PARTNERS[:-1])
    common = load_common(where, "standard")
    sent = {name: write_word_file(where, load_partner(where, name, common)) for name in PARTNERS}
    return Office(where, common, sent)


def told(review: Review, result: RevisedProfile) -> list[str]:
    """The words of everything that is told to be left out."""
    words = [text for _, left in review.left for text in (left.old, left.new)]
    words += [text for m, _ in result.refused for text in (m.change.old, m.change.new)]
    for problem in result.unexplained_lines:  # lines (D219), or texts that stand in other cells
        details = dict(problem.details)
        words += [str(details[key]) for key in ("words", "text", "old", "new") if key in details]
    lines = ["".join(line.replace("＊", "").split()) for text in words for line in text.split("\n")]
    return [line for line in lines if line]


@law(sample=16, full=800)
def test_nothing_that_was_done_is_lost(office: Office, seed: int) -> None:
    """Nothing that was done in a Word file is lost: it is in the profile then, or it is told."""
    dice = random.Random(seed)
    name = dice.choice(PARTNERS)
    hands = Hands(office.sent[name], seed)
    hands.work(dice.randint(1, 5))
    data = hands.saved()
    review, result, made = office.revised(name, data)
    words = told(review, result)
    (came, _), (fresh, notes) = printed(data), printed(made)
    lost = [line for line in (came - fresh) if not any(word in line or line in word for word in words)]
    assert not lost, hands.done
    made_by_printing = office.no_answers(name, result)
    stays = [
        line
        for line in (fresh - came - made_by_printing)
        if not any(word in line or line in word for word in words)
    ]
    assert not stays, hands.done
    said = "\n".join([*words, *fresh, *notes])
    whole = "\n".join(came)  # a typed word that Enter splits is two lines, which are compared above
    assert [word for word in hands.typed if word in whole and word not in said] == []
