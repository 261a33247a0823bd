"""Languages of runs: the attribute of ``w:lang`` that says them.

Word has a language for each kind of character: ``w:val`` for Latin letters, ``w:eastAsia`` for kanji, kana
and Hangul, ``w:bidi`` for complex scripts, from right to left or not.

Source: ECMA-376-1:2016, 17.3.2.20 (lang).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from brochure.document.scripts import SCRIPTS, Script, split_scripts
from brochure.word.ooxml import quoted_attribute

UNKNOWN = "und"
SLOTS = ("eastAsia", "bidi", "val")
_EAST_ASIAN = {"zh", "ja", "ko", "yue", "cmn"}
# Languages of complex scripts; those of one script only are in the table of scripts.
_COMPLEX = {script.lang for script in SCRIPTS if script.is_complex} | {
    *("fa", "prs", "ur", "ps", "ckb", "ug", "sd", "iw", "yi"),
    *("mr", "ne", "sa", "mai", "bho", "kok", "as", "shn", "mnw"),
}
# Word knows languages with their country; these are for words that nobody has marked.
_WITH_COUNTRY = {
    **{"ar": "ar-SA", "he": "he-IL", "syr": "syr-SY", "dv": "dv-MV", "hi": "hi-IN", "bn": "bn-BD"},
    **{"pa": "pa-IN", "gu": "gu-IN", "or": "or-IN", "ta": "ta-IN", "te": "te-IN", "kn": "kn-IN"},
    **{"ml": "ml-IN", "si": "si-LK", "th": "th-TH", "lo": "lo-LA", "bo": "bo-CN", "my": "my-MM"},
    **{
        "km": "km-KH",
        "mn": "mn-Mong-CN",
        "am": "am-ET",
        "ka": "ka-GE",
        "hy": "hy-AM",
        "ko": "ko-KR",
        "el": "el-GR",
    },
}


def language_property(tag: str, text: str) -> str:
    """The language of a run as ``w:lang``, in the attribute for its text; empty for ``und``.

    >>> language_property("zh-CN", "辽宁省"), language_property("zh-CN", "Liaoning")
    ('<w:lang w:eastAsia="zh-CN"/>', '<w:lang w:val="zh-CN"/>')
    """
    if tag.split("-", maxsplit=1)[0].lower() in ("", UNKNOWN):
        return ""
    return f"<w:lang w:{_slot(text, tag)}={quoted_attribute(tag)}/>"


def word_tag(script: Script) -> str:
    """The language of unmarked words of a script, as Word names it; ``und`` if it is unknown."""
    return _WITH_COUNTRY.get(script.lang, UNKNOWN)


def language_of_run(attributes: Mapping[str, str | None], text: str) -> str:
    """The language of a text from the attributes of its ``w:lang``; ``und`` if there is none.

    Programs add attributes for characters that the text does not have, so the one for the text comes first.
    Files of earlier versions have complex scripts in ``w:val``.
    """
    order = (_slot(text, ""), *SLOTS)
    return next((value for slot in order if (value := attributes.get(slot))), UNKNOWN)


def _slot(text: str, tag: str) -> str:
    """The attribute for a text; a text without letters has that of its language."""
    for run in split_scripts(text):
        if run.script:
            return "bidi" if run.script.is_complex else "eastAsia" if run.script.code == "Hang" else "val"
    if any(is_east_asian(character) for character in text):
        return "eastAsia"
    primary = tag.split("-", maxsplit=1)[0].lower()
    if not tag or any(character.isalpha() for character in text):
        return "val"
    return "eastAsia" if primary in _EAST_ASIAN else "bidi" if primary in _COMPLEX else "val"


def wide_gap(texts: Iterable[str]) -> str:
    """Return the blank between parts of a line: that of their script."""
    return "\u3000" if any(is_east_asian(one) for text in texts for one in text) else "\u2003"


def is_east_asian(character: str) -> bool:
    """Whether Word takes a character from the East Asian font: kanji, kana, Hangul, full-width letters."""
    return unicodedata.east_asian_width(character) in "WF" and unicodedata.category(character) != "So"
