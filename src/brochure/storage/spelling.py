"""Files that a YAML file names, held against the names on the disk.

Windows and macOS find ``Pictures/Map.PNG`` where ``pictures/map.png`` is meant; a Linux server does not. So
the names are compared with what the folders list, also where the system would find the file.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from brochure.diagnostics.problem import Location, Problem, problem
from brochure.storage import file_names as filenames
from brochure.storage import nfc

# macOS lists the names of shared drives in pieces (NFD) whatever they are there, and finds either form.
FORMS_ARE_KEPT = sys.platform != "darwin"

# What became of a backslash and a letter in double quotes: "pictures\\new.png" has a line end.
_ESCAPED = str.maketrans(
    {made: f"\\{letter}" for made, letter in zip("\0\a\b\t\n\v\f\r\x1b", "0abtnvfre", strict=True)}
)


def problems(named: str, base: Path, where: Location) -> Iterator[Problem]:
    """What is wrong with the way a file is named; nothing if it is not there under any spelling.

    Args:
        named: The path as it is written, from ``base``; not an absolute one.
        base: The folder that it begins at.
        where: Where it is written.
    """
    typed = named.rstrip("\n").translate(_ESCAPED)
    if "\\" in typed:
        yield problem("N106", where, name=typed, forward=typed.replace("\\", "/"))
        return
    faults = [(part, fault) for part in named.split("/") if (fault := filenames.fault(part))]
    if faults:
        yield from (problem(fault.code, where, name=part, detail=fault.detail) for part, fault in faults)
    elif (real := spelled(named, base)) and real != named:
        yield problem(_difference(named, real), where, name=named, real=real)


def _difference(named: str, real: str) -> str:
    """The code of what differs between two names that are one elsewhere."""
    if _composed(real) != _composed(named):
        return "N107"
    return "N108" if nfc.is_apart(real) else "N111"


def spelled(named: str, base: Path) -> str:
    """A path as the folders list it, or an empty string if nothing like it is there.

    Names that another system takes for the same are alike: see :func:`brochure.storage.file_names.folded`.
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
    key = filenames.folded(name)
    return next((other for other in names if filenames.folded(other) == key), "")


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)
