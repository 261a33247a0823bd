"""Characters that people type in place of the signs of YAML: blanks, colons, hyphens, quotes, brackets.

An input method for Japanese types the full-width forms; text copied from Word, PDF files or the web brings
the other forms. YAML reads all of them as ordinary characters, so the structure of the file is lost.
"""

from __future__ import annotations

BLANKS = {
    "\t": "tab",
    "\u00a0": "no-break space",
    "\u3000": "ideographic space",
    "\u200b": "zero-width space",
    "\u200c": "zero-width non-joiner",
    "\u200d": "zero-width joiner",
    "\u2060": "word joiner",
    "\ufeff": "byte order mark",
    **dict.fromkeys(
        "\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f",
        "space of a special width",
    ),
}
"""Blanks that are not the space of YAML, with their names in ``terms.yaml``."""

ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"
ODD = "".join(blank for blank in BLANKS if blank != "\t")

SEPARATORS = {"\u2028": "line separator", "\u2029": "paragraph separator", "\x85": "next line"}
"""Line ends of YAML 1.1 that editors do not show as line ends."""

COLONS = "：︓﹕∶꞉︰"
HYPHENS = "－﹣―—–‐‑−ー・•‣●◦"
HASHES = "＃﹟"
QUOTES = "“”„‟‘’‚‛＂＇〝〞〟″"
SIGNS = {
    **dict.fromkeys(COLONS, ":"),
    **dict.fromkeys(HYPHENS, "-"),
    **dict.fromkeys(HASHES, "#"),
    **dict.fromkeys(QUOTES, '"'),
    "［": "[",
    "］": "]",
    "｛": "{",
    "｝": "}",
    "，": ",",
    "、": ",",
    "｜": "|",
    "＞": ">",
}
"""Characters that look like a sign of YAML, with that sign."""


def code_point(character: str) -> str:
    """Return a character's code point: U+3000."""
    return f"U+{ord(character):04X}"
