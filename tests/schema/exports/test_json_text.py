"""JSON with places, against the standard library, and faults with their places."""

from __future__ import annotations

import json
import random

import pytest

from brochure.diagnostics.problem import BrochureError
from brochure.schema.exports.json_text import parse_json
from brochure.storage.encoding import Lines
from law import law


def as_texts(value: object) -> object:
    """The value as the reader returns it: scalars as they are typed."""
    if isinstance(value, dict):
        return {key: as_texts(one) for key, one in value.items()}
    if isinstance(value, list):
        return [as_texts(one) for one in value]
    return value if value is None or isinstance(value, str) else json.dumps(value)


def random_value(random_: random.Random, depth: int = 0) -> object:
    kinds = ["text", "number", "word"] + (["list", "object"] if depth < 4 else [])
    match random_.choice(kinds):
        case "text":
            return "".join(random_.choices('aあ𠮷"\\/\n\t\x01é', k=random_.randrange(6)))
        case "number":
            return random_.choice([0, -1, 17, 2.5, 1e-9])
        case "word":
            return random_.choice([True, False, None])
        case "list":
            return [random_value(random_, depth + 1) for _ in range(random_.randrange(4))]
        case _:
            return {f"k{n}\u3042": random_value(random_, depth + 1) for n in range(random_.randrange(4))}


@law(sample=60, full=5000)
def test_what_the_standard_library_writes_is_read_alike(seed: int) -> None:
    random_ = random.Random(seed)
    value = random_value(random_)
    text = json.dumps(value, ensure_ascii=random_.random() < 0.5, indent=random_.choice([None, 1, "\t"]))
    assert parse_json(Lines("a.json", text)).data == as_texts(value)


def test_two_escapes_are_one_character_and_places_go_on_after_them() -> None:
    typed = '[{"title": "\\ud842\\udfb7野\\u5bb6x", "b": 1}]'
    text = parse_json(Lines("a.json", typed))
    assert text.value((0, "title")) == "𠮷野家x"
    assert text.locate((0, "title")).column == typed.index('"\\') + 1
    assert text.locate((0, "title"), 4).column == typed.index("x") + 1
    assert text.locate((0, "b")).column == typed.index("1}") + 1


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "1:1"),
        ("[", "1:2"),
        ('[{"a": 1]', "1:9"),
        ('[\n{"a": 1,}]', "2:8"),
        ("[1,]", "1:3"),
        ('[{"a" 1}]', "1:7"),
        ("[{a: 1}]", "1:3"),
        ("['a']", "1:2"),
        ('["a\nb"]', "1:4"),
        ('["a\\x"]', "1:4"),
        ('["\\ud842"]', "1:3"),
        ('["\\u12"]', "1:3"),
        ("[1] x", "1:5"),
        ("[tru]", "1:2"),
        ('["abc', "1:6"),
        ('[{"a": 1}\n{"b": 2}]', "2:1"),
    ],
)
def test_a_fault_has_its_place(text: str, place: str) -> None:
    with pytest.raises(BrochureError) as raised:
        parse_json(Lines("a.json", text))
    (found,) = raised.value.problems
    assert (found.code, str(found.location)) == ("C102", f"a.json:{place}")


def test_a_key_twice_and_deep_nesting_are_refused() -> None:
    for text, code in (('{"a": 1, "a": 2}', "Y111"), ("[" * 1000, "Y106")):
        with pytest.raises(BrochureError) as raised:
            parse_json(Lines("a.json", text))
        assert [found.code for found in raised.value.problems] == [code]
