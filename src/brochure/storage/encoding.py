"""Decode text files as UTF-8; for other files, name the likely encoding and the place of the first bad byte.

A file in another encoding is refused; the problem names the encoding if it can be recognised. Only
``brochure check --fix`` converts a file, after it has shown the text (:func:`convert_to_text`). Japanese and
Chinese encodings use the same bytes, so the candidates are compared by the share of characters in everyday
use: kana, punctuation and the kanji of the first level (第1水準).

Sources: The Unicode Standard, 23.8 (byte order marks); JIS X 0208 Annex 1 (Shift_JIS); RFC 1468
(ISO-2022-JP); GB 2312, Big5 and KS X 1001 by the first bytes of their rows.
"""

from __future__ import annotations

import bisect
import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from brochure.diagnostics.problem import BrochureError, Location, Problem, problem

# What YAML allows and a style sheet needs: no control characters but tab and line ends (YAML 1.2.2, 5.1).
NOT_ALLOWED = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
BOM = "\ufeff"
LINE_END = re.compile(r"\r\n|\n|\r")

_SEPARATORS = "[\x85\u2028\u2029]"  # line ends to YAML 1.1, but not to editors
_ENDS = {"\r\n": "CRLF", "\n": "LF", "\r": "CR"}

_SAMPLE_SIZE = 20_000  # bytes (or characters) that are examined to recognise an encoding
_KANA_SHARE = 0.1  # a greater share of kana proves Japanese
_SINGLE_BYTE_SHARE = 0.7  # a greater share of single non-ASCII bytes between ASCII proves a Western encoding
_EVERYDAY_SHARE = 0.6  # the least share of everyday characters in a text
_SHARE_DIFFERENCE = 0.15  # encodings whose shares of everyday characters differ by less cannot be told apart
_JIS = rb"\x1b(?:\$[@B]|\$\([A-D]|\([BIJ])"
_MARKS = (  # the longer first: UTF-32 LE begins as UTF-16 LE does
    (codecs.BOM_UTF32_LE, "UTF-32 LE"),
    (codecs.BOM_UTF32_BE, "UTF-32 BE"),
    (codecs.BOM_UTF16_LE, "UTF-16 LE"),
    (codecs.BOM_UTF16_BE, "UTF-16 BE"),
)
_KINDS = (
    (b"%PDF-", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old office file"),
    (b"\x89PNG\r\n\x1a\n", "picture file"),
    (b"\xff\xd8\xff", "picture file"),
    (b"GIF8", "picture file"),
)
_ZIP = b"PK\x03\x04"
_ZIPPED = ((b"word/", "Word file"), (b"xl/", "Excel file"), (b"ppt/", "PowerPoint file"))


@dataclass(frozen=True, slots=True)
class _Codec:
    """An encoding, with the ranges of first bytes of its everyday characters."""

    name: str
    python: str
    menu: str  # its name in the menu of VS Code
    everyday: tuple[tuple[int, int], ...]
    second: int = 0  # the least second byte of the everyday characters

    def writes_daily(self, written: bytes) -> bool:
        """Whether an encoded character is an everyday one."""
        if len(written) != 2 or written[1] < self.second:
            return False
        return any(first <= written[0] <= last for first, last in self.everyday)


_SHIFT_JIS = _Codec("Shift_JIS", "cp932", "Japanese (Shift JIS)", ((0x81, 0x83), (0x88, 0x98)))
_JAPANESE = (
    _SHIFT_JIS,
    _Codec("EUC-JP", "euc_jp", "Japanese (EUC-JP)", ((0xA1, 0xA5), (0xB0, 0xCF))),
)
_CODECS = (
    *_JAPANESE,
    _Codec("GB18030", "gb18030", "Simplified Chinese (GB18030)", ((0xA1, 0xA5), (0xB0, 0xD7)), 0xA1),
    _Codec("Big5", "cp950", "Traditional Chinese (Big5)", ((0xA1, 0xC6),)),
    _Codec("EUC-KR", "cp949", "Korean (EUC-KR)", ((0xA1, 0xA3), (0xB0, 0xC8)), 0xA1),
)
_WESTERN = _Codec("Windows-1252", "cp1252", "Western (Windows 1252)", ())
_ALONE = rb"(?<![\x80-\xff])[\xc0-\xff](?![\x80-\xff])"  # é among the letters of a word


def decode_utf8(raw: bytes, file: str) -> str:
    """Decode a text file as UTF-8; byte order marks before the text are dropped.

    Raises:
        BrochureError: The file has another encoding, is not a text, or contains control characters; located.
    """
    if what := binary_kind(raw):
        raise BrochureError([problem("Y117", Location(file, 1, 1), what=what)])
    try:
        text = raw.decode().lstrip(BOM)  # a file joined from several may begin with several marks
    except UnicodeDecodeError as error:
        raise BrochureError([_encoding_problem(raw, error.start, file)]) from None
    if found := NOT_ALLOWED.search(text):
        raise BrochureError([_control_problem(raw, found[0], Lines(file, text).at(found.start()))])
    return text


@dataclass(frozen=True, slots=True)
class Converted:
    """The text of a file in another encoding, and the name of that encoding."""

    text: str
    encoding: str


def convert_to_text(raw: bytes) -> Converted | None:
    """Decode a file in another encoding than UTF-8, if its encoding is certain; otherwise return None.

    Certain are UTF-16, UTF-32, ISO-2022-JP, and a Japanese encoding that kana prove. Encoding the text again
    must give the same bytes.
    """
    if binary_kind(raw):
        return None
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return _round_trip(raw, name, name.replace(" ", "-"), mark)
    if name := _wide_encoding(raw):
        return _round_trip(raw, name, name.replace(" ", "-"))
    if re.search(_JIS, raw) and raw.isascii():
        return _round_trip(raw, "ISO-2022-JP", "iso2022_jp")
    if _decoded(raw, "utf-8") or _mostly_utf8(raw):
        return None
    japanese = [codec for codec in _JAPANESE if _kana_share(_decoded(raw, codec.python)) > _KANA_SHARE]
    return _round_trip(raw, japanese[0].name, japanese[0].python) if len(japanese) == 1 else None


def _round_trip(raw: bytes, name: str, python: str, mark: bytes = b"") -> Converted | None:
    text = _decoded(raw.removeprefix(mark), python)
    return Converted(text, name) if text and mark + text.encode(python) == raw else None


class Lines:
    """The lines of a text as editors count them: only CR LF, LF and CR end a line."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self.text = file, text

    @cached_property
    def starts(self) -> list[int]:
        """The index of the first character of each line."""
        return [0, *(found.end() for found in LINE_END.finditer(self.text))]

    def at(self, index: int) -> Location:
        """Return the location of the character at ``index``."""
        line = bisect.bisect_right(self.starts, index)
        return Location(self.file, line, index - self.starts[line - 1] + 1)


def line_end_warnings(lines: Lines) -> Iterator[Problem]:
    """Yield warnings about line ends: several kinds in one file, CR alone, and those editors do not show."""
    text = lines.text
    for found in re.finditer(_SEPARATORS, text):
        yield problem("Y209", lines.at(found.start()), character=f"U+{ord(found[0]):04X}")
    both = text.count("\r\n")
    counts = {"CRLF": both, "LF": text.count("\n") - both, "CR": text.count("\r") - both}
    if sum(count > 0 for count in counts.values()) > 1:
        ends = LINE_END.finditer(text)
        first = _ENDS[next(ends)[0]]
        other = next(found for found in ends if _ENDS[found[0]] != first)
        where = Location(lines.file, lines.at(other.start()).line)
        yield problem("Y205", where, first=first, other=_ENDS[other[0]])
    elif counts["CR"]:
        yield problem("Y206", Location(lines.file, 1))


def binary_kind(raw: bytes) -> str:
    """Return the kind of a file whose first bytes show that it is not a text, as a key of ``terms.yaml``.

    The result is empty for a file that may be a text.
    """
    if raw.startswith(_ZIP):
        return next((kind for name, kind in _ZIPPED if name in raw), "ZIP file")
    return next((kind for begin, kind in _KINDS if raw.startswith(begin)), "")


def _control_problem(raw: bytes, character: str, where: Location) -> Problem:
    """Return the problem of a file that decodes as UTF-8 but contains a control character."""
    if character == "\0":
        if not raw.strip(b"\0"):
            return problem("Y117", Location(where.file, 1, 1), what="zeros")
        if name := _wide_encoding(raw):
            return _wide_problem(name, Location(where.file, 1, 1))
    if character == "\x1b" and re.match(_JIS, raw[raw.index(b"\x1b") :]):
        return problem("Y114", where, encoding="ISO-2022-JP (JIS)")
    return problem("Y103", where, character=f"U+{ord(character):04X}")


def _encoding_problem(raw: bytes, start: int, file: str) -> Problem:
    """Return the problem of a file whose first byte that is not UTF-8 is at ``start``."""
    if name := next((name for mark, name in _MARKS if raw.startswith(mark)), "") or _wide_encoding(raw):
        return _wide_problem(name, Location(file, 1, 1))
    before = raw[:start].decode().lstrip(BOM)  # valid: the first error is at start
    where = Lines(file, before).at(len(before))
    if b"\0" in raw:
        return problem("Y117", where, what="binary")
    if _mostly_utf8(raw) and not _japanese_encodings(raw):
        return problem("Y116", where, bytes=raw[start : start + 2].hex(" ").upper())
    match _likely_encodings(raw):
        case []:
            return problem("Y119", where)
        case [codec]:
            code = "Y102" if codec is _SHIFT_JIS else "Y113"
            return problem(code, where, encoding=codec.name, menu=codec.menu)
        case several:
            return problem("Y115", where, known=", ".join(codec.name for codec in several))


def _wide_problem(name: str, where: Location) -> Problem:
    """Return the problem of a file in UTF-16 (Notepad and VS Code can read it) or UTF-32 (they cannot)."""
    if name.startswith("UTF-16"):
        return problem("Y102", where, encoding=name, menu=name)
    return problem("Y114", where, encoding=name)


def _wide_encoding(raw: bytes) -> str:
    """Return the name of UTF-16 or UTF-32 without a byte order mark, found by the positions of zero bytes.

    An ASCII character has one zero byte of two, or three of four, always in the same positions; 一 and the
    ideographic space have their zero byte in the other position. The result is empty for other encodings.
    """
    zeros = [raw[at::4].count(0) for at in range(4)]
    half = len(raw) / 8
    for name, all_zero, most_zero in (("UTF-32 LE", 3, 2), ("UTF-32 BE", 0, 1)):
        if zeros[all_zero] == 2 * half and zeros[most_zero] > half and _decoded(raw, name.replace(" ", "-")):
            return name
    even, odd = zeros[0] + zeros[2], zeros[1] + zeros[3]
    for name, here, elsewhere in (("UTF-16 LE", odd, even), ("UTF-16 BE", even, odd)):
        if here > max(1, len(raw) / 10, 4 * elsewhere) and _decoded(raw, name.replace(" ", "-")):
            return name
    return ""


def _mostly_utf8(raw: bytes) -> bool:
    """Whether valid non-ASCII characters outnumber invalid bytes: UTF-8 that was damaged or added to.

    A few kana in Shift_JIS may look like it, too: some pairs of their bytes are valid UTF-8.
    """
    text = raw.decode("utf-8", "replace")
    broken = text.count("\ufffd") - raw.count("\ufffd".encode())
    return sum(character > "\x7f" for character in text) - text.count("\ufffd") > broken


def _likely_encodings(raw: bytes) -> list[_Codec]:
    """Return the likely encodings of the bytes; several if they cannot be told apart.

    Kana prove Japanese. Without kana the encodings are compared by the share of everyday characters.
    """
    if japanese := _japanese_encodings(raw):
        return japanese
    sample = raw[:_SAMPLE_SIZE]
    beyond = sum(byte > 0x7F for byte in sample)
    if len(re.findall(_ALONE, sample)) > _SINGLE_BYTE_SHARE * beyond and _decoded(raw, "cp1252"):
        return [_WESTERN]
    shares = {codec: share for codec in _CODECS if (share := _everyday_share(raw, codec)) >= _EVERYDAY_SHARE}
    return [codec for codec, share in shares.items() if share > max(shares.values()) - _SHARE_DIFFERENCE]


def _japanese_encodings(raw: bytes) -> list[_Codec]:
    """Return the Japanese encodings that kana prove: UTF-8 read as one of them has almost none."""
    return [codec for codec in _JAPANESE if _kana_share(_decoded(raw, codec.python)) > _KANA_SHARE]


def _kana_share(text: str) -> float:
    """Return the share of kana among the non-ASCII characters."""
    beyond = [character for character in text[:_SAMPLE_SIZE] if character > "\x7f"]
    return sum("\u3041" <= character <= "\u30ff" for character in beyond) / len(beyond) if beyond else 0


def _everyday_share(raw: bytes, codec: _Codec) -> float:
    """Return the share of everyday characters among the non-ASCII ones; 0 if the bytes do not decode."""
    text = _decoded(raw, codec.python)
    written = [character.encode(codec.python) for character in text[:_SAMPLE_SIZE] if character > "\x7f"]
    return sum(map(codec.writes_daily, written)) / len(written) if written else 0


def _decoded(raw: bytes, codec: str) -> str:
    """Decode the bytes; return an empty string if they are not a text in this encoding."""
    try:
        text = raw.decode(codec)
    except UnicodeDecodeError:
        return ""
    return "" if NOT_ALLOWED.search(text) else text
