"""Random hands: edits of the XML of a Word file such as people and their programs make, one after another.

What is typed is a word that stands nowhere else, so that it can be looked for afterwards.
"""

from __future__ import annotations

import copy
import random
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

from lxml import etree

from brochure.word.reader.fixups_libreoffice import move_ruby_changes
from docx_reader import NAMES, W

_NOT_SAID = {f"{W}del", f"{W}moveFrom", f"{W}ruby", f"{W}txbxContent"}
_SHORT = 3  # lines of fewer characters (marks, letters of topics) prove nothing
_LOOKED_OVER = {"冊子 凡例", "冊子 表記号", "冊子 表記号（あり）", "冊子 星取表の記号"}


class Hands:
    """Edits one file; everything follows from the seed.

    It has more than 20 methods: each kind of edit is one.
    """

    def __init__(self, data: bytes, seed: int) -> None:
        self.random = random.Random(seed)
        with zipfile.ZipFile(BytesIO(data)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.body: Any = etree.fromstring(self.parts["word/document.xml"])
        self.notes: Any = etree.fromstring(self.parts["word/footnotes.xml"])
        self.typed: list[str] = []
        self.done: list[str] = []

    def saved(self) -> bytes:
        """The file as it is now."""
        self.parts["word/document.xml"] = etree.tostring(self.body)
        self.parts["word/footnotes.xml"] = etree.tostring(self.notes)
        made = BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            for name, data in self.parts.items():
                archive.writestr(name, data)
        return made.getvalue()

    def work(self, count: int) -> None:
        """Do some edits."""
        kinds: list[Callable[[], str | None]] = [
            self.type, self.type, self.type, self.type_in_a_note, self.delete, self.delete, self.add,
            self.add, self.remove, self.move, self.split, self.merge, self.remove_row, self.flip,
            self.remove_call, self.strip,
        ]  # fmt: skip
        while count:
            if (told := self.random.choice(kinds)()) is not None:
                self.done.append(told)
                count -= 1

    # --- choices ----------------------------------------------------------------------------

    def word(self) -> str:
        self.typed.append(f"新語{len(self.typed)}番{self.random.randrange(10**6)}")
        return self.typed[-1]

    def paragraph(self, *, in_body: bool = False) -> Any:
        found = self.body.iterfind("w:body/w:p", NAMES) if in_body else self.body.iter(f"{W}p")
        return self.random.choice([p for p in found if self.texts(p)])

    def texts(self, paragraph: Any) -> list[Any]:
        """The runs' texts that an editor can type in."""
        return [
            text
            for text in paragraph.iter(f"{W}t")
            if text.getparent().getparent().tag in (f"{W}p", f"{W}ins")
            and (text.text or "").strip("* 0123456789")  # the number of a note is none of them
            and text.getparent().getparent().getparent() is not None
        ]

    def tracked(self, kind: str) -> Any:
        made = etree.Element(f"{W}{kind}")
        made.set(f"{W}id", str(self.random.randrange(10**6, 10**7)))
        made.set(f"{W}author", "架空の編集者")
        made.set(f"{W}date", "2026-11-20T10:00:00Z")
        return made

    def cut(self, text: Any) -> tuple[Any, Any, Any]:
        """A run as three: before, within and behind a random stretch, of which each may be empty."""
        run, words = text.getparent(), text.text
        start = self.random.randrange(len(words) + 1)
        end = min(len(words), start + self.random.choice([1, 2, 5, 12]))
        runs = [run, copy.deepcopy(run), copy.deepcopy(run)]
        run.addnext(runs[1])
        runs[1].addnext(runs[2])
        for one, part in zip(runs, (words[:start], words[start:end], words[end:]), strict=True):
            one.find(f"{W}t").text = part
        return runs[0], runs[1], runs[2]

    # --- edits ------------------------------------------------------------------------------

    def type(self) -> str | None:
        """Type a word into a line."""
        return self.type_into(self.random.choice(self.texts(self.paragraph())))

    def type_in_a_note(self) -> str | None:
        texts = [t for note in self.notes.iterfind("w:footnote", NAMES) for t in self.texts(note)]
        return self.type_into(self.random.choice(texts)) if texts else None

    def type_into(self, text: Any) -> str | None:
        if text.getparent().getparent().tag == f"{W}ins":
            return None
        before, within, _ = self.cut(text)
        words = within.find(f"{W}t").text
        new = copy.deepcopy(within)
        new.find(f"{W}t").text = word = self.word()
        if self.random.random() < 0.5:
            inserted = self.tracked("ins")
            inserted.append(new)
            new = inserted
        before.addnext(new)
        return f"type {word} before {words}"

    def delete(self) -> str | None:
        """Delete a few letters."""
        text = self.random.choice(self.texts(self.paragraph()))
        if text.getparent().getparent().tag == f"{W}ins":
            return None
        _, within, _ = self.cut(text)
        words = within.find(f"{W}t").text
        if self.random.random() < 0.5:
            self.mark_deleted(within)
        else:
            within.getparent().remove(within)
        return f"delete {words}"

    def mark_deleted(self, run: Any) -> None:
        gone = self.tracked("del")
        run.addprevious(gone)
        gone.append(run)
        for text in run.iter(f"{W}t"):
            text.tag = f"{W}delText"

    def add(self) -> str | None:
        """Enter at the end of a line, and typing."""
        before = self.paragraph()
        made = etree.Element(f"{W}p")
        if (properties := before.find(f"{W}pPr")) is not None:
            made.append(copy.deepcopy(properties))
            if made.find(f".//{W}sectPr") is not None:
                return None
        run = etree.SubElement(made, f"{W}r")
        etree.SubElement(run, f"{W}t").text = word = self.word()
        before.addnext(made)
        return f"add {word} behind {said(before)[:20]}"

    def remove(self) -> str | None:
        """Delete a line; the last of a cell is emptied instead, as word processors do."""
        gone = self.paragraph()
        if gone.find(f".//{W}sectPr") is not None:
            return None
        told = f"remove {said(gone)[:30]}"
        if len(gone.getparent().findall(f"{W}p")) == 1 or self.random.random() < 0.3:
            for child in [c for c in gone if c.tag != f"{W}pPr"]:
                gone.remove(child)
            return told + " (emptied)"
        if self.random.random() < 0.4:
            for run in [r for r in gone.iter(f"{W}r") if r.getparent().tag != f"{W}del"]:
                if run.find(f"{W}t") is not None and run.getparent() is gone:
                    self.mark_deleted(run)
            if said(gone):
                return told + " (runs, tracked)"
            properties = gone.find(f"{W}pPr")
            marks = properties.find(f"{W}rPr")
            marks = etree.SubElement(properties, f"{W}rPr") if marks is None else marks
            marks.append(self.tracked("del"))
            return told + " (tracked)"
        gone.getparent().remove(gone)
        return told

    def move(self) -> str | None:
        """Cut a line and paste it before another."""
        line, before = self.paragraph(in_body=True), self.paragraph(in_body=True)
        if line is before or any(p.find(f".//{W}sectPr") is not None for p in (line, before)):
            return None
        told = f"move {said(line)[:20]} before {said(before)[:20]}"
        before.addprevious(line)
        return told

    def split(self) -> str | None:
        """Enter within a line."""
        line = self.paragraph()
        texts = [text for text in self.texts(line) if text.getparent().getparent() is line]
        if not texts or line.find(f".//{W}sectPr") is not None:
            return None
        before, _, _ = self.cut(self.random.choice(texts))
        second = etree.Element(f"{W}p")
        if (properties := line.find(f"{W}pPr")) is not None:
            second.append(copy.deepcopy(properties))
        for sibling in list(before.itersiblings()):
            second.append(sibling)
        line.addnext(second)
        return f"split {said(line)[-10:]}¶{said(second)[:10]}"

    def merge(self) -> str | None:
        """Backspace at the beginning of a line."""
        line = self.paragraph()
        before = line.getprevious()
        if before is None or before.tag != f"{W}p" or not self.texts(before):
            return None
        told = f"merge {said(before)[-10:]} + {said(line)[:10]}"
        for child in [c for c in line if c.tag != f"{W}pPr"]:
            before.append(child)
        line.getparent().remove(line)
        return told

    def remove_row(self) -> str | None:
        rows = [row for row in self.body.iter(f"{W}tr") if len(row.getparent().findall(f"{W}tr")) > 1]
        if not rows or self.random.random() < 0.5:
            return None
        row = self.random.choice(rows)
        if row.find(f".//{W}sectPr") is not None:
            return None
        row.getparent().remove(row)
        return f"remove row {said(row)[:30]}"

    def flip(self) -> str | None:
        """Type another mark."""
        marks = [t for t in self.body.iter(f"{W}t") if (t.text or "") in ("○", "–")]
        if not marks:
            return None
        mark = self.random.choice(marks)
        mark.text = self.random.choice(["○", "◯", "-", "〇"])
        return f"flip to {mark.text}"

    def remove_call(self) -> str | None:
        """Delete a note, of which this is the one call."""
        again = "".join(text.text or "" for text in self.body.iter(f"{W}instrText"))
        calls = [
            reference.getparent()
            for reference in self.body.iter(f"{W}footnoteReference")
            if (mark := reference.getparent().getprevious()) is not None
            and (mark.get(f"{W}name") or "_note_") not in again
        ]
        if not calls:
            return None
        call = self.random.choice(calls)
        number = call.find(f"{W}footnoteReference").get(f"{W}id")
        call.getparent().remove(call)
        return f"remove call {number}"

    def strip(self) -> str | None:
        """A program that loses bookmarks: of one line, or of many."""
        starts = [b for b in self.body.iter(f"{W}bookmarkStart") if b.get(f"{W}name").startswith("_bc_")]
        if not starts:
            return None
        lost = self.random.sample(starts, min(len(starts), self.random.choice([1, 1, 1, 3, 10])))
        for start in lost:
            for end in self.body.iter(f"{W}bookmarkEnd"):
                if end.get(f"{W}id") == start.get(f"{W}id"):
                    end.getparent().remove(end)
                    break
            start.getparent().remove(start)
        return f"strip {len(lost)}"


def said(element: Any) -> str:
    """The words of a line with all changes accepted, without blanks and stars; readings in parentheses."""
    words, computed = [], False
    for part in element.iter(f"{W}t", f"{W}instrText", f"{W}fldChar", f"{W}ruby"):
        if part.tag == f"{W}instrText":
            computed = any(name in (part.text or "") for name in ("NOTEREF", "PAGE"))
        elif part.tag == f"{W}fldChar":
            computed = computed and part.get(f"{W}fldCharType") != "end"
        elif not computed and not any(p.tag in _NOT_SAID for p in part.iterancestors()):
            words.append(_ruby_words(part) if part.tag == f"{W}ruby" else part.text or "")
    return "".join("".join(words).replace("*", "").split()).lstrip("◆※")


def _ruby_words(ruby: Any) -> str:
    """A word with its reading as reports write it: 瀋陽（しんよう）; empty if the word is deleted."""
    base, reading = (
        "".join(ruby.xpath(f"w:{tag}//w:t[not(ancestor::w:del)]/text()", namespaces=NAMES))
        for tag in ("rubyBase", "rt")
    )
    return f"{base}（{reading}）" if base else ""


def printed(data: bytes) -> tuple[Counter[str], Counter[str]]:
    """The lines of a file, which must come back or be told, and those of its notes."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        body: Any = etree.fromstring(archive.read("word/document.xml"))
        parts = [name for name in ("word/footnotes.xml", "word/endnotes.xml") if name in archive.namelist()]
        notes = [note for name in parts for note in etree.fromstring(archive.read(name))]
        names = style_names(etree.fromstring(archive.read("word/styles.xml")))
    move_ruby_changes(body)  # as a reader of LibreOffice sees them
    calls = body.iter(f"{W}footnoteReference", f"{W}endnoteReference")
    called = {(str(call.tag).removesuffix("Reference"), call.get(f"{W}id")) for call in calls}
    own = [said(note) for note in notes if (note.tag, note.get(f"{W}id")) in called]
    return Counter(line for line in _lines(body, names) if len(line) >= _SHORT), Counter(own)


def style_names(styles: Any) -> dict[str, str]:
    """Names of styles by id."""
    return {
        style.get(f"{W}styleId"): style.find("w:name", NAMES).get(f"{W}val")
        for style in styles.iterfind("w:style", NAMES)
    }


def _lines(body: Any, names: dict[str, str]) -> Iterator[str]:
    held = ""
    for paragraph in body.iter(f"{W}p"):
        style = paragraph.find("w:pPr/w:pStyle", NAMES)
        if style is not None and names.get(style.get(f"{W}val")) in _LOOKED_OVER:
            continue
        held += said(paragraph)
        mark = paragraph.find("w:pPr/w:rPr", NAMES)
        if mark is None or all(mark.find(f"w:{gone}", NAMES) is None for gone in ("del", "moveFrom")):
            yield held
            held = ""
    yield held
