r"""Write inlines as inline markup: the inverse of :mod:`.markup`.

Unchanged parts keep their spelling: escapes, ``<…>`` or bare addresses, line ends. New parts are written as
an editor would type them, and escaped only where they would otherwise be parsed as markup.

Each character, line end, ``**`` and inline has a list of spellings: first the old one, then the simplest,
last the safest. The writer begins with the first of each, parses the result, and takes the next spelling for
every part that was parsed as something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from brochure.document.citation_syntax import typed_id
from brochure.document.diff import opcodes
from brochure.document.markup import join_texts, markup_pieces, parse_markup
from brochure.document.markup_model import Cite, MarkupPiece, Sign
from brochure.document.tree import Foreign, Inline, Inlines, Link, NoteCall, Ruby, Strong, SuperSub, Text
from brochure.document.web_address import shows_address

Said = tuple[Inline | Sign, ...]

_ESCAPABLE = re.compile(r"[!-/:-@\[-`{-~［＊｛＾＠]")
_BLANKS = re.compile(r"[ \t]*[\r\n]+[ \t]*")
_PARAGRAPHS = "\n\n"


def write_markup(content: Inlines) -> str:
    r"""Return one paragraph as markup on one line.

    The ``note_id`` of a call is a note's id or the ``Cite.key`` of a citation, as the parser returns it.

    >>> write_markup((Text("{x}"), Ruby("瀋陽", "しんよう"), Strong((Text("市"),))))
    '\\{x}{瀋陽|しんよう}**市**'

    Raises:
        ValueError: No markup is parsed as this: a text has a line end, the paragraph begins or ends with a
            blank, or the parser would refuse an inline. Call :func:`tidy_paragraph` first.
    """
    units = _new_units(list(_signs(content)))
    text = _choose_spellings(units, "", "")
    if text is None:
        raise ValueError(f"no markup says {content!r}")
    return text


def revise_markup(old: str, new: Sequence[Inlines]) -> str:
    """Return the text ``old`` with the fewest changes that make its paragraphs ``new``.

    Line ends, escapes and blanks around paragraphs stay if the text around them stays. The result for no
    paragraphs is an empty text.

    >>> revise_markup("一行目、\\n二行目。", parse_markup("一行目、\\n二つ目。").paragraphs)
    '一行目、\\n二つ目。'

    Raises:
        ValueError: As for :func:`write_markup`.
    """
    wanted = tuple(new)
    if parse_markup(old).paragraphs == wanted:
        return old
    if not wanted:
        return ""
    typed = markup_pieces(old)
    before = old[: typed[0].start] if typed else ""
    after = old[typed[-1].end :] if typed else ""
    signs: list[Inline | Sign] = []
    for content in wanted:
        signs += [Sign.BREAK] if signs else []
        signs += _signs(content)
    text = _choose_spellings(_aligned(_atoms(old, typed), signs), before, after)
    if text is None or parse_markup(text).paragraphs != wanted:
        text = before + _PARAGRAPHS.join(write_markup(content) for content in wanted) + after
    return text


def tidy_paragraph(content: Inlines) -> Inlines:
    """Return a paragraph that can be written: line ends become blanks, blanks at both ends are removed.

    Empty inlines are removed; neighbouring texts and neighbouring strongs are joined.

    >>> tidy_paragraph((Text(" 一"), Strong((Text("二\\n"),)), Strong(()), Text(" ")))
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
    return join_texts(made)


def _signs(content: Inlines) -> Iterator[Inline | Sign]:
    """Yield a paragraph as a flat sequence: each character as a text, signs for strongs, other inlines."""
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
    """One inline or sign of the old text, its spelling (``slice``), and line ends before it (``glue``).

    ``group`` is the offset of the opening bracket for a citation, else -1; ``leads`` is true for the first
    citation in a pair of brackets.
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
    """Whether this part of a citation's brackets is a valid citation."""
    return bool(parse_markup(f"[@x;{part}]").cites[1:])


# --- the new text -----------------------------------------------------------------------------


@dataclass(slots=True)
class _Unit:
    """One piece of the new text: what the parser must read from it, and its spellings, the best first."""

    said: Said
    spellings: list[str]
    broken: bool = False  # broken markup of the old text, which may stay
    step: int = field(default=0)

    @property
    def text(self) -> str:
        return self.spellings[self.step]


def _aligned(old: list[_Atom], new: list[Inline | Sign]) -> list[_Unit]:
    """Return the units of the new text; parts that the old text also has get their old spelling."""
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
            # text added at a line end is added before it
            for said in new[from_:to]:
                put(said, None)
            glue(old[start].glue)
    end_cites()
    return units


def _opcodes(
    old: Sequence[Inline | Sign | None], new: Sequence[Inline | Sign]
) -> Iterator[tuple[str, int, int, int, int]]:
    """Like ``diff.opcodes``, but faster if both sequences have equal ends."""
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


def _new_units(signs: list[Inline | Sign]) -> list[_Unit]:
    return _aligned([_Atom(None, "", "")], signs)


def _unit(said: Inline | Sign, atom: _Atom | None) -> _Unit:
    kept = [atom.slice] if atom else []
    return _Unit((said,), [*kept, *_spellings(said)], broken=bool(atom and atom.broken))


def _spellings(said: Inline | Sign) -> list[str]:
    """Return the possible spellings of an inline or sign, the simplest first."""
    match said:
        case Sign.OPEN | Sign.CLOSE:
            return ["**"]
        case Sign.BREAK:
            return [_PARAGRAPHS]
        case Text(text):
            return [text, f"\\{text}"] if _ESCAPABLE.fullmatch(text) else [text]
        case Ruby(base, reading):
            return [f"{{{label(base)}|{label(reading)}}}" for label in (_label, _safest_label)]
        case Link(text, url):
            bare = [text, f"<{text}>"] if shows_address(text, url) else []
            bare = bare if text.isascii() else bare[::-1]  # where other letters end, the parser guesses
            mail = [f"<{text}>"] if url == f"mailto:{text}" else []
            return [*bare, *mail, *(f"[{label(text)}]({url})" for label in (_label, _safest_label))]
        case Foreign(text, lang):
            return [f"[{label(text)}]{{lang={lang}}}" for label in (_label, _safest_label)]
        case SuperSub(text, is_super):
            sign = "^" if is_super else "_"
            return [f"{sign}{{{label(text)}}}" for label in (_label, _safest_label)]
        case NoteCall(note_id):
            return [f"[^{note_id}]"]
        case Strong():
            raise ValueError("a strong stands in a strong")
        case _:
            assert_never(said)


def _label(text: str) -> str:
    """Escape a text for brackets or braces, where markup characters are not allowed."""
    return re.sub(r"[\\\[\]{}|^＾＠［]", r"\\\g<0>", text)


def _safest_label(text: str) -> str:
    """Escape also the marks that a link or ruby does not take inside it."""
    return re.sub(r"[*<]", r"\\\g<0>", _label(text))


# --- citations --------------------------------------------------------------------------------


def _cite_units(cites: Sequence[tuple[Inline | Sign, _Atom | None]]) -> Iterator[_Unit]:
    """Yield neighbouring citations in as few brackets as possible; those from two brackets stay separate."""
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
    """Return a citation as written between brackets."""
    assert isinstance(call, NoteCall)
    key, locator, label, prefix, suffix, *sign = call.note_id.split("\0")
    wanted = Cite(key[1:], 0, locator, label, prefix, suffix, bool(sign)).key
    typed = f"{'-' if sign else ''}@{typed_id(key[1:])}"
    for before in _affix_spellings(prefix):
        for after in _affix_spellings(suffix):
            for found in _locator_spellings(locator, after):
                text = f"{before} {typed}{found}".lstrip()
                parsed = parse_markup(f"[{text}]")
                if not parsed.faults and [cite.key for cite in parsed.cites] == [wanted]:
                    return text
    raise ValueError(f"no citation says {call.note_id!r}")


def _affix_spellings(words: str) -> list[str]:
    """Return two spellings of the words around a citation: simple, and with all signs escaped."""
    once = words.replace("\\", "\\\\")
    return list(dict.fromkeys([once, _ESCAPABLE.sub(r"\\\g<0>", words)]))


def _locator_spellings(locator: str, suffix: str) -> list[str]:
    """Return the possible spellings of a locator and a suffix; no single form works for all locators."""
    if not locator:
        return [f" {suffix}".rstrip(), f", {suffix}", suffix]
    forms = [f", p. {locator}", f", {locator}頁", f", {locator}"]
    blanks = ("", " ") if suffix.startswith((",", "、", "，", "・")) else (" ", "")
    return [form + blank + suffix for form in forms for blank in (blanks if suffix else ("",))]


# --- spelling ---------------------------------------------------------------------------------


def _choose_spellings(units: list[_Unit], before: str, after: str) -> str | None:
    """Choose a spelling for each unit so that the parser reads it correctly; None if that is not possible."""
    while True:
        text = before + "".join(unit.text for unit in units) + after
        match _misread(units, len(before), markup_pieces(text), len(text) - len(after)):
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
    """Return, for each piece that the parser reads wrongly, the units that it was made of.

    Only pieces that begin where a unit begins are returned: others follow from the piece before them.
    """
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
        if first >= reached:  # else the piece before it ends inside the unit, whose spelling may be right
            misread.append([place[2] for place in places[index:run]])
        reached = piece.end
    misread += [[unit] for first, _, unit in places[index:] if first >= reached and first < end]
    return misread
