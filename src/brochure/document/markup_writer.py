r"""Inline markup written back: the inverse of ``inline.parse``.

What was not changed keeps its spelling: escapes, ``<…>`` or bare addresses, where lines end. What is new
is written as an editor would, and escaped only where it would else be read as markup.

Every character, line end, sign of a strong and inline has a ladder of spellings, from the one it
had, over the simplest, to the safest. All are spelt as low on their ladders as the parser allows: it
reads the result, and what it takes for something else is spelt one step up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from brochure.document.diff import opcodes
from brochure.document.markup import Cite, MarkupPiece, Sign, merge, parse, pieces
from brochure.document.tree import Foreign, Inline, Inlines, Link, NoteCall, Ruby, Strong, Text

Said = tuple[Inline | Sign, ...]

_ESCAPABLE = re.compile(r"[!-/:-@\[-`{-~［＊｛＾＠]")
_BLANKS = re.compile(r"[ \t]*[\r\n]+[ \t]*")
_PARAGRAPHS = "\n\n"


def written(content: Inlines) -> str:
    r"""One paragraph as markup of one line.

    Calls are as ``inline.parse`` gives them: ``note_id`` is a note's id, or the ``Cite.key`` of a citation.

    >>> written((Text("{x}"), Ruby("瀋陽", "しんよう"), Strong((Text("市"),))))
    '\\{x}{瀋陽|しんよう}**市**'

    Raises:
        ValueError: No markup says this: a text with a line end or with blanks at an end of the
            paragraph, or an inline that ``inline.parse`` would refuse. ``tidy`` gives what can be written.
    """
    units = _fresh(list(_signs(content)))
    text = _settled(units, "", "")
    if text is None:
        raise ValueError(f"no markup says {content!r}")
    return text


def revised(old: str, new: Sequence[Inlines]) -> str:
    """The text ``old``, changed as little as possible so that its paragraphs are ``new``.

    Line ends, escapes and blanks around paragraphs stay where what they stand in or between stays. No
    paragraphs at all are the empty text.

    >>> revised("一行目、\\n二行目。", parse("一行目、\\n二つ目。").paragraphs)
    '一行目、\\n二つ目。'

    Raises:
        ValueError: As for ``written``.
    """
    wanted = tuple(new)
    if parse(old).paragraphs == wanted:
        return old
    if not wanted:
        return ""
    typed = pieces(old)
    before = old[: typed[0].start] if typed else ""
    after = old[typed[-1].end :] if typed else ""
    signs: list[Inline | Sign] = []
    for content in wanted:
        signs += [Sign.BREAK] if signs else []
        signs += _signs(content)
    text = _settled(_aligned(_atoms(old, typed), signs), before, after)
    if text is None or parse(text).paragraphs != wanted:
        text = before + _PARAGRAPHS.join(written(content) for content in wanted) + after
    return text


def tidy(content: Inlines) -> Inlines:
    """A paragraph that can be written: line ends are blanks, and there are none at its ends.

    What says nothing is dropped, and what says the same as its neighbour is joined with it: texts, and
    strongs.

    >>> tidy((Text(" 一"), Strong((Text("二\\n"),)), Strong(()), Text(" ")))
    (Text(text='一'), Strong(children=(Text(text='二 '),)))
    """
    tidied = _joined(content)
    while tidied and isinstance(tidied[0], Text) and (first := tidied[0].text) != first.lstrip():
        tidied = _joined((Text(first.lstrip()), *tidied[1:]))
    while tidied and isinstance(tidied[-1], Text) and (last := tidied[-1].text) != last.rstrip():
        tidied = _joined((*tidied[:-1], Text(last.rstrip())))
    return tidied


def _joined(content: Inlines) -> Inlines:
    made: list[Inline] = []
    for inline in content:
        match inline:
            case Text(text):
                made += [Text(_BLANKS.sub(" ", text))] if text else []
            case Strong(children):
                if made and isinstance(made[-1], Strong):
                    made[-1] = Strong(_joined(made[-1].children + children))
                elif within := _joined(children):
                    made.append(Strong(within))
            case Link(text, url) if not text.strip():
                made.append(Link(url, url))
            case _:
                made.append(inline)
    return merge(made)


def _signs(content: Inlines) -> Iterator[Inline | Sign]:
    """A paragraph flat, a character at a time."""
    for inline in content:
        match inline:
            case Text(text):
                yield from (Text(character) for character in text)
            case Strong(children):
                yield Sign.OPEN
                yield from _signs(children)
                yield Sign.CLOSE
            case _:
                yield inline


# --- the old text -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Atom:
    """One thing that the old text says, as spelt there, and what says nothing before it.

    ``group`` is where the brackets of a citation open, else -1; ``leads`` is true of the first in them.
    """

    said: Inline | Sign | None  # None at the end of the text
    slice: str
    glue: str
    group: int = -1
    leads: bool = False
    broken: bool = False


def _atoms(old: str, typed: Sequence[MarkupPiece]) -> list[_Atom]:
    atoms: list[_Atom] = []
    glue = ""
    for piece in typed:
        source = old[piece.start : piece.end]
        if not piece.said:
            glue += source
        elif _is_cite(piece.said[0]) and not (piece.broken and len(piece.said) == 1):
            parts = [part for part in source[1:-1].split(";") if _cited(part)]
            for index, (said, part) in enumerate(zip(piece.said, parts, strict=True)):
                atoms.append(_Atom(said, part, glue, piece.start, leads=not index))
                glue = ""
        else:
            atoms.append(_Atom(piece.said[0], source, glue, broken=piece.broken))
            glue = ""
    return [*atoms, _Atom(None, "", glue)]


def _is_cite(said: Inline | Sign) -> bool:
    return isinstance(said, NoteCall) and said.note_id.startswith("@")


def _cited(part: str) -> bool:
    """Whether this part of a citation's brackets is a citation, and not broken."""
    return bool(parse(f"[@x;{part}]").cites[1:])


# --- the new text -----------------------------------------------------------------------------


@dataclass(slots=True)
class _Unit:
    """One piece of the new text: what it must say, and how it may be spelt, the best first."""

    said: Said
    spellings: list[str]
    broken: bool = False  # as it was in the old text, which may stay
    step: int = field(default=0)

    @property
    def text(self) -> str:
        return self.spellings[self.step]


def _aligned(old: list[_Atom], new: list[Inline | Sign]) -> list[_Unit]:
    """The new text in units; what the old one also says is spelt as there."""
    units: list[_Unit] = []
    cites: list[tuple[Inline | Sign, _Atom | None]] = []

    def end_cites() -> None:
        units.extend(_cite_units(cites))
        cites.clear()

    def glue(text: str) -> None:
        if text:
            end_cites()
            units.append(_Unit((), [text, ""], broken=True))

    def put(said: Inline | Sign, atom: _Atom | None) -> None:
        if _is_cite(said) and not (atom and atom.broken):
            cites.append((said, atom))
            return
        end_cites()
        units.append(_unit(said, atom))

    for kind, start, end, from_, to in _opcodes([atom.said for atom in old[:-1]], new):
        if kind == "equal":
            for index, said in enumerate(new[from_:to]):
                if index:
                    glue(old[start + index].glue)
                put(said, old[start + index])
            continue
        if start < end and old[end].glue:
            glue(old[start].glue)
            for said in new[from_:to]:
                put(said, None)
            glue(old[end].glue if from_ < to or not old[start].glue else "")
        else:
            # what is added where a line ends is added to that line
            for said in new[from_:to]:
                put(said, None)
            glue(old[start].glue)
    end_cites()
    return units


def _opcodes(
    old: Sequence[Inline | Sign | None], new: Sequence[Inline | Sign]
) -> Iterator[tuple[str, int, int, int, int]]:
    """As ``textdiff.opcodes``; what is equal at both ends is not searched."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    if head:
        yield "equal", 0, head, 0, head
    for kind, start, end, from_, to in opcodes(old[head : len(old) - tail], new[head : len(new) - tail]):
        yield kind, head + start, head + end, head + from_, head + to
    if tail:
        yield "equal", len(old) - tail, len(old), len(new) - tail, len(new)


def _fresh(signs: list[Inline | Sign]) -> list[_Unit]:
    return _aligned([_Atom(None, "", "")], signs)


def _unit(said: Inline | Sign, atom: _Atom | None) -> _Unit:
    kept = [atom.slice] if atom else []
    return _Unit((said,), [*kept, *_spellings(said)], broken=bool(atom and atom.broken))


def _spellings(said: Inline | Sign) -> list[str]:
    """How something is written, the simplest first."""
    match said:
        case Sign.OPEN | Sign.CLOSE:
            return ["**"]
        case Sign.BREAK:
            return [_PARAGRAPHS]
        case Text(text):
            return [text, f"\\{text}"] if _ESCAPABLE.fullmatch(text) else [text]
        case Ruby(base, reading):
            return [f"{{{_label(base)}|{_label(reading)}}}"]
        case Link(text, url):
            bare = [url, f"<{url}>"] if text == url else []
            mail = [f"<{text}>"] if url == f"mailto:{text}" else []
            return [*bare, *mail, f"[{_label(text)}]({url})"]
        case Foreign(text, lang):
            return [f"[{_label(text)}]{{lang={lang}}}"]
        case NoteCall(note_id):
            return [f"[^{note_id}]"]
        case Strong():
            raise ValueError("a strong stands in a strong")
        case _:
            assert_never(said)


def _label(text: str) -> str:
    """Text between brackets or braces, where no blank line and nothing of markup may stand."""
    return re.sub(r"[\\\[\]{}|^＾＠［]", r"\\\g<0>", text)


# --- citations --------------------------------------------------------------------------------


def _cite_units(cites: Sequence[tuple[Inline | Sign, _Atom | None]]) -> Iterator[_Unit]:
    """Citations that stand together, in as few brackets as may be; those of two brackets stay apart."""
    said: list[Inline | Sign] = []
    parts: list[str] = []
    group = -1
    for call, atom in cites:
        if atom and group >= 0 and atom.group != group:
            yield _Unit(tuple(said), [f"[{';'.join(parts)}]"])
            said, parts, group = [], [], -1
        part = atom.slice if atom else _citation(call)
        if atom is None or atom.leads != (not parts):
            part = " " * bool(parts) + part.lstrip()
        said.append(call)
        parts.append(part)
        group = atom.group if atom else group
    if said:
        yield _Unit(tuple(said), [f"[{';'.join(parts)}]"])


def _citation(call: Inline | Sign) -> str:
    """A citation as it stands between brackets."""
    assert isinstance(call, NoteCall)
    key, locator, label, prefix, suffix = call.note_id.split("\0")
    wanted = Cite(key[1:], 0, locator, label, prefix, suffix).key
    for before in _free(prefix):
        for after in _free(suffix):
            for found in _located(locator, after):
                text = f"{before} {key}{found}".lstrip()
                parsed = parse(f"[{text}]")
                if not parsed.faults and [cite.key for cite in parsed.cites] == [wanted]:
                    return text
    raise ValueError(f"no citation says {call.note_id!r}")


def _free(words: str) -> list[str]:
    """The words around a citation, and again with all signs escaped."""
    once = words.replace("\\", "\\\\")
    return list(dict.fromkeys([once, _ESCAPABLE.sub(r"\\\g<0>", words)]))


def _located(locator: str, suffix: str) -> list[str]:
    """What may follow a source's id: locators are read in several forms, and none is right for all."""
    if not locator:
        return [f" {suffix}".rstrip(), f", {suffix}", suffix]
    forms = [f", p. {locator}", f", {locator}頁", f", {locator}"]
    return [form + blank + suffix for form in forms for blank in ((" ", "") if suffix else ("",))]


# --- spelling ---------------------------------------------------------------------------------


def _settled(units: list[_Unit], before: str, after: str) -> str | None:
    """The units spelt so that the parser reads what they say; nothing, where no spelling does."""
    while True:
        text = before + "".join(unit.text for unit in units) + after
        match _misread(units, len(before), pieces(text), len(text) - len(after)):
            case []:
                return text
            case misread:
                raised = False
                for run in misread:
                    for unit in run:
                        if unit.step + 1 < len(unit.spellings):
                            unit.step += 1
                            raised = True
                            break
                if not raised:
                    return None


def _misread(units: Sequence[_Unit], start: int, read: Sequence[MarkupPiece], end: int) -> list[list[_Unit]]:
    """For each piece that says what it should not, the units that it was made of."""
    misread: list[list[_Unit]] = []
    places: list[tuple[int, int, _Unit]] = []
    for unit in units:
        if unit.text:
            places.append((start, start + len(unit.text), unit))
            start += len(unit.text)
    index = 0
    reached = places[0][0] if places else start
    for piece in read:
        while index < len(places) and places[index][1] <= piece.start:
            if places[index][0] >= reached:  # no piece covers it: blanks at the end of a paragraph
                misread.append([places[index][2]])
            index += 1
        if index == len(places):
            break
        first, last, unit = places[index]
        if (first, last, unit.said) == (piece.start, piece.end, piece.said) and (
            unit.broken or not piece.broken
        ):
            reached = piece.end
            index += 1
            continue
        run = index
        while run < len(places) and places[run][0] < piece.end:
            run += 1
        misread.append([place[2] for place in places[index:run]])
        reached = piece.end
    misread += [[unit] for first, _, unit in places[index:] if first >= reached and first < end]
    return misread
