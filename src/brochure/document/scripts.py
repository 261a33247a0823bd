"""Find the runs of other scripts in a text: the words that need their own language, direction and font.

A Japanese text may have words in Hangul, Thai, Arabic and so on without a mark of their language. PDF and
need the language of such a run, and whether it is set from right to left.

Sources: Unicode 15.1, Blocks.txt; UAX #9 (right to left) and UAX #24 (scripts); ISO 15924 (codes).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Script:
    """A script that is not Japanese or Latin.

    Attributes:
        code: The ISO 15924 code.
        lang: The language of unmarked words, as a BCP 47 tag.
        is_certain: Whether the script is that of one language only, or nearly so.
        ranges: The letters, as the inside of a character class.
        is_rtl: Whether it is written from right to left.
        least: How many letters a run must have.
        is_complex: Whether letters are joined, stacked or reordered: a glyph need not be one letter.
    """

    code: str
    lang: str
    ranges: str
    is_certain: bool = True
    is_rtl: bool = False
    is_complex: bool = True
    least: int = 1  # letters of a run; a single Greek letter is a sign in a Japanese text (α線)


SCRIPTS = (
    Script("Arab", "ar", "\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefc", False, True),
    Script("Hebr", "he", "\u0590-\u05ff\ufb1d-\ufb4f", is_rtl=True),
    Script("Syrc", "syr", "\u0700-\u074f", is_rtl=True),
    Script("Thaa", "dv", "\u0780-\u07bf", is_rtl=True),
    Script("Deva", "hi", "\u0900-\u097f\ua8e0-\ua8ff", False),
    Script("Beng", "bn", "\u0980-\u09ff", False),
    Script("Guru", "pa", "\u0a00-\u0a7f"),
    Script("Gujr", "gu", "\u0a80-\u0aff"),
    Script("Orya", "or", "\u0b00-\u0b7f"),
    Script("Taml", "ta", "\u0b80-\u0bff"),
    Script("Telu", "te", "\u0c00-\u0c7f"),
    Script("Knda", "kn", "\u0c80-\u0cff"),
    Script("Mlym", "ml", "\u0d00-\u0d7f"),
    Script("Sinh", "si", "\u0d80-\u0dff"),
    Script("Thai", "th", "\u0e00-\u0e7f"),
    Script("Laoo", "lo", "\u0e80-\u0eff"),
    Script("Tibt", "bo", "\u0f00-\u0fff"),
    Script("Mymr", "my", "\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f"),
    Script("Khmr", "km", "\u1780-\u17ff\u19e0-\u19ff"),
    Script("Mong", "mn", "\u1800-\u18af"),
    Script("Ethi", "am", "\u1200-\u139f", is_complex=False),
    Script("Cyrl", "und-Cyrl", "\u0400-\u052f", False, is_complex=False, least=2),
    Script("Grek", "el", "\u0370-\u03ff\u1f00-\u1fff", is_complex=False, least=2),
    Script("Geor", "ka", "\u10a0-\u10ff\u1c90-\u1cbf\u2d00-\u2d2f", is_complex=False),
    Script("Armn", "hy", "\u0530-\u058f\ufb13-\ufb17", is_complex=False),
    Script("Hang", "ko", "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff", is_complex=False),
)
BY_CODE = {script.code: script for script in SCRIPTS}

_BETWEEN = r"[ \u00a0\u200b-\u200d.,:;!?'’/&-]{1,3}"  # may stand between two words of a run
_JOINERS = r"\u200c\u200d"


@dataclass(frozen=True, slots=True)
class ScriptRun:
    """A piece of a text; ``script`` is None for Japanese, Latin and Chinese."""

    text: str
    script: Script | None


def split_scripts(text: str) -> tuple[ScriptRun, ...]:
    """Cut a text into runs of one script.

    A run of right-to-left words contains the numbers and brackets between and after them, because their order
    on the line depends on the words: they must be laid out together (UAX #9).

    >>> [run.text for run in split_scripts("韓国の경기도、서울 특별시です。")]
    ['韓国の', '경기도', '、', '서울 특별시', 'です。']
    >>> [run.text for run in split_scripts("「הממשלה (2026)」と")]
    ['「', 'הממשלה (2026)', '」と']
    """
    if text.isascii() or not _RUN.search(text):
        return (ScriptRun(text, None),) if text else ()
    found: list[ScriptRun] = []
    at = 0
    for match in _RUN.finditer(text):
        if match.start() > at:
            found.append(ScriptRun(text[at : match.start()], None))
        script = BY_CODE[match.lastgroup or ""]
        at = match.end()
        if script.is_rtl and not text[: match.start()].strip() and (stop := _LAST_STOP.match(text, at)):
            at = stop.end()  # the stop of a paragraph that is wholly right to left
        found.append(ScriptRun(text[match.start() : at], script))
    if at < len(text):
        found.append(ScriptRun(text[at:], None))
    return tuple(found)


def _run_pattern(script: Script) -> str:
    letters = f"[{script.ranges}]"
    word = f"{letters}{{{script.least}}}[{script.ranges}{_JOINERS}]*"
    if script.is_rtl:
        number = r"[+-]?\d+(?:[.,/:-]\d+)*%?"
        bracket = rf"\((?:{word}|{number})(?:{_BETWEEN}(?:{word}|{number}))*\)"
        more = rf"(?:{_BETWEEN}(?:{word}|{number}|{bracket}))*"
        return f"(?P<{script.code}>(?:{bracket}{_BETWEEN})?{word}{more})"
    return f"(?P<{script.code}>{word}(?:{_BETWEEN}{word})*)"


_RUN = re.compile("|".join(map(_run_pattern, SCRIPTS)))


_LAST_STOP = re.compile(r"[.!?:]+(?=\s*\Z)")


def has_other_script(text: str) -> bool:
    """Whether a text contains a letter of one of the scripts."""
    return not text.isascii() and bool(_RUN.search(text))


def script_runs(text: str) -> Iterator[tuple[int, ScriptRun]]:
    """Yield the runs of other scripts with their offsets in the text."""
    at = 0
    for run in split_scripts(text):
        if run.script:
            yield at, run
        at += len(run.text)
