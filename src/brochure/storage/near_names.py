"""Find the file that a person means by a name, and suggest names for new files."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from brochure.diagnostics.problem import nearest_word
from brochure.storage.file_names import is_id
from brochure.storage.input_file import MAX_TEXT, read_ordinary

_NAMED = (
    r"(?m)(?:^|[{,])\s*(?:name|reading|latin|native|title)\s*:\s*"
    r"""(?:"([^"\n]*)"|'([^'\n]*)'|([^"',}\n#]+))"""
)
_SEARCHED_BYTES = 5_000  # the names are at the beginning of a file
_HEPBURN = {"si": "shi", "ti": "chi", "tu": "tsu", "hu": "fu", "zi": "ji", "di": "ji", "du": "zu", "wo": "o"}


def nearest_file(word: str, folder: Path, known: list[str]) -> str:
    """Return the name of the file that is probably meant, or an empty string.

    A file is found by its own name, by ``profiles/name.yaml``, and by the names in it: the Japanese name, its
    reading, the Latin and the native name.

    Args:
        word: What the person typed.
        folder: The folder of the YAML files.
        known: Their names, without ``.yaml``.

    Returns:
        The name; with the name that was found in the file, ``liaoning = 遼寧省``, if the two are not alike.
    """
    typed = _plain(re.sub(r"\.ya?ml\Z", "", re.split(r"[\\/]", word)[-1], flags=re.IGNORECASE))
    if not typed:
        return ""
    if found := nearest_word(typed, known):
        return found
    names = {_plain(shown): (name, shown) for name in known for shown in _names_in(folder / f"{name}.yaml")}
    near = typed if typed in names else nearest_word(typed, names) or _containing(typed, names)
    return " = ".join(names[near]) if near else ""


def suggested_name(word: str) -> str:
    """Return a name for a new file that is like ``word``; or an empty string.

    >>> suggested_name("Gyeonggi2"), suggested_name("りょうねい"), suggested_name("My Partner.yaml")
    ('gyeonggi2', 'ryounei', 'my-partner')
    >>> suggested_name("京畿道"), suggested_name("con")
    ('', 'con-1')
    """
    plain = _plain(re.sub(r"\.ya?ml\Z", "", word, flags=re.IGNORECASE), blank="-")
    romanised = _romanised(plain)
    name = re.sub(r"[^a-z0-9_-]+", "-", romanised).strip("-_")
    if re.search(r"[^\x00-\x7f]", romanised) or not name:
        return ""
    return next((one for one in (name, f"{name}-1") if is_id(one)), "")


def _romanised(text: str) -> str:
    """Return a text with its hiragana in the Hepburn system; the names of Unicode give the syllables."""
    made = ""
    for character in text.replace("ー", ""):
        named = unicodedata.name(character, "").removeprefix("HIRAGANA LETTER ").lower()
        if not "\u3041" <= character <= "\u3096":
            made += character
        elif named.startswith("small y") and made.endswith("i"):  # しゃ is sha, きゃ is kya
            made = made[:-1] + named[-1 if made.endswith(("shi", "chi", "ji")) else -2 :]
        elif named.startswith("small ") and named != "small tu":  # ふぁ is fa
            made = made[:-1] + named[-1]
        else:
            made += "*" if named == "small tu" else _HEPBURN.get(named, named)
    return re.sub(r"\*(?=([a-z]))", r"\1", made).replace("*", "")


def _plain(name: str, blank: str = "") -> str:
    """Return a name for comparison: small letters, hiragana, no accents, no blanks."""
    wide = unicodedata.normalize("NFKC", name).casefold()
    hiragana = "".join(chr(ord(one) - 0x60) if "ァ" <= one <= "ヶ" else one for one in wide)
    parts = unicodedata.normalize("NFD", hiragana)
    bare = "".join(one for one in parts if not "\u0300" <= one <= "\u036f")
    return re.sub(r"[\s・]+", blank, unicodedata.normalize("NFC", bare).strip())


def _names_in(path: Path) -> list[str]:
    """Return the names at the beginning of a YAML file, which need not be correct."""
    try:
        text = (read_ordinary(path, MAX_TEXT) or b"")[:_SEARCHED_BYTES].decode("utf-8", "replace")
    except OSError:  # also a folder or a pipe
        return []
    head = re.split(r"(?m)^answers\s*:", text)[0]
    return [name.strip() for found in re.findall(_NAMED, head) for name in found if name.strip()]


def _containing(typed: str, names: dict[str, tuple[str, str]]) -> str:
    """Return the only name that contains the typed words or is contained in them; or an empty string."""
    found = {names[name][0]: name for name in names if len(name) > 1 and (typed in name or name in typed)}
    return next(iter(found.values())) if len(found) == 1 and len(typed) > 1 else ""
