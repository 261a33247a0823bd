"""Find the end of a text with a pattern that is made once.

tinyhtml5 keeps its patterns by what they look for, and then asks for them by something else: in
``characters = patterns[(characters, opposite)] = regex`` the first name is bound first. So it puts each
pattern together anew for each text and attribute of a page (no upstream issue known; not reported yet).
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
        raise RuntimeError("character_sets: tinyhtml5.inputstream has changed")
    inputstream.characters_until_regex = _Patterns()


class _Patterns(dict[tuple[frozenset[str], bool], re.Pattern[str]]):
    """Patterns for runs of characters: of those named, or of all others."""

    def __missing__(self, key: tuple[frozenset[str], bool]) -> re.Pattern[str]:
        characters, named = key
        listed = "".join(f"\\x{ord(character):02x}" for character in characters)
        pattern = self[key] = re.compile(f"[{'' if named else '^'}{listed}]+")
        return pattern
