#!/usr/bin/env python3
"""Rebuild shops/FOGRA39L-coated.icc, the default CMYK profile, which brochure may redistribute.

Measurements: FOGRA39L.ti3 (Fogra, offset on coated paper, ISO 12647-2) as Debian's package icc-profiles-free
distributes it under the zlib licence. A profile made from them may be redistributed; the profiles of
ghostscript, Adobe or a print shop may not. The program is colprof of ArgyllCMS; only this script uses it. The
header contains the time, so each rebuilt file differs: commit one only for a reason.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from brochure.storage.system_requirements import find_program, find_requirement, is_installed

TARGET = Path(__file__).parent.parent / "shops" / "FOGRA39L-coated.icc"
MEASUREMENTS = "/usr/share/color/icc/FOGRA39L.ti3"
OPTIONS = [
    *("-qm", "-bm"),
    *("-l", "300", "-L", "100"),  # no separation beyond 300 % ink, 100 % of it black
    *(
        "-k",
        "p",
        "0",
        "0.15",
        "1",
        "0.95",
        "0.6",
    ),  # black from 15 % of darkness on
    *("-n", "c"),  # without the measurements themselves, which would double the size
    *("-A", "brochure", "-M", "Offset, coated paper", "-D", "FOGRA39L coated (brochure)"),
    *("-C", "zlib licence. Made from FOGRA39L, Fogra, via icc-profiles-free."),
]


def missing() -> list[str]:
    """Return the commands that install missing programs and files."""
    rows = [find_requirement(name) for name in ("colprof", MEASUREMENTS)]
    return [row.install for row in rows if not is_installed(row)]


def main() -> None:
    """Make the profile and copy it to shops/."""
    if lacking := missing():
        sys.exit("missing: " + "; ".join(lacking))
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "profile"
        shutil.copy(MEASUREMENTS, base.with_suffix(".ti3"))
        command = [str(find_program("colprof")), *OPTIONS, "-O", str(base.with_suffix(".icc")), str(base)]
        subprocess.run(command, check=True)
        shutil.copy(base.with_suffix(".icc"), TARGET)


if __name__ == "__main__":
    main()
