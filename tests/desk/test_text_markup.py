"""The text fields of the desk read and write markup as Python does, and change no byte that nobody typed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from brochure.document.markup import markup_pieces
from brochure.document.markup_model import MarkupPiece, Sign
from brochure.document.printed_offsets import source_offsets
from brochure.document.tree import Foreign, Inline, Link, NoteCall, Ruby, SuperSub, Text
from desk_front_end import answers, bundle
from workspaces import REPO

SIGNS = {Sign.OPEN: "open", Sign.CLOSE: "close", Sign.BREAK: "break"}
PARTS = [
    "**", "*", "***", "****", "{", "|", "}", "{瀋陽|しんよう}", "{a|}", "{|b}", "^{9}", "_{2}", "^{}",
    "^", "_", "m²", "₂₃", "[^a]", "[^ Ａ]", "[^a-1", "[ ^a]", "[@src, p. 2]", "[@a; @架空2024 より]",
    "[cf. @a;b]", "[-@a]", "[@{架空 x}, 3頁]", "[", "]", "(", ")", "[県](https://a.jp/x)",
    "[x](javascript:alert(1))", "[](https://a.jp)", "[**a**](www.a.jp)", "(https://a.jp/x)",
    "<https://a.jp>", "<a@b.jp>", "<b>", "< https://a .jp>", "<ftp://a.jp/>", "<mailto:x@y.jp>",
    "https://a.jp/x_(y)。", "https://ja.example.jp/wiki/遼寧省を参照", "http://日本語.jp/", "www.ln.gov.cn",
    "ｈｔｔｐｓ：／／a.jp", "https://a.jp/x_y_{2}", "HTTPS://A.JP/%E9?a=b&c#d", "https://a",
    "https://a.jp:80/a b", "a.www.b.jp", "https://u@a.jp", "[辽宁]{lang=zh}", "[辽宁]{lang=中国}",
    "[辽]{lang=zh-CN}", "\\", "\\{", "\\*", "\\［", "\\あ", "\\\n", "\n", "\n\n", " \n", "\n \n",
    "\n\n\n　", " ", "　", "\t", "\x85", "\ufeff", "遼寧", "Abc", "word ", "、", "𠮷", "が", "2", "２", "h",
    "w", "[＾a]", "［^a］", "＊＊", "｛瀋陽｜しんよう｝", "ｍ", "é", "〆",
]  # fmt: skip


def strings(data: Any) -> Iterator[str]:
    """All texts of YAML data."""
    match data:
        case dict():
            for value in data.values():
                yield from strings(value)
        case list():
            for value in data:
                yield from strings(value)
        case str():
            yield data


def written_texts() -> list[str]:
    """Every text of the YAML files of the repository: profiles, booklets, the samples of tests."""
    found: dict[str, None] = {}
    for folder in ("profiles", "booklets", "tests/samples", "layouts", "shops"):
        for path in sorted((REPO / folder).rglob("*.yaml")):
            for document in yaml.safe_load_all(path.read_text("utf-8")):
                found |= dict.fromkeys(strings(document))
    return list(found)


def random_texts(count: int, seed: int) -> list[str]:
    """Texts of parts of markup, well-formed and broken."""
    pick = random.Random(seed)
    return ["".join(pick.choices(PARTS, k=pick.randint(1, 12))) for _ in range(count)]


WRITTEN = written_texts()
RANDOM = random_texts(3000, 7)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The front end's markup, as a program that reads texts and tells what it makes of them."""
    return bundle("test/read_markup.ts", tmp_path_factory.mktemp("node"), for_node=True)


def units(text: str) -> list[int]:
    """For each offset of a text in characters, that in the units of JavaScript (UTF-16)."""
    made = [0]
    for character in text:
        made.append(made[-1] + (2 if ord(character) > 0xFFFF else 1))
    return made


def said(one: Inline | Sign) -> dict[str, Any]:
    """What a piece says, as the front end names it."""
    match one:
        case Sign():
            return {"is": SIGNS[one]}
        case Text(text):
            return {"is": "text", "text": text}
        case Ruby(base, reading):
            return {"is": "ruby", "base": base, "reading": reading}
        case Link(text=text):
            return {"is": "link", "text": text}
        case Foreign(text, lang):
            return {"is": "foreign", "text": text, "lang": lang}
        case SuperSub(text, is_super):
            return {"is": "raised", "text": text, "up": is_super}
        case NoteCall(note_id) if note_id.startswith("@"):
            return {"is": "cite", "id": note_id[1:].split("\0")[0]}
        case NoteCall(note_id):
            return {"is": "call", "id": note_id}
    raise AssertionError(one)


def piece(one: MarkupPiece, text: str) -> dict[str, Any]:
    """A piece as the front end writes it."""
    to = units(text)
    return {
        "start": to[one.start],
        "end": to[one.end],
        "said": [said(part) for part in one.said],
        "broken": one.broken,
    }


def without_targets(pieces: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Pieces without the targets of links, which only print needs."""
    for one in pieces:
        for part in one["said"]:
            part.pop("url", None)
    return pieces


def test_texts_are_cut_as_python_cuts_them(reader: Path) -> None:
    assert len(WRITTEN) > 500
    texts = [*WRITTEN, *RANDOM]
    made = answers(reader, ({"do": "pieces", "text": text} for text in texts))
    others = [
        (text, theirs, ours)
        for text, answer in zip(texts, made, strict=True)
        if (theirs := without_targets(answer)) != (ours := [piece(one, text) for one in markup_pieces(text)])
    ]
    assert not others, f"{len(others)} texts, such as {others[0]}"


def test_a_text_that_nobody_edits_comes_back_byte_for_byte(reader: Path) -> None:
    texts = [*WRITTEN, *RANDOM]
    made = answers(reader, ({"do": "again", "text": text} for text in texts))
    others = [(text, answer) for text, answer in zip(texts, made, strict=True) if answer != text]
    assert not others, f"{len(others)} texts, such as {others[0]!r}"


def typed_into(texts: list[str], seed: int) -> list[dict[str, Any]]:
    """Orders to type random characters and parts of markup into texts, each at a random place."""
    pick = random.Random(seed)
    signs = [one for one in PARTS if "\n" not in one and one.strip(" \t") and "\x85" not in one]
    return [
        {
            "do": "typed",
            "text": text,
            "typed": "".join(pick.choices(signs, k=pick.randint(1, 5))),
            "share": pick.random(),
        }
        for text in texts
    ]


def test_what_is_typed_stays_as_typed_and_changes_nothing_beside_it(reader: Path) -> None:
    orders = typed_into([*WRITTEN, *RANDOM], 11)
    made = answers(reader, orders)
    sound = [(order, answer) for order, answer in zip(orders, made, strict=True) if not answer["file"]]
    assert len(sound) > 1000
    others = [
        (order, answer) for order, answer in sound if answer["want"] != answer["got"] or answer["broken"]
    ]
    assert not others, f"{len(others)} of {len(sound)}, such as {others[0]}"


def test_typing_beside_broken_markup_loses_no_character(reader: Path) -> None:
    orders = typed_into(RANDOM, 12)
    made = answers(reader, orders)
    broken = [(order, answer) for order, answer in zip(orders, made, strict=True) if answer["file"]]
    assert len(broken) > 1000
    others = [
        (order, answer)
        for order, answer in broken
        if answer["value"].replace("\\", "") != inserted(order, answer) or not answer["stable"]
    ]
    assert not others, f"{len(others)} of {len(broken)}, such as {others[0]}"


def inserted(order: dict[str, Any], answer: dict[str, Any]) -> str:
    """The value without backslashes, if the typed characters stand in the text at some place; or the text."""
    text, typed, value = (
        str(one).replace("\\", "") for one in (order["text"], order["typed"], answer["value"])
    )
    places = (index for index in range(len(value)) if value.startswith(typed, index))
    return next((value for index in places if value[:index] + value[index + len(typed) :] == text), text)


def printed_characters(value: str) -> str:
    """What a value prints."""
    parts = (part for one in markup_pieces(value) for part in one.said)
    return "".join(
        part.base + part.reading if isinstance(part, Ruby) else part.text
        for part in parts
        if isinstance(part, Ruby | Text | Link | Foreign | SuperSub)
    )


def printed_texts(seed: int) -> list[tuple[str, str]]:
    """Values with what is printed of them: whole, with words around, with blanks and parts left out."""
    pick = random.Random(seed)
    made = []
    for value in [*WRITTEN, *RANDOM[:600]]:
        printed = printed_characters(value)
        made.append((value, printed))
        cut = pick.randint(0, len(printed))
        made.append((value, f"TEL：{printed[:cut]}（{printed[cut:].replace(' ', '')}）"))
        made.append((value, printed[:cut] + pick.choice(PARTS) + printed[cut + pick.randint(1, 3) :]))
    return made


def test_printed_characters_have_the_place_that_python_finds(reader: Path) -> None:
    cases = printed_texts(5)
    made = answers(reader, ({"do": "printed", "text": value, "printed": printed} for value, printed in cases))
    others = []
    for (value, printed), answer in zip(cases, made, strict=True):
        to = units(value)
        ours = [None if offset is None else to[offset] for offset in source_offsets(printed, value)]
        if answer["offsets"] != ours:
            others.append((value, printed, answer["offsets"], ours))
    assert not others, f"{len(others)} of {len(cases)}, such as {others[0]}"


def test_the_cursor_goes_to_the_printed_character(reader: Path) -> None:
    """It stands before the character itself, or before the ruby, link … that prints it."""
    cases = [(value, printed_characters(value)) for value in WRITTEN]
    made = answers(reader, ({"do": "printed", "text": value, "printed": printed} for value, printed in cases))
    for (value, printed), answer in zip(cases, made, strict=True):
        for character, place in zip(printed, answer["places"], strict=True):
            assert place is not None, value
            assert character in place or (place.isspace() and character == " "), (value, character, place)
