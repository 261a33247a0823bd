"""What every peer prints: generated partners, as a workspace for brochure and as plain data for the others.

The data are the assembled documents: questions, marks and notes are numbered already, and sources are worded.
So the peers need not do what brochure does before it sets a line, nor check anything.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

REPO = Path(__file__).parent.parent.parent
sys.path.insert(0, str(REPO / "tests" / "support"))

from brochure.build.load import load_common, load_partner  # noqa: E402
from brochure.document.tree import (  # noqa: E402
    Answer,
    Block,
    BulletList,
    Callout,
    CaseList,
    Document,
    FactTable,
    Figure,
    Foreign,
    Inlines,
    Link,
    MarkTable,
    NoteCall,
    NoteList,
    Paragraph,
    Remark,
    Ruby,
    Strong,
    Text,
    plain_text,
)
from brochure.document.walk import block_paragraphs  # noqa: E402
from brochure.storage.workspace import Workspace  # noqa: E402

LEAST, MOST = 3000, 6500  # characters of a profile: two pages, as real ones
BOOKLET = """\
title: 架空の機関ガイド
edition: 2026-11
multiple: 1
partners: {sort: reading}
compare_marks: []
index: false
"""


@dataclass(frozen=True, slots=True)
class Case:
    """So many partners: a workspace, the peers' data beside it, and words that each file must have."""

    count: int
    folder: Path
    probes: tuple[tuple[str, ...], ...]


@cache
def profiles(count: int) -> tuple[str, ...]:
    """The first generated profiles that have the length of real ones."""
    from generated import profile

    found: list[str] = []
    seed = 1000
    while len(found) < count:
        text = profile(seed)
        if LEAST <= len(text) <= MOST:
            found.append(text.replace('"qr": true', '"qr": false'))  # only brochure draws codes
        seed += 1
    return tuple(found)


def prepare(folder: Path, count: int) -> Case:
    """Write the workspace and the data of so many partners."""
    folder.mkdir(parents=True)
    (folder / "fonts").symlink_to(REPO / "fonts")
    shutil.copytree(REPO / "layouts", folder / "layouts")
    manifest = folder / "layouts" / "standard" / "layout.yaml"
    text = manifest.read_text("utf-8")
    # without a budget of pages: no peer sets a partner again to make it fit
    manifest.write_text(re.sub(r"(?m)^budget:.*\n(?:[ #].*\n|\n)*", "", text), "utf-8")
    shutil.copytree(REPO / "tests" / "samples" / "pictures", folder / "tests" / "samples" / "pictures")
    (folder / "profiles").mkdir()
    (folder / "booklets").mkdir()
    (folder / "output").mkdir()
    shutil.copy(REPO / "profiles" / "_series.yaml", folder / "profiles")
    for number, profile in enumerate(profiles(count)):
        (folder / "profiles" / f"p{number:03}.yaml").write_text(profile, "utf-8")
    (folder / "booklets" / "all.yaml").write_text(BOOKLET, "utf-8")

    where = Workspace(folder)
    common = load_common(where, "standard")
    documents = [load_partner(where, name, common).document for name in where.names()]
    data = {"partners": [_partner(document) for document in documents]}
    (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    return Case(count, folder, tuple(_probes(document) for document in documents))


def restore(case: Case) -> None:
    """Save the partner that is changed as it was at first, if it is another one now."""
    if _changing(case).read_text("utf-8") != profiles(case.count)[case.count // 2]:
        _replace(case, profiles(case.count)[case.count // 2])


def change(case: Case, number: int) -> None:
    """Save a partner in which a word is another one, as long as before; each number is another word."""
    data = _middle(case)
    word = "改" + "一二三四五六七八九十"[number // 10 % 10] + "一二三四五六七八九十"[number % 10]
    if not _reword(data["answers"], word):
        raise ValueError("no text to change")
    _save(case, data)


def grow(case: Case, number: int) -> None:
    """Save a partner with so many more sentences that it takes a page more."""
    data = _middle(case)
    text = "".join(f"改訂{number}回目の文{line}を加えた。" for line in range(80))
    data["answers"]["about"].insert(0, {"paragraph": text})
    _save(case, data)


def _middle(case: Case) -> dict[str, Any]:
    """The profile that is changed, as it was."""
    data: dict[str, Any] = json.loads(profiles(case.count)[case.count // 2])
    return data


def _save(case: Case, data: dict[str, Any]) -> None:
    _replace(case, json.dumps(data, ensure_ascii=False, indent=1))


def _changing(case: Case) -> Path:
    return case.folder / "profiles" / f"p{case.count // 2:03}.yaml"


def _replace(case: Case, text: str) -> None:
    beside = _changing(case).with_suffix(".tmp")
    beside.write_text(text, "utf-8")
    beside.replace(_changing(case))


def _reword(value: Any, word: str) -> bool:
    """Put a word in place of the first characters of the first long text of a profile."""
    items: Any = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in items:
        if isinstance(item, dict | list):
            if _reword(item, word):
                return True
        elif isinstance(item, str) and len(item) > 40 and re.match(r"[\u3041-\u9fff]{3}", item):
            value[key] = word + item[len(word) :]
            return True
    return False


def _probes(document: Document) -> tuple[str, ...]:
    """Three strings of a partner: its name, and the begins of two of its texts."""
    texts = [
        part.text[:14]
        for question in document.questions
        for block in question.blocks
        if isinstance(block, BulletList | Callout | CaseList)
        for part in _first(block)
        if isinstance(part, Text) and len(part.text) >= 14
    ]
    notes = [plain_text(note.body)[:10] for note in document.notes]
    return (plain_text(document.heading.name.content), *[*texts, *notes, document.title, document.title][:2])


def _first(block: BulletList | Callout | CaseList) -> Inlines:
    if isinstance(block, BulletList):
        return block.items[0][0].content[:1]
    return block.items[0].body[0].content[:1]


def _partner(document: Document) -> dict[str, Any]:
    notes = {note.id: _runs(note.body, {}) for note in document.notes}
    return {
        "id": document.id,
        "title": document.title,
        "series": document.series,
        "accent": document.accent,
        "kicker": _runs(document.heading.kicker.content, notes),
        "name": _runs(document.heading.name.content, notes),
        "questions": [
            {
                "label": question.label,
                "title": plain_text(question.title.content),
                "blocks": [_block(block, notes) for block in question.blocks],
            }
            for question in document.questions
        ],
        "notes": [{"marker": note.marker, "text": notes[note.id]} for note in document.notes],
        "contact": {
            "heading": plain_text(document.contact.heading.content),
            "lines": [_runs(line.content, notes) for line in document.contact.lines],
        },
        "imprint": plain_text(document.imprint.content),
    }


Notes = dict[str, list[dict[str, Any]]]


def _block(block: Block, notes: Notes) -> dict[str, Any]:
    def runs(paragraph: Paragraph) -> list[dict[str, Any]]:
        return _runs(paragraph.content, notes)

    def signed(sign: str, paragraph: Paragraph) -> list[dict[str, Any]]:
        return [{"kind": "text", "text": sign}, *runs(paragraph)]

    def remark(found: Remark | None) -> list[Any]:
        return [signed(found.sign, paragraph) for paragraph in found.body] if found else []

    match block:
        case Paragraph():
            return {"kind": "paragraph", "text": runs(block)}
        case BulletList():
            return {"kind": "bullets", "items": [[runs(part) for part in item] for item in block.items]}
        case Callout() | CaseList():
            items = [
                {"title": runs(item.title), "body": [runs(part) for part in item.body]}
                for item in block.items
            ]
            lines = remark(block.remark) if isinstance(block, CaseList) else []
            return {"kind": "titled", "heading": runs(block.heading), "items": items, "lines": lines}
        case FactTable():
            rows = []
            for row in block.rows:
                body = [runs(part) for part in row.body] + [signed(one.sign, one.body) for one in row.items]
                body += [runs(row.remark)] if row.remark else []
                rows.append({"label": runs(row.label), "body": body})
            lines = remark(block.remark)
            return {"kind": "facts", "heading": runs(block.caption), "rows": rows, "lines": lines}
        case MarkTable():
            bands = [
                [
                    {
                        "code": topic.code,
                        "title": plain_text(topic.title.content),
                        "mark": topic.mark,
                        "on": topic.answer is Answer.MARKED,
                    }
                    for topic in band
                ]
                for band in block.bands
            ]
            lines = [*map(runs, block.legend), *([runs(block.other)] if block.other else [])]
            return {
                "kind": "marks",
                "heading": block.caption,
                "bands": bands,
                "lines": lines + remark(block.remark),
            }
        case Figure():
            caption = runs(block.caption) if block.caption else []
            credit = runs(block.picture.credit) if block.picture.credit else []
            return {
                "kind": "figure",
                "file": block.picture.file,
                "alt": block.picture.alt,
                "half": block.width == "half",
                "lines": [part for part in (caption, credit) if part],
            }
        case Remark():
            return {"kind": "lines", "lines": remark(block)}
        case NoteList():
            return {"kind": "lines", "lines": []}
        case _:  # a kind that the peers' templates have no form for
            return {"kind": "lines", "lines": [runs(paragraph) for paragraph in block_paragraphs(block)]}


def _runs(content: Inlines, notes: Notes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for part in content:
        match part:
            case Text(text) | Foreign(text, _):
                found.append({"kind": "text", "text": text})
            case Strong(children):
                found.append({"kind": "strong", "text": plain_text(children)})
            case Ruby(base, _):
                found.append({"kind": "text", "text": base})
            case Link(text, url):
                found.append({"kind": "link", "text": text, "url": url})
            case NoteCall():
                body = notes.get(part.note_id, []) if part.first else []
                found.append({"kind": "call", "text": part.marker, "first": part.first, "body": body})
    return found
