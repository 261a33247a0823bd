"""Check that the paths in a YAML file are spelt exactly as the names on the disk.

Windows and macOS open ``Pictures/Map.PNG`` as ``pictures/map.png``; a Linux server does not. So the names are
compared with the listing of the folders, even if the system would open the file.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from brochure.diagnostics.problem import Location, Problem, problem
from brochure.storage import file_names, nfc

# macOS lists the names on shared drives in NFD, whatever form they have there, and opens both forms.
FORMS_ARE_KEPT = sys.platform != "darwin"

# A backslash and a letter in double quotes become a control character: "pictures\\new.png" has a line feed.
_ESCAPED = str.maketrans(
    {made: f"\\{letter}" for made, letter in zip("\0\a\b\t\n\v\f\r\x1b", "0abtnvfre", strict=True)}
)


def spelling_problems(named: str, base: Path, where: Location) -> Iterator[Problem]:
    """Yield the problems with the spelling of a path; none if no file has a similar name.

    Args:
        named: The path as written, relative to ``base``.
        base: The folder that the path starts from.
        where: The place where the path is written.
    """
    typed = named.rstrip("\n").translate(_ESCAPED)
    if "\\" in typed:
        yield problem("N106", where, name=typed, forward=typed.replace("\\", "/"))
        return
    faults = [(part, fault) for part in named.split("/") if (fault := file_names.name_fault(part))]
    if faults:
        yield from (problem(fault.code, where, name=part, detail=fault.detail) for part, fault in faults)
    elif (real := spelling_on_disk(named, base)) and real != named:
        yield problem(_difference(named, real), where, name=named, real=real)


def _difference(named: str, real: str) -> str:
    """Return the code for the difference of two paths that are the same on another system."""
    if _composed(real) != _composed(named):
        return "N107"
    return "N108" if nfc.has_decomposed_characters(real) else "N111"


def spelling_on_disk(named: str, base: Path) -> str:
    """Return a path as it is spelt on the disk, or an empty string if no file has a similar name.

    Similar names are those that are the same on another system
    (:func:`brochure.storage.file_names.folded_name`).
    """
    folder, found = base, []
    for part in named.split("/"):
        if part in ("", ".", ".."):
            real = part
        else:
            real = _listed(part, folder)
            if not real:
                return ""
        folder = folder / real
        found.append(real)
    return "/".join(found)


def _listed(name: str, folder: Path) -> str:
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError:
        return ""
    if name in names:
        return name
    if not FORMS_ARE_KEPT and _composed(name) in map(_composed, names):
        return name
    key = file_names.folded_name(name)
    return next((other for other in names if file_names.folded_name(other) == key), "")


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)
