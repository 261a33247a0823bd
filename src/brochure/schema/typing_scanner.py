"""Find typing mistakes in the structure of a YAML file: characters that look like signs of YAML.

YAML takes such a character for text, and reports an error lines later, or none at all. This scanner reads
the file line by line as its author meant it: it follows the indentation, skips texts of several lines, and
reports each such character where the structure needs a sign. In running text the same characters are right,
and they are never reported there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence

from brochure.diagnostics.fix import Fix
from brochure.schema import typed_signs
from brochure.schema.typed_lines import (
    BLANK,
    GOOD_KEY,
    KEY,
    block_column,
    bracket_balance,
    is_key_in,
    is_last,
    is_structure,
    own_column,
    possible_columns,
)
from brochure.schema.typed_signs import BLANKS, ODD, QUOTES, SIGNS, code_point
from brochure.schema.typing_mistakes import TypingMistake, When
from brochure.storage.encoding import LINE_END

_BLOCK_BEGINS = re.compile(rf"(?:^-|[:{typed_signs.COLONS}])[ \t]*[|>][-+1-9]{{0,2}}[ \t]*(?:#.*)?$")
_BLOCK = re.compile(r"[|>][+-]?([1-9])?[+-]?[ \t]*(?:#.*)?")
_KEY_GOES_ON = re.compile(r"[^\s\"'\[{]*:(?:[ \t]|$)")
_FIRST_WORD = re.compile(r"(?m)^[^\w\n]*([a-z][a-z0-9_-]*)")
_QUOTED = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:''|[^'])*'")
_FLOW_COMMA = re.compile(r"(?<=[a-z0-9_\"'])[ ]*([，、])[ \u3000]*(?=[a-z0-9_\"'])")
_NEXT_LINE = re.compile(r"[ ]*(?:#|-[ ]|[\w-]+:(?:[ ]|$)|$)", re.MULTILINE)
_FLOW_KEY = re.compile(
    rf"[{{,][ ]*(?P<word>\w[\w-]*)(?P<sep>[{typed_signs.COLONS}][{BLANK}]*|:(?=[^\s,}}\]/]))"
)
# takes linear time: no part of it can begin at each of many signs and read to the end of the line
_SUSPECT = re.compile(
    rf"(?m)^[ \t]*(?:-[ \t]*)*[{ODD}{typed_signs.HASHES}]|[{ODD}{QUOTES}]\s{{0,9}}:"
    r"|[Ａ-Ｚａ-ｚ０-９＿]\s{0,9}:"
    rf"|\[[^\[\]\n]*[，、]|\{{[^{{}}\n]*(?:[{typed_signs.COLONS}]|:\S)|[｜＞]-?[ \t]*$"
    rf"|[\"'][^\"'\n]*[{QUOTES}][ \t]*$"
)
_JAPANESE = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uff60]")


def may_have_mistakes(text: str) -> bool:
    """Whether a text that is YAML has characters that may be mistakes all the same."""
    return bool(_SUSPECT.search(text))


def has_known_key(text: str, words: Collection[str]) -> bool:
    """Whether a line of a text begins with a known key, whatever sign follows it."""
    return any(found[1] in words for found in _FIRST_WORD.finditer(text))


def find_mistakes(text: str, words: Collection[str] = ()) -> list[TypingMistake]:
    """Return the typing mistakes of a text, in their order.

    Args:
        text: The text of a YAML file.
        words: The keys that are known.
    """
    found = _Scanner(text, words).scan()
    return sorted(found, key=lambda one: one.offset)


class _Scanner:
    """Reads a text line by line and follows its structure."""

    def __init__(self, text: str, words: Collection[str]) -> None:
        self.text = text
        self.words = words
        self.found: list[TypingMistake] = []
        starts = [0, *(end.end() for end in LINE_END.finditer(text))]
        ends = [*(end.start() for end in LINE_END.finditer(text)), len(text)]
        self.rows = list(zip(starts, ends, strict=True))
        self.following = _following_rows(text, self.rows)
        self.levels: list[tuple[int, str]] = []  # columns of the open collections: "map" or "list"
        self.opened: int | None = -1  # the column of a key whose value is on the next lines
        self.inline: int | None = None  # the column of a key whose text may go on
        self.block: int | None = None  # the column of a key whose text is a block
        self.block_indent = 0  # of the text; 0 until its first line
        self.quote = ""  # of a text that goes on
        self.depth = 0  # of open [ and {
        self.row = 0  # the line that is scanned

    def scan(self) -> list[TypingMistake]:
        """Return all mistakes."""
        for row in range(len(self.rows)):
            self._scan_row(row)
        self._scan_separators()
        return self.found

    def _add(
        self, code: str, offset: int, length: int, options: tuple[str, ...], when: When, **details: str
    ) -> None:
        character = self.text[offset]
        shown = {"character": code_point(character), "kind": BLANKS.get(character, "look-alike"), **details}
        fixes = tuple(Fix(offset, length, option) for option in options)
        self.found.append(TypingMistake(code, offset, fixes, when, tuple(sorted(shown.items()))))

    def _wrong_sign(self, offset: int, length: int, wanted: str, replacement: str, when: When) -> None:
        self._add("Y122", offset, length, (replacement,), when, sign=self.text[offset], wanted=wanted)

    # --- lines ---

    def _scan_row(self, row: int) -> None:
        self.row = row
        start, end = self.rows[row]
        line = self.text[start:end]
        if self.depth > 0:
            self.depth += bracket_balance(line)
            return
        if self.quote:
            if self.quote in line:
                self.quote = ""
            return
        lead = line[: len(line) - len(line.lstrip(BLANK))]
        body = line[len(lead) :]
        odd = lead.lstrip(" ")
        if self.block is not None and self._in_block(start, lead, body):
            return
        if not body:
            if odd.strip("\t"):
                self._add("Y121", start + len(lead) - len(odd), len(odd), ("",), When.BROKEN)
            return
        if line.startswith(("---", "...", "%")) and not is_structure(body):
            return
        if body.startswith("#"):
            if odd:
                self._add("Y121", start + len(lead) - len(odd), len(odd), ("  ",), When.BROKEN)
            return
        column = self._column(row, lead, body) if odd else len(lead)
        if self.inline is not None and column > self.inline and not (odd and is_structure(body)):
            return  # the text of the line before goes on
        self._scan_structure(row, start + len(lead), column)

    def _in_block(self, start: int, lead: str, body: str) -> bool:
        """Whether a line is part of the text of a block."""
        assert self.block is not None
        odd = lead.lstrip(" ")
        spaces = len(lead) - len(odd)
        least = self.block_indent or self.block + 1
        if not body:
            if odd.strip("\t") and spaces < least:
                self._add("Y121", start + spaces, len(odd), ("",), When.BROKEN)
            return True
        if spaces >= least:
            column = spaces if self.block_indent or not odd else block_column(lead, self._next_line(self.row))
            if column > spaces:
                self._add("Y121", start + spaces, len(odd), (" " * (column - spaces),), When.ALWAYS)
            self.block_indent = self.block_indent or column
            return True
        widths = [width for width in possible_columns(lead) if width >= least] if odd else []
        if not widths or is_structure(body):
            self.block = None
            return False
        exact = tuple(" " * (width - spaces) for width in widths if width == self.block_indent)
        self._add("Y121", start + spaces, len(odd), exact, When.BROKEN)
        return True

    def _column(self, row: int, lead: str, body: str) -> int:
        """Return the column that was meant by an indentation with odd blanks, which is reported."""
        odd = lead.lstrip(" ")
        spaces = len(lead) - len(odd)
        item = body[0] in f"-{typed_signs.HYPHENS}"
        kind = "list" if item else "map" if is_structure(body) else ""
        columns = [column for column, _ in self.levels]
        fitting = [column for column, found in self.levels if kind in ("", found)] or columns
        child, sibling = [], []
        for width in possible_columns(lead):
            if width < spaces:
                continue
            if self.opened is not None and (width > self.opened or (item and width == self.opened)):
                child.append(width)
            elif width in fitting:
                sibling.append(width)
        fits = [*child, *sibling]
        if not fits and not columns:
            fits = [0]
        if 0 in columns and not spaces and 0 not in fits and is_structure(body) and not item:
            fits.append(0)
        following = own_column(self._next_line(row))
        if _BLOCK_BEGINS.search(body):  # the text of a block stands right of its key
            fits.sort(key=lambda width: width >= following)
        elif following in fits and not body.endswith(":"):
            fits.remove(following)
            fits.insert(0, following)
        when = When.ALWAYS if is_structure(body) else When.BROKEN
        if self.inline is None or when is When.ALWAYS:
            options = tuple(" " * (width - spaces) for width in fits)
            offset = self.rows[row][0] + spaces
            self._add("Y121", offset, len(odd), options, when)
        return fits[0] if fits else max(possible_columns(lead))

    def _next_line(self, row: int) -> str:
        """Return the next line that is not blank and no comment, or an empty text."""
        following = self.following[row]
        return self.text[slice(*self.rows[following])] if following < len(self.rows) else ""

    # --- the structure within a line ---

    def _scan_structure(self, row: int, position: int, column: int) -> None:
        end = self.rows[row][1]
        while self.levels and self.levels[-1][0] > column:
            self.levels.pop()
        opened, self.opened, self.inline, self.block, self.block_indent = self.opened, None, None, None, 0
        item = -1
        while (found := self._item(row, position, column, opened)) is not None:
            self._open(column, "list")
            item, opened = column, None
            column += found[1]
            position = found[0]
            if position == end:
                self.opened = item
                return
        key = self._key(row, position, column, opened)
        if key is not None:
            self._open(column, "map")
            self._value(key, end, column)
        elif self.text[position] in typed_signs.HASHES and item < 0:
            when = When.ALWAYS if opened in (None, -1) else When.BROKEN
            self._wrong_sign(position, 1, "#", "#", when)
            self.opened = opened
        else:
            self._value(position, end, item if item >= 0 else column - 1)

    def _open(self, column: int, kind: str) -> None:
        if (column, kind) not in self.levels:
            self.levels.append((column, kind))

    def _item(self, row: int, position: int, column: int, opened: int | None) -> tuple[int, int] | None:
        """Return the place after the hyphen of a list and its blanks, and the columns between."""
        rest = self.text[position : self.rows[row][1]]
        blanks = len(rest[1:]) - len(rest[1:].lstrip(" \t"))
        if rest[:1] == "-" and (blanks or len(rest) == 1):
            return position + 1 + blanks, 1 + blanks
        blanks = len(rest[1:]) - len(rest[1:].lstrip(BLANK))
        listed = (column, "list") in self.levels
        begun = listed or (opened is not None and self._begins_list(row, position + 1 + blanks, column))
        when = When.BROKEN if begun else When.REFUSED
        if rest[:1] == "-":
            if blanks:
                self._add("Y124", position + 1, blanks, (" ",), When.BROKEN, sign="-", side="after sign")
            elif (begun or opened is not None) and rest[1] != "-":
                self._add("Y123", position, 1, ("- ",), when, sign="-")
            else:
                return None
            return position + 1 + blanks, 2
        if rest[0] in typed_signs.HYPHENS and len(rest) > 1 + blanks and (begun or opened is not None):
            self._wrong_sign(position, 1 + blanks, "-", "- ", when)
            return position + 1 + blanks, 2
        return None

    def _begins_list(self, row: int, position: int, column: int) -> bool:
        """Whether a list begins here: with a key after the sign, or with an item on the next line."""
        end = self.rows[row][1]
        if GOOD_KEY.match(self.text[position:end]):
            return True
        following = self._next_line(row)
        lead = following[: len(following) - len(following.lstrip(BLANK))]
        return column in (len(lead), *possible_columns(lead)) and following[
            len(lead) : len(lead) + 1
        ] in tuple(f"-{typed_signs.HYPHENS}")

    def _key(self, row: int, position: int, column: int, opened: int | None) -> int | None:
        """Return the place of the value if a key stands here; its mistakes are reported."""
        end = self.rows[row][1]
        found = KEY.match(self.text, position, end)
        if not found:
            return None
        word, after = unicodedata.normalize("NFKC", found["word"]), found["after"]
        good = found["sep"] == ":" and (found.end() == end or after[:1] in tuple(" \t"))
        if found["sep"] == ":" and not after and _KEY_GOES_ON.match(self.text, found.end(), end):
            return end  # a key with a colon in it, which the model reports
        known, here = word in self.words, (column, "map") in self.levels
        followed = is_key_in(self._next_line(row), column)
        started = opened is not None and (followed or (found.end() == end and word.isascii()))
        if not (good or known or here or started):
            return None
        if not after and found["sep"] == ":" and self.text.startswith("//", found.end()):
            return None
        sure = good or here or followed or (opened is not None and found.end() == end)
        when = When.BROKEN if sure else When.REFUSED
        if not self._sign_after_key(found, end, when, good=good):
            return None
        if found["before"]:
            self._add(
                "Y124",
                found.start("before"),
                len(found["before"]),
                ("",),
                When.ALWAYS,
                sign=word,
                side="before sign",
            )
        if odd := found["gap"].strip(" "):
            at = found.start("gap") + found["gap"].index(odd[0])
            self._add(
                "Y124",
                at,
                found.end("gap") - at,
                ("",),
                When.ALWAYS if good else when,
                sign=word,
                side="after sign",
            )
        always = When.ALWAYS if good and known else when
        for side in ("open", "close"):
            if found[side] in tuple(QUOTES) and known:
                quote = next((sign for sign in (found["open"], found["close"]) if sign in ("'", '"')), '"')
                self._wrong_sign(found.start(side), 1, quote, quote, always)
        if word != found["word"] and known:
            self._wrong_sign(found.start("word"), len(found["word"]), word, word, always)
        return found.end()

    def _sign_after_key(self, found: re.Match[str], end: int, when: When, *, good: bool) -> bool:
        """Report a wrong sign or blank between key and value."""
        after, at = found["after"], found.start("sep")
        blank = "" if found.end() == end else " "
        if found["sep"] != ":" and after[:1] == " " and not after.strip(" \t"):
            self._wrong_sign(at, 1, ":", ":", when)
        elif found["sep"] != ":":
            self._wrong_sign(at, 1 + len(after), ":", f":{blank}", when)
        elif good:
            return True
        elif after:
            self._add("Y124", at + 1, len(after), (blank,), when, sign=":", side="after sign")
        else:
            self._add("Y123", at, 1, (": ",), when, sign=":")
        return True

    # --- values ---

    def _value(self, position: int, end: int, column: int) -> None:
        """Scan the value of a key or item in this column."""
        rest = self.text[position:end].lstrip(" \t")
        position = end - len(rest)
        bare = rest.rstrip()
        if not rest or rest.startswith("#"):
            self.opened = column
        elif found := _BLOCK.fullmatch(rest):
            self.block = column
            self.block_indent = column + int(found[1]) if found[1] else 0
        elif bare in ("｜", "＞", "｜-", "＞-") and is_last(self.text, end) is False:
            self._wrong_sign(position, 1, SIGNS[bare[0]], SIGNS[bare[0]], When.ALWAYS)
            self.block = column
        elif rest[0] in "\"'":
            self._quoted(position, bare, column)
        elif rest[0] in QUOTES:
            self._smart_quotes(position, bare)
            self.inline = column
        elif rest[0] in "[{［｛":
            self._brackets(position, bare)
        else:
            self.inline = column

    def _quoted(self, position: int, value: str, column: int) -> None:
        quote = value[0]
        inner = value[1:].replace("''", "") if quote == "'" else re.sub(r"\\.", "", value[1:])
        if quote in inner:
            return
        following = self._next_line(self.row)
        goes_on = len(following) - len(following.lstrip(BLANK)) > column
        if len(value) > 1 and value[-1] in QUOTES and not goes_on:
            self._wrong_sign(position + len(value) - 1, 1, quote, quote, When.ALWAYS)
        else:
            self.quote = quote

    def _smart_quotes(self, position: int, value: str) -> None:
        if len(value) < 2 or value[-1] not in f"{QUOTES}\"'":
            return
        inner = value[1:-1]
        sure = ": " in inner or " #" in inner or inner.endswith(":")
        quote = '"' if not set(inner) & set('"\\') else "'" if "'" not in inner else ""
        options = (f"{quote}{inner}{quote}",) if quote else ()
        when = When.BROKEN if sure else When.REFUSED
        self._add("Y122", position, len(value), options, when, sign=value[0], wanted=quote or '"')

    def _brackets(self, position: int, value: str) -> None:
        """Scan a list or mapping within a line: full-width brackets and commas."""
        pairs = {"[": "］", "{": "｝"}
        opening, closing = SIGNS.get(value[0], value[0]), SIGNS.get(value[-1], value[-1])
        if opening + closing in ("[]", "{}"):
            wide = (value[0] in SIGNS, value[-1] in SIGNS)
            when = When.REFUSED if all(wide) else When.BROKEN
            for at, is_wide, sign in ((0, wide[0], opening), (len(value) - 1, wide[1], closing)):
                if is_wide:
                    self._wrong_sign(position + at, 1, sign, sign, when)
            quoted = [found.span() for found in _QUOTED.finditer(value)]
            for found in _FLOW_COMMA.finditer(value):  # in a text the comma is right: [1、2月]
                if not any(begin < found.start(1) < end for begin, end in quoted):
                    length = found.end() - found.start(1)
                    self._wrong_sign(position + found.start(1), length, ",", ", ", When.REFUSED)
            if value[0] == "{":
                self._flow_keys(position, value)
        elif value[0] in pairs:
            self.depth = max(0, bracket_balance(value))

    def _flow_keys(self, position: int, value: str) -> None:
        for found in _FLOW_KEY.finditer(value):
            at, sep = position + found.start("sep"), found["sep"]
            if found["word"] not in self.words:
                continue
            if sep == ":":
                self._add("Y123", at, 1, (": ",), When.ALWAYS, sign=":")
            else:
                self._wrong_sign(at, len(sep), ":", ": ", When.ALWAYS)

    # --- line ends that editors do not show ---

    def _scan_separators(self) -> None:
        for found in re.finditer(f"[{''.join(typed_signs.SEPARATORS)}]", self.text):
            at, character = found.start(), found[0]
            before, after = self.text[at - 1 : at], self.text[at + 1 : at + 2]
            options: tuple[str, ...] = ()
            if after in ("", "\n", "\r"):
                options = ("",)
            elif _NEXT_LINE.match(self.text, at + 1):
                options = ("\r\n" if "\r\n" in self.text else "\n",)
            elif character != "\x85" and _JAPANESE.match(before) and _JAPANESE.match(after):
                options = ("",)
            self._add("Y125", at, 1, options, When.BROKEN, kind=typed_signs.SEPARATORS[character])


def _following_rows(text: str, rows: Sequence[tuple[int, int]]) -> list[int]:
    """Return for each line the next one that is not blank and no comment."""
    found, following = [0] * len(rows), len(rows)
    for row in range(len(rows) - 1, -1, -1):
        found[row] = following
        body = text[slice(*rows[row])].lstrip(BLANK)
        if body and body[0] != "#":
            following = row
    return found
