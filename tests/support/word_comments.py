"""Comments in Word files as programs write them: Word with threads, LibreOffice 7.4 without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx_reader import W
from typed_answers import words_of
from word_parts import packed_parts, word_parts

_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
)
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONS = {
    "comments": "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments",
    "commentsExtended": "http://schemas.microsoft.com/office/2011/relationships/commentsExtended",
}


@dataclass(frozen=True, slots=True)
class Said:
    """A comment: the first words of the text it is at, who says what, and what it replies to by its place."""

    at: str
    author: str
    text: str
    reply_to: int | None = None
    done: bool = False
    date: str = ""


def commented(source: Path, said: Sequence[Said], name: str = "back.docx", *, shape: str = "word") -> Path:
    """A copy of a Word file, beside it, with comments.

    ``shape`` is how the program writes threads: ``word`` (commentsExtended), ``attribute`` (at the comment),
    or ``none``, as LibreOffice 7.4.
    """
    from lxml import etree

    parts = word_parts(source.read_bytes())
    root = etree.fromstring(parts["word/document.xml"])
    texts, extended = "", ""
    for number, one in enumerate(said):
        _refer(next(p for p in root.iter(f"{W}p") if words_of(p).startswith(one.at)), number)
        parent = "" if one.reply_to is None else f' w15:paraIdParent="{one.reply_to + 1:08X}"'
        facts = f'w15:paraId="{number + 1:08X}"{parent} w15:done="{int(one.done)}"'
        extended += f"<w15:commentEx {facts}/>"
        date = one.date or f"2026-11-{(20 if len(said) < 10 else 10) + number}T09:00:00Z"
        texts += (
            f'<w:comment w:id="{number}" w:author={quoteattr(one.author)} w:date="{date}"'
            f"{parent if shape == 'attribute' else ''}>"
            f'<w:p w14:paraId="{number + 1:08X}"><w:r><w:t>{escape(one.text)}</w:t></w:r></w:p></w:comment>'
        )
    parts["word/document.xml"] = etree.tostring(root)
    _add(parts, "comments", f"<w:comments {_SPACES}>{texts}</w:comments>")
    if shape == "word":
        _add(parts, "commentsExtended", f"<w15:commentsEx {_SPACES}>{extended}</w15:commentsEx>")
    target = source.with_name(name)
    target.write_bytes(packed_parts(parts))
    return target


def _refer(paragraph: Any, number: int) -> None:
    """Put the reference of a comment at the end of a paragraph."""
    from lxml import etree

    run = etree.SubElement(paragraph, f"{W}r")
    etree.SubElement(run, f"{W}commentReference").set(f"{W}id", str(number))


def _add(parts: dict[str, bytes], name: str, xml: str) -> None:
    parts[f"word/{name}.xml"] = xml.encode()
    types, related = "[Content_Types].xml", "word/_rels/document.xml.rels"
    override = f'<Override PartName="/word/{name}.xml" ContentType="{_TYPES}.{name}+xml"/></Types>'
    if override.encode() not in parts[types]:
        parts[types] = parts[types].replace(b"</Types>", override.encode())
        relation = (
            f'<Relationship Id="rx{name}" Type="{_RELATIONS[name]}" Target="{name}.xml"/></Relationships>'
        )
        parts[related] = parts[related].replace(b"</Relationships>", relation.encode())
