r"""Parser of the inline markup in the texts of profiles.

    **強調**   {瀋陽|しんよう}   10^{9}   CO_{2}   [^note]   [@source, p. 12 より]   [cf. @one; @two]
    [表示](https://…)   <https://…>   https://…   [辽宁]{lang=zh-CN}

A blank line separates paragraphs. A single line end joins the lines, with a space only between Latin words.
Strong takes all other markup inside it. Links, ruby and foreign words take none: strong goes around them.
A backslash makes the next character plain text: ``\{``. This also works for full-width characters that would
otherwise be reported as mistyped markup (P219): ``\＊＊``.
"""

from __future__ import annotations

import re
from functools import lru_cache

from brochure.document import superscripts
from brochure.document.citation_syntax import CITATIONS, CITE, without_author_sign
from brochure.document.locators import split_locator
from brochure.document.markup_model import Call, Cite, MarkupFault, MarkupPiece, ParsedMarkup, Sign
from brochure.document.tree import Foreign, Inline, Inlines, Link, NoteCall, Ruby, Strong, SuperSub, Text
from brochure.document.web_address import AddressError, address_target, bare_address

_RAISED = superscripts.SUPER + superscripts.SUB
# characters that cannot begin a construct
_PLAIN = re.compile(rf"[^\\\n \t*\[［＊｛{{<hHwWｈＨｗＷ^_{_RAISED}]+")
_NOTHING = re.compile(r"(?!)")
NOTE_ID = re.compile(r"[a-z0-9][a-z0-9_-]*")
ADDRESS_START = re.compile(r"[hHwWｈＨｗＷ]")
_BRACKETED = re.compile(  # not <b>
    r"<((?:www\.|[A-Za-z][A-Za-z0-9+.-]*:|[^<>\s]*@)[^<>\s]*"
    r"|\s*(?:https?[:：]|www\.|[hｈ][tｔ]{2}[pｐ][sｓ]?[:：])[^<>\n]+)>",
    re.IGNORECASE,
)
_STARS = re.compile(r"\*{3,}")
_DOUBTFUL_STARS = re.compile(
    r"(?<=[0-9])\*\*(?=[0-9])|(?<=\s)\*\*(?=\s)"
)  # a power, as in 2**10, or an operator
_MARK_WITHIN = re.compile(
    r"\\.|(\*\*|<(?:https?:|mailto:|[^<>\s]*@)[^<>\s]*>|\{[^{}|]*\|[^{}|]*\})", re.DOTALL
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
# The limit: many calls that are not closed would each be read to the end of the text.
_CALL = re.compile(r"\[\^([^\]\n]{0,200})\]")
_ALMOST = re.compile(
    r"\[\s*[\^@](?![^\[\]]*\]\()[^\[\]\n]{0,12}\]?|\[[^\[\]\n]*\[[\^@][^\[\]\n]*\][^\[\]\n]*\]\("
)
_FULL_WIDTH = re.compile(
    r"[\[［]\s*[＾＠][\w.-]*|［\s*[\^@][\w.-]+\s*[\]］]|＊＊|｛[^｛｝\n][^｛｝｜\n]*｜[^｛｝\n]+｝"
)
_LINK = re.compile(
    r"\[((?:\\.|[^\[\]\\])*)\]\(\s*+((?:[^()\s]|\([^()\s]*\))*|(?:https?:|www\.)(?:[^()\n]|\([^()\n]*\))*?)\s*\)",
    re.IGNORECASE,
)
_FOREIGN = re.compile(r"\[((?:\\.|[^\[\]\\])+)\]\{lang=([^{}\s]*)\}")
_LANG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")  # the BCP 47 tags a profile needs
_SUBSCRIPT = re.compile(r"_\{(?:\\.|[^{}\\\n])*\}")
_SUPER_SUB = re.compile(rf"[\^_]\{{((?:\\.|[^{{}}\\\n])*)\}}|[{superscripts.SUPER}]+|[{superscripts.SUB}]+")
_RUBY = re.compile(r"\{((?:\\.|[^{}|\\])*)\|((?:\\.|[^{}|\\])*)\}")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~［＊｛＾＠])")
_LINE_END = re.compile(r"[ \t]*\n[ \t]*")
_BLANKS = re.compile(r"[ \t]*")
_INSIDE = re.compile(r"[^\[\]\n]*")
# Not possessive (``*+``): Python 3.11.2 keeps the blanks of a repetition that failed (gh-106052).
_PARAGRAPH = re.compile(r"\S+(?:(?!\s*\n[ \t]*\n)\s+\S+)*")
# Compiled when first used: it takes milliseconds.
_WIDE = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u2026\u2014\u2015\U00020000-\U0003ffff]"


def markup_pieces(text: str) -> tuple[MarkupPiece, ...]:
    """Cut a text into pieces, from the first character of the first paragraph to the last of the last.

    The space between two paragraphs is a piece with ``Sign.BREAK``. The children of a strong are between
    ``Sign.OPEN`` and ``Sign.CLOSE``.
    """
    parser = _Parser(text, _NOTHING)
    found: list[MarkupPiece] = []
    for match in _PARAGRAPH.finditer(text):
        content = parser.run(match.start(), match.end())
        if found and content:
            found.append(MarkupPiece(found[-1].end, match.start(), (Sign.BREAK,)))
        if content:
            found += parser.pieces
    return tuple(found)


@lru_cache(maxsize=10_000)  # each check of a profile parses its texts again; a profile has a few hundred
def parse_markup(text: str) -> ParsedMarkup:
    """Parse a text; broken markup is reported in ``faults`` and kept as typed."""
    parser = _Parser(text, _PLAIN)
    paragraphs = []
    for match in _PARAGRAPH.finditer(text):
        content = parser.run(match.start(), match.end())
        if content:
            paragraphs.append(content)
    return ParsedMarkup(
        tuple(paragraphs),
        tuple(parser.calls),
        tuple(parser.cites),
        tuple(parser.faults),
        tuple(parser.doubts),
    )


def sole_address(text: str) -> str:
    """Return the web address if the text is one web address and nothing else, or an empty string.

    >>> sole_address("https://example.jp/"), sole_address("[表示](https://example.jp/)")
    ('https://example.jp/', 'https://example.jp/')
    >>> sole_address("詳しくは https://example.jp/"), sole_address("<a@example.jp>")
    ('', '')
    """
    match parse_markup(text).paragraphs:
        case ((Link(url=url),),) if url.startswith("http"):
            return url
    return ""


def unescape(text: str) -> str:
    """Remove the backslashes of escaped characters."""
    return _ESCAPED.sub(r"\1", text)


def _label(text: str) -> str:
    """Return the text inside a construct: lines joined, backslashes removed."""
    return unescape(_LINE_END.sub(_line_end_text, text))


def _line_end_text(line_end: re.Match[str]) -> str:
    """Return the text for a line end: a space, or nothing beside a Japanese character."""
    start, end = line_end.span()
    before, after = line_end.string[max(start - 1, 0) : start], line_end.string[end : end + 1]
    return "" if re.match(_WIDE, before) or re.match(_WIDE, after) else " "


class _Parser:
    """Parses a text; a match of ``plain`` becomes one piece, other characters are parsed one by one."""

    def __init__(self, text: str, plain: re.Pattern[str]) -> None:
        self.text = text
        self.plain = plain
        self.calls: list[Call] = []
        self.cites: list[Cite] = []
        self.faults: list[MarkupFault] = []
        self.doubts: list[MarkupFault] = []
        self.blanks_until = 0  # the blanks before this index are not at a line end
        self.marks: tuple[int, tuple[int, int], int] | None = None  # see _address_limit

    def run(self, start: int, end: int) -> Inlines:
        """Parse ``text[start:end]``."""
        self.out: list[Inline] = []
        self.outer: list[Inline] | None = None  # the inlines before the open strong
        self.buffer: list[str] = []
        self.pieces: list[MarkupPiece] = []
        opened = -1  # the piece that opened the strong
        index = start
        while index < end:
            self.said: list[Inline | Sign] = []
            faults = len(self.faults)
            if (stars := _STARS.match(self.text, index, end)) and len(stars[0]) != 4:
                self._fault("P222", index, found=stars[0])
                self._say(stars[0])
                after = stars.end()
            elif self.text.startswith("**", index):
                if _DOUBTFUL_STARS.match(self.text, index, end):
                    self.doubts.append(
                        MarkupFault("P223", index, (("found", self.text[index - 1 : index + 5]),))
                    )
                if self.outer is None:
                    opened = len(self.pieces)
                self._strong(opened)
                after = index + 2
            elif found := self.plain.match(self.text, index, end):
                self._say(found[0])
                after = found.end()
            else:
                after = self._one(index, end)
            self.pieces.append(MarkupPiece(index, after, tuple(self.said), len(self.faults) > faults))
            index = after
        self._flush()
        if self.outer is not None:
            self._fault("P210", self.pieces[opened].start)
            self._amend(opened, Text("**"))
            self.out = [*self.outer, Text("**"), *self.out]
        return join_texts(self.out)

    def _strong(self, opened: int) -> None:
        """Begin a strong, or end the one that begins at piece ``opened``."""
        self._flush()
        if self.outer is None:
            self.said = [Sign.OPEN]
            self.outer, self.out = self.out, []
            return
        if self.out:
            self.said = [Sign.CLOSE]
            self.outer.append(Strong(tuple(self.out)))
        else:
            self._fault("P211", self.pieces[opened].start, found="****")
            self._amend(opened)
        self.out, self.outer = self.outer, None

    def _amend(self, index: int, *said: Inline) -> None:
        """Mark a piece as broken, because its ``**`` does not begin a strong."""
        self.pieces[index] = MarkupPiece(self.pieces[index].start, self.pieces[index].end, said, broken=True)

    def _fault(self, code: str, offset: int, **details: str) -> None:
        self.faults.append(MarkupFault(code, offset, tuple(sorted(details.items()))))

    def _say(self, words: str) -> None:
        self.buffer.append(words)
        self.said.append(Text(words))

    def _flush(self) -> None:
        if self.buffer:
            self.out.append(Text("".join(self.buffer)))
            self.buffer = []

    def _put(self, inline: Inline) -> None:
        self._flush()
        self.out.append(inline)
        self.said.append(inline)

    def _one(self, index: int, end: int) -> int:
        """Parse one construct or one character; return the index after it."""
        text = self.text
        character = text[index]
        if character == "\\" and (found := _ESCAPED.match(text, index, end)):
            self._say(found[1])
            return found.end()
        if found := self._line_end(index, end):
            if words := _line_end_text(found):
                self._say(words)
            return found.end()
        if character in "[［＊｛" and (found := _FULL_WIDTH.match(text, index, end)):
            self._fault("P219", index, found=found[0])
        if found := _SUPER_SUB.match(text, index, end):
            return self._super_sub(found)
        if character == "{":
            return self._ruby(index, end)
        if character == "[":
            return self._bracket(index, end)
        if character == "<" and (found := _BRACKETED.match(text, index, end)):
            return self._autolink(found[1], index, found.end())
        if ADDRESS_START.match(character) and (after := self._bare_address(index, end)):
            return after
        self._say(character)
        return index + 1

    def _super_sub(self, found: re.Match[str]) -> int:
        """Parse a superscript or subscript: ``^{9}``, ``_{2}``, or a run of such characters."""
        if found[1] is None:
            self._put(SuperSub(*superscripts.plain_form(found[0])))
        elif not (inside := unescape(found[1]).strip()):
            self._fault("P211", found.start(), found=found[0])
        elif not self._has_mark_within(found, 1):
            self._put(SuperSub(superscripts.with_minus(inside), found[0][0] == "^"))
        return found.end()

    def _line_end(self, index: int, end: int) -> re.Match[str] | None:
        """Match a line end with the blanks around it; each run of blanks is looked at once."""
        if self.text[index] not in " \t\n" or index < self.blanks_until:
            return None
        found = _LINE_END.match(self.text, index, end)
        if not found and (blanks := _BLANKS.match(self.text, index, end)):
            self.blanks_until = blanks.end()
        return found

    def _ruby(self, index: int, end: int) -> int:
        found = _RUBY.match(self.text, index, end)
        if not found:
            self._fault("P212", index)
            self._say("{")
            return index + 1
        base, reading = _label(found[1]).strip(), _label(found[2]).strip()
        if not base or not reading:
            self._fault("P211", index, found=found[0])
        elif not self._has_mark_within(found, 1, 2):
            self._put(Ruby(base, reading))
        return found.end()

    def _bracket(self, index: int, end: int) -> int:
        text = self.text
        if found := _CALL.match(text, index, end):
            if NOTE_ID.fullmatch(found[1]):
                self.calls.append(Call(found[1], index))
                self._put(NoteCall(found[1], 0, "", first=False))
            else:
                self._fault("P215", index, found=found[0])
            return found.end()
        if found := _LINK.match(text, index, end):
            label, url = _label(found[1]).strip(), found[2]
            if not label:
                self._fault("P211", index, found=found[0])
            elif not self._has_mark_within(found, 1):
                self._link(label, url, found.start(2))
            return found.end()
        if found := _FOREIGN.match(text, index, end):
            if not _LANG.fullmatch(found[2]):
                self._fault("P214", found.start(2), lang=found[2])
            elif not self._has_mark_within(found, 1):
                self._put(Foreign(_label(found[1]), found[2]))
            return found.end()
        inside = _INSIDE.match(text, index + 1, end)
        is_closed = inside is not None and text[inside.end() : inside.end() + 1] == "]"
        if is_closed and (found := CITATIONS.match(text, index, end)):
            return self._citations(found[1], index, found.end())
        if found := _ALMOST.match(text, index, end):
            self._fault("P215" if "^" in found[0] else "P216", index, found=found[0].strip())
        self._say("[")
        return index + 1

    def _has_mark_within(self, found: re.Match[str], *groups: int) -> bool:
        """Report a mark inside a link, ruby or foreign words (P221); return whether there is one."""
        for group in groups:
            for mark in _MARK_WITHIN.finditer(found.string, *found.span(group)):
                if mark[1]:
                    self._fault("P221", mark.start(), found=mark[0], outer=found[0])
                    return True
        return False

    def _citations(self, inside: str, index: int, after: int) -> int:
        """Parse the citations in a pair of brackets; each gets its own note, which can be used again."""
        offset = index + 1
        for part in inside.split(";"):
            if found := CITE.fullmatch(part):
                locator, label, suffix = split_locator(found["rest"])
                prefix, no_author = without_author_sign(found["prefix"])
                source_id = found["braced"] or found["id"]
                where = offset + found.end("prefix")
                cite = Cite(
                    source_id, where, locator, label, unescape(prefix.strip()), unescape(suffix), no_author
                )
                self.cites.append(cite)
                self._put(NoteCall(cite.key, 0, "", first=False))
            else:
                self._fault("P216", offset, found=part.strip())
            offset += len(part) + 1
        return after

    def _autolink(self, target: str, index: int, after: int) -> int:
        if _MAIL.fullmatch(target):
            self._put(Link(target, f"mailto:{target}"))
        else:
            self._link(target.strip(), target, index + 1)
        return after

    def _link(self, label: str, typed: str, offset: int) -> None:
        """Add a link, or the fault of its address where it is typed."""
        try:
            self._put(Link(label, address_target(typed)))
        except AddressError as fault:
            self._fault("P213", offset + fault.offset, url=typed, what=fault.what, sign=fault.sign)

    def _address_limit(self, index: int, end: int) -> int:
        """The end of the text in which an address at ``index`` may stand.

        What is found serves the next addresses, too: many addresses take no more time than one.
        """
        if not self.marks or self.marks[2] != end or not self.marks[0] <= index:
            self.marks = (index, (index, index), end)
        _, (bracket, subscript), _ = self.marks
        if bracket <= index:  # a citation or a call that follows the address
            bracket = self.text.find("[", index, end)
            while bracket >= 0 and not any(
                one.match(self.text, bracket, end) for one in (_CALL, CITATIONS, _LINK, _FOREIGN)
            ):
                bracket = self.text.find("[", bracket + 1, end)
            bracket = end if bracket < 0 else bracket
        if subscript <= index:  # an underscore may belong to an address, but not with a brace
            found = _SUBSCRIPT.search(self.text, index, end)
            subscript = found.start() if found else end
        self.marks = (index, (bracket, subscript), end)
        return min(bracket, subscript)

    def _bare_address(self, index: int, end: int) -> int:
        """Add the address at ``index`` as a link, and return its end; 0 if there is none."""
        found = bare_address(self.text, index, self._address_limit(index, end))
        if not found:
            return 0
        typed = self.text[index : found.end]
        if found.fault:
            details = (("sign", found.fault.sign), ("url", typed), ("what", found.fault.what))
            self.doubts.append(MarkupFault("P232", index + found.fault.offset, details))
            return 0
        if found.guessed:
            self.doubts.append(MarkupFault("P231", index, (("url", typed),)))
        if found.left_out:
            rest = (("found", found.left_out), ("url", typed))
            self.doubts.append(MarkupFault("P233", found.end, rest))
        self._put(Link(typed, found.target))
        return found.end


def join_texts(inlines: list[Inline]) -> Inlines:
    """Join neighbouring texts; comparing inlines needs this normal form."""
    merged: list[Inline] = []
    words: list[str] = []  # joined at once, which takes linear time
    for inline in inlines:
        if isinstance(inline, Text):
            words.append(inline.text)
            continue
        if words:
            merged.append(Text("".join(words)))
            words = []
        merged.append(inline)
    if words:
        merged.append(Text("".join(words)))
    return tuple(merged)
