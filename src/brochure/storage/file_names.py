"""Names that every system takes the same: Windows, macOS, Linux, and shared drives (SMB) between them.

Nothing here looks at a disk. A name is judged by itself, or beside the other names of its folder.

Sources: Microsoft, "Naming Files, Paths, and Namespaces" (characters, device names, trailing dots and blanks,
260 characters for a path, no difference between capitals and small letters); Unicode Standard Annex #15
(NFC and NFD: APFS takes both forms of a name for the same, NTFS and Linux do not).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

SHARED = ("_series", "_sources", "_ledger")  # files of profiles/ that are no profiles
ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")  # profiles, booklets, layouts, shops
LONGEST = 255  # UTF-16 units, of NTFS, APFS (there UTF-8, up to thrice as much) and of SMB
# Windows takes 259 for a whole path, drive and all: this leaves 79 to the folder that the workspace lies in,
# as \\server\share\国際課\2026年度\… or C:\Users\…\OneDrive - …\Documents need.
LONGEST_PATH = 180

# Every command imports this: what only a check needs is imported, and compiled, when it is looked for.
_FORBIDDEN = r'[<>:"/\\|?*\x00-\x1f\x7f]'
_UNDECODED = "[\ud800-\udfff]"  # how Python keeps bytes of a name that are not UTF-8
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
    """What is wrong with a name: the code of the message, and what in the name it is about."""

    code: str
    detail: str = ""


def fault(name: str) -> NameFault | None:
    """Why a name cannot be that of a file or folder on every system, or nothing.

    >>> fault("地図.png")
    >>> fault("図1:地図.png"), fault("Aux.png")
    (NameFault(code='N101', detail=':'), NameFault(code='N103', detail='AUX'))
    >>> fault("地図.")
    NameFault(code='N102', detail='.')
    """
    if found := re.search(_FORBIDDEN, name):
        return NameFault("N101", found[0] if found[0].isprintable() else f"U+{ord(found[0]):04X}")
    if name.endswith((".", " ")) and name not in (".", ".."):
        return NameFault("N102", name[-1])
    if device := reserved(name):
        return NameFault("N103", device)
    if (units := length(name)) > LONGEST:
        return NameFault("N104", str(units))
    if re.search(_UNDECODED, name):
        return NameFault("N105", name.encode(errors="surrogateescape").decode("cp932", "replace"))
    return None


def doubt(name: str) -> NameFault | None:
    """What makes a name differ or get lost on another system, though it can be."""
    from brochure.storage import nfc

    if name.startswith((" ", "\u3000")):
        return NameFault("N201", name.strip())
    if nfc.is_apart(name):
        return NameFault("N202", unicodedata.normalize("NFC", name))
    return None


def reserved(name: str) -> str:
    """The device that Windows takes a name for, also with an ending and in small letters; or nothing."""
    base = name.partition(".")[0].rstrip(" ").upper()
    return base if base in _DEVICES else ""


def is_absolute(path: str) -> bool:
    r"""Whether a path begins at a drive, a server or a root, on whatever system; or is an address of the web.

    >>> is_absolute("pictures/map.png"), is_absolute(r"C:\map.png"), is_absolute("https://a.jp/map.png")
    (False, True, True)
    """
    return bool(re.match(_ABSOLUTE, path))


def is_id(name: str) -> bool:
    """Whether a profile, booklet, layout or shop may be called so."""
    return bool(ID.fullmatch(name)) and not reserved(name)


def length(name: str) -> int:
    """UTF-16 units, as Windows counts."""
    return len(name) + sum(character > "\uffff" for character in name)


def folded(name: str) -> str:
    """What two names have in common that are one on Windows (capitals) or on macOS (NFC and NFD)."""
    composed = unicodedata.normalize("NFC", name)
    return "".join(big if len(big := letter.upper()) == 1 else letter for letter in composed)


def twins(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Names of one folder that are one name elsewhere: each later one, with the first.

    >>> list(twins(["map.png", "Map.PNG", "maps.png"]))
    [('map.png', 'Map.PNG')]
    """
    first: dict[str, str] = {}
    for name in sorted(names):
        key = folded(name)
        if key in first:
            yield name, first[key]
        first.setdefault(key, name)


def meant(entry: str) -> str:
    """The name of the YAML file that an entry of a folder was probably meant to be; or nothing.

    Notepad adds .txt, which Explorer hides; editors of other languages write .yml, full-width or capital
    letters.

    >>> meant("Liaoning.yml"), meant("liaoning.yaml.txt"), meant("ｌｉａｏｎｉｎｇ.yaml"), meant("memo.txt")
    ('liaoning.yaml', 'liaoning.yaml', 'liaoning.yaml', '')
    """
    plain = unicodedata.normalize("NFKC", entry).strip().lower()
    ending = re.search(_ENDINGS, plain)
    if not ending or not re.search(_YAML, ending[0]):
        return ""
    name = re.sub(r"[ .]+", "-", plain[: ending.start()].strip())
    return f"{name}.yaml" if is_id(name) or name in SHARED else ""
