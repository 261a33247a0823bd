"""Compare a file that came back with the form that was sent: an answer for each item, a remark for the rest.

The identity of a row is its visible code; hidden names and unique labels are witnesses, and if two disagree,
the row is asked about. The role of a cell is the head of its column in the returned file, or its hidden name.
Positions say nothing. What is neither sent text nor a known answer cell is shown.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from brochure.diagnostics.problem import Location, Problem, problem
from brochure.survey.answers import AnswerState, FormReading, Meaning, SurveyAnswer
from brochure.survey.filled import FilledCell, FilledFile, FilledRow
from brochure.survey.form import (
    CODE,
    FORM_LINE,
    FormItem,
    FormTable,
    ItemKind,
    Role,
    SurveyForm,
    TableKind,
    plain_signs,
    squashed,
)
from brochure.survey.form_lines import NOTHING, limit_text
from brochure.survey.known_form import KnownForm
from brochure.survey.meaning import own_words, row_answer
from brochure.survey.vocabulary import CellSign, cell_sign

_TICKS = (Role.YES, Role.NO, Role.NA, Role.STILL)
_LEADING = re.compile(rf"\s*\[?\s*({CODE.pattern})\s*\]?\s*", re.IGNORECASE)
_SORTED = 2  # answers of another kind of row: the columns were sorted
_SHOWN = 200  # characters of a foreign text in a message


@dataclass(slots=True)
class _Row:
    """A row whose item is known: its answer cells, and what is doubtful about it."""

    cells: dict[Role, str] = field(default_factory=dict)
    codes: set[str] = field(default_factory=set)
    doubts: list[tuple[str, str]] = field(default_factory=list)  # the code of the problem, what was found
    extra: list[str] = field(default_factory=list)  # texts in no known column


@dataclass(slots=True)
class _Reader:
    """The state of one reading."""

    known: KnownForm
    file: FilledFile
    columns: dict[int, str] = field(default_factory=dict)  # of the table at hand: what each is for
    table: str = ""
    got: dict[str, list[SurveyAnswer]] = field(default_factory=lambda: defaultdict(list))
    remarks: list[Problem] = field(default_factory=list)
    out_of_place: int = 0
    in_headings: int = 0

    def tell(self, kind: str, row: FilledRow | None = None, /, **details: object) -> Problem:
        """A problem of the file."""
        where = {"table": row.table, "row": row.number} if row else {}
        return problem(kind, Location(self.file.shown), **where, **details)


def read_answers(form: SurveyForm, file: FilledFile) -> FormReading:
    """Return what a file says to the items of the form that was sent."""
    reader = _Reader(KnownForm(form), file)
    for row in file.rows:
        _read_row(reader, row)
    _read_lines(reader)
    if reader.in_headings or reader.out_of_place >= _SORTED:
        reader.remarks.insert(0, reader.tell("J216"))
        for code, found in reader.got.items():
            reader.got[code] = [_doubted(reader, answer, "J216") for answer in found]
    answers = {code: _one_answer(reader, code) for code in reader.known.items}
    return FormReading(_with_wholes(reader, answers), tuple(dict.fromkeys(reader.remarks)))


def form_line_of(file: FilledFile) -> tuple[str, str, str] | None:
    """The round, the partner and the number of the form that a file names; None if it names none."""
    texts = [*file.lines, *(cell.text for row in file.rows for cell in row.cells), file.identifier]
    for text in texts:
        if found := FORM_LINE.search(plain_signs(text)):
            return found[1], found[2], found[4]
    return None


# --- rows ---------------------------------------------------------------------------------------


def _read_row(reader: _Reader, row: FilledRow) -> None:
    known = reader.known
    if row.table != reader.table:
        reader.table, reader.columns = row.table, {}
    heads = {at: known.heads.get(squashed(cell.text)) for at, cell in _placed(row)}
    if sum(name is not None for name in heads.values()) >= 2 and not _codes(reader, row):
        reader.columns = {at: name for at, name in heads.items() if name}
        texts = (cell.text for at, cell in _placed(row) if cell.text and not heads[at])
        reader.remarks += [reader.tell("J211", found=_short(text)) for text in texts]
        return
    found = _gathered(reader, row)
    if not found.codes:
        _read_unknown(reader, row, found)
    elif len(found.codes) > 1:
        codes = sorted(found.codes)
        for code in codes:
            shown = " / ".join(filter(None, found.cells.values()))
            told = reader.tell("J213", row, code=code, codes=", ".join(codes), found=_short(shown))
            reader.got[code].append(SurveyAnswer(code, AnswerState.ASK, found=shown, question=told))
    else:
        _read_known(reader, row, found, next(iter(found.codes)))


def _placed(row: FilledRow) -> Iterator[tuple[int, FilledCell]]:
    """Yield each cell with the column in which it begins."""
    at = 0
    for cell in row.cells:
        yield at, cell
        at += cell.span


def _codes(reader: _Reader, row: FilledRow) -> set[str]:
    return _gathered(reader, row).codes


def _gathered(reader: _Reader, row: FilledRow) -> _Row:
    """The cells of a row by their roles, and the items that its witnesses name."""
    known, made = reader.known, _Row()
    for at, cell in _placed(row):
        if cell.drawn:
            made.doubts.append(("J231", cell.text))
        if cell.marked:
            made.doubts.append(("J232", cell.text))
        name = reader.columns.get(at, "")
        own = [known.names[one] for one in cell.names if one in known.names]
        made.codes |= {code for code, _ in own}
        roles = {role for _, role in own if role}
        if name in ("id", "code", "item") or (not name and not roles):
            _read_name_cell(reader, made, at, cell, name)
            continue
        role = Role(name) if name in _ROLES else None
        if name in ("held", "limit"):
            _compare_later(made, name, cell)
            continue
        if role is None and len(roles) == 1:
            role = next(iter(roles))
        elif role and roles and roles != {role}:
            made.doubts.append(("J207", cell.text))
        if role is None:
            made.extra.append(cell.text)
            continue
        if role in made.cells and cell.text:
            made.doubts.append(("J207", cell.text))
        made.cells[role] = cell.text or made.cells.get(role, "")
        made.doubts += _cell_doubts(role, cell)
    return made


_ROLES = {role.value for role in Role}


def _cell_doubts(role: Role, cell: FilledCell) -> Iterator[tuple[str, str]]:
    """What makes an answer cell doubtful for itself."""
    if cell.joined:
        yield "J208", cell.text
    if cell.nested:
        yield "J209", cell.text
    if cell.formula:
        yield "J214", f"{cell.text} ({cell.formula})" if cell.text else cell.formula
    if cell.unclear:
        yield "J202", cell.text
    if role in _TICKS and not cell.text and not cell.formula:
        yield "J215", ""  # a box was sent: without it, a tick may have been lost


def _compare_later(made: _Row, name: str, cell: FilledCell) -> None:
    made.doubts.append((f"compare {name}", cell.text))
    if cell.nested:
        made.doubts.append(("J209", cell.text))


def _read_name_cell(reader: _Reader, made: _Row, at: int, cell: FilledCell, name: str) -> None:
    """A cell with a code, a label, an address, or something else before any head is known."""
    known = reader.known
    if name == "id" or cell.text in known.names:
        if cell.text in known.names:
            made.codes.add(known.names[cell.text][0])
        elif cell.text:
            made.extra.append(cell.text)
        return
    text = plain_signs(cell.text)
    start = _LEADING.match(text)
    code = _canonical(start[1]) if start else ""
    rest = text[start.end() :] if start and code in known.items else text
    if start and code in known.items:
        made.codes.add(code)
    label = squashed(rest)
    if not label:
        return
    if label in known.labels:
        made.codes.add(known.labels[label])
    is_label = name == "item" or at == 0 or code in known.items
    made.doubts.append(("compare label", rest) if is_label else ("compare unknown", cell.text))


def _canonical(code: str) -> str:
    """A code as it is written: ``q3-C`` is ``Q3-c``.

    >>> _canonical("q3-C")
    'Q3-c'
    """
    head, _, tail = code.partition("-")
    return f"{head.upper()}-{tail.lower()}"


def _read_unknown(reader: _Reader, row: FilledRow, found: _Row) -> None:
    """A row that names no item: a heading that was sent, or something else, which is shown."""
    texts = [cell.text for cell in row.cells if cell.text and cell.text not in "☐□"]
    foreign = [text for text in texts if not _is_sent(reader, text)]
    if not foreign:
        return
    answered = any(text for text in found.cells.values() if text and text not in "☐□")
    if answered and len(foreign) < len(texts):
        reader.in_headings += 1
    reader.remarks.append(reader.tell("J212", row, found=_short(" | ".join(foreign))))
    for text in foreign:
        _ask_named(reader, text)


def _is_sent(reader: _Reader, text: str) -> bool:
    """Whether a line was in the form; a footer has the form line between the title and the page."""
    plain = plain_signs(text)
    said = squashed(plain)
    if said in reader.known.sent or not said:
        return True
    if not FORM_LINE.search(plain):
        return said in _PAGES
    rest = squashed(FORM_LINE.sub("", plain))
    for known in reader.known.beside_form_line:
        rest = rest.replace(known, "", 1)
    return not rest or bool(_PAGE.fullmatch(rest))


_PAGE = re.compile(r"(?:&[pn]|[0-9]+)/(?:&[pn]|[0-9]+)")
_PAGES = ("&p/&n",)


def _read_known(reader: _Reader, row: FilledRow, found: _Row, code: str) -> None:
    table, item = reader.known.items[code]
    doubts = [told for told in found.doubts if not told[0].startswith("compare ")]
    doubts += _compared(reader, found, item)
    cells = dict(found.cells)
    doubts += _closed(table, item, cells)
    if reader.file.kind == "X":
        if _is_out_of_place(table, item, cells.get(Role.ANSWER, "")):
            reader.out_of_place += 1
    else:
        wanted = [role for role, _ in table.answers]
        missing = [role for role in wanted if role not in cells]
        if missing:
            doubts.append(("J207", " / ".join(filter(None, cells.values()))))
    for text in filter(None, found.extra):
        doubts.append(("J210", text))
    answer, asked = row_answer(table, item, cells)
    if doubts:
        worst, text = doubts[0]
        shown = answer.found or text
        told = reader.tell(worst, row, code=code, label=item.label.ja, found=_short(text or shown))
        answer = SurveyAnswer(code, AnswerState.ASK, found=shown, question=told)
    elif asked:
        told = reader.tell(asked, row, code=code, label=item.label.ja, found=_short(answer.found))
        answer = replace(answer, question=told)
    reader.got[code].append(answer)


def _compared(reader: _Reader, found: _Row, item: FormItem) -> Iterator[tuple[str, str]]:
    """What differs from what was sent in the cells that are ours."""
    known = reader.known
    plain = known.label_forms(item)
    limit = limit_text(known.form, item)
    held = [text for kind, text in found.doubts if kind == "compare unknown" and text]
    if len(held) > 1:  # only one of them can be what we hold
        yield "J210", held[-1]
    for kind, text in found.doubts:
        if kind == "compare held" and squashed(text) not in _held_forms(item):
            yield "J217", text
        elif kind == "compare limit" and squashed(text) not in ("", squashed(limit.both if limit else "")):
            yield "J210", text
        elif kind == "compare label" and squashed(text) not in plain:
            yield "J218", text
        elif kind == "compare unknown" and squashed(text) not in _held_forms(item):
            yield "J210", text


def _held_forms(item: FormItem) -> tuple[str, ...]:
    held = squashed(item.held)
    return (held,) if held else ("", squashed(NOTHING))


def _closed(table: FormTable, item: FormItem, cells: dict[Role, str]) -> Iterator[tuple[str, str]]:
    """Texts in cells that the item does not have; they are taken out of ``cells``."""
    allowed = {role for role, _ in table.answers}
    if item.kind is not ItemKind.FREE:
        allowed.add(Role.ANSWER)
    if table.kind is TableKind.WHOLE:
        allowed.add(Role.STILL)
    for role in [role for role in cells if role not in allowed]:
        if text := cells.pop(role):
            yield "J210", text


def _is_out_of_place(table: FormTable, item: FormItem, text: str) -> bool:
    """Whether an answer cell of a spreadsheet has an answer of another kind of row."""
    if not text:
        return False
    if item.kind is ItemKind.FREE:
        return True
    if item.kind is ItemKind.MARK:
        return False
    return (
        cell_sign(text) in (CellSign.NO, CellSign.NA)
        or cell_sign(text) is CellSign.YES
        or text in own_words(table)
    )


# --- lines --------------------------------------------------------------------------------------


def _read_lines(reader: _Reader) -> None:
    if reader.file.drawn:
        reader.remarks.append(reader.tell("J233"))
    for line in reader.file.lines:
        if _is_sent(reader, line):
            continue
        reader.remarks.append(reader.tell("J219", found=_short(line)))
        _ask_named(reader, line)


def _ask_named(reader: _Reader, text: str) -> None:
    """Ask about the items that a text outside the table names."""
    for found in CODE.finditer(plain_signs(text)):
        code = _canonical(found[0])
        if code in reader.known.items:
            label = reader.known.items[code][1].label.ja
            told = reader.tell("J220", code=code, label=label, found=_short(text))
            reader.got[code].append(SurveyAnswer(code, AnswerState.ASK, found=text, question=told))


# --- one answer for each item -------------------------------------------------------------------


def _doubted(reader: _Reader, answer: SurveyAnswer, code: str) -> SurveyAnswer:
    if answer.state not in (AnswerState.CERTAIN, AnswerState.BLANK):
        return answer
    told = reader.tell(code, code=answer.code, found=_short(answer.found))
    return SurveyAnswer(answer.code, AnswerState.ASK, found=answer.found, question=told)


def _one_answer(reader: _Reader, code: str) -> SurveyAnswer:
    """The answer of an item: that of its only row, or of rows that say the same; else a question."""
    found = reader.got.get(code, [])
    label = reader.known.items[code][1].label.ja
    if not found:
        told = reader.tell("J221", code=code, label=label)
        return SurveyAnswer(code, AnswerState.MISSING, question=told)
    if all(one.says_the_same(found[0]) for one in found) or len(found) == 1:
        return found[0]
    return differing_answer(reader.file.shown, label, found)


def differing_answer(shown: str, label: str, found: Iterable[SurveyAnswer]) -> SurveyAnswer:
    """The question about an item with answers that differ."""
    answers = list(found)
    texts = list(dict.fromkeys(one.found or "―" for one in answers))
    asked = [one.question for one in answers if one.question]
    if len(texts) == 1 and asked:
        return next(one for one in answers if one.question)
    code = answers[0].code
    told = problem("J222", Location(shown), code=code, label=label, found=_short(" ／ ".join(texts)))
    return SurveyAnswer(code, AnswerState.ASK, found=" ／ ".join(texts), question=told)


def _with_wholes(reader: _Reader, answers: Mapping[str, SurveyAnswer]) -> dict[str, SurveyAnswer]:
    """A tick for a whole table answers each of its topics; beside answers in the table it is asked about."""
    made = dict(answers)
    items = {item.at: item for item in reader.known.form.items()}
    for at, whole in items.items():
        if whole.kind is not ItemKind.WHOLE or made[whole.code].state is not AnswerState.CERTAIN:
            continue
        table = at.removesuffix("whole")
        inside = [item.code for one, item in items.items() if one.startswith(table) and one != at]
        said = [code for code in inside if made[code].state is not AnswerState.BLANK]
        if said:
            told = reader.tell("J223", code=whole.code, label=whole.label.ja, codes=", ".join(said))
            found = made[whole.code].found
            made[whole.code] = SurveyAnswer(whole.code, AnswerState.ASK, found=found, question=told)
        else:
            made |= {code: SurveyAnswer(code, AnswerState.CERTAIN, Meaning.STILL) for code in inside}
    return made


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]}…"
