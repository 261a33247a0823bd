"""Characters that a person cannot see, made visible before a text from a file is shown."""

from __future__ import annotations

import re
from typing import Any

# Control characters but line ends and tabs (C0, DEL, C1), and marks of the direction of text (UAX #9). In a
# terminal the first can move the cursor or change colours; the others can hide or turn words.
_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def show_controls(text: str) -> str:
    """Return a text with its control characters and direction marks written as their code points.

    >>> show_controls("a\\x1b[31mb\\u202ec")
    'aU+001B[31mbU+202Ec'
    """
    return _INVISIBLE.sub(lambda found: f"U+{ord(found[0]):04X}", text)


def shown_data(data: Any) -> Any:
    """Return data for JSON or a table, in which each text is as :func:`show_controls` returns it.

    >>> shown_data({"a\\x1b": ["b\\u202ec", 1, None]})
    {'aU+001B': ['bU+202Ec', 1, None]}
    """
    if isinstance(data, str):
        return show_controls(data)
    if isinstance(data, dict):
        return {show_controls(str(key)): shown_data(value) for key, value in data.items()}
    return [shown_data(one) for one in data] if isinstance(data, list | tuple) else data


# Blanks that look like a space or like nothing, line ends that editors do not show, and combining marks,
# which look like part of the character before them.
_LOOK_ALIKE = re.compile(
    r"[\t\x85\u00a0\u00ad\u0300-\u036f\u1680\u2000-\u200d\u2028\u2029\u202f\u205f\u2060"
    r"\u3000\u3099\u309a\ufeff]"
)


def show_invisible(text: str) -> str:
    """Return a text with its unusual blanks and combining marks written as their code points, in brackets.

    >>> show_invisible("\u3000name: か\u3099")
    '⟨U+3000⟩name: か⟨U+3099⟩'
    """
    return show_controls(_LOOK_ALIKE.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text))
