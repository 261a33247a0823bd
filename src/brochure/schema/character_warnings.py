"""Warnings about line ends and characters of a YAML file that other programs do not handle well."""

from __future__ import annotations

from collections.abc import Iterator

from brochure.diagnostics.problem import Problem, problem
from brochure.schema.yaml_reader import YamlText
from brochure.storage import encoding, nfc

MANY_DECOMPOSED = 10  # texts with decomposed characters; a file with more of them was converted as a whole


def character_warnings(source: YamlText) -> Iterator[Problem]:
    """Yield warnings about line ends and decomposed characters, which other programs do not handle well.

    A file has one warning about its decomposed characters, at the first of them.
    """
    yield from encoding.line_end_warnings(source.lines)
    if not nfc.has_decomposed_characters(source.text):
        return
    found = [
        (word, pieces) for word in source.words() if (pieces := list(nfc.decomposed_characters(word.text)))
    ]
    if not found:
        return  # they are in comments
    word, first = found[0]
    pieces = [piece for _, pieces in found for piece in pieces]
    is_whole_file = len(found) > MANY_DECOMPOSED
    details = _pieces(pieces[:1] if is_whole_file else pieces)
    place = source.locate_in(word, first[0].offset)
    yield problem("Y208" if is_whole_file else "Y207", place, count=len(pieces), **details)


def _pieces(found: list[nfc.DecomposedCharacter]) -> dict[str, str]:
    """Return the details of Y207 and Y208: the composed characters, each once, and the first one's pieces."""
    return {
        "composed": "".join(dict.fromkeys(one.composed for one in found)),
        "pieces": found[0].shown,
    }
