"""Files of texts for people, such as messages and help: the little of YAML that they use.

A file is a mapping of texts and mappings; a text stands in one line, in single quotes where YAML asks for
them, or in lines below a ``|``. PyYAML reads the same from it (``tests/diagnostics/test_text_files.py``), but
importing it takes a fifth of the time of ``brochure --help``.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

from brochure.diagnostics.package import package_root

Lang = Literal["ja", "en"]

_RESERVED = "'\"|>[]{}#&*!%@`,?"  # with these YAML begins something else than a plain text


def parse(source: str) -> dict[str, Any]:
    r"""The texts of a file; lines below a ``|`` are parted by line ends.

    >>> parse("build:\n  ja: '「{name}」: 作成'\n  en: |\n    build\n    it\n")
    {'build': {'ja': '「{name}」: 作成', 'en': 'build\nit'}}

    Raises:
        ValueError: A line is written in another way.
    """
    found: dict[str, Any] = {}
    open_: list[tuple[int, dict[str, Any]]] = [(-1, found)]  # the mappings around a line, with their indents
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
    """The lines below a ``|``, which are indented more than its key, and the position behind them."""
    end = position
    while end < len(lines) and lines[end].startswith(" " * (indent + 1)):
        end += 1
    return "\n".join(line.strip(" ") for line in lines[position:end]), end


def _scalar(value: str, number: int) -> str:
    """A text in one line."""
    quoted = value.startswith("'")
    if quoted and len(value) > 1 and value.endswith("'") and "'" not in value[1:-1].replace("''", ""):
        return value[1:-1].replace("''", "'")
    if value[0] in _RESERVED or ": " in value or " #" in value or value != value.strip() or value[-1] == ":":
        raise ValueError(f"line {number}: {value} needs single quotes")
    return value


def joined(text: str, lang: Lang) -> str:
    """A text in one line: Japanese lines are joined without a blank, English ones with one."""
    return text.replace("\n", "" if lang == "ja" else " ")


@cache
def texts(name: str, lang: Lang) -> dict[str, str]:
    """The texts of a file of one language.

    Args:
        name: The file in the package, without language: ``cli/help`` is ``cli/help.ja.yaml`` or
            ``cli/help.en.yaml``.
        lang: The language.
    """
    source = (package_root() / f"{name}.{lang}.yaml").read_text("utf-8")
    return {key: joined(text, lang) for key, text in parse(source).items()}
