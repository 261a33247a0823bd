"""Typst, from PyPI: python peer_typst.py FOLDER TARGET FONTS."""

import sys
from pathlib import Path

import typst

folder, target, fonts = sys.argv[1:]
template = Path(folder, "brochure.typ")
template.write_bytes(Path(__file__).with_name("brochure.typ").read_bytes())
typst.compile(
    str(template),
    output=target,
    root=folder,
    font_paths=[fonts],
    ignore_system_fonts=True,
    sys_inputs={"data": "/data.json"},
)
