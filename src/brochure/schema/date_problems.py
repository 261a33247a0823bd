"""Problems of texts that are not dates: the code and the details of each reason."""

from __future__ import annotations

from brochure.diagnostics.problem import Location, Problem, problem
from brochure.document.written_date import DateError, DateFaultKind, read_date

_CODES = {
    DateFaultKind.UNREADABLE: "P106",
    DateFaultKind.DAY: "P115",
    DateFaultKind.MONTH: "P116",
    DateFaultKind.ERA: "P117",
    DateFaultKind.CONFLICT: "P118",
    DateFaultKind.YEAR: "P119",
    DateFaultKind.FISCAL: "P126",
    DateFaultKind.LUNAR: "P127",
}


def date_code(fault: DateError) -> str:
    """Return the code of the problem of a text that is not a date."""
    return _CODES[fault.kind]


def date_details(fault: DateError) -> dict[str, str]:
    """Return the details of the problem, without the value."""
    if fault.kind is DateFaultKind.FISCAL:
        year = int(fault.meant)
        return {"begin": f"{year}-04", "range": f"{year}-04/{year + 1}-03"}
    return {"part": fault.part, "meant": fault.meant}


def known_date_problem(text: str, location: Location | None) -> Problem | None:
    """Return the problem of a text of a source that looks like a date but is none; None for other texts.

    A month that does not exist may be a season (2024-21), so it has no problem of its own.

    >>> known_date_problem("平成35年", None).code, known_date_problem("昨年", None)
    ('P117', None)
    """
    try:
        read_date(text)
    except DateError as fault:
        if fault.kind not in (DateFaultKind.UNREADABLE, DateFaultKind.MONTH):
            return problem(date_code(fault), location, value=text, **date_details(fault))
    return None
