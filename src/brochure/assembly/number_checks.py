"""Warnings about the large numbers of callouts: the text of the item must cite and say what they show."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from brochure.assembly.key_numbers import called_notes, first_cites
from brochure.assembly.numbering import meant_cite, note_id
from brochure.diagnostics.problem import Problem, problem
from brochure.document.markup import parse_markup
from brochure.document.tree import plain_text
from brochure.schema.profile import CalloutBlock, CalloutItem, NumberDef, Profile
from brochure.schema.yaml_reader import YamlPath

# Words that limit a number, after it and before it.
_AFTER = re.compile(
    r"近[いく]|以上|以下|未満|超|余り?|あまり|ほど|程度|前後|[弱強](?=[のがをはもで、。）)]|$)"
)
_BEFORE = re.compile(r"約|およそ|おおよそ|ほぼ|最大|最高|最低|少なくとも|延べ|のべ|平均")
_SAME = {  # one class of words each: 近い and 近く say the same
    **dict.fromkeys(("近い", "近く"), "近"),
    **dict.fromkeys(("余", "余り", "あまり"), "余"),
    **dict.fromkeys(("約", "およそ", "おおよそ", "ほぼ"), "約"),
    **dict.fromkeys(("延べ", "のべ"), "延"),
    **dict.fromkeys(("最大", "最高"), "最大"),
}


def number_warnings(profile: Profile) -> Iterator[Problem]:
    """Yield the warnings about every number of a profile."""
    for question, blocks in profile.data.answers.items():
        for index, block in enumerate(blocks):
            if isinstance(block, CalloutBlock):
                for place, item in enumerate(block.items):
                    yield from _item_warnings(profile, item, ("answers", question, index, "items", place))


def _item_warnings(profile: Profile, item: CalloutItem, at: YamlPath) -> Iterator[Problem]:
    called, known = set(called_notes(item.text, {})), first_cites(item.text)
    text = _normal(_words(item.text))
    for index, number in enumerate(item.numbers):
        here = (*at, "numbers", index)
        shown = number.value + (number.unit or "")
        details = {"number": shown, "subject": f"{shown} {number.label}"}
        parsed = parse_markup(number.label)
        cited = [(one.offset, f"[@{one.source_id}]", note_id(meant_cite(one, known))) for one in parsed.cites]
        cited += [(one.offset, f"[^{one.note_id}]", one.note_id) for one in parsed.calls]
        for offset, typed, note in cited:
            if note not in called:
                yield problem("S214", profile.source.locate((*here, "label"), offset), id=typed, **details)
        where = profile.source.locate((*here, "value"))
        found = list(_places(number, text))
        if not found:
            yield problem("S215", where, **details)
        elif missing := min((_missing_word(number, text, *place) for place in found), key=bool):
            word, said = missing
            yield problem("S216", where, found=said, word=word, **details)


def _words(markup: str) -> str:
    return "\n".join(
        plain_text(content, readings=False, calls=False) for content in parse_markup(markup).paragraphs
    )


def _normal(text: str) -> str:
    """Return a text without the differences of ３，０００ and 3,000, and without blanks."""
    return re.sub(r"(?<=\d),(?=\d)|[ \u3000]", "", unicodedata.normalize("NFKC", text))


def _places(number: NumberDef, text: str) -> Iterator[tuple[int, int]]:
    """Yield where a text says a number with its unit, apart from limiting words: start and end."""
    value = _AFTER.sub("", _BEFORE.sub("", _normal(number.value)))
    unit = _AFTER.sub("", _normal(number.unit or ""))
    pattern = rf"(?<![\d.]){re.escape(value)}(?!\d|\.\d){re.escape(unit)}"
    yield from (found.span() for found in re.finditer(pattern, text))


def _missing_word(number: NumberDef, text: str, start: int, end: int) -> tuple[str, str] | None:
    """Return the limiting word of the text that the number leaves out, and the words of the text."""
    shown = _normal(number.value + (number.unit or "") + _words(number.label))
    said = {_SAME.get(word, word) for words in (_AFTER, _BEFORE) for word in words.findall(shown)}
    before = next((one for one in _BEFORE.finditer(text) if one.end() == start), None)
    for found in filter(None, (before, _AFTER.match(text, end))):
        if _SAME.get(found[0], found[0]) not in said:
            return found[0], text[min(start, found.start()) : max(end, found.end())]
    return None
