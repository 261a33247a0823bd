"""Word files as programs leave them that know less than Word: web word processors, converters.

A file loses its embedded original, properties, bookmarks, styles or notes; what is read stays the same.
"""

from __future__ import annotations

import copy
import re
import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

from lxml import etree

from docx_reader import W

Parts = dict[str, bytes]


def read_parts(data: bytes) -> Parts:
    """The parts of a Word file by name."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write_parts(parts: Parts) -> bytes:
    """A Word file of these parts."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()


def strip_word(data: bytes, losses: Sequence[str]) -> bytes:
    """A Word file after these losses, in their order: names of :data:`LOSSES`."""
    parts = read_parts(data)
    for name in losses:
        LOSSES[name](parts)
    return write_parts(parts)


def _without(parts: Parts, pattern: str) -> None:
    """Remove parts whose names match, with all relationships and content types that name them."""
    gone = [name for name in parts if re.match(pattern, name)]
    for name in gone:
        del parts[name]
    for name in [name for name in parts if name.endswith(".rels") or name == "[Content_Types].xml"]:
        root: Any = etree.fromstring(parts[name])
        for child in list(root):
            target = child.get("Target", child.get("PartName", "")).lstrip("./")
            if any(one == target or one.endswith("/" + target) for one in gone if target):
                root.remove(child)
        parts[name] = etree.tostring(root, encoding="UTF-8")


def _each_story(parts: Parts, change: Callable[[Any], None]) -> None:
    for name in [n for n in parts if re.fullmatch(r"word/(document|footnotes|endnotes)\.xml", n)]:
        root = etree.fromstring(parts[name])
        change(root)
        parts[name] = etree.tostring(root, encoding="UTF-8")


def _drop(root: Any, *tags: str) -> None:
    for found in list(root.iter(*(f"{W}{tag}" for tag in tags))):
        found.getparent().remove(found)


def lose_original(parts: Parts) -> None:
    """The custom XML, which holds the embedded original."""
    _without(parts, r"customXml/")


def lose_properties(parts: Parts) -> None:
    """Title, identifier and custom properties."""
    _without(parts, r"docProps/")


def lose_bookmarks(parts: Parts) -> None:
    """All bookmarks, also those that say whose file it is; later calls of a note become their text."""

    def change(root: Any) -> None:
        _drop(root, "bookmarkStart", "bookmarkEnd", "fldChar", "instrText")
        for field in list(root.iter(f"{W}fldSimple")):
            for child in list(field):
                field.addprevious(child)
            field.getparent().remove(field)

    _each_story(parts, change)


def lose_styles(parts: Parts) -> None:
    """The styles of paragraphs and runs; the program writes plain ones."""
    _each_story(parts, lambda root: _drop(root, "pStyle", "rStyle", "numPr"))
    root: Any = etree.fromstring(parts["word/styles.xml"])
    for style in list(root.iter(f"{W}style")):
        if style.get(f"{W}default") != "1":
            root.remove(style)
    parts["word/styles.xml"] = etree.tostring(root, encoding="UTF-8")


def rename_styles(parts: Parts) -> None:
    """Each style gets a name of the program, as in exports of exports: ``Style12``."""
    root: Any = etree.fromstring(parts["word/styles.xml"])
    for number, style in enumerate(root.iter(f"{W}style")):
        style.find(f"{W}name").set(f"{W}val", f"Style{number}")
    parts["word/styles.xml"] = etree.tostring(root, encoding="UTF-8")


def lose_settings(parts: Parts) -> None:
    """The settings, with tracked changes; and running heads."""
    _without(parts, r"word/(settings|header|footer|theme)")
    _each_story(parts, lambda root: _drop(root, "headerReference", "footerReference"))


def flatten_notes(parts: Parts) -> None:
    """Notes become paragraphs at the end, after a rule; calls become raised numbers in brackets."""
    _flatten(parts, lambda number: f"[{number}]", raised=True)


def flatten_notes_starred(parts: Parts) -> None:
    """Notes become paragraphs at the end; calls become ``*1`` in the running text."""
    _flatten(parts, lambda number: f"*{number}", raised=False)


def _flatten(parts: Parts, called: Callable[[int], str], *, raised: bool) -> None:
    body: Any = etree.fromstring(parts["word/document.xml"])
    notes: Any = etree.fromstring(parts["word/footnotes.xml"])
    texts = {note.get(f"{W}id"): note for note in notes.iter(f"{W}footnote")}
    numbers: dict[str, int] = {}
    for call in list(body.iter(f"{W}footnoteReference")):
        number = numbers.setdefault(call.get(f"{W}id"), len(numbers) + 1)
        run = call.getparent()
        _drop_stars(run)
        text = etree.Element(f"{W}t")
        text.text = called(number)
        call.getparent().replace(call, text)
        if not raised:
            _drop(run, "rPr")
    end = body.find(f"{W}body")
    at = next((child for child in end if child.tag == f"{W}sectPr"), None)
    for key, number in numbers.items():
        for paragraph in texts[key].iter(f"{W}p"):
            made = copy.deepcopy(paragraph)
            for link in list(made.iter(f"{W}hyperlink")):  # its relationship is one of the notes
                for run in list(link):
                    link.addprevious(run)
                link.getparent().remove(link)
            for mark in list(made.iter(f"{W}footnoteRef")):
                text = etree.Element(f"{W}t")
                text.text = called(number)
                _drop_stars(mark.getparent())
                mark.getparent().replace(mark, text)
            end.append(made) if at is None else at.addprevious(made)
    parts["word/document.xml"] = etree.tostring(body, encoding="UTF-8")
    _without(parts, r"word/footnotes\.xml")


def _drop_stars(run: Any) -> None:
    """Remove the sign before a number (``*``), which is a run of its own or a text in the same run."""
    before = run.getprevious()
    while before is not None and before.tag == f"{W}bookmarkStart":
        before = before.getprevious()
    for near in (before, run):
        if near is not None and near.tag == f"{W}r":
            words = "".join(text.text or "" for text in near.iter(f"{W}t"))
            if words.strip() in ("*", "＊"):
                for text in list(near.iter(f"{W}t")):
                    near.remove(text)


LOSSES: dict[str, Callable[[Parts], None]] = {
    "original": lose_original,
    "properties": lose_properties,
    "bookmarks": lose_bookmarks,
    "styles": lose_styles,
    "names": rename_styles,
    "settings": lose_settings,
    "notes": flatten_notes,
    "starred": flatten_notes_starred,
}
