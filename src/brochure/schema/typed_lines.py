"""Single lines of a YAML file as people type them: their blanks, their keys, the columns they may mean."""

from __future__ import annotations

import re

from brochure.schema.typed_signs import COLONS, ODD, QUOTES, ZERO_WIDTH

BLANK = f" \t{ODD}"
KEY = re.compile(
    rf"(?P<before>[\t{ODD}]*)(?P<open>[\"'{QUOTES}]?)(?P<word>\w[\w.-]*)(?P<close>[\"'{QUOTES}]?)"
    rf"(?P<gap>[{BLANK}]*)(?P<sep>[:{COLONS}])(?P<after>[{BLANK}]*)"
)
GOOD_KEY = re.compile(r"[\"']?\w[\w.-]*[\"']? *:(?: |$)")


def is_structure(body: str) -> bool:
    """Whether a line begins as an item or a key does."""
    return body.startswith("- ") or body == "-" or bool(GOOD_KEY.match(body))


def own_column(line: str) -> int:
    """Return the column of a line that is indented by spaces, or -1."""
    lead = line[: len(line) - len(line.lstrip(BLANK))]
    return len(lead) if line and not lead.strip(" ") else -1


def block_column(lead: str, following: str) -> int:
    """Return the column of a block whose first line begins with odd blanks; ``following`` is its next line.

    It is that of the next line, if it can be meant. A full-width space that begins a paragraph stays: the
    next line is not indented more than the first then.
    """
    spaces = len(lead) - len(lead.lstrip(" "))
    column = own_column(following)
    return column if column > spaces and column in possible_columns(lead) else spaces


def is_key_in(line: str, column: int) -> bool:
    """Whether a line is a key in this column."""
    body = line.lstrip(BLANK)
    lead = line[: len(line) - len(body)]
    return column in (len(lead), *possible_columns(lead)) and bool(KEY.match(body))


def is_last(text: str, end: int) -> bool:
    """Whether only blanks follow in a text."""
    return not text[end:].strip()


def bracket_balance(line: str) -> int:
    """How many brackets a line opens and does not close; brackets in quotes are not counted."""
    bare = re.sub(r"\"(?:\\.|[^\"\\])*\"|'(?:''|[^'])*'", "", line)
    return sum(bare.count(sign) for sign in "[{") - sum(bare.count(sign) for sign in "]}")


def possible_columns(lead: str) -> list[int]:
    """Return the columns that an indentation with odd blanks may mean, the likeliest first.

    An ideographic space is as wide as two spaces, but one press of the space bar; a tab has the width that
    the editor gives it.
    """
    widths = []
    for tab in (2, 4, 8, 1):
        for wide in (2, 1):
            width = 0
            for blank in lead:
                width += tab if blank == "\t" else wide if blank == "\u3000" else blank not in ZERO_WIDTH
            widths.append(width)
    return list(dict.fromkeys(widths))
