"""No edit of a Word file is passed over in silence, wherever in the XML it is."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from brochure.build.brochure import write_word_file
from brochure.build.load import SharedInput, load_common, load_partner
from brochure.diagnostics.problem import BrochureError
from brochure.revision.read_edits import ReadOptions
from brochure.revision.review import review_word_files
from brochure.storage.workspace import Workspace
from law import law
from random_workspace import workspace_of
from word_mutations import Mutator
from word_parts import packed_parts, word_parts
from word_sight import Sight

PARTNERS = ["random0", "random2", "liaoning"]
TRIES = 30  # mutations that nobody sees, such as a new id, before a case is given up


@dataclass(frozen=True)
class Sent:
    """A workspace, and the parts of the Word files that were sent."""

    where: Workspace
    common: SharedInput
    files: dict[str, dict[str, bytes]]

    def told(self, parts: dict[str, bytes]) -> bool:
        """Whether ``revise`` has a line for an edited file, or refuses it."""
        path = self.where.root / "edited.docx"
        path.write_bytes(packed_parts(parts))
        try:
            reviews, _ = review_word_files(self.where, self.common, [path], ReadOptions())
        except BrochureError:
            return True
        return any(review.merges or review.left or review.comments for review in reviews)


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    where = workspace_of(tmp_path_factory.mktemp("mutated"), PARTNERS[:-1])
    common = load_common(where, "standard")
    files = {name: word_parts(write_word_file(where, load_partner(where, name, common))) for name in PARTNERS}
    return Sent(where, common, files)


@pytest.mark.parametrize("name", PARTNERS)
def test_a_file_that_nobody_edited_has_nothing_to_tell(sent: Sent, name: str) -> None:
    assert not sent.told(sent.files[name])


@law(sample=20, full=5000)
def test_an_edit_that_a_reader_sees_is_told(sent: Sent, seed: int) -> None:
    """An edit of any part of a Word file that a reader sees is listed, or the file is refused."""
    parts = sent.files[PARTNERS[seed % len(PARTNERS)]]
    before = Sight(parts).lines()
    for step in range(TRIES):
        hands = Mutator(parts, seed * TRIES + step)
        hands.mutate()
        if hands.done and is_seen(hands.parts, before, parts["word/styles.xml"]):
            assert sent.told(hands.parts), hands.done
            return
    pytest.fail(f"no mutation of {TRIES} is seen")


def is_seen(parts: dict[str, bytes], before: list[tuple[object, ...]], styles: bytes) -> bool:
    """Whether a reader sees another text than before; a file without its text or styles is seen too.

    Changed definitions of styles (``styles`` are those that were sent) are looks, and no text.
    """
    if any(f"word/{name}.xml" not in parts for name in ("document", "styles")):
        return True
    return Sight({**parts, "word/styles.xml": styles}).lines() != before
