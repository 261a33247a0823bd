"""Kinds of edits that a person makes in LibreOffice, for the Word file of any partner, layout or booklet.

A kind looks in the outline of a file for a place where it can be done, and gives the steps for
:mod:`libreoffice_editor`; it gives none where the file has no such place. What must come of an edit is not
said here: the law about them compares the file that came back with one made from the revised profile.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from brochure.document.tree import plain_text
from libreoffice_editor import Step
from office_outline import Outline, Place, Steps, call_selected, keys, line_selected, pick

Kind = Callable[[Outline], Steps | None]
KINDS: dict[str, Kind] = {}


def kind(name: str) -> Callable[[Kind], Kind]:
    def added(made: Kind) -> Kind:
        KINDS[name] = made
        return made

    return added


# --- words -------------------------------------------------------------------------------------


def _on(
    places: Callable[[Outline], Sequence[Place]], make: Callable[[Place], Steps | None], number: int = 0
) -> Kind:
    """A kind that does something at one of some texts."""

    def made(outline: Outline) -> Steps | None:
        place = pick(places(outline), number)
        return make(place) if place else None

    return made


def _bullets(outline: Outline) -> Sequence[Place]:
    return outline.bullets


def _facts(outline: Outline) -> Sequence[Place]:
    return outline.values


def _titles(outline: Outline) -> Sequence[Place]:
    return outline.all(r"answers\..+\.(items|cases)\.\d+\.title")


def _prose(outline: Outline) -> Sequence[Place]:
    return outline.all(r"answers\..+\.(items|cases)\.\d+\.text|answers\.[a-z_]+\.\d+\.paragraph")


def _names(outline: Outline) -> Sequence[Place]:
    return outline.all(r"partner\.(name|reading|latin|native)")


def _questions(outline: Outline) -> Sequence[Place]:
    return outline.all(r"_series:questions\..+")


def _labels(outline: Outline) -> Sequence[Place]:
    return outline.all(r"_series:facts\..+\.rows\..+|answers\..+\.rows\.\d+\.label")


PLACES: dict[str, Callable[[Outline], Sequence[Place]]] = {
    "a bullet": _bullets,
    "a fact": _facts,
    "a title": _titles,
    "a text of a callout": _prose,
    "a name": _names,
    "a question": _questions,
    "a label": _labels,
}
"""Where an edit of words is done."""


def _selected(place: Place) -> Steps:
    return (("select", place.words),)


WORDS: dict[str, Callable[[Place], Steps | None]] = {
    "words typed over": lambda p: (*_selected(p), ("type", "新しい語句")),
    "words typed at the beginning": lambda p: (("at", p.mark), ("type", "なお、")),
    "words typed at the end": lambda p: (("find", p.words), ("end",), ("type", "以上のとおり")),
    "words deleted": lambda p: (*_selected(p), keys("Delete")),
    "all words typed anew": lambda p: (("find", p.words), ("whole",), ("type", "まったく別の文です")),
    "all words deleted": lambda p: (("find", p.words), ("whole",), keys("Delete")),
    "an emoji": lambda p: (("find", p.words), ("type", "👍🏽")),
    "a soft return": lambda p: (("find", p.words), keys("InsertLinebreak")),
    "a page break": lambda p: (("find", p.words), keys("InsertPagebreak")),
    "a hard blank": lambda p: (("find", p.words), keys("InsertNonBreakingSpace")),
    "a soft hyphen": lambda p: (("find", p.words), keys("InsertSoftHyphen")),
    "a zero width space": lambda p: (("find", p.words), keys("InsertZWSP")),
    "a tab": lambda p: (("find", p.words), ("type", "\\t")),
    "blanks at the beginning": lambda p: (("at", p.mark), ("type", "　")),
    "blanks at the end": lambda p: (("find", p.words), ("end",), ("type", "　　")),
    "bold": lambda p: (*_selected(p), keys("Bold")),
    "italics": lambda p: (*_selected(p), keys("Italic")),
    "underline": lambda p: (*_selected(p), keys("Underline")),
    "strikethrough": lambda p: (*_selected(p), keys("Strikeout")),
    "superscript": lambda p: (*_selected(p), keys("SuperScript")),
    "a colour": lambda p: (*_selected(p), ("colour", "16711680")),
    "a size": lambda p: (*_selected(p), ("do", "FontHeight", "FontHeight.Height=20")),
    "a font": lambda p: (*_selected(p), ("do", "CharFontName", "CharFontName.FamilyName=DejaVu Sans")),
    "highlighting": lambda p: (*_selected(p), ("do", "CharBackColor", "CharBackColor=16776960")),
    "a whole paragraph bold": lambda p: (("find", p.words), ("whole",), keys("Bold")),
    "formatting cleared": lambda p: (("find", p.words), ("whole",), keys("ResetAttributes")),
    "centred": lambda p: (("find", p.words), keys("CenterPara")),
    "a list turned off": lambda p: (("find", p.words), keys("DefaultBullet")),
    "a list numbered": lambda p: (("find", p.words), keys("DefaultNumbering")),
    "an indent": lambda p: (("find", p.words), keys("IncrementIndent")),
    "another style": lambda p: (("find", p.words), ("style", "冊子 本文")),
    "a built-in style": lambda p: (("find", p.words), ("style", "Text body")),
    "a heading": lambda p: (("find", p.words), ("style", "Heading 1")),
    "a link": lambda p: (*_selected(p), ("link", "https://example.jp/新しい/")),
    "a reading": lambda p: (*_selected(p), ("reading", "よみがな")),
    "a footnote": lambda p: (("find", p.words), keys("InsertFootnote"), ("type", "新しい注。")),
    "an endnote": lambda p: (("find", p.words), keys("InsertEndnote"), ("type", "新しい文末の注。")),
    "a page number": lambda p: (("find", p.words), keys("InsertPageNumberField")),
    "a date field": lambda p: (("find", p.words), keys("InsertDateField")),
    "an author field": lambda p: (("find", p.words), keys("InsertAuthorField")),
    "a text box": lambda p: (("find", p.words), ("box", "枠の中の文")),
    "a table": lambda p: (("find", p.words), ("end",), ("do", "InsertTable", "Columns=2", "Rows=2")),
    "Enter in the middle": lambda p: (("find", p.words), keys("InsertPara")),
    "Enter at the end and words": lambda p: (
        ("find", p.words),
        ("end",),
        keys("InsertPara"),
        ("type", "足した行です。"),
    ),
    "Enter at the beginning": lambda p: (("at", p.mark), keys("InsertPara")),
    "Delete at the end of the line above": lambda p: (("at", p.mark), ("left", "1"), keys("Delete")),
    "Delete at the end": lambda p: (("find", p.words), ("end",), keys("Delete")),
    "Backspace at the beginning": lambda p: (("at", p.mark), keys("SwBackspace")),
    "the paragraph deleted": lambda p: (*line_selected(p), keys("Delete")),
    "the paragraph moved up": lambda p: (("find", p.words), keys("MoveUp")),
    "the paragraph moved down": lambda p: (("find", p.words), keys("MoveDown")),
    "the paragraph copied": lambda p: (*line_selected(p), keys("Copy"), ("at", p.mark), keys("Paste")),
    "words copied and pasted": lambda p: (
        *_selected(p),
        keys("Copy"),
        ("find", p.words),
        ("end",),
        keys("Paste"),
    ),
    "a comment": lambda p: (("find", p.words), ("comment", "確かですか", "校正 太郎")),
    "upper case": lambda p: (*_selected(p), keys("ChangeCaseToUpper")),
    "full width": lambda p: (*_selected(p), keys("ChangeCaseToFullWidth")),
}

for _where, _places in PLACES.items():
    for _what, _make in WORDS.items():
        KINDS[f"{_what}: {_where}"] = _on(_places, _make)


# --- calls of notes ----------------------------------------------------------------------------


def _cut_call(place: Place) -> Steps | None:
    selected = call_selected(place)
    return (*selected, keys("Delete")) if selected else None


def _first_calls(outline: Outline) -> Sequence[Place]:
    return outline.called_again()


def _later_calls(outline: Outline) -> Sequence[Place]:
    return outline.calling_again()


def _moved_call(outline: Outline, places: Sequence[Place], *, copied: bool) -> Steps | None:
    place = pick(places)
    others = [p for p in outline.bullets if place and p.mark != place.mark and p.scope == place.scope]
    selected = call_selected(place) if place else None
    if not others or not selected:
        return None
    return (*selected, keys("Copy" if copied else "Cut"), ("find", others[-1].words), keys("Paste"))


@kind("the first call of two deleted")
def _(outline: Outline) -> Steps | None:
    place = pick(outline.called_again())
    return _cut_call(place) if place else None


@kind("the later call of two deleted")
def _(outline: Outline) -> Steps | None:
    place = pick(outline.calling_again())
    return _cut_call(place) if place else None


@kind("all calls of a text deleted")
def _(outline: Outline) -> Steps | None:
    place = pick([p for p in outline.bullets if p.calls])
    return _cut_call(place) if place else None


@kind("the paragraph of the first call of two deleted")
def _(outline: Outline) -> Steps | None:
    place = pick(outline.called_again())
    return (*line_selected(place), keys("Delete")) if place and place.line.cell is None else None


@kind("the first call of two moved")
def _(outline: Outline) -> Steps | None:
    return _moved_call(outline, outline.called_again(), copied=False)


@kind("the later call of two moved")
def _(outline: Outline) -> Steps | None:
    return _moved_call(outline, outline.calling_again(), copied=False)


@kind("a call copied")
def _(outline: Outline) -> Steps | None:
    return _moved_call(
        outline, outline.called_again() or [p for p in outline.bullets if p.calls], copied=True
    )


@kind("a note edited")
def _(outline: Outline) -> Steps | None:
    return (("note", "0"), ("type", "（追記）")) if outline.reading.notes else None


@kind("a note emptied")
def _(outline: Outline) -> Steps | None:
    return (("note", "0"), keys("SelectAll", "Delete")) if outline.reading.notes else None


@kind("Enter in a note")
def _(outline: Outline) -> Steps | None:
    return (("note", "0"), keys("InsertPara"), ("type", "二行め。")) if outline.reading.notes else None


# --- lists -------------------------------------------------------------------------------------


def _two_lists(outline: Outline) -> tuple[list[Place], list[Place]] | None:
    lists = outline.lists()
    return (lists[0], lists[-1]) if len(lists) > 1 else None


def _carried(outline: Outline, first: int, *, copied: bool = False, back: bool = False) -> Steps | None:
    if not (two := _two_lists(outline)):
        return None
    one, other = two[::-1] if back else two
    place = one[first]
    return (*line_selected(place), keys("Copy" if copied else "Cut"), ("at", other[0].mark), keys("Paste"))


KINDS |= {
    "the first bullet cut into the last list": lambda o: _carried(o, 0),
    "the last bullet cut into the last list": lambda o: _carried(o, -1),
    "a bullet copied into the last list": lambda o: _carried(o, 0, copied=True),
    "a bullet cut into the first list": lambda o: _carried(o, 0, back=True),
    "the last bullet cut into the first list": lambda o: _carried(o, -1, back=True),
}


def _at_bullet(number: int, *steps: Step) -> Kind:
    """Something at a bullet of the first list that has several."""

    def made(outline: Outline) -> Steps | None:
        found = next((one for one in outline.lists() if len(one) > 1), None)
        return (("find", found[number].words), *steps) if found else None

    return made


def _over(number: int, other: int) -> Kind:
    """Words deleted from the middle of a bullet to the middle of another."""

    def made(outline: Outline) -> Steps | None:
        found = next((one for one in outline.lists() if len(one) > 1), None)
        return (
            (("find", found[number].words), ("till", found[other].words), keys("Delete")) if found else None
        )

    return made


KINDS |= {
    "the last bullet of a list moved down": _at_bullet(-1, keys("MoveDown")),
    "the last bullet of a list moved down twice": _at_bullet(-1, keys("MoveDown", "MoveDown")),
    "the first bullet of a list moved down": _at_bullet(0, keys("MoveDown")),
    "Enter at the end of the last bullet, and words": _at_bullet(
        -1, ("end",), keys("InsertPara"), ("type", "足した箇条です。")
    ),
    "Enter at the end of the last bullet, words, and Enter": _at_bullet(
        -1, ("end",), keys("InsertPara"), ("type", "足した箇条です。"), keys("InsertPara")
    ),
    "two bullets added": _at_bullet(
        -1,
        ("end",),
        keys("InsertPara"),
        ("type", "一つめです。"),
        keys("InsertPara"),
        ("type", "二つめです。"),
    ),
    "a bullet added above the first": _at_bullet(
        0, ("home",), keys("InsertPara", "GoUp"), ("type", "足した箇条です。")
    ),
    "a bullet added above the first, styled again": _at_bullet(
        0, ("home",), keys("InsertPara", "GoUp"), ("style", "冊子 箇条書き"), ("type", "足した箇条です。")
    ),
    "a paragraph added under a list": _at_bullet(
        -1, ("end",), keys("InsertPara"), ("style", "冊子 本文"), ("type", "足した段落です。")
    ),
    "a bullet and a paragraph of the built-in style": _at_bullet(
        -1, ("end",), keys("InsertPara"), ("style", "Standard"), ("type", "足した段落です。")
    ),
    "words deleted over two bullets": _over(0, 1),
    "all bullets of a list deleted": lambda o: (
        (("at", o.lists()[0][0].mark), ("till", o.lists()[0][-1].words), ("end-of",), keys("Delete"))
        if len(o.lists()) > 1
        else None
    ),
}


# --- tables ------------------------------------------------------------------------------------


def _row(outline: Outline, steps: Callable[[Place], Steps], number: int = 0) -> Steps | None:
    return steps(outline.values[number]) if outline.values else None


def new_row(above: bool, label: str, text: str) -> Callable[[Place], Steps]:
    """A row beside that of a fact."""

    def made(place: Place) -> Steps:
        assert place.line.cell is not None
        _, row, _ = place.line.cell
        at = row + 1 if above else row + 2
        return (
            ("at", place.mark),
            keys("InsertRowsBefore" if above else "InsertRowsAfter"),
            ("cell-here", f"A{at}"), ("type", label),
            ("cell-here", f"B{at}"), ("type", text),
        )  # fmt: skip

    return made


KINDS |= {
    "a row of the series added below": lambda o: _row(o, new_row(False, "MOU更新時期", "2023年5月8日"), -1),
    "a row of the series added above": lambda o: _row(o, new_row(True, "MOU更新時期", "2023年"), -1),
    "a row of its own added": lambda o: _row(o, new_row(False, "職員数", "約300名")),
    "a row of its own added above": lambda o: _row(o, new_row(True, "職員数", "約300名")),
    "a row with only a label added": lambda o: _row(o, new_row(False, "職員数", "")),
    "a row with only a text added": lambda o: _row(o, new_row(False, "", "約300名")),
    "an empty row added": lambda o: _row(o, lambda p: (("at", p.mark), keys("InsertRowsAfter"))),
    "a row deleted": lambda o: _row(o, lambda p: (("at", p.mark), keys("DeleteRows"))),
    "the last row deleted": lambda o: _row(o, lambda p: (("at", p.mark), keys("DeleteRows")), -1),
    "a column added": lambda o: _row(o, lambda p: (("at", p.mark), keys("InsertColumnsAfter"))),
    "a column deleted": lambda o: _row(o, lambda p: (("at", p.mark), keys("DeleteColumns"))),
    "a table deleted": lambda o: _row(o, lambda p: (("at", p.mark), keys("DeleteTable"))),
    "Enter in a cell": lambda o: _row(
        o, lambda p: (("at", p.mark), ("end",), keys("InsertPara"), ("type", "二つめの段落"))
    ),
}


def _mark(*steps: Step) -> Kind:
    def made(outline: Outline) -> Steps | None:
        return (("at", outline.topics[0].mark), *steps) if outline.topics else None

    return made


KINDS |= {
    "a footnote in a mark": _mark(("end",), keys("InsertFootnote"), ("type", "印の注。")),
    "a mark emptied": _mark(("whole",), keys("Delete")),
    **{f"a mark typed as {typed}": _mark(("whole",), ("type", typed)) for typed in "○－◎△"},
    "words behind a mark": _mark(("end",), ("type", "（要相談）")),
    "a mark bold": _mark(("whole",), keys("Bold")),
    "a column of marks added": _mark(keys("InsertColumnsAfter")),
    "a row of marks deleted": _mark(keys("DeleteRows")),
}


# --- the whole file ----------------------------------------------------------------------------


def _replaced(*pairs: tuple[str, str]) -> Kind:
    def made(outline: Outline) -> Steps | None:
        whole = "".join(plain_text(line.content) for line in outline.reading.lines)
        wanted = [("replace", *pair) for pair in pairs if pair[0] in whole]
        return (*wanted,) or None

    return made


def _typed_and(then: Step) -> Kind:
    """Words typed over in a bullet, and a command."""

    def made(outline: Outline) -> Steps | None:
        typed = _on(_bullets, WORDS["words typed over"])(outline)
        return None if typed is None else (*typed, then)

    return made


KINDS |= {
    "replace all: a word": _replaced(("神奈川県", "かながわ県")),
    "replace all: stops": _replaced(("、", "，"), ("。", "．")),
    "replace all: a word of the series": _replaced(("支援", "サポート")),
    "replace all: MOU": _replaced(("MOU", "覚書")),
    "replace all: parentheses": _replaced(("（", "("), ("）", ")")),
    "replace all: an address": _replaced(("https://www.pref", "http://www2.pref")),
    "all changes accepted": _typed_and(keys("AcceptAllTrackedChanges")),
    "all changes rejected": _typed_and(keys("RejectAllTrackedChanges")),
    "undone": _typed_and(keys("Undo")),
    "selected and pasted again": _on(_bullets, lambda p: (("at", p.mark), ("whole",), keys("Cut", "Paste"))),
    "nothing": lambda o: (),
}


def is_local(name: str) -> bool:
    """Whether a kind edits words at one place, so that no more than a few entries can be right."""
    return ": " in name and not name.startswith(("replace all", "the paragraph", "words copied"))
