"""What must hold for every edit that comes back from a word processor, whoever made it and wherever.

- Nothing is lost: each line that only the returned file or only the revised profile prints is told.
- Nothing is silent: if nothing is told, a reader sees no other text than without an edit.
- Nothing is invented: an edit of words at one place is told with a few entries.
- A file that is taken again is done, and changes nothing.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from brochure.build.brochure import write_word_file
from brochure.build.load import SharedInput, load_partner
from brochure.diagnostics.problem import BrochureError
from brochure.revision import apply
from brochure.revision.apply import RevisionOptions
from brochure.revision.merge3 import MergeState
from brochure.revision.proof import YEARS
from brochure.revision.read_edits import ReadOptions
from brochure.revision.review import Review, review_word_files
from brochure.revision.validate import prove_review
from brochure.storage.workspace import Workspace
from no_answers import words_without_answers
from word_edits import printed
from word_parts import word_parts
from word_sight import Sight
from workspaces import REPO

_SIGNS = str.maketrans("", "", "＊*\u200d")  # calls, and what LibreOffice adds to new rows
_TICK = re.compile(r"\d{3}0")
MOST_ENTRIES = 4  # for an edit of words at one place: the text, its neighbour, a note, its source


def workshop(folder: Path) -> Workspace:
    """A workspace with all partners and booklets, whose profiles a test may change."""
    for name in ("profiles", "layouts", "booklets", "pictures"):
        shutil.copytree(REPO / name, folder / name)
    for name in ("fonts", "fallback_fonts"):
        (folder / name).symlink_to(REPO / name)
    return Workspace(folder)


@dataclass(frozen=True)
class Returned:
    """A file that came back, what was done in it, and the same file saved without an edit."""

    name: str
    path: Path
    untouched: Path
    is_local: bool = False  # whether words were edited at one place only

    def faults(self, where: Workspace, common: SharedInput) -> list[str]:
        """What of the rules does not hold; the profiles are as before afterwards."""
        try:
            reviews = self._reviews(where, common)
        except BrochureError as error:
            return [f"{self.name}: refused: {error}"]
        before = {review.path: review.path.read_text("utf-8") for review in reviews}
        try:
            return [f"{self.name}: {fault}" for fault in self._faults(where, common, reviews)]
        finally:
            for path, text in before.items():
                path.write_text(text, "utf-8")

    def _reviews(self, where: Workspace, common: SharedInput) -> list[Review]:
        found, _ = review_word_files(where, common, [self.path], ReadOptions())
        return [prove_review(where, common, review) for review in found]

    def _faults(self, where: Workspace, common: SharedInput, reviews: Sequence[Review]) -> Iterator[str]:
        for review in reviews:
            yield from (f"a fault of brochure: {fault}" for fault in review.faults)
        if any(review.faults for review in reviews):
            return
        count = sum(len(review.merges) + len(review.left) for review in reviews)
        if not count and not any(review.comments for review in reviews):
            yield from self._unseen()
        if self.is_local and count > MOST_ENTRIES:
            told = [(m.change.address, m.change.old, m.change.new) for r in reviews for m in r.merges]
            left = [(e.reason.code, e.address, e.new) for r in reviews for _, e in r.left]
            yield f"too much is told: {told} {left}"
        confirmed = RevisionOptions(confirmed=True)
        texts = {}
        for review in reviews:
            texts[review.path] = apply.revise_profiles(where, common, [review], confirmed).results[0].text
            review.path.write_text(texts[review.path], "utf-8")
        if len(reviews) == 1 and not reviews[0].is_booklet:
            yield from self._lost(where, common, reviews[0])
        yield from self._taken_again(where, common, texts)

    def _unseen(self) -> Iterator[str]:
        """An edit that nothing is told of, although a reader sees it."""
        was, now = (Sight(word_parts(path.read_bytes())).lines() for path in (self.untouched, self.path))
        if was != now:
            yield f"silent: {[one for one in now if one not in was]} {[one for one in was if one not in now]}"

    def _lost(self, where: Workspace, common: SharedInput, review: Review) -> Iterator[str]:
        """Lines of one file only that are not told."""
        fresh, _ = printed(write_word_file(where, load_partner(where, review.profile, common)))
        came, _ = printed(self.path.read_bytes())
        came = Counter(line.replace("\u200d", "") for line in came.elements())
        told = [*_told(review)]
        axis_is_told = any(entry.address == YEARS for _, entry in review.left)
        made = words_without_answers(load_partner(where, review.profile, common).profile.data)
        for what, lines in (("lost", came - fresh), ("stays", fresh - came)):
            for line in lines:
                words = "".join(line.translate(_SIGNS).split())
                if axis_is_told and _TICK.fullmatch(words):
                    continue  # the years of an axis whose deletion is told
                if words not in made and not any(one in words or words in one for one in told):
                    yield f"{what}: {line}"

    def _taken_again(self, where: Workspace, common: SharedInput, texts: dict[Path, str]) -> Iterator[str]:
        for review in self._reviews(where, common):
            for merge in review.merges:
                if merge.state is not MergeState.DONE and not merge.change.optional:
                    yield f"not done: {merge.state.value} {merge.change.kind.value} {merge.change.address}"
            again = apply.revise_profiles(where, common, [review], RevisionOptions(confirmed=True))
            if again.results[0].text != texts[review.path]:
                yield f"taken again, {review.profile} changes"


def _told(review: Review) -> Iterator[str]:
    """The words of everything that is told to be left out, without blanks and calls."""
    for _, entry in review.left:
        for text in (entry.old, entry.new, str(dict(entry.reason.details).get("words", ""))):
            for line in text.split("\n"):
                if words := "".join(line.translate(_SIGNS).split()):
                    yield words
