"""The sample with all scripts as a Word file, and what word processors make of its runs when they save it."""

from __future__ import annotations

import copy
import random
import shutil
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree

from brochure.build.booklet import compile_booklet
from brochure.build.brochure import write_word_file
from brochure.build.load import load_common, load_partner
from brochure.document.book import Depth
from brochure.storage.workspace import Workspace
from brochure.word.baseline import Baseline, BookBaseline
from brochure.word.book import write_book
from docx_reader import NAMES, W
from workspaces import REPO, SAMPLES

BOOKLET = """\
title: 架空の冊子𠮷
edition: 2026-11
partners: [{id: liaoning}, {id: scripts}]
foreword: {title: はじめに한국, text: "序文のไทยと[한국]{lang=ko}です。"}
glossary:
  - {term: 未病, reading: みびょう, meaning: 用語の説明のوزارة。}
index: true
colophon: {publisher: 架空の発行者}
"""
SAMPLE = SAMPLES / "scripts.yaml"
_PARTS = ("word/document.xml", "word/footnotes.xml")
_MARKS = "\u200e\u200f\u061c\u202a\u2067"
# Languages as programs write them; of these Word leaves out the usual ones.
_COUNTRIES = {"ko": "ko-KR", "th": "th-TH", "mr": "mr-IN", "ur": "ur-PK", "fa": "fa-IR", "my": "my-MM"}
_COUNTRIES |= {"he": "he-IL", "ar": "ar-SA"}
_USUAL = {"ar-SA", "ja-JP", "en-US"}


def changed_parts(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """A Word file with its text parts changed, each given with its name."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(name, content) if name in _PARTS else content)
    return made.getvalue()


def typed_over(data: bytes, old: str, new: str, *, tracked: bool = False) -> bytes:
    """A Word file in which words of one run were typed over; they must be there once."""
    met = 0

    def change(_: str, content: bytes) -> bytes:
        nonlocal met
        root: Any = etree.fromstring(content)
        for text in list(root.iter(f"{W}t")):
            if old in (text.text or ""):
                met += 1
                _type_over(text, old, new, tracked=tracked)
        return bytes(etree.tostring(root))

    made = changed_parts(data, change)
    assert met == 1, f"{met} runs with {old}"
    return made


def _type_over(text: Any, old: str, new: str, *, tracked: bool) -> None:
    if not tracked:
        text.text = text.text.replace(old, new)
        return
    run = text.getparent()
    before, after = text.text.split(old)
    runs = []
    for number, (words, kind) in enumerate(((before, ""), (old, "del"), (new, "ins"), (after, ""))):
        if not words:
            continue
        made = copy.deepcopy(run)
        made.find("w:t", NAMES).text = words
        if kind:
            change = etree.Element(f"{W}{kind}", {f"{W}id": f"{9000 + number}", f"{W}author": "架空の編集者"})
            change.append(made)
            made = change
        runs.append(made)
    for deleted in (text for one in runs if one.tag == f"{W}del" for text in one.iter(f"{W}t")):
        deleted.tag = f"{W}delText"
    parent, place = run.getparent(), run.getparent().index(run)
    parent[place : place + 1] = runs


def saved_by_an_office(data: bytes, seed: int) -> bytes:
    """A Word file as another program saves it: other runs, other languages and fonts, the same words."""
    dice = random.Random(seed)

    def change(_: str, content: bytes) -> bytes:
        root: Any = etree.fromstring(content)
        for run in list(root.iter(f"{W}r")):
            if [etree.QName(child).localname for child in run if child.tag != f"{W}rPr"] == ["t"]:
                _rewrite(run, dice)
        return bytes(etree.tostring(root))

    return changed_parts(data, change)


def _rewrite(run: Any, dice: random.Random) -> None:
    """Change the looks of a run, cut it anywhere, and put in direction marks."""
    properties = run.find("w:rPr", NAMES)
    if properties is None:
        properties = etree.Element(f"{W}rPr")
        run.insert(0, properties)
    fonts, lang = properties.find("w:rFonts", NAMES), properties.find("w:lang", NAMES)
    if fonts is not None:
        for name in dice.sample(["hint", "cs", "ascii", "eastAsia"], 2):
            fonts.attrib.pop(f"{W}{name}", None)
    if lang is not None:
        for name, tag in list(lang.attrib.items()):
            lang.set(name, _COUNTRIES.get(tag, tag))
            if lang.get(name) in _USUAL and dice.random() < 0.5:
                del lang.attrib[name]
    if dice.random() < 0.5:
        lang = etree.SubElement(properties, f"{W}lang") if lang is None else lang
        for name, tag in (("val", "en-GB"), ("eastAsia", "ja-JP"), ("bidi", "ar-SA")):
            if not lang.attrib and dice.random() < 0.5:
                lang.set(f"{W}{name}", tag)
    text = run.find("w:t", NAMES)
    words, run_after = text.text, run
    pieces = _cut(words, dice)
    text.text = pieces[0]
    for piece in pieces[1:]:
        other = copy.deepcopy(run)
        other.find("w:t", NAMES).text = piece
        run_after.addnext(other)
        run_after = other
    if dice.random() < 0.3 and words.strip():
        text.text = dice.choice(_MARKS) + text.text


def _cut(words: str, dice: random.Random) -> list[str]:
    places = sorted(dice.sample(range(1, len(words)), min(2, len(words) - 1))) if len(words) > 1 else []
    return [words[a:b] for a, b in zip([0, *places], [*places, len(words)], strict=True)]


def put_sample(folder: Path) -> Path:
    """The sample as a profile of a workspace."""
    profile = folder / "profiles" / "scripts.yaml"
    profile.write_bytes(SAMPLE.read_bytes())
    return profile


def workspace_of_scripts(folder: Path) -> Workspace:
    """A workspace with the sample, another partner, and a booklet of both."""
    for name in ("layouts", "fonts"):
        (folder / name).symlink_to(REPO / name)
    for name in ("profiles", "booklets"):
        (folder / name).mkdir()
    for name in ("_series", "liaoning"):
        shutil.copy(REPO / "profiles" / f"{name}.yaml", folder / "profiles")
    put_sample(folder)
    (folder / "booklets" / "all.yaml").write_text(BOOKLET, "utf-8")
    return Workspace(folder)


def word_file_of_scripts(where: Workspace) -> bytes:
    """The Word file of the sample."""
    return write_word_file(where, load_partner(where, "scripts", load_common(where, "standard")))


def booklet_of_scripts(where: Workspace) -> bytes:
    """The Word file of the booklet; its folios are guessed, since no pages are made."""
    made = compile_booklet(where, "all")
    series = made.commons[Depth.FULL].series.source.text
    return write_book(
        made.book,
        {depth: common.layout for depth, common in made.commons.items()},
        baseline=BookBaseline("all", made.booklet.source.text, series),
        baselines=[Baseline(one.id, one.text, series) for one in made.partners.values()],
        root=where.root,
    )
