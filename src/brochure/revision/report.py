"""Print a review in three forms: lines for a terminal, JSON for programs, an HTML page for editors."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from brochure.diagnostics.catalogue import Lang, format_problem
from brochure.diagnostics.problem import Problem
from brochure.diagnostics.text_files import load_texts
from brochure.diagnostics.visible import show_controls, shown_data
from brochure.document.diff import DiffKind, DiffPiece
from brochure.revision.change import Change, UnresolvedEdit
from brochure.revision.comment_threads import list_threads
from brochure.revision.draw import DrawnMove, drawn_difference, drawn_move, drawn_texts, words_of_value
from brochure.revision.draw_html import CONTEXT, html_difference
from brochure.revision.merge3 import MergedChange, MergeState
from brochure.revision.place_names import WORDS, place_in_words
from brochure.revision.review import Review
from brochure.revision.thread_report import thread_html, thread_json, thread_lines
from brochure.storage.own_files import GENERATOR
from brochure.word.reader.model import Revision

Style = str  # "", "old", "new", "place", "warn", "dim", "head"
Styled = tuple[Style, str]


@dataclass(frozen=True, slots=True)
class ReportSide:
    """What another Word file makes of the same value: the file, its editor, the text."""

    source: str
    who: str
    text: str

    def in_words(self, words: Mapping[str, str]) -> str:
        """The side as a line of the report."""
        key = "side of" if self.who else "side"
        return words[key].format(file=self.source, who=self.who, text=self.text or words["empty"])


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One row of the report: a change, or an edit that is not made.

    ``state`` is the merge state of the change, or ``left`` for an edit that is not made. ``files`` are
    the Word files with the edit if several were read. ``sides`` are the other Word files that give the value
    another text. ``in_markup``: whether ``old`` and ``new`` are markup, because more than words was changed.
    """

    state: str
    kind: str
    at: str
    place: str
    address: str
    old: str
    new: str
    ours: str
    who: str
    date: str
    tracked: bool
    sure: float
    how: str
    source: str
    files: tuple[str, ...] = ()
    reason: Problem | None = None
    move: DrawnMove | None = None
    sides: tuple[ReportSide, ...] = ()
    in_markup: bool = False


def report_rows(review: Review, lang: Lang) -> list[ReportRow]:
    """Return the rows of a profile in the order of its file; edits that are not made come last."""
    ordered = sorted(review.merges, key=lambda one: _order(review, one.change))
    made = [_row_of_change(review, one, lang) for one in ordered]
    return made + [_row_of_unresolved(review, source, one, lang) for source, one in review.left]


def _order(review: Review, change: Change) -> tuple[int, int]:
    place = review.locate(change)
    return place.line, place.column


def _row_of_change(review: Review, one: MergedChange, lang: Lang) -> ReportRow:
    change = one.change
    who, date = change_author(review, one)
    ours = "" if one.state is not MergeState.CONFLICT else words_of_value(one.ours)
    old, new = drawn_texts(change)
    return ReportRow(
        one.state.value,
        change.kind.value,
        str(review.locate(change)),
        place_in_words(change.address, review.series, lang),
        change.address,
        show_controls(old),
        show_controls(new),
        show_controls(ours),
        show_controls(who),
        date,
        (one.source, change.address) not in review.untracked,
        change.sure,
        change.how.value,
        one.source,
        _files_of_several(review, *one.sources),
        change.remark,
        drawn_move(review, one),
        _sides(review, one),
        in_markup=(old, new) != (change.old, change.new),
    )


def _sides(review: Review, one: MergedChange) -> tuple[ReportSide, ...]:
    """What the other Word files make of a value in conflict."""
    for conflict in review.conflicts:
        if one in conflict.changes:
            return tuple(
                ReportSide(
                    source,
                    show_controls(change_author(review, changes[0])[0]),
                    show_controls(" / ".join(drawn_texts(m.change)[1] for m in changes)),
                )
                for source, changes in conflict.sides.items()
                if source not in one.sources
            )
    return ()


def _files_of_several(review: Review, *sources: str) -> tuple[str, ...]:
    """The names of Word files, if several were read for the profile."""
    return sources if len({part.shown for part, _ in review.parts}) > 1 else ()


def change_author(review: Review, one: MergedChange) -> tuple[str, str]:
    """Return who made a change, and the date; for an untracked change who saved the file last."""
    who, date = _author(one.change.revisions)
    return who or next((part.saved_by for part, _ in review.parts if part.shown == one.source), ""), date


def _row_of_unresolved(review: Review, source: str, one: UnresolvedEdit, lang: Lang) -> ReportRow:
    who, date = _author(one.revisions)
    at = str(review.locate(one)) if one.address and not one.address.startswith("_") else ""
    words_for = place_in_words(one.address, review.series, lang)
    return ReportRow(
        "left",
        "",
        at,
        words_for,
        one.address,
        show_controls(one.old),
        show_controls(one.new),
        "",
        show_controls(who),
        date,
        True,
        1.0,
        "",
        source,
        _files_of_several(review, source),
        one.reason,
    )


def _author(revisions: Sequence[Revision]) -> tuple[str, str]:
    """The authors of a change, and the date of the last tracked change."""
    names = list(dict.fromkeys(r.author for r in revisions if r.author))
    return "、".join(names), max((r.date for r in revisions), default="")


# --- a terminal ---------------------------------------------------------------------------------


def report_lines(reviews: Sequence[Review], lang: Lang) -> Iterator[list[Styled]]:
    """Yield the review as styled lines for a terminal."""
    words = load_texts(WORDS, lang)
    quiet = [review for review in reviews if not (review.merges or review.left or review.comments)]
    threads = list_threads(reviews)
    for place, review in enumerate(reviews):
        own = [one for one in threads if one.review == place]
        if review in quiet and len(reviews) > 1:
            continue
        listed = report_rows(review, lang)
        count = sum(row.state != "left" for row in listed)
        yield [
            (
                "head",
                words["head"].format(
                    file=review.shown, changes=count, left=len(listed) - count, comments=len(own)
                ),
            )
        ]
        for row in listed:
            yield from _lines_of_row(row, words, lang)
        for one in own:
            yield from thread_lines(one, review.series, words, lang)
    if quiet and len(reviews) > 1:
        yield [("dim", words["quiet"].format(files=words["comma"].join(review.shown for review in quiet)))]


def _lines_of_row(row: ReportRow, words: Mapping[str, str], lang: Lang) -> Iterator[list[Styled]]:
    state = words[row.state]
    facts = [words[row.kind]] if row.kind not in ("", "set") else []
    facts += [part for part in (*(row.files if row.at else ()), row.who, row.date[:10]) if part]
    if row.state != "left" and not row.tracked:
        facts.append(words["untracked"])
    if row.sure < 1:
        facts.append(words["unsure"].format(percent=round(100 * row.sure)))
    where = row.at or row.source
    head: list[Styled] = [("warn" if row.state in ("left", "conflict") else "state", f"[{state}] ")]
    head += [("place", where), ("", f"  {row.place}" if row.place else "")]
    head.append(("dim", f"  {row.address}" if row.place != row.address else ""))
    if facts:
        head.append(("dim", words["facts"].format(facts=words["comma"].join(facts))))
    yield head
    if row.old or row.new:
        yield [("", "    "), *styled_difference(row.old, row.new)]
    for line in _lines_below(row, words):
        yield [("warn" if row.state == "conflict" else "", f"    {line}")]
    if row.reason:
        message = format_problem(row.reason, lang)
        yield [("warn", f"    {message.code}: {message.message}")]
        yield [("dim", f"    → {message.hint}")]


def _lines_below(row: ReportRow, words: Mapping[str, str]) -> Iterator[str]:
    """Lines below the text of a change: where an item moves, and the sides of a conflict."""
    if row.move:
        yield row.move.in_words(words)
    if row.state == "conflict":
        yield words["ours"].format(text=row.ours or words["empty"])
        for side in row.sides:
            yield side.in_words(words)


def styled_difference(old: str, new: str) -> list[Styled]:
    """Return the difference of two texts as styled pieces; long unchanged parts are shortened.

    >>> styled_difference("14市から", "15市から")
    [('old', '14'), ('new', '15'), ('', '市から')]
    """
    styles = {DiffKind.SAME: "", DiffKind.OLD: "old", DiffKind.NEW: "new"}
    return [(styles[piece.kind], piece.text) for piece in shorten_unchanged(drawn_difference(old, new))]


def shorten_unchanged(pieces: Sequence[DiffPiece]) -> Iterator[DiffPiece]:
    """Yield the pieces of a difference with long unchanged parts shortened to the text beside a change."""
    for index, piece in enumerate(pieces):
        text = piece.text
        if (
            len(pieces) == 1 and piece.kind is DiffKind.SAME
        ):  # nothing is changed; the text says what is moved or left
            text = text if len(text) <= 4 * CONTEXT else f"{text[: 4 * CONTEXT]}…"
        elif piece.kind is DiffKind.SAME and len(text) > 2 * CONTEXT + 3:
            head = "" if index == 0 else text[:CONTEXT]
            tail = "" if index == len(pieces) - 1 else text[-CONTEXT:]
            text = f"{head}…{tail}"
        yield DiffPiece(piece.kind, text)


# --- JSON ---------------------------------------------------------------------------------------


def report_json(reviews: Sequence[Review], lang: Lang) -> str:
    """Return the review as JSON; keys are English, reasons are in the language ``lang``."""
    threads = list_threads(reviews)
    made = [
        {
            "profile": review.profile,
            "file": review.shown,
            "certain": review.certain,
            "changes": [_json_of_row(row, lang) for row in found if row.state != "left"],
            "left": [_json_of_row(row, lang) for row in found if row.state == "left"],
            "comments": [thread_json(one) for one in threads if one.review == place],
        }
        for place, review in enumerate(reviews)
        for found in [report_rows(review, lang)]
    ]
    return json.dumps(shown_data(made), ensure_ascii=False, indent=2) + "\n"


def _json_of_row(row: ReportRow, lang: Lang) -> dict[str, Any]:
    found: dict[str, Any] = {
        "state": row.state,
        "kind": row.kind,
        "at": row.at,
        "place": row.place,
        "address": row.address,
        "old": row.old,
        "new": row.new,
        "author": row.who,
        "date": row.date,
        "tracked": row.tracked,
        "how": row.how,
        "sure": row.sure,
        "source": row.source,
    }
    if row.ours:
        found["ours"] = row.ours
    if row.files:
        found["sources"] = row.files
    if row.sides:
        found["sides"] = [{"source": s.source, "author": s.who, "text": s.text} for s in row.sides]
    if row.move:
        found |= {"from": row.move.start, "to": row.move.end, "after": row.move.after}
    if row.reason:
        message = format_problem(row.reason, lang)
        found |= {"code": message.code, "reason": message.message, "hint": message.hint}
    return found


# --- an HTML page -------------------------------------------------------------------------------

_CSS = """
:root { color-scheme: light; }
body { font: 16px/1.7 "BIZ UDPGothic", "Hiragino Sans", "Yu Gothic", Meiryo, sans-serif;
  color: #1d2b33; margin: 2rem auto; max-width: 62rem; padding: 0 1.2rem; }
h1 { font-size: 1.5rem; }
h2 { font-size: 1.15rem; margin: 2.4rem 0 .6rem; border-bottom: 2px solid #0b4f8a; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .55rem .6rem; border-bottom: 1px solid #cfd8dc; }
th { font-size: .85rem; color: #455a64; white-space: nowrap; }
td.text { width: 62%; overflow-wrap: anywhere; white-space: pre-line; }
code { font-size: .8rem; color: #455a64; overflow-wrap: anywhere; }
del { background: #fde7e9; color: #8a1020; }
ins { background: #e0f2e3; color: #0d5c23; text-decoration: underline; }
ins small { font-size: .75em; }
.state { font-weight: bold; white-space: nowrap; }
.left .state, .conflict .state { color: #8a1020; }
.why { color: #8a1020; margin: .4rem 0 0; font-size: .9rem; }
.hint { margin: 0; font-size: .9rem; }
.who { font-size: .85rem; color: #455a64; }
.comment { background: #fff8e1; padding: .6rem .8rem; margin: .5rem 0; white-space: pre-line; }
"""


def report_html(reviews: Sequence[Review], lang: Lang) -> str:
    """Return the review as one HTML page without other files, for people who do not read YAML."""
    words = load_texts(WORDS, lang)
    title = words["title"]
    parts = [
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width">{GENERATOR}<title>{escape(title)}</title>'
        f"<style>{_CSS}</style></head><body><h1>{escape(title)}</h1>"
    ]
    threads = list_threads(reviews)
    for place, review in enumerate(reviews):
        parts.append(f"<h2>{escape(review.shown)}</h2>")
        listed = report_rows(review, lang)
        if not listed and not review.comments:
            parts.append(f"<p>{escape(words['nothing'])}</p>")
        if listed:
            heads = "".join(
                f'<th scope="col">{escape(words[f"column {name}"])}</th>'
                for name in ("state", "place", "text")
            )
            parts.append(f"<table><thead><tr>{heads}</tr></thead><tbody>")
            parts += [_html_of_row(row, words, lang) for row in listed]
            parts.append("</tbody></table>")
        own = [one for one in threads if one.review == place]
        parts += [thread_html(one, review.series, words, lang) for one in own]
    return "\n".join([*parts, "</body></html>\n"])


def _html_of_row(row: ReportRow, words: Mapping[str, str], lang: Lang) -> str:
    text = html_difference(row.old, row.new, words, in_markup=row.in_markup)
    facts = (*row.files, row.who, row.date[:10], "" if row.tracked else words["untracked"])
    who = words["comma"].join(part for part in facts if part)
    more = f'<div class="who">{escape(who)}</div>' if who else ""
    for line in _lines_below(row, words):
        more += f'<p class="{"why" if row.state == "conflict" else "hint"}">{escape(line)}</p>'
    if row.reason:
        message = format_problem(row.reason, lang)
        more += f'<p class="why">{escape(message.code)}: {escape(message.message)}</p>'
        more += f'<p class="hint">{escape(message.hint)}</p>'
    kind = words[row.kind] if row.kind not in ("", "set") else ""
    state = words[row.state]
    return (
        f'<tr class="{row.state}"><td class="state">{escape(state)}<br>{escape(kind)}</td>'
        f"<td>{escape(row.place)}<br><code>{escape(row.address)}<br>{escape(row.at)}</code></td>"
        f'<td class="text">{text}{more}</td></tr>'
    )
