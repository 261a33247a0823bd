"""Find typing mistakes in values that a model refuses: full-width digits in a date, quotes around a colour.

Such a value is compared with its half-width form. If the model accepts that form, the first character that
differs is the mistake. In values that the model accepts nothing is reported.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from brochure.diagnostics.fix import Fix
from brochure.diagnostics.problem import Problem
from brochure.document import palette
from brochure.document.written_date import DateError, read_date
from brochure.schema.typed_signs import BLANKS, HYPHENS, ODD, QUOTES, code_point
from brochure.schema.typing_mistakes import TypingMistake, When
from brochure.schema.yaml_reader import YamlPath, YamlText

_PLAIN = str.maketrans({**dict.fromkeys(HYPHENS, "-"), **dict.fromkeys(ODD), **dict.fromkeys(QUOTES)})


def half_width(value: str) -> str:
    """Return the form of a value that has only characters of the keyboard's half-width mode, if there is one.

    >>> half_width("“２０１８ー０５”"), half_width("＃0b4f8a")
    ('2018-05', '#0b4f8a')
    """
    return unicodedata.normalize("NFKC", value.translate(_PLAIN)).strip()


def _is_date(value: str) -> bool:
    try:
        read_date(value)
    except DateError:
        return False
    return True


def _is_colour(value: str) -> bool:
    try:
        palette.parse_colour(value)
    except ValueError:
        return False
    return True


def _is_number(value: str) -> bool:
    return bool(re.fullmatch(r"-?\d+(?:\.\d+)?", value, re.ASCII))


def _is_boolean(value: str) -> bool:
    return value in ("true", "false")


def _is_id(value: str) -> bool:
    return bool(re.fullmatch(r"[a-z0-9][a-z0-9_-]*", value))


def _is_address(value: str) -> bool:
    return bool(re.fullmatch(r"https?://[!-~]+|[^\s@:/]+@[!-~]+", value))


_ACCEPTED: Mapping[str, Callable[[str], bool]] = {
    "P106": _is_date,
    "P107": _is_colour,
    "P108": _is_id,
    "P113": _is_address,
    "P114": _is_address,
}
_OF_TYPES: Mapping[str, Callable[[str], bool]] = {"number": _is_number, "boolean": _is_boolean}


def mistake_in_value(source: YamlText, path: YamlPath, refusal: Problem) -> TypingMistake | None:
    """Return the mistake in a value, if its half-width form is what the model asks for.

    Args:
        source: The file.
        path: The path of the value.
        refusal: The problem of the value.
    """
    details = dict(refusal.details)
    try:
        value = source.value(path)
    except (KeyError, IndexError, TypeError):
        return None
    if not isinstance(value, str):
        return None
    accepted = _ACCEPTED.get(refusal.code) or _OF_TYPES.get(details.get("expected", ""))
    if refusal.code == "P109":
        accepted = re.findall(r"'([^']*)'", details.get("known", "")).__contains__
    better = half_width(value)
    if accepted is None or better == value or not accepted(better):
        return None
    index = next(at for at, sign in enumerate(value) if at >= len(better) or better[at] != sign)
    span = source.spans[path]
    where = source.source_offset(path, index)
    written = source.text[span.start : span.end]
    options: tuple[Fix, ...] = ()
    if span.style not in ("|", ">") and value in written:  # not of several lines, and without escapes
        quote = '"' if not span.style and better.startswith("#") else ""
        options = (Fix(span.start + written.index(value), len(value), f"{quote}{better}{quote}"),)
    character = source.text[where] if where < len(source.text) else value[index]
    shown = {
        "character": code_point(character),
        "kind": BLANKS.get(character, "look-alike"),
        "sign": character,
        "wanted": better,
    }
    return TypingMistake("Y126", where, options, When.REFUSED, tuple(sorted(shown.items())))
