"""Rules for file names that work on Windows, macOS, Linux and shared drives (SMB).

No function here reads the disk. A name is checked by itself, or against the other names of its folder.

Sources: Microsoft, "Naming Files, Paths, and Namespaces" (characters, device names, trailing dots and blanks,
260 characters for a path, no difference between capitals and small letters); Unicode Standard Annex #15
(NFC and NFD: to APFS both forms are the same name, to NTFS and Linux they are not).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

SHARED = ("_series", "_sources", "_ledger")  # files of profiles/ that are not profiles
ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")  # profiles, booklets, layouts, shops
LONGEST = 255  # UTF-16 units: the limit of NTFS, SMB and APFS (which stores UTF-8, up to 3 bytes a unit)
# Windows allows 259 for a whole path with its drive. This leaves 79 for the folder that contains the
# workspace, such as \\server\share\国際課\2026年度\… or C:\Users\…\OneDrive - …\Documents.
LONGEST_PATH = 180

# Every command imports this module: patterns that only `brochure check` needs are compiled when first used.
_FORBIDDEN = r'[<>:"/\\|?*\x00-\x1f\x7f]'
_UNDECODED = "[\ud800-\udfff]"  # Python stores bytes of a name that are not UTF-8 as lone surrogates
_ABSOLUTE = r"[/\\]|[A-Za-z]:[/\\]|[A-Za-z][A-Za-z0-9+.-]+://"
_DEVICES = frozenset(
    [
        "CON",
        "PRN",
        "AUX",
        "NUL",
        "CONIN$",
        "CONOUT$",
        *(f"{port}{number}" for port in ("COM", "LPT") for number in "123456789¹²³"),
    ]
)
_ENDINGS = r"(?:\.(?:ya?ml|txt|text))+\Z"
_YAML = r"\.ya?ml"


@dataclass(frozen=True, slots=True)
class NameFault:
    """A fault of a name: the code of its problem, and the part of the name that is wrong."""

    code: str
    detail: str = ""


def name_fault(name: str) -> NameFault | None:
    """Return why a name is not possible for a file or folder on every system, or None.

    >>> name_fault("地図.png")
    >>> name_fault("図1:地図.png"), name_fault("Aux.png")
    (NameFault(code='N101', detail=':'), NameFault(code='N103', detail='AUX'))
    >>> name_fault("地図.")
    NameFault(code='N102', detail='.')
    """
    if found := re.search(_FORBIDDEN, name):
        return NameFault("N101", found[0] if found[0].isprintable() else f"U+{ord(found[0]):04X}")
    if name.endswith((".", " ")) and name not in (".", ".."):
        return NameFault("N102", name[-1])
    if device := reserved_device(name):
        return NameFault("N103", device)
    if (units := utf16_length(name)) > LONGEST:
        return NameFault("N104", str(units))
    if not is_decoded(name):
        return NameFault("N105", name.encode(errors="surrogateescape").decode("cp932", "replace"))
    return None


def is_decoded(name: str) -> bool:
    """Whether all bytes of a name or path are UTF-8."""
    return re.search(_UNDECODED, name) is None


def name_warning(name: str) -> NameFault | None:
    """Return why a possible name may change on another system (N201, N202), or None."""
    from brochure.storage import nfc

    if name.startswith((" ", "\u3000")):
        return NameFault("N201", name.strip())
    if nfc.has_decomposed_characters(name):
        return NameFault("N202", unicodedata.normalize("NFC", name))
    return None


def reserved_device(name: str) -> str:
    """Return the Windows device that a name means, with any extension or case; or an empty string."""
    base = name.partition(".")[0].rstrip(" ").upper()
    return base if base in _DEVICES else ""


def is_absolute(path: str) -> bool:
    r"""Whether a path is absolute on any system (drive, server or root), or is a web address.

    >>> is_absolute("pictures/map.png"), is_absolute(r"C:\map.png"), is_absolute("https://a.jp/map.png")
    (False, True, True)
    """
    return bool(re.match(_ABSOLUTE, path))


def is_id(name: str) -> bool:
    """Whether a name is allowed for a profile, booklet, layout or shop."""
    return bool(ID.fullmatch(name)) and not reserved_device(name)


def utf16_length(name: str) -> int:
    """Return the length in UTF-16 units, as Windows counts."""
    return len(name) + sum(character > "\uffff" for character in name)


def folded_name(name: str) -> str:
    """Return a key that is equal for names that are the same on Windows (case) or macOS (NFC and NFD)."""
    composed = unicodedata.normalize("NFC", name)
    return "".join(big if len(big := letter.upper()) == 1 else letter for letter in composed)


def colliding_names(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield pairs of names of one folder that are the same name on another system: (later, first).

    >>> list(colliding_names(["map.png", "Map.PNG", "maps.png"]))
    [('map.png', 'Map.PNG')]
    """
    first: dict[str, str] = {}
    for name in sorted(names):
        key = folded_name(name)
        if key in first:
            yield name, first[key]
        first.setdefault(key, name)


def intended_file_name(entry: str) -> str:
    """Return the YAML file name that was probably meant by a file's name; or an empty string.

    Notepad adds .txt, which Explorer hides. People also write .yml, full-width letters or capitals.

    >>> [intended_file_name(name) for name in ("Liaoning.yml", "liaoning.yaml.txt", "ｌｉａｏｎｉｎｇ.yaml")]
    ['liaoning.yaml', 'liaoning.yaml', 'liaoning.yaml']
    >>> intended_file_name("memo.txt")
    ''
    """
    plain = unicodedata.normalize("NFKC", entry).strip().lower()
    ending = re.search(_ENDINGS, plain)
    if not ending or not re.search(_YAML, ending[0]):
        return ""
    name = re.sub(r"[ .]+", "-", plain[: ending.start()].strip())
    return f"{name}.yaml" if is_id(name) or name in SHARED else ""
