"""The texts of a booklet's Word file by partner, also those that were moved from one partner to another."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from brochure.revision.address import TextAddress
from brochure.revision.change import ProfileEdits
from brochure.revision.characters import report_text
from brochure.revision.text_units import LineComparison, SentText, TextUnit
from brochure.word.baseline import AnchoredParagraph


@dataclass(slots=True)
class PartnerTexts:
    """The texts of one partner.

    Attributes:
        units: The text units of the edited file, in its order.
        gone: The sent texts that the edited file lacks.
        moved_in: The text units that were moved here from another partner; in ``units`` they are new.
    """

    units: list[TextUnit] = field(default_factory=list)
    gone: list[SentText] = field(default_factory=list)
    moved_in: list[TextUnit] = field(default_factory=list)


def texts_by_partner(
    compared: LineComparison,
    blocks: Mapping[str, AnchoredParagraph],
    keys: Sequence[str],
    *,
    scoped: bool,
    kept_back: Collection[SentText] = (),
) -> dict[str, PartnerTexts]:
    """Sort the texts by partner; one without a bookmark belongs to the partner of the text before it.

    A text that was moved to another partner is gone from its own, and new in the other.

    Args:
        compared: Both files.
        blocks: Blocks by bookmark.
        keys: The ids of the partners; the first may be empty, for the texts of a booklet's file.
        scoped: Whether the file is a booklet.
        kept_back: Moved texts that stay with their own partner too, because the other has no place for them.
    """
    shares = {key: PartnerTexts() for key in keys}
    here = keys[0]
    moved = _moved_units(compared, blocks) if scoped else set()
    for index, unit in enumerate(compared.units):
        block = blocks.get(unit.sent.mark) if unit.sent and unit.sent.mark else None
        if unit.sent and block and index in moved and block.scope in shares:
            shares[here].units.append(replace(unit, sent=None))
            shares[here].moved_in.append(unit)
            if unit.sent not in kept_back:
                shares[block.scope].gone.append(unit.sent)
            continue
        if block and scoped:
            here = block.scope if block.scope in shares else here
            if is_cell(unit, blocks) and here in shares:
                shares[here].units.append(unit)
                here = "" if "" in shares else here  # what is added there is no text of the partner
                continue
        elif block is None and unit.sent is not None and scoped and "" in shares and not unit.sent.mark:
            shares[""].units.append(unit)
            continue
        shares[here].units.append(unit)
    for text in compared.gone:
        block = blocks.get(text.mark) if text.mark else None
        shares[block.scope if block and block.scope in shares else keys[0]].gone.append(text)
    for unit in compared.units:
        if unit.sent in kept_back and unit.sent is not None:
            _put_back(shares[blocks[unit.sent.mark].scope].units, unit, unit.sent)
    return shares


def is_cell(unit: TextUnit, blocks: Mapping[str, AnchoredParagraph]) -> bool:
    """Whether a text is a cell of a booklet's comparison table."""
    block = blocks.get(unit.sent.mark) if unit.sent else None
    return block is not None and TextAddress.parse(block.address).cell_of is not None


def _moved_units(compared: LineComparison, blocks: Mapping[str, AnchoredParagraph]) -> set[int]:
    """The indices of the units that were moved to the texts of another partner.

    Units that moved together with the name of their partner are a chapter that stands elsewhere.
    """
    found: set[int] = set()
    here: str | None = None
    group: list[int] = []
    for index, unit in enumerate(compared.units):
        block = blocks.get(unit.sent.mark) if unit.sent and unit.sent.mark else None
        if block is None or is_cell(unit, blocks):
            continue
        if unit.kept_order:
            here, group = block.scope, []
        elif here is not None and block.scope != here:
            group.append(index)
            found.add(index)
            if block.address == "partner.name":
                found -= set(group)
                here, group = block.scope, []
    return found


def _put_back(units: list[TextUnit], unit: TextUnit, sent: SentText) -> None:
    """Insert a moved text where it was sent; that it was moved is reported with it (D235)."""
    line = replace(unit.line, style=sent.style, comments=(), odd=())
    stayed = replace(unit, content=sent.content, line=line, joins=False, drawings=sent.drawings, odd=())
    after = (i for i, one in enumerate(units) if one.sent and one.kept_order and one.sent.line > sent.line)
    units.insert(next(after, len(units)), stayed)


def refused_moves(
    shares: Mapping[str, PartnerTexts], revised: Mapping[str, ProfileEdits]
) -> frozenset[SentText]:
    """The moved texts that have no place in the profile of the partner they were moved to (D204)."""
    found = set()
    for key, own in shares.items():
        words = {left.new for left in revised[key].left if left.reason.code == "D204"}
        found |= {unit.sent for unit in own.moved_in if unit.sent and report_text(unit.content) in words}
    return frozenset(found)
