"""A text that was moved to another partner of a booklet is gone from its own, and new in the other."""

from __future__ import annotations

from brochure.diagnostics.problem import problem
from brochure.document.tree import Text
from brochure.revision.change import ProfileEdits, UnresolvedEdit
from brochure.revision.partner_texts import PartnerTexts, refused_moves, texts_by_partner
from brochure.revision.text_units import compare_lines
from brochure.word.baseline import AnchoredParagraph
from brochure.word.reader.model import BookmarkStart, WordLine

KEYS = ["", "north", "south"]
TEXTS = (
    ("", "foreword.text", "はじめの文です。"),
    ("north", "partner.name", "北の市"),
    ("north", "answers.about.0.bullets.0", "北の一つめの文です。"),
    ("north", "answers.about.0.bullets.1", "北の二つめの文です。"),
    ("south", "partner.name", "南の市"),
    ("south", "answers.about.0.bullets.0", "南の一つめの文です。"),
    ("south", "answers.about.0.bullets.1", "南の二つめの文です。"),
)
BLOCKS = {
    block.bookmark: block
    for scope, address, _ in TEXTS
    for block in [AnchoredParagraph(address, "", "", scope=scope)]
}
LINES = [
    WordLine("body", None, "bullet", (BookmarkStart(mark), Text(words)))
    for mark, (_, _, words) in zip(BLOCKS, TEXTS, strict=True)
]


def shares(order: list[int], *, back: frozenset[str] = frozenset()) -> dict[str, PartnerTexts]:
    """The texts by partner, if the lines come back in this order."""
    compared = compare_lines(LINES, [LINES[number] for number in order])
    kept = [unit.sent for unit in compared.units if unit.sent and said(unit.sent.content) in back]
    return texts_by_partner(compared, BLOCKS, KEYS, scoped=True, kept_back=kept)


def said(content: object) -> str:
    assert isinstance(content, tuple)
    return "".join(part.text for part in content)


def texts(own: PartnerTexts) -> tuple[list[str], list[str], list[str]]:
    """The known, the new and the lost texts of a partner."""
    return (
        [said(unit.content) for unit in own.units if unit.sent],
        [said(unit.content) for unit in own.units if not unit.sent],
        [said(text.content) for text in own.gone],
    )


def test_every_partner_has_its_own_texts() -> None:
    made = shares([*range(7)])
    assert texts(made[""]) == (["はじめの文です。"], [], [])
    assert texts(made["north"]) == (["北の市", "北の一つめの文です。", "北の二つめの文です。"], [], [])
    assert not any(own.moved_in for own in made.values())


def test_a_bullet_moved_to_the_next_partner_goes_there() -> None:
    made = shares([0, 1, 3, 4, 5, 2, 6])
    assert texts(made["north"]) == (["北の市", "北の二つめの文です。"], [], ["北の一つめの文です。"])
    assert texts(made["south"])[1:] == (["北の一つめの文です。"], [])
    assert [said(unit.content) for unit in made["south"].units][2] == "北の一つめの文です。"


def test_a_bullet_moved_to_the_partner_before_goes_there() -> None:
    made = shares([0, 1, 2, 6, 3, 4, 5])
    assert texts(made["south"]) == (["南の市", "南の一つめの文です。"], [], ["南の二つめの文です。"])
    assert texts(made["north"])[1:] == (["南の二つめの文です。"], [])


def test_a_bullet_moved_to_the_end_of_the_booklet_goes_to_its_last_partner() -> None:
    made = shares([0, 1, 3, 4, 5, 6, 2])
    assert texts(made["south"])[1:] == (["北の一つめの文です。"], [])


def test_a_bullet_moved_within_its_partner_stays_known() -> None:
    made = shares([0, 1, 3, 2, 4, 5, 6])
    assert texts(made["north"])[1:] == ([], [])


def test_a_chapter_that_was_moved_is_nobody_elses() -> None:
    made = shares([0, 4, 5, 6, 1, 2, 3])
    assert not any(own.moved_in or own.gone for own in made.values())
    assert len(made["north"].units) == len(made["south"].units) == 3


def test_a_moved_text_without_a_place_stays_where_it_was_sent() -> None:
    made = shares([0, 1, 3, 4, 5, 6, 2])
    words = "北の一つめの文です。"
    left = UnresolvedEdit("south", "", "", words, problem("D204", kind="paragraph", words=words))
    edits = {key: ProfileEdits(key, left=(left,) if key == "south" else ()) for key in KEYS}
    (refused,) = refused_moves(made, edits)
    assert said(refused.content) == words
    again = shares([0, 1, 3, 4, 5, 6, 2], back=frozenset({words}))
    assert texts(again["north"]) == (["北の市", words, "北の二つめの文です。"], [], [])
    assert texts(again["south"])[1] == [words]


def test_a_moved_text_that_was_taken_does_not_stay() -> None:
    made = shares([0, 1, 3, 4, 5, 6, 2])
    assert refused_moves(made, {key: ProfileEdits(key) for key in KEYS}) == frozenset()
