"""The rules of Word's accessibility checker that the XML of a file can show.

Word's own checker runs only in Word. These are its rules, with those of PDF/UA for headings and languages:
each picture has an alternative text or is decoration; nothing floats; tables have a marked header, one level
and no empty header; headings have words and skip no level; the file has a title and a language; words of
other scripts have theirs; links lead somewhere and have words; no rows of blanks or of empty paragraphs.

Not a fault here, though Word mentions it: a row of a partner without answers is one wide cell, which is read
once, and a table of facts has its headers in the first column, because Word can mark no header cells there.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from brochure.document.scripts import split_scripts
from docx_reader import NAMES, WordFile

W = f"{{{NAMES['w']}}}"
_NS = {
    **NAMES,
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "adec": "http://schemas.microsoft.com/office/drawing/2017/decorative",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "dc": "http://purl.org/dc/elements/1.1/",
}
_FLOATING = ("w:pict", "w:txbxContent", "w:framePr", "w:tblpPr")


def accessibility_faults(data: bytes) -> list[str]:
    """What Word's checker or a reader with a screen reader would find; empty if nothing."""
    return [*_Checked(data).faults()]


class _Checked:
    def __init__(self, data: bytes) -> None:
        self.file = WordFile(data)
        self.stories = {
            name: etree.fromstring(self.file.parts[name])
            for name in self.file.names
            if re.fullmatch(r"word/(document|footnotes|endnotes|header\d*|footer\d*)\.xml", name)
        }
        self.styles = {
            (style.get(f"{W}type"), style.get(f"{W}styleId")): style
            for style in self.file.xml("styles").iterfind("w:style", _NS)
        }

    def faults(self) -> Iterator[str]:
        yield from self._properties()
        yield from self._headings()
        for name, root in self.stories.items():
            for fault in itertools.chain(
                _pictures(root), _floating(root), self._tables(root), self._links(name, root), _blanks(root)
            ):
                yield f"{name}: {fault}"
            yield from (f"{name}: {fault}" for fault in self._languages(root))

    def _properties(self) -> Iterator[str]:
        core = etree.fromstring(self.file.parts["docProps/core.xml"])
        for key in ("title", "language"):
            if not (core.findtext(f"dc:{key}", "", _NS) or "").strip():
                yield f"the file has no {key}"
        language = self.file.xml("styles").find("w:docDefaults/w:rPrDefault/w:rPr/w:lang", _NS)
        if language is None or not (language.get(f"{W}val") and language.get(f"{W}eastAsia")):
            yield "the text has no language"

    # --- headings ---------------------------------------------------------------------------

    def _level(self, paragraph: Any) -> int | None:
        """The outline level of a paragraph, from 1 on."""
        own = paragraph.find("w:pPr/w:outlineLvl", _NS)
        style = self._paragraph_style(paragraph)
        while own is None and style is not None:
            own = style.find("w:pPr/w:outlineLvl", _NS)
            based = style.find("w:basedOn", _NS)
            style = None if based is None else self.styles.get(("paragraph", based.get(f"{W}val")))
        level = None if own is None else int(own.get(f"{W}val"))
        return None if level is None or level > 8 else level + 1

    def _paragraph_style(self, paragraph: Any) -> Any:
        found = paragraph.find("w:pPr/w:pStyle", _NS)
        return None if found is None else self.styles.get(("paragraph", found.get(f"{W}val")))

    def _headings(self) -> Iterator[str]:
        before, count = 0, 0
        for paragraph in self.stories["word/document.xml"].iter(f"{W}p"):
            level = self._level(paragraph)
            if level is None:
                continue
            count += 1
            if not _text(paragraph).strip():
                yield f"an empty heading of level {level}"
            if level > before + 1:
                yield f"a heading of level {level} after one of level {before}: {_text(paragraph)[:20]}"
            before = level
        if not count:
            yield "no headings"

    # --- tables -----------------------------------------------------------------------------

    def _tables(self, root: Any) -> Iterator[str]:
        for table in root.iter(f"{W}tbl"):
            words = _text(table)[:20]
            if any(parent.tag == f"{W}tbl" for parent in table.iterancestors()):
                yield f"a table in a table: {words}"
            rows = table.findall("w:tr", _NS)
            if len(rows) == 1:
                continue  # one row is a box: it has neither columns nor rows to name
            heads = [row.find("w:trPr/w:tblHeader", _NS) is not None for row in rows]
            look = table.find("w:tblPr/w:tblLook", _NS)
            columns = look is not None and look.get(f"{W}firstColumn") == "1"
            if not heads[0] and not columns:
                yield f"a table without a marked header: {words}"
            if any(after and not before for before, after in itertools.pairwise(heads)):
                yield f"a header row below others: {words}"
            cells = rows[0].findall("w:tc", _NS) if heads[0] else []
            named = cells[1:] if columns or len(cells) > 1 else cells
            if columns:
                named = [*named, *(row.find("w:tc", _NS) for row in rows[1:])]
            for cell in named:
                if not _text(cell).strip() and cell.find(".//wp:docPr", _NS) is None:
                    yield f"an empty header cell: {words}"
            if table.find("w:tblPr/w:tblCaption", _NS) is None:
                yield f"a table without a name: {words}"

    # --- links, languages -------------------------------------------------------------------

    def _links(self, name: str, root: Any) -> Iterator[str]:
        folder, _, file = name.rpartition("/")
        related = self.file.parts.get(f"{folder}/_rels/{file}.rels")
        targets = {
            one.get("Id"): one.get("Target", "") for one in (etree.fromstring(related) if related else ())
        }
        marks = {
            mark.get(f"{W}name")
            for story in self.stories.values()
            for mark in story.iter(f"{W}bookmarkStart")
        }
        for link in root.iter(f"{W}hyperlink"):
            identity, anchor = link.get(f"{{{NAMES['r']}}}id"), link.get(f"{W}anchor")
            if not _text(link).strip():
                yield "a link without words"
            if anchor is None and not targets.get(identity, ""):
                yield f"a link without a target: {_text(link)[:20]}"
            if anchor is not None and anchor not in marks:
                yield f"a link to a missing bookmark: {anchor}"

    def _languages(self, root: Any) -> Iterator[str]:
        for run in root.iter(f"{W}r"):
            words = "".join(text.text or "" for text in run.iterfind("w:t", _NS))
            for part in split_scripts(words):
                if part.script is None or part.script.lang.startswith("und"):
                    continue  # several languages share the script: only an author can name it
                language = run.find("w:rPr/w:lang", _NS)
                slots = ("bidi",) if part.script.is_complex else ("val", "eastAsia")
                if language is None or not any(language.get(f"{W}{slot}") for slot in slots):
                    yield f"words of another script without a language: {part.text}"


def _pictures(root: Any) -> Iterator[str]:
    for shown in root.iter(f"{{{_NS['wp']}}}docPr"):
        decoration = shown.find(".//adec:decorative", _NS)
        decorative = decoration is not None and decoration.get("val") == "1"
        if not decorative and not (shown.get("descr") or "").strip():
            yield f"a picture without an alternative text: {shown.get('name')}"
        if decorative and (shown.get("descr") or "").strip():
            yield f"a decoration with an alternative text: {shown.get('name')}"
        if shown.getparent().tag == f"{{{_NS['wp']}}}anchor" and not (
            decorative and shown.getparent().get("behindDoc") == "1"
        ):
            yield f"a picture that floats: {shown.get('name')}"


def _floating(root: Any) -> Iterator[str]:
    for kind in _FLOATING:
        if (found := root.find(f".//{kind}", _NS)) is not None:
            yield f"{kind} floats: {_text(found)[:20]}"


def _blanks(root: Any) -> Iterator[str]:
    empty, parent = 0, None
    for paragraph in root.iter(f"{W}p"):
        if paragraph.getparent() is not parent:
            empty, parent = 0, paragraph.getparent()
        words = _text(paragraph)
        if re.search(r"[ \u3000\u00a0]{4}", words):
            yield f"blanks in a row: {words[:20]}"
        seen = words.strip() or paragraph.find(".//wp:docPr", _NS) is not None
        breaks = (
            paragraph.find(".//w:br", _NS) is not None or paragraph.find("w:pPr/w:sectPr", _NS) is not None
        )
        empty = 0 if seen or breaks else empty + 1
        if empty == 3:
            yield "three empty paragraphs in a row"


def _text(element: Any) -> str:
    kinds = (f"{W}t", f"{W}delText", f"{W}footnoteReference", f"{W}endnoteReference")
    return "".join(found.text or "*" for found in element.iter(*kinds))
