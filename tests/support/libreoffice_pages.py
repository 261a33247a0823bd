"""A Word file as LibreOffice prints it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from programs import program
from workspaces import REPO

CONFIG = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


def printed(docx: bytes, folder: Path) -> Path:
    """A Word file as LibreOffice prints it, with our fonts."""
    (folder / "a.docx").write_bytes(docx)
    config = folder / "fonts.conf"
    config.write_text(CONFIG.format(fonts=REPO / "fonts", cache=folder / "cache"), "utf-8")
    command = [program("soffice"), "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    subprocess.run(
        [*command, "--convert-to", "pdf", "--outdir", str(folder), str(folder / "a.docx")],
        check=True,
        capture_output=True,
        timeout=180,
        env={**os.environ, "FONTCONFIG_FILE": str(config)},
    )
    assert (folder / "a.pdf").exists(), "LibreOffice could not load the file"
    return folder / "a.pdf"
