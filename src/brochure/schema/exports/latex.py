r"""Text of BibTeX values: LaTeX's accents, symbols and markup as characters and CSL's rich text.

``\"{o}`` is ö, ``\textsubscript{2}`` and ``$_2$`` are ``<sub>2</sub>``, ``--`` is –, ``~`` is a blank. A
command that is not known stays as it is typed, and is reported.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache

_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
    "b": "\u0331", "t": "\u0361",
}  # fmt: skip
_TAGS = {
    "textit": "i", "emph": "i", "textsl": "i", "textbf": "b", "textsuperscript": "sup",
    "textsubscript": "sub",
    "mathit": "i", "mathbf": "b",
}  # fmt: skip
_PLAIN = {"textrm", "texttt", "textsf", "textsc", "textup", "textnormal", "text", "mbox", "hbox", "mathrm",
          "url",
          "path", "nolinkurl", "enquote", "ensuremath", "mkbibquote", "mkbibemph", "uppercase",
          "underline"}  # fmt: skip
_DROPPED = {"it", "em", "bf", "rm", "sc", "tt", "sl", "sf", "itshape", "bfseries", "relax", "noopsort",
            "protect",
            "displaystyle", "left", "right", "selectfont", "normalfont", "small", "/", "-", "!"}  # fmt: skip
_BLANKS = {
    "\\": " ",
    " ": " ",
    ",": "\u2009",
    ";": " ",
    ":": " ",
    "quad": " ",
    "newline": " ",
    "par": " ",
    "space": " ",
}
_ESCAPED = "%&_#$@{}"
_LIGATURES = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("~", " "))
_MARKED = re.compile(r"[\\{}$~]|--|``|''")
_COMMAND = re.compile(r"\\(?:([A-Za-z]+)\*?[ \t]*|(.))", re.DOTALL)
_BLANKS_OF_FILES = re.compile(r"[ \t\r\n]+")  # not the full-width blank, which may part a name
_WIDE = r"[\u3000-\u9fff\uff00-\uffef]"
_WIDE_LINE_END = re.compile(rf"(?<={_WIDE})(\}}*)[ \t]*[\r\n]\s*|[ \t]*[\r\n]\s*(?=\{{*{_WIDE})")


@dataclass
class LatexText:
    """A decoded value, and the commands in it that are not known."""

    text: str = ""
    unknown: list[str] = field(default_factory=list)


def latex_text(value: str) -> LatexText:
    r"""Decode a value.

    >>> latex_text(r"{Statistical} growth of 5\% in {CO}\textsubscript{2} -- {\"O}zer").text
    'Statistical growth of 5% in CO<sub>2</sub> – Özer'
    """
    joined = _BLANKS_OF_FILES.sub(" ", _WIDE_LINE_END.sub(lambda found: found[1] or "", value)).strip(" ")
    if not _MARKED.search(joined):
        return LatexText(joined)
    decoder = _Decoder(joined)
    text = decoder.run(0, len(joined))
    return LatexText(unicodedata.normalize("NFC", _BLANKS_OF_FILES.sub(" ", text)).strip(), decoder.unknown)


def verbatim_text(value: str) -> str:
    r"""Decode an address or a number, where only escapes are LaTeX: ``a\_b`` is ``a_b``.

    >>> verbatim_text(r"\url{https://example.jp/a\_b?x=1\&y={\textasciitilde}z}")
    'https://example.jp/a_b?x=1&y=~z'
    """
    text = re.sub(r"\\(?:url|path|nolinkurl|href)\s*(?=\{)", "", " ".join(value.split()))
    text = re.sub(r"\{?\\(?:textasciitilde|sim|~)\s*(?:\{\})?\}?|\$\\sim\$", "~", text)
    text = re.sub(r"\{?\\textunderscore\s*(?:\{\})?\}?", "_", text)
    text = re.sub(r"\\([%&_#$])", r"\1", text)
    return re.sub(r"[{}]", "", text).strip()


class _Decoder:
    def __init__(self, text: str) -> None:
        self.text = text
        self.unknown: list[str] = []

    def run(self, index: int, end: int, *, math: bool = False) -> str:
        """Decode ``text[index:end]``."""
        out: list[str] = []
        while index < end:
            character = self.text[index]
            if character == "\\":
                said, index = self._command(index, end, math=math)
            elif character == "{":
                close = self._closing(index, end)
                said, index = self.run(index + 1, close, math=math), close + 1
            elif character == "}":
                said, index = "", index + 1
            elif character == "$":
                said, index = self._math(index, end)
            elif math and character in "_^":
                content, index = self._argument(index + 1, end, math=True)
                tag = "sub" if character == "_" else "sup"
                said = f"<{tag}>{content}</{tag}>"
            else:
                said, index = self._characters(index, end)
            out.append(said)
        return "".join(out)

    def _characters(self, index: int, end: int) -> tuple[str, int]:
        for typed, meant in _LIGATURES:
            if self.text.startswith(typed, index, end):
                return meant, index + len(typed)
        return self.text[index], index + 1

    def _math(self, index: int, end: int) -> tuple[str, int]:
        close = self.text.find("$", index + 1, end)
        if close < 0:
            return "$", index + 1
        return self.run(index + 1, close, math=True), close + 1

    def _closing(self, index: int, end: int) -> int:
        """Return the index of the brace that closes the one at ``index``, or ``end``."""
        depth = 0
        while index < end:
            if self.text[index] == "\\":
                index += 1
            elif self.text[index] in "{}":
                depth += 1 if self.text[index] == "{" else -1
                if depth == 0:
                    return index
            index += 1
        return end

    def _argument(self, index: int, end: int, *, math: bool) -> tuple[str, int]:
        """Return the decoded argument that begins at ``index``, and the index after it."""
        while index < end and self.text[index] == " ":
            index += 1
        if index >= end:
            return "", end
        if self.text[index] == "{":
            close = self._closing(index, end)
            return self.run(index + 1, close, math=math), min(close + 1, end)
        if self.text[index] == "\\":
            return self._command(index, end, math=math)
        return self.text[index], index + 1

    def _command(self, index: int, end: int, *, math: bool) -> tuple[str, int]:
        found = _COMMAND.match(self.text, index, end)
        if not found:
            return "\\", index + 1
        name, after = found[1] or found[2], found.end()
        if name in _ESCAPED:
            return name, after
        if name in _BLANKS:
            return _BLANKS[name], after
        if name in _DROPPED:
            return "", after
        if name in _ACCENTS and (found[2] or name in "uvHcdbtkr"):
            return self._accent(name, after, end, math=math)
        if name in _TAGS:
            content, after = self._argument(after, end, math=math)
            return f"<{_TAGS[name]}>{content}</{_TAGS[name]}>" if content else "", after
        if name in _PLAIN:
            return self._argument(after, end, math=math)
        if name in ("href", "ruby", "kana"):
            first, after = self._argument(after, end, math=math)
            second, after = self._argument(after, end, math=math)
            return (second if name == "href" else f"{first}（{second}）"), after
        if symbol := _symbol(name):
            return symbol, after
        self.unknown.append(f"\\{name}")
        return self.text[index:after].rstrip(" ") + " " * self.text[:after].endswith(" "), after

    def _accent(self, name: str, after: int, end: int, *, math: bool) -> tuple[str, int]:
        content, after = self._argument(after, end, math=math)
        base = {"ı": "i", "ȷ": "j"}.get(content[:1], content[:1])
        if not base:
            return {"~": "~", "^": "^"}.get(name, ""), after
        return unicodedata.normalize("NFC", base + _ACCENTS[name]) + content[1:], after


@cache
def _symbol(name: str) -> str:
    """Return the character of a command without arguments, such as ``ss`` or ``textquotesingle``."""
    if name in ("TeX", "LaTeX", "BibTeX"):
        return name
    from pylatexenc.latex2text import get_default_latex_context_db

    spec = get_default_latex_context_db().get_macro_spec(name)
    made = getattr(spec, "simplify_repl", None)
    return made if isinstance(made, str) and "%" not in made else ""
