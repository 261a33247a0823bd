"""What is known of web addresses: ``links.json`` of a workspace, with the date when each last had a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from brochure.assembly.link_list import UsedAddress
from brochure.diagnostics.problem import BrochureError
from brochure.schema.link_file import LinkEntry, link_entries, link_file_text
from brochure.storage import atomic
from brochure.storage.workspace import Workspace

if TYPE_CHECKING:
    from brochure.build.web_check import LinkAnswer

LINKS_FILE = "links.json"
_TRIES = 5  # somebody else may save the file at the same time


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A row of the table of addresses.

    Attributes:
        url: The address.
        state: A word of :class:`brochure.build.web_check.LinkState`.
        status: The status of HTTP, or empty.
        checked: When it was asked for, in ISO 8601.
        alive: When it last had a page; empty if never.
        final: Where redirects lead.
        archive: The archived copy.
        fault: What is wrong, in the words of the system.
        places: The places in the files.
    """

    url: str
    state: str
    status: str
    checked: str
    alive: str
    final: str
    archive: str
    fault: str
    places: tuple[str, ...]


def read_links(where: Workspace) -> Mapping[str, LinkEntry]:
    """Read what is known of addresses, by address.

    Raises:
        BrochureError: The file cannot be read, or is not as brochure writes it.
    """
    return _read(where, _content(where, where.root / LINKS_FILE))


def record_answers(
    where: Workspace, used: Sequence[UsedAddress], answers: Sequence[LinkAnswer], today: date
) -> list[LinkRow]:
    """Write the answers into the file, beside what it says of other addresses; return a row for each.

    The file is read again directly before it is written: what somebody else saved meanwhile stays.

    Raises:
        BrochureError: The file is not as brochure writes it, or cannot be written.
    """
    path = where.root / LINKS_FILE
    for left in range(_TRIES, 0, -1):
        before = _content(where, path)
        known = _read(where, before)
        rows = [_row(one, answer, known, today) for one, answer in zip(used, answers, strict=True)]
        entries = {**known, **{row.url: _entry(row, known.get(row.url)) for row in rows}}
        try:
            atomic.replace_files({path: link_file_text(entries.values()).encode()}, {path: before})
        except BrochureError as error:
            if left == 1 or error.problems[0].code not in ("F107", "F121"):
                raise
            continue
        return rows
    raise AssertionError  # the last try returns or raises


def _content(where: Workspace, path: Path) -> bytes | None:
    try:
        path.lstat()
    except FileNotFoundError:
        return None
    return where.read(path)


def _read(where: Workspace, raw: bytes | None) -> dict[str, LinkEntry]:
    return {} if raw is None else _entries(raw, where.shown(where.root / LINKS_FILE))


@lru_cache(maxsize=2)  # each partner of a check asks for it
def _entries(raw: bytes, shown: str) -> dict[str, LinkEntry]:
    return link_entries(raw, shown)


def _row(used: UsedAddress, answer: LinkAnswer, known: Mapping[str, LinkEntry], today: date) -> LinkRow:
    former = known.get(used.url)
    alive = today.isoformat() if answer.state.has_page else former.alive if former else ""
    return LinkRow(
        url=used.url,
        state=answer.state.value,
        status=str(answer.status or ""),
        checked=today.isoformat(),
        alive=alive,
        final=answer.final,
        archive=used.archive or (former.archive if former else ""),
        fault=answer.fault,
        places=used.places,
    )


def _entry(row: LinkRow, known: LinkEntry | None) -> LinkEntry:
    """What the file says of a row; the newer of two checks counts."""
    if known and known.checked > row.checked:
        return known
    return LinkEntry(
        url=row.url,
        state=row.state,
        status=row.status,
        checked=row.checked,
        alive=row.alive,
        final=row.final,
        archive=row.archive,
    )
