"""Inline content as HTML: what stays together on a line, runs of other scripts, note calls."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from brochure.document.anchors import TO_CALL, TO_NOTE, note_anchor
from brochure.document.kinsoku import NOT_FIRST, NOT_LAST, POSTFIXED, PREFIXED, UNITS
from brochure.document.line_breaking import split_unbreakable
from brochure.document.phrase_breaks import last_words, split_short_phrases
from brochure.document.scripts import ScriptRun, script_runs, split_scripts
from brochure.document.tree import (
    Foreign,
    Inlines,
    Link,
    Note,
    NoteCall,
    Ruby,
    Strong,
    SuperSub,
    Text,
    plain_text,
)
from brochure.typesetting.value_marks import CALL, marked

# Where Unicode (UAX #14) allows a break and JLREQ does not: before a unit, after a sign such as № or ＃.
_UNBROKEN = re.compile(rf"(?<=[^\d\s])(?=[{UNITS}{POSTFIXED}])|(?<=[{PREFIXED}])(?=[^\w\s])|(?<=[#＃])(?=\w)")
_SHORT = 4  # characters: what is kept with a superscript or subscript before it
LONG_TEXT = 16  # characters: only longer texts may fill a line and keep their last words together


@dataclass(frozen=True, slots=True)
class NoteTargets:
    """The notes that calls may refer to; with ``at_foot``, a note's body stands at its first call.

    ``elsewhere`` is the start of a link to a note, if the notes are in another file. With ``with_marks``,
    notes and calls stand between the comments of :mod:`brochure.typesetting.value_marks`.
    """

    by_id: Mapping[str, Note]
    at_foot: bool
    elsewhere: str = ""
    with_marks: bool = False


NO_NOTES = NoteTargets({}, at_foot=True)


def inline_html(content: Inlines, notes: NoteTargets) -> Markup:
    """Inline content as HTML; the body of a footnote stands at its first call, as CSS GCPM requires."""
    parts = [_inline(part, notes) for part in content]
    if found := _last_text(content):
        index, text = found
        parts[index:] = [_with_end(text, Markup("").join(parts[index + 1 :]))]
    return Markup("").join(parts)


def _last_text(content: Inlines) -> tuple[int, str] | None:
    """Index and text of the part that ends the paragraph; only calls and one more character may follow it."""
    for index in range(len(content) - 1, -1, -1):
        part = content[index]
        if isinstance(part, Text) and len(part.text) > (1 if index else LONG_TEXT):
            return index, part.text
        if not isinstance(part, NoteCall | SuperSub) and not (isinstance(part, Text) and len(part.text) == 1):
            return None
    return None


def _with_end(text: str, behind: Markup) -> Markup:
    """A text whose last words stay together, with ``behind`` and with a number in front of them."""
    start = len(text) - len(last_words(text))
    position = 0
    for piece, whole in split_unbreakable(text):
        if whole and position < start < position + len(piece):
            start = position
        position += len(piece)
    for position, run in script_runs(text):  # words of another script are not cut
        if position <= start < position + len(run.text):
            start = position + len(run.text)
    while 0 < start < len(text) and unicodedata.combining(text[start]):
        start -= 1
    end = Markup("").join(_run(run) for run in split_scripts(text[start:]))
    return Markup('{}<span class="end">{}{}</span>').format(_text(text[:start]), end, behind)


def _text(text: str) -> Markup:
    """Text in which numbers stay with their counters, and words of another script have their language."""
    keep = Markup('<span class="unit">{}</span>')
    made = []
    for run in split_scripts(text):
        if run.script:
            made.append(_run(run))
            continue
        text = _UNBROKEN.sub("\u2060", run.text)
        made += [keep.format(piece) if whole else escape(piece) for piece, whole in split_unbreakable(text)]
    return Markup("").join(made)


def _run(run: ScriptRun) -> Markup:
    """A run of one script, as one element: the renderer orders right-to-left words in each element alone."""
    if run.script is None:
        return escape(run.text)
    return Markup('<span lang="{}">{}</span>').format(run.script.lang, run.text)


def _language(text: str) -> str:
    """The language of the only other script in a text; or an empty string."""
    found = {run.script.lang for _, run in script_runs(text) if run.script}
    return found.pop() if len(found) == 1 else ""


def _inline(part: object, notes: NoteTargets) -> Markup:
    match part:
        case Text(text):
            return _text(text)
        case Strong(children):
            return Markup("<strong>{}</strong>").format(inline_html(children, notes))
        case Ruby(base, reading):
            return Markup("<ruby{}>{}<rt>{}</rt></ruby>").format(_ruby_padding(base, reading), base, reading)
        case Link(text, url):
            return Markup('<a href="{}"{}>{}</a>').format(url, language_attribute(text), text)
        case Foreign(text, lang):
            return Markup('<span lang="{}">{}</span>').format(
                (lang != "und" and lang) or _language(text), text
            )
        case SuperSub(text, is_super):
            # U+2060 keeps it on the line of the character before it
            return Markup("\u2060<{0}>{1}</{0}>").format("sup" if is_super else "sub", text)
        case NoteCall():
            return _call(part, notes)
    raise AssertionError(part)


def _call(call: NoteCall, notes: NoteTargets) -> Markup:
    name = note_anchor(call.note_id)
    if call.first and notes.at_foot:
        note = notes.by_id[call.note_id]
        body, own = inline_html(note.body, NO_NOTES), Markup("")
        if notes.with_marks:
            body = marked(note.at, body, note.parts)
            own = Markup(' data-note="{}" data-note-at="{}"').format(note.id, note.at)
        tag = '<x-note class="note" id="{}{}"{} data-marker="{}">{}</x-note>'
        return Markup(tag).format(TO_NOTE, name, own, call.marker, body)
    own = Markup(' id="{}{}"').format(TO_CALL, name) if call.first else Markup("")
    # U+2060 keeps the call from starting a line; in ::before it would become a link of its own
    to = f"{notes.elsewhere}{name}" if notes.elsewhere else f"#{TO_NOTE}{name}"
    made = Markup('\u2060<a class="call"{} href="{}">{}</a>').format(own, to, call.marker)
    return marked(f"{CALL}{call.note_id}", made) if notes.with_marks else made


def _ruby_padding(base: str, reading: str) -> Markup:
    """Padding for a base with a longer reading at half size (JLREQ 3.3.8: no overhang on kanji)."""
    short = len(reading) / 2 - len(base)
    return Markup(' style="padding:0 {:.2f}em"').format(short / 2) if short > 0 else Markup("")


def scripts_html(text: str) -> Markup:
    """Plain text whose words of other scripts have their language, for names in lists."""
    return Markup("").join(_run(run) for run in split_scripts(text))


def sign_html(sign: Markup, meaning: str) -> Markup:
    """A sign with the words that a screen reader speaks in its place; the content alone if there are none."""
    return Markup('<span aria-label="{}">{}</span>').format(meaning, sign) if sign and meaning else sign


def language_attribute(text: str) -> Markup:
    """The attribute ``lang`` for an element whose text is in one other script; empty for other texts."""
    return Markup(' lang="{}"').format(lang) if (lang := _language(text)) else Markup("")


def phrases_html(content: Inlines, notes: NoteTargets, most: int) -> Markup:
    """Inline content of a heading, in phrases of at most ``most`` characters that do not break."""
    parts: list[_Phrase] = []
    for part in content:
        if isinstance(part, Text):
            found = [phrase for run in split_scripts(part.text) for phrase in _phrases(run, most)]
        else:
            text = part.text if isinstance(part, SuperSub) else plain_text((part,), readings=False)
            raised = isinstance(part, SuperSub)
            found = [_Phrase(text, _inline(part, notes), is_whole=raised, is_raised=raised)]
        for phrase in found:
            if not (parts and parts[-1].is_kept_with(phrase)):
                parts.append(phrase)
            elif parts[-1].is_whole and phrase.is_whole:
                parts[-1] = parts[-1].joined(phrase)
            elif phrase.is_whole and (sign := _leading_sign(phrase)):
                # the phrase itself may be wider than what is left of the line
                rest = phrase.text[len(sign) :]
                parts += [
                    _Phrase("", Markup("\u2060"), is_whole=False),
                    _Phrase(sign, _text(sign), is_whole=False),
                ]
                parts += [_Phrase(rest, _text(rest), blank=phrase.blank)] if rest else []
            else:
                parts += [_Phrase("", Markup("\u2060"), is_whole=False), phrase]
    return Markup("").join(part.html() for part in parts)


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A piece of a heading with its HTML.

    Attributes:
        text: The text.
        inside: The HTML of the text.
        lang: The language of all of it.
        blank: A blank after it.
        is_whole: Whether it does not break; false for what has an element of its own, such as a link.
        is_raised: Whether it ends with a superscript or a subscript, which stays with its word.
    """

    text: str
    inside: Markup
    lang: str = ""
    blank: str = ""
    is_whole: bool = True
    is_raised: bool = False

    def is_kept_with(self, after: _Phrase) -> bool:
        """Whether no line may break between two pieces (JLREQ 3.1.7 and 3.1.8; H₂O)."""
        last, first = self.text[-1:], after.text[:1]
        is_word = self.is_raised and (last + first).isascii() and (last + first).isalnum()
        is_word = after.is_raised or (is_word and len(after.text) <= _SHORT)
        return not self.blank and (first in NOT_FIRST or last in NOT_LAST or is_word)

    def joined(self, after: _Phrase) -> _Phrase:
        """The two as one phrase."""
        inside = Markup("").join(one._in_language() for one in (self, after))
        return _Phrase(self.text + after.text, inside, blank=after.blank, is_raised=after.is_raised)

    def _in_language(self) -> Markup:
        return (
            Markup('<span lang="{}">{}</span>').format(self.lang, self.inside) if self.lang else self.inside
        )

    def html(self) -> Markup:
        """The phrase with its blank, which stands outside: the element would drop a blank at its end."""
        if not self.is_whole:
            return self.inside
        lang = Markup(' lang="{}"').format(self.lang) if self.lang else ""
        return Markup('<span class="phrase"{}>{}</span>{}').format(lang, self.inside, self.blank)


def _leading_sign(phrase: _Phrase) -> str:
    """The signs at the start of a Japanese phrase that must not begin a line, if it goes on behind them."""
    if phrase.lang or phrase.is_raised:
        return ""
    text = phrase.text
    count = next((index for index, sign in enumerate(text) if sign not in NOT_FIRST), len(text))
    return text[:count] if not phrase.blank or count < len(text) else ""


def _phrases(run: ScriptRun, most: int) -> Iterator[_Phrase]:
    if run.script:
        yield _Phrase(run.text, escape(run.text), run.script.lang)
        return
    for word in split_short_phrases(run.text, most):
        bare = word.rstrip()
        yield _Phrase(bare, _text(bare), blank=word[len(bare) :])
