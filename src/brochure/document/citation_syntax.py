"""The syntax of citations inside their brackets: ids, words before and after, citations without an author.

    @id   @架空2024   @{any id}   see @id, p. 12 より   -@id

Ids are those of pandoc: ASCII letters, digits and some signs, or any letters if the first one is not ASCII.
Any other id stands in braces.
"""

from __future__ import annotations

import re

_LETTER = r"[^\W\x00-\x7f]"
_ASCII_ID = r"[A-Za-z0-9_](?:[A-Za-z0-9_:.#$%&\-+?<>~/]*[A-Za-z0-9_/])?"
CITE_ID = rf"(?:{_ASCII_ID}|{_LETTER}(?:[\w:.#$%&\-+?<>~/]*\w)?)"
_BRACED = r"\{[^{}\[\]\n]+\}"
CITATIONS = re.compile(
    rf"\[((?:(?:\\[^@\[\]\n]|[^\[\]\\\n])*[^\[\]\\\w.\n])?@(?:[A-Za-z0-9_]|{_LETTER}|{_BRACED})[^\[\]\n]*)\]"
)
CITE = re.compile(
    rf"(?P<prefix>[^@]*?)@(?:\{{(?P<braced>[^{{}}\n]+)\}}|(?P<id>{CITE_ID}))(?P<rest>.*)", re.DOTALL
)
_NO_AUTHOR = re.compile(r"(?:^|(?<=[\s\u3000]))-$")


def typed_id(source_id: str) -> str:
    """Return an id as it is typed after the @, in braces if it needs them.

    >>> typed_id("kaku2024"), typed_id("架空2024"), typed_id("架空 太郎2024")
    ('kaku2024', '架空2024', '{架空 太郎2024}')
    """
    return source_id if re.fullmatch(CITE_ID, source_id) else f"{{{source_id}}}"


def without_author_sign(prefix: str) -> tuple[str, bool]:
    """Return the words before a citation without pandoc's sign ``-`` (no author), and whether it was there.

    >>> without_author_sign("cf. -"), without_author_sign("A-")
    (('cf. ', True), ('A-', False))
    """
    found = _NO_AUTHOR.search(prefix)
    return (prefix[: found.start()], True) if found else (prefix, False)
