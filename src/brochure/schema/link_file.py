"""The file of web addresses, ``links.json``: brochure writes it, and reads it the next time."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields

from brochure.diagnostics.problem import BrochureError, Location, problem


@dataclass(frozen=True, slots=True)
class LinkEntry:
    """What is known of an address.

    Attributes:
        url: The address.
        state: The result when it was last asked for.
        checked: That day, in ISO 8601.
        alive: The day when it last had a page; empty if never.
        status: The status of HTTP, or empty.
        final: Where redirects lead.
        archive: The archived copy.
    """

    url: str
    state: str
    checked: str
    alive: str = ""
    status: str = ""
    final: str = ""
    archive: str = ""


_KEYS = {field.name for field in fields(LinkEntry)}
_NEEDED = {"url", "state", "checked"}


def link_entries(raw: bytes, shown: str) -> dict[str, LinkEntry]:
    """Read the file; return its entries by address.

    Raises:
        BrochureError: The file is not as brochure writes it (S223).
    """
    try:
        data = json.loads(raw.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        place = Location(shown, error.lineno, error.colno)
        raise BrochureError([problem("S223", place, detail=error.msg)]) from None
    except (UnicodeDecodeError, RecursionError) as error:
        raise BrochureError([problem("S223", Location(shown), detail=type(error).__name__)]) from None
    listed = data.get("links") if isinstance(data, dict) else None
    if not isinstance(listed, list):
        raise BrochureError([problem("S223", Location(shown), detail="links: [ ]")])
    found: dict[str, LinkEntry] = {}
    for number, one in enumerate(listed, start=1):
        is_entry = isinstance(one, dict) and _NEEDED <= one.keys() <= _KEYS
        if not is_entry or not all(isinstance(value, str) for value in one.values()) or not one["url"]:
            raise BrochureError([problem("S223", Location(shown), detail=f"links [{number}]")])
        found[one["url"]] = LinkEntry(**one)
    return found


def link_file_text(entries: Iterable[LinkEntry]) -> str:
    """Return the text of the file, sorted by address."""
    listed = [asdict(one) for one in sorted(entries, key=lambda one: one.url)]
    return json.dumps({"links": listed}, ensure_ascii=False, indent=1) + "\n"
