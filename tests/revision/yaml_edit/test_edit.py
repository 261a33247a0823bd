"""Edits of YAML files: the data are as asked, and whatever was not asked for is untouched, byte for byte."""

from __future__ import annotations

import difflib

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import generated
from brochure.revision.yaml_edit.apply import apply_edits
from brochure.revision.yaml_edit.edit import (
    AddComment,
    Edit,
    EditError,
    Insert,
    Move,
    Put,
    Remove,
    first_difference,
)
from brochure.schema.yaml_reader import Data, YamlPath, YamlText, parse_yaml
from law import law
from workspaces import REPO

PROFILES = sorted((REPO / "profiles").glob("*.yaml"))
FILES = [path.read_bytes() for path in PROFILES] + [generated.profile(seed).encode() for seed in range(4)]


def yaml(text: str) -> YamlText:
    """A file that was read."""
    return parse_yaml(text.encode(), "a.yaml")


# --- files as people write them, in all styles ---


TEXTS = (
    """
一行/a b/x: y/a # b/- a//no/12/2018-05/'q'/"q"/{瀋陽|しんよう}市/[@a]/*強*
終わり:/ 前/後 /\n/#a/%a/@a/null/~/👍/|/&a/a, b
？/? a/<</=/…/---
https:\\a.jp\\#b
""".strip("\n")
    .replace("\n", "/")
    .split("/")
)
TEXTS += [
    "一\n\n二",
    "一\n二\n三",
    "一\n\n二\n",
    "a\tb",
    "  二段\n下げ",
    "末尾\n\n",
    "\n先頭",
    "\x07",
    "\u2028",
]
TEXT = st.sampled_from(TEXTS)
KEYS = ["a", "b", "名前", "c d", "e-f", "12", "no"]


@st.composite
def data(draw: st.DrawFn, depth: int = 2) -> Data:
    """A value of any shape."""
    kind = draw(st.sampled_from("tttlm" if depth else "t"))
    if kind == "t":
        return draw(TEXT)
    if kind == "l":
        return draw(st.lists(data(depth - 1), max_size=3))
    return draw(st.dictionaries(st.sampled_from(KEYS), data(depth - 1), max_size=3))


@st.composite
def scalars(draw: st.DrawFn, pad: str, flow: bool = False) -> str:
    """A scalar as somebody may have written it; its later lines at ``pad``."""
    choices = ["一行", "plain text", "'it''s'", '"a\\tb"', "12", '"x: y"', "", "no"]
    if not flow:
        choices += [
            f"折った\n{pad}行\n{pad}と行",
            f"one\n\n{pad}two three\n{pad}four",
            f'"quoted\n{pad}lines \\\n{pad}more"',
            f"'single\n\n{pad}lines'",
            f"|\n{pad}一\n{pad}二\n\n{pad}三",
            f"|- # comment\n{pad}一\n\n{pad}二",
            f"|+\n{pad}一\n\n",
            f">\n{pad}folded\n{pad}lines\n\n{pad}par",
        ]
    return draw(st.sampled_from(choices))


@st.composite
def flows(draw: st.DrawFn, pad: str) -> str:
    """A flow collection, on one line or several, with comments perhaps."""
    items = draw(st.lists(scalars("", flow=True).filter(bool), max_size=3))
    breaks = draw(st.sampled_from([", ", ",", f",\n{pad}", f", # sep\n{pad}"]))
    if draw(st.booleans()):
        return "[" + breaks.join(items) + "]"
    return "{" + breaks.join(f"{key}: {item}" for key, item in zip(KEYS, items, strict=False)) + "}"


TRAILS = ["", "", "", "   # 後ろ", " # it's"]
ABOVE = ["", "", "", "{pad}# 前\n", "{pad}# 二行の\n{pad}# 注\n", "# 左端\n", "\n"]


@st.composite
def blocks(draw: st.DrawFn, column: int, depth: int) -> str:
    """Lines of a block list or mapping at a column, each with its line end."""
    pad = " " * column
    step = draw(st.sampled_from([2, 2, 4]))
    mapping = draw(st.booleans())
    lines: list[str] = []
    for index in range(draw(st.integers(1, 4))):
        lines.append(draw(st.sampled_from(ABOVE)).format(pad=pad))
        key = draw(st.sampled_from(["", '"', "'"]))
        head = f"{pad}{key}{KEYS[index]}{key}:" if mapping else f"{pad}-"
        trail = draw(st.sampled_from(TRAILS))
        below = pad + " " * step
        kind = draw(st.sampled_from("sssfb" if depth else "ssf"))
        if kind == "s":
            value = draw(scalars(below))
            lines.append(
                f"{head} {value}".rstrip(" ") + ("" if value.startswith(("|", ">")) else trail) + "\n"
            )
        elif kind == "f":
            lines.append(f"{head} {draw(flows(below))}{trail}\n")
        elif mapping:
            lines.append(f"{head}{trail}\n{draw(blocks(column + step, depth - 1))}")
        else:
            inner = draw(blocks(column + 2, depth - 1))
            compact = inner.startswith(pad + "  ") and not inner.lstrip().startswith("#")
            lines.append(f"{head} {inner.lstrip(' ')}" if compact else f"{head}{trail}\n{inner}")
    return "".join(lines)


@st.composite
def files(draw: st.DrawFn) -> YamlText:
    """A whole file."""
    text = draw(st.sampled_from(["", "# 頭\n", "# 頭\n\n", "---\n"])) + draw(blocks(0, 3))
    if draw(st.booleans()):
        text = text.removesuffix("\n")
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    return parse_yaml((draw(st.sampled_from(["", "\ufeff"])) + text).encode(), "a.yaml")


def paths(source: YamlText) -> list[YamlPath]:
    """Every place in a file."""
    return [path for path in source.spans if path]


@st.composite
def edits(draw: st.DrawFn, source: YamlText) -> list[Edit]:
    """Edits of a file, which may contradict each other."""
    made: list[Edit] = []
    everywhere = [*paths(source), ()]
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(everywhere))
        value = source.value(path)
        options: list[Edit] = [AddComment(path, ["確認"])]
        if path:
            options += [Put(path, draw(data())), Remove(path)]
        if isinstance(value, list):
            size = len(value)
            options.append(Insert(path, draw(st.integers(0, size)), draw(data())))
            if size > 1:
                options.append(Move(path, draw(st.integers(0, size - 1)), draw(st.integers(0, size))))
        if isinstance(value, dict):
            order = draw(st.permutations(KEYS))
            options.append(Put((*path, draw(st.sampled_from(KEYS))), draw(data()), tuple(order)))
            options.append(Put((*path, "neu", "deep"), draw(TEXT), ("neu", *order)))
        made.append(draw(st.sampled_from(options)))
    return made


def tried(source: YamlText, made: list[Edit]) -> str | None:
    """The new text, or nothing where the edits contradict each other.

    A file is refused only for the blank lines that ``|+`` makes part of a text.
    """
    try:
        return apply_edits(source, made)
    except EditError:
        if "|+" not in source.text:
            raise
    except ValueError:
        pass
    return None


# --- laws ---


@law(sample=300, full=5000)
@given(st.data())
def test_any_edit_of_any_file_gives_the_data_asked_for(draw: st.DataObject) -> None:
    source = draw.draw(files())
    made = draw.draw(edits(source))
    text = tried(source, made)
    if text is None:
        return
    assert text.startswith("\ufeff") == source.bom
    found = parse_yaml(text.encode(), "b.yaml")
    for edit in made:  # apply_edits has compared all data itself; this holds it to its word
        if len(made) == 1 and isinstance(edit, Put):
            assert first_difference(found.value(edit.path), edit.value) is None
        elif len(made) == 1 and isinstance(edit, AddComment):
            assert first_difference(found.data, source.data) is None
            assert text.count("# 確認") == 1
    for comment in ("# 前", "# 二行の", "# 左端", "# 後ろ", "# it's", "# sep", "# comment", "# 頭"):
        assert text.count(comment) == source.text.count(comment), f"{comment} is lost"
    ends = {
        "\r\n" if line.endswith("\r\n") else "\n"
        for line in text.splitlines(keepends=True)
        if line[-1] in "\r\n"
    }
    if "\n" in source.text:
        assert ends <= {"\r\n" if "\r\n" in source.text else "\n"}


@law(sample=100, full=2000)
@given(st.data())
def test_lines_of_a_profile_that_no_edit_touches_stay(draw: st.DataObject) -> None:
    source = parse_yaml(draw.draw(st.sampled_from(FILES)), "a.yaml")
    texts = [path for path in paths(source) if isinstance(source.value(path), str)]
    chosen = draw.draw(st.lists(st.sampled_from(texts), min_size=1, max_size=3, unique=True))
    text = apply_edits(source, [Put(path, draw.draw(TEXT)) for path in chosen])
    touched: set[int] = set()
    for path in chosen:
        span = source.spans[path]
        first = source.text.count("\n", 0, span.start)
        touched |= set(range(first, source.text.count("\n", 0, span.end) + 1))
    old, new = source.text.splitlines(keepends=True), text.splitlines(keepends=True)
    for kind, start, end, _, _ in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            assert set(range(start, end)) <= touched


@pytest.mark.parametrize("raw", FILES, ids=[path.name for path in PROFILES] + ["random"] * 4)
def test_nothing_to_change_changes_nothing(raw: bytes) -> None:
    source = parse_yaml(raw, "a.yaml")
    assert apply_edits(source, []) == source.text
    assert (
        apply_edits(source, [Put(path, source.value(path)) for path in paths(source) if len(path) == 2])
        == source.text
    )


def lines(text: str) -> list[str]:
    """What stands between line ends."""
    return text.replace("\r\n", "\n").split("\n")


@law(sample=200, full=5000)
@given(st.data())
def test_what_is_added_leaves_every_line_as_it_was(draw: st.DataObject) -> None:
    source = draw.draw(files())
    block = [path for path, span in source.spans.items() if span.style == "block"]
    path = draw.draw(st.sampled_from(block))
    value = source.value(path)
    made: list[Edit] = [AddComment(path, ["確認"]), Put((*path, "neu"), draw.draw(data()))]
    if isinstance(value, list):
        made[1] = Insert(path, draw.draw(st.integers(1, len(value))), draw.draw(data()))
    text = tried(source, draw.draw(st.sampled_from([made[:1], made[1:], made])))
    assume(text is not None)
    assert text is not None
    remaining = iter(lines(text.removeprefix("\ufeff")))
    for line in lines(source.text):
        assert line in remaining, f"{line!r} was changed"


@law(sample=100, full=3000)
@given(st.data())
def test_a_move_changes_no_line(draw: st.DataObject) -> None:
    source = draw.draw(files())
    block = [path for path, span in source.spans.items() if span.style == "block"]
    long = [
        path for path in block if isinstance(source.value(path), list) and len(source.value(path) or "") > 2
    ]
    assume(long)
    path = draw.draw(st.sampled_from(long))
    size = len(source.value(path) or "")
    move = Move(path, draw.draw(st.integers(1, size - 1)), draw.draw(st.integers(1, size)))
    text = tried(source, [move])
    assume(text is not None)
    assert text is not None
    assert sorted(lines(text.removeprefix("\ufeff"))) == sorted(lines(source.text))


@law(sample=100, full=2000)
@given(st.data())
def test_a_removed_item_can_come_back(draw: st.DataObject) -> None:
    source = parse_yaml(draw.draw(st.sampled_from(FILES)), "a.yaml")
    lists = [path for path in paths(source) if isinstance(source.value(path), list) and source.value(path)]
    assume(lists)
    path = draw.draw(st.sampled_from(lists))
    items = source.value(path)
    assert isinstance(items, list)
    index = draw.draw(st.integers(0, len(items) - 1))
    without = parse_yaml(apply_edits(source, [Remove((*path, index))]).encode(), "b.yaml")
    again = parse_yaml(apply_edits(without, [Insert(path, index, items[index])]).encode(), "c.yaml")
    assert first_difference(again.data, source.data) is None


# --- examples ---


@pytest.mark.parametrize(
    ("old", "made", "new"),
    [
        # scalars keep their style, and their comments
        ("a: 一 # 注\nb: 二\n", [Put(("a",), "三")], "a: 三 # 注\nb: 二\n"),
        ("a: '一'\n", [Put(("a",), "it's")], "a: 'it''s'\n"),
        ('a: "一"\n', [Put(("a",), '"')], 'a: "\\""\n'),
        ("a: 一\nb: 'c'\n", [Put(("a",), "x: y")], "a: 'x: y'\nb: 'c'\n"),
        ('a: 一\nb: "c"\n', [Put(("a",), "no")], 'a: "no"\nb: "c"\n'),
        ("a: 2018-05-08\n", [Put(("a",), "2019-05-08")], "a: 2019-05-08\n"),
        ("a: 一\n", [Put(("a",), "")], "a: ''\n"),
        ("a: # 注\n", [Put(("a",), "一")], "a: 一 # 注\n"),
        ("- a\n-\n", [Put((1,), "b")], "- a\n- b\n"),
        # texts of several lines
        ("a:\n  b: 一 # 注\n", [Put(("a", "b"), "一\n\n二")], "a:\n  b: | # 注\n    一\n\n    二\n"),
        ("a: |-\n  一\n  二\n  三\n", [Put(("a",), "一\n二\n新\n三")], "a: |-\n  一\n  二\n  新\n  三\n"),
        ("a: |\n    一\n    二\n\nb: c\n", [Put(("a",), "一\n四\n")], "a: |\n    一\n    四\n\nb: c\n"),
        ("a: one\n   two three\n   four\n", [Put(("a",), "one two four")], "a: one\n   two\n   four\n"),
        ('a: "\\u4e00\\\n  二"\n', [Put(("a",), "一三")], 'a: "\\u4e00三"\n'),
        ("- 一\n- 二\n", [Put((0,), "一\n二")], "- |\n  一\n  二\n- 二\n"),
        # items
        ("- a # 1\n# b\n- b\n", [Insert((), 1, "n")], "- a # 1\n- n\n# b\n- b\n"),
        ("- a\n- b", [Insert((), 2, "n"), Insert((), 2, "m")], "- a\n- b\n- n\n- m"),
        ("a:\n-   b\n-   c\n", [Insert(("a",), 0, "n")], "a:\n-   n\n-   b\n-   c\n"),
        ("a: [b, c] # d\n", [Insert(("a",), 0, "n"), Remove(("a", 1))], "a: [n, b] # d\n"),
        ("a: [\n  b,\n  c\n]\n", [Insert(("a",), 2, "n")], "a: [\n  b,\n  c,\n  n\n]\n"),
        ("a: []\n", [Insert(("a",), 0, "n")], "a:\n  - n\n"),
        (
            "- label: a\n  date: b\n",
            [Insert((), 1, {"label": "c", "date": "d"})],
            "- label: a\n  date: b\n- label: c\n  date: d\n",
        ),
        ("- {a: b}\n", [Insert((), 1, {"a": "c"})], "- {a: b}\n- {a: c}\n"),
        ("- - a\n  - b\n", [Insert((0,), 0, "n")], "- - n\n  - a\n  - b\n"),
        # what goes
        ("- a # 1\n# b\n- b\n- c\n", [Remove((0,))], "# 1\n# b\n- b\n- c\n"),
        ("- a\n- b # 1\n- c\n", [Remove((1,))], "- a\n# 1\n- c\n"),
        ("- a: 1\n  b: 2\n", [Remove((0, "a"))], "- b: 2\n"),
        ("- a: 1\n  # c\n  b: 2\n", [Remove((0, "a"))], "-\n  # c\n  b: 2\n"),
        ("a:\n  b: c\n", [Remove(("a", "b"))], "a: {}\n"),
        ("a: b\nc: d", [Remove(("c",))], "a: b"),
        ("a: b\nc: d\n", [Remove(("a",))], "c: d\n"),
        # moves take their comments along
        ("- a\n# b\n- b # 2\n- c\n", [Move((), 1, 0)], "# b\n- b # 2\n- a\n- c\n"),
        ("- a\n- b: c\n  d: e", [Move((), 0, 2)], "- b: c\n  d: e\n- a"),
        ("- a\n- b\n", [Move((), 0, 2), Put((0,), "n")], "- b\n- n\n"),
        ("a: [b, c, d]\n", [Move(("a",), 2, 0)], "a: [d, b, c]\n"),
        # keys
        ("a: 1\nc: 3\n", [Put(("b",), "x", ("a", "b", "c"))], "a: 1\nb: x\nc: 3\n"),
        ("# 頭\nc: 3\n", [Put(("b",), "x", ("a", "b", "c"))], "# 頭\nb: x\nc: 3\n"),
        (
            "a:\n  b: c\n\nz:\n  y: x\n",
            [Put(("n", "i"), "j", ("a", "n", "z")), Put(("n", "k"), "l")],
            "a:\n  b: c\n\nn:\n  i: j\n  k: l\n\nz:\n  y: x\n",
        ),
        (
            "a:\n    b: c\n",
            [Put(("a", "d"), {"e": ["f"]})],
            "a:\n    b: c\n    d:\n        e:\n          - f\n",
        ),
        ("- a: b\n", [Put((0, "c"), "d", ("c", "a"))], "- c: d\n  a: b\n"),
        ('{"a": "b"}', [Put(("c",), ["d"])], '{"a": "b", "c": ["d"]}'),
        # to-dos
        (
            "a:\n  - b # 1\n  - c\n",
            [AddComment(("a", 0), ["TODO: 見る"])],
            "a:\n  - b # 1\n  # TODO: 見る\n  - c\n",
        ),
        ("a: |\n  b\n\nc: d\n", [AddComment(("a",), ["一\n二"])], "a: |\n  b\n# 一\n# 二\n\nc: d\n"),
        # line ends
        ("- a\r\n", [Insert((), 0, "b")], "- b\r\n- a\r\n"),
        (
            "a: b\r\nc:\r\n  - d\r\n",
            [Insert(("c",), 1, "e\nf")],
            "a: b\r\nc:\r\n  - d\r\n  - |\r\n    e\r\n    f\r\n",
        ),
    ],
)
def test_an_edit_is_written_as_a_person_would(old: str, made: list[Edit], new: str) -> None:
    assert apply_edits(yaml(old), made) == new


def test_a_byte_order_mark_stays() -> None:
    source = parse_yaml(b"\xef\xbb\xbfa: b\n", "a.yaml")
    assert apply_edits(source, [Put(("a",), "c")]) == "\ufeffa: c\n"


@pytest.mark.parametrize(
    ("made", "words"),
    [
        ([Remove(("a",)), Put(("a", 0), "x")], "a.0 is inside a"),
        ([Put(("a",), []), Insert(("a",), 0, "x")], "a is inside a"),
        ([Remove(("a", 0)), Move(("a",), 0, 2)], r"two edits of a\.0"),
        ([Put(("b",), "x"), Put(("b",), "y")], "two edits of b"),
        ([Remove(("a", 0)), AddComment(("a", 0), ["x"])], "is inside"),
        ([Put(("a", 5), "x")], r"nothing is at a\.5"),
        ([Put(("b", "c"), "x")], r"nothing is at b\.c"),
        ([Insert(("a",), 9, "x")], "no item can stand"),
        ([Remove(("z",))], "nothing to remove"),
        ([AddComment(("z",), ["x"])], "nothing to comment on"),
        ([Move(("a",), 7, 0)], "no item can go"),
    ],
)
def test_edits_that_contradict_each_other_are_refused(made: list[Edit], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        apply_edits(yaml("a:\n  - b\n  - c\nb: d\n"), made)


def test_a_file_that_cannot_be_changed_is_refused() -> None:
    with pytest.raises(EditError, match="cannot be changed so"):
        apply_edits(yaml("? a\n: b\n? c\n: d\n"), [Put(("e",), "f", ("e", "a")), Remove(("a",))])
