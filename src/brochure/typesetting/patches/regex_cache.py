"""Compile the patterns that find the end of a text once.

tinyhtml5 stores its patterns under a key that it never looks up: in
``characters = patterns[(characters, opposite)] = regex`` the first name is bound first. So it compiles each
pattern again for each text and attribute of a page (no upstream issue known; not reported yet).
"""

from __future__ import annotations

import re


def apply() -> None:
    """Replace the dictionary ``tinyhtml5.inputstream.characters_until_regex``.

    Raises:
        RuntimeError: It is not where it is expected.
    """
    from tinyhtml5 import inputstream

    if not isinstance(inputstream.characters_until_regex, dict):
        raise RuntimeError("regex_cache: tinyhtml5.inputstream has changed")
    inputstream.characters_until_regex = _Patterns()


class _Patterns(dict[tuple[frozenset[str], bool], re.Pattern[str]]):
    """Patterns for runs of the given characters, or of all other characters."""

    def __missing__(self, key: tuple[frozenset[str], bool]) -> re.Pattern[str]:
        characters, named = key
        listed = "".join(f"\\x{ord(character):02x}" for character in characters)
        pattern = self[key] = re.compile(f"[{'' if named else '^'}{listed}]+")
        return pattern
