"""Filled questionnaires as LibreOffice Writer and Calc save them."""

from __future__ import annotations

import subprocess
from pathlib import Path

from programs import program

WORD, EXCEL = "docx:MS Word 2007 XML", "xlsx:Calc MS Excel 2007 XML"


def saved_as(form: str, files: list[Path], folder: Path, profile: Path) -> list[Path]:
    """Files as LibreOffice saves them in a format."""
    command = [program("soffice"), "--headless", f"-env:UserInstallation={profile.as_uri()}"]
    subprocess.run(
        [*command, "--convert-to", form, "--outdir", str(folder), *map(str, files)],
        check=True,
        capture_output=True,
        timeout=180,
    )
    made = [folder / f"{file.stem}.{form.partition(':')[0]}" for file in files]
    assert all(file.exists() for file in made), "LibreOffice could not load a file"
    return made
