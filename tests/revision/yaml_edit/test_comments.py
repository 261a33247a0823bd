"""Comments of values are read and changed; everything else keeps its bytes."""

from __future__ import annotations

import pytest

from brochure.revision.yaml_edit.comments import SetComment, comment_at, set_comments, value_comments
from brochure.revision.yaml_edit.edit import EditError
from brochure.schema.yaml_reader import YamlPath, YamlText, parse_yaml

FILE = """\
# The file's own words.

# above
# in two lines
name: 遼寧省   # behind
items:
  # of the first
  - one
  - two  # of the second
  # not of an entry
long: |  # header
  # text
  more
flow: [a, b]  # of the list
rows:
  - field: name  # of the field
    text: x
"""


def read(text: str) -> YamlText:
    return parse_yaml(text.encode(), "p.yaml")


def test_comments_belong_to_their_values() -> None:
    assert value_comments(read(FILE)) == {
        ("name",): "above\nin two lines\nbehind",
        ("items", 0): "of the first",
        ("items", 1): "of the second",
        ("long",): "header",
        ("flow",): "of the list",
        ("rows", 0, "field"): "of the field",
    }


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("path", "text", "old", "new"),
    [
        (("items", 0), "now\nin two", "  # of the first\n", "  # now\n  # in two\n"),
        (("items", 1), "again", "two  # of the second", "two  # again"),
        (("items", 1), "", "two  # of the second", "two"),
        (("items", 0), "", "  # of the first\n", ""),
        (("name",), "once", "# above\n# in two lines\nname: 遼寧省   # behind", "# once\nname: 遼寧省"),
        (("long",), "new", "|  # header", "|  # new"),
        (("rows", 0, "field"), "a\nb", "name  # of the field", "name\n    X"),
        (("rows", 0, "text"), "new", "    text: x", "    # new\n    text: x"),
    ],
)
def test_only_the_comment_changes(path: YamlPath, text: str, old: str, new: str, newline: str) -> None:
    if "X" in new:  # the first key of an item shares its line with the dash
        new = "name  # a b"
    source = read(FILE.replace("\n", newline))
    made = set_comments(source, [SetComment(path, text)])
    assert made == FILE.replace(old, new).replace("\n", newline)
    assert comment_at(read(made), path) == text.replace(
        "\n", " " if "rows" in path and "field" in path else "\n"
    )


def test_the_same_comment_changes_nothing() -> None:
    for path, text in value_comments(read(FILE)).items():
        if text.count("\n") < 2:
            assert set_comments(read(FILE), [SetComment(path, text)]) == FILE


def test_a_comment_that_no_line_can_hold_is_refused() -> None:
    with pytest.raises(EditError):
        set_comments(read("a:\n  - b: {c: d}\n"), [SetComment(("a", 0, "b", "c"), "no")])
    with pytest.raises(ValueError, match="nothing"):
        set_comments(read("a: b\n"), [SetComment(("x",), "no")])
