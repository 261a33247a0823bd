"""``brochure edition confirm`` and ``status``: which values were looked at for the present edition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from brochure.build.load import load_common, load_partner
from brochure.diagnostics.problem import BrochureError, problem
from brochure.document.partial_date import PartialDate
from brochure.editions.edition_values import EditionValue, ValueState, edition_values, value_states
from brochure.editions.printed_edition import kept_workspace, last_printed
from brochure.schema.confirmation_file import ConfirmedValue, confirmations_yaml, validate_confirmations
from brochure.schema.yaml_reader import parse_yaml
from brochure.storage.atomic import replace_files
from brochure.storage.kept_editions import editions_folder
from brochure.storage.workspace import Workspace

_FILE = "confirmed.yaml"


@dataclass(frozen=True, slots=True)
class PartnerEdition:
    """The values of a partner in its present edition, with their states.

    ``before`` is the edition that they are compared with; empty if none is kept, and nothing counts as kept.
    """

    name: str
    edition: PartialDate
    before: str
    values: tuple[tuple[EditionValue, ValueState], ...]

    def count(self, state: ValueState) -> int:
        """How many values have a state."""
        return sum(one is state for _, one in self.values)

    @property
    def open_values(self) -> list[EditionValue]:
        """The values that nobody has looked at."""
        return [value for value, state in self.values if state is ValueState.KEPT]


def partner_edition(where: Workspace, name: str, layout: str = "standard") -> PartnerEdition:
    """Read the values of a partner, and compare them with the edition that was printed before.

    Raises:
        BrochureError: Mistakes of its files, or of the file of confirmed values.
    """
    profile = load_partner(where, name, load_common(where, layout)).profile
    edition = profile.data.edition
    before = last_printed(where, edition.iso())
    old: tuple[EditionValue, ...] = ()
    if before:
        kept = kept_workspace(where, before)
        path = kept.profiles / f"{name}.yaml"
        old = edition_values(parse_yaml(kept.read(path), where.shown(path))) if path.exists() else ()
    confirmed = [one for one in _read(_path(where, edition), where)[1] if one.partner == name]
    states = value_states(edition_values(profile.source), old, confirmed)
    return PartnerEdition(name, edition, before, tuple(states))


def confirm_values(
    where: Workspace, found: PartnerEdition, at: Sequence[str], *, by: str, date: PartialDate
) -> int:
    """Write that values are still right, and return how many.

    Args:
        where: The workspace.
        found: The values of the partner.
        at: Addresses; a value below one of them is confirmed. All values if there are none.
        by: Who confirms them.
        date: When.

    Raises:
        BrochureError: An address leads to no value of the edition before (A123), or the file was saved
            meanwhile (F121).
    """
    chosen: list[EditionValue] = []
    problems = []
    for value in found.open_values:
        if not at or any(_is_below(value.at, one) for one in at):
            chosen.append(value)
    for one in at:
        if not any(_is_below(value.at, one) for value, _ in found.values):
            problems.append(problem("A123", name=found.name, at=one))
    if problems:
        raise BrochureError(problems)
    path = _path(where, found.edition)
    raw, known = _read(path, where)
    made = [ConfirmedValue(found.name, value.at, value.digest, by, date) for value in chosen]
    if made:
        replace_files({path: confirmations_yaml([*known, *made]).encode()}, {path: raw})
    return len(made)


def _is_below(address: str, above: str) -> bool:
    return address == above or address.startswith(f"{above}.")


def _path(where: Workspace, edition: PartialDate) -> Path:
    return editions_folder(where) / edition.iso() / _FILE


def _read(path: Path, where: Workspace) -> tuple[bytes | None, tuple[ConfirmedValue, ...]]:
    if not path.exists():
        return None, ()
    raw = where.read(path)
    return raw, validate_confirmations(raw, where.shown(path))
