"""Reader for the files of messages and help texts, which use a small part of YAML.

A file is a mapping; its values are texts and mappings. A text is on one line, in single quotes where YAML
needs them, or on several lines below a ``|``. PyYAML reads the same values
(``tests/diagnostics/test_text_files.py``), but importing it takes a fifth of the time of ``brochure --help``.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

from brochure.diagnostics.package import package_root

Lang = Literal["ja", "en"]

_RESERVED = "'\"|>[]{}#&*!%@`,?"  # a plain scalar of YAML cannot begin with these


def parse_texts(source: str) -> dict[str, Any]:
    r"""Parse a file of texts; the lines below a ``|`` are joined with line feeds.

    >>> parse_texts("build:\n  ja: '「{name}」: 作成'\n  en: |\n    build\n    it\n")
    {'build': {'ja': '「{name}」: 作成', 'en': 'build\nit'}}

    Raises:
        ValueError: A line is outside this part of YAML.
    """
    found: dict[str, Any] = {}
    open_: list[tuple[int, dict[str, Any]]] = [(-1, found)]  # the mappings around the line and their indents
    lines = source.splitlines()
    position = 0
    while position < len(lines):
        line, position = lines[position], position + 1
        text = line.lstrip(" ")
        if not text or text.startswith("#"):
            continue
        indent = len(line) - len(text)
        while open_[-1][0] >= indent:
            open_.pop()
        key, colon, value = text.partition(":")
        if not colon or not (value == "" or value.startswith(" ")) or key in open_[-1][1]:
            raise ValueError(f"line {position}: {line}")
        if value == " |":
            block, position = _block(lines, position, indent)
            open_[-1][1][key] = block
        elif value:
            open_[-1][1][key] = _scalar(value[1:], position)
        else:
            inner: dict[str, Any] = {}
            open_[-1][1][key] = inner
            open_.append((indent, inner))
    return found


def _block(lines: list[str], position: int, indent: int) -> tuple[str, int]:
    """Return the lines below a ``|`` (indented more than its key), and the index of the line after them."""
    end = position
    while end < len(lines) and lines[end].startswith(" " * (indent + 1)):
        end += 1
    return "\n".join(line.strip(" ") for line in lines[position:end]), end


def _scalar(value: str, number: int) -> str:
    """Return a text that is on one line, without its quotes."""
    quoted = value.startswith("'")
    if quoted and len(value) > 1 and value.endswith("'") and "'" not in value[1:-1].replace("''", ""):
        return value[1:-1].replace("''", "'")
    if value[0] in _RESERVED or ": " in value or " #" in value or value != value.strip() or value[-1] == ":":
        raise ValueError(f"line {number}: {value} needs single quotes")
    return value


def join_lines(text: str, lang: Lang) -> str:
    """Return a text on one line: Japanese lines are joined directly, English ones with a space."""
    return text.replace("\n", "" if lang == "ja" else " ")


@cache
def load_texts(name: str, lang: Lang) -> dict[str, str]:
    """Load a file of texts in one language.

    Args:
        name: The file in the package, without its language: ``cli/help`` stands for ``cli/help.ja.yaml`` and
            ``cli/help.en.yaml``.
        lang: The language.
    """
    source = (package_root() / f"{name}.{lang}.yaml").read_text("utf-8")
    return {key: join_lines(text, lang) for key, text in parse_texts(source).items()}
